/* From the lines of a zone to its fields, and what is to be said of each. */
#include <stdio.h>
#include <string.h>

#include "input/mrz_parts.h"

void mrz_remark(struct arena *arena, struct mrz_zone *zone, enum mrz_part part,
                enum mrz_grade grade, const char *format, ...) {
    char text[200];
    va_list values;
    va_start(values, format);
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
    zone->remark = arena_grow(arena, zone->remark, (size_t)zone->remark_count,
                              &zone->remark_capacity, sizeof *zone->remark);
    zone->remark[zone->remark_count++] = (struct mrz_remark){part, grade, arena_copy(arena, text)};
}

const struct mrz_field *mrz_field_of(const struct mrz_zone *zone, enum mrz_part part) {
    for (int i = 0; i < zone->field_count; i++)
        if (zone->field[i].part == part) return &zone->field[i];
    return NULL;
}

int mrz_remarks(const struct mrz_zone *zone, enum mrz_grade grade) {
    int count = 0;
    for (int i = 0; i < zone->remark_count; i++) count += zone->remark[i].grade >= grade;
    return count;
}

static const char *value_of(struct arena *arena, const char *text) {
    size_t size = strlen(text);
    while (size && text[size - 1] == '<') size--;
    char *value = arena_copy_part(arena, text, size);
    for (char *at = value; *at; at++)
        if (*at == '<') *at = ' ';
    return value;
}

static void slice(struct arena *arena, struct mrz_zone *zone) {
    const struct mrz_layout *layout = &MRZ_LAYOUT[zone->format];
    for (int i = 0; i < layout->count; i++) {
        const struct mrz_place *place = &layout->place[i];
        const char *begin = zone->line[place->line - 1].text + place->from - 1;
        const char *text = arena_copy_part(arena, begin, (size_t)(place->to - place->from + 1));
        zone->field[zone->field_count++] =
            (struct mrz_field){place->part, place->line, place->from, place->to, text,
                               value_of(arena, text)};
    }
}

/* What a place may hold and holds not; dates and names have their own words for it. */
static void look_at_places(struct arena *arena, struct mrz_zone *zone) {
    const struct mrz_layout *layout = &MRZ_LAYOUT[zone->format];
    for (int i = 0; i < zone->field_count; i++) {
        const struct mrz_field *field = &zone->field[i];
        if (strchr(field->text, '?'))
            mrz_remark(arena, zone, field->part, MRZ_ODD, "? stands for what could not be read");
        if (layout->place[i].class != MRZ_WORD || field->part == MRZ_NAMES)
            continue;
        for (const char *at = field->text; *at; at++) {
            if (*at < '0' || *at > '9') continue;
            const char *other = mrz_look_alikes(*at);
            mrz_remark(arena, zone, field->part, MRZ_WRONG, "%c is no letter%s", *at,
                       *other ? arena_format(arena, "; %c is often taken for it", *other) : "");
        }
    }
}

static void look_at_code(struct arena *arena, struct mrz_zone *zone) {
    static const char *const first[MRZ_FORMATS] = {"ACI", "ACI", "P", "V", "V"};
    const char *usual = first[zone->format];
    if (!*zone->code || !strchr(usual, *zone->code))
        mrz_remark(arena, zone, MRZ_DOCUMENT_CODE, MRZ_ODD, "a %s begins with %s",
                   mrz_format_name(zone->format),
                   strlen(usual) == 1 ? usual : "A, C or I");
}

static void look_at_state(struct arena *arena, struct mrz_zone *zone, enum mrz_part part,
                          const char *code) {
    const char *words;
    if (!*code) {
        mrz_remark(arena, zone, part, MRZ_ODD, "empty");
        return;
    }
    switch (mrz_state_kind(code, &words)) {
    case MRZ_STATE_LISTED: break;
    case MRZ_STATE_SPECIAL: mrz_remark(arena, zone, part, MRZ_NOTE, "%s: %s", code, words); break;
    case MRZ_STATE_FORMER:
        mrz_remark(arena, zone, part, MRZ_NOTE, "%s: %s; a code no longer given", code, words);
        break;
    case MRZ_STATE_UNKNOWN:
        mrz_remark(arena, zone, part, MRZ_ODD,
                   "%s is no code of ISO 3166-1 or of Doc 9303-3, section 5%s", code,
                   strcmp(code, "DEU") ? "" : "; Germany has D<<");
    }
}

static void read_sex(struct arena *arena, struct mrz_zone *zone) {
    char sex = *mrz_field_of(zone, MRZ_SEX)->text;
    zone->sex = sex == 'M' || sex == 'F' ? sex : sex == '<' || sex == 'X' ? 'X' : 0;
    if (sex == 'X')
        mrz_remark(arena, zone, MRZ_SEX, MRZ_ODD, "X is printed on the page, < in the zone");
    else if (!zone->sex)
        mrz_remark(arena, zone, MRZ_SEX, MRZ_WRONG, "M, F or < stands there");
}

static void read_number(struct arena *arena, struct mrz_zone *zone) {
    struct mrz_range rest;
    int check;
    zone->number = mrz_field_of(zone, MRZ_NUMBER)->value;
    if (mrz_number_goes_on(zone, &rest, &check)) {
        const char *begin = zone->line[rest.line - 1].text + rest.from - 1;
        zone->number = arena_format(arena, "%s%.*s", zone->number, rest.to - rest.from + 1, begin);
        mrz_remark(arena, zone, MRZ_NUMBER, MRZ_NOTE,
                   "the number is longer than 9 characters, and goes on in the optional data with "
                   "its check digit");
    }
    if (!*zone->number) mrz_remark(arena, zone, MRZ_NUMBER, MRZ_ODD, "empty");
}

/* Look-alikes of one weight: a check digit that agrees says nothing about them. */
static void look_at_twins(struct arena *arena, struct mrz_zone *zone) {
    static const struct {
        char one, other;
    } twins[] = {{'6', 'G'}, {'G', '6'}, {'1', 'L'}, {'L', '1'}, {'G', 'Q'}, {'Q', 'G'},
                 {'K', '<'}};
    const char *text = "";
    for (const char *at = zone->number; *at; at++)
        for (size_t i = 0; i < sizeof twins / sizeof *twins; i++)
            if (*at == twins[i].one)
                text = arena_format(arena, "%s%s%c for %c (character %d)", text, *text ? ", " : "",
                                    twins[i].other, *at, (int)(at - zone->number) + 1);
    if (*text)
        mrz_remark(arena, zone, MRZ_NUMBER, MRZ_NOTE, "no check digit would show %s", text);
}

void mrz_zone_fill(struct arena *arena, struct mrz_zone *zone) {
    slice(arena, zone);
    zone->code = mrz_field_of(zone, MRZ_DOCUMENT_CODE)->value;
    zone->state = mrz_field_of(zone, MRZ_STATE)->value;
    zone->nationality = mrz_field_of(zone, MRZ_NATIONALITY)->value;
    look_at_places(arena, zone);
    look_at_code(arena, zone);
    look_at_state(arena, zone, MRZ_STATE, zone->state);
    mrz_names_make(arena, zone);
    read_number(arena, zone);
    look_at_twins(arena, zone);
    look_at_state(arena, zone, MRZ_NATIONALITY, zone->nationality);
    mrz_dates_make(arena, zone);
    read_sex(arena, zone);
    mrz_checks_make(zone);
}
