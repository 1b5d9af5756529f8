#include "web/list.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "record/identifier.h"
#include "record/label.h"
#include "schema/none.h"
#include "schema/value.h"
#include "web/query.h"

/* ------------------------------------------------------------------ columns */

static struct list_column column_of(const struct table *table, const struct schema_field *field) {
    struct list_column found = {.field = field, .value = -1, .none = -1};
    for (int i = 0; i < table->column_count; i++) {
        if (table->column[i].field != field) continue;
        if (table->column[i].part == COLUMN_VALUE) found.value = TABLE_COLUMNS + i;
        if (table->column[i].part == COLUMN_NONE) found.none = TABLE_COLUMNS + i;
    }
    return found;
}

/* Of what the record says of itself, not of what is listed. */
static bool is_about_entry(const struct schema_field *field) {
    static const char *const names[] = {"recorded", "clock_error", "basis", "reason", "notes"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(field->name, names[i])) return true;
    return false;
}

static bool is_short(const struct schema_field *field) {
    if (field->list) return false;
    switch (field->type) {
    case FIELD_CHOICE:
    case FIELD_NAME:
    case FIELD_DATE:
    case FIELD_REFERENCE:
    case FIELD_YES_NO:
    case FIELD_INTEGER:
    case FIELD_CODE: return true;
    default: return false;
    }
}

int list_columns(const struct table *table, unsigned roles, struct list_column *out_column,
                 int most) {
    const struct schema *schema = table->schema;
    int count = 0;
    for (int i = 0; i < schema->field_count && count < most; i++) {
        const struct schema_field *field = &schema->fields[i];
        if (!is_short(field) || table_is_called(schema, field) || is_about_entry(field) ||
            !schema_may_read(field, roles))
            continue;
        out_column[count++] = column_of(table, field);
    }
    return count;
}

bool list_column_find(const struct table *table, unsigned roles, const char *name,
                      struct list_column *out_column) {
    const struct schema_field *field = schema_field_find(table->schema, name);
    if (!field || field->list || field->type == FIELD_ROWS || !schema_may_read(field, roles)) return false;
    *out_column = column_of(table, field);
    return out_column->value >= 0;
}

/* ------------------------------------------------------------------ one value */

/* What a reference leads to, by its identifier or what it is called by. */
static bool find_referred(const struct visit *visit, const struct schema_field *field,
                          const char *text, const char **out_rec, struct error *error) {
    struct identifier identifier;
    struct error none = {0};
    struct label_hit *hit;
    size_t count;
    *out_rec = NULL;
    if (identifier_read(text, strlen(text), IDENTIFIER_RECORD, &identifier, &none) ||
        identifier_read(text, strlen(text), IDENTIFIER_USER, &identifier, &none)) {
        *out_rec = text;
        return true;
    }
    if (!label_find_all(visit->arena, visit->tables, text, &hit, &count, error)) return false;
    for (size_t i = 0; i < count && !*out_rec; i++) {
        const struct schema *schema = hit[i].table->schema;
        bool fits = field->words.count == 0;
        for (int j = 0; j < field->words.count; j++)
            fits = fits || !strcmp(field->words.word[j], schema->kind);
        if (fits && label_may_read(schema, visit->roles)) *out_rec = hit[i].rec;
    }
    return *out_rec || query_refuse(visit, "value", error);
}

/* Text as a plain table has it, as the column has it. */
static bool read_sought(const struct visit *visit, const struct list_column *filter,
                        const char *text, struct column_value *out, struct error *error) {
    struct error wrong = {0};
    json_t *value;
    if (!value_read(visit->arena, filter->field, text, &value, &wrong))
        return query_refuse(visit, "value", error);
    *out = (struct column_value){.text = text};
    if (json_is_integer(value) || json_is_boolean(value))
        *out = (struct column_value){.is_number = true,
                                     .number = json_is_boolean(value) ? json_is_true(value)
                                                                      : json_integer_value(value)};
    else if (json_is_string(value)) out->text = arena_copy(visit->arena, json_string_value(value));
    json_decref(value);
    return true;
}

bool list_narrow(const struct visit *visit, struct list *list, const char *field,
                 const char *value, struct error *error) {
    size_t length = strlen(value);
    if (!list_column_find(list->table, visit->roles, field, &list->filter))
        return query_refuse(visit, "field", error);
    list->wanted = value;
    list->sought = (struct column_value){.text = value};
    if (*value == '(' && length > 2 && value[length - 1] == ')') {
        list->by_reason = list->filter.none >= 0;
        list->sought.text = none_find(arena_copy_part(visit->arena, value + 1, length - 2));
        return (list->by_reason && list->sought.text) || query_refuse(visit, "value", error);
    }
    if (!*value) return true;
    return list->filter.field->type == FIELD_REFERENCE
               ? find_referred(visit, list->filter.field, value, &list->sought.text, error)
               : read_sought(visit, &list->filter, value, &list->sought, error);
}

