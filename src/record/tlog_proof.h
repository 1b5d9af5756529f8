/* Receipts (C2SP tlog-proof, files NAME.tlog-proof): that an entry is in a log, to be checked with
 * nothing else but the entry and the keys of log and witnesses:
 *
 *     c2sp.org/tlog-proof@v1
 *     [extra <base64>]
 *     index <where the entry stands>
 *     <hashes in base64, from the entry's neighbour up>
 *     <an empty line>
 *     <a checkpoint (record/checkpoint.h), to its last byte>
 */
#ifndef CAIRN_RECORD_TLOG_PROOF_H
#define CAIRN_RECORD_TLOG_PROOF_H

#include "record/checkpoint.h"
#include "record/merkle.h"

enum {
    TLOG_PROOF_EXTRA_MOST = 65536,                                     /* bytes */
    TLOG_PROOF_MOST = NOTE_MOST + 4 * TLOG_PROOF_EXTRA_MOST / 3 + 8192 /* bytes of a receipt */
};

struct tlog_proof {
    uint64_t index;
    struct merkle_proof path;
    const char *checkpoint; /* the signed note */
    size_t checkpoint_size;
    const void *extra; /* NULL: none. Nobody has signed it: it is to be believed in no way */
    size_t extra_size;
};

/* Adds the receipt. */
void tlog_proof_write(const struct tlog_proof *proof, struct buffer *out);

/* Takes a receipt apart; in the arena and the bytes. Proves nothing yet. */
MUST_CHECK bool tlog_proof_read(struct arena *arena, const void *bytes, size_t size,
                                struct tlog_proof *out_proof, struct error *error);

/* Does it prove that the entry with this leaf hash is in the log? Gives the checkpoint and a word
 * for each key (checkpoint_open). */
MUST_CHECK bool tlog_proof_verify(struct arena *arena, struct digester *digester,
                                  const struct tlog_proof *proof, const struct digest *leaf,
                                  const struct checkpoint_trust *trust,
                                  struct checkpoint *out_checkpoint, struct note_word **out_words,
                                  struct error *error);

#endif
