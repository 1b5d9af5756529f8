#include "cli/command.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "case/layout.h"
#include "base/nearest.h"

bool command_options(const struct command *command, struct command_line *line, void *into,
                     size_t into_size, int least, int most, struct error *error) {
    if (!options_read(command->options, into, into_size, line->words, &line->count, error))
        return error_within(error, "%s", command->name);
    if (line->count < least)
        return error_set(error, ERROR_USAGE, "%s: something is missing; it is used as: cairn %s %s",
                         command->name, command->name, command->usage);
    if (line->count > most)
        return error_set(error, ERROR_USAGE,
                         "%s: \"%.80s\" is too much; it is used as: cairn %s %s", command->name,
                         line->words[most], command->name, command->usage);
    return true;
}

bool command_print(struct command_line *line, struct error *error) {
    const char *bytes = buffer_text(line->out);
    size_t left = line->out->size;
    while (left) {
        ssize_t written = write(STDOUT_FILENO, bytes, left);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) {
            /* Nobody reads any more (`cairn … | head`): no text, so nothing is printed. */
            if (errno == EPIPE) return error_set(error, ERROR_STORAGE, "%s", "");
            return error_set(error, ERROR_STORAGE, "the output cannot be written: %s",
                             strerror(errno));
        }
        bytes += written;
        left -= (size_t)written;
    }
    buffer_close(line->out);
    return true;
}

void command_help_all(struct buffer *out) {
    buffer_add_text(out, "cairn " CAIRN_VERSION ": identifies the dead of mass graves by kinship\n"
                         "\n"
                         "  cairn COMMAND [options] ...\n"
                         "\n");
    for (const struct command *const *command = COMMANDS; *command; command++)
        buffer_format(out, "  %-12s%s\n", (*command)->name, (*command)->summary);
    buffer_add_text(out, "  help        this list; cairn help COMMAND for one command\n"
                         "  version     the version of the program (also --version)\n"
                         "\n"
                         "Exit codes: 0 done, 1 the answer is no, 2 usage, 3 bad input,\n"
                         "4 refused, 5 storage, 70 defect, 130 interrupted.\n");
}

static void add_paragraphs(const char *text, struct buffer *out) {
    for (; text && *text; text += *text == '\n') {
        struct buffer paragraph = {0};
        size_t size = strcspn(text, "\n");
        buffer_add(&paragraph, text, size);
        buffer_add_text(out, "\n");
        layout_wrap(out, "", "", buffer_text(&paragraph));
        buffer_close(&paragraph);
        text += size;
    }
}

void command_help(const struct command *command, struct buffer *out) {
    buffer_format(out, "cairn %s %s\n\n%s\n", command->name, command->usage, command->summary);
    add_paragraphs(command->help, out);
    if (!command->options || !command->options->name) return;
    buffer_add_text(out, "\n");
    options_help(command->options, out);
}

bool command_find(const char *name, const struct command **out_command, struct error *error) {
    struct nearest nearest = nearest_to(name);
    for (const struct command *const *command = COMMANDS; *command; command++) {
        if (strcmp((*command)->name, name) == 0) {
            *out_command = *command;
            return true;
        }
        nearest_consider(&nearest, (*command)->name);
    }
    if (nearest.word)
        return error_set(error, ERROR_USAGE, "there is no command \"%.80s\"; did you mean %s?",
                         name, nearest.word);
    return error_set(error, ERROR_USAGE, "there is no command \"%.80s\"; see cairn help", name);
}
