/* The lists of namings of families with several missing persons: what is listed has the right
 * ratio, and what is left out is never more than what is said to be left out. A proof rests on it,
 * so it is tried on hundreds of random families with partial profiles, drop-out and mutation. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "brute_joint.h"
#include "hand_dataset.h"
#include "identify/naming_bounds.h"
#include "identify/naming_search.h"
#include "identify/namings.h"
#include "identify/simulate.h"
#include "random_dataset.h"

enum { MOST = NAMING_MOST_MISSING + 1 };

/* One family, and its namings listed whole. */
struct trial {
    struct arena arena;
    uint64_t seed;
    struct dataset dataset;
    struct individuals individuals;
    struct casework casework;
    struct prior prior;
    struct pairwise pairwise;
    struct naming_bounds bounds;
    struct namings whole;
    double *log_ratio;   /* by key_of; -INFINITY: impossible */
    size_t keys, listed; /* possible ones */
};

/* The naming as a number whose digits are, for each missing person, the individual + 1. */
static size_t key_of(const struct trial *trial, const struct naming *naming) {
    size_t key = 0, base = (size_t)trial->individuals.count + 1;
    for (int j = 0, k = 0; j < trial->dataset.missing_count; j++) {
        key *= base;
        if (k < naming->count && naming->missing[k] == j)
            key += (size_t)naming->individual[k++] + 1;
    }
    return key;
}

static int names_in(const struct trial *trial, size_t key) {
    int names = 0;
    for (; key; key /= (size_t)trial->individuals.count + 1)
        names += key % ((size_t)trial->individuals.count + 1) != 0;
    return names;
}

/* Lists everything of the trial's data set, and makes the bounds. */
static void list_whole(struct trial *trial, enum prior_kind kind) {
    struct arena *arena = &trial->arena;
    struct error error = {0};
    if (!individuals_find(arena, &trial->dataset, false, INDIVIDUALS_THRESHOLD, 1, NULL,
                          &trial->individuals, &error) ||
        !casework_prepare(arena, &trial->dataset, &trial->individuals, 1, NULL, &trial->casework,
                          &error) ||
        !prior_make(kind, &trial->casework, &trial->prior, &error) ||
        !pairwise_compare(arena, &trial->casework, -INFINITY, 1, NULL, NULL, &trial->pairwise,
                          &error) ||
        !naming_bounds_make(arena, &trial->casework, &trial->prior, 1, NULL, &trial->bounds,
                            &error) ||
        !namings_list(arena, &trial->casework, &trial->pairwise, &trial->prior, 0, 1, NULL, NULL,
                      &trial->whole, &error))
        fail_msg("seed %llu: %s", (unsigned long long)trial->seed, error.text);
    trial->keys = 1;
    for (int j = 0; j < trial->dataset.missing_count; j++)
        trial->keys *= (size_t)trial->individuals.count + 1;
    trial->log_ratio = arena_new(arena, double, trial->keys);
    for (size_t k = 0; k < trial->keys; k++) trial->log_ratio[k] = -INFINITY;
    for (size_t n = 0; n < trial->whole.count; n++) {
        double *own = &trial->log_ratio[key_of(trial, &trial->whole.naming[n])];
        assert_true(*own == -INFINITY); /* each is listed once */
        *own = trial->whole.naming[n].log_ratio;
    }
    trial->listed = trial->whole.count;
}

static void open_trial(struct trial *trial, uint64_t seed, const struct random_shape *shape,
                       double theta) {
    *trial = (struct trial){.seed = seed};
    arena_open(&trial->arena, 0);
    trial->dataset = random_dataset_make(&trial->arena, seed, shape);
    trial->dataset.theta = theta;
    list_whole(trial, seed % 2 ? PRIOR_FLAT : PRIOR_INCIDENT);
}

/* What is in a partial list is as in the whole one; what is not adds up to no more than `left`.
 * Returns how many are left out. */
