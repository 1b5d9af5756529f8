#include "schema/export.h"

#include "schema/value.h"

/* The place of this column among those of its field: an element of a list has one of its own. */
static size_t place_of(const struct import_column *columns, int at) {
    size_t place = 0;
    while (at > 0 && columns[at - 1].field == columns[at].field) place++, at--;
    return place;
}

static void write_cell(const struct import_column *columns, int at, const json_t *value,
                       struct buffer *out) {
    struct schema_field element = *columns[at].field;
    size_t place = columns[at].element ? place_of(columns, at) : 0;
    if (columns[at].element && json_is_array(value)) {
        element.list = false;
        value = json_array_get(value, place);
    } else if (place > 0) {
        value = NULL; /* a reason stands once */
    }
    if (value && !json_is_null(value)) value_write(&element, value, out);
}

void export_lines(struct arena *arena, const struct schema *schema,
                  const struct import_column *columns, int count, const json_t *record,
                  void (*add)(void *data, const char *const *cell, int count), void *data) {
    const json_t *rows = schema->line_rows ? json_object_get(record, schema->line_rows) : NULL;
    size_t i = 0;
    do {
        const json_t *row = json_array_get(rows, i);
        struct arena_mark mark = arena_mark(arena);
        const char **cell = arena_new(arena, const char *, count);
        for (int at = 0; at < count; at++) {
            struct buffer text = {0};
            const json_t *from = columns[at].rows ? row : record;
            write_cell(columns, at, json_object_get(from, columns[at].field->name), &text);
            cell[at] = arena_copy(arena, buffer_text(&text));
            buffer_close(&text);
        }
        add(data, cell, count);
        arena_release(arena, mark);
    } while (++i < json_array_size(rows));
}
