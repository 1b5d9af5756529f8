#include "input/article_bytes.h"

#include <ctype.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "input/markup.h"

enum { HEAD = 4096 /* bytes in which a page says its encoding */, LABEL_MOST = 24 };

static const uint32_t REPLACEMENT = 0xfffd;

/* Labels of one-byte encodings, and what the C library calls them. Latin-1 and ASCII are read as
 * windows-1252, as the Encoding Standard has it. */
static const struct {
    const char *label, *name;
} LABELS[] = {
    {"windows-1251", "WINDOWS-1251"},
    {"cp1251", "WINDOWS-1251"},
    {"cp-1251", "WINDOWS-1251"},
    {"x-cp1251", "WINDOWS-1251"},
    {"win-1251", "WINDOWS-1251"},
    {"windows1251", "WINDOWS-1251"},
    {"koi8-u", "KOI8-U"},
    {"koi8-r", "KOI8-U"},
    {"koi8-ru", "KOI8-U"},
    {"koi8", "KOI8-U"},
    {"koi", "KOI8-U"},
    {"ibm866", "IBM866"},
    {"cp866", "IBM866"},
    {"iso-8859-5", "ISO-8859-5"},
    {"x-mac-cyrillic", "MAC-CYRILLIC"},
    {"windows-1252", "WINDOWS-1252"},
    {"cp1252", "WINDOWS-1252"},
    {"x-cp1252", "WINDOWS-1252"},
    {"iso-8859-1", "WINDOWS-1252"},
    {"iso8859-1", "WINDOWS-1252"},
    {"latin1", "WINDOWS-1252"},
    {"us-ascii", "WINDOWS-1252"},
    {"ascii", "WINDOWS-1252"},
    {"iso-8859-15", "ISO-8859-15"},
    {"iso-8859-2", "ISO-8859-2"},
    {"windows-1250", "WINDOWS-1250"},
    {"cp1250", "WINDOWS-1250"},
    {"iso-8859-9", "WINDOWS-1254"},
    {"windows-1254", "WINDOWS-1254"},
    {"macintosh", "MACINTOSH"},
};

/* What a page's head says, or NULL. */
static const char *declared(const char *bytes, size_t size) {
    const char *end = bytes + (size < HEAD ? size : HEAD);
    for (const char *at = bytes; end - at >= 9; at++) {
        char label[LABEL_MOST + 1];
        size_t length = 0;
        const char *word = at + 7;
        if (strncasecmp(at, "charset", 7) != 0) continue;
        while (word < end && *word && strchr(" =\"'", *word)) word++;
        while (word < end && length < LABEL_MOST &&
               (isalnum((unsigned char)*word) || *word == '-' || *word == '_'))
            label[length++] = (char)tolower((unsigned char)*word++);
        label[length] = 0;
        for (size_t i = 0; i < sizeof LABELS / sizeof *LABELS; i++)
            if (strcmp(label, LABELS[i].label) == 0) return LABELS[i].name;
        return NULL;
    }
    return NULL;
}

/* How the bytes beyond ASCII lie. */
struct lie {
    size_t sequences;    /* of well-formed UTF-8 */
    size_t strays;       /* bytes that belong to none */
    size_t runs, alone;  /* bytes beside another, and between ASCII */
    size_t upper, lower; /* 0xc0 to 0xdf, 0xe0 to 0xff */
};

static struct lie lie_of(const unsigned char *at, size_t size) {
    struct lie lie = {0};
    for (size_t i = 0; i < size;) {
        if (at[i] < 0x80) {
            i++;
            continue;
        }
        size_t length = utf8_sequence(at + i, size - i);
        if (length) lie.sequences++;
        else lie.strays++;
        for (size_t end = i + (length ? length : 1); i < end; i++) {
            bool beside = (i && at[i - 1] >= 0x80) || (i + 1 < size && at[i + 1] >= 0x80);
            lie.runs += beside;
            lie.alone += !beside;
            lie.upper += at[i] >= 0xc0 && at[i] < 0xe0;
            lie.lower += at[i] >= 0xe0;
        }
    }
    return lie;
}

/* Cyrillic words have their letters side by side, and most are small: 0xe0 and on in windows-1251,
 * 0xc0 to 0xdf in KOI8. */
