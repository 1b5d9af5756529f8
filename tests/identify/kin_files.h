/* Reads the published pedigree cases (the JSON that `cairn kin` reads) and the likelihoods that are
 * expected of them. For tests only: what is malformed fails the test. */
#ifndef CAIRN_TESTS_IDENTIFY_KIN_FILES_H
#define CAIRN_TESTS_IDENTIFY_KIN_FILES_H

#include "identify/marker.h"
#include "identify/pedigree.h"
#include "identify/profile.h"

struct kin_hypothesis {
    const char *name;
    struct pedigree pedigree;
    struct genotype *genotype; /* of marker m and person i: [m * pedigree.count + i] */
    double *dropout;           /* one for each person */
};

struct kin_case {
    const char *name; /* of the file, without .json */
    double theta;
    struct panel panel;
    int hypothesis_count;
    struct kin_hypothesis *hypothesis;
    int reference; /* the hypothesis that ratios are taken against */
};

/* One line of expected.tsv (number[0]: the likelihood) or of expected_lr.tsv. */
struct kin_expected {
    const char *name;
    double number[3]; /* expected_lr.tsv: ln L of the first, of the second hypothesis, log10 LR */
};

/* The folder of the cases: $CAIRN_SHARED_DATA/kin, or else ../shared/data/kin beside the checkout
 * ($CAIRN_SOURCE; without that, the tests are run from there). NULL when it is not there, and then
 * says so on stderr. */
const char *kin_folder(struct arena *arena);

/* The lines of `file` in the folder, `columns` numbers each; sets *out_count. */
struct kin_expected *kin_read_expected(struct arena *arena, const char *folder, const char *file,
                                       int columns, int *out_count);

struct kin_case kin_read_case(struct arena *arena, const char *folder, const char *name);

#endif
