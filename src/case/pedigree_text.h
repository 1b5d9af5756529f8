/* A pedigree drawn in text: parents above their children, one line a couple, children indented.
 *
 *     [F1-01] = (F1-02 +)
 *     +-- [F1-03 ? <== ABC-0001-B]
 *     `-- (F1-04 + *1)
 *
 * A person with several partners has a line for each. Who has two places (as the child of a couple
 * and as somebody's partner, or through a loop) stands in both, with the same *mark. */
#ifndef CAIRN_CASE_PEDIGREE_TEXT_H
#define CAIRN_CASE_PEDIGREE_TEXT_H

#include "base/buffer.h"
#include "identify/pedigree.h"

struct pedigree_marks {
    const bool *typed, *missing; /* one for each person; NULL: nobody */
    int person;                  /* who is pointed at, -1: nobody */
    const char *label;           /* what the arrow says */
};

/* Adds the drawing to `out`, every line after `indent`. The pedigree has passed pedigree_check;
 * memory only from the arena. */
void pedigree_text(struct arena *arena, const struct pedigree *pedigree,
                   const struct pedigree_marks *marks, const char *indent, struct buffer *out);

/* What the symbols mean, in two lines. */
void pedigree_text_legend(const char *indent, struct buffer *out);

#endif
