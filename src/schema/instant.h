/* Instants: "2022-09-16T08:30:00.250Z" for people, microseconds since 1970 in UTC in entries. */
#ifndef CAIRN_SCHEMA_INSTANT_H
#define CAIRN_SCHEMA_INSTANT_H

#include <stdint.h>

#include "base/error.h"

/* The whole numbers that every reader of JSON keeps. As microseconds: the years 1684 to 2255. */
#define WHOLE_MOST INT64_C(9007199254740991)

#define INSTANT_SECOND INT64_C(1000000) /* microseconds */

enum { INSTANT_TEXT = 80 }; /* 28 are used; more would be, were days and hours not what they are */

/* Reads ISO 8601 date and time: T or a blank between them, seconds and up to six decimals if
 * wanted, and always Z or an offset (+03:00): without one nobody knows when it was. */
MUST_CHECK bool instant_read(const char *text, int64_t *out_microseconds, struct error *error);

/* Writes it in UTC, with as many decimals of the second as are not zero; within WHOLE_MOST. */
void instant_write(int64_t microseconds, char text[INSTANT_TEXT]);

#endif
