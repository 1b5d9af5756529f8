/* cairn mrz: machine-readable zones, field by field. */
#include <string.h>

#include "base/files.h"
#include "base/json.h"
#include "base/utf8.h"
#include "case/layout.h"
#include "cli/command.h"
#include "input/mrz.h"

struct mrz_options {
    bool json;
};

static const struct option OPTIONS[] = {
    {.name = "json", .kind = OPTION_FLAG, .target = offsetof(struct mrz_options, json),
     .help = "for programs"},
    {.name = NULL},
};

static bool run(struct command_line *line, struct error *error);

const struct command MRZ_COMMAND = {
    .name = "mrz",
    .usage = "FILE [--json]",
    .summary = "machine-readable zones of documents, field by field, with every check",
    .help = "Finds the machine-readable zones (ICAO Doc 9303: identity cards, passports, visas) in a "
            "text that was typed or pasted, or in standard input when FILE is -, and shows each "
            "field and each check digit. ? stands for a character that nobody could read. Nothing "
            "is corrected: what might have been misread is a suggestion, and the paper decides.\n"
            "A check digit that agrees proves no letter right, and a document is a lead, never an "
            "identification.\n"
            "No zone found, or a check digit that does not agree: exit code 1.",
    .options = OPTIONS,
    .run = run,
};

static const char *harmless(struct arena *arena, const char *text) {
    return utf8_harmless(arena_copy(arena, text));
}

static const char *one_character(struct arena *arena, char character) {
    return arena_format(arena, "%c", character);
}

/* ------------------------------------------------------------------ for programs */

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
        json_member_text(json, "raw", harmless(arena, zone->line[i].raw));
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

static void write_json(struct arena *arena, const struct mrz *mrz, struct buffer *out) {
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
        json_member_text(&json, "raw", harmless(arena, mrz->fragment[i].raw));
        json_member_text(&json, "why", mrz->fragment[i].why);
        json_close_object(&json);
    }
    json_close_list(&json);
    json_close_object(&json);
}

/* ------------------------------------------------------------------ for people */

static void write_lines(struct arena *arena, const struct mrz_zone *zone, struct buffer *out) {
    for (int i = 0; i < zone->line_count; i++) {
        const struct mrz_line *line = &zone->line[i];
        buffer_format(out, "  line %d of the text   %s\n", line->number, line->text);
        if (!line->changes || (i > 0 && zone->line[i - 1].number == line->number)) continue;
        layout_wrap(out, "    as given: ", "              ", harmless(arena, line->raw));
        layout_wrap(out, "    taken so: ", "              ", line->changes);
    }
}

static void write_remarks(const struct mrz_zone *zone, enum mrz_part part, struct arena *arena,
                          struct buffer *out) {
    for (int i = 0; i < zone->remark_count; i++)
        if (zone->remark[i].part == part)
            layout_wrap(out, arena_format(arena, "      %s: ",
                                          mrz_grade_name(zone->remark[i].grade)),
                        "        ", zone->remark[i].text);
}

static void write_date(struct arena *arena, const struct mrz_date *date, struct buffer *out) {
    for (int i = 0; i < date->count; i++) {
        const struct mrz_century *century = &date->century[i];
        const char *text = mrz_date_text(arena, date, i);
        buffer_format(out, "      %s %s: %s\n", text ? text : arena_format(arena, "%d",
                                                                         century->year),
                      century->possible ? "may be" : "cannot be", century->why);
    }
}

static const char *value_of(struct arena *arena, const struct mrz_zone *zone,
                            const struct mrz_field *field) {
    if (field->part == MRZ_NUMBER) return zone->number;
    if (field->part != MRZ_NAMES) return field->value;
    return arena_format(arena, "%s, %s%s%s", zone->family, *zone->given ? zone->given : "-",
                        zone->native ? ": " : "", zone->native ? zone->native : "");
}

static void write_fields(struct arena *arena, const struct mrz_zone *zone, struct buffer *out) {
    buffer_format(out, "\n  %-17s %-5s %-6s %s\n", "field", "line", "place", "what stands there");
    for (int i = 0; i < zone->field_count; i++) {
        const struct mrz_field *field = &zone->field[i];
        buffer_format(out, "  %-17s %-5d %-6s %s\n", mrz_part_words(field->part), field->line,
                      field->from == field->to
                          ? arena_format(arena, "%d", field->from)
                          : arena_format(arena, "%d-%d", field->from, field->to),
                      field->text);
        const char *value = value_of(arena, zone, field);
        if (*value && strcmp(value, field->text) != 0) buffer_format(out, "      = %s\n", value);
        if (field->part == MRZ_BIRTH) write_date(arena, &zone->birth, out);
        if (field->part == MRZ_EXPIRY) write_date(arena, &zone->expiry, out);
        write_remarks(zone, field->part, arena, out);
    }
}

