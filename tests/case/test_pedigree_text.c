/* Pedigrees drawn in text, against drawings made by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "case/pedigree_text.h"
#include "case/relation.h"

enum { MOST = 12 };

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
    if (!pedigree_check(&pedigree, NULL, &error)) fail_msg("%s", error.text);
    return pedigree;
}

static const struct {
    const char *what;
    const char *sexes;
    int parents[MOST][2];
    const char *typed, *missing; /* the first missing one is pointed at */
    const char *drawing;
} drawings[] = {
    {"a trio",
     "MFM",
     {{-1, -1}, {-1, -1}, {0, 1}},
     "ab",
     "c",
     "  [a +] = (b +)\n"
     "  `-- [c ? <== ABC-0001-B]\n"},
    {"siblings and a parent who is not listed",
     "FMF?",
     {{-1, -1}, {-1, 0}, {-1, 0}, {-1, 0}},
     "acd",
     "b",
     "  (a +) = [ ]\n"
     "  +-- [b ? <== ABC-0001-B]\n"
     "  +-- (c +)\n"
     "  `-- <d +>\n"},
    {"half-siblings hang on the parent they share",
     "MFMMF",
     {{-1, -1}, {-1, -1}, {-1, -1}, {0, 1}, {2, 1}},
     "be",
     "d",
     "  (b +)\n"
     "    = [a]\n"
     "    `-- [d ? <== ABC-0001-B]\n"
     "    = [c]\n"
     "    `-- (e +)\n"},
    {"grandparents a, b; their children c and d with the partners e and f; cousins g and h",
     "MFMFFMMF",
     {{-1, -1}, {-1, -1}, {0, 1}, {0, 1}, {-1, -1}, {-1, -1}, {2, 4}, {5, 3}},
     "h",
     "g",
     "  [a] = (b)\n"
     "  +-- [c] = (e)\n"
     "  |   `-- [g ? <== ABC-0001-B]\n"
     "  `-- (d) = [f]\n"
     "      `-- (h +)\n"},
    {"the same, and the cousins have a child: the loop repeats one person with a mark",
     "MFMFFMMFM",
     {{-1, -1}, {-1, -1}, {0, 1}, {0, 1}, {-1, -1}, {-1, -1}, {2, 4}, {5, 3}, {6, 7}},
     "h",
     "i",
     "  [a] = (b)\n"
     "  +-- [c] = (e)\n"
     "  |   `-- [g] = (h + *1)\n"
     "  |       `-- [i ? <== ABC-0001-B]\n"
     "  `-- (d) = [f]\n"
     "      `-- (h + *1)\n"},
    {"two families joined by a couple",
     "MFMMFFM",
     {{-1, -1}, {-1, -1}, {0, 1}, {-1, -1}, {-1, -1}, {3, 4}, {2, 5}},
     "",
     "",
     "  [a] = (b)\n"
     "  `-- [c] = (f *1)\n"
     "      `-- [g]\n"
     "  [d] = (e)\n"
     "  `-- (f *1)\n"},
    {"unconnected persons stand alone",
     "?MFM",
     {{-1, -1}, {-1, -1}, {-1, -1}, {1, 2}},
     "d",
     "a",
     "  [b] = (c)\n"
     "  `-- [d +]\n"
     "  <a ? <== ABC-0001-B>\n"},
};

static void test_drawings(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof drawings / sizeof *drawings; i++) {
        struct pedigree pedigree = family(drawings[i].sexes, drawings[i].parents);
        bool typed[MOST] = {false}, missing[MOST] = {false};
        for (const char *at = drawings[i].typed; *at; at++) typed[*at - 'a'] = true;
        for (const char *at = drawings[i].missing; *at; at++) missing[*at - 'a'] = true;
        int person = *drawings[i].missing ? *drawings[i].missing - 'a' : -1;
        struct pedigree_marks marks = {
            .typed = typed, .missing = missing, .person = person, .label = "ABC-0001-B"};
        struct buffer out = {0};
        pedigree_text(&arena, &pedigree, &marks, "  ", &out);
        if (strcmp(buffer_text(&out), drawings[i].drawing) != 0)
            fail_msg("%s:\n%s", drawings[i].what, buffer_text(&out));
        buffer_close(&out);
    }
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
        cmocka_unit_test(test_drawings),
        cmocka_unit_test(test_relations_have_their_names),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
