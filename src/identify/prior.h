/* How likely it is, before any genotype, that so many individuals stay without a name.
 *
 * Incident: of N missing in all, m are listed with an informative relative; the U = N - m others
 * may be any of the unnamed individuals, so an assignment that leaves u of them unnamed weighs
 * U (U-1) … (U-u+1), and nothing when U < u. Flat: all assignments weigh alike (dvir's, for
 * comparison). */
#ifndef CAIRN_IDENTIFY_PRIOR_H
#define CAIRN_IDENTIFY_PRIOR_H

#include <stdbool.h>

#include "base/error.h"
#include "identify/pairwise.h"

enum prior_kind { PRIOR_INCIDENT, PRIOR_FLAT };

struct prior {
    enum prior_kind kind;
    bool by_sex;        /* N was given for males and females apart: two counts, else one */
    double total[2];    /* N; by sex: males, females */
    int listed[2];      /* m */
    int individuals[2]; /* that take part; by sex */
    bool untyped_apart; /* individuals without any typed locus do not take part */
};

/* Makes the prior of a run from dataset's missing_total. Fails when it was not said, when N < m,
 * when more individuals were found than people are missing, or when it is by sex and the sex of an
 * individual is not certain. Flat cannot fail. */
MUST_CHECK bool prior_make(enum prior_kind kind, const struct casework *casework,
                           struct prior *out_prior, struct error *error);

/* Whether an individual takes part in the joint sum. One of whom nothing is typed may be anybody
 * who is left; summed over that, the others' posteriors stay what they are (exactly so where no sex
 * is known of it). Where there are few of them they take part all the same. */
bool prior_includes(const struct prior *prior, const struct casework *casework, int individual);

/* Which of the two counts an individual belongs to. */
int prior_class(const struct prior *prior, enum sex sex);

/* Whether a missing person is one of the m who may be named. */
bool prior_names(const struct prior *prior, const struct casework *casework, int missing);

/* ln of the weight of an assignment that names so many individuals of each class. */
double prior_log_weight(const struct prior *prior, const int named[2]);

/* The factor by which one more name changes the weight, about: what a name has to be worth. */
double prior_name_factor(const struct prior *prior);

#endif
