/* Bytes that several people can read, each with their own private key: encrypted under a key drawn
 * for this letter alone (base/box.h), which stands before it sealed to each reader's public key. It
 * does not prove who wrote it; what is in it must, if that matters. As bytes: how many readers there
 * are (one byte), for each a sealed key, then the box.
 *
 * Readers have the keys that they sign with: a point of Ed25519 is one of X25519 too (RFC 7748,
 * section 4.1), and using one key for both weakens neither (Thormarker, On using the same key pair
 * for Ed25519 and an X25519 based KEM, IACR ePrint 2021/509). A sealed key is libsodium's sealed box:
 * a key pair of that moment, and crypto_box with the nonce BLAKE2b(its public key, the reader's). */
#ifndef CAIRN_BASE_LETTER_H
#define CAIRN_BASE_LETTER_H

#include "base/buffer.h"
#include "base/sign.h"

enum { LETTER_READERS_MOST = 64 };

/* Adds the letter to `out`. `about` is authenticated with it, and must be the same when it is
 * opened. ERROR_BAD_INPUT: a key is none that anybody could have made, or there are none or too
 * many. */
MUST_CHECK bool letter_seal(struct random *random, const struct public_key *readers, size_t count,
                            const char *about, const void *bytes, size_t size, struct buffer *out,
                            struct error *error);

/* Adds what is in it to `out`. ERROR_DENIED: it is not for the holder of this key, or of something
 * else, or was altered. */
MUST_CHECK bool letter_open(const struct secret *private_key, const char *about,
                            const void *letter, size_t size, struct buffer *out,
                            struct error *error);

#endif
