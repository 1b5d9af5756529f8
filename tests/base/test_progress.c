/* The line on stderr: drawn on a terminal, cleared at the end, and nothing anywhere else. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/progress.h"

/* Makes `file` stderr; returns what stderr was. */
static int put_on_stderr(int file) {
    fflush(stderr);
    int before = dup(STDERR_FILENO);
    dup2(file, STDERR_FILENO);
    close(file);
    return before;
}

static void count_to_a_thousand(void) {
    struct progress progress;
    progress_open(&progress, "counting", 1000);
    double begun = clock_seconds();
    for (int i = 0; i < 999; i++) progress_step(&progress, 1);
    while (clock_seconds() < begun + 0.2) continue;
    progress_step(&progress, 1);
    progress_close(&progress);
}

static void test_a_terminal_shows_how_far_it_is(void **state) {
    (void)state;
    int keeper = posix_openpt(O_RDWR | O_NOCTTY);
    char name[100];
    if (keeper < 0 || grantpt(keeper) || unlockpt(keeper) ||
        ptsname_r(keeper, name, sizeof name)) {
        fputs("SKIPPED: no terminal can be made here\n", stderr);
        skip();
    }
    int terminal = open(name, O_RDWR | O_NOCTTY);
    assert_true(terminal >= 0);
    int before = put_on_stderr(terminal);
    count_to_a_thousand();
    close(put_on_stderr(before));
    char shown[4096];
    size_t length = 0;
    for (ssize_t more; length < sizeof shown - 1 &&
                       (more = read(keeper, shown + length, sizeof shown - 1 - length)) > 0;)
        length += (size_t)more;
    close(keeper);
    assert_true(length > 0);
    shown[length] = 0;
    assert_non_null(strstr(shown, "counting 1000 of 1000"));
    assert_string_equal(shown + length - 4, "\r\033[K");
}

static void test_a_file_shows_nothing(void **state) {
    (void)state;
    FILE *file = tmpfile();
    assert_non_null(file);
    int before = put_on_stderr(dup(fileno(file)));
    count_to_a_thousand();
    close(put_on_stderr(before));
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    assert_int_equal(ftell(file), 0);
    fclose(file);
}

static void test_an_instant_is_written_in_utc(void **state) {
    (void)state;
    char text[CLOCK_TEXT];
    clock_text(text);
    int year, month, day, hour, minute, second, end = 0;
    assert_int_equal(sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2dZ%n", &year, &month, &day, &hour,
                            &minute, &second, &end), 6);
    assert_int_equal(end, 20);
    assert_int_equal(strlen(text), 20);
    assert_true(year >= 2024 && month >= 1 && month <= 12 && day >= 1 && day <= 31);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_terminal_shows_how_far_it_is),
        cmocka_unit_test(test_a_file_shows_nothing),
        cmocka_unit_test(test_an_instant_is_written_in_utc),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
