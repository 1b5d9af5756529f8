/* Random draws: published vectors for the stream, and frequencies, inheritance, mutation and
 * drop-out within five standard deviations of what the model says. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "identify/simulate.h"

enum { DRAWS = 40000 };

static const char *const ALLELES[] = {"10", "11", "12", "13"};
static const double FREQUENCIES[] = {0.1, 0, 0.25, 0.65};

static void assert_share(int seen, int of, double expected) {
    double spread = sqrt(of * expected * (1 - expected));
    assert_true(fabs(seen - of * expected) <= 5 * spread);
}

static struct panel make_panel(struct arena *arena, enum chromosome chromosome, double silent) {
    struct panel panel = {1, arena_new(arena, struct marker, 1)};
    struct error error = {0};
    double frequencies[4];
    for (int i = 0; i < 4; i++)
        frequencies[i] = FREQUENCIES[i] * (silent > 0 ? 1 - silent : 1);
    assert_true(marker_make(arena, "L", chromosome, 4, ALLELES, frequencies, silent,
                            &panel.marker[0], &error));
    return panel;
}

static void stream_is_the_published_one(void **state) {
    (void)state;
    /* The reference implementation from the state 1, 2, 3, 4. */
    struct simulate_random random = {{1, 2, 3, 4}};
    assert_int_equal(simulate_next(&random), 11520);
    assert_int_equal(simulate_next(&random), 0);
    assert_int_equal(simulate_next(&random), 1509978240);
    assert_int_equal(simulate_next(&random), 1215971899390074240);
    /* splitmix64 from 1234567. */
    simulate_seed(&random, 1234567);
    assert_true(random.state[0] == 6457827717110365317u);
    assert_true(random.state[1] == 3203168211198807973u);
    assert_true(random.state[2] == 9817491932198370423u);
    assert_true(random.state[3] == 4593380528125082431u);
}

static void numbers_below_are_even(void **state) {
    (void)state;
    struct simulate_random random;
    simulate_seed(&random, 5);
    int seen[7] = {0}, hits = 0;
    for (int i = 0; i < DRAWS; i++) seen[simulate_below(&random, 7)]++;
    for (int i = 0; i < 7; i++) assert_share(seen[i], DRAWS, 1 / 7.0);
    for (int i = 0; i < DRAWS; i++) hits += simulate_chance(&random, 0.03);
    assert_share(hits, DRAWS, 0.03);
    assert_false(simulate_chance(&random, 0));
    assert_true(simulate_chance(&random, 1));
}

static void shuffle_keeps_all_and_favours_no_place(void **state) {
    (void)state;
    struct simulate_random random;
    simulate_seed(&random, 6);
    int seen[3][3] = {{0}};
    for (int i = 0; i < DRAWS; i++) {
        int numbers[3] = {0, 1, 2};
        simulate_shuffle(&random, numbers, 3);
        assert_int_equal(numbers[0] + numbers[1] + numbers[2], 3);
        for (int j = 0; j < 3; j++) seen[j][numbers[j]]++;
    }
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) assert_share(seen[i][j], DRAWS, 1 / 3.0);
}

static void founders_follow_the_frequencies(void **state) {
    (void)state;
    struct arena arena;
    arena_open(&arena, 0);
    struct panel panel = make_panel(&arena, AUTOSOME, -1);
    struct simulate_panel ready = simulate_prepare(&arena, &panel);
    struct simulate_random random;
    simulate_seed(&random, 1);
    int seen[4] = {0}, both_12 = 0;
    for (int i = 0; i < DRAWS; i++) {
        struct genotype genotype;
        simulate_person(&ready, &random, SEX_FEMALE, NULL, NULL, &genotype);
        seen[genotype.a]++;
        seen[genotype.b]++;
        both_12 += genotype.a == 2 && genotype.b == 2;
    }
    for (int i = 0; i < 4; i++) assert_share(seen[i], 2 * DRAWS, FREQUENCIES[i]);
    assert_int_equal(seen[1], 0);
    assert_share(both_12, DRAWS, 0.25 * 0.25);
    arena_close(&arena);
}