static const char *guess(const struct lie *lie) {
    if (lie->runs <= 2 * lie->alone) return "WINDOWS-1252";
    return lie->lower >= lie->upper ? "WINDOWS-1251" : "KOI8-U";
}

static void take_utf8(struct article_bytes *result, const char *bytes, size_t size) {
    result->encoding = "UTF-8";
    for (size_t i = 0, from = 0; i <= size;) {
        size_t length = i < size ? utf8_sequence((const unsigned char *)bytes + i, size - i) : 0;
        if (length) {
            i += length;
            continue;
        }
        if (i == size && !result->replaced) break;
        buffer_add(&result->made, bytes + from, i - from);
        if (i == size) break;
        markup_add_point(&result->made, REPLACEMENT);
        result->replaced++;
        from = ++i;
    }
    result->text = result->replaced ? result->made.bytes : bytes;
    result->size = result->replaced ? result->made.size : size;
}

static void take_one_byte(struct article_bytes *result, const char *bytes, size_t size,
                          const char *name) {
    char table[256][4];
    uint8_t length[256];
    iconv_t converter = iconv_open("UTF-8", name);
    for (int i = 0; i < 256; i++) {
        char byte = (char)i, *in = &byte, *out = table[i];
        size_t left = 1, room = sizeof table[i];
        bool known = i < 0x80;
        if (known) table[i][0] = byte, room--;
        else if (converter != (iconv_t)-1)
            known = iconv(converter, &in, &left, &out, &room) != (size_t)-1;
        length[i] = known ? (uint8_t)(sizeof table[i] - room) : 0;
    }
    if (converter != (iconv_t)-1) iconv_close(converter);
    result->encoding = name;
    buffer_reserve(&result->made, size);
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (length[byte]) buffer_add(&result->made, table[byte], length[byte]);
        else {
            markup_add_point(&result->made, REPLACEMENT);
            result->replaced++;
        }
    }
    result->text = buffer_text(&result->made);
    result->size = result->made.size;
}

static void take_utf16(struct article_bytes *result, const unsigned char *at, size_t size,
                       bool big_endian) {
    result->encoding = big_endian ? "UTF-16BE" : "UTF-16LE";
    for (size_t i = 0; i + 1 < size; i += 2) {
        uint32_t unit = (uint32_t)at[i + !big_endian] << 8 | at[i + big_endian];
        if (unit >= 0xd800 && unit < 0xdc00 && i + 3 < size) {
            uint32_t low = (uint32_t)at[i + 2 + !big_endian] << 8 | at[i + 2 + big_endian];
            if (low >= 0xdc00 && low < 0xe000) {
                unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
                i += 2;
            }
        }
        if (unit >= 0xd800 && unit < 0xe000) {
            unit = REPLACEMENT;
            result->replaced++;
        }
        markup_add_point(&result->made, unit);
    }
    if (size % 2) {
        markup_add_point(&result->made, REPLACEMENT);
        result->replaced++;
    }
    result->text = buffer_text(&result->made);
    result->size = result->made.size;
}

struct article_bytes article_bytes_of(const char *bytes, size_t size) {
    struct article_bytes result = {0};
    const unsigned char *at = (const unsigned char *)bytes;
    if (size >= 2 && at[0] == 0xff && at[1] == 0xfe) {
        take_utf16(&result, at + 2, size - 2, false);
        return result;
    }
    if (size >= 2 && at[0] == 0xfe && at[1] == 0xff) {
        take_utf16(&result, at + 2, size - 2, true);
        return result;
    }
    if (size >= 3 && memcmp(at, "\xef\xbb\xbf", 3) == 0) {
        take_utf8(&result, bytes + 3, size - 3);
        return result;
    }
    struct lie lie = lie_of(at, size);
    const char *name = declared(bytes, size);
    /* Sequences come about by chance in one text of ten thousand letters, not in many. */
    bool mostly = lie.sequences > 4 * lie.strays;
    if (!lie.strays || mostly) {
        take_utf8(&result, bytes, size);
    } else {
        result.guessed = !name;
        take_one_byte(&result, bytes, size, name ? name : guess(&lie));
    }
    return result;
}
