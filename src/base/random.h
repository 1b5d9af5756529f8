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

#endif
