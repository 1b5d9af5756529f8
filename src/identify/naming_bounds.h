/* Upper bounds on how well an individual can fit a place in a family, whatever else is named: what
 * the search of namings may leave out rests on them. */
#ifndef CAIRN_IDENTIFY_NAMING_BOUNDS_H
#define CAIRN_IDENTIFY_NAMING_BOUNDS_H

#include "identify/pairwise.h"

/* The ratio P(child's genotype | a parent, whatever the other parent) / P(genotype) is at most the
 * product over loci of these. By the parent's sex, for each marker: rows parent's entry in the
 * catalogue, columns child's. Entry 0 (untyped) bounds nothing: 1 / P(child's). */
struct naming_bounds {
    const struct casework *casework;
    double **child[2];   /* [sex][marker]: count * count natural logarithms */
    double *best_parent[2]; /* of each individual: the best bound that any other individual of that
                               sex, as the parent, allows */
};

/* Makes the tables for all individuals. `needed`: when false only an empty struct is made. */
MUST_CHECK bool naming_bounds_make(struct arena *arena, const struct casework *casework,
                                   int threads, const struct cancel *cancel,
                                   struct naming_bounds *out_bounds, struct error *error);

/* The bound of `child` whoever the parents are. */
double naming_bound_any(const struct naming_bounds *bounds, int child);

/* The bound of `child` with the parent `parent`, both individuals. */
double naming_bound_child(const struct naming_bounds *bounds, int sex, int parent, int child);

/* The bound of `child` with a typed reference as the parent: `parent` has its evidence at each
 * marker. */
double naming_bound_reference(const struct naming_bounds *bounds, int sex,
                              const struct evidence *const *parent, int person, int child);

#endif
