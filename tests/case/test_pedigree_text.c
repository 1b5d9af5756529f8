/* Pedigrees drawn in text, against drawings made by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "case/pedigree_text.h"
#include "case/relation.h"

enum { MOST = 30 };

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

/* `sexes` has a letter for each person, `parents` father and mother by index. */
static struct pedigree family(const char *sexes, const int (*parents)[2]) {
    struct pedigree pedigree = {.count = (int)strlen(sexes)};
    pedigree.person = arena_new(&arena, struct person, pedigree.count);
    for (int i = 0; i < pedigree.count; i++)
        pedigree.person[i] = (struct person){.id = arena_format(&arena, "%c", 'a' + i),
                                             .father = parents[i][0],
                                             .mother = parents[i][1],
                                             .sex = sexes[i] == 'M'   ? SEX_MALE
                                                    : sexes[i] == 'F' ? SEX_FEMALE
                                                                      : SEX_UNKNOWN};
    struct error error = {0};
    if (!pedigree_check(&pedigree, &error)) fail_msg("%s", error.text);
    return pedigree;
}

static void expect(const struct pedigree *pedigree, const char *typed, const char *missing,
                   const char *drawing) {
    bool is_typed[MOST] = {false}, is_missing[MOST] = {false};
    for (; *typed; typed++) is_typed[*typed - 'a'] = true;
    for (const char *at = missing; *at; at++) is_missing[*at - 'a'] = true;
    struct pedigree_marks marks = {.typed = is_typed,
                                   .missing = is_missing,
                                   .person = *missing ? *missing - 'a' : -1,
                                   .label = "ABC-0001-B"};
    struct buffer out = {0};
    pedigree_text(&arena, pedigree, &marks, "  ", &out);
    assert_string_equal(buffer_text(&out), drawing);
    buffer_close(&out);
}

static void test_trio(void **state) {
    (void)state;
    struct pedigree pedigree = family("MFM", (int[][2]){{-1, -1}, {-1, -1}, {0, 1}});
    expect(&pedigree, "ab", "c",
           "  [a +] = (b +)\n"
           "  `-- [c ? <== ABC-0001-B]\n");
}

static void test_siblings_and_a_parent_who_is_not_listed(void **state) {
    (void)state;
    struct pedigree pedigree =
        family("FMF?", (int[][2]){{-1, -1}, {-1, 0}, {-1, 0}, {-1, 0}});
    expect(&pedigree, "acd", "b",
           "  (a +) = [ ]\n"
           "  +-- [b ? <== ABC-0001-B]\n"
           "  +-- (c +)\n"
           "  `-- <d +>\n");
}

static void test_half_siblings_hang_on_the_parent_they_share(void **state) {
    (void)state;
    struct pedigree pedigree =
        family("MFMMF", (int[][2]){{-1, -1}, {-1, -1}, {-1, -1}, {0, 1}, {2, 1}});
    expect(&pedigree, "be", "d",
           "  (b +)\n"
           "    = [a]\n"
           "    `-- [d ? <== ABC-0001-B]\n"
           "    = [c]\n"
           "    `-- (e +)\n");
}

/* Grandparents a, b; their children c and d with the partners e and f; cousins g and h. */
static void test_cousins(void **state) {
    (void)state;
    struct pedigree pedigree = family("MFMFFMMF", (int[][2]){{-1, -1},
                                                             {-1, -1},
                                                             {0, 1},
                                                             {0, 1},
                                                             {-1, -1},
                                                             {-1, -1},
                                                             {2, 4},
                                                             {5, 3}});
    expect(&pedigree, "h", "g",
           "  [a] = (b)\n"
           "  +-- [c] = (e)\n"
           "  |   `-- [g ? <== ABC-0001-B]\n"
           "  `-- (d) = [f]\n"
           "      `-- (h +)\n");
}

/* The same, and the cousins have a child. */
static void test_a_loop_repeats_one_person_with_a_mark(void **state) {
    (void)state;
    struct pedigree pedigree = family("MFMFFMMFM", (int[][2]){{-1, -1},
                                                              {-1, -1},
                                                              {0, 1},
                                                              {0, 1},
                                                              {-1, -1},
                                                              {-1, -1},
                                                              {2, 4},
                                                              {5, 3},
                                                              {6, 7}});
    expect(&pedigree, "h", "i",
           "  [a] = (b)\n"
           "  +-- [c] = (e)\n"
           "  |   `-- [g] = (h + *1)\n"
           "  |       `-- [i ? <== ABC-0001-B]\n"
           "  `-- (d) = [f]\n"
           "      `-- (h + *1)\n");
}

static void test_two_families_joined_by_a_couple(void **state) {
    (void)state;
    struct pedigree pedigree = family(
        "MFMMFFM",
        (int[][2]){{-1, -1}, {-1, -1}, {0, 1}, {-1, -1}, {-1, -1}, {3, 4}, {2, 5}});
    expect(&pedigree, "", "",
           "  [a] = (b)\n"
           "  `-- [c] = (f *1)\n"
           "      `-- [g]\n"
           "  [d] = (e)\n"
           "  `-- (f *1)\n");
}

static void test_unconnected_persons_stand_alone(void **state) {
    (void)state;
    struct pedigree pedigree =
        family("?MFM", (int[][2]){{-1, -1}, {-1, -1}, {-1, -1}, {1, 2}});
    expect(&pedigree, "d", "a",
           "  [b] = (c)\n"
           "  `-- [d +]\n"
           "  <a ? <== ABC-0001-B>\n");
}

static void test_relations_have_their_names(void **state) {
    (void)state;
    /* a, b grandparents; c, d their children; e, f partners; g, h cousins; i child of g and j;
     * k half-brother of g through c. */
    struct pedigree pedigree = family("MFMFFMMFFFM", (int[][2]){{-1, -1},
                                                                {-1, -1},
                                                                {0, 1},
                                                                {0, 1},
                                                                {-1, -1},
                                                                {-1, -1},
                                                                {2, 4},
                                                                {5, 3},
                                                                {6, 9},
                                                                {-1, -1},
                                                                {2, -1}});
    static const char *const to_g[] = {"grandfather", "grandmother", "father",  "aunt",
                                       "mother",      "by marriage", "the same person",
                                       "cousin",      "daughter",    "partner", "half-sib"};
    for (int i = 0; i < pedigree.count; i++)
        assert_string_equal(relation_of(&pedigree, 6, i), to_g[i]);
    assert_string_equal(relation_of(&pedigree, 8, 0), "relative");
    assert_string_equal(relation_of(&pedigree, 2, 3), "sister");
    assert_string_equal(relation_of(&pedigree, 3, 6), "nephew");
    assert_string_equal(relation_of(&pedigree, 0, 7), "grandchild");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trio),
        cmocka_unit_test(test_siblings_and_a_parent_who_is_not_listed),
        cmocka_unit_test(test_half_siblings_hang_on_the_parent_they_share),
        cmocka_unit_test(test_cousins),
        cmocka_unit_test(test_a_loop_repeats_one_person_with_a_mark),
        cmocka_unit_test(test_two_families_joined_by_a_couple),
        cmocka_unit_test(test_unconnected_persons_stand_alone),
        cmocka_unit_test(test_relations_have_their_names),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
