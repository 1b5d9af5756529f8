#include "schema/number.h"

#include <stdio.h>
#include <string.h>

#include "schema/instant.h"
#include "schema/quote.h"

/* A unit, what it measures, and how many of the measure's smallest unit it is. Those that people
 * type in Ukrainian are units, too; declarations name the others. */
struct unit {
    const char *name, *measure;
    int64_t size;
};

static const struct unit UNITS[] = {
    {"mm", "length", 1},       {"cm", "length", 10},    {"m", "length", 1000},
    {"km", "length", 1000000}, {"mg", "mass", 1},       {"g", "mass", 1000},
    {"kg", "mass", 1000000},   {"second", "time", 1},   {"s", "time", 1},
    {"minute", "time", 60},    {"min", "time", 60},     {"hour", "time", 3600},
    {"h", "time", 3600},       {"month", "age", 1},     {"months", "age", 1},
    {"year", "age", 12},       {"years", "age", 12},    {"degree", "angle", 1},
    {"degrees", "angle", 1},   {"percent", "share", 1}, {"%", "share", 1},
    {"count", "count", 1},     {"byte", "data", 1},     {"RFU", "fluorescence", 1},
    {"мм", "length", 1},       {"см", "length", 10},    {"м", "length", 1000},
    {"км", "length", 1000000}, {"мг", "mass", 1},       {"г", "mass", 1000},
    {"кг", "mass", 1000000},   {"с", "time", 1},        {"хв", "time", 60},
    {"год", "time", 3600},
};

static const struct unit *find_unit(const char *name) {
    for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS; i++)
        if (strcmp(UNITS[i].name, name) == 0) return &UNITS[i];
    return NULL;
}

bool unit_known(const char *unit) { return find_unit(unit) != NULL; }

static bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

static const char *skip_digits(const char *at) {
    while (is_digit(*at)) at++;
    return at;
}

/* The number scaled by `size`, which has to come out whole. */
static bool scale(const char *text, const char *end, int64_t size, int64_t divide,
                  int64_t *out_number) {
    int64_t number = 0, tens = 1;
    bool fraction = false;
    for (const char *at = text; at < end; at++) {
        if (*at == '.') {
            fraction = true;
            continue;
        }
        if (number > WHOLE_MOST / 10 || (fraction && tens > WHOLE_MOST / 10)) return false;
        number = number * 10 + *at - '0';
        if (fraction) tens *= 10;
    }
    if (__builtin_mul_overflow(number, size, &number)) return false;
    if (__builtin_mul_overflow(tens, divide, &tens)) return false;
    if (number % tens || number / tens > WHOLE_MOST) return false;
    *out_number = number / tens;
    return true;
}

bool number_read_whole(const char *unit, const char *text, int64_t *out_number,
                       struct error *error) {
    const struct unit *wanted = find_unit(unit);
    bool negative = *text == '-';
    const char *digits = text + (negative || *text == '+');
    const char *end = skip_digits(digits);
    bool good = end > digits && wanted;
    if (*end == '.') {
        good = good && is_digit(end[1]);
        end = skip_digits(end + 1);
    }
    const char *name = end + strspn(end, " ");
    const struct unit *said = *name ? find_unit(name) : wanted;
    good = good && said && strcmp(said->measure, wanted->measure) == 0;
    int64_t number;
    if (!good || !scale(digits, end, said->size, wanted->size, &number))
        return error_set(error, ERROR_BAD_INPUT,
                         strcmp(unit, "count") == 0
                             ? "\"%s\" is no whole number (%s)"
                             : "\"%s\" is no whole number of %s: write digits alone, or a number "
                               "and its unit that comes out whole, with a point",
                         quote(text).text, unit);
    *out_number = negative ? -number : number;
    return true;
}

/* The parts of a decimal as it was written. */
struct parts {
    bool negative, comma;
    const char *whole, *fraction, *exponent; /* where their digits begin */
    int whole_length, fraction_length, exponent_length;
    bool exponent_negative;
};

