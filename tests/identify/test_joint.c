/* Identification as a whole against the enumeration of every assignment, on hundreds of random
 * small data sets: pairwise ratios, posteriors, generalised ratios, the best assignments, under
 * both priors, by sex and with theta. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "brute_joint.h"
#include "identify/identification.h"
#include "random_dataset.h"

enum { CASES = 250 };

struct trial {
    struct arena arena;
    uint64_t seed;
    struct dataset dataset;
    struct identification run;
    struct brute_joint truth;
};

static void assert_near(struct trial *trial, const char *what, int i, int j, double found,
                        double expected, double tolerance) {
    if (found == expected || fabs(found - expected) <= tolerance) return;
    fprintf(stderr, "%s", random_dataset_text(&trial->arena, &trial->dataset));
    fail_msg("seed %llu: %s %d %d: %.17g, enumeration %.17g", (unsigned long long)trial->seed, what,
             i, j, found, expected);
}

static void assert_pairs(struct trial *trial) {
    const struct identification *run = &trial->run;
    int missing = trial->dataset.missing_count;
    size_t expected = 0;
    for (int i = 0; i < trial->dataset.remains_count * missing; i++)
        expected += !isnan(trial->truth.log_pair[i]);
    assert_int_equal(run->pairwise.count, expected);
    for (size_t p = 0; p < run->pairwise.count; p++) {
        const struct pairing *pairing = &run->pairwise.pairing[p];
        int i = pairing->individual, j = pairing->missing, at = i * missing + j;
        assert_near(trial, "ln LR", i, j, pairing->log_ratio, trial->truth.log_pair[at], 1e-10);
        assert_near(trial, "posterior", i, j, run->posterior[p], trial->truth.pair[at], 1e-9);
        /* NAN, not among the assignments, on both sides or on neither. */
        assert_int_equal(!isnan(run->log_glr[p]), !isnan(trial->truth.log_glr[at]));
        if (!isnan(run->log_glr[p]))
            assert_near(trial, "ln GLR", i, j, run->log_glr[p], trial->truth.log_glr[at], 1e-9);
    }
    for (int i = 0; i < trial->dataset.remains_count; i++)
        assert_near(trial, "nobody", i, -1, run->joint.nobody[i], trial->truth.nobody[i], 1e-9);
}

static int descending(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return a < b ? 1 : -(a > b);
}

/* The list has the best by weight, each once, with its own likelihood. */
static void assert_best(struct trial *trial) {
    const struct joint *joint = &trial->run.joint;
    struct brute_joint *truth = &trial->truth;
    double *sorted = arena_new(&trial->arena, double, truth->count);
    int possible = 0;
    for (size_t a = 0; a < truth->count; a++) {
        sorted[a] = truth->posterior[a];
        possible += truth->posterior[a] > 0;
    }
    qsort(sorted, truth->count, sizeof *sorted, descending);
    assert_int_equal(joint->best_count, possible < JOINT_BEST ? possible : JOINT_BEST);
    bool *met = arena_new(&trial->arena, bool, truth->count);
    for (int k = 0; k < joint->best_count; k++) {
        long at = brute_joint_find(truth, joint->best[k].missing);
        assert_true(at >= 0 && !met[at]);
        met[at] = true;
        assert_near(trial, "best: ln ratio", k, 0, joint->best[k].log_ratio, truth->log_ratio[at],
                    1e-9);
        assert_true(joint->best[k].posterior <= 1);
        assert_near(trial, "best: own posterior", k, 0, joint->best[k].posterior,
                    truth->posterior[at], 1e-9);
        assert_near(trial, "best: posterior", k, 0, joint->best[k].posterior / sorted[k], 1, 1e-8);
    }
}

