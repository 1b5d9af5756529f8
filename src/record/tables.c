#include "record/tables.h"

#include <string.h>

#include "base/buffer.h"
#include "store/statements.h"

static const struct {
    const char *name, *type;
} FIRST[TABLE_COLUMNS] = {
    [TABLE_LEAF_INDEX] = {"leaf_index", "integer primary key"},
    [TABLE_REC] = {"rec", "text not null"},
    [TABLE_REV] = {"rev", "bigint not null"},
    [TABLE_LEAF_HASH] = {"leaf_hash", "text not null"},
    [TABLE_HEADS] = {"heads", "bigint not null"},
    [TABLE_DAY] = {"day", "text not null"},
    [TABLE_BY] = {"by", "text not null"},
};

const char *table_column_name(const struct table *table, int column) {
    return column < TABLE_COLUMNS ? FIRST[column].name : table->column[column - TABLE_COLUMNS].name;
}

static int all_columns(const struct table *table) { return TABLE_COLUMNS + table->column_count; }

/* ------------------------------------------------------------------ statements */

/* The text of `sql` in the arena as a statement. Names of declarations are small letters, digits
 * and underscores; in quotes, since some are words of SQL. */
static struct statement statement_of(struct arena *arena, struct buffer *sql, const char *name,
                                     int parameters, bool script) {
    struct statement statement = {name, arena_copy(arena, buffer_text(sql)), parameters, script};
    buffer_close(sql);
    return statement;
}

static void add_names(const struct table *table, struct buffer *sql) {
    for (int i = 0; i < all_columns(table); i++)
        buffer_format(sql, "%s\"%s\"", i ? ", " : "", table_column_name(table, i));
}

static void add_make(const struct table *table, struct buffer *sql) {
    buffer_format(sql, "create table if not exists \"%s\" (", table->name);
    for (int i = 0; i < all_columns(table); i++)
        buffer_format(sql, "%s\"%s\" %s", i ? ", " : "", table_column_name(table, i),
                      i < TABLE_COLUMNS ? FIRST[i].type : table->column[i - TABLE_COLUMNS].sql_type);
    buffer_format(sql, ");\ncreate index if not exists \"%s_by_rec\" on \"%s\" (rec);\n",
                  table->name, table->name);
    buffer_format(sql, "create index if not exists \"%s_by_name\" on \"%s\" (%s);\n",
                  table->name, table->name, table->called);
}

static struct statement plan_add(struct arena *arena, const struct table *table) {
    struct buffer sql = {0};
    buffer_format(&sql, "insert into \"%s\" (", table->name);
    add_names(table, &sql);
    buffer_add_text(&sql, ") values (");
    for (int i = 0; i < all_columns(table); i++) buffer_format(&sql, "%s$%d", i ? ", " : "", i + 1);
    buffer_add_text(&sql, ")");
    return statement_of(arena, &sql, table->name, all_columns(table), false);
}

static struct statement plan_select(struct arena *arena, const struct table *table, bool one) {
    struct buffer sql = {0};
    buffer_add_text(&sql, "select ");
    add_names(table, &sql);
    buffer_format(&sql, " from \"%s\" %s", table->name,
                  one ? "where leaf_index = $1" : "order by leaf_index");
    return statement_of(arena, &sql, table->name, one, false);
}

static struct statement plan_text(struct arena *arena, const struct table *table,
                                  const char *before, const char *after, int parameters) {
    const char *text = arena_format(arena, "%s \"%s\" %s", before, table->name, after);
    return (struct statement){table->name, text, parameters, false};
}

/* ------------------------------------------------------------------ what records are called */

bool table_is_called(const struct schema *schema, const struct schema_field *field) {
    const struct schema_field *code = schema_code_field(schema);
    if (code) return field == code;
    for (int i = 0; i < schema->key.count; i++)
        if (!strcmp(schema->key.word[i], field->name)) return true;
    return schema->key.count == 0 && !strcmp(field->name, "name");
}

static const char *plan_called(struct arena *arena, const struct table *table) {
    const char *called = NULL;
    for (int i = 0; i < table->column_count; i++) {
        const struct column *column = &table->column[i];
        if (column->part != COLUMN_VALUE || !table_is_called(table->schema, column->field))
            continue;
        called = called ? arena_format(arena, "%s || ' ' || coalesce(\"%s\", '')", called,
                                       column->name)
                        : arena_format(arena, "coalesce(\"%s\", '')", column->name);
    }
    return called ? called : "rec";
}

