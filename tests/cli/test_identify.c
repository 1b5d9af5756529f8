/* cairn identify from a folder of tables to text and JSON, and what is wrong with its input. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "cli/program.h"

static struct arena arena;
static char *folder; /* with the folders one … of examples by seed in it */

static struct answer ask(const char *format, const char *name) {
    struct buffer line = {0};
    buffer_format(&line, format, files_join(&arena, folder, name));
    struct answer answer = cairn_run(buffer_text(&line));
    buffer_close(&line);
    return answer;
}

enum { SEEDS = 3 };
static const char *const NAMES[SEEDS] = {"1", "2", "3"};

static int begin(void **state) {
    (void)state;
    struct error error = {0};
    arena_open(&arena, 0);
    if (!files_make_temporary(&arena, &folder, &error)) return -1;
    for (int i = 0; i < SEEDS; i++) {
        char line[64];
        snprintf(line, sizeof line, "example '%%s' --remains 60 --seed %s", NAMES[i]);
        struct answer answer = ask(line, NAMES[i]);
        answer_close(&answer);
        if (answer.code) return -1;
    }
    return 0;
}

static int end(void **state) {
    (void)state;
    struct error error = {0};
    bool done = files_remove_folder(folder, &error);
    arena_close(&arena);
    return done ? 0 : -1;
}

static json_t *read_json(const struct answer *answer) {
    json_error_t wrong;
    json_t *root = json_loads(buffer_text(&answer->out), JSON_REJECT_DUPLICATES, &wrong);
    if (answer->code != 0 || !root)
        fail_msg("exit code %d, %s\n%s", answer->code, wrong.text, buffer_text(&answer->err));
    return root;
}

static const char *text_of(json_t *object, const char *name) {
    return json_string_value(json_object_get(object, name));
}

/* The table of a folder as text. */
static char *read_table(const char *name, const char *table) {
    char *bytes;
    size_t size;
    struct error error = {0};
    char *path = files_join(&arena, files_join(&arena, folder, name), table);
    if (!files_read(&arena, path, 1 << 24, &bytes, &size, &error)) fail_msg("%s", error.text);
    return bytes;
}

static void write_table(const char *name, const char *table, const char *text) {
    struct error error = {0};
    char *path = files_join(&arena, folder, name);
    if (!files_make_folder(path, &error) ||
        !files_write(files_join(&arena, path, table), text, strlen(text), &error))
        fail_msg("%s", error.text);
}

static void expect_text(const struct answer *answer, const char *words) {
    if (!strstr(buffer_text(&answer->out), words))
        fail_msg("\"%s\" is not in:\n%s", words, buffer_text(&answer->out));
}

/* ------------------------------------------------------------------ names */

/* Held against truth.tsv line by line; the text proposes the same pairs as the JSON. */
static void test_every_name_is_right(void **state) {
    (void)state;
    for (int s = 0; s < SEEDS; s++) {
        char *truth = read_table(NAMES[s], "truth.tsv");
        struct answer answer = ask("identify '%s' --json", NAMES[s]);
        struct answer said = ask("identify '%s'", NAMES[s]);
        json_t *root = read_json(&answer), *pair;
        size_t i;
        int named = 0;
        json_array_foreach(json_object_get(root, "posterior"), i, pair) {
            double p = json_number_value(json_object_get(pair, "p"));
            assert_true(p >= 0 && p <= 1 + 1e-12); /* a sum, rounded */
            if (p < 0.9995) continue;
            named++;
            char *line = arena_format(&arena, "\n%s\t%s\n", text_of(pair, "remains"),
                                      text_of(pair, "person"));
            if (!strstr(truth, line)) fail_msg("seed %s: not true: %s", NAMES[s], line);
            expect_text(&said, arena_format(&arena, "\n  %-14s%-10s", text_of(pair, "remains"),
                                            text_of(pair, "person")));
        }
        assert_true(named > 20);
        expect_text(&said,
                    arena_format(&arena, "Could be proposed: %d of %zu individuals\n", named,
                                 json_array_size(json_object_get(root, "individuals"))));
        json_decref(root);
        answer_close(&answer);
        answer_close(&said);
    }
}

