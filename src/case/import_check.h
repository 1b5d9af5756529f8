/* What the profiles of an import show about each other, once its tables are taken by themselves:
 * readings of one subject that contradict each other, donors who cannot be who they are said to be,
 * and profiles that are those of somebody who worked on the samples. None of it keeps anything out
 * of the record; all of it is for those who may read profiles, and nobody else. */
#ifndef CAIRN_CASE_IMPORT_CHECK_H
#define CAIRN_CASE_IMPORT_CHECK_H

#include "case/import.h"

enum { IMPORT_FINDINGS_LISTED = 1000 };

struct import_findings {
    bool checked; /* there was something to compare */
    bool hidden;  /* this user may not read what was found: nothing is listed */
    int count;    /* the first IMPORT_FINDINGS_LISTED are listed */
    const char **finding;
};

/* Compares the profiles, samples and persons of the plan with each other, with their families and
 * with what the record knows of all these. */
MUST_CHECK bool import_check(struct arena *arena, const struct import_plan *plan, unsigned roles,
                             int threads, const struct cancel *cancel,
                             struct import_findings *out_findings, struct error *error);

#endif
