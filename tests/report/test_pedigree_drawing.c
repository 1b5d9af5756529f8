/* Drawn pedigrees: what is read from the shapes must be the pedigree that was given, for invented
 * families of every shape that is hard to draw, published ones and random ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case/dataset_build.h"
#include "case/folder.h"
#include "identify/kin_files.h"
#include "report/drawing_svg.h"
#include "report/families.h"
#include "report/markup.h"
#include "report/pedigree_words.h"
#include "report/reading_pedigree.h"

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

static struct drawing draw(const struct drawn_family *family) {
    struct drawing drawing;
    struct error error = {0};
    if (!pedigree_draw(&arena, family->person, family->count, family->name, NULL, &PEDIGREE_WORDS,
                       &drawing, &error))
        fail_msg("%s: %s", family->name, error.text);
    return drawing;
}

/* ------------------------------------------------------------------ the same pedigree */

/* Whose symbol it is: the title begins with the id. */
static int person_of(const struct drawn_family *family, const struct seen_symbol *symbol) {
    size_t length = strcspn(symbol->title, ":");
    for (int i = 0; i < family->count; i++)
        if (strlen(family->person[i].id) == length &&
            memcmp(family->person[i].id, symbol->title, length) == 0)
            return i;
    fail_msg("%s: nobody is %s", family->name, symbol->title);
    return -1;
}

static bool descends(const struct drawn_family *family, int person, int from) {
    if (person < 0) return false;
    return person == from || descends(family, family->person[person].father, from) ||
           descends(family, family->person[person].mother, from);
}

static bool are_related(const struct drawn_family *family, int one, int other) {
    for (int i = 0; i < family->count; i++)
        if (descends(family, one, i) && descends(family, other, i)) return true;
    return false;
}

static bool is_father(const struct drawn_family *family, int person) {
    for (int i = 0; i < family->count; i++)
        if (family->person[i].father == person) return true;
    return false;
}

static void check_symbol(const struct drawn_family *family, const struct seen_symbol *symbol,
                         int index) {
    const struct pedigree_person *person = &family->person[index];
    static const char SHAPES[] = {[SEX_UNKNOWN] = 'd', [SEX_MALE] = 's', [SEX_FEMALE] = 'c'};
    assert_int_equal(symbol->shape, SHAPES[person->sex]);
    assert_int_equal(symbol->dead, person->dead);
    assert_int_equal(symbol->typed, person->typed);
    assert_int_equal(symbol->question, person->missing && !person->remains);
    assert_int_equal(symbol->tick, person->remains != NULL);
    if (!symbol->repeat && person->remains) assert_string_equal(symbol->remains, person->remains);
    if (!person->remains) assert_null(symbol->remains);
}

/* Everybody once, and again only with the same mark. Returns how many are there again. */
static int check_symbols(const struct drawn_family *family, const struct seen_pedigree *seen,
                         const int *person, int *home) {
    int repeats = 0;
    for (int i = 0; i < family->count; i++) home[i] = -1;
    for (int i = 0; i < seen->symbols; i++) {
        check_symbol(family, &seen->symbol[i], person[i]);
        if (seen->symbol[i].repeat) {
            repeats++;
            continue;
        }
        if (home[person[i]] >= 0) fail_msg("%s stands there twice", seen->symbol[i].title);
        home[person[i]] = i;
    }
    for (int i = 0; i < family->count; i++) assert_true(home[i] >= 0);
    for (int i = 0; i < seen->symbols; i++) {
        const char *mark = seen->symbol[home[person[i]]].mark;
        if (seen->symbol[i].repeat) assert_non_null(mark);
        if (mark) assert_string_equal(seen->symbol[i].mark, mark);
        for (int j = 0; j < i; j++)
            if (mark && person[j] != person[i] && seen->symbol[j].mark)
                assert_string_not_equal(seen->symbol[j].mark, mark);
    }
    return repeats;
}