static void write_checks(const struct mrz_zone *zone, struct buffer *out) {
    buffer_format(out, "\n  %-17s %-5s %-6s %-6s %s\n", "check digit of", "line", "place", "given",
                  "computed");
    for (int i = 0; i < zone->check_count; i++) {
        const struct mrz_check *check = &zone->check[i];
        buffer_format(out, "  %-17s %-5d %-6d %-6c %-9c %s\n", mrz_part_words(check->part),
                      check->line, check->at, check->given, check->computed,
                      check->result == MRZ_FAILS ? "FAILS" : mrz_result_name(check->result));
        for (int j = 0; j < check->slip_count; j++) {
            const struct mrz_slip *slip = &check->slip[j];
            buffer_format(out, "      %s if line %d, place %d were %c, not %c\n",
                          slip->all ? "all would agree" : "would agree", slip->line, slip->at,
                          slip->to, slip->from);
        }
    }
}

static void write_verdict(struct arena *arena, const struct mrz *mrz, struct buffer *out) {
    for (int i = 0; i < mrz->zone_count; i++) {
        const struct mrz_zone *zone = &mrz->zone[i];
        const char *parts = "";
        for (int c = 0; c < zone->check_count; c++)
            if (zone->check[c].result == MRZ_FAILS || zone->check[c].result == MRZ_UNREADABLE)
                parts = arena_format(arena, "%s%s%s", parts, *parts ? ", " : "",
                                     mrz_part_words(zone->check[c].part));
        if (*parts)
            layout_wrap(out, "", "",
                        arena_format(arena,
                                     "Zone %d: check digits do not agree (%s). Look at the paper "
                                     "again; write down what stands there, not what would agree.",
                                     i + 1, parts));
        else
            buffer_format(out, "Zone %d: every check digit agrees.\n", i + 1);
    }
    if (mrz->zone_count)
        layout_wrap(out, "", "", "A check digit that agrees proves no letter right, and a document "
                                 "is a lead, never an identification.");
    else buffer_add_text(out, "No machine-readable zone was found.\n");
}

static void write_text(struct arena *arena, const struct mrz *mrz, struct buffer *out) {
    for (int i = 0; i < mrz->zone_count; i++) {
        const struct mrz_zone *zone = &mrz->zone[i];
        buffer_format(out, "Zone %d: %s (%s)\n", i + 1, mrz_format_name(zone->format),
                      mrz_format_words(zone->format));
        write_lines(arena, zone, out);
        write_fields(arena, zone, out);
        write_checks(zone, out);
        buffer_add_text(out, "\n");
    }
    for (int i = 0; i < mrz->fragment_count; i++) {
        const struct mrz_fragment *fragment = &mrz->fragment[i];
        layout_wrap(out, arena_format(arena, "Line %d is not read: ", fragment->number), "  ",
                    fragment->why);
        layout_wrap(out, "  ", "  ", harmless(arena, fragment->raw));
    }
    write_verdict(arena, mrz, out);
}

static bool run(struct command_line *line, struct error *error) {
    struct mrz_options options = {0};
    struct mrz mrz;
    char *bytes;
    size_t size;
    if (!command_options(&MRZ_COMMAND, line, &options, sizeof options, 1, 1, error)) return false;
    const char *path = line->words[0];
    bool piped = strcmp(path, "-") == 0;
    if (!files_read(line->arena, piped ? "/dev/stdin" : path, MRZ_BYTES_MOST, &bytes, &size, error))
        return false;
    if (!mrz_read(line->arena, bytes, size, &mrz, error))
        return error_within(error, "%.200s", piped ? "standard input" : path);
    if (options.json) write_json(line->arena, &mrz, line->out);
    else write_text(line->arena, &mrz, line->out);
    line->answer_no = mrz.zone_count == 0;
    for (int i = 0; i < mrz.zone_count; i++)
        if (!mrz_agrees(&mrz.zone[i])) line->answer_no = true;
    return true;
}
