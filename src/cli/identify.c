/* cairn identify: pairwise and joint identification of a folder of tables. */
#include "case/identification_json.h"
#include "case/identification_text.h"
#include "cli/command.h"
#include "cli/run_options.h"
#include "cli/steps.h"

static const struct option OPTIONS[] = {RUN_OPTIONS(struct run_options), {.name = NULL}};

static bool run(struct command_line *line, struct error *error);

const struct command IDENTIFY_COMMAND = {
    .name = "identify",
    .usage = "DIR --missing-total N [options]",
    .summary = "who the remains may be: pairwise and joint identification",
    .help = "DIR holds plain tables (remains.tsv, persons.tsv, profiles.tsv, frequencies.tsv, …) "
            "or GeneMapper tables. Remains that are one person are taken together, every "
            "individual is compared with every missing person, and all families are weighed at "
            "once. It prints who could be proposed, and why the others could not. N may also "
            "stand in parameters.tsv. Nothing is written.",
    .options = OPTIONS,
    .run = run,
};

static bool run(struct command_line *line, struct error *error) {
    struct run_options options = run_options_none();
    struct run_tables tables;
    struct identification run;
    struct steps steps = {0};
    if (!command_options(&IDENTIFY_COMMAND, line, &options, sizeof options, 1, 1, error) ||
        !run_options_load(&options, line->words[0], line->arena, &tables, error))
        return false;
    struct identify_options engine = run_options_engine(&options, line->cancel);
    steps_watch(&steps, &engine);
    bool done = identification_run(line->arena, &tables.dataset, &engine, &run, error);
    steps_end(&steps);
    if (!done) return false;
    struct provenance provenance =
        provenance_make(line->arena, &tables.rows, &tables.build, &tables.dataset.panel);
    if (options.json) {
        identification_json(&run, &provenance, line->out);
        return true;
    }
    struct verdicts verdicts = verdicts_make(line->arena, &run);
    identification_text(line->arena, &run, &verdicts, &provenance, line->words[0],
                        run_options_words(line->arena, &options), line->out);
    return true;
}
