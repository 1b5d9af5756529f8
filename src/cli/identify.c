/* cairn identify: pairwise and joint identification of a folder of tables or an investigation. */
#include "cli/identify_record.h"

static const struct option OPTIONS[] = {
    RUN_OPTIONS(struct run_options),
    SIGNER_OPTIONS(struct identify_line),
    {.name = "dry-run", .kind = OPTION_FLAG, .target = offsetof(struct identify_line, dry_run),
     .help = "of an investigation: record nothing, and ask for no passphrase"},
    {.name = "repeat", .kind = OPTION_TEXT, .target = offsetof(struct identify_line, repeat),
     .value = "ENTRY", .help = "run a comparison of the record again, and compare every digit"},
    {.name = "changes", .kind = OPTION_FLAG, .target = offsetof(struct identify_line, changes),
     .help = "which decisions the record as it is now no longer bears out"},
    {.name = NULL},
};

static bool run(struct command_line *line, struct error *error);

const struct command IDENTIFY_COMMAND = {
    .name = "identify",
    .usage = "DIR --missing-total N [options]",
    .summary = "who the remains may be: pairwise and joint identification",
    .help = "DIR is an investigation, or a folder of plain tables (remains.tsv, persons.tsv, "
            "profiles.tsv, frequencies.tsv, …) or GeneMapper tables. Remains that are one person "
            "are taken together, every individual is compared with every missing person, and all "
            "families are weighed at once. It prints who could be proposed, and why the others "
            "could not. N may also stand in parameters.tsv.\n"
            "Of an investigation the run becomes an entry, a comparison, which somebody with the "
            "role laboratory signs: it says on how many entries it ran, all parameters, and the "
            "hash of the result. --repeat ENTRY runs one again on the record as it was then, and "
            "says whether every digit is the same (the answer is no otherwise, exit code 1). "
            "--changes records nothing: it holds what was proposed and confirmed against the record "
            "as it is now, or against another --missing-total, and lists what has fallen below the "
            "threshold (exit code 1). Of a folder of tables nothing is written.",
    .options = OPTIONS,
    .writes = true,
    .run = run,
};

static bool run_folder(struct command_line *line, const struct identify_line *options,
                       struct error *error) {
    struct identify_run run = {0};
    bool done = identify_run(line, options, NULL, &run, error);
    if (done) identify_write(line, options, &run);
    identify_run_close(&run);
    return done;
}

static bool run(struct command_line *line, struct error *error) {
    struct identify_line options = {.run = {.asked = run_request_none()}};
    if (!command_options(&IDENTIFY_COMMAND, line, &options, sizeof options, 1, 1, error))
        return false;
    if (options.repeat && options.changes)
        return error_set(error, ERROR_USAGE, "--repeat and --changes are two questions: ask one");
    if (investigation_is(line->arena, line->words[0]))
        return options.repeat    ? identify_repeat(line, &options, error)
               : options.changes ? identify_changes(line, &options, error)
                                 : identify_record(line, &options, error);
    if (options.repeat || options.changes || options.dry_run || options.as ||
        options.passphrase_file)
        return error_set(error, ERROR_USAGE, "%s is no investigation: --repeat, --changes, "
                         "--dry-run, --as and --passphrase-file are for one (cairn init)",
                         line->words[0]);
    return run_folder(line, &options, error);
}