static size_t assert_partial(const struct trial *trial, const struct naming *naming, size_t count,
                             const double *left, double tolerance) {
    bool *listed = arena_new((struct arena *)&trial->arena, bool, trial->keys);
    for (size_t n = 0; n < count; n++) {
        size_t key = key_of(trial, &naming[n]);
        assert_false(listed[key]);
        listed[key] = true;
        if (!(fabs(naming[n].log_ratio - trial->log_ratio[key]) <= 1e-9))
            fail_msg("seed %llu: naming %zu: ln ratio %.17g, in the whole list %.17g",
                     (unsigned long long)trial->seed, key, naming[n].log_ratio,
                     trial->log_ratio[key]);
    }
    double sum[MOST] = {0};
    for (size_t k = 1; k < trial->keys; k++)
        if (!listed[k]) sum[names_in(trial, k)] += exp(trial->log_ratio[k]);
    for (int k = 1; k <= trial->dataset.missing_count; k++) {
        if (sum[k] <= left[k] * (1 + 1e-12)) continue;
        fprintf(stderr, "%s", random_dataset_text((struct arena *)&trial->arena, &trial->dataset));
        fail_msg("seed %llu, tolerance %g: namings of %d left out sum to %.17g, said to be at most "
                 "%.17g",
                 (unsigned long long)trial->seed, tolerance, k, sum[k], left[k]);
    }
    return trial->listed - count;
}

static const double tolerances[] = {0.9, 1e-3, 1e-6, 1e-10};
enum { TOLERANCES = sizeof tolerances / sizeof tolerances[0] };

/* The search with bounds, also for families small enough to be listed whole. */
static size_t search_partially(struct trial *trial) {
    int number[MOST], missing = 0;
    size_t left_out = 0;
    for (int j = 0; j < trial->dataset.missing_count; j++)
        if (prior_names(&trial->prior, &trial->casework, j)) number[missing++] = j;
    for (int t = 0; t < TOLERANCES && missing > 1; t++) {
        struct naming_search_result result;
        struct error error = {0};
        assert_true(naming_search(&trial->casework, &trial->pairwise, &trial->prior, &trial->bounds,
                                  0, number, missing, tolerances[t], &result, &error));
        left_out += assert_partial(trial, result.found, result.count, result.left, tolerances[t]);
        naming_search_close(&result);
    }
    return left_out;
}

static void try_families(uint64_t first, int families, const struct random_shape *shape,
                         double theta) {
    size_t left_out = 0, listed = 0;
    for (uint64_t seed = first; seed < first + (uint64_t)families; seed++) {
        struct trial trial;
        open_trial(&trial, seed, shape, theta);
        left_out += search_partially(&trial);
        listed += trial.listed * TOLERANCES;
        arena_close(&trial.arena);
    }
    /* The test is worth something only where much is left out. */
    assert_true(left_out > listed / 20);
}

static void left_out_with_few_loci(void **state) {
    (void)state;
    struct random_shape shape = {{1, 1}, {2, 4}, {5, 8}, {2, 5}, 3, false, false};
    try_families(1, 150, &shape, 0);
}

static void left_out_with_many_loci(void **state) {
    (void)state;
    struct random_shape shape = {{1, 1}, {2, 3}, {6, 12}, {8, 16}, 4, false, false};
    try_families(10001, 120, &shape, 0);
    shape.impossible = true;
    try_families(20001, 40, &shape, 0);
}

static void left_out_with_theta(void **state) {
    (void)state;
    struct random_shape shape = {{1, 1}, {2, 2}, {5, 8}, {3, 8}, 2, false, false};
    try_families(30001, 30, &shape, 0.05);
    shape.missing[1] = 3;
    shape.impossible = true;
    try_families(40001, 30, &shape, 0.01);
}

/* In-laws of other alleles fill the urn, and make those of the remains rarer in an unrelated person
 * than their frequencies say: ratios are then larger than without theta. */
static void left_out_with_theta_and_in_laws(void **state) {
    (void)state;
    static const double frequencies[] = {0.45, 0.45, 0.1};
    hand_open(&hand);
    hand_markers(&hand, 3, AUTOSOME, 3, frequencies, 0.05);
    hand_person(&hand, "F1", "father", "0", "0", SEX_MALE, ROLE_REFERENCE, "00");
    hand_person(&hand, "F1", "mother", "0", "0", SEX_FEMALE, ROLE_REFERENCE, "11");
    hand_person(&hand, "F1", "son", "father", "mother", SEX_MALE, ROLE_MISSING, NULL);
    hand_person(&hand, "F1", "daughter", "father", "mother", SEX_FEMALE, ROLE_MISSING, NULL);
    for (int i = 0; i < 5; i++)
        hand_person(&hand, "F1", arena_format(&hand.arena, "in_law%d", i), "0", "0", SEX_FEMALE,
                    ROLE_REFERENCE, "22");
    hand_remains(&hand, "A", SEX_MALE, 0, "01");
    hand_remains(&hand, "B", SEX_FEMALE, 0, "01");
    hand_remains(&hand, "C", SEX_MALE, 0, "22");
    hand_remains(&hand, "D", SEX_FEMALE, 0, "22");
    hand.dataset.theta = 0.1;
    struct trial trial = {.dataset = hand.dataset};
    arena_open(&trial.arena, 0);
    list_whole(&trial, PRIOR_FLAT);
    search_partially(&trial);
    arena_close(&trial.arena);
    hand_close(&hand);
}

