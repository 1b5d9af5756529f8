#include "base/digest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

/* An EVP_MD that was fetched once saves a look-up of the algorithm at every digest. */
bool digest_open(struct digester *digester, struct error *error) {
    struct digester opened = {EVP_MD_fetch(NULL, "SHA256", NULL), EVP_MD_CTX_new()};
    if (opened.method && opened.context &&
        EVP_DigestInit_ex2(opened.context, opened.method, NULL) == 1) {
        *digester = opened;
        return true;
    }
    digest_close(&opened);
    return error_set(error, ERROR_INTERNAL,
                     "OpenSSL gives no SHA-256: there is no memory, or its configuration leaves "
                     "out the default provider; see openssl list -digest-algorithms");
}

void digest_close(struct digester *digester) {
    EVP_MD_CTX_free(digester->context);
    EVP_MD_free(digester->method);
    *digester = (struct digester){0};
}

static void insist(int done) {
    if (done == 1) return;
    fputs("cairn: OpenSSL failed in the middle of a SHA-256 digest; the library is broken\n",
          stderr);
    exit(70);
}

void digest_begin(struct digester *digester) {
    insist(EVP_DigestInit_ex2(digester->context, digester->method, NULL));
}

void digest_add(struct digester *digester, const void *bytes, size_t size) {
    insist(EVP_DigestUpdate(digester->context, bytes, size));
}

struct digest digest_end(struct digester *digester) {
    struct digest digest;
    insist(EVP_DigestFinal_ex(digester->context, digest.byte, NULL));
    return digest;
}

struct digest digest_of(struct digester *digester, const void *bytes, size_t size) {
    digest_begin(digester);
    digest_add(digester, bytes, size);
    return digest_end(digester);
}

bool digest_equal(const struct digest *left, const struct digest *right) {
    return memcmp(left->byte, right->byte, DIGEST_SIZE) == 0;
}
