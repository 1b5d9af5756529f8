/* Pairwise ratios, loci and exclusions, counted and worked out by hand. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "hand_dataset.h"
#include "identify/pairwise.h"

static const double frequencies[] = {0.1, 0.2, 0.3, 0.4};

static struct individuals individuals;
static struct casework casework;
static struct pairwise pairwise;

static void compare(double log_least) {
    struct error error = {0};
    if (!hand_prepare(&hand, &individuals, &casework, &error) ||
        !pairwise_compare(&hand.arena, &casework, log_least, 1, NULL, NULL, &pairwise, &error))
        fail_msg("%s", error.text);
}

static const struct pairing *pairing_of(int individual, int missing) {
    for (size_t p = pairwise.first_of_individual[individual];
         p < pairwise.first_of_individual[individual + 1]; p++)
        if (pairwise.pairing[p].missing == missing) return &pairwise.pairing[p];
    return NULL;
}

static void assert_pairing(int individual, int missing, double ratio, int loci, int exclusions) {
    const struct pairing *pairing = pairing_of(individual, missing);
    assert_non_null(pairing);
    assert_int_equal(pairing->individual, individual);
    if (fabs(exp(pairing->log_ratio) - ratio) > 1e-12 * ratio)
        fail_msg("%d %d: LR %.17g instead of %.17g", individual, missing, exp(pairing->log_ratio),
                 ratio);
    assert_int_equal(pairing->loci, loci);
    assert_int_equal(pairing->exclusions, exclusions);
}

/* A typed father and his missing son: the son has one of the father's alleles, and one from the
 * population. LR is 1/4p (father ab, son ac), 1/2p (father aa, son ab), 1/p (aa, aa), 0. */
static void father_and_son(void **state) {
    (void)state;
    hand_markers(&hand, 5, AUTOSOME, 4, frequencies, 0);
    hand_person(&hand, "F1", "father", "0", "0", SEX_MALE, ROLE_REFERENCE, "01 00 00 01 --");
    hand_person(&hand, "F1", "son", "father", "0", SEX_MALE, ROLE_MISSING, NULL);
    hand_remains(&hand, "A", SEX_MALE, 0, "02 01 00 -- 01");
    hand_remains(&hand, "B", SEX_MALE, 0, "22 11 02 33 01");
    hand_remains(&hand, "C", SEX_UNKNOWN, 0, "-- -- -- -- 33");
    hand_remains(&hand, "D", SEX_FEMALE, 0, "02 01 00 -- 01");
    hand_remains(&hand, "E", SEX_MALE, 0, NULL);
    compare(-INFINITY);
    assert_pairing(0, 0, 1 / (4 * 0.1) * 1 / (2 * 0.1) * 1 / 0.1, 3, 0);
    assert_pairing(1, 0, 0, 4, 3);
    assert_pairing(2, 0, 1, 0, 0); /* typed only where the father is not */
    assert_null(pairing_of(3, 0)); /* a woman is nobody's son */
    assert_pairing(4, 0, 1, 0, 0);
    assert_int_equal(pairwise.count, 4);
}

/* With mutation nothing is impossible; what would be without it is counted all the same. Equal
 * mutation r over 4 alleles: aa hands on another allele with r/3. */
static void exclusions_count_without_mutation(void **state) {
    (void)state;
    double r = 0.003;
    hand_markers(&hand, 2, AUTOSOME, 4, frequencies, r);
    hand_person(&hand, "F1", "father", "0", "0", SEX_MALE, ROLE_REFERENCE, "00");
    hand_person(&hand, "F1", "son", "father", "0", SEX_MALE, ROLE_MISSING, NULL);
    hand_remains(&hand, "A", SEX_MALE, 0, "23 01");
    hand_remains(&hand, "B", SEX_MALE, 0, "22 --");
    compare(-INFINITY);
    /* 23: the mutated one is either; 01: 0 handed on as it is, or mutated to 1. */
    double first = r / 3 * (0.3 + 0.4) / (2 * 0.3 * 0.4);
    double second = ((1 - r) * 0.2 + r / 3 * 0.1) / (2 * 0.1 * 0.2);
    assert_pairing(0, 0, first * second, 2, 1);
    assert_pairing(1, 0, r / 3 / 0.3, 1, 1);
}

/* A wife says nothing of her husband while no child is typed. With the child, its other allele is
 * his: mother ab, child ac, so he has a c. */
