/* cairn kin: published cases to the last digits, values worked out by hand, and what it refuses. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/program.h"

/* Four alleles; the second marker is the same on X. */
#define MARKER(name, chromosome)                                                                   \
    "{\"name\": \"" name "\", \"chrom\": \"" chromosome "\", "                                     \
    "\"alleles\": [\"1\", \"2\", \"3\", \"4\"], \"frequencies\": [0.1, 0.2, 0.3, 0.4]}"
#define PERSON(id, father, sex)                                                                    \
    "{\"id\": \"" id "\", \"father\": " father ", \"mother\": null, \"sex\": \"" sex "\"}"
#define DUO(child_sex)                                                                             \
    "\"hypotheses\": [{\"name\": \"father and child\", \"persons\": ["                             \
    PERSON("f", "null", "M") ", " PERSON("c", "\"f\"", child_sex) "]}, "                           \
    "{\"name\": \"unrelated\", \"persons\": ["                                                     \
    PERSON("f", "null", "M") ", " PERSON("c", "null", child_sex) "]}]"

static struct answer ask(const char *options, const char *json) {
    struct buffer line = {0};
    buffer_format(&line, "kin %s - <<'END'\n%s\nEND\n", options, json);
    struct answer answer = cairn_run(buffer_text(&line));
    buffer_close(&line);
    return answer;
}

static json_t *result_of(struct answer *answer) {
    json_error_t wrong;
    json_t *root = json_loads(buffer_text(&answer->out), 0, &wrong);
    if (answer->code != 0 || !root)
        fail_msg("exit code %d\nstdout: %s\nstderr: %s", answer->code, buffer_text(&answer->out),
                 buffer_text(&answer->err));
    return root;
}

static json_t *hypothesis_of(json_t *root, int index) {
    return json_array_get(json_object_get(root, "hypotheses"), (size_t)index);
}

/* The number at `key` of a hypothesis, NAN for null. */
static double of_hypothesis(json_t *root, int index, const char *key) {
    json_t *value = json_object_get(hypothesis_of(root, index), key);
    assert_true(json_is_null(value) || json_is_number(value));
    return json_is_null(value) ? (double)NAN : json_number_value(value);
}

/* The same of a marker's list. */
static double of_marker(json_t *root, int marker, const char *key, int index) {
    json_t *object = json_array_get(json_object_get(root, "markers"), (size_t)marker);
    json_t *value = json_array_get(json_object_get(object, key), (size_t)index);
    assert_true(json_is_null(value) || json_is_number(value));
    return json_is_null(value) ? (double)NAN : json_number_value(value);
}

static void assert_near(double found, double expected, double tolerance, const char *what) {
    if (!(fabs(found - expected) <= tolerance * fmax(1, fabs(expected))))
        fail_msg("%s: %.17g, expected %.17g", what, found, expected);
}

/* ------------------------------------------------------------------ by hand */

/* Father {1,2}, child {1,3}: 2(.1)(.2) times 1/2 (.3), against 2(.1)(.2) times 2(.1)(.3). */
static void test_a_father_and_his_child(void **state) {
    (void)state;
    struct answer answer =
        ask("--json", "{\"markers\": [" MARKER("L", "A") "], \"genotypes\": {"
                      "\"f\": {\"L\": [\"1\", \"2\"]}, \"c\": {\"L\": [\"1\", \"3\"]}}, " DUO("F")
                      "}");
    json_t *root = result_of(&answer);
    assert_string_equal(json_string_value(json_object_get(hypothesis_of(root, 0), "name")),
                        "father and child");
    assert_near(of_hypothesis(root, 0, "log_likelihood"), log(0.006), 1e-14, "related");
    assert_near(of_hypothesis(root, 1, "log_likelihood"), log(0.0024), 1e-14, "unrelated");
    assert_near(of_hypothesis(root, 0, "log10_lr"), log10(2.5), 1e-14, "LR");
    assert_true(of_hypothesis(root, 1, "log10_lr") == 0);
    assert_near(of_marker(root, 0, "log_likelihood", 1), log(0.0024), 1e-14, "unrelated at L");
    assert_near(of_marker(root, 0, "log10_lr", 0), log10(2.5), 1e-14, "LR at L");
    assert_string_equal(buffer_text(&answer.err), "");
    json_decref(root);
    answer_close(&answer);
}

