/* Kills a program again and again in the middle of its work, as a power switch would end it (but
 * for what the system still holds for the disk), and looks at what it left. */
#ifndef CAIRN_TESTS_BASE_CRASH_H
#define CAIRN_TESTS_BASE_CRASH_H

#include <stddef.h>
#include <stdint.h>

struct crash {
    /* In a child: works without end, and says with crash_acknowledge what is done for certain. */
    void (*work)(void *data, int pipe);
    /* In the test, after each kill: is everything there that was acknowledged in this round and
     * those before it? */
    void (*check)(void *data, const uint64_t *acknowledged, size_t count);
    void *data;
    int rounds;
    int longest_us; /* of a round */
    unsigned seed;  /* of the moments; printed */
};

void crash_run(const struct crash *crash);

/* Any thread of the child. */
void crash_acknowledge(int pipe, uint64_t number);

#endif
