/* Dates of six digits (ICAO Doc 9303-3, 4.8): YYMMDD, fillers for what is not known. The zone does
 * not say the century, so all that it could be are kept, each with its reason. */
#include <string.h>

#include "input/mrz_parts.h"
#include "base/calendar.h"

enum {
    UNKNOWN = -1,
    FIRST_ZONES = 1980 /* year of the first edition of Doc 9303 */
};

/* Two digits; UNKNOWN for two fillers, and for what is no number, which is said. */
static int pair_of(struct arena *arena, struct mrz_zone *zone, enum mrz_part part,
                   const char *text, const char *what) {
    bool digits = text[0] >= '0' && text[0] <= '9' && text[1] >= '0' && text[1] <= '9';
    if (digits) return (text[0] - '0') * 10 + text[1] - '0';
    if (memcmp(text, "<<", 2) == 0) {
        mrz_remark(arena, zone, part, MRZ_NOTE, "the %s is not known: << stands for it", what);
    } else {
        const char *letter = text[0] >= '0' && text[0] <= '9' ? text + 1 : text;
        const char *other = mrz_look_alikes(*letter);
        while (*other && !(*other >= '0' && *other <= '9')) other++;
        mrz_remark(arena, zone, part, MRZ_WRONG, "\"%.2s\" is no %s: digits stand there%s", text,
                   what,
                   *other && *letter != '<' && *letter != '?'
                       ? arena_format(arena, "; %c is often taken for %c", *other, *letter)
                       : "");
    }
    return UNKNOWN;
}

static int known_part(struct arena *arena, struct mrz_zone *zone, enum mrz_part part,
                      const char *text, const char *what) {
    int number = pair_of(arena, zone, part, text, what);
    if (number != 0) return number;
    mrz_remark(arena, zone, part, MRZ_ODD,
               "the %s is 00: taken as not known, for which << should stand", what);
    return UNKNOWN;
}

static struct mrz_date read_date(struct arena *arena, struct mrz_zone *zone, enum mrz_part part) {
    const char *text = mrz_field_of(zone, part)->text;
    if (!strcmp(text, "<<<<<<")) {
        mrz_remark(arena, zone, part, MRZ_NOTE, "no date is given");
        return (struct mrz_date){UNKNOWN, UNKNOWN, UNKNOWN, 0, {{0}}};
    }
    struct mrz_date date = {
        .year = pair_of(arena, zone, part, text, "year"),
        .month = known_part(arena, zone, part, text + 2, "month"),
        .day = known_part(arena, zone, part, text + 4, "day"),
    };
    if (date.month > 12)
        mrz_remark(arena, zone, part, MRZ_WRONG, "there is no month %02d", date.month);
    else if (date.day > (date.month > 0 ? calendar_month_days(2000, date.month) : 31))
        mrz_remark(arena, zone, part, MRZ_WRONG, "there is no day %02d%s", date.day,
                   date.month > 0 ? " in that month" : "");
    return date;
}

/* Does the day exist, if the year is this one? */
static bool exists(const struct mrz_date *date, int year) {
    if (date->month > 12) return false;
    int most = date->month > 0 ? calendar_month_days(year, date->month) : 31;
    return date->day <= most;
}

static void add(struct mrz_date *date, int year, bool possible, const char *why) {
    if (!exists(date, year)) {
        possible = false;
        why = "there was no such day";
    }
    date->century[date->count++] = (struct mrz_century){year, possible, why};
}

static void expiry_centuries(struct mrz_date *date) {
    if (date->year == UNKNOWN) return;
    int early = 1900 + date->year, late = 2000 + date->year;
    bool old = early >= FIRST_ZONES;
    add(date, early, old,
        old ? "documents have zones since 1980" : "before 1980, when zones were introduced");
    add(date, late, !old, old ? "no document is valid for so long" : "after 1980");
}

/* Whole years between two dates of which months and days may be missing. */
static int age_at(const struct mrz_date *birth, int born, const struct mrz_date *expiry,
                  int expires) {
    int years = expires - born;
    bool before = birth->month > 0 && expiry->month > 0 &&
                  (expiry->month < birth->month ||
                   (expiry->month == birth->month && birth->day > 0 && expiry->day > 0 &&
                    expiry->day < birth->day));
    return years - before;
}

static int year_of(const struct mrz_date *date) {
    for (int i = 0; i < date->count; i++)
        if (date->century[i].possible) return date->century[i].year;
    return 0;
}

static void birth_centuries(struct arena *arena, struct mrz_date *birth,
                            const struct mrz_date *expiry) {
    int expires = year_of(expiry);
    if (birth->year == UNKNOWN) return;
    for (int century = 1800; century <= 2000; century += 100) {
        int year = century + birth->year;
        if (!expires) {
            int then = FIRST_ZONES - year;
            add(birth, year, then <= MRZ_AGE_MOST,
                then > MRZ_AGE_MOST ? "too old when the first zones were made"
                                    : "the expiry is not known");
            continue;
        }
        int age = age_at(birth, year, expiry, expires);
        add(birth, year, age >= 0 && age <= MRZ_AGE_MOST,
            age < 0 ? "after the expiry"
                    : arena_format(arena, "%s%d years old at the expiry%s",
                                   birth->day > 0 && expiry->day > 0 ? "" : "about ", age,
                                   age > MRZ_AGE_MOST ? ": too old" : ""));
    }
}

void mrz_dates_make(struct arena *arena, struct mrz_zone *zone) {
    zone->birth = read_date(arena, zone, MRZ_BIRTH);
    zone->expiry = read_date(arena, zone, MRZ_EXPIRY);
    expiry_centuries(&zone->expiry);
    birth_centuries(arena, &zone->birth, &zone->expiry);
    int possible = 0;
    for (int i = 0; i < zone->birth.count; i++) possible += zone->birth.century[i].possible;
    if (possible > 1)
        mrz_remark(arena, zone, MRZ_BIRTH, MRZ_NOTE,
                   "the century is not certain: the zone has two digits of the year");
    if (possible == 0 && zone->birth.count > 0)
        mrz_remark(arena, zone, MRZ_BIRTH, MRZ_WRONG, "in no century is this a date of birth");
}

const char *mrz_date_text(struct arena *arena, const struct mrz_date *date, int century) {
    int year = date->century[century].year;
    if (!exists(date, year)) return NULL;
    if (date->month <= 0) return arena_format(arena, "%04d-XX-XX", year);
    if (date->day <= 0) return arena_format(arena, "%04d-%02d-XX", year, date->month);
    return arena_format(arena, "%04d-%02d-%02d", year, date->month, date->day);
}
