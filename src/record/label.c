#include "record/label.h"

#include <string.h>

#include "base/buffer.h"
#include "record/identifier.h"
#include "schema/code.h"
#include "schema/quote.h"
#include "schema/value.h"
#include "store/statements.h"

/* Joins the columns that tell records of this kind apart. Those to which they refer have codes, or
 * refer to others no further: no record is part of what it is called by itself. */
static bool read_parts(struct arena *arena, const struct tables *tables, unsigned roles,
                       const struct table *table, int64_t index, const char **out_label,
                       struct error *error) {
    struct query *query;
    struct buffer label = {0};
    bool row, hidden = false;
    if (!query_open(tables->store, &table->row, &query, error)) return false;
    query_bind_int(query, 1, index);
    bool done = query_step(query, &row, error);
    for (int i = 0; done && row && i < table->column_count; i++) {
        const struct column *column = &table->column[i];
        if (column->part != COLUMN_VALUE || strcmp(column->sql_type, "text") != 0 ||
            !table_is_called(table->schema, column->field) || query_is_null(query, TABLE_COLUMNS + i))
            continue;
        hidden = hidden || !schema_may_read(column->field, roles);
        const char *part = query_text(query, TABLE_COLUMNS + i);
        if (column->field->type == FIELD_REFERENCE && !value_waiting(part))
            done = label_for(arena, tables, roles, part, &part, error);
        if (done) buffer_format(&label, "%s%s", label.size ? " " : "", part);
    }
    query_close(query);
    if (done && label.size && !hidden) *out_label = arena_copy(arena, buffer_text(&label));
    buffer_close(&label);
    return done;
}

bool label_of(struct arena *arena, const struct tables *tables, const char *identifier,
              const char **out_label, struct error *error) {
    return label_for(arena, tables, ~0U, identifier, out_label, error);
}

bool label_for(struct arena *arena, const struct tables *tables, unsigned roles,
               const char *identifier, const char **out_label, struct error *error) {
    char *rec = arena_copy(arena, identifier);
    const char *label = arena_copy(arena, identifier);
    const struct table *table = NULL;
    struct query *query;
    bool row;
    int64_t index = 0;
    if (*rec == IDENTIFIER_USER) *rec = IDENTIFIER_RECORD;
    if (!query_open(tables->store, &HEADS_OF_RECORD, &query, error)) return false;
    query_bind_text(query, 1, rec);
    bool done = query_step(query, &row, error);
    if (done && row) {
        const struct table *found = tables_find(tables, query_text(query, 1));
        const struct schema_field *code = found ? schema_code_field(found->schema) : NULL;
        index = query_int(query, 0);
        if (query_is_null(query, 2)) table = found;
        else if (!code || schema_may_read(code, roles))
            label = arena_copy(arena, query_text(query, 2));
    }
    query_close(query);
    if (!done || (table && !read_parts(arena, tables, roles, table, index, &label, error))) return false;
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
