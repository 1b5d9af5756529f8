/* Reading truth.tsv, and holding a run made by hand against it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/files.h"
#include "case/truth.h"

/* Remains R1 R2 R3; missing M1 (with an informative relative) and M2 (without). */
struct world {
    struct arena arena;
    char *folder, *path;
    struct person person[2];
    struct family family;
    struct missing missing[2];
    struct remains remains[3];
    struct dataset dataset;
};

static int enter(void **state) {
    static struct world world;
    struct error error = {0};
    world = (struct world){.person = {{"M1", -1, -1, SEX_MALE}, {"M2", -1, -1, SEX_MALE}},
                           .missing = {{0, 0}, {0, 1}},
                           .remains = {{.code = "R1"}, {.code = "R2"}, {.code = "R3"}}};
    arena_open(&world.arena, 0);
    world.family.pedigree = (struct pedigree){2, world.person};
    world.dataset = (struct dataset){.remains_count = 3,
                                     .remains = world.remains,
                                     .family_count = 1,
                                     .family = &world.family,
                                     .missing_count = 2,
                                     .missing = world.missing};
    if (!files_make_temporary(&world.arena, &world.folder, &error)) return -1;
    world.path = files_join(&world.arena, world.folder, "truth.tsv");
    *state = &world;
    return 0;
}

static int leave(void **state) {
    struct world *world = *state;
    struct error error = {0};
    bool done = files_remove_folder(world->folder, &error);
    arena_close(&world->arena);
    return done ? 0 : -1;
}

static bool read(struct world *world, const char *text, int **out_missing, struct error *error) {
    return files_write(world->path, text, strlen(text), error) &&
           truth_read(&world->arena, world->path, &world->dataset, out_missing, error);
}

static void test_two_columns_in_any_order_of_lines(void **state) {
    int *missing = NULL;
    struct error error = {0};
    assert_true(read(*state, "remains\tperson\nR3\tM1\nR1\tM2\nR2\t-\n", &missing, &error));
    assert_int_equal(missing[0], 1);
    assert_int_equal(missing[1], -1);
    assert_int_equal(missing[2], 0);
}

static void test_what_does_not_fit_is_refused(void **state) {
    static const char *const cases[][2] = {
        {"remains\tperson\nR1\tM1\nR2\t-\n", "there is no line for R3"},
        {"remains\tperson\nR1\tM3\n", "truth.tsv:2: nobody missing has the id \"M3\""},
        {"remains\tperson\nR9\tM1\n", "truth.tsv:2: there are no remains \"R9\""},
        {"code\tperson\nR1\tM1\n", "remains"},
        {"", "truth.tsv"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int *missing = NULL;
        struct error error = {0};
        assert_false(read(*state, cases[i][0], &missing, &error));
        if (error.code != ERROR_BAD_INPUT || !strstr(error.text, cases[i][1]))
            fail_msg("%s", error.text);
        assert_null(missing);
    }
}

/* R1 and R3 are taken as one individual, R2 as another; both are proposed as M1. */
static void test_right_wrong_mixed_and_divided(void **state) {
    struct world *world = *state;
    int first[2] = {0, 2}, second[1] = {1};
    struct individual individual[2] = {{.count = 2, .remains = first},
                                       {.count = 1, .remains = second}};
    struct pairing pairing[2] = {{.individual = 0, .missing = 0}, {.individual = 1, .missing = 0}};
    bool informative[2] = {true, false};
    struct identification run = {.dataset = &world->dataset,
                                 .individuals = {.count = 2, .individual = individual},
                                 .casework.informative = informative,
                                 .pairwise = {.count = 2, .pairing = pairing}};
    struct verdict verdict[2] = {{.kind = VERDICT_PROPOSED, .best = 0},
                                 {.kind = VERDICT_PROPOSED, .best = 1}};
    struct verdicts verdicts = {.of = verdict, .count = {[VERDICT_PROPOSED] = 2}};

    struct truth_score good = truth_score(&world->arena, &run, &verdicts, (int[]){0, 1, 0});
    assert_int_equal(good.right[VERDICT_PROPOSED], 1);
    assert_int_equal(good.nameable[VERDICT_PROPOSED], 1);
    assert_int_equal(good.no_relative[VERDICT_PROPOSED], 1);
    assert_int_equal(good.mixed, 0);
    assert_int_equal(good.divided, 0);

    struct truth_score mixed = truth_score(&world->arena, &run, &verdicts, (int[]){0, -1, 1});
    assert_int_equal(mixed.right[VERDICT_PROPOSED], 0);
    assert_int_equal(mixed.mixed, 1);
    assert_int_equal(mixed.not_listed[VERDICT_PROPOSED], 1);

    struct truth_score divided = truth_score(&world->arena, &run, &verdicts, (int[]){0, 0, 0});
    assert_int_equal(divided.right[VERDICT_PROPOSED], 2);
    assert_int_equal(divided.divided, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_two_columns_in_any_order_of_lines, enter, leave),
        cmocka_unit_test_setup_teardown(test_what_does_not_fit_is_refused, enter, leave),
        cmocka_unit_test_setup_teardown(test_right_wrong_mixed_and_divided, enter, leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
