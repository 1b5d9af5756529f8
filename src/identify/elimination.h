/* Sum-product elimination on alleles: the arithmetic under every likelihood.
 *
 * The unknowns are allele variables (one for each allele a person got from a parent; K states, K
 * known only when a program runs) and switches (two states: which of the parent's two alleles was
 * handed on, or which of the person's two alleles is which). A factor gives, for every setting of
 * its switches, a product of small tables over allele variables. Tables differ from setting to
 * setting in the variables they speak of, which is what keeps them small: given the switch, a
 * child's allele depends on one allele of the parent, not on two (context-specific independence:
 * Boutilier et al., UAI 1996; peeling on alleles instead of genotypes).
 *
 * A problem is stated once for its structure and compiled into a straight program; the program runs
 * for every locus and profile of that structure. */
#ifndef CAIRN_IDENTIFY_ELIMINATION_H
#define CAIRN_IDENTIFY_ELIMINATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "identify/wide.h"

struct elimination; /* a problem being stated */
struct program;     /* a compiled problem */

/* A table in a statement; made by the functions below, used in factors. */
typedef int32_t cell_id;

/* States a problem with variables 0 … variables - 1 and switches 0 … switches - 1. `states` is the
 * K that the order of elimination is chosen for. Lives in the arena. */
struct elimination *elimination_state(struct arena *arena, int variables, int switches, int states);

/* Every variable needs a table that gives it its weights (a vector, or a matrix to it) in every
 * setting of the switches, and the rows of matrices sum to 1: a variable that only a matrix leads to
 * is dropped.
 *
 * Tables, each with the value of a run-time input: a vector over `variable`; the matrix number
 * `matrix` with row `from` and column `to`; the unit matrix; all weight on one allele, number
 * `index` of the run's indices. */
cell_id elimination_vector(struct elimination *problem, int vector, int variable);
cell_id elimination_matrix(struct elimination *problem, int matrix, int from, int to);
cell_id elimination_unit_matrix(struct elimination *problem, int from, int to);
cell_id elimination_point(struct elimination *problem, int index, int variable);

/* Factors: one table always, or one for each state of a switch. */
void elimination_add(struct elimination *problem, cell_id table);
void elimination_add_switched(struct elimination *problem, int switch_, cell_id off, cell_id on);

/* Compiles the sum over everything but the `query_count` variables in `query` (0: all). The result
 * is then a table over them in that order. Fails with ERROR_TOO_COSTLY, and the estimate in the
 * text, when a run would take more than `most_work` multiplications. The program lives in
 * `keep`; the statement is used up. */
MUST_CHECK bool elimination_compile(struct elimination *problem, const int *query, int query_count,
                                    double most_work, struct arena *keep,
                                    const struct program **out_program, struct error *error);

/* The multiplications a run takes at K states. */
double program_work(const struct program *program, int states);

/* What a run works on. Matrices are row-major with their transposes beside them. */
struct program_input {
    int states;
    const double *const *vector;
    const double *const *matrix;
    const double *const *transpose;
    const int *index;
};

/* Memory for running programs, one for each thread; grows as needed. */
struct workspace {
    void *bytes;
    size_t size;
};
void workspace_close(struct workspace *workspace);

/* Runs the program; the result has states^query_count numbers and belongs to the workspace until
 * the next run. */
const double *program_run(const struct program *program, const struct program_input *input,
                          struct workspace *workspace);

/* The same without limits to the range of numbers: some ten times slower. */
const struct wide *program_run_wide(const struct program *program,
                                    const struct program_input *input,
                                    struct workspace *workspace);

#endif
