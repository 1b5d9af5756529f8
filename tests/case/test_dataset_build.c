/* Tables to what the engine runs on: whose a profile is, how profiles are merged, what sex remains
 * have, what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "case/dataset_build.h"
#include "input/plain.h"
#include "input/reading.h"

#define PROFILES "subject\tmarker\tallele1\tallele2\n"
#define FREQUENCIES                                                                                \
    "marker\tallele\tfrequency\nvWA\t16\t0.5\nvWA\t17\t0.3\nvWA\t18\t0.2\nTH01\t6\t0.6\n"          \
    "TH01\t9.3\t0.4\nXM\t1\t0.5\nXM\t2\t0.5\n"
#define MUTATION                                                                                   \
    "marker\tchrom\tmodel\trate_male\nXM\tX\ttrivial\t\nvWA\tA\tequal\t0.002\nQ\tA\t\t\n"
#define REMAINS "code\tsex\tdropout\nV1\tM\t0.1\nV2\t?\t\n"
#define PERSONS                                                                                    \
    "family\tid\tfather\tmother\tsex\trole\nF1\tA\t0\t0\tM\treference\nF2\tC\t0\t0\t?\tmissing\n"  \
    "F1\tB\tA\t0\tF\tmissing\nF2\tD\tC\t0\tM\treference\n"

static struct dataset dataset;

static int begin(void **state) {
    dataset = (struct dataset){0};
    return begin_reading(state);
}

static void read_text(enum table_kind kind, const char *text) {
    static const char *const files[] = {"",         "remains",     "samples",    "persons",
                                        "profiles", "frequencies", "parameters", "mutation"};
    if (!plain_read(&arena, kind, files[kind], text, strlen(text), &rows, &reading))
        fail_msg("%s", reading.errors.item[0].text);
}

/* The tables above, with these profiles. */
static void read_all(const char *profiles) {
    read_text(TABLE_FREQUENCIES, FREQUENCIES);
    read_text(TABLE_MUTATION, MUTATION);
    read_text(TABLE_REMAINS, REMAINS);
    read_text(TABLE_PERSONS, PERSONS);
    if (profiles) read_text(TABLE_PROFILES, profiles);
}

static bool build(void) {
    struct build_options options = build_options_none();
    return dataset_build(&arena, &rows, &options, &reading, &dataset);
}

static void assert_built(void) {
    if (!build()) fail_msg("%s", reading.errors.item[0].text);
}

static bool said(const struct messages *messages, const char *file, int line, const char *part) {
    for (int i = 0; i < messages->count; i++) {
        const struct reading_message *message = &messages->item[i];
        bool same_file = !file || (message->place.file && strcmp(message->place.file, file) == 0);
        if (same_file && message->place.line == line && strstr(message->text, part)) return true;
    }
    return false;
}

static void assert_refused(const char *file, int line, const char *part) {
    assert_false(build());
    assert_int_equal(dataset.remains_count, 0);
    if (!said(&reading.errors, file, line, part))
        fail_msg("\"%s\" was not said; first: %s", part, reading.errors.item[0].text);
}

static void assert_noted(const char *file, int line, const char *part) {
    if (!said(&reading.notes, file, line, part)) fail_msg("\"%s\" was not said", part);
}

static void assert_genotype(const struct profile *profile, const char *marker, int a, int b) {
    assert_non_null(profile);
    const struct genotype *genotype = &profile->genotype[panel_find(&dataset.panel, marker)];
    assert_int_equal(genotype->a, a);
    assert_int_equal(genotype->b, b);
}