static void plan_statements(struct arena *arena, struct table *table) {
    table->called = plan_called(arena, table);
    const char *named = arena_format(arena, "select rec from \"%s\" where %s = $1 "
                                     "order by leaf_index", table->name, table->called);
    table->named = (struct statement){table->name, named, 1, false};
    table->add = plan_add(arena, table);
    table->remove = plan_text(arena, table, "delete from", "where leaf_index = $1", 1);
    table->fork = plan_text(arena, table, "update", "set heads = $2 where rec = $1", 2);
    table->row = plan_select(arena, table, true);
    table->rows = plan_select(arena, table, false);
}

/* ------------------------------------------------------------------ the plan */

static bool is_taken(const struct table *table, const char **out_name) {
    for (int i = 0; i < all_columns(table); i++)
        for (int j = 0; j < i; j++) {
            *out_name = table_column_name(table, i);
            if (!strcmp(*out_name, table_column_name(table, j))) return true;
        }
    return false;
}

static bool plan(struct arena *arena, const struct schema *schema, struct table *out,
                 struct error *error) {
    const char *name, *end = strrchr(schema->table, '.');
    size_t length = end ? (size_t)(end - schema->table) : strlen(schema->table);
    struct table table = {.schema = schema,
                          .name = arena_copy_part(arena, schema->table, length)};
    table.column = column_list(arena, schema, &table.column_count);
    if (all_columns(&table) > STATEMENT_PARAMETERS)
        return error_set(error, ERROR_INTERNAL, "the kind %s has %d columns, and a table has at "
                         "most %d", schema->kind, all_columns(&table), STATEMENT_PARAMETERS);
    if (is_taken(&table, &name))
        return error_set(error, ERROR_INTERNAL, "the kind %s has two columns %s; call the field "
                         "something else", schema->kind, name);
    plan_statements(arena, &table);
    *out = table;
    return true;
}

bool tables_plan(struct arena *arena, struct tables *out_tables, struct error *error) {
    struct table *table = arena_new(arena, struct table, schema_count);
    struct buffer make = {0}, drop = {0};
    bool done = true;
    for (int i = 0; i < schema_count && done; i++) {
        done = plan(arena, &schema_list[i], &table[i], error);
        if (!done) break;
        add_make(&table[i], &make);
        buffer_format(&drop, "drop table if exists \"%s\";\n", table[i].name);
    }
    struct tables tables = {.table = table, .count = schema_count};
    tables.make = statement_of(arena, &make, "make the tables of kinds", 0, true);
    tables.drop = statement_of(arena, &drop, "drop the tables of kinds", 0, true);
    if (done) *out_tables = tables;
    return done;
}

const struct table *tables_find(const struct tables *tables, const char *kind) {
    for (int i = 0; i < tables->count; i++)
        if (!strcmp(tables->table[i].schema->kind, kind)) return &tables->table[i];
    return NULL;
}

bool tables_make(const struct tables *tables, struct error *error) {
    return store_run_script(tables->store, &TABLES_MAKE, error) &&
           store_run_script(tables->store, &tables->make, error) &&
           store_run_script(tables->store, &TABLES_INDEX, error);
}

bool tables_drop(const struct tables *tables, struct error *error) {
    return store_run_script(tables->store, &WORDS_DROP, error) &&
           store_run_script(tables->store, &TABLES_DROP, error) &&
           store_run_script(tables->store, &tables->drop, error);
}

bool tables_size(const struct tables *tables, int64_t *out_size, struct error *error) {
    struct query *query;
    bool row;
    if (!query_open(tables->store, &MADE_OF_STATE, &query, error)) return false;
    bool done = query_step(query, &row, error);
    if (done) *out_size = row ? query_int(query, 0) : 0;
    query_close(query);
    return done;
}

bool tables_fields(const struct table *table, struct query *query, json_t *fields,
                   struct error *error) {
    for (int i = 0; i < table->column_count; i++) {
        const struct column *column = &table->column[i];
        struct column_value value = {0};
        if (query_is_null(query, TABLE_COLUMNS + i)) continue;
        value.is_number = strcmp(column->sql_type, "bigint") == 0;
        if (value.is_number) value.number = query_int(query, TABLE_COLUMNS + i);
        else value.text = query_text(query, TABLE_COLUMNS + i);
        if (!column_put(column, &value, fields, error)) return false;
    }
    return true;
}
