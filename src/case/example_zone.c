/* Machine-readable zones (ICAO 9303-4 and 9303-5) of UTO, the state that ICAO keeps for
 * specimens. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "case/example_story.h"
#include "base/calendar.h"

enum { TD3_WIDTH = 44, TD1_WIDTH = 30, NUMBER = 9 };

/* Weights 7, 3, 1 over digits, letters from A = 10, and < = 0; modulo 10. */
static int check_sum(const char *text, int length, int place) {
    static const int weights[] = {7, 3, 1};
    int sum = 0;
    for (int i = 0; i < length; i++) {
        int value = isdigit((unsigned char)text[i]) ? text[i] - '0'
                    : text[i] == '<'                ? 0
                                                    : text[i] - 'A' + 10;
        sum += value * weights[(place + i) % 3];
    }
    return sum;
}

static char check_digit(const char *text, int length) {
    return (char)('0' + check_sum(text, length, 0) % 10);
}

/* A part of a zone, and where its check digit stands; both count from the first line's begin, with
 * the blank between the lines. */
struct part {
    const char *name;
    int at, length, check;
};

static const struct part TD3_PARTS[] = {
    {"number", 45, 9, 54}, {"birth", 58, 6, 64}, {"expiry", 66, 6, 72}};
static const struct part TD1_PARTS[] = {
    {"number", 5, 9, 14}, {"birth", 31, 6, 37}, {"expiry", 39, 6, 45}};

enum { PARTS = 3, TD3_WHOLE = 88, TD1_WHOLE = 60 };

/* What the last check digit covers, in its order (9303-4, 4.2.2; 9303-5, 4.2.2). */
static char whole_digit(const char *lines, bool card) {
    static const int td3[][2] = {{45, 10}, {58, 7}, {66, 22}};
    static const int td1[][2] = {{5, 25}, {31, 7}, {39, 7}, {49, 11}};
    const int(*range)[2] = card ? td1 : td3;
    int sum = 0, place = 0;
    for (int i = 0; i < (card ? 4 : 3); i++) {
        sum += check_sum(lines + range[i][0], range[i][1], place);
        place += range[i][1];
    }
    return (char)('0' + sum % 10);
}

static const struct part *parts_of(const struct example_zone *zone) {
    return zone->card ? TD1_PARTS : TD3_PARTS;
}

static int whole_of(const struct example_zone *zone) {
    return zone->card ? TD1_WHOLE : TD3_WHOLE;
}

static void put(char *lines, int at, const char *text, int most) {
    for (int i = 0; i < most && text[i]; i++)
        lines[at + i] = text[i] == ' ' ? '<' : (char)toupper((unsigned char)text[i]);
}

static void put_date(char *lines, int at, int32_t day) {
    int year, month, date;
    char text[8];
    calendar_date(day, &year, &month, &date);
    snprintf(text, sizeof text, "%02d%02d%02d", year % 100 & 127, month & 31, date & 31);
    put(lines, at, text, 6);
}

char *example_zone_write(struct arena *arena, const struct example_zone *zone) {
    int width = zone->card ? TD1_WIDTH : TD3_WIDTH, size = zone->card ? 92 : 89;
    char *lines = arena_new(arena, char, size + 1);
    memset(lines, '<', (size_t)size);
    for (int i = width; i < size; i += width + 1) lines[i] = ' ';
    const struct part *part = parts_of(zone);
    put(lines, 0, zone->card ? "I" : "P", 1);
    put(lines, 2, "UTO", 3);
    put(lines, zone->card ? 46 : 55, "UTO", 3);
    put(lines, part[0].at, zone->number, NUMBER);
    put_date(lines, part[1].at, zone->born);
    put_date(lines, part[2].at, zone->expires);
    lines[part[1].check + 1] = zone->sex == SEX_FEMALE ? 'F' : 'M';
    const char *names = arena_format(arena, "%s<<%s", zone->family, zone->given);
    put(lines, zone->card ? 62 : 5, names, zone->card ? TD1_WIDTH : TD3_WIDTH - 5);
    for (int i = 0; i < PARTS; i++)
        lines[part[i].check] = check_digit(lines + part[i].at, part[i].length);
    lines[whole_of(zone)] = whole_digit(lines, zone->card);
    return lines;
}

void example_zone_misread(const struct example_zone *zone, char *lines) {
    static const char digits[] = "01258", letters[] = "OIZSB";
    const struct part *number = &parts_of(zone)[0];
    for (int i = number->at; i < number->at + number->length; i++) {
        const char *digit = strchr(digits, lines[i]);
        if (!digit) continue;
        lines[i] = letters[digit - digits];
        return;
    }
}

const char *example_zone_checks(struct arena *arena, const struct example_zone *zone,
                                const char *lines) {
    const char *text = "";
    const struct part *part = parts_of(zone);
    for (int i = 0; i < PARTS; i++) {
        bool holds = lines[part[i].check] == check_digit(lines + part[i].at, part[i].length);
        text = arena_format(arena, "%s%s|%s;", text, part[i].name, holds ? "holds" : "fails");
    }
    bool whole = lines[whole_of(zone)] == whole_digit(lines, zone->card);
    return arena_format(arena, "%swhole|%s", text, whole ? "holds" : "fails");
}