static void test_names_become_indices(void **state) {
    (void)state;
    read_all(PROFILES
             "V1\tvWA\t17\t16\nA\tTH01\t6\t6\nC\tVWA\t18\t\nV1\tD99\t1\t2\nA\tD99\t1\t2\n");
    assert_built();
    assert_int_equal(dataset.panel.count, 3);
    assert_int_equal(dataset.panel.marker[2].chromosome, X_CHROMOSOME);
    assert_non_null(dataset.panel.marker[0].transmission[FEMALE_PARENT]);
    assert_int_equal(dataset.remains_count, 2);
    assert_genotype(dataset.remains[0].profile, "vWA", 1, 0);
    assert_genotype(dataset.remains[0].profile, "TH01", ALLELE_UNTYPED, ALLELE_UNTYPED);
    assert_true(dataset.remains[0].profile->dropout == 0.1);
    assert_null(dataset.remains[1].profile);
    /* Families in the order in which they first appear, persons in theirs. */
    assert_int_equal(dataset.family_count, 2);
    const struct family *family = &dataset.family[0];
    assert_string_equal(family->name, "F1");
    assert_int_equal(family->pedigree.count, 2);
    assert_int_equal(family->pedigree.person[1].father, 0);
    assert_genotype(family->profile[0], "TH01", 0, 0);
    assert_true(family->profile[0]->dropout == 0);
    assert_int_equal(dataset.missing_count, 2);
    assert_int_equal(dataset.missing[0].person, 1);
    assert_int_equal(dataset.missing[1].family, 1);
    /* A typed missing person is a direct reference. */
    assert_genotype(dataset.family[1].profile[0], "vWA", 2, ALLELE_UNKNOWN);
    /* Left out, and said once. */
    assert_noted("profiles", 5, "marker D99 has no frequencies");
    assert_false(said(&reading.notes, "profiles", 6, "D99"));
    assert_noted("mutation", 4, "marker Q has no frequencies");
    /* Whose role is a parent's has that sex. */
    assert_int_equal(dataset.family[1].pedigree.person[0].sex, SEX_MALE);
    assert_true(dataset.missing_total < 0 && dataset.theta == 0);
}

static void test_unseen_alleles_get_a_frequency_all_at_once(void **state) {
    (void)state;
    read_all(PROFILES "V1\tvWA\t15\t16\nA\tvWA\t19\t15\n");
    assert_built();
    const struct marker *marker = &dataset.panel.marker[0];
    assert_int_equal(marker->allele_count, 5);
    assert_true(marker->frequency[3] == 0.001 && marker->frequency[4] == 0.001);
    assert_true(marker->frequency[0] == 0.5 * (1 - 2 * 0.001));
    /* The matrix was made after: equal, 0.002 over the four others. */
    assert_true(marker->transmission[MALE_PARENT][1] == 0.002 / 4);
    assert_genotype(dataset.remains[0].profile, "vWA", 3, 0);
    assert_noted(NULL, 0, "vWA: allele 19 has no frequency; it is given 0.001");
}

static void test_an_unseen_allele_must_be_a_repeat_number(void **state) {
    (void)state;
    read_all(PROFILES "V1\tvWA\tl6\t17\n");
    assert_refused("profiles", 2, "\"l6\" is not in the frequency table and not a repeat number");
}

static void test_samples(void **state) {
    (void)state;
    read_all(PROFILES
             "S1\tvWA\t16\t17\nS2\tvWA\t16\t\nS2\tTH01\t6\t9.3\nL\tvWA\t16\t17\nL\tTH01\t6\t6\n");
    read_text(TABLE_SAMPLES, "sample\tsubject\tkind\tdropout\nS1\tV2\tbone\t0.2\n"
                             "S2\tV2\ttooth\t0.05\nL\t\tladder\t\n");
    assert_built();
    assert_genotype(dataset.remains[1].profile, "vWA", 0, 1);
    assert_genotype(dataset.remains[1].profile, "TH01", 0, 1);
    assert_true(dataset.remains[1].profile->dropout == 0.2);
    assert_noted("remains", 3, "V2: its samples differ in drop-out; the highest, 0.2, is taken");
    assert_noted("samples", 0, "1 sample of ladders, controls or staff; not used: L (ladder)");
}

static void test_controls_are_noted_in_one_line(void **state) {
    (void)state;
    read_all(PROFILES "V1\tvWA\t16\t17\nC5\tvWA\t16\t17\nC5\tTH01\t6\t6\nC2\tvWA\t17\t17\n"
                      "C3\tvWA\t16\t17\nC4\tvWA\t16\t17\n");
    read_text(TABLE_SAMPLES, "sample\tsubject\tkind\nC1\t\tladder\nC2\t\tLadder\n"
                             "C3\t\tcontrol\nC4\tM. Lab\tstaff\nC5\t\tcontrol\n");
    assert_built();
    /* Of C1 there is no profile. */
    assert_noted("samples", 0,
                 "4 samples of ladders, controls or staff; not used: C2 (Ladder), C3 (control), "
                 "C4 (staff), ...");
    int notes = 0;
    for (int i = 0; i < reading.notes.count; i++)
        notes += strstr(reading.notes.item[i].text, "ladders, controls or staff") != NULL;
    assert_int_equal(notes, 1);
}

