#include "web/zone_show.h"

#include <string.h>

#include "base/utf8.h"
#include "http/page_zone.h"
#include "web/pages.h"

/* The words of the reader (input/mrz.h) that are said in other languages, too. */
static const char *const WORDS[] = {
    SAYS("document code"), SAYS("issuing state"), SAYS("names"), SAYS("document number"),
    SAYS("nationality"), SAYS("date of birth"), SAYS("sex"), SAYS("date of expiry"),
    SAYS("optional data"), SAYS("optional data 2"), SAYS("whole zone"), SAYS("agrees"),
    SAYS("fails"), SAYS("absent"), SAYS("unreadable"), SAYS("note"), SAYS("odd"), SAYS("wrong"),
    SAYS("family name"), SAYS("given names"), SAYS("card, 3 lines of 30"),
    SAYS("card, 2 lines of 36"), SAYS("passport, 2 lines of 44"), SAYS("visa, 2 lines of 44"),
    SAYS("visa, 2 lines of 36"),
};

static const char *words(const struct visit *visit, const char *english) {
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (!strcmp(WORDS[i], english)) return say(visit->language, WORDS[i]);
    return english;
}

static void show_lines(const struct visit *visit, const struct mrz_zone *zone,
                       struct page_zone_zones *out) {
    struct page_zone_zones_lines *lines =
        arena_new(visit->arena, struct page_zone_zones_lines, zone->line_count);
    for (int i = 0; i < zone->line_count; i++) {
        const struct mrz_line *line = &zone->line[i];
        bool again = i > 0 && zone->line[i - 1].number == line->number;
        lines[i] = (struct page_zone_zones_lines){
            .text = line->text,
            .number = arena_format(visit->arena, "%d", line->number),
            .raw = utf8_harmless_copy(visit->arena, line->raw),
            .changes = again ? NULL : line->changes};
    }
    out->lines = lines;
    out->lines_count = (size_t)zone->line_count;
}

/* ------------------------------------------------------------------ a field */

static void show_date(const struct visit *visit, const struct mrz_date *date,
                      struct page_zone_zones_fields_says *says, size_t *count) {
    for (int i = 0; i < date->count; i++) {
        const struct mrz_century *century = &date->century[i];
        const char *text = mrz_date_text(visit->arena, date, i);
        if (!text) text = arena_format(visit->arena, "%d", century->year);
        struct message_value values[] = {{.name = "date", .text = text}, {.name = NULL}};
        says[(*count)++] = (struct page_zone_zones_fields_says){
            .text = century->possible
                        ? text
                        : message_fill(visit->arena, visit->language,
                                       say(visit->language, "not {date}"), values),
            .why = century->why};
    }
}

static void show_says(const struct visit *visit, const struct mrz_zone *zone,
                      const struct mrz_field *field, struct page_zone_zones_fields *out) {
    struct arena *arena = visit->arena;
    struct page_zone_zones_fields_says *says =
        arena_new(arena, struct page_zone_zones_fields_says, MRZ_CENTURIES + 3);
    size_t count = 0;
    if (field->part == MRZ_NAMES) {
        says[count++] = (struct page_zone_zones_fields_says){.text = zone->family,
                                                             .why = words(visit, "family name")};
        if (*zone->given)
            says[count++] = (struct page_zone_zones_fields_says){
                .text = zone->given, .why = words(visit, "given names")};
        if (zone->native)
            says[count++] = (struct page_zone_zones_fields_says){.text = zone->native};
    } else if (field->part == MRZ_BIRTH) {
        show_date(visit, &zone->birth, says, &count);
    } else if (field->part == MRZ_EXPIRY) {
        show_date(visit, &zone->expiry, says, &count);
    } else {
        const char *value = field->part == MRZ_NUMBER ? zone->number : field->value;
        if (*value) says[count++] = (struct page_zone_zones_fields_says){.text = value};
    }
    out->says = says;
    out->says_count = count;
}

static void show_remarks(const struct visit *visit, const struct mrz_zone *zone,
                         enum mrz_part part, struct page_zone_zones_fields *out) {
    struct page_zone_zones_fields_remarks *remarks =
        arena_new(visit->arena, struct page_zone_zones_fields_remarks, zone->remark_count);
    for (int i = 0; i < zone->remark_count; i++)
        if (zone->remark[i].part == part)
            remarks[out->remarks_count++] = (struct page_zone_zones_fields_remarks){
                .text = arena_format(visit->arena, "%s: %s",
                                     words(visit, mrz_grade_name(zone->remark[i].grade)),
                                     zone->remark[i].text)};
    out->remarks = remarks;
}

static const char *slip_text(const struct visit *visit, const struct mrz_slip *slip) {
    struct arena *arena = visit->arena;
    struct message_value values[] = {
        {.name = "line", .text = arena_format(arena, "%d", slip->line)},
        {.name = "place", .text = arena_format(arena, "%d", slip->at)},
        {.name = "to", .text = arena_format(arena, "%c", slip->to)},
        {.name = "from", .text = arena_format(arena, "%c", slip->from)},
        {.name = NULL}};
    return message_fill(arena, visit->language,
                        slip->all ? say(visit->language, "all would agree if line {line}, place "
                                                         "{place} were {to}, not {from}")
                                  : say(visit->language, "it would agree if line {line}, place "
                                                         "{place} were {to}, not {from}"),
                        values);
}

