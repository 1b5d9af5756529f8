/* cairn show: a record with all its fields and its history. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "case/shell_word.h"
#include "case/record_csv.h"
#include "case/record_words.h"
#include "cli/named.h"
#include "cli/show_list.h"
#include "record/device.h"
#include "record/label.h"
#include "schema/quote.h"
#include "store/statements.h"

struct show_options {
    bool json, csv;
};

static const struct option OPTIONS[] = {
    {.name = "json",
     .kind = OPTION_FLAG,
     .target = offsetof(struct show_options, json),
     .help = "for programs"},
    {.name = "csv",
     .kind = OPTION_FLAG,
     .target = offsetof(struct show_options, csv),
     .help = "for spreadsheets, with the columns of the table that is imported"},
    {.name = NULL},
};

static bool run(struct command_line *line, struct error *error);

const struct command SHOW_COMMAND = {
    .name = "show",
    .usage = "DIR CODE|KIND:CODE|REC|INDEX|KIND [--json|--csv]",
    .summary = "a record, and who changed what, when and why; or all of a kind",
    .help =
        "CODE is what people call the record, as the list of its kind has it: the number on "
        "the tag, the person's number, a barcode, the number of a form or of a picture. Where "
        "several kinds have the same, KIND:CODE says which (sample:LB000002). REC is its "
        "identifier (r-..., of a user u-...), INDEX the place of an entry in the "
        "record, counted from 0; then the record is shown as it was in that entry. A code that "
        "is a number comes first: write #12 for entry 12. While a record is forked all its "
        "newest revisions are shown. KIND is the word for a kind of record (remains, person, "
        "site, ...), or for its table: then all of them are listed as they are now.\n"
        "CSV is UTF-8, as RFC 4180 has it, without the history. A text that a spreadsheet would "
        "run as a formula (it begins with = + - or @) has a ' in front.\n"
        "What is sealed is shown as far as this folder can open it, to whoever has the folder; "
        "of what it cannot open is said how much there is.\n"
        "A code or identifier that is not there: exit code 1.",
    .options = OPTIONS,
    .run = run,
};

/* ------------------------------------------------------------------ showing it */

static bool is_shown(const struct history_revision *revision, const struct named *wanted) {
    return wanted->index < 0 ? revision->head : (int64_t)revision->line.index == wanted->index;
}

static bool write_text(struct arena *arena, const struct session *session,
                       const struct history *history, const struct named *wanted,
                       struct buffer *out, struct error *error) {
    const struct tables *tables = &session->tables;
    const struct entry *first = &history->revision[0].line.entry;
    const char *label;
    if (!label_of(arena, tables, first->rec.text, &label, error)) return false;
    buffer_format(out, "%s %s", first->kind, label);
    buffer_format(out, strcmp(label, first->rec.text) != 0 ? " (%s)\n" : "\n", first->rec.text);
    for (size_t i = 0; i < history->count; i++) {
        const struct history_revision *revision = &history->revision[i];
        if (!is_shown(revision, wanted)) continue;
        buffer_format(out, "\nRevision %" PRId64 ", entry %" PRIu64 "%s%s\n",
                      revision->line.entry.rev, revision->line.index,
                      device_remark(&session->investigation, revision->line.index),
                      revision->head ? "" : " (an earlier one)");
        if (!record_write_fields(arena, tables, revision, out, error)) return false;
    }
    return record_write_history(arena, tables, history, out, error);
}

static bool write_json(struct arena *arena, const struct tables *tables,
                       const struct history *history, const struct named *wanted,
                       struct buffer *out, struct error *error) {
    struct json json = json_to(out);
    json_open_list(&json);
    for (size_t i = 0; i < history->count; i++)
        if (is_shown(&history->revision[i], wanted) &&
            !record_write_json(arena, tables, history, &history->revision[i], &json, error))
            return false;
    json_close_list(&json);
    return true;
}

static bool write_csv(struct arena *arena, const struct tables *tables,
                      const struct history *history, const struct named *wanted,
                      struct buffer *out, struct error *error) {
    const struct schema *names = NULL;
    for (size_t i = 0; i < history->count; i++) {
        const struct history_revision *revision = &history->revision[i];
        if (!is_shown(revision, wanted) || !revision->schema) continue;
        if (revision->schema != names) record_csv_names(arena, revision->schema, out);
        names = revision->schema;
        if (!record_csv_lines(arena, tables, ~0U, names, revision->fields, out, error))
            return false;
    }
    return true;
}

static void say_nothing(struct command_line *line, const char *word, enum show_form form) {
    struct quoted shown = quote(word);
    line->answer_no = true;
    if (form == SHOW_JSON) buffer_add_text(line->out, "[]\n");
    if (form != SHOW_TEXT) return;
    buffer_format(line->out, "There is no code, record, entry or kind \"%s\".\n", shown.text);
    buffer_format(line->out, "\nnext: cairn find %s WORD looks for names and words\n",
                  shell_word(line->arena, line->words[0]));
}

static bool show(struct command_line *line, const struct session *session, const char *word,
                 enum show_form form, struct error *error) {
    struct named wanted;
    struct history history;
    bool found;
    if (!named_find(line->arena, session, word, &found, &wanted, error)) return false;
    const struct table *table = found ? NULL : named_kind(&session->tables, word);
    if (table) return show_list(line->arena, &session->tables, table, form, line->out, error);
    struct error missing = {0};
    if (found && !history_read(line->arena, session->investigation.store, &session->authority,
                               &wanted.rec, &history, &missing)) {
        if (missing.code != ERROR_NOT_FOUND)
            return error_set(error, missing.code, "%s", missing.text);
        found = false;
    }
    if (!found) {
        say_nothing(line, word, form);
        return true;
    }
    bool done = form == SHOW_JSON  ? write_json(line->arena, &session->tables, &history, &wanted,
                                                line->out, error)
                : form == SHOW_CSV ? write_csv(line->arena, &session->tables, &history, &wanted,
                                               line->out, error)
                                   : write_text(line->arena, session, &history, &wanted,
                                                line->out, error);
    history_close(&history);
    return done;
}

static bool run(struct command_line *line, struct error *error) {
    struct show_options options = {0};
    struct session session;
    if (!command_options(&SHOW_COMMAND, line, &options, sizeof options, 2, 2, error)) return false;
    if (options.json && options.csv)
        return error_set(error, ERROR_USAGE, "show: either --json or --csv");
    enum show_form form = options.json ? SHOW_JSON : options.csv ? SHOW_CSV : SHOW_TEXT;
    if (!session_open(line->arena, line->words[0], INVESTIGATION_READ, NULL, &session, error))
        return false;
    bool done = session_read_tables(&session, line->cancel, true, error) &&
                show(line, &session, line->words[1], form, error);
    session_close(&session);
    return done;
}
