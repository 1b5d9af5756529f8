#include "base/seeded.h"

/* SplitMix64 (Steele, Lea, Flood 2014). */
static void fill(struct random *random, void *out, size_t size) {
    struct seeded *seeded = (struct seeded *)random;
    uint8_t *byte = out;
    for (size_t i = 0; i < size; i++) {
        uint64_t z = seeded->state += 0x9e3779b97f4a7c15u;
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
        z = (z ^ z >> 27) * 0x94d049bb133111ebu;
        byte[i] = (uint8_t)(z ^ z >> 31);
    }
}

struct seeded seeded_from(uint64_t seed) { return (struct seeded){{fill}, seed}; }