static void kin_by_marriage_counts_no_loci(void **state) {
    (void)state;
    hand_markers(&hand, 2, AUTOSOME, 4, frequencies, 0);
    hand_person(&hand, "F1", "husband", "0", "0", SEX_MALE, ROLE_MISSING, NULL);
    hand_person(&hand, "F1", "wife", "0", "0", SEX_FEMALE, ROLE_REFERENCE, "01");
    hand_person(&hand, "F1", "child", "husband", "wife", SEX_UNKNOWN, ROLE_OTHER, NULL);
    hand_person(&hand, "F2", "husband2", "0", "0", SEX_MALE, ROLE_MISSING, NULL);
    hand_person(&hand, "F2", "wife2", "0", "0", SEX_FEMALE, ROLE_REFERENCE, "01");
    hand_person(&hand, "F2", "child2", "husband2", "wife2", SEX_UNKNOWN, ROLE_REFERENCE, "02 --");
    hand_remains(&hand, "A", SEX_MALE, 0, "23");
    hand_remains(&hand, "B", SEX_MALE, 0, "33");
    compare(-INFINITY);
    assert_pairing(0, 0, 1, 0, 0);
    assert_pairing(1, 0, 1, 0, 0);
    assert_false(casework.informative[0]);
    assert_true(casework.informative[1]);
    assert_pairing(0, 1, 0.5 / 0.3, 1, 0);
    assert_pairing(1, 1, 0, 1, 1);
}

/* A grandson is informative of a grandfather, and a missing brother with typed kin of his own of
 * the other brother. */
static void who_is_informative(void **state) {
    (void)state;
    hand_markers(&hand, 1, AUTOSOME, 4, frequencies, 0);
    hand_person(&hand, "F1", "grandfather", "0", "0", SEX_MALE, ROLE_MISSING, NULL);
    hand_person(&hand, "F1", "daughter", "grandfather", "0", SEX_FEMALE, ROLE_OTHER, NULL);
    hand_person(&hand, "F1", "grandson", "0", "daughter", SEX_MALE, ROLE_REFERENCE, "02");
    hand_person(&hand, "F1", "son_in_law", "0", "0", SEX_MALE, ROLE_MISSING, NULL);
    hand_person(&hand, "F2", "mother", "0", "0", SEX_FEMALE, ROLE_MISSING, NULL);
    hand_person(&hand, "F2", "brother", "0", "mother", SEX_MALE, ROLE_MISSING, NULL);
    hand_person(&hand, "F2", "father_in_law", "0", "0", SEX_MALE, ROLE_MISSING, NULL);
    hand_person(&hand, "F2", "wife", "father_in_law", "0", SEX_FEMALE, ROLE_OTHER, NULL);
    hand_person(&hand, "F2", "nephew", "brother", "wife", SEX_MALE, ROLE_REFERENCE, "12");
    hand_person(&hand, "F3", "alone", "0", "0", SEX_MALE, ROLE_MISSING, NULL);
    hand_person(&hand, "F4", "toothbrush", "0", "0", SEX_MALE, ROLE_MISSING, "01");
    hand_remains(&hand, "A", SEX_UNKNOWN, 0, "02");
    compare(-INFINITY);
    static const bool expected[] = {true, false, true, true, true, false, true};
    assert_int_equal(hand.dataset.missing_count, 7);
    for (int j = 0; j < 7; j++) assert_int_equal(casework.informative[j], expected[j]);
    /* The grandson has one of the grandfather's alleles with a half, else two of the population. */
    double p = 0.1, q = 0.3, own = 2 * p * q;
    assert_pairing(0, 0, 0.5 + 0.5 * ((p + q) / 2 / own), 1, 0);
    assert_pairing(0, 6, 0, 1, 1); /* the toothbrush is somebody else's */
}

/* The ratio of a missing person without typed kin is 1 only while the family says nothing of its
 * genotype: the child of a man and his own daughter has two alleles of one origin more often. */
static void inbreeding_is_told_by_the_pedigree_alone(void **state) {
    (void)state;
    hand_markers(&hand, 1, AUTOSOME, 4, frequencies, 0);
    hand_person(&hand, "F1", "man", "0", "0", SEX_MALE, ROLE_OTHER, NULL);
    hand_person(&hand, "F1", "woman", "0", "0", SEX_FEMALE, ROLE_OTHER, NULL);
    hand_person(&hand, "F1", "daughter", "man", "woman", SEX_FEMALE, ROLE_OTHER, NULL);
    hand_person(&hand, "F1", "child", "man", "daughter", SEX_MALE, ROLE_MISSING, NULL);
    hand_remains(&hand, "A", SEX_MALE, 0, "00");
    hand_remains(&hand, "B", SEX_MALE, 0, "01");
    compare(-INFINITY);
    assert_pairing(0, 0, (0.25 * 0.1 + 0.75 * 0.1 * 0.1) / (0.1 * 0.1), 0, 0);
    assert_pairing(1, 0, 0.75, 0, 0);
}

/* X: a father's daughter has his allele; his son says nothing of him. A missing woman of typed
 * brothers has one of their mother's two alleles twice. */
