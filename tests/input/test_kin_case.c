/* The JSON of one kinship question: what it becomes, and how each mistake is named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/files.h"
#include "input/kin_case.h"

/* Written with ' for ", and parts to be replaced. */
static const char sound[] =
    "{'description': 'synthetic', 'theta': 0.01, 'markers': ["
    "{'name': 'L', 'chrom': 'A', 'alleles': ['1', '9.3'], 'frequencies': [0.4, 0.5], 'silent': 0.1,"
    " 'mutation': {'male': {'model': 'custom', 'matrix': [[0.9, 0.1], [0.2, 0.8]]},"
    " 'female': null}},"
    "{'name': 'X1', 'chrom': 'X', 'alleles': ['1', '2'], 'frequencies': [0.5, 0.5], 'silent': null,"
    " 'mutation': null}],"
    "'genotypes': {'al': {'L': ['9.3', '1'], 'X1': ['2']}, 'bo': {'L': ['1', null]}},"
    "'dropout': {'bo': 0.1},"
    "'hypotheses': ["
    "{'name': 'father', 'persons': [{'id': 'al', 'father': null, 'mother': null, 'sex': 'M'},"
    " {'id': 'bo', 'father': 'al', 'mother': null, 'sex': 'F'}]},"
    "{'name': 'nobody', 'persons': [{'id': 'bo', 'father': null, 'mother': null, 'sex': 'F'},"
    " {'id': 'al', 'father': null, 'mother': null, 'sex': 'M'}]}], 'reference': 'nobody'}";

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

/* The sound case with `old` replaced by `new`, in proper quotes. */
static char *changed(const char *old, const char *new) {
    const char *at = strstr(sound, old);
    assert_non_null(at);
    char *text = arena_format(&arena, "%.*s%s%s", (int)(at - sound), sound, new, at + strlen(old));
    for (char *quote = text; *quote; quote++)
        if (*quote == '\'') *quote = '"';
    return text;
}

static void test_a_sound_case(void **state) {
    (void)state;
    struct error error = {0};
    struct kin_case kin;
    char *text = changed("", "");
    if (!kin_case_read(&arena, text, strlen(text), &kin, &error)) fail_msg("%s", error.text);
    assert_true(kin.theta == 0.01);
    assert_int_equal(kin.panel.count, 2);
    const struct marker *marker = &kin.panel.marker[0];
    assert_true(marker->has_silent && marker->allele_count == 3);
    /* The silent allele neither mutates nor is mutated to. */
    static const double matrix[9] = {0.9, 0.1, 0, 0.2, 0.8, 0, 0, 0, 1};
    for (int i = 0; i < 9; i++) assert_true(marker->transmission[MALE_PARENT][i] == matrix[i]);
    assert_null(marker->transmission[FEMALE_PARENT]);
    assert_int_equal(kin.panel.marker[1].chromosome, X_CHROMOSOME);
    assert_int_equal(kin.person_count, 2);
    int al = strcmp(kin.person[0], "al") == 0 ? 0 : 1;
    const struct profile *profile = &kin.profile[al];
    assert_int_equal(profile->genotype[0].a, 1);
    assert_int_equal(profile->genotype[0].b, 0);
    assert_int_equal(profile->genotype[1].a, 1);
    assert_int_equal(profile->genotype[1].b, 1);
    profile = &kin.profile[1 - al];
    assert_true(profile->dropout == 0.1);
    assert_int_equal(profile->genotype[0].b, ALLELE_UNKNOWN);
    assert_int_equal(profile->genotype[1].a, ALLELE_UNTYPED);
    assert_int_equal(kin.hypothesis_count, 2);
    assert_int_equal(kin.reference, 1);
    assert_int_equal(kin.hypothesis[0].pedigree.person[1].father, 0);
    assert_int_equal(kin.hypothesis[1].pedigree.person[0].father, -1);
}

