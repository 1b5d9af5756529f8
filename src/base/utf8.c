#include "base/utf8.h"

#include <string.h>

static bool continues(unsigned char byte) { return (byte & 0xc0) == 0x80; }

size_t utf8_sequence(const unsigned char *at, size_t left) {
    if (left == 0) return 0;
    if (at[0] < 0x80) return 1;
    if (at[0] < 0xc2 || at[0] > 0xf4) return 0;
    size_t length = at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;
    if (left < length) return 0;
    for (size_t i = 1; i < length; i++)
        if (!continues(at[i])) return 0;
    if ((at[0] == 0xe0 && at[1] < 0xa0) || (at[0] == 0xed && at[1] > 0x9f)) return 0;
    if ((at[0] == 0xf0 && at[1] < 0x90) || (at[0] == 0xf4 && at[1] > 0x8f)) return 0;
    return length;
}

static bool is_harmless(const unsigned char *at, size_t length) {
    if (length == 1) return *at >= 0x20 && *at != 0x7f;
    if (length == 2) return at[0] != 0xc2 || at[1] >= 0xa0;
    if (length != 3 || at[0] != 0xe2) return length != 0;
    if (at[1] == 0x80) return at[2] < 0xa8 || at[2] > 0xae;
    return at[1] != 0x81 || at[2] < 0xa6 || at[2] > 0xa9;
}

bool utf8_is_harmless(const char *text) {
    size_t left = strlen(text);
    for (const unsigned char *at = (const unsigned char *)text; left > 0;) {
        size_t length = utf8_sequence(at, left);
        if (!is_harmless(at, length)) return false;
        at += length;
        left -= length;
    }
    return true;
}

char *utf8_harmless(char *text) {
    size_t left = strlen(text);
    char *end = text;
    for (const unsigned char *at = (const unsigned char *)text; left > 0;) {
        size_t length = utf8_sequence(at, left);
        if (is_harmless(at, length)) {
            memmove(end, at, length);
            end += length;
        } else {
            *end++ = '?';
            if (!length) length = 1;
        }
        at += length;
        left -= length;
    }
    *end = 0;
    return text;
}

char *utf8_harmless_copy(struct arena *arena, const char *text) {
    return utf8_harmless(arena_copy(arena, text));
}
