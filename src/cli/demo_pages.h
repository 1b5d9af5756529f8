/* The end of the demonstration: its pages. */
#ifndef CAIRN_CLI_DEMO_PAGES_H
#define CAIRN_CLI_DEMO_PAGES_H

#include "cli/command.h"

/* Adds who may sign in and by what. */
void demo_pages_text(bool colour, struct buffer *out);

/* Prints what the command has to say, and serves the investigation to this computer until it is interrupted.
 * Passphrases alone sign in, since they are known to everybody and nothing is real; so nothing but what
 * the demonstration has just made may be served like that. */
MUST_CHECK bool demo_pages_serve(struct command_line *line, const char *investigation,
                                 struct error *error);

#endif
