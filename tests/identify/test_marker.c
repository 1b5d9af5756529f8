/* Markers: what a frequency table may be, alleles without a frequency, and look-ups. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "identify/marker.h"

static struct arena arena;
static struct error error;

static int open_arena(void **state) {
    (void)state;
    arena_open(&arena, 0);
    error = (struct error){0};
    return 0;
}

static int close_arena(void **state) {
    (void)state;
    arena_close(&arena);
    return 0;
}

static const char *const names[] = {"8", "9", "9.3"};
static const double frequencies[] = {0.2, 0.3, 0.5};

static struct marker make(double silent) {
    static const double with_silent[] = {0.2, 0.3, 0.4};
    struct marker marker;
    assert_true(marker_make(&arena, "TH01", AUTOSOME, 3, names,
                            silent < 0 ? frequencies : with_silent, silent, &marker, &error));
    return marker;
}

static void assert_refused(int count, const char *const *alleles, const double *values,
                           double silent, const char *said) {
    struct marker marker = {.name = "untouched"};
    error = (struct error){0};
    assert_false(marker_make(&arena, "TH01", AUTOSOME, count, alleles, values, silent, &marker,
                             &error));
    assert_int_equal(error.code, ERROR_BAD_INPUT);
    if (!strstr(error.text, said) || !strstr(error.text, "TH01"))
        fail_msg("\"%s\" in: %s", said, error.text);
    assert_string_equal(marker.name, "untouched");
}

static void keeps_copies_as_given(void **state) {
    (void)state;
    char changing[] = "8";
    const char *own[] = {changing, "9", " 9 "};
    struct marker marker;
    assert_true(marker_make(&arena, "vWA", X_CHROMOSOME, 3, own, frequencies, -1, &marker, &error));
    changing[0] = 'x';
    assert_int_equal(marker.allele_count, 3);
    assert_string_equal(marker.allele[0], "8");
    assert_string_equal(marker.allele[2], " 9 ");
    assert_true(marker.frequency[1] == 0.3);
    assert_int_equal(marker.chromosome, X_CHROMOSOME);
    assert_false(marker.has_silent);
    assert_null(marker.transmission[MALE_PARENT]);
    assert_null(marker.transmission[FEMALE_PARENT]);
}

static void the_silent_allele_is_the_last(void **state) {
    (void)state;
    struct marker marker = make(0.1);
    assert_true(marker.has_silent);
    assert_int_equal(marker.allele_count, 4);
    assert_string_equal(marker.allele[3], "silent");
    assert_true(marker.frequency[3] == 0.1);
    static const char *const clash[] = {"8", "9", "silent"};
    static const double values[] = {0.2, 0.3, 0.4};
    assert_refused(3, clash, values, 0.1, "silent is given twice");
}

static void frequencies_sum_to_one_or_are_refused(void **state) {
    (void)state;
    struct marker marker;
    const double nearly[] = {0.2, 0.3, 0.4999991}, beyond[] = {0.2, 0.3, 0.5000011};
    assert_true(marker_make(&arena, "TH01", AUTOSOME, 3, names, nearly, -1, &marker, &error));
    assert_true(marker.frequency[2] == 0.4999991); /* not rescaled */
    assert_refused(3, names, beyond, -1, "sum");
    assert_refused(3, names, frequencies, 0.1, "sum");
    const double negative[] = {0.7, 0.5, -0.2}, not_a_number[] = {0.2, 0.3, NAN};
    const double large[] = {0.2, 0.3, INFINITY};
    assert_refused(3, names, negative, -1, "allele 9.3");
    assert_refused(3, names, not_a_number, -1, "allele 9.3");
    assert_refused(3, names, large, -1, "allele 9.3");
    assert_refused(3, names, frequencies, NAN, "allele silent");
}

static void names_are_given_once(void **state) {
    (void)state;
    const char *twice[] = {"8", "9", "8"}, *empty[] = {"8", "", "9"};
    assert_refused(3, twice, frequencies, -1, "allele 8 is given twice");
    assert_refused(3, empty, frequencies, -1, "allele 2 has no name");
    assert_refused(0, names, frequencies, -1, "no allele");
    struct marker marker;
    error = (struct error){0};
    assert_false(marker_make(&arena, "", AUTOSOME, 3, names, frequencies, -1, &marker, &error));
}

