/* A whole run: what people call the results, and that they do not depend on how it was run. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "hand_dataset.h"
#include "identify/identification.h"
#include "random_dataset.h"

static const double frequencies[] = {0.2, 0.2, 0.2, 0.2, 0.1, 0.1};

static struct identification found;

static void identify(enum prior_kind prior, bool group) {
    struct identify_options options = {.prior = prior, .group = group, .threads = 1};
    struct error error = {0};
    if (!identification_run(&hand.arena, &hand.dataset, &options, &found, &error))
        fail_msg("%s", error.text);
}

static size_t pair_of(int individual, int missing) {
    for (size_t p = 0; p < found.pairwise.count; p++)
        if (found.pairwise.pairing[p].individual == individual &&
            found.pairwise.pairing[p].missing == missing)
            return p;
    fail_msg("no pair %d %d", individual, missing);
    return 0;
}

/* Two fathers with a missing son each. Genotypes of father and son share one rare allele. */
static void make_two_sons(int loci, double rate) {
    hand_markers(&hand, loci, AUTOSOME, 6, frequencies, rate);
    hand_person(&hand, "F1", "father", "0", "0", SEX_MALE, ROLE_REFERENCE, "44");
    hand_person(&hand, "F1", "son", "father", "0", SEX_MALE, ROLE_MISSING, NULL);
    hand_person(&hand, "F2", "father2", "0", "0", SEX_MALE, ROLE_REFERENCE, "55");
    hand_person(&hand, "F2", "son2", "father2", "0", SEX_MALE, ROLE_MISSING, NULL);
}

/* LR of each is (1 / 2p)^loci = 5^loci: 5^6 = 15,625, and 5^5 = 3,125. */
static void undisputed_from_ten_thousand(void **state) {
    (void)state;
    make_two_sons(6, 0.0001);
    hand_remains(&hand, "A", SEX_MALE, 0, "04");
    hand_remains(&hand, "B", SEX_MALE, 0, "05 05 05 05 05 --");
    identify(PRIOR_FLAT, false);
    assert_true(found.undisputed[pair_of(0, 0)]);
    assert_false(found.undisputed[pair_of(1, 1)]);
    assert_false(found.undisputed[pair_of(0, 1)]);
    assert_string_equal(identification_code(&found, 1), "B");
    assert_string_equal(identification_person(&found, 1), "son2");
    assert_string_equal(identification_family(&found, 1), "F2");
    /* Another who fits too, if less than ten thousand times worse. */
    hand_remains(&hand, "C", SEX_MALE, 0, "44 44 -- -- -- --");
    identify(PRIOR_FLAT, false);
    assert_false(found.undisputed[pair_of(0, 0)]);
}

/* Naming nobody is the references' likelihood and that of each individual by itself, each with an
 * urn of its own. With theta t a pair of two alleles is 2 p (1-t) q of Balding and Nichols, one of
 * the same allele p (t + (1-t) p). */
static void naming_nobody_counts_theta(void **state) {
    (void)state;
    const double t = 0.1;
    hand_markers(&hand, 1, AUTOSOME, 6, frequencies, 0);
    hand_person(&hand, "F", "father", "0", "0", SEX_MALE, ROLE_REFERENCE, "44");
    hand_person(&hand, "F", "son", "father", "0", SEX_MALE, ROLE_MISSING, NULL);
    hand_remains(&hand, "A", SEX_MALE, 0, "04");
    hand_remains(&hand, "B", SEX_MALE, 0, "--");
    hand_remains(&hand, "C", SEX_MALE, 0, "11");
    for (int round = 0; round < 2; round++) {
        double theta = round ? t : 0;
        hand.dataset.theta = theta;
        identify(PRIOR_FLAT, false);
        double father = 0.1 * (theta + (1 - theta) * 0.1), a = 2 * 0.2 * (1 - theta) * 0.1,
               c = 0.2 * (theta + (1 - theta) * 0.2);
        assert_true(fabs(found.log_nobody - log(father * a * c)) < 1e-12);
    }
}

