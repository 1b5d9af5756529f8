#include "web/form.h"

#include <stdlib.h>
#include <string.h>

#include "case/record_words.h"
#include "http/fields.h"
#include "record/unseen.h"
#include "schema/none.h"
#include "schema/value.h"
#include "web/fault_text.h"

enum { ROWS_MOST = FIELDS_MOST /* in one form there cannot be more */ };

/* What a file says of itself is nobody's to type. */
static bool is_said_by_file(const struct schema_field *field) {
    static const char *const names[] = {"sha256", "length", "media_type"};
    const struct schema *media = schema_find("media");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (schema_field_find(media, names[i]) == field) return true;
    return field->type == FIELD_MEDIA;
}

bool form_asks(const struct schema_field *field, unsigned roles) {
    return strcmp(field->name, "recorded") != 0 && !is_said_by_file(field) &&
           schema_may_read(field, roles);
}

static void begin(const struct visit *visit, const struct schema *schema, struct form *form) {
    *form = (struct form){.schema = schema, .base = ""};
    form->field = arena_new(visit->arena, struct form_field, schema->field_count);
    for (int i = 0; i < schema->field_count; i++)
        if (form_asks(&schema->fields[i], visit->roles))
            form->field[form->field_count++] = (struct form_field){
                .field = &schema->fields[i], .value = {.text = "", .none = ""}};
}

/* ------------------------------------------------------------------ from a record */

static bool fill_value(const struct visit *visit, const struct schema_field *field,
                       const json_t *value, struct form_value *out, bool *out_unseen,
                       struct error *error) {
    const char *none = value ? value_none(value) : NULL;
    json_t *seen, *unseen;
    *out = (struct form_value){.text = "", .none = none ? none : ""};
    if (!value || none) return true;
    if (!unseen_split(visit->arena, visit->tables, visit->roles, field, value, &seen, &unseen,
                      error))
        return false;
    bool done = record_value_text(visit->arena, visit->tables, field, seen, &out->text, error);
    *out_unseen = *out_unseen || unseen;
    json_decref(seen);
    json_decref(unseen);
    return done;
}

static bool fill_rows(const struct visit *visit, struct form_field *field, const json_t *value,
                      struct error *error) {
    int filled = json_is_array(value) ? (int)json_array_size(value) : 0;
    int parts = field->field->part_count;
    const char *none = value ? value_none(value) : NULL;
    field->value.none = none ? none : "";
    field->row_count = filled + FORM_SPARE_ROWS;
    field->cells = arena_new(visit->arena, struct form_value, field->row_count * parts);
    for (int i = 0; i < field->row_count * parts; i++) {
        const struct schema_field *part = &field->field->parts[i % parts];
        const json_t *row = json_array_get(value, (size_t)(i / parts));
        if (!fill_value(visit, part, json_object_get(row, part->name), &field->cells[i],
                        &field->unseen, error))
            return false;
    }
    return true;
}

bool form_of_record(const struct visit *visit, const struct schema *schema, const json_t *fields,
                    struct form *out_form, struct error *error) {
    struct form form;
    begin(visit, schema, &form);
    for (int i = 0; i < form.field_count; i++) {
        struct form_field *field = &form.field[i];
        const json_t *value = json_object_get(fields, field->field->name);
        if (!(field->field->type == FIELD_ROWS
                  ? fill_rows(visit, field, value, error)
                  : fill_value(visit, field->field, value, &field->value, &field->unseen,
                               error)))
            return false;
    }
    *out_form = form;
    return true;
}

/* ------------------------------------------------------------------ from a request */

static const char *sent(const struct visit *visit, const char *name) {
    const char *text = request_field(visit->request, name);
    return text ? text : "";
}

/* Of a list of choices each box that is ticked is a field of its own. */
static const char *sent_all(const struct visit *visit, const char *name) {
    size_t count;
    const struct field *fields = request_fields(visit->request, &count);
    struct buffer all = {0};
    for (size_t i = 0; i < count; i++)
        if (!strcmp(fields[i].name, name) && *fields[i].value)
            buffer_format(&all, "%s%s", all.size ? "; " : "", fields[i].value);
    const char *text = arena_copy(visit->arena, buffer_text(&all));
    buffer_close(&all);
    return text;
}

