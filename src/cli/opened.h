/* An investigation as the commands that show things need it: its log, its tables up to the end of
 * that, and the declarations that its entries are under. */
#ifndef CAIRN_CLI_OPENED_H
#define CAIRN_CLI_OPENED_H

#include "cli/command.h"
#include "record/authority.h"
#include "record/investigation.h"
#include "record/tables.h"

/* Both stores are in STORE_READ transactions. */
struct opened {
    struct investigation investigation;
    struct tables tables;
    struct authority authority;
};

MUST_CHECK bool opened_open(struct command_line *line, const char *path, struct opened *out_opened,
                            struct error *error);

/* Takes one of zeroes. */
void opened_close(struct opened *opened);

#endif