/* At M a father of {1,1} has a child of {2,2}: impossible without mutation. */
#define IMPOSSIBLE(reference)                                                                      \
    "{\"markers\": [" MARKER("L", "A") ", " MARKER("M", "A") "], \"genotypes\": {"                 \
    "\"f\": {\"L\": [\"1\", \"2\"], \"M\": [\"1\", \"1\"]}, "                                      \
    "\"c\": {\"L\": [\"1\", \"3\"], \"M\": [\"2\", \"2\"]}}, " DUO("F")                            \
    ", \"reference\": \"" reference "\"}"

static void test_zero_is_null(void **state) {
    (void)state;
    struct answer answer = ask("--json", IMPOSSIBLE("unrelated"));
    json_t *root = result_of(&answer);
    assert_true(isnan(of_hypothesis(root, 0, "log_likelihood")));
    assert_true(isnan(of_hypothesis(root, 0, "log10_lr")));
    assert_near(of_hypothesis(root, 1, "log_likelihood"), log(0.0024) + log(0.0004), 1e-14, "sum");
    assert_near(of_marker(root, 0, "log10_lr", 0), log10(2.5), 1e-14, "LR at L");
    assert_true(isnan(of_marker(root, 1, "log_likelihood", 0)));
    assert_near(of_marker(root, 1, "log_likelihood", 1), log(0.0004), 1e-14, "unrelated at M");
    json_decref(root);
    answer_close(&answer);
}

static void test_a_ratio_against_the_impossible_is_null(void **state) {
    (void)state;
    struct answer answer = ask("--json", IMPOSSIBLE("father and child"));
    json_t *root = result_of(&answer);
    assert_true(isnan(of_hypothesis(root, 0, "log10_lr"))); /* 0/0 */
    assert_true(isnan(of_hypothesis(root, 1, "log10_lr"))); /* x/0 */
    assert_false(isnan(of_hypothesis(root, 1, "log_likelihood")));
    json_decref(root);
    answer_close(&answer);
    answer = ask("", IMPOSSIBLE("father and child"));
    assert_non_null(strstr(buffer_text(&answer.out), "0/0"));
    assert_non_null(strstr(buffer_text(&answer.out), "x/0"));
    assert_non_null(strstr(buffer_text(&answer.out), "the reference hypothesis is impossible"));
    assert_non_null(strstr(buffer_text(&answer.out), "zero: impossible at M, where nothing can"));
    answer_close(&answer);
}

/* On X the father {1} hands 1 to his daughter {1,3}: .1 times .3, against .1 times 2(.1)(.3).
 * With a child of unknown sex the marker is no part of the sum. */
#define ON_X(sex)                                                                                  \
    "{\"markers\": [" MARKER("L", "A") ", " MARKER("X", "X") "], \"genotypes\": {"                 \
    "\"f\": {\"L\": [\"1\", \"2\"], \"X\": [\"1\"]}, "                                             \
    "\"c\": {\"L\": [\"1\", \"3\"], \"X\": [\"1\", \"3\"]}}, " DUO(sex) "}"

