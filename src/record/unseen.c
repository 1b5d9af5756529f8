#include "record/unseen.h"

#include <string.h>

#include "record/head.h"
#include "schema/value.h"

static bool is_handed_over(const struct schema_field *field) {
    return field == schema_field_find(schema_find("custody"), "items");
}

/* Does the field name nothing but what they may look at? */
static bool may_look_at_all(const struct schema_field *field, unsigned roles) {
    for (int i = 0; i < field->words.count; i++)
        if (!schema_may_look(schema_find(field->words.word[i]), roles)) return false;
    return true;
}

bool unseen_reference(struct arena *arena, const struct tables *tables, unsigned roles,
                      const struct schema_field *field, const char *text, bool *out_unseen,
                      struct error *error) {
    struct head head;
    *out_unseen = false;
    if (is_handed_over(field) || (field->words.count && may_look_at_all(field, roles))) return true;
    if (value_waiting(text)) {
        *out_unseen = true;
        return true;
    }
    if (!head_find(arena, tables, text, &head, error)) return false;
    *out_unseen = head.table && !schema_may_look(head.table->schema, roles);
    return true;
}

static bool put(struct arena *arena, const struct tables *tables, unsigned roles,
                const struct schema_field *field, json_t *value, json_t *seen, json_t *unseen,
                struct error *error) {
    const char *text = json_string_value(value);
    bool is_unseen = false;
    if (text && !unseen_reference(arena, tables, roles, field, text, &is_unseen, error))
        return false;
    json_array_append(is_unseen ? unseen : seen, value);
    return true;
}

/* NULL of an empty list. */
static json_t *unless_empty(json_t *list) {
    if (json_array_size(list)) return list;
    json_decref(list);
    return NULL;
}

bool unseen_split(struct arena *arena, const struct tables *tables, unsigned roles,
                  const struct schema_field *field, const json_t *value, json_t **out_seen,
                  json_t **out_unseen, struct error *error) {
    bool done = true, list = json_is_array(value);
    *out_unseen = NULL;
    *out_seen = json_incref((json_t *)value);
    if (field->type != FIELD_REFERENCE || (!list && !json_is_string(value))) return true;
    json_t *seen = json_array(), *unseen = json_array();
    for (size_t i = 0; done && i < (list ? json_array_size(value) : 1); i++)
        done = put(arena, tables, roles, field, list ? json_array_get(value, i) : (json_t *)value,
                   seen, unseen, error);
    json_decref(*out_seen);
    *out_unseen = unless_empty(unseen);
    *out_seen = unless_empty(seen);
    if (!list && *out_seen) {
        *out_seen = json_incref(json_array_get(seen, 0));
        json_decref(seen);
    }
    if (done) return true;
    json_decref(*out_seen);
    json_decref(*out_unseen);
    *out_seen = *out_unseen = NULL;
    return false;
}

bool unseen_leave_out(struct arena *arena, const struct tables *tables, unsigned roles,
                      const struct schema *schema, json_t *fields, struct error *error) {
    for (int i = 0; i < schema->field_count; i++) {
        const struct schema_field *field = &schema->fields[i];
        const json_t *value = json_object_get(fields, field->name);
        json_t *seen, *unseen;
        if (!value) continue;
        if (!schema_may_read(field, roles)) {
            json_object_del(fields, field->name);
            continue;
        }
        if (!unseen_split(arena, tables, roles, field, value, &seen, &unseen, error)) return false;
        if (!seen) seen = json_pack("{s:s}", "none", "withheld");
        json_object_set_new(fields, field->name, seen);
        json_decref(unseen);
    }
    return true;
}
