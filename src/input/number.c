#include "input/number.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 100 };

static bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

static const char *skip_digits(const char *at) {
    while (is_digit(*at)) at++;
    return at;
}

bool number_read(const char *text, double *out_number) {
    size_t length = strlen(text);
    if (length > LONGEST) return false;
    const char *at = text;
    if (*at == '-' || *at == '+') at++;
    const char *whole = at;
    at = skip_digits(at);
    const char *mantissa_end = at;
    bool digits = at > whole;
    if (*at == '.' || *at == ',') {
        const char *fraction = at + 1;
        at = mantissa_end = skip_digits(fraction);
        digits = digits || at > fraction;
    }
    if (!digits) return false;
    if (*at == 'e' || *at == 'E') {
        at++;
        if (*at == '-' || *at == '+') at++;
        if (!is_digit(*at)) return false;
        at = skip_digits(at);
    }
    if (*at) return false;

    char copy[LONGEST + 1];
    bool zero = true;
    for (size_t i = 0; i <= length; i++) {
        copy[i] = text[i] == ',' ? '.' : text[i];
        if (text + i < mantissa_end && text[i] >= '1' && text[i] <= '9') zero = false;
    }
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!plain) return false;
    locale_t before = uselocale(plain);
    double number = strtod(copy, NULL);
    uselocale(before);
    freelocale(plain);
    if (!isfinite(number) || (number == 0 && !zero)) return false;
    *out_number = number;
    return true;
}

bool number_read_count(const char *text, double *out_count) {
    size_t length = strlen(text);
    if (length == 0 || length > 10 || *skip_digits(text)) return false;
    double count = 0;
    for (const char *at = text; *at; at++) count = count * 10 + (*at - '0');
    if (count > 1e9) return false;
    *out_count = count;
    return true;
}
