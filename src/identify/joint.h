/* Joint identification: all individuals and all families at once. An assignment names each
 * individual with a missing person or nobody; its weight is the prior's for the number named, times
 * the ratios of the families' namings. Sums over assignments are exact over the namings that are
 * kept, and what is cut is bounded (DESIGN section 6, "Joint" and "Bound").
 *
 * Individuals and families that share no kept naming do not concern each other: they fall into
 * parts, tied only by how many are named in all. Within a part the sum is taken by closing one
 * individual or family after the other, remembering which of those still open are taken. */
#ifndef CAIRN_IDENTIFY_JOINT_H
#define CAIRN_IDENTIFY_JOINT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/cancel.h"
#include "base/error.h"
#include "identify/namings.h"
#include "identify/prior.h"

struct assignment {
    int *missing;          /* of each individual: the missing person, -1: nobody */
    double log_ratio;      /* ln L against naming nobody */
    double posterior;
};

struct pair_result {
    int individual, missing;
    double posterior;
    double log_glr;        /* ln (max L with the pair / max L without); NAN: not among the kept */
};

struct joint {
    size_t pairs;
    struct pair_result *pair; /* by individual, then missing; those with any kept naming */
    double *nobody;           /* of each individual: posterior of no name */
    int best_count;
    struct assignment *best;  /* best first; equals in the order of the files */
    double bound;             /* of the posterior left out; NAN: not proved */
    size_t kept, cut;         /* namings */
    int parts;
    size_t states;            /* of the sum, in all: what it cost */
};

enum { JOINT_BEST = 50 };

/* The pair among joint->pair, NULL when it has no kept naming. */
struct pair_result *joint_find_pair(const struct joint *joint, int individual, int missing);

/* Solves the joint problem of `namings` under `prior`. Everything in `out_joint` is in the arena.
 * Families and individuals are counted on `progress` (NULL: nobody looks).
 * Fails when nothing is possible (all weights zero) and when cancelled. */
MUST_CHECK bool joint_solve(struct arena *arena, const struct casework *casework,
                            const struct namings *namings, const struct prior *prior,
                            const struct cancel *cancel, struct progress *progress,
                            struct joint *out_joint, struct error *error);

#endif
