#include "base/progress.h"

#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"

enum { PAUSE = 100 }; /* milliseconds between two drawings */

static long long now(void) { return (long long)(clock_seconds() * 1000); }

void progress_open(struct progress *progress, const char *label, size_t all) {
    progress->label = label;
    progress->all = all;
    progress->on = isatty(STDERR_FILENO);
    atomic_store(&progress->done, 0);
    atomic_store(&progress->next, now() + PAUSE);
    if (!progress->on) return;
    fprintf(stderr, "\r\033[K%s", label);
    fflush(stderr);
}

void progress_step(struct progress *progress, size_t count) {
    if (!progress) return;
    size_t done = atomic_fetch_add(&progress->done, count) + count;
    if (!progress->on || !progress->all) return;
    long long time = now(), next = atomic_load(&progress->next);
    if (time < next || !atomic_compare_exchange_strong(&progress->next, &next, time + PAUSE))
        return;
    fprintf(stderr, "\r\033[K%s %zu of %zu", progress->label, done, progress->all);
    fflush(stderr);
}

void progress_close(struct progress *progress) {
    if (!progress->on) return;
    fputs("\r\033[K", stderr);
    fflush(stderr);
}
