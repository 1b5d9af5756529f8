/* A candidate: remains, a person, a comparison that has them or none, and what was decided. */
#ifndef CAIRN_WEB_DOSSIER_H
#define CAIRN_WEB_DOSSIER_H

#include "case/comparison_result.h"
#include "web/identify_words.h"
#include "web/results.h"

struct page_dossier;

struct dossier {
    struct visit *visit;
    struct held_result *held;               /* NULL: without a comparison */
    const struct comparison_result *result; /* its; NULL */
    struct comparison_line line;            /* as lists have it */
    const struct comparison_pair *pair;     /* NULL: they were not compared */
    int changed;                            /* records that the comparison rests on, since */
    const char *code, *person;              /* as the address has them */
    const char *address;
    int count; /* the remains of the individual; without a comparison those of the code */
    const char **codes, **remains_rec;
    const char *person_rec;
    struct decisions decisions;
    struct page_dossier *page;
};

/* What the address names: /identify/:comparison/:remains/:person, where the comparison may also be
 * "newest" or "none". ERROR_NOT_FOUND: there is no such thing; ERROR_DENIED: it is for others. To
 * be closed, also after a failure. */
MUST_CHECK bool dossier_open(struct visit *visit, struct dossier *out_dossier, struct error *error);
void dossier_close(struct dossier *dossier);

/* Is the decision about any of these remains and this person? */
bool dossier_is_about(const struct dossier *dossier, const struct decision *decision);

/* What the visitor may not do with it, in a sentence; NULL: it may be tried. `*out_decision` is the
 * decision that it would be about, or NULL. */
const char *dossier_refusal(const struct dossier *dossier, enum decision_verb verb,
                            const struct decision **out_decision);

/* The answer in a sentence and in numbers, and who else could be meant. */
void dossier_show_answer(struct dossier *dossier);

/* What must not be overlooked in its comparison, which it has. */
void dossier_show_warnings(struct dossier *dossier);

/* Hypotheses and the table of loci, for those who may read profiles. */
MUST_CHECK bool dossier_show_loci(struct dossier *dossier, struct error *error);

/* The lines of other evidence, for those who may read of persons. */
MUST_CHECK bool dossier_show_lines(struct dossier *dossier, struct error *error);

#endif