static void x_loci(void **state) {
    (void)state;
    hand_markers(&hand, 1, X_CHROMOSOME, 4, frequencies, 0);
    hand_person(&hand, "F1", "father", "0", "0", SEX_MALE, ROLE_REFERENCE, "00");
    hand_person(&hand, "F1", "daughter", "father", "0", SEX_FEMALE, ROLE_MISSING, NULL);
    hand_person(&hand, "F1", "son", "father", "0", SEX_MALE, ROLE_MISSING, NULL);
    /* Somebody's sex is unknown: the locus is left out of the whole family. */
    hand_person(&hand, "F2", "father2", "0", "0", SEX_MALE, ROLE_REFERENCE, "00");
    hand_person(&hand, "F2", "daughter2", "father2", "0", SEX_FEMALE, ROLE_MISSING, NULL);
    hand_person(&hand, "F2", "other", "father2", "0", SEX_UNKNOWN, ROLE_OTHER, NULL);
    hand_remains(&hand, "A", SEX_FEMALE, 0, "01");
    hand_remains(&hand, "B", SEX_FEMALE, 0, "12");
    hand_remains(&hand, "C", SEX_MALE, 0, "22");
    hand_remains(&hand, "D", SEX_UNKNOWN, 0, "00"); /* nothing can be said of it on X */
    compare(-INFINITY);
    assert_pairing(0, 0, 0.2 / (2 * 0.1 * 0.2), 1, 0);
    assert_pairing(1, 0, 0, 1, 1);
    assert_pairing(2, 1, 1, 1, 0);
    assert_pairing(3, 0, 1, 0, 0);
    assert_pairing(0, 2, 1, 0, 0);
    assert_null(pairing_of(2, 0));
}

/* Theta: both hypotheses draw from one urn. Father aa, son aa: three alleles drawn above, four
 * below. */
static void theta_shares_the_urn(void **state) {
    (void)state;
    double theta = 0.03, p = 0.1;
    hand_markers(&hand, 1, AUTOSOME, 4, frequencies, 0);
    hand.dataset.theta = theta;
    hand_person(&hand, "F1", "father", "0", "0", SEX_MALE, ROLE_REFERENCE, "00");
    hand_person(&hand, "F1", "son", "father", "0", SEX_MALE, ROLE_MISSING, NULL);
    hand_remains(&hand, "A", SEX_MALE, 0, "00");
    compare(-INFINITY);
    assert_pairing(0, 0, (1 + 2 * theta) / (3 * theta + (1 - theta) * p), 1, 0);
}

/* Drop-out: one peak of a son whose father has other alleles than that one beside it. Father bc,
 * seen a: true genotypes ab or ac that lost an allele. */
static void drop_out_of_the_remains(void **state) {
    (void)state;
    double d = 0.1, p = 0.1;
    hand_markers(&hand, 1, AUTOSOME, 4, frequencies, 0);
    hand_person(&hand, "F1", "father", "0", "0", SEX_MALE, ROLE_REFERENCE, "12");
    hand_person(&hand, "F1", "son", "father", "0", SEX_MALE, ROLE_MISSING, NULL);
    hand_remains(&hand, "A", SEX_MALE, d, "00");
    compare(-INFINITY);
    double population = p * p * (1 - d * d) + 2 * p * (1 - p) * d * (1 - d);
    assert_pairing(0, 0, p * d * (1 - d) / population, 1, 0);
}

/* Poor pairs need not be kept one by one: their ratios are added up. */
static void poor_pairs_are_only_summed(void **state) {
    (void)state;
    hand_markers(&hand, 1, AUTOSOME, 4, frequencies, 0.01);
    hand_person(&hand, "F1", "father", "0", "0", SEX_MALE, ROLE_REFERENCE, "01");
    hand_person(&hand, "F1", "son", "father", "0", SEX_MALE, ROLE_MISSING, NULL);
    static const char *const seen[] = {"00", "01", "23", "33", "12", "22"};
    for (int i = 0; i < 6; i++) hand_remains(&hand, "A", SEX_MALE, 0, seen[i]);
    compare(-INFINITY);
    assert_int_equal(pairwise.count, 6);
    double sum = 0;
    size_t kept = 0;
    for (size_t p = 0; p < 6; p++) {
        if (pairwise.pairing[p].log_ratio < 0) sum += exp(pairwise.pairing[p].log_ratio);
        else kept++;
    }
    compare(0);
    assert_int_equal(pairwise.count, kept);
    assert_true(fabs(pairwise.sum_left_out[0] - sum) < 1e-12 && sum > 0);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, hand_begin, hand_end)
    const struct CMUnitTest tests[] = {
        TEST(father_and_son),
        TEST(exclusions_count_without_mutation),
        TEST(kin_by_marriage_counts_no_loci),
        TEST(who_is_informative),
        TEST(inbreeding_is_told_by_the_pedigree_alone),
        TEST(x_loci),
        TEST(theta_shares_the_urn),
        TEST(drop_out_of_the_remains),
        TEST(poor_pairs_are_only_summed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
