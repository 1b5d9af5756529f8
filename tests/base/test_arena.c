/* Memory that is given back all at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/arena.h"

static void test_memory_is_zeroed_and_aligned(void **state) {
    (void)state;
    struct arena arena;
    arena_open(&arena, 0);
    for (size_t size = 0; size < 300; size++) {
        unsigned char *at = arena_take(&arena, size, 1);
        assert_int_equal((uintptr_t)at % (size >= 64 ? 64 : 16), 0);
        for (size_t i = 0; i < size; i++) assert_int_equal(at[i], 0);
        memset(at, 0xff, size);
    }
    arena_close(&arena);
    assert_int_equal(arena.held, 0);
}

static void test_pieces_do_not_overlap(void **state) {
    (void)state;
    struct arena arena;
    arena_open(&arena, 0);
    enum { PIECES = 2000 };
    static unsigned char *pieces[PIECES];
    for (int i = 0; i < PIECES; i++) {
        pieces[i] = arena_take(&arena, (size_t)(i % 97) * 7 + 1, 1);
        memset(pieces[i], i % 251, (size_t)(i % 97) * 7 + 1);
    }
    for (int i = 0; i < PIECES; i++)
        for (int j = 0; j < (i % 97) * 7 + 1; j++) assert_int_equal(pieces[i][j], i % 251);
    arena_close(&arena);
}

static void test_one_piece_may_be_larger_than_a_block(void **state) {
    (void)state;
    struct arena arena;
    arena_open(&arena, 0);
    char *large = arena_take(&arena, 40 << 20, 1);
    large[(40 << 20) - 1] = 1;
    char *small = arena_take(&arena, 1, 1);
    *small = 1;
    assert_true(arena.held >= 40 << 20);
    arena_close(&arena);
}

static void test_released_memory_is_taken_again(void **state) {
    (void)state;
    struct arena arena;
    arena_open(&arena, 0);
    char *kept = arena_copy(&arena, "kept");
    struct arena_mark mark = arena_mark(&arena);
    void *small = arena_take(&arena, 100, 1);
    arena_take(&arena, 10 << 20, 1);
    size_t held = arena.held;
    for (int i = 0; i < 100; i++) {
        arena_release(&arena, mark);
        unsigned char *again = arena_take(&arena, 100, 1);
        assert_ptr_equal(again, small);
        for (int j = 0; j < 100; j++) assert_int_equal(again[j], 0);
        memset(again, 1, 100);
        memset(arena_take(&arena, 10 << 20, 1), 1, 10 << 20);
        assert_int_equal(arena.held, held);
    }
    assert_string_equal(kept, "kept");
    arena_close(&arena);
}

static void test_marks_lie_inside_each_other(void **state) {
    (void)state;
    struct arena arena;
    arena_open(&arena, 0);
    struct arena_mark empty = arena_mark(&arena);
    arena_take(&arena, 1000, 1);
    struct arena_mark inner = arena_mark(&arena);
    for (int i = 0; i < 100; i++) {
        memset(arena_take(&arena, 100000, 1), 1, 100000);
        arena_release(&arena, inner);
    }
    assert_true(arena.held < 1 << 20);
    arena_release(&arena, empty);
    unsigned char *again = arena_take(&arena, 1000, 1);
    for (int i = 0; i < 1000; i++) assert_int_equal(again[i], 0);
    arena_close(&arena);
}

/* The test's own "full" leaves by a long jump, as a server's worker does. */
struct escape {
    jmp_buf back;
    int calls;
};

static void leave(void *data) {
    struct escape *escape = data;
    escape->calls++;
    longjmp(escape->back, 1);
}

static void test_limit_is_kept(void **state) {
    (void)state;
    static struct escape escape;
    escape.calls = 0;
    static struct arena arena;
    arena_open(&arena, 1 << 20);
    arena.full = leave;
    arena.full_data = &escape;
    if (setjmp(escape.back) == 0)
        for (;;) arena_take(&arena, 1000, 1);
    assert_int_equal(escape.calls, 1);
    assert_true(arena.held <= 1 << 20 && arena.held > 1 << 18);
    arena_close(&arena);
}

static void test_a_product_that_overflows_counts_as_full(void **state) {
    (void)state;
    static struct escape escape;
    static const size_t products[][2] = {
        {SIZE_MAX / 2, 3}, {SIZE_MAX, SIZE_MAX}, {SIZE_MAX, 1}, {SIZE_MAX - 100, 1}};
    static size_t i;
    escape.calls = 0;
    static struct arena arena;
    arena_open(&arena, 0);
    arena.full = leave;
    arena.full_data = &escape;
    for (i = 0; i < 4; i++)
        if (setjmp(escape.back) == 0) arena_take(&arena, products[i][0], products[i][1]);
    assert_int_equal(escape.calls, 4);
    arena_close(&arena);
}

static void test_arrays_grow_and_keep_what_they_hold(void **state) {
    (void)state;
    struct arena arena;
    arena_open(&arena, 0);
    int *numbers = NULL;
    size_t capacity = 0;
    for (size_t count = 0; count < 10000; count++) {
        numbers = arena_grow(&arena, numbers, count, &capacity, sizeof *numbers);
        numbers[count] = (int)count;
    }
    for (int i = 0; i < 10000; i++) assert_int_equal(numbers[i], i);
    arena_close(&arena);
}

static void test_text_is_copied_and_formatted(void **state) {
    (void)state;
    struct arena arena;
    arena_open(&arena, 0);
    assert_string_equal(arena_copy(&arena, ""), "");
    assert_string_equal(arena_copy_part(&arena, "abcdef", 3), "abc");
    assert_string_equal(arena_format(&arena, "%s-%04d", "ABC", 12), "ABC-0012");
    arena_close(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory_is_zeroed_and_aligned),
        cmocka_unit_test(test_pieces_do_not_overlap),
        cmocka_unit_test(test_one_piece_may_be_larger_than_a_block),
        cmocka_unit_test(test_released_memory_is_taken_again),
        cmocka_unit_test(test_marks_lie_inside_each_other),
        cmocka_unit_test(test_limit_is_kept),
        cmocka_unit_test(test_a_product_that_overflows_counts_as_full),
        cmocka_unit_test(test_arrays_grow_and_keep_what_they_hold),
        cmocka_unit_test(test_text_is_copied_and_formatted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
