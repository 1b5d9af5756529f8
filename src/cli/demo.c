/* cairn demo: an invented investigation from its tables to decisions, held against its truth. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "case/example_folder.h"
#include "cli/command.h"
#include "cli/demo_pages.h"
#include "cli/demo_text.h"
#include "record/replay.h"

struct demo_options {
    int64_t seed, remains, threads;
    const char *keep;
    bool serve, no_serve;
};

static const struct option OPTIONS[] = {
    EXAMPLE_OPTIONS(struct demo_options),
    {.name = "keep", .kind = OPTION_TEXT, .target = offsetof(struct demo_options, keep),
     .value = "DIR", .help = "make all of it there, in a new folder, and leave it"},
    {.name = "serve", .kind = OPTION_FLAG, .target = offsetof(struct demo_options, serve),
     .help = "then serve its pages until Ctrl-C; without it, only where it prints on a terminal"},
    {.name = "no-serve", .kind = OPTION_FLAG, .target = offsetof(struct demo_options, no_serve),
     .help = "end after the text, on a terminal too"},
    THREADS_OPTION(struct demo_options, threads),
    {.name = NULL},
};

static bool run(struct command_line *line, struct error *error);

const struct command DEMO_COMMAND = {
    .name = "demo",
    .usage = "[--seed N] [--remains N] [--keep DIR] [--serve | --no-serve] [--threads N]",
    .summary = "an invented investigation, from its tables to decisions and their proof",
    .help = "In a temporary folder: writes the tables of cairn example, makes an investigation "
            "(init), takes the tables into its record (import), says who the remains may be "
            "(identify), has an invented laboratory propose and an invented board confirm (decide), "
            "and holds the record against itself (verify). Then it says how much of it is right, "
            "serves its pages to a browser on this computer (serve), with a user for each role, "
            "and removes the folder when that is ended. Everything in it is synthetic.\n"
            "Where it does not print on a terminal it ends without serving, unless --serve is "
            "given. Its users are asked for no second factor; cairn serve asks for one.",
    .options = OPTIONS,
    .writes = true,
    .run = run,
};

/* Bold on a terminal that can; see no-color.org. */
static bool has_colour(void) {
    const char *no_colour = getenv("NO_COLOR"), *terminal = getenv("TERM");
    return isatty(STDOUT_FILENO) && !(no_colour && *no_colour) && terminal &&
           strcmp(terminal, "dumb") != 0;
}

static bool serves(const struct demo_options *options) {
    return options->serve || (!options->no_serve && isatty(STDOUT_FILENO));
}

static bool demonstrate(struct command_line *line, const struct demo_options *options,
                        struct demo_record *record, struct identify_run *run,
                        struct error *error) {
    int *truth;
    steps_begin(record->steps, "write", 0);
    if (!example_folder_write(line->arena, record->tables, (uint64_t)options->seed,
                              (int)options->remains, line->cancel, error) ||
        !demo_record_make(record, error) ||
        !demo_record_identify(record, (int)options->threads, run, error) ||
        !demo_record_decide(record, run, error) || !demo_record_verify(record, error))
        return false;
    /* Only now: what is known beforehand has no part in what was found. */
    if (!truth_read(line->arena, files_join(line->arena, record->tables, "truth.tsv"),
                    &run->run.dataset, &truth, error))
        return false;
    struct truth_score score = truth_score(line->arena, &run->run.found, &run->run.verdicts, truth);
    struct demo demo = {.run = &run->run.found,
                        .verdicts = &run->run.verdicts,
                        .score = &score,
                        .record = record,
                        .seed = options->seed,
                        .remains = (int)options->remains,
                        .kept = options->keep,
                        .colour = has_colour()};
    demo_text(line->arena, &demo, line->out);
    if (serves(options)) demo_pages_text(demo.colour, line->out);
    return true;
}

/* What is kept in memory of a record goes with it. */
static bool remove_all(struct command_line *line, const struct demo_record *record,
                       const char *folder, struct error *error) {
    return (!files_is_folder(record->investigation) ||
            replay_forget(line->arena, record->investigation, error)) &&
           files_remove_folder(folder, error);
}

/* What this device would note of the demonstration goes with its folder. */
static bool keep_state_in(struct arena *arena, const char *folder, struct error *error) {
    char *absolute;
    return files_absolute(arena, folder, &absolute, error) &&
           (setenv("XDG_STATE_HOME", files_join(arena, absolute, "state"), 1) == 0 ||
            error_set(error, ERROR_INTERNAL, "the environment takes nothing more"));
}

static bool run(struct command_line *line, struct error *error) {
    struct demo_options options = {.seed = EXAMPLE_SEED, .remains = EXAMPLE_REMAINS};
    struct steps steps = {0};
    struct demo_record record;
    struct identify_run run = {0};
    char *temporary = NULL;
    if (!command_options(&DEMO_COMMAND, line, &options, sizeof options, 0, 0, error)) return false;
    if (options.serve && options.no_serve)
        return error_set(error, ERROR_USAGE, "--serve and --no-serve: only one of them can be");
    if (!options.keep && !files_make_temporary(line->arena, &temporary, error)) return false;
    const char *folder = temporary ? temporary : options.keep;
    if (!demo_record_open(line, folder, &steps, &record, error) ||
        !keep_state_in(line->arena, folder, error))
        return false;
    bool done = demonstrate(line, &options, &record, &run, error);
    steps_end(&steps);
    identify_run_close(&run);
    bool kept = options.keep && done;
    if (done && serves(&options)) done = demo_pages_serve(line, record.investigation, error);
    if (!kept && !remove_all(line, &record, folder, error)) return false;
    return done;
}
