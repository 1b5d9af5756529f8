/* Copies of a trial investigation, each in a folder of its own beside it. */
#ifndef CAIRN_TESTS_RECORD_OTHER_COPY_H
#define CAIRN_TESTS_RECORD_OTHER_COPY_H

#include "record/pull.h"
#include "record/trial.h"

/* One copy, which is open for appending only while one of these functions is at it. */
struct other_copy {
    struct trial *trial;
    const char *name, *path;
};

/* The trial itself, which is let go of; and a copy of another as it is now. */
struct other_copy copy_main(struct trial *trial);
struct other_copy copy_make(const struct other_copy *from, const char *name);

/* Enters the device `name` with the numbers from `first` to `last` on the main copy; makes a new copy
 * of that the device; and both. */
void copy_add_device(const struct other_copy *main, const char *name, int first, int last);
struct other_copy copy_as_device(const struct other_copy *main, const char *name);
struct other_copy copy_make_device(const struct other_copy *main, const char *name, int first,
                                   int last);

/* Appends an entry there; it must be taken, or fail with these words. */
struct receipt copy_append(const struct other_copy *copy, const struct draft *draft);
void copy_refuses(const struct other_copy *copy, const struct draft *draft, const char *words);

/* The same of a kind and the JSON of its fields (with ' for "), by the worker; `rec` NULL: a new
 * record. With a file of these bytes as attachment 1, unless they are NULL. */
struct receipt copy_add(const struct other_copy *copy, const char *kind, const char *fields,
                        const struct identifier *rec, const char *bytes);

/* Pulls; it must succeed, or fail with these words. */
struct pull_result copy_pull(const struct other_copy *into, const struct other_copy *from);
void copy_pull_fails(const struct other_copy *into, const struct other_copy *from,
                     const char *words);

/* What waits there; and accepts all of it, signed by the administrator. */
struct pull_result copy_waiting(const struct other_copy *copy);
struct pull_result copy_accept_all(const struct other_copy *copy);

/* The leaf hashes of its log, in the order of the log, in the trial's arena. */
struct copy_log {
    size_t count;
    struct digest *leaf;
};

struct copy_log copy_log(const struct other_copy *copy);
bool copy_has(const struct copy_log *log, const struct digest *leaf);

/* Everything that verify looks at, tables too, is as it should be; or verify says these words. */
void copy_is_whole(const struct other_copy *copy);
void copy_is_found_out(const struct other_copy *copy, const char *words);

/* Runs SQL on its database, around the program; the first number that it gives, or -1. */
int64_t copy_sql(const struct other_copy *copy, const char *sql);

/* Removes it, with what is kept of it in memory. */
void copy_remove(const struct other_copy *copy);

#endif
