/* Cookies, read and written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "http/cookie.h"

static void test_found_or_not(void **state) {
    (void)state;
    static const struct { const char *header, *value; } CASES[] = {
        {"a=1", "1"},          {"b=2; a=1", "1"},   {"a=", ""},           {"a=1;b=2", "1"},
        {"a=1=2; b", "1=2"},   {" a=1 ", "1"},      {"aa=1", NULL},       {"ba=1", NULL},
        {"A=1", NULL},         {"a", NULL},         {"", NULL},           {NULL, NULL},
        {";;;a=1;;", "1"},     {"a=1; a=1", NULL},  {"a=1; b=3; a=2", NULL}, {"b=a=1", NULL},
        {"a =1", NULL},
    };
    struct arena arena;
    arena_open(&arena, 0);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char *value = cookie_find(&arena, CASES[i].header, "a");
        if (CASES[i].value) assert_string_equal(value, CASES[i].value);
        else assert_null(value);
    }
    arena_close(&arena);
}

static void test_written(void **state) {
    (void)state;
    struct arena arena;
    arena_open(&arena, 0);
    assert_string_equal(cookie_write(&arena, "a", "1", false, 0),
                        "a=1; Path=/; HttpOnly; SameSite=Lax");
    assert_string_equal(cookie_write(&arena, "__Host-a", "1", true, 60),
                        "__Host-a=1; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure");
    assert_string_equal(cookie_write(&arena, "a", "", false, -1),
                        "a=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    arena_close(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_found_or_not),
        cmocka_unit_test(test_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
