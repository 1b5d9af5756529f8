#include "base/letter.h"

#include <assert.h>
#include <string.h>

#include <sodium.h>

#include "base/box.h"

enum {
    POINT = crypto_box_PUBLICKEYBYTES,
    SEALED_KEY = POINT + BOX_KEY + crypto_box_MACBYTES /* one reader's */
};
_Static_assert(SEALED_KEY == BOX_KEY + crypto_box_SEALBYTES, "as a sealed box of libsodium");

/* What is secret while a letter is written. */
struct writing {
    uint8_t key[BOX_KEY], seed[crypto_box_SEEDBYTES], once[crypto_box_SECRETKEYBYTES];
};

static void make_nonce(const uint8_t *once, const uint8_t *reader,
                       uint8_t nonce[crypto_box_NONCEBYTES]) {
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, crypto_box_NONCEBYTES);
    crypto_generichash_update(&state, once, POINT);
    crypto_generichash_update(&state, reader, POINT);
    crypto_generichash_final(&state, nonce, crypto_box_NONCEBYTES);
}

/* As crypto_box_seal, with random bytes of the source that everything here has. */
static bool seal_key(struct random *random, struct writing *writing,
                     const struct public_key *reader, struct buffer *out) {
    uint8_t point[POINT], nonce[crypto_box_NONCEBYTES], sealed[SEALED_KEY];
    if (crypto_sign_ed25519_pk_to_curve25519(point, reader->byte) != 0) return false;
    random_fill(random, writing->seed, sizeof writing->seed);
    crypto_box_seed_keypair(sealed, writing->once, writing->seed);
    make_nonce(sealed, point, nonce);
    if (crypto_box_easy(sealed + POINT, writing->key, BOX_KEY, nonce, point, writing->once) != 0)
        return false;
    buffer_add(out, sealed, sizeof sealed);
    return true;
}

bool letter_seal(struct random *random, const struct public_key *readers, size_t count,
                 const char *about, const void *bytes, size_t size, struct buffer *out,
                 struct error *error) {
    struct writing writing;
    struct buffer letter = {0};
    uint8_t readers_byte = (uint8_t)count;
    bool done = count > 0 && count <= LETTER_READERS_MOST;
    random_fill(random, writing.key, sizeof writing.key);
    buffer_add(&letter, &readers_byte, 1);
    for (size_t i = 0; i < count && done; i++)
        done = seal_key(random, &writing, &readers[i], &letter);
    if (done) {
        box_seal(random, writing.key, about, bytes, size, &letter);
        buffer_add(out, letter.bytes, letter.size);
    }
    sodium_memzero(&writing, sizeof writing);
    buffer_close(&letter);
    return done || error_set(error, ERROR_BAD_INPUT, "nothing can be sealed to one of these keys");
}

/* The key of the letter, if one of those that stand before it is for this reader. */
static bool open_key(const struct secret *private_key, const uint8_t *sealed, size_t count,
                     uint8_t key[BOX_KEY]) {
    uint8_t secret[crypto_box_SECRETKEYBYTES], point[POINT];
    bool opened = false;
    crypto_sign_ed25519_sk_to_curve25519(secret, private_key->bytes);
    crypto_scalarmult_base(point, secret);
    for (size_t i = 0; i < count && !opened; i++)
        opened = crypto_box_seal_open(key, sealed + i * SEALED_KEY, SEALED_KEY, point, secret) == 0;
    sodium_memzero(secret, sizeof secret);
    return opened;
}

bool letter_open(const struct secret *private_key, const char *about, const void *letter,
                 size_t size, struct buffer *out, struct error *error) {
    assert(private_key->size == SIGN_PRIVATE_SIZE);
    const uint8_t *bytes = letter;
    uint8_t key[BOX_KEY];
    size_t count = size ? bytes[0] : 0, before = 1 + count * SEALED_KEY;
    if (!count || count > LETTER_READERS_MOST || size < before ||
        !open_key(private_key, bytes + 1, count, key))
        return error_set(error, ERROR_DENIED, "it was not sealed to this key, or was altered");
    bool done = box_open(key, about, bytes + before, size - before, out, error);
    sodium_memzero(key, sizeof key);
    return done;
}
