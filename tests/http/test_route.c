/* Which route a path is, and which paths are none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "http/route.h"

static const struct route ROUTES[] = {
    {METHOD_GET, "/", 0, 0, 0, NULL},
    {METHOD_GET, "/new", 0, 0, 0, NULL},
    {METHOD_GET, "/:code", 0, 0, 0, NULL},
    {METHOD_POST, "/:code", 0, 0, 0, NULL},
    {METHOD_GET, "/a/:first/b/:second", 0, 0, 0, NULL},
    {METHOD_POST, "/only", 0, 0, 0, NULL},
    {METHOD_GET, "/folder/", 0, 0, 0, NULL},
    {0},
};

static void check(enum method method, const char *path, int expected, const char *first) {
    struct arena arena;
    char **segments;
    size_t count;
    arena_open(&arena, 0);
    assert_true(path_read(&arena, path, strlen(path), &segments, &count));
    struct route_match match = route_find(ROUTES, method, segments, count);
    assert_int_equal(match.route ? match.route - ROUTES : -1, expected);
    if (first) assert_string_equal(match.parameters[0].value, first);
    arena_close(&arena);
}

static void test_routes(void **state) {
    (void)state;
    check(METHOD_GET, "/", 0, NULL);
    check(METHOD_GET, "/new", 1, NULL);
    check(METHOD_GET, "/newer", 2, "newer");
    check(METHOD_GET, "/%d0%86", 2, "\xd0\x86");
    check(METHOD_POST, "/new", 3, "new");
    check(METHOD_POST, "/", -1, NULL);
    check(METHOD_GET, "/a/1/b/2", 4, "1");
    check(METHOD_GET, "/a/1/b", -1, NULL);
    check(METHOD_GET, "/a/1/b/2/", -1, NULL);
    check(METHOD_GET, "/a/1/c/2", -1, NULL);
    check(METHOD_GET, "/folder/", 6, NULL);
    check(METHOD_GET, "/folder", 2, "folder");
    check(METHOD_GET, "/:code", 2, ":code");
}

static void test_which_methods_a_path_has(void **state) {
    (void)state;
    struct arena arena;
    char **segments;
    size_t count;
    arena_open(&arena, 0);
    assert_true(path_read(&arena, "/only", 5, &segments, &count));
    struct route_match match = route_find(ROUTES + 5, METHOD_GET, segments, count);
    assert_null(match.route);
    assert_true(match.post);
    assert_false(match.get);
    arena_close(&arena);
}

static void test_paths_that_are_none(void **state) {
    (void)state;
    static const char *const BAD[] = {
        "", "a", "//", "/a//b", "/.", "/..", "/../etc", "/a/../b", "/a/..", "/%2e%2e/a", "/a%2fb",
        "/a%5cb", "/a\\b", "/%00", "/a%00b", "/%", "/%4", "/%zz", "/%c0%ae", "/%ff", "/a%0ab",
        "/%7f", "/a\tb", "http://a/", "*",
    };
    struct arena arena;
    char **segments, long_path[PATH_MOST + 2];
    size_t count;
    arena_open(&arena, 0);
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        assert_false(path_read(&arena, BAD[i], strlen(BAD[i]), &segments, &count));
    memset(long_path, 'a', sizeof long_path);
    long_path[0] = '/';
    assert_true(path_read(&arena, long_path, PATH_MOST, &segments, &count));
    assert_false(path_read(&arena, long_path, PATH_MOST + 1, &segments, &count));
    arena_close(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_routes),
        cmocka_unit_test(test_which_methods_a_path_has),
        cmocka_unit_test(test_paths_that_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