static void test_the_text_counts_what_it_says(void **state) {
    (void)state;
    char *persons = read_table("1", "persons.tsv");
    int missing = 0;
    while ((persons = strstr(persons, "\tmissing\t"))) {
        missing++;
        persons++;
    }
    struct answer answer = ask("identify '%s'", "1");
    assert_int_equal(answer.code, 0);
    expect_text(&answer, "  remains          60  numbers under which");
    expect_text(&answer, arena_format(&arena, "  missing     %7d  people listed", missing));
    expect_text(&answer, "  N                64  people who may lie there in all");
    expect_text(&answer, "\n  prior         incident: N = 64, of whom ");
    expect_text(&answer, arena_format(&arena, "next: cairn explain %s REMAINS PERSON",
                                      files_join(&arena, folder, "1")));
    answer_close(&answer);
}

static double number_at(json_t *object, const char *name) {
    json_t *number = json_object_get(object, name);
    if (!json_is_number(number)) fail_msg("no number %s", name);
    return json_number_value(number);
}

/* With and without mutation.tsv: nobody has to guess which it was. */
static void test_the_parameters_are_said(void **state) {
    (void)state;
    static const char *const tables[] = {"remains.tsv", "persons.tsv", "samples.tsv",
                                         "profiles.tsv", "frequencies.tsv"};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        write_table("rigid", tables[i], read_table("1", tables[i]));
    struct answer answer = ask("identify '%s' --missing-total 64 --dropout 0.07", "rigid");
    expect_text(&answer, "\n  mutation      none at any locus: one contradiction makes a pair");
    expect_text(&answer, "/rigid/frequencies.tsv: ");
    expect_text(&answer, "(0.07");
    answer_close(&answer);
    answer = ask("identify '%s' --missing-total 64 --dropout 0.07 --json", "rigid");
    json_t *root = read_json(&answer), *given = json_object_get(root, "parameters"), *item;
    size_t l;
    assert_true(number_at(given, "dropout") == 0.07);
    assert_true(number_at(given, "unseen_frequency") == 0.001);
    assert_true(number_at(given, "minimum_frequency") == 0);
    assert_true(number_at(given, "group_threshold") == 1e6);
    assert_true(json_is_null(json_object_get(given, "mutation")));
    json_array_foreach(json_object_get(given, "loci"), l, item)
        assert_true(json_is_null(json_object_get(item, "male")));
    int nothing_said = 0;
    json_array_foreach(json_object_get(root, "pairwise"), l, item) {
        if (number_at(item, "loci") > 0) continue;
        assert_true(number_at(item, "log10_lr") == 0); /* exactly: no rounding is shown */
        nothing_said++;
    }
    assert_true(nothing_said > 0);
    json_decref(root);
    answer_close(&answer);
    answer = ask("identify '%s'", "1");
    expect_text(&answer, "/mutation.tsv: ");
    answer_close(&answer);
    answer = ask("identify '%s' --json", "1");
    root = read_json(&answer);
    given = json_object_get(root, "parameters");
    assert_non_null(strstr(text_of(given, "mutation"), "/mutation.tsv"));
    json_array_foreach(json_object_get(given, "loci"), l, item) {
        assert_non_null(text_of(json_object_get(item, "male"), "model"));
        assert_true(number_at(json_object_get(item, "female"), "rate") > 0);
    }
    json_decref(root);
    answer_close(&answer);
}

static void test_the_flat_prior_proposes_nobody(void **state) {
    (void)state;
    struct answer answer = ask("identify '%s' --prior flat", "1");
    assert_int_equal(answer.code, 0);
    expect_text(&answer, "Could be proposed: 0 of ");
    expect_text(&answer, "flat prior");
    answer_close(&answer);
}

/* Two remains fit each of two brothers alike: both are offered, neither is named. */
static void test_brothers_are_said_to_be_indistinguishable(void **state) {
    (void)state;
    int seen = 0;
    for (int s = 0; s < SEEDS; s++) {
        struct answer answer = ask("identify '%s' --json", NAMES[s]);
        struct answer said = ask("identify '%s'", NAMES[s]);
        json_t *root = read_json(&answer), *alike, *code;
        size_t a, i;
        json_array_foreach(json_object_get(root, "indistinguishable"), a, alike)
            json_array_foreach(json_object_get(alike, "remains"), i, code) {
                expect_text(&said, json_string_value(code));
                assert_null(strstr(buffer_text(&said.out),
                                   arena_format(&arena, "\n  %-14sF", json_string_value(code))));
                seen++;
            }
        json_decref(root);
        answer_close(&answer);
        answer_close(&said);
    }
    assert_true(seen > 0);
}

/* ------------------------------------------------------------------ JSON */

