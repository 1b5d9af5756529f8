/* The explanation of a pair: its loci add up to the ratio that the run compares by, they are what a
 * hand computes, and the text says what a reader must know. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "case/dataset_build.h"
#include "case/example.h"
#include "case/explain_text.h"
#include "case/explanation_alone.h"
#include "case/folder.h"

static struct arena arena;
static char folder[] = "/tmp/cairn_explain_XXXXXX";
static struct dataset dataset;
static struct identification run;
static struct rows rows;
static struct build_options build;

static int begin(void **state) {
    (void)state;
    arena_open(&arena, 0);
    strcpy(folder + strlen(folder) - 6, "XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int end(void **state) {
    (void)state;
    char **paths;
    size_t count;
    struct error error = {0};
    if (files_list(&arena, folder, &paths, &count, &error))
        for (size_t i = 0; i < count; i++) unlink(files_join(&arena, folder, paths[i]));
    rmdir(folder);
    arena_close(&arena);
    return 0;
}

static void write_table(const char *name, const char *text) {
    struct error error = {0};
    if (!files_write(files_join(&arena, folder, name), text, strlen(text), &error))
        fail_msg("%s", error.text);
}

/* Reads the folder and runs the identification on it. */
static void identify(double theta, bool group, enum prior_kind prior) {
    struct reading reading = {.arena = &arena};
    struct error error = {0};
    const char *path = folder;
    rows = (struct rows){0};
    build = build_options_none();
    build.theta = theta;
    if (!folder_read(&arena, 1, &path, &rows, &reading, &error)) fail_msg("%s", error.text);
    if (!dataset_build(&arena, &rows, &build, &reading, &dataset))
        fail_msg("%s", reading.errors.item[0].text);
    struct identify_options options = {.prior = prior, .group = group, .threads = 2};
    if (!identification_run(&arena, &dataset, &options, &run, &error)) fail_msg("%s", error.text);
}

static int individual_of(const char *code) {
    for (int i = 0; i < dataset.remains_count; i++)
        if (strcmp(dataset.remains[i].code, code) == 0) return run.individuals.of_remains[i];
    fail_msg("no remains %s", code);
    return -1;
}

static int missing_of(const char *id) {
    for (int i = 0; i < dataset.missing_count; i++)
        if (strcmp(identification_person(&run, i), id) == 0) return i;
    fail_msg("nobody missing is %s", id);
    return -1;
}

static struct explanation explain(int individual, int missing) {
    struct explanation explanation;
    struct error error = {0};
    if (!explanation_make(&arena, &run, individual, missing, &explanation, &error))
        fail_msg("%s", error.text);
    return explanation;
}

/* The text for a pair; belongs to the arena. */
static const char *text_of(const struct explanation *explanation) {
    struct provenance provenance = provenance_make(&arena, &rows, &build, &dataset.panel);
    provenance_add_others(&arena, &rows, explanation, &provenance);
    struct buffer out = {0};
    explain_text(&arena, explanation, &provenance, &out);
    const char *text = arena_copy(&arena, buffer_text(&out));
    buffer_close(&out);
    return text;
}

static void assert_says(const char *text, const char *words) {
    if (!strstr(text, words)) fail_msg("\"%s\" is not in\n%s", words, text);
}

/* ------------------------------------------------------------------ against the run */

static void write_example(int remains) {
    struct example example;
    struct error error = {0};
    assert_true(example_make(3, remains, NULL, &example, &error));
    for (int i = 0; i < EXAMPLE_FILES; i++)
        if (!files_write(files_join(&arena, folder, example.file[i].name),
                         example.file[i].content.bytes, example.file[i].content.size, &error))
            fail_msg("%s", error.text);
    example_close(&example);
}

static void assert_all_pairs_add_up(void) {
    int counted = 0;
    for (size_t p = 0; p < run.pairwise.count; p++) {
        const struct pairing *pairing = &run.pairwise.pairing[p];
        struct explanation explanation = explain(pairing->individual, pairing->missing);
        double sum = 0;
        for (int m = 0; m < dataset.panel.count; m++) {
            /* What is left out weighs nothing, but for mutation that is not stationary. */
            assert_true(!explanation.locus[m].left_out ||
                        fabs(explanation.locus[m].log10_ratio) < 0.01);
            sum += explanation.locus[m].log10_ratio;
        }
        assert_true(explanation.compared && explanation.kept);
        assert_int_equal(explanation.place, p);
        assert_int_equal(explanation.loci, pairing->loci);
        assert_int_equal(explanation.exclusions, pairing->exclusions);
        double expected = pairing->log_ratio / M_LN10;
        if (expected == -INFINITY) assert_true(sum == -INFINITY);
        else assert_true(fabs(sum - expected) < 1e-10 * fmax(1, fabs(expected)));
        assert_true(explanation.log10_ratio == sum ||
                    fabs(explanation.log10_ratio - expected) < 1e-10 * fmax(1, fabs(expected)));
        counted += explanation.loci > 0;
    }
    assert_true(counted > 20);
}

