/* A record that two people sign, in two steps: who begins prepares and signs it; the other one signs
 * the very same, and only then it is in the record. So it is with a handover of custody, signed by
 * who gives and who receives, and with kinds that are signed once for each of two roles. What is
 * half signed lies outside of the record (record/half_signed.h), and may be lost: then nothing
 * happened. */
#ifndef CAIRN_CASE_OFFER_H
#define CAIRN_CASE_OFFER_H

#include "case/custody.h"
#include "case/handover_check.h"
#include "record/append.h"
#include "record/half_signed.h"

/* What both steps rest on, as it is now. */
struct offer_desk {
    const struct investigation *investigation; /* its origin; for handovers its decisions too, its
                                                  vault in a STORE_READ transaction */
    const struct authority *authority;
    const struct tables *tables;   /* caught up, in a STORE_READ transaction */
    const struct custody *custody; /* read from them */
    struct digester *digester;
    int64_t now;    /* seconds since 1970 in UTC */
    unsigned roles; /* of who reads what the record says: labels are shown to them */
};

/* May somebody with these roles begin a record of this kind that another signs too? And may those
 * two sign it together? */
bool offer_may_begin(const struct schema *schema, unsigned roles);
bool offer_may_join(const struct schema *schema, unsigned roles, unsigned other);

/* Prepares an entry that `first` signs and `second` is to sign. `fields` (VALUE_OF_ENTRY) stay the
 * caller's; `recorded` is set in a copy where it is not said, and of custody also gives, receives,
 * and previous where it is one and is not said. The bytes, at most HALF_SIGNED_MOST of them, are in
 * the arena; they hold plain values, and belong into something encrypted.
 * - ERROR_BAD_INPUT: the fields are no such record.
 * - ERROR_DENIED: the second one is not active, is the first one, or has not the role for it.
 * - ERROR_CONFLICT: its number is taken; of custody, it would leave a gap (case/custody_rules.h);
 *   of a handover, what the record says stands against it (case/handover_check.h). */
MUST_CHECK bool offer_make(struct arena *arena, const struct offer_desk *desk,
                           struct random *random, const struct schema *schema,
                           const json_t *fields, const struct draft_signer *first,
                           const struct identifier *second, char **out_bytes, size_t *out_size,
                           struct error *error);

/* What the record says of a handover to a family that these two sign (case/handover_check.h). */
MUST_CHECK bool offer_say(struct arena *arena, const struct offer_desk *desk, const json_t *fields,
                          const struct identifier *first, const struct identifier *second,
                          struct handover_said *out_said, struct error *error);

/* What was offered, for the second one to read before signing. */
struct offered {
    const struct schema *schema;
    struct half_signed half; /* its fields are what is signed */
    struct draft_signer first;
    struct identifier second;
};

/* Reads such bytes and says whom they are for. They are whole, of this investigation and this
 * program's declaration. To be closed; in the arena and the bytes. Whether it can be signed is for
 * offer_check. */
MUST_CHECK bool offer_read(struct arena *arena, const struct offer_desk *desk, const void *bytes,
                           size_t size, const struct identifier *second,
                           struct offered *out_offered, struct error *error);
void offer_close(struct offered *offered);

/* Can it be signed now? The first signature holds, with a key that is taken still. ERROR_DENIED: it
 * does not, or one of the two may not sign it; ERROR_CONFLICT when the record has moved on so that
 * it no longer fits: its number is taken; of custody, an item was in another event since, or it
 * would leave a gap now; of a handover, what the record says stands against it now. */
MUST_CHECK bool offer_check(struct arena *arena, const struct offer_desk *desk,
                            struct offered *offered, struct error *error);

/* The draft that is appended when the second one signs what was checked; it points to both.
 * ERROR_DENIED unless it is who was named, with another key than the first. Who accepts for several
 * people does so one after the other, each with a desk of its own moment. */
MUST_CHECK bool offer_draft(const struct offered *offered, const struct draft_signer *second,
                            struct draft_signer out_both[2], struct draft *out_draft,
                            struct error *error);

#endif
