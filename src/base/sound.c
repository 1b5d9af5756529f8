#include "base/sound.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/buffer.h"
#include "base/fault.h"

/* ------------------------------------------------------------------ to Latin letters */

/* Letters that are not Latin, or say more with their mark than without it; "" is not heard. */
static const struct {
    utf8proc_int32_t letter;
    const char *latin;
} LETTERS[] = {
    {U'а', "a"},  {U'б', "b"},  {U'в', "v"},    {U'г', "g"},  {U'ґ', "g"},  {U'ѓ', "g"},
    {U'д', "d"},  {U'ђ', "dj"}, {U'е', "e"},    {U'ё', "e"},  {U'є', "ie"}, {U'ж', "zh"},
    {U'з', "z"},  {U'ѕ', "dz"}, {U'и', "i"},    {U'і', "i"},  {U'ї', "i"},  {U'й', "i"},
    {U'ј', "i"},  {U'к', "k"},  {U'ќ', "k"},    {U'л', "l"},  {U'љ', "li"}, {U'м', "m"},
    {U'н', "n"},  {U'њ', "ni"}, {U'о', "o"},    {U'п', "p"},  {U'р', "r"},  {U'с', "s"},
    {U'т', "t"},  {U'ћ', "ch"}, {U'у', "u"},    {U'ў', "v"},  {U'ф', "f"},  {U'х', "kh"},
    {U'ц', "ts"}, {U'ч', "ch"}, {U'џ', "dzh"},  {U'ш', "sh"}, {U'щ', "shch"}, {U'ъ', ""},
    {U'ы', "i"},  {U'ь', ""},   {U'э', "e"},    {U'ю', "iu"}, {U'я', "ia"}, {U'\'', ""},
    {U'’', ""},   {U'‘', ""},   {U'ʼ', ""},     {U'ʹ', ""},   {U'`', ""},   {U'´', ""},
    {U'č', "ch"}, {U'ć', "ch"}, {U'đ', "dj"},   {U'ł', "l"},  {U'š', "sh"}, {U'ś', "s"},
    {U'ž', "zh"}, {U'ż', "zh"}, {U'ø', "o"},    {U'æ', "e"},  {U'ı', "i"},
};

static bool is_plain(utf8proc_int32_t letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
}

/* Other scripts stay as they are, without marks; what is no letter or digit parts words. */
static void add_other(struct buffer *out, utf8proc_int32_t letter) {
    utf8proc_int32_t parts[16];
    int boundary = 0;
    utf8proc_ssize_t count = utf8proc_decompose_char(
        letter, parts, 16, UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK, &boundary);
    for (utf8proc_ssize_t i = 0; i < count && i < 16; i++) {
        utf8proc_uint8_t bytes[4];
        utf8proc_category_t category = utf8proc_category(parts[i]);
        bool letters = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
        if (letters || category == UTF8PROC_CATEGORY_ND)
            buffer_add(out, (char *)bytes, (size_t)utf8proc_encode_char(parts[i], bytes));
        else buffer_add_text(out, " ");
    }
}

static void add_letter(struct buffer *out, utf8proc_int32_t letter) {
    char plain = (char)letter;
    if (is_plain(letter)) {
        buffer_add(out, &plain, 1);
        return;
    }
    for (size_t i = 0; i < sizeof LETTERS / sizeof *LETTERS; i++)
        if (LETTERS[i].letter == letter) {
            buffer_add_text(out, LETTERS[i].latin);
            return;
        }
    if (letter < 0x80) buffer_add_text(out, " ");
    else add_other(out, letter);
}

/* ------------------------------------------------------------------ to sounds */

/* How Latin letters are heard, the longer ones first. C, S and Z are ч, ш and ж, c is ц. */
static const struct {
    const char *letters, *sound;
} SOUNDS[] = {
    {"schtsch", "SC"}, {"shch", "SC"}, {"szcz", "SC"}, {"tsch", "C"}, {"sch", "S"}, {"tch", "C"},
    {"zgh", "zh"},     {"sh", "S"},    {"sz", "S"},    {"ch", "C"},   {"cz", "C"},  {"zh", "Z"},
    {"kh", "h"},       {"gh", "h"},    {"ph", "f"},    {"th", "t"},   {"ts", "c"},  {"tz", "c"},
    {"ck", "k"},
    {"ou", "u"},       {"ce", "ce"},   {"ci", "ci"},   {"cy", "ci"},  {"c", "k"},   {"g", "h"},
    {"j", "i"},        {"q", "k"},     {"w", "v"},     {"x", "ks"},   {"y", "i"},
};

static void add_sound(struct buffer *out, const char *sound, size_t size) {
    for (size_t i = 0; i < size; i++) {
        char *last = out->size ? &out->bytes[out->size - 1] : NULL;
        if (last && *last == sound[i]) continue;
        /* ye, je, ie and e; yo, io and ё, which is often written e. */
        if (last && *last == 'i' && (sound[i] == 'e' || sound[i] == 'o')) *last = 'e';
        else buffer_add(out, &sound[i], 1);
    }
}

static void add_sounds(struct buffer *out, const char *latin) {
    while (*latin) {
        size_t i = 0;
        while (i < sizeof SOUNDS / sizeof *SOUNDS &&
               (*latin != *SOUNDS[i].letters ||
                strncmp(latin, SOUNDS[i].letters, strlen(SOUNDS[i].letters)) != 0))
            i++;
        bool found = i < sizeof SOUNDS / sizeof *SOUNDS;
        const char *sound = found ? SOUNDS[i].sound : latin;
        size_t size = found ? strlen(SOUNDS[i].letters) : 1;
        add_sound(out, sound, found ? strlen(sound) : 1);
        latin += size;
    }
}

/* ------------------------------------------------------------------ all of it */

static const utf8proc_option_t LOWER = UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPAT |
                                       UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;

/* Most texts are plain, and small letters are all that is to be made of them. */
static bool add_plain(const char *text, struct buffer *latin) {
    for (const char *at = text; *at; at++)
        if (*at & 0x80) return false;
    for (const char *at = text; *at; at++)
        add_letter(latin, *at >= 'A' && *at <= 'Z' ? *at - 'A' + 'a' : *at);
    return true;
}

static bool add_any(const char *text, struct buffer *latin) {
    utf8proc_uint8_t *lower = NULL;
    utf8proc_ssize_t size = UTF8PROC_ERROR_NOMEM, at = 0;
    if (!fault_here(FAULT_MEMORY))
        size = utf8proc_map((const utf8proc_uint8_t *)text, 0, &lower, LOWER);
    if (size == UTF8PROC_ERROR_NOMEM) return false;
    while (at < size) {
        utf8proc_int32_t letter;
        at += utf8proc_iterate(lower + at, size - at, &letter);
        add_letter(latin, letter);
    }
    free(lower);
    return true;
}

char *sound_text(struct arena *arena, const char *text) {
    struct buffer latin = {0}, out = {0};
    /* The arena says that there is no memory. */
    if (!add_plain(text, &latin) && !add_any(text, &latin))
        return arena_take(arena, SIZE_MAX / 8, 1);
    buffer_add_text(&out, " ");
    if (latin.size) add_sounds(&out, buffer_text(&latin));
    char *copy = arena_copy(arena, buffer_text(&out));
    buffer_close(&latin);
    buffer_close(&out);
    return copy;
}
