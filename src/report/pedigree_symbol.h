/* The symbol of one person, and what lies inside of it. */
#ifndef CAIRN_REPORT_PEDIGREE_SYMBOL_H
#define CAIRN_REPORT_PEDIGREE_SYMBOL_H

#include "identify/pedigree.h"
#include "report/drawing.h"

struct pedigree_symbol {
    enum sex sex;
    bool dead, typed, missing, identified, repeat;
};

/* Draws it around a centre. */
void pedigree_symbol(struct drawing *drawing, const struct pedigree_symbol *symbol, double x,
                     double y);

/* From the centre to its edge, upwards and to the sides. */
double pedigree_symbol_reach(enum sex sex);

#endif
