#define _GNU_SOURCE /* ppoll */
#include "cli/prompt.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { LINE_MOST = 2000 };

bool prompt_possible(void) { return isatty(STDIN_FILENO) && isatty(STDERR_FILENO); }

/* Never waits in read(): Ctrl-C takes away what was typed, also after poll() has told of it. */
int prompt_terminal(void) { return open("/dev/tty", O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC); }

/* ------------------------------------------------------------------ signals */

/* What is held back, what it was before, and what it is while there is nothing to do but wait. */
struct held {
    sigset_t signals, before, waiting;
};

static const int SIGNALS[] = {SIGINT, SIGTERM, SIGHUP};

enum { SIGNAL_COUNT = sizeof SIGNALS / sizeof SIGNALS[0] };

static struct held hold_signals(void) {
    struct held held;
    sigemptyset(&held.signals);
    for (int i = 0; i < SIGNAL_COUNT; i++) sigaddset(&held.signals, SIGNALS[i]);
    pthread_sigmask(SIG_BLOCK, &held.signals, &held.before);
    /* Also when whoever started the program had blocked them. */
    held.waiting = held.before;
    for (int i = 0; i < SIGNAL_COUNT; i++) sigdelset(&held.waiting, SIGNALS[i]);
    return held;
}

static bool is_one_pending(const struct held *held) {
    sigset_t pending;
    sigpending(&pending);
    for (int i = 0; i < SIGNAL_COUNT; i++)
        if (sigismember(&pending, SIGNALS[i]) && !sigismember(&held->before, SIGNALS[i]))
            return true;
    return false;
}

static bool wait_for(int terminal, short events, const struct held *held, struct error *error) {
    struct pollfd waiting = {.fd = terminal, .events = events};
    if (ppoll(&waiting, 1, NULL, &held->waiting) > 0) return true;
    if (errno == EINTR) return error_set(error, ERROR_CANCELLED, "interrupted");
    return error_set(error, ERROR_STORAGE, "the terminal cannot be used: %s", strerror(errno));
}

/* ------------------------------------------------------------------ a line */

static bool say(int terminal, const char *text, const struct held *held, struct error *error) {
    for (size_t left = strlen(text); left;) {
        ssize_t put = write(terminal, text, left);
        if (put < 0 && errno != EAGAIN)
            return error_set(error, ERROR_STORAGE, "the terminal cannot be used: %s",
                             strerror(errno));
        if (put < 0) {
            if (!wait_for(terminal, POLLOUT, held, error)) return false;
            continue;
        }
        text += put;
        left -= (size_t)put;
    }
    return true;
}

/* Byte by byte, for what comes after the line is not ours to read. */
static bool read_line(int terminal, const struct held *held, char *line, size_t most,
                      size_t *out_size, struct error *error) {
    size_t size = 0;
    for (;;) {
        char byte;
        ssize_t got = read(terminal, &byte, 1);
        if (got < 0 && errno == EAGAIN) {
            if (!wait_for(terminal, POLLIN, held, error)) return false;
            continue;
        }
        if (got <= 0) return error_set(error, ERROR_BAD_INPUT, "no answer was given");
        if (byte == '\n') break;
        if (size == most)
            return error_set(error, ERROR_TOO_LARGE, "what was typed has more than %zu bytes",
                             most);
        line[size++] = byte;
    }
    *out_size = size;
    return true;
}

static bool ask_hidden(int terminal, const char *question, const struct held *held, char *line,
                       size_t most, size_t *out_size, struct error *error) {
    struct termios shown, hidden;
    if (tcgetattr(terminal, &shown) != 0)
        return error_set(error, ERROR_STORAGE, "the terminal cannot be used: %s", strerror(errno));
    hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
    bool done = tcsetattr(terminal, TCSAFLUSH, &hidden) == 0 ||
                error_set(error, ERROR_STORAGE, "the terminal cannot be used: %s", strerror(errno));
    done = done && say(terminal, question, held, error) &&
           read_line(terminal, held, line, most, out_size, error);
    struct error ignored = {0};
    tcsetattr(terminal, TCSAFLUSH, &shown);
    return say(terminal, "\n", held, done ? error : &ignored) && done;
}

bool prompt_line(int terminal, const char *question, bool hidden, char *line, size_t most,
                 size_t *out_size, struct error *error) {
    struct held held = hold_signals();
    size_t size = 0;
    bool done = hidden ? ask_hidden(terminal, question, &held, line, most, &size, error)
                       : say(terminal, question, &held, error) &&
                             read_line(terminal, &held, line, most, &size, error);
    if (done && is_one_pending(&held)) done = error_set(error, ERROR_CANCELLED, "interrupted");
    pthread_sigmask(SIG_SETMASK, &held.before, NULL);
    if (done) *out_size = size;
    else explicit_bzero(line, most);
    return done;
}

bool prompt_text(struct arena *arena, const char *question, char **out_text,
                 struct error *error) {
    char line[LINE_MOST];
    size_t size = 0;
    bool done = true;
    int terminal = prompt_terminal();
    if (terminal < 0)
        return error_set(error, ERROR_USAGE, "there is no terminal to ask at: %s", question);
    const char *shown = arena_format(arena, "%s ", question);
    while (done && size == 0)
        done = prompt_line(terminal, shown, false, line, sizeof line, &size, error);
    close(terminal);
    if (!done) return error_within(error, "%s", question);
    *out_text = arena_copy_part(arena, line, size);
    return true;
}