static void test_contradictions_are_left_out(void **state) {
    (void)state;
    read_all(PROFILES "A\tvWA\t16\t16\nA\tTH01\t6\t6\nA\tvWA\t16\t17\n"
                      "V1\tvWA\t16\t16\nV1\tvWA\t16\t17\n");
    assert_built();
    assert_genotype(dataset.family[0].profile[0], "vWA", ALLELE_UNTYPED, ALLELE_UNTYPED);
    assert_genotype(dataset.family[0].profile[0], "TH01", 0, 0);
    assert_noted("profiles", 4, "vWA of A: contradicts profiles, line 2; neither is used");
    /* V1 has a drop-out of 0.1: one of its peaks may be missing. */
    assert_genotype(dataset.remains[0].profile, "vWA", 0, 1);
}

/* V2 has ? in the table. */
static enum sex sex_of_v2(const char *profiles) {
    end_reading(NULL);
    begin(NULL);
    read_all(profiles);
    assert_built();
    return dataset.remains[1].sex;
}

static void test_the_sex_of_remains(void **state) {
    (void)state;
    assert_int_equal(sex_of_v2(PROFILES "V2\tAMEL\tX\tY\n"), SEX_MALE);
    assert_int_equal(sex_of_v2(PROFILES "V2\tAMEL\tY\t\n"), SEX_UNKNOWN);
    assert_int_equal(sex_of_v2(PROFILES "V2\tAMEL\tX\tX\nV2\tvWA\t16\t17\n"), SEX_UNKNOWN);
    assert_int_equal(sex_of_v2(PROFILES "V2\tAMEL\tX\tX\nV2\tvWA\t16\t17\nV2\tTH01\t6\t6\n"),
                     SEX_FEMALE);
    assert_int_equal(sex_of_v2(PROFILES "V2\tAMEL\tX\t\nV2\tvWA\t16\t17\nV2\tTH01\t6\t6\n"),
                     SEX_UNKNOWN);
    assert_int_equal(sex_of_v2(PROFILES "V2\tAMEL\tX\tX\nV2\tvWA\t16\t\nV2\tTH01\t6\t6\n"),
                     SEX_UNKNOWN);
}

static void test_amelogenin_against_the_table(void **state) {
    (void)state;
    read_all(PROFILES "V1\tAMEL\tX\tX\nV1\tvWA\t16\t17\nV1\tTH01\t6\t6\nV1\tXM\t1\t2\n");
    assert_built();
    assert_int_equal(dataset.remains[0].sex, SEX_UNKNOWN);
    assert_noted("remains", 2, "V1: male in the table, but amelogenin says female");
    assert_noted(NULL, 0, "1 profiles of unknown sex: their loci on X are left out");
}

static void test_a_male_has_one_allele_on_x(void **state) {
    (void)state;
    read_all(PROFILES "V1\tXM\t1\t2\n");
    assert_refused("profiles", 2, "XM of V1: two different alleles in a male on X");
}

static void test_unknown_and_ambiguous_subjects(void **state) {
    (void)state;
    read_all(PROFILES "V9\tvWA\t16\t17\nE\tvWA\t16\t17\nV1\tvWA\t16\t17\n");
    read_text(TABLE_PERSONS, "family\tid\tfather\tmother\tsex\trole\nF3\tE\t0\t0\tM\tother\n"
                             "F4\tE\t0\t0\tM\tother\nF4\tV1\t0\t0\tM\tother\n");
    assert_refused("profiles", 2, "V9 is neither remains nor a person nor a sample");
    assert_true(said(&reading.errors, "profiles", 3, "E is a person in more than one family"));
    assert_true(said(&reading.errors, "profiles", 4, "V1 is both remains and a person"));
    assert_int_equal(reading.errors.count, 3);
}

