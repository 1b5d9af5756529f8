/* The bound of what is left out of a joint sum: never below the true share, which is found by
 * summing everything. Left out are namings that were not listed, and what the sum itself drops
 * where too much hangs together. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "brute_joint.h"
#include "identify/joint.h"
#include "identify/naming_bounds.h"
#include "identify/naming_search.h"
#include "identify/simulate.h"
#include "random_dataset.h"

struct trial {
    struct arena arena;
    uint64_t seed;
    struct dataset dataset;
    struct individuals individuals;
    struct casework casework;
    struct prior prior;
    struct pairwise pairwise;
    struct namings whole, part; /* all namings; those that are listed */
    struct joint joint;
};

static void prepare(struct trial *trial, enum prior_kind kind) {
    struct arena *arena = &trial->arena;
    struct error error = {0};
    if (!individuals_find(arena, &trial->dataset, false, INDIVIDUALS_THRESHOLD, 1, NULL,
                          &trial->individuals, &error) ||
        !casework_prepare(arena, &trial->dataset, &trial->individuals, 1, NULL, &trial->casework,
                          &error) ||
        !prior_make(kind, &trial->casework, &trial->prior, &error) ||
        !pairwise_compare(arena, &trial->casework, -INFINITY, 1, NULL, NULL, &trial->pairwise,
                          &error))
        fail_msg("seed %llu: %s", (unsigned long long)trial->seed, error.text);
}

static void list_all(struct trial *trial) {
    struct error error = {0};
    if (!namings_list(&trial->arena, &trial->casework, &trial->pairwise, &trial->prior, 0, 1, NULL,
                      NULL, &trial->whole, &error))
        fail_msg("seed %llu: %s", (unsigned long long)trial->seed, error.text);
}

/* A list to be filled from the whole one; nothing is listed or left out yet. */
static void start_part(struct trial *trial) {
    struct namings *part = &trial->part;
    int families = trial->dataset.family_count;
    *part = (struct namings){.log_sum = trial->whole.log_sum};
    part->naming = arena_new(&trial->arena, struct naming, trial->whole.count + 1);
    part->first = arena_new(&trial->arena, size_t, families + 2);
    part->left = arena_new(&trial->arena, struct left_out, families + 1);
    for (int f = 0; f < families; f++) {
        part->left[f].most = trial->whole.left[f].most;
        part->left[f].sum = arena_new(&trial->arena, double, part->left[f].most + 1);
    }
}

/* Leaves out whatever chance says, more of what matters less, and says exactly how much. */
static void leave_out_by_chance(struct trial *trial, struct simulate_random *random) {
    start_part(trial);
    struct namings *part = &trial->part;
    double much = (double)simulate_below(random, 8);
    for (int f = 0; f < trial->dataset.family_count; f++) {
        for (size_t n = trial->whole.first[f]; n < trial->whole.first[f + 1]; n++) {
            const struct naming *naming = &trial->whole.naming[n];
            if (simulate_chance(random, 0.9 / (1 + exp(naming->log_ratio + much))))
                part->left[f].sum[naming->count] += exp(naming->log_ratio);
            else part->naming[part->count++] = *naming;
        }
        part->first[f + 1] = part->count;
    }
}

/* Leaves out what the search of the families leaves out. */
static void leave_out_by_search(struct trial *trial, double tolerance) {
    struct naming_bounds bounds;
    struct error error = {0};
    assert_true(naming_bounds_make(&trial->arena, &trial->casework, &trial->prior, 1, NULL, &bounds,
                                   &error));
    start_part(trial);
    struct namings *part = &trial->part;
    for (int f = 0; f < trial->dataset.family_count; f++) {
        int number[NAMING_MOST_MISSING], missing = 0;
        for (int j = 0; j < trial->dataset.missing_count; j++)
            if (trial->dataset.missing[j].family == f &&
                prior_names(&trial->prior, &trial->casework, j))
                number[missing++] = j;
        struct naming_search_result result = {0};
        if (missing > 1) {
            assert_true(naming_search(&trial->casework, &trial->pairwise, &trial->prior, &bounds, f,
                                      number, missing, tolerance, &result, &error));
            for (size_t n = 0; n < result.count; n++) {
                struct naming *naming = &part->naming[part->count++];
                *naming = result.found[n];
                naming->individual = arena_new(&trial->arena, int, naming->count);
                naming->missing = arena_new(&trial->arena, int, naming->count);
                for (int i = 0; i < naming->count; i++) {
                    naming->individual[i] = result.found[n].individual[i];
                    naming->missing[i] = result.found[n].missing[i];
                }
            }
            for (int k = 0; k <= missing; k++) part->left[f].sum[k] = result.left[k];
        } else {
            for (size_t n = trial->whole.first[f]; n < trial->whole.first[f + 1]; n++)
                part->naming[part->count++] = trial->whole.naming[n];
        }
        naming_search_close(&result);
        part->first[f + 1] = part->count;
    }
}

