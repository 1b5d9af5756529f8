#include <string.h>

#include "input/markup.h"

enum { NAME_MOST = 16, REPLACEMENT = 0xfffd };

static const struct {
    const char *name;
    uint32_t point;
} ENTITIES[] = {
#define ENTITY(name, point) {#name, point},
#include "input/markup_entities.inc"
#undef ENTITY
};

/* What windows-1252 has where Unicode has control characters: old pages number those. */
static const uint16_t OLD[32] = {
    0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178,
};

static int digit_of(char c, bool hexadecimal) {
    if (c >= '0' && c <= '9') return c - '0';
    char small = (char)(c | 0x20);
    return hexadecimal && small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

static size_t read_number(const char *text, size_t size, uint32_t *out_point) {
    bool hexadecimal = size > 2 && (text[2] | 0x20) == 'x';
    size_t first = hexadecimal ? 3 : 2, at = first;
    uint32_t point = 0;
    for (; at < size && digit_of(text[at], hexadecimal) >= 0; at++)
        if (point <= 0x10ffff)
            point = point * (hexadecimal ? 16 : 10) + (uint32_t)digit_of(text[at], hexadecimal);
    if (at == first) return 0;
    if (point >= 0x80 && point < 0xa0) point = OLD[point - 0x80];
    if (point == 0 || point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) point = REPLACEMENT;
    *out_point = point;
    return at + (at < size && text[at] == ';');
}

size_t markup_entity(const char *text, size_t size, uint32_t *out_point) {
    char name[NAME_MOST + 1];
    size_t length = 0;
    if (size < 3) return 0;
    if (text[1] == '#') return read_number(text, size, out_point);
    while (length < NAME_MOST && 1 + length < size) {
        char c = text[1 + length];
        if (digit_of(c, false) < 0 && !((c | 0x20) >= 'a' && (c | 0x20) <= 'z')) break;
        name[length++] = c;
    }
    name[length] = 0;
    bool ended = 1 + length < size && text[1 + length] == ';';
    for (int low = 0, high = (int)(sizeof ENTITIES / sizeof *ENTITIES) - 1; low <= high;) {
        int middle = (low + high) / 2, order = strcmp(name, ENTITIES[middle].name);
        if (order == 0) {
            /* Those of the first HTML may stand without their semicolon. */
            if (!ended && ENTITIES[middle].point > 0xff) return 0;
            *out_point = ENTITIES[middle].point;
            return length + 1 + ended;
        }
        if (order < 0) high = middle - 1;
        else low = middle + 1;
    }
    return 0;
}

void markup_add_point(struct buffer *out, uint32_t point) {
    char at[4];
    size_t size = 1;
    if (point < 0x80) {
        at[0] = (char)point;
    } else if (point < 0x800) {
        at[0] = (char)(0xc0 | point >> 6);
        size = 2;
    } else if (point < 0x10000) {
        at[0] = (char)(0xe0 | point >> 12);
        size = 3;
    } else {
        at[0] = (char)(0xf0 | point >> 18);
        size = 4;
    }
    for (size_t i = 1; i < size; i++) at[i] = (char)(0x80 | (point >> 6 * (size - 1 - i) & 0x3f));
    buffer_add(out, at, size);
}

void markup_decode(const char *text, size_t size, struct buffer *out) {
    while (size) {
        const char *mark = memchr(text, '&', size);
        size_t plain = mark ? (size_t)(mark - text) : size;
        uint32_t point;
        buffer_add(out, text, plain);
        text += plain;
        size -= plain;
        if (!size) return;
        size_t taken = markup_entity(text, size, &point);
        if (taken) markup_add_point(out, point);
        else buffer_add(out, "&", taken = 1);
        text += taken;
        size -= taken;
    }
}
