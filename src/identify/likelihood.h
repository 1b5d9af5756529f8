/* The likelihood of genotypes on a pedigree at one marker: any pedigree, with loops and inbreeding,
 * several unconnected ones at once; autosomes and X; mutation, silent alleles, drop-out, theta.
 * Exact, by elimination on alleles (elimination.h); refused with an estimate where that would take
 * too long. Definitions: DESIGN section 6; Vigeland and Egeland, Scientific Reports 11 (2021). */
#ifndef CAIRN_IDENTIFY_LIKELIHOOD_H
#define CAIRN_IDENTIFY_LIKELIHOOD_H

#include <stdbool.h>

#include "base/error.h"
#include "identify/marker.h"
#include "identify/pedigree.h"
#include "identify/profile.h"

/* Multiplications that one locus may take before it is refused: some seconds. */
#define LIKELIHOOD_MOST_WORK 2e10

/* The same with theta, where few multiplications go into many runs. */
#define LIKELIHOOD_MOST_URN_WORK 2e9

/* Compiled eliminations and the memory to run them: one engine for each thread. */
struct engine;
struct engine *engine_open(void);
void engine_close(struct engine *engine);

/* One question to the engine. `evidence` has one entry for each person of the pedigree. */
struct question {
    const struct marker *marker;
    const struct pedigree *pedigree;
    const struct evidence *evidence;
    double theta;
    bool without_mutation; /* as if nothing ever mutated: what exclusions are counted by */
};

/* ln P(evidence | pedigree); -INFINITY when impossible. On X every person's sex must be known
 * (likelihood_covers). */
MUST_CHECK bool likelihood_of(struct engine *engine, const struct question *question,
                              double *out_log, struct error *error);

/* ln P(evidence, further[i] on person `whom` | pedigree) for each of `count` further evidences,
 * into out_log[0 … count-1]. What is known of `whom` in `evidence` counts too. One elimination
 * serves all of them: this is what makes the search of a nation's remains cheap. */
MUST_CHECK bool likelihood_with(struct engine *engine, const struct question *question, int whom,
                                const struct evidence *further, int count, double *out_log,
                                struct error *error);

/* False on X when somebody's sex is unknown: such a locus is left out, and that is said. */
bool likelihood_covers(const struct marker *marker, const struct pedigree *pedigree);

#endif
