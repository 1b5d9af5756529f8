/* The columns of the derived tables, and what stands in them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "schema/column.h"
#include "schema/declared.h"

static struct arena arena;

static int begin(void **state) {
    (void)state;
    arena_open(&arena, 0);
    return 0;
}

static int end(void **state) {
    (void)state;
    arena_close(&arena);
    return 0;
}

/* "name type" of each column of a thing. */
static void assert_columns(const char *fields, const char *expected) {
    int count;
    struct column *columns = column_list(&arena, declare(&arena, fields), &count);
    const char *text = "";
    for (int i = 0; i < count; i++)
        text = arena_format(&arena, "%s%s%s %s", text, i ? ", " : "", columns[i].name,
                            columns[i].sql_type);
    assert_string_equal(text, expected);
}

static void columns_of_each_type(void **state) {
    (void)state;
    assert_columns("a | name | What?\n", "a text, a_none text");
    assert_columns("a | integer mm | What?\n", "a bigint, a_none text");
    assert_columns("a | yes or no | What?\n", "a bigint, a_none text");
    assert_columns("a | instant | What?\n", "a bigint, a_none text");
    assert_columns("a | decimal | What?\n", "a text, a_none text");
    assert_columns("a | date | What?\n", "a text, a_none text, a_first bigint, a_last bigint");
    assert_columns("a | text in script | What?\n", "a text, a_none text, a_script text");
    assert_columns("a | list of date | What?\n", "a text, a_none text");
    assert_columns("a | list of integer mm | What?\nb | geometry | Where?\n",
                   "a text, a_none text, b text, b_none text");
}

/* What stands in the columns of a field with that value: texts in quotes, numbers, or null. */
static void assert_values(const char *type, const char *json, const char *expected) {
    int count;
    struct column *columns = column_list(
        &arena, declare(&arena, arena_format(&arena, "a | %s | What?\n", type)), &count);
    json_t *value = json_loads(json, JSON_DECODE_ANY, NULL);
    const struct json_node node = json_node_of(&arena, value);
    const char *text = "";
    for (int i = 0; i < count; i++) {
        struct column_value cell = column_value(&arena, &columns[i], &node);
        const char *shown = cell.is_number ? arena_format(&arena, "%lld", (long long)cell.number)
                            : cell.text    ? arena_format(&arena, "'%s'", cell.text)
                                           : "null";
        text = arena_format(&arena, "%s%s%s", text, i ? " " : "", shown);
    }
    json_decref(value);
    assert_string_equal(text, expected);
}

static void values_of_each_type(void **state) {
    (void)state;
    assert_values("name", "\"x\"", "'x' null");
    assert_values("name", "null", "null null");
    assert_values("name", "{\"none\":\"withheld\"}", "null 'withheld'");
    assert_values("integer mm", "1725", "1725 null");
    assert_values("integer mm", "{\"none\":\"not_examined\"}", "null 'not_examined'");
    assert_values("yes or no", "true", "1 null");
    assert_values("yes or no", "false", "0 null");
    assert_values("decimal", "\"0.0015\"", "'0.0015' null");
    assert_values("date", "\"1970-01-02/1970-01\"", "'1970-01-02/1970-01' null 1 30");
    assert_values("date", "\"1970-02-01/..\"", "'1970-02-01/..' null 31 null");
    assert_values("date", "{\"none\":\"unknown\"}", "null 'unknown' null null");
    assert_values("text in script", "{\"script\":\"Cyrl\",\"text\":\"Юрій\"}",
                  "'Юрій' null 'Cyrl'");
    assert_values("list of name", "[\"a\",\"b\"]", "'[\"a\",\"b\"]' null");
    assert_values("list of date", "[\"2022\"]", "'[\"2022\"]' null");
    assert_values("geometry", "{\"point\":[1,2]}", "'{\"point\":[1,2]}' null");
}

static void a_code_always_is_there(void **state) {
    (void)state;
    int count;
    struct column *columns = column_list(&arena, schema_find("remains"), &count);
    assert_string_equal(columns[0].name, "code");
    assert_string_equal(columns[1].name, "sex");
}

static void no_two_columns_of_a_kind_have_one_name(void **state) {
    (void)state;
    for (int i = 0; i < schema_count; i++) {
        int count;
        struct column *columns = column_list(&arena, &schema_list[i], &count);
        for (int j = 0; j < count; j++)
            for (int k = 0; k < j; k++) assert_string_not_equal(columns[j].name, columns[k].name);
    }
}

static void a_column_that_was_damaged(void **state) {
    static const struct column_value bad[] = {{.text = "[1"}, {.text = "\xff"}};
    static const char *const types[] = {"list of name", "name"};
    (void)state;
    for (int i = 0; i < 2; i++) {
        int count;
        struct error error = {0};
        json_t *fields = json_object();
        struct column *columns = column_list(
            &arena, declare(&arena, arena_format(&arena, "a | %s | What?\n", types[i])), &count);
        assert_false(column_put(&columns[0], &bad[i], fields, &error));
        assert_int_equal(error.code, ERROR_CORRUPT);
        json_decref(fields);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(columns_of_each_type, begin, end),
        cmocka_unit_test_setup_teardown(values_of_each_type, begin, end),
        cmocka_unit_test_setup_teardown(a_code_always_is_there, begin, end),
        cmocka_unit_test_setup_teardown(no_two_columns_of_a_kind_have_one_name, begin, end),
        cmocka_unit_test_setup_teardown(a_column_that_was_damaged, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