/* The lines of a family join its parents and all of their children, and nobody else. */
static void check_family(const struct drawn_family *family, const struct seen_pedigree *seen,
                         const int *person, const int *home, const struct seen_family *of) {
    int father = -1, mother = -1;
    assert_true(of->parents >= 1 && of->children >= 1);
    for (int i = 0; i < of->parents; i++) {
        const struct seen_symbol *parent = &seen->symbol[of->parent[i]];
        if (is_father(family, person[of->parent[i]])) father = person[of->parent[i]];
        else mother = person[of->parent[i]];
        for (int c = 0; c < of->children; c++) {
            const struct seen_symbol *child = &seen->symbol[of->child[c]];
            assert_true(child->y - child->reach > parent->y + parent->reach);
            assert_true(child->y > seen->symbol[home[person[of->parent[i]]]].y);
        }
        assert_true(parent->y == seen->symbol[of->parent[0]].y);
    }
    int children = 0;
    for (int i = 0; i < family->count; i++)
        if (family->person[i].father == father && family->person[i].mother == mother) children++;
    assert_int_equal(of->children, children);
    for (int c = 0; c < of->children; c++) {
        const struct pedigree_person *child = &family->person[person[of->child[c]]];
        if (child->father != father || child->mother != mother)
            fail_msg("%s: %s hangs from somebody else", family->name, child->id);
        assert_false(seen->symbol[of->child[c]].repeat);
        assert_true(seen->symbol[of->child[c]].y == seen->symbol[of->child[0]].y);
    }
    assert_int_equal(of->related,
                     father >= 0 && mother >= 0 && are_related(family, father, mother));
}

static int count_families(const struct drawn_family *family) {
    int count = 0;
    for (int i = 0; i < family->count; i++) {
        const struct pedigree_person *person = &family->person[i];
        bool first = person->father >= 0 || person->mother >= 0;
        for (int j = 0; j < i; j++)
            if (family->person[j].father == person->father &&
                family->person[j].mother == person->mother)
                first = false;
        count += first;
    }
    return count;
}

static void check(const struct drawn_family *family) {
    struct arena_mark mark = arena_mark(&arena);
    struct drawing drawing = draw(family), again = draw(family);
    struct seen_pedigree seen = reading_pedigree(&arena, &drawing);
    int *person = arena_new(&arena, int, seen.symbols),
        *home = arena_new(&arena, int, family->count);
    for (int i = 0; i < seen.symbols; i++) person[i] = person_of(family, &seen.symbol[i]);
    int repeats = check_symbols(family, &seen, person, home);
    if (family->repeats >= 0 && repeats != family->repeats)
        fail_msg("%s: %d symbols are there again", family->name, repeats);
    assert_int_equal(seen.families, count_families(family));
    for (int f = 0; f < seen.families; f++)
        check_family(family, &seen, person, home, &seen.family[f]);
    assert_string_equal(markup_of_svg(&drawing), markup_of_svg(&again));
    arena_release(&arena, mark);
}

/* ------------------------------------------------------------------ families */

static void test_every_shape_of_family(void **state) {
    (void)state;
    int count;
    struct drawn_family *family = families_known(&arena, &count);
    for (int i = 0; i < count; i++) check(&family[i]);
}

static void test_random_families(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 600; seed++) {
        struct arena_mark mark = arena_mark(&arena);
        struct drawn_family family = families_random(&arena, seed, seed % 3 ? 12 : 60);
        check(&family);
        arena_release(&arena, mark);
    }
}

static void test_large_families(void **state) {
    (void)state;
    for (uint64_t seed = 1000; seed < 1006; seed++) {
        struct arena_mark mark = arena_mark(&arena);
        struct drawn_family family = families_random(&arena, seed, PEDIGREE_MOST_PERSONS);
        check(&family);
        arena_release(&arena, mark);
    }
}

static void check_pedigree(const char *name, const struct pedigree *pedigree) {
    struct drawn_family family = {.name = name, .count = pedigree->count, .repeats = -1};
    family.person = arena_new(&arena, struct pedigree_person, pedigree->count);
    for (int i = 0; i < pedigree->count; i++)
        family.person[i] = (struct pedigree_person){.id = pedigree->person[i].id,
                                                    .sex = pedigree->person[i].sex,
                                                    .father = pedigree->person[i].father,
                                                    .mother = pedigree->person[i].mother};
    check(&family);
}

