/* Mutation matrices against values worked by hand from the definitions. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "identify/mutation.h"

struct fixture {
    struct arena arena;
    struct error error;
    double *matrix;
    int count;
};

static int open_fixture(void **state) {
    static struct fixture fixture;
    fixture = (struct fixture){0};
    arena_open(&fixture.arena, 0);
    *state = &fixture;
    return 0;
}

static int close_fixture(void **state) {
    arena_close(&((struct fixture *)*state)->arena);
    return 0;
}

static bool make(struct fixture *fixture, struct mutation_model model, int count,
                 const char *const *alleles, const double *frequencies, bool has_silent) {
    fixture->error = (struct error){0};
    fixture->count = count;
    return mutation_matrix(&fixture->arena, &model, count, alleles, frequencies, has_silent,
                           &fixture->matrix, &fixture->error);
}

static void assert_near(double found, double expected) {
    if (!(fabs(found - expected) <= 1e-14)) fail_msg("%.17g instead of %.17g", found, expected);
}

static double entry(const struct fixture *fixture, int from, int to) {
    return fixture->matrix[from * fixture->count + to];
}

static void assert_rows(const struct fixture *fixture, const double *expected) {
    assert_non_null(fixture->matrix);
    for (int i = 0; i < fixture->count * fixture->count; i++)
        assert_near(fixture->matrix[i], expected[i]);
}

static void assert_refused(struct fixture *fixture, struct mutation_model model, int count,
                           const char *const *alleles, const double *frequencies,
                           const char *said) {
    double *untouched = fixture->matrix;
    assert_false(make(fixture, model, count, alleles, frequencies, false));
    assert_int_equal(fixture->error.code, ERROR_BAD_INPUT);
    if (!strstr(fixture->error.text, said)) fail_msg("\"%s\" in: %s", said, fixture->error.text);
    assert_ptr_equal(fixture->matrix, untouched);
}

static const char *const four[] = {"8", "9", "10", "11"};
static const double tenths[] = {0.1, 0.2, 0.3, 0.4};

static void kinds_have_names(void **state) {
    (void)state;
    static const char *const names[] = {"none",     "equal",   "proportional", "stepwise",
                                        "onestep",  "dawid",   "custom"};
    enum mutation_kind kind = MUTATION_CUSTOM;
    for (int i = 0; i < 7; i++) {
        assert_true(mutation_kind_find(names[i], &kind));
        assert_int_equal(kind, i);
        assert_string_equal(mutation_kind_name(kind), names[i]);
    }
    assert_true(mutation_kind_find("trivial", &kind));
    assert_int_equal(kind, MUTATION_NONE);
    kind = MUTATION_DAWID;
    assert_false(mutation_kind_find("random", &kind));
    assert_false(mutation_kind_find("", &kind));
    assert_int_equal(kind, MUTATION_DAWID);
}

static void what_does_not_mutate_has_no_matrix(void **state) {
    struct fixture *fixture = *state;
    static const double one[] = {1};
    double here = 0;
    fixture->matrix = &here;
    assert_true(make(fixture, (struct mutation_model){0}, 4, four, tenths, false));
    assert_null(fixture->matrix);
    fixture->matrix = &here;
    struct mutation_model never = {.kind = MUTATION_EQUAL, .rate = 0};
    assert_true(make(fixture, never, 4, four, tenths, false));
    assert_null(fixture->matrix);
    for (enum mutation_kind kind = MUTATION_EQUAL; kind <= MUTATION_DAWID; kind++) {
        struct mutation_model alone = {.kind = kind, .rate = 0.1, .rate2 = 0.1, .range = 0.5};
        fixture->matrix = &here;
        assert_true(make(fixture, alone, 1, four, one, false));
        assert_null(fixture->matrix);
    }
}

static void equal_goes_anywhere_alike(void **state) {
    struct fixture *fixture = *state;
    struct mutation_model model = {.kind = MUTATION_EQUAL, .rate = 0.003};
    assert_true(make(fixture, model, 4, four, tenths, false));
    static const double expected[] = {0.997, 0.001, 0.001, 0.001, 0.001, 0.997, 0.001, 0.001,
                                      0.001, 0.001, 0.997, 0.001, 0.001, 0.001, 0.001, 0.997};
    assert_rows(fixture, expected);
}

/* alpha = 0.007 / (.1*.9 + .2*.8 + .3*.7 + .4*.6) = 0.007 / 0.7 = 0.01 */
static void proportional_has_the_rate_as_expected_rate(void **state) {
    struct fixture *fixture = *state;
    struct mutation_model model = {.kind = MUTATION_PROPORTIONAL, .rate = 0.007};
    assert_true(make(fixture, model, 4, four, tenths, false));
    static const double expected[] = {0.991, 0.002, 0.003, 0.004, 0.001, 0.992, 0.003, 0.004,
                                      0.001, 0.002, 0.993, 0.004, 0.001, 0.002, 0.003, 0.994};
    assert_rows(fixture, expected);
    /* At rate 0.8, alpha is 8/7 and the rarest allele would mutate with 8/7 * 0.9 > 1. */
    model.rate = 0.8;
    assert_refused(fixture, model, 4, four, tenths, "allele 8");
    static const double sure[] = {1, 0, 0, 0};
    assert_refused(fixture, model, 4, four, sure, "two alleles");
}

