/* The steps of a layout (pedigree_layout.h) and what they hand on. */
#ifndef CAIRN_REPORT_PEDIGREE_LAYOUT_PARTS_H
#define CAIRN_REPORT_PEDIGREE_LAYOUT_PARTS_H

#include "report/pedigree_layout.h"

/* Places beside each other that are joined by the lines of partners. Their order can only be
 * reversed. */
struct chain {
    int row, part;
    int count, *place; /* from left to right */
    double x;          /* of the first place */
};

/* One row of one part, its chains and places from left to right. */
struct level {
    int chains, *chain;
    int places, *place;
};

struct pedigree_work {
    struct arena *arena;
    const struct pedigree *pedigree;
    struct pedigree_layout *layout;
    int parts;        /* that are not connected with each other */
    int *part_of;     /* of each person */
    int *row_of;      /* of each place; from 0 in every part */
    int *family_row;  /* of each family */
    int *family_of;   /* of each person: where it is a child, -1: nowhere */
    int (*beside)[2]; /* of each place: the families that it has a line to its neighbours for, -1:
                         none */
    int chains;
    struct chain *chain;
    int *chain_of;        /* of each place */
    int *levels;          /* of each part */
    struct level **level; /* of each part */
    int *position;        /* of each place in its level */
};

/* Lists families, and finds the row of everybody (pedigree_rows.c). Returns a row for each person;
 * sets family_row. */
int *pedigree_find_rows(struct pedigree_work *work);

/* Gives everybody places, and joins them into chains (pedigree_chains.c). */
void pedigree_make_chains(struct pedigree_work *work, const int *row,
                          const struct pedigree_room *room);

/* Puts the chains of each level in order (pedigree_order.c). */
void pedigree_order(struct pedigree_work *work);

/* Gives coordinates to places, lines and bars (pedigree_position.c, pedigree_bars.c). */
void pedigree_position(struct pedigree_work *work, const struct pedigree_room *room);

/* Moves to the left what nothing draws to the rest of its part (pedigree_gaps.c). `needed` of each
 * chain: what those to its left in its level need. */
void pedigree_close_gaps(struct pedigree_work *work, int part, const double *needed);

/* Finds where the lines of the families of a level lead down and at which of how many heights their
 * bars lie: `track` of each family, from 0. Returns how many. */
int pedigree_bars(const struct pedigree_work *work, const struct level *level, int *track);

/* The family whose line joins two places that are neighbours in a level, -1: none. */
int pedigree_family_between(const struct pedigree_work *work, int left, int right);

/* The number of places to the left of the line down from a family, times two, and to the left of
 * everybody's. */
static inline int twice_position(const struct pedigree_work *work, int family) {
    const struct pedigree_family *of = &work->layout->family[family];
    return work->position[of->left] + work->position[of->right];
}

#endif
