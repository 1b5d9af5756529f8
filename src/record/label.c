#include "record/label.h"

#include <string.h>

#include "base/buffer.h"
#include "record/head.h"
#include "schema/code.h"
#include "schema/quote.h"
#include "schema/value.h"
#include "store/statements.h"
#include "store/query.h"
#include "store/statements.h"

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
            !table_is_called(table->schema, column->field) ||
            query_is_null(query, TABLE_COLUMNS + i))
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

/* ------------------------------------------------------------------ the other way round */

struct search {
    struct arena *arena;
    const struct tables *tables;
    struct label_hit *hit;
    size_t count, capacity;
};

static void add_hit(struct search *search, const struct table *table, const char *rec) {
    for (size_t i = 0; i < search->count; i++)
        if (search->hit[i].table == table && !strcmp(search->hit[i].rec, rec)) return;
    search->hit = arena_grow(search->arena, search->hit, search->count, &search->capacity,
                             sizeof *search->hit);
    search->hit[search->count++] = (struct label_hit){table, arena_copy(search->arena, rec)};
}

static bool find_code(struct search *search, const struct table *table, const char *code,
                      struct error *error) {
    struct query *query;
    bool row, done;
    if (!query_open(search->tables->store, &HEADS_BY_CODE, &query, error)) return false;
    query_bind_text(query, 1, code);
    while ((done = query_step(query, &row, error)) && row)
        if (!strcmp(query_text(query, 2), table->schema->kind))
            add_hit(search, table, query_text(query, 1));
    query_close(query);
    return done;
}

/* Is what records of the kind are called a single text of their own? */
static bool is_called_by_text(const struct table *table) {
    int parts = 0;
    for (int i = 0; i < table->schema->field_count; i++) {
        const struct schema_field *field = &table->schema->fields[i];
        if (!table_is_called(table->schema, field)) continue;
        if (field->type == FIELD_REFERENCE) return false;
        parts++;
    }
    return parts == 1;
}

static bool find_text(struct search *search, const struct table *table, const char *text,
                      struct error *error) {
    struct query *query;
    bool row, done;
    if (!query_open(search->tables->store, &table->named, &query, error)) return false;
    query_bind_text(query, 1, text);
    while ((done = query_step(query, &row, error)) && row)
        add_hit(search, table, query_text(query, 0));
    query_close(query);
    return done;
}

/* What joins several parts, or the names of others, is held against the whole label of each. */
static bool find_joined(struct search *search, const struct table *table, const char *text,
                        struct error *error) {
    struct query *query;
    bool row, done;
    if (!query_open(search->tables->store, &table->rows, &query, error)) return false;
    while ((done = query_step(query, &row, error)) && row) {
        struct arena_mark mark = arena_mark(search->arena);
        const char *label, *rec = query_text(query, TABLE_REC);
        done = label_of(search->arena, search->tables, rec, &label, error);
        bool same = done && !strcmp(label, text);
        arena_release(search->arena, mark);
        if (!done) break;
        if (same) add_hit(search, table, rec);
    }
    query_close(query);
    return done;
}

static bool find_called(struct search *search, const struct table *table, const char *text,
                        struct error *error) {
    if (schema_code_field(table->schema)) return find_code(search, table, text, error);
    return is_called_by_text(table) ? find_text(search, table, text, error)
                                    : find_joined(search, table, text, error);
}

static bool read_code(const struct table *table, const char *text,
                      char out_code[SCHEMA_CODE_MOST + 1], struct error *error) {
    const struct schema *schema = table->schema;
    return code_read(schema->code_pattern, schema->code_given, text, out_code, error);
}

bool label_find(struct arena *arena, const struct tables *tables, const char *kind,
                const char *text, const char **out_rec, struct error *error) {
    const struct table *table = tables_find(tables, kind);
    struct search search = {.arena = arena, .tables = tables};
    char code[SCHEMA_CODE_MOST + 1];
    if (!table) return error_set(error, ERROR_INTERNAL, "there is no kind %s", kind);
    bool coded = schema_code_field(table->schema);
    if (coded && !read_code(table, text, code, error)) return false;
    const char *named = coded ? code : text;
    if (!find_called(&search, table, named, error)) return false;
    if (search.count > 1)
        return error_set(error, ERROR_CONFLICT,
                         "several records are called %s: %s and %s; "
                         "give all but one of them another code",
                         quote(named).text, search.hit[0].rec, search.hit[1].rec);
    *out_rec = search.count ? search.hit[0].rec : NULL;
    return true;
}

bool label_find_all(struct arena *arena, const struct tables *tables, const char *text,
                    struct label_hit **out_hits, size_t *out_count, struct error *error) {
    struct search search = {.arena = arena, .tables = tables};
    for (int i = 0; i < tables->count; i++) {
        const struct table *table = &tables->table[i];
        char code[SCHEMA_CODE_MOST + 1];
        struct error none = {0};
        if (!find_called(&search, table, text, error)) return false;
        if (schema_code_field(table->schema) && read_code(table, text, code, &none) &&
            !find_called(&search, table, code, error))
            return false;
    }
    *out_hits = search.hit;
    *out_count = search.count;
    return true;
}
