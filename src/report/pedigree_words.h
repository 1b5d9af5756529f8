/* Pedigrees in words: beside a drawing for those who cannot see it, as the titles of its symbols,
 * and in its legend. */
#ifndef CAIRN_REPORT_PEDIGREE_WORDS_H
#define CAIRN_REPORT_PEDIGREE_WORDS_H

#include "report/pedigree_drawing.h"

/* In the language of the reader. What stands in { } is filled in. */
struct pedigree_words {
    const char *male, *female, *sex_unknown;
    const char *child_of_both; /* with {father} and {mother} */
    const char *child_of_one;  /* with {parent} */
    const char *typed, *missing, *dead;
    const char *identified; /* with {remains} */
    /* What the legend says of the tick, of a double line, of a dashed symbol. */
    const char *identified_sign, *related_sign, *repeat_sign;
};

extern const struct pedigree_words PEDIGREE_WORDS; /* English */

/* "F1-03: male; child of F1-01 and F1-02; typed; missing", in the arena. */
const char *pedigree_sentence(struct arena *arena, const struct pedigree_person *person, int index,
                              const struct pedigree_words *words);

#endif
