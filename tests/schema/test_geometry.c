/* Places: well-known text for people, microdegrees for entries; and the script of a name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "schema/geometry.h"
#include "schema/script.h"

/* Reads a place, and writes it again. */
static void assert_place(const char *text, const char *json, const char *written) {
    json_t *value = NULL;
    struct error error = {0};
    if (!geometry_read(text, 0, &value, &error)) fail_msg("%s", error.text);
    char *dumped = json_dumps(value, JSON_COMPACT);
    assert_string_equal(dumped, json);
    free(dumped);
    struct buffer out = {0};
    geometry_write(value, &out);
    assert_string_equal(buffer_text(&out), written);
    json_t *again = NULL;
    assert_true(geometry_read(buffer_text(&out), 0, &again, &error));
    assert_true(json_equal(value, again));
    json_decref(again);
    json_decref(value);
    buffer_close(&out);
}

static void assert_nowhere(const char *text, int64_t step) {
    json_t *value = NULL;
    struct error error = {0};
    if (geometry_read(text, step, &value, &error)) fail_msg("\"%s\" was taken", text);
    assert_null(value);
}

static void points_lines_and_areas(void **state) {
    (void)state;
    assert_place("POINT (36.123456 50.123456)", "{\"point\":[36123456,50123456]}",
                 "POINT (36.123456 50.123456)");
    assert_place("point(-36.1 -0.000001)", "{\"point\":[-36100000,-1]}",
                 "POINT (-36.100000 -0.000001)");
    assert_place("POINT (36.1234567 50)", "{\"point\":[36123456,50000000]}",
                 "POINT (36.123456 50.000000)");
    assert_place("LINESTRING (1 2, 3 4)", "{\"line\":[[1000000,2000000],[3000000,4000000]]}",
                 "LINESTRING (1.000000 2.000000, 3.000000 4.000000)");
    assert_place("POLYGON ((0 0, 1 0, 1 1, 0 0))",
                 "{\"area\":[[0,0],[1000000,0],[1000000,1000000]]}",
                 "POLYGON ((0.000000 0.000000, 1.000000 0.000000, 1.000000 1.000000, 0.000000 "
                 "0.000000))");
    assert_place("POINT (180 -90)", "{\"point\":[180000000,-90000000]}",
                 "POINT (180.000000 -90.000000)");
}

static void what_is_no_place(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",
        "36.1 50.1",
        "POINT (36.1)",
        "POINT (36.1 50.1",
        "POINT (36.1 50.1) x",
        "POINT (36.1, 50.1)",
        "POINT (36,1 50,1)",
        "POINT (1 2, 3 4)",
        "POINT (181 0)",
        "POINT (0 91)",
        "POINT (99999999999999999999 0)",
        "LINESTRING (1 2)",
        "POLYGON ((0 0, 1 0, 0 0))",
        "POLYGON (0 0, 1 0, 1 1)",
        "MULTIPOINT (1 2)",
        "POINT (a b)",
        "POINT EMPTY",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_nowhere(bad[i], 0);
}

static void a_coarse_place_cannot_be_exact(void **state) {
    (void)state;
    json_t *value = NULL;
    struct error error = {0};
    assert_true(geometry_read("POINT (36.1 50)", 100000, &value, &error));
    struct arena arena;
    arena_open(&arena, 0);
    struct json_node node = json_node_of(&arena, value);
    assert_true(geometry_check(&node, 100000, &error));
    assert_false(geometry_check(&node, 1000000, &error));
    assert_non_null(strstr(error.text, "multiples of 1.000000 degrees"));
    arena_close(&arena);
    json_decref(value);
    assert_nowhere("POINT (36.12 50)", 100000);
}

static void what_entries_may_not_hold(void **state) {
    (void)state;
    static const char *const bad[] = {
        "{\"point\":[1.5,2]}",
        "{\"point\":[1]}",
        "{\"point\":[1,2],\"line\":[]}",
        "{}",
        "[1,2]",
        "{\"point\":[180000001,0]}",
        "{\"point\":[0,90000001]}",
        "{\"line\":[[1,2]]}",
        "{\"area\":[[0,0],[1,0],[1,1],[0,0]]}",
        "{\"place\":[1,2]}",
        "{\"point\":\"1 2\"}",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct error error = {0};
        json_t *value = json_loads(bad[i], 0, NULL);
        assert_non_null(value);
        struct arena arena;
        arena_open(&arena, 0);
        struct json_node node = json_node_of(&arena, value);
        if (geometry_check(&node, 0, &error)) fail_msg("%s was taken", bad[i]);
        arena_close(&arena);
        json_decref(value);
    }
}

static void assert_script(const char *text, const char *code) {
    char script[SCRIPT_CODE];
    struct error error = {0};
    if (!script_of(text, script, &error)) fail_msg("%s", error.text);
    assert_string_equal(script, code);
}

static void the_script_of_a_name(void **state) {
    (void)state;
    assert_script("Yurii", "Latn");
    assert_script("Đorđe Petrović-2", "Latn");
    assert_script("Юрій Об’єднаний", "Cyrl");
    assert_script("Σωκράτης", "Grek");
    assert_script("محمد", "Arab");
    assert_script("გიორგი", "Geor");
    struct error mixed = {0}, empty = {0};
    char script[SCRIPT_CODE];
    assert_false(script_of("Ивaнов", script, &mixed)); /* the a is Latin */
    assert_non_null(strstr(mixed.text, "two scripts, Cyrl and Latn"));
    assert_non_null(strstr(mixed.text, "from \"a\" on"));
    assert_false(script_of("1234 -", script, &empty));
    assert_true(script_is_code("Latn"));
    assert_false(script_is_code("latn"));
    assert_false(script_is_code("Latin"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_lines_and_areas),
        cmocka_unit_test(what_is_no_place),
        cmocka_unit_test(a_coarse_place_cannot_be_exact),
        cmocka_unit_test(what_entries_may_not_hold),
        cmocka_unit_test(the_script_of_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
