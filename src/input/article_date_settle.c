#include "input/article_date.h"

enum {
    SHIFT_MOST = 14 * 60, /* minutes from Greenwich */
    DAY = 24 * 60
};

/* Minutes since a day long ago, by its own clock. */
static long minutes_of(const struct article_date *date) {
    long year = date->month > 2 ? date->year : date->year - 1;
    long month = (date->month + 9) % 12; /* March is 0 */
    long days =
        year * 365 + year / 4 - year / 100 + year / 400 + (month * 306 + 5) / 10 + date->day - 1;
    return days * DAY + (date->hour == DATE_NONE ? 0 : date->hour * 60 + date->minute);
}

struct article_date article_date_settle(const struct article_date *printed,
                                        const struct article_date *given, bool *used) {
    struct article_date date = *printed;
    long apart = minutes_of(printed) - minutes_of(given);
    *used = false;
    if (printed->hour == DATE_NONE) {
        /* A reader elsewhere may have had another day already. */
        bool same = printed->year == given->year && printed->month == given->month &&
                    printed->day == given->day;
        *used = same;
        return same ? *given : date;
    }
    if (given->hour == DATE_NONE) {
        *used = apart / DAY == 0 && apart >= 0;
        return date;
    }
    if (printed->zone != DATE_NONE && given->zone != DATE_NONE)
        *used = apart - printed->zone + given->zone == 0;
    else if (apart == 0) *used = true;
    else if (printed->zone == DATE_NONE && given->zone != DATE_NONE)
        *used = apart % 60 == 0 && apart + given->zone <= SHIFT_MOST &&
                apart + given->zone >= -SHIFT_MOST;
    if (!*used) return date;
    if (date.second == DATE_NONE) date.second = given->second;
    if (date.zone == DATE_NONE && given->zone != DATE_NONE) date.zone = given->zone + (int)apart;
    return date;
}

char *article_date_text(struct arena *arena, const struct article_date *date) {
    char *text = arena_format(arena, "%04d-%02d-%02d", date->year, date->month, date->day);
    if (date->hour == DATE_NONE) return text;
    text = arena_format(arena, "%sT%02d:%02d", text, date->hour, date->minute);
    if (date->second > 0 || date->zone != DATE_NONE)
        text = arena_format(arena, "%s:%02d", text, date->second == DATE_NONE ? 0 : date->second);
    if (date->zone == DATE_NONE) return text;
    if (date->zone == 0) return arena_format(arena, "%sZ", text);
    int zone = date->zone < 0 ? -date->zone : date->zone;
    return arena_format(arena, "%s%c%02d:%02d", text, date->zone < 0 ? '-' : '+', zone / 60,
                        zone % 60);
}
