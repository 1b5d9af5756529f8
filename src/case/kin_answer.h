/* The answer to one kinship question: the likelihood of every hypothesis, marker by marker, and its
 * ratio against the reference hypothesis. */
#ifndef CAIRN_CASE_KIN_ANSWER_H
#define CAIRN_CASE_KIN_ANSWER_H

#include "base/cancel.h"
#include "input/kin_case.h"

/* Numbers have one entry for each hypothesis. A likelihood of zero is -INFINITY; so is the ratio of
 * an impossible hypothesis. Where the reference is impossible the ratio is INFINITY, and NAN when
 * both are: neither is a number that could be added to others. */
struct kin_numbers {
    double *log_likelihood; /* natural logarithm */
    double *log10_ratio;    /* against the reference hypothesis */
};

struct kin_answer {
    struct kin_numbers whole;      /* the product over the markers that are counted */
    struct kin_numbers *of_marker; /* of a marker that is left out: both NULL */
    bool *counted; /* of each marker: false where it is left out, or stands for its linkage group on
                      X beside another that counts */
    int left_out;                  /* markers: on X, and the sex of somebody is not known */
};

/* Computes the answer; in the arena. A marker that cannot be computed for one hypothesis is left
 * out of all, so that all are compared on the same evidence. Fails where an exact likelihood is
 * refused, with the marker's and the hypothesis's name, and with ERROR_CANCELLED. */
MUST_CHECK bool kin_answer_make(struct arena *arena, const struct kin_case *kin,
                                const struct cancel *cancel, struct kin_answer *out_answer,
                                struct error *error);

#endif
