/* Custody for people, spreadsheets and programs. */
#ifndef CAIRN_CASE_CUSTODY_TEXT_H
#define CAIRN_CASE_CUSTODY_TEXT_H

#include "base/json.h"
#include "case/custody.h"

/* "held by S. Ulgost since 2019-05-12T09:00:00Z, District mortuary"; in the arena. */
const char *custody_where_text(struct arena *arena, const struct custody_thing *thing);

/* The chain of one thing, event by event, each with what is wrong with it. */
void custody_write_chain(struct arena *arena, const struct custody *custody,
                         const struct custody_thing *thing, struct buffer *out);

/* Who has how many things, and every gap and break. */
void custody_write_overview(struct arena *arena, const struct custody *custody,
                            struct buffer *out);

/* A line for each of these things: kind, label, rec, state, holder, place, since, seal, events, gaps,
 * what. */
void custody_write_csv(struct arena *arena, const struct custody_thing *const *things, int count,
                       struct buffer *out);

/* A line for each event of one thing, with its faults. */
void custody_write_chain_csv(struct arena *arena, const struct custody *custody,
                             const struct custody_thing *thing, struct buffer *out);

/* An object: {"kind", "label", "rec", "state", "holder", "holder_user", "place", "since", "seal",
 * "events": [{"number", "rec", "index", "event", "at", "place", "gives", "gives_user", "receives",
 * "receives_user", "purpose", "seal_before", "seal_intact", "seal_after", "explanation",
 * "previous", "items"}], "faults": [{"kind", "event", "text", "explained"}]}; null where nothing is said. */
void custody_write_json(struct json *json, const struct custody *custody,
                        const struct custody_thing *thing);

#endif
