/* A joint run in which so much has to be cut that nothing is proved of it. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "identify/joint.h"

/* Families of one missing person each, as many individuals; F0 wants V0, all others want everybody
 * a little, V0 somewhat more. */
enum { MANY = 151 };
#define WANTED 1e4
#define RIVAL 5.0
#define WEB 1e-4

static void name_one(struct arena *arena, struct namings *namings, int family, int individual,
                     double ratio) {
    struct naming *naming = &namings->naming[namings->count++];
    *naming = (struct naming){.family = family, .count = 1, .log_ratio = log(ratio)};
    naming->individual = arena_new(arena, int, 1);
    naming->missing = arena_new(arena, int, 1);
    naming->individual[0] = individual;
    naming->missing[0] = family;
}

/* V0 is F0's with 1 / (1 + (1 + n R p) / W), where n families want it R as much and are free with
 * the chance p = 1 / (1 + n w p), being one of as many that want as many others by w. What was cut
 * is only known about, and each rival counts as free: that is wrong by a thousandth. */
static void rivals_that_were_cut_speak_against_a_pair(void **state) {
    (void)state;
    struct arena arena;
    arena_open(&arena, 0);
    struct dataset dataset = {.family_count = MANY,
                              .missing_count = MANY,
                              .missing = arena_new(&arena, struct missing, MANY)};
    struct individuals individuals = {.count = MANY,
                                      .individual = arena_new(&arena, struct individual, MANY)};
    struct casework casework = {.dataset = &dataset, .individuals = &individuals};
    struct prior prior = {.kind = PRIOR_FLAT};
    struct namings namings = {.naming = arena_new(&arena, struct naming, MANY * MANY),
                              .first = arena_new(&arena, size_t, MANY + 1),
                              .left = arena_new(&arena, struct left_out, MANY)};
    for (int f = 0; f < MANY; f++) {
        dataset.missing[f] = (struct missing){f, 0};
        namings.left[f].sum = arena_new(&arena, double, 1);
        namings.first[f] = namings.count;
        for (int i = 0; i < (f ? MANY : 1); i++)
            name_one(&arena, &namings, f, i, f ? i ? WEB : RIVAL : WANTED);
    }
    namings.first[MANY] = namings.count;

    struct joint joint;
    struct error error = {0};
    assert_true(joint_solve(&arena, &casework, &namings, &prior, NULL, NULL, &joint, &error));
    assert_true(joint.cut > 0 && isnan(joint.bound));
    double free = 1;
    for (int round = 0; round < 100; round++) free = 1 / (1 + (MANY - 1) * WEB * free);
    double rivals = 1 + (MANY - 1) * RIVAL * free, truth = 1 / (1 + rivals / WANTED);
    const struct pair_result *pair = joint_find_pair(&joint, 0, 0);
    assert_non_null(pair);
    if (fabs(pair->posterior - truth) > 2e-3)
        fail_msg("%.6f instead of %.6f", pair->posterior, truth);
    assert_true(pair->posterior + joint.nobody[0] <= 1);
    assert_true(joint.best[0].posterior < pair->posterior);
    arena_close(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rivals_that_were_cut_speak_against_a_pair),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
