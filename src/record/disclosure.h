/* Sealed fields: an entry holds the digest of a disclosure, which is a salt, the field's name and
 * its value (RFC 9901 section 4.2). Whoever is given the disclosure can check that the entry
 * committed to just that; whoever is not learns nothing, not even whether there is a value.
 *
 * A disclosure is the text base64url([salt, name, value] in canonical JSON), its digest SHA-256 of
 * that text. RFC 9901 takes other salts and other JSON; what is read here is narrower. */
#ifndef CAIRN_RECORD_DISCLOSURE_H
#define CAIRN_RECORD_DISCLOSURE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/random.h"

enum { DISCLOSURE_SALT = 32, DISCLOSURE_MOST = 1 << 20 /* characters */ };

struct disclosure {
    uint8_t salt[DISCLOSURE_SALT];
    const char *name;
    const char *value; /* canonical JSON */
    size_t value_size;
};

/* A disclosure with a fresh salt, in the arena. `value` is canonical JSON, and NULL for a field
 * that is absent: it is sealed as null. */
MUST_CHECK bool disclosure_make(struct arena *arena, struct random *random, const char *name,
                                const char *value, size_t value_size, char **out_text,
                                struct error *error);

/* What an entry holds of it. */
struct digest disclosure_digest(struct digester *digester, const char *text, size_t length);

/* Takes it apart; the parts are in the arena. */
MUST_CHECK bool disclosure_read(struct arena *arena, const char *text, size_t length,
                                struct disclosure *out_disclosure, struct error *error);

/* ------------------------------------------------------------------ files */

/* A file that an entry commits to: the disclosure of its name, with the value
 * {"length":…,"media_type":"…","sha256":"<hexadecimal>"}. */
struct disclosure_file {
    const char *name, *media_type;
    struct digest sha256;
    int64_t length;
};

MUST_CHECK bool disclosure_make_file(struct arena *arena, struct random *random,
                                     const struct disclosure_file *file, char **out_text,
                                     struct error *error);
MUST_CHECK bool disclosure_read_file(struct arena *arena, const char *text, size_t length,
                                     struct disclosure_file *out_file, struct error *error);

#endif
