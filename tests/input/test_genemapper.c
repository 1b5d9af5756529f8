/* Genotype tables of a sequencer's program, and what becomes of several readings of one locus. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "input/calls.h"
#include "input/genemapper.h"
#include "input/reading.h"

#define HEADER "Sample Name\tMarker\tAllele 1\tAllele 2\tAllele 3\tSize 1\tHeight 1\n"

static void read_text(const char *text) {
    assert_true(genemapper_read(&arena, "g.txt", text, strlen(text), &rows, &reading));
}

static void assert_profile(int index, const char *subject, const char *marker, const char *first,
                           const char *second) {
    assert_true(index < rows.profiles.count);
    const struct profile_row *row = &rows.profiles.row[index];
    assert_string_equal(row->subject, subject);
    assert_string_equal(row->marker, marker);
    assert_string_equal(row->allele[0], first);
    if (second) assert_string_equal(row->allele[1], second);
    else assert_null(row->allele[1]);
}

static void assert_note(int index, int line, const char *part) {
    assert_true(index < reading.notes.count);
    assert_int_equal(reading.notes.item[index].place.line, line);
    if (!strstr(reading.notes.item[index].text, part))
        fail_msg("\"%s\" is not in: %s", part, reading.notes.item[index].text);
}

static void test_any_order_and_delimiter(void **state) {
    (void)state;
    read_text("Allele 2,Height 1,Marker,Allele 1,Sample Name,Sample File\n"
              "\"9,3\",880,TH01,06,V1,run1.fsa\n,500,vWA-NB,17,V2-NB,run2.fsa\n"
              "Y,1,AMXY,x,,run3.fsa\n");
    assert_profile(0, "V1", "TH01", "6", "9.3");
    assert_profile(1, "V2", "vWA", "17", "17");
    assert_profile(2, "run3.fsa", "AMEL", "X", "Y");
    assert_int_equal(rows.profiles.count, 3);
    assert_int_equal(reading.notes.count, 0);
}

static void test_cells_without_an_allele(void **state) {
    (void)state;
    read_text(HEADER "V1\tvWA\t17\tOL\t\t\t\nV1\tTH01\tOL\t\t\t\t\nV1\tFGA\tINC\t\t\t\t\n"
                     "V1\tD3\t15\tNR\t\t\t\nV1\tD5\t\t\t\t\t\n");
    assert_profile(0, "V1", "vWA", "17", NULL);
    assert_profile(1, "V1", "D3", "15", NULL);
    assert_int_equal(rows.profiles.count, 2);
    assert_int_equal(reading.notes.count, 4);
    assert_note(0, 2, "vWA of V1: \"OL\"");
}

static void test_more_than_two_peaks(void **state) {
    (void)state;
    read_text(HEADER "V1\tvWA\t17\t18\t19\t\t\nV1\tTH01\t6\t7\tOL\t\t\nV1\tFGA\t20\t21\t20\t\t\n"
                     "V1\tvWA\t17\t18\t\t\t\n");
    assert_profile(0, "V1", "FGA", "20", "21");
    assert_int_equal(rows.profiles.count, 1);
    assert_note(0, 2, "vWA of V1: more than two peaks");
    assert_note(2, 3, "TH01 of V1: more than two peaks");
}

static void test_the_same_sample_and_marker_again(void **state) {
    (void)state;
    read_text(HEADER "V1\tvWA\t17\t18\t\t\t\nV1\tTH01\t6\tOL\t\t\t\nV1\tFGA\t20\t21\t\t\t\n"
                     "V2\tvWA\t14\t14\t\t\t\n"
                     "V1\tVWA\t18\t17\t\t\t\nV1\tTH01\t6\t7\t\t\t\nV1\tFGA\t20\t\t\t\t\n");
    assert_profile(0, "V1", "vWA", "17", "18");
    assert_profile(1, "V1", "TH01", "6", "7");
    assert_profile(2, "V2", "vWA", "14", "14");
    assert_int_equal(rows.profiles.count, 3);
    assert_int_equal(reading.notes.count, 3);
    assert_note(1, 8, "FGA of V1: contradicts line 4; neither is used");
    assert_note(2, 7, "TH01 of V1: completes line 3");
}

static void test_ladders_and_controls(void **state) {
    (void)state;
    read_text(HEADER "Allelic Ladder\tvWA\t10\t11\t12\t\t\nAllelic Ladder\tTH01\t4\t5\t6\t\t\n"
                     "negative control\tvWA\t\t\t\t\t\nLadderman\tvWA\t17\t18\t\t\t\n");
    assert_profile(0, "Ladderman", "vWA", "17", "18");
    assert_int_equal(rows.profiles.count, 1);
    assert_int_equal(reading.notes.count, 2);
    assert_note(0, 0, "Allelic Ladder: a ladder or control; not used");
}

static void test_nothing_is_taken_of_a_wrong_file(void **state) {
    (void)state;
    static const char text[] = HEADER "V1\tvWA\t17\t18\t\t\t\n\tTH01\t6\t7\t\t\t\nV1\tFGA\n";
    assert_false(genemapper_read(&arena, "g.txt", text, strlen(text), &rows, &reading));
    assert_int_equal(rows.profiles.count, 0);
    assert_int_equal(reading.errors.count, 2);
    assert_int_equal(reading.errors.item[0].place.line, 3);
    assert_int_equal(reading.errors.item[1].place.line, 4);
}

/* Up to three readings, each "a/b", "a/" (other unknown), with "*" where alleles can drop out. */
static enum calls_state settle(const char *const *readings, int count, const char **out_allele) {
    struct calls calls = {0};
    for (int i = 0; i < count; i++) {
        char *text = arena_copy(&arena, readings[i]);
        bool can_drop = text[0] == '*';
        char *first = text + can_drop, *slash = strchr(first, '/');
        *slash = 0;
        const char *allele[2] = {first, slash[1] ? slash + 1 : NULL};
        calls_add(&calls, allele, can_drop, (struct place){.file = "f", .line = i + 1});
    }
    return calls_result(&calls, out_allele);
}

