/* What is exported is read as the same records again: every table of the example, every field. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/csv.h"
#include "case/example.h"
#include "schema/export.h"
#include "schema/schema_parse.h"
#include "schema/table_records.h"

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

static void add_line(void *data, const char *const *cell, int count) {
    for (int i = 0; i < count; i++) csv_cell(data, i == 0, cell[i]);
    csv_end(data);
}

static void add_names(const struct import_column *columns, int count, struct buffer *out) {
    for (int i = 0; i < count; i++) csv_cell(out, i == 0, columns[i].name);
    csv_end(out);
}

static void expect_same_again(const struct schema *schema, const char *bytes, size_t size) {
    struct error error = {0};
    struct buffer out = {0};
    json_t *records = table_records(&arena, schema->table, bytes, size, &error), *record;
    if (!records) fail_msg("%s: %s", schema->table, error.text);
    assert_true(json_object_size(records) > 0);
    int count;
    const char *key;
    struct import_column *columns = import_columns(&arena, schema, &count);
    add_names(columns, count, &out);
    json_object_foreach(records, key, record)
        export_lines(&arena, schema, columns, count, record, add_line, &out);
    json_t *again = table_records(&arena, schema->table, out.bytes, out.size, &error);
    if (!again) fail_msg("%s: %s", schema->table, error.text);
    if (!json_equal(again, records)) fail_msg("%s is not what it was", schema->table);
    json_decref(again);
    json_decref(records);
    buffer_close(&out);
}

static void the_example_comes_back(void **state) {
    (void)state;
    struct example example;
    struct error error = {0};
    int tables = 0;
    assert_true(example_make(EXAMPLE_SEED, 20, NULL, &example, &error));
    for (int i = 0; i < schema_count; i++) {
        const struct buffer *content = example_find(&example, schema_list[i].table);
        if (!content) continue;
        expect_same_again(&schema_list[i], content->bytes, content->size);
        tables++;
    }
    assert_in_range(tables, 15, schema_count);
    example_close(&example);
}

struct lines {
    char text[200];
    int count;
};

static void keep_line(void *data, const char *const *cell, int count) {
    struct lines *lines = data;
    for (int i = 0; i < count; i++) {
        assert_true(strlen(lines->text) + strlen(cell[i]) + 2 < sizeof lines->text);
        strcat(strcat(lines->text, i ? "," : "/"), cell[i]);
    }
    lines->count++;
}

/* A kind of which each line is a row, with a column for each element of a list. */
static const struct schema *reading_of(const char *more) {
    const struct schema *schema;
    struct error error = {0};
    const char *text = arena_format(&arena,
                                    "kind reading\nabout A reading.\nsigned by laboratory\n"
                                    "tier team\ntable readings.tsv, each line one of loci\n"
                                    "key subject\n\nsubject | name, required | Whose?\n"
                                    "loci | rows | Loci.\nloci.marker | name, required | Which?\n"
                                    "loci.alleles | list of name, columns a1 a2 | Alleles.\n%s",
                                    more);
    if (!schema_parse(&arena, "reading.schema", text, strlen(text), &schema, &error))
        fail_msg("%s", error.text);
    return schema;
}

static struct lines lines_of(const struct schema *schema, const char *json) {
    struct lines lines = {.count = 0};
    int count;
    json_t *record = json_loads(json, 0, NULL);
    assert_non_null(record);
    struct import_column *columns = import_columns(&arena, schema, &count);
    export_lines(&arena, schema, columns, count, record, keep_line, &lines);
    json_decref(record);
    return lines;
}

static void each_row_is_a_line(void **state) {
    (void)state;
    struct lines lines = lines_of(reading_of(""),
                                  "{\"subject\":\"LB1\",\"loci\":[{\"marker\":\"TH01\",\"alleles\":"
                                  "[\"6\",\"9.3\"]},{\"marker\":\"vWA\",\"alleles\":[\"17\"]}]}");
    assert_string_equal(lines.text, "/LB1,TH01,6,9.3/LB1,vWA,17,");
    lines = lines_of(reading_of(""), "{\"subject\":\"LB2\"}");
    assert_string_equal(lines.text, "/LB2,,,");
    lines = lines_of(reading_of(""), "{\"subject\":\"LB3\",\"loci\":{\"none\":\"not_examined\"}}");
    assert_int_equal(lines.count, 1);
}

static void a_field_more_is_a_column_more(void **state) {
    (void)state;
    const struct schema *more = reading_of("rope | integer mm 0..5000 | How long?\n");
    struct lines lines = lines_of(more, "{\"subject\":\"LB2\",\"rope\":1200}");
    assert_string_equal(lines.text, "/LB2,,,,1200");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_example_comes_back, begin, end),
        cmocka_unit_test_setup_teardown(each_row_is_a_line, begin, end),
        cmocka_unit_test_setup_teardown(a_field_more_is_a_column_more, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
