/* Why a pair: one individual as one missing person, locus by locus, and what the run makes of it.
 * Numbers only; explain_text.h and explain_json.h say them. */
#ifndef CAIRN_CASE_EXPLANATION_H
#define CAIRN_CASE_EXPLANATION_H

#include "identify/identification.h"

enum { EXPLANATION_RIVALS = 5 };

/* One locus, as the pairwise ratio counts it. */
struct explained_locus {
    double log10_ratio;   /* 0 when left out; -INFINITY: impossible */
    bool excluded;        /* impossible without mutation */
    const char *left_out; /* why; NULL: it counts */
};

struct explanation {
    const struct identification *run;
    int individual, missing;
    bool compared; /* false: their sexes, where certain, differ; nothing below is computed */
    bool kept;     /* the run kept this pairing; else it is too unlikely to be listed */
    size_t place;  /* in the pairwise table, when kept */
    struct explained_locus *locus; /* one for each marker */
    int loci, exclusions;
    double log10_ratio; /* sum over the loci: the pairwise ratio */
    /* Places of the rivals in the pairwise table: other persons for this individual, and other
     * individuals for this person. Most probable first, then by ratio; impossible ones, and
     * those with nothing to compare, are not listed. */
    int other_persons, other_individuals; /* how many are listed */
    size_t other_person[EXPLANATION_RIVALS], other_individual[EXPLANATION_RIVALS];
};

/* Computes the explanation; in the arena. Fails where an exact likelihood is refused, and when the
 * family was left out of the run. */
MUST_CHECK bool explanation_make(struct arena *arena, const struct identification *run,
                                 int individual, int missing, struct explanation *out_explanation,
                                 struct error *error);

/* The family of the missing person, and their index in it. */
const struct family *explanation_family(const struct explanation *explanation);
int explanation_person(const struct explanation *explanation);

/* "11/13", "11/11" (one peak), "11/-" (the other is not known), "." (not typed). In the arena. */
const char *explanation_genotype(struct arena *arena, const struct marker *marker,
                                 struct genotype genotype);

/* What all parts of the individual show together at a locus; untyped where they contradict each
 * other, which is then said in the note. */
struct genotype explanation_together(const struct explanation *explanation, int marker);

/* Whether parts of the individual were read differently there. */
bool explanation_parts_differ(const struct explanation *explanation, int marker);

/* What there is to say about a locus: exclusions, drop-out, contradictions, why it is left out. How
 * many phrases; constants. */
enum { EXPLANATION_NOTES = 3 };
int explanation_notes(const struct explanation *explanation, int marker,
                      const char *out_phrase[EXPLANATION_NOTES]);

/* The same as one text; NULL: nothing. In the arena. */
const char *explanation_note(struct arena *arena, const struct explanation *explanation,
                             int marker);

#endif
