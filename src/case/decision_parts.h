/* What the files of decision_make share. */
#ifndef CAIRN_CASE_DECISION_PARTS_H
#define CAIRN_CASE_DECISION_PARTS_H

#include "case/decision_make.h"

enum { DECISION_REMAINS_MOST = 200 };

/* A request whose codes were found. */
struct decision_names {
    const char *remains_text; /* "ABC-0001-B + ABC-0007-B" */
    int count;
    const char *remains[DECISION_REMAINS_MOST], *remains_rec[DECISION_REMAINS_MOST];
    const char *person, *person_rec;
};

/* Fills in a proposal; the other remains of the same individuals are added to the names. */
MUST_CHECK bool decision_propose(struct arena *arena, const struct decision_basis *basis,
                                 struct decision_names *names, json_t *fields,
                                 struct error *error);

/* Adds remains, unless they are among them; ERROR_NOT_FOUND when there are none of that code. */
MUST_CHECK bool decision_add_remains(struct arena *arena, const struct tables *tables,
                                     const char *code, struct decision_names *names,
                                     struct error *error);

#endif
