#include "record/label.h"

#include <string.h>

#include "base/buffer.h"
#include "record/head.h"
#include "schema/code.h"
#include "schema/quote.h"
#include "schema/value.h"

/* Joins the columns that tell records of this kind apart. Those to which they refer have codes, or
 * refer to others no further: no record is part of what it is called by itself. */
static bool read_parts(struct arena *arena, const struct tables *tables, unsigned roles,
                       const struct table *table, int64_t index, const char **out_label,
                       struct error *error) {
    struct query *query;
    struct buffer label = {0};
    bool row;
    if (!query_open(tables->store, &table->row, &query, error)) return false;
    query_bind_int(query, 1, index);
    bool done = query_step(query, &row, error);
    for (int i = 0; done && row && i < table->column_count; i++) {
        const struct column *column = &table->column[i];
        if (column->part != COLUMN_VALUE || strcmp(column->sql_type, "text") != 0 ||
            !table_is_called(table->schema, column->field) || query_is_null(query, TABLE_COLUMNS + i))
            continue;
        const char *part = query_text(query, TABLE_COLUMNS + i);
        if (column->field->type == FIELD_REFERENCE && !value_waiting(part))
            done = label_for(arena, tables, roles, part, &part, error);
        if (done && part) buffer_format(&label, "%s%s", label.size ? " " : "", part);
    }
    query_close(query);
    if (done && label.size) *out_label = arena_copy(arena, buffer_text(&label));
    buffer_close(&label);
    return done;
}

bool label_of(struct arena *arena, const struct tables *tables, const char *identifier,
              const char **out_label, struct error *error) {
    return label_for(arena, tables, ~0U, identifier, out_label, error);
}

bool label_may_read(const struct schema *schema, unsigned roles) {
    for (int i = 0; i < schema->field_count; i++)
        if (table_is_called(schema, &schema->fields[i]) &&
            !schema_may_read(&schema->fields[i], roles))
            return false;
    return schema_may_look(schema, roles);
}

bool label_for(struct arena *arena, const struct tables *tables, unsigned roles,
               const char *identifier, const char **out_label, struct error *error) {
    const char *label = arena_copy(arena, identifier);
    struct head head;
    if (!head_find(arena, tables, identifier, &head, error)) return false;
    if (head.table && !label_may_read(head.table->schema, roles)) {
        label = NULL;
    } else if (head.table) {
        if (head.code) label = head.code;
        else if (!read_parts(arena, tables, roles, head.table, head.index, &label, error))
            return false;
    }
    *out_label = label;
    return true;
}

bool label_find(struct arena *arena, const struct tables *tables, const char *kind,
                const char *text, const char **out_rec, struct error *error) {
    const struct table *table = tables_find(tables, kind);
    const char *rec = NULL, *named = text;
    char read[SCHEMA_CODE_MOST + 1];
    struct query *query;
    bool row = false, done;
    if (!table) return error_set(error, ERROR_INTERNAL, "there is no kind %s", kind);
    if (schema_code_field(table->schema)) {
        if (!code_read(table->schema->code_pattern, table->schema->code_given, text, read, error))
            return false;
        named = read;
    }
    if (!query_open(tables->store, &table->named, &query, error)) return false;
    query_bind_text(query, 1, named);
    while ((done = query_step(query, &row, error)) && row) {
        if (rec && strcmp(rec, query_text(query, 0)) != 0) {
            done = error_set(error, ERROR_CONFLICT, "several records are called %s: %s and %s; "
                             "give all but one of them another code", quote(named).text, rec,
                             query_text(query, 0));
            break;
        }
        rec = arena_copy(arena, query_text(query, 0));
    }
    query_close(query);
    if (done) *out_rec = rec;
    return done;
}