static void test_a_table_that_is_not_there_is_one_error(void **state) {
    (void)state;
    read_text(TABLE_FREQUENCIES, FREQUENCIES);
    read_text(TABLE_REMAINS, REMAINS);
    read_text(TABLE_PROFILES, PROFILES "V1\tvWA\t16\t17\n");
    assert_built();
    dataset = (struct dataset){0};
    read_text(TABLE_PROFILES, PROFILES "A\tvWA\t16\t17\nB\tvWA\t16\t17\n");
    assert_refused("profiles", 2, "A is in no table, and there are no persons: add persons.tsv");
    assert_int_equal(reading.errors.count, 1);
}

static void test_what_is_given_twice(void **state) {
    (void)state;
    read_all(NULL);
    read_text(TABLE_REMAINS, REMAINS);
    read_text(TABLE_PERSONS, PERSONS);
    read_text(TABLE_FREQUENCIES, "marker\tallele\tfrequency\nVWA\t16.0\t0\n");
    assert_refused("remains", 2, "remains V1 are given twice, first in remains, line 2");
    assert_true(said(&reading.errors, "persons", 4, "person B is given twice in family F1"));
    assert_false(said(&reading.errors, "persons", 4, "missing person B"));
    assert_true(said(&reading.errors, "frequencies", 2, "allele 16 is given twice"));
}

static void test_wrong_families(void **state) {
    (void)state;
    read_text(TABLE_FREQUENCIES, FREQUENCIES);
    read_text(TABLE_PERSONS,
              "family\tid\tfather\tmother\tsex\trole\nF1\tA\t0\t0\tM\tother\n"
              "F1\tB\tB\t0\tM\tother\nF2\tC\tA\t0\tM\tmissing\nF3\tC\t0\t0\tM\tmissing\n");
    assert_refused("persons", 3, "family F1: person B is their own ancestor");
    assert_true(said(&reading.errors, "persons", 4, "the father A of C is not in family F2"));
    assert_true(said(&reading.errors, "persons", 5,
                     "missing person C is also in family F2 (persons, line 4): "));
}

static void test_amelogenin_that_says_nothing_is_noted(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {PROFILES "V2\tAMEL\tXY\t\n", "\"XY\" is neither X nor Y"},
        {PROFILES "V2\tAMEL\t1\t2\n", "\"1\" is neither X nor Y"},
        {PROFILES "V2\tAMEL\tX\tZ\n", "\"Z\" is neither X nor Y"},
        {PROFILES "V2\tAMEL\tY\tY\n", "Y without X"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(sex_of_v2(cases[i][0]), SEX_UNKNOWN);
        assert_noted("profiles", 2, cases[i][1]);
    }
}

static void test_kinds_of_samples_that_are_not_known(void **state) {
    (void)state;
    read_all(PROFILES);
    read_text(TABLE_SAMPLES, "sample\tsubject\tkind\nS1\tV1\tBone\nS2\tV1\tcontrole\n"
                             "S3\tV2\tControle\nS4\tV2\t\nS5\t\tcontrol\n");
    assert_built();
    int notes = 0;
    for (int i = 0; i < reading.notes.count; i++)
        notes += strstr(reading.notes.item[i].text, "kind \"") != NULL;
    assert_int_equal(notes, 1);
    assert_noted("samples", 3, "kind \"controle\" is not known");
}

static void test_parameters(void **state) {
    (void)state;
    read_all(PROFILES "V2\tvWA\t16\t17\n");
    read_text(TABLE_PARAMETERS, "name\tvalue\ntheta\t0,02\nmissing_total\tF=3, M=12\ndropout\t0.3\n"
                                "threshold\t9\n");
    assert_built();
    assert_true(dataset.theta == 0.02);
    assert_true(dataset.missing_total == 15 && dataset.missing_total_male == 12 &&
                dataset.missing_total_female == 3);
    assert_true(dataset.remains[1].profile->dropout == 0.3);
    assert_noted("parameters", 5, "unknown parameter threshold");
    struct build_options options = build_options_none();
    options.theta = 0;
    assert_true(dataset_build(&arena, &rows, &options, &reading, &dataset));
    assert_true(dataset.theta == 0);
}

