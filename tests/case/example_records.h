/* The example investigation as import reads it: every table as records of its kind. */
#ifndef CAIRN_TESTS_CASE_EXAMPLE_RECORDS_H
#define CAIRN_TESTS_CASE_EXAMPLE_RECORDS_H

#include <jansson.h>

#include "base/arena.h"
#include "case/example.h"
#include "schema/schema.h"

struct record_table {
    const char *file;
    const struct schema *schema;
    int lines;       /* without the first */
    json_t *records; /* {key: record} */
};

struct example_records {
    struct arena arena;
    struct example example;
    int count;
    struct record_table table[EXAMPLE_FILES];
    json_t *truth; /* {remains: person, or null} */
};

/* Makes an example and reads all of its tables; what cannot be read fails the test. */
void records_open(struct example_records *records, uint64_t seed, int remains);
void records_close(struct example_records *records);

/* The records of one kind. */
json_t *records_of(const struct example_records *records, const char *kind);

/* A text of a record; "" when there is none. */
const char *record_text(const json_t *record, const char *field);

#endif
