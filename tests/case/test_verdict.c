/* Verdicts on runs made by hand: who could be proposed, and the one reason of everybody else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "case/verdict.h"

enum { INDIVIDUALS = 8, MISSING = 3, PAIRS = 7 };

/* Families A with two missing (0, 1) and B with one (2). Seven individuals with a pair or two, and
 * the last with none. */
struct world {
    struct arena arena;
    struct missing missing[MISSING];
    struct dataset dataset;
    struct individual individual[INDIVIDUALS];
    struct doubt doubt[1];
    struct pairing pairing[PAIRS];
    size_t first[INDIVIDUALS + 1];
    double posterior[PAIRS];
    int alike_individual[2], alike_missing[2];
    struct alike alike[1];
    struct identification run;
};

static void add_pair(struct world *world, int individual, int missing, double posterior) {
    size_t at = world->run.pairwise.count++;
    world->pairing[at] =
        (struct pairing){.individual = individual, .missing = missing, .log_ratio = 1};
    world->posterior[at] = posterior;
    for (int i = individual + 1; i <= INDIVIDUALS; i++) world->first[i] = at + 1;
}

static int enter(void **state) {
    static struct world world;
    world = (struct world){.missing = {{0, 0}, {0, 1}, {1, 0}}};
    arena_open(&world.arena, 0);
    world.dataset = (struct dataset){.missing_count = MISSING, .missing = world.missing};
    for (int i = 0; i < INDIVIDUALS; i++) world.individual[i].loci = 20;
    world.run.dataset = &world.dataset;
    world.run.individuals = (struct individuals){
        .count = INDIVIDUALS, .individual = world.individual, .doubt = world.doubt};
    world.run.pairwise =
        (struct pairwise){.pairing = world.pairing, .first_of_individual = world.first};
    world.run.posterior = world.posterior;
    world.run.alike = world.alike;
    world.run.prior.kind = PRIOR_INCIDENT;
    *state = &world;
    return 0;
}

static int leave(void **state) {
    struct world *world = *state;
    arena_close(&world->arena);
    return 0;
}

static struct verdicts judge(struct world *world) {
    return verdicts_make(&world->arena, &world->run);
}

static void test_the_threshold_decides(void **state) {
    struct world *world = *state;
    add_pair(world, 0, 0, 0.9995);
    add_pair(world, 1, 1, 0.99949999);
    add_pair(world, 2, 2, 1);
    struct verdicts verdicts = judge(world);
    assert_int_equal(verdicts.of[0].kind, VERDICT_PROPOSED);
    assert_int_equal(verdicts.of[1].kind, VERDICT_CANDIDATE);
    assert_int_equal(verdicts.of[2].kind, VERDICT_PROPOSED);
    assert_int_equal(verdicts.count[VERDICT_PROPOSED], 2);
}

static void test_a_high_ratio_alone_names_nobody(void **state) {
    struct world *world = *state;
    add_pair(world, 0, 0, 0.05);
    world->pairing[0].log_ratio = 40;
    assert_int_equal(judge(world).of[0].kind, VERDICT_NOBODY);
}

static void test_nobody_is_proposed_under_the_flat_prior(void **state) {
    struct world *world = *state;
    add_pair(world, 0, 0, 1);
    world->run.prior.kind = PRIOR_FLAT;
    struct verdicts verdicts = judge(world);
    assert_int_equal(verdicts.of[0].kind, VERDICT_CANDIDATE);
    assert_int_equal(verdicts.count[VERDICT_PROPOSED], 0);
}

/* 0.9996 (1 - 0.0002) = 0.99940008: what was left out may have been against the name. */
static void test_what_was_left_out_counts_against_a_name(void **state) {
    struct world *world = *state;
    add_pair(world, 0, 0, 0.9996);
    world->run.joint.bound = 0.0002;
    assert_int_equal(judge(world).of[0].kind, VERDICT_CANDIDATE);
    world->run.joint.bound = 0.00001;
    assert_int_equal(judge(world).of[0].kind, VERDICT_PROPOSED);
    world->run.joint.bound = NAN;
    assert_int_equal(judge(world).of[0].kind, VERDICT_PROPOSED);
}

