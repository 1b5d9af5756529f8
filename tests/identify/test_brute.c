/* The enumerator that the engine is tested against, itself held against formulas worked by hand and
 * against published cases. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "brute.h"
#include "kin_files.h"
#include "random_case.h"

static const struct genotype untyped = {ALLELE_UNTYPED, ALLELE_UNTYPED};

static void assert_close(const char *what, double found, double expected) {
    if (fabs(found - expected) > 1e-12 * fabs(expected))
        fail_msg("%s: %.17g instead of %.17g", what, found, expected);
}

/* Alleles 0 … 3 of frequencies .1 .2 .3 .4, or with the last one silent. */
static struct marker make_marker(struct arena *arena, enum chromosome chromosome, bool silent) {
    static const char *const names[] = {"8", "9", "10", "11"};
    static const double frequencies[] = {0.1, 0.2, 0.3, 0.4};
    struct marker marker;
    struct error error = {0};
    assert_true(marker_make(arena, "SYNTHETIC", chromosome, silent ? 3 : 4, names, frequencies,
                            silent ? 0.4 : -1, &marker, &error));
    return marker;
}

static struct person trio_persons[] = {{"father", -1, -1, SEX_MALE},
                                       {"mother", -1, -1, SEX_FEMALE},
                                       {"daughter", 0, 1, SEX_FEMALE}};
static const struct pedigree trio = {3, trio_persons};
static struct person single_person[] = {{"person", -1, -1, SEX_FEMALE}};
static const struct pedigree single = {1, single_person};
static const double no_dropout[3] = {0, 0, 0};

static void trio_by_hand(void **state) {
    (void)state;
    struct arena arena;
    arena_open(&arena, 0);
    struct marker marker = make_marker(&arena, AUTOSOME, false);
    struct genotype seen[] = {{0, 1}, {1, 2}, {0, 2}};
    assert_close("trio", brute_likelihood(&marker, &trio, seen, no_dropout, 0),
                 2 * 0.1 * 0.2 * 2 * 0.2 * 0.3 / 4);
    struct genotype nobody[] = {untyped, untyped, untyped};
    assert_close("nobody typed", brute_likelihood(&marker, &trio, nobody, no_dropout, 0.03), 1);
    struct genotype excluded[] = {{0, 0}, {1, 2}, {3, 2}};
    assert_true(brute_likelihood(&marker, &trio, excluded, no_dropout, 0) == 0);
    arena_close(&arena);
}

static void one_given_parent_leaves_the_other_allele_to_the_population(void **state) {
    (void)state;
    struct arena arena;
    arena_open(&arena, 0);
    struct marker marker = make_marker(&arena, AUTOSOME, false);
    struct person persons[] = {{"child", 1, -1, SEX_MALE}, {"father", -1, -1, SEX_MALE}};
    struct genotype seen[] = {{0, 2}, {0, 1}};
    struct pedigree duo = {2, persons};
    assert_close("duo", brute_likelihood(&marker, &duo, seen, no_dropout, 0),
                 2 * 0.1 * 0.2 * 0.5 * 0.3);
    arena_close(&arena);
}

static void theta_draws_from_one_urn(void **state) {
    (void)state;
    struct arena arena;
    arena_open(&arena, 0);
    struct marker marker = make_marker(&arena, AUTOSOME, false);
    struct genotype homozygous = {0, 0};
    assert_close("one homozygote",
                 brute_likelihood(&marker, &single, &homozygous, no_dropout, 0.03),
                 0.1 * (0.03 + 0.97 * 0.1));
    struct person persons[] = {{"x", -1, -1, SEX_FEMALE}, {"y", -1, -1, SEX_FEMALE}};
    struct pedigree two = {2, persons};
    struct genotype seen[] = {{0, 1}, {0, 0}};
    double theta = 0.03, rest = 0.97;
    assert_close("two unrelated", brute_likelihood(&marker, &two, seen, no_dropout, theta),
                 2 * 0.1 * (rest * 0.2) * (theta + rest * 0.1) / (1 + theta) *
                     (2 * theta + rest * 0.1) / (1 + 2 * theta));
    arena_close(&arena);
}

