#include "base/hmac.h"

#include <stdio.h>
#include <stdlib.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

size_t hmac_of(enum hmac kind, const void *key, size_t key_size, const void *bytes, size_t size,
               uint8_t out[HMAC_MOST]) {
    const EVP_MD *method = kind == HMAC_SHA1     ? EVP_sha1()
                           : kind == HMAC_SHA256 ? EVP_sha256()
                                                 : EVP_sha512();
    unsigned length = 0;
    if (!HMAC(method, key, (int)key_size, bytes, size, out, &length)) {
        fputs("cairn: OpenSSL makes no keyed digest\n", stderr);
        exit(70);
    }
    return length;
}

bool hmac_equal(const void *left, const void *right, size_t size) {
    return CRYPTO_memcmp(left, right, size) == 0;
}
