/* A record that only remembers: what an import would append is kept as JSON, so that plans can be
 * tested without keys, entries and a database. And a folder to put tables into. */
#ifndef CAIRN_TESTS_CASE_IMPORT_WORLD_H
#define CAIRN_TESTS_CASE_IMPORT_WORLD_H

#include "base/buffer.h"
#include "case/import.h"
#include "input/rows.h"

extern struct arena world_arena;
extern struct import_plan world_plan;
extern struct import_request world_request; /* of a user with all roles of a worker */
extern const char *world_folder;

/* Set-up and tear-down of a test. */
int begin_world(void **state);
int end_world(void **state);

/* Writes a file into the world_folder; folders on its way are made. */
void put_file(const char *name, const char *text);

/* Plans an import of the whole world_folder, or of one path; the plan before is given back. The second
 * fails the test unless it works. */
bool plan_path(const char *path, struct error *error);
void plan_folder(void);

/* Remembers what the plan would have appended. */
void take_plan(void);

/* From now on the record has several newest revisions. */
void fork_record(const char *kind, const char *key);

/* What is remembered: how many records of a kind, and a field of one as JSON without blanks, "" when
 * it is not there. The test fails when there is no record of that key. */
int count_of(const char *kind);
const char *field_of(const char *kind, const char *key, const char *field);

/* Everything that is remembered, as identification reads it. What cannot be read fails the test. */
void read_back(struct rows *out_rows, struct reading *reading);

/* The identifier of a record, as a reference to it stands in JSON: "\"r-…\"". */
const char *reference_to(const char *kind, const char *key);

/* The plan's file of that name. The test fails when there is none. */
const struct import_file *file_of(const char *name);

/* The lines of a file: accepted, unchanged, rejected, passed over; they must add up. */
void assert_lines(const char *name, int accepted, int unchanged, int rejected, int passed_over);

/* The file's error number `index` stands there and has this part. */
void assert_error(const char *name, int index, int line, int column, const char *part);

#endif
