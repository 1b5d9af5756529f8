#include "case/investigation_rows.h"

#include "case/import_record.h"

struct collecting {
    struct arena *arena;
    struct import_known known;
    struct reading *reading;
    json_t *owned;
    struct record_source *source;
    size_t count, capacity;
};

/* What people call a record. */
static const char *name_of(struct arena *arena, const struct schema *schema, const json_t *fields) {
    const struct schema_field *code = schema_code_field(schema);
    const char *text = code ? json_string_value(json_object_get(fields, code->name)) : NULL;
    return text ? arena_format(arena, "%s %s", schema->kind, text)
                : arena_format(arena, "the record's %s", schema->kind);
}

static bool collect(struct collecting *collecting, const struct schema *schema,
                    const struct cancel *cancel, struct error *error) {
    const struct import_known *known = &collecting->known;
    struct arena *arena = collecting->arena;
    struct known_list list;
    if (!known->list(known->data, schema, &list, error)) return false;
    for (int i = 0; i < list.count; i++) {
        struct known_head head;
        struct error fault = {0};
        if (cancel_requested(cancel)) return error_set(error, ERROR_CANCELLED, "interrupted");
        if (!known->head(known->data, arena, schema, i, &head, &fault)) {
            if (fault.code != ERROR_CONFLICT)
                return error_set(error, fault.code, "%s", fault.text);
            struct place place = {
                .file = arena_format(arena, "%s %s", schema->kind, list.record[i].rec.text)};
            reading_note(collecting->reading, place, "%s; not used", fault.text);
            continue;
        }
        json_array_append_new(collecting->owned, head.fields);
        struct place place = {.file = name_of(arena, schema, head.fields)};
        collecting->source = arena_grow(arena, collecting->source, collecting->count,
                                        &collecting->capacity, sizeof *collecting->source);
        collecting->source[collecting->count++] =
            (struct record_source){schema, list.record[i].rec.text, head.fields, place};
    }
    return true;
}

bool investigation_rows_read(struct arena *arena, const struct investigation *investigation,
                             const struct tables *tables, const struct cancel *cancel,
                             struct reading *reading, struct investigation_rows *out_rows,
                             struct error *error) {
    struct investigation_rows read = {.owned = json_array()};
    struct collecting collecting = {.arena = arena,
                                    .known = import_record_known(arena, investigation, tables),
                                    .reading = reading,
                                    .owned = read.owned};
    bool done = true;
    for (int k = 0; k < RECORD_ROWS_KINDS && done; k++)
        done = collect(&collecting, schema_find(RECORD_ROWS_KIND[k]), cancel, error);
    if (!done) {
        investigation_rows_close(&read);
        return false;
    }
    /* What is wrong in them is in reading->errors. */
    (void)!record_rows(arena, collecting.source, (int)collecting.count, false, &read.rows, reading);
    *out_rows = read;
    return true;
}

void investigation_rows_close(struct investigation_rows *rows) {
    json_decref(rows->owned);
    *rows = (struct investigation_rows){0};
}
