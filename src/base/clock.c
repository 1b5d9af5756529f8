#include "base/clock.h"

#include <time.h>

static double seconds_of(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

double clock_seconds(void) { return seconds_of(CLOCK_MONOTONIC); }

double clock_seconds_asleep_too(void) { return seconds_of(CLOCK_BOOTTIME); }

void clock_text(char text[CLOCK_TEXT]) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    struct tm parts;
    gmtime_r(&now.tv_sec, &parts);
    if (strftime(text, CLOCK_TEXT, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0) text[0] = 0;
}

static double system_seconds(struct clock *clock) {
    (void)clock;
    return clock_seconds();
}

static int64_t system_unix_seconds(struct clock *clock) {
    (void)clock;
    return time(NULL);
}

struct clock clock_of_system(void) {
    return (struct clock){system_seconds, system_unix_seconds};
}
