#include "record/label.h"

#include <string.h>

#include "base/buffer.h"
#include "record/identifier.h"
#include "schema/code.h"
#include "schema/quote.h"
#include "store/statements.h"

static bool is_part(const struct schema *schema, const char *column) {
    if (schema->key.count == 0) return !strcmp(column, "name");
    for (int i = 0; i < schema->key.count; i++)
        if (!strcmp(schema->key.word[i], column)) return true;
    return false;
}

/* Joins the columns that tell records of this kind apart. */
static bool read_parts(struct arena *arena, const struct tables *tables, const struct table *table,
                       int64_t index, const char **out_label, struct error *error) {
    struct query *query;
    struct buffer label = {0};
    bool row;
    if (!query_open(tables->store, &table->row, &query, error)) return false;
    query_bind_int(query, 1, index);
    bool done = query_step(query, &row, error);
    for (int i = 0; done && row && i < table->column_count; i++) {
        const struct column *column = &table->column[i];
        if (column->part != COLUMN_VALUE || strcmp(column->sql_type, "text") != 0 ||
            !is_part(table->schema, column->name) || query_is_null(query, TABLE_COLUMNS + i))
            continue;
        buffer_format(&label, "%s%s", label.size ? " " : "", query_text(query, TABLE_COLUMNS + i));
    }
    query_close(query);
    if (done && label.size) *out_label = arena_copy(arena, buffer_text(&label));
    buffer_close(&label);
    return done;
}

bool label_of(struct arena *arena, const struct tables *tables, const char *identifier,
              const char **out_label, struct error *error) {
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
        index = query_int(query, 0);
        if (query_is_null(query, 2)) table = tables_find(tables, query_text(query, 1));
        else label = arena_copy(arena, query_text(query, 2));
    }
    query_close(query);
    if (!done || (table && !read_parts(arena, tables, table, index, &label, error))) return false;
    *out_label = label;
    return true;
}

bool label_find(struct arena *arena, const struct tables *tables, const char *kind,
                const char *code, const char **out_rec, struct error *error) {
    const struct table *table = tables_find(tables, kind);
    char read[SCHEMA_CODE_MOST + 1];
    const char *rec = NULL;
    struct query *query;
    bool row = false, done;
    if (!table || !schema_code_field(table->schema))
        return error_set(error, ERROR_INTERNAL, "records of the kind %s have no codes", kind);
    if (!code_read(table->schema->code_pattern, table->schema->code_given, code, read, error) ||
        !query_open(tables->store, &HEADS_BY_CODE, &query, error))
        return false;
    query_bind_text(query, 1, read);
    while ((done = query_step(query, &row, error)) && row) {
        if (strcmp(query_text(query, 2), kind) != 0) continue;
        if (rec && strcmp(rec, query_text(query, 1)) != 0) {
            done = error_set(error, ERROR_CONFLICT, "several records are called %s: %s and %s; "
                             "give all but one of them another code", quote(read).text, rec,
                             query_text(query, 1));
            break;
        }
        rec = arena_copy(arena, query_text(query, 1));
    }
    query_close(query);
    if (done) *out_rec = rec;
    return done;
}
