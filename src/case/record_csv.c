#include "case/record_csv.h"

#include "base/csv.h"
#include "record/label.h"
#include "record/unseen.h"
#include "schema/export.h"
#include "schema/value.h"

void record_csv_names(struct arena *arena, const struct schema *schema, struct buffer *out) {
    int count;
    const struct import_column *columns = import_columns(arena, schema, &count);
    for (int i = 0; i < count; i++) csv_cell(out, i == 0, columns[i].name);
    csv_end(out);
}

static void add_line(void *data, const char *const *cell, int count) {
    for (int i = 0; i < count; i++) csv_cell(data, i == 0, cell[i]);
    csv_end(data);
}

struct naming {
    struct arena *arena;
    const struct tables *tables;
    unsigned roles;
};

static bool put_label(void *data, const struct schema_field *field, const char *text,
                      const char **out_text, struct error *error) {
    struct naming *naming = data;
    if (field->type != FIELD_REFERENCE) return true;
    if (!label_for(naming->arena, naming->tables, naming->roles, text, out_text, error))
        return false;
    if (!*out_text) *out_text = text; /* in custody it has to be named */
    return true;
}

/* The values that fit, as they stand in a table. */
static bool name_values(struct naming *naming, const struct schema *schema, json_t *fields,
                        struct error *error) {
    for (int i = 0; i < schema->field_count; i++) {
        const struct schema_field *field = &schema->fields[i];
        json_t *value = json_object_get(fields, field->name);
        struct error unfit = {0};
        if (!value) continue;
        if (!value_check(field, value, VALUE_OF_ENTRY, &unfit))
            json_object_del(fields, field->name);
        else if (!value_walk(field, value, put_label, naming, error))
            return false;
    }
    return true;
}

bool record_csv_lines(struct arena *arena, const struct tables *tables, unsigned roles,
                      const struct schema *schema, const json_t *fields, struct buffer *out,
                      struct error *error) {
    struct naming naming = {arena, tables, roles};
    int count;
    const struct import_column *columns = import_columns(arena, schema, &count);
    json_t *copy = json_deep_copy(fields);
    if (!copy) return error_set(error, ERROR_INTERNAL, "out of memory");
    bool done = unseen_leave_out(arena, tables, roles, schema, copy, error) &&
                name_values(&naming, schema, copy, error);
    if (done) export_lines(arena, schema, columns, count, copy, add_line, out);
    json_decref(copy);
    return done;
}
