/* The plain tables, cell by cell: what becomes of what a table may hold, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "input/allele.h"
#include "input/number.h"
#include "input/plain.h"
#include "input/reading.h"

static bool read_text(enum table_kind kind, const char *text) {
    return plain_read(&arena, kind, "t.tsv", text, strlen(text), &rows, &reading);
}

static void assert_message(const struct messages *messages, int index, int line, int column,
                           const char *part) {
    assert_true(messages->count > index);
    assert_int_equal(messages->item[index].place.line, line);
    assert_int_equal(messages->item[index].place.column, column);
    if (!strstr(messages->item[index].text, part))
        fail_msg("\"%s\" is not in: %s", part, messages->item[index].text);
}

static void test_numbers_are_strict(void **state) {
    (void)state;
    static const struct {
        const char *text;
        double value;
    } good[] = {{"0.05", 0.05}, {"0,05", 0.05},   {".5", 0.5},
                {"5.", 5},      {"-1e-3", -1e-3}, {"+2E2", 200},
                {"0", 0},       {"0e999", 0},     {"0.0031191405209999999", 0.003119140521}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        double number;
        if (!number_read(good[i].text, &number)) fail_msg("%s was refused", good[i].text);
        assert_true(number == good[i].value);
    }
    static const char *const bad[] = {"",   ".",     "-",       "1e",    "0x10",   "nan", "inf",
                                      "1 ", "1.2.3", "1,000.5", "1e999", "1e-999", "1e+", "12abc"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double number = 7;
        if (number_read(bad[i], &number)) fail_msg("%s was accepted", bad[i]);
        assert_true(number == 7);
    }
    double count;
    assert_true(number_read_count("1000", &count) && count == 1000);
    assert_false(number_read_count("1,000", &count));
    assert_false(number_read_count("1.000", &count));
    assert_false(number_read_count("-1", &count));
}

static void test_counts_by_sex(void **state) {
    (void)state;
    double male = -1, female = -1;
    assert_true(number_read_by_sex("M=300,F=180", &male, &female) && male == 300 && female == 180);
    assert_true(number_read_by_sex("f=0, m=12", &male, &female) && male == 12 && female == 0);
    static const char *const bad[] = {"",         "480",     "M=1",     "M=1,",        "M=1,M=2",
                                      "M=1,F=",   "M=1;F=2", "M=1,F=x", "M=1.5,F=2",   "M=1,F=2,",
                                      "M=1,F=-2", "M1,F2",   ",",       "M=1,F=2,F=3", "X=1,F=2"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (number_read_by_sex(bad[i], &male, &female)) fail_msg("%s was accepted", bad[i]);
        assert_true(male == 12 && female == 0);
    }
}

static void test_alleles_have_one_spelling(void **state) {
    (void)state;
    static const char *const pairs[][2] = {{"9", "9"},     {"09", "9"},        {"9.0", "9"},
                                           {"9,3", "9.3"}, {"9.30", "9.3"},    {"0.5", "0.5"},
                                           {"10", "10"},   {"100.00", "100"},  {"Rest", "Rest"},
                                           {"<7", "<7"},   {"1.2.3", "1.2.3"}, {"x", "x"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_string_equal(allele_spelling(&arena, "TH01", pairs[i][0]), pairs[i][1]);
    assert_string_equal(allele_spelling(&arena, AMELOGENIN, "x"), "X");
    static const char *const amelogenin[] = {"AMEL", "Amelogenin", "am", "AMXY", "AMELX"};
    for (size_t i = 0; i < sizeof amelogenin / sizeof *amelogenin; i++)
        assert_string_equal(marker_spelling(amelogenin[i]), AMELOGENIN);
    assert_string_equal(marker_spelling("vWA"), "vWA");
}

static void test_remains(void **state) {
    (void)state;
    assert_true(read_text(TABLE_REMAINS, "code\tsex\tgrave\tdropout\tcomplete\n"
                                         "V1\tM\tG1\t0,1\tyes\nV2\tf\t\t\t0\nV3\t?\t\tNA\t\n"));
    assert_int_equal(rows.remains.count, 3);
    const struct remains_row *row = rows.remains.row;
    assert_string_equal(row[0].code, "V1");
    assert_int_equal(row[0].sex, SEX_MALE);
    assert_true(row[0].dropout == 0.1 && row[0].complete && row[0].place.line == 2);
    assert_int_equal(row[1].sex, SEX_FEMALE);
    assert_true(row[1].dropout < 0 && !row[1].complete);
    assert_int_equal(row[2].sex, SEX_UNKNOWN);
}

static void test_further_columns_are_kept_as_text(void **state) {
    (void)state;
    assert_true(read_text(TABLE_REMAINS, "code\tgrave\tSex\t\tNotes\nV1\tG1\tM\tx\tblue jacket\n"
                                         "V2\t\tM\t\tcoat\nV3\t\tM\t\t\n"));
    const struct remains_row *row = rows.remains.row;
    assert_int_equal(row[0].others, 2);
    assert_string_equal(row[0].other[0].name, "grave");
    assert_string_equal(row[0].other[0].value, "G1");
    assert_string_equal(row[0].other[1].name, "Notes");
    assert_string_equal(row[0].other[1].value, "blue jacket");
    assert_int_equal(row[1].others, 1);
    assert_string_equal(row[1].other[0].value, "coat");
    assert_int_equal(row[2].others, 0);
    assert_true(read_text(TABLE_PERSONS, "family\tid\tfather\tmother\tsex\trole\tborn\n"
                                         "F1\tA\t0\t0\tM\tmissing\t1990\n"));
    assert_int_equal(rows.persons.row[0].others, 1);
    assert_string_equal(rows.persons.row[0].other[0].name, "born");
}

static void test_everything_wrong_is_said_and_nothing_taken(void **state) {
    (void)state;
    assert_true(read_text(TABLE_REMAINS, "code\tsex\nV0\tM\n"));
    assert_false(read_text(TABLE_REMAINS,
                           "code\tsex\tdropout\tcomplete\n"
                           "V1\tmale\t1.5\tmaybe\n\tM\t\t\nV2\tM\tx\t\nV3\tM\t\t\n"));
    assert_int_equal(rows.remains.count, 1);
    assert_int_equal(reading.errors.count, 5);
    assert_message(&reading.errors, 0, 2, 4, "sex \"male\" is none: write M, F or ?");
    assert_message(&reading.errors, 1, 2, 9, "drop-out 1.5 is not between 0 and 0.999");
    assert_message(&reading.errors, 2, 2, 13, "neither yes nor no");
    assert_message(&reading.errors, 3, 3, 1, "no code");
    assert_message(&reading.errors, 4, 4, 6, "\"x\" is not a number");
    assert_false(read_text(TABLE_REMAINS, "code\tgender\nV1\tM\n"));
    assert_message(&reading.errors, 5, 1, 0, "no column \"sex\": name it in the first line; found: code, gender");
}

static void test_persons_and_samples(void **state) {
    (void)state;
    assert_true(read_text(TABLE_PERSONS, "family\tid\tfather\tmother\tsex\trole\n"
                                         "F1\tA\t0\t\tM\treference\nF1\tB\tA\tNA\tF\tMissing\n"));
    const struct person_row *person = rows.persons.row;
    assert_null(person[0].father);
    assert_null(person[0].mother);
    assert_string_equal(person[1].father, "A");
    assert_int_equal(person[1].role, ROLE_MISSING);
    assert_true(
        read_text(TABLE_SAMPLES, "sample;subject;kind;dropout\nS1;V1;bone;0,2\nL;;Ladder;\n"));
    const struct sample_row *sample = rows.samples.row;
    assert_true(sample[0].used && sample[0].dropout == 0.2);
    assert_false(sample[1].used);
    assert_null(sample[1].subject);
    assert_false(read_text(TABLE_SAMPLES, "sample\tsubject\nS1\t\n"));
    assert_message(&reading.errors, 0, 2, 4, "no subject");
}

static void assert_alleles(int index, const char *first, const char *second) {
    const struct profile_row *row = &rows.profiles.row[index];
    const char *wanted[2] = {first, second};
    for (int i = 0; i < 2; i++) {
        if (!wanted[i]) assert_null(row->allele[i]);
        else assert_string_equal(row->allele[i], wanted[i]);
    }
}

static void test_profiles(void **state) {
    (void)state;
    assert_true(read_text(TABLE_PROFILES, "subject\tmarker\tallele1\tallele2\n"
                                          "V1\tTH01\t09\t9,30\nV1\tvWA\t17\t\nV1\tFGA\t\t\n"
                                          "V1\tD3\t15\t15.0\nV1\tD5\t\t8\nV1\tamelogenin\tx\ty\n"
                                          "V1\tD7\tOL\t8\nV1\tSE33\tRest\tNA\n"));
    assert_int_equal(rows.profiles.count, 8);
    assert_alleles(0, "9", "9.3");
    assert_alleles(1, "17", NULL);
    assert_alleles(2, NULL, NULL);
    assert_alleles(3, "15", "15");
    assert_alleles(4, "8", NULL);
    assert_alleles(5, "X", "Y");
    assert_string_equal(rows.profiles.row[5].marker, AMELOGENIN);
    assert_alleles(6, "8", NULL);
    assert_alleles(7, "Rest", NULL);
    assert_int_equal(reading.notes.count, 1);
    assert_message(&reading.notes, 0, 8, 7, "\"OL\" is not an allele; not used");
    assert_false(
        read_text(TABLE_PROFILES, "subject\tmarker\tallele1\tallele2\nV1\tvWA\tsilent\t\n"));
    assert_message(&reading.errors, 0, 2, 8, "cannot be seen");
}

static void test_mutation(void **state) {
    (void)state;
    assert_true(read_text(
        TABLE_MUTATION,
        "marker\tchrom\tmodel\tmodel_female\trate_male\trate_female\trate2_male\trate2_female\t"
        "range_male\trange_female\n"
        "A\tA\tstepwise\t\t0.002\t0.001\t1e-6\t\t0.1\t\n"
        "B\tX\tproportional\tequal\t0.001\t0.0005\tNA\tNA\tNA\tNA\n"
        "C\tY\t\t\t\t\t\t\t\t\n"));
    const struct mutation_row *row = rows.mutation.row;
    assert_int_equal(row[0].model[FEMALE_PARENT].kind, MUTATION_STEPWISE);
    assert_true(row[0].model[MALE_PARENT].rate == 0.002 &&
                row[0].model[FEMALE_PARENT].rate == 0.001);
    assert_true(row[0].model[FEMALE_PARENT].rate2 == 1e-6 &&
                row[0].model[FEMALE_PARENT].range == 0.1);
    assert_int_equal(row[1].chromosome, X_CHROMOSOME);
    assert_int_equal(row[1].model[MALE_PARENT].kind, MUTATION_PROPORTIONAL);
    assert_int_equal(row[1].model[FEMALE_PARENT].kind, MUTATION_EQUAL);
    assert_true(row[2].left_out);
    assert_false(read_text(TABLE_MUTATION, "marker\tchrom\tmodel\trate_male\trange_male\n"
                                           "A\tA\tstepwise\t0.001\tNA\nB\tQ\tequal\t0.1\t\n"
                                           "C\tA\tsideways\t0.1\t\n"));
    assert_message(&reading.errors, 0, 2, 5, "needs a rate2_male");
    assert_message(&reading.errors, 1, 2, 5, "needs a range_male");
    assert_message(&reading.errors, 2, 3, 3, "\"Q\" is none");
    assert_message(&reading.errors, 3, 4, 5, "\"sideways\" is none");
}

/* "trivial" is the word for a locus that does not mutate, an empty cell beside a rate is a slip. */
static void test_a_rate_without_a_model(void **state) {
    (void)state;
    assert_false(read_text(TABLE_MUTATION,
                           "marker\tchrom\tmodel\tmodel_female\trate_male\trate_female\n"
                           "A\tA\t\t\t0.01\t0.01\n"
                           "B\tX\tNA\t\t\t0.01\n"));
    assert_message(&reading.errors, 0, 2, 5, "a rate without a model: write equal, ");
    assert_message(&reading.errors, 1, 3, 5, "a rate without a model");
    assert_int_equal(reading.errors.count, 2);
    assert_true(read_text(TABLE_MUTATION,
                          "marker\tchrom\tmodel\tmodel_female\trate_male\trate_female\n"
                          "A\tA\ttrivial\t\t0.01\t0.01\n"
                          "B\tA\t\tequal\t0\t0.01\n"
                          "C\tA\t\t\t0\tNA\n"
                          "D\tY\t\t\t0.01\t\n"));
}

