/* The priors' weights by hand, and what is refused. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "hand_dataset.h"
#include "identify/prior.h"

static const double frequencies[] = {0.5, 0.5};

static struct individuals individuals;
static struct casework casework;
static struct prior prior;
static struct error error;

/* Three missing with a typed father, two men and a woman; a man without anybody; five remains, of
 * which two are women. */
static int begin(void **state) {
    hand_begin(state);
    hand_markers(&hand, 1, AUTOSOME, 2, frequencies, 0);
    hand_person(&hand, "F1", "father", "0", "0", SEX_MALE, ROLE_REFERENCE, "01");
    hand_person(&hand, "F1", "son", "father", "0", SEX_MALE, ROLE_MISSING, NULL);
    hand_person(&hand, "F1", "second", "father", "0", SEX_MALE, ROLE_MISSING, NULL);
    hand_person(&hand, "F1", "daughter", "father", "0", SEX_FEMALE, ROLE_MISSING, NULL);
    hand_person(&hand, "F2", "alone", "0", "0", SEX_MALE, ROLE_MISSING, NULL);
    hand_remains(&hand, "A", SEX_MALE, 0, "00");
    hand_remains(&hand, "B", SEX_MALE, 0, "01");
    hand_remains(&hand, "C", SEX_FEMALE, 0, "11");
    hand_remains(&hand, "D", SEX_MALE, 0, "11");
    hand_remains(&hand, "E", SEX_FEMALE, 0, NULL);
    return 0;
}

static bool make(enum prior_kind kind) {
    error = (struct error){0};
    assert_true(hand_prepare(&hand, &individuals, &casework, &error));
    return prior_make(kind, &casework, &prior, &error);
}

static void assert_weight(int first, int second, double expected) {
    double found = exp(prior_log_weight(&prior, (int[2]){first, second}));
    if (fabs(found - expected) > 1e-12 * expected)
        fail_msg("weight of %d, %d named: %.17g instead of %.17g", first, second, found, expected);
}

/* N = 10, m = 3: U = 7 others may be any of the unnamed. */
static void incident_by_hand(void **state) {
    (void)state;
    hand.dataset.missing_total = 10;
    assert_true(make(PRIOR_INCIDENT));
    assert_false(prior.by_sex);
    assert_true(prior_names(&prior, &casework, 0));
    assert_false(prior_names(&prior, &casework, 3)); /* one of the U */
    assert_weight(0, 0, 7 * 6 * 5 * 4 * 3);
    assert_weight(1, 0, 7 * 6 * 5 * 4);
    assert_weight(2, 0, 7 * 6 * 5);
    assert_weight(3, 0, 7 * 6);
}

/* N = 5, m = 3: of five individuals at least three have names. */
static void incident_with_few_others(void **state) {
    (void)state;
    hand.dataset.missing_total = 5;
    assert_true(make(PRIOR_INCIDENT));
    assert_weight(0, 0, 0);
    assert_weight(2, 0, 0);
    assert_weight(3, 0, 2);
}

/* Men: N = 4, m = 2, three found; women: N = 3, m = 1, two found. */
static void incident_by_sex(void **state) {
    (void)state;
    hand.dataset.missing_total_male = 4;
    hand.dataset.missing_total_female = 3;
    assert_true(make(PRIOR_INCIDENT));
    assert_true(prior.by_sex);
    assert_int_equal(prior_class(&prior, SEX_MALE), 0);
    assert_int_equal(prior_class(&prior, SEX_FEMALE), 1);
    assert_weight(0, 0, 0);
    assert_weight(1, 0, 2 * (2 * 1));
    assert_weight(2, 0, 2 * (2 * 1));
    assert_weight(2, 1, 2 * 2);
    assert_weight(0, 1, 0);
}

static void flat_weighs_all_alike(void **state) {
    (void)state;
    assert_true(make(PRIOR_FLAT));
    for (int i = 0; i < 5; i++) assert_weight(i, 0, 1);
    assert_true(prior_names(&prior, &casework, 3)); /* stays listed */
    /* The sexes' numbers are nothing to it. */
    hand.dataset.missing_total_male = 1;
    assert_true(make(PRIOR_FLAT));
    assert_false(prior.by_sex);
}

static void assert_refused(enum error_code code, const char *part) {
    assert_false(make(PRIOR_INCIDENT));
    assert_int_equal(error.code, code);
    if (!strstr(error.text, part)) fail_msg("\"%s\" does not say \"%s\"", error.text, part);
}

static void refusals(void **state) {
    (void)state;
    assert_refused(ERROR_USAGE, "--missing-total");
    hand.dataset.missing_total = 2;
    assert_refused(ERROR_BAD_INPUT, "N = 2");
    hand.dataset.missing_total = -1;
    hand.dataset.missing_total_male = 9;
    assert_refused(ERROR_USAGE, "both");
    hand.dataset.missing_total_female = 0; /* a daughter is listed */
    assert_refused(ERROR_BAD_INPUT, "females");
    hand.dataset.missing_total_female = 9;
    hand.dataset.missing_total_male = 1;
    assert_refused(ERROR_BAD_INPUT, "males");
    hand.dataset.missing_total_male = 9;
    assert_true(make(PRIOR_INCIDENT));
    hand.dataset.remains[1].sex = SEX_UNKNOWN;
    assert_refused(ERROR_BAD_INPUT, "B");
    hand.dataset.remains[1].sex = SEX_MALE;
    hand.dataset.family[0].pedigree.person[2].sex = SEX_UNKNOWN;
    assert_refused(ERROR_BAD_INPUT, "second");
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, hand_end)
    const struct CMUnitTest tests[] = {
        TEST(incident_by_hand), TEST(incident_with_few_others),
        TEST(incident_by_sex),  TEST(flat_weighs_all_alike),
        TEST(refusals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