/* Whether the family's part of an assignment is nothing or a listed naming. */
static bool is_listed(const struct trial *trial, int family, const int *named) {
    int names = 0;
    for (int i = 0; i < trial->individuals.count; i++)
        names += named[i] >= 0 && trial->dataset.missing[named[i]].family == family;
    for (size_t n = trial->part.first[family]; names && n < trial->part.first[family + 1]; n++) {
        const struct naming *naming = &trial->part.naming[n];
        int same = 0;
        for (int i = 0; i < naming->count; i++)
            same += named[naming->individual[i]] == naming->missing[i];
        if (same == names && naming->count == names) return true;
    }
    return names == 0;
}

static double share_left_out(const struct trial *trial, const struct brute_joint *truth) {
    double share = 0;
    for (size_t a = 0; a < truth->count; a++) {
        const int *named = truth->named + a * (size_t)trial->individuals.count;
        for (int f = 0; f < trial->dataset.family_count; f++)
            if (!is_listed(trial, f, named)) {
                share += truth->posterior[a];
                break;
            }
    }
    return share;
}

/* Solves what is listed. Returns whether a bound was proved: it then holds for the share, and every
 * posterior is within it. */
static bool assert_bound(struct trial *trial, const struct brute_joint *truth, double *sum) {
    struct error error = {0};
    double share = share_left_out(trial, truth);
    if (!joint_solve(&trial->arena, &trial->casework, &trial->part, &trial->prior, NULL, NULL,
                     &trial->joint, &error)) {
        /* Possible where all that has weight was left out. */
        if (share < 1 - 1e-9)
            fail_msg("seed %llu: %s", (unsigned long long)trial->seed, error.text);
        return false;
    }
    double bound = trial->joint.bound;
    if (isnan(bound)) return false;
    if (share > bound * (1 + 1e-9) + 1e-15)
        fail_msg("seed %llu: %.17g of everything is left out, said to be at most %.17g",
                 (unsigned long long)trial->seed, share, bound);
    for (size_t p = 0; p < trial->joint.pairs; p++) {
        const struct pair_result *pair = &trial->joint.pair[p];
        double expected =
            truth->pair[pair->individual * trial->dataset.missing_count + pair->missing];
        if (fabs(pair->posterior - expected) > bound + 1e-9)
            fail_msg("seed %llu: posterior %.17g, in truth %.17g, bound %g",
                     (unsigned long long)trial->seed, pair->posterior, expected, bound);
    }
    *sum += bound;
    return true;
}

