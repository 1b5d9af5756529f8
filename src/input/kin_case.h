/* One kinship question, as `cairn kin` reads it: JSON (cairn(1), KINSHIP QUESTIONS) to markers,
 * typed persons and one pedigree for each hypothesis. */
#ifndef CAIRN_INPUT_KIN_CASE_H
#define CAIRN_INPUT_KIN_CASE_H

#include <stddef.h>

#include "identify/dataset.h"

enum {
    KIN_BYTES_MOST = 64 << 20,
    KIN_MARKERS_MOST = 20000,
    KIN_HYPOTHESES_MOST = 1000,
    KIN_PERSONS_MOST = 1000,       /* of a hypothesis */
    KIN_GENOTYPES_MOST = 10000000, /* typed persons times markers */
    KIN_MATRICES_MOST = 20000000   /* numbers in the mutation matrices of one sex */
};

struct kin_hypothesis {
    const char *name;
    struct pedigree pedigree; /* checked */
};

struct kin_case {
    struct panel panel; /* with matrices */
    double theta;
    int person_count; /* typed persons, in the order of the file; each is in every hypothesis */
    const char **person;
    struct profile *profile;
    int hypothesis_count; /* at least 1 */
    struct kin_hypothesis *hypothesis;
    int reference; /* the hypothesis that ratios are taken against */
};

/* Reads a case, in UTF-8 or in UTF-16 with a byte order mark. Alleles are taken as written ("9.3"
 * is not "9.30"). A genotype is a list of two alleles, `null` for one that is not known; [] and
 * [null, null]: untyped; one allele only for a male on X. The matrix of a custom model runs over
 * the alleles in their order, row: parent; where there is a silent allele it may be left out (it
 * does not mutate) or stand last. Fails with the place in words (marker, person, hypothesis) and
 * leaves `out_case` alone. */
MUST_CHECK bool kin_case_read(struct arena *arena, const void *bytes, size_t size,
                              struct kin_case *out_case, struct error *error);

#endif