/* The child stands before its parents: the order of a pedigree does not matter. */
static struct person TRIO[] = {
    {"child", 1, 2, SEX_FEMALE}, {"father", -1, -1, SEX_MALE}, {"mother", -1, -1, SEX_FEMALE},
    {"son", 1, 2, SEX_MALE}};
static const struct pedigree FAMILY = {4, TRIO};

static void children_inherit_one_allele_of_each_parent(void **state) {
    (void)state;
    struct arena arena;
    arena_open(&arena, 0);
    struct panel panel = make_panel(&arena, AUTOSOME, -1);
    struct simulate_panel ready = simulate_prepare(&arena, &panel);
    struct simulate_random random;
    simulate_seed(&random, 2);
    int split = 0, first = 0;
    for (int i = 0; i < DRAWS; i++) {
        struct genotype family[4];
        simulate_pedigree(&ready, &random, &FAMILY, family);
        struct genotype child = family[0], father = family[1], mother = family[2];
        assert_true(child.a == father.a || child.a == father.b);
        assert_true(child.b == mother.a || child.b == mother.b);
        split += father.a != father.b;
        first += father.a != father.b && child.a == father.a;
    }
    assert_share(first, split, 0.5);
    arena_close(&arena);
}

static void alleles_mutate_at_the_parents_rate(void **state) {
    (void)state;
    struct arena arena;
    arena_open(&arena, 0);
    struct error error = {0};
    struct panel panel = make_panel(&arena, AUTOSOME, -1);
    struct mutation_model male = {.kind = MUTATION_STEPWISE, .rate = 0.2, .range = 0.1};
    struct mutation_model female = {.kind = MUTATION_STEPWISE, .rate = 0.05, .range = 0.1};
    assert_true(marker_set_mutation(&arena, &panel.marker[0], &male, &female, &error));
    struct simulate_panel ready = simulate_prepare(&arena, &panel);
    struct simulate_random random;
    simulate_seed(&random, 3);
    /* From 10 the steps to 11, 12, 13 weigh 1, 0.1, 0.01 of 1.11. */
    const struct genotype parent = {0, 0};
    int paternal[4] = {0}, maternal = 0;
    for (int i = 0; i < DRAWS; i++) {
        struct genotype child;
        simulate_person(&ready, &random, SEX_MALE, &parent, &parent, &child);
        paternal[child.a]++;
        maternal += child.b != 0;
    }
    assert_share(paternal[0], DRAWS, 0.8);
    assert_share(paternal[1], DRAWS, 0.2 / 1.11);
    assert_share(paternal[2], DRAWS, 0.2 * 0.1 / 1.11);
    assert_share(paternal[3], DRAWS, 0.2 * 0.01 / 1.11);
    assert_share(maternal, DRAWS, 0.05);
    arena_close(&arena);
}

static void fathers_hand_x_to_daughters_only(void **state) {
    (void)state;
    struct arena arena;
    arena_open(&arena, 0);
    struct panel panel = make_panel(&arena, X_CHROMOSOME, -1);
    struct simulate_panel ready = simulate_prepare(&arena, &panel);
    struct simulate_random random;
    simulate_seed(&random, 4);
    int unlike_father = 0;
    for (int i = 0; i < DRAWS / 10; i++) {
        struct genotype family[4];
        simulate_pedigree(&ready, &random, &FAMILY, family);
        struct genotype daughter = family[0], father = family[1], mother = family[2];
        struct genotype son = family[3];
        assert_int_equal(father.a, father.b);
        assert_int_equal(son.a, son.b);
        assert_int_equal(daughter.a, father.a);
        assert_true(son.a == mother.a || son.a == mother.b);
        unlike_father += son.a != father.a;
    }
    assert_true(unlike_father > 0);
    struct genotype unknown;
    simulate_person(&ready, &random, SEX_UNKNOWN, NULL, NULL, &unknown);
    assert_int_equal(unknown.a, ALLELE_UNTYPED);
    arena_close(&arena);
}

