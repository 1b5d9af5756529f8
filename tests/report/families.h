/* Pedigrees to be drawn: invented ones of every shape that is hard to draw, and random ones. */
#ifndef CAIRN_TESTS_REPORT_FAMILIES_H
#define CAIRN_TESTS_REPORT_FAMILIES_H

#include <stdint.h>

#include "report/pedigree_drawing.h"

struct drawn_family {
    const char *name;
    int count;
    struct pedigree_person *person;
    int repeats; /* how many symbols are drawn a second time; -1: not known */
};

/* The invented ones, in the arena; sets *out_count. */
struct drawn_family *families_known(struct arena *arena, int *out_count);

/* A random one of up to `most` persons, the same for the same seed: lines of descent with several
 * partners, related ones and ones of other generations, parents who are not known, parts that are
 * not connected, in an order that is not that of descent. */
struct drawn_family families_random(struct arena *arena, uint64_t seed, int most);

#endif