/* Families too large for the whole list, through the function that the run uses. */
static void lists_of_large_families(void **state) {
    (void)state;
    static const struct random_shape shapes[] = {
        {{1, 1}, {3, 3}, {30, 32}, {4, 10}, 4, true, false},
        {{1, 1}, {4, 4}, {14, 15}, {4, 8}, 3, true, false},
        {{1, 1}, {2, 2}, {250, 260}, {4, 15}, 4, true, false}};
    size_t left_out = 0;
    for (uint64_t seed = 1; seed <= 24; seed++) {
        struct trial trial;
        open_trial(&trial, seed, &shapes[seed % 3], 0);
        for (int t = 0; t < TOLERANCES; t++) {
            struct namings namings;
            struct error error = {0};
            assert_true(namings_list(&trial.arena, &trial.casework, &trial.pairwise, &trial.prior,
                                     tolerances[t], 1, NULL, NULL, &namings, &error));
            assert_int_equal(namings.first[1], namings.count);
            double left[MOST] = {0};
            for (int k = 0; k <= namings.left[0].most; k++) left[k] = namings.left[0].sum[k];
            left_out += assert_partial(&trial, namings.naming, namings.count, left, tolerances[t]);
        }
        arena_close(&trial.arena);
    }
    assert_true(left_out > 0);
}

/* The whole list holds every possible naming, with the ratio that the definition gives, and nothing
 * else. */
static void assert_whole(struct trial *trial) {
    struct brute_joint truth =
        brute_joint_make(&trial->arena, &trial->dataset, trial->prior.kind);
    size_t base = (size_t)trial->individuals.count + 1, possible = 0;
    for (size_t a = 0; a < truth.count; a++) {
        const int *named = truth.named + a * (base - 1);
        size_t key = 0;
        for (int j = 0; j < trial->dataset.missing_count; j++) {
            key *= base;
            for (size_t i = 0; i + 1 < base; i++)
                if (named[i] == j) key += i + 1;
        }
        double found = key ? trial->log_ratio[key] : 0, expected = truth.log_ratio[a];
        possible += key && expected > -INFINITY;
        if (found != expected && !(fabs(found - expected) <= 1e-10))
            fail_msg("seed %llu: naming %zu: %.17g, enumeration %.17g",
                     (unsigned long long)trial->seed, key, found, expected);
    }
    assert_int_equal(trial->listed, possible);
}

static void whole_list_by_enumeration(void **state) {
    (void)state;
    struct random_shape shape = {{1, 1}, {2, 3}, {3, 5}, {2, 4}, 3, false, false};
    for (uint64_t seed = 1; seed <= 80; seed++) {
        struct trial trial;
        open_trial(&trial, seed, &shape, 0);
        assert_whole(&trial);
        arena_close(&trial.arena);
    }
}

/* Brothers of whom nothing is typed can be exchanged, and are searched in one order only: all
 * orders are listed, and what is left out counts all of them. A sister, and a brother with a child,
 * cannot be. */
static void brothers_by_enumeration(void **state) {
    (void)state;
    static const double frequencies[] = {0.4, 0.3, 0.2, 0.1};
    struct simulate_random random;
    size_t left_out = 0;
    simulate_seed(&random, 7);
    for (uint64_t seed = 1; seed <= 12; seed++) {
        hand_open(&hand);
        hand_markers(&hand, 4, AUTOSOME, 4, frequencies, seed % 2 ? 0.02 : 0);
        hand_person(&hand, "F1", "father", "0", "0", SEX_MALE, ROLE_REFERENCE, "01");
        hand_person(&hand, "F1", "mother", "0", "0", SEX_FEMALE, ROLE_OTHER, NULL);
        hand_person(&hand, "F1", "wife", "0", "0", SEX_FEMALE, ROLE_OTHER, NULL);
        for (int i = 0; i < 3; i++)
            hand_person(&hand, "F1", arena_format(&hand.arena, "brother%d", i), "father", "mother",
                        SEX_MALE, ROLE_MISSING, NULL);
        if (seed % 3 == 0)
            hand_person(&hand, "F1", "nephew", "brother1", "wife", SEX_MALE, ROLE_REFERENCE, "02");
        if (seed % 3 == 1)
            hand_person(&hand, "F1", "sister", "father", "mother", SEX_FEMALE, ROLE_MISSING, NULL);
        for (int i = 0; i < 5; i++)
            hand_remains(&hand, arena_format(&hand.arena, "R%d", i),
                         i == 4 ? SEX_UNKNOWN : SEX_MALE, 0,
                         arena_format(&hand.arena, "%u%u", (unsigned)simulate_below(&random, 4),
                                      (unsigned)simulate_below(&random, 4)));
        hand.dataset.missing_total = 20;
        struct trial trial = {.dataset = hand.dataset, .seed = seed};
        arena_open(&trial.arena, 0);
        list_whole(&trial, seed % 2 ? PRIOR_FLAT : PRIOR_INCIDENT);
        assert_whole(&trial);
        left_out += search_partially(&trial);
        arena_close(&trial.arena);
        hand_close(&hand);
    }
    assert_true(left_out > 0);
}