static bool split(const char *text, struct parts *parts) {
    *parts = (struct parts){.negative = *text == '-'};
    const char *at = text + (*text == '-' || *text == '+');
    parts->whole = at;
    at = skip_digits(at);
    parts->whole_length = (int)(at - parts->whole);
    if (*at == '.' || *at == ',') {
        parts->comma = *at == ',';
        parts->fraction = ++at;
        at = skip_digits(at);
        parts->fraction_length = (int)(at - parts->fraction);
    }
    if (parts->whole_length + parts->fraction_length == 0) return false;
    if (*at == 'e' || *at == 'E') {
        at++;
        parts->exponent_negative = *at == '-';
        if (*at == '-' || *at == '+') at++;
        parts->exponent = at;
        at = skip_digits(at);
        parts->exponent_length = (int)(at - parts->exponent);
        if (parts->exponent_length == 0) return false;
    }
    return !*at;
}

static void drop_zeros(const char **digits, int *length) {
    for (; *length > 0 && **digits == '0'; (*length)--) (*digits)++;
}

bool decimal_read(const char *text, char *out_digits, struct error *error) {
    struct parts parts;
    if (strlen(text) >= DECIMAL_MOST || !split(text, &parts))
        return error_set(error, ERROR_BAD_INPUT,
                         "\"%s\" is no decimal number: write digits with a point, as 0.0015",
                         quote(text).text);
    drop_zeros(&parts.whole, &parts.whole_length);
    drop_zeros(&parts.exponent, &parts.exponent_length);
    if (parts.comma && parts.fraction_length == 3 && parts.whole_length > 0)
        return error_set(error, ERROR_BAD_INPUT,
                         "\"%s\" may be thousands or thousandths: write a point", quote(text).text);
    if (parts.exponent_length > 4)
        return error_set(error, ERROR_BAD_INPUT, "\"%s\" is beyond all numbers in use",
                         quote(text).text);
    int length = snprintf(out_digits, DECIMAL_MOST + 1, "%s%.*s%s%.*s", parts.negative ? "-" : "",
                          parts.whole_length ? parts.whole_length : 1,
                          parts.whole_length ? parts.whole : "0", parts.fraction_length ? "." : "",
                          parts.fraction_length, parts.fraction_length ? parts.fraction : "");
    if (parts.exponent_length)
        snprintf(out_digits + length, (size_t)(DECIMAL_MOST + 1 - length), "e%s%.*s",
                 parts.exponent_negative ? "-" : "", parts.exponent_length, parts.exponent);
    return true;
}

bool decimal_check(const char *digits, struct error *error) {
    char read[DECIMAL_MOST + 1];
    if (!decimal_read(digits, read, error)) return false;
    return strcmp(read, digits) == 0 ||
           error_set(error, ERROR_BAD_INPUT, "\"%s\" is not how the decimal is kept: it is \"%s\"",
                     quote(digits).text, read);
}

/* -1, 0 or 1: how the decimal without its sign compares with a whole number that is not negative.
 * The digits are shifted by the exponent: position i is the i-th digit before the point. */
static int compare_size(const struct parts *parts, int64_t bound) {
    int exponent = 0;
    for (int i = 0; i < parts->exponent_length; i++)
        exponent = exponent * 10 + parts->exponent[i] - '0';
    if (parts->exponent_negative) exponent = -exponent;
    int digits = parts->whole_length + parts->fraction_length;
    int before = parts->whole_length + exponent; /* digits before the shifted point */
    int64_t whole = 0;
    bool rest = false;
    for (int i = 0; i < digits || i < before; i++) {
        int digit = i < parts->whole_length ? parts->whole[i] - '0'
                    : i < digits            ? parts->fraction[i - parts->whole_length] - '0'
                                            : 0;
        if (i >= before) rest = rest || digit;
        else if (whole > bound) return 1;
        else if (__builtin_mul_overflow(whole, 10, &whole) ||
                 __builtin_add_overflow(whole, digit, &whole))
            return 1;
        if (i >= digits && whole == 0) break;
    }
    if (whole != bound) return whole < bound ? -1 : 1;
    return rest;
}

static bool is_zero(const struct parts *parts) {
    for (int i = 0; i < parts->whole_length; i++)
        if (parts->whole[i] != '0') return false;
    for (int i = 0; i < parts->fraction_length; i++)
        if (parts->fraction[i] != '0') return false;
    return true;
}

static int compare(const struct parts *parts, int64_t bound) {
    bool negative = parts->negative && !is_zero(parts);
    if (negative != (bound < 0)) return negative ? -1 : 1;
    return negative ? -compare_size(parts, -bound) : compare_size(parts, bound);
}

bool decimal_between(const char *digits, int64_t least, int64_t most) {
    struct parts parts;
    return split(digits, &parts) && compare(&parts, least) >= 0 && compare(&parts, most) <= 0;
}
