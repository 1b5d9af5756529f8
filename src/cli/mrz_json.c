#include "cli/mrz_json.h"

#include "base/json.h"
#include "base/utf8.h"

static const char *one_character(struct arena *arena, char character) {
    return arena_format(arena, "%c", character);
}

static void date_json(struct json *json, struct arena *arena, const char *name,
                      const struct mrz_date *date) {
    json_name(json, name);
    json_open_list(json);
    for (int i = 0; i < date->count; i++) {
        json_open_object_flat(json);
        json_member_text(json, "date", mrz_date_text(arena, date, i));
        json_member_whole(json, "year", date->century[i].year);
        json_member_truth(json, "possible", date->century[i].possible);
        json_member_text(json, "why", date->century[i].why);
        json_close_object(json);
    }
    json_close_list(json);
}

static void lines_json(struct json *json, struct arena *arena, const struct mrz_zone *zone) {
    json_name(json, "lines");
    json_open_list(json);
    for (int i = 0; i < zone->line_count; i++) {
        json_open_object(json);
        json_member_whole(json, "number", zone->line[i].number);
        json_member_text(json, "raw", utf8_harmless_copy(arena, zone->line[i].raw));
        json_member_text(json, "text", zone->line[i].text);
        json_member_text(json, "changes", zone->line[i].changes);
        json_close_object(json);
    }
    json_close_list(json);
}

static void fields_json(struct json *json, const struct mrz_zone *zone) {
    json_name(json, "fields");
    json_open_list(json);
    for (int i = 0; i < zone->field_count; i++) {
        const struct mrz_field *field = &zone->field[i];
        json_open_object_flat(json);
        json_member_text(json, "part", mrz_part_name(field->part));
        json_member_whole(json, "line", field->line);
        json_member_whole(json, "from", field->from);
        json_member_whole(json, "to", field->to);
        json_member_text(json, "text", field->text);
        json_member_text(json, "value", field->value);
        json_close_object(json);
    }
    json_close_list(json);
}

static void checks_json(struct json *json, struct arena *arena, const struct mrz_zone *zone) {
    json_name(json, "checks");
    json_open_list(json);
    for (int i = 0; i < zone->check_count; i++) {
        const struct mrz_check *check = &zone->check[i];
        json_open_object(json);
        json_member_text(json, "part", mrz_part_name(check->part));
        json_member_whole(json, "line", check->line);
        json_member_whole(json, "at", check->at);
        json_member_text(json, "given", one_character(arena, check->given));
        json_member_text(json, "computed",
                         check->computed == '?' ? NULL : one_character(arena, check->computed));
        json_member_text(json, "result", mrz_result_name(check->result));
        json_name(json, "suggestions");
        json_open_list(json);
        for (int j = 0; j < check->slip_count; j++) {
            const struct mrz_slip *slip = &check->slip[j];
            json_open_object_flat(json);
            json_member_whole(json, "line", slip->line);
            json_member_whole(json, "at", slip->at);
            json_member_text(json, "stands", one_character(arena, slip->from));
            json_member_text(json, "instead", one_character(arena, slip->to));
            json_member_truth(json, "all_agree", slip->all);
            json_close_object(json);
        }
        json_close_list(json);
        json_close_object(json);
    }
    json_close_list(json);
}

static void zone_json(struct json *json, struct arena *arena, const struct mrz_zone *zone) {
    json_open_object(json);
    json_member_text(json, "format", mrz_format_name(zone->format));
    json_member_truth(json, "agrees", mrz_agrees(zone));
    lines_json(json, arena, zone);
    fields_json(json, zone);
    json_member_text(json, "family", zone->family);
    json_member_text(json, "given", zone->given);
    json_member_text(json, "native", zone->native);
    json_member_truth(json, "names_may_be_cut", zone->cut);
    json_member_text(json, "number", zone->number);
    date_json(json, arena, "birth", &zone->birth);
    date_json(json, arena, "expiry", &zone->expiry);
    json_member_text(json, "sex", zone->sex ? one_character(arena, zone->sex) : NULL);
    checks_json(json, arena, zone);
    json_name(json, "remarks");
    json_open_list(json);
    for (int i = 0; i < zone->remark_count; i++) {
        json_open_object_flat(json);
        json_member_text(json, "part", mrz_part_name(zone->remark[i].part));
        json_member_text(json, "grade", mrz_grade_name(zone->remark[i].grade));
        json_member_text(json, "text", zone->remark[i].text);
        json_close_object(json);
    }
    json_close_list(json);
    json_close_object(json);
}

void mrz_json(struct arena *arena, const struct mrz *mrz, struct buffer *out) {
    struct json json = json_to(out);
    json_open_object(&json);
    json_name(&json, "zones");
    json_open_list(&json);
    for (int i = 0; i < mrz->zone_count; i++) zone_json(&json, arena, &mrz->zone[i]);
    json_close_list(&json);
    json_name(&json, "fragments");
    json_open_list(&json);
    for (int i = 0; i < mrz->fragment_count; i++) {
        json_open_object_flat(&json);
        json_member_whole(&json, "line", mrz->fragment[i].number);
        json_member_text(&json, "raw", utf8_harmless_copy(arena, mrz->fragment[i].raw));
        json_member_text(&json, "why", mrz->fragment[i].why);
        json_close_object(&json);
    }
    json_close_list(&json);
    json_close_object(&json);
}
