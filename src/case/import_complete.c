/* References that waited, and wait no more. */
#include "case/import_parts.h"
#include "schema/value.h"

struct completing {
    struct import_names *names;
    struct arena *arena;
    bool completed;
};

static bool visit_waiting(void *data, const struct schema_field *field, const char *text,
                          const char **out_text, struct error *error) {
    struct completing *completing = data;
    const char *code = value_waiting(text);
    struct import_found found;
    if (field->type != FIELD_REFERENCE || !code) return true;
    if (!import_names_find(completing->names, field, code, &found, error)) return false;
    /* Of two kinds that have one of that code, nobody said which was meant. */
    if (found.kinds != 1) return true;
    *out_text = arena_copy(completing->arena, found.rec.text);
    completing->completed = true;
    return true;
}

bool import_complete_value(struct import_names *names, struct arena *arena,
                           const struct schema_field *field, json_t *value, bool *out_completed,
                           struct error *error) {
    struct completing completing = {names, arena, false};
    if (!value_walk(field, value, visit_waiting, &completing, error)) return false;
    *out_completed = completing.completed;
    return true;
}

static bool complete_record(struct import_plan *plan, struct import_names *names,
                            const struct schema *schema, int index, struct error *error) {
    const struct import_known *known = plan->known;
    struct known_head head;
    struct known_list list;
    bool any = false, good = true;
    if (!import_names_list(names, schema, &list, error) ||
        !known->head(known->data, plan->arena, schema, index, &head, error))
        return false;
    struct import_record record = {.schema = schema,
                                   .file = -1,
                                   .fields = json_object(),
                                   .rec = list.record[index].rec,
                                   .known = index,
                                   .twin = -1,
                                   .fate = IMPORT_COMPLETED};
    for (int i = 0; good && i < schema->field_count; i++) {
        const struct schema_field *field = &schema->fields[i];
        json_t *value = json_object_get(head.fields, field->name);
        if (!value || import_is_about_entry(field)) continue;
        json_object_set_new(record.fields, field->name, value = json_deep_copy(value));
        bool completed = false;
        if (!import_refers(field)) continue;
        good = import_complete_value(names, plan->arena, field, value, &completed, error) &&
               import_media_keep(plan, &record, field, value, &head, error);
        any = any || completed;
    }
    json_decref(head.fields);
    if (!good || !any) {
        json_decref(record.fields);
        plan->still_waiting += good;
        return good;
    }
    plan->record = arena_grow(plan->arena, plan->record, (size_t)plan->record_count,
                              &plan->record_capacity, sizeof *plan->record);
    plan->record[plan->record_count++] = record;
    return true;
}

static bool refers(const struct schema *schema) {
    for (int i = 0; i < schema->field_count; i++)
        if (import_refers(&schema->fields[i])) return true;
    return false;
}

bool import_complete(struct import_plan *plan, struct import_names *names,
                     const struct import_request *request, struct error *error) {
    int planned = plan->record_count;
    for (int k = 0; k < schema_count; k++) {
        const struct schema *schema = &schema_list[k];
        struct known_list list;
        if (!refers(schema)) continue;
        if (!import_names_list(names, schema, &list, error)) return false;
        bool *taken = NULL;
        for (int i = 0; i < list.count; i++) {
            if (!list.record[i].waits) continue;
            if (!taken) {
                taken = arena_new(plan->arena, bool, list.count);
                for (int j = 0; j < planned; j++)
                    if (plan->record[j].schema == schema && plan->record[j].known >= 0 &&
                        plan->file[plan->record[j].file].refused == false)
                        taken[plan->record[j].known] = true;
            }
            struct error fault = {0};
            if (cancel_requested(request->cancel))
                return error_set(error, ERROR_CANCELLED, "interrupted; nothing was imported");
            if (taken[i]) continue;
            bool may = schema_may_sign_with(schema, request->roles, request->other);
            if (may && complete_record(plan, names, schema, i, &fault)) continue;
            /* A record in two states is settled by people before anything is put into it. */
            if (may && fault.code != ERROR_CONFLICT)
                return error_set(error, fault.code, "%s", fault.text);
            plan->still_waiting++;
        }
    }
    return true;
}
