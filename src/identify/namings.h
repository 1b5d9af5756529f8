/* The ways to name members of one family: which of its missing persons are which individuals. Each
 * has a likelihood ratio against naming nobody of the family,
 *   R = P(references, genotypes of those named) / (P(references) product of P(genotype)),
 * and an assignment's ratio is the product over families. Families with one missing person are read
 * off the pairwise table; in the others every name changes what can be said of the next, so they
 * are searched person by person. What is not worth listing is left out with a proved bound. */
#ifndef CAIRN_IDENTIFY_NAMINGS_H
#define CAIRN_IDENTIFY_NAMINGS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/cancel.h"
#include "base/error.h"
#include "identify/pairwise.h"
#include "identify/prior.h"

struct naming {
    int family;
    int count;
    int *individual, *missing; /* `count` of each; missing persons in ascending order */
    double log_ratio;
};

/* What is left out of a family's list: at most sum[k] in ratios of namings of k persons; INFINITY:
 * nothing is proved. */
struct left_out {
    int most;
    double *sum; /* 0 … most */
};

struct namings {
    size_t count;
    struct naming *naming;  /* by family, in the order of the families */
    size_t *first;          /* of each family, and the end */
    struct left_out *left;  /* of each family */
    double *log_sum;        /* of each family: ln (1 + sum of R f^k), f the prior's name factor */
};

/* Lists the namings of every family. `tolerance` is how much of a family's whole sum may be left
 * out (0: nothing but the impossible). Pairwise must hold every pairing. Families are counted on
 * `progress` (NULL: nobody looks). Fails as
 * casework_ratios does. */
MUST_CHECK bool namings_list(struct arena *arena, const struct casework *casework,
                             const struct pairwise *pairwise, const struct prior *prior,
                             double tolerance, int threads, const struct cancel *cancel,
                             struct progress *progress, struct namings *out_namings,
                             struct error *error);

#endif
