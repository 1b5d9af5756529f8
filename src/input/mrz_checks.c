/* Check digits: the values of the characters (digits; A is 10 to Z 35; < is 0) times 7, 3, 1, 7, …,
 * summed up modulo 10 (ICAO Doc 9303-3, 4.9). */
#include <string.h>

#include "input/mrz_parts.h"

enum { RANGES_MOST = MRZ_RANGES, ANY_MOST = 37 };

static char *cell(struct mrz_zone *zone, int line, int at) {
    return &zone->line[line - 1].text[at - 1];
}

static char look(const struct mrz_zone *zone, int line, int at) {
    return zone->line[line - 1].text[at - 1];
}

static bool is_digit(char character) { return character >= '0' && character <= '9'; }

static int value_of(char character) {
    if (is_digit(character)) return character - '0';
    return character == '<' ? 0 : character - 'A' + 10;
}

const char *mrz_look_alikes(char character) {
    static const char *const pairs[] = {
        "0ODQ", "O0DQ", "D0O", "Q0OG", "1IL7",  "I1L",  "L1I", "2Z",  "Z2",  "3B8", "4A",
        "A4",   "5S6",  "S58", "6G58", "G6CQ",  "71T",  "T7",  "8B36S", "B83", "9G", "<KC",
        "K<X",  "CG<",  "UV",  "VUY",  "MN",    "NMH",  "EF",  "FEP", "HN",  "PF",  "XK", "YV"};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i][0] == character) return pairs[i] + 1;
    return "";
}

bool mrz_number_goes_on(const struct mrz_zone *zone, struct mrz_range *out_rest, int *out_check) {
    const struct mrz_layout *layout = &MRZ_LAYOUT[zone->format];
    const struct mrz_place *number = NULL, *optional = NULL;
    for (int i = 0; i < layout->count; i++) {
        if (layout->place[i].part == MRZ_NUMBER) number = &layout->place[i];
        if (layout->place[i].part == MRZ_OPTIONAL) optional = &layout->place[i];
    }
    if (!layout->long_number || look(zone, number->line, number->check) != '<') return false;
    for (int at = number->from; at <= number->to; at++)
        if (look(zone, number->line, at) == '<') return false;
    int last = optional->from - 1;
    while (last < optional->to && look(zone, optional->line, last + 1) != '<') last++;
    if (last <= optional->from) return false;
    *out_rest = (struct mrz_range){optional->line, optional->from, last - 1};
    *out_check = last;
    return true;
}

/* Makes the check digit of the ranges; `?` when something in them cannot be read. */
static char compute(const struct mrz_zone *zone, const struct mrz_range *range, int count) {
    static const int weights[] = {7, 3, 1};
    int sum = 0, place = 0;
    for (int i = 0; i < count; i++)
        for (int at = range[i].from; at <= range[i].to; at++) {
            char character = look(zone, range[i].line, at);
            if (character == '?') return '?';
            sum += value_of(character) * weights[place++ % 3];
        }
    return (char)('0' + sum % 10);
}

static bool is_empty(const struct mrz_zone *zone, const struct mrz_range *range, int count) {
    for (int i = 0; i < count; i++)
        for (int at = range[i].from; at <= range[i].to; at++)
            if (look(zone, range[i].line, at) != '<') return false;
    return true;
}

static struct mrz_check judge(const struct mrz_zone *zone, enum mrz_part part, int line, int at,
                              const struct mrz_range *range, int count) {
    struct mrz_check check = {.part = part, .line = line, .at = at};
    check.given = look(zone, line, at);
    check.computed = compute(zone, range, count);
    check.result = check.given == '?' || check.computed == '?' ? MRZ_UNREADABLE
                   : check.given == check.computed             ? MRZ_AGREES
                   : check.given == '<' && is_empty(zone, range, count) ? MRZ_ABSENT
                                                                        : MRZ_FAILS;
    return check;
}

/* What a check digit is taken over. */
static int cover(const struct mrz_zone *zone, enum mrz_part part, struct mrz_range *out) {
    const struct mrz_layout *layout = &MRZ_LAYOUT[zone->format];
    int count = 0, check;
    if (part == MRZ_WHOLE) {
        while (count < MRZ_RANGES && layout->whole[count].line) {
            out[count] = layout->whole[count];
            count++;
        }
        return count;
    }
    for (int i = 0; i < layout->count; i++) {
        const struct mrz_place *place = &layout->place[i];
        if (place->part == part) out[count++] = (struct mrz_range){place->line, place->from,
                                                                   place->to};
    }
    count += part == MRZ_NUMBER && mrz_number_goes_on(zone, &out[count], &check);
    return count;
}

