#include "schema/column.h"

#include "schema/edtf.h"
#include "schema/value.h"

enum { COLUMNS_OF_FIELD = 4 };

static bool is_number(const struct schema_field *field) {
    return !field->list && (field->type == FIELD_INTEGER || field->type == FIELD_INSTANT ||
                            field->type == FIELD_YES_NO);
}

struct column *column_list(struct arena *arena, const struct schema *schema, int *out_count) {
    struct column *columns =
        arena_new(arena, struct column, schema->field_count * COLUMNS_OF_FIELD);
    int count = 0;
    for (int i = 0; i < schema->field_count; i++) {
        const struct schema_field *field = &schema->fields[i];
        columns[count++] =
            (struct column){field->name, is_number(field) ? "bigint" : "text", field, COLUMN_VALUE};
        if (field->type == FIELD_CODE) continue;
        columns[count++] = (struct column){arena_format(arena, "%s_none", field->name), "text",
                                           field, COLUMN_NONE};
        if (field->type == FIELD_DATE && !field->list) {
            columns[count++] = (struct column){arena_format(arena, "%s_first", field->name),
                                               "bigint", field, COLUMN_FIRST};
            columns[count++] = (struct column){arena_format(arena, "%s_last", field->name),
                                               "bigint", field, COLUMN_LAST};
        }
        if (field->type == FIELD_SCRIPT_TEXT && !field->list)
            columns[count++] = (struct column){arena_format(arena, "%s_script", field->name),
                                               "text", field, COLUMN_SCRIPT};
    }
    *out_count = count;
    return columns;
}

static struct column_value as_text(const char *text) { return (struct column_value){.text = text}; }

static struct column_value as_number(int64_t number) {
    return (struct column_value){.is_number = true, .number = number};
}

static struct column_value as_json(struct arena *arena, const struct json_node *value) {
    struct buffer text = {0};
    json_node_write(value, &text);
    struct column_value out = as_text(arena_copy_part(arena, text.bytes, text.size));
    buffer_close(&text);
    return out;
}

/* A bound of a date; null where there is none. */
static struct column_value bound(const struct json_node *value, enum column_part part) {
    struct edtf date;
    struct error error = {0};
    const char *text = json_node_text(value);
    if (!text || !edtf_read(text, &date, &error)) return as_text(NULL);
    int32_t day = part == COLUMN_FIRST ? date.first_day : date.last_day;
    return day == INT32_MIN || day == INT32_MAX ? as_text(NULL) : as_number(day);
}

struct column_value column_value(struct arena *arena, const struct column *column,
                                 const struct json_node *value) {
    const char *reason = value_none_node(value);
    if (column->part == COLUMN_NONE) return as_text(reason);
    if (!value || value->kind == NODE_NULL || reason) return as_text(NULL);
    if (column->part == COLUMN_SCRIPT)
        return as_text(json_node_text(json_node_member(value, "script")));
    if (column->part != COLUMN_VALUE) return bound(value, column->part);
    if (value->kind == NODE_WHOLE || value->kind == NODE_TRUTH) return as_number(value->whole);
    if (value->kind == NODE_TEXT) return as_text(value->text);
    if (column->field->type == FIELD_SCRIPT_TEXT && !column->field->list)
        return as_text(json_node_text(json_node_member(value, "text")));
    return as_json(arena, value);
}

/* What stands in a COLUMN_VALUE as JSON; NULL: that is no such value. */
static json_t *json_of(const struct schema_field *field, const struct column_value *value) {
    if (value->is_number && field->type == FIELD_YES_NO) return json_boolean(value->number != 0);
    if (value->is_number) return json_integer(value->number);
    if (field->list || field->type == FIELD_ROWS || field->type == FIELD_GEOMETRY)
        return json_loads(value->text, JSON_DECODE_ANY, NULL);
    /* Its script stands in a column of its own. */
    if (field->type == FIELD_SCRIPT_TEXT) return json_pack("{s:s}", "text", value->text);
    return json_string(value->text);
}

bool column_put(const struct column *column, const struct column_value *value, json_t *fields,
                struct error *error) {
    const char *name = column->field->name;
    json_t *json = NULL, *there = json_object_get(fields, name);
    if (!value->text && !value->is_number) return true;
    if (column->part == COLUMN_FIRST || column->part == COLUMN_LAST) return true;
    if (column->part == COLUMN_NONE) json = json_pack("{s:s}", "none", value->text);
    else if (column->part == COLUMN_VALUE) json = json_of(column->field, value);
    else if (json_object_set_new(there, "script", json_string(value->text)) == 0) return true;
    if (json && json_object_set_new(fields, name, json) == 0) return true;
    return error_set(error, ERROR_CORRUPT, "%s: what its column holds is no value of it", name);
}
