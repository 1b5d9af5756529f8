/* A pedigree: persons and their parents. May hold unconnected parts, loops and inbreeding. */
#ifndef CAIRN_IDENTIFY_PEDIGREE_H
#define CAIRN_IDENTIFY_PEDIGREE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"

enum sex { SEX_UNKNOWN, SEX_MALE, SEX_FEMALE };

struct person {
    const char *id;
    int father, mother; /* index in the pedigree, -1: not in it. A missing single parent's allele is
                           a draw from the population */
    enum sex sex;
};

struct pedigree {
    int count;
    struct person *person;
};

/* Checks what a pedigree must be: ids given once, parents of the right sex (an unknown sex of a
 * parent is set to what its role says), nobody their own ancestor, father and mother not the same.
 * Reorders nothing. Fails with the person's id in the text, the pedigree as it was. Takes
 * n log n steps for n persons, whatever the ids and however long the lines of descent. */
MUST_CHECK bool pedigree_check(struct pedigree *pedigree, struct error *error);

/* The same; when it fails, `*out_person` is the index of whom it concerns. */
MUST_CHECK bool pedigree_check_whom(struct pedigree *pedigree, int *out_person,
                                    struct error *error);

/* The index of a person by id, or -1. */
int pedigree_find(const struct pedigree *pedigree, const char *id);

/* Labels the connected parts: part[i] in 0 … result - 1, numbered by their first person. */
int pedigree_parts(const struct pedigree *pedigree, int *part);

#endif