/* Impossible; or three loci that need a mutation and nothing that speaks for it. */
static void excluded_by_loci_or_by_impossibility(void **state) {
    (void)state;
    make_two_sons(4, 0.001);
    hand_remains(&hand, "A", SEX_MALE, 0, "05 05 05 --"); /* three exclusions from F1 */
    hand_remains(&hand, "B", SEX_MALE, 0, "05 05 -- --"); /* two */
    identify(PRIOR_FLAT, false);
    assert_int_equal(found.pairwise.pairing[pair_of(0, 0)].exclusions, 3);
    assert_true(found.posterior[pair_of(0, 0)] < 1e-6);
    assert_true(found.excluded[pair_of(0, 0)]);
    assert_int_equal(found.pairwise.pairing[pair_of(1, 0)].exclusions, 2);
    assert_false(found.excluded[pair_of(1, 0)]);
    assert_false(found.excluded[pair_of(0, 1)]);
}

static void excluded_without_mutation(void **state) {
    (void)state;
    make_two_sons(1, 0);
    hand_remains(&hand, "A", SEX_MALE, 0, "05");
    identify(PRIOR_FLAT, false);
    assert_true(found.excluded[pair_of(0, 0)]);
    assert_true(found.posterior[pair_of(0, 0)] == 0);
    assert_false(found.excluded[pair_of(0, 1)]);
    assert_true(fabs(found.posterior[pair_of(0, 1)] - 5.0 / 6) < 1e-12); /* 5 against 1 */
}

/* Two missing brothers and only their father: the two remains can be exchanged. A third person
 * elsewhere is not concerned. */
static void brothers_are_indistinguishable(void **state) {
    (void)state;
    hand_markers(&hand, 8, AUTOSOME, 6, frequencies, 0.001);
    hand_person(&hand, "F1", "father", "0", "0", SEX_MALE, ROLE_REFERENCE, "44");
    hand_person(&hand, "F1", "son", "father", "0", SEX_MALE, ROLE_MISSING, NULL);
    hand_person(&hand, "F1", "brother", "father", "0", SEX_MALE, ROLE_MISSING, NULL);
    hand_person(&hand, "F2", "father2", "0", "0", SEX_MALE, ROLE_REFERENCE, "55");
    hand_person(&hand, "F2", "son2", "father2", "0", SEX_MALE, ROLE_MISSING, NULL);
    hand_remains(&hand, "A", SEX_MALE, 0, "04");
    hand_remains(&hand, "B", SEX_MALE, 0, "05");
    hand_remains(&hand, "C", SEX_MALE, 0, "14");
    identify(PRIOR_FLAT, false);
    assert_int_equal(found.alike_count, 1);
    const struct alike *alike = &found.alike[0];
    assert_int_equal(alike->individuals, 2);
    assert_int_equal(alike->individual[0], 0);
    assert_int_equal(alike->individual[1], 2);
    assert_int_equal(alike->persons, 2);
    assert_int_equal(alike->missing[0], 0);
    assert_int_equal(alike->missing[1], 1);
    assert_true(fabs(found.posterior[pair_of(0, 0)] - found.posterior[pair_of(0, 1)]) < 1e-12);
    /* A child of one of them tells them apart. */
    hand.dataset.family_count = hand.dataset.missing_count = hand.dataset.remains_count = 0;
    hand_person(&hand, "F1", "father", "0", "0", SEX_MALE, ROLE_REFERENCE, "44");
    hand_person(&hand, "F1", "son", "father", "0", SEX_MALE, ROLE_MISSING, NULL);
    hand_person(&hand, "F1", "brother", "father", "0", SEX_MALE, ROLE_MISSING, NULL);
    hand_person(&hand, "F1", "child", "son", "0", SEX_MALE, ROLE_REFERENCE, "03");
    hand_remains(&hand, "A", SEX_MALE, 0, "04");
    hand_remains(&hand, "C", SEX_MALE, 0, "14");
    identify(PRIOR_FLAT, false);
    assert_int_equal(found.alike_count, 0);
}

