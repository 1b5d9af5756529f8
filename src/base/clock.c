#include "base/clock.h"

#include <time.h>

double clock_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

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
