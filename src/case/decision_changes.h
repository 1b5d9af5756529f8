/* Whether the record still bears out what was decided: decisions that rest on a posterior, held
 * against a run of today. N, frequencies, pedigrees and profiles may have changed since. */
#ifndef CAIRN_CASE_DECISION_CHANGES_H
#define CAIRN_CASE_DECISION_CHANGES_H

#include "case/decisions.h"
#include "case/record_rows.h"

/* One decision, proposed or confirmed, as of now. */
struct decision_change {
    const struct decision *decision;
    bool compared;       /* the run has this pair; else `why_not` */
    const char *why_not; /* "F012-03 is not listed as missing", … */
    double posterior;    /* of today, lowered by what the sum may have left out */
    bool holds;          /* it is at the threshold, and its remains are still one individual */
    int further_count;   /* other remains that are now taken as the same person: their codes */
    const char **further;
    int best;            /* the missing person who is the most probable today, if it is another; -1 */
    double best_posterior;
    int changed[RECORD_ROWS_KINDS]; /* newest revisions since its comparison, of each kind */
};

struct decision_changes {
    const struct identification *run;
    double threshold;
    int count; /* in the order of the decisions */
    struct decision_change *change;
    int fallen; /* that do not hold */
    int grown;  /* with further remains */
    int apart;  /* decisions that rest on no posterior, and are not judged here */
};

/* `log_size` of a decision's comparison is looked up in the record: in STORE_READ transactions of
 * both stores. In the arena. */
MUST_CHECK bool decision_changes_make(struct arena *arena,
                                      const struct investigation *investigation,
                                      const struct tables *tables,
                                      const struct decisions *decisions,
                                      const struct identification *run,
                                      struct decision_changes *out_changes, struct error *error);

/* Adds what has fallen, and why it may have; how many hold; and where further parts were found. */
void decision_changes_text(struct arena *arena, const struct decision_changes *changes,
                           struct buffer *out);

/* Adds {"threshold", "missing_total", "theta", "bound", "fallen", "decisions": [{"remains": [],
 * "person", "state", "entry", "posterior_then", "posterior_now", "holds", "why_not", "further":
 * [], "best": {"person", "p"}, "missing_total_then", "changed": {kind: records}}]}. */
void decision_changes_json(const struct decision_changes *changes, struct buffer *out);

#endif
