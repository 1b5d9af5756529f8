/* What would become of names if another number of people were missing, and which decisions the
 * record as it is no longer bears out. Nothing of it is recorded. */
#ifndef CAIRN_WEB_WHAT_IF_H
#define CAIRN_WEB_WHAT_IF_H

#include "case/decision_changes.h"
#include "case/run.h"

enum { WHAT_IF_TOTALS_MOST = 8 };

struct what_if_totals {
    int count;
    double total[WHAT_IF_TOTALS_MOST];
};

/* A name that was decided on, or could be proposed with one of the numbers. */
struct what_if_row {
    const char *remains, *code, *person; /* all numbers of the individual; its first */
    const char *state;                   /* of a decision; NULL: none */
    double log10_lr;
    double posterior[WHAT_IF_TOTALS_MOST]; /* lowered by what the sums may have left out */
};

struct what_if_change {
    const char *remains, *code, *person;
    const char *state, *why_not, *further, *best;
    double before, now, best_posterior;
    bool holds;
};

struct what_if {
    struct arena arena;
    int held;
    uint64_t log_size; /* of the record that it ran on */
    double threshold;
    struct what_if_totals totals;
    const char *refused[WHAT_IF_TOTALS_MOST]; /* why there is nothing for a number; NULL */
    int named[WHAT_IF_TOTALS_MOST];           /* how many could be proposed */
    int count;
    struct what_if_row *row;
    double base;                /* the number that decisions were held against; NAN: flat */
    int fallen, grown, decided; /* decisions that do not hold; with further remains; all that rest
                                   on a posterior */
    int changes;
    struct what_if_change *change; /* those that do not hold, or have further remains */
};

/* Makes it of a run, with what was decided; in its own arena, so that the run may be given back. In
 * STORE_READ transactions of both stores. */
MUST_CHECK bool what_if_make(const struct run *run, const struct what_if_totals *totals,
                             const struct investigation *investigation, const struct tables *tables,
                             struct what_if **out_trial, struct error *error);

/* Nobody may hold it. Takes NULL. */
void what_if_close(struct what_if *trial);

#endif
