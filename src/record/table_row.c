#include "record/table_row.h"

#include <string.h>

#include "record/canonical_node.h"
#include "record/vault.h"
#include "schema/value.h"

/* Would a value of one stand in the column of the other? */
static bool is_same(const struct schema_field *own, const struct schema_field *column) {
    return own->type == column->type && own->list == column->list;
}

/* The value of a field that goes into its column; NULL: none. */
static const struct json_node *value_of(struct arena *arena, const struct schema *own,
                                   const struct schema_field *field,
                                   const struct vault_unsealed *unsealed, struct table_row *row) {
    const struct vault_field *found = vault_field(unsealed, field->name);
    const struct schema_field *declared = found ? schema_field_find(own, field->name) : NULL;
    struct error error = {0};
    if (!declared || !is_same(declared, field)) return NULL;
    struct json_node *value = arena_new(arena, struct json_node, 1);
    *value = canonical_node(arena, found->value, found->size);
    /* That it is required says nothing of a field that was erased. */
    if (value_check_node(declared, value, VALUE_OF_ENTRY, &error)) return value;
    if (!row->why) row->why = arena_copy(arena, error.text);
    return NULL;
}

/* ------------------------------------------------------------------ what it refers to */

struct mentions {
    struct arena *arena;
    struct table_mention *list;
    size_t count, capacity;
};

static void add_mention(struct mentions *mentions, const char *field, const char *text) {
    char *target = arena_copy(mentions->arena, text);
    if (*target == IDENTIFIER_USER) *target = IDENTIFIER_RECORD;
    mentions->list = arena_grow(mentions->arena, mentions->list, mentions->count,
                                &mentions->capacity, sizeof *mentions->list);
    mentions->list[mentions->count++] = (struct table_mention){field, target};
}

static void add_mentions(struct mentions *mentions, const char *name,
                         const struct schema_field *field, const struct json_node *value) {
    if (value->kind == NODE_LIST) {
        for (const struct json_node *one = value->first; one; one = one->next)
            add_mentions(mentions, name, field, one);
    } else if (field->type == FIELD_REFERENCE) {
        if (value->kind == NODE_TEXT && !value_waiting(value->text))
            add_mention(mentions, name, value->text);
    } else if (field->type == FIELD_ROWS && value->kind == NODE_OBJECT) {
        for (int i = 0; i < field->part_count; i++) {
            const struct json_node *part = json_node_member(value, field->parts[i].name);
            if (part) add_mentions(mentions, name, &field->parts[i], part);
        }
    }
}

/* ------------------------------------------------------------------ the row */

static void fill(struct arena *arena, const struct schema *own,
                 const struct vault_unsealed *unsealed, struct table_row *row) {
    const struct table *table = row->table;
    const struct schema_field *code = schema_code_field(table->schema), *field = NULL;
    const struct json_node *value = NULL;
    struct mentions mentions = {.arena = arena};
    row->value = arena_new(arena, struct column_value, table->column_count);
    for (int i = 0; i < table->column_count; i++) {
        const struct column *column = &table->column[i];
        if (column->field != field) {
            field = column->field;
            value = value_of(arena, own, field, unsealed, row);
            if (value) add_mentions(&mentions, field->name, field, value);
        }
        row->value[i] = column_value(arena, column, value);
        if (field == code) row->code = row->value[i].text;
    }
    row->mention = mentions.list;
    row->mention_count = mentions.count;
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
                        struct log_bytes disclosures, struct vault_unsealed *out_unsealed,
                        struct error *error) {
    struct error ignored = {0};
    return vault_unseal(arena, digester, entry, disclosures.bytes, disclosures.size, out_unsealed,
                        error) ||
           vault_unseal(arena, digester, entry, NULL, 0, out_unsealed, &ignored);
}

void table_row_make(struct arena *arena, struct digester *digester, const struct tables *tables,
                    const struct authority *authority, struct log_bytes bytes,
                    struct log_bytes disclosures, struct table_row *out_row) {
    struct table_row row = {0};
    struct error error = {0};
    const struct schema *own = NULL;
    struct vault_unsealed unsealed;
    bool opened = entry_read(arena, bytes.bytes, bytes.size, &row.entry, &error) &&
                  find_table(tables, authority, &row, &own, &error) &&
                  open_fields(arena, digester, &row.entry, disclosures, &unsealed, &error);
    if (error.code != ERROR_NONE) row.why = arena_copy(arena, error.text);
    if (opened) fill(arena, own, &unsealed, &row);
    else row.table = NULL;
    *out_row = row;
}
