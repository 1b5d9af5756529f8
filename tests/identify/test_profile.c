/* What was seen as weights of the true genotype, against the definitions and the enumerator. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "brute.h"
#include "identify/profile.h"

static struct arena arena;

static int open_arena(void **state) {
    (void)state;
    arena_open(&arena, 0);
    return 0;
}

static int close_arena(void **state) {
    (void)state;
    arena_close(&arena);
    return 0;
}

/* Alleles 0, 1, 2 of frequencies .1 .2 .3, and .4 silent or allele 3. */
static struct marker make(enum chromosome chromosome, bool silent) {
    static const char *const names[] = {"8", "9", "10", "11"};
    static const double frequencies[] = {0.1, 0.2, 0.3, 0.4};
    struct marker marker;
    struct error error = {0};
    assert_true(marker_make(&arena, "SYNTHETIC", chromosome, silent ? 3 : 4, names, frequencies,
                            silent ? 0.4 : -1, &marker, &error));
    return marker;
}

static void assert_evidence(struct evidence found, enum evidence_kind kind, int a, int b,
                            double whole, double silent, double other) {
    assert_int_equal(found.kind, kind);
    assert_int_equal(found.a, a);
    assert_int_equal(found.b, b);
    assert_true(fabs(found.whole - whole) < 1e-15);
    assert_true(fabs(found.silent - silent) < 1e-15);
    assert_true(fabs(found.other - other) < 1e-15);
}

static void assert_impossible(struct evidence found) {
    assert_int_equal(found.kind, EVIDENCE_IMPOSSIBLE);
}

static const struct genotype untyped = {ALLELE_UNTYPED, ALLELE_UNTYPED};

static void weights_of_what_was_seen(void **state) {
    (void)state;
    struct marker plain = make(AUTOSOME, false), silent = make(AUTOSOME, true);
    struct genotype pair = {2, 1}, one = {1, 1}, half = {1, ALLELE_UNKNOWN};
    struct genotype turned = {ALLELE_UNKNOWN, 1};
    assert_evidence(evidence_of(&plain, untyped, 0.1, SEX_MALE), EVIDENCE_NONE, 0, 0, 0, 0, 0);
    assert_evidence(evidence_of(&plain, pair, 0.1, SEX_MALE), EVIDENCE_PAIR, 1, 2, 0.81, 0, 0);
    assert_evidence(evidence_of(&plain, one, 0.1, SEX_MALE), EVIDENCE_ONE, 1, 0, 0.99, 0, 0.09);
    assert_evidence(evidence_of(&silent, one, 0.1, SEX_MALE), EVIDENCE_ONE, 1, 0, 0.99, 0.9, 0.09);
    assert_evidence(evidence_of(&silent, one, 0, SEX_FEMALE), EVIDENCE_ONE, 1, 0, 1, 1, 0);
    assert_evidence(evidence_of(&silent, half, 0.1, SEX_MALE), EVIDENCE_ONE, 1, 0, 0.99, 0.9, 0.9);
    assert_evidence(evidence_of(&silent, turned, 0.1, SEX_MALE), EVIDENCE_ONE, 1, 0, 0.99, 0.9,
                    0.9);
    assert_impossible(evidence_of(&silent, (struct genotype){0, 3}, 0.1, SEX_MALE));
    assert_impossible(evidence_of(&plain, one, 1, SEX_MALE));
    assert_impossible(evidence_of(&plain, pair, 1, SEX_MALE));
}

static void one_allele_of_a_male_on_x(void **state) {
    (void)state;
    struct marker x = make(X_CHROMOSOME, true);
    struct genotype pair = {2, 1}, one = {1, 1}, half = {1, ALLELE_UNKNOWN};
    assert_evidence(evidence_of(&x, one, 0.1, SEX_MALE), EVIDENCE_ONE, 1, 0, 0.9, 0, 0);
    assert_evidence(evidence_of(&x, half, 0.1, SEX_MALE), EVIDENCE_ONE, 1, 0, 0.9, 0, 0);
    assert_impossible(evidence_of(&x, pair, 0.1, SEX_MALE));
    assert_evidence(evidence_of(&x, pair, 0.1, SEX_FEMALE), EVIDENCE_PAIR, 1, 2, 0.81, 0, 0);
    assert_evidence(evidence_of(&x, one, 0.1, SEX_UNKNOWN), EVIDENCE_ONE, 1, 0, 0.99, 0.9, 0.09);
    struct evidence a = evidence_of(&x, one, 0.1, SEX_MALE);
    struct evidence b = evidence_of(&x, (struct genotype){2, 2}, 0.1, SEX_MALE);
    assert_impossible(evidence_both(a, b));
}