static void test_x_needs_the_sex_of_all(void **state) {
    (void)state;
    struct answer answer = ask("--json", ON_X("F"));
    json_t *root = result_of(&answer);
    assert_near(of_marker(root, 1, "log10_lr", 0), log10(5), 1e-14, "LR on X");
    assert_near(of_hypothesis(root, 0, "log10_lr"), log10(12.5), 1e-14, "LR");
    json_decref(root);
    answer_close(&answer);

    answer = ask("--json", ON_X("?"));
    root = result_of(&answer);
    json_t *marker = json_array_get(json_object_get(root, "markers"), 1);
    assert_true(json_is_null(json_object_get(marker, "log_likelihood")));
    assert_true(json_is_null(json_object_get(marker, "log10_lr")));
    assert_true(json_is_string(json_object_get(marker, "left_out")));
    assert_near(of_hypothesis(root, 0, "log10_lr"), log10(2.5), 1e-14, "LR without X");
    assert_non_null(strstr(buffer_text(&answer.err), "1 of 2 markers left out"));
    json_decref(root);
    answer_close(&answer);

    answer = ask("", ON_X("?"));
    assert_non_null(strstr(buffer_text(&answer.out), "left out: on X, and the sex"));
    answer_close(&answer);
}

static void test_linked_loci_are_warned_of(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"{\"markers\": [" MARKER("VWA", "A") ", " MARKER("D12S391", "A")
         "], \"genotypes\": {}, " DUO("F") "}", "vWA and D12S391 are linked"},
        {"{\"markers\": [" MARKER("HPRTB", "X") ", " MARKER("DXS7423", "X") ", "
         MARKER("DXS10101", "X") "], \"genotypes\": {}, " DUO("F") "}",
         "HPRTB and DXS10101 are one linkage group on X"},
    };
    for (int i = 0; i < 2; i++) {
        struct answer answer = ask("", cases[i][0]);
        assert_int_equal(answer.code, 0);
        if (!strstr(buffer_text(&answer.out), cases[i][1]))
            fail_msg("\"%s\" is not in\n%s", cases[i][1], buffer_text(&answer.out));
        answer_close(&answer);
        answer = ask("--json", cases[i][0]);
        assert_non_null(strstr(buffer_text(&answer.err), cases[i][1]));
        json_decref(result_of(&answer));
        answer_close(&answer);
    }
}

/* The product holds one marker of a linkage group on X, and every marker of other places. */
static void test_linkage_groups_on_x_are_not_multiplied(void **state) {
    (void)state;
    struct answer answer =
        ask("--json", "{\"markers\": [" MARKER("HPRTB", "X") ", " MARKER("DXS7423", "X") ", "
            MARKER("DXS10101", "X") "], \"genotypes\": {\"c\": {\"HPRTB\": [\"2\", \"3\"], "
            "\"DXS7423\": [\"2\", \"3\"], \"DXS10101\": [\"2\", \"3\"]}}, " DUO("F") "}");
    json_t *root = result_of(&answer);
    double whole = json_real_value(
        json_object_get(json_array_get(json_object_get(root, "hypotheses"), 0), "log_likelihood"));
    json_t *marker = json_array_get(json_object_get(root, "markers"), 0);
    double one = json_real_value(json_array_get(json_object_get(marker, "log_likelihood"), 0));
    assert_true(fabs(whole - 2 * one) < 1e-12 * fabs(one));
    json_decref(root);
    answer_close(&answer);
}

static void test_the_table_is_for_people(void **state) {
    (void)state;
    struct answer answer =
        ask("", "{\"markers\": [" MARKER("L", "A") "], \"genotypes\": {"
                "\"f\": {\"L\": [\"1\", \"2\"]}, \"c\": {\"L\": [\"1\", \"3\"]}}, " DUO("F") "}");
    assert_int_equal(answer.code, 0);
    static const char *const said[] = {"0.3979            2.5  father and child",
                                       "1  unrelated  (reference)",
                                       "L                           0.3979", "-5.115996"};
    for (int i = 0; i < 4; i++)
        if (!strstr(buffer_text(&answer.out), said[i]))
            fail_msg("\"%s\" is not in\n%s", said[i], buffer_text(&answer.out));
    answer_close(&answer);
}

/* ------------------------------------------------------------------ mistakes */

