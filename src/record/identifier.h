/* Names that say nothing: a letter, a hyphen and 128 random bits in base32. What people call a
 * thing is sealed, and may change; this is public, and does not. */
#ifndef CAIRN_RECORD_IDENTIFIER_H
#define CAIRN_RECORD_IDENTIFIER_H

#include "base/encode.h"
#include "base/random.h"

enum { IDENTIFIER_BYTES = 16, IDENTIFIER_LENGTH = 2 + ENCODE_BASE32_LENGTH(IDENTIFIER_BYTES) };

enum identifier_kind { IDENTIFIER_RECORD = 'r', IDENTIFIER_USER = 'u' };

struct identifier {
    char text[IDENTIFIER_LENGTH + 1];
};

struct identifier identifier_make(struct random *random, enum identifier_kind kind);

/* Takes only what identifier_make could have made. */
MUST_CHECK bool identifier_read(const char *text, size_t length, enum identifier_kind kind,
                                struct identifier *out, struct error *error);

bool identifier_equal(const struct identifier *left, const struct identifier *right);

#endif
