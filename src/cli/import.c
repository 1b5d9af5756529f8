/* cairn import: plain tables into the record. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/workers.h"
#include "case/import_apply.h"
#include "case/import_handover.h"
#include "case/import_record.h"
#include "case/import_text.h"
#include "cli/command.h"
#include "cli/prompt.h"
#include "cli/session.h"
#include "input/picture_apart.h"
#include "schema/value.h"

struct import_options {
    bool dry_run, json;
    const char *reason, *as, *with, *passphrase_file;
};

static const struct option OPTIONS[] = {
    {.name = "dry-run", .kind = OPTION_FLAG, .target = offsetof(struct import_options, dry_run),
     .help = "say what would happen, and write nothing"},
    {.name = "reason", .kind = OPTION_TEXT, .target = offsetof(struct import_options, reason),
     .value = "TEXT", .help = "why records that are there already change"},
    SIGNER_OPTIONS(struct import_options),
    {.name = "with", .kind = OPTION_TEXT, .target = offsetof(struct import_options, with),
     .value = "NAME", .help = "who signs too what two people sign together (handovers)"},
    {.name = "json", .kind = OPTION_FLAG, .target = offsetof(struct import_options, json),
     .help = "print JSON for programs"},
    {.name = NULL},
};

static bool run(struct command_line *line, struct error *error);

const struct command IMPORT_COMMAND = {
    .name = "import",
    .usage = "DIR PATH ... [--dry-run] [--reason TEXT] [--as NAME] [--with NAME] [--passphrase-file "
             "FILE]",
    .summary = "takes plain tables into the record of an investigation",
    .help = "DIR is the investigation, each PATH a table or a folder with tables (remains.tsv, "
            "persons.tsv, profiles.tsv, … as docs/records.md has them, or genotype tables of a "
            "sequencer). A table is taken whole or not at all, and every line of it is accounted "
            "for. The same table again changes nothing; a changed one revises records, and then "
            "--reason is asked for. What a table refers to may be in the record, in any table of "
            "the same import, or come later: until then it waits, and is listed. Of pictures that "
            "media.tsv names, what it has no column for (taken, camera, place, ...) is taken from "
            "what the camera wrote into them; a clock without a time zone leaves `taken` empty.\n"
            "Profiles are compared with each other, with the families that are declared, and with "
            "the staff; what that shows is for the laboratory alone.",
    .options = OPTIONS,
    .writes = true,
    .run = run,
};

static const struct child_work *const CHILD_WORKS[] = {&picture_work};

/* Everything that is open while an import goes on. */
struct importing {
    struct command_line *line;
    const struct import_options *options;
    struct session session;
    struct import_known known;
    const struct user_line *signer, *other; /* other: NULL when nobody signs with them */
    struct children *children; /* in which pictures are read */
    struct import_plan plan;
    struct import_findings findings;
};

/* The roles that sign what can be imported. Administrators record nothing, which is no reason to ask
 * which of many it is. */
static unsigned importers(void) {
    unsigned roles = 0;
    for (int i = 0; i < schema_count; i++)
        if (schema_list[i].imported) roles |= schema_list[i].signers;
    return roles & ~(1U << USER_ADMINISTRATOR);
}

static bool find_other(struct importing *importing, struct error *error) {
    const char *with = importing->options->with;
    if (!with) return true;
    if (!session_signer_find(&importing->session, with, importers(), &importing->other, error))
        return false;
    return importing->other != importing->signer ||
           error_set(error, ERROR_USAGE, "import: --as and --with are the same person");
}

static bool open_record(struct importing *importing, struct error *error) {
    struct command_line *line = importing->line;
    const struct import_options *options = importing->options;
    struct session *session = &importing->session;
    if (!session_open(line->arena, line->words[0],
                      options->dry_run ? INVESTIGATION_READ : INVESTIGATION_APPEND,
                      options->passphrase_file, session, error) ||
        !session_is_declared(session, error) ||
        !session_signer_find(session, options->as, importers(), &importing->signer, error) ||
        !find_other(importing, error) ||
        !session_read_tables(session, line->cancel, !options->json, error))
        return false;
    importing->known =
        import_record_known(line->arena, &session->investigation, &session->tables);
    return true;
}

static bool make_plan(struct importing *importing, struct error *error) {
    struct command_line *line = importing->line;
    struct clock clock = clock_of_system();
    const struct user_line *other = importing->other;
    struct import_handover handover = {.arena = line->arena,
                                       .investigation = &importing->session.investigation,
                                       .tables = &importing->session.tables,
                                       .first = &importing->signer->user->id,
                                       .second = other ? &other->user->id : NULL,
                                       .roles = importing->signer->user->roles};
    struct progress progress;
    unsigned roles = importing->signer->user->roles;
    struct import_request request = {.path_count = line->count - 1,
                                     .path = (const char *const *)line->words + 1,
                                     .roles = roles,
                                     .other = other ? other->user->roles : 0,
                                     .random = &importing->session.random,
                                     .children = importing->children,
                                     .cancel = line->cancel,
                                     .rule = import_handover_rule,
                                     .rule_data = &handover,
                                     .now = clock.unix_seconds(&clock)};
    progress_open(&progress, "reading", 0);
    bool done = import_plan_make(line->arena, &request, &importing->known, &importing->plan,
                                 error) &&
                import_check(line->arena, &importing->plan, roles, workers_default(), line->cancel,
                             &importing->findings, error);
    progress_close(&progress);
    return done;
}