/* Looked at without everybody else, a pair has the loci that it has in the run. */
static void assert_pairs_are_the_same_alone(void) {
    for (size_t p = 0; p < run.pairwise.count; p += 7) {
        const struct pairing *pairing = &run.pairwise.pairing[p];
        const struct individual *one = &run.individuals.individual[pairing->individual];
        const char **code = arena_new(&arena, const char *, one->count);
        struct identification alone;
        struct explanation own, explanation = explain(pairing->individual, pairing->missing);
        struct error error = {0};
        for (int i = 0; i < one->count; i++) code[i] = dataset.remains[one->remains[i]].code;
        if (!explanation_alone(&arena, &dataset, &run.options, code, one->count,
                               identification_person(&run, pairing->missing), &alone, &own, &error))
            fail_msg("%s", error.text);
        assert_true(own.compared && !own.kept);
        assert_int_equal(alone.individuals.count, 1);
        assert_int_equal(own.loci, explanation.loci);
        assert_int_equal(own.exclusions, explanation.exclusions);
        assert_true(own.log10_ratio == explanation.log10_ratio);
        for (int m = 0; m < dataset.panel.count; m++) {
            assert_true(own.locus[m].log10_ratio == explanation.locus[m].log10_ratio);
            assert_int_equal(own.locus[m].excluded, explanation.locus[m].excluded);
        }
    }
}

static void test_a_pair_alone_has_the_loci_of_the_run(void **state) {
    (void)state;
    struct identification alone;
    struct explanation own;
    struct error error = {0}, nobody = {0};
    const char *code = "ELD-0001-B", *none = "ELD-9999-B";
    write_example(30);
    identify(-1, true, PRIOR_INCIDENT);
    assert_pairs_are_the_same_alone();
    assert_false(explanation_alone(&arena, &dataset, &run.options, &none, 1,
                                   identification_person(&run, 0), &alone, &own, &error));
    assert_int_equal(error.code, ERROR_NOT_FOUND);
    assert_false(explanation_alone(&arena, &dataset, &run.options, &code, 1, "F999-99", &alone,
                                   &own, &nobody));
    assert_int_equal(nobody.code, ERROR_NOT_FOUND);
}

static void test_loci_add_up_to_the_pairwise_ratio(void **state) {
    (void)state;
    write_example(24);
    identify(-1, true, PRIOR_INCIDENT);
    assert_all_pairs_add_up();
}

static void test_they_do_with_theta_and_without_grouping(void **state) {
    (void)state;
    write_example(12);
    identify(0.01, false, PRIOR_FLAT);
    assert_all_pairs_add_up();
}

/* What is printed of the loci adds up to what is printed as their sum. */
static void test_printed_loci_add_up_to_the_printed_sum(void **state) {
    (void)state;
    write_example(24);
    identify(-1, true, PRIOR_INCIDENT);
    int compared = 0;
    for (size_t p = 0; p < run.pairwise.count; p += 7) {
        const struct pairing *pairing = &run.pairwise.pairing[p];
        struct explanation explanation = explain(pairing->individual, pairing->missing);
        const char *line = strstr(text_of(&explanation), "\n  locus ");
        double sum = 0, printed = NAN;
        int loci = 0;
        assert_non_null(line);
        for (line = strchr(line + 1, '\n'); line && isnan(printed); line = strchr(line + 1, '\n')) {
            char name[32], number[32];
            if (sscanf(line, "\n  %31s %31s", name, number) != 2) continue;
            if (*number != '+' && *number != '-' && strcmp(number, "LR") != 0) continue;
            if (strcmp(name, "-") == 0) continue;
            double value = *number == 'L' ? -INFINITY : strtod(number, NULL);
            if (strcmp(name, "sum") == 0) {
                printed = value;
            } else {
                sum += value;
                loci += !strchr(number, '*'); /* a star: not compared, but for mutation */
            }
        }
        assert_int_equal(loci, pairing->loci);
        if (printed > -INFINITY) assert_true(fabs(sum - printed) <= 0.0005 * 24);
        else assert_true(sum == printed);
        compared += loci > 0;
    }
    assert_true(compared > 5);
}

