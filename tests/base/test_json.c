/* What is written is read back by another library as the same values. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"

/* What jansson makes of the text; owned by the caller. */
static json_t *read_back(const struct buffer *out) {
    json_error_t problem;
    json_t *value = json_loads(buffer_text(out), JSON_REJECT_DUPLICATES, &problem);
    if (!value) fail_msg("%s in %s", problem.text, buffer_text(out));
    return value;
}

static void test_objects_and_lists(void **state) {
    (void)state;
    struct buffer out = {0};
    struct json json = json_to(&out);
    json_open_object(&json);
    json_name(&json, "empty");
    json_open_list(&json);
    json_close_list(&json);
    json_name(&json, "nothing");
    json_open_object(&json);
    json_close_object(&json);
    json_name(&json, "rows");
    json_open_list(&json);
    for (int i = 0; i < 3; i++) {
        json_open_object_flat(&json);
        json_name(&json, "i");
        json_whole(&json, i);
        json_name(&json, "pair");
        json_open_list(&json);
        json_truth(&json, i == 1);
        json_none(&json);
        json_close_list(&json);
        json_close_object(&json);
    }
    json_close_list(&json);
    json_close_object(&json);
    json_t *read = read_back(&out);
    json_t *expected =
        json_pack("{s:[],s:{},s:[{s:i,s:[b,n]},{s:i,s:[b,n]},{s:i,s:[b,n]}]}", "empty", "nothing",
                  "rows", "i", 0, "pair", 0, "i", 1, "pair", 1, "i", 2, "pair", 0);
    assert_true(json_equal(read, expected));
    assert_non_null(strstr(buffer_text(&out), "{\"i\": 1, \"pair\": [true, null]}"));
    json_decref(read);
    json_decref(expected);
    buffer_close(&out);
}

static void test_members(void **state) {
    (void)state;
    struct buffer out = {0};
    struct json json = json_to(&out);
    json_open_object_flat(&json);
    json_member_text(&json, "code", "ABC-0001-B");
    json_member_text(&json, "person", NULL);
    json_member_number(&json, "p", 0.25);
    json_member_whole(&json, "loci", 23);
    json_member_truth(&json, "excluded", false);
    json_close_object(&json);
    assert_string_equal(buffer_text(&out),
                        "{\"code\": \"ABC-0001-B\", \"person\": null, \"p\": 0.25, "
                        "\"loci\": 23, \"excluded\": false}\n");
    buffer_close(&out);
}

static void test_every_byte_of_text_comes_back(void **state) {
    (void)state;
    char text[200];
    size_t length = 0;
    for (int byte = 1; byte < 128; byte++) text[length++] = (char)byte;
    memcpy(text + length, "čćžшђї 𝛿", sizeof "čćžшђї 𝛿");
    struct buffer out = {0};
    struct json json = json_to(&out);
    json_open_list(&json);
    json_text(&json, text);
    json_text(&json, "");
    json_text(&json, NULL);
    json_close_list(&json);
    json_t *read = read_back(&out);
    assert_string_equal(json_string_value(json_array_get(read, 0)), text);
    assert_string_equal(json_string_value(json_array_get(read, 1)), "");
    assert_true(json_is_null(json_array_get(read, 2)));
    json_decref(read);
    buffer_close(&out);
}

static void test_names_are_escaped_too(void **state) {
    (void)state;
    struct buffer out = {0};
    struct json json = json_to(&out);
    json_open_object(&json);
    json_name(&json, "a \"b\"\n\\");
    json_truth(&json, true);
    json_close_object(&json);
    json_t *read = read_back(&out);
    assert_true(json_is_true(json_object_get(read, "a \"b\"\n\\")));
    json_decref(read);
    buffer_close(&out);
}

static void test_numbers_keep_their_last_digit(void **state) {
    (void)state;
    static const double numbers[] = {
        0.1,    1.0 / 3, -123.45600000000002,  1e-300, 1.7976931348623157e308,
        5e-324, 0,       123456789012345678.0, M_PI};
    enum { COUNT = sizeof numbers / sizeof *numbers };
    struct buffer out = {0};
    struct json json = json_to(&out);
    json_open_list(&json);
    for (int i = 0; i < COUNT; i++) json_number(&json, numbers[i]);
    json_close_list(&json);
    json_t *read = read_back(&out);
    for (int i = 0; i < COUNT; i++) {
        double number = json_number_value(json_array_get(read, (size_t)i));
        assert_memory_equal(&number, &numbers[i], sizeof number);
    }
    json_decref(read);
    buffer_close(&out);
}

static void test_what_is_not_finite_is_null(void **state) {
    (void)state;
    struct buffer out = {0};
    struct json json = json_to(&out);
    json_open_list(&json);
    json_number(&json, INFINITY);
    json_number(&json, -INFINITY);
    json_number(&json, NAN);
    json_close_list(&json);
    json_t *read = read_back(&out);
    for (size_t i = 0; i < 3; i++) assert_true(json_is_null(json_array_get(read, i)));
    assert_int_equal(json_array_size(read), 3);
    json_decref(read);
    buffer_close(&out);
}

static void test_whole_numbers_keep_64_bits(void **state) {
    (void)state;
    struct buffer out = {0};
    struct json json = json_to(&out);
    json_open_list(&json);
    json_whole(&json, INT64_MIN);
    json_whole(&json, INT64_MAX);
    json_close_list(&json);
    json_t *read = read_back(&out);
    assert_true(json_integer_value(json_array_get(read, 0)) == INT64_MIN);
    assert_true(json_integer_value(json_array_get(read, 1)) == INT64_MAX);
    json_decref(read);
    buffer_close(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_objects_and_lists),
        cmocka_unit_test(test_members),
        cmocka_unit_test(test_every_byte_of_text_comes_back),
        cmocka_unit_test(test_names_are_escaped_too),
        cmocka_unit_test(test_numbers_keep_their_last_digit),
        cmocka_unit_test(test_what_is_not_finite_is_null),
        cmocka_unit_test(test_whole_numbers_keep_64_bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
