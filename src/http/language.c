#include "http/language.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct {
    const char *tag, *name, *separator, *point;
    int grouped_from; /* digits */
} LANGUAGE[LANGUAGES] = {
    [LANGUAGE_EN] = {"en", "English", ",", ".", 4},
    [LANGUAGE_UK] = {"uk", "Українська", "\u00a0", ",", 5},
};

const char *language_tag(enum language language) { return LANGUAGE[language].tag; }

const char *language_name(enum language language) { return LANGUAGE[language].name; }

const char *language_point(enum language language) { return LANGUAGE[language].point; }

bool language_find(const char *tag, enum language *out) {
    for (int i = 0; i < LANGUAGES; i++) {
        if (strcmp(LANGUAGE[i].tag, tag) != 0) continue;
        *out = (enum language)i;
        return true;
    }
    return false;
}

/* "q=0.8" as 800; 1000 where nothing is said, 0 where it is no number. */
static int read_quality(const char *at, const char *end) {
    const char *q = memchr(at, ';', (size_t)(end - at));
    if (!q) return 1000;
    for (q++; q < end && *q == ' ';) q++;
    if (end - q < 3 || tolower((unsigned char)*q) != 'q' || q[1] != '=') return 0;
    if (q[2] == '1') return 1000;
    int thousandths = 0, unit = 100;
    if (q[2] == '0' && q + 3 < end && q[3] == '.')
        for (q += 4; q < end && isdigit((unsigned char)*q) && unit; q++, unit /= 10)
            thousandths += unit * (*q - '0');
    return thousandths;
}

enum language language_accepted(const char *text) {
    enum language best = LANGUAGE_EN;
    int best_quality = 0;
    while (text && *text) {
        text += strspn(text, " \t,");
        const char *end = text + strcspn(text, ",");
        size_t length = strcspn(text, ",;- \t");
        int quality = read_quality(text, end);
        for (int i = 0; i < LANGUAGES; i++) {
            if (length != strlen(LANGUAGE[i].tag) ||
                strncasecmp(text, LANGUAGE[i].tag, length) != 0 || quality <= best_quality)
                continue;
            best = (enum language)i;
            best_quality = quality;
        }
        text = end;
    }
    return best;
}

int language_form(enum language language, long long count) {
    unsigned long long n = count < 0 ? -(unsigned long long)count : (unsigned long long)count;
    if (language == LANGUAGE_UK) {
        if (n % 10 == 1 && n % 100 != 11) return 0;
        return n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14) ? 1 : 2;
    }
    return n == 1 ? 0 : 1;
}

char *language_number(enum language language, long long number, char text[LANGUAGE_NUMBER]) {
    char digits[24];
    int count = snprintf(digits, sizeof digits, "%lld", number), at = 0;
    int sign = digits[0] == '-';
    if (count - sign < LANGUAGE[language].grouped_from) return strcpy(text, digits);
    for (int i = 0; i < count; i++) {
        if (i > sign && (count - i) % 3 == 0)
            at += sprintf(text + at, "%s", LANGUAGE[language].separator);
        text[at++] = digits[i];
    }
    text[at] = 0;
    return text;
}
