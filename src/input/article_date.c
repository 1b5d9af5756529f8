#include "input/article_date.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "input/article_line.h"
#include "input/article_words.h"

enum {
    READ_MOST = 300,
    PARTS_MOST = 80,
    SHIFT_MOST = 14 * 60 /* minutes from Greenwich */
};

/* A number, a word, or another sign. */
struct part {
    enum { NUMBER, WORD, SIGN } kind;
    int value, digits; /* of a number; of a word its month, 0: none */
    const struct word *zone;
    char sign;
    char text[32];
    bool dated; /* belongs to a date or a time */
};

struct parts {
    struct part part[PARTS_MOST];
    int count;
};

static const struct part *at(const struct parts *parts, int i) {
    static const struct part NOTHING = {.kind = SIGN};
    return i >= 0 && i < parts->count ? &parts->part[i] : &NOTHING;
}

static bool is_sign(const struct parts *parts, int i, const char *signs) {
    const struct part *part = at(parts, i);
    return part->kind == SIGN && part->sign && strchr(signs, part->sign);
}

static bool is_number(const struct parts *parts, int i, int least, int most) {
    const struct part *part = at(parts, i);
    return part->kind == NUMBER && part->value >= least && part->value <= most;
}

static bool is_word(const struct parts *parts, int i, const char *text) {
    return at(parts, i)->kind == WORD && strcmp(at(parts, i)->text, text) == 0;
}

static void read_parts(const char *text, size_t size, struct parts *parts) {
    if (size > READ_MOST) size = READ_MOST;
    for (size_t i = 0; i < size && parts->count < PARTS_MOST;) {
        unsigned char c = (unsigned char)text[i];
        struct part *part = &parts->part[parts->count];
        memset(part, 0, sizeof *part);
        if (isdigit(c)) {
            part->kind = NUMBER;
            for (; i < size && isdigit((unsigned char)text[i]); i++, part->digits++)
                if (part->digits < 8) part->value = part->value * 10 + text[i] - '0';
        } else if (isalpha(c) || (c >= 0xc3 && c != 0xe2)) {
            size_t length = 0;
            part->kind = WORD;
            for (; i < size; i++) {
                c = (unsigned char)text[i];
                bool quote =
                    c == '\'' ||
                    (c == 0xe2 && size - i > 3 && !memcmp(text + i, "’", 3) &&
                     (isalpha((unsigned char)text[i + 3]) || (unsigned char)text[i + 3] >= 0x80));
                if (!isalpha(c) && c < 0xc3 && !(c >= 0x80 && c < 0xc0) && !quote) break;
                if (c == 0xe2 && !quote) break;
                if (c == 0xe2) c = '\'', i += 2;
                if (length + 1 < sizeof part->text) part->text[length++] = (char)c;
            }
            line_small(part->text, length);
            const struct word *month = words_find(&WORDS_MONTH, part->text, length);
            part->value = month ? month->value : 0;
            part->zone = words_find(&WORDS_ZONE, part->text, length);
        } else {
            part->kind = SIGN;
            part->sign = (char)c;
            i++;
            if (c == ' ' || c >= 0x80) { /* dashes and the like, as blanks */
                while (i < size && c >= 0x80 && (text[i] & 0xc0) == 0x80) i++;
                continue;
            }
        }
        parts->count++;
    }
}

static bool is_day(int year, int month, int day) {
    static const int DAYS[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1800 || year > 2200 || month < 1 || month > 12 || day < 1) return false;
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return day <= DAYS[month - 1] - (month == 2 && !leap);
}

static bool set_day(struct article_date *date, int year, int month, int day) {
    if (!is_day(year, month, day)) return false;
    *date = (struct article_date){year, month, day, DATE_NONE, DATE_NONE, DATE_NONE, DATE_NONE};
    return true;
}

static bool is_ordinal(const struct parts *parts, int i) {
    return is_word(parts, i, "st") || is_word(parts, i, "nd") || is_word(parts, i, "rd") ||
           is_word(parts, i, "th");
}

