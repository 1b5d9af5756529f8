#include <string.h>

#include "schema/geometry.h"
#include "schema/instant.h"
#include "schema/value.h"

/* Adds a text with backslashes before what would end it where it stands. */
static void add_escaped(struct buffer *out, const char *text, const char *separators) {
    for (; *text; text++) {
        if (*separators && (*text == '\\' || strchr(separators, *text))) buffer_add_text(out, "\\");
        buffer_add(out, text, 1);
    }
}

static void add_geometry(struct buffer *out, const json_t *value, const char *separators) {
    struct buffer text = {0};
    geometry_write(value, &text);
    add_escaped(out, buffer_text(&text), separators);
    buffer_close(&text);
}

/* What waits stands in a table as its code or path, as what does not. */
static void add_reference(struct buffer *out, const char *text, const char *separators) {
    add_escaped(out, value_waiting(text) ? value_waiting(text) : text, separators);
}

static void write_single(const struct schema_field *field, const json_t *value,
                         const char *separators, struct buffer *out) {
    char instant[INSTANT_TEXT];
    switch (field->type) {
    case FIELD_SCRIPT_TEXT:
        buffer_format(out, "%s:", json_string_value(json_object_get(value, "script")));
        add_escaped(out, json_string_value(json_object_get(value, "text")), separators);
        return;
    case FIELD_INTEGER: buffer_format(out, "%lld", (long long)json_integer_value(value)); return;
    case FIELD_YES_NO: buffer_add_text(out, json_is_true(value) ? "yes" : "no"); return;
    case FIELD_INSTANT:
        instant_write(json_integer_value(value), instant);
        buffer_add_text(out, instant);
        return;
    case FIELD_GEOMETRY: add_geometry(out, value, separators); return;
    case FIELD_REFERENCE:
    case FIELD_MEDIA: add_reference(out, json_string_value(value), separators); return;
    case FIELD_CODE:
    case FIELD_NAME:
    case FIELD_TEXT:
    case FIELD_DECIMAL:
    case FIELD_DATE:
    case FIELD_CHOICE:
    case FIELD_HEX:
    case FIELD_BASE64: add_escaped(out, json_string_value(value), separators); return;
    case FIELD_ROWS: return;
    }
}

static void write_list(const struct schema_field *field, const json_t *list, const char *between,
                       const char *separators, struct buffer *out) {
    for (size_t i = 0; i < json_array_size(list); i++) {
        if (i) buffer_add_text(out, between);
        write_single(field, json_array_get(list, i), separators, out);
    }
}

static void write_row(const struct schema_field *field, const json_t *row, struct buffer *out) {
    int waiting = 0; /* separators of parts that are not there: written before one that is */
    bool alone = json_object_size(row) == 1;
    for (int i = 0; i < field->part_count; i++, waiting++) {
        const struct schema_field *part = &field->parts[i];
        const json_t *value = json_object_get(row, part->name);
        if (!value) continue;
        for (; waiting; waiting--) buffer_add_text(out, "|");
        if (value_none(value)) {
            buffer_add_text(out, value_none(value));
            /* Without what follows, it would be the reason why there are no rows. */
            if (alone && i == 0) buffer_add_text(out, "|");
        } else if (part->list) write_list(part, value, ",", ";|,", out);
        else write_single(part, value, ";|", out);
    }
}

void value_write(const struct schema_field *field, const json_t *value, struct buffer *out) {
    if (!value || json_is_null(value)) return;
    if (value_none(value)) {
        buffer_add_text(out, value_none(value));
    } else if (field->type == FIELD_ROWS) {
        for (size_t i = 0; i < json_array_size(value); i++) {
            if (i) buffer_add_text(out, "; ");
            write_row(field, json_array_get(value, i), out);
        }
    } else if (field->list) {
        write_list(field, value, "; ", ";", out);
    } else {
        write_single(field, value, "", out);
    }
}

/* Who is called for each text. */
struct visitor {
    value_visit *visit;
    void *data;
    struct error *error;
};

static bool visit_string(const struct visitor *visitor, const struct schema_field *field,
                         json_t *value) {
    const char *text = json_string_value(value), *instead = NULL;
    if (!text) return true;
    if (!visitor->visit(visitor->data, field, text, &instead, visitor->error)) return false;
    if (!instead || instead == text || json_string_set(value, instead) == 0) return true;
    return error_set(visitor->error, ERROR_BAD_INPUT, "%s: the text is not UTF-8", field->name);
}

static bool visit_value(const struct visitor *visitor, const struct schema_field *field,
                        json_t *value) {
    bool wanted = field->type == FIELD_REFERENCE || field->type == FIELD_MEDIA;
    if (!wanted && field->type != FIELD_ROWS) return true;
    if (wanted && !field->list) return visit_string(visitor, field, value);
    for (size_t i = 0; i < json_array_size(value); i++) {
        json_t *element = json_array_get(value, i);
        if (wanted && !visit_string(visitor, field, element)) return false;
        for (int j = 0; j < field->part_count; j++) {
            const struct schema_field *part = &field->parts[j];
            if (!visit_value(visitor, part, json_object_get(element, part->name))) return false;
        }
    }
    return true;
}

bool value_walk(const struct schema_field *field, json_t *value, value_visit *visit, void *data,
                struct error *error) {
    struct visitor visitor = {visit, data, error};
    return visit_value(&visitor, field, value);
}
