/* Receipts: what is taken is written again as the same bytes, and proves nothing to somebody whose key
 * signed none. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "record/tlog_proof.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct arena arena;
    struct digester digester;
    struct error error = {0};
    struct tlog_proof proof;
    arena_open(&arena, 0);
    if (!digest_open(&digester, &error)) abort();
    if (tlog_proof_read(&arena, bytes, size, &proof, &error)) {
        struct buffer again = {0};
        tlog_proof_write(&proof, &again);
        if (again.size != size || memcmp(again.bytes, bytes, size) != 0 ||
            proof.path.count > MERKLE_DEPTH || proof.extra_size > TLOG_PROOF_EXTRA_MOST)
            abort();
        buffer_close(&again);
        struct public_key nobody = {{1, 2, 3}};
        struct note_key key = note_key_of(&digester, "example.com/foo", NOTE_KEY_ED25519, &nobody);
        struct checkpoint_trust trust = {&key, 1};
        struct checkpoint checkpoint;
        struct note_word *words;
        struct digest leaf = {{0}};
        if (tlog_proof_verify(&arena, &digester, &proof, &leaf, &trust, &checkpoint, &words,
                              &error))
            abort();
    }
    if (error.code == ERROR_NONE || !error.text[0]) abort();
    digest_close(&digester);
    arena_close(&arena);
    return 0;
}