/* Groups: 12, 13, 14, 15, 16 and, alone, 14.3. From 12 the shares are .1 .01 .001 .0001, from 14
 * they are .01 .1 . .1 .01. */
static void stepwise_keeps_to_its_group(void **state) {
    struct fixture *fixture = *state;
    static const char *const names[] = {"12", "13", "14", "14.3", "15", "16"};
    static const double frequencies[] = {0.05, 0.25, 0.3, 0.1, 0.2, 0.1};
    struct mutation_model model = {
        .kind = MUTATION_STEPWISE, .rate = 0.003, .rate2 = 0.0005, .range = 0.1};
    assert_true(make(fixture, model, 6, names, frequencies, false));
    assert_near(entry(fixture, 0, 0), 0.9965);
    assert_near(entry(fixture, 0, 1), 0.003 * 0.1 / 0.1111);
    assert_near(entry(fixture, 0, 2), 0.003 * 0.01 / 0.1111);
    assert_near(entry(fixture, 0, 3), 0.0005);
    assert_near(entry(fixture, 0, 5), 0.003 * 0.0001 / 0.1111);
    assert_near(entry(fixture, 2, 0), 0.003 * 0.01 / 0.22);
    assert_near(entry(fixture, 2, 1), 0.003 * 0.1 / 0.22);
    assert_near(entry(fixture, 2, 4), 0.003 * 0.1 / 0.22);
    assert_near(entry(fixture, 3, 3), 0.9995); /* alone: only leaving is possible */
    assert_near(entry(fixture, 3, 0), 0.0001);
    assert_near(entry(fixture, 3, 5), 0.0001);

    static const double even[] = {0.25, 0.25, 0.25, 0.25}; /* no other group: only rate counts */
    assert_true(make(fixture, model, 4, four, even, false));
    assert_near(entry(fixture, 0, 0), 0.997);
    assert_near(entry(fixture, 3, 0), 0.003 * 0.001 / 0.111);
}

static void stepwise_groups_by_text_and_counts_whole_repeats(void **state) {
    struct fixture *fixture = *state;
    /* .4 and .6 are groups of their own, and 9.3 to 11.3 are two steps. */
    static const char *const names[] = {"9.3", "11.3", "10.3", "9.4", "9.6", "11.6"};
    static const double even[] = {0.25, 0.25, 0.125, 0.125, 0.125, 0.125};
    struct mutation_model model = {
        .kind = MUTATION_STEPWISE, .rate = 0.06, .rate2 = 0.03, .range = 0.5};
    assert_true(make(fixture, model, 6, names, even, false));
    assert_near(entry(fixture, 0, 1), 0.02);
    assert_near(entry(fixture, 0, 2), 0.04);
    assert_near(entry(fixture, 0, 3), 0.01);
    assert_near(entry(fixture, 3, 3), 0.97);
    assert_near(entry(fixture, 3, 4), 0.03 / 5);
    assert_near(entry(fixture, 4, 5), 0.06);
    assert_near(entry(fixture, 4, 0), 0.03 / 4);
}

