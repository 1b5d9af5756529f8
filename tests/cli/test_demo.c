/* cairn demo as somebody sees it who tries the program for the first time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/files.h"
#include "cli/program.h"

static struct arena arena;
static char *folder; /* TMPDIR of the program */

static int begin(void **state) {
    (void)state;
    struct error error = {0};
    arena_open(&arena, 0);
    if (!files_make_temporary(&arena, &folder, &error)) return -1;
    return setenv("TMPDIR", folder, 1);
}

static int end(void **state) {
    (void)state;
    struct error error = {0};
    bool done = files_remove_folder(folder, &error);
    arena_close(&arena);
    return done ? 0 : -1;
}

static int entries(void) {
    int count = 0;
    DIR *open_folder = opendir(folder);
    assert_non_null(open_folder);
    while (readdir(open_folder)) count++;
    closedir(open_folder);
    return count - 2;
}

static void expect_text(const struct answer *answer, const char *words) {
    if (!strstr(buffer_text(&answer->out), words))
        fail_msg("\"%s\" is not in:\n%s", words, buffer_text(&answer->out));
}

/* The whole number that stands before `words`. */
static int number_before(const struct answer *answer, const char *words) {
    const char *begin = buffer_text(&answer->out), *at = strstr(begin, words);
    if (!at) fail_msg("\"%s\" is not in:\n%s", words, begin);
    while (at > begin && at[-1] >= '0' && at[-1] <= '9') at--;
    return atoi(at);
}

static void test_every_proposal_is_right(void **state) {
    (void)state;
    for (int seed = 3; seed <= 5; seed++) {
        char line[64];
        snprintf(line, sizeof line, "demo --remains 60 --seed %d", seed);
        struct answer answer = cairn_run(line);
        assert_int_equal(answer.code, 0);
        int proposed = number_before(&answer, " proposed, ");
        assert_true(proposed > 20);
        assert_int_equal(number_before(&answer, " are right and "), proposed);
        assert_int_equal(number_before(&answer, " wrong."), 0);
        answer_close(&answer);
    }
}

static void test_it_says_what_it_is(void **state) {
    (void)state;
    struct answer answer = cairn_run("demo --remains 60");
    assert_int_equal(answer.code, 0);
    assert_int_equal(answer.err.size, 0);
    expect_text(&answer, "Everything below is synthetic");
    expect_text(&answer, "60 remains, ");
    expect_text(&answer, "\nProposed: ");
    expect_text(&answer, "Not proposed: ");
    expect_text(&answer, "cairn explain DIR/example.cairn ELD-");
    expect_text(&answer, "cairn identify DIR --missing-total N");
    answer_close(&answer);
}

static void test_lines_fit_and_hold_no_colour_in_a_file(void **state) {
    (void)state;
    struct answer answer = cairn_run("demo --remains 60");
    const char *at = buffer_text(&answer.out);
    assert_null(strchr(at, '\033'));
    while (*at) {
        size_t length = strcspn(at, "\n");
        if (length > 80) fail_msg("longer than 80: %.*s", (int)length, at);
        at += length + (at[length] == '\n');
    }
    answer_close(&answer);
}

/* Everybody who was proposed is confirmed, by somebody else, and the record says so. */
static void test_every_step_is_in_the_record(void **state) {
    (void)state;
    struct answer answer = cairn_run("demo --remains 60 --keep \"$TMPDIR/steps\"");
    assert_int_equal(answer.code, 0);
    int proposed = number_before(&answer, " proposed, ");
    answer_close(&answer);
    answer = cairn_run("decide \"$TMPDIR/steps/example.cairn\"");
    assert_int_equal(number_before(&answer, " proposed, "), 0);
    assert_int_equal(number_before(&answer, " confirmed, "), proposed);
    answer_close(&answer);
    answer = cairn_run("find \"$TMPDIR/steps/example.cairn\" Northern Army");
    expect_text(&answer, "statement");
    answer_close(&answer);
    struct error error = {0};
    assert_true(files_remove_folder(files_join(&arena, folder, "steps"), &error));
}

static void test_nothing_is_left_behind(void **state) {
    (void)state;
    struct answer answer = cairn_run("demo --remains 12");
    assert_int_equal(answer.code, 0);
    answer_close(&answer);
    assert_int_equal(entries(), 0);
}

/* Of the folder, and of what is kept in memory. */
static void test_a_failure_leaves_nothing(void **state) {
    (void)state;
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit small = {.rlim_cur = 300000, .rlim_max = before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    struct answer answer = cairn_run("demo --remains 60 --keep \"$TMPDIR/full\"");
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(answer.code, 5);
    assert_int_equal(answer.out.size, 0);
    assert_false(files_is_folder(files_join(&arena, folder, "full")));
    answer_close(&answer);
}

static void test_a_folder_is_kept_when_asked_for(void **state) {
    (void)state;
    struct answer answer = cairn_run("demo --remains 12 --keep \"$TMPDIR/kept\"");
    assert_int_equal(answer.code, 0);
    expect_text(&answer, files_join(&arena, folder, "kept"));
    answer_close(&answer);
    assert_int_equal(entries(), 1);
    static const char *const lines[] = {
        "identify \"$TMPDIR/kept/tables\"", "verify \"$TMPDIR/kept/example.cairn\"",
        "identify \"$TMPDIR/kept/example.cairn\" --changes"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        answer = cairn_run(lines[i]);
        assert_int_equal(answer.code, 0);
        answer_close(&answer);
    }
    answer = cairn_run("demo --remains 12 --keep \"$TMPDIR/kept\"");
    assert_int_equal(answer.code, 4);
    assert_non_null(strstr(buffer_text(&answer.err), "the folder is not empty"));
    answer_close(&answer);
}

static void test_options_that_make_no_sense(void **state) {
    (void)state;
    static const char *const lines[] = {"demo DIR", "demo --remains 3",
                                        "demo --remains 999999999", "demo --seed x",
                                        "demo --keep"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct answer answer = cairn_run(lines[i]);
        assert_int_equal(answer.code, 2);
        assert_int_equal(answer.out.size, 0);
        answer_close(&answer);
    }
}

static void test_a_folder_that_cannot_be_made(void **state) {
    (void)state;
    struct answer answer = cairn_run("demo --remains 12 --keep /nowhere/at/all");
    assert_int_equal(answer.code, 3);
    assert_non_null(strstr(buffer_text(&answer.err), "/nowhere/at/all"));
    answer_close(&answer);
}

/* As with a full disk in the middle: a table of the example is larger than what a file may be. */
static void test_a_file_that_may_not_grow(void **state) {
    (void)state;
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit small = {.rlim_cur = 8192, .rlim_max = before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    char *line = arena_format(&arena, "example '%s/small'", folder);
    struct answer answer = cairn_run(line);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(answer.code, 5);
    assert_non_null(strstr(buffer_text(&answer.err), "small/"));
    assert_false(files_is_folder(files_join(&arena, folder, "small")));
    answer_close(&answer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_proposal_is_right),
        cmocka_unit_test(test_it_says_what_it_is),
        cmocka_unit_test(test_lines_fit_and_hold_no_colour_in_a_file),
        cmocka_unit_test(test_every_step_is_in_the_record),
        cmocka_unit_test(test_nothing_is_left_behind),
        cmocka_unit_test(test_a_failure_leaves_nothing),
        cmocka_unit_test(test_a_folder_is_kept_when_asked_for),
        cmocka_unit_test(test_options_that_make_no_sense),
        cmocka_unit_test(test_a_folder_that_cannot_be_made),
        cmocka_unit_test(test_a_file_that_may_not_grow),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