/* As editors and spreadsheets save it. */
static void test_byte_order_marks(void **state) {
    (void)state;
    struct error error = {0};
    struct kin_case kin = {0};
    const char *text = changed("", "");
    const char *marked = arena_format(&arena, "\xef\xbb\xbf%s", text);
    if (!kin_case_read(&arena, marked, strlen(marked), &kin, &error)) fail_msg("%s", error.text);
    assert_int_equal(kin.panel.count, 2);
    size_t length = strlen(text);
    char *wide = arena_take(&arena, 2 * length + 2, 1);
    memcpy(wide, "\xff\xfe", 2);
    for (size_t i = 0; i < length; i++) wide[2 * i + 2] = text[i];
    kin.panel.count = 0;
    if (!kin_case_read(&arena, wide, 2 * length + 2, &kin, &error)) fail_msg("%s", error.text);
    assert_int_equal(kin.panel.count, 2);
    assert_false(kin_case_read(&arena, "{\n \xff", 4, &kin, &error));
    assert_string_equal(error.text, "line 2, column 2: not UTF-8 (byte 0xff): save the file as "
                                    "UTF-8");
    error = (struct error){0};
    assert_false(kin_case_read(&arena, "[\"\\u0000\"]", 10, &kin, &error));
    assert_non_null(strstr(error.text, "\\u0000 stands for no character"));
}

/* A founder's parents need not be said, and a drop-out of somebody who is not typed changes
 * nothing. */
static void test_what_need_not_be_said(void **state) {
    (void)state;
    struct error error = {0};
    struct kin_case kin;
    char *text = changed("{'bo': 0.1},'hypotheses': [{'name': 'father', 'persons': [{'id': 'al', "
                         "'father': null, 'mother': null, 'sex': 'M'},",
                         "{'cy': 0.1},'hypotheses': [{'name': 'father', 'persons': [{'id': 'al', "
                         "'sex': 'M'}, {'id': 'cy', 'sex': '?'},");
    if (!kin_case_read(&arena, text, strlen(text), &kin, &error)) fail_msg("%s", error.text);
    assert_int_equal(kin.hypothesis[0].pedigree.person[0].father, -1);
    assert_int_equal(kin.hypothesis[0].pedigree.person[0].mother, -1);
    for (int i = 0; i < kin.person_count; i++) assert_true(kin.profile[i].dropout == 0);
}

static void test_the_last_hypothesis_is_the_reference_if_none_is_named(void **state) {
    (void)state;
    struct error error = {0};
    struct kin_case kin;
    char *text = changed(", 'reference': 'nobody'", "");
    assert_true(kin_case_read(&arena, text, strlen(text), &kin, &error));
    assert_int_equal(kin.reference, 1);
}

