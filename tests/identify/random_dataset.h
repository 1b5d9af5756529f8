/* Small random data sets: families with missing persons, and remains of which some are those
 * persons. Made again from their seed; all of it invented. */
#ifndef CAIRN_TESTS_IDENTIFY_RANDOM_DATASET_H
#define CAIRN_TESTS_IDENTIFY_RANDOM_DATASET_H

#include <stdint.h>

#include "identify/dataset.h"

/* Least and most of everything; `missing` in all families together. */
struct random_shape {
    int families[2], missing[2], remains[2], loci[2];
    int others;       /* at most so many persons more than the missing in a family; at least 1 */
    bool sexes_known; /* nobody's sex is unknown */
    bool impossible;  /* more loci without mutation, so that much is impossible */
};

extern const struct random_shape
    random_small; /* 1-3 families, 1-4 missing, 1-5 remains, 2-4 loci */

/* The data set of `seed`: mutation none, equal, proportional and stepwise, X, silent alleles,
 * drop-out, untyped loci and remains, unknown sexes, half-founders, direct references of the
 * missing, missing persons without any typed relative. The references never contradict each other.
 * missing_total is given, not by sex; theta is 0. */
struct dataset random_dataset_make(struct arena *arena, uint64_t seed,
                                   const struct random_shape *shape);

/* The data set in words, for the message of a test that fails. */
const char *random_dataset_text(struct arena *arena, const struct dataset *dataset);

#endif
