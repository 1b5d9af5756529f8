/* Somebody at a terminal: a child that has one of its own, and is never waited for without end. */
#ifndef CAIRN_TESTS_CLI_DIALOGUE_H
#define CAIRN_TESTS_CLI_DIALOGUE_H

#include <sys/types.h>

#include "base/buffer.h"

/* Skips the test, and says so on stderr, where no terminal can be made (/dev/pts is not there). To be
 * called before the test holds anything. */
void dialogue_or_skip(void);

/* Forks a child with a terminal, whose other side is *out_terminal. Its signals do what they do by
 * default and none is blocked, however the test was started. 0: in the child. */
pid_t dialogue_fork(int *out_terminal);

/* Adds what the terminal shows next; false at its end. Fails the test, and ends the child, when
 * nothing comes for a minute. */
bool dialogue_read(pid_t child, int terminal, struct buffer *shown);

/* Waits for the end of the child: its exit code, or 128 and the signal's number. Fails the test
 * with what was `shown`, and ends the child, when that takes more than a minute. */
int dialogue_wait(pid_t child, const struct buffer *shown);

struct dialogue {
    struct buffer shown; /* all that the terminal showed */
    int code;
};

/* Runs the program with these arguments (the first is its name), and types each line when the
 * terminal shows a colon and a blank at its end: a question. */
struct dialogue dialogue_run(const char *const *arguments, const char *const *lines);

void dialogue_close(struct dialogue *dialogue);

#endif