static void two_observations_of_one_person(void **state) {
    (void)state;
    struct evidence none = {0}, never = {.kind = EVIDENCE_IMPOSSIBLE};
    struct evidence pair = {EVIDENCE_PAIR, 1, 2, 0.5, 0, 0};
    struct evidence other_pair = {EVIDENCE_PAIR, 1, 3, 0.5, 0, 0};
    struct evidence one = {EVIDENCE_ONE, 1, 0, 0.5, 0.25, 0.125};
    struct evidence two = {EVIDENCE_ONE, 2, 0, 0.5, 0.25, 0.75};
    struct evidence three = {EVIDENCE_ONE, 3, 0, 0.5, 0.25, 0.75};
    struct evidence certain = {EVIDENCE_ONE, 2, 0, 1, 1, 0};
    assert_evidence(evidence_both(none, none), EVIDENCE_NONE, 0, 0, 0, 0, 0);
    assert_evidence(evidence_both(pair, none), EVIDENCE_PAIR, 1, 2, 0.5, 0, 0);
    assert_evidence(evidence_both(none, one), EVIDENCE_ONE, 1, 0, 0.5, 0.25, 0.125);
    assert_evidence(evidence_both(pair, pair), EVIDENCE_PAIR, 1, 2, 0.25, 0, 0);
    assert_evidence(evidence_both(one, one), EVIDENCE_ONE, 1, 0, 0.25, 0.0625, 0.015625);
    assert_evidence(evidence_both(two, one), EVIDENCE_PAIR, 1, 2, 0.09375, 0, 0);
    assert_evidence(evidence_both(one, two), EVIDENCE_PAIR, 1, 2, 0.09375, 0, 0);
    assert_evidence(evidence_both(pair, one), EVIDENCE_PAIR, 1, 2, 0.0625, 0, 0);
    assert_evidence(evidence_both(two, pair), EVIDENCE_PAIR, 1, 2, 0.375, 0, 0);
    assert_impossible(evidence_both(pair, other_pair));
    assert_impossible(evidence_both(pair, three));
    assert_impossible(evidence_both(pair, certain));
    assert_impossible(evidence_both(one, certain));
    assert_impossible(evidence_both(never, none));
    assert_impossible(evidence_both(one, never));
    /* Only "beside another allele" is left: still one allele, not impossible. */
    struct evidence beside = {EVIDENCE_ONE, 2, 0, 0, 0, 0.5};
    assert_evidence(evidence_both(two, beside), EVIDENCE_ONE, 2, 0, 0, 0, 0.375);
    assert_impossible(evidence_both(certain, beside));
}

static void sameness(void **state) {
    (void)state;
    struct evidence one = {EVIDENCE_ONE, 1, 0, 0.5, 0.25, 0.125}, other = one;
    assert_true(evidence_same(&one, &other));
    other.silent = 0.3;
    assert_false(evidence_same(&one, &other));
    other = one;
    other.a = 2;
    assert_false(evidence_same(&one, &other));
    struct evidence none = {0};
    assert_false(evidence_same(&one, &none));
}

/* Every observation of a single person, against the sum over all genotypes. */
static void population_as_enumerated(void **state) {
    (void)state;
    static const double dropouts[] = {0, 0.05, 0.3};
    for (int kind = 0; kind < 4; kind++) {
        struct marker marker = make(kind / 2 ? X_CHROMOSOME : AUTOSOME, kind % 2);
        for (enum sex sex = SEX_UNKNOWN; sex <= SEX_FEMALE; sex++)
            for (int a = 0; a < 3; a++)
                for (int b = ALLELE_UNKNOWN; b < 3; b++)
                    for (int d = 0; d < 3; d++) {
                        struct genotype seen = {a, b};
                        if (b == ALLELE_UNTYPED) seen = untyped;
                        struct person person = {"x", -1, -1, sex};
                        struct pedigree single = {1, &person};
                        double brute =
                            brute_likelihood(&marker, &single, &seen, &dropouts[d], 0);
                        struct evidence evidence = evidence_of(&marker, seen, dropouts[d], sex);
                        double found = evidence_log_population(&marker, &evidence, sex);
                        if (brute > 0) assert_true(fabs(found - log(brute)) < 1e-14);
                        else assert_true(found == -INFINITY);
                    }
    }
}

static void population_of_rare_alleles(void **state) {
    (void)state;
    static const char *const names[] = {"8", "9"};
    static const double frequencies[] = {1e-200, 1};
    struct marker marker;
    struct error error = {0};
    assert_true(marker_make(&arena, "SYNTHETIC", AUTOSOME, 2, names, frequencies, -1, &marker,
                            &error));
    struct evidence rare = evidence_of(&marker, (struct genotype){0, 0}, 0, SEX_MALE);
    double expected = -400 * log(10);
    assert_true(fabs(evidence_log_population(&marker, &rare, SEX_MALE) - expected) < 1e-10);
    struct evidence never = {.kind = EVIDENCE_IMPOSSIBLE};
    assert_true(evidence_log_population(&marker, &never, SEX_MALE) == -INFINITY);
}

int main(void) {
#define IN_ARENA(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)
    const struct CMUnitTest tests[] = {
        IN_ARENA(weights_of_what_was_seen),
        IN_ARENA(one_allele_of_a_male_on_x),
        IN_ARENA(two_observations_of_one_person),
        IN_ARENA(sameness),
        IN_ARENA(population_as_enumerated),
        IN_ARENA(population_of_rare_alleles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
