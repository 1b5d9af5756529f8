/* Plain tables become records: the tables that teams and laboratories have today, with every column
 * in them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/files.h"
#include "case/example.h"
#include "schema/import.h"
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

static json_t *read_lines(const char *file, const char *lines) {
    struct error error = {0};
    json_t *records = table_records(&arena, file, lines, strlen(lines), &error);
    if (!records) fail_msg("%s: %s", file, error.text);
    return records;
}

static json_t *read_example(const struct example *example, const char *file) {
    const struct buffer *content = example_find(example, file);
    struct error error = {0};
    json_t *records = table_records(&arena, file, content->bytes, content->size, &error);
    if (!records) fail_msg("%s: %s", file, error.text);
    return records;
}

static int lines_of(const struct example *example, const char *file) {
    int lines = -1; /* the first has the names */
    for (const char *at = buffer_text(example_find(example, file)); *at; at++) lines += *at == '\n';
    return lines;
}

static void assert_json(const json_t *value, const char *expected) {
    char *dumped = json_dumps(value, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
    assert_string_equal(dumped ? dumped : "", expected);
    free(dumped);
}

/* Every table of `cairn example`, every column, every line. */
static void the_example_is_taken_whole(void **state) {
    (void)state;
    static const char *const line_each[] = {"remains.tsv", "samples.tsv", "persons.tsv",
                                            "parameters.tsv", "mutation.tsv"};
    static const char *const grouped[][2] = {{"profiles.tsv", "loci"},
                                             {"frequencies.tsv", "alleles"}};
    struct example example;
    struct error error = {0};
    assert_true(example_make(EXAMPLE_SEED, EXAMPLE_REMAINS, NULL, &example, &error));
    for (int i = 0; i < 5; i++) {
        json_t *records = read_example(&example, line_each[i]);
        assert_int_equal(json_object_size(records), lines_of(&example, line_each[i]));
        json_decref(records);
    }
    for (int i = 0; i < 2; i++) {
        json_t *records = read_example(&example, grouped[i][0]), *record;
        size_t rows = 0;
        const char *key;
        json_object_foreach(records, key, record) rows +=
            json_array_size(json_object_get(record, grouped[i][1]));
        assert_int_equal(rows, lines_of(&example, grouped[i][0]));
        assert_in_range(json_object_size(records), 1, rows / 2);
        json_decref(records);
    }
    example_close(&example);
}

static void one_profile_is_one_record(void **state) {
    (void)state;
    json_t *records = read_lines("profiles.tsv", "subject\tmarker\tallele1\tallele2\n"
                                                 "LB1\tTH01\t6\t9.3\n"
                                                 "LB1\tvWA\t17\t17\n"
                                                 "LB2\tTH01\t7\t\n"
                                                 "LB1\tFGA\tNA\t\n");
    assert_int_equal(json_object_size(records), 2);
    assert_json(json_object_get(records, "LB1\t\t"),
                "{\"loci\":[{\"alleles\":[\"6\",\"9.3\"],\"marker\":\"TH01\"},"
                "{\"alleles\":[\"17\",\"17\"],\"marker\":\"vWA\"},{\"marker\":\"FGA\"}],"
                "\"subject\":\"LB1\"}");
    assert_json(json_object_get(records, "LB2\t\t"),
                "{\"loci\":[{\"alleles\":[\"7\"],\"marker\":\"TH01\"}],\"subject\":\"LB2\"}");
    json_decref(records);
}

static void what_stands_for_nothing_in_the_tables_of_today(void **state) {
    (void)state;
    json_t *records = read_lines("persons.tsv", "Family\tID\tFather\tMother\tSex\tRole\n"
                                                "F1\tM1\t0\tR1\tm\tmissing\n"
                                                "F1\tR1\tNA\t\t?\tReference\n");
    assert_json(json_object_get(records, "M1"),
                "{\"family\":\"F1\",\"id\":\"M1\",\"mother\":\"R1\","
                "\"role\":\"missing\",\"sex\":\"M\"}");
    assert_json(json_object_get(records, "R1"),
                "{\"family\":\"F1\",\"id\":\"R1\",\"role\":\"reference\","
                "\"sex\":{\"none\":\"unknown\"}}");
    json_decref(records);
    records = read_lines("mutation.tsv", "marker\tchrom\tmodel\trate_male\trate2_male\n"
                                         "vWA\tA\tequal\t0.001\tNA\n");
    assert_json(json_object_get(records, "vWA"), "{\"chrom\":\"A\",\"marker\":\"vWA\","
                                                 "\"model\":\"equal\",\"rate_male\":\"0.001\"}");
    json_decref(records);
    records = read_lines("samples.tsv", "sample\tsubject\tkind\nL1\t\tladder\nS1\tV1\tfemur\n");
    assert_json(json_object_get(records, "L1"), "{\"kind\":\"ladder\",\"sample\":\"L1\"}");
    assert_json(json_object_get(records, "S1"),
                "{\"kind\":\"femur\",\"sample\":\"S1\",\"subject\":\"V1\"}");
    json_decref(records);
}

static void assert_line_refused(const char *file, const char *lines, const char *part) {
    struct error error = {0};
    json_t *records = table_records(&arena, file, lines, strlen(lines), &error);
    assert_null(records);
    if (!strstr(error.text, part)) fail_msg("\"%s\" is not in: %s", part, error.text);
}

static void lines_that_are_wrong(void **state) {
    (void)state;
    assert_line_refused("remains.tsv", "code\tsex\nV1\tX\n", "sex: \"X\" is not one of M, F");
    assert_line_refused("remains.tsv", "code\tfound\nV1\t1.5.2019\n",
                        "found: \"1.5.2019\" is no date");
    assert_line_refused("remains.tsv", "sex\nM\n", "remains: code: is missing: fill it in");
    assert_line_refused("persons.tsv", "id\tsex\nM1\tM\n", "role: is missing");
    assert_line_refused("frequencies.tsv", "marker\tallele\tfrequency\nTH01\t6\t1.2\n",
                        "1.2 is not between 0 and 1");
    assert_line_refused("frequencies.tsv", "marker\tallele\tfrequency\nTH01\t6\t\n",
                        "frequency: is missing");
    assert_line_refused("profiles.tsv",
                        "subject\tmarker\tallele1\tlaboratory\nS1\tTH01\t6\tA\nS1\tvWA\t17\tB\n",
                        "laboratory: is not what it was in the lines before");
    assert_line_refused("profiles.tsv", "subject\tmarker\tallele1\nS1\tTH01\tunknown\n",
                        "a reason where an element of a list belongs");
    assert_line_refused("profiles.tsv", "subject\tmarker\tallele1\nS1\t\t6\n",
                        "marker: is missing");
}

static void the_cell_that_is_wrong_is_named(void **state) {
    (void)state;
    const struct schema *schema = schema_find("remains");
    int count, cell = -1;
    struct import_column *known = import_columns(&arena, schema, &count);
    const struct import_column *column[] = {import_column_find(known, count, "code"), NULL,
                                            import_column_find(known, count, "AGE-Range"),
                                            import_column_find(known, count, "Cross")};
    static const char *const good[] = {"V1", "passed over", "29-45", "265"};
    static const char *const bad[] = {"V2", "passed over", "two\nlines", "265"};
    assert_string_equal(column[3]->field->name, "marker");
    json_t *record = json_object(), *other = json_object();
    struct error error = {0};
    assert_true(import_line(&arena, schema, column, good, 4, record, &cell, &error));
    assert_int_equal(cell, -1);
    assert_json(record, "{\"age_range\":\"29-45\",\"code\":\"V1\",\"marker\":\"265\"}");
    assert_false(import_line(&arena, schema, column, bad, 4, other, &cell, &error));
    assert_int_equal(cell, 2);
    json_decref(record);
    json_decref(other);
}

/* The sets of the published example cases, where they are at hand. */
static void published_cases(void **state) {
    (void)state;
    static const char *const sets[] = {"example1",      "example2",    "fire",      "planecrash",
                                       "symmetricSibs", "KETPchap484", "own_family"};
    static const char *const tables[] = {"remains.tsv", "persons.tsv", "profiles.tsv",
                                         "frequencies.tsv", "mutation.tsv"};
    const char *data = getenv("CAIRN_SHARED_DATA"), *source = getenv("CAIRN_SOURCE");
    const char *all = data ? arena_format(&arena, "%s/dvi", data)
                           : arena_format(&arena, "%s/../shared/data/dvi", source ? source : ".");
    if (!files_is_folder(all)) {
        fprintf(stderr, "\n*** SKIPPED: no published sets at %s; set CAIRN_SHARED_DATA\n\n", all);
        skip();
    }
    int read = 0;
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        for (size_t j = 0; j < sizeof tables / sizeof *tables; j++) {
            const char *path = arena_format(&arena, "%s/%s/%s", all, sets[i], tables[j]);
            struct error missing = {0}, error = {0};
            char *bytes;
            size_t size;
            if (!files_read(&arena, path, 64 << 20, &bytes, &size, &missing)) continue;
            json_t *records = table_records(&arena, tables[j], bytes, size, &error);
            if (!records) fail_msg("%s: %s", path, error.text);
            json_decref(records);
            read++;
        }
    }
    assert_true(read >= 28); /* all have four, some a table of mutation as well */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_example_is_taken_whole, begin, end),
        cmocka_unit_test_setup_teardown(one_profile_is_one_record, begin, end),
        cmocka_unit_test_setup_teardown(what_stands_for_nothing_in_the_tables_of_today, begin, end),
        cmocka_unit_test_setup_teardown(lines_that_are_wrong, begin, end),
        cmocka_unit_test_setup_teardown(the_cell_that_is_wrong_is_named, begin, end),
        cmocka_unit_test_setup_teardown(published_cases, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