static void too_many_alleles_are_refused(void **state) {
    (void)state;
    const char *many[MARKER_ALLELE_LIMIT + 1];
    double values[MARKER_ALLELE_LIMIT + 1] = {1};
    for (int i = 0; i <= MARKER_ALLELE_LIMIT; i++) many[i] = arena_format(&arena, "%d", i);
    struct marker marker;
    assert_true(marker_make(&arena, "SE33", AUTOSOME, MARKER_ALLELE_LIMIT, many, values, -1,
                            &marker, &error));
    assert_false(marker_add_unseen(&arena, &marker, 1, &many[MARKER_ALLELE_LIMIT], 0.001, &error));
    assert_int_equal(error.code, ERROR_TOO_LARGE);
    error = (struct error){0};
    assert_false(marker_make(&arena, "SE33", AUTOSOME, MARKER_ALLELE_LIMIT + 1, many, values, -1,
                             &marker, &error));
    assert_int_equal(error.code, ERROR_TOO_LARGE);
}

static void unseen_alleles_take_their_share_from_all(void **state) {
    (void)state;
    static const char *const unseen[] = {"11", "12"};
    struct marker marker = make(0.1);
    assert_true(marker_add_unseen(&arena, &marker, 2, unseen, 0.05, &error));
    static const double expected[] = {0.18, 0.27, 0.36, 0.05, 0.05, 0.09};
    static const char *const in_order[] = {"8", "9", "9.3", "11", "12", "silent"};
    assert_int_equal(marker.allele_count, 6);
    for (int i = 0; i < 6; i++) {
        assert_true(fabs(marker.frequency[i] - expected[i]) < 1e-15);
        assert_string_equal(marker.allele[i], in_order[i]);
    }
    assert_true(marker_add_unseen(&arena, &marker, 0, NULL, 0.05, &error));
    assert_int_equal(marker.allele_count, 6);
}

static void unseen_alleles_that_do_not_fit_change_nothing(void **state) {
    (void)state;
    static const char *const known[] = {"11", "9"}, *const twice[] = {"11", "11"};
    static const double shares[] = {0, -0.1, 0.5, NAN};
    struct marker marker = make(-1), before = marker;
    assert_false(marker_add_unseen(&arena, &marker, 2, known, 0.001, &error));
    assert_non_null(strstr(error.text, "allele 9"));
    error = (struct error){0};
    assert_false(marker_add_unseen(&arena, &marker, 2, twice, 0.001, &error));
    for (int i = 0; i < 4; i++) {
        error = (struct error){0};
        assert_false(marker_add_unseen(&arena, &marker, 2, (const char *const[]){"11", "12"},
                                       shares[i], &error));
        assert_int_equal(error.code, ERROR_BAD_INPUT);
    }
    assert_memory_equal(&marker, &before, sizeof marker);
    assert_true(marker.frequency[0] == 0.2);
}

static void mutation_of_each_parent(void **state) {
    (void)state;
    struct marker marker = make(-1);
    struct mutation_model male = {.kind = MUTATION_EQUAL, .rate = 0.02}, female = {0};
    assert_true(marker_set_mutation(&arena, &marker, &male, &female, &error));
    assert_true(marker.transmission[MALE_PARENT][1] == 0.01);
    assert_null(marker.transmission[FEMALE_PARENT]);
    assert_int_equal(marker.model[MALE_PARENT].kind, MUTATION_EQUAL);

    struct marker before = marker;
    struct mutation_model bad = {.kind = MUTATION_EQUAL, .rate = 2};
    assert_false(marker_set_mutation(&arena, &marker, &male, &bad, &error));
    assert_non_null(strstr(error.text, "marker TH01, mutation of the mother"));
    assert_memory_equal(&marker, &before, sizeof marker);
}

static void look_ups(void **state) {
    (void)state;
    struct marker marker = make(-1);
    assert_int_equal(marker_find_allele(&marker, "9.3"), 2);
    assert_int_equal(marker_find_allele(&marker, "9.30"), -1);
    struct marker markers[] = {{.name = "vWA"}, {.name = "TH01"}, {.name = "TH0"}};
    struct panel panel = {3, markers};
    assert_int_equal(panel_find(&panel, "VWA"), 0);
    assert_int_equal(panel_find(&panel, "th01"), 1);
    assert_int_equal(panel_find(&panel, "TH0"), 2);
    assert_int_equal(panel_find(&panel, "TH"), -1);
    assert_int_equal(panel_find(&panel, "TH011"), -1);
    assert_int_equal(panel_find(&panel, ""), -1);
}

int main(void) {
#define IN_ARENA(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)
    const struct CMUnitTest tests[] = {
        IN_ARENA(keeps_copies_as_given),
        IN_ARENA(the_silent_allele_is_the_last),
        IN_ARENA(frequencies_sum_to_one_or_are_refused),
        IN_ARENA(names_are_given_once),
        IN_ARENA(too_many_alleles_are_refused),
        IN_ARENA(unseen_alleles_take_their_share_from_all),
        IN_ARENA(unseen_alleles_that_do_not_fit_change_nothing),
        IN_ARENA(mutation_of_each_parent),
        IN_ARENA(look_ups),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
