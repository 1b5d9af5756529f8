#include "input/text.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

static bool continues(unsigned char byte) { return (byte & 0xc0) == 0x80; }

/* The place that follows the first `length` bytes of well-formed text. */
static struct place place_after(const char *file, const char *text, size_t length) {
    struct place place = {.file = file, .line = 1, .column = 1};
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\n' || (text[i] == '\r' && !(i + 1 < length && text[i + 1] == '\n'))) {
            place.line++;
            place.column = 1;
        } else if (text[i] != '\r' && !continues((unsigned char)text[i])) {
            place.column++;
        }
    }
    return place;
}

static size_t write_utf8(char *out, uint32_t point) {
    unsigned char *at = (unsigned char *)out;
    if (point < 0x80) {
        at[0] = (unsigned char)point;
        return 1;
    }
    if (point < 0x800) {
        at[0] = (unsigned char)(0xc0 | point >> 6);
        at[1] = (unsigned char)(0x80 | (point & 0x3f));
        return 2;
    }
    if (point < 0x10000) {
        at[0] = (unsigned char)(0xe0 | point >> 12);
        at[1] = (unsigned char)(0x80 | (point >> 6 & 0x3f));
        at[2] = (unsigned char)(0x80 | (point & 0x3f));
        return 3;
    }
    at[0] = (unsigned char)(0xf0 | point >> 18);
    at[1] = (unsigned char)(0x80 | (point >> 12 & 0x3f));
    at[2] = (unsigned char)(0x80 | (point >> 6 & 0x3f));
    at[3] = (unsigned char)(0x80 | (point & 0x3f));
    return 4;
}

static uint32_t unit(const unsigned char *at, bool big_endian) {
    return big_endian ? (uint32_t)at[0] << 8 | at[1] : (uint32_t)at[1] << 8 | at[0];
}

static bool decode_utf16(struct arena *arena, const char *file, const unsigned char *bytes,
                         size_t size, bool big_endian, struct reading *reading, char **out_text,
                         size_t *out_length) {
    char *text = arena_take(arena, size / 2 * 3 + 1, 1);
    size_t length = 0;
    for (size_t i = 0; i < size; i += 2) {
        const char *wrong = NULL;
        uint32_t point = i + 1 < size ? unit(bytes + i, big_endian) : 0;
        if (i + 1 >= size) {
            wrong = "the file ends within a character: copy it again";
        } else if (point == 0) {
            wrong = "a NUL character: this is not a text file";
        } else if (point >= 0xd800 && point < 0xe000) {
            uint32_t low = i + 3 < size ? unit(bytes + i + 2, big_endian) : 0;
            if (point < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
                point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
                i += 2;
            } else {
                wrong = "half a character (UTF-16 surrogate): save the file again, as UTF-8";
            }
        }
        if (wrong) {
            reading_error(reading, place_after(file, text, length), "%s", wrong);
            return false;
        }
        length += write_utf8(text + length, point);
    }
    *out_text = text;
    *out_length = length;
    return true;
}

bool text_decode(struct arena *arena, const char *file, const void *bytes, size_t size,
                 struct reading *reading, char **out_text, size_t *out_length) {
    const unsigned char *at = bytes;
    if (size >= 2 && at[0] == 0xff && at[1] == 0xfe)
        return decode_utf16(arena, file, at + 2, size - 2, false, reading, out_text, out_length);
    if (size >= 2 && at[0] == 0xfe && at[1] == 0xff)
        return decode_utf16(arena, file, at + 2, size - 2, true, reading, out_text, out_length);
    if (size >= 3 && at[0] == 0xef && at[1] == 0xbb && at[2] == 0xbf) {
        at += 3;
        size -= 3;
    }
    for (size_t i = 0; i < size;) {
        size_t length = utf8_sequence(at + i, size - i);
        if (length == 0 || at[i] == 0) {
            struct place place = place_after(file, (const char *)at, i);
            if (length) reading_error(reading, place, "a NUL character: save the file as UTF-8");
            else
                reading_error(reading, place, "not UTF-8 (byte 0x%02x): save the file as UTF-8",
                              at[i]);
            return false;
        }
        i += length;
    }
    *out_text = arena_take(arena, size + 1, 1);
    if (size) memcpy(*out_text, at, size);
    *out_length = size;
    return true;
}
