#include "record/table_row.h"

#include <string.h>

#include "record/vault.h"
#include "schema/value.h"

/* Would a value of one stand in the column of the other? */
static bool is_same(const struct schema_field *own, const struct schema_field *column) {
    return own->type == column->type && own->list == column->list;
}

/* The value of a field that goes into its column; NULL: none. */
static const json_t *value_of(struct arena *arena, const struct schema *own,
                              const struct schema_field *field, const json_t *fields,
                              struct table_row *row) {
    const json_t *value = json_object_get(fields, field->name);
    const struct schema_field *declared = schema_field_find(own, field->name);
    struct error error = {0};
    if (!value || !declared || !is_same(declared, field)) return NULL;
    /* That it is required says nothing of a field that was erased. */
    if (value_check(declared, value, VALUE_OF_ENTRY, &error)) return value;
    if (!row->why) row->why = arena_copy(arena, error.text);
    return NULL;
}

static void fill(struct arena *arena, const struct schema *own, const json_t *fields,
                 struct table_row *row) {
    const struct table *table = row->table;
    const struct schema_field *code = schema_code_field(table->schema), *field = NULL;
    const json_t *value = NULL;
    row->value = arena_new(arena, struct column_value, table->column_count);
    for (int i = 0; i < table->column_count; i++) {
        const struct column *column = &table->column[i];
        if (column->field != field) value = value_of(arena, own, column->field, fields, row);
        field = column->field;
        row->value[i] = column_value(arena, column, value);
        if (row->value[i].text) row->value[i].text = arena_copy(arena, row->value[i].text);
        if (field == code) row->code = row->value[i].text;
    }
}

static bool find_table(const struct tables *tables, const struct authority *authority,
                       struct table_row *row, const struct schema **out_own, struct error *error) {
    const struct table *table = tables_find(tables, row->entry.kind);
    const struct authority_schema *own = authority_schema(authority, &row->entry.schema);
    if (!table)
        return error_set(error, ERROR_BAD_INPUT, "the kind %s is not known to this program; it "
                         "needs a newer Cairn", row->entry.kind);
    if (!own || strcmp(own->schema->kind, row->entry.kind) != 0)
        return error_set(error, ERROR_BAD_INPUT, "the declaration that it was written under is not "
                         "in the record");
    row->table = table;
    *out_own = own->schema;
    return true;
}

/* What is public stays when what is sealed cannot be opened. */
static bool open_fields(struct arena *arena, struct digester *digester, const struct entry *entry,
                        struct log_bytes disclosures, json_t **out_fields, struct error *error) {
    struct vault_contents contents;
    struct error ignored = {0};
    bool done = vault_open(arena, digester, entry, disclosures.bytes, disclosures.size, &contents,
                           error);
    if (!done && !vault_open(arena, digester, entry, NULL, 0, &contents, &ignored)) return false;
    *out_fields = contents.fields;
    return done;
}

void table_row_make(struct arena *arena, struct digester *digester, const struct tables *tables,
                    const struct authority *authority, struct log_bytes bytes,
                    struct log_bytes disclosures, struct table_row *out_row) {
    struct table_row row = {0};
    struct error error = {0};
    const struct schema *own = NULL;
    json_t *fields = NULL;
    bool done = entry_read(arena, bytes.bytes, bytes.size, &row.entry, &error) &&
                find_table(tables, authority, &row, &own, &error) &&
                open_fields(arena, digester, &row.entry, disclosures, &fields, &error);
    if (!done) row.why = arena_copy(arena, error.text);
    if (fields) fill(arena, own, fields, &row);
    else row.table = NULL;
    json_decref(fields);
    *out_row = row;
}