static void test_json_has_what_programs_rely_on(void **state) {
    (void)state;
    static const char *const lists[][5] = {
        {"pairwise", "remains", "person", "family", "log10_lr"},
        {"joint", "assignment", "log_likelihood", "log10_lr_vs_none", "posterior"},
        {"posterior", "remains", "person", "p"},
        {"glr", "remains", "person", "log10_glr"},
        {"undisputed", "remains", "person"},
        {"excluded", "remains", "person"},
        {"indistinguishable", "remains", "persons"},
    };
    struct answer answer = ask("identify '%s' --json", "1");
    json_t *root = read_json(&answer), *item;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        json_t *list = json_object_get(root, lists[i][0]);
        size_t n;
        assert_true(json_is_array(list));
        json_array_foreach(list, n, item) for (int k = 1; k < 5 && lists[i][k]; k++)
            assert_non_null(json_object_get(item, lists[i][k]));
    }
    item = json_array_get(json_object_get(root, "pairwise"), 0);
    assert_true(json_is_integer(json_object_get(item, "loci")));
    assert_true(json_is_integer(json_object_get(item, "exclusions")));
    json_t *prior = json_object_get(root, "prior");
    assert_string_equal(text_of(prior, "kind"), "incident");
    assert_true(json_number_value(json_object_get(prior, "missing_total")) == 64);
    assert_non_null(json_object_get(root, "bound"));
    size_t best = json_array_size(json_object_get(root, "joint"));
    assert_true(best >= 1 && best <= 50);
    json_t *group, *individuals = json_object_get(root, "individuals");
    size_t g, numbers = 0;
    json_array_foreach(individuals, g, group) numbers += json_array_size(group);
    assert_int_equal(numbers, 60);
    json_decref(root);
    answer_close(&answer);
}

static void test_the_same_bytes_with_any_number_of_threads(void **state) {
    (void)state;
    static const char *const formats[][3] = {
        {"identify '%s' --threads 1", "identify '%s' --threads 2", "identify '%s' --threads 3"},
        {"identify '%s' --json --threads 1", "identify '%s' --json --threads 2",
         "identify '%s' --json --threads 3"},
    };
    for (int f = 0; f < 2; f++) {
        struct answer first = ask(formats[f][0], "2");
        assert_int_equal(first.code, 0);
        for (int t = 1; t < 3; t++) {
            struct answer other = ask(formats[f][t], "2");
            assert_int_equal(other.code, 0);
            assert_string_equal(buffer_text(&first.out), buffer_text(&other.out));
            answer_close(&other);
        }
        answer_close(&first);
    }
}

/* ------------------------------------------------------------------ wrong input */

static void expect_failure(const char *format, const char *name, int code, const char *words) {
    struct answer answer = ask(format, name);
    if (answer.code != code || answer.out.size || !strstr(buffer_text(&answer.err), words))
        fail_msg("exit code %d (expected %d), \"%s\" expected\nstdout: %s\nstderr: %s",
                 answer.code, code, words, buffer_text(&answer.out), buffer_text(&answer.err));
    answer_close(&answer);
}

static void test_what_cannot_be_read(void **state) {
    (void)state;
    expect_failure("identify '%s'", "nowhere", 3, "nowhere does not exist");
    expect_failure("identify # %s", "1", 2, "cairn identify DIR");
    expect_failure("identify '' # %s", "1", 2, "an empty name");
    expect_failure("identify '%s'", "1/persons.tsv", 3, "name the folder in which");
    write_table("empty", "notes.txt", "nothing\n");
    expect_failure("identify '%s'", "empty", 3, "");
}

static void test_a_folder_without_remains(void **state) {
    (void)state;
    write_table("few", "persons.tsv", read_table("1", "persons.tsv"));
    write_table("few", "frequencies.tsv", read_table("1", "frequencies.tsv"));
    expect_failure("identify '%s' --missing-total 64", "few", 3,
                   "there are no remains; remains.tsv and profiles.tsv are needed");
}

static void test_the_number_of_missing(void **state) {
    (void)state;
    expect_failure("identify '%s' --missing-total 10", "1", 3, "N = 10 is less than");
    expect_failure("identify '%s' --missing-total many", "1", 2, "\"many\" is not a number");
    write_table("silent", "remains.tsv", read_table("1", "remains.tsv"));
    write_table("silent", "persons.tsv", read_table("1", "persons.tsv"));
    write_table("silent", "samples.tsv", read_table("1", "samples.tsv"));
    write_table("silent", "profiles.tsv", read_table("1", "profiles.tsv"));
    write_table("silent", "frequencies.tsv", read_table("1", "frequencies.tsv"));
    expect_failure("identify '%s'", "silent", 2, "give --missing-total N");
    struct answer answer = ask("identify '%s' --missing-total 64 --theta 0.01", "silent");
    assert_int_equal(answer.code, 0);
    expect_text(&answer, " --missing-total 64 --theta 0.01\n"); /* of the next command */
    answer_close(&answer);
}

