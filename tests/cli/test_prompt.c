/* Questions at a terminal: what is typed is what comes out, and no signal that asks the program to
 * stop is lost, whenever it comes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/seeded.h"
#include "cli/dialogue.h"
#include "cli/prompt.h"

enum { ROUNDS = 400, SPREAD_US = 400, ANSWER_MOST = 16 };

#define QUESTION "who goes there: "

/* As the program's own handler: it sets a flag, and nothing is started again. */
static void on_signal(int number) { (void)number; }

static void catch_signals(void) {
    struct sigaction action = {.sa_handler = on_signal};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
}

static bool echoes(int terminal) {
    struct termios about;
    return tcgetattr(terminal, &about) == 0 && (about.c_lflag & ECHO);
}

/* In the child: asks once. Its exit code is that of the answer "friend" (0), of another one (1), or
 * that of the error; 90 when the terminal is not afterwards what it was. */
static void ask_and_leave(bool hidden) {
    char line[ANSWER_MOST];
    size_t size;
    struct error error = {0};
    int terminal = prompt_terminal();
    if (terminal < 0) _exit(91);
    bool done = prompt_line(terminal, QUESTION, hidden, line, sizeof line, &size, &error);
    sigset_t mask;
    sigprocmask(SIG_SETMASK, NULL, &mask);
    if (!echoes(terminal) || sigismember(&mask, SIGTERM)) _exit(90);
    if (!done) _exit(error_exit_code(error.code));
    _exit(size == 6 && memcmp(line, "friend", 6) == 0 ? 0 : 1);
}

static pid_t ask(bool hidden, int *out_terminal) {
    pid_t child = dialogue_fork(out_terminal);
    if (child) return child;
    catch_signals();
    ask_and_leave(hidden);
    return 0;
}

static int finish(pid_t child, int terminal, struct buffer *shown) {
    while (dialogue_read(child, terminal, shown)) continue;
    int code = dialogue_wait(child, shown);
    close(terminal);
    return code;
}

/* Types it once the question is there. */
static void expect(bool hidden, const char *typed, int code) {
    struct buffer shown = {0};
    int terminal;
    pid_t child = ask(hidden, &terminal);
    while (shown.size < strlen(QUESTION) && dialogue_read(child, terminal, &shown)) continue;
    assert_int_equal(write(terminal, typed, strlen(typed)), strlen(typed));
    int got = finish(child, terminal, &shown);
    if (got != code) fail_msg("\"%s\": code %d, shown: %s", typed, got, buffer_text(&shown));
    if (strcmp(typed, "friend\n") == 0)
        assert_int_equal(strstr(buffer_text(&shown), "friend") != NULL, !hidden);
    buffer_close(&shown);
}

static void test_a_line_is_taken_and_shown_or_not(void **state) {
    (void)state;
    dialogue_or_skip();
    for (int hidden = 0; hidden < 2; hidden++) {
        expect(hidden, "friend\n", 0);
        expect(hidden, "frien\177\177end\n", 0);
        expect(hidden, "\n", 1);
        expect(hidden, "0123456789abcdef\n", 1);
        expect(hidden, "0123456789abcdefg\n", 3);
        expect(hidden, "\004", 3);
        expect(hidden, "\003", 130);
        /* Ctrl-C takes the line away that poll() has told of: nobody waits for it. */
        expect(hidden, "friend\003", 130);
    }
}

static void test_a_signal_at_any_moment_ends_it(void **state) {
    dialogue_or_skip();
    static const int KINDS[] = {SIGINT, SIGTERM, SIGHUP};
    struct seeded seeded = seeded_from(31);
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        struct buffer shown = {0};
        int terminal;
        pid_t child = ask(round % 2, &terminal);
        assert_true(dialogue_read(child, terminal, &shown)); /* from here on they are held back */
        uint16_t delay;
        random_fill(&seeded.random, &delay, sizeof delay);
        usleep(delay % SPREAD_US);
        kill(child, KINDS[round % 3]);
        int code = finish(child, terminal, &shown);
        if (code != 130) fail_msg("round %d: code %d", round, code);
        buffer_close(&shown);
    }
}

/* The moment between question and waiting, without chance: a signal that waits to be delivered. */
static void test_a_signal_that_came_before_the_waiting_ends_it(void **state) {
    (void)state;
    dialogue_or_skip();
    for (int hidden = 0; hidden < 2; hidden++) {
        struct buffer shown = {0};
        int terminal;
        pid_t child = dialogue_fork(&terminal);
        if (child == 0) {
            sigset_t blocked;
            catch_signals();
            sigemptyset(&blocked);
            sigaddset(&blocked, SIGINT);
            sigprocmask(SIG_BLOCK, &blocked, NULL);
            raise(SIGINT);
            ask_and_leave(hidden);
        }
        assert_int_equal(finish(child, terminal, &shown), 130);
        buffer_close(&shown);
    }
}

/* Ctrl-S has stopped the terminal: the question cannot be shown, and Ctrl-C still ends it. */
static void test_a_terminal_that_stands_still_can_be_left(void **state) {
    dialogue_or_skip();
    struct buffer shown = {0};
    int terminal, ready[2];
    (void)state;
    assert_int_equal(pipe(ready), 0);
    pid_t child = dialogue_fork(&terminal);
    if (child == 0) {
        catch_signals();
        tcflow(STDIN_FILENO, TCOOFF);
        if (write(ready[1], "x", 1) != 1) _exit(92);
        ask_and_leave(false);
    }
    char byte;
    close(ready[1]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    usleep(20000);
    assert_int_equal(write(terminal, "\003", 1), 1);
    assert_int_equal(finish(child, terminal, &shown), 130);
    buffer_close(&shown);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_line_is_taken_and_shown_or_not),
        cmocka_unit_test(test_a_signal_at_any_moment_ends_it),
        cmocka_unit_test(test_a_signal_that_came_before_the_waiting_ends_it),
        cmocka_unit_test(test_a_terminal_that_stands_still_can_be_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
