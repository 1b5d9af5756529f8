/* What a pedigree must be, and its connected parts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "identify/pedigree.h"

#define PEDIGREE(persons) {sizeof(persons) / sizeof((persons)[0]), (persons)}

static void assert_refused(struct pedigree pedigree, const char *first, const char *second) {
    struct error error = {0};
    size_t size = (size_t)pedigree.count * sizeof *pedigree.person;
    struct person *before = malloc(size);
    memcpy(before, pedigree.person, size);
    assert_false(pedigree_check(&pedigree, NULL, &error));
    assert_int_equal(error.code, ERROR_BAD_INPUT);
    if (!strstr(error.text, first) || !strstr(error.text, second))
        fail_msg("\"%s\" and \"%s\" in: %s", first, second, error.text);
    assert_memory_equal(pedigree.person, before, size);
    free(before);
}

static void parents_get_the_sex_of_their_role(void **state) {
    (void)state;
    struct person persons[] = {{"child", 1, 2, SEX_UNKNOWN},
                               {"father", -1, -1, SEX_UNKNOWN},
                               {"mother", -1, -1, SEX_FEMALE}};
    struct pedigree pedigree = PEDIGREE(persons);
    struct error error = {0};
    assert_true(pedigree_check(&pedigree, NULL, &error));
    assert_int_equal(persons[0].sex, SEX_UNKNOWN);
    assert_int_equal(persons[1].sex, SEX_MALE);
    assert_int_equal(persons[2].sex, SEX_FEMALE);
    assert_string_equal(persons[0].id, "child");
}

static void inbreeding_and_single_parents_are_fine(void **state) {
    (void)state;
    struct person persons[] = {{"father", -1, -1, SEX_MALE},
                               {"daughter", 0, -1, SEX_FEMALE},
                               {"child", 0, 1, SEX_MALE}};
    struct pedigree pedigree = PEDIGREE(persons), empty = {0};
    struct error error = {0};
    assert_true(pedigree_check(&pedigree, NULL, &error));
    assert_true(pedigree_check(&empty, NULL, &error));
}

static void parents_of_the_wrong_sex(void **state) {
    (void)state;
    struct person female[] = {{"child", 1, -1, SEX_MALE}, {"Vera", -1, -1, SEX_FEMALE}};
    assert_refused((struct pedigree)PEDIGREE(female), "Vera is the father of child", "female");
    struct person male[] = {{"child", -1, 1, SEX_MALE}, {"Ivan", -1, -1, SEX_MALE}};
    assert_refused((struct pedigree)PEDIGREE(male), "Ivan is the mother of child", "but male");
    struct person both[] = {{"one", 2, -1, SEX_MALE},
                            {"two", -1, 2, SEX_MALE},
                            {"Sasha", -1, -1, SEX_UNKNOWN}};
    assert_refused((struct pedigree)PEDIGREE(both), "Sasha is the mother of two", "father");
    struct person same[] = {{"child", 1, 1, SEX_MALE}, {"Sasha", -1, -1, SEX_UNKNOWN}};
    assert_refused((struct pedigree)PEDIGREE(same), "child", "same person");
}

static void ids_are_given_once(void **state) {
    (void)state;
    struct person twice[] = {{"b", -1, -1, SEX_MALE}, {"a", -1, -1, SEX_MALE},
                             {"c", -1, -1, SEX_MALE}, {"a", -1, -1, SEX_FEMALE}};
    assert_refused((struct pedigree)PEDIGREE(twice), "person a", "twice");
    struct person empty[] = {{"b", -1, -1, SEX_MALE}, {"", -1, -1, SEX_MALE}};
    assert_refused((struct pedigree)PEDIGREE(empty), "person 2", "no id");
}

static void parents_must_be_there(void **state) {
    (void)state;
    struct person beyond[] = {{"child", 5, -1, SEX_MALE}};
    assert_refused((struct pedigree)PEDIGREE(beyond), "father of person child", "not in");
    struct person below[] = {{"child", -1, -2, SEX_MALE}};
    assert_refused((struct pedigree)PEDIGREE(below), "mother of person child", "not in");
}

/* Whoever is named is in the circle, not above or below it. */
static void nobody_is_their_own_ancestor(void **state) {
    (void)state;
    struct person self[] = {{"child", 0, -1, SEX_MALE}};
    assert_refused((struct pedigree)PEDIGREE(self), "child", "own ancestor");
    struct person circle[] = {{"above", -1, -1, SEX_FEMALE}, {"mother", 2, 0, SEX_FEMALE},
                              {"father", -1, 1, SEX_MALE},   {"below", 2, -1, SEX_MALE},
                              {"further", 3, -1, SEX_MALE},  {"upper", -1, -1, SEX_MALE}};
    circle[0].father = 5;
    struct error error = {0};
    struct pedigree pedigree = PEDIGREE(circle);
    assert_false(pedigree_check(&pedigree, NULL, &error));
    assert_true(strstr(error.text, "person mother is") || strstr(error.text, "person father is"));
    assert_non_null(strstr(error.text, "own ancestor"));
}

