/* Impossible pedigrees: families that this import changes are checked as they would be after it. */
#include <string.h>

#include "case/import_parts.h"
#include "case/relatives.h"

struct kindred {
    struct import_plan *plan;
    struct import_names *names;
    const struct schema *schema;
    struct relatives relatives; /* places are those of records in the plan */
    json_t *parents;            /* identifiers of the parents of those whom tables name */
};

static bool is_planned_person(const struct import_plan *plan, const struct import_record *record) {
    return strcmp(record->schema->kind, "person") == 0 && !plan->file[record->file].refused &&
           record->twin < 0;
}

static void add_parent(struct kindred *kindred, const json_t *fields, const char *name) {
    const char *rec = json_string_value(json_object_get(fields, name));
    if (rec) json_object_set_new(kindred->parents, rec, json_true());
}

static void add_planned(struct kindred *kindred, const struct known_list *list, bool *known) {
    struct import_plan *plan = kindred->plan;
    for (int i = 0; i < plan->record_count; i++) {
        const struct import_record *record = &plan->record[i];
        if (!is_planned_person(plan, record)) continue;
        relatives_add(&kindred->relatives,
                      relative_read(plan->arena, record->fields, record->rec.text, i));
        add_parent(kindred, record->fields, "father");
        add_parent(kindred, record->fields, "mother");
        if (record->known >= 0) known[record->known] = true;
        if (record->fate == IMPORT_UNCHANGED) continue;
        relatives_change(&kindred->relatives,
                         kindred->relatives.relative[kindred->relatives.count - 1].family);
        /* The family that they are taken out of may have their children. */
        if (record->known >= 0)
            relatives_change(&kindred->relatives, list->record[record->known].belongs);
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
        if (completed) relatives_change(&kindred->relatives, list->record[i].belongs);
    }
    return true;
}

/* Those of the changed families whom no table names, and parents whom a table took from others. */
static bool add_known(struct kindred *kindred, const struct known_list *list, const bool *planned,
                      struct error *error) {
    for (int i = 0; i < list->count; i++) {
        const struct known_record *record = &list->record[i];
        struct known_head head;
        bool completed;
        const char *family = record->belongs ? record->belongs : "";
        if (planned[i] || (!json_object_get(kindred->relatives.families, family) &&
                           !json_object_get(kindred->parents, record->rec.text)))
            continue;
        if (!read_known(kindred, i, &head, &completed, error)) return false;
        relatives_add(&kindred->relatives,
                      relative_read(kindred->plan->arena, head.fields, record->rec.text, -1));
        json_decref(head.fields);
    }
    return true;
}

static void refuse(void *data, int place, const char *field, const char *text) {
    struct import_plan *plan = data;
    struct import_record *record = &plan->record[place];
    import_refuse(plan, record, field ? schema_field_find(record->schema, field) : NULL, "%s",
                  text);
}

bool import_check_pedigrees(struct import_plan *plan, struct import_names *names, bool *out_refused,
                            struct error *error) {
    struct kindred kindred = {.plan = plan,
                              .names = names,
                              .schema = schema_find("person"),
                              .parents = json_object()};
    struct known_list list;
    int before = import_refused(plan);
    relatives_open(&kindred.relatives, plan->arena);
    bool good = import_names_list(names, kindred.schema, &list, error);
    if (good) {
        bool *planned = arena_new(plan->arena, bool, list.count);
        add_planned(&kindred, &list, planned);
        good = find_awaited(&kindred, &list, planned, error) &&
               add_known(&kindred, &list, planned, error);
    }
    if (good) relatives_check(&kindred.relatives, refuse, plan);
    relatives_close(&kindred.relatives);
    json_decref(kindred.parents);
    if (good) *out_refused = import_refused(plan) > before;
    return good;
}