/* The share of the only other allele is the whole rate, however far away it is and whatever the
 * range: neither 1e-300^391 nor 10^391 may get in the way. */
static void stepwise_survives_distance(void **state) {
    struct fixture *fixture = *state;
    static const char *const far[] = {"8", "399"};
    static const double halves[] = {0.5, 0.5};
    static const double ranges[] = {1e-300, 0.1, 1, 10};
    for (int i = 0; i < 4; i++) {
        struct mutation_model model = {
            .kind = MUTATION_STEPWISE, .rate = 0.003, .range = ranges[i]};
        assert_true(make(fixture, model, 2, far, halves, false));
        static const double expected[] = {0.997, 0.003, 0.003, 0.997};
        assert_rows(fixture, expected);
    }
    /* Above 1 the farthest takes all, below 1 the nearest. */
    static const char *const spread[] = {"8", "9", "2000"};
    static const double even[] = {0.25, 0.25, 0.5};
    struct mutation_model model = {.kind = MUTATION_STEPWISE, .rate = 0.003, .range = 10};
    assert_true(make(fixture, model, 3, spread, even, false));
    assert_near(entry(fixture, 0, 1), 0);
    assert_near(entry(fixture, 0, 2), 0.003);
    model.range = 0.1;
    assert_true(make(fixture, model, 3, spread, even, false));
    assert_near(entry(fixture, 0, 1), 0.003);
    assert_near(entry(fixture, 0, 2), 0);
}

static void onestep_reaches_exact_neighbours(void **state) {
    struct fixture *fixture = *state;
    static const char *const names[] = {"9.3", "10", "10.3", "11.3", "20"};
    static const double fifths[] = {0.2, 0.2, 0.2, 0.2, 0.2};
    struct mutation_model model = {.kind = MUTATION_ONESTEP, .rate = 0.004};
    assert_true(make(fixture, model, 5, names, fifths, false));
    static const double expected[] = {0.996, 0, 0.004, 0,     0, 0, 1, 0,     0, 0, 0.002, 0, 0.996,
                                      0.002, 0, 0,     0,     0.004, 0.996, 0, 0, 0, 0, 0, 1};
    assert_rows(fixture, expected);
}

/* K = 3, R = 1/2: a = (1 - 1/8) / (1/2) = 7/4; r(1-R) / (2R(K-a)) = 0.05 * 0.5 / 1.25 = 0.02; times
 * R^|i-j| / p. Ranks are by number: 9, 10, 12, a gap is one step. */
static void dawid_steps_along_the_ladder(void **state) {
    struct fixture *fixture = *state;
    static const char *const names[] = {"12", "9", "10"};
    static const double frequencies[] = {0.5, 0.2, 0.3};
    struct mutation_model model = {.kind = MUTATION_DAWID, .rate = 0.05, .range = 0.5};
    assert_true(make(fixture, model, 3, names, frequencies, false));
    assert_near(entry(fixture, 0, 1), 0.02 * 0.25 / 0.5);
    assert_near(entry(fixture, 0, 2), 0.02 * 0.5 / 0.5);
    assert_near(entry(fixture, 1, 0), 0.02 * 0.25 / 0.2);
    assert_near(entry(fixture, 1, 2), 0.02 * 0.5 / 0.2);
    assert_near(entry(fixture, 2, 2), 1 - 2 * 0.02 * 0.5 / 0.3);
    /* Stationary, and the expected rate is the rate. */
    double rate = 0;
    for (int j = 0; j < 3; j++) {
        double handed_on = 0;
        for (int i = 0; i < 3; i++) handed_on += frequencies[i] * entry(fixture, i, j);
        assert_near(handed_on, frequencies[j]);
        rate += frequencies[j] * (1 - entry(fixture, j, j));
    }
    assert_near(rate, 0.05);
    static const double rare[] = {0.5, 0.4999, 0.0001};
    assert_refused(fixture, model, 3, names, rare, "allele 10");
    static const double zero[] = {0.5, 0.5, 0};
    assert_refused(fixture, model, 3, names, zero, "allele 10");
}