/* Why records change, as entries may have it: without blanks around it. */
static bool check_reason(struct arena *arena, const char *text, const char **out_reason,
                         struct error *error) {
    const struct schema_field *field = schema_field_find(schema_find("remains"), "reason");
    size_t before = strspn(text, " \t"), length = strlen(text);
    while (length > before && strchr(" \t", text[length - 1])) length--;
    const char *reason = arena_copy_part(arena, text + before, length - before);
    json_t *value = json_string(reason);
    struct error fault = {0};
    bool good = *reason && value && value_check(field, value, VALUE_OF_ENTRY, &fault);
    json_decref(value);
    if (good) *out_reason = reason;
    return good || error_set(error, ERROR_USAGE, "import: %s; nothing was imported",
                             *fault.text ? fault.text : "the reason is empty: say why");
}

static bool find_reason(struct importing *importing, const char **out_reason,
                        struct error *error) {
    struct arena *arena = importing->line->arena;
    const char *reason = importing->options->reason;
    int revised = importing->plan.revised;
    char *answer = NULL;
    *out_reason = NULL;
    if (reason) return check_reason(arena, reason, out_reason, error);
    if (!revised) return true;
    if (!prompt_possible())
        return error_set(error, ERROR_USAGE,
                         "import: %d record%s would change: say why with --reason TEXT (--dry-run "
                         "lists them); nothing was imported",
                         revised, revised == 1 ? "" : "s");
    struct buffer changes = {0};
    import_text_changes(&importing->plan, &changes);
    fprintf(stderr, "%s", buffer_text(&changes));
    buffer_close(&changes);
    return prompt_text(arena,
                       arena_format(arena, "%d record%s will change. Why?", revised,
                                    revised == 1 ? "" : "s"),
                       &answer, error) &&
           check_reason(arena, answer, out_reason, error);
}

static bool append_plan(struct importing *importing, struct error *error) {
    struct command_line *line = importing->line;
    struct session *session = &importing->session;
    struct import_signer signer = {.reason = NULL};
    struct session_signer who = {0}, other = {0};
    struct appender *appender;
    struct progress progress;
    if (!find_reason(importing, &signer.reason, error) ||
        !session_signer_open(session, importing->signer->user->id.text, importers(), &who, error))
        return false;
    signer.signer[0] = session_draft_signer(&who);
    bool done = !importing->other ||
                session_signer_open(session, importing->other->user->id.text, importers(), &other,
                                    error);
    if (done && importing->other) signer.signer[1] = session_draft_signer(&other);
    done = done && session_appender(session, &appender, error);
    progress_open(&progress, "appending", (size_t)import_appended(&importing->plan));
    done = done &&
           import_apply(&importing->plan, appender, &signer, &progress, line->cancel, error);
    progress_close(&progress);
    session_signer_close(&who);
    session_signer_close(&other);
    return done;
}

/* What was refused is the command's answer, too, and its exit code says so. */
static bool say_refused(const struct import_plan *plan, struct error *error) {
    int refused = 0;
    bool denied = false;
    for (int i = 0; i < plan->file_count; i++) {
        refused += plan->file[i].refused;
        denied = denied || plan->file[i].denied;
    }
    return !refused || error_set(error, denied ? ERROR_DENIED : ERROR_BAD_INPUT,
                                 "import: %d of %d tables %s not taken, for the reasons above",
                                 refused, plan->file_count, refused == 1 ? "was" : "were");
}

static bool import(struct importing *importing, struct error *error) {
    struct command_line *line = importing->line;
    struct error failed = {0};
    if (!open_record(importing, error) || !make_plan(importing, error)) return false;
    bool appended = importing->options->dry_run || !import_appended(&importing->plan) ||
                    append_plan(importing, &failed);
    struct import_report report = {.plan = &importing->plan,
                                   .findings = &importing->findings,
                                   .investigation = line->words[0],
                                   .dry_run = importing->options->dry_run};
    /* Without a reason or passphrase nothing has happened that could be told. */
    if (!appended && (failed.code == ERROR_USAGE || failed.code == ERROR_DENIED))
        return error_set(error, failed.code, "%s", failed.text);
    if (importing->options->json) import_json(&report, line->out);
    else import_text(line->arena, &report, line->out);
    if (!importing->options->json && importing->session.investigation.device)
        buffer_add_text(line->out, "\nThis copy is a device: what it took is not yet in the record. "
                        "cairn pull, on the main copy,\ntakes it over.\n");
    line->told = true;
    return appended ? say_refused(&importing->plan, error)
                    : error_set(error, failed.code, "%s", failed.text);
}

static bool run(struct command_line *line, struct error *error) {
    struct import_options options = {0};
    struct importing importing = {.line = line, .options = &options};
    if (!command_options(&IMPORT_COMMAND, line, &options, sizeof options, 2, IMPORT_FILES_MOST,
                         error))
        return false;
    if (!children_start(CHILD_WORKS, 1, &importing.children, error)) return false;
    bool done = import(&importing, error);
    import_plan_close(&importing.plan);
    session_close(&importing.session);
    children_stop(importing.children);
    return done;
}
