/* Where the symbols and lines of a pedigree lie.
 *
 * Generations are rows. Partners stand beside each other on one row with a line between them,
 * from the middle of which a line leads down to a bar over their children, one row below. So
 * everybody has a place as the child of his parents and beside two partners; who has more partners,
 * or one in another row or too far away, is repeated there (as kinship2 and pedtools for R do), and
 * no line leads past symbols or through labels. Lines may cross between the rows, and there only. A
 * parent without a partner in the pedigree has a short line to the side from which theirs leads
 * down.
 *
 * Rows follow from the parents alone: children one below the line of their parents, partners on
 * one row wherever that does not contradict it (a father and the daughter with whom he has a
 * child). The order in the rows is found by barycentre sweeps and exchanges of neighbours that
 * spare crossings (Sugiyama, Tagawa and Toda 1981), the places in a row as the least squares of all
 * distances between children and the line of their parents, row by row by isotonic regression (pool
 * adjacent violators), which is exact for a row. Unconnected parts are laid out alone and set side
 * by side.
 *
 * All of it is arithmetic on the pedigree in its order: the same pedigree has the same layout. */
#ifndef CAIRN_REPORT_PEDIGREE_LAYOUT_H
#define CAIRN_REPORT_PEDIGREE_LAYOUT_H

#include "identify/pedigree.h"

/* Pixels: from the centre of a symbol to its edge, from there to the label, and half of what the
 * end of a line without a partner takes. */
enum { PEDIGREE_RADIUS = 15, PEDIGREE_LABEL_GAP = 6, PEDIGREE_STUB = 8 };

/* What a person needs below and beside the symbol. */
struct pedigree_room {
    double half;   /* half the width of label or symbol with what stands beside it */
    double height; /* of the label */
};

struct pedigree_place {
    int person;  /* -1: nobody, the end of the line of a parent without a partner */
    bool repeat; /* the person has a place elsewhere, where it hangs from its parents */
    double half;
    double x, y; /* of the symbol's centre */
};

/* Two parents, or one, with the children they have together. */
struct pedigree_family {
    int father, mother; /* persons, -1: not in the pedigree */
    int left, right;    /* places, the line of which leads down; of one parent one is nobody's */
    int *child; /* persons in the order of the pedigree, who hang from it at their first place */
    int children;
    double x;   /* where the line leads down … */
    double bar; /* … to this y, from which the children hang */
};

struct pedigree_layout {
    int places; /* the first ones, one for each person, are those below their parents */
    struct pedigree_place *place;
    int families;
    struct pedigree_family *family;
    double width, height;
};

/* Lays out a pedigree that has passed pedigree_check, with a room for each person. The layout is in
 * the arena. n persons take about n² steps. */
void pedigree_lay_out(struct arena *arena, const struct pedigree *pedigree,
                      const struct pedigree_room *room, struct pedigree_layout *out);

#endif
