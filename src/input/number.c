#include "input/number.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

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

bool number_read_by_sex(const char *text, double *out_male, double *out_female) {
    const char *comma = strchr(text, ',');
    char first[24] = "";
    if (!comma || comma - text >= (long)sizeof first) return false;
    memcpy(first, text, (size_t)(comma - text));
    const char *part[2] = {first, comma + 1 + strspn(comma + 1, " ")};
    double count[2] = {-1, -1}; /* male, female */
    for (int i = 0; i < 2; i++) {
        int sex = strncasecmp(part[i], "M=", 2) == 0 ? 0 : 1;
        if (sex == 1 && strncasecmp(part[i], "F=", 2) != 0) return false;
        if (count[sex] >= 0 || !number_read_count(part[i] + 2, &count[sex])) return false;
    }
    *out_male = count[0];
    *out_female = count[1];
    return true;
}
