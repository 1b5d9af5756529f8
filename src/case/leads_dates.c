/* Two dates of birth: what somebody who writes one down may do to it. */
#include <stdlib.h>
#include <string.h>

#include "case/leads_parts.h"
#include "base/calendar.h"

enum { POINTS_BORN = 30, AGAINST_BORN = 40, APPROXIMATELY = 730 /* days */ };

static bool is_day(const struct edtf *date) { return date->first_day == date->last_day; }

/* YYYYMMDD. */
static void digits_of(int32_t day, char out[8]) {
    int year, month, date;
    calendar_date(day, &year, &month, &date);
    int number = year * 10000 + month * 100 + date;
    for (int i = 7; i >= 0; i--, number /= 10) out[i] = (char)('0' + number % 10);
}

/* What somebody who writes a date may do to it. */
static struct leads_dates compare_days(int32_t one, int32_t other) {
    char a[8], b[8];
    int differing = 0, first = -1;
    if (one == other) return (struct leads_dates){POINTS_BORN, "the same day"};
    digits_of(one, a);
    digits_of(other, b);
    if (!memcmp(a, b, 4) && !memcmp(a + 4, b + 6, 2) && !memcmp(a + 6, b + 4, 2))
        return (struct leads_dates){POINTS_BORN * 0.7, "day and month are exchanged"};
    for (int i = 0; i < 8; i++) {
        if (a[i] == b[i]) continue;
        if (first < 0) first = i;
        differing++;
    }
    if (differing == 1) return (struct leads_dates){POINTS_BORN * 0.6, "one digit is another"};
    if (differing == 2 && a[first] == b[first + 1] && a[first + 1] == b[first])
        return (struct leads_dates){POINTS_BORN * 0.6, "two digits are exchanged"};
    if (labs((long)one - other) == 1)
        return (struct leads_dates){POINTS_BORN * 0.6, "one day apart"};
    if (!memcmp(a + 4, b + 4, 4) && labs((long)one - other) < APPROXIMATELY)
        return (struct leads_dates){POINTS_BORN * 0.4, "the same day of another year"};
    if (!memcmp(a, b, 6)) return (struct leads_dates){0, "the same month, another day"};
    if (!memcmp(a, b, 4)) return (struct leads_dates){-AGAINST_BORN / 4.0,
                                                        "the same year, another day"};
    return (struct leads_dates){-AGAINST_BORN, "another date"};
}

struct leads_dates leads_dates_compare(const struct edtf *one, const struct edtf *other) {
    if (is_day(one) && is_day(other) && !one->approximate && !other->approximate)
        return compare_days(one->first_day, other->first_day);
    int64_t wider = one->approximate || other->approximate ? APPROXIMATELY : 0;
    int64_t apart = one->first_day > other->last_day ? (int64_t)one->first_day - other->last_day
                    : other->first_day > one->last_day
                        ? (int64_t)other->first_day - one->last_day
                        : 0;
    int64_t span = (int64_t)one->last_day - one->first_day + other->last_day - other->first_day;
    if (apart == 0)
        return span <= 31 ? (struct leads_dates){POINTS_BORN * 0.7, "fits, to the month"}
               : span <= 366 ? (struct leads_dates){POINTS_BORN * 0.5, "fits, to the year"}
                             : (struct leads_dates){POINTS_BORN * 0.2, "may fit"};
    if (apart <= wider) return (struct leads_dates){POINTS_BORN * 0.3, "near, and not certain"};
    if (apart <= 366) return (struct leads_dates){-AGAINST_BORN / 4.0, "less than a year apart"};
    return (struct leads_dates){-AGAINST_BORN, "another date"};
}
