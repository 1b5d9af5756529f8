/* Genotypes and profiles drawn by chance from the engine's own model: what the example
 * investigation is made of, and what tests of the engine can be held against. Pure: the draws
 * depend on the seed alone. They compare whole numbers, so that a last digit that differs between
 * machines does not decide one. */
#ifndef CAIRN_IDENTIFY_SIMULATE_H
#define CAIRN_IDENTIFY_SIMULATE_H

#include <stdint.h>

#include "identify/marker.h"
#include "identify/pedigree.h"
#include "identify/profile.h"

/* A stream of random numbers: xoshiro256** (Blackman and Vigna, Scrambled linear pseudorandom
 * number generators, ACM TOMS 47, 2021). Not for secrets. */
struct simulate_random {
    uint64_t state[4];
};

/* Starts a stream; the state is filled by splitmix64, as the authors advise. */
void simulate_seed(struct simulate_random *random, uint64_t seed);

uint64_t simulate_next(struct simulate_random *random);

/* A number from 0 to `count` - 1, all alike; `count` at least 1. */
uint32_t simulate_below(struct simulate_random *random, uint32_t count);

/* True with that probability. */
bool simulate_chance(struct simulate_random *random, double probability);

/* Brings `count` numbers into a random order. */
void simulate_shuffle(struct simulate_random *random, int *numbers, int count);

struct simulate_marker {
    const uint64_t *founder;         /* K running sums of the frequencies, in units of 2^-32 */
    const uint64_t *transmission[2]; /* K rows of K running sums; NULL: no mutation */
};

/* A panel made ready for drawing. */
struct simulate_panel {
    const struct panel *panel;
    struct simulate_marker *marker;
};

/* Prepares the panel, which must outlive the result; memory from the arena. */
struct simulate_panel simulate_prepare(struct arena *arena, const struct panel *panel);

/* The true genotypes of one person at every marker: a from the father, b from the mother. Parents'
 * genotypes are NULL where the parent is not known: the allele is then a draw from the population.
 * A male has the same allele twice on X; with unknown sex X is left untyped. */
void simulate_person(const struct simulate_panel *panel, struct simulate_random *random,
                     enum sex sex, const struct genotype *father, const struct genotype *mother,
                     struct genotype *out);

/* The true genotypes of everybody in a pedigree that has passed pedigree_check, in any order of
 * its persons: pedigree->count rows of panel->count. */
void simulate_pedigree(const struct simulate_panel *panel, struct simulate_random *random,
                       const struct pedigree *pedigree, struct genotype *out);

/* What a laboratory reads of a true genotype when each allele copy is lost with probability
 * `dropout`: one peak is {a, a}, nothing is untyped, silent alleles are not
 * seen, and the smaller index stands first. A male on X has a single copy. */
struct genotype simulate_observe(const struct marker *marker, struct simulate_random *random,
                                 struct genotype truth, enum sex sex, double dropout);

#endif
