/* The rules about signers that only the sealed fields of an entry can tell. They hold for what is
 * appended; whoever verifies checks them as far as entries can be opened. */
#ifndef CAIRN_RECORD_SEALED_RULES_H
#define CAIRN_RECORD_SEALED_RULES_H

#include <jansson.h>

#include "record/entry.h"
#include "store/store.h"

/* `fields` are the entry's (vault_open); `before` is its index. In a transaction of the store.
 * - custody: those named in gives and receives are two people, both have signed, and beside them
 *   nobody but `by`.
 * - confirmation and refusal name a proposal that nobody of their signers has signed.
 * - revocation names a confirmation. */
MUST_CHECK bool sealed_rules_check(struct arena *arena, struct store *store, uint64_t before,
                                   const struct entry *entry, const json_t *fields,
                                   struct error *error);

#endif