/* A date that begins at part i; returns how many parts it has, 0: none. */
static int date_at(const struct parts *parts, int i, struct article_date *date) {
    const struct part *first = at(parts, i);
    int next = i + 1;
    if (first->kind == NUMBER && first->digits == 4 && is_sign(parts, i + 1, "-./") &&
        is_number(parts, i + 2, 1, 12) && is_sign(parts, i + 3, "-./") &&
        is_number(parts, i + 4, 1, 31))
        return set_day(date, first->value, at(parts, i + 2)->value, at(parts, i + 4)->value) ? 5
                                                                                             : 0;
    if (is_number(parts, i, 1, 31) && first->digits <= 2) {
        if (is_sign(parts, i + 1, "./-") && is_number(parts, i + 2, 1, 31) &&
            is_sign(parts, i + 3, "./-") && at(parts, i + 3)->sign == at(parts, i + 1)->sign &&
            (at(parts, i + 4)->digits == 4 || at(parts, i + 4)->digits == 2)) {
            int year = at(parts, i + 4)->value, other = at(parts, i + 2)->value;
            if (at(parts, i + 4)->digits == 2) year += 2000;
            /* Day first, unless it cannot be so. */
            return set_day(date, year, other, first->value) ||
                           set_day(date, year, first->value, other)
                       ? 5
                       : 0;
        }
        if (is_ordinal(parts, next)) next++;
        if (is_word(parts, next, "of")) next++;
        if (at(parts, next)->kind == WORD && at(parts, next)->value) {
            int month = at(parts, next++)->value;
            while (is_sign(parts, next, ".,")) next++;
            if (at(parts, next)->kind == NUMBER && at(parts, next)->digits == 4)
                return set_day(date, at(parts, next)->value, month, first->value) ? next + 1 - i
                                                                                  : 0;
        }
        return 0;
    }
    if (first->kind == WORD && first->value) {
        if (is_sign(parts, next, ".")) next++;
        if (!is_number(parts, next, 1, 31) || at(parts, next)->digits > 2) return 0;
        int day = at(parts, next++)->value;
        if (is_ordinal(parts, next)) next++;
        while (is_sign(parts, next, ",.")) next++;
        if (at(parts, next)->kind == NUMBER && at(parts, next)->digits == 4)
            return set_day(date, at(parts, next)->value, first->value, day) ? next + 1 - i : 0;
    }
    return 0;
}

/* "am", "p.m." at part i; how many parts, and how many hours to add to which. */
static int half_at(const struct parts *parts, int i, bool *out_after) {
    static const char HALVES[2][3] = {"am", "pm"};
    for (int after = 0; after < 2; after++) {
        *out_after = after;
        if (is_word(parts, i, HALVES[after])) return 1;
        if (at(parts, i)->kind == WORD && at(parts, i)->text[0] == HALVES[after][0] &&
            !at(parts, i)->text[1] && is_sign(parts, i + 1, ".") && is_word(parts, i + 2, "m"))
            return 3 + is_sign(parts, i + 3, ".");
    }
    return 0;
}

/* A zone at part i: "BST", "UTC+3", "+03:00", perhaps in brackets. */
static int zone_at(const struct parts *parts, int i, int *out_zone) {
    int from = i;
    const struct word *name = NULL;
    while (is_sign(parts, i, "(,")) i++;
    if (at(parts, i)->kind == WORD && at(parts, i)->zone) name = at(parts, i++)->zone;
    if (is_sign(parts, i, "+-") && at(parts, i + 1)->kind == NUMBER && (!name || !name->value)) {
        const struct part *hours = at(parts, i + 1);
        int minutes =
            hours->digits > 2 ? hours->value / 100 * 60 + hours->value % 100 : hours->value * 60;
        int taken = 2;
        if (hours->digits <= 2 && is_sign(parts, i + 2, ":") && is_number(parts, i + 3, 0, 59)) {
            minutes += at(parts, i + 3)->value;
            taken = 4;
        }
        if ((!name && hours->digits < 2) || minutes > SHIFT_MOST) return 0;
        *out_zone = is_sign(parts, i, "-") ? -minutes : minutes;
        return i + taken - from;
    }
    if (!name) return 0;
    *out_zone = name->value;
    return i - from;
}

