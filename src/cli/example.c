/* cairn example: the files of an invented investigation. */
#include "base/files.h"
#include "case/example.h"
#include "cli/command.h"

struct example_options {
    int64_t seed, remains;
};

static const struct option OPTIONS[] = {
    {.name = "seed", .kind = OPTION_WHOLE, .target = offsetof(struct example_options, seed),
     .value = "N", .help = "another number, another investigation (1)", .least = 0, .most = 9e15},
    {.name = "remains", .kind = OPTION_WHOLE, .target = offsetof(struct example_options, remains),
     .value = "N", .help = "how many remains were lifted (450)", .least = EXAMPLE_REMAINS_LEAST,
     .most = EXAMPLE_REMAINS_MOST},
    {.name = NULL},
};

/* What lies in a folder may be somebody's real tables: nothing is written among them. */
static bool make_empty_folder(struct arena *arena, const char *folder, struct error *error) {
    char **paths;
    size_t count = 0;
    if (!files_make_folder(folder, error) ||
        !files_list(arena, folder, &paths, &count, error))
        return false;
    if (!count) return true;
    return error_set(error, ERROR_DENIED,
                     "%.200s: the folder is not empty (%.80s); name one that does not exist yet",
                     folder, paths[0]);
}

static bool write_files(struct arena *arena, const char *folder, const struct example *example,
                        struct error *error) {
    for (int i = 0; i < EXAMPLE_FILES; i++) {
        const struct example_file *file = &example->file[i];
        if (!files_write(files_join(arena, folder, file->name), file->content.bytes,
                         file->content.size, error))
            return false;
    }
    return true;
}

static bool run(struct command_line *line, struct error *error);

const struct command EXAMPLE_COMMAND = {
    .name = "example",
    .usage = "DIR [--seed N] [--remains N]",
    .summary = "writes the files of an invented investigation, and truth.tsv",
    .help = "A forest with single graves, one grave with several soldiers, families with one and\n"
            "with several dead, and what a laboratory reads from their bones and from the living.\n"
            "Nothing in it is about a real person. The same numbers give the same files.",
    .options = OPTIONS,
    .run = run,
};

static bool run(struct command_line *line, struct error *error) {
    struct example_options options = {EXAMPLE_SEED, EXAMPLE_REMAINS};
    if (!command_options(&EXAMPLE_COMMAND, line, &options, sizeof options, 1, 1, error))
        return false;
    const char *folder = line->words[0];
    struct example example;
    if (!make_empty_folder(line->arena, folder, error) ||
        !example_make((uint64_t)options.seed, (int)options.remains, &example, error))
        return false;
    bool written = write_files(line->arena, folder, &example, error);
    example_close(&example);
    if (!written) return false;
    buffer_format(line->out,
                  "%s: %d remains and the families of the missing, all invented; README.txt says "
                  "what is what\n"
                  "next: cairn identify %s\n",
                  folder, (int)options.remains, folder);
    return true;
}
