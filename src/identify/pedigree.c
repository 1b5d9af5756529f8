#include "identify/pedigree.h"

#include <stdlib.h>
#include <string.h>

struct named {
    const char *id;
    int index;
};

static int compare_named(const void *first, const void *second) {
    return strcmp(((const struct named *)first)->id, ((const struct named *)second)->id);
}

/* Sorted rather than hashed: no choice of ids makes it slow. */
static bool check_ids(struct arena *scratch, const struct pedigree *pedigree, int *who,
                      struct error *error) {
    struct named *sorted = arena_new(scratch, struct named, pedigree->count);
    for (int i = 0; i < pedigree->count; i++) {
        sorted[i] = (struct named){.id = pedigree->person[i].id, .index = i};
        *who = i;
        if (!sorted[i].id[0])
            return error_set(error, ERROR_BAD_INPUT,
                             "person %d of the pedigree has no id; give everybody one", i + 1);
    }
    if (pedigree->count) qsort(sorted, (size_t)pedigree->count, sizeof *sorted, compare_named);
    for (int i = 1; i < pedigree->count; i++) {
        bool second = sorted[i - 1].index < sorted[i].index;
        *who = sorted[second ? i : i - 1].index;
        if (strcmp(sorted[i - 1].id, sorted[i].id) == 0)
            return error_set(error, ERROR_BAD_INPUT,
                             "person %s is given twice in the pedigree; give everybody an id of "
                             "their own, and each one line",
                             sorted[i].id);
    }
    return true;
}

/* Notes in `sex` that `parent` is one of `sex_of_role`. */
static bool check_parent(const struct pedigree *pedigree, int child, int parent,
                         enum sex sex_of_role, enum sex *sex, struct error *error) {
    const char *role = sex_of_role == SEX_MALE ? "father" : "mother";
    const struct person *person = pedigree->person;
    if (parent == -1) return true;
    if (parent < 0 || parent >= pedigree->count)
        return error_set(error, ERROR_BAD_INPUT, "the %s of person %s is not in the pedigree", role,
                         person[child].id);
    if (sex[parent] == SEX_UNKNOWN) sex[parent] = sex_of_role;
    if (sex[parent] == sex_of_role) return true;
    if (person[parent].sex == SEX_UNKNOWN)
        return error_set(error, ERROR_BAD_INPUT,
                         "person %s is the %s of %s, but the %s of somebody else; correct one of "
                         "the two",
                         person[parent].id, role, person[child].id,
                         sex_of_role == SEX_MALE ? "mother" : "father");
    return error_set(error, ERROR_BAD_INPUT,
                     "person %s is the %s of %s, but %s; correct the sex or the parents",
                     person[parent].id, role, person[child].id,
                     person[parent].sex == SEX_MALE ? "male" : "female");
}

static bool check_parents(const struct pedigree *pedigree, enum sex *sex, int *who,
                          struct error *error) {
    for (int i = 0; i < pedigree->count; i++) {
        const struct person *person = &pedigree->person[i];
        *who = i;
        if (person->father != -1 && person->father == person->mother)
            return error_set(error, ERROR_BAD_INPUT,
                             "person %s has the same person as father and as mother; correct one "
                             "of the two",
                             person->id);
        if (!check_parent(pedigree, i, person->father, SEX_MALE, sex, error)) return false;
        if (!check_parent(pedigree, i, person->mother, SEX_FEMALE, sex, error)) return false;
    }
    return true;
}

/* Takes away persons without children, over and over: whoever cannot be taken away is in a circle
 * or above one. From child to child among these leads into the circle, where somebody is named. */
static bool check_circles(struct arena *scratch, const struct pedigree *pedigree, int *who,
                          struct error *error) {
    const struct person *person = pedigree->person;
    int count = pedigree->count;
    int *children = arena_new(scratch, int, count);
    int *taken = arena_new(scratch, int, count);
    int taken_count = 0;
    for (int i = 0; i < count; i++) {
        if (person[i].father >= 0) children[person[i].father]++;
        if (person[i].mother >= 0) children[person[i].mother]++;
    }
    for (int i = 0; i < count; i++)
        if (!children[i]) taken[taken_count++] = i;
    for (int i = 0; i < taken_count; i++) {
        int father = person[taken[i]].father, mother = person[taken[i]].mother;
        if (father >= 0 && --children[father] == 0) taken[taken_count++] = father;
        if (mother >= 0 && --children[mother] == 0) taken[taken_count++] = mother;
    }
    if (taken_count == count) return true;

    int *child = arena_new(scratch, int, count);
    int at = -1;
    for (int i = 0; i < count; i++) {
        if (!children[i]) continue;
        if (person[i].father >= 0) child[person[i].father] = i;
        if (person[i].mother >= 0) child[person[i].mother] = i;
        at = i;
    }
    for (int i = 0; i < count; i++) at = child[at];
    *who = at;
    return error_set(error, ERROR_BAD_INPUT,
                     "person %s is their own ancestor; correct the parents of %s", person[at].id,
                     person[at].id);
}

bool pedigree_check(struct pedigree *pedigree, int *out_wrong, struct error *error) {
    struct arena scratch;
    int who = 0;
    arena_open(&scratch, 0);
    enum sex *sex = arena_new(&scratch, enum sex, pedigree->count);
    for (int i = 0; i < pedigree->count; i++) sex[i] = pedigree->person[i].sex;
    bool good = check_ids(&scratch, pedigree, &who, error) &&
                check_parents(pedigree, sex, &who, error) &&
                check_circles(&scratch, pedigree, &who, error);
    for (int i = 0; good && i < pedigree->count; i++) pedigree->person[i].sex = sex[i];
    if (!good && out_wrong) *out_wrong = who;
    arena_close(&scratch);
    return good;
}

int pedigree_find(const struct pedigree *pedigree, const char *id) {
    for (int i = 0; i < pedigree->count; i++)
        if (strcmp(pedigree->person[i].id, id) == 0) return i;
    return -1;
}

/* The first person of i's part, as far as joined; halves the way there. */
static int first_of(int *link, int i) {
    while (link[i] != i) {
        link[i] = link[link[i]];
        i = link[i];
    }
    return i;
}

static void join(int *link, int i, int j) {
    int first = first_of(link, i), second = first_of(link, j);
    if (first < second) link[second] = first;
    else link[first] = second;
}

int pedigree_parts(const struct pedigree *pedigree, int *part) {
    /* Until the last loop, part[i] is an earlier person of the same part, or i itself. */
    for (int i = 0; i < pedigree->count; i++) part[i] = i;
    for (int i = 0; i < pedigree->count; i++) {
        if (pedigree->person[i].father >= 0) join(part, i, pedigree->person[i].father);
        if (pedigree->person[i].mother >= 0) join(part, i, pedigree->person[i].mother);
    }
    int count = 0;
    for (int i = 0; i < pedigree->count; i++) part[i] = part[i] == i ? count++ : part[part[i]];
    return count;
}