static void test_lines_are_not_wider_than_a_terminal(void **state) {
    (void)state;
    write_example(24);
    identify(-1, true, PRIOR_INCIDENT);
    for (size_t p = 0; p < run.pairwise.count; p += 11) {
        struct explanation explanation =
            explain(run.pairwise.pairing[p].individual, run.pairwise.pairing[p].missing);
        for (const char *line = text_of(&explanation); *line;) {
            size_t length = strcspn(line, "\n");
            bool is_path = strstr(line, folder) && strstr(line, folder) < line + length;
            size_t width = 0; /* in characters: names are in Cyrillic letters */
            for (size_t i = 0; i < length; i++) width += ((unsigned char)line[i] & 0xc0) != 0x80;
            if (width > 80 && !is_path) fail_msg("%.*s", (int)length, line);
            line += length + (line[length] == '\n');
        }
    }
}

/* ------------------------------------------------------------------ by hand */

#define FREQUENCIES                                                                                \
    "marker\tallele\tfrequency\nL1\t11\t0.1\nL1\t12\t0.2\nL1\t13\t0.7\n"                           \
    "L2\t7\t0.5\nL2\t8\t0.3\nL2\t9\t0.2\nL3\t5\t0.6\nL3\t6\t0.4\n"
#define REMAINS                                                                                    \
    "code\tsex\tcomplete\tdropout\tage_range\tnotes\n"                                             \
    "ABC-0001-B\tM\tno\t0\t25-35\tblue jacket\nABC-0002-B\tF\tno\t0\t\t\n"
#define PERSONS                                                                                    \
    "family\tid\tfather\tmother\tsex\trole\tborn\n"                                                \
    "F1\tF1-01\t0\t0\tM\treference\t1960\nF1\tF1-02\t0\t0\tF\treference\t1962\n"                   \
    "F1\tF1-03\tF1-01\tF1-02\tM\tmissing\t1990\n"
#define PROFILES                                                                                   \
    "subject\tmarker\tallele1\tallele2\n"                                                          \
    "F1-01\tL1\t11\t12\nF1-02\tL1\t13\t13\nABC-0001-B\tL1\t11\t13\n"                               \
    "F1-01\tL2\t7\t7\nF1-02\tL2\t8\t9\nABC-0001-B\tL2\t7\t8\nABC-0002-B\tL2\t7\t8\n"               \
    "ABC-0001-B\tL3\t5\t5\n"

static void write_trio(const char *more_profiles) {
    write_table("frequencies.tsv", FREQUENCIES);
    write_table("remains.tsv", REMAINS);
    write_table("persons.tsv", PERSONS);
    write_table("parameters.tsv", "name\tvalue\nmissing_total\t10\n");
    write_table("profiles.tsv", arena_format(&arena, "%s%s", PROFILES, more_profiles));
}

/* Child of both parents: L1 (1/2 . 1) / 2(.1)(.7), L2 (1 . 1/2) / 2(.5)(.3); L3 of no relative. */
static void test_a_trio_by_hand(void **state) {
    (void)state;
    write_trio("");
    identify(-1, true, PRIOR_INCIDENT);
    struct explanation explanation = explain(individual_of("ABC-0001-B"), missing_of("F1-03"));
    assert_int_equal(explanation.loci, 2);
    assert_int_equal(explanation.exclusions, 0);
    assert_true(fabs(explanation.locus[0].log10_ratio - log10(0.5 / 0.14)) < 1e-12);
    assert_true(fabs(explanation.locus[1].log10_ratio - log10(0.5 / 0.3)) < 1e-12);
    assert_string_equal(explanation.locus[2].left_out, "no relative by blood is typed there");
    const char *text = text_of(&explanation);
    assert_says(text, "H1  ABC-0001-B is F1-03: missing, male, son of F1-01 and F1-02\n");
    assert_says(text, "H0  ABC-0001-B is not related to family F1\n");
    assert_says(text, "[F1-01 +] = (F1-02 +)\n      `-- [F1-03 ? <== ABC-0001-B]\n");
    assert_says(text, "L1          +0.553  11/13     .1000 .7000 11/12       13/13\n");
    assert_says(text, "L3        left out  5/5       .6000       .           .\n");
    assert_says(text, "sum         +0.775  over 2 loci, 0 of them excluded; ratio 5.95\n");
    assert_says(text, "father      mother\n");
    assert_says(text, "age_range       25-35\n");
    assert_says(text, "notes           blue jacket\n");
    assert_says(text, "born            1990\n");
    assert_says(text, "N = 10 missing in all, m = 1 of them listed");
    assert_says(text, "none at any locus: one contradiction makes a pair impossible");
}

