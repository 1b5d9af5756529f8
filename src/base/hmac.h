/* Keyed digests: HMAC (RFC 2104), by OpenSSL. */
#ifndef CAIRN_BASE_HMAC_H
#define CAIRN_BASE_HMAC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum hmac { HMAC_SHA1, HMAC_SHA256, HMAC_SHA512 };
enum { HMAC_SHA256_SIZE = 32, HMAC_MOST = 64 };

/* Writes the code, and returns its 20, 32 or 64 bytes. Any thread. Should the library fail, the
 * program leaves with exit code 70 before a wrong code is believed. */
size_t hmac_of(enum hmac kind, const void *key, size_t key_size, const void *bytes, size_t size,
               uint8_t out[HMAC_MOST]);

/* Compared in a time that does not tell where they differ. */
bool hmac_equal(const void *left, const void *right, size_t size);

#endif
