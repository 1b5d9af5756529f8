/* cairn custody: where everything is, how it came there, and where that is not known. */
#include "case/custody_text.h"
#include "cli/session.h"
#include "schema/quote.h"

struct custody_options {
    bool gaps, json, csv;
};

static const struct option OPTIONS[] = {
    {.name = "gaps", .kind = OPTION_FLAG, .target = offsetof(struct custody_options, gaps),
     .help = "only what has gaps or breaks, with --json and --csv"},
    {.name = "json", .kind = OPTION_FLAG, .target = offsetof(struct custody_options, json),
     .help = "for programs"},
    {.name = "csv", .kind = OPTION_FLAG, .target = offsetof(struct custody_options, csv),
     .help = "for spreadsheets"},
    {.name = NULL},
};

static bool run(struct command_line *line, struct error *error);

const struct command CUSTODY_COMMAND = {
    .name = "custody",
    .usage = "DIR [CODE] [--gaps] [--json|--csv]",
    .summary = "who has what now, how it came there, and the gaps",
    .help = "Without CODE: who has how much, and every gap. With the code of remains, an object, a "
            "document or a sample: its chain from the ground until now.\n"
            "A gap is where who gives is not who had it, a hand is not said, a seal was broken or "
            "is another, times or events are out of order, things go on after they were returned, "
            "or nothing is recorded at all. A break is a gap that somebody explains; nothing is "
            "ever mended. Bones are with their remains unless an event names them.\n"
            "The exit code is 1 when there is a gap.",
    .options = OPTIONS,
    .run = run,
};

static bool answer(struct command_line *line, const struct session *session,
                   const struct custody_options *options, struct error *error) {
    struct custody *custody;
    const struct custody_thing *one = NULL;
    struct json json = json_to(line->out);
    if (!custody_read(line->arena, &session->tables, (1U << USER_ROLES) - 1, &custody, error))
        return false;
    if (line->count > 1 && !(one = custody_find(custody, line->words[1])))
        return error_set(error, ERROR_NOT_FOUND, "there is nothing %s in custody; cairn find looks "
                         "for words", quote(line->words[1]).text);
    const struct custody_thing **list =
        arena_new(line->arena, const struct custody_thing *, custody->thing_count);
    int count = 0;
    for (int i = 0; i < custody->thing_count; i++) {
        const struct custody_thing *thing = &custody->thing[i];
        if (one && one != thing) continue;
        line->answer_no = line->answer_no || thing->gap_count > 0;
        if (one || !options->gaps || thing->fault_count) list[count++] = thing;
    }
    if (options->csv && one) custody_write_chain_csv(line->arena, custody, one, line->out);
    else if (options->csv) custody_write_csv(line->arena, list, count, line->out);
    else if (!options->json && one) custody_write_chain(line->arena, custody, one, line->out);
    else if (!options->json) custody_write_overview(line->arena, custody, line->out);
    if (!options->json) return true;
    json_open_list(&json);
    for (int i = 0; i < count; i++) custody_write_json(&json, custody, list[i]);
    json_close_list(&json);
    return true;
}

static bool run(struct command_line *line, struct error *error) {
    struct custody_options options = {0};
    struct session session;
    if (!command_options(&CUSTODY_COMMAND, line, &options, sizeof options, 1, 2, error))
        return false;
    if (options.json && options.csv)
        return error_set(error, ERROR_USAGE, "custody: either --json or --csv");
    if (!session_open(line->arena, line->words[0], INVESTIGATION_READ, NULL, &session, error))
        return false;
    bool done = session_read_tables(&session, line->cancel, !options.json && !options.csv, error) &&
                answer(line, &session, &options, error);
    session_close(&session);
    return done;
}
