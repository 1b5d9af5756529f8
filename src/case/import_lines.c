#include <string.h>

#include "base/buffer.h"
#include "base/nearest.h"
#include "case/import_parts.h"
#include "input/table.h"
#include "schema/value.h"

/* ------------------------------------------------------------------ groups */

void import_group_open(struct import_plan *plan, int file, int cells, struct import_group *group) {
    *group = (struct import_group){
        .plan = plan,
        .file = &plan->file[file],
        .by_key = json_object(),
        .last_key = arena_new(plan->arena, const char *, cells),
        .column = arena_new(plan->arena, const struct import_column *, cells),
        .cell = arena_new(plan->arena, const char *, cells),
        .at = arena_new(plan->arena, int, cells),
        .cells = cells,
    };
    group->file->first = plan->record_count;
}

static bool is_of_key(const struct schema *schema, const struct import_column *column) {
    if (!column || column->rows) return false;
    for (int i = 0; i < schema->key.count; i++)
        if (strcmp(schema->key.word[i], column->field->name) == 0) return true;
    return false;
}

/* Are the cells of the key those of the line before? They mostly are, and then no key has to be
 * made of them. */
static bool continues(struct import_group *group) {
    bool same = group->file->schema->line_rows && group->last;
    for (int i = 0; i < group->cells; i++) {
        if (!is_of_key(group->file->schema, group->column[i])) continue;
        same = same && strcmp(group->last_key[i], group->cell[i]) == 0;
        group->last_key[i] = group->cell[i];
    }
    return same;
}

static struct import_record *add_record(struct import_group *group, int line, json_t *cells) {
    struct import_plan *plan = group->plan;
    int *at = arena_new(plan->arena, int, group->cells);
    memcpy(at, group->at, (size_t)group->cells * sizeof *at);
    plan->record = arena_grow(plan->arena, plan->record, (size_t)plan->record_count,
                              &plan->record_capacity, sizeof *plan->record);
    struct import_record *record = &plan->record[plan->record_count++];
    *record = (struct import_record){.schema = group->file->schema,
                                     .file = (int)(group->file - plan->file),
                                     .line = line,
                                     .at = at,
                                     .cells = cells,
                                     .known = -1,
                                     .twin = -1};
    group->file->count++;
    return record;
}

/* The record that these cells are of: one that has their key, or a new one that takes them over. */
static bool find_record(struct import_group *group, int line, json_t *cells,
                        struct import_record **out_record, struct error *error) {
    struct buffer key = {0};
    import_key(group->file->schema, cells, &key);
    const char *text = buffer_text(&key);
    bool nameless = strspn(text, "\t") == strlen(text); /* what is missing is said later */
    json_t *index = nameless ? NULL : json_object_get(group->by_key, text);
    struct import_record *there =
        index ? &group->plan->record[json_integer_value(index)] : NULL;
    bool good = !there || group->file->schema->line_rows;
    if (!good)
        error_set(error, ERROR_BAD_INPUT, "%.100s is given twice, first in line %d: keep one",
                  text, there->line);
    if (good && !there) {
        if (!nameless)
            json_object_set_new(group->by_key, text, json_integer(group->plan->record_count));
        *out_record = add_record(group, line, json_incref(cells));
    } else if (good) *out_record = there;
    buffer_close(&key);
    return good;
}

static bool read_cells(struct import_group *group, json_t *into, int *out_cell,
                       struct error *error) {
    return import_line(group->plan->arena, group->file->schema, group->column, group->cell,
                       group->cells, into, out_cell, error);
}

bool import_group_line(struct import_group *group, int line, int *out_cell, struct error *error) {
    *out_cell = -1;
    if (continues(group)) {
        group->last->lines++;
        return read_cells(group, group->last->cells, out_cell, error);
    }
    json_t *cells = json_object();
    struct import_record *record = NULL;
    group->last = NULL;
    bool good = read_cells(group, cells, out_cell, error) &&
                find_record(group, line, cells, &record, error) &&
                (record->cells == cells || read_cells(group, record->cells, out_cell, error));
    json_decref(cells);
    if (!good) return false;
    record->lines++;
    group->last = record;
    return true;
}

