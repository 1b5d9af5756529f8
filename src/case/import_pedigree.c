/* Impossible pedigrees: families that this import changes are checked as they would be after it. */
#include <stdlib.h>
#include <string.h>

#include "case/import_parts.h"
#include "identify/pedigree.h"

/* A person as they would be, of the plan or of the record. */
struct relative {
    const char *family, *id, *rec;
    const char *father, *mother; /* identifiers or what waits; NULL: none */
    enum sex sex;
    int record; /* in the plan; -1: only in the record */
};

struct kindred {
    struct import_plan *plan;
    struct import_names *names;
    const struct schema *schema;
    int count;
    size_t capacity;
    struct relative *relative; /* by family */
    json_t *families;          /* those that are changed */
    json_t *index;             /* identifier → place in `relative` */
};

static const char *text_of(struct arena *arena, const json_t *fields, const char *name) {
    const char *text = json_string_value(json_object_get(fields, name));
    return text ? arena_copy(arena, text) : NULL;
}

static void add(struct kindred *kindred, const json_t *fields, const char *rec, int record) {
    struct arena *arena = kindred->plan->arena;
    const char *family = text_of(arena, fields, "family"), *sex = text_of(arena, fields, "sex");
    kindred->relative = arena_grow(arena, kindred->relative, (size_t)kindred->count,
                                   &kindred->capacity, sizeof *kindred->relative);
    kindred->relative[kindred->count++] = (struct relative){
        .family = family ? family : "",
        .id = text_of(arena, fields, "id"),
        .rec = rec,
        .father = text_of(arena, fields, "father"),
        .mother = text_of(arena, fields, "mother"),
        .sex = !sex ? SEX_UNKNOWN : strcmp(sex, "M") == 0 ? SEX_MALE : SEX_FEMALE,
        .record = record};
}

static bool is_planned_person(const struct import_plan *plan, const struct import_record *record) {
    return strcmp(record->schema->kind, "person") == 0 && !plan->file[record->file].refused &&
           record->twin < 0;
}

static void set_changed(struct kindred *kindred, const char *family) {
    json_object_set_new(kindred->families, family ? family : "", json_true());
}

static void add_planned(struct kindred *kindred, const struct known_list *list, bool *known) {
    struct import_plan *plan = kindred->plan;
    for (int i = 0; i < plan->record_count; i++) {
        const struct import_record *record = &plan->record[i];
        if (!is_planned_person(plan, record)) continue;
        add(kindred, record->fields, record->rec.text, i);
        if (record->known >= 0) known[record->known] = true;
        if (record->fate == IMPORT_UNCHANGED) continue;
        set_changed(kindred, kindred->relative[kindred->count - 1].family);
        /* The family that they are taken out of may have their children. */
        if (record->known >= 0) set_changed(kindred, list->record[record->known].belongs);
    }
}

/* A parent for whom the record waited may be in the plan. Then *out_completed is set. */
static bool complete(struct kindred *kindred, const char *name, json_t *fields,
                     bool *out_completed, struct error *error) {
    json_t *value = json_object_get(fields, name);
    bool completed = false;
    if (value && !import_complete_value(kindred->names, kindred->plan->arena,
                                        schema_field_find(kindred->schema, name), value,
                                        &completed, error))
        return false;
    *out_completed = *out_completed || completed;
    return true;
}

/* What the record says of a person, with parents that came. */
static bool read_known(struct kindred *kindred, int index, struct known_head *out_head,
                       bool *out_completed, struct error *error) {
    const struct import_known *known = kindred->plan->known;
    struct known_head head;
    *out_completed = false;
    if (!known->head(known->data, kindred->plan->arena, kindred->schema, index, &head, error))
        return false;
    if (!complete(kindred, "father", head.fields, out_completed, error) ||
        !complete(kindred, "mother", head.fields, out_completed, error)) {
        json_decref(head.fields);
        return false;
    }
    *out_head = head;
    return true;
}

/* A family changes, too, when somebody in it waited for a parent who is there now. */
static bool find_awaited(struct kindred *kindred, const struct known_list *list,
                         const bool *planned, struct error *error) {
    for (int i = 0; i < list->count; i++) {
        struct known_head head;
        bool completed;
        if (planned[i] || !list->record[i].waits) continue;
        if (!read_known(kindred, i, &head, &completed, error)) return false;
        json_decref(head.fields);
        if (completed) set_changed(kindred, list->record[i].belongs);
    }
    return true;
}

