/* The rule for records of persons, whoever writes them: with the change their families can be.
 * case/import_pedigree.c asks the same of an import. */
#ifndef CAIRN_CASE_PERSON_RULE_H
#define CAIRN_CASE_PERSON_RULE_H

#include "case/relatives.h"
#include "record/tables.h"

/* Somebody as they would be. */
struct person_change {
    const char *rec;
    const json_t *fields; /* as VALUE_OF_ENTRY */
};

struct person_fault {
    int place;         /* of the change that it is about; -1: there is none */
    const char *field; /* NULL: of no one field */
    const char *text;
};

/* The families that the changes touch, those that persons are in now and those they would be in: who
 * checks a change and then makes it lets nobody else change these meanwhile. In the arena; in a
 * STORE_READ transaction of the tables. */
MUST_CHECK bool person_rule_families(struct arena *arena, const struct tables *tables,
                                     const struct person_change *change, int count,
                                     const char ***out_family, size_t *out_count,
                                     struct error *error);

/* Is it possible as it would be? In a STORE_READ transaction of the tables; the text is in the
 * arena. */
MUST_CHECK bool person_rule_check(struct arena *arena, const struct tables *tables,
                                  const struct person_change *change, int count,
                                  struct person_fault *out_fault, struct error *error);

#endif
