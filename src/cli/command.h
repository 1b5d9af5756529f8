/* A command is one file with one constant: its name, its help, its options and its function. The
 * list of all is src/cli/commands.c; src/main.c finds, runs, prints and gives the exit code. */
#ifndef CAIRN_CLI_COMMAND_H
#define CAIRN_CLI_COMMAND_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/cancel.h"
#include "base/error.h"
#include "cli/options.h"

/* What a command gets and gives. */
struct command_line {
    char **words; /* behind the command's name; after command_options the operands */
    int count;
    struct arena *arena;         /* for the whole command; closed by main */
    const struct cancel *cancel; /* set by Ctrl-C */
    struct buffer *out;          /* written to stdout by main once `run` has returned true … */
    bool told;                   /* … or false, when what it holds is the answer all the same */
    bool answer_no;              /* done, and the answer is no: exit code 1 */
};

struct command {
    const char *name;
    const char *usage;            /* what stands behind the name: "CASE.json [--json]" */
    const char *summary;          /* one line, for the list of commands */
    const char *help;             /* for `cairn help NAME`: paragraphs, one a line; may be NULL */
    const struct option *options; /* may be NULL; also what the help shows */
    bool writes; /* files: the first Ctrl-C never cuts it off, however long it takes to notice */
    bool (*run)(struct command_line *line, struct error *error);
};

/* All commands, ended by NULL. */
extern const struct command *const COMMANDS[];

/* Reads the command's options into `into` (see options_read) and checks that at least `least` and
 * at most `most` operands are left; the error names what is missing or too many. */
MUST_CHECK bool command_options(const struct command *command, struct command_line *line,
                                void *into, size_t into_size, int least, int most,
                                struct error *error);

/* Writes what `line->out` holds to stdout, and empties it. Fails with ERROR_STORAGE when it cannot be
 * written (a full disk). */
MUST_CHECK bool command_print(struct command_line *line, struct error *error);

/* Help for all commands, and for one. */
void command_help_all(struct buffer *out);
void command_help(const struct command *command, struct buffer *out);

/* The command of that name. Fails with ERROR_USAGE, and says which name is most like it. */
MUST_CHECK bool command_find(const char *name, const struct command **out_command,
                             struct error *error);

#endif