/* Those of the changed families whom no table names. */
static bool add_known(struct kindred *kindred, const struct known_list *list, const bool *planned,
                      struct error *error) {
    for (int i = 0; i < list->count; i++) {
        const struct known_record *record = &list->record[i];
        struct known_head head;
        bool completed;
        if (planned[i] || !json_object_get(kindred->families, record->belongs ? record->belongs : ""))
            continue;
        if (!read_known(kindred, i, &head, &completed, error)) return false;
        add(kindred, head.fields, record->rec.text, -1);
        json_decref(head.fields);
    }
    return true;
}

static int by_family(const void *first, const void *second) {
    const struct relative *a = first, *b = second;
    int order = strcmp(a->family, b->family);
    if (order) return order;
    /* Those of the tables first, in their order: they are whom messages name. */
    if ((a->record < 0) != (b->record < 0)) return a->record < 0 ? 1 : -1;
    return a->record != b->record ? (a->record > b->record) - (a->record < b->record)
                                  : strcmp(a->rec, b->rec);
}

/* Reports it at the line of the first of these people whom a table names. */
static void refuse(struct kindred *kindred, const struct relative *relative,
                   const struct relative *other, const char *field, const char *text) {
    if (relative->record < 0) relative = other;
    if (relative->record < 0) return;
    struct import_record *record = &kindred->plan->record[relative->record];
    import_refuse(kindred->plan, record, field ? schema_field_find(record->schema, field) : NULL,
                  "%s", text);
}

/* The parent's place in the family; -1: none, or not there yet. */
static int find_parent(struct kindred *kindred, const struct relative *family, int count, int child,
                       const char *field, const char *rec) {
    const json_t *index = rec ? json_object_get(kindred->index, rec) : NULL;
    if (!index) return -1;
    const struct relative *parent = &kindred->relative[json_integer_value(index)];
    if (parent >= family && parent < family + count) return (int)(parent - family);
    refuse(kindred, &family[child], parent, family[child].record >= 0 ? field : "family",
           arena_format(kindred->plan->arena,
                        "the %s of %s, %s, is of family %s and not of family %s: correct one of "
                        "the two",
                        field, family[child].id, parent->id,
                        *parent->family ? parent->family : "(none)",
                        *family->family ? family->family : "(none)"));
    return -1;
}

static void check_family(struct kindred *kindred, const struct relative *family, int count) {
    struct arena *arena = kindred->plan->arena;
    struct pedigree pedigree = {.count = count, .person = arena_new(arena, struct person, count)};
    struct error error = {0};
    int whom;
    for (int i = 0; i < count; i++)
        pedigree.person[i] = (struct person){
            .id = family[i].id,
            .father = find_parent(kindred, family, count, i, "father", family[i].father),
            .mother = find_parent(kindred, family, count, i, "mother", family[i].mother),
            .sex = family[i].sex};
    if (!pedigree_check(&pedigree, &whom, &error))
        refuse(kindred, &family[whom], &family[0], NULL, error.text);
}

static void check_families(struct kindred *kindred) {
    struct relative *relative = kindred->relative;
    int count = kindred->count;
    if (count) qsort(relative, (size_t)count, sizeof *relative, by_family);
    for (int i = 0; i < count; i++)
        json_object_set_new(kindred->index, relative[i].rec, json_integer(i));
    for (int i = 0, next; i < count; i = next) {
        for (next = i; next < count && strcmp(relative[next].family, relative[i].family) == 0;)
            next++;
        if (json_object_get(kindred->families, relative[i].family))
            check_family(kindred, &relative[i], next - i);
    }
}

bool import_check_pedigrees(struct import_plan *plan, struct import_names *names, bool *out_refused,
                            struct error *error) {
    struct kindred kindred = {.plan = plan,
                              .names = names,
                              .schema = schema_find("person"),
                              .families = json_object(),
                              .index = json_object()};
    struct known_list list;
    int before = import_refused(plan);
    bool good = import_names_list(names, kindred.schema, &list, error);
    if (good) {
        bool *planned = arena_new(plan->arena, bool, list.count);
        add_planned(&kindred, &list, planned);
        good = find_awaited(&kindred, &list, planned, error) &&
               add_known(&kindred, &list, planned, error);
    }
    if (good) check_families(&kindred);
    json_decref(kindred.families);
    json_decref(kindred.index);
    if (good) *out_refused = import_refused(plan) > before;
    return good;
}
