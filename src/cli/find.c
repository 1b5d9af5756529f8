/* cairn find: records in which words stand. */
#include <inttypes.h>

#include "base/json.h"
#include "case/layout.h"
#include "cli/session.h"
#include "record/find.h"

struct find_options {
    bool json;
};

static const struct option OPTIONS[] = {
    {.name = "json", .kind = OPTION_FLAG, .target = offsetof(struct find_options, json),
     .help = "for programs"},
    {.name = NULL},
};

static bool run(struct command_line *line, struct error *error);

const struct command FIND_COMMAND = {
    .name = "find",
    .usage = "DIR WORD... [--json]",
    .summary = "records in which words stand: codes, names, anything",
    .help = "Finds the records in which every WORD stands, in whichever field, as it is now; not in "
            "earlier revisions. Parts of words are found; capitals and accents make no "
            "difference.\n"
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

static void write_text(const struct find_hit *hits, size_t count, struct buffer *out) {
    for (size_t i = 0; i < count; i++) {
        const struct find_hit *hit = &hits[i];
        buffer_format(out, "%s %s, entry %" PRId64 "\n", hit->table->schema->kind,
                      hit->code ? hit->code : hit->rec, hit->index);
        for (size_t f = 0; f < hit->field_count; f++)
            layout_field(out, 2, hit->field[f], 16, hit->text[f]);
    }
    if (count == 0) buffer_add_text(out, "Nothing was found.\n");
}

static bool run(struct command_line *line, struct error *error) {
    struct find_options options = {0};
    struct session session;
    struct find_hit *hits;
    size_t count;
    if (!command_options(&FIND_COMMAND, line, &options, sizeof options, 2, 1 + FIND_WORDS_MOST,
                         error) ||
        !session_open(line->arena, line->words[0], INVESTIGATION_READ, NULL, &session, error))
        return false;
    bool done = session_read_tables(&session, line->cancel, true, error) &&
                find_words(line->arena, &session.tables, (const char *const *)line->words + 1,
                           (size_t)line->count - 1, &hits, &count, error);
    if (done && options.json) write_json(hits, count, line->out);
    else if (done) write_text(hits, count, line->out);
    line->answer_no = done && count == 0;
    session_close(&session);
    return done;
}