static void drop_out_and_silent_by_hand(void **state) {
    (void)state;
    struct arena arena;
    arena_open(&arena, 0);
    struct marker marker = make_marker(&arena, AUTOSOME, true);
    double d = 0.1, dropout[] = {0.1};
    struct genotype pair = {0, 1}, one = {0, 0}, half = {0, ALLELE_UNKNOWN};
    assert_close("two peaks", brute_likelihood(&marker, &single, &pair, dropout, 0),
                 2 * 0.1 * 0.2 * 0.9 * 0.9);
    assert_close("one peak", brute_likelihood(&marker, &single, &one, dropout, 0),
                 0.1 * 0.1 * (1 - d * d) + 2 * 0.1 * 0.4 * (1 - d) + 2 * 0.1 * 0.5 * d * (1 - d));
    assert_close("second unknown", brute_likelihood(&marker, &single, &half, dropout, 0),
                 0.1 * 0.1 * (1 - d * d) + 2 * 0.1 * 0.9 * (1 - d));
    arena_close(&arena);
}

static void x_by_hand(void **state) {
    (void)state;
    struct arena arena;
    arena_open(&arena, 0);
    struct marker marker = make_marker(&arena, X_CHROMOSOME, false);
    struct mutation_model male = {.kind = MUTATION_EQUAL, .rate = 0.003}, none = {0};
    struct error error = {0};
    struct genotype seen[] = {{0, 0}, {1, 2}, {0, 2}};
    double before = brute_likelihood(&marker, &trio, seen, no_dropout, 0);
    assert_close("daughter", before, 0.1 * 2 * 0.2 * 0.3 / 2);
    assert_true(marker_set_mutation(&arena, &marker, &male, &none, &error));
    struct genotype mutated[] = {{3, 3}, {1, 2}, {0, 2}};
    assert_close("daughter by mutation", brute_likelihood(&marker, &trio, mutated, no_dropout, 0),
                 0.4 * 2 * 0.2 * 0.3 * 0.001 / 2);
    struct person persons[] = {{"father", -1, -1, SEX_MALE},
                               {"mother", -1, -1, SEX_FEMALE},
                               {"son", 0, 1, SEX_MALE}};
    struct pedigree with_son = {3, persons};
    struct genotype son[] = {{3, 3}, {1, 2}, {2, 2}};
    assert_close("son", brute_likelihood(&marker, &with_son, son, no_dropout, 0),
                 0.4 * 2 * 0.2 * 0.3 / 2);
    arena_close(&arena);
}

/* Everybody's chances add up to 1 over all that can be seen without drop-out and silent alleles. */
static void all_observations_sum_to_one(void **state) {
    (void)state;
    struct arena arena;
    arena_open(&arena, 0);
    struct marker marker = make_marker(&arena, AUTOSOME, false);
    struct mutation_model model = {.kind = MUTATION_STEPWISE, .rate = 0.1, .range = 0.3};
    struct error error = {0};
    assert_true(marker_set_mutation(&arena, &marker, &model, &model, &error));
    double sum = 0;
    for (int a = 0; a < 4; a++)
        for (int b = a; b < 4; b++)
            for (int c = 0; c < 4; c++)
                for (int e = c; e < 4; e++) {
                    struct genotype seen[] = {{a, b}, untyped, {c, e}};
                    sum += brute_likelihood(&marker, &trio, seen, no_dropout, 0.1);
                }
    assert_close("sum", sum, 1);
    arena_close(&arena);
}

enum { MOST_COMBINATIONS = 200000000 };

static bool too_large(const struct kin_case *kin) {
    for (int i = 0; i < kin->hypothesis_count; i++) {
        const struct kin_hypothesis *hypothesis = &kin->hypothesis[i];
        for (int m = 0; m < kin->panel.count; m++) {
            const struct genotype *seen = &hypothesis->genotype[m * hypothesis->pedigree.count];
            double size = brute_size(&kin->panel.marker[m], &hypothesis->pedigree, seen);
            if (size <= MOST_COMBINATIONS) continue;
            fprintf(stderr, "*** SKIPPED: %s is too large to enumerate (%.2g combinations)\n",
                    kin->name, size);
            return true;
        }
    }
    return false;
}

static double log_likelihood(const struct kin_case *kin, int index) {
    const struct kin_hypothesis *hypothesis = &kin->hypothesis[index];
    double sum = 0;
    for (int m = 0; m < kin->panel.count; m++)
        sum += log(brute_likelihood(&kin->panel.marker[m], &hypothesis->pedigree,
                                    &hypothesis->genotype[m * hypothesis->pedigree.count],
                                    hypothesis->dropout, kin->theta));
    return sum;
}

