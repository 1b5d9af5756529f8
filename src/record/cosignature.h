/* Cosignatures (C2SP tlog-cosignature, cosignature/v1 with Ed25519): somebody other than the log says
 * that at a time it was shown to them, and had only grown. What is signed is
 *
 *     cosignature/v1
 *     time <seconds since 1970-01-01T00:00:00Z>
 *     <the whole text of the checkpoint, without its signatures>
 *
 * The name of who signs is not in it: a key is for one cosigner. As bytes it is the time in eight
 * bytes, high ones first, and the signature. */
#ifndef CAIRN_RECORD_COSIGNATURE_H
#define CAIRN_RECORD_COSIGNATURE_H

#include <stddef.h>

#include "base/sign.h"

enum { COSIGNATURE_SIZE = 8 + SIGN_SIGNATURE_SIZE };

/* Signs; ERROR_INTERNAL when what the key gave is no signature of it. */
MUST_CHECK bool cosignature_sign(const struct signing_key *key, uint64_t time, const char *text,
                                 size_t size, uint8_t out_bytes[COSIGNATURE_SIZE],
                                 struct error *error);

/* Is it a cosignature of this text by the holder of the key? Gives its time when it is. */
bool cosignature_verify(const struct public_key *key, const char *text, size_t size,
                        const uint8_t bytes[COSIGNATURE_SIZE], uint64_t *out_time);

#endif