void import_group_close(struct import_group *group) {
    struct import_file *file = group->file;
    json_decref(group->by_key);
    /* A record of which a line was wrong may lack what that line has. */
    bool whole = !file->refused || !file->schema->line_rows;
    for (int i = 0; i < file->count && whole; i++) {
        const struct import_record *record = &group->plan->record[file->first + i];
        struct error error = {0};
        struct place place = {.file = file->path, .line = record->line};
        if (!value_check_record(file->schema, record->cells, VALUE_OF_TABLE, &error))
            reading_error(file->reading, place, "%s", error.text);
    }
    file->refused = file->reading->errors.count > 0;
}

/* ------------------------------------------------------------------ tables */

/* What each column of the table is; those that are nothing are noted, since what stands in them is
 * not taken. */
static void find_columns(struct import_plan *plan, struct import_file *file,
                         const struct table *table, const struct import_column *known, int count) {
    file->columns = table->columns;
    file->column = arena_new(plan->arena, const struct import_column *, table->columns);
    for (int i = 0; i < table->columns; i++) {
        const struct cell *name = &table->name[i];
        if (!*name->text) continue;
        file->column[i] = import_column_find(known, count, name->text);
        struct place place = {.file = file->path, .line = name->line, .column = name->column};
        if (file->column[i]) continue;
        struct nearest nearest = nearest_to(name->text);
        for (int j = 0; j < count; j++)
            if (table_column(table, known[j].name) < 0) nearest_consider(&nearest, known[j].name);
        if (nearest.distance * 3 > (int)strlen(name->text)) nearest.word = NULL;
        reading_note(file->reading, place,
                     "the column \"%.60s\" is nothing that %s has; it is not taken%s%s%s",
                     name->text, file->schema->table, nearest.word ? " (did you mean \"" : "",
                     nearest.word ? nearest.word : "", nearest.word ? "\"?)" : "");
    }
}

/* The columns that must be there, ended by NULL. */
static const char **list_required(struct arena *arena, const struct schema *schema,
                                  const struct import_column *known, int count) {
    const char **required = arena_new(arena, const char *, count + 1);
    int found = 0;
    for (int i = 0; i < count; i++)
        if (known[i].field->required && (!known[i].rows || schema->line_rows) &&
            known[i].name == known[i].field->columns.word[0])
            required[found++] = known[i].name;
    return required;
}

void import_lines(struct import_plan *plan, int index, const void *bytes, size_t size) {
    struct import_file *file = &plan->file[index];
    struct table table;
    int count;
    const struct import_column *known = import_columns(plan->arena, file->schema, &count);
    file->refused = true;
    if (!table_open(plan->arena, file->path, bytes, size, file->reading, &table)) return;
    if (!table_require(&table, list_required(plan->arena, file->schema, known, count))) {
        while (table_next(&table)) continue;
        file->read = table.rows;
        return;
    }
    int most = file->schema->line_rows ? IMPORT_LINES_MOST : IMPORT_RECORDS_MOST;
    file->refused = false;
    find_columns(plan, file, &table, known, count);
    struct import_group group;
    import_group_open(plan, index, table.columns, &group);
    memcpy(group.column, file->column, (size_t)table.columns * sizeof *file->column);
    while (table_next(&table)) {
        struct error error = {0};
        int cell;
        if (table.rows > most) {
            reading_error(file->reading, table_place(&table, -1), "more than %d lines: split it",
                          most);
            break;
        }
        for (int i = 0; i < table.columns; i++) {
            group.cell[i] = table.row[i].text;
            group.at[i] = table.row[i].column;
        }
        if (!import_group_line(&group, table.row[0].line, &cell, &error))
            reading_error(file->reading, table_place(&table, cell), "%s", error.text);
    }
    file->read = table.rows;
    file->refused = file->reading->errors.count > 0;
    import_group_close(&group);
}

struct place import_place(const struct import_plan *plan, const struct import_record *record,
                          const struct schema_field *field) {
    if (record->file < 0) return (struct place){0};
    const struct import_file *file = &plan->file[record->file];
    struct place place = {.file = file->path, .line = record->line};
    for (int i = file->columns - 1; field && i >= 0; i--) {
        const struct import_column *column = file->column[i];
        if (column && (column->field == field || column->rows == field))
            place.column = record->at[i];
    }
    return place;
}
