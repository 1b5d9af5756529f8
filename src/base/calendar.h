/* Days of the Gregorian calendar, counted from 1 January 1970 (day 0). */
#ifndef CAIRN_BASE_CALENDAR_H
#define CAIRN_BASE_CALENDAR_H

#include <stdint.h>

int calendar_month_days(int year, int month);

int32_t calendar_day(int year, int month, int day);
void calendar_date(int32_t day, int *out_year, int *out_month, int *out_day);

#endif