/* 8 remains, 6 missing in 3 families, and smaller ones. */
static void namings_that_are_not_listed(void **state) {
    (void)state;
    static const double tolerances[] = {0.3, 1e-2, 1e-4, 1e-8};
    static const struct random_shape shapes[] = {
        {{3, 3}, {6, 6}, {8, 8}, {3, 8}, 3, false, false},
        {{1, 3}, {2, 5}, {3, 6}, {2, 6}, 3, false, false},
        {{2, 3}, {3, 5}, {4, 7}, {6, 12}, 4, true, false},
    };
    int proved = 0, proved_with_urn = 0, tried = 0;
    double sum = 0;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct trial trial = {.seed = seed};
        arena_open(&trial.arena, 0);
        trial.dataset =
            random_dataset_make(&trial.arena, seed, &shapes[seed % 10 == 0 ? 0 : 1 + seed % 2]);
        bool urn = seed % 3 == 0;
        if (urn) trial.dataset.theta = 0.02;
        prepare(&trial, seed % 4 < 2 ? PRIOR_INCIDENT : PRIOR_FLAT);
        list_all(&trial);
        struct brute_joint truth = brute_joint_make(&trial.arena, &trial.dataset, trial.prior.kind);
        struct simulate_random random;
        simulate_seed(&random, seed);
        for (int t = 0; t < 4 && !isnan(truth.posterior[0]); t++) {
            leave_out_by_search(&trial, tolerances[t]);
            bool bounded = assert_bound(&trial, &truth, &sum);
            proved += bounded;
            proved_with_urn += urn && bounded && trial.part.count < trial.whole.count;
            leave_out_by_chance(&trial, &random);
            proved += assert_bound(&trial, &truth, &sum);
            tried += 2;
        }
        arena_close(&trial.arena);
    }
    /* Mostly a bound is found, and it is not always 0 or about 1. */
    assert_true(proved_with_urn > 0);
    assert_true(proved > tried / 2 && sum > 0.01 * proved && sum < 0.9 * proved);
}

/* ------------------------------------------------------------------ everything hangs together */

enum { MANY = 17 };

/* As many families of one missing person each as there are remains; the ratios are drawn: a good
 * one where remains and person belong together, poor ones elsewhere, none of them 0. */
static void make_web(struct trial *trial, struct simulate_random *random, double log_spread) {
    static const char *const names[] = {"10", "11", "12"};
    static const double frequencies[] = {0.5, 0.3, 0.2};
    struct arena *arena = &trial->arena;
    struct dataset *dataset = &trial->dataset;
    *dataset = (struct dataset){.missing_total = MANY + 5,
                                .missing_total_male = -1,
                                .missing_total_female = -1,
                                .panel = {1, arena_new(arena, struct marker, 1)},
                                .family_count = MANY,
                                .family = arena_new(arena, struct family, MANY),
                                .missing_count = MANY,
                                .missing = arena_new(arena, struct missing, MANY),
                                .remains_count = MANY,
                                .remains = arena_new(arena, struct remains, MANY)};
    struct mutation_model model = {.kind = MUTATION_EQUAL, .rate = 0.1};
    struct error error = {0};
    assert_true(marker_make(arena, "SYNTHETIC", AUTOSOME, 3, names, frequencies, -1,
                            dataset->panel.marker, &error) &&
                marker_set_mutation(arena, dataset->panel.marker, &model, &model, &error));
    struct profile *typed = arena_new(arena, struct profile, 1);
    *typed = (struct profile){"SYNTHETIC", 0, arena_new(arena, struct genotype, 1)};
    typed->genotype[0] = (struct genotype){0, 1};
    for (int f = 0; f < MANY; f++) {
        struct family *family = &dataset->family[f];
        family->name = arena_format(arena, "F%d", f);
        family->pedigree = (struct pedigree){2, arena_new(arena, struct person, 2)};
        family->pedigree.person[0] = (struct person){"father", -1, -1, SEX_MALE};
        family->pedigree.person[1] = (struct person){"child", 0, -1, SEX_UNKNOWN};
        family->role = arena_new(arena, enum role, 2);
        family->role[0] = ROLE_REFERENCE;
        family->role[1] = ROLE_MISSING;
        family->profile = arena_new(arena, struct profile *, 2);
        family->profile[0] = typed;
        dataset->missing[f] = (struct missing){f, 1};
        dataset->remains[f] = (struct remains){
            .code = arena_format(arena, "V%d", f), .sex = SEX_UNKNOWN, .profile = typed};
    }
    prepare(trial, trial->seed % 2 ? PRIOR_INCIDENT : PRIOR_FLAT);
    assert_int_equal(trial->pairwise.count, MANY * MANY);
    for (size_t p = 0; p < trial->pairwise.count; p++) {
        struct pairing *pairing = &trial->pairwise.pairing[p];
        double draw = (double)simulate_below(random, 1000) / 1000;
        pairing->log_ratio =
            pairing->individual == pairing->missing ? 2 + 6 * draw : 2 - log_spread * draw;
    }
    list_all(trial);
}

