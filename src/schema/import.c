#include "schema/import.h"

#include <string.h>

#include "schema/value.h"

static int add_columns(struct import_column *columns, int count, const struct schema_field *rows,
                       const struct schema_field *field) {
    for (int i = 0; i < field->columns.count; i++)
        columns[count++] =
            (struct import_column){field->columns.word[i], rows, field, field->columns.count > 1};
    return count;
}

struct import_column *import_columns(struct arena *arena, const struct schema *schema,
                                     int *out_count) {
    const struct schema_field *rows =
        schema->line_rows ? schema_field_find(schema, schema->line_rows) : NULL;
    int most = 0, count = 0;
    for (int i = 0; i < schema->field_count; i++) most += schema->fields[i].columns.count;
    for (int i = 0; rows && i < rows->part_count; i++) most += rows->parts[i].columns.count;
    struct import_column *columns = arena_new(arena, struct import_column, most);
    for (int i = 0; i < schema->field_count; i++) {
        if (&schema->fields[i] != rows) {
            count = add_columns(columns, count, NULL, &schema->fields[i]);
            continue;
        }
        for (int j = 0; j < rows->part_count; j++)
            count = add_columns(columns, count, rows, &rows->parts[j]);
    }
    *out_count = count;
    return columns;
}

const struct import_column *import_column_find(const struct import_column *columns, int count,
                                               const char *name) {
    for (int i = 0; i < count; i++)
        if (schema_same_word(columns[i].name, name)) return &columns[i];
    return NULL;
}

/* A cell of a list with a column for each element: as it stands, without separators or reasons.
 * Whether it is an element of that type is checked with the list. */
static bool read_element(struct arena *arena, const struct schema_field *list, const char *text,
                         json_t **out_value, struct error *error) {
    struct schema_field element = *list;
    element.list = false;
    if (!value_read(arena, &element, text, out_value, error)) return false;
    if (*out_value && value_none(*out_value)) {
        json_decref(*out_value);
        return error_set(error, ERROR_BAD_INPUT, "%s: a reason where an element of a list belongs",
                         list->name);
    }
    return true;
}

static bool no_memory(struct error *error) {
    return error_set(error, ERROR_INTERNAL, "out of memory");
}

/* Puts a value that was read into the record or row. Takes it over. */
static bool put(const struct import_column *column, json_t *object, json_t *value,
                struct error *error) {
    const struct schema_field *field = column->field;
    json_t *there = json_object_get(object, field->name);
    if (column->element) {
        if (!there) json_object_set_new(object, field->name, there = json_array());
        return json_array_append_new(there, value) == 0 || no_memory(error);
    }
    if (!there) return json_object_set_new(object, field->name, value) == 0 || no_memory(error);
    bool good = json_equal(there, value);
    json_decref(value);
    return good ||
           error_set(error, ERROR_BAD_INPUT,
                     "%s: is not what it was in the lines before, with the same key", field->name);
}

bool import_line(struct arena *arena, const struct schema *schema,
                 const struct import_column *const *column, const char *const *cell, int count,
                 json_t *record, int *out_cell, struct error *error) {
    json_t *row = json_object();
    for (int i = 0; i < count; i++) {
        json_t *value = NULL;
        if (!column[i]) continue;
        bool good = column[i]->element
                        ? read_element(arena, column[i]->field, cell[i], &value, error)
                        : value_read(arena, column[i]->field, cell[i], &value, error);
        if (good && !value) continue;
        if (good && put(column[i], column[i]->rows ? row : record, value, error)) continue;
        json_decref(row);
        *out_cell = i;
        return false;
    }
    if (!schema->line_rows || !json_object_size(row)) {
        json_decref(row);
        return true;
    }
    json_t *rows = json_object_get(record, schema->line_rows);
    if (!rows) json_object_set_new(record, schema->line_rows, rows = json_array());
    *out_cell = -1;
    return json_array_append_new(rows, row) == 0 || no_memory(error);
}

void import_key(const struct schema *schema, const json_t *record, struct buffer *out) {
    for (int i = 0; i < schema->key.count; i++) {
        const char *name = schema->key.word[i];
        if (i) buffer_add_text(out, "\t");
        value_write(schema_field_find(schema, name), json_object_get(record, name), out);
    }
}