static void test_sexes_that_contradict_are_not_compared(void **state) {
    (void)state;
    write_trio("");
    identify(-1, true, PRIOR_INCIDENT);
    struct explanation explanation = explain(individual_of("ABC-0002-B"), missing_of("F1-03"));
    assert_false(explanation.compared);
    assert_says(text_of(&explanation), "the sex of the remains and the sex of the person");
}

/* L2 9/9 cannot come from a father of 7/7: impossible where nothing mutates, counted where it
 * does. */
static void test_exclusions_are_marked(void **state) {
    (void)state;
    write_trio("");
    write_table("profiles.tsv", "subject\tmarker\tallele1\tallele2\n"
                                "F1-01\tL1\t11\t12\nF1-01\tL2\t7\t7\n"
                                "ABC-0001-B\tL1\t11\t13\nABC-0001-B\tL2\t9\t9\n");
    identify(-1, true, PRIOR_INCIDENT);
    struct explanation explanation = explain(individual_of("ABC-0001-B"), missing_of("F1-03"));
    assert_int_equal(explanation.exclusions, 1);
    assert_true(explanation.locus[1].log10_ratio == -INFINITY);
    assert_says(text_of(&explanation), "L2          LR = 0");

    write_table("mutation.tsv", "marker\tchrom\tmodel\trate_male\trate_female\n"
                                "L2\tA\tequal\t0.002\t0\n");
    identify(-1, true, PRIOR_INCIDENT);
    explanation = explain(individual_of("ABC-0001-B"), missing_of("F1-03"));
    assert_int_equal(explanation.exclusions, 1);
    /* 7 becomes 9 in 0.001 of transmissions, and the other 9 is a draw: .001(.2) / .2(.2). */
    assert_true(fabs(explanation.locus[1].log10_ratio - log10(0.005)) < 1e-9);
    assert_says(text_of(&explanation), "-2.301!");
    assert_says(text_of(&explanation), "- excluded without mutation");
}

static void test_a_direct_reference_is_called_so(void **state) {
    (void)state;
    write_trio("F1-03\tL3\t5\t5\n");
    identify(-1, true, PRIOR_INCIDENT);
    struct explanation explanation = explain(individual_of("ABC-0001-B"), missing_of("F1-03"));
    assert_true(fabs(explanation.locus[2].log10_ratio - log10(1 / 0.36)) < 1e-12);
    assert_says(text_of(&explanation), "a direct\n  reference.");
    assert_says(text_of(&explanation), "direct      father      mother\n");
}

static void test_alleles_without_a_frequency_are_named(void **state) {
    (void)state;
    write_trio("ABC-0002-B\tL1\t14.2\t13\n");
    identify(-1, true, PRIOR_INCIDENT);
    struct explanation explanation = explain(individual_of("ABC-0001-B"), missing_of("F1-03"));
    const char *text = text_of(&explanation);
    assert_says(text, "have none: 1;");
    assert_null(strstr(text, "allele 14.2 has no frequency"));
    explanation = explain(individual_of("ABC-0002-B"), missing_of("F1-03"));
    assert_false(explanation.compared);

    write_trio("ABC-0001-B\tL4\t3\t4\n");
    write_table("frequencies.tsv", FREQUENCIES "L4\t4\t1\n");
    identify(-1, true, PRIOR_INCIDENT);
    explanation = explain(individual_of("ABC-0001-B"), missing_of("F1-03"));
    assert_says(text_of(&explanation), "allele 3 has no frequency in the table: 0.001 is used");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_loci_add_up_to_the_pairwise_ratio, begin, end),
        cmocka_unit_test_setup_teardown(test_a_pair_alone_has_the_loci_of_the_run, begin, end),
        cmocka_unit_test_setup_teardown(test_they_do_with_theta_and_without_grouping, begin, end),
        cmocka_unit_test_setup_teardown(test_printed_loci_add_up_to_the_printed_sum, begin, end),
        cmocka_unit_test_setup_teardown(test_lines_are_not_wider_than_a_terminal, begin, end),
        cmocka_unit_test_setup_teardown(test_a_trio_by_hand, begin, end),
        cmocka_unit_test_setup_teardown(test_sexes_that_contradict_are_not_compared, begin, end),
        cmocka_unit_test_setup_teardown(test_exclusions_are_marked, begin, end),
        cmocka_unit_test_setup_teardown(test_a_direct_reference_is_called_so, begin, end),
        cmocka_unit_test_setup_teardown(test_alleles_without_a_frequency_are_named, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
