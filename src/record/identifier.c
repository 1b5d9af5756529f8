#include "record/identifier.h"

#include <stdint.h>
#include <string.h>

struct identifier identifier_make(struct random *random, enum identifier_kind kind) {
    uint8_t bytes[IDENTIFIER_BYTES];
    random_fill(random, bytes, sizeof bytes);
    struct identifier identifier = {{(char)kind, '-'}};
    encode_text(ENCODING_BASE32, bytes, sizeof bytes, identifier.text + 2);
    return identifier;
}

bool identifier_read(const char *text, size_t length, enum identifier_kind kind,
                     struct identifier *out, struct error *error) {
    uint8_t bytes[IDENTIFIER_BYTES];
    if (length != IDENTIFIER_LENGTH || text[0] != (char)kind || text[1] != '-')
        return error_set(error, ERROR_BAD_INPUT,
                         "an identifier here is %c- and %d characters", (char)kind,
                         IDENTIFIER_LENGTH - 2);
    if (!encode_bytes(ENCODING_BASE32, text + 2, length - 2, bytes, sizeof bytes, error))
        return error_within(error, "the identifier");
    memcpy(out->text, text, length);
    out->text[length] = 0;
    return true;
}

bool identifier_equal(const struct identifier *left, const struct identifier *right) {
    return memcmp(left->text, right->text, IDENTIFIER_LENGTH) == 0;
}