/* ------------------------------------------------------------------ bounds of single genotypes */

static double log_of(struct engine *engine, const struct marker *marker,
                     const struct pedigree *pedigree, const struct evidence *evidence) {
    struct question question = {marker, pedigree, evidence, 0, false};
    struct error error = {0};
    double found = 0;
    assert_true(likelihood_of(engine, &question, &found, &error));
    return found;
}

/* A child given a parent, whatever else is known of the grandparents and of the other parent, fits
 * no better than the bound. */
static void bound_of_a_child(void **state) {
    (void)state;
    struct random_shape shape = {{1, 1}, {1, 1}, {6, 9}, {4, 6}, 1, true, false};
    struct engine *engine = engine_open();
    size_t tight = 0;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct trial trial;
        open_trial(&trial, seed, &shape, 0);
        int count = trial.individuals.count;
        for (int sex = 0; sex < 2; sex++) {
            enum sex own = sex == MALE_PARENT ? SEX_MALE : SEX_FEMALE;
            enum sex other = sex == MALE_PARENT ? SEX_FEMALE : SEX_MALE;
            for (int i = 0; i < count * count; i++) {
                int parent = i / count, child = i % count;
                if (parent == child || trial.individuals.individual[parent].sex != own) continue;
                enum { GRANDFATHER, GRANDMOTHER, PARENT, SPOUSE, CHILD };
                struct person person[] = {{"a", -1, -1, SEX_MALE},
                                          {"b", -1, -1, SEX_FEMALE},
                                          {"c", 0, 1, own},
                                          {"d", -1, -1, other},
                                          {"e", own == SEX_MALE ? PARENT : SPOUSE,
                                           own == SEX_MALE ? SPOUSE : PARENT,
                                           trial.individuals.individual[child].sex}};
                struct pedigree pedigree = {5, person};
                for (int m = 0; m < trial.dataset.panel.count; m++) {
                    const struct marker *marker = &trial.dataset.panel.marker[m];
                    struct evidence evidence[5] = {{0}};
                    for (int p = 0; p < 4; p++) {
                        const struct individual *from =
                            &trial.individuals.individual[(i + p * (int)seed) % count];
                        if (p == PARENT) from = &trial.individuals.individual[parent];
                        if (p == PARENT || (from->sex == person[p].sex && (i + p) % 3))
                            evidence[p] = from->evidence[m];
                    }
                    double without = log_of(engine, marker, &pedigree, evidence);
                    if (without == -INFINITY) continue; /* these relatives contradict each other */
                    evidence[CHILD] = trial.individuals.individual[child].evidence[m];
                    double alone =
                        trial.casework.catalogue[m].log_population[trial.casework.entry[child][m]];
                    double ratio = log_of(engine, marker, &pedigree, evidence) - without - alone;
                    int at = trial.casework.entry[parent][m] * trial.casework.catalogue[m].count +
                             trial.casework.entry[child][m];
                    double bound = trial.bounds.child[sex][m][at];
                    tight += ratio > bound - 1e-9 && bound != 0;
                    if (ratio > bound + 1e-12)
                        fail_msg("seed %llu: %s: ln ratio %.17g, bound %.17g",
                                 (unsigned long long)seed, marker->name, ratio, bound);
                }
            }
        }
        arena_close(&trial.arena);
    }
    engine_close(engine);
    assert_true(tight > 0); /* it is reached */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_list_by_enumeration),
        cmocka_unit_test(brothers_by_enumeration),
        cmocka_unit_test(bound_of_a_child),
        cmocka_unit_test(left_out_with_few_loci),
        cmocka_unit_test(left_out_with_many_loci),
        cmocka_unit_test(lists_of_large_families),
        cmocka_unit_test(left_out_with_theta),
        cmocka_unit_test(left_out_with_theta_and_in_laws),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