static void silent_alleles_stay_what_they_are(void **state) {
    struct fixture *fixture = *state;
    static const char *const names[] = {"8", "9", "10", "silent"};
    static const double frequencies[] = {0.1, 0.2, 0.5, 0.2};
    /* q = 1/8, 2/8, 5/8: sum q(1-q) = (7 + 12 + 15) / 64 = 34/64. */
    struct mutation_model model = {.kind = MUTATION_PROPORTIONAL, .rate = 0.034};
    assert_true(make(fixture, model, 4, names, frequencies, true));
    static const double expected[] = {0.944, 0.016, 0.04,  0, 0.008, 0.952, 0.04, 0,
                                      0.008, 0.016, 0.976, 0, 0,     0,     0,    1};
    assert_rows(fixture, expected);
    for (enum mutation_kind kind = MUTATION_EQUAL; kind <= MUTATION_DAWID; kind++) {
        struct mutation_model other = {.kind = kind, .rate = 0.01, .rate2 = 0.01, .range = 0.5};
        assert_true(make(fixture, other, 4, names, frequencies, true));
        for (int i = 0; i < 4; i++) {
            assert_near(entry(fixture, i, 3), i == 3);
            assert_near(entry(fixture, 3, i), i == 3);
        }
    }
    struct mutation_model equal = {.kind = MUTATION_EQUAL, .rate = 0.01};
    assert_true(make(fixture, equal, 4, names, frequencies, true));
    assert_near(entry(fixture, 0, 1), 0.005);
}

static void custom_is_used_as_given(void **state) {
    struct fixture *fixture = *state;
    static const double halves[] = {0.5, 0.5};
    double given[] = {0.9, 0.1, 0.25, 0.7500009};
    struct mutation_model model = {.kind = MUTATION_CUSTOM, .matrix = given};
    assert_true(make(fixture, model, 2, four, halves, false));
    assert_memory_equal(fixture->matrix, given, sizeof given);
    assert_true(fixture->matrix != given);
    given[3] = 0.750002;
    assert_refused(fixture, model, 2, four, halves, "allele 9");
    given[2] = -0.25;
    given[3] = 1.25;
    assert_refused(fixture, model, 2, four, halves, "allele 9");
    given[2] = NAN;
    assert_refused(fixture, model, 2, four, halves, "allele 9");
    model.matrix = NULL;
    assert_refused(fixture, model, 2, four, halves, "no matrix");
}

static void parameters_have_their_ranges(void **state) {
    struct fixture *fixture = *state;
    static const double bad_rates[] = {-0.1, 1.1, NAN, INFINITY};
    for (int i = 0; i < 4; i++) {
        for (enum mutation_kind kind = MUTATION_EQUAL; kind <= MUTATION_DAWID; kind++) {
            struct mutation_model model = {.kind = kind, .rate = bad_rates[i], .range = 0.5};
            assert_refused(fixture, model, 4, four, tenths, "rate");
        }
        struct mutation_model second = {
            .kind = MUTATION_STEPWISE, .rate2 = bad_rates[i], .range = 0.5};
        assert_refused(fixture, second, 4, four, tenths, "rate2");
    }
    struct mutation_model both = {
        .kind = MUTATION_STEPWISE, .rate = 0.7, .rate2 = 0.4, .range = 0.5};
    assert_refused(fixture, both, 4, four, tenths, "together");
    static const double bad_ranges[] = {0, -1, NAN, INFINITY};
    for (int i = 0; i < 4; i++) {
        struct mutation_model model = {
            .kind = MUTATION_STEPWISE, .rate = 0.01, .range = bad_ranges[i]};
        assert_refused(fixture, model, 4, four, tenths, "range");
        model.kind = MUTATION_DAWID;
        assert_refused(fixture, model, 4, four, tenths, "range");
    }
    struct mutation_model edge = {.kind = MUTATION_DAWID, .rate = 0.01, .range = 1};
    assert_refused(fixture, edge, 4, four, tenths, "range");
}

