#include "case/decision_request.h"

#include <string.h>

#include "input/table.h"
#include "schema/import.h"
#include "schema/quote.h"
#include "schema/value.h"

const char *decision_verb_name(enum decision_verb verb) {
    static const char *const names[DECISION_VERBS] = {"propose", "confirm", "refuse", "revoke"};
    return names[verb];
}

const char *decision_verb_kind(enum decision_verb verb) {
    static const char *const kinds[DECISION_VERBS] = {"proposal", "confirmation", "refusal",
                                                      "revocation"};
    return kinds[verb];
}

bool decision_fills_in(const char *field) {
    static const char *const names[] = {"remains", "person", "comparison", "proposal",
                                        "confirmation"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(field, names[i]) == 0) return true;
    return false;
}

const struct schema_field *decision_request_missing(enum decision_verb verb,
                                                    const struct decision_request *request) {
    const struct schema *schema = schema_find(decision_verb_kind(verb));
    for (int i = 0; i < schema->field_count; i++) {
        const struct schema_field *field = &schema->fields[i];
        bool says_itself = field->type == FIELD_CHOICE &&
                           (field->words.count == 1 || verb == DECISION_PROPOSE);
        if (field->required && !decision_fills_in(field->name) && !says_itself &&
            !json_object_get(request->fields, field->name))
            return field;
    }
    return NULL;
}

static const char *field_names(struct arena *arena, const struct schema *schema) {
    const char *names = "";
    for (int i = 0; i < schema->field_count; i++)
        if (!decision_fills_in(schema->fields[i].name))
            names = arena_format(arena, "%s%s%s", names, *names ? ", " : "",
                                 schema->fields[i].name);
    return names;
}

bool decision_request_word(struct arena *arena, enum decision_verb verb, const char *word,
                           json_t *fields, struct error *error) {
    const struct schema *schema = schema_find(decision_verb_kind(verb));
    size_t length = strcspn(word, "=");
    const char *name = arena_copy_part(arena, word, length);
    const struct schema_field *field = schema_field_find(schema, name);
    json_t *value = NULL;
    if (!word[length])
        return error_set(error, ERROR_USAGE, "\"%s\" is one word too many: what a %s says is "
                         "written as FIELD=TEXT", quote(word).text, schema->kind);
    if (!field || decision_fills_in(name))
        return error_set(error, ERROR_USAGE, "\"%s\" is nothing that you can say in a %s; there "
                         "are %s", quote(name).text, schema->kind, field_names(arena, schema));
    if (json_object_get(fields, name))
        return error_set(error, ERROR_USAGE, "%s is said twice", name);
    if (!value_read(arena, field, word + length + 1, &value, error)) return false;
    if (value) json_object_set_new(fields, name, value);
    return true;
}

/* ------------------------------------------------------------------ tables */

static void find_columns(struct arena *arena, const struct schema *schema,
                         const struct table *table, struct reading *reading,
                         const struct import_column **out_column) {
    int count;
    const struct import_column *known = import_columns(arena, schema, &count);
    for (int i = 0; i < table->columns; i++) {
        const struct cell *name = &table->name[i];
        const struct import_column *column = import_column_find(known, count, name->text);
        struct place place = {.file = table->file, .line = name->line, .column = name->column};
        if (i == table_column(table, "remains") || i == table_column(table, "person")) continue;
        if (column && !decision_fills_in(column->rows ? column->rows->name : column->field->name))
            out_column[i] = column;
        else if (*name->text)
            reading_error(reading, place, "the column \"%.60s\" is nothing that can be said in a %s",
                          name->text, schema->kind);
    }
}

/* A cell that is empty says nothing. */
static void drop_empty(json_t *fields) {
    const char *name;
    json_t *value;
    void *next;
    json_object_foreach_safe(fields, next, name, value)
        if (json_is_null(value)) json_object_del(fields, name);
}

/* One line; what is wrong is reported. */
static void read_row(struct arena *arena, const struct schema *schema, const struct table *table,
                     const struct import_column *const *column, struct reading *reading,
                     struct decision_request *request) {
    const char **cell = arena_new(arena, const char *, table->columns);
    struct error error = {0};
    int wrong = -1;
    for (int i = 0; i < table->columns; i++) cell[i] = table->row[i].text;
    request->place = table_place(table, -1);
    request->remains = cell[table_column(table, "remains")];
    request->person = cell[table_column(table, "person")];
    request->fields = json_object();
    if (!import_line(arena, schema, column, cell, table->columns, request->fields, &wrong, &error))
        reading_error(reading, table_place(table, wrong), "%s", error.text);
    drop_empty(request->fields);
}

bool decision_requests_read(struct arena *arena, enum decision_verb verb, const char *file,
                            const void *bytes, size_t size, struct reading *reading,
                            struct decision_request **out_requests, int *out_count) {
    static const char *const required[] = {"remains", "person", NULL};
    const struct schema *schema = schema_find(decision_verb_kind(verb));
    struct table table;
    size_t capacity = 0;
    *out_requests = NULL;
    *out_count = 0;
    if (!table_open(arena, file, bytes, size, reading, &table) ||
        !table_require(&table, required))
        return false;
    const struct import_column **column =
        arena_new(arena, const struct import_column *, table.columns);
    find_columns(arena, schema, &table, reading, column);
    while (table_next(&table)) {
        if (*out_count == DECISION_REQUESTS_MOST) {
            reading_error(reading, table_place(&table, -1), "more than %d lines: split it",
                          DECISION_REQUESTS_MOST);
            break;
        }
        *out_requests = arena_grow(arena, *out_requests, (size_t)*out_count, &capacity,
                                   sizeof **out_requests);
        read_row(arena, schema, &table, column, reading, &(*out_requests)[(*out_count)++]);
    }
    return reading->errors.count == 0;
}

void decision_requests_close(struct decision_request *requests, int count) {
    for (int i = 0; i < count; i++) json_decref(requests[i].fields);
}
