#include "cli/run_options.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/decimal.h"
#include "base/files.h"
#include "case/folder.h"
#include "case/shell_word.h"
#include "input/number.h"

const char *const RUN_PRIORS[] = {"incident", "flat", NULL};
const char *const RUN_GROUPS[] = {"direct", "none", NULL};

struct run_options run_options_none(void) {
    return (struct run_options){.theta = -1, .dropout = -1};
}

static bool read_missing_total(const char *text, struct dataset *dataset, struct error *error) {
    double all, male = -1, female = -1;
    if (number_read_by_sex(text, &male, &female)) all = male + female;
    else if (!number_read_count(text, &all))
        return error_set(error, ERROR_USAGE,
                         "--missing-total \"%.40s\" is not a number of people; write 480 or "
                         "M=300,F=180",
                         text);
    dataset->missing_total = all;
    dataset->missing_total_male = male;
    dataset->missing_total_female = female;
    return true;
}

enum { NOTES_ON_TERMINAL = 6 };

static void show_errors(const struct messages *errors) {
    struct buffer text = {0};
    messages_write(errors, &text);
    fprintf(stderr, "errors:\n%s", buffer_text(&text));
    buffer_close(&text);
}

/* All notes into a file; whoever sits before a terminal came for what is printed next. */
static void show_notes(const struct messages *notes) {
    if (!notes->count) return;
    struct buffer text = {0};
    messages_write(notes, &text);
    const char *end = buffer_text(&text);
    int lines = 0;
    while (*end && !(lines == NOTES_ON_TERMINAL && isatty(STDERR_FILENO))) {
        end += strcspn(end, "\n") + 1;
        lines++;
    }
    fprintf(stderr, "notes:\n%.*s", (int)(end - buffer_text(&text)), buffer_text(&text));
    if (*end) fprintf(stderr, "and %d more; all of them with 2> FILE\n", notes->count - lines);
    fputs("\n", stderr);
    buffer_close(&text);
}

static bool read_rows(const char *path, const struct session *session, struct arena *arena,
                      const struct cancel *cancel, struct reading *reading,
                      struct run_tables *tables, struct error *error) {
    if (session) {
        if (!investigation_rows_read(arena, &session->investigation, &session->tables, cancel,
                                     reading, &tables->recorded, error))
            return false;
        tables->rows = tables->recorded.rows;
        return true;
    }
    if (files_kind(path) == FILE_REGULAR)
        return error_set(error, ERROR_BAD_INPUT,
                         "%s is a file: name the folder in which all the tables lie", path);
    return folder_read(arena, 1, &path, &tables->rows, reading, error);
}

bool run_options_load(const struct run_options *options, const char *path,
                      const struct session *session, struct arena *arena,
                      const struct cancel *cancel, struct run_tables *out_tables,
                      struct error *error) {
    struct reading reading = {.arena = arena};
    struct run_tables tables = {.build = build_options_none()};
    *out_tables = tables;
    tables.build.theta = options->theta;
    tables.build.dropout = options->dropout;
    bool read = read_rows(path, session, arena, cancel, &reading, &tables, error);
    *out_tables = tables;
    if (!read) return false;
    bool built = reading.errors.count == 0 &&
                 dataset_build(arena, &tables.rows, &tables.build, &reading, &tables.dataset);
    if (!options->quiet) show_notes(&reading.notes);
    if (!built || reading.errors.count) {
        show_errors(&reading.errors);
        return error_set(error, ERROR_BAD_INPUT,
                         "%.300s: nothing was taken; %d error%s in the tables, listed above", path,
                         reading.errors.count, reading.errors.count == 1 ? "" : "s");
    }
    if (!tables.dataset.remains_count)
        return error_set(error, ERROR_BAD_INPUT,
                         "%.300s: there are no remains; remains.tsv and profiles.tsv are needed%s",
                         path, session ? ": cairn import" : "");
    if (options->missing_total &&
        !read_missing_total(options->missing_total, &tables.dataset, error))
        return false;
    *out_tables = tables;
    return true;
}

void run_tables_close(struct run_tables *tables) { investigation_rows_close(&tables->recorded); }

const char *run_options_words(struct arena *arena, const struct run_options *options) {
    const char *words = "";
    if (options->prior)
        words = arena_format(arena, "%s --prior %s", words, RUN_PRIORS[options->prior]);
    if (options->missing_total)
        words = arena_format(arena, "%s --missing-total %s", words,
                             shell_word(arena, options->missing_total));
    if (options->theta >= 0)
        words = arena_format(arena, "%s --theta %s", words, decimal_of(options->theta).text);
    if (options->dropout >= 0)
        words = arena_format(arena, "%s --dropout %s", words, decimal_of(options->dropout).text);
    if (options->group)
        words = arena_format(arena, "%s --group %s", words, RUN_GROUPS[options->group]);
    return words;
}

struct identify_options run_options_engine(const struct run_options *options,
                                           const struct cancel *cancel) {
    return (struct identify_options){.prior = options->prior ? PRIOR_FLAT : PRIOR_INCIDENT,
                                     .group = options->group == 0,
                                     .threads = (int)options->threads,
                                     .cancel = cancel};
}
