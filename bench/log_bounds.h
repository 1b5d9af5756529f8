/* What a log cannot be verified, replayed or appended to without: the libraries' own work on the
 * same bytes, and nothing around it. */
#ifndef CAIRN_BENCH_LOG_BOUNDS_H
#define CAIRN_BENCH_LOG_BOUNDS_H

#include "base/sign.h"
#include "record/investigation.h"
#include "record/tables.h"

/* The bytes of each entry. */
struct bound_entry {
    const char *bytes; /* as in the log: what its leaf hash is over, */
    size_t size;
    size_t message; /* and so many from their beginning are as many as its signature is over */
    struct signature signature; /* of those, by `key` */
    const char **disclosure;
    size_t *disclosure_size, disclosures;
};

struct bound_log {
    struct arena arena;
    struct secret private_key;
    struct public_key key;
    struct bound_entry *entry;
    size_t count;
};

/* Reads all of the log and its disclosures. */
void bound_log_open(struct bound_log *log, struct random *random,
                    const struct investigation *investigation);
void bound_log_close(struct bound_log *log);

enum bound_work {
    BOUND_SIGN = 1,        /* Ed25519, one signature an entry */
    BOUND_VERIFY = 2,      /* the same, verified */
    BOUND_LEAF = 4,        /* SHA-256 of its leaf and of one node of the tree */
    BOUND_DISCLOSURES = 8  /* SHA-256 of each disclosure */
};

/* Seconds that so many threads take for these parts of it, for all entries. */
double bound_log_run(const struct bound_log *log, unsigned work, int threads);

/* Seconds that SQLite takes in one thread to step through the log with its vault, and to look at
 * every byte of it. */
double bound_read(const char *path);

/* Seconds that SQLite takes in one thread to insert the rows of the tables into others of the same
 * columns and indices, in a file on the same file system, with the same settings. */
double bound_insert(const struct tables *tables);

#endif