static void ladders_need_numbers(void **state) {
    struct fixture *fixture = *state;
    static const char *const wrong[] = {"A", "", "9.", ".3", "9,3", "-9", "9.3.1", "9a", " 9",
                                        "1e1", "99999999999999999999"};
    static const enum mutation_kind kinds[] = {MUTATION_STEPWISE, MUTATION_ONESTEP, MUTATION_DAWID};
    static const double halves[] = {0.5, 0.5};
    for (int k = 0; k < 3; k++) {
        struct mutation_model model = {.kind = kinds[k], .rate = 0.01, .range = 0.5};
        for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
            const char *names[] = {"12", wrong[i]};
            assert_refused(fixture, model, 2, names, halves, "not a number of repeats");
            assert_non_null(strstr(fixture->error.text, wrong[i]));
        }
        const char *twice[] = {"9.30", "9.3"};
        assert_refused(fixture, model, 2, twice, halves, "same number");
    }
    struct mutation_model equal = {.kind = MUTATION_EQUAL, .rate = 0.01};
    assert_true(make(fixture, equal, 2, wrong, halves, false));
}

/* With every rate and model, rows are chances. */
static void rows_sum_to_one(void **state) {
    struct fixture *fixture = *state;
    static const char *const names[] = {"8", "9", "9.3", "10", "10.3", "11", "silent"};
    static const double frequencies[] = {0.2, 0.2, 0.1, 0.1, 0.1, 0.2, 0.1};
    static const double rates[] = {1e-9, 0.1, 0.9, 1};
    for (enum mutation_kind kind = MUTATION_EQUAL; kind <= MUTATION_DAWID; kind++)
        for (int r = 0; r < 4; r++) {
            struct mutation_model model = {
                .kind = kind, .rate = rates[r], .rate2 = 1 - rates[r], .range = 0.3};
            if (!make(fixture, model, 7, names, frequencies, true)) {
                assert_true(rates[r] > 0.5 &&
                            (kind == MUTATION_PROPORTIONAL || kind == MUTATION_DAWID));
                continue;
            }
            for (int i = 0; i < 7; i++) {
                double sum = 0;
                for (int j = 0; j < 7; j++) {
                    assert_true(entry(fixture, i, j) >= 0);
                    sum += entry(fixture, i, j);
                }
                assert_near(sum, 1);
            }
        }
}

int main(void) {
#define IN_ARENA(name) cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_have_names),
        IN_ARENA(what_does_not_mutate_has_no_matrix),
        IN_ARENA(equal_goes_anywhere_alike),
        IN_ARENA(proportional_has_the_rate_as_expected_rate),
        IN_ARENA(stepwise_keeps_to_its_group),
        IN_ARENA(stepwise_groups_by_text_and_counts_whole_repeats),
        IN_ARENA(stepwise_survives_distance),
        IN_ARENA(onestep_reaches_exact_neighbours),
        IN_ARENA(dawid_steps_along_the_ladder),
        IN_ARENA(silent_alleles_stay_what_they_are),
        IN_ARENA(custom_is_used_as_given),
        IN_ARENA(parameters_have_their_ranges),
        IN_ARENA(ladders_need_numbers),
        IN_ARENA(rows_sum_to_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
