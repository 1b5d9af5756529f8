#include "case/relatives.h"

#include <stdlib.h>
#include <string.h>

struct checking {
    struct relatives *relatives;
    json_t *index; /* identifier → place in the list */
    relatives_refuse *tell;
    void *data;
};

void relatives_open(struct relatives *relatives, struct arena *arena) {
    *relatives = (struct relatives){.arena = arena, .families = json_object()};
}

void relatives_close(struct relatives *relatives) { json_decref(relatives->families); }

static const char *text_of(struct arena *arena, const json_t *fields, const char *name) {
    const char *text = json_string_value(json_object_get(fields, name));
    return text ? arena_copy(arena, text) : NULL;
}

static enum sex sex_of(const char *text) {
    return !text ? SEX_UNKNOWN : strcmp(text, "M") == 0 ? SEX_MALE : SEX_FEMALE;
}

struct relative relative_read(struct arena *arena, const json_t *fields, const char *rec,
                              int place) {
    const char *family = text_of(arena, fields, "family"), *id = text_of(arena, fields, "id");
    return (struct relative){.family = family ? family : "",
                             .id = id ? id : rec,
                             .rec = rec,
                             .father = text_of(arena, fields, "father"),
                             .mother = text_of(arena, fields, "mother"),
                             .sex = sex_of(json_string_value(json_object_get(fields, "sex"))),
                             .place = place};
}

void relatives_add(struct relatives *relatives, struct relative relative) {
    relatives->relative =
        arena_grow(relatives->arena, relatives->relative, (size_t)relatives->count,
                   &relatives->capacity, sizeof *relatives->relative);
    relatives->relative[relatives->count++] = relative;
}

void relatives_change(struct relatives *relatives, const char *family) {
    json_object_set_new(relatives->families, family ? family : "", json_true());
}

static int by_family(const void *first, const void *second) {
    const struct relative *a = first, *b = second;
    int order = strcmp(a->family, b->family);
    if (order) return order;
    /* Those who are changed first, in their order: they are whom messages name. */
    if ((a->place < 0) != (b->place < 0)) return a->place < 0 ? 1 : -1;
    return a->place != b->place ? (a->place > b->place) - (a->place < b->place)
                                : strcmp(a->rec, b->rec);
}

/* Says it of the first of the two who is changed. */
static void refuse(struct checking *checking, const struct relative *relative,
                   const struct relative *other, const char *field, const char *text) {
    if (relative->place < 0) relative = other;
    if (relative->place >= 0) checking->tell(checking->data, relative->place, field, text);
}

/* The parent's place in the family; -1: none, or not there yet. */
static int find_parent(struct checking *checking, const struct relative *family, int count,
                       int child, const char *field, const char *rec) {
    const json_t *index = rec ? json_object_get(checking->index, rec) : NULL;
    if (!index) return -1;
    const struct relative *parent = &checking->relatives->relative[json_integer_value(index)];
    if (parent >= family && parent < family + count) return (int)(parent - family);
    refuse(checking, &family[child], parent, family[child].place >= 0 ? field : "family",
           arena_format(checking->relatives->arena,
                        "the %s of %s, %s, is of family %s and not of family %s: correct one of "
                        "the two",
                        field, family[child].id, parent->id,
                        *parent->family ? parent->family : "(none)",
                        *family->family ? family->family : "(none)"));
    return -1;
}

static void check_family(struct checking *checking, const struct relative *family, int count) {
    struct arena *arena = checking->relatives->arena;
    struct pedigree pedigree = {.count = count, .person = arena_new(arena, struct person, count)};
    struct error error = {0};
    int whom;
    for (int i = 0; i < count; i++)
        pedigree.person[i] = (struct person){
            .id = family[i].id,
            .father = find_parent(checking, family, count, i, "father", family[i].father),
            .mother = find_parent(checking, family, count, i, "mother", family[i].mother),
            .sex = family[i].sex};
    if (!pedigree_check(&pedigree, &whom, &error))
        refuse(checking, &family[whom], &family[0], NULL, arena_copy(arena, error.text));
}

void relatives_check(struct relatives *relatives, relatives_refuse *tell, void *data) {
    struct checking checking = {relatives, json_object(), tell, data};
    struct relative *relative = relatives->relative;
    int count = relatives->count;
    if (count) qsort(relative, (size_t)count, sizeof *relative, by_family);
    for (int i = 0; i < count; i++)
        json_object_set_new(checking.index, relative[i].rec, json_integer(i));
    for (int i = 0, next; i < count; i = next) {
        for (next = i; next < count && strcmp(relative[next].family, relative[i].family) == 0;)
            next++;
        if (json_object_get(relatives->families, relative[i].family))
            check_family(&checking, &relative[i], next - i);
    }
    json_decref(checking.index);
}
