/* Asking somebody at the terminal. */
#ifndef CAIRN_CLI_PROMPT_H
#define CAIRN_CLI_PROMPT_H

#include "base/arena.h"
#include "base/secret.h"

/* Is there somebody to ask? */
bool prompt_possible(void);

/* Asks for a line of text, until there is some; in the arena. Fails at the end of the input. */
MUST_CHECK bool prompt_text(struct arena *arena, const char *question, char **out_text,
                            struct error *error);

/* The passphrase of a user: the first line of a file or, without one (NULL), what is typed at the
 * terminal, where it is not shown. Fails with ERROR_DENIED when there is neither. The caller closes
 * the secret. */
MUST_CHECK bool prompt_passphrase(const char *whose, const char *file, struct secret *out_secret,
                                  struct error *error);

#endif
