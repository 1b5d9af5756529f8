#include "case/record_words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/encode.h"
#include "base/utf8.h"
#include "case/layout.h"
#include "record/label.h"
#include "record/unseen.h"
#include "schema/value.h"

/* Wide enough for the longest name of a field, and a blank. */
static int name_width(const struct history_revision *revision) {
    int widest = 15;
    for (int i = 0; revision->schema && i < revision->schema->field_count; i++) {
        const struct schema_field *field = &revision->schema->fields[i];
        int width = layout_width(field->name);
        if (width > widest && json_object_get(revision->fields, field->name)) widest = width;
    }
    return widest + 1;
}

struct labels {
    struct arena *arena;
    const struct tables *tables;
};

static bool put_label(void *data, const struct schema_field *field, const char *text,
                      const char **out_text, struct error *error) {
    struct labels *labels = data;
    return field->type != FIELD_REFERENCE ||
           label_of(labels->arena, labels->tables, text, out_text, error);
}

/* What does not fit its declaration is shown as it is, as far as a terminal bears it. */
static const char *as_json(struct arena *arena, const json_t *value) {
    char *dumped = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
    char *text = arena_copy(arena, dumped ? dumped : "");
    free(dumped);
    return utf8_harmless(text);
}

bool record_value_text(struct arena *arena, const struct tables *tables,
                       const struct schema_field *field, const json_t *value,
                       const char **out_text, struct error *error) {
    struct labels labels = {arena, tables};
    struct error unfit = {0};
    if (!value || !value_check(field, value, VALUE_OF_ENTRY, &unfit)) {
        *out_text = value ? as_json(arena, value) : "";
        return true;
    }
    json_t *copy = json_deep_copy(value);
    if (!copy) return error_set(error, ERROR_INTERNAL, "out of memory");
    struct buffer text = {0};
    bool done = value_walk(field, copy, put_label, &labels, error);
    if (done) {
        value_write(field, copy, &text);
        *out_text = arena_copy(arena, buffer_text(&text));
    }
    buffer_close(&text);
    json_decref(copy);
    return done;
}

/* ------------------------------------------------------------------ for people */

bool record_write_fields(struct arena *arena, const struct tables *tables,
                         const struct history_revision *revision, struct buffer *out,
                         struct error *error) {
    for (int i = 0; revision->schema && i < revision->schema->field_count; i++) {
        const struct schema_field *field = &revision->schema->fields[i];
        const json_t *value = json_object_get(revision->fields, field->name);
        const char *text;
        if (!value) continue;
        if (!record_value_text(arena, tables, field, value, &text, error)) return false;
        layout_field(out, 2, field->name, name_width(revision), text);
    }
    if (!revision->schema) layout_wrap(out, "  ", "  ", "its declaration is not in the record");
    if (revision->unopened)
        buffer_format(out, "  %zu sealed fields or files cannot be opened\n", revision->unopened);
    if (revision->problem) layout_wrap(out, "  ! ", "    ", revision->problem);
    return true;
}

static bool write_changes(struct arena *arena, const struct tables *tables,
                          const struct history *history, const struct history_revision *revision,
                          struct buffer *out, struct error *error) {
    for (size_t i = 0; i < revision->changed_count; i++) {
        const struct schema_field *field = revision->changed[i];
        const char *before, *after;
        if (!record_value_text(arena, tables, field,
                               history_before(history, revision, field->name), &before, error) ||
            !record_value_text(arena, tables, field,
                               json_object_get(revision->fields, field->name), &after, error))
            return false;
        layout_field(out, 4, field->name, name_width(revision),
                     arena_format(arena, "%s -> %s", *before ? before : "(nothing)",
                                  *after ? after : "(nothing)"));
    }
    return true;
}

static const char *base64(struct arena *arena, const struct digest *digest) {
    return encode_copy(arena, ENCODING_BASE64, digest->byte, DIGEST_SIZE);
}

static bool write_revision(struct arena *arena, const struct tables *tables,
                           const struct history *history, const struct history_revision *revision,
                           struct buffer *out, struct error *error) {
    const struct entry *entry = &revision->line.entry;
    const char *by, *reason = json_string_value(json_object_get(revision->fields, "reason"));
    if (!label_of(arena, tables, entry->by.text, &by, error)) return false;
    layout_wrap(out, "  ", "    ",
                arena_format(arena, "%" PRId64 ". %s by %s, entry %" PRIu64 "%s", entry->rev,
                             entry->day, by, revision->line.index, revision->head ? ", holds" : ""));
    buffer_format(out, "    %s\n", base64(arena, &revision->line.leaf));
    if (reason) layout_field(out, 4, "reason", name_width(revision), reason);
    return write_changes(arena, tables, history, revision, out, error);
}