/* The same remains under two numbers without grouping: either of them may be the son. */
static void doubles_are_indistinguishable_or_one(void **state) {
    (void)state;
    make_two_sons(9, 0.001);
    hand_remains(&hand, "A", SEX_MALE, 0, "04");
    hand_remains(&hand, "B", SEX_MALE, 0, "04");
    identify(PRIOR_FLAT, false);
    assert_int_equal(found.alike_count, 1);
    assert_int_equal(found.alike[0].individuals, 2);
    assert_int_equal(found.alike[0].persons, 1);
    assert_true(found.posterior[pair_of(0, 0)] < 0.5 + 1e-9);
    identify(PRIOR_FLAT, true);
    assert_int_equal(found.individuals.count, 1);
    assert_int_equal(found.alike_count, 0);
    assert_true(found.posterior[pair_of(0, 0)] > 0.999);
}

/* A thousand missing, one listed, one found, LR 10,000: posterior LR / (LR + N - 1), which is
 * 0.909 for a thousand others. */
static void ratio_of_ten_thousand_is_no_decision(void **state) {
    (void)state;
    static const double even[] = {0.05, 0.95};
    hand_markers(&hand, 4, AUTOSOME, 2, even, 0);
    hand_person(&hand, "F1", "father", "0", "0", SEX_MALE, ROLE_REFERENCE, "00");
    hand_person(&hand, "F1", "son", "father", "0", SEX_MALE, ROLE_MISSING, NULL);
    hand_remains(&hand, "A", SEX_MALE, 0, "01");
    hand.dataset.missing_total = 1001;
    identify(PRIOR_INCIDENT, false);
    double ratio = pow(1 / (2 * 0.05), 4); /* 10,000 */
    assert_true(fabs(found.posterior[pair_of(0, 0)] - ratio / (ratio + 1000)) < 1e-12);
    assert_true(fabs(found.joint.nobody[0] - 1000 / (ratio + 1000)) < 1e-12);
}

/* Weighing a run anew gives what a run with that number gives, digit for digit. */
static void weighing_anew_is_running_anew(void **state) {
    (void)state;
    static const double totals[] = {3, 4, 40, 5000};
    make_two_sons(4, 0.001);
    hand_person(&hand, "F2", "brother2", "father2", "0", SEX_MALE, ROLE_MISSING, NULL);
    hand_remains(&hand, "A", SEX_MALE, 0, "04");
    hand_remains(&hand, "B", SEX_MALE, 0, "05 05 15 --");
    hand_remains(&hand, "C", SEX_MALE, 0, "15 25 05 05");
    hand.dataset.missing_total = 12;
    identify(PRIOR_INCIDENT, false);
    struct identification first = found, again;
    first.casework.individuals = &first.individuals;
    struct error error = {0};
    for (int t = 0; t < 4; t++) {
        if (!identification_reweigh(&hand.arena, &first, totals[t], &again, &error))
            fail_msg("%s", error.text);
        hand.dataset.missing_total = totals[t];
        identify(PRIOR_INCIDENT, false);
        assert_int_equal(again.pairwise.count, found.pairwise.count);
        for (size_t p = 0; p < found.pairwise.count; p++) {
            assert_true(again.posterior[p] == found.posterior[p]);
            assert_true(again.excluded[p] == found.excluded[p]);
        }
        assert_true(again.joint.bound == found.joint.bound);
        assert_true(first.prior.total[0] == 12);
    }
    assert_false(identification_reweigh(&hand.arena, &first, 2, &again, &error));
    assert_int_equal(error.code, ERROR_BAD_INPUT);
}

/* By sex the number is shared out in the proportion that was given. */
static void weighing_anew_keeps_the_proportion_of_the_sexes(void **state) {
    (void)state;
    struct identification again;
    struct error error = {0};
    make_two_sons(4, 0.001);
    hand_remains(&hand, "A", SEX_MALE, 0, "04");
    hand_remains(&hand, "B", SEX_FEMALE, 0, "05");
    hand.dataset.missing_total = 40;
    hand.dataset.missing_total_male = 30;
    hand.dataset.missing_total_female = 10;
    identify(PRIOR_INCIDENT, false);
    struct identification first = found;
    first.casework.individuals = &first.individuals;
    assert_true(identification_reweigh(&hand.arena, &first, 200, &again, &error));
    assert_true(again.prior.total[0] == 150 && again.prior.total[1] == 50);
    hand.dataset.missing_total = 200;
    hand.dataset.missing_total_male = 150;
    hand.dataset.missing_total_female = 50;
    identify(PRIOR_INCIDENT, false);
    for (size_t p = 0; p < found.pairwise.count; p++)
        assert_true(again.posterior[p] == found.posterior[p]);
}

