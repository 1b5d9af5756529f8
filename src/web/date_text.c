#include "web/date_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/message.h"
#include "base/calendar.h"
#include "schema/edtf.h"

enum { SPRING = 21 };

static const char *const MONTHS[] = {
    SAYS("January"), SAYS("February"), SAYS("March"),     SAYS("April"),   SAYS("May"),
    SAYS("June"),    SAYS("July"),     SAYS("August"),    SAYS("September"), SAYS("October"),
    SAYS("November"), SAYS("December"),
};

/* After a day many languages have another form of it. */
#define OF_A_DAY "of a day"
static const char *const MONTHS_OF_A_DAY[] = {
    SAYS_IN("of a day", "January"),   SAYS_IN("of a day", "February"),
    SAYS_IN("of a day", "March"),     SAYS_IN("of a day", "April"),
    SAYS_IN("of a day", "May"),       SAYS_IN("of a day", "June"),
    SAYS_IN("of a day", "July"),      SAYS_IN("of a day", "August"),
    SAYS_IN("of a day", "September"), SAYS_IN("of a day", "October"),
    SAYS_IN("of a day", "November"),  SAYS_IN("of a day", "December"),
};

static const char *const SEASONS[] = {SAYS("spring {year}"), SAYS("summer {year}"),
                                      SAYS("autumn {year}"), SAYS("winter {year}")};

/* Who reads it. */
struct reader {
    struct arena *arena;
    enum language language;
};

static char *fill(const struct reader *reader, const char *text,
                  const struct message_value *values) {
    return message_fill(reader->arena, reader->language, text, values);
}

static char *with_date(const struct reader *reader, const char *text, const char *date) {
    const struct message_value values[] = {{.name = "date", .text = date}, {0}};
    return fill(reader, text, values);
}

/* ------------------------------------------------------------------ one date */

static int number_at(const char *digits) { return (digits[0] - '0') * 10 + digits[1] - '0'; }

/* 199X, 19XX. */
static char *years(const struct reader *reader, const char *year) {
    char first[5], last[5];
    memcpy(first, year, 5);
    memcpy(last, year, 5);
    for (int i = 0; i < 4; i++) {
        if (first[i] != 'X') continue;
        first[i] = '0';
        last[i] = '9';
    }
    const struct message_value values[] = {
        {.name = "first", .text = first}, {.name = "last", .text = last}, {0}};
    return fill(reader,
                year[2] == 'X' ? say(reader->language, "some year from {first} to {last}")
                               : say(reader->language, "the {first}s"),
                values);
}

/* `month` and `day` are NULL where they are not said, and "XX" where they are not known. */
static char *parts(const struct reader *reader, const char *year, const char *month,
                   const char *day) {
    enum language language = reader->language;
    char number[12] = "";
    const char *name = NULL;
    bool known_month = month && month[0] != 'X';
    if (!month) return strchr(year, 'X') ? years(reader, year) : arena_copy(reader->arena, year);
    if (day && day[0] != 'X') snprintf(number, sizeof number, "%d", number_at(day));
    if (known_month && number_at(month) < SPRING)
        name = day ? say_in(language, OF_A_DAY, MONTHS_OF_A_DAY[number_at(month) - 1])
                   : say(language, MONTHS[number_at(month) - 1]);
    const struct message_value values[] = {{.name = "day", .text = number},
                                           {.name = "month", .text = name},
                                           {.name = "year", .text = year},
                                           {0}};
    const char *text;
    if (known_month && !name) text = say(language, SEASONS[number_at(month) - SPRING]);
    else if (name && !day) text = say(language, "{month} {year}");
    else if (name && *number) text = say(language, "{day} {month} {year}");
    else if (name) text = say(language, "some day in {month} {year}");
    else text = day ? say(language, "some day in {year}") : say(language, "some month of {year}");
    return fill(reader, text, values);
}

