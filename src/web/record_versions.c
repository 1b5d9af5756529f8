#include "web/record_versions.h"

#include <string.h>

#include "case/record_words.h"
#include "http/page_record.h"
#include "record/label.h"
#include "store/statements.h"
#include "web/date_text.h"

enum { VERSIONS_MOST = 16 };

/* ------------------------------------------------------------------ fields */

static bool show_values(const struct visit *visit, const struct schema_field *field,
                        const json_t *value, struct page_record_versions_fields *out,
                        struct error *error) {
    struct shown *shown;
    size_t count;
    if (!shown_value(visit, field, value, &shown, &count, error)) return false;
    struct page_record_versions_fields_values *values =
        arena_new(visit->arena, struct page_record_versions_fields_values, count);
    for (size_t i = 0; i < count; i++)
        values[i] = (struct page_record_versions_fields_values){
            .text = shown[i].text,
            .language = shown[i].language,
            .address = shown[i].address,
            .none = shown[i].none};
    out->values = values;
    out->values_count = count;
    return true;
}

static bool show_rows(const struct visit *visit, const struct schema_field *field,
                      const json_t *value, struct page_record_versions_fields *out,
                      struct error *error) {
    size_t count = json_array_size(value);
    struct page_record_versions_fields_heads *heads =
        arena_new(visit->arena, struct page_record_versions_fields_heads, field->part_count);
    struct page_record_versions_fields_rows *rows =
        arena_new(visit->arena, struct page_record_versions_fields_rows, count);
    for (int j = 0; j < field->part_count; j++)
        heads[j].text = field_text(visit, &field->parts[j]);
    for (size_t i = 0; i < count; i++) {
        struct page_record_versions_fields_rows_cells *cells = arena_new(
            visit->arena, struct page_record_versions_fields_rows_cells, field->part_count);
        for (int j = 0; j < field->part_count; j++) {
            const struct schema_field *part = &field->parts[j];
            const json_t *cell = json_object_get(json_array_get(value, i), part->name);
            struct shown *shown;
            size_t shown_count;
            if (!shown_value(visit, part, cell, &shown, &shown_count, error) ||
                !shown_line(visit, part, cell, &cells[j].text, error))
                return false;
            if (shown_count != 1) continue;
            cells[j].address = shown[0].address;
            cells[j].language = shown[0].language;
        }
        rows[i].cells = cells;
        rows[i].cells_count = (size_t)field->part_count;
    }
    out->heads = heads;
    out->heads_count = (size_t)field->part_count;
    out->rows = rows;
    out->rows_count = count;
    return true;
}

static bool show_fields(const struct visit *visit, const struct schema *schema,
                        const json_t *fields, struct page_record_versions *out,
                        struct error *error) {
    struct page_record_versions_fields *list =
        arena_new(visit->arena, struct page_record_versions_fields, schema->field_count);
    size_t count = 0, empty = 0, hidden = 0;
    for (int i = 0; i < schema->field_count; i++) {
        const struct schema_field *field = &schema->fields[i];
        const json_t *value = json_object_get(fields, field->name);
        if (!schema_may_read(field, visit->roles)) {
            hidden++;
            continue;
        }
        if (!value) {
            empty++;
            continue;
        }
        /* It is the picture above its words. */
        if (field->type == FIELD_MEDIA && !strcmp(schema->kind, "media")) continue;
        struct page_record_versions_fields *shown = &list[count++];
        *shown = (struct page_record_versions_fields){
            .name = field_text(visit, field),
            .sentence = field_sentence(visit, field),
            .sealed = field->tier == TIER_RESTRICTED};
        bool rows = field->type == FIELD_ROWS && json_is_array(value);
        if (!(rows ? show_rows(visit, field, value, shown, error)
                   : show_values(visit, field, value, shown, error)))
            return false;
    }
    out->fields = list;
    out->fields_count = count;
    out->empty = (long long)empty;
    out->hidden = (long long)hidden;
    return true;
}

/* ------------------------------------------------------------------ its newest revisions */

static bool show_version(const struct visit *visit, const struct table *table, struct query *query,
                         struct version *out_version, struct page_record_versions *out,
                         struct error *error) {
    json_t *fields = json_object();
    struct version version = {
        .index = query_int(query, TABLE_LEAF_INDEX),
        .day = date_text(visit->arena, visit->language, query_text(query, TABLE_DAY)),
        .leaf = arena_copy(visit->arena, query_text(query, TABLE_LEAF_HASH)),
        .rev = query_int(query, TABLE_REV)};
    const char *by = arena_copy(visit->arena, query_text(query, TABLE_BY));
    bool done = tables_fields(table, query, fields, error) &&
                show_fields(visit, table->schema, fields, out, error) &&
                label_of(visit->arena, visit->tables, by, &version.by, error);
    const char *reason = json_string_value(json_object_get(fields, "reason"));
    if (reason) version.reason = arena_copy(visit->arena, reason);
    json_decref(fields);
    *out_version = version;
    return done;
}

/* Of a record that is forked all its newest revisions are shown. */
static bool add_version(const struct visit *visit, struct query *heads, struct view *view,
                        struct error *error) {
    const struct table *table = tables_find(visit->tables, query_text(heads, 1));
    struct query *query;
    bool found;
    size_t at = view->page->versions_count;
    if (!table || !schema_may_look(table->schema, visit->roles))
        return table ? refuse_kind(visit, table->schema->readers, error)
                     : error_set(error, ERROR_DENIED, "no table has this record");
    if (at == VERSIONS_MOST) return true;
    if (!query_open(visit->tables->store, &table->row, &query, error)) return false;
    query_bind_int(query, 1, query_int(heads, 0));
    bool done = query_step(query, &found, error) &&
                (!found || show_version(visit, table, query, &view->version[at],
                                        (struct page_record_versions *)&view->page->versions[at],
                                        error));
    view->page->versions_count += done && found;
    view->table = table;
    query_close(query);
    return done;
}

bool record_versions_show(const struct visit *visit, const char *rec, struct view *view,
                          struct error *error) {
    struct query *heads;
    bool row, done;
    view->page->versions = arena_new(visit->arena, struct page_record_versions, VERSIONS_MOST);
    view->version = arena_new(visit->arena, struct version, VERSIONS_MOST);
    if (!query_open(visit->tables->store, &HEADS_OF_RECORD, &heads, error)) return false;
    query_bind_text(heads, 1, rec);
    while ((done = query_step(heads, &row, error)) && row)
        if (!(done = add_version(visit, heads, view, error))) break;
    query_close(heads);
    view->page->forked = view->page->versions_count > 1;
    if (done && view->page->versions_count == 0)
        return error_set(error, ERROR_NOT_FOUND, "%s",
                         say(visit->language, "There is no such record."));
    return done;
}
