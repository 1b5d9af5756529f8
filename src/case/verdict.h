/* What a run of identification means for each individual: a name that could be proposed, or why
 * there is none. One verdict an individual, so that they add up. A pure function of the run. */
#ifndef CAIRN_CASE_VERDICT_H
#define CAIRN_CASE_VERDICT_H

#include "identify/identification.h"

/* In the order in which they are asked: the first that holds. */
enum verdict_kind {
    VERDICT_PROPOSED,   /* posterior at the threshold, under the incident prior */
    VERDICT_NO_PROFILE, /* no locus typed */
    VERDICT_ALIKE,      /* may be exchanged with others, or for another person */
    VERDICT_CANDIDATE,  /* somebody is likely, but below the threshold */
    VERDICT_UNCLEAR,    /* may be the same person as another individual */
    VERDICT_FEW_LOCI,   /* too little typed to expect a name */
    VERDICT_NOBODY,     /* fits nobody listed */
    VERDICT_KINDS
};

/* From which posterior on somebody is called a candidate, and below how many typed loci the few
 * loci are the reason. Both are conventions of this program for sorting a list; neither changes a
 * number. */
#define VERDICT_CANDIDATE_LEAST 0.1
enum { VERDICT_LOCI_LEAST = 8 };

#define VERDICT_NO_PAIR ((size_t)-1)

struct verdict {
    enum verdict_kind kind;
    size_t best;      /* its most probable pair in the pairwise table, or VERDICT_NO_PAIR */
    double posterior; /* of that pair */
    double family;    /* that it is anybody of that person's family */
    int alike;        /* its group in run->alike, or -1 */
    int doubts;       /* of run->individuals.doubt that concern it */
};

struct verdicts {
    struct verdict *of; /* of each individual */
    int count[VERDICT_KINDS];
};

/* Judges every individual of the run. The posterior that is held against the threshold is lowered
 * by what the sum may have left out, where that is proved; where it is not, it is taken as it is,
 * and whoever shows it has to say so. In the arena. */
struct verdicts verdicts_make(struct arena *arena, const struct identification *run);

/* The kinds that are no name, in the order in which they are shown. */
enum { VERDICT_KINDS_WITHOUT_NAME = VERDICT_KINDS - 1 };
extern const enum verdict_kind VERDICTS_WITHOUT_NAME[VERDICT_KINDS_WITHOUT_NAME];

/* A verdict in a few words ("no profile"), and why in a sentence without the final dot. */
const char *verdict_name(enum verdict_kind kind);
const char *verdict_reason(enum verdict_kind kind);

#endif
