/* What the record says beside the genotypes about remains being a person: sex, age, stature,
 * documents. None of it is part of a ratio or posterior, and none is enough alone. */
#ifndef CAIRN_CASE_PAIR_EVIDENCE_H
#define CAIRN_CASE_PAIR_EVIDENCE_H

#include "record/tables.h"

enum pair_line_kind { LINE_SEX, LINE_AGE, LINE_STATURE, LINE_DOCUMENT, LINE_KINDS };
enum pair_says { SAYS_SUPPORTS, SAYS_NEUTRAL, SAYS_CONTRADICTS };

struct pair_line {
    enum pair_line_kind kind;
    enum pair_says says;
    const char *rec; /* of the record that it stands in: remains, examination, document */
    /* What stands there, and what is known of the person: "" when nothing is. Sex is M or F; age in
     * years and stature in millimetres are two numbers, the least and the most; of a document the
     * person is whom it was of. */
    const char *remains, *person;
    int remains_least, remains_most, person_least, person_most; /* negative: not known */
};

struct pair_evidence {
    int count;
    struct pair_line *line; /* by kind, then in the order of the record */
};

/* Holds what the record says of the remains (identifiers) against what it says of the person, in a
 * STORE_READ transaction of the tables. An age or stature contradicts where the ranges have nothing
 * in common; within a year, or 50 mm, they say nothing: nobody was last seen on the day of their
 * death, and families remember statures roughly. In the arena. */
MUST_CHECK bool pair_evidence_read(struct arena *arena, const struct tables *tables,
                                   const char *const *remains_rec, int count,
                                   const char *person_rec, struct pair_evidence *out_evidence,
                                   struct error *error);

#endif
