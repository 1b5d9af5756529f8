/* Every individual against every missing person: LR = P(genotypes, references | the individual is
 * the missing person) / P(genotypes, references | unrelated). The distribution of a missing
 * person's genotype given the relatives is made once for each locus; every individual is then a
 * look-up, which is what makes the search of a nation's remains cheap. */
#ifndef CAIRN_IDENTIFY_PAIRWISE_H
#define CAIRN_IDENTIFY_PAIRWISE_H

#include "base/progress.h"
#include "identify/casework.h"

/* One individual as one missing person. */
struct pairing {
    int individual, missing;
    double log_ratio;  /* ln LR; -INFINITY: impossible */
    int loci;          /* typed in the remains and in an informative relative */
    int exclusions;    /* loci impossible without mutation */
};

/* Whether their sexes, where certain, are the same. */
bool pairing_possible(const struct casework *casework, int individual, int missing);

struct pairwise {
    size_t count;
    struct pairing *pairing;  /* individuals in their order, within them missing persons in theirs */
    /* Pairs below `least` are not kept one by one when there are very many; for each missing
     * person their ratios' sum. */
    double log_least;
    double *sum_left_out;
    double *log_best;            /* of each missing person: its best ratio; -INFINITY: none */
    size_t *first_of_individual; /* of each individual, and the end: where its pairings begin */
};

/* Compares every individual with every missing person that it can be by sex, but those of families
 * left out or refused. Pairings with ln LR < log_least are only summed (-INFINITY: all are kept). */
MUST_CHECK bool pairwise_compare(struct arena *arena, const struct casework *casework,
                                 double log_least, int threads, const struct cancel *cancel,
                                 struct progress *progress, struct pairwise *out_pairwise,
                                 struct error *error);

#endif
