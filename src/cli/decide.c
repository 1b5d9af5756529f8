/* cairn decide: people propose, confirm, refuse and revoke identifications. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "case/comparison_result.h"
#include "case/decisions_text.h"
#include "case/shell_word.h"
#include "cli/decide_append.h"
#include "cli/prompt.h"
#include "schema/quote.h"
#include "schema/value.h"

static const struct option OPTIONS[] = {
    {.name = "comparison", .kind = OPTION_TEXT,
     .target = offsetof(struct decide_options, comparison), .value = "ENTRY",
     .help = "what a proposal rests on: another than the newest, or none"},
    {.name = "from", .kind = OPTION_TEXT, .target = offsetof(struct decide_options, from),
     .value = "FILE", .help = "many at once: a table with remains, person and the fields"},
    {.name = "dry-run", .kind = OPTION_FLAG, .target = offsetof(struct decide_options, dry_run),
     .help = "say what could be done, and record nothing"},
    SIGNER_OPTIONS(struct decide_options),
    {.name = "json", .kind = OPTION_FLAG, .target = offsetof(struct decide_options, json),
     .help = "print JSON for programs"},
    {.name = NULL},
};

static bool run(struct command_line *line, struct error *error);

const struct command DECIDE_COMMAND = {
    .name = "decide",
    .usage = "DIR [propose|confirm|refuse|revoke REMAINS PERSON FIELD=TEXT …]",
    .summary = "people propose, confirm, refuse and revoke identifications",
    .help = "With DIR alone: what was proposed, and what became of it.\n"
            "propose is signed by the laboratory or an examiner, and says in discrepancies=TEXT "
            "everything that does not fit and how it is explained. The numbers come from the "
            "newest comparison (cairn identify); further lines of evidence are said as lines=\"dental "
            "| supports | who judged it | why\". Remains that the comparison takes as one person "
            "are proposed together; others are joined by \"+\". Without a line that identifies by "
            "itself (DNA with a posterior at the threshold, fingerprints, teeth, the serial number "
            "of an implant) it is refused. To change an open proposal propose it again, with "
            "reason=TEXT.\n"
            "confirm (discrepancies=TEXT), refuse (state=open or excluded, reasons=TEXT) and revoke "
            "(reasons=TEXT) are the board's, and never of who proposed it. How many have to confirm "
            "is the investigation's to say; one, where it says nothing. Every other field of "
            "docs/records.md may be given too: session=2026-03-02, dissent=TEXT.\n"
            "What is required and not given is asked for at a terminal.",
    .options = OPTIONS,
    .writes = true,
    .run = run,
};

/* ------------------------------------------------------------------ what was asked for */

static bool find_verb(const char *word, enum decision_verb *out_verb, struct error *error) {
    for (int verb = 0; verb < DECISION_VERBS; verb++) {
        if (strcmp(word, decision_verb_name((enum decision_verb)verb)) != 0) continue;
        *out_verb = (enum decision_verb)verb;
        return true;
    }
    return error_set(error, ERROR_USAGE, "\"%s\" is nothing that can be done: propose, confirm, "
                     "refuse or revoke", quote(word).text);
}

static bool read_words(struct command_line *line, enum decision_verb verb,
                       struct decision_request *request, struct error *error) {
    if (line->count < 4)
        return error_set(error, ERROR_USAGE, "say which remains and which person: cairn decide %s "
                         "%s REMAINS PERSON", shell_word(line->arena, line->words[0]),
                         line->words[1]);
    *request = (struct decision_request){
        .remains = line->words[2], .person = line->words[3], .fields = json_object()};
    for (int i = 4; i < line->count; i++)
        if (!decision_request_word(line->arena, verb, line->words[i], request->fields, error))
            return false;
    return true;
}

static bool read_table(struct command_line *line, enum decision_verb verb, const char *path,
                       struct decision_request **out_requests, int *out_count,
                       struct error *error) {
    enum { TABLE_MOST = 64 << 20 };
    struct reading reading = {.arena = line->arena};
    struct buffer said = {0};
    char *bytes;
    size_t size;
    if (line->count > 2)
        return error_set(error, ERROR_USAGE, "with --from the table says everything: \"%s\" is too "
                         "much", quote(line->words[2]).text);
    if (!files_read(line->arena, path, TABLE_MOST, &bytes, &size, error)) return false;
    bool done = decision_requests_read(line->arena, verb, path, bytes, size, &reading, out_requests,
                                       out_count);
    messages_write(&reading.errors, &said);
    fputs(buffer_text(&said), stderr);
    buffer_close(&said);
    if (!done)
        return error_set(error, ERROR_BAD_INPUT, "%s: nothing was decided, for the reasons above",
                         path);
    return *out_count > 0 ||
           error_set(error, ERROR_BAD_INPUT, "%s: there is no line below the names", path);
}