/* A profile of somebody who does not exist, and one with a cell too few. */
static void test_a_broken_row_is_said_with_its_place(void **state) {
    (void)state;
    static const char *const rows[][2] = {
        {"nobody\tTH01\t6\t7\n", "profiles.tsv:2:1: "},
        {"ELD-0001-B\tTH01\n", "profiles.tsv:2:"},
        {"ELD-0001-B\tTH01\t6\tx y\n", "profiles.tsv:2:"},
    };
    write_table("broken", "remains.tsv", read_table("1", "remains.tsv"));
    write_table("broken", "persons.tsv", read_table("1", "persons.tsv"));
    write_table("broken", "frequencies.tsv", read_table("1", "frequencies.tsv"));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        write_table("broken", "profiles.tsv",
                    arena_format(&arena, "subject\tmarker\tallele1\tallele2\n%s", rows[i][0]));
        expect_failure("identify '%s' --missing-total 64", "broken", 3, rows[i][1]);
        expect_failure("identify '%s' --missing-total 64", "broken", 3, "nothing was taken");
    }
}

/* Who cannot be related are named with their place; a family with too many to be searched is left
 * out of the run, and named. */
static void test_a_family_that_cannot_be_computed(void **state) {
    (void)state;
    struct buffer persons = {0};
    write_table("clan", "frequencies.tsv",
                "marker\tallele\tfrequency\nD1\t1\t0.5\nD1\t2\t0.5\n");
    write_table("clan", "remains.tsv", "code\tsex\nV1\tM\n");
    write_table("clan", "profiles.tsv", "subject\tmarker\tallele1\tallele2\nV1\tD1\t1\t1\n"
                                        "R\tD1\t1\t1\nS\tD1\t2\t2\n");
    static const char heads[] = "family\tid\tfather\tmother\tsex\trole\n";
    buffer_format(&persons, "%sF\tR\t0\t0\tM\treference\nF\tS\tR\t0\tM\treference\n", heads);
    write_table("clan", "persons.tsv", buffer_text(&persons));
    expect_failure("identify '%s' --missing-total 64", "clan", 3,
                   "/clan/persons.tsv:2: family F at D1: the typed relatives (R 1/1, S 2/2) "
                   "cannot be related");
    buffer_close(&persons);
    buffer_format(&persons, "%sF\tR\t0\t0\tM\treference\n", heads);
    for (int i = 0; i < 13; i++) buffer_format(&persons, "F\tM%d\tR\t0\tM\tmissing\n", i);
    buffer_add_text(&persons, "G\tS\t0\t0\tM\treference\n");
    write_table("clan", "persons.tsv", buffer_text(&persons));
    buffer_close(&persons);
    struct answer answer = ask("identify '%s' --missing-total 64", "clan");
    assert_int_equal(answer.code, 0);
    assert_non_null(strstr(buffer_text(&answer.out), "family F was left out"));
    answer_close(&answer);
    answer = ask("identify '%s' --missing-total 64 --json", "clan");
    assert_int_equal(answer.code, 0);
    assert_non_null(strstr(buffer_text(&answer.out),
                           "family F has 13 missing persons, and at most 12"));
    answer_close(&answer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_name_is_right),
        cmocka_unit_test(test_the_text_counts_what_it_says),
        cmocka_unit_test(test_the_parameters_are_said),
        cmocka_unit_test(test_the_flat_prior_proposes_nobody),
        cmocka_unit_test(test_brothers_are_said_to_be_indistinguishable),
        cmocka_unit_test(test_json_has_what_programs_rely_on),
        cmocka_unit_test(test_the_same_bytes_with_any_number_of_threads),
        cmocka_unit_test(test_what_cannot_be_read),
        cmocka_unit_test(test_a_folder_without_remains),
        cmocka_unit_test(test_the_number_of_missing),
        cmocka_unit_test(test_a_broken_row_is_said_with_its_place),
        cmocka_unit_test(test_a_family_that_cannot_be_computed),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