static void test_every_mistake_is_named_with_its_place(void **state) {
    (void)state;
    static const struct {
        const char *old, *new, *part;
    } cases[] = {
        {"'theta'", "'thetta'", "unknown key \"thetta\""},
        {"'silent': null", "'silnt': null",
         "marker 2 of the list: it has an unknown key \"silnt\""},
        {"'theta': 0.01", "'theta': -1", "\"theta\" is -1, not between 0 and 0.5"},
        {"'chrom': 'X'", "'chrom': 'Y'", "marker X1: \"chrom\" is \"Y\": write A or X"},
        {"0.4, 0.5", "0.4, 0.4", "marker L: its frequencies sum to 0.9"},
        {"0.4, 0.5", "0.4", "marker L: 2 alleles but 1 frequencies"},
        {"['1', '9.3']", "['1', '1']", "marker L: allele 1 is given twice"},
        {"['1', '9.3']", "['1', 9.3]", "marker L: an allele must be text in quotes"},
        {"'name': 'X1'", "'name': 'l'", "marker l is given twice"},
        {"[0.2, 0.8]", "[0.2, 0.7]", "marker L, mutation of the father"},
        {"[[0.9, 0.1], [0.2, 0.8]]", "[[1]]", "\"matrix\" has 1 rows for 2 alleles"},
        {"'model': 'custom'", "'model': 'magic'",
         "marker L: mutation, male: \"magic\" is no model"},
        {"'model': 'custom', 'matrix': [[0.9, 0.1], [0.2, 0.8]]",
         "'model': 'stepwise', 'rate': 0.1", "needs a \"rate2\""},
        {"'X1': ['2']", "'X1': ['2', '1']",
         "person al, marker X1: two different alleles in a male on X"},
        {"['1', null]", "['1']", "person bo, marker L: one allele: write [\"a\", \"a\"]"},
        {"['1', null]", "['7', null]", "allele \"7\" is not in the marker's list, which"},
        {"['1', null]", "['silent', null]", "a silent allele cannot be seen"},
        {"'bo': {'L'", "'bo': {'M'", "person bo: marker \"M\" is not among the markers"},
        {"{'bo': 0.1}", "{'bo': 1}", "person bo: the drop-out is 1"},
        {"{'bo': 0.1}", "{'cy': 0.1}", "person \"cy\" is in no hypothesis"},
        {"'bo': {'L'", "'cy': {'L'", "cy is not in hypothesis father: add them there"},
        {"'father': 'al'", "'father': 'zed'",
         "person bo: the father \"zed\" is not among the persons"},
        {"'father': 'al'", "'father': 'bo'", "hypothesis father: "},
        {"'sex': 'F'}]},{", "'sex': 'M'}]},{",
         "person bo is male in one hypothesis and female in another"},
        {"'sex': 'F'}]},{", "'sex': 'W'}]},{", "\"sex\" must be"},
        {"'name': 'nobody'", "'name': 'father'", "hypothesis father is given twice"},
        {"'reference': 'nobody'", "'reference': 'x'",
         "\"reference\" must be the name of a hypothesis"},
        {"'theta': 0.01", "'theta': 0, 'theta': 1", "duplicate object key"},
        {"'nobody'}", "'nobody'", "not JSON"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error error = {0};
        struct kin_case kin = {.reference = 77};
        char *text = changed(cases[i].old, cases[i].new);
        if (kin_case_read(&arena, text, strlen(text), &kin, &error))
            fail_msg("accepted: %s", cases[i].new);
        if (!strstr(error.text, cases[i].part))
            fail_msg("\"%s\" is not in: %s", cases[i].part, error.text);
        assert_int_equal(kin.reference, 77);
    }
}

static void test_the_published_cases_are_read(void **state) {
    (void)state;
    const char *data = getenv("CAIRN_SHARED_DATA"), *source = getenv("CAIRN_SOURCE");
    const char *folder = data
                             ? arena_format(&arena, "%s/kin", data)
                             : arena_format(&arena, "%s/../shared/data/kin", source ? source : ".");
    if (!files_is_folder(folder)) {
        fprintf(stderr, "\n*** SKIPPED: no published cases at %s; set CAIRN_SHARED_DATA\n\n",
                folder);
        skip();
    }
    struct error error = {0};
    char **name;
    size_t count;
    int read = 0;
    assert_true(files_list(&arena, folder, &name, &count, &error));
    for (size_t i = 0; i < count; i++) {
        if (!strstr(name[i], ".json")) continue;
        char *bytes;
        size_t size;
        struct kin_case kin;
        const char *path = files_join(&arena, folder, name[i]);
        assert_true(files_read(&arena, path, KIN_BYTES_MOST, &bytes, &size, &error));
        if (!kin_case_read(&arena, bytes, size, &kin, &error))
            fail_msg("%s: %s", name[i], error.text);
        read++;
    }
    assert_int_equal(read, 61);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_sound_case, begin, end),
        cmocka_unit_test_setup_teardown(test_byte_order_marks, begin, end),
        cmocka_unit_test_setup_teardown(test_what_need_not_be_said, begin, end),
        cmocka_unit_test_setup_teardown(test_the_last_hypothesis_is_the_reference_if_none_is_named,
                                        begin, end),
        cmocka_unit_test_setup_teardown(test_every_mistake_is_named_with_its_place, begin, end),
        cmocka_unit_test_setup_teardown(test_the_published_cases_are_read, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
