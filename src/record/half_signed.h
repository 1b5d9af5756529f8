/* An entry that takes two signatures, and has the first: sealed as it will go into the log, with
 * its disclosures, but in nobody's log. As bytes it is canonical JSON of at most HALF_SIGNED_MOST bytes
 * with just these members:
 *
 *     {"disclosures":{…},"entry":{…},"size":4711,"v":1}
 *
 * the blob of the vault (record/vault.h), the entry with the one signature of its `by`, and how
 * many entries the log had when it was signed. Whoever keeps it keeps plain values: it belongs nowhere
 * but into something encrypted. It begins a record, and has no files. */
#ifndef CAIRN_RECORD_HALF_SIGNED_H
#define CAIRN_RECORD_HALF_SIGNED_H

#include "record/authority.h"
#include "record/draft.h"
#include "record/investigation.h"

enum { HALF_SIGNED_MOST = 1 << 20 };

struct half_signed {
    struct entry entry;
    const char *blob;
    size_t blob_size;
    uint64_t log_size;
    json_t *fields; /* public and sealed ones: all of them could be opened */
};

/* Seals a draft and has its only signer sign it: that is who it is by. In the arena. */
MUST_CHECK bool half_signed_make(struct arena *arena, struct digester *digester,
                                 struct random *random, const struct investigation *investigation,
                                 const struct draft *draft, uint64_t log_size, char **out_bytes,
                                 size_t *out_size, struct error *error);

/* Takes the bytes apart. Refused with the reason unless every disclosure is there and fits the
 * entry, and the one signature is that of `by`; whether that holds is for half_signed_signer. In
 * the arena and the bytes, but for the fields, which half_signed_close gives back. */
MUST_CHECK bool half_signed_read(struct arena *arena, struct digester *digester, const void *bytes,
                                 size_t size, struct half_signed *out_half, struct error *error);

/* Takes one of zeroes. */
void half_signed_close(struct half_signed *half);

/* The signer of a half-signed entry as one who signs once more and has signed already: with it and
 * the other signer, and draft.half, the draft is appended as it stands. Its key is one of the
 * user's that are taken now, and its signature holds; else ERROR_DENIED. Points to the half. */
MUST_CHECK bool half_signed_signer(struct arena *arena, const struct half_signed *half,
                                   const char *origin, const struct authority *authority,
                                   struct draft_signer *out_signer, struct error *error);

#endif