static void test_every_reason(void **state) {
    struct world *world = *state;
    add_pair(world, 0, 0, 0.5); /* 0 and 1 may be exchanged */
    add_pair(world, 1, 1, 0.5);
    add_pair(world, 2, 2, 0.3);
    add_pair(world, 3, 2, 0.01); /* 3 and 2 may be one person */
    add_pair(world, 4, 2, 0.02);
    add_pair(world, 5, 2, 0.02);
    world->alike_individual[1] = 1;
    world->alike_missing[1] = 1;
    world->alike[0] = (struct alike){2, 2, world->alike_individual, world->alike_missing};
    world->run.alike_count = 1;
    world->doubt[0] = (struct doubt){.first = 2, .second = 3};
    world->run.individuals.doubts = 1;
    world->individual[4].loci = VERDICT_LOCI_LEAST - 1;
    world->individual[5].loci = VERDICT_LOCI_LEAST;
    world->individual[6].loci = 0;
    struct verdicts verdicts = judge(world);
    static const enum verdict_kind expected[INDIVIDUALS] = {
        VERDICT_ALIKE,    VERDICT_ALIKE,  VERDICT_CANDIDATE,  VERDICT_UNCLEAR,
        VERDICT_FEW_LOCI, VERDICT_NOBODY, VERDICT_NO_PROFILE, VERDICT_NOBODY};
    int sum = 0;
    for (int i = 0; i < INDIVIDUALS; i++) assert_int_equal(verdicts.of[i].kind, expected[i]);
    for (int k = 0; k < VERDICT_KINDS; k++) sum += verdicts.count[k];
    assert_int_equal(sum, INDIVIDUALS);
    assert_int_equal(verdicts.of[1].alike, 0);
    assert_int_equal(verdicts.of[2].alike, -1);
    assert_int_equal(verdicts.of[2].doubts, 1);
    assert_true(verdicts.of[7].best == VERDICT_NO_PAIR);
}

static void test_the_best_pair_and_its_family(void **state) {
    struct world *world = *state;
    add_pair(world, 0, 0, 0.25);
    add_pair(world, 0, 1, 0.5);
    add_pair(world, 0, 2, 0.125);
    struct verdict verdict = judge(world).of[0];
    assert_true(verdict.best == 1);
    assert_true(verdict.posterior == 0.5);
    assert_true(verdict.family == 0.75);
}

static void test_an_impossible_pair_is_no_candidate(void **state) {
    struct world *world = *state;
    add_pair(world, 0, 0, 0);
    world->pairing[0].log_ratio = -INFINITY;
    assert_true(judge(world).of[0].best == VERDICT_NO_PAIR);
}

/* Other remains may be of the same person: the name stays, and the doubt stands beside it. */
static void test_a_doubt_does_not_take_a_name_away(void **state) {
    struct world *world = *state;
    add_pair(world, 0, 0, 0.9999);
    world->doubt[0] = (struct doubt){.first = 0, .second = 1};
    world->run.individuals.doubts = 1;
    struct verdicts verdicts = judge(world);
    assert_int_equal(verdicts.of[0].kind, VERDICT_PROPOSED);
    assert_int_equal(verdicts.of[0].doubts, 1);
    assert_int_equal(verdicts.of[1].kind, VERDICT_UNCLEAR);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, enter, leave)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(test_the_threshold_decides),
        CASE(test_a_high_ratio_alone_names_nobody),
        CASE(test_nobody_is_proposed_under_the_flat_prior),
        CASE(test_what_was_left_out_counts_against_a_name),
        CASE(test_every_reason),
        CASE(test_the_best_pair_and_its_family),
        CASE(test_an_impossible_pair_is_no_candidate),
        CASE(test_a_doubt_does_not_take_a_name_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
