/* Small random pedigrees with a marker and what was seen at it, made again from their seed. */
#ifndef CAIRN_TESTS_IDENTIFY_RANDOM_CASE_H
#define CAIRN_TESTS_IDENTIFY_RANDOM_CASE_H

#include <stdint.h>

#include "identify/marker.h"
#include "identify/pedigree.h"
#include "identify/profile.h"

struct random_case {
    struct marker marker;
    struct pedigree pedigree;  /* 1 to 6 persons, not in the order of descent */
    struct genotype *genotype; /* one for each person */
    double *dropout;           /* one for each person */
    double theta;
};

/* The case of `seed`, valid and small enough that brute_likelihood takes a few milliseconds. */
struct random_case random_case_make(struct arena *arena, uint64_t seed);

/* The case in words, for the message of a test that fails. */
const char *random_case_text(struct arena *arena, const struct random_case *random);

#endif
