/* From what somebody wants to decide to the fields of the entry: the numbers that a proposal rests
 * on are taken from a recorded comparison, and what the rules of identification refuse is refused
 * here, before anybody signs. Who may sign is record/authority.h's and record/sealed_rules.h's. */
#ifndef CAIRN_CASE_DECISION_MAKE_H
#define CAIRN_CASE_DECISION_MAKE_H

#include "case/comparison_result.h"
#include "case/decision_request.h"
#include "case/decisions.h"

/* What all decisions of a moment rest on. */
struct decision_basis {
    const struct tables *tables; /* in a STORE_READ transaction */
    const struct decisions *decisions;
    const struct comparison_result *result; /* that a proposal rests on, and that a confirmation is
                                               held against: comparison NULL when there is none */
    const char *by; /* identifier of who signs */
};

/* Fills in the other fields of request->fields, and says which record the entry is a revision of,
 * in *out_rec; NULL: it begins one. ERROR_DENIED when it must not be:
 * - a proposal needs a line of evidence that can identify by itself and supports it: fingerprints,
 *   teeth, the serial number of an implant, or DNA with a posterior, lowered by what the sum left
 *   out, at the investigation's threshold under the incident prior. (Documents, belongings and
 *   recognition by sight are never enough alone; INTERPOL, DVI guide.) The line of DNA is written
 *   from the comparison, unless request->fields has one.
 * - nobody is named, and no remains are named, against a decision that is confirmed.
 * - who has proposed does not decide, and nobody confirms twice.
 * - what a newer comparison no longer bears out is confirmed only with `reasons`. */
MUST_CHECK bool decision_make(struct arena *arena, const struct decision_basis *basis,
                              enum decision_verb verb, const struct decision_request *request,
                              const char **out_rec, struct error *error);

#endif