static void test_mistakes_are_named(void **state) {
    (void)state;
    static const struct {
        const char *json, *said;
    } cases[] = {
        {"{", "standard input: line 2"},
        {"", "not JSON"},
        {"[]", "the case must be an object"},
        {"{\"markers\": [" MARKER("L", "A") "], \"genotypes\": {\"f\": {\"L\": [\"1\", \"9\"]}}, "
         DUO("F") "}", "person f, marker L: allele \"9\" is not in the marker's list"},
        {"{\"markers\": [" MARKER("L", "A") "], \"genotypes\": {}, \"hypotheses\": [{\"name\": "
         "\"H\", \"persons\": [" PERSON("f", "\"c\"", "M") ", " PERSON("c", "\"f\"", "M") "]}]}",
         "ancestor"},
        {"{\"markers\": [" MARKER("L", "A") "], \"genotypes\": {}, \"hypotheses\": [{\"name\": "
         "\"H\", \"persons\": [" PERSON("f", "\"z\"", "M") "]}]}",
         "the father \"z\" is not among the persons"},
        {"{\"markers\": [" MARKER("L", "A") "], \"genotypes\": {}, " DUO("F")
         ", \"reference\": \"H9\"}", "\"reference\" must be the name of a hypothesis"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct answer answer = ask("--json", cases[i].json);
        if (answer.code != 3 || answer.out.size || !strstr(buffer_text(&answer.err), cases[i].said))
            fail_msg("case %zu: exit code %d, \"%s\" does not say \"%s\"", i, answer.code,
                     buffer_text(&answer.err), cases[i].said);
        answer_close(&answer);
    }
}

static void test_files_and_words_that_are_wrong(void **state) {
    (void)state;
    static const struct {
        const char *arguments;
        int code;
        const char *said;
    } cases[] = {
        {"kin /no/such/case.json", 3, "/no/such/case.json does not exist"},
        {"kin", 2, "cairn kin CASE.json"},
        {"kin a.json b.json", 2, "\"b.json\" is too much"},
        {"kin --reference H1 a.json", 2, "no option --reference"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct answer answer = cairn_run(cases[i].arguments);
        if (answer.code != cases[i].code || answer.out.size ||
            !strstr(buffer_text(&answer.err), cases[i].said))
            fail_msg("%s: exit code %d, %s", cases[i].arguments, answer.code,
                     buffer_text(&answer.err));
        answer_close(&answer);
    }
}

/* Sixteen men have a typed child each with each of sixteen women, none of them typed. */
static void test_what_would_take_too_long_is_refused_by_name(void **state) {
    (void)state;
    enum { EACH = 16 };
    struct buffer persons = {0}, genotypes = {0}, json = {0};
    for (int i = 0; i < EACH; i++)
        buffer_format(&persons, "%s{\"id\": \"m%d\", \"sex\": \"M\"}, "
                                "{\"id\": \"f%d\", \"sex\": \"F\"}", i ? ", " : "", i, i);
    for (int i = 0; i < EACH * EACH; i++) {
        int father = i / EACH, mother = i % EACH;
        buffer_format(&persons, ", {\"id\": \"c%d\", \"father\": \"m%d\", "
                                "\"mother\": \"f%d\", \"sex\": \"F\"}", i, father, mother);
        buffer_format(&genotypes, "%s\"c%d\": {\"L\": [\"%d\", \"%d\"]}", i ? ", " : "", i,
                      1 + father % 4, 1 + mother % 4);
    }
    buffer_format(&json, "{\"markers\": [" MARKER("L", "A") "], \"genotypes\": {%s}, "
                         "\"hypotheses\": [{\"name\": \"knot\", \"persons\": [%s]}]}",
                  buffer_text(&genotypes), buffer_text(&persons));
    struct answer answer = ask("--json", buffer_text(&json));
    const char *said = buffer_text(&answer.err);
    if (answer.code != 4 || answer.out.size || !strstr(said, "hypothesis knot, marker L: ") ||
        !strstr(said, "; leave out persons"))
        fail_msg("exit code %d, %s", answer.code, said);
    answer_close(&answer);
    buffer_close(&persons);
    buffer_close(&genotypes);
    buffer_close(&json);
}

/* ------------------------------------------------------------------ published cases */

/* Where they are, or NULL, and that is said. */
static const char *find_cases(void) {
    static char folder[1000];
    const char *data = getenv("CAIRN_SHARED_DATA"), *source = getenv("CAIRN_SOURCE");
    if (data) snprintf(folder, sizeof folder, "%s/kin", data);
    else snprintf(folder, sizeof folder, "%s/../shared/data/kin", source ? source : ".");
    if (access(folder, R_OK) == 0) return folder;
    fprintf(stderr,
            "\n*** SKIPPED: the published pedigree cases are not at %s: cairn kin was compared "
            "with none of them; set CAIRN_SHARED_DATA\n\n",
            folder);
    return NULL;
}

static json_t *answer_file(const char *folder, const char *name) {
    struct buffer line = {0};
    buffer_format(&line, "kin '%s/%s.json' --json", folder, name);
    struct answer answer = cairn_run(buffer_text(&line));
    json_t *root = result_of(&answer);
    answer_close(&answer);
    buffer_close(&line);
    return root;
}

static FILE *open_table(const char *folder, const char *name) {
    struct buffer path = {0};
    buffer_format(&path, "%s/%s", folder, name);
    FILE *file = fopen(buffer_text(&path), "r");
    buffer_close(&path);
    assert_non_null(file);
    return file;
}

static void test_published_likelihoods(void **state) {
    (void)state;
    const char *folder = find_cases();
    if (!folder) skip();
    FILE *table = open_table(folder, "expected.tsv");
    char line[1000], name[200];
    double expected;
    int count = 0;
    assert_non_null(fgets(line, sizeof line, table));
    for (; fgets(line, sizeof line, table); count++) {
        assert_int_equal(sscanf(line, "%199s %lf", name, &expected), 2);
        json_t *root = answer_file(folder, name);
        double found = of_hypothesis(root, 0, "log_likelihood");
        if (isnan(found)) found = -INFINITY;
        if (fabs(exp(found) - expected) > 1e-10 * expected)
            fail_msg("%s: %.17g, expected %.17g", name, exp(found), expected);
        json_decref(root);
    }
    fclose(table);
    assert_true(count > 50);
}

static void test_published_ratios(void **state) {
    (void)state;
    const char *folder = find_cases();
    if (!folder) skip();
    FILE *table = open_table(folder, "expected_lr.tsv");
    char line[1000], name[200];
    double related, unrelated, ratio;
    int count = 0;
    assert_non_null(fgets(line, sizeof line, table));
    for (; fgets(line, sizeof line, table); count++) {
        assert_int_equal(sscanf(line, "%199s %lf %lf %lf", name, &related, &unrelated, &ratio), 4);
        json_t *root = answer_file(folder, name);
        assert_near(of_hypothesis(root, 0, "log_likelihood"), related, 1e-10, name);
        assert_near(of_hypothesis(root, 1, "log_likelihood"), unrelated, 1e-10, name);
        assert_near(of_hypothesis(root, 0, "log10_lr"), ratio, 1e-10, name);
        json_decref(root);
    }
    fclose(table);
    assert_true(count >= 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_father_and_his_child),
        cmocka_unit_test(test_zero_is_null),
        cmocka_unit_test(test_a_ratio_against_the_impossible_is_null),
        cmocka_unit_test(test_x_needs_the_sex_of_all),
        cmocka_unit_test(test_linked_loci_are_warned_of),
        cmocka_unit_test(test_linkage_groups_on_x_are_not_multiplied),
        cmocka_unit_test(test_the_table_is_for_people),
        cmocka_unit_test(test_mistakes_are_named),
        cmocka_unit_test(test_files_and_words_that_are_wrong),
        cmocka_unit_test(test_what_would_take_too_long_is_refused_by_name),
        cmocka_unit_test(test_published_likelihoods),
        cmocka_unit_test(test_published_ratios),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
