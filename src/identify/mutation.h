/* Mutation models: the chance that a parent's allele i is handed on as allele j, as a K x K matrix.
 * Definitions are those of Familias (Kling, Tillmar and Egeland, FSI Genetics 13, 2014) and of the
 * R package pedmut (Vigeland, Pedigree Analysis in R, 2021). */
#ifndef CAIRN_IDENTIFY_MUTATION_H
#define CAIRN_IDENTIFY_MUTATION_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"

enum parent_sex { MALE_PARENT, FEMALE_PARENT };

enum mutation_kind {
    MUTATION_NONE, /* also "trivial" */
    MUTATION_EQUAL,
    MUTATION_PROPORTIONAL,
    MUTATION_STEPWISE,
    MUTATION_ONESTEP,
    MUTATION_DAWID,
    MUTATION_CUSTOM
};

struct mutation_model {
    enum mutation_kind kind;
    double rate;          /* chance that a transmission mutates */
    double rate2;         /* stepwise: chance of leaving the microvariant group */
    double range;         /* stepwise and dawid: factor per step */
    const double *matrix; /* custom: over all alleles, the silent one included */
};

/* The kind of that name ("none", "trivial", "equal", "stepwise", … in small letters);
 * false when there is none. */
MUST_CHECK bool mutation_kind_find(const char *name, enum mutation_kind *out_kind);
const char *mutation_kind_name(enum mutation_kind kind);

/* Makes the matrix of `model` over `count` alleles (the last is silent when `has_silent`: it
 * neither mutates nor is mutated to, and the model runs over the others, for proportional and dawid
 * with their frequencies divided by 1 - p_silent). `*out_matrix` is count*count, row-major, in the
 * arena; NULL when nothing mutates. With r the rate, R the range, K the alleles but the silent one,
 * and on the diagonal what the row leaves:
 *   equal         r / (K - 1)
 *   proportional  alpha p_j, alpha = r / sum p (1 - p): r is then the expected rate
 *   stepwise      within a microvariant group (the digits after the point as text) r R^distance
 *                 normalised over the group, distance in whole repeats; to each allele outside it
 *                 rate2 / number of these
 *   onestep       r / number of alleles exactly one repeat away (9.3 and 10.3, not 9.3 and 10)
 *   dawid         r (1-R) R^|i-j| / (2R (K-a) p_i), a = (1-R^K) / (1-R), i and j ranks by number
 *   custom        as given, the silent allele included
 * Where there is nothing to mutate to, nothing mutates. Fails when the model does not fit: a rate,
 * or rate + rate2 of stepwise, outside [0, 1]; a range of stepwise not above 0 and finite, of dawid
 * not inside (0, 1); under stepwise, onestep and dawid an allele that is not a number, or two that
 * are the same number (9 and 9.0); a negative diagonal; proportional without two alleles of a
 * frequency above 0; a custom matrix with entries outside [0, 1], or rows that do not sum to 1
 * within 1e-6. Parameters that a kind does not use are not looked at. */
MUST_CHECK bool mutation_matrix(struct arena *arena, const struct mutation_model *model, int count,
                                const char *const *alleles, const double *frequencies,
                                bool has_silent, double **out_matrix, struct error *error);

/* The same matrix by columns. */
double *mutation_transposed(struct arena *arena, const double *matrix, int count);

#endif