static void copies_drop_out_one_by_one(void **state) {
    (void)state;
    struct arena arena;
    arena_open(&arena, 0);
    struct panel panel = make_panel(&arena, AUTOSOME, -1);
    struct simulate_random random;
    simulate_seed(&random, 7);
    int both = 0, left = 0, right = 0, none = 0, same = 0;
    for (int i = 0; i < DRAWS; i++) {
        struct genotype seen = simulate_observe(&panel.marker[0], &random,
                                                (struct genotype){3, 0}, SEX_MALE, 0.3);
        both += seen.a == 0 && seen.b == 3;
        left += seen.a == 0 && seen.b == 0;
        right += seen.a == 3 && seen.b == 3;
        none += seen.a == ALLELE_UNTYPED && seen.b == ALLELE_UNTYPED;
        seen = simulate_observe(&panel.marker[0], &random, (struct genotype){2, 2}, SEX_MALE, 0.3);
        same += seen.a == 2 && seen.b == 2;
    }
    assert_int_equal(both + left + right + none, DRAWS);
    assert_share(both, DRAWS, 0.49);
    assert_share(left, DRAWS, 0.21);
    assert_share(right, DRAWS, 0.21);
    assert_share(same, DRAWS, 0.91);
    arena_close(&arena);
}

static void silent_alleles_and_the_second_copy_of_a_male_on_x_are_not_seen(void **state) {
    (void)state;
    struct arena arena;
    arena_open(&arena, 0);
    struct panel panel = make_panel(&arena, AUTOSOME, 0.1);
    struct simulate_random random;
    simulate_seed(&random, 8);
    int silent = panel.marker[0].allele_count - 1;
    struct genotype seen = simulate_observe(&panel.marker[0], &random,
                                            (struct genotype){silent, 2}, SEX_FEMALE, 0);
    assert_true(seen.a == 2 && seen.b == 2);
    seen = simulate_observe(&panel.marker[0], &random, (struct genotype){silent, silent},
                            SEX_FEMALE, 0);
    assert_int_equal(seen.a, ALLELE_UNTYPED);
    struct panel on_x = make_panel(&arena, X_CHROMOSOME, -1);
    int there = 0;
    for (int i = 0; i < DRAWS; i++) {
        seen = simulate_observe(&on_x.marker[0], &random, (struct genotype){2, 2}, SEX_MALE, 0.3);
        there += seen.a == 2;
    }
    assert_share(there, DRAWS, 0.7);
    arena_close(&arena);
}

static void the_seed_alone_decides(void **state) {
    (void)state;
    struct arena arena;
    arena_open(&arena, 0);
    struct panel panel = make_panel(&arena, AUTOSOME, -1);
    struct simulate_panel ready = simulate_prepare(&arena, &panel);
    int differ = 0;
    struct simulate_random one, same, other;
    simulate_seed(&one, 9);
    simulate_seed(&same, 9);
    simulate_seed(&other, 10);
    for (int i = 0; i < 100; i++) {
        struct genotype first[4], second[4], third[4];
        simulate_pedigree(&ready, &one, &FAMILY, first);
        simulate_pedigree(&ready, &same, &FAMILY, second);
        simulate_pedigree(&ready, &other, &FAMILY, third);
        assert_memory_equal(first, second, sizeof first);
        differ += memcmp(first, third, sizeof first) != 0;
    }
    assert_true(differ > 50);
    arena_close(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stream_is_the_published_one),
        cmocka_unit_test(numbers_below_are_even),
        cmocka_unit_test(shuffle_keeps_all_and_favours_no_place),
        cmocka_unit_test(founders_follow_the_frequencies),
        cmocka_unit_test(children_inherit_one_allele_of_each_parent),
        cmocka_unit_test(alleles_mutate_at_the_parents_rate),
        cmocka_unit_test(fathers_hand_x_to_daughters_only),
        cmocka_unit_test(copies_drop_out_one_by_one),
        cmocka_unit_test(silent_alleles_and_the_second_copy_of_a_male_on_x_are_not_seen),
        cmocka_unit_test(the_seed_alone_decides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
