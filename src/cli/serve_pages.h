/* Serving the investigators' pages from a command. */
#ifndef CAIRN_CLI_SERVE_PAGES_H
#define CAIRN_CLI_SERVE_PAGES_H

#include "cli/command.h"
#include "web/web.h"

/* Serves them until the command is interrupted, having said on stdout where; fails as web_start. */
MUST_CHECK bool serve_pages(struct command_line *line, const struct web_options *options,
                            struct error *error);

#endif
