/* Results of comparisons as several requests read them: reading one takes a while, so that the last
 * few are kept in memory. */
#ifndef CAIRN_WEB_RESULTS_H
#define CAIRN_WEB_RESULTS_H

#include "case/comparison_result.h"

enum { RESULTS_KEPT = 3 };

struct held_result {
    struct arena arena;
    struct comparison comparison;
    struct comparison_result result;
    int held; /* by requests, and once while it is kept */
};

struct results;

struct results *results_make(struct arena *arena);

/* The result of the comparison that somebody names (log_read_named), in STORE_READ transactions of
 * the investigation, until it is given back. */
MUST_CHECK bool results_hold(struct results *results, struct investigation *investigation,
                             const char *name, struct held_result **out_held, struct error *error);

/* Takes NULL. */
void results_release(struct results *results, struct held_result *held);

/* Nobody may hold one. Takes NULL. */
void results_close(struct results *results);

#endif
