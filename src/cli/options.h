/* What may stand behind a command's name: one constant table a command, read into that command's
 * own struct. The same table makes the command's help. */
#ifndef CAIRN_CLI_OPTIONS_H
#define CAIRN_CLI_OPTIONS_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"

enum option_kind {
    OPTION_FLAG,   /* --name               bool */
    OPTION_WHOLE,  /* --name 12            int64_t, from least to most */
    OPTION_NUMBER, /* --name 0.5           double, from least to most, finite */
    OPTION_TEXT,   /* --name anything      const char *, points into the words */
    OPTION_CHOICE  /* --name one of a few  int, the place in `choices` */
};

struct option {
    const char *name; /* without the two dashes; NULL ends a table */
    enum option_kind kind;
    size_t target;      /* offsetof(struct …, field) */
    const char *value;  /* what the value is called in the help: "N", "FILE" */
    const char *help;   /* a few words, without a final dot */
    double least, most; /* of numbers; both are allowed values */
    const char *const *choices; /* of OPTION_CHOICE; NULL ends it */
};

/* Reads --name VALUE and --name=VALUE wherever they stand; `--` ends them, `-` is an operand. The
 * struct at `into` holds the defaults when it is called. What is no option is left in `words` in
 * its order, and `*count` says how many. On failure (unknown option, named with its nearest
 * neighbour; value missing, not wanted, no number, out of range; given twice) the error is
 * ERROR_USAGE, and `into`, `words` and `count` are as they were. */
MUST_CHECK bool options_read(const struct option *table, void *into, size_t into_size,
                             char **words, int *count, struct error *error);

/* The options of the table, one below the other, 80 columns wide. */
void options_help(const struct option *table, struct buffer *out);

#endif
