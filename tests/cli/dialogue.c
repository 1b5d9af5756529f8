#include "cli/dialogue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"

enum { LIMIT_SECONDS = 60 };

void dialogue_or_skip(void) {
    int keeper, terminal;
    if (openpty(&keeper, &terminal, NULL, NULL, NULL) == 0) {
        close(keeper);
        close(terminal);
        return;
    }
    fputs("SKIPPED: no terminal can be made here\n", stderr);
    skip();
}

pid_t dialogue_fork(int *out_terminal) {
    pid_t child = forkpty(out_terminal, NULL, NULL, NULL);
    assert_true(child >= 0);
    if (child == 0) {
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    }
    return child;
}

static void give_up(pid_t child, const struct buffer *shown) {
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    fail_msg("it goes on and on; shown: %s", buffer_text(shown));
}

bool dialogue_read(pid_t child, int terminal, struct buffer *shown) {
    char bytes[512];
    struct pollfd waiting = {.fd = terminal, .events = POLLIN};
    if (poll(&waiting, 1, LIMIT_SECONDS * 1000) == 0) give_up(child, shown);
    ssize_t got = read(terminal, bytes, sizeof bytes);
    if (got <= 0) return false;
    buffer_add(shown, bytes, (size_t)got);
    return true;
}

int dialogue_wait(pid_t child, const struct buffer *shown) {
    double until = clock_seconds() + LIMIT_SECONDS;
    int status;
    pid_t ended;
    while ((ended = waitpid(child, &status, WNOHANG)) == 0) {
        if (clock_seconds() > until) give_up(child, shown);
        usleep(200);
    }
    assert_int_equal(ended, child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static bool is_question(const struct buffer *shown) {
    return shown->size >= 2 && memcmp(shown->bytes + shown->size - 2, ": ", 2) == 0;
}

struct dialogue dialogue_run(const char *const *arguments, const char *const *lines) {
    struct dialogue dialogue = {.code = -1};
    int terminal;
    pid_t child = dialogue_fork(&terminal);
    if (child == 0) {
        execv(getenv("CAIRN_BINARY"), (char *const *)arguments);
        _exit(127);
    }
    while (dialogue_read(child, terminal, &dialogue.shown)) {
        if (!*lines || !is_question(&dialogue.shown)) continue;
        assert_int_equal(write(terminal, *lines, strlen(*lines)), strlen(*lines));
        lines++;
    }
    dialogue.code = dialogue_wait(child, &dialogue.shown);
    close(terminal);
    return dialogue;
}

void dialogue_close(struct dialogue *dialogue) { buffer_close(&dialogue->shown); }