/* Those of whom nothing is typed may be anybody: however many there are, the others' posteriors
 * stay what they are, but for what is said to be left out. */
static void untyped_remains_change_nothing(void **state) {
    (void)state;
    hand.dataset.missing_total = 300;
    hand_markers(&hand, 4, AUTOSOME, 6, frequencies, 0.001);
    hand_person(&hand, "F1", "father", "0", "0", SEX_MALE, ROLE_REFERENCE, "44");
    hand_person(&hand, "F1", "son", "father", "0", SEX_MALE, ROLE_MISSING, NULL);
    hand_person(&hand, "F1", "brother", "father", "0", SEX_MALE, ROLE_MISSING, NULL);
    hand_person(&hand, "F2", "father2", "0", "0", SEX_MALE, ROLE_REFERENCE, "55");
    hand_person(&hand, "F2", "son2", "father2", "0", SEX_MALE, ROLE_MISSING, NULL);
    hand_remains(&hand, "A", SEX_UNKNOWN, 0, "04");
    hand_remains(&hand, "B", SEX_UNKNOWN, 0, "45");
    hand_remains(&hand, "C", SEX_UNKNOWN, 0, "05 -- -- --");
    double posterior[9];
    static const int untyped[] = {0, 1, 5, 60, 70, 200};
    for (int u = 0; u < 6; u++) {
        while (hand.dataset.remains_count < 3 + untyped[u])
            hand_remains(&hand, "U", SEX_UNKNOWN, 0, u % 2 ? NULL : "--");
        identify(PRIOR_INCIDENT, true);
        for (int i = 0; i < 9; i++) {
            double now = found.posterior[pair_of(i / 3, i % 3)];
            if (!u) posterior[i] = now;
            if (!(fabs(now - posterior[i]) <= found.joint.bound + 1e-10))
                fail_msg("%d untyped: posterior of %d %d is %.17g instead of %.17g", untyped[u],
                         i / 3, i % 3, now, posterior[i]);
        }
    }
}

/* References that cannot be one family say nothing about anybody: the run says so, by name, or goes
 * on without a number that is none. */
static void contradicting_references(void **state) {
    (void)state;
    hand_markers(&hand, 2, AUTOSOME, 6, frequencies, 0);
    hand_person(&hand, "F1", "father", "0", "0", SEX_MALE, ROLE_REFERENCE, "44");
    hand_person(&hand, "F1", "son", "father", "0", SEX_MALE, ROLE_MISSING, NULL);
    hand_person(&hand, "F1", "daughter", "father", "0", SEX_FEMALE, ROLE_REFERENCE, "00");
    hand_remains(&hand, "A", SEX_MALE, 0, "04");
    struct identify_options options = {.prior = PRIOR_FLAT, .threads = 1};
    struct error error = {0};
    if (!identification_run(&hand.arena, &hand.dataset, &options, &found, &error)) {
        assert_int_equal(error.code, ERROR_BAD_INPUT);
        assert_non_null(strstr(error.text, "F1"));
        return;
    }
    assert_false(isnan(found.pairwise.pairing[0].log_ratio));
    assert_false(isnan(found.posterior[0]));
    assert_false(isnan(found.joint.nobody[0]));
}

/* ------------------------------------------------------------------ however it is run */

