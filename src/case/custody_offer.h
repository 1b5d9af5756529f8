/* A handover that both sign, in two steps: who gives prepares and signs it; who receives signs the
 * very same, and only then it is in the record. What is half signed lies outside of the record
 * (record/half_signed.h), and may be lost: then nothing was handed over.
 *
 * What would leave a gap in a chain is not signed as an ordinary handover: giving what somebody
 * else has, a broken seal, something that was never collected. It did happen, though, and belongs in
 * the record: as a `break` with an explanation, which both sign likewise. */
#ifndef CAIRN_CASE_CUSTODY_OFFER_H
#define CAIRN_CASE_CUSTODY_OFFER_H

#include "case/custody.h"
#include "record/append.h"
#include "record/half_signed.h"

/* What both steps rest on, as it is now. */
struct custody_desk {
    const struct investigation *investigation; /* its origin, and nothing else, is asked for */
    const struct authority *authority;
    const struct tables *tables;   /* caught up, in a STORE_READ transaction */
    const struct custody *custody; /* read from them */
    struct digester *digester;
};

/* Prepares the entry of kind custody, signed by who gives. `fields` (VALUE_OF_ENTRY; its gives,
 * receives and recorded are set here, and previous where it is one and is not said) stay the
 * caller's. The bytes, at most HALF_SIGNED_MOST of
 * them, are in the arena; they hold plain values, and belong into something encrypted.
 * - ERROR_BAD_INPUT: the fields are no such record; a break explains nothing.
 * - ERROR_DENIED: who receives is not active, or is who gives.
 * - ERROR_CONFLICT: it would leave a gap (custody_foresee), or its number is taken. */
MUST_CHECK bool custody_offer(struct arena *arena, const struct custody_desk *desk,
                              struct random *random, json_t *fields,
                              const struct draft_signer *gives, const struct identifier *receives,
                              char **out_bytes, size_t *out_size, struct error *error);

/* What was offered, for who receives to read before signing. */
struct custody_offered {
    struct half_signed half; /* its fields are what is signed */
    struct draft_signer gives;
    struct identifier receives;
};

/* Reads such bytes: they are whole, of this investigation, and signed by who gives. Beside that,
 * ERROR_CONFLICT when the record has moved on so that the chain no longer fits: an item was in
 * another event since, or it would leave a gap now. In the arena and the bytes; to be closed. */
MUST_CHECK bool custody_offered_read(struct arena *arena, const struct custody_desk *desk,
                                     const void *bytes, size_t size,
                                     struct custody_offered *out_offered, struct error *error);
void custody_offered_close(struct custody_offered *offered);

/* Who receives signs what was read, and it is appended. ERROR_DENIED unless it is who was named,
 * with another key than who gives. Who accepts for several people does so one after the other, each
 * with a desk of its own moment. */
MUST_CHECK bool custody_accept(const struct custody_offered *offered,
                               const struct draft_signer *receives, struct appender *appender,
                               struct receipt *out_receipt, struct error *error);

#endif