/* One date of an interval, or a date alone: `length` bytes. */
static char *single(const struct reader *reader, const char *from, size_t length) {
    char *date = arena_copy_part(reader->arena, from, length);
    char mark = length ? date[length - 1] : 0;
    if (mark == '?' || mark == '~' || mark == '%') date[--length] = 0;
    char *month = length >= 7 ? date + 5 : NULL, *day = length >= 10 ? date + 8 : NULL;
    for (size_t i = 4; i < length; i += 3) date[i] = 0;
    char *text = parts(reader, date, month, day);
    if (mark == '?') return with_date(reader, say(reader->language, "perhaps {date}"), text);
    if (mark == '~') return with_date(reader, say(reader->language, "about {date}"), text);
    if (mark == '%') return with_date(reader, say(reader->language, "perhaps about {date}"), text);
    return text;
}

/* ------------------------------------------------------------------ intervals */

static char *interval(const struct reader *reader, const char *first, size_t first_length,
                      const char *last) {
    enum language language = reader->language;
    bool begins = first_length && *first != '.', ends = *last && *last != '.';
    const struct message_value values[] = {
        {.name = "first", .text = begins ? single(reader, first, first_length) : NULL},
        {.name = "last", .text = ends ? single(reader, last, strlen(last)) : NULL},
        {0}};
    const char *text = say(language, "from {first} to {last}");
    if (!begins)
        text = first_length ? say(language, "until {last}")
                            : say(language, "beginning not known, until {last}");
    if (!ends)
        text = *last ? say(language, "since {first}, still going on")
                     : say(language, "from {first}, end not known");
    return fill(reader, text, values);
}

char *date_text(struct arena *arena, enum language language, const char *date) {
    const struct reader reader = {arena, language};
    struct edtf read;
    struct error none = {0};
    if (!edtf_read(date, &read, &none)) return arena_copy(arena, date);
    const char *slash = strchr(date, '/');
    return slash ? interval(&reader, date, (size_t)(slash - date), slash + 1)
                 : single(&reader, date, strlen(date));
}

char *date_text_brief(struct arena *arena, enum language language, const char *date) {
    bool plain = strspn(date, "0123456789-") == strlen(date);
    bool season = strlen(date) == 7 && atoi(date + 5) >= SPRING;
    return plain && !season ? arena_copy(arena, date) : date_text(arena, language, date);
}

/* ------------------------------------------------------------------ instants */

struct moment {
    int year, month, day, hour, minute, second, microsecond;
};

static struct moment moment_of(int64_t microseconds) {
    const int64_t second = 1000000, day = 86400 * second;
    int64_t days = microseconds / day, rest = microseconds % day;
    if (rest < 0) {
        rest += day;
        days--;
    }
    struct moment moment = {.hour = (int)(rest / (3600 * second)),
                            .minute = (int)(rest / (60 * second) % 60),
                            .second = (int)(rest / second % 60),
                            .microsecond = (int)(rest % second)};
    calendar_date((int32_t)days, &moment.year, &moment.month, &moment.day);
    return moment;
}

/* "08:30", "08:30:15", "08:30:15.25". */
static char *time_text(const struct reader *reader, const struct moment *moment) {
    char text[64];
    snprintf(text, sizeof text, "%02d:%02d:%02d%s%06d", moment->hour, moment->minute,
             moment->second, language_point(reader->language), moment->microsecond);
    if (!moment->microsecond && !moment->second) text[5] = 0;
    else if (!moment->microsecond) text[8] = 0;
    else
        for (size_t end = strlen(text); text[end - 1] == '0';) text[--end] = 0;
    return arena_copy(reader->arena, text);
}

char *instant_text(struct arena *arena, enum language language, int64_t microseconds) {
    const struct reader reader = {arena, language};
    const struct moment moment = moment_of(microseconds);
    char day[48];
    snprintf(day, sizeof day, "%04d-%02d-%02d", moment.year, moment.month, moment.day);
    return arena_format(arena, "%s, %s UTC", date_text(arena, language, day),
                        time_text(&reader, &moment));
}

char *instant_text_brief(struct arena *arena, enum language language, int64_t microseconds) {
    const struct reader reader = {arena, language};
    const struct moment moment = moment_of(microseconds);
    return arena_format(arena, "%04d-%02d-%02d %s UTC", moment.year, moment.month, moment.day,
                        time_text(&reader, &moment));
}