static void test_published_pedigrees(void **state) {
    (void)state;
    int count;
    const char *folder = kin_folder(&arena);
    if (!folder) skip();
    struct kin_expected *expected = kin_read_expected(&arena, folder, "expected.tsv", 1, &count);
    for (int i = 0; i < count; i++) {
        char name[64];
        snprintf(name, sizeof name, "%.*s", (int)strcspn(expected[i].name, ".:"), expected[i].name);
        struct kin_case kin = kin_read_case(&arena, folder, name);
        for (int h = 0; h < kin.hypothesis_count; h++)
            check_pedigree(kin.name, &kin.hypothesis[h].pedigree);
    }
}

/* Of the identification data sets, when they are there. */
static void test_families_of_data_sets(void **state) {
    (void)state;
    static const char *const SETS[] = {"example1",   "example2",      "fire",
                                       "planecrash", "symmetricSibs", "KETPchap484",
                                       "own_family", "own_loop",      "own_weak"};
    const char *kin = kin_folder(&arena);
    if (!kin) skip();
    for (size_t s = 0; s < sizeof SETS / sizeof *SETS; s++) {
        const char *folder = arena_format(&arena, "%s/../dvi/%s", kin, SETS[s]);
        struct rows rows = {0};
        struct reading reading = {.arena = &arena};
        struct build_options options = build_options_none();
        struct dataset dataset = {0};
        struct error error = {0};
        if (!folder_read(&arena, 1, &folder, &rows, &reading, &error)) fail_msg("%s", error.text);
        assert_true(dataset_build(&arena, &rows, &options, &reading, &dataset));
        for (int f = 0; f < dataset.family_count; f++)
            check_pedigree(SETS[s], &dataset.family[f].pedigree);
    }
}

/* ------------------------------------------------------------------ looks */

/* Parents over the middle of their children, who stand from left to right as they are listed; the
 * father to the left. */
static void test_a_family_stands_around_its_middle(void **state) {
    (void)state;
    enum { MOST = 14 };
    struct pedigree_person person[MOST] = {
        {.id = "a", .sex = SEX_MALE, .father = -1, .mother = -1},
        {.id = "b", .sex = SEX_FEMALE, .father = -1, .mother = -1}};
    for (int count = 3; count <= MOST; count++) {
        person[count - 1] = (struct pedigree_person){
            .id = arena_format(&arena, "c%d", count), .sex = SEX_FEMALE, .father = 0, .mother = 1};
        struct drawn_family family = {.name = "children", .count = count, .person = person};
        struct drawing drawing = draw(&family);
        struct seen_pedigree seen = reading_pedigree(&arena, &drawing);
        assert_int_equal(seen.symbols, count);
        const struct seen_symbol *symbol = seen.symbol;
        assert_true(symbol[0].x < symbol[1].x);
        double middle = (symbol[0].x + symbol[1].x) / 2;
        assert_true(fabs((symbol[2].x + symbol[count - 1].x) / 2 - middle) <= 1);
        for (int c = 3; c < count; c++) assert_true(symbol[c - 1].x < symbol[c].x);
    }
}

static void test_legends_explain_what_is_there(void **state) {
    (void)state;
    int count;
    struct drawn_family *family = families_known(&arena, &count);
    for (int i = 0; i < count; i++) {
        struct drawing drawing = draw(&family[i]);
        const char *text = markup_of_svg(&drawing);
        for (int p = 0; p < family[i].count; p++) {
            if (family[i].person[p].typed) assert_non_null(strstr(text, ">typed</text>"));
            if (family[i].person[p].dead) assert_non_null(strstr(text, ">dead</text>"));
            if (family[i].person[p].remains) assert_non_null(strstr(text, ">identified</text>"));
        }
        assert_int_equal(markup_count(text, ">*1 the same person again</text>"),
                         family[i].repeats > 0);
    }
}

static void test_foreign_text_stays_text(void **state) {
    (void)state;
    struct pedigree_person person = {
        .id = "<a href=\"x\">&",
        .line = {"</text><script>", "\xd9\x85\xd8\xad\xd9\x85\xd8\xaf"},
        .father = -1,
        .mother = -1,
        .missing = true,
        .remains = "\xff\x01",
        .link = "javascript:alert(1)"};
    struct drawn_family family = {.name = "\"<x>", .count = 1, .person = &person};
    struct drawing drawing = draw(&family);
    const char *text = markup_of_svg(&drawing);
    assert_null(strstr(text, "<script"));
    assert_null(strstr(text, "href=\"javascript"));
    assert_non_null(strstr(text, "\xd9\x85\xd8\xad\xd9\x85\xd8\xaf"));
}

