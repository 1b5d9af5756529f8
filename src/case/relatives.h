/* Families as they would be after a change: what no family can be is refused, whoever changes it, an
 * import or somebody at a form. */
#ifndef CAIRN_CASE_RELATIVES_H
#define CAIRN_CASE_RELATIVES_H

#include <jansson.h>

#include "identify/pedigree.h"

/* A person as they would be. */
struct relative {
    const char *family, *id, *rec; /* family: "" for none */
    const char *father, *mother;   /* identifiers, or what waits; NULL: none */
    enum sex sex;
    int place; /* in the list of what is changed; -1: the record alone has them */
};

struct relatives {
    struct arena *arena;
    int count;
    size_t capacity;
    struct relative *relative;
    json_t *families; /* names of those that are changed, as keys */
};

/* To be closed. All but `families` is in the arena. */
void relatives_open(struct relatives *relatives, struct arena *arena);
void relatives_close(struct relatives *relatives);

/* A person from the fields of a record; `rec` is kept, the rest copied into the arena. */
struct relative relative_read(struct arena *arena, const json_t *fields, const char *rec,
                              int place);

void relatives_add(struct relatives *relatives, struct relative relative);

/* The family is one that changes; NULL: those of no family. */
void relatives_change(struct relatives *relatives, const char *family);

/* What is wrong, and with whom: a place in the list of what is changed; `field` NULL: with all of
 * them. The text is in the arena. */
typedef void relatives_refuse(void *data, int place, const char *field, const char *text);

/* Checks the families that change: father and mother are of the same family, and pedigree_check.
 * Sorts the list. Tells what is wrong with a person who is changed, or in the family of one. */
void relatives_check(struct relatives *relatives, relatives_refuse *tell, void *data);

#endif
