/* Invented panels, families and remains of the shapes that the measures are stated for. Everything
 * is drawn by identify/simulate.h from fixed seeds: no real person's data. */
#ifndef CAIRN_BENCH_WORLDS_H
#define CAIRN_BENCH_WORLDS_H

#include <stdint.h>

#include "identify/dataset.h"

enum { WORLD_LOCI = 23 };

/* A person of a family. `part`: D dead and among the remains, T typed, U not typed; a sex of 0
 * ends the rows. */
struct relative {
    int father, mother; /* rows; -1: not in the family */
    char sex, part;
};

/* First cousins; eight siblings with untyped parents and grandparents; father and one sibling of
 * the missing, the mother untyped. */
extern const struct relative COUSINS[], EIGHT_SIBLINGS[], NUCLEAR[];

/* Planecrash: five women missing, each with one typed relative. The dozen: two missing, a man and
 * a woman, in each of five families. */
enum { PLANECRASH_FAMILIES = 5, DOZEN_FAMILIES = 5 };
extern const struct relative *const PLANECRASH[PLANECRASH_FAMILIES];
extern const struct relative *const DOZEN[DOZEN_FAMILIES];

/* One locus of `alleles` alleles, a ladder of whole repeats and, in its upper third, of ones with
 * .2; rates 0.001, rate2 1e-5, range 0.1. */
void world_marker(struct arena *arena, int alleles, enum mutation_kind kind,
                  struct marker *out_marker);

/* `loci` loci (2 to WORLD_LOCI) of 7 to 55 alleles. */
void world_panel(struct arena *arena, int loci, enum mutation_kind kind, struct panel *out_panel);

struct pedigree world_pedigree(struct arena *arena, const struct relative *rows);

/* Draws everybody's genotypes; evidence[marker][person] is what the typed ones show. */
struct evidence **world_evidence(struct arena *arena, const struct panel *panel,
                                 const struct relative *rows, uint64_t seed);

/* A whole case: `families` families after the plans in turn, their dead among the remains, with so
 * many remains of men and women of no family, in a random order. As many are missing as there are
 * remains. */
struct dataset world_dataset(struct arena *arena, const struct panel *panel, uint64_t seed,
                             int families, const struct relative *const *plan, int plans,
                             int men, int women);

#endif
