#include "say/date.h"

#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"

enum { WEEK = 7, DATE_TOKENS_MOST = 6 };

int32_t date_day(const char *text) {
    int part[3] = {0};
    static const int digits[] = {4, 2, 2};
    for (int i = 0; i < 3; i++) {
        if (i && *text++ != '-') return DATE_NONE;
        for (int j = 0; j < digits[i]; j++, text++) {
            if (*text < '0' || *text > '9') return DATE_NONE;
            part[i] = 10 * part[i] + (*text - '0');
        }
    }
    bool exists = part[1] >= 1 && part[1] <= 12 && part[2] >= 1 &&
                  part[2] <= calendar_month_days(part[0], part[1]);
    return exists ? calendar_day(part[0], part[1], part[2]) : DATE_NONE;
}

/* 1 Monday to 7 Sunday; day 0 was a Thursday. */
static int weekday_of(int32_t day) { return (int)((((int64_t)day + 3) % WEEK + WEEK) % WEEK) + 1; }

static const char *day_text(struct arena *arena, int32_t day) {
    int year, month, of_month;
    calendar_date(day, &year, &month, &of_month);
    return arena_format(arena, "%04d-%02d-%02d", year, month, of_month);
}

static const char *days_text(struct arena *arena, int32_t first, int32_t last) {
    return arena_format(arena, "%s/%s", day_text(arena, first), day_text(arena, last));
}

/* The month that lies `months` before or after the one of the day. */
static const char *month_text(struct arena *arena, int32_t day, int months) {
    int year, month, of_month;
    calendar_date(day, &year, &month, &of_month);
    int all = year * 12 + month - 1 + months;
    return arena_format(arena, "%04d-%02d", all / 12, all % 12 + 1);
}

static const char *period_text(struct arena *arena, int32_t day, enum period period, int count) {
    int year, month, of_month;
    calendar_date(day, &year, &month, &of_month);
    int32_t monday = day - (weekday_of(day) - 1);
    int32_t sunday = weekday_of(day) == 7 ? day : monday - 1;
    switch (period) {
    case PERIOD_WEEK: return days_text(arena, monday + WEEK * count, monday + WEEK * count + 6);
    case PERIOD_WEEKEND: return days_text(arena, sunday - 1, sunday);
    case PERIOD_MONTH: return month_text(arena, day, count);
    default: return arena_format(arena, "%04d", year + count);
    }
}

/* "4", "4-го": a day of a month; 0: none. */
static int day_number(const struct paragraph *p, int i) {
    if (i < 0 || i >= p->count) return 0;
    const char *word = token_word(p, i);
    char *end;
    long day = strtol(word, &end, 10);
    bool plain = p->tokens[i].kind == TOKEN_NUMBER && !*end;
    bool ordinal = p->tokens[i].kind == TOKEN_WORD && end != word && strlen(end) <= 6;
    return (plain || ordinal) && day >= 1 && day <= 31 ? (int)day : 0;
}

static int year_number(const struct paragraph *p, int i) {
    if (!token_has(p, i, TOKEN_NUMBER) || p->tokens[i].size != 4) return 0;
    int year = atoi(token_word(p, i));
    return year >= 1000 && year <= 2999 ? year : 0;
}

struct reading {
    struct arena *arena;
    const struct paragraph *p;
    int32_t published;
    const char *edtf;
};

/* A month with or without day and year, in any of their orders; returns behind it. */
static int read_month(struct reading *r, int i) {
    int at = i, day = day_number(r->p, i);
    if (day) at++;
    const struct lexeme *month = token_lexeme(r->p, at, WORD_MONTH);
    if (!month) return i;
    at++;
    if (!day && (day = day_number(r->p, at))) at++;
    int comma = token_has(r->p, at, TOKEN_COMMA), year = year_number(r->p, at + comma);
    if (year) at += 1 + comma;
    int of_year = 0, of_month = 0, of_day = 0;
    bool known = r->published != DATE_NONE;
    if (known) calendar_date(r->published, &of_year, &of_month, &of_day);
    if (!r->arena || (!year && !known)) return at;
    if (!year)
        year = of_year - (month->value > of_month || (month->value == of_month && day > of_day));
    if (day > calendar_month_days(year, (int)month->value)) return at;
    r->edtf = day ? arena_format(r->arena, "%04d-%02d-%02d", year, (int)month->value, day)
                  : arena_format(r->arena, "%04d-%02d", year, (int)month->value);
    if (known && day && calendar_day(year, (int)month->value, day) > r->published) r->edtf = NULL;
    return at;
}

/* One date without what stands before it; returns behind it. */
static int read_date(struct reading *r, int i, bool last) {
    const struct lexeme *lexeme;
    bool known = r->published != DATE_NONE;
    if ((lexeme = token_lexeme(r->p, i, WORD_WEEKDAY))) {
        int back = known ? (weekday_of(r->published) - (int)lexeme->value + WEEK) % WEEK : 0;
        if (last && back == 0) back = WEEK;
        if (known) r->edtf = day_text(r->arena, r->published - back);
    } else if ((lexeme = token_lexeme(r->p, i, WORD_DAY))) {
        if (known) r->edtf = day_text(r->arena, r->published + lexeme->value);
    } else if ((lexeme = token_lexeme(r->p, i, WORD_PERIOD))) {
        if (known)
            r->edtf =
                period_text(r->arena, r->published, (enum period)lexeme->sub, (int)lexeme->value);
    } else {
        return read_month(r, i);
    }
    return i + token_span(r->p, i);
}

static bool may_precede(const struct paragraph *p, int i) {
    static const char *const words[] = {"on",      "in",   "at",   "over", "early", "late",
                                        "earlier", "у",    "в",    "во",   "о",     "на",
                                        "the",     "last", "past", "this", NULL};
    for (int j = 0; words[j]; j++)
        if (strcmp(token_word(p, i), words[j]) == 0) return true;
    return token_is(p, i, WORD_DAY_PART);
}

int date_read(struct arena *arena, const struct paragraph *p, int i, int to, int32_t published,
              const char **out_edtf) {
    struct reading reading = {arena, p, published, NULL};
    int begin = i;
    bool last = false;
    *out_edtf = NULL;
    while (begin < to && begin - i < 3 && may_precede(p, begin)) {
        last |= strcmp(token_word(p, begin), "last") == 0;
        int end = read_date(&reading, begin, last);
        if (end > begin) break; /* "this morning" is one form */
        begin += token_span(p, begin);
    }
    if (begin >= to) return i;
    int end = read_date(&reading, begin, last);
    if (end == begin || end > to) return i;
    while (end < to && token_is(p, end, WORD_DAY_PART)) end += token_span(p, end);
    *out_edtf = reading.edtf;
    return end > to ? i : end;
}

int date_before(const struct paragraph *p, int from, int i) {
    int best = i;
    for (int begin = i - 1; begin >= from && begin >= i - DATE_TOKENS_MOST; begin--) {
        const char *edtf;
        if (p->tokens[begin].kind == TOKEN_COMMA || p->tokens[begin].quotation >= 0) break;
        if (date_read(NULL, p, begin, i, DATE_NONE, &edtf) == i) best = begin;
    }
    return best;
}