/* ------------------------------------------------------------------ statements */

static const char *column_name(const struct table *table, int column) {
    return table_column_name(table, column);
}

/* $1: the value that is wanted. */
static void add_filter(const struct list *list, struct buffer *sql) {
    const struct list_column *filter = &list->filter;
    if (!filter->field) return;
    const char *value = column_name(list->table, filter->value);
    const char *none = filter->none >= 0 ? column_name(list->table, filter->none) : NULL;
    if (!*list->wanted && none)
        buffer_format(sql, " where \"%s\" is null and \"%s\" is null and $1 = ''", value, none);
    else if (!*list->wanted) buffer_format(sql, " where \"%s\" is null and $1 = ''", value);
    else if (list->by_reason) buffer_format(sql, " where \"%s\" = $1", none);
    else buffer_format(sql, " where \"%s\" = $1", value);
}

static void add_order(const struct list *list, struct buffer *sql) {
    const char *way = list->descending ? " desc" : "";
    buffer_add_text(sql, " order by ");
    if (list->sort.field)
        buffer_format(sql, "\"%s\" is null, \"%s\"%s, ",
                      column_name(list->table, list->sort.value),
                      column_name(list->table, list->sort.value), way);
    buffer_format(sql, "%s%s, leaf_index%s", list->table->called, way, way);
}

static bool open_statement(const struct visit *visit, const struct list *list, struct buffer *sql,
                           int parameters, struct query **out_query, struct error *error) {
    struct statement *statement = arena_new(visit->arena, struct statement, 1);
    *statement = (struct statement){.name = list->table->name,
                                    .text = arena_copy(visit->arena, buffer_text(sql)),
                                    .parameters = parameters};
    buffer_close(sql);
    return query_open_once(visit->tables->store, statement, out_query, error);
}

static void bind_filter(const struct list *list, struct query *query) {
    if (!list->filter.field) return;
    if (list->sought.is_number) query_bind_int(query, 1, list->sought.number);
    else query_bind_text(query, 1, list->sought.text);
}

bool list_count(const struct visit *visit, const struct list *list, int64_t *out_count,
                struct error *error) {
    struct buffer sql = {0};
    struct query *query;
    bool row;
    buffer_format(&sql, "select count(*) from \"%s\"", list->table->name);
    add_filter(list, &sql);
    if (!open_statement(visit, list, &sql, list->filter.field != NULL, &query, error)) return false;
    bind_filter(list, query);
    bool done = query_step(query, &row, error);
    if (done) *out_count = query_int(query, 0);
    query_close(query);
    return done;
}

bool list_open(const struct visit *visit, const struct list *list, int64_t first, int64_t most,
               struct query **out_query, struct error *error) {
    struct buffer sql = {0};
    int at = list->filter.field != NULL;
    buffer_format(&sql, "select leaf_index, rec, heads, %s", list->table->called);
    for (int i = 0; i < list->column_count; i++) {
        const struct list_column *column = &list->column[i];
        buffer_format(&sql, ", \"%s\"", column_name(list->table, column->value));
        if (column->none >= 0)
            buffer_format(&sql, ", \"%s\"", column_name(list->table, column->none));
        else buffer_add_text(&sql, ", null");
    }
    /* Only what it is sorted by is carried through the sorting of all. */
    buffer_format(&sql, " from \"%s\" where leaf_index in (select leaf_index from \"%s\"",
                  list->table->name, list->table->name);
    add_filter(list, &sql);
    add_order(list, &sql);
    buffer_format(&sql, " limit $%d offset $%d)", at + 1, at + 2);
    add_order(list, &sql);
    if (!open_statement(visit, list, &sql, at + 2, out_query, error)) return false;
    bind_filter(list, *out_query);
    query_bind_int(*out_query, at + 1, most);
    query_bind_int(*out_query, at + 2, first);
    return true;
}

/* ------------------------------------------------------------------ cells */

bool list_cell(const struct visit *visit, const struct list *list, struct query *query, int column,
               const char **out_text, bool *out_none, struct error *error) {
    const struct list_column *wanted = &list->column[column];
    const struct column *stands = &list->table->column[wanted->value - TABLE_COLUMNS];
    int at = LIST_CELLS + 2 * column;
    *out_none = query_is_null(query, at);
    *out_text = "";
    if (query_is_null(query, at)) {
        if (!query_is_null(query, at + 1))
            *out_text = choice_text(visit, query_text(query, at + 1));
        return true;
    }
    struct column_value value = {.is_number = !strcmp(stands->sql_type, "bigint")};
    if (value.is_number) value.number = query_int(query, at);
    else value.text = query_text(query, at);
    json_t *fields = json_object();
    bool done = column_put(stands, &value, fields, error) &&
                shown_line(visit, wanted->field,
                           json_object_get(fields, wanted->field->name), out_text, error);
    json_decref(fields);
    return done;
}
