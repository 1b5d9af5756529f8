/* Asking somebody at the terminal. */
#ifndef CAIRN_CLI_PROMPT_H
#define CAIRN_CLI_PROMPT_H

#include "base/arena.h"
#include "base/error.h"

/* Is there somebody to ask? */
bool prompt_possible(void);

/* Asks for a line of text, until there is some; in the arena. Fails at the end of the input. */
MUST_CHECK bool prompt_text(struct arena *arena, const char *question, char **out_text,
                            struct error *error);

#endif