/* Everything that can be said of a web, by dynamic programming over which remains are named. */
struct web {
    double ratio[MANY][MANY]; /* [missing][remains] */
    double *before[MANY + 1]; /* [persons decided][set of remains named]: sums of ratios */
    double all;               /* the weighed sum over everything */
    double pair[MANY][MANY];  /* [remains][missing]: posterior */
};

/* The prior's weight of so many unnamed, word for word. */
static double weight_of(const struct trial *trial, int unnamed) {
    double weight = 1, unlisted = trial->dataset.missing_total - MANY;
    if (trial->prior.kind == PRIOR_FLAT) return 1;
    for (int u = 0; u < unnamed; u++) weight *= unlisted - u > 0 ? unlisted - u : 0;
    return weight;
}

/* Solves the web with the pairs ([remains * MANY + missing]) in `allowed` only. */
static struct web *solve_web(struct trial *trial, const bool *allowed) {
    size_t sets = (size_t)1 << MANY;
    struct web *web = arena_new(&trial->arena, struct web, 1);
    for (size_t p = 0; p < trial->pairwise.count; p++) {
        const struct pairing *pairing = &trial->pairwise.pairing[p];
        if (allowed[pairing->individual * MANY + pairing->missing])
            web->ratio[pairing->missing][pairing->individual] = exp(pairing->log_ratio);
    }
    for (int j = 0; j <= MANY; j++) web->before[j] = arena_new(&trial->arena, double, sets);
    web->before[0][0] = 1;
    for (int j = 0; j < MANY; j++)
        for (size_t set = 0; set < sets; set++) {
            double sum = web->before[j][set];
            for (int i = 0; i < MANY; i++)
                if (set >> i & 1) sum += web->ratio[j][i] * web->before[j][set & ~((size_t)1 << i)];
            web->before[j + 1][set] = sum;
        }
    double *after = arena_new(&trial->arena, double, sets);
    for (size_t set = 0; set < sets; set++) {
        after[set] = weight_of(trial, MANY - __builtin_popcountll(set));
        web->all += after[set] * web->before[MANY][set];
    }
    for (int j = MANY - 1; j >= 0; j--)
        for (size_t set = 0; set < sets; set++) /* what a set leads to is larger: in place */
            for (int i = 0; i < MANY; i++) {
                if (set >> i & 1) continue;
                double next = web->ratio[j][i] * after[set | (size_t)1 << i];
                web->pair[i][j] += web->before[j][set] * next / web->all;
                after[set] += next;
            }
    return web;
}

static void sums_that_are_cut(void **state) {
    (void)state;
    int proved = 0;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct trial trial = {.seed = seed};
        arena_open(&trial.arena, 0);
        struct simulate_random random;
        simulate_seed(&random, seed);
        make_web(&trial, &random, 2 + 4 * (double)seed);
        struct error error = {0};
        assert_true(joint_solve(&trial.arena, &trial.casework, &trial.whole, &trial.prior, NULL,
                                NULL, &trial.joint, &error));
        const struct joint *joint = &trial.joint;
        bool kept[MANY * MANY] = {false}, all[MANY * MANY];
        memset(all, true, sizeof all);
        for (size_t p = 0; p < joint->pairs; p++)
            kept[joint->pair[p].individual * MANY + joint->pair[p].missing] = true;
        const struct web *whole = solve_web(&trial, all);
        double share = joint->cut ? 1 - solve_web(&trial, kept)->all / whole->all : 0;
        proved += !isnan(joint->bound);
        /* Too much hangs together for nothing to be left out. */
        assert_true(!(joint->bound <= 0));
        if (share > joint->bound * (1 + 1e-9) + 1e-12)
            fail_msg("seed %llu: %.17g of everything is cut, said to be at most %.17g",
                     (unsigned long long)seed, share, joint->bound);
        for (size_t p = 0; p < joint->pairs; p++) {
            const struct pair_result *pair = &joint->pair[p];
            double expected = whole->pair[pair->individual][pair->missing];
            if (fabs(pair->posterior - expected) > joint->bound + 1e-9)
                fail_msg("seed %llu: posterior %.17g, in truth %.17g, bound %g",
                         (unsigned long long)seed, pair->posterior, expected, joint->bound);
        }
        arena_close(&trial.arena);
    }
    assert_true(proved > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(namings_that_are_not_listed),
        cmocka_unit_test(sums_that_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
