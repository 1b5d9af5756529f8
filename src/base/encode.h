/* Bytes as text (RFC 4648): every sequence of bytes has one text in each encoding, and no other
 * text is taken for it. */
#ifndef CAIRN_BASE_ENCODE_H
#define CAIRN_BASE_ENCODE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

enum encoding {
    ENCODING_HEX,       /* lower case */
    ENCODING_BASE32,    /* lower case, not padded: a to z and 2 to 7 */
    ENCODING_BASE64,    /* padded with = */
    ENCODING_BASE64URL, /* with - and _, not padded */
};

/* How many characters `size` bytes become, without the zero byte at the end. An expression, so
 * that it gives the size of arrays too; the others take the encoding. */
#define ENCODE_HEX_LENGTH(size) (2 * (size))
#define ENCODE_BASE32_LENGTH(size) ((8 * (size) + 4) / 5)
#define ENCODE_BASE64_LENGTH(size) (((size) + 2) / 3 * 4)
#define ENCODE_BASE64URL_LENGTH(size) ((8 * (size) + 5) / 6)

size_t encode_length(enum encoding encoding, size_t size);

/* Writes encode_length() characters and a zero byte. */
void encode_text(enum encoding encoding, const void *bytes, size_t size, char *out_text);

/* The text of bytes, in the arena. */
char *encode_copy(struct arena *arena, enum encoding encoding, const void *bytes, size_t size);

/* How many bytes a text of `length` characters stands for, if it is one at all. */
size_t encode_size(enum encoding encoding, const char *text, size_t length);

/* The `size` bytes that the text stands for. Refuses any text that encode_text would not have
 * written for them: another length, other characters, padding where none belongs or none where it
 * does, and bits that are left over and not zero. */
MUST_CHECK bool encode_bytes(enum encoding encoding, const char *text, size_t length,
                             void *out_bytes, size_t size, struct error *error);

#endif
