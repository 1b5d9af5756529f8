/* The built program: help, version, what it does not know, and output that cannot be written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/program.h"

/* Expects the exit code, and that stdout and stderr hold these words ("": that they are empty). */
static void expect(const char *arguments, int code, const char *out, const char *err) {
    struct answer answer = cairn_run(arguments);
    const char *said = buffer_text(&answer.out), *complained = buffer_text(&answer.err);
    bool out_fits = *out ? strstr(said, out) != NULL : !*said;
    bool err_fits = *err ? strstr(complained, err) != NULL : !*complained;
    if (answer.code != code || !out_fits || !err_fits)
        fail_msg("cairn %s: exit code %d (expected %d)\nstdout: %s\nstderr: %s", arguments,
                 answer.code, code, said, complained);
    answer_close(&answer);
}

static void test_help_lists_every_command(void **state) {
    (void)state;
    for (const struct command *const *command = COMMANDS; *command; command++) {
        expect("", 0, (*command)->summary, "");
        expect("help", 0, (*command)->name, "");
        expect("--help", 0, (*command)->name, "");
        expect("-h", 0, (*command)->name, "");
        expect("help help", 0, (*command)->name, "");
    }
}

static void test_every_command_has_help(void **state) {
    (void)state;
    for (const struct command *const *command = COMMANDS; *command; command++) {
        struct buffer line = {0};
        buffer_format(&line, "help %s", (*command)->name);
        expect(buffer_text(&line), 0, (*command)->usage, "");
        buffer_close(&line);
        buffer_format(&line, "%s --help", (*command)->name);
        expect(buffer_text(&line), 0, (*command)->usage, "");
        buffer_close(&line);
    }
}

static void test_every_command_refuses_an_unknown_option(void **state) {
    (void)state;
    for (const struct command *const *command = COMMANDS; *command; command++) {
        struct buffer line = {0};
        buffer_format(&line, "%s --no-such-option-at-all", (*command)->name);
        expect(buffer_text(&line), 2, "", "cairn: ");
        buffer_close(&line);
    }
}

static void test_version_is_the_projects(void **state) {
    (void)state;
    expect("--version", 0, "cairn " CAIRN_VERSION "\n", "");
    expect("version", 0, "cairn " CAIRN_VERSION "\n", "");
}

static void test_unknown_commands_are_refused(void **state) {
    (void)state;
    expect("zzzzzzzzzz", 2, "", "cairn: there is no command \"zzzzzzzzzz\"; see cairn help\n");
    expect("help zzzzzzzzzz", 2, "", "there is no command");
    expect("''", 2, "", "there is no command");
    expect("--nonsense", 2, "", "there is no command");
}

static void test_the_nearest_command_is_suggested(void **state) {
    (void)state;
    for (const struct command *const *command = COMMANDS; *command; command++) {
        struct buffer line = {0}, said = {0};
        buffer_format(&line, "%ss", (*command)->name);
        buffer_format(&said, "did you mean %s?", (*command)->name);
        expect(buffer_text(&line), 2, "", buffer_text(&said));
        buffer_close(&line);
        buffer_close(&said);
    }
}

static void test_a_full_disk_is_said(void **state) {
    (void)state;
    if (access("/dev/full", W_OK) != 0) {
        fputs("SKIPPED: there is no /dev/full\n", stderr);
        skip();
    }
    expect("help >/dev/full", 5, "", "the output cannot be written: No space left on device");
}

static void test_a_reader_that_has_gone_is_quiet(void **state) {
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    close(ends[0]);
    assert_int_equal(dup2(ends[1], 9), 9);
    close(ends[1]);
    expect("help >&9", 5, "", "");
    close(9);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_help_lists_every_command),
        cmocka_unit_test(test_every_command_has_help),
        cmocka_unit_test(test_every_command_refuses_an_unknown_option),
        cmocka_unit_test(test_version_is_the_projects),
        cmocka_unit_test(test_unknown_commands_are_refused),
        cmocka_unit_test(test_the_nearest_command_is_suggested),
        cmocka_unit_test(test_a_full_disk_is_said),
        cmocka_unit_test(test_a_reader_that_has_gone_is_quiet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
