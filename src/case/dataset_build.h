/* Rows of tables to what the engine runs on: names become indices, several profiles of one subject
 * become one, alleles without a frequency get one, mutation models get their matrices. */
#ifndef CAIRN_CASE_DATASET_BUILD_H
#define CAIRN_CASE_DATASET_BUILD_H

#include "identify/dataset.h"
#include "input/messages.h"
#include "input/rows.h"

enum {
    DATASET_MARKERS_MOST = 20000,
    DATASET_FAMILY_MOST = 2000,         /* persons of a family */
    DATASET_GENOTYPES_MOST = 200000000, /* typed subjects times markers */
    DATASET_MATRICES_MOST = 20000000    /* numbers in the mutation matrices of one sex */
};

/* A locus of a subject of which no reading is used, since they contradict each other. */
struct contradiction {
    const char *subject, *marker;
};

struct contradictions {
    int count;
    size_t capacity;
    struct contradiction *item; /* in the order of the subjects */
};

/* What the caller decides; a negative value leaves it to parameters.tsv, and that to the default
 * named here. */
struct build_options {
    double theta;             /* Balding-Nichols; 0 */
    double dropout;           /* of remains that have none of their own; 0 */
    double unseen_frequency;  /* of an allele without a frequency; 0.001 */
    double minimum_frequency; /* lower ones are raised to it and the others scaled down; 0: off */
    struct contradictions *contradictions; /* where they are listed; NULL: nowhere */
};

/* Nothing decided. */
struct build_options build_options_none(void);

/* Builds the data set from all that was read. What is wrong goes to reading->errors, what is not
 * used or doubtful to reading->notes; returns false, and leaves `out_dataset` alone, when anything
 * is wrong. `options` says afterwards what was decided.
 *
 * parameters.tsv knows: theta, dropout, unseen_frequency, minimum_frequency, missing_total (a
 * count, or "M=12,F=3"), missing_total_male, missing_total_female.
 *
 * A subject's readings of a locus are merged by input/calls.h; where they contradict, the locus is
 * left untyped and noted. Drop-out: the sample's, else the remains', else the default; 0 for
 * persons. A merged profile has the highest of its samples.
 *
 * The sex of remains: what remains.tsv says; else M when X and Y were both called at amelogenin, F
 * when X alone was and every autosomal locus is typed; else unknown. Where amelogenin contradicts
 * the table it is unknown, and noted. */
MUST_CHECK bool dataset_build(struct arena *arena, const struct rows *rows,
                              struct build_options *options, struct reading *reading,
                              struct dataset *out_dataset);

#endif