static void assert_same(const struct identification *one, const struct identification *other) {
    assert_int_equal(one->pairwise.count, other->pairwise.count);
    assert_memory_equal(one->posterior, other->posterior,
                        one->pairwise.count * sizeof *one->posterior);
    assert_memory_equal(one->log_glr, other->log_glr, one->pairwise.count * sizeof *one->log_glr);
    assert_memory_equal(one->undisputed, other->undisputed, one->pairwise.count);
    assert_memory_equal(one->excluded, other->excluded, one->pairwise.count);
    for (size_t p = 0; p < one->pairwise.count; p++)
        assert_memory_equal(&one->pairwise.pairing[p].log_ratio,
                            &other->pairwise.pairing[p].log_ratio, sizeof(double));
    size_t individuals = (size_t)one->individuals.count;
    assert_int_equal(individuals, other->individuals.count);
    assert_memory_equal(one->joint.nobody, other->joint.nobody, individuals * sizeof(double));
    assert_memory_equal(&one->joint.bound, &other->joint.bound, sizeof(double));
    assert_memory_equal(&one->log_nobody, &other->log_nobody, sizeof(double));
    assert_int_equal(one->joint.best_count, other->joint.best_count);
    for (int b = 0; b < one->joint.best_count; b++) {
        assert_memory_equal(one->joint.best[b].missing, other->joint.best[b].missing,
                            individuals * sizeof(int));
        assert_memory_equal(&one->joint.best[b].log_ratio, &other->joint.best[b].log_ratio,
                            sizeof(double));
        assert_memory_equal(&one->joint.best[b].posterior, &other->joint.best[b].posterior,
                            sizeof(double));
    }
    assert_int_equal(one->alike_count, other->alike_count);
}

/* To the last bit, 60 remains and 20 families, with any number of threads. */
static void threads_change_nothing(void **state) {
    (void)state;
    struct random_shape shape = {{20, 20}, {28, 28}, {60, 60}, {14, 14}, 4, false, false};
    hand.dataset = random_dataset_make(&hand.arena, 1, &shape);
    hand.dataset.missing_total = 120;
    struct identification one;
    for (int threads = 1; threads <= 3; threads++) {
        struct identify_options options = {
            .prior = PRIOR_INCIDENT, .group = true, .threads = threads};
        struct error error = {0};
        if (!identification_run(&hand.arena, &hand.dataset, &options, &found, &error))
            fail_msg("%s", error.text);
        if (threads == 1) one = found;
        assert_same(&one, &found);
    }
}

static void stop(void *data, const char *step, size_t work) {
    (void)work;
    (void)step;
    cancel_request(data);
}

static void it_can_be_stopped(void **state) {
    (void)state;
    make_two_sons(4, 0.001);
    hand_remains(&hand, "A", SEX_MALE, 0, "04");
    struct cancel cancel = {0};
    struct identify_options options = {
        .prior = PRIOR_FLAT, .threads = 1, .cancel = &cancel, .step = stop, .step_data = &cancel};
    struct error error = {0};
    assert_false(identification_run(&hand.arena, &hand.dataset, &options, &found, &error));
    assert_int_equal(error.code, ERROR_CANCELLED);
}

/* Four couples whose children and grandchildren marry across: with theta, sixteen founder alleles
 * of eight kinds are too many to sum over. `typed`: somebody below them is, else only the missing
 * is there to be asked about. */
static void add_knot(bool typed) {
    static const char *const rows[][3] = {
        {"a0", "m0", "w0"}, {"b0", "m0", "w0"}, {"a1", "m1", "w1"}, {"b1", "m1", "w1"},
        {"a2", "m2", "w2"}, {"b2", "m2", "w2"}, {"a3", "m3", "w3"}, {"b3", "m3", "w3"},
        {"c0", "a0", "b1"}, {"d0", "a1", "b0"}, {"c1", "a3", "b2"}, {"d1", "a2", "b3"},
        {"e", "c0", "d1"},  {"f", "c1", "d0"},  {"sister", "e", "f"}};
    static const char *const couple[][2] = {
        {"m0", "w0"}, {"m1", "w1"}, {"m2", "w2"}, {"m3", "w3"}};
    for (int i = 0; i < 4; i++) {
        hand_person(&hand, "BIG", couple[i][0], "0", "0", SEX_MALE, ROLE_OTHER, NULL);
        hand_person(&hand, "BIG", couple[i][1], "0", "0", SEX_FEMALE, ROLE_OTHER, NULL);
    }
    for (int i = 0; i < 15; i++) {
        const char *id = rows[i][0];
        bool female = *id == 'b' || *id == 'd' || *id == 'f' || *id == 's';
        hand_person(&hand, "BIG", id, rows[i][1], rows[i][2], female ? SEX_FEMALE : SEX_MALE,
                    ROLE_OTHER, *id == 's' && typed ? "01" : NULL);
    }
    hand_person(&hand, "BIG", "lost", "e", "f", SEX_MALE, ROLE_MISSING, NULL);
}