/* What has to be said and is not: asked for where there is somebody to ask. */
static bool complete(struct command_line *line, enum decision_verb verb,
                     struct decision_request *request, struct error *error) {
    const struct schema_field *field;
    while ((field = decision_request_missing(verb, request))) {
        char *answer;
        json_t *value = NULL;
        if (request->place.file)
            return error_set(error, ERROR_BAD_INPUT, "%s:%d: %s is missing: %s",
                             request->place.file, request->place.line, field->name,
                             field->sentence);
        if (!prompt_possible())
            return error_set(error, ERROR_USAGE, "say %s=TEXT: %s", field->name, field->sentence);
        if (!prompt_text(line->arena,
                         arena_format(line->arena, "%s. %s\n>", field->name, field->sentence),
                         &answer, error) ||
            !value_read(line->arena, field, answer, &value, error))
            return false;
        if (value) json_object_set_new(request->fields, field->name, value);
    }
    return true;
}

static bool read_requests(struct command_line *line, const struct decide_options *options,
                          enum decision_verb verb, struct decision_request **out_requests,
                          int *out_count, struct error *error) {
    *out_count = 0;
    if (options->from) {
        if (!read_table(line, verb, options->from, out_requests, out_count, error)) return false;
    } else {
        *out_requests = arena_new(line->arena, struct decision_request, 1);
        *out_count = 1;
        if (!read_words(line, verb, *out_requests, error)) return false;
    }
    for (int i = 0; i < *out_count; i++)
        if (!complete(line, verb, &(*out_requests)[i], error)) return false;
    return true;
}

/* ------------------------------------------------------------------ doing it */

static void say_next(struct command_line *line, enum decision_verb verb,
                     const struct decision_request *request) {
    const char *folder = shell_word(line->arena, line->words[0]);
    if (verb == DECISION_PROPOSE)
        buffer_format(line->out, "\nnext: somebody else of the board decides:\n      cairn decide "
                      "%s confirm %s %s discrepancies=TEXT\n", folder,
                      shell_word(line->arena, request->remains),
                      shell_word(line->arena, request->person));
    else
        buffer_format(line->out, "\nnext: cairn decide %s says how all of them stand; cairn identify "
                      "%s --changes, whether the numbers still bear them out\n", folder, folder);
}

/* Are the numbers of the newest comparison still those of the record? */
static bool say_comparison(struct command_line *line, const struct session *session,
                           struct error *error) {
    struct comparison newest;
    int changed;
    if (!comparison_newest(line->arena, &session->investigation, &session->tables, &newest, error))
        return false;
    if (!newest.line.bytes) {
        buffer_add_text(line->out, "No comparison is recorded yet (cairn identify).\n");
        return true;
    }
    if (!comparison_changes_since(&session->tables, newest.basis.log_size, &changed, error))
        return false;
    buffer_format(line->out, "The newest comparison is entry %" PRIu64 "; ", newest.line.index);
    if (changed)
        buffer_format(line->out, "it is stale: of what it rests on, %d record%s new or changed "
                      "since.\n", changed, changed == 1 ? " is" : "s are");
    else buffer_add_text(line->out, "nothing that it rests on has changed since.\n");
    return true;
}

static bool list(struct command_line *line, const struct decide_options *options,
                 struct error *error) {
    struct session session;
    struct decisions decisions;
    if (options->from || options->as || options->comparison || options->dry_run)
        return error_set(error, ERROR_USAGE, "say what is decided: cairn decide DIR propose, "
                         "confirm, refuse or revoke");
    if (!session_open(line->arena, line->words[0], INVESTIGATION_READ, options->passphrase_file,
                      &session, error))
        return false;
    bool done = session_read_tables(&session, line->cancel, !options->json, error) &&
                decisions_read(line->arena, &session.investigation, &session.tables, &decisions,
                               error);
    if (done && options->json) decisions_json(&decisions, &session.users, line->out);
    else if (done) {
        decisions_text(line->arena, &decisions, &session.users, line->out);
        buffer_add_text(line->out, "\n");
        done = say_comparison(line, &session, error);
    }
    session_close(&session);
    return done;
}

static bool decide(struct command_line *line, const struct decide_options *options,
                   enum decision_verb verb, struct decision_request *requests, int count,
                   struct error *error) {
    struct session session;
    enum investigation_access access =
        options->dry_run ? INVESTIGATION_READ : INVESTIGATION_APPEND;
    if (!session_open(line->arena, line->words[0], access, options->passphrase_file, &session,
                      error))
        return false;
    bool done = session_read_tables(&session, line->cancel, !options->json, error) &&
                decide_append(&session, options, verb, requests, count, line->out, error);
    session_close(&session);
    if (done && !options->json) {
        if (options->dry_run) buffer_add_text(line->out, "\nNothing was recorded (--dry-run).\n");
        else say_next(line, verb, &requests[0]);
    }
    return done;
}

static bool run(struct command_line *line, struct error *error) {
    struct decide_options options = {0};
    enum decision_verb verb = DECISION_PROPOSE;
    struct decision_request *requests = NULL;
    int count = 0;
    if (!command_options(&DECIDE_COMMAND, line, &options, sizeof options, 1, 1000, error))
        return false;
    if (line->count == 1) return list(line, &options, error);
    if (!find_verb(line->words[1], &verb, error)) return false;
    bool done = read_requests(line, &options, verb, &requests, &count, error) &&
                decide(line, &options, verb, requests, count, error);
    decision_requests_close(requests, count);
    return done;
}
