/* What a comparison of the record found: its result, read from the vault again, so that decisions
 * and pages rest on the numbers that were recorded and on no others. */
#ifndef CAIRN_CASE_COMPARISON_RESULT_H
#define CAIRN_CASE_COMPARISON_RESULT_H

#include <jansson.h>

#include "case/comparison.h"
#include "input/names.h"

/* An individual and a missing person that were compared. */
struct comparison_pair {
    int individual, person; /* in the lists of the result */
    int loci, exclusions;
    double log10_lr; /* -INFINITY: impossible */
    double posterior;
    double log10_glr; /* NAN: not computed; -INFINITY: impossible */
    bool undisputed, excluded;
};

struct comparison_individual {
    int count;
    const char **code; /* of all its remains; it goes by the first */
    size_t first;      /* its first pair; those of the next one follow */
    int best;          /* whom the best assignment names it; -1: nobody */
};

struct comparison_person {
    const char *id, *family;
};

struct comparison_result {
    const struct comparison *comparison; /* NULL: nothing was read */
    bool incident; /* else the prior was flat, and nobody may be proposed on it */
    double missing_total, theta;
    double bound; /* of the posterior left out; NAN: not proved */
    int individuals, persons;
    struct comparison_individual *individual; /* one more: where the pairs end */
    struct comparison_person *person;         /* those that were compared with somebody */
    size_t pairs;
    struct comparison_pair *pair; /* by individual */
    json_t *root; /* of identification_json all but the long lists; comparison_result_close gives it
                     back */
    struct names codes, ids; /* of all remains; of the persons */
    int *of_code;            /* the individual of each of `codes` */
};

/* Reads the result of a comparison, which must have the hash that its entry names. ERROR_NOT_FOUND
 * when it is not kept any more. `comparison` must live as long; the rest is in the arena. */
MUST_CHECK bool comparison_result_read(struct arena *arena, struct digester *digester,
                                       const struct comparison *comparison,
                                       struct comparison_result *out_result, struct error *error);

/* Takes a result of zeroes. */
void comparison_result_close(struct comparison_result *result);

/* The bytes of the result, as they were recorded; in the arena. */
MUST_CHECK bool comparison_result_bytes(struct arena *arena, struct digester *digester,
                                        const struct comparison *comparison, char **out_bytes,
                                        size_t *out_size, struct error *error);

/* The individual that remains of this code belong to; NULL: there are none of that code. */
const struct comparison_individual *
comparison_result_individual(const struct comparison_result *result, const char *code);

/* The pair of that individual and person; NULL when they were not compared (another sex, no
 * profile, nobody akin typed). */
const struct comparison_pair *comparison_result_pair(const struct comparison_result *result,
                                                     const char *code, const char *person);

/* The individual's first code, and the person's id and family. */
const char *comparison_result_code(const struct comparison_result *result, int individual);
const struct comparison_person *comparison_result_person(const struct comparison_result *result,
                                                         const struct comparison_pair *pair);

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
MUST_CHECK bool comparison_changes_since(const struct tables *tables, uint64_t size, int *out_count,
                                         struct error *error);

#endif
