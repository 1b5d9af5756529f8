/* Decisions on identifications: what was proposed, by whom, and what became of it. A proposal rests
 * on others' word once they have confirmed it; who confirms is somebody else (record/
 * sealed_rules.h). The newest revision of each counts. */
#ifndef CAIRN_CASE_DECISIONS_H
#define CAIRN_CASE_DECISIONS_H

#include <jansson.h>

#include "identify/identification.h"
#include "record/investigation.h"
#include "record/tables.h"

enum decision_state {
    DECISION_PROPOSED,  /* open; perhaps confirmed by some, but not by as many as it takes */
    DECISION_CONFIRMED,
    DECISION_REFUSED,
    DECISION_REVOKED
};

enum { DECISION_STATES = DECISION_REVOKED + 1, DECISION_STEPS_MOST = 64 };

/* One entry of a decision. */
struct decision_step {
    const char *kind; /* "confirmation", "refusal", "revocation" */
    int64_t index;
    const char *leaf; /* base64: how other entries name it */
    const char *rec, *by, *day;
    const char *reasons; /* "" when it gives none that can be opened */
};

struct decision {
    enum decision_state state;
    int remains_count;
    const char **remains, **remains_rec; /* codes and identifiers; all of one individual */
    const char *person, *person_rec;     /* id and identifier */
    double posterior, log10_lr;          /* as proposed; NAN: rests on no numbers */
    double threshold;                    /* in force then; NAN: none is said */
    int64_t missing_total;               /* -1: none is said */
    const char *comparison;              /* identifier of the run that it rests on, or NULL */
    struct decision_step proposal;       /* its newest revision */
    bool forked;                         /* it has several, of which this is the first */
    int step_count;                      /* what came after it, in the order of the log */
    struct decision_step step[DECISION_STEPS_MOST];
    int confirmations;                   /* of its newest revision, that stand */
};

struct decisions {
    int count;
    struct decision *decision; /* in the order of the log */
    int needed;                /* how many people beside who proposes have to confirm */
    double threshold;          /* the investigation's: from which posterior on may be proposed */
    int stray_count;           /* entries that name what is not there, and why in words */
    const char **stray;
};

/* Reads them, in STORE_READ transactions of both stores. All is in the arena. */
MUST_CHECK bool decisions_read(struct arena *arena, const struct investigation *investigation,
                               const struct tables *tables, struct decisions *out_decisions,
                               struct error *error);

/* The same for the decisions alone that name one of these remains or persons (identifiers); what is
 * astray is not looked for. */
MUST_CHECK bool decisions_read_about(struct arena *arena,
                                     const struct investigation *investigation,
                                     const struct tables *tables, const char *const *rec,
                                     int count, struct decisions *out_decisions,
                                     struct error *error);

/* "proposed", "confirmed", … */
const char *decision_state_name(enum decision_state state);

/* The remains of a decision, "ABC-0001-B + ABC-0007-B"; in the arena. */
const char *decision_remains(struct arena *arena, const struct decision *decision);

/* Does the decision name this person, and any of these remains (identifiers)? */
bool decision_is_of_person(const struct decision *decision, const char *person_rec);
bool decision_is_of_remains(const struct decision *decision, const char *const *remains_rec,
                            int count);

/* A confirmed decision that cannot stand beside these remains being this person: the same remains
 * as somebody else, or the person in other remains. (The person in some of these remains can:
 * further parts were found.) NULL: none. */
const struct decision *decisions_conflict(const struct decisions *decisions,
                                          const char *const *remains_rec, int count,
                                          const char *person_rec);

#endif
