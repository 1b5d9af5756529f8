/* What one person of a pedigree is to another, in a word. */
#ifndef CAIRN_CASE_RELATION_H
#define CAIRN_CASE_RELATION_H

#include "identify/pedigree.h"

/* What `other` is to `person`: "father", "half-sib", "cousin", "partner" (a child in common),
 * "relative" (by blood, more distant), "by marriage" (not by blood). The nearest of several. An
 * unlisted parent is taken to be another one than anybody's: so does the likelihood. */
const char *relation_of(const struct pedigree *pedigree, int person, int other);

/* "male", "female" or "sex not known"; "son", "daughter" or "child". */
const char *relation_sex(enum sex sex);
const char *relation_child(enum sex sex);

#endif
