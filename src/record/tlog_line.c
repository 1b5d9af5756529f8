#include "record/tlog_line.h"

#include <string.h>

#include "base/encode.h"

bool tlog_line_take(struct tlog_text *text, const char **out_line, size_t *out_length) {
    const char *end = text->left ? memchr(text->at, '\n', text->left) : NULL;
    if (!end) return false;
    *out_line = text->at;
    *out_length = (size_t)(end - text->at);
    text->left -= *out_length + 1;
    text->at = end + 1;
    return true;
}

bool tlog_line_number(const char *line, size_t length, uint64_t *out_number) {
    uint64_t number = 0;
    if (length < 1 || length > 19 || (length > 1 && line[0] == '0')) return false;
    for (size_t i = 0; i < length; i++) {
        if (line[i] < '0' || line[i] > '9') return false;
        number = 10 * number + (uint64_t)(line[i] - '0');
    }
    if (number > INT64_MAX) return false;
    *out_number = number;
    return true;
}

bool tlog_line_hash(const char *line, size_t length, struct digest *out_hash) {
    struct error ignored = {0};
    return encode_bytes(ENCODING_BASE64, line, length, out_hash->byte, DIGEST_SIZE, &ignored);
}

void tlog_line_add_hash(struct buffer *out, const struct digest *hash) {
    char text[ENCODE_BASE64_LENGTH(DIGEST_SIZE) + 1];
    encode_text(ENCODING_BASE64, hash->byte, DIGEST_SIZE, text);
    buffer_format(out, "%s\n", text);
}
