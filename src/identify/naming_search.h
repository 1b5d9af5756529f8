/* The search of one family with several missing persons for its namings. */
#ifndef CAIRN_IDENTIFY_NAMING_SEARCH_H
#define CAIRN_IDENTIFY_NAMING_SEARCH_H

#include "identify/naming_bounds.h"
#include "identify/namings.h"

/* More missing persons in one family than are searched. */
enum { NAMING_MOST_MISSING = 12 };

/* What a search leaves. `arena` holds the namings; closed by naming_search_close. */
struct naming_search_result {
    struct arena arena;
    struct naming *found;
    size_t count;
    double left[NAMING_MOST_MISSING + 1]; /* left out, by number of names: sums of ratios; INFINITY:
                                             nothing is proved */
    long steps;                           /* look-up tables made */
};

/* Searches `family`, whose `missing` persons (indices among all missing, at most
 * NAMING_MOST_MISSING) can be named. Leaves out what is proved to add less than `tolerance` of the
 * family's best naming, each name taken as worth the prior's factor; with `bounds` NULL nothing is
 * left out. The result is to be closed even after a failure. */
MUST_CHECK bool naming_search(const struct casework *casework, const struct pairwise *pairwise,
                              const struct prior *prior, const struct naming_bounds *bounds,
                              int family, const int *number, int missing, double tolerance,
                              struct naming_search_result *out_result, struct error *error);

void naming_search_close(struct naming_search_result *result);

#endif
