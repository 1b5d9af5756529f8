/* Runs the built program as a stranger would, and keeps what it says. */
#ifndef CAIRN_TESTS_CLI_PROGRAM_H
#define CAIRN_TESTS_CLI_PROGRAM_H

#include "base/buffer.h"

struct answer {
    int code; /* exit code, or 128 and the signal's number */
    struct buffer out, err;
};

/* Runs `cairn ARGUMENTS` through the shell; the program is the one in CAIRN_BINARY, and the test
 * fails when that is not set. ARGUMENTS may redirect. */
struct answer cairn_run(const char *arguments);

void answer_close(struct answer *answer);

#endif
