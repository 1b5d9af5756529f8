/* cairn replay: the tables from nothing, against those that are kept. */
#include "base/workers.h"
#include "cli/command.h"
#include "record/replay_compare.h"

struct replay_options {
    const char *dump;
};

static const struct option OPTIONS[] = {
    {.name = "dump", .kind = OPTION_TEXT, .target = offsetof(struct replay_options, dump),
     .value = "FILE", .help = "writes all tables as text into a file that only you can read"},
    {.name = NULL},
};

static bool run(struct command_line *line, struct error *error);

const struct command REPLAY_COMMAND = {
    .name = "replay",
    .usage = "DIR [--dump FILE]",
    .summary = "makes the tables again from the record, and compares",
    .help = "What is shown and searched comes from tables, and these are made from the entries of "
            "the record alone. They are kept in memory until the power goes. This makes them "
            "again from nothing, says whether they are the same, and puts them right where they "
            "are not; the answer is then no (exit code 1).\n"
            "The text of --dump has for each table a line \"table NAME: COLUMN COLUMN ...\" and a "
            "line for each row, in the order of the log, with tabs between values and \\N for none. "
            "The same record gives the same bytes. It holds everything that can be opened in the "
            "record, readable for whoever has the file.",
    .options = OPTIONS,
    .writes = true,
    .run = run,
};

static void tell(struct command_line *line, const struct replay_comparison *comparison) {
    line->answer_no = !comparison->same;
    if (comparison->same) {
        buffer_add_text(line->out, "The tables are the same as those made afresh.\n");
        return;
    }
    const char *kept = comparison->kept, *fresh = comparison->fresh;
    buffer_format(line->out, "The tables that were kept are not what the record says. The first "
                  "line that differs:\n\nkept:   %s\nafresh: %s\n\nThey have been made again.\n",
                  kept ? kept : "(no more lines)", fresh ? fresh : "(no more lines)");
}

static bool run(struct command_line *line, struct error *error) {
    struct replay_options options = {0};
    struct replay replay = {.threads = workers_default(), .cancel = line->cancel, .shown = true};
    struct investigation investigation;
    struct replay_comparison comparison;
    if (!command_options(&REPLAY_COMMAND, line, &options, sizeof options, 1, 1, error) ||
        !investigation_open(line->arena, line->words[0], INVESTIGATION_READ, &investigation, error))
        return false;
    bool done = replay_compare(line->arena, &investigation, &replay, options.dump, &comparison,
                               error);
    investigation_close(&investigation);
    if (done) tell(line, &comparison);
    return done;
}
