/* Chains of custody as pages show them: those of the whole record, and their words. */
#ifndef CAIRN_WEB_CHAINS_H
#define CAIRN_WEB_CHAINS_H

#include "case/custody.h"
#include "web/pages.h"

/* The chains as the record has them, with the labels that the visit's roles may read, until they
 * are given back (kept_release of web->custody). */
MUST_CHECK bool chains_hold(const struct visit *visit, struct kept **out_kept,
                            const struct custody **out_custody, struct error *error);

/* "held by S. Ulgost"; "no event names it". */
const char *chain_where(const struct visit *visit, const struct custody_thing *thing);

/* "transfer"; "remains". */
const char *chain_act(const struct visit *visit, enum custody_act act);
const char *chain_kind(const struct visit *visit, const struct custody_thing *thing);

/* When, for columns; "" when it is not said. */
const char *chain_time(const struct visit *visit, int64_t at);

/* Where the chain of a thing is shown. */
const char *chain_address(const struct visit *visit, const char *rec);

/* Do things of this kind have one? */
bool chain_has(const struct schema *schema);

#endif