static void published_likelihoods(void **state) {
    (void)state;
    struct arena arena;
    arena_open(&arena, 0);
    const char *folder = kin_folder(&arena);
    if (!folder) {
        arena_close(&arena);
        skip();
        return;
    }
    int count, compared = 0;
    struct kin_expected *expected = kin_read_expected(&arena, folder, "expected.tsv", 1, &count);
    for (int i = 0; i < count; i++) {
        struct kin_case kin = kin_read_case(&arena, folder, expected[i].name);
        assert_int_equal(kin.panel.count, 1);
        if (too_large(&kin)) continue;
        assert_close(kin.name,
                     brute_likelihood(&kin.panel.marker[0], &kin.hypothesis[0].pedigree,
                                      kin.hypothesis[0].genotype, kin.hypothesis[0].dropout,
                                      kin.theta),
                     expected[i].number[0]);
        compared++;
    }
    printf("%d of %d published likelihoods compared\n", compared, count);
    assert_true(compared > count * 3 / 4);
    arena_close(&arena);
}

static void published_ratios(void **state) {
    (void)state;
    struct arena arena;
    arena_open(&arena, 0);
    const char *folder = kin_folder(&arena);
    if (!folder) {
        arena_close(&arena);
        skip();
        return;
    }
    int count;
    struct kin_expected *expected = kin_read_expected(&arena, folder, "expected_lr.tsv", 3, &count);
    for (int i = 0; i < count; i++) {
        struct kin_case kin = kin_read_case(&arena, folder, expected[i].name);
        assert_int_equal(kin.hypothesis_count, 2);
        assert_int_equal(kin.reference, 1);
        if (too_large(&kin)) continue;
        double related = log_likelihood(&kin, 0), unrelated = log_likelihood(&kin, 1);
        assert_close(kin.name, related, expected[i].number[0]);
        assert_close(kin.name, unrelated, expected[i].number[1]);
        assert_close(kin.name, (related - unrelated) / log(10), expected[i].number[2]);
    }
    arena_close(&arena);
}

/* The generator keeps its promises: valid pedigrees, likelihoods between 0 and 1, the same again
 * from the same seed, and every model, chromosome and kind of observation among them. */
static void random_cases_are_valid_and_various(void **state) {
    (void)state;
    enum { CASES = 1500 };
    int kinds[MUTATION_CUSTOM + 1] = {0}, x = 0, silent = 0, possible = 0, half = 0, inbred = 0;
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        struct arena arena;
        arena_open(&arena, 0);
        struct random_case random = random_case_make(&arena, seed);
        struct error error = {0};
        if (!pedigree_check(&random.pedigree, NULL, &error))
            fail_msg("seed %llu: %s", (unsigned long long)seed, error.text);
        double likelihood = brute_likelihood(&random.marker, &random.pedigree, random.genotype,
                                             random.dropout, random.theta);
        if (!(likelihood >= 0 && likelihood <= 1 + 1e-12))
            fail_msg("seed %llu: likelihood %g\n%s", (unsigned long long)seed, likelihood,
                     random_case_text(&arena, &random));
        struct random_case again = random_case_make(&arena, seed);
        assert_string_equal(random_case_text(&arena, &again), random_case_text(&arena, &random));
        for (int i = 0; i < 2; i++)
            if (random.marker.transmission[i]) kinds[random.marker.model[i].kind]++;
        x += random.marker.chromosome == X_CHROMOSOME;
        silent += random.marker.has_silent;
        possible += likelihood > 0;
        for (int i = 0; i < random.pedigree.count; i++) {
            const struct person *person = &random.pedigree.person[i];
            half += (person->father < 0) != (person->mother < 0);
            if (person->father < 0 || person->mother < 0) continue;
            const struct person *father = &random.pedigree.person[person->father];
            inbred += father->mother == person->mother;
        }
        arena_close(&arena);
    }
    for (int i = MUTATION_EQUAL; i <= MUTATION_CUSTOM; i++) assert_true(kinds[i] > CASES / 100);
    assert_true(x > CASES / 4);
    assert_true(silent > CASES / 10);
    assert_true(possible > CASES / 2);
    assert_true(half > CASES / 10);
    assert_true(inbred > CASES / 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trio_by_hand),
        cmocka_unit_test(one_given_parent_leaves_the_other_allele_to_the_population),
        cmocka_unit_test(theta_draws_from_one_urn),
        cmocka_unit_test(drop_out_and_silent_by_hand),
        cmocka_unit_test(x_by_hand),
        cmocka_unit_test(all_observations_sum_to_one),
        cmocka_unit_test(published_likelihoods),
        cmocka_unit_test(published_ratios),
        cmocka_unit_test(random_cases_are_valid_and_various),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
