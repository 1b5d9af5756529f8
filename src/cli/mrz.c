/* cairn mrz: machine-readable zones, field by field. */
#include <string.h>

#include "base/files.h"
#include "base/utf8.h"
#include "case/layout.h"
#include "cli/command.h"
#include "cli/mrz_json.h"
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
    .help = "Finds the machine-readable zones (ICAO Doc 9303: identity cards, passports, visas) in "
            "a text that was typed or pasted, or in standard input when FILE is -, and shows each "
            "field and each check digit. ? stands for a character that nobody could read. Nothing "
            "is corrected: what might have been misread is a suggestion, and the paper decides.\n"
            "A check digit that agrees proves no letter right, and a document is a lead, never an "
            "identification.\n"
            "No zone found, or a check digit that does not agree: exit code 1.",
    .options = OPTIONS,
    .run = run,
};

static void write_lines(struct arena *arena, const struct mrz_zone *zone, struct buffer *out) {
    for (int i = 0; i < zone->line_count; i++) {
        const struct mrz_line *line = &zone->line[i];
        buffer_format(out, "  line %d of the text   %s\n", line->number, line->text);
        if (!line->changes || (i > 0 && zone->line[i - 1].number == line->number)) continue;
        layout_wrap(out, "    as given: ", "              ", utf8_harmless_copy(arena, line->raw));
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
        const char *parts = mrz_failing(arena, &mrz->zone[i]);
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
        layout_wrap(out, "  ", "  ", utf8_harmless_copy(arena, fragment->raw));
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
    if (options.json) mrz_json(line->arena, &mrz, line->out);
    else write_text(line->arena, &mrz, line->out);
    line->answer_no = mrz.zone_count == 0;
    for (int i = 0; i < mrz.zone_count; i++)
        if (!mrz_agrees(&mrz.zone[i])) line->answer_no = true;
    return true;
}
