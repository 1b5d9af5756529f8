#include "schema/column.h"

#include <stdlib.h>

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

static struct column_value as_json(struct arena *arena, const json_t *value) {
    char *dumped = json_dumps(value, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
    struct column_value out = as_text(dumped ? arena_copy(arena, dumped) : NULL);
    free(dumped);
    return out;
}

/* A bound of a date; null where there is none. */
static struct column_value bound(const json_t *value, enum column_part part) {
    struct edtf date;
    struct error error = {0};
    const char *text = json_string_value(value);
    if (!text || !edtf_read(text, &date, &error)) return as_text(NULL);
    int32_t day = part == COLUMN_FIRST ? date.first_day : date.last_day;
    return day == INT32_MIN || day == INT32_MAX ? as_text(NULL) : as_number(day);
}

struct column_value column_value(struct arena *arena, const struct column *column,
                                 const json_t *value) {
    const char *reason = value_none(value);
    if (column->part == COLUMN_NONE) return as_text(reason);
    if (!value || json_is_null(value) || reason) return as_text(NULL);
    if (column->part == COLUMN_SCRIPT)
        return as_text(json_string_value(json_object_get(value, "script")));
    if (column->part != COLUMN_VALUE) return bound(value, column->part);
    if (json_is_integer(value)) return as_number(json_integer_value(value));
    if (json_is_boolean(value)) return as_number(json_is_true(value));
    if (json_is_string(value)) return as_text(json_string_value(value));
    if (column->field->type == FIELD_SCRIPT_TEXT && !column->field->list)
        return as_text(json_string_value(json_object_get(value, "text")));
    return as_json(arena, value);
}
