/* A pedigree drawn by the standard nomenclature (Bennett, French, Resta and Doyle, Journal of
 * Genetic Counseling 17, 2008: squares, circles, diamonds; a stroke through who is dead; a double
 * line between partners who are related), with what identification adds: the lower part of a symbol
 * is filled for who is typed, a thick outline and "?" stand for who is missing, a thick outline and
 * a tick for who is identified, with the code of the remains. Nothing is said by colour alone. Who
 * stands in two places (pedigree_layout.h) is dashed in the second, with the same *mark in both. */
#ifndef CAIRN_REPORT_PEDIGREE_DRAWING_H
#define CAIRN_REPORT_PEDIGREE_DRAWING_H

#include "base/error.h"
#include "identify/pedigree.h"
#include "report/drawing.h"

enum { PEDIGREE_MOST_PERSONS = 500, PEDIGREE_LINES = 2 };

struct pedigree_person {
    const char *id;                   /* below the symbol, in bold */
    const char *line[PEDIGREE_LINES]; /* and below that: a name, years; NULL: nothing */
    enum sex
        sex; /* as it is recorded: a mother of whom it is not is a diamond, so that it is seen */
    int father, mother; /* index, -1: not there */
    bool dead, missing, typed;
    const char
        *remains;     /* the code of the remains that are decided to be this person; NULL: none */
    const char *link; /* where the symbol leads; NULL: nowhere */
};

struct pedigree_words;

/* Draws `count` persons. Text is broken into lines and shortened with "…" where it is too long;
 * `title` and `description` are those of drawing_open. Fails with the person in the text where
 * the pedigree is none (pedigree_check), or is larger than PEDIGREE_MOST_PERSONS. */
MUST_CHECK bool pedigree_draw(struct arena *arena, const struct pedigree_person *person, int count,
                              const char *title, const char *description,
                              const struct pedigree_words *words, struct drawing *out,
                              struct error *error);

#endif
