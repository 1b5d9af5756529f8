/* The joint problem by writing down every assignment of remains to missing persons, straight from
 * the definitions: likelihoods of whole families, weights of a prior, sums. Shares nothing with the
 * engine's pairwise, naming and joint parts. A family's likelihood at a locus is brute_likelihood's
 * where that takes few steps and nobody was observed twice, and else the engine's (which
 * test_likelihood holds against brute_likelihood). */
#ifndef CAIRN_TESTS_IDENTIFY_BRUTE_JOINT_H
#define CAIRN_TESTS_IDENTIFY_BRUTE_JOINT_H

#include <stddef.h>

#include "identify/dataset.h"
#include "identify/prior.h"

/* Each remains stands for itself. Ratios are natural logarithms. */
struct brute_joint {
    const struct dataset *dataset;
    enum prior_kind prior;
    double *log_pair;  /* [remains * missing_count + missing]; NAN: sexes differ */
    bool *informative; /* of each missing person */
    double log_nobody; /* ln L of naming nobody, at theta 0 */
    size_t count;      /* assignments */
    int *named;        /* [assignment * remains_count + remains]: missing person or -1 */
    double *log_ratio; /* of each assignment: ln L against naming nobody */
    double *posterior; /* of each assignment */
    double *pair;      /* [remains * missing_count + missing]: posterior */
    double *nobody;    /* [remains]: posterior */
    double *log_glr;   /* [remains * missing_count + missing]; NAN: no assignment has the pair */
    long by_hand, by_engine; /* likelihoods of a locus by enumeration, by the engine */
    struct family_ratios *family;
};

/* Enumerates all assignments. Where the prior leaves none any weight, posteriors are NAN. */
struct brute_joint brute_joint_make(struct arena *arena, const struct dataset *dataset,
                                    enum prior_kind prior);

/* ln ratio of naming these of a family and nobody else: `remains` has, for each missing person of
 * the family in the data set's order, the remains or -1. */
double brute_joint_naming(struct brute_joint *joint, struct arena *arena, int family,
                          const int *remains);

/* The place of an assignment (a row as in `named`), or -1. */
long brute_joint_find(const struct brute_joint *joint, const int *named);

#endif
