/* How far long work has come: a line on stderr, when that is a terminal, and nothing otherwise. */
#ifndef CAIRN_BASE_PROGRESS_H
#define CAIRN_BASE_PROGRESS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct progress {
    const char *label; /* belongs to the caller, and outlives the progress */
    size_t all;
    atomic_size_t done;
    atomic_llong next; /* when it may be drawn again, in milliseconds */
    bool on;           /* stderr is a terminal */
};

/* Begins "LABEL 0 of ALL". Where ALL is 0, because nobody counts, the label alone is shown. */
void progress_open(struct progress *progress, const char *label, size_t all);

/* So many more are done. Any thread may call it, as often as it likes: it draws at most ten times
 * a second. A progress of NULL shows nothing. */
void progress_step(struct progress *progress, size_t count);

/* Clears the line. */
void progress_close(struct progress *progress);

#endif
