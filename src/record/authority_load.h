/* The authority at the end of a log, from the few entries that it depends on. */
#ifndef CAIRN_RECORD_AUTHORITY_LOAD_H
#define CAIRN_RECORD_AUTHORITY_LOAD_H

#include "record/authority.h"
#include "store/store.h"

/* In a transaction of the store. What it finds was admitted when it was appended: `cairn verify`
 * is what doubts it. */
MUST_CHECK bool authority_load(struct arena *arena, struct digester *digester,
                               struct store *store, struct authority *out_authority,
                               struct error *error);

/* Is it still the authority of the log's end: was nothing appended after it that it depends on? In a
 * transaction of the store. */
MUST_CHECK bool authority_is_newest(struct store *store, const struct authority *authority,
                                    bool *out_newest, struct error *error);

#endif
