/* cairn mrz: what it shows, to people and to programs, and its exit codes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "cli/program.h"

#define NAMES "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
#define SOUND "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
#define MISREAD "L8989O2C36UTO7408122F1204159ZE184226B<<<<<10"

static struct answer ask(const char *options, const char *text) {
    struct buffer line = {0};
    buffer_format(&line, "mrz %s - <<'END'\n%s\nEND\n", options, text);
    struct answer answer = cairn_run(buffer_text(&line));
    buffer_close(&line);
    return answer;
}

static void expect(const char *text, int code, const char *const *words) {
    struct answer answer = ask("", text);
    assert_int_equal(answer.code, code);
    for (; *words; words++)
        if (!strstr(buffer_text(&answer.out), *words))
            fail_msg("\"%s\" is not in\n%s", *words, buffer_text(&answer.out));
    answer_close(&answer);
}

static void a_zone_is_shown_field_by_field(void **state) {
    (void)state;
    expect(NAMES "\n" SOUND, 0, (const char *const[]){
        "Zone 1: TD3 (passport, 2 lines of 44)",
        "line 1 of the text   " NAMES,
        "document number   2     1-9    L898902C3",
        "1974-08-12 may be: 37 years old at the expiry",
        "whole zone        2     44     0      0         agrees",
        "Zone 1: every check digit agrees.",
        "never an identification", NULL});
}

static void a_check_digit_that_fails_is_the_answer_no(void **state) {
    (void)state;
    expect(NAMES "\n" MISREAD, 1, (const char *const[]){
        MISREAD, "FAILS", "all would agree if line 2, place 6 were 0, not O",
        "check digits do not agree (document number, whole zone)", NULL});
    expect(NAMES, 1, (const char *const[]){"Line 1 is not read", "No machine-readable zone", NULL});
}

static void what_cannot_be_read_is_bad_input(void **state) {
    (void)state;
    struct answer answer = cairn_run("mrz - < /dev/zero");
    assert_int_equal(answer.code, 3);
    answer_close(&answer);
    answer = cairn_run("mrz - <<'END' | cat\nEND\n");
    assert_non_null(strstr(buffer_text(&answer.out), "No machine-readable zone"));
    answer_close(&answer);
    answer = cairn_run("mrz");
    assert_int_equal(answer.code, 2);
    answer_close(&answer);
}

static json_t *item(json_t *root, const char *list, size_t index) {
    return json_array_get(json_object_get(root, list), index);
}

static const char *text(json_t *object, const char *name) {
    const char *value = json_string_value(json_object_get(object, name));
    return value ? value : "";
}

static void programs_get_all_of_it(void **state) {
    (void)state;
    struct answer answer = ask("--json", NAMES "\n" MISREAD "\nL898902C36<<UTO<<74\n");
    assert_int_equal(answer.code, 1);
    json_error_t wrong;
    json_t *root = json_loads(buffer_text(&answer.out), 0, &wrong);
    if (!root) fail_msg("%s", buffer_text(&answer.out));
    json_t *zone = item(root, "zones", 0), *check = item(zone, "checks", 0);
    assert_string_equal(text(zone, "format"), "TD3");
    assert_true(json_is_false(json_object_get(zone, "agrees")));
    assert_string_equal(text(item(zone, "lines", 1), "raw"), MISREAD);
    assert_string_equal(text(zone, "family"), "ERIKSSON");
    assert_string_equal(text(zone, "given"), "ANNA MARIA");
    assert_string_equal(text(zone, "number"), "L8989O2C3"); /* as it stands there */
    assert_string_equal(text(item(zone, "birth", 1), "date"), "1974-08-12");
    assert_string_equal(text(check, "part"), "number");
    assert_string_equal(text(check, "result"), "fails");
    json_t *slip;
    size_t i;
    bool suggested = false;
    json_array_foreach(json_object_get(check, "suggestions"), i, slip)
        if (json_integer_value(json_object_get(slip, "at")) == 6)
            suggested = !strcmp(text(slip, "stands"), "O") && !strcmp(text(slip, "instead"), "0");
    assert_true(suggested);
    json_decref(root);
    answer_close(&answer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_zone_is_shown_field_by_field),
        cmocka_unit_test(a_check_digit_that_fails_is_the_answer_no),
        cmocka_unit_test(what_cannot_be_read_is_bad_input),
        cmocka_unit_test(programs_get_all_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
