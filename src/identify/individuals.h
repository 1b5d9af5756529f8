/* Individuals: remains that are one person. Remains are not people; a person may lie in several
 * parts under several numbers. All remains are compared with each other, and those that are surely
 * one person share their evidence from then on. */
#ifndef CAIRN_IDENTIFY_INDIVIDUALS_H
#define CAIRN_IDENTIFY_INDIVIDUALS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/cancel.h"
#include "base/error.h"
#include "identify/dataset.h"

struct individual {
    int count;
    int *remains;              /* `count` indices into the data set, in its order */
    enum sex sex;
    int loci;                  /* typed loci of the panel */
    struct evidence *evidence; /* one for each marker */
};

/* Two individuals whose remains may be one person, or who look more like siblings than like one
 * person. */
struct doubt {
    int first, second;           /* individuals */
    double log10_same;           /* LR one person : unrelated */
    double log10_siblings;       /* LR full siblings : unrelated */
};

struct individuals {
    int count;
    struct individual *individual; /* named by their first remains, in the order of the files */
    int *of_remains;               /* the individual of each remains */
    int doubts;
    struct doubt *doubt;
};

/* LR from which on two remains are taken as one person, and from which on a pair below that is
 * listed as unclear. */
#define INDIVIDUALS_THRESHOLD 1e6
#define INDIVIDUALS_UNCLEAR 1e2

/* Groups the remains of the data set; with `group` false each remains stands for itself. Two
 * complete bodies, and two of different certain sex, are never put together. Result in the arena.
 * Stops with ERROR_CANCELLED. */
MUST_CHECK bool individuals_find(struct arena *arena, const struct dataset *dataset, bool group,
                                 double threshold, int threads, const struct cancel *cancel,
                                 struct individuals *out_individuals, struct error *error);

#endif
