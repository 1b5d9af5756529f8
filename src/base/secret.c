#include "base/secret.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "base/encode.h"

enum {
    SALT = crypto_pwhash_argon2id_SALTBYTES,
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    KEY = crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
    SALT_TEXT = ENCODE_BASE64_LENGTH(SALT),
    BOX_MOST = NONCE + SECRET_SEALED_MOST + TAG,
    HEADER_MOST = 128
};

bool secret_open(struct secret *secret, size_t size, struct error *error) {
    uint8_t *bytes = sodium_init() < 0 ? NULL : sodium_malloc(size);
    if (!bytes)
        return error_set(error, ERROR_INTERNAL, "there is no protected memory for %zu bytes", size);
    /* sodium_malloc locks too, but keeps it to itself when the system would not. */
    bool locked = sodium_mlock(bytes, size) == 0;
    memset(bytes, 0, size);
    *secret = (struct secret){bytes, size, locked};
    return true;
}

void secret_lock(struct secret *secret) {
    secret->locked = sodium_mlock(secret->bytes, secret->size) == 0;
}

void secret_wipe(void *bytes, size_t size) { sodium_memzero(bytes, size); }

void secret_close(struct secret *secret) {
    sodium_free(secret->bytes);
    *secret = (struct secret){0};
}

/* ------------------------------------------------------------------ sealing */

static bool check_cost(struct secret_cost cost, struct error *error) {
    if (cost.kibibytes >= SECRET_COST_KIBIBYTES_LEAST &&
        cost.kibibytes <= SECRET_COST_KIBIBYTES_MOST && cost.passes >= 1 &&
        cost.passes <= SECRET_COST_PASSES_MOST)
        return true;
    return error_set(error, ERROR_BAD_INPUT,
                     "a passphrase may cost %d to %d KiB and 1 to %d passes, not %u KiB and %u",
                     SECRET_COST_KIBIBYTES_LEAST, SECRET_COST_KIBIBYTES_MOST,
                     SECRET_COST_PASSES_MOST, cost.kibibytes, cost.passes);
}

static bool stretch(const struct secret *passphrase, struct secret_cost cost, const uint8_t *salt,
                    struct secret *out_key, struct error *error) {
    struct secret key = {0};
    if (!secret_open(&key, KEY, error)) return false;
    if (crypto_pwhash_argon2id(key.bytes, KEY, (const char *)passphrase->bytes, passphrase->size,
                               salt, cost.passes, (size_t)cost.kibibytes * 1024,
                               crypto_pwhash_argon2id_ALG_ARGON2ID13) == 0) {
        *out_key = key;
        return true;
    }
    secret_close(&key);
    return error_set(error, ERROR_INTERNAL,
                     "a passphrase needs %u MiB of memory to be checked, and there are not so "
                     "many; close other programs",
                     (cost.kibibytes + 1023) / 1024);
}

/* What stands before the box, with the space. */
static char *header(struct arena *arena, struct secret_cost cost, const uint8_t *salt) {
    char text[SALT_TEXT + 1];
    encode_text(ENCODING_BASE64, salt, SALT, text);
    return arena_format(arena, "cairn-sealed/v1 argon2id %u %u %s ", cost.kibibytes, cost.passes,
                        text);
}

bool secret_seal(struct arena *arena, struct random *random, const struct secret *secret,
                 const struct secret *passphrase, struct secret_cost cost, char **out_text,
                 struct error *error) {
    assert(secret->size >= 1 && secret->size <= SECRET_SEALED_MOST);
    if (passphrase->size == 0)
        return error_set(error, ERROR_BAD_INPUT, "an empty passphrase protects nothing");
    if (!check_cost(cost, error)) return false;
    uint8_t salt[SALT], box[BOX_MOST];
    random_fill(random, salt, sizeof salt);
    random_fill(random, box, NONCE);
    struct secret key;
    if (!stretch(passphrase, cost, salt, &key, error)) return false;
    char *head = header(arena, cost, salt);
    crypto_aead_xchacha20poly1305_ietf_encrypt(box + NONCE, NULL, secret->bytes, secret->size,
                                               (const uint8_t *)head, strlen(head), NULL, box,
                                               key.bytes);
    secret_close(&key);
    size_t size = NONCE + secret->size + TAG;
    char *tail = arena_take(arena, ENCODE_BASE64_LENGTH(size) + 1, 1);
    encode_text(ENCODING_BASE64, box, size, tail);
    *out_text = arena_format(arena, "%s%s", head, tail);
    return true;
}

/* ------------------------------------------------------------------ unsealing */

struct sealed {
    struct secret_cost cost;
    uint8_t salt[SALT], box[BOX_MOST];
    size_t head_size, box_size;
};

/* Only what secret_seal writes: the parts that were read make the same header again. */
static bool read_sealed(struct arena *arena, const char *text, struct sealed *out,
                        struct error *error) {
    struct sealed sealed = {0};
    char salt[SALT_TEXT + 1];
    int head_size = 0;
    _Static_assert(SALT_TEXT == 24, "the width in the format");
    if (strnlen(text, HEADER_MOST + ENCODE_BASE64_LENGTH(BOX_MOST)) >=
            HEADER_MOST + ENCODE_BASE64_LENGTH(BOX_MOST) ||
        sscanf(text, "cairn-sealed/v1 argon2id %9u %9u %24s %n", &sealed.cost.kibibytes,
               &sealed.cost.passes, salt, &head_size) != 3)
        return error_set(error, ERROR_BAD_INPUT, "this is not a sealed key");
    if (!check_cost(sealed.cost, error) ||
        !encode_bytes(ENCODING_BASE64, salt, strlen(salt), sealed.salt, SALT, error))
        return error_within(error, "the sealed key");
    sealed.head_size = (size_t)head_size;
    const char *head = header(arena, sealed.cost, sealed.salt), *tail = text + head_size;
    if (strlen(head) != sealed.head_size || memcmp(head, text, sealed.head_size) != 0)
        return error_set(error, ERROR_BAD_INPUT, "this is not a sealed key as Cairn writes it");
    sealed.box_size = encode_size(ENCODING_BASE64, tail, strlen(tail));
    if (sealed.box_size <= NONCE + TAG || sealed.box_size > BOX_MOST)
        return error_set(error, ERROR_BAD_INPUT, "the sealed key is cut off or too long");
    if (!encode_bytes(ENCODING_BASE64, tail, strlen(tail), sealed.box, sealed.box_size, error))
        return error_within(error, "the sealed key");
    *out = sealed;
    return true;
}

bool secret_unseal(struct arena *arena, const char *text, const struct secret *passphrase,
                   struct secret *out_secret, struct error *error) {
    struct sealed sealed;
    if (!read_sealed(arena, text, &sealed, error)) return false;
    struct secret key = {0}, secret = {0};
    if (!stretch(passphrase, sealed.cost, sealed.salt, &key, error)) return false;
    bool done = secret_open(&secret, sealed.box_size - NONCE - TAG, error);
    if (done && crypto_aead_xchacha20poly1305_ietf_decrypt(
                    secret.bytes, NULL, NULL, sealed.box + NONCE, sealed.box_size - NONCE,
                    (const uint8_t *)text, sealed.head_size, sealed.box, key.bytes) != 0) {
        done = error_set(error, ERROR_DENIED,
                         "the passphrase does not open the key: it is another one, or the sealed "
                         "key was altered");
        secret_close(&secret);
    }
    secret_close(&key);
    if (done) *out_secret = secret;
    return done;
}