enum { MANY = 100000 };

/* A line of 100,000 generations, the youngest first, its ids as alike as can be. */
static void long_lines_of_descent(void **state) {
    (void)state;
    struct person *person = calloc(MANY, sizeof *person);
    char(*ids)[16] = calloc(MANY, sizeof *ids);
    int *part = calloc(MANY, sizeof *part);
    for (int i = 0; i < MANY; i++) {
        snprintf(ids[i], sizeof ids[i], "P%08d", i);
        person[i] = (struct person){ids[i], i + 1 < MANY ? i + 1 : -1, -1, SEX_MALE};
    }
    struct pedigree pedigree = {MANY, person};
    struct error error = {0};
    assert_true(pedigree_check(&pedigree, NULL, &error));
    assert_int_equal(pedigree_parts(&pedigree, part), 1);
    assert_int_equal(part[MANY - 1], 0);
    person[MANY - 1].father = 0;
    assert_false(pedigree_check(&pedigree, NULL, &error));
    assert_non_null(strstr(error.text, "own ancestor"));
    free(person);
    free(ids);
    free(part);
}

static void finds_by_id(void **state) {
    (void)state;
    struct person persons[] = {{"a", -1, -1, SEX_MALE}, {"A", -1, -1, SEX_MALE}};
    struct pedigree pedigree = PEDIGREE(persons);
    assert_int_equal(pedigree_find(&pedigree, "A"), 1);
    assert_int_equal(pedigree_find(&pedigree, "b"), -1);
}

/* Parts are numbered by their first person, however they hang together. */
static void parts_by_their_first_person(void **state) {
    (void)state;
    struct person persons[] = {
        {"0", -1, -1, SEX_MALE}, {"1", 4, 5, SEX_MALE},     {"2", -1, -1, SEX_FEMALE},
        {"3", 0, -1, SEX_MALE},  {"4", -1, -1, SEX_MALE},   {"5", -1, 6, SEX_FEMALE},
        {"6", -1, -1, SEX_FEMALE}, {"7", 3, 8, SEX_MALE}, {"8", -1, 6, SEX_FEMALE}};
    struct pedigree pedigree = PEDIGREE(persons);
    int part[9];
    assert_int_equal(pedigree_parts(&pedigree, part), 2);
    for (int i = 0; i < 9; i++) assert_int_equal(part[i], i == 2);
    persons[7].mother = -1; /* now 0-3-7, 1-4-5-6-8 and 2 */
    static const int expected[] = {0, 1, 2, 0, 1, 1, 1, 0, 1};
    assert_int_equal(pedigree_parts(&pedigree, part), 3);
    assert_memory_equal(part, expected, sizeof part);
    struct pedigree empty = {0};
    assert_int_equal(pedigree_parts(&empty, part), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parents_get_the_sex_of_their_role),
        cmocka_unit_test(inbreeding_and_single_parents_are_fine),
        cmocka_unit_test(parents_of_the_wrong_sex),
        cmocka_unit_test(ids_are_given_once),
        cmocka_unit_test(parents_must_be_there),
        cmocka_unit_test(nobody_is_their_own_ancestor),
        cmocka_unit_test(long_lines_of_descent),
        cmocka_unit_test(finds_by_id),
        cmocka_unit_test(parts_by_their_first_person),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
