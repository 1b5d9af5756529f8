/* Signatures: Ed25519 (RFC 8032), by libsodium. */
#ifndef CAIRN_BASE_SIGN_H
#define CAIRN_BASE_SIGN_H

#include <stdint.h>

#include "base/random.h"
#include "base/secret.h"

enum { SIGN_PUBLIC_SIZE = 32, SIGN_PRIVATE_SIZE = 64, SIGN_SIGNATURE_SIZE = 64 };

struct public_key {
    uint8_t byte[SIGN_PUBLIC_SIZE];
};

struct signature {
    uint8_t byte[SIGN_SIGNATURE_SIZE];
};

/* A new pair of keys. The private one (RFC 8032's 32 bytes and the public key behind them) is the
 * caller's to close. */
MUST_CHECK bool sign_make_keys(struct random *random, struct secret *out_private,
                               struct public_key *out_public, struct error *error);

/* The public key that belongs to a private one. */
struct public_key sign_public(const struct secret *private_key);

/* The same bytes and key give the same signature. */
struct signature sign_bytes(const struct secret *private_key, const void *bytes, size_t size);

/* A private key that signs, wherever it is: here, or with somebody who is asked and does not hand
 * it out. */
struct signing_key {
    struct public_key public_key;
    bool (*sign)(const struct signing_key *key, const void *bytes, size_t size,
                 struct signature *out_signature, struct error *error);
    const void *holder; /* of the private key: for `sign` */
};

/* One that is here; points to it. */
struct signing_key signing_key_of(const struct secret *private_key);

MUST_CHECK bool signing_key_sign(const struct signing_key *key, const void *bytes, size_t size,
                                 struct signature *out_signature, struct error *error);

/* Is it the signature of these bytes by the holder of the key? Keys of small order and signatures
 * that could be written in a second way are refused. */
bool sign_verify(const struct public_key *key, const void *bytes, size_t size,
                 const struct signature *signature);

#endif