/* A family that takes too long is left out by name, and the others get what they get without it. */
static void too_large_a_family_is_left_out(void **state) {
    (void)state;
    static const double eight[] = {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.2, 0.2};
    struct mutation_model model = {.kind = MUTATION_STEPWISE, .rate = 0.001, .range = 0.1};
    double posterior[3][2];
    for (int round = 0; round < 3; round++) { /* without it; with a typed sister; without her */
        struct error error = {0};
        hand_close(&hand);
        hand_open(&hand);
        hand_markers(&hand, 3, AUTOSOME, 8, eight, 0);
        for (int m = 0; m < 3; m++)
            assert_true(marker_set_mutation(&hand.arena, &hand.dataset.panel.marker[m], &model,
                                            &model, &error));
        hand.dataset.theta = 0.02;
        hand.dataset.missing_total = 5;
        hand_person(&hand, "F1", "father", "0", "0", SEX_MALE, ROLE_REFERENCE, "44");
        hand_person(&hand, "F1", "son", "father", "0", SEX_MALE, ROLE_MISSING, NULL);
        if (round) add_knot(round == 1);
        hand_remains(&hand, "A", SEX_MALE, 0, "04");
        hand_remains(&hand, "B", SEX_MALE, 0, "44");
        identify(PRIOR_INCIDENT, false);
        for (int i = 0; i < 2; i++) posterior[round][i] = found.posterior[pair_of(i, 0)];
        assert_null(found.dataset->family[0].left_out);
        assert_int_equal(found.pairwise.count, 2);
        if (!round) continue;
        assert_non_null(strstr(found.dataset->family[1].left_out, "BIG"));
        assert_non_null(strstr(found.dataset->family[1].left_out, "theta"));
        assert_null(hand.dataset.family[1].left_out);
        assert_int_equal(found.prior.listed[0], 1);
        for (int i = 0; i < 2; i++) assert_true(posterior[round][i] == posterior[0][i]);
    }
    assert_true(posterior[0][0] > 0.1);
}

static void nothing_to_do(void **state) {
    (void)state;
    identify(PRIOR_FLAT, true);
    assert_int_equal(found.pairwise.count, 0);
    hand_markers(&hand, 1, AUTOSOME, 6, frequencies, 0);
    hand_remains(&hand, "A", SEX_MALE, 0, "04");
    identify(PRIOR_FLAT, true);
    assert_true(found.joint.nobody[0] == 1);
    hand.dataset.remains_count = 0;
    hand_person(&hand, "F1", "father", "0", "0", SEX_MALE, ROLE_REFERENCE, "44");
    hand_person(&hand, "F1", "son", "father", "0", SEX_MALE, ROLE_MISSING, NULL);
    identify(PRIOR_FLAT, true);
    assert_int_equal(found.pairwise.count, 0);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, hand_begin, hand_end)
    const struct CMUnitTest tests[] = {
        TEST(undisputed_from_ten_thousand),
        TEST(naming_nobody_counts_theta),
        TEST(excluded_by_loci_or_by_impossibility),
        TEST(excluded_without_mutation),
        TEST(brothers_are_indistinguishable),
        TEST(doubles_are_indistinguishable_or_one),
        TEST(ratio_of_ten_thousand_is_no_decision),
        TEST(weighing_anew_is_running_anew),
        TEST(weighing_anew_keeps_the_proportion_of_the_sexes),
        TEST(untyped_remains_change_nothing),
        TEST(contradicting_references),
        TEST(threads_change_nothing),
        TEST(it_can_be_stopped),
        TEST(too_large_a_family_is_left_out),
        TEST(nothing_to_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
