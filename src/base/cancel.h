/* Somebody wants it to stop: a flag that a signal handler sets and long work looks at. */
#ifndef CAIRN_BASE_CANCEL_H
#define CAIRN_BASE_CANCEL_H

#include <stdatomic.h>
#include <stdbool.h>

/* Zeroes: not cancelled. Lock-free, so it may be set in a signal handler. */
struct cancel {
    atomic_bool on;
};

void cancel_request(struct cancel *cancel);

/* Has it been asked for? Never of NULL. Cheap enough for an inner loop. */
bool cancel_requested(const struct cancel *cancel);

#endif
