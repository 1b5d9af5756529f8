/* Bytes encrypted and authenticated under a key of 32 bytes (XChaCha20-Poly1305, by libsodium), for
 * whoever has a key and no passphrase (base/secret.h has those). A nonce of 24 random bytes comes
 * first, so a key may seal as much as it likes. */
#ifndef CAIRN_BASE_BOX_H
#define CAIRN_BASE_BOX_H

#include <stdint.h>

#include "base/buffer.h"
#include "base/random.h"

enum { BOX_KEY = 32, BOX_EXTRA = 24 + 16 /* bytes that it is longer than what is in it */ };

/* Adds the box to `out`. `about` is authenticated with it, and must be the same when it is
 * opened. */
void box_seal(struct random *random, const uint8_t key[BOX_KEY], const char *about,
              const void *bytes, size_t size, struct buffer *out);

/* Adds what is in the box to `out`. ERROR_DENIED: another key or `about`, or it was altered. */
MUST_CHECK bool box_open(const uint8_t key[BOX_KEY], const char *about, const void *box,
                         size_t size, struct buffer *out, struct error *error);

#endif
