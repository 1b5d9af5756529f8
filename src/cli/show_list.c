#include "cli/show_list.h"

#include <inttypes.h>
#include <string.h>

#include "case/layout.h"
#include "case/record_csv.h"
#include "case/record_words.h"
#include "record/label.h"
#include "schema/value.h"

enum { CELLS = 16, CELL_MOST = 24, GAP = 2 };

struct listing {
    struct arena *arena;
    const struct tables *tables;
    const struct table *table;
    struct buffer *out;
    struct json json;
    const struct schema_field *field[CELLS]; /* those that may be columns */
    int field_count;
    const char *(*row)[CELLS + 1]; /* the label and their texts */
    size_t count, capacity;
};

/* ------------------------------------------------------------------ one record */

static bool list_text(struct listing *listing, const char *label, const json_t *fields,
                      struct error *error) {
    listing->row = arena_grow(listing->arena, listing->row, listing->count, &listing->capacity,
                              sizeof *listing->row);
    const char **cell = listing->row[listing->count++];
    cell[0] = label;
    for (int i = 0; i < listing->field_count; i++) {
        const struct schema_field *field = listing->field[i];
        const json_t *value = json_object_get(fields, field->name);
        if (!record_value_text(listing->arena, listing->tables, field, value, &cell[i + 1], error))
            return false;
        char *line = arena_copy(listing->arena, cell[i + 1]);
        for (char *at = line; *at; at++)
            if (*at == '\n' || *at == '\t') *at = ' ';
        cell[i + 1] = line;
    }
    return true;
}

static bool list_one(struct listing *listing, struct query *query, enum show_form form,
                     struct error *error) {
    const char *label;
    json_t *fields = json_object();
    bool done = tables_fields(listing->table, query, fields, error) &&
                label_of(listing->arena, listing->tables, query_text(query, TABLE_REC), &label,
                         error);
    if (done)
        done = form == SHOW_JSON  ? record_write_listed(listing->arena, listing->tables, ~0U,
                                                        listing->table, query, fields,
                                                        &listing->json, error)
               : form == SHOW_CSV ? record_csv_lines(listing->arena, listing->tables, ~0U,
                                                     listing->table->schema, fields, listing->out,
                                                     error)
                                  : list_text(listing, label, fields, error);
    json_decref(fields);
    return done;
}

/* ------------------------------------------------------------------ the table of a terminal */

static void choose_fields(struct listing *listing) {
    const struct schema *schema = listing->table->schema;
    for (int i = 0; i < schema->field_count && listing->field_count < CELLS; i++)
        if (!table_is_called(schema, &schema->fields[i]) && strcmp(schema->fields[i].name, "recorded"))
            listing->field[listing->field_count++] = &schema->fields[i];
}

/* Characters of the widest cell; 0: nothing stands in the column. */
static int width_of(const struct listing *listing, int column, const char *name) {
    int widest = 0;
    for (size_t i = 0; i < listing->count; i++) {
        int width = layout_width(listing->row[i][column]);
        if (width > widest) widest = width;
    }
    if (widest > 0 && layout_width(name) > widest) widest = layout_width(name);
    return widest < CELL_MOST ? widest : CELL_MOST;
}

static const char *name_of(const struct listing *listing, int column) {
    return column == 0 ? listing->table->schema->kind : listing->field[column - 1]->name;
}

static void write_table(const struct listing *listing) {
    int width[CELLS + 1] = {0}, at = 0;
    for (int i = 0; i <= listing->field_count; i++) {
        width[i] = width_of(listing, i, name_of(listing, i));
        if (width[i] && at + width[i] > LAYOUT_WIDTH) width[i] = 0;
        if (width[i]) at += width[i] + GAP;
    }
    for (size_t row = 0; row <= listing->count; row++) {
        for (int i = 0; i <= listing->field_count; i++)
            if (width[i])
                layout_cell(listing->out,
                            row == 0 ? name_of(listing, i) : listing->row[row - 1][i],
                            width[i] + GAP);
        layout_end_line(listing->out);
    }
}

static void end_text(const struct listing *listing) {
    const char *kind = listing->table->schema->kind;
    if (listing->count == 0) {
        buffer_format(listing->out, "There is no %s in the record.\n", kind);
        return;
    }
    write_table(listing);
    buffer_format(listing->out, "\n%zu of the kind %s; --csv and --json give all columns\n",
                  listing->count, kind);
}

/* ------------------------------------------------------------------ all of it */

bool show_list(struct arena *arena, const struct tables *tables, const struct table *table,
               enum show_form form, struct buffer *out, struct error *error) {
    struct listing listing = {.arena = arena, .tables = tables, .table = table, .out = out};
    struct query *query;
    bool row, done;
    listing.json = json_to(out);
    choose_fields(&listing);
    if (!query_open(tables->store, &table->rows, &query, error)) return false;
    if (form == SHOW_CSV) record_csv_names(arena, table->schema, out);
    if (form == SHOW_JSON) json_open_list(&listing.json);
    while ((done = query_step(query, &row, error)) && row)
        if (!(done = list_one(&listing, query, form, error))) break;
    query_close(query);
    if (form == SHOW_JSON) json_close_list(&listing.json);
    if (form == SHOW_TEXT && done) end_text(&listing);
    return done;
}
