#include "record/cosignature.h"

#include <inttypes.h>
#include <string.h>

#include "base/buffer.h"

static void message_of(uint64_t time, const char *text, size_t size, struct buffer *out) {
    buffer_format(out, "cosignature/v1\ntime %" PRIu64 "\n", time);
    buffer_add(out, text, size);
}

bool cosignature_sign(const struct signing_key *key, uint64_t time, const char *text, size_t size,
                      uint8_t out_bytes[COSIGNATURE_SIZE], struct error *error) {
    struct buffer message = {0};
    struct signature signature;
    message_of(time, text, size, &message);
    bool done = signing_key_sign(key, message.bytes, message.size, &signature, error);
    if (done && !sign_verify(&key->public_key, message.bytes, message.size, &signature))
        done = error_set(error, ERROR_INTERNAL, "the cosignature that was made does not hold");
    buffer_close(&message);
    if (!done) return false;
    for (int i = 0; i < 8; i++) out_bytes[i] = (uint8_t)(time >> (56 - 8 * i));
    memcpy(out_bytes + 8, signature.byte, SIGN_SIGNATURE_SIZE);
    return true;
}

bool cosignature_verify(const struct public_key *key, const char *text, size_t size,
                        const uint8_t bytes[COSIGNATURE_SIZE], uint64_t *out_time) {
    struct buffer message = {0};
    struct signature signature;
    uint64_t time = 0;
    for (int i = 0; i < 8; i++) time = time << 8 | bytes[i];
    memcpy(signature.byte, bytes + 8, SIGN_SIGNATURE_SIZE);
    message_of(time, text, size, &message);
    bool holds = sign_verify(key, message.bytes, message.size, &signature);
    buffer_close(&message);
    if (holds) *out_time = time;
    return holds;
}
