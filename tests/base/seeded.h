/* Random bytes that a test knows: the same seed gives the same bytes. */
#ifndef CAIRN_TESTS_BASE_SEEDED_H
#define CAIRN_TESTS_BASE_SEEDED_H

#include <stdint.h>

#include "base/random.h"

struct seeded {
    struct random random; /* first, so that its address is the source's */
    uint64_t state;
};

struct seeded seeded_from(uint64_t seed);

#endif
