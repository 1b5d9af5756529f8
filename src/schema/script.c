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