static void test_a_slip_in_the_name_of_a_column_is_noted(void **state) {
    (void)state;
    assert_true(read_text(TABLE_REMAINS, "code\tsex\tDrop-outs\tcolour\nV1\tM\t0.1\tred\n"));
    assert_int_equal(reading.notes.count, 1);
    assert_message(&reading.notes, 0, 1, 10, "\"Drop-outs\" is not used; did you mean dropout?");
    assert_true(read_text(TABLE_REMAINS, "code\tsex\tdrop-out\tdropouts\nV2\tM\t0.1\t\n"));
    assert_true(rows.remains.row[1].dropout == 0.1);
    assert_int_equal(reading.notes.count, 1);
}

static void test_words_for_unknown_are_no_names(void **state) {
    (void)state;
    assert_false(read_text(TABLE_REMAINS, "code\tsex\nNA\tM\n?\tF\n0\tM\nN\tM\n"));
    assert_int_equal(reading.errors.count, 3);
    assert_message(&reading.errors, 0, 2, 1, "the code \"NA\" means unknown");
    assert_false(read_text(TABLE_PERSONS, "family\tid\tfather\tmother\tsex\trole\n"
                                          "F\t0\t0\t0\tM\tmissing\n"));
    assert_message(&reading.errors, 3, 2, 3, "the id \"0\" means unknown");
}

