/* What a comparison of the record found: its result, read from the vault again, so that decisions
 * rest on the numbers that were recorded and on no others. */
#ifndef CAIRN_CASE_COMPARISON_RESULT_H
#define CAIRN_CASE_COMPARISON_RESULT_H

#include <jansson.h>

#include "case/comparison.h"
#include "record/tables.h"

/* An individual and a missing person that were compared. */
struct comparison_pair {
    const char *person, *family;
    double log10_lr; /* -INFINITY: impossible */
    int loci, exclusions;
    double posterior;
};

struct comparison_result {
    const struct comparison *comparison;
    json_t *root;       /* identification_json; comparison_result_close gives it back */
    json_t *individual; /* code of each of its remains → the list of all of them */
    json_t *pairwise;   /* first code → {person: its line} */
    json_t *posterior;  /* first code → {person: p} */
    bool incident;      /* else the prior was flat, and nobody may be proposed on it */
    double missing_total, theta;
    double bound; /* of the posterior left out; NAN: not proved */
};

/* Reads the result of a comparison, which must have the hash that its entry names. ERROR_NOT_FOUND
 * when it is not kept any more. `comparison` must live as long. */
MUST_CHECK bool comparison_result_read(struct arena *arena, struct digester *digester,
                                       const struct comparison *comparison,
                                       struct comparison_result *out_result, struct error *error);

/* Takes a result of zeroes. */
void comparison_result_close(struct comparison_result *result);

/* The codes of the individual that remains of this code belong to, as a list of texts that is the
 * result's; NULL when there are none of that code. */
const json_t *comparison_result_individual(const struct comparison_result *result,
                                           const char *code);

/* The pair of that individual and person; false when they were not compared (another sex, no
 * profile, nobody akin typed). Its texts are the result's. */
bool comparison_result_pair(const struct comparison_result *result, const char *code,
                            const char *person, struct comparison_pair *out_pair);

/* The posterior that is held against a threshold: lowered by what the sum may have left out. */
double comparison_result_sure(const struct comparison_result *result,
                              const struct comparison_pair *pair);

/* The newest comparison of the record, in STORE_READ transactions of both stores; of no index
 * (line.bytes NULL) when there is none. */
MUST_CHECK bool comparison_newest(struct arena *arena, const struct investigation *investigation,
                                  const struct tables *tables, struct comparison *out_comparison,
                                  struct error *error);

/* How many newest revisions stand in the record, at `size` and after it, of kinds that a comparison
 * rests on: whether it would come out as it did. */
MUST_CHECK bool comparison_changes_since(const struct tables *tables, uint64_t size,
                                         int *out_count, struct error *error);

#endif