static void show_check(const struct visit *visit, const struct mrz_check *check,
                       struct page_zone_zones_fields_checks *out) {
    struct arena *arena = visit->arena;
    struct page_zone_zones_fields_checks_slips *slips =
        arena_new(arena, struct page_zone_zones_fields_checks_slips, check->slip_count);
    struct message_value values[] = {
        {.name = "given", .text = arena_format(arena, "%c", check->given)},
        {.name = "computed", .text = arena_format(arena, "%c", check->computed)},
        {.name = NULL}};
    for (int i = 0; i < check->slip_count; i++)
        slips[i].text = slip_text(visit, &check->slip[i]);
    *out = (struct page_zone_zones_fields_checks){
        .result = words(visit, mrz_result_name(check->result)),
        .fails = check->result == MRZ_FAILS || check->result == MRZ_UNREADABLE,
        .digits = message_fill(arena, visit->language,
                               say(visit->language, "{given} given, {computed} computed"), values),
        .slips = slips,
        .slips_count = (size_t)check->slip_count};
}

static void show_checks(const struct visit *visit, const struct mrz_zone *zone, enum mrz_part part,
                        struct page_zone_zones_fields *out) {
    struct page_zone_zones_fields_checks *checks =
        arena_new(visit->arena, struct page_zone_zones_fields_checks, zone->check_count);
    for (int i = 0; i < zone->check_count; i++) {
        if (zone->check[i].part != part) continue;
        show_check(visit, &zone->check[i], &checks[out->checks_count]);
        out->fails = out->fails || checks[out->checks_count].fails;
        out->checks_count++;
    }
    out->checks = checks;
}

static const char *place_of(struct arena *arena, const struct mrz_field *field) {
    return field->from == field->to
               ? arena_format(arena, "%d, %d", field->line, field->from)
               : arena_format(arena, "%d, %d–%d", field->line, field->from, field->to);
}

static void show_fields(const struct visit *visit, const struct mrz_zone *zone,
                        struct page_zone_zones *out) {
    struct page_zone_zones_fields *fields =
        arena_new(visit->arena, struct page_zone_zones_fields, zone->field_count + 1);
    for (int i = 0; i < zone->field_count; i++) {
        const struct mrz_field *field = &zone->field[i];
        fields[i] = (struct page_zone_zones_fields){
            .name = words(visit, mrz_part_words(field->part)),
            .place = place_of(visit->arena, field),
            .text = field->text};
        show_says(visit, zone, field, &fields[i]);
        show_remarks(visit, zone, field->part, &fields[i]);
        show_checks(visit, zone, field->part, &fields[i]);
    }
    /* The last digit is taken over several fields, and so has a row of its own. */
    struct page_zone_zones_fields *whole = &fields[zone->field_count];
    *whole = (struct page_zone_zones_fields){.name = words(visit, mrz_part_words(MRZ_WHOLE))};
    show_remarks(visit, zone, MRZ_WHOLE, whole);
    show_checks(visit, zone, MRZ_WHOLE, whole);
    out->fields = fields;
    out->fields_count =
        (size_t)zone->field_count + (whole->checks_count > 0 || whole->remarks_count > 0);
}

/* ------------------------------------------------------------------ all of them */

static void show_fragments(const struct visit *visit, const struct mrz *mrz,
                           struct page_zone *page) {
    struct page_zone_fragments *fragments =
        arena_new(visit->arena, struct page_zone_fragments, mrz->fragment_count);
    for (int i = 0; i < mrz->fragment_count; i++)
        fragments[i] = (struct page_zone_fragments){
            .number = arena_format(visit->arena, "%d", mrz->fragment[i].number),
            .why = mrz->fragment[i].why,
            .raw = utf8_harmless_copy(visit->arena, mrz->fragment[i].raw)};
    page->fragments = fragments;
    page->fragments_count = (size_t)mrz->fragment_count;
}

const struct page_zone *zone_show(const struct visit *visit, const struct mrz *mrz) {
    struct page_zone *page = arena_new(visit->arena, struct page_zone, 1);
    struct page_zone_zones *zones =
        arena_new(visit->arena, struct page_zone_zones, mrz->zone_count);
    if (!mrz->zone_count && !mrz->fragment_count) return NULL;
    for (int i = 0; i < mrz->zone_count; i++) {
        const struct mrz_zone *zone = &mrz->zone[i];
        zones[i] = (struct page_zone_zones){.format = mrz_format_name(zone->format),
                                            .words = words(visit, mrz_format_words(zone->format)),
                                            .failing = mrz_failing(visit->arena, zone)};
        show_lines(visit, zone, &zones[i]);
        show_fields(visit, zone, &zones[i]);
    }
    *page = (struct page_zone){.zones = zones, .zones_count = (size_t)mrz->zone_count};
    show_fragments(visit, mrz, page);
    return page;
}
