/* cairn example: the files of an invented investigation. */
#include "base/utf8.h"
#include "case/example_folder.h"
#include "case/shell_word.h"
#include "cli/run_options.h"

struct example_options {
    int64_t seed, remains;
};

static const struct option OPTIONS[] = {
    EXAMPLE_OPTIONS(struct example_options),
    {.name = NULL},
};

static bool run(struct command_line *line, struct error *error);

const struct command EXAMPLE_COMMAND = {
    .name = "example",
    .usage = "DIR [--seed N] [--remains N]",
    .summary = "writes the files of an invented investigation, and truth.tsv",
    .help = "A forest with single graves, one grave with several soldiers, families with one and "
            "with several dead, what a laboratory reads from their bones and from the living, and "
            "what else an investigation keeps: belongings, documents, findings, custody, consents, "
            "statements. Nothing in it is about a real person. The same numbers give the same "
            "files.",
    .options = OPTIONS,
    .writes = true,
    .run = run,
};

static bool run(struct command_line *line, struct error *error) {
    struct example_options options = {EXAMPLE_SEED, EXAMPLE_REMAINS};
    if (!command_options(&EXAMPLE_COMMAND, line, &options, sizeof options, 1, 1, error))
        return false;
    const char *folder = line->words[0];
    if (!example_folder_write(line->arena, folder, (uint64_t)options.seed, (int)options.remains,
                              line->cancel, error))
        return false;
    buffer_format(line->out,
                  "%s: %d remains and the families of the missing, all invented; README.txt says "
                  "what is what\n"
                  "next: cairn identify %s\n",
                  utf8_harmless_copy(line->arena, folder), (int)options.remains,
                  shell_word(line->arena, folder));
    return true;
}