static void test_long_labels_are_shortened_and_the_title_is_whole(void **state) {
    (void)state;
    char *id = arena_take(&arena, 2000, 1);
    memset(id, 'W', 1999);
    struct pedigree_person person = {.id = id, .father = -1, .mother = -1, .link = "/a"};
    struct drawn_family family = {.name = "long", .count = 1, .person = &person};
    struct drawing drawing = draw(&family);
    const char *text = markup_of_svg(&drawing);
    assert_non_null(strstr(text, arena_format(&arena, "<title>%s: sex not known</title>", id)));
    assert_non_null(strstr(text, "W…</text>"));
    assert_true(drawing.width < 400);
}

/* ------------------------------------------------------------------ words */

static void test_sentences(void **state) {
    (void)state;
    const struct pedigree_person person[] = {
        {.id = "F1-01", .sex = SEX_MALE, .father = -1, .mother = -1, .dead = true},
        {.id = "F1-02", .sex = SEX_FEMALE, .father = -1, .mother = -1, .typed = true},
        {.id = "F1-03", .sex = SEX_MALE, .father = 0, .mother = 1, .typed = true, .missing = true},
        {.id = "F1-04", .father = -1, .mother = 1, .missing = true, .remains = "ABC-0001-B"},
    };
    static const char *const EXPECTED[] = {
        "F1-01: male; dead",
        "F1-02: female; typed",
        "F1-03: male; child of F1-01 and F1-02; typed; missing",
        "F1-04: sex not known; child of F1-02; identified: ABC-0001-B",
    };
    for (int i = 0; i < 4; i++)
        assert_string_equal(pedigree_sentence(&arena, person, i, &PEDIGREE_WORDS), EXPECTED[i]);
    struct pedigree_words other = PEDIGREE_WORDS;
    other.child_of_both = "{mother} + {father} {nobody} {";
    assert_string_equal(pedigree_sentence(&arena, person, 2, &other),
                        "F1-03: male; F1-02 + F1-01 {nobody} {; typed; missing");
}

/* ------------------------------------------------------------------ what is refused */

static void test_what_is_no_pedigree_is_refused(void **state) {
    (void)state;
    struct pedigree_person *person =
        arena_new(&arena, struct pedigree_person, PEDIGREE_MOST_PERSONS + 1);
    struct drawing drawing = {.name = "as it was"};
    struct error error = {0};
    assert_false(pedigree_draw(&arena, person, PEDIGREE_MOST_PERSONS + 1, "large", NULL,
                               &PEDIGREE_WORDS, &drawing, &error));
    assert_int_equal(error.code, ERROR_TOO_LARGE);
    assert_string_equal(error.text, "a pedigree of 501 persons is too large to be drawn (at most "
                                    "500); draw a part of it");
    person[0] = (struct pedigree_person){.id = "a", .sex = SEX_MALE, .father = 1, .mother = -1};
    person[1] = (struct pedigree_person){.id = "b", .sex = SEX_MALE, .father = 0, .mother = -1};
    error = (struct error){0};
    assert_false(
        pedigree_draw(&arena, person, 2, "circle", NULL, &PEDIGREE_WORDS, &drawing, &error));
    assert_int_equal(error.code, ERROR_BAD_INPUT);
    assert_string_equal(drawing.name, "as it was");
}

static void test_nobody_is_an_empty_drawing(void **state) {
    (void)state;
    struct drawn_family family = {.name = "nobody"};
    struct drawing drawing = draw(&family);
    markup_of_svg(&drawing);
    assert_int_equal(drawing.count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_shape_of_family),
        cmocka_unit_test(test_random_families),
        cmocka_unit_test(test_large_families),
        cmocka_unit_test(test_published_pedigrees),
        cmocka_unit_test(test_families_of_data_sets),
        cmocka_unit_test(test_a_family_stands_around_its_middle),
        cmocka_unit_test(test_legends_explain_what_is_there),
        cmocka_unit_test(test_foreign_text_stays_text),
        cmocka_unit_test(test_long_labels_are_shortened_and_the_title_is_whole),
        cmocka_unit_test(test_sentences),
        cmocka_unit_test(test_what_is_no_pedigree_is_refused),
        cmocka_unit_test(test_nobody_is_an_empty_drawing),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
