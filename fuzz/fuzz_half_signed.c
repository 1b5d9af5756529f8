/* What is half signed: what is taken has every field that its entry commits to, and one signature;
 * and whatever is altered in the log's name or a key, it signs nothing. */
#include <stdint.h>
#include <stdlib.h>

#include "record/canonical.h"
#include "record/half_signed.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct arena arena;
    struct error error = {0};
    struct digester digester;
    struct half_signed half;
    arena_open(&arena, 0);
    if (!digest_open(&digester, &error)) abort();
    if (half_signed_read(&arena, &digester, bytes, size, &half, &error)) {
        struct authority nobody = authority_none(&arena);
        struct draft_signer signer;
        struct error denied = {0};
        if (size > HALF_SIGNED_MOST || half.entry.sig_count != 1 || half.entry.att_count ||
            !json_is_object(half.fields) || half.log_size > CANONICAL_WHOLE_MOST)
            abort();
        if (half_signed_signer(&arena, &half, "example.org/fuzz", &nobody, &signer, &denied))
            abort();
        half_signed_close(&half);
    } else if (error.code == ERROR_NONE || !error.text[0]) {
        abort();
    }
    digest_close(&digester);
    arena_close(&arena);
    return 0;
}
