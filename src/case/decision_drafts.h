/* Decisions on their way into the record: what they rest on is read, the rules are asked, and there
 * are drafts to append, all in one batch. */
#ifndef CAIRN_CASE_DECISION_DRAFTS_H
#define CAIRN_CASE_DECISION_DRAFTS_H

#include "case/decision_make.h"
#include "record/draft.h"

struct decision_drafts {
    enum decision_verb verb;
    const char *named; /* the comparison that a proposal rests on: an entry, or "none"; NULL: the
                              newest, if nothing that it rests on has changed since */
    struct random *random;
    struct draft_signer signer;
    /* What decision_drafts_make fills in. */
    struct decisions decisions;
    struct comparison comparison;
    struct comparison_result result;
    struct draft *draft; /* one for each of the requests, in their order */
    int count;
};

/* In STORE_READ transactions of both stores. The drafts point into the requests and into
 * `drafts`, which are not to be moved. ERROR_CONFLICT: the numbers are of a record that has changed
 * since; and as decision_make. To be closed, also after a failure. */
MUST_CHECK bool decision_drafts_make(struct arena *arena, const struct investigation *investigation,
                                     const struct tables *tables, struct decision_request *requests,
                                     int count, struct decision_drafts *drafts,
                                     struct error *error);
void decision_drafts_close(struct decision_drafts *drafts);

#endif
