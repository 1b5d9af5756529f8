/* Which remains a comparison takes for one individual, read from its result. The result is large,
 * and this small: whoever counts often reads it once a comparison. */
#ifndef CAIRN_CASE_COUNT_INDIVIDUALS_H
#define CAIRN_CASE_COUNT_INDIVIDUALS_H

#include "case/comparison_result.h"

struct count_individuals {
    int64_t comparison; /* index of its entry; -1: there is none */
    bool kept;          /* its result is there */
    int changes;        /* revisions since then of what a comparison rests on */
    int count;
    const char *const **code; /* of each its remains, ended by NULL */
};

/* Of the newest comparison of the record (comparison_newest), in STORE_READ transactions of both
 * stores; in the arena. None when there is no comparison, or its result is not kept any more: then
 * `comparison` says so. A result that has not the hash of its entry is ERROR_CORRUPT. */
MUST_CHECK bool count_individuals_read(struct arena *arena,
                                       const struct investigation *investigation,
                                       const struct tables *tables, struct digester *digester,
                                       struct count_individuals *out_individuals,
                                       struct error *error);

#endif
