#include "case/relation.h"

#include <stdlib.h>

#include "base/memory.h"

static const char *word(enum sex sex, const char *male, const char *female, const char *unknown) {
    return sex == SEX_MALE ? male : sex == SEX_FEMALE ? female : unknown;
}

const char *relation_sex(enum sex sex) { return word(sex, "male", "female", "sex not known"); }

const char *relation_child(enum sex sex) { return word(sex, "son", "daughter", "child"); }

static bool is_parent(const struct pedigree *pedigree, int parent, int child) {
    return parent >= 0 && child >= 0 &&
           (pedigree->person[child].father == parent || pedigree->person[child].mother == parent);
}

/* How many parents two persons share. */
static int shared_parents(const struct pedigree *pedigree, int a, int b) {
    if (a < 0 || b < 0 || a == b) return 0;
    const struct person *one = &pedigree->person[a], *two = &pedigree->person[b];
    return (one->father >= 0 && one->father == two->father) +
           (one->mother >= 0 && one->mother == two->mother);
}

static bool have_child(const struct pedigree *pedigree, int a, int b) {
    for (int i = 0; i < pedigree->count; i++)
        if (is_parent(pedigree, a, i) && is_parent(pedigree, b, i)) return true;
    return false;
}

static bool is_grandparent(const struct pedigree *pedigree, int grandparent, int person) {
    return is_parent(pedigree, grandparent, pedigree->person[person].father) ||
           is_parent(pedigree, grandparent, pedigree->person[person].mother);
}

/* Is `other` a sibling of a parent of `person`? */
static bool is_uncle(const struct pedigree *pedigree, int other, int person) {
    return shared_parents(pedigree, other, pedigree->person[person].father) ||
           shared_parents(pedigree, other, pedigree->person[person].mother);
}

static void mark_ancestors(const struct pedigree *pedigree, int person, bool *mark) {
    mark[person] = true;
    for (bool more = true; more;) {
        more = false;
        for (int i = 0; i < pedigree->count; i++)
            for (int j = 0; mark[i] && j < pedigree->count; j++)
                if (!mark[j] && is_parent(pedigree, j, i)) more = mark[j] = true;
    }
}

static bool share_an_ancestor(const struct pedigree *pedigree, int a, int b) {
    bool *of_a = memory_take((size_t)pedigree->count * 2, sizeof *of_a);
    bool *of_b = of_a + pedigree->count, shared = false;
    mark_ancestors(pedigree, a, of_a);
    mark_ancestors(pedigree, b, of_b);
    for (int i = 0; i < pedigree->count; i++) shared = shared || (of_a[i] && of_b[i]);
    free(of_a);
    return shared;
}

const char *relation_of(const struct pedigree *pedigree, int person, int other) {
    enum sex sex = pedigree->person[other].sex;
    int father = pedigree->person[other].father, mother = pedigree->person[other].mother;
    int shared = shared_parents(pedigree, person, other);
    if (other == person) return "the same person";
    if (is_parent(pedigree, other, person)) return word(sex, "father", "mother", "parent");
    if (is_parent(pedigree, person, other)) return relation_child(sex);
    if (shared == 2) return word(sex, "brother", "sister", "sibling");
    if (shared == 1) return "half-sib";
    if (have_child(pedigree, person, other)) return "partner";
    if (is_grandparent(pedigree, other, person))
        return word(sex, "grandfather", "grandmother", "grandparent");
    if (is_grandparent(pedigree, person, other))
        return "grandchild";
    if (is_uncle(pedigree, other, person)) return word(sex, "uncle", "aunt", "uncle or aunt");
    if (is_uncle(pedigree, person, other)) return word(sex, "nephew", "niece", "nephew or niece");
    if ((father >= 0 && is_uncle(pedigree, father, person)) ||
        (mother >= 0 && is_uncle(pedigree, mother, person)))
        return "cousin";
    return share_an_ancestor(pedigree, person, other) ? "relative" : "by marriage";
}
