#include "schema/script.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "schema/quote.h"

/* Blocks of letters of one script (Unicode 15). What is in none of them, such as digits, blanks,
 * apostrophes and accents set by themselves, goes with any script. */
static const struct block {
    uint32_t first, last;
    const char *script;
} BLOCKS[] = {
    {'A', 'Z', "Latn"},       {'a', 'z', "Latn"},       {0xc0, 0xd6, "Latn"},
    {0xd8, 0xf6, "Latn"},     {0xf8, 0x2af, "Latn"},    {0x370, 0x3ff, "Grek"},
    {0x400, 0x52f, "Cyrl"},   {0x531, 0x58f, "Armn"},   {0x5d0, 0x5f4, "Hebr"},
    {0x620, 0x64a, "Arab"},   {0x66e, 0x6d3, "Arab"},   {0x6fa, 0x6ff, "Arab"},
    {0x750, 0x77f, "Arab"},   {0x904, 0x97f, "Deva"},   {0x980, 0x9ff, "Beng"},
    {0xb80, 0xbff, "Taml"},   {0xd80, 0xdff, "Sinh"},   {0xe00, 0xe3a, "Thai"},
    {0x1000, 0x109f, "Mymr"}, {0x10a0, 0x10ff, "Geor"}, {0x1200, 0x137f, "Ethi"},
    {0x1780, 0x17ff, "Khmr"}, {0x1c80, 0x1c8f, "Cyrl"}, {0x1c90, 0x1cbf, "Geor"},
    {0x1e00, 0x1eff, "Latn"}, {0x1f00, 0x1fff, "Grek"}, {0x3041, 0x309f, "Hira"},
    {0x30a1, 0x30ff, "Kana"}, {0x4e00, 0x9fff, "Hani"}, {0xac00, 0xd7a3, "Hang"},
    {0xfb50, 0xfdff, "Arab"}, {0xfe70, 0xfefc, "Arab"},
};

static bool is_small(char byte) { return byte >= 'a' && byte <= 'z'; }

bool script_is_code(const char *code) {
    return code[0] >= 'A' && code[0] <= 'Z' && is_small(code[1]) && is_small(code[2]) &&
           is_small(code[3]) && !code[4];
}

static const char *find_script(uint32_t point) {
    for (size_t i = 0; i < sizeof BLOCKS / sizeof *BLOCKS; i++)
        if (point >= BLOCKS[i].first && point <= BLOCKS[i].last) return BLOCKS[i].script;
    return NULL;
}

static uint32_t decode(const unsigned char *at, size_t length) {
    uint32_t point = length == 1 ? at[0] : at[0] & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) point = point << 6 | (at[i] & 0x3f);
    return point;
}

bool script_of(const char *text, char out_code[SCRIPT_CODE], struct error *error) {
    const unsigned char *at = (const unsigned char *)text;
    size_t left = strlen(text), length;
    const char *script = NULL;
    for (; left && (length = utf8_sequence(at, left)) > 0; at += length, left -= length) {
        const char *here = find_script(decode(at, length));
        if (script && here && strcmp(script, here) != 0)
            return error_set(error, ERROR_BAD_INPUT,
                             "\"%s\" has letters of two scripts, %s and %s, from \"%.*s\" on: type "
                             "it in one, or write the script before it, as %s:…",
                             quote(text).text, script, here, (int)length, (const char *)at, script);
        if (here) script = here;
    }
    if (!script)
        return error_set(error, ERROR_BAD_INPUT,
                         "which script is \"%s\" written in? Write its code before it, as Latn:…",
                         quote(text).text);
    memcpy(out_code, script, SCRIPT_CODE);
    return true;
}

/* Letters of two scripts that cannot be told apart (Unicode Technical Standard 39, confusables). */
static const struct likeness {
    uint32_t cyrillic;
    char latin;
} LIKE_LATIN[] = {
    {0x405, 'S'}, {0x406, 'I'}, {0x408, 'J'}, {0x410, 'A'}, {0x412, 'B'}, {0x415, 'E'},
    {0x41a, 'K'}, {0x41c, 'M'}, {0x41d, 'H'}, {0x41e, 'O'}, {0x420, 'P'}, {0x421, 'C'},
    {0x422, 'T'}, {0x423, 'Y'}, {0x425, 'X'}, {0x430, 'a'}, {0x435, 'e'}, {0x43e, 'o'},
    {0x440, 'p'}, {0x441, 'c'}, {0x443, 'y'}, {0x445, 'x'}, {0x455, 's'}, {0x456, 'i'},
    {0x458, 'j'}, {0x4ae, 'Y'}, {0x51a, 'Q'}, {0x51c, 'W'}, {0x51b, 'q'}, {0x51d, 'w'},
};

static char like_latin(uint32_t point) {
    for (size_t i = 0; i < sizeof LIKE_LATIN / sizeof *LIKE_LATIN; i++)
        if (LIKE_LATIN[i].cyrillic == point) return LIKE_LATIN[i].latin;
    return 0;
}

bool script_looks_latin(const char *text, char *out, size_t size) {
    const unsigned char *at = (const unsigned char *)text;
    size_t left = strlen(text), length, written = 0;
    bool any = false;
    for (; left && (length = utf8_sequence(at, left)) > 0; at += length, left -= length) {
        char latin = length == 1 ? (char)*at : like_latin(decode(at, length));
        if (!latin || written + 1 >= size) return false;
        any = any || length > 1;
        out[written++] = latin;
    }
    if (size) out[written] = 0;
    return any && !left;
}

const char *script_find_unseen(const char *text) {
    static const struct {
        uint32_t first, last;
    } unseen[] = {{0x80, 0xa0},     {0xad, 0xad},     {0x34f, 0x34f},  {0x61c, 0x61c},
                  {0x115f, 0x1160}, {0x180b, 0x180e}, {0x2000, 0x200f}, {0x2028, 0x202f},
                  {0x205f, 0x206f}, {0x3000, 0x3000}, {0xfe00, 0xfe0f}, {0xfeff, 0xfeff}};
    const unsigned char *at = (const unsigned char *)text;
    size_t left = strlen(text), length;
    for (; left && (length = utf8_sequence(at, left)) > 0; at += length, left -= length) {
        uint32_t point = decode(at, length);
        for (size_t i = 0; i < sizeof unseen / sizeof *unseen; i++)
            if (point >= unseen[i].first && point <= unseen[i].last) return (const char *)at;
    }
    return NULL;
}