static int judge_all(const struct mrz_zone *zone, struct mrz_check *out) {
    const struct mrz_layout *layout = &MRZ_LAYOUT[zone->format];
    struct mrz_range range[RANGES_MOST], rest;
    int count = 0;
    for (int i = 0; i < layout->count; i++) {
        const struct mrz_place *place = &layout->place[i];
        int line = place->line, at = place->check;
        if (!at) continue;
        if (place->part == MRZ_NUMBER && mrz_number_goes_on(zone, &rest, &at)) line = rest.line;
        int ranges = cover(zone, place->part, range);
        out[count++] = judge(zone, place->part, line, at, range, ranges);
    }
    if (layout->whole_at) {
        int ranges = cover(zone, MRZ_WHOLE, range);
        out[count++] = judge(zone, MRZ_WHOLE, 2, layout->whole_at, range, ranges);
    }
    return count;
}

static bool holds(enum mrz_result result) { return result == MRZ_AGREES || result == MRZ_ABSENT; }

/* What may stand in a place. */
static enum mrz_class class_of(const struct mrz_zone *zone, int line, int at) {
    const struct mrz_layout *layout = &MRZ_LAYOUT[zone->format];
    for (int i = 0; i < layout->count; i++) {
        const struct mrz_place *place = &layout->place[i];
        if (place->line == line && at >= place->from && at <= place->to) return place->class;
    }
    return MRZ_DIGITS;
}

static bool belongs(enum mrz_class class, char character) {
    enum mrz_class own = is_digit(character) ? MRZ_DIGITS
                         : character == '<'  ? MRZ_FILLER
                                             : MRZ_LETTERS;
    return (class & own) != 0;
}

/* Tries what one place might say instead, and keeps what helps check `which`. */
static void try_place(struct mrz_zone *zone, int which, int line, int at, bool all) {
    static const char any[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";
    struct mrz_check after[MRZ_CHECKS_MOST], *check = &zone->check[which];
    char *here = cell(zone, line, at), was = *here;
    enum mrz_class class = class_of(zone, line, at);
    for (const char *other = was == '?' ? any : mrz_look_alikes(was); *other; other++) {
        if (!belongs(class, *other) || check->slip_count == MRZ_SLIPS_MOST) continue;
        *here = *other;
        int count = judge_all(zone, after);
        bool every = true, worse = false;
        for (int i = 0; i < count; i++) {
            every = every && holds(after[i].result);
            worse = worse || (holds(zone->check[i].result) && !holds(after[i].result));
        }
        if (after[which].result == MRZ_AGREES && !worse && every == all)
            check->slip[check->slip_count++] = (struct mrz_slip){line, at, was, *other, every};
    }
    *here = was;
}

/* The places of a check digit and of what it is taken over. */
static void try_all(struct mrz_zone *zone, int which, bool all) {
    struct mrz_range range[RANGES_MOST];
    const struct mrz_check *check = &zone->check[which];
    int count = cover(zone, check->part, range);
    for (int i = 0; i < count; i++)
        for (int at = range[i].from; at <= range[i].to; at++)
            try_place(zone, which, range[i].line, at, all);
    try_place(zone, which, check->line, check->at, all);
}

void mrz_checks_make(struct mrz_zone *zone) {
    int failing = 0;
    zone->check_count = judge_all(zone, zone->check);
    for (int i = 0; i < zone->check_count; i++) {
        struct mrz_check *check = &zone->check[i];
        if (holds(check->result)) continue;
        /* The last digit is taken over what the others are taken over: what helps them helps it. */
        if (check->part == MRZ_WHOLE && failing) continue;
        failing++;
        try_all(zone, i, true);
        try_all(zone, i, false);
    }
}

bool mrz_agrees(const struct mrz_zone *zone) {
    for (int i = 0; i < zone->check_count; i++)
        if (!holds(zone->check[i].result)) return false;
    return true;
}

const char *mrz_failing(struct arena *arena, const struct mrz_zone *zone) {
    const char *parts = "";
    for (int i = 0; i < zone->check_count; i++)
        if (!holds(zone->check[i].result))
            parts = arena_format(arena, "%s%s%s", parts, *parts ? ", " : "",
                                 mrz_part_words(zone->check[i].part));
    return parts;
}

bool mrz_part_fails(const struct mrz_zone *zone, enum mrz_part part) {
    for (int i = 0; i < zone->check_count; i++)
        if (zone->check[i].part == part && !holds(zone->check[i].result)) return true;
    return false;
}
