#include "base/sign.h"

#include <assert.h>
#include <string.h>

#include <sodium.h>

bool sign_make_keys(struct random *random, struct secret *out_private,
                    struct public_key *out_public, struct error *error) {
    struct secret seed = {0}, private_key = {0};
    if (!secret_open(&seed, crypto_sign_SEEDBYTES, error)) return false;
    bool done = secret_open(&private_key, SIGN_PRIVATE_SIZE, error);
    if (done) {
        random_fill(random, seed.bytes, seed.size);
        crypto_sign_seed_keypair(out_public->byte, private_key.bytes, seed.bytes);
        *out_private = private_key;
    }
    secret_close(&seed);
    return done;
}

struct public_key sign_public(const struct secret *private_key) {
    assert(private_key->size == SIGN_PRIVATE_SIZE);
    struct public_key key;
    crypto_sign_ed25519_sk_to_pk(key.byte, private_key->bytes);
    return key;
}

struct signature sign_bytes(const struct secret *private_key, const void *bytes, size_t size) {
    assert(private_key->size == SIGN_PRIVATE_SIZE);
    struct signature signature;
    crypto_sign_detached(signature.byte, NULL, bytes, size, private_key->bytes);
    return signature;
}

static bool sign_here(const struct signing_key *key, const void *bytes, size_t size,
                      struct signature *out_signature, struct error *error) {
    (void)error;
    *out_signature = sign_bytes(key->holder, bytes, size);
    return true;
}

struct signing_key signing_key_of(const struct secret *private_key) {
    return (struct signing_key){sign_public(private_key), sign_here, private_key};
}

bool signing_key_sign(const struct signing_key *key, const void *bytes, size_t size,
                      struct signature *out_signature, struct error *error) {
    return key->sign(key, bytes, size, out_signature, error);
}

bool sign_verify(const struct public_key *key, const void *bytes, size_t size,
                 const struct signature *signature) {
    return sodium_init() >= 0 &&
           crypto_sign_verify_detached(signature->byte, bytes, size, key->byte) == 0;
}
