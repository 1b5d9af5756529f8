/* What an invented investigation says about itself: truth.tsv, two columns, `remains` and `person`
 * (`-`: not listed). Nothing is identified with it; results are held against it afterwards. */
#ifndef CAIRN_CASE_TRUTH_H
#define CAIRN_CASE_TRUTH_H

#include "case/verdict.h"

/* Reads the file: `out_missing` gets, for each remains of the data set, who it is among the
 * missing, or -1. Fails when the file cannot be read, a line names what is not in the data set, or
 * remains have no line. In the arena. */
MUST_CHECK bool truth_read(struct arena *arena, const char *path, const struct dataset *dataset,
                           int **out_missing, struct error *error);

/* By kind of verdict, of the individuals that have it: */
struct truth_score {
    int right[VERDICT_KINDS];      /* the best candidate is the true person; of those alike: the
                                      true person is among the group's */
    int not_listed[VERDICT_KINDS]; /* in truth nobody of the list */
    int no_relative[VERDICT_KINDS]; /* listed, without an informative relative */
    int nameable[VERDICT_KINDS];   /* listed, with one: what DNA could name */
    int mixed;                     /* individuals of several numbers that are not one person */
    int divided;                   /* listed people who stand as several individuals */
};

struct truth_score truth_score(struct arena *arena, const struct identification *run,
                               const struct verdicts *verdicts, const int *missing);

#endif
