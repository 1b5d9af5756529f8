#include "base/encode.h"

#include <stdint.h>
#include <string.h>

static const struct {
    const char *name, *alphabet;
    int bits; /* that a character stands for */
} FORMS[] = {
    [ENCODING_HEX] = {"hexadecimal in lower case", "0123456789abcdef", 4},
    [ENCODING_BASE32] = {"base32 in lower case", "abcdefghijklmnopqrstuvwxyz234567", 5},
    [ENCODING_BASE64] = {"base64",
                         "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 6},
    [ENCODING_BASE64URL] = {"base64url",
                            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
                            6},
};

size_t encode_length(enum encoding encoding, size_t size) {
    switch (encoding) {
    case ENCODING_HEX: return ENCODE_HEX_LENGTH(size);
    case ENCODING_BASE32: return ENCODE_BASE32_LENGTH(size);
    case ENCODING_BASE64: return ENCODE_BASE64_LENGTH(size);
    case ENCODING_BASE64URL: break;
    }
    return ENCODE_BASE64URL_LENGTH(size);
}

void encode_text(enum encoding encoding, const void *bytes, size_t size, char *out_text) {
    const uint8_t *byte = bytes;
    const char *alphabet = FORMS[encoding].alphabet;
    int bits = FORMS[encoding].bits, held = 0;
    uint32_t hold = 0;
    char *at = out_text;
    for (size_t i = 0; i < size; i++) {
        hold = hold << 8 | byte[i];
        for (held += 8; held >= bits; held -= bits)
            *at++ = alphabet[hold >> (held - bits) & ((1u << bits) - 1)];
    }
    if (held) *at++ = alphabet[hold << (bits - held) & ((1u << bits) - 1)];
    for (char *end = out_text + encode_length(encoding, size); at < end;) *at++ = '=';
    *at = 0;
}

/* Of the characters of a text, those that are not padding. */
static size_t without_padding(enum encoding encoding, const char *text, size_t length) {
    if (encoding != ENCODING_BASE64) return length;
    for (int i = 0; i < 2 && length > 0 && text[length - 1] == '='; i++) length--;
    return length;
}

size_t encode_size(enum encoding encoding, const char *text, size_t length) {
    size_t digits = without_padding(encoding, text, length);
    size_t bits = (size_t)FORMS[encoding].bits;
    return digits / 8 * bits + digits % 8 * bits / 8;
}

/* The value of every character in the alphabet; BAD for all others. */
enum { BAD = 0x80 };

static void invert(const char *alphabet, uint8_t value[256]) {
    memset(value, BAD, 256);
    for (int i = 0; alphabet[i]; i++) value[(uint8_t)alphabet[i]] = (uint8_t)i;
}

/* Are these the characters that encode_text would have written? */
static bool check(enum encoding encoding, const char *text, size_t digits, size_t length,
                  const uint8_t value[256], struct error *error) {
    const char *name = FORMS[encoding].name;
    uint8_t any = 0;
    for (size_t i = 0; i < digits; i++) any |= value[(uint8_t)text[i]];
    for (size_t i = 0; any & BAD && i < digits; i++)
        if (value[(uint8_t)text[i]] == BAD)
            return error_set(error, ERROR_BAD_INPUT, "character %zu is not %s", i + 1, name);
    for (size_t i = digits; i < length; i++)
        if (text[i] != '=')
            return error_set(error, ERROR_BAD_INPUT, "the %s does not end with its padding", name);
    size_t spare = digits * (size_t)FORMS[encoding].bits % 8;
    if (digits > 0 && value[(uint8_t)text[digits - 1]] & ((1u << spare) - 1))
        return error_set(error, ERROR_BAD_INPUT,
                         "the last character of the %s has bits that stand for nothing", name);
    return true;
}

bool encode_bytes(enum encoding encoding, const char *text, size_t length, void *out_bytes,
                  size_t size, struct error *error) {
    if (length != encode_length(encoding, size))
        return error_set(error, ERROR_BAD_INPUT,
                         "%zu bytes in %s have %zu characters, and these are %zu", size,
                         FORMS[encoding].name, encode_length(encoding, size), length);
    size_t bits = (size_t)FORMS[encoding].bits, digits = (8 * size + bits - 1) / bits;
    uint8_t value[256];
    invert(FORMS[encoding].alphabet, value);
    if (!check(encoding, text, digits, length, value, error)) return false;
    uint8_t *byte = out_bytes;
    uint32_t hold = 0;
    size_t held = 0;
    for (size_t i = 0; i < digits; i++) {
        hold = hold << bits | value[(uint8_t)text[i]];
        held += bits;
        if (held < 8) continue;
        held -= 8;
        *byte++ = (uint8_t)(hold >> held);
    }
    return true;
}
