#include "case/document_zone.h"

#include <string.h>

const char *document_zone_lines(struct arena *arena, const struct mrz_zone *zone) {
    const char *lines = "";
    for (int i = 0; i < zone->line_count; i++) {
        /* Lines of a zone that was given in one are all of that one. */
        if (i > 0 && zone->line[i - 1].number == zone->line[i].number) continue;
        lines = arena_format(arena, "%s%s%s", lines, *lines ? "\n" : "", zone->line[i].raw);
    }
    return lines;
}

static void put(json_t *fields, const char *name, const char *text) {
    if (text && *text) json_object_set_new(fields, name, json_string(text));
}

static void put_script(json_t *fields, const char *name, const char *script, const char *text) {
    if (!text || !*text) return;
    json_t *value = json_object();
    json_object_set_new(value, "script", json_string(script));
    json_object_set_new(value, "text", json_string(text));
    json_object_set_new(fields, name, value);
}

/* The date, if it can be only one. */
static const char *only_date(struct arena *arena, const struct mrz_date *date) {
    const char *only = NULL;
    for (int i = 0; i < date->count; i++) {
        if (!date->century[i].possible) continue;
        if (only) return NULL;
        only = mrz_date_text(arena, date, i);
    }
    return only;
}

static const char *class_of(const struct mrz_zone *zone) {
    if (zone->format == MRZ_MRV_A || zone->format == MRZ_MRV_B) return "other";
    if (*zone->code == 'P') return "passport";
    return strchr("ACI", *zone->code) && *zone->code ? "identity_card" : NULL;
}

static void put_checks(const struct mrz_zone *zone, json_t *fields) {
    json_t *list = json_array();
    for (int i = 0; i < zone->check_count; i++) {
        const struct mrz_check *check = &zone->check[i];
        /* What nobody could read neither holds nor fails. */
        if (check->result == MRZ_UNREADABLE) continue;
        json_t *row = json_object();
        put(row, "part", mrz_part_name(check->part));
        put(row, "result",
            check->result == MRZ_AGREES ? "holds" : check->result == MRZ_FAILS ? "fails" : "absent");
        json_array_append_new(list, row);
    }
    json_object_set_new(fields, "mrz_checks", list);
}

void document_zone_fields(struct arena *arena, const struct mrz_zone *zone, json_t *fields) {
    put(fields, "class", class_of(zone));
    put(fields, "mrz", document_zone_lines(arena, zone));
    put_checks(zone, fields);
    put(fields, "state", zone->state);
    if (!mrz_part_fails(zone, MRZ_NUMBER)) put(fields, "document_number", zone->number);
    put_script(fields, "name_native", "Cyrl", zone->native);
    if (*zone->family || *zone->given)
        put_script(fields, "name_latin", "Latn",
                   arena_format(arena, "%s%s%s", zone->family,
                                *zone->family && *zone->given ? " " : "", zone->given));
    if (!mrz_part_fails(zone, MRZ_BIRTH)) put(fields, "born", only_date(arena, &zone->birth));
    if (!mrz_part_fails(zone, MRZ_EXPIRY)) put(fields, "expires", only_date(arena, &zone->expiry));
    if (zone->sex) put(fields, "sex", (const char[]){zone->sex, 0});
    put(fields, "nationality", zone->nationality);
}
