/* How failures are reported: the first one is the cause, and upper layers say where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/error.h"

static void test_text_and_code_are_kept(void **state) {
    (void)state;
    struct error error = {0};
    assert_false(error_set(&error, ERROR_BAD_INPUT, "line %d: no tab", 7));
    assert_int_equal(error.code, ERROR_BAD_INPUT);
    assert_string_equal(error.text, "line 7: no tab");
}

static void test_first_failure_wins(void **state) {
    (void)state;
    struct error error = {0};
    error_set(&error, ERROR_NOT_FOUND, "the cause");
    error_set(&error, ERROR_INTERNAL, "what came of it");
    assert_int_equal(error.code, ERROR_NOT_FOUND);
    assert_string_equal(error.text, "the cause");
}

static void test_where_stands_before_what(void **state) {
    (void)state;
    struct error error = {0};
    error_set(&error, ERROR_BAD_INPUT, "line 3");
    assert_false(error_within(&error, "%s", "persons.tsv"));
    error_within(&error, "folder");
    assert_string_equal(error.text, "folder: persons.tsv: line 3");
    assert_false(error_advise(&error, "write %d", 3));
    assert_string_equal(error.text, "folder: persons.tsv: line 3; write 3");
    assert_int_equal(error.code, ERROR_BAD_INPUT);
}

static void test_long_texts_are_cut_not_overrun(void **state) {
    (void)state;
    struct error error = {0};
    char longest[2000];
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = 0;
    error_set(&error, ERROR_BAD_INPUT, "%s", longest);
    assert_int_equal(strlen(error.text), sizeof error.text - 1);
    error_within(&error, "here");
    assert_int_equal(strlen(error.text), sizeof error.text - 1);
    assert_memory_equal(error.text, "here: xxx", 9);
    for (size_t length = sizeof error.text - 5; length < sizeof error.text + 2; length++) {
        error_within(&error, "%.*s", (int)length, longest);
        assert_true(strlen(error.text) < sizeof error.text);
        error.text[length - 4] = 0;
        error_advise(&error, "%s", longest);
        assert_true(strlen(error.text) < sizeof error.text);
    }
}

static void test_exit_codes_are_those_of_the_documentation(void **state) {
    (void)state;
    assert_int_equal(error_exit_code(ERROR_NONE), 0);
    assert_int_equal(error_exit_code(ERROR_USAGE), 2);
    assert_int_equal(error_exit_code(ERROR_BAD_INPUT), 3);
    assert_int_equal(error_exit_code(ERROR_NOT_FOUND), 3);
    assert_int_equal(error_exit_code(ERROR_CONFLICT), 3);
    assert_int_equal(error_exit_code(ERROR_TOO_LARGE), 3);
    assert_int_equal(error_exit_code(ERROR_DENIED), 4);
    assert_int_equal(error_exit_code(ERROR_TOO_COSTLY), 4);
    assert_int_equal(error_exit_code(ERROR_BUSY), 5);
    assert_int_equal(error_exit_code(ERROR_STORAGE), 5);
    assert_int_equal(error_exit_code(ERROR_CORRUPT), 5);
    assert_int_equal(error_exit_code(ERROR_INTERNAL), 70);
    assert_int_equal(error_exit_code(ERROR_CANCELLED), 130);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_and_code_are_kept),
        cmocka_unit_test(test_first_failure_wins),
        cmocka_unit_test(test_where_stands_before_what),
        cmocka_unit_test(test_long_texts_are_cut_not_overrun),
        cmocka_unit_test(test_exit_codes_are_those_of_the_documentation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