static void test_blanks_for_tabs(void **state) {
    (void)state;
    assert_false(read_text(TABLE_REMAINS, "code sex\nV1 M\n"));
    assert_message(&reading.errors, 0, 1, 0, "blanks do not separate columns");
}

static void test_detection_by_columns(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum table_kind kind;
    } cases[] = {{"code\tsex\tgrave\n", TABLE_REMAINS},
                 {"Sample,Subject\n", TABLE_SAMPLES},
                 {"family;id;father;mother;sex;role\n", TABLE_PERSONS},
                 {"subject\tmarker\tallele1\tallele2\n", TABLE_PROFILES},
                 {"marker\tallele\tfrequency\n", TABLE_FREQUENCIES},
                 {"name\tvalue\n", TABLE_PARAMETERS},
                 {"marker\tchrom\tmodel\n", TABLE_MUTATION},
                 {"Sample File\tMarker\tAllele 1\tAllele 2\n", TABLE_GENEMAPPER},
                 {"Marker,Allele 2,Allele 1,Sample Name\n", TABLE_GENEMAPPER},
                 {"remains\tperson\n", TABLE_UNKNOWN},
                 {"\xff\xd8\xff\xe0", TABLE_UNKNOWN},
                 {"", TABLE_UNKNOWN}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(table_detect(&arena, cases[i].text, strlen(cases[i].text)), cases[i].kind);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_numbers_are_strict, begin_reading, end_reading),
        cmocka_unit_test_setup_teardown(test_counts_by_sex, begin_reading, end_reading),
        cmocka_unit_test_setup_teardown(test_alleles_have_one_spelling, begin_reading, end_reading),
        cmocka_unit_test_setup_teardown(test_remains, begin_reading, end_reading),
        cmocka_unit_test_setup_teardown(test_further_columns_are_kept_as_text, begin_reading,
                                        end_reading),
        cmocka_unit_test_setup_teardown(test_everything_wrong_is_said_and_nothing_taken,
                                        begin_reading, end_reading),
        cmocka_unit_test_setup_teardown(test_persons_and_samples, begin_reading, end_reading),
        cmocka_unit_test_setup_teardown(test_profiles, begin_reading, end_reading),
        cmocka_unit_test_setup_teardown(test_words_for_unknown_are_no_names, begin_reading,
                                        end_reading),
        cmocka_unit_test_setup_teardown(test_blanks_for_tabs, begin_reading, end_reading),
        cmocka_unit_test_setup_teardown(test_mutation, begin_reading, end_reading),
        cmocka_unit_test_setup_teardown(test_a_rate_without_a_model, begin_reading, end_reading),
        cmocka_unit_test_setup_teardown(test_a_slip_in_the_name_of_a_column_is_noted, begin_reading,
                                        end_reading),
        cmocka_unit_test_setup_teardown(test_detection_by_columns, begin_reading, end_reading),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