/* A time at part i. */
static int time_at(const struct parts *parts, int i, struct article_date *date) {
    bool after = false;
    int next = i + 1, hour = at(parts, i)->value, minute = 0, second = DATE_NONE, half;
    if (!is_number(parts, i, 0, 23) || at(parts, i)->digits > 2) return 0;
    if (is_sign(parts, next, ":.") && at(parts, next + 1)->digits == 2 &&
        is_number(parts, next + 1, 0, 59)) {
        minute = at(parts, next + 1)->value;
        next += 2;
        if (is_sign(parts, next, ":") && at(parts, next + 1)->digits == 2 &&
            is_number(parts, next + 1, 0, 59)) {
            second = at(parts, next + 1)->value;
            next += 2;
        } else if (is_sign(parts, next, ".") && at(parts, next + 1)->kind == NUMBER) {
            return 0; /* 16.09.2022 */
        }
        half = half_at(parts, next, &after);
    } else {
        half = half_at(parts, next, &after);
        if (!half) return 0;
    }
    if (half && (hour < 1 || hour > 12)) half = 0;
    if (half) hour = hour % 12 + (after ? 12 : 0);
    next += half;
    date->hour = hour;
    date->minute = minute;
    date->second = second;
    next += zone_at(parts, next, &date->zone);
    return next - i;
}

static void mark(struct parts *parts, int from, int count) {
    for (int i = from; i < from + count && i < parts->count; i++) parts->part[i].dated = true;
}

/* The first time of parts [from, to). */
static bool time_between(struct parts *parts, int from, int to, struct article_date *date) {
    for (int i = from; i < to; i++) {
        if (parts->part[i].dated || is_sign(parts, i - 1, "+-")) continue;
        int taken = time_at(parts, i, date);
        if (!taken) continue;
        mark(parts, i, taken);
        return true;
    }
    return false;
}

/* "Updated", of one word or more, at part i. */
static bool is_updated(const struct parts *parts, int i) {
    const struct part *part = at(parts, i);
    return part->kind == WORD && words_find(&WORDS_UPDATED, part->text, strlen(part->text));
}

bool article_date_find(const char *text, size_t size, struct article_date *out_date,
                       int *out_rest) {
    struct parts parts = {.count = 0};
    struct article_date date, found;
    int rest = 0;
    bool any = false;
    read_parts(text, size, &parts);
    for (int i = 0, from = 0; i < parts.count; i++) {
        int taken = date_at(&parts, i, &date), to;
        bool updated = false;
        if (!taken) continue;
        mark(&parts, i, taken);
        for (int j = from; j < i; j++)
            if (is_updated(&parts, j)) updated = true;
        for (to = i + taken; to < parts.count && !is_updated(&parts, to); to++) {
            struct article_date other;
            if (date_at(&parts, to, &other)) break;
        }
        /* "T" of ISO 8601 stands between as a word. */
        if (!time_between(&parts, i + taken, to, &date)) time_between(&parts, from, i, &date);
        if (!any && !updated) {
            found = date;
            any = true;
        }
        i += taken - 1;
        from = i + 1;
    }
    for (int i = 0; i < parts.count; i++) {
        const struct part *part = &parts.part[i];
        if (part->kind != WORD || part->dated || part->value || part->zone) continue;
        rest +=
            !words_find(&WORDS_DATE_WORD, part->text, strlen(part->text)) && !is_updated(&parts, i);
    }
    if (!any) return false;
    *out_date = found;
    *out_rest = rest;
    return true;
}

bool article_date_read(const char *text, struct article_date *out_date) {
    struct article_date date;
    int year, month, day, hour, minute, taken = 0, rest;
    while (*text == ' ') text++;
    if (sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &taken) != 3 || !taken)
        return article_date_find(text, strlen(text), out_date, &rest);
    if (!set_day(&date, year, month, day)) return false;
    text += taken;
    if ((*text == 'T' || *text == 't' || *text == ' ') &&
        sscanf(text + 1, "%2d:%2d%n", &hour, &minute, &taken) == 2 && hour >= 0 && hour < 24 &&
        minute >= 0 && minute < 60) {
        struct parts parts = {.count = 0};
        text += 1 + taken;
        date.hour = hour;
        date.minute = minute;
        if (*text == ':' && isdigit((unsigned char)text[1]) && isdigit((unsigned char)text[2])) {
            int second = (text[1] - '0') * 10 + text[2] - '0';
            date.second = second < 60 ? second : 59;
            text += 3;
        }
        if (*text == '.' || *text == ',')
            for (text++; isdigit((unsigned char)*text);) text++;
        read_parts(text, strlen(text), &parts);
        (void)zone_at(&parts, 0, &date.zone);
    }
    *out_date = date;
    return true;
}
