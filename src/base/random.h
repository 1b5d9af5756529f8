/* Random bytes: the only place that they come from. Who needs some is handed a source, so that a
 * test can hand over bytes that it knows; the program has the one of the system and no other. */
#ifndef CAIRN_BASE_RANDOM_H
#define CAIRN_BASE_RANDOM_H

#include <stddef.h>

#include "base/error.h"

struct random {
    void (*fill)(struct random *random, void *out, size_t size);
};

/* The source of the system (libsodium: getrandom). Any number of threads may draw from it. */
MUST_CHECK bool random_open(struct random *random, struct error *error);

/* `size` unpredictable bytes. Cannot fail: without randomness the library ends the program. */
void random_fill(struct random *random, void *out, size_t size);

/* A source that draws from another for many small pieces at once; for one thread, and on its stack,
 * where random_ahead_close wipes what was not used. */
enum { RANDOM_AHEAD = 1024 };
struct random_ahead {
    struct random random; /* first, so that its address is the source's */
    struct random *from;
    size_t left;
    unsigned char byte[RANDOM_AHEAD];
};

void random_ahead_open(struct random_ahead *ahead, struct random *from);
void random_ahead_close(struct random_ahead *ahead);

#endif
