/* Finds the command, runs it, prints its error, gives its exit code. */
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "cli/command.h"

/* Milliseconds from Ctrl-C to the end of a command that writes no files; from the second Ctrl-C to
 * that of one that does, and has to clear away. */
enum { PATIENCE = 150, PATIENCE_WRITING = 1000 };

/* What a signal handler can reach: somebody has pressed Ctrl-C; files are being written, so the
 * command must come to its own end; stderr is a terminal, which may hold half a line. */
static struct cancel interrupted;
static atomic_bool writing, on_terminal;

static void leave(void) {
    static const char clear[] = "\r\033[K", text[] = "cairn: interrupted\n";
    ssize_t ignored = 0;
    if (on_terminal) ignored = write(STDERR_FILENO, clear, sizeof clear - 1);
    ignored = write(STDERR_FILENO, text, sizeof text - 1);
    (void)ignored;
    _exit(130);
}

static void wait_milliseconds(int count) {
    struct itimerval timer = {.it_value = {.tv_sec = count / 1000,
                                           .tv_usec = count % 1000 * 1000}};
    setitimer(ITIMER_REAL, &timer, NULL);
}

/* Once: stop; a moment later: leave. Again: leave. A command that writes files is given its moment
 * only when it is asked again. */
static void on_interrupt(int number) {
    static atomic_int times;
    times += number != SIGALRM;
    if (number == SIGALRM || times > 1 + writing) leave();
    cancel_request(&interrupted);
    if (times > writing) wait_milliseconds(writing ? PATIENCE_WRITING : PATIENCE);
}

static void catch_signals(void) {
    struct sigaction action = {.sa_handler = on_interrupt};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGALRM, &action, NULL);
    /* The terminal has gone: unless the command was started to outlive it (nohup). */
    struct sigaction before;
    if (sigaction(SIGHUP, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
        sigaction(SIGHUP, &action, NULL);
    on_terminal = isatty(STDERR_FILENO);
    /* That a reader has gone, or a file may not grow, is told by write(), as all other failures. */
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, NULL);
    sigaction(SIGXFSZ, &action, NULL);
}

static bool asks_for_help(const struct command_line *line) {
    for (int i = 0; i < line->count && strcmp(line->words[i], "--") != 0; i++)
        if (strcmp(line->words[i], "--help") == 0 || strcmp(line->words[i], "-h") == 0) return true;
    return false;
}

static bool run(int count, char **words, struct command_line *line, struct error *error) {
    const char *name = count > 1 ? words[1] : "help";
    const struct command *command;
    if (strcmp(name, "--version") == 0 || strcmp(name, "version") == 0) {
        buffer_add_text(line->out, "cairn " CAIRN_VERSION "\n");
        return true;
    }
    if (strcmp(name, "help") == 0 || strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        if (count < 3 || strcmp(words[2], "help") == 0) command_help_all(line->out);
        else if (command_find(words[2], &command, error)) command_help(command, line->out);
        return error->code == ERROR_NONE;
    }
    if (!command_find(name, &command, error)) return false;
    line->words = words + 2;
    line->count = count - 2;
    if (asks_for_help(line)) {
        command_help(command, line->out);
        return true;
    }
    writing = command->writes;
    return command->run(line, error);
}

int main(int count, char **words) {
    catch_signals();
    struct arena arena;
    arena_open(&arena, 0);
    struct buffer out = {0};
    struct error error = {0};
    struct command_line line = {.arena = &arena, .cancel = &interrupted, .out = &out};
    bool done = run(count, words, &line, &error);
    if ((done || line.told) && !command_print(&line, &error)) done = false;
    if (!done && error.text[0]) fprintf(stderr, "cairn: %s\n", error.text);
    buffer_close(&out);
    arena_close(&arena);
    if (!done) return error_exit_code(error.code);
    return line.answer_no ? 1 : 0;
}
