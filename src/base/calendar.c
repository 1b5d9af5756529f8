#include "base/calendar.h"

#include <stdbool.h>

enum { CYCLE_YEARS = 400, CYCLE_DAYS = 146097, EPOCH = 719468 }; /* 0000-03-01 to 1970-01-01 */

int calendar_month_days(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % CYCLE_YEARS == 0);
    return days[month - 1] + (month == 2 && leap);
}

/* Years are counted from March, so that the day that may be missing is a year's last. */
int32_t calendar_day(int year, int month, int day) {
    int from_march = (month + 9) % 12;
    int years = year - (month <= 2) + CYCLE_YEARS; /* never negative for a year of our dates */
    int days = (153 * from_march + 2) / 5 + day - 1;
    return years * 365 + years / 4 - years / 100 + years / 400 + days - EPOCH - CYCLE_DAYS;
}

void calendar_date(int32_t day, int *out_year, int *out_month, int *out_day) {
    int64_t days = (int64_t)day + EPOCH + CYCLE_DAYS;
    int64_t cycle = days / CYCLE_DAYS, in_cycle = days % CYCLE_DAYS;
    int64_t year =
        (in_cycle - in_cycle / 1460 + in_cycle / 36524 - in_cycle / (CYCLE_DAYS - 1)) / 365;
    int in_year = (int)(in_cycle - (365 * year + year / 4 - year / 100));
    int from_march = (5 * in_year + 2) / 153;
    *out_day = in_year - (153 * from_march + 2) / 5 + 1;
    *out_month = from_march < 10 ? from_march + 3 : from_march - 9;
    *out_year = (int)(year + cycle * CYCLE_YEARS) - CYCLE_YEARS + (*out_month <= 2);
}
