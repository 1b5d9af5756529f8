/* cairn show: a record with all its fields and its history. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "case/shell_word.h"
#include "case/record_csv.h"
#include "case/record_words.h"
#include "cli/session.h"
#include "cli/show_list.h"
#include "record/device.h"
#include "record/label.h"
#include "schema/code.h"
#include "schema/quote.h"
#include "store/statements.h"

struct show_options {
    bool json, csv;
};

static const struct option OPTIONS[] = {
    {.name = "json", .kind = OPTION_FLAG, .target = offsetof(struct show_options, json),
     .help = "for programs"},
    {.name = "csv", .kind = OPTION_FLAG, .target = offsetof(struct show_options, csv),
     .help = "for spreadsheets, with the columns of the table that is imported"},
    {.name = NULL},
};

static bool run(struct command_line *line, struct error *error);

const struct command SHOW_COMMAND = {
    .name = "show",
    .usage = "DIR CODE|REC|INDEX|KIND [--json|--csv]",
    .summary = "a record, and who changed what, when and why; or all of a kind",
    .help = "CODE is what people call the record: the number on the tag, the person's number. REC "
            "is its identifier (r-..., of a user u-...), INDEX the place of an entry in the "
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

/* What was asked for. */
struct wanted {
    struct identifier rec;
    int64_t index; /* the entry; -1: the newest ones */
};

/* ------------------------------------------------------------------ finding it */

/* The first record of that code, if there is one. */
static bool find_code(const struct tables *tables, const char *code, bool *out_found,
                      struct wanted *out_wanted, struct error *error) {
    struct query *query;
    bool row;
    if (!query_open(tables->store, &HEADS_BY_CODE, &query, error)) return false;
    query_bind_text(query, 1, code);
    bool done = query_step(query, &row, error);
    if (done && row) {
        const char *rec = query_text(query, 1);
        *out_wanted = (struct wanted){.index = -1};
        done = identifier_read(rec, strlen(rec), IDENTIFIER_RECORD, &out_wanted->rec, error);
    }
    if (done) *out_found = row;
    query_close(query);
    return done;
}

/* A code as it may have been typed: in small letters, with its check character. */
static const char *as_code(struct arena *arena, const struct schema *schema, const char *word) {
    char code[SCHEMA_CODE_MOST + 1];
    struct error ignored = {0};
    if (!schema_code_field(schema) ||
        !code_read(schema->code_pattern, schema->code_given, word, code, &ignored))
        return NULL;
    return arena_copy(arena, code);
}

static bool find_any_code(struct arena *arena, const struct tables *tables, const char *word,
                          bool *out_found, struct wanted *out_wanted, struct error *error) {
    *out_found = false;
    if (!find_code(tables, word, out_found, out_wanted, error)) return false;
    for (int i = 0; i < tables->count && !*out_found; i++) {
        const char *code = as_code(arena, tables->table[i].schema, word);
        if (code && strcmp(code, word) != 0 &&
            !find_code(tables, code, out_found, out_wanted, error))
            return false;
    }
    return true;
}

static bool find_rec(struct arena *arena, const char *word, struct wanted *out_wanted) {
    struct error ignored = {0};
    char *rec = arena_copy(arena, word);
    if (*rec == IDENTIFIER_USER) *rec = IDENTIFIER_RECORD;
    out_wanted->index = -1;
    return identifier_read(rec, strlen(rec), IDENTIFIER_RECORD, &out_wanted->rec, &ignored);
}

static bool find_index(struct arena *arena, struct store *log, const char *word, bool *out_found,
                       struct wanted *out_wanted, struct error *error) {
    const char *digits = word + (*word == '#');
    size_t length = strspn(digits, "0123456789");
    struct log_line line;
    *out_found = length > 0 && length < 19 && !digits[length];
    if (!*out_found) return true;
    uint64_t index = strtoull(digits, NULL, 10);
    struct error missing = {0};
    if (log_read(arena, log, index, &line, &missing)) {
        *out_wanted = (struct wanted){line.entry.rec, (int64_t)index};
        return true;
    }
    *out_found = false;
    return missing.code == ERROR_NOT_FOUND || error_set(error, missing.code, "%s", missing.text);
}

static bool find(struct arena *arena, const struct session *session, const char *word,
                 bool *out_found, struct wanted *out_wanted, struct error *error) {
    *out_found = false;
    if (*word != '#' &&
        !find_any_code(arena, &session->tables, word, out_found, out_wanted, error))
        return false;
    if (*out_found) return true;
    *out_found = find_rec(arena, word, out_wanted);
    return *out_found ||
           find_index(arena, session->investigation.store, word, out_found, out_wanted, error);
}

/* ------------------------------------------------------------------ showing it */

static bool is_shown(const struct history_revision *revision, const struct wanted *wanted) {
    return wanted->index < 0 ? revision->head : (int64_t)revision->line.index == wanted->index;
}

static bool write_text(struct arena *arena, const struct session *session,
                       const struct history *history, const struct wanted *wanted,
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
                       const struct history *history, const struct wanted *wanted,
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
                      const struct history *history, const struct wanted *wanted,
                      struct buffer *out, struct error *error) {
    const struct schema *names = NULL;
    for (size_t i = 0; i < history->count; i++) {
        const struct history_revision *revision = &history->revision[i];
        if (!is_shown(revision, wanted) || !revision->schema) continue;
        if (revision->schema != names) record_csv_names(arena, revision->schema, out);
        names = revision->schema;
        if (!record_csv_lines(arena, tables, ~0U, names, revision->fields, out, error)) return false;
    }
    return true;
}

/* The table of a kind, by the word for one of it or for its table. */
static const struct table *find_kind(const struct tables *tables, const char *word) {
    for (int i = 0; i < tables->count; i++)
        if (schema_same_word(tables->table[i].schema->kind, word) ||
            schema_same_word(tables->table[i].name, word))
            return &tables->table[i];
    return NULL;
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
    struct wanted wanted;
    struct history history;
    bool found;
    if (!find(line->arena, session, word, &found, &wanted, error)) return false;
    const struct table *table = found ? NULL : find_kind(&session->tables, word);
    if (table)
        return show_list(line->arena, &session->tables, table, form, line->out, error);
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
