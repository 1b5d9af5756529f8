/* Makes every operation fail in turn, as SQLite's own tests do: the body runs with the first one
 * failing, with the second, the third …, until it passes without a fault; once so that this one
 * operation fails, and once so that all after it fail too. It runs in a child and may end as a
 * command may: done, with an error, or out of memory with exit code 70. Anything else (a crash, a
 * leak, a hang, an error without text, a failure without a fault) fails the test. */
#ifndef CAIRN_TESTS_BASE_FAULTS_H
#define CAIRN_TESTS_BASE_FAULTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct faults {
    void (*prepare)(void *data);                   /* before each run, in the test; may be NULL */
    bool (*body)(void *data, struct error *error); /* in the child, with the fault */
    /* After each run, in the test: is all well? `done` is what the body returned. */
    void (*check)(void *data, bool done);
    void *data; /* what the body writes into it is seen here only where faults_share made it */
};

void faults_run(const struct faults *faults);

/* For long work that does the same many times over. One run without a fault says in which way each
 * operation is reached (the innermost calls that lead to it, and its kind). Made to fail are the
 * first operation of each such way, every `stride`th one, and each of the last ones; how many that
 * is, of how many, is said on stderr. */
void faults_run_sparsely(const struct faults *faults, long stride);

/* Zeroed memory that a child and its parent both see; lives as long as the program. */
void *faults_share(size_t size);

/* Says on stderr that it is skipped, and skips, where the build knows no faults. */
void faults_or_skip(void);

#endif
