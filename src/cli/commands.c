#include "cli/command.h"

const struct command *const COMMANDS[] = {
    NULL,
};
