#include "schema/code.h"

#include <string.h>

#include "base/encode.h"
#include "schema/quote.h"
#include "schema/schema.h"
#include "schema/script.h"

enum { IDENTIFIER_BYTES = 16 };

static const char ALPHABET[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*";

static bool is_letter(char byte) { return byte >= 'A' && byte <= 'Z'; }
static bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

static char capital(char byte) { return byte >= 'a' && byte <= 'z' ? (char)(byte - 32) : byte; }

/* ISO 7064, 7.1 (pure systems, recursive method): modulus 37, radix 2. */
static char check_character(const char *code, size_t length) {
    int sum = 0;
    bool any = false;
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)code[i] >= 0x80) return 0;
        char byte = capital(code[i]);
        if (!is_letter(byte) && !is_digit(byte)) continue;
        sum = (sum + (is_digit(byte) ? byte - '0' : byte - 'A' + 10)) * 2 % 37;
        any = true;
    }
    return any ? ALPHABET[(38 - sum) % 37] : 0;
}

char code_check_character(const char *code) { return check_character(code, strlen(code)); }

/* The length of the pattern's first element, without its +; 0 when it is none. */
static size_t element(const char *pattern) {
    if (*pattern == '+' || *pattern == ']') return 0;
    if (*pattern != '[') return 1;
    size_t letters = strspn(pattern + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    return letters && pattern[letters + 1] == ']' ? letters + 2 : 0;
}

bool code_pattern_check(const char *pattern, struct error *error) {
    if (!*pattern) return error_set(error, ERROR_BAD_INPUT, "an empty code pattern");
    for (const char *at = pattern; *at;) {
        size_t length = element(at);
        char first = *at;
        bool literal = is_letter(first) || is_digit(first) || first == '-';
        if (!length || (length == 1 && !literal && first != '@' && first != '#'))
            return error_set(error, ERROR_BAD_INPUT,
                             "\"%s\" is no code pattern from \"%s\" on: it may have capital "
                             "letters, digits, -, @ for a letter, # for a digit, [BP] for one of "
                             "those letters, and + after what may be repeated",
                             quote(pattern).text, quote(at).text);
        at += length;
        if (*at == '+') at++;
    }
    return true;
}

static bool takes(const char *pattern, size_t length, char byte) {
    if (*pattern == '@') return is_letter(byte);
    if (*pattern == '#') return is_digit(byte);
    if (*pattern == '[') return byte && memchr(pattern + 1, byte, length - 2);
    return byte == *pattern;
}

/* No element of a pattern can take what the one after it needs unless both are alike, as in ####+,
 * so taking as much as there is never takes too much. */
bool code_fits(const char *pattern, const char *code) {
    while (*pattern) {
        size_t length = element(pattern);
        if (!length || !takes(pattern, length, *code)) return false;
        code++;
        if (pattern[length] == '+') {
            while (takes(pattern, length, *code)) code++;
            length++;
        }
        pattern += length;
    }
    return !*code;
}

bool code_number(const char *pattern, const char *code, int64_t *out_number) {
    int64_t number = 0;
    if (!code_fits(pattern, code)) return false;
    for (; *pattern && *pattern != '#'; code++) {
        pattern += element(pattern);
        if (*pattern == '+') return false;
    }
    if (!*pattern) return false;
    for (; is_digit(*code); code++) {
        if (number > INT64_MAX / 10 - 1) return false;
        number = 10 * number + (*code - '0');
    }
    *out_number = number;
    return true;
}

/* Copies the code without its check character. */
static bool take_off_check(const char *text, char *out_code, struct error *error) {
    size_t length = strlen(text);
    const char *colon = strchr(text, ':');
    if (colon) {
        if (colon[1] == 0 || colon[2] != 0)
            return error_set(error, ERROR_BAD_INPUT,
                             "\"%s\": after the colon of a code comes one check character",
                             quote(text).text);
        length = (size_t)(colon - text);
        char wanted = check_character(text, length);
        if (!wanted || capital(colon[1]) != wanted)
            return error_set(error, ERROR_BAD_INPUT,
                             "\"%s\": the check character does not belong to the code: read both "
                             "again",
                             quote(text).text);
    }
    if (length == 0) return error_set(error, ERROR_BAD_INPUT, "no code: fill it in");
    if (length > SCHEMA_CODE_MOST)
        return error_set(error, ERROR_BAD_INPUT, "\"%s\": a code has at most %d bytes",
                         quote(text).text, SCHEMA_CODE_MOST);
    memcpy(out_code, text, length);
    out_code[length] = 0;
    return true;
}

static bool one_line(const char *code, struct error *error) {
    size_t length = strlen(code);
    bool good = code[0] != ' ' && code[length - 1] != ' ';
    for (size_t i = 0; i < length; i++)
        good = good && (unsigned char)code[i] >= 0x20 && code[i] != 0x7f;
    return good || error_set(error, ERROR_BAD_INPUT,
                             "\"%s\": a code is one line without control characters, and without "
                             "blanks around it",
                             quote(code).text);
}

static bool fits_in_capitals(const char *pattern, const char *code, char *out_capitals) {
    size_t length = strlen(code);
    for (size_t i = 0; i <= length; i++) out_capitals[i] = capital(code[i]);
    return pattern && code_fits(pattern, out_capitals);
}

static bool has_latin(const char *code) {
    for (; *code; code++)
        if (is_letter(capital(*code))) return true;
    return false;
}

/* A code that looks like another and is not it gives one thing two records. */
static bool as_it_looks(const char *pattern, const char *code, struct error *error) {
    char latin[SCHEMA_CODE_MOST + 1], capitals[SCHEMA_CODE_MOST + 1];
    if (script_find_unseen(code))
        return error_set(error, ERROR_BAD_INPUT,
                         "\"%s\": there is a character in this code that is not seen (perhaps a "
                         "blank without width, from copying): type the code again",
                         quote(code).text);
    if (!script_looks_latin(code, latin, sizeof latin) ||
        (!has_latin(code) && !fits_in_capitals(pattern, latin, capitals)))
        return true;
    return error_set(error, ERROR_BAD_INPUT,
                     "\"%s\": letters in this code are Cyrillic that look like Latin ones: type it "
                     "with Latin letters, as %s",
                     quote(code).text, latin);
}

bool code_read(const char *pattern, bool given, const char *text, char *out_code,
               struct error *error) {
    char code[SCHEMA_CODE_MOST + 1], capitals[SCHEMA_CODE_MOST + 1];
    if (!take_off_check(text, code, error) || !one_line(code, error) ||
        !as_it_looks(pattern, code, error))
        return false;
    if (pattern) {
        if (fits_in_capitals(pattern, code, capitals)) {
            strcpy(out_code, capitals);
            return true;
        }
        if (!given)
            return error_set(error, ERROR_BAD_INPUT,
                             "\"%s\" is not a code of the form %s (@ a letter, # a digit, + or "
                             "more)",
                             quote(text).text, pattern);
    }
    strcpy(out_code, code);
    return true;
}

bool code_check(const char *pattern, bool given, const char *code, struct error *error) {
    char read[SCHEMA_CODE_MOST + 1];
    if (!code_read(pattern, given, code, read, error)) return false;
    return strcmp(read, code) == 0 ||
           error_set(error, ERROR_BAD_INPUT,
                     "\"%s\" is not how the code is kept: it is \"%s\", in capitals and without "
                     "check character",
                     quote(code).text, quote(read).text);
}

bool identifier_check(char letter, const char *text) {
    char bytes[IDENTIFIER_BYTES];
    struct error error = {0};
    return text[0] == letter && text[1] == '-' &&
           encode_bytes(ENCODING_BASE32, text + 2, strlen(text + 2), bytes, sizeof bytes, &error);
}
