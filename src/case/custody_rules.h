/* What is asked of an event of custody before anybody signs it. What would leave a gap in a chain is
 * not signed as an ordinary event: giving what somebody else has, a broken seal, something that was
 * never collected. It did happen, though, and belongs in the record: as a `break` with an
 * explanation. Imports are asked for nothing of it. */
#ifndef CAIRN_CASE_CUSTODY_RULES_H
#define CAIRN_CASE_CUSTODY_RULES_H

#include "case/custody.h"

/* Says which event it follows, where that is one and is not said: the last one of each item. */
void custody_rules_complete(const struct custody *custody, json_t *fields);

/* May the event be signed, as the chains are now? `fields` as VALUE_OF_ENTRY; where it was signed by
 * one hand before, `since` is how many entries the log had then, else CUSTODY_NOW. `now` as
 * happened_check has it.
 * - ERROR_BAD_INPUT: a break explains nothing in words; something is destroyed without an order; it
 *   is in the future.
 * - ERROR_CONFLICT: its number is taken; something has happened to one of its items since; it would
 *   leave a gap (custody_foresee). */
#define CUSTODY_NOW UINT64_MAX
MUST_CHECK bool custody_rules_check(struct arena *arena, const struct tables *tables,
                                    const struct custody *custody, const json_t *fields,
                                    uint64_t since, int64_t now, struct error *error);

#endif
