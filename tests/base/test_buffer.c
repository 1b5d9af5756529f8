/* Bytes that grow at the end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/buffer.h"

static void test_an_empty_buffer_is_empty_text(void **state) {
    (void)state;
    struct buffer buffer = {0};
    assert_string_equal(buffer_text(&buffer), "");
    buffer_close(&buffer);
}

static void test_pieces_follow_each_other(void **state) {
    (void)state;
    struct buffer buffer = {0};
    buffer_add_text(&buffer, "one ");
    buffer_add(&buffer, "two!", 3);
    buffer_add(&buffer, "", 0);
    buffer_format(&buffer, " %s %d", "three", 4);
    assert_string_equal(buffer_text(&buffer), "one two three 4");
    assert_int_equal(buffer.size, 15);
    buffer_close(&buffer);
    assert_int_equal(buffer.size, 0);
    assert_string_equal(buffer_text(&buffer), "");
}

static void test_zero_bytes_are_bytes(void **state) {
    (void)state;
    struct buffer buffer = {0};
    buffer_add(&buffer, "a\0b", 3);
    assert_int_equal(buffer.size, 3);
    assert_memory_equal(buffer.bytes, "a\0b", 4);
    buffer_close(&buffer);
}

static void test_it_grows_past_every_size(void **state) {
    (void)state;
    struct buffer buffer = {0};
    for (int i = 0; i < 10000; i++) buffer_format(&buffer, "%05d", i);
    assert_int_equal(buffer.size, 50000);
    assert_memory_equal(buffer.bytes + 5 * 7777, "07777", 5);
    assert_int_equal(strlen(buffer.bytes), 50000);
    buffer_format(&buffer, "%60000s", "");
    assert_int_equal(buffer.size, 110000);
    buffer_close(&buffer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_empty_buffer_is_empty_text),
        cmocka_unit_test(test_pieces_follow_each_other),
        cmocka_unit_test(test_zero_bytes_are_bytes),
        cmocka_unit_test(test_it_grows_past_every_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
