/* Is a donor who they are said to be? Before anybody is searched with the help of relatives, what is
 * declared of these is held against their own genotypes; and everybody against those who worked on
 * the samples. */
#ifndef CAIRN_CASE_DONOR_CHECK_H
#define CAIRN_CASE_DONOR_CHECK_H

#include "base/cancel.h"
#include "identify/dataset.h"

/* A likelihood ratio from which downwards a declared relation is doubted. Of true relatives at most
 * one in a hundred has a ratio this low: under the numerator's hypothesis, P(LR <= 1/k) <= 1/k. */
#define DONOR_DOUBTED 0.01

/* A likelihood ratio from which on two profiles are said to be of one person. */
#define DONOR_SAME 1e6

struct donor_doubt {
    int family, person;
    double log10_ratio; /* of all typed members of the family as they are declared, against the same
                           with this one unrelated to them; -INFINITY: impossible as declared */
    int loci;
};

struct donor_doubts {
    int count;
    struct donor_doubt *doubt; /* by family, then by person */
    int unchecked;             /* families whose likelihood is refused as too long … */
    const char *why;           /* … and the reason that the first of them gave */
};

/* Compares every typed person of the families for which `wanted` (one for each) is true and which
 * have at least two typed persons. Result in the arena. */
MUST_CHECK bool donor_check(struct arena *arena, const struct dataset *dataset, const bool *wanted,
                            int threads, const struct cancel *cancel,
                            struct donor_doubts *out_doubts, struct error *error);

/* log10 of the likelihood ratio that two profiles are of one person, against unrelated persons, at
 * theta = 0; on X both sexes must be known, or the locus is left out. `*out_loci`: typed in both. */
double donor_same(const struct panel *panel, const struct profile *first, enum sex first_sex,
                  const struct profile *second, enum sex second_sex, int *out_loci);

#endif
