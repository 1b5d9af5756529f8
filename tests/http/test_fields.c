/* Forms and queries: names and values, and what is no text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "http/fields.h"

static struct arena arena;
static const char REFUSED[] = "!2"; /* ERROR_BAD_INPUT */

/* "name>value|name>value" of what was read; "!" and the code when it was refused. */
static const char *read_all(const char *bytes, size_t size) {
    struct fields fields = {.arena = &arena};
    struct error error = {0};
    const char *text = "";
    if (!fields_read(&fields, bytes, size, &error)) return arena_format(&arena, "!%d", error.code);
    for (size_t i = 0; i < fields.count; i++)
        text = arena_format(&arena, "%s%s>%s|", text, fields.list[i].name, fields.list[i].value);
    return text;
}

static void test_names_and_values(void **state) {
    (void)state;
    static const struct { const char *bytes, *read; } CASES[] = {
        {"", ""},                     {"a=1", "a>1|"},           {"a=1&b=2", "a>1|b>2|"},
        {"a=1&a=2", "a>1|a>2|"},      {"a", "a>|"},              {"=1", ">1|"},
        {"&&a=1&", "a>1|"},           {"a=b=c", "a>b=c|"},       {"a=b+c%2B", "a>b c+|"},
        {"%61=%d0%9B", "a>\xd0\x9b|"}, {"a=1%0D%0A2%0D3%0A4", "a>1\n2\n3\n4|"},
        {"a=%09", "a>\t|"},          {"a=1;b=2", "a>1;b=2|"},
        {"a=%", REFUSED},                {"a=%4", REFUSED},            {"a=%zz", REFUSED},
        {"a=%00", REFUSED},              {"a=%01", REFUSED},           {"a=%7f", REFUSED},
        {"a=%c2%85", REFUSED},           {"a=%c0%af", REFUSED},        {"a=%ff", REFUSED},
        {"a=%ed%a0%80", REFUSED},        {"%00=a", REFUSED},
    };
    arena_open(&arena, 0);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_string_equal(read_all(CASES[i].bytes, strlen(CASES[i].bytes)), CASES[i].read);
    assert_string_equal(read_all("a=\0b", 4), REFUSED);
    arena_close(&arena);
}

static void test_limits(void **state) {
    (void)state;
    struct fields fields = {.arena = &arena};
    struct error error = {0};
    char *large = calloc(1, FIELD_VALUE_MOST + 2);
    memset(large, 'x', FIELD_VALUE_MOST + 1);
    arena_open(&arena, 0);
    assert_true(fields_add(&fields, "a", 1, large, FIELD_VALUE_MOST, &error));
    assert_false(fields_add(&fields, "a", 1, large, FIELD_VALUE_MOST + 1, &error));
    assert_int_equal(error.code, ERROR_TOO_LARGE);
    error = (struct error){0};
    assert_false(fields_add(&fields, large, FIELD_NAME_MOST + 1, "", 0, &error));
    assert_int_equal(error.code, ERROR_TOO_LARGE);
    error = (struct error){0};
    while (fields.count < FIELDS_MOST) assert_true(fields_add(&fields, "a", 1, "", 0, &error));
    assert_false(fields_add(&fields, "a", 1, "", 0, &error));
    assert_int_equal(error.code, ERROR_TOO_LARGE);
    free(large);
    arena_close(&arena);
}

static void test_the_first_is_found(void **state) {
    (void)state;
    struct error error = {0};
    arena_open(&arena, 0);
    struct fields fields = {.arena = &arena};
    assert_true(fields_read(&fields, "a=1&b=2&a=3", 11, &error));
    assert_string_equal(fields_find(&fields, "a"), "1");
    assert_null(fields_find(&fields, "c"));
    arena_close(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_and_values),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_the_first_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