/* How many rows were sent: the number of the last that has something in it, and one more. None is
 * left out: it would be lost. */
static bool count_rows(const struct visit *visit, const char *name, int *out_rows,
                       struct error *error) {
    size_t count, length = strlen(name);
    const struct field *fields = request_fields(visit->request, &count);
    long rows = 0;
    for (size_t i = 0; i < count; i++) {
        const char *at = fields[i].name;
        if (strncmp(at, name, length) != 0 || at[length] != '.' || !*fields[i].value) continue;
        long row = strtol(at + length + 1, NULL, 10) + 1;
        if (row > ROWS_MOST)
            return error_set(error, ERROR_BAD_INPUT, "%s has too many lines for a form", name);
        if (row > rows) rows = row;
    }
    *out_rows = (int)rows;
    return true;
}

static bool take_rows(const struct visit *visit, struct form_field *field, struct error *error) {
    const struct schema_field *rows = field->field;
    int parts = rows->part_count, filled;
    bool more = !strcmp(sent(visit, "record.rows"), rows->name);
    if (!count_rows(visit, rows->name, &filled, error)) return false;
    field->row_count = filled + (more ? FORM_MORE_ROWS : FORM_SPARE_ROWS);
    field->cells = arena_new(visit->arena, struct form_value, field->row_count * parts);
    for (int i = 0; i < field->row_count * parts; i++) {
        const char *name = arena_format(visit->arena, "%s.%d.%s", rows->name, i / parts,
                                        rows->parts[i % parts].name);
        const char *text = sent(visit, name);
        const char *none = none_find(text);
        field->cells[i] = (struct form_value){.text = none ? "" : text, .none = none ? none : ""};
    }
    return true;
}

bool form_of_request(const struct visit *visit, const struct schema *schema, struct form *out_form,
                     struct error *error) {
    struct form form;
    const char *kind = request_field(visit->request, "record.kind");
    if (!kind || strcmp(kind, schema->kind) != 0)
        return error_set(error, ERROR_BAD_INPUT, "%s",
                         say(visit->language, "The form is one of another kind of record."));
    begin(visit, schema, &form);
    form.base = sent(visit, "record.base");
    for (int i = 0; i < form.field_count; i++) {
        struct form_field *field = &form.field[i];
        const char *name = field->field->name;
        const char *none = none_find(sent(visit, arena_format(visit->arena, "%s.none", name)));
        field->value.none = none ? none : "";
        if (field->field->type == FIELD_ROWS) {
            if (!take_rows(visit, field, error)) return false;
        } else if (field->field->list && field->field->type == FIELD_CHOICE) {
            field->value.text = sent_all(visit, name);
        } else {
            field->value.text = sent(visit, name);
        }
    }
    *out_form = form;
    return true;
}

/* ------------------------------------------------------------------ comparing */

static bool value_same(const struct form_value *left, const struct form_value *right) {
    return !strcmp(left->text, right->text) && !strcmp(left->none, right->none);
}

bool form_has_word(const char *list, const char *word, size_t length) {
    for (const char *at = list; *at; at += strspn(at, "; ")) {
        size_t size = strcspn(at, ";");
        if (size == length && !memcmp(at, word, length)) return true;
        at += size;
    }
    return false;
}

/* Boxes that are ticked have the order of the page, whichever the record has. */
static bool same_words(const char *left, const char *right) {
    size_t size;
    if (strlen(left) != strlen(right)) return false;
    for (const char *at = left; *at; at += size, at += strspn(at, "; "))
        if (!form_has_word(right, at, size = strcspn(at, ";"))) return false;
    return true;
}

static bool is_empty(const struct form_value *value) { return !*value->text && !*value->none; }

struct form_field *form_field_of(struct form *form, const char *name) {
    for (int i = 0; i < form->field_count; i++)
        if (!strcmp(form->field[i].field->name, name)) return &form->field[i];
    return NULL;
}

