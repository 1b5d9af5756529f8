/* A small investigation that is made anew for a test, and ways to do to it what the program never
 * would. All that is in it is invented. */
#ifndef CAIRN_TESTS_RECORD_SMALL_RECORD_H
#define CAIRN_TESTS_RECORD_SMALL_RECORD_H

#include "record/trial.h"

struct small_record {
    struct trial trial;
    struct arena *arena; /* its own */
    const char *path;
    bool open; /* for appending */
};

/* Makes it, and opens it for appending: an administrator and a worker, nothing else. */
void small_make(struct small_record *small);

/* Removes it, and the tables that were made of it. */
void small_remove(struct small_record *small);

/* No longer open for appending: it can be verified, replayed and altered. And open again. */
void small_close(struct small_record *small);
void small_open(struct small_record *small);

/* Appends one entry of a kind with these fields (JSON, with ' for "), by the worker, or by the
 * administrator where only that may; `rec` is the record that it revises, or NULL. */
struct receipt small_add(struct small_record *small, const char *kind,
                         const struct identifier *rec, const char *fields);

/* The same with a file of these bytes as attachment 1. */
struct receipt small_add_file(struct small_record *small, const char *kind, const char *fields,
                              const char *bytes);

/* Three sites, remains of three revisions, a person in two scripts, and a photograph. */
void small_fill(struct small_record *small);

/* ------------------------------------------------------------------ while it is closed */

/* Runs SQL on the database, around the program. */
void small_sql(const struct small_record *small, const char *sql);

/* The entry at an index, as it stands; in the arena of the record. */
struct entry small_entry(struct small_record *small, int64_t index);

/* Signs an entry for the log of that name, in place of the signatures that it has, and puts it at
 * the end of this one, tree and all, without asking whether it may stand there; it has no
 * disclosures. The first signer is who it is by. Returns its index. */
int64_t small_forge(struct small_record *small, struct entry entry, const char *origin,
                    const struct draft_signer *signers, size_t signer_count);

#endif
