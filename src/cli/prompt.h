/* Asking somebody at the terminal. */
#ifndef CAIRN_CLI_PROMPT_H
#define CAIRN_CLI_PROMPT_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

/* Is there somebody to ask? */
bool prompt_possible(void);

/* The terminal that this process belongs to, for prompt_line; the caller closes it. -1: there is
 * none. */
int prompt_terminal(void);

/* Shows a question and takes the line that answers it, without its end: at most `most` bytes.
 * `hidden`: nothing that is typed is shown, or kept where the terminal would.
 *
 * SIGINT, SIGTERM and SIGHUP are held back from before the question is shown until the terminal is
 * again as it was, but while there is nothing to do but wait: so none of them can fall between the
 * question and the waiting, and be lost. ERROR_CANCELLED: one of them came. ERROR_BAD_INPUT: the
 * terminal has ended. On failure nothing of what was typed is left in `line`. */
MUST_CHECK bool prompt_line(int terminal, const char *question, bool hidden, char *line,
                            size_t most, size_t *out_size, struct error *error);

/* Asks for a line of text, until there is some; in the arena. Fails at the end of the input. */
MUST_CHECK bool prompt_text(struct arena *arena, const char *question, char **out_text,
                            struct error *error);

#endif