/* False when both say that no assignment is possible under this prior. */
static bool run_trial(struct trial *trial, enum prior_kind prior) {
    struct identify_options options = {.prior = prior, .threads = 1};
    struct error error = {0};
    bool done = identification_run(&trial->arena, &trial->dataset, &options, &trial->run, &error);
    trial->truth = brute_joint_make(&trial->arena, &trial->dataset, prior);
    if (!done && error.code == ERROR_BAD_INPUT && isnan(trial->truth.posterior[0])) return false;
    if (!done) {
        fprintf(stderr, "%s", random_dataset_text(&trial->arena, &trial->dataset));
        fail_msg("seed %llu: %s", (unsigned long long)trial->seed, error.text);
    }
    assert_int_equal(trial->run.individuals.count, trial->dataset.remains_count);
    assert_pairs(trial);
    assert_best(trial);
    assert_true(trial->run.joint.cut == 0 && trial->run.joint.bound == 0);
    return true;
}

static struct trial make_trial(uint64_t seed, const struct random_shape *shape) {
    struct trial trial = {.seed = seed};
    arena_open(&trial.arena, 0);
    trial.dataset = random_dataset_make(&trial.arena, seed, shape);
    return trial;
}

static void test_flat_prior(void **state) {
    (void)state;
    long by_hand = 0, by_engine = 0;
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        struct trial trial = make_trial(seed, &random_small);
        assert_true(run_trial(&trial, PRIOR_FLAT));
        assert_near(&trial, "ln L of nobody", 0, 0, trial.run.log_nobody, trial.truth.log_nobody,
                    1e-10);
        by_hand += trial.truth.by_hand;
        by_engine += trial.truth.by_engine;
        arena_close(&trial.arena);
    }
    /* The enumeration of genotypes has its say. */
    assert_true(by_hand > by_engine / 4);
}

static void test_incident_prior(void **state) {
    (void)state;
    int possible = 0;
    for (uint64_t seed = 1001; seed <= 1000 + CASES; seed++) {
        struct trial trial = make_trial(seed, &random_small);
        possible += run_trial(&trial, PRIOR_INCIDENT);
        arena_close(&trial.arena);
    }
    assert_true(possible > CASES * 9 / 10);
}

/* With N given for males and females apart: exactly as many as there must be, or a few more. */
static void test_incident_prior_by_sex(void **state) {
    (void)state;
    struct random_shape shape = random_small;
    shape.sexes_known = true;
    int possible = 0;
    for (uint64_t seed = 2001; seed <= 2000 + CASES; seed++) {
        struct trial trial = make_trial(seed, &shape);
        struct dataset *dataset = &trial.dataset;
        int remains[2] = {0, 0}, missing[2] = {0, 0};
        for (int i = 0; i < dataset->remains_count; i++)
            remains[dataset->remains[i].sex == SEX_FEMALE]++;
        for (int j = 0; j < dataset->missing_count; j++) {
            const struct missing *who = &dataset->missing[j];
            const struct person *person =
                &dataset->family[who->family].pedigree.person[who->person];
            missing[person->sex == SEX_FEMALE]++;
        }
        int more = (int)(seed % 4);
        dataset->missing_total_male = (remains[0] > missing[0] ? remains[0] : missing[0]) + more;
        dataset->missing_total_female =
            (remains[1] > missing[1] ? remains[1] : missing[1]) + (int)(seed % 3);
        possible += run_trial(&trial, PRIOR_INCIDENT);
        arena_close(&trial.arena);
    }
    assert_true(possible > CASES / 2);
}

/* One urn above and below in each family; those named are unrelated below. */
static void test_theta(void **state) {
    (void)state;
    struct random_shape shape = random_small;
    shape.others = 2;
    shape.missing[1] = 3;
    shape.remains[1] = 3;
    for (uint64_t seed = 3001; seed <= 3000 + CASES / 2; seed++) {
        struct trial trial = make_trial(seed, &shape);
        trial.dataset.theta = 0.03;
        run_trial(&trial, seed % 2 ? PRIOR_FLAT : PRIOR_INCIDENT);
        arena_close(&trial.arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_flat_prior),
        cmocka_unit_test(test_incident_prior),
        cmocka_unit_test(test_incident_prior_by_sex),
        cmocka_unit_test(test_theta),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
