/* Places by their names, many of them, against a list that is searched from its beginning. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "case/rec_map.h"

enum { MANY = 5000 };

static void what_was_put_is_found(void **state) {
    (void)state;
    struct arena arena;
    struct rec_map map = {0};
    const char *key[MANY];
    arena_open(&arena, 0);
    assert_int_equal(rec_map_find(&map, "r-1"), -1);
    for (int i = 0; i < MANY; i++) {
        key[i] = arena_format(&arena, "r-%d", i * 7);
        rec_map_put(&arena, &map, key[i], i);
        assert_int_equal(rec_map_find(&map, key[i / 2]), i / 2);
    }
    assert_int_equal(map.count, MANY);
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(rec_map_find(&map, arena_copy(&arena, key[i])), i);
        assert_int_equal(rec_map_find(&map, arena_format(&arena, "r-%d", i * 7 + 1)), -1);
    }
    assert_int_equal(rec_map_find(&map, NULL), -1);
    arena_close(&arena);
}

static void a_text_has_one_place(void **state) {
    (void)state;
    struct arena arena;
    struct rec_map map = {0};
    arena_open(&arena, 0);
    rec_map_put(&arena, &map, "", 3);
    rec_map_put(&arena, &map, "", 4);
    assert_int_equal(rec_map_find(&map, ""), 4);
    assert_int_equal(map.count, 1);
    arena_close(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_put_is_found),
        cmocka_unit_test(a_text_has_one_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
