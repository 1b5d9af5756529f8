/* cairn demo: an invented investigation from its tables to names, held against its truth. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "case/example_folder.h"
#include "cli/command.h"
#include "cli/demo_text.h"
#include "cli/run_options.h"

struct demo_options {
    int64_t seed, remains, threads;
    const char *keep;
};

static const struct option OPTIONS[] = {
    EXAMPLE_OPTIONS(struct demo_options),
    {.name = "keep", .kind = OPTION_TEXT, .target = offsetof(struct demo_options, keep),
     .value = "DIR", .help = "write the tables there and leave them"},
    THREADS_OPTION(struct demo_options),
    {.name = NULL},
};

static bool run(struct command_line *line, struct error *error);

const struct command DEMO_COMMAND = {
    .name = "demo",
    .usage = "[--seed N] [--remains N] [--keep DIR] [--threads N]",
    .summary = "an invented investigation, identified and held against its truth",
    .help = "Writes the tables of cairn example to a temporary folder, identifies the remains as "
            "cairn identify does, says what was found and how much of it is right, and removes "
            "the folder. Everything in it is synthetic.",
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

/* Everything between the making of the folder and its removal. */
static bool demonstrate(struct command_line *line, const struct demo_options *options,
                        const char *folder, struct steps *steps, struct error *error) {
    struct run_options reading = run_options_none();
    reading.threads = options->threads;
    reading.quiet = true;
    struct run_tables tables = {0};
    struct identification run;
    int *truth;
    steps_begin(steps, "write", 0);
    if (!example_folder_write(line->arena, folder, (uint64_t)options->seed, (int)options->remains,
                              line->cancel, error))
        return false;
    steps_begin(steps, "read", 0);
    if (!run_options_load(&reading, folder, NULL, line->arena, line->cancel, &tables, error)) return false;
    struct identify_options engine = run_options_engine(&reading, line->cancel);
    steps_watch(steps, &engine);
    if (!identification_run(line->arena, &tables.dataset, &engine, &run, error)) return false;
    steps_end(steps);
    struct verdicts verdicts = verdicts_make(line->arena, &run);
    /* Only now: what is known beforehand has no part in what was found. */
    if (!truth_read(line->arena, files_join(line->arena, folder, "truth.tsv"), &tables.dataset,
                    &truth, error))
        return false;
    struct truth_score score = truth_score(line->arena, &run, &verdicts, truth);
    struct demo demo = {.run = &run,
                        .verdicts = &verdicts,
                        .score = &score,
                        .steps = steps,
                        .seed = options->seed,
                        .remains = (int)options->remains,
                        .kept = options->keep,
                        .colour = has_colour()};
    demo_text(line->arena, &demo, line->out);
    return true;
}

static bool run(struct command_line *line, struct error *error) {
    struct demo_options options = {.seed = EXAMPLE_SEED, .remains = EXAMPLE_REMAINS};
    struct steps steps = {0};
    char *temporary = NULL;
    if (!command_options(&DEMO_COMMAND, line, &options, sizeof options, 0, 0, error)) return false;
    if (!options.keep && !files_make_temporary(line->arena, &temporary, error)) return false;
    bool done = demonstrate(line, &options, temporary ? temporary : options.keep, &steps, error);
    steps_end(&steps);
    if (temporary && !files_remove_folder(temporary, error)) return false;
    return done;
}
