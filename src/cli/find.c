/* cairn find: records in which words stand. */
#include <inttypes.h>

#include "base/csv.h"
#include "base/json.h"
#include "case/layout.h"
#include "cli/session.h"
#include "record/find.h"
#include "record/label.h"

struct find_options {
    bool json, csv;
};

static const struct option OPTIONS[] = {
    {.name = "json", .kind = OPTION_FLAG, .target = offsetof(struct find_options, json),
     .help = "for programs"},
    {.name = "csv", .kind = OPTION_FLAG, .target = offsetof(struct find_options, csv),
     .help = "for spreadsheets: a line for each field in which a word stands"},
    {.name = NULL},
};

static bool run(struct command_line *line, struct error *error);

const struct command FIND_COMMAND = {
    .name = "find",
    .usage = "DIR WORD... [--json|--csv]",
    .summary = "records in which words stand: codes, names, anything",
    .help = "Finds the records in which every WORD stands, in whichever field, as it is now; not in "
            "earlier revisions. Parts of words are found; capitals and accents make no "
            "difference.\n"
            "Names are found however they were put into letters, Cyrillic or Latin: Yuriy finds "
            "Юрій, Юрий, Yurii and Iurii. That finds too much rather than too little; whether it "
            "is the same person is for people to judge.\n"
            "Nothing found: exit code 1.",
    .options = OPTIONS,
    .run = run,
};

static void write_json(const struct find_hit *hits, size_t count, struct buffer *out) {
    struct json json = json_to(out);
    json_open_list(&json);
    for (size_t i = 0; i < count; i++) {
        const struct find_hit *hit = &hits[i];
        json_open_object(&json);
        json_member_text(&json, "kind", hit->table->schema->kind);
        json_member_text(&json, "rec", hit->rec);
        json_member_text(&json, "code", hit->code);
        json_member_whole(&json, "index", hit->index);
        json_name(&json, "found");
        json_open_object(&json);
        for (size_t f = 0; f < hit->field_count; f++)
            json_member_text(&json, hit->field[f], hit->text[f]);
        json_close_object(&json);
        json_close_object(&json);
    }
    json_close_list(&json);
}

static void write_csv(struct arena *arena, const struct find_hit *hits, size_t count,
                      struct buffer *out) {
    static const char *const NAMES[] = {"kind", "code", "rec", "index", "field", "text"};
    for (int i = 0; i < 6; i++) csv_cell(out, i == 0, NAMES[i]);
    csv_end(out);
    for (size_t i = 0; i < count; i++)
        for (size_t f = 0; f < hits[i].field_count; f++) {
            csv_cell(out, true, hits[i].table->schema->kind);
            csv_cell(out, false, hits[i].code ? hits[i].code : "");
            csv_cell(out, false, hits[i].rec);
            csv_cell(out, false, arena_format(arena, "%" PRId64, hits[i].index));
            csv_cell(out, false, hits[i].field[f]);
            csv_cell(out, false, hits[i].text[f]);
            csv_end(out);
        }
}

static bool write_text(struct arena *arena, const struct tables *tables,
                       const struct find_hit *hits, size_t count, struct buffer *out,
                       struct error *error) {
    for (size_t i = 0; i < count; i++) {
        const struct find_hit *hit = &hits[i];
        const char *label;
        if (!label_of(arena, tables, hit->rec, &label, error)) return false;
        buffer_format(out, "%s %s, entry %" PRId64 "\n", hit->table->schema->kind, label,
                      hit->index);
        for (size_t f = 0; f < hit->field_count; f++)
            layout_field(out, 2, hit->field[f], 17, hit->text[f]);
    }
    if (count == 0) buffer_add_text(out, "Nothing was found.\n");
    return true;
}

static bool run(struct command_line *line, struct error *error) {
    struct find_options options = {0};
    struct session session;
    struct find_hit *hits;
    size_t count;
    if (!command_options(&FIND_COMMAND, line, &options, sizeof options, 2, 1 + FIND_WORDS_MOST,
                         error))
        return false;
    if (options.json && options.csv)
        return error_set(error, ERROR_USAGE, "find: either --json or --csv");
    if (!session_open(line->arena, line->words[0], INVESTIGATION_READ, NULL, &session, error))
        return false;
    struct find find = {.words = (const char *const *)line->words + 1,
                        .word_count = (size_t)line->count - 1,
                        .roles = FIND_ALL_ROLES};
    bool more, done = session_read_words(&session, line->cancel, true, error) &&
                      find_words(line->arena, &session.tables, &find, &hits, &count, &more, error);
    if (done && options.json) write_json(hits, count, line->out);
    else if (done && options.csv) write_csv(line->arena, hits, count, line->out);
    else if (done) done = write_text(line->arena, &session.tables, hits, count, line->out, error);
    line->answer_no = done && count == 0;
    session_close(&session);
    return done;
}