bool record_write_history(struct arena *arena, const struct tables *tables,
                          const struct history *history, struct buffer *out,
                          struct error *error) {
    buffer_add_text(out, "\nHistory (revision, day, who, entry and its leaf hash):\n");
    for (size_t i = 0; i < history->count; i++)
        if (!write_revision(arena, tables, history, &history->revision[i], out, error))
            return false;
    return true;
}

/* ------------------------------------------------------------------ for programs */

static void put_value(struct json *json, const json_t *value) {
    const char *name;
    json_t *member;
    size_t i;
    if (json_is_object(value)) {
        json_open_object_flat(json);
        json_object_foreach((json_t *)value, name, member) {
            json_name(json, name);
            put_value(json, member);
        }
        json_close_object(json);
    } else if (json_is_array(value)) {
        json_open_list_flat(json);
        json_array_foreach(value, i, member) put_value(json, member);
        json_close_list(json);
    } else if (json_is_string(value)) {
        json_text(json, json_string_value(value));
    } else if (json_is_integer(value)) {
        json_whole(json, json_integer_value(value));
    } else if (json_is_boolean(value)) {
        json_truth(json, json_is_true(value));
    } else {
        json_none(json);
    }
}

void record_write_values(struct json *json, const struct schema *schema, const json_t *fields) {
    json_open_object(json);
    for (int i = 0; schema && i < schema->field_count; i++) {
        const char *name = schema->fields[i].name;
        const json_t *value = json_object_get(fields, name);
        if (!value) continue;
        json_name(json, name);
        put_value(json, value);
    }
    json_close_object(json);
}

static bool put_revision(struct arena *arena, const struct tables *tables,
                         const struct history *history, const struct history_revision *revision,
                         struct json *json, struct error *error) {
    const struct entry *entry = &revision->line.entry;
    const char *by;
    if (!label_of(arena, tables, entry->by.text, &by, error)) return false;
    json_open_object(json);
    json_member_whole(json, "index", (int64_t)revision->line.index);
    json_member_text(json, "leaf_hash", base64(arena, &revision->line.leaf));
    json_member_whole(json, "rev", entry->rev);
    json_member_text(json, "day", entry->day);
    json_member_text(json, "by", entry->by.text);
    json_member_text(json, "by_name", by);
    json_member_truth(json, "head", revision->head);
    json_member_whole(json, "unopened", (int64_t)revision->unopened);
    json_member_text(json, "problem", revision->problem);
    json_member_text(json, "reason",
                     json_string_value(json_object_get(revision->fields, "reason")));
    json_name(json, "changed");
    json_open_list(json);
    for (size_t i = 0; i < revision->changed_count; i++) {
        const char *name = revision->changed[i]->name;
        json_open_object_flat(json);
        json_member_text(json, "field", name);
        json_name(json, "from");
        put_value(json, history_before(history, revision, name));
        json_name(json, "to");
        put_value(json, json_object_get(revision->fields, name));
        json_close_object(json);
    }
    json_close_list(json);
    json_close_object(json);
    return true;
}

bool record_write_json(struct arena *arena, const struct tables *tables,
                       const struct history *history, const struct history_revision *shown,
                       struct json *json, struct error *error) {
    const char *label;
    if (!label_of(arena, tables, shown->line.entry.rec.text, &label, error)) return false;
    json_open_object(json);
    json_member_text(json, "kind", shown->line.entry.kind);
    json_member_text(json, "rec", shown->line.entry.rec.text);
    json_member_text(json, "label", label);
    json_member_whole(json, "index", (int64_t)shown->line.index);
    json_name(json, "fields");
    record_write_values(json, shown->schema, shown->fields);
    json_name(json, "history");
    json_open_list(json);
    for (size_t i = 0; i < history->count; i++)
        if (!put_revision(arena, tables, history, &history->revision[i], json, error)) return false;
    json_close_list(json);
    json_close_object(json);
    return true;
}

bool record_write_listed(struct arena *arena, const struct tables *tables, unsigned roles,
                         const struct table *table, struct query *query, const json_t *fields,
                         struct json *json, struct error *error) {
    const char *label;
    json_t *seen = json_deep_copy(fields);
    if (!label_for(arena, tables, roles, query_text(query, TABLE_REC), &label, error) ||
        !unseen_leave_out(arena, tables, roles, table->schema, seen, error)) {
        json_decref(seen);
        return false;
    }
    json_open_object(json);
    json_member_text(json, "kind", table->schema->kind);
    json_member_text(json, "rec", query_text(query, TABLE_REC));
    json_member_text(json, "label", label);
    json_member_whole(json, "index", query_int(query, TABLE_LEAF_INDEX));
    json_member_whole(json, "rev", query_int(query, TABLE_REV));
    json_member_whole(json, "heads", query_int(query, TABLE_HEADS));
    json_member_text(json, "day", query_text(query, TABLE_DAY));
    json_member_text(json, "by", query_text(query, TABLE_BY));
    json_name(json, "fields");
    record_write_values(json, table->schema, seen);
    json_close_object(json);
    json_decref(seen);
    return true;
}
