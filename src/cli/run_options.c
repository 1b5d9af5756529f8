#include "cli/run_options.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

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

bool run_options_read(const struct run_options *options, const char *path,
                      const struct session *session, struct arena *arena,
                      const struct cancel *cancel, struct run *out_run, struct error *error) {
    struct reading reading = {.arena = arena};
    bool done = session ? run_read_record(arena, &options->asked, &session->investigation,
                                          &session->tables, cancel, &reading, out_run, error)
                        : run_read_folder(arena, &options->asked, path, &reading, out_run, error);
    if (!options->quiet) show_notes(&reading.notes);
    if (!reading.errors.count) return done;
    show_errors(&reading.errors);
    *error = (struct error){0};
    return error_set(error, ERROR_BAD_INPUT,
                     "%.300s: nothing was taken; %d error%s in the tables, listed above", path,
                     reading.errors.count, reading.errors.count == 1 ? "" : "s");
}
