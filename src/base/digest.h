/* SHA-256 (FIPS 180-4), by OpenSSL. */
#ifndef CAIRN_BASE_DIGEST_H
#define CAIRN_BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

enum { DIGEST_SIZE = 32 };

struct digest {
    uint8_t byte[DIGEST_SIZE];
};

/* What makes digests, one after another: opened once, for one thread. */
struct digester {
    struct evp_md_st *method;
    struct evp_md_ctx_st *context;
};

/* Fails only when the library is unusable or there is no memory. */
MUST_CHECK bool digest_open(struct digester *digester, struct error *error);

/* Takes a digester of zeroes. */
void digest_close(struct digester *digester);

/* The digest of bytes at once. Once opened a digester needs no memory and cannot fail; should the
 * library say otherwise, the program leaves with exit code 70 before a wrong digest is believed. */
struct digest digest_of(struct digester *digester, const void *bytes, size_t size);

/* The digest of what is added piece by piece between begin and end. */
void digest_begin(struct digester *digester);
void digest_add(struct digester *digester, const void *bytes, size_t size);
struct digest digest_end(struct digester *digester);

bool digest_equal(const struct digest *left, const struct digest *right);

#endif
