/* What the signs of a pedigree mean, below the drawing. */
#ifndef CAIRN_REPORT_PEDIGREE_LEGEND_H
#define CAIRN_REPORT_PEDIGREE_LEGEND_H

#include "report/pedigree_words.h"

enum pedigree_sign {
    SIGN_SEX, /* and enum sex on top */
    SIGN_DEAD = SIGN_SEX + 3,
    SIGN_TYPED,
    SIGN_MISSING,
    SIGN_IDENTIFIED,
    SIGN_RELATED,
    SIGN_REPEAT,
    SIGN_COUNT
};

/* Adds below what is drawn the signs of the set (1u << enum pedigree_sign), and makes the drawing
 * as high, and where it is very narrow as wide, as that needs. */
void pedigree_legend(struct drawing *drawing, unsigned signs, const struct pedigree_words *words);

#endif
