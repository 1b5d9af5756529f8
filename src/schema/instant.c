#include "schema/instant.h"

#include <stdio.h>
#include <string.h>

#include "base/calendar.h"
#include "schema/quote.h"

#define SECOND INSTANT_SECOND
#define DAY (86400 * SECOND)

static bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

/* `digits` digits between least and most; moves on. */
static bool take(const char **at, int digits, int least, int most, int *out_number) {
    int number = 0;
    for (int i = 0; i < digits; i++, (*at)++) {
        if (!is_digit(**at)) return false;
        number = number * 10 + **at - '0';
    }
    *out_number = number;
    return number >= least && number <= most;
}

static bool take_byte(const char **at, char byte) {
    if (**at != byte) return false;
    (*at)++;
    return true;
}

static bool take_seconds(const char **at, int64_t *out_microseconds) {
    int second = 0;
    int64_t fraction = 0, unit = SECOND;
    if (take_byte(at, ':')) {
        if (!take(at, 2, 0, 59, &second)) return false;
        if (take_byte(at, '.')) {
            if (!is_digit(**at)) return false;
            for (; is_digit(**at) && unit > 1; (*at)++) fraction += (**at - '0') * (unit /= 10);
        }
    }
    *out_microseconds = second * SECOND + fraction;
    return true;
}

static bool take_offset(const char **at, int64_t *out_microseconds) {
    if (take_byte(at, 'Z')) {
        *out_microseconds = 0;
        return true;
    }
    int sign = **at == '-' ? -1 : 1, hours, minutes;
    if (!take_byte(at, '+') && !take_byte(at, '-')) return false;
    if (!take(at, 2, 0, 14, &hours) || !take_byte(at, ':') || !take(at, 2, 0, 59, &minutes))
        return false;
    *out_microseconds = sign * (hours * 60 + minutes) * 60 * SECOND;
    return true;
}

static bool take_all(const char *at, int64_t *out_microseconds) {
    int year, month, day, hour, minute;
    int64_t seconds, offset;
    if (!take(&at, 4, 1, 9999, &year) || !take_byte(&at, '-') || !take(&at, 2, 1, 12, &month) ||
        !take_byte(&at, '-') || !take(&at, 2, 1, calendar_month_days(year, month), &day) ||
        (!take_byte(&at, 'T') && !take_byte(&at, ' ')) || !take(&at, 2, 0, 23, &hour) ||
        !take_byte(&at, ':') || !take(&at, 2, 0, 59, &minute) || !take_seconds(&at, &seconds) ||
        !take_offset(&at, &offset) || *at)
        return false;
    *out_microseconds = calendar_day(year, month, day) * DAY + (hour * 60 + minute) * 60 * SECOND +
                        seconds - offset;
    return true;
}

bool instant_read(const char *text, int64_t *out_microseconds, struct error *error) {
    int64_t microseconds;
    if (!take_all(text, &microseconds))
        return error_set(error, ERROR_BAD_INPUT,
                         "\"%s\" is no instant: write date, time and offset from UTC, as "
                         "2022-09-16T11:30:00+03:00 or 2022-09-16T08:30:00Z",
                         quote(text).text);
    if (microseconds > WHOLE_MOST || microseconds < -WHOLE_MOST)
        return error_set(error, ERROR_BAD_INPUT, "\"%s\" is not between the years 1684 and 2255",
                         quote(text).text);
    *out_microseconds = microseconds;
    return true;
}

void instant_write(int64_t microseconds, char text[INSTANT_TEXT]) {
    int64_t day = microseconds / DAY, rest = microseconds % DAY;
    if (rest < 0) {
        day--;
        rest += DAY;
    }
    int year, month, date;
    calendar_date((int32_t)day, &year, &month, &date);
    int seconds = (int)(rest / SECOND), fraction = (int)(rest % SECOND);
    int length = snprintf(text, INSTANT_TEXT, "%04d-%02d-%02dT%02d:%02d:%02d.%06d", year, month,
                          date, seconds / 3600, seconds / 60 % 60, seconds % 60, fraction);
    if (!fraction) length -= 7; /* ".000000" */
    while (fraction && text[length - 1] == '0') length--;
    strcpy(text + length, "Z");
}
