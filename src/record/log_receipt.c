#include "record/log_receipt.h"

#include <inttypes.h>

#include "record/tile_table.h"
#include "record/tlog_proof.h"

bool log_receipt_add(struct store *store, struct digester *digester,
                     const struct checkpoint_kept *checkpoint, uint64_t index,
                     const struct digest *leaf, struct buffer *out, struct error *error) {
    struct tile_source tiles;
    struct error failure = {0};
    struct tlog_proof proof = {
        .index = index, .checkpoint = checkpoint->note, .checkpoint_size = checkpoint->note_size};
    tile_table_open(store, checkpoint->size, &tiles);
    struct merkle_source source = tile_merkle_source(&tiles);
    if (!merkle_prove_inclusion(&source, digester, index, checkpoint->size, &proof.path, error))
        return false;
    if (!merkle_verify_inclusion(digester, leaf, index, checkpoint->size, proof.path.hash,
                                 proof.path.count, &checkpoint->checkpoint.root, &failure))
        return error_set(error, ERROR_CORRUPT,
                         "entry %" PRIu64 " is not what the checkpoint of %" PRIu64
                         " entries was signed for (%s); run cairn verify",
                         index, checkpoint->size, failure.text);
    tlog_proof_write(&proof, out);
    return true;
}