bool form_field_same(const struct form_field *left, const struct form_field *right) {
    const struct schema_field *field = left->field;
    int parts = field->part_count;
    if (field->list && field->type == FIELD_CHOICE && !strcmp(left->value.none, right->value.none))
        return same_words(left->value.text, right->value.text);
    if (!value_same(&left->value, &right->value)) return false;
    if (field->type != FIELD_ROWS) return true;
    int most = left->row_count > right->row_count ? left->row_count : right->row_count;
    for (int i = 0; i < most * parts; i++) {
        const struct form_value *one = i < left->row_count * parts ? &left->cells[i] : NULL;
        const struct form_value *other = i < right->row_count * parts ? &right->cells[i] : NULL;
        if (one && other ? !value_same(one, other) : !is_empty(one ? one : other)) return false;
    }
    return true;
}

/* ------------------------------------------------------------------ reading */

/* Text that spans lines stands as it was typed, but for blanks around it. */
static bool read_one(const struct visit *visit, const struct schema_field *field,
                     struct form_value *value, json_t **out_value) {
    struct error error = {0};
    const char *text = *value->none ? value->none : value->text;
    if (*value->none && *value->text) {
        value->fault = say(visit->language, "There is a value and a reason why there is none: take "
                                            "one of them away.");
        return false;
    }
    /* That a field is needed is not for its value to say. */
    if (value_read(visit->arena, field, text, out_value, &error)) return true;
    struct fault_text fault = fault_text_of(visit, field, &error);
    value->fault = fault.text;
    value->detail = fault.detail;
    return false;
}

static bool read_row(const struct visit *visit, struct form_field *field, int at, json_t *list) {
    const struct schema_field *rows = field->field;
    json_t *row = json_object();
    bool good = true;
    for (int j = 0; j < rows->part_count; j++) {
        struct form_value *cell = &field->cells[at * rows->part_count + j];
        json_t *value = NULL;
        if (is_empty(cell)) continue;
        if (!read_one(visit, &rows->parts[j], cell, &value)) good = false;
        if (value) json_object_set_new(row, rows->parts[j].name, value);
    }
    for (int j = 0; j < rows->part_count && json_object_size(row) > 0; j++) {
        const struct schema_field *part = &rows->parts[j];
        struct form_value *cell = &field->cells[at * rows->part_count + j];
        if (!part->required || json_object_get(row, part->name) || cell->fault) continue;
        cell->fault = say(visit->language, "This is needed in each line.");
        good = false;
    }
    if (good && json_object_size(row) > 0) json_array_append(list, row);
    json_decref(row);
    return good;
}

static bool read_rows(const struct visit *visit, struct form_field *field, json_t **out_value) {
    json_t *list = json_array();
    bool good = true;
    for (int i = 0; i < field->row_count; i++)
        if (!read_row(visit, field, i, list)) good = false;
    if (!*field->value.none && json_array_size(list) == 0) {
        json_decref(list);
        *out_value = NULL;
        return good;
    }
    if (!*field->value.none) {
        *out_value = list;
        return good;
    }
    if (json_array_size(list) > 0) {
        field->fault = say(visit->language, "There is a value and a reason why there is none: take "
                                            "one of them away.");
        good = false;
    }
    json_decref(list);
    return read_one(visit, field->field, &field->value, out_value) && good;
}

bool form_read_field(const struct visit *visit, struct form_field *field, json_t **out_value) {
    *out_value = NULL;
    bool good = field->field->type == FIELD_ROWS
                    ? read_rows(visit, field, out_value)
                    : read_one(visit, field->field, &field->value, out_value);
    if (!good) {
        json_decref(*out_value);
        *out_value = NULL;
        if (field->fault) return false;
        field->fault = field->value.fault
                           ? field->value.fault
                           : say(visit->language, "Something in these lines is not right.");
        field->detail = field->value.detail;
        return false;
    }
    if (!*out_value && field->field->required) {
        field->fault = say(visit->language, "This is needed.");
        return false;
    }
    return true;
}