static void test_readings_merge_in_any_order(void **state) {
    (void)state;
    static const struct {
        const char *reading[3];
        enum calls_state state;
        const char *result[2];
    } cases[] = {
        {{"17/18", "18/17", "17/18"}, CALLS_AGREE, {"17", "18"}},
        {{"17/", "18/", "17/18"}, CALLS_COMPLETED, {"17", "18"}},
        {{"17/", "17/17", "17/"}, CALLS_COMPLETED, {"17", "17"}},
        {{"17/17", "17/18", "17/18"}, CALLS_CONTRADICT, {NULL, NULL}},
        {{"*17/17", "17/18", "*18/18"}, CALLS_COMPLETED, {"17", "18"}},
        {{"17/18", "17/19", "17/18"}, CALLS_CONTRADICT, {NULL, NULL}},
        {{"*17/17", "*18/18", "*19/19"}, CALLS_CONTRADICT, {NULL, NULL}},
    };
    static const int orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                     {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (int j = 0; j < 6; j++) {
            const char *readings[3], *result[2];
            for (int k = 0; k < 3; k++) readings[k] = cases[i].reading[orders[j][k]];
            assert_int_equal(settle(readings, 3, result), cases[i].state);
            bool swapped = result[0] && cases[i].result[0] && strcmp(result[0], cases[i].result[0]);
            for (int k = 0; k < 2; k++) {
                const char *wanted = cases[i].result[swapped ? 1 - k : k];
                if (wanted) assert_string_equal(result[k], wanted);
                else assert_null(result[k]);
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_any_order_and_delimiter, begin_reading, end_reading),
        cmocka_unit_test_setup_teardown(test_cells_without_an_allele, begin_reading, end_reading),
        cmocka_unit_test_setup_teardown(test_more_than_two_peaks, begin_reading, end_reading),
        cmocka_unit_test_setup_teardown(test_the_same_sample_and_marker_again, begin_reading,
                                        end_reading),
        cmocka_unit_test_setup_teardown(test_ladders_and_controls, begin_reading, end_reading),
        cmocka_unit_test_setup_teardown(test_nothing_is_taken_of_a_wrong_file, begin_reading,
                                        end_reading),
        cmocka_unit_test_setup_teardown(test_readings_merge_in_any_order, begin_reading,
                                        end_reading),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
