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

/* Four characters of every three bytes in base64, as long as there are three. Returns how many
 * bytes that were. */
static size_t put_threes(const char *alphabet, const uint8_t *byte, size_t size, char *at) {
    size_t i = 0;
    for (; i + 3 <= size; i += 3, at += 4) {
        uint32_t hold = (uint32_t)byte[i] << 16 | (uint32_t)byte[i + 1] << 8 | byte[i + 2];
        at[0] = alphabet[hold >> 18];
        at[1] = alphabet[hold >> 12 & 63];
        at[2] = alphabet[hold >> 6 & 63];
        at[3] = alphabet[hold & 63];
    }
    return i;
}

void encode_text(enum encoding encoding, const void *bytes, size_t size, char *out_text) {
    const uint8_t *byte = bytes;
    const char *alphabet = FORMS[encoding].alphabet;
    int bits = FORMS[encoding].bits, held = 0;
    uint32_t hold = 0;
    size_t threes = bits == 6 ? put_threes(alphabet, byte, size, out_text) : 0;
    char *at = out_text + threes / 3 * 4;
    for (size_t i = threes; i < size; i++) {
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

char *encode_copy(struct arena *arena, enum encoding encoding, const void *bytes, size_t size) {
    char *text = arena_take(arena, encode_length(encoding, size) + 1, 1);
    encode_text(encoding, bytes, size, text);
    return text;
}

size_t encode_size(enum encoding encoding, const char *text, size_t length) {
    size_t digits = without_padding(encoding, text, length);
    size_t bits = (size_t)FORMS[encoding].bits;
    return digits / 8 * bits + digits % 8 * bits / 8;
}

/* The value of every character and THERE; 0 for those that are not in the alphabet. */
#define THERE 128u
#define DIGITS(n)                                                                                  \
    ['0'] = n, ['1'] = n + 1, ['2'] = n + 2, ['3'] = n + 3, ['4'] = n + 4, ['5'] = n + 5,          \
    ['6'] = n + 6, ['7'] = n + 7, ['8'] = n + 8, ['9'] = n + 9
#define LETTERS(a, n)                                                                              \
    [a] = n, [a + 1] = n + 1, [a + 2] = n + 2, [a + 3] = n + 3, [a + 4] = n + 4, [a + 5] = n + 5,  \
    [a + 6] = n + 6, [a + 7] = n + 7, [a + 8] = n + 8, [a + 9] = n + 9, [a + 10] = n + 10,         \
    [a + 11] = n + 11, [a + 12] = n + 12, [a + 13] = n + 13, [a + 14] = n + 14,                    \
    [a + 15] = n + 15, [a + 16] = n + 16, [a + 17] = n + 17, [a + 18] = n + 18,                    \
    [a + 19] = n + 19, [a + 20] = n + 20, [a + 21] = n + 21, [a + 22] = n + 22,                    \
    [a + 23] = n + 23, [a + 24] = n + 24, [a + 25] = n + 25

static const uint8_t VALUES[][256] = {
    [ENCODING_HEX] = {DIGITS(THERE), ['a'] = THERE + 10, ['b'] = THERE + 11, ['c'] = THERE + 12,
                      ['d'] = THERE + 13, ['e'] = THERE + 14, ['f'] = THERE + 15},
    [ENCODING_BASE32] = {LETTERS('a', THERE), ['2'] = THERE + 26, ['3'] = THERE + 27,
                         ['4'] = THERE + 28, ['5'] = THERE + 29, ['6'] = THERE + 30,
                         ['7'] = THERE + 31},
    [ENCODING_BASE64] = {LETTERS('A', THERE), LETTERS('a', THERE + 26), DIGITS(THERE + 52),
                         ['+'] = THERE + 62, ['/'] = THERE + 63},
    [ENCODING_BASE64URL] = {LETTERS('A', THERE), LETTERS('a', THERE + 26), DIGITS(THERE + 52),
                            ['-'] = THERE + 62, ['_'] = THERE + 63},
};

/* What is wrong with a text that encode_text would not have written. */
static bool refuse(enum encoding encoding, const char *text, size_t digits, size_t length,
                   struct error *error) {
    const char *name = FORMS[encoding].name;
    for (size_t i = 0; i < digits; i++)
        if (!VALUES[encoding][(uint8_t)text[i]])
            return error_set(error, ERROR_BAD_INPUT, "character %zu is not %s", i + 1, name);
    for (size_t i = digits; i < length; i++)
        if (text[i] != '=')
            return error_set(error, ERROR_BAD_INPUT, "the %s does not end with its padding", name);
    return error_set(error, ERROR_BAD_INPUT,
                     "the last character of the %s has bits that stand for nothing", name);
}

/* Three bytes of every four characters of base64, as long as there are four. Returns how many
 * characters that were; *all keeps THERE as long as they are of the alphabet. */
static size_t take_fours(const uint8_t *value, const char *text, size_t digits, uint8_t *byte,
                         unsigned *all) {
    size_t i = 0;
    unsigned there = *all;
    for (; i + 4 <= digits; i += 4, byte += 3) {
        const uint8_t *four = (const uint8_t *)text + i;
        unsigned a = value[four[0]], b = value[four[1]], c = value[four[2]], d = value[four[3]];
        uint32_t hold = (a << 18) + (b << 12) + (c << 6) + d - (THERE << 18) - (THERE << 12) -
                        (THERE << 6) - THERE;
        there &= a & b & c & d;
        byte[0] = (uint8_t)(hold >> 16);
        byte[1] = (uint8_t)(hold >> 8);
        byte[2] = (uint8_t)hold;
    }
    *all = there;
    return i;
}

/* The bytes of the text; false when a character is not of the alphabet. */
static bool take(enum encoding encoding, const char *text, size_t digits, uint8_t *byte) {
    const uint8_t *value = VALUES[encoding];
    size_t bits = (size_t)FORMS[encoding].bits, held = 0, i = 0;
    uint32_t hold = 0;
    unsigned all = THERE;
    if (bits == 6) i = take_fours(value, text, digits, byte, &all);
    byte += i / 4 * 3;
    for (; i < digits; i++) {
        all &= value[(uint8_t)text[i]];
        hold = hold << bits | (value[(uint8_t)text[i]] - THERE);
        held += bits;
        if (held < 8) continue;
        held -= 8;
        *byte++ = (uint8_t)(hold >> held);
    }
    return all;
}

static bool all_there(const uint8_t *value, const char *text, size_t digits) {
    unsigned all = THERE;
    for (size_t i = 0; i < digits; i++) all &= value[(uint8_t)text[i]];
    return all;
}

/* Just the padding that belongs there, and no bits that are left over and not zero. */
static bool ends_well(enum encoding encoding, const char *text, size_t digits, size_t length) {
    unsigned spare = (unsigned)(digits * (size_t)FORMS[encoding].bits % 8);
    for (size_t i = digits; i < length; i++)
        if (text[i] != '=') return false;
    return digits == 0 ||
           !(VALUES[encoding][(uint8_t)text[digits - 1]] & ((1u << spare) - 1));
}

/* A text that is refused leaves `out_bytes` alone: few bytes are made beside it, and where they are
 * many the characters are looked at first. */
enum { FEW = 128 };

bool encode_bytes(enum encoding encoding, const char *text, size_t length, void *out_bytes,
                  size_t size, struct error *error) {
    if (length != encode_length(encoding, size))
        return error_set(error, ERROR_BAD_INPUT,
                         "%zu bytes in %s have %zu characters, and these are %zu", size,
                         FORMS[encoding].name, encode_length(encoding, size), length);
    size_t bits = (size_t)FORMS[encoding].bits, digits = (8 * size + bits - 1) / bits;
    uint8_t few[FEW];
    bool beside = size <= FEW;
    if (!ends_well(encoding, text, digits, length) ||
        (!beside && !all_there(VALUES[encoding], text, digits)) ||
        !take(encoding, text, digits, beside ? few : out_bytes))
        return refuse(encoding, text, digits, length, error);
    if (beside) memcpy(out_bytes, few, size);
    return true;
}
