#include "cli/command.h"

extern const struct command EXAMPLE_COMMAND;

const struct command *const COMMANDS[] = {
    &EXAMPLE_COMMAND,
    NULL,
};
