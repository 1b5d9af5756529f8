/* Upper bounds on how well an individual can fit a place in a family, whatever else is named: what
 * the search of namings may leave out rests on them. */
#ifndef CAIRN_IDENTIFY_NAMING_BOUNDS_H
#define CAIRN_IDENTIFY_NAMING_BOUNDS_H

#include "identify/pairwise.h"
#include "identify/prior.h"

/* What the candidates for a place come to together, at most, by what is known of its parents. */
struct naming_sums {
    double any;       /* whatever is known */
    double best[2];   /* [sex]: somebody is named as this parent, the best for each */
    double *with[2];  /* [sex][individual]: this one is named as that parent */
};

/* The ratio P(child's genotype | a parent, whatever the other parent) / P(genotype) is at most the
 * product over loci of these, with P(genotype) at theta 0. By the parent's sex, for each marker: rows parent's entry in the
 * catalogue, columns child's. Entry 0 (untyped) bounds nothing: 1 / P(child's). */
struct naming_bounds {
    const struct casework *casework;
    double **child[2];          /* [sex][marker]: count * count natural logarithms */
    struct naming_sums sums[3]; /* by the sex (enum sex) of the person in the place */
};

/* Makes the tables for all individuals that the prior includes. */
MUST_CHECK bool naming_bounds_make(struct arena *arena, const struct casework *casework,
                                   const struct prior *prior, int threads,
                                   const struct cancel *cancel, struct naming_bounds *out_bounds,
                                   struct error *error);

/* The bound at one marker of an entry of the catalogue, whoever the parents are, and with a typed
 * reference as one parent. */
double naming_bound_any(const struct naming_bounds *bounds, int marker, int entry);
double naming_bound_reference(const struct naming_bounds *bounds, int sex,
                              const struct evidence *parent, int marker, int entry);

#endif
