/* What time it is: the only place that asks. */
#ifndef CAIRN_BASE_CLOCK_H
#define CAIRN_BASE_CLOCK_H

#include <stdint.h>

enum { CLOCK_TEXT = 24 };

/* A clock that is handed over, so that a test can turn its own; the program has the one of the
 * system and no other. */
struct clock {
    double (*seconds)(struct clock *clock);       /* as clock_seconds */
    int64_t (*unix_seconds)(struct clock *clock); /* since 1970-01-01T00:00:00Z */
};
struct clock clock_of_system(void);

/* Seconds since some moment in the past; never goes backwards. For durations. */
double clock_seconds(void);

/* The same, but it goes on while the machine is asleep. For what must end in time. */
double clock_seconds_asleep_too(void);

/* The present instant in UTC, to the second: "2022-09-16T08:30:00Z". */
void clock_text(char text[CLOCK_TEXT]);

#endif
