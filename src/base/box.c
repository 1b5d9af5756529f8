#include "base/box.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum {
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES
};
_Static_assert(NONCE + TAG == BOX_EXTRA, "the size of a box");
_Static_assert(BOX_KEY == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "the size of a key");

void box_seal(struct random *random, const uint8_t key[BOX_KEY], const char *about,
              const void *bytes, size_t size, struct buffer *out) {
    uint8_t nonce[NONCE];
    random_fill(random, nonce, sizeof nonce);
    buffer_add(out, nonce, sizeof nonce);
    uint8_t *box = memory_take(size + TAG, 1);
    crypto_aead_xchacha20poly1305_ietf_encrypt(box, NULL, bytes, size, (const uint8_t *)about,
                                               strlen(about), NULL, nonce, key);
    buffer_add(out, box, size + TAG);
    free(box);
}

bool box_open(const uint8_t key[BOX_KEY], const char *about, const void *box, size_t size,
              struct buffer *out, struct error *error) {
    const uint8_t *bytes = box;
    uint8_t *inside = memory_take(size + 1, 1);
    bool done = size >= BOX_EXTRA &&
                crypto_aead_xchacha20poly1305_ietf_decrypt(
                    inside, NULL, NULL, bytes + NONCE, size - NONCE, (const uint8_t *)about,
                    strlen(about), bytes, key) == 0;
    if (done) buffer_add(out, inside, size - BOX_EXTRA);
    sodium_memzero(inside, size + 1);
    free(inside);
    return done || error_set(error, ERROR_DENIED, "it was sealed under another key, or was altered");
}