static void test_a_total_is_a_count(void **state) {
    (void)state;
    read_all(NULL);
    read_text(TABLE_PARAMETERS, "name\tvalue\nmissing_total\t1,000\nmissing_total_male\t4\n");
    assert_refused("parameters", 2, "missing_total \"1,000\" is not a count");
    assert_true(said(&reading.errors, "parameters", 0, "given for one sex"));
}

static void test_silent_alleles_and_markers_without_likelihood(void **state) {
    (void)state;
    read_text(TABLE_FREQUENCIES, "marker\tallele\tfrequency\nL\t1\t0.9\nL\tsilent\t0.1\n"
                                 "DYS391\t10\t1\nAmelogenin\tX\t0.7\nAmelogenin\tY\t0.3\n"
                                 "DXS10074\t16\t1\nvWA\t16\t1\nD12S391\t17\t1\n");
    read_text(TABLE_REMAINS, REMAINS);
    read_text(TABLE_PERSONS, PERSONS);
    read_text(TABLE_PROFILES, PROFILES "V1\tDYS391\t10\t\n");
    assert_built();
    assert_int_equal(dataset.panel.count, 4);
    assert_true(dataset.panel.marker[0].has_silent);
    assert_int_equal(dataset.panel.marker[1].chromosome, X_CHROMOSOME);
    for (int i = 0; i < reading.notes.count; i++)
        assert_null(strstr(reading.notes.item[i].text, "DYS391 has no frequencies"));
    assert_noted("frequencies", 4, "marker DYS391: Y and mitochondrial markers have no likelihood");
    assert_noted("frequencies", 5, "marker AMEL: amelogenin tells the sex only");
    assert_noted(NULL, 0, "vWA and D12S391 are linked");
}

static void test_a_minimum_frequency(void **state) {
    (void)state;
    read_text(TABLE_FREQUENCIES,
              "marker\tallele\tfrequency\nL\t1\t0.001\nL\t2\t0.4995\nL\t3\t0.4995\n");
    struct build_options options = build_options_none();
    options.minimum_frequency = 0.01;
    assert_true(dataset_build(&arena, &rows, &options, &reading, &dataset));
    const double *frequency = dataset.panel.marker[0].frequency;
    assert_true(frequency[0] == 0.01);
    assert_true(frequency[1] > 0.495 - 1e-15 && frequency[1] < 0.495 + 1e-15);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_names_become_indices, begin, end_reading),
        cmocka_unit_test_setup_teardown(test_unseen_alleles_get_a_frequency_all_at_once, begin,
                                        end_reading),
        cmocka_unit_test_setup_teardown(test_an_unseen_allele_must_be_a_repeat_number, begin,
                                        end_reading),
        cmocka_unit_test_setup_teardown(test_samples, begin, end_reading),
        cmocka_unit_test_setup_teardown(test_controls_are_noted_in_one_line, begin, end_reading),
        cmocka_unit_test_setup_teardown(test_contradictions_are_left_out, begin, end_reading),
        cmocka_unit_test_setup_teardown(test_the_sex_of_remains, begin, end_reading),
        cmocka_unit_test_setup_teardown(test_amelogenin_against_the_table, begin, end_reading),
        cmocka_unit_test_setup_teardown(test_a_male_has_one_allele_on_x, begin, end_reading),
        cmocka_unit_test_setup_teardown(test_unknown_and_ambiguous_subjects, begin, end_reading),
        cmocka_unit_test_setup_teardown(test_a_table_that_is_not_there_is_one_error, begin,
                                        end_reading),
        cmocka_unit_test_setup_teardown(test_what_is_given_twice, begin, end_reading),
        cmocka_unit_test_setup_teardown(test_wrong_families, begin, end_reading),
        cmocka_unit_test_setup_teardown(test_amelogenin_that_says_nothing_is_noted, begin,
                                        end_reading),
        cmocka_unit_test_setup_teardown(test_kinds_of_samples_that_are_not_known, begin,
                                        end_reading),
        cmocka_unit_test_setup_teardown(test_parameters, begin, end_reading),
        cmocka_unit_test_setup_teardown(test_a_total_is_a_count, begin, end_reading),
        cmocka_unit_test_setup_teardown(test_silent_alleles_and_markers_without_likelihood, begin,
                                        end_reading),
        cmocka_unit_test_setup_teardown(test_a_minimum_frequency, begin, end_reading),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
