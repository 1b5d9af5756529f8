#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "case/import_parts.h"
#include "schema/value.h"

void import_refuse(struct import_plan *plan, const struct import_record *record,
                   const struct schema_field *field, const char *format, ...) {
    char text[600];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    struct import_file *file = &plan->file[record->file];
    reading_error(file->reading, import_place(plan, record, field), "%s", text);
    file->refused = true;
}

bool import_refers(const struct schema_field *field) {
    if (field->type == FIELD_REFERENCE || field->type == FIELD_MEDIA) return true;
    for (int i = 0; i < field->part_count; i++)
        if (import_refers(&field->parts[i])) return true;
    return false;
}

bool import_is_about_entry(const struct schema_field *field) {
    static const char *const names[] = {"reason", "recorded", "clock_error"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(field->name, names[i]) == 0) return true;
    return false;
}

/* ------------------------------------------------------------------ references */

struct resolver {
    struct import_plan *plan;
    struct import_names *names;
    struct import_record *record;
    const struct schema_field *field; /* of the record, in which the reference stands */
};

void import_add_wait(struct import_plan *plan, const struct import_record *record,
                     const struct schema_field *field, const char *code) {
    plan->wait = arena_grow(plan->arena, plan->wait, (size_t)plan->wait_count,
                            &plan->wait_capacity, sizeof *plan->wait);
    plan->wait[plan->wait_count++] =
        (struct import_wait){(int)(record - plan->record), field, code};
}

static const char *list_kinds(struct arena *arena, const struct schema_field *field) {
    const char *list = field->words.count ? "" : "record";
    for (int i = 0; i < field->words.count; i++)
        list = arena_format(arena, "%s%s%s", list, i ? " or " : "", field->words.word[i]);
    return list;
}

static bool visit_reference(void *data, const struct schema_field *field, const char *text,
                            const char **out_text, struct error *error) {
    struct resolver *resolver = data;
    struct import_plan *plan = resolver->plan;
    struct import_found found;
    if (field->type != FIELD_REFERENCE) return true;
    if (!import_names_find(resolver->names, field, text, &found, error)) return false;
    if (found.kinds > 1) {
        import_refuse(plan, resolver->record, resolver->field,
                      "%s: %.100s is both a %s and a %s: give one of them another name",
                      field->name, text, found.schema->kind, found.another->kind);
    } else if (found.kinds) {
        *out_text = arena_copy(plan->arena, found.rec.text);
    } else if (field->tier == TIER_PUBLIC) {
        import_refuse(plan, resolver->record, resolver->field,
                      "%s: there is no %s %.100s, and a public field cannot wait for it: import "
                      "it first, or together with this",
                      field->name, list_kinds(plan->arena, field), text);
    } else {
        import_add_wait(plan, resolver->record, resolver->field, arena_copy(plan->arena, text));
        *out_text = arena_format(plan->arena, VALUE_WAITING "%s", text);
    }
    return true;
}

bool import_resolve_value(struct import_plan *plan, struct import_names *names,
                          struct import_record *record, const struct schema_field *field,
                          json_t *value, struct error *error) {
    struct resolver resolver = {plan, names, record, field};
    return value_walk(field, value, visit_reference, &resolver, error);
}

/* What the table says, with identifiers in place of codes. Values without any are shared. */
static bool make_fields(struct import_plan *plan, struct import_names *names,
                        struct import_record *record, struct error *error) {
    const struct schema *schema = record->schema;
    json_decref(record->fields);
    record->fields = json_copy(record->cells);
    for (int i = 0; i < schema->field_count; i++) {
        const struct schema_field *field = &schema->fields[i];
        json_t *value = json_object_get(record->cells, field->name);
        if (!value || !import_refers(field)) continue;
        value = json_deep_copy(value);
        json_object_set_new(record->fields, field->name, value);
        if (!import_resolve_value(plan, names, record, field, value, error)) return false;
    }
    return true;
}

/* ------------------------------------------------------------------ who it is */

static bool key_refers(const struct schema *schema) {
    for (int i = 0; i < schema->key.count; i++)
        if (schema_field_find(schema, schema->key.word[i])->type == FIELD_REFERENCE) return true;
    return false;
}

/* The key as it was while what it refers to was not there yet. */
static void add_waiting_key(const struct import_record *record, struct buffer *out) {
    const struct schema *schema = record->schema;
    for (int i = 0; i < schema->key.count; i++) {
        const char *name = schema->key.word[i];
        const char *text = json_string_value(json_object_get(record->cells, name));
        bool refers = schema_field_find(schema, name)->type == FIELD_REFERENCE;
        if (i) buffer_add_text(out, "\t");
        if (text) buffer_format(out, "%s%s", refers ? VALUE_WAITING : "", text);
    }
}

static bool find_known(struct import_names *names, struct import_record *record, const char *key,
                       struct error *error) {
    if (!import_names_known(names, record->schema, key, &record->known, error)) return false;
    if (record->known >= 0 || !key_refers(record->schema)) return true;
    struct buffer waiting = {0};
    add_waiting_key(record, &waiting);
    bool good = import_names_known(names, record->schema, buffer_text(&waiting), &record->known,
                                   error);
    buffer_close(&waiting);
    return good;
}

/* What a table says of one record, but for the number of the reading. */
static bool same_reading(const json_t *first, const json_t *second) {
    return json_equal(json_object_get(first, "loci"), json_object_get(second, "loci"));
}

/* A genotype table of a sequencer is a reading of its own: where there is one of that sample that
 * is not the same, it is the next one. Gives it the number under which it stands or will stand. */
static bool number_reading(struct import_plan *plan, struct import_names *names,
                           struct import_record *record, struct error *error) {
    const struct import_known *known = plan->known;
    for (int number = 1;; number++) {
        struct buffer key = {0};
        if (number == 1) {
            json_object_del(record->cells, "replicate");
            json_object_del(record->fields, "replicate");
        } else {
            const char *text = arena_format(plan->arena, "%d", number);
            json_object_set_new(record->cells, "replicate", json_string(text));
            json_object_set_new(record->fields, "replicate", json_string(text));
        }
        import_entry_key(record->schema, record->fields, &key);
        int planned = import_names_planned(names, record->schema, buffer_text(&key));
        bool good = find_known(names, record, buffer_text(&key), error);
        buffer_close(&key);
        if (!good) return false;
        bool same = true;
        if (planned >= 0) same = same_reading(plan->record[planned].cells, record->cells);
        else if (record->known >= 0) {
            struct arena_mark mark = arena_mark(plan->arena);
            struct known_head head;
            if (!known->head(known->data, plan->arena, record->schema, record->known, &head,
                             error))
                return false;
            same = same_reading(head.fields, record->cells);
            json_decref(head.fields);
            arena_release(plan->arena, mark);
        }
        if (same) return true;
    }
}

/* The same record in two files of one import: fine when both say the same. */
static void check_twin(struct import_plan *plan, struct import_record *record, int twin) {
    const struct import_record *other = &plan->record[twin];
    record->twin = twin;
    record->rec = other->rec;
    record->fate = IMPORT_UNCHANGED;
    if (json_equal(record->cells, other->cells)) return;
    import_refuse(plan, record, NULL,
                  "is also in %s, line %d, with other values: keep one%s",
                  plan->file[other->file].path, other->line,
                  record->schema->line_rows ? ", or number the readings in a column \"replicate\""
                                            : ", or import them one after the other");
}

/* Finds out whether the record is known, and gives it its identifier. */
static bool name_record(struct import_plan *plan, struct import_names *names,
                        const struct import_request *request, struct import_record *record,
                        struct error *error) {
    int index = (int)(record - plan->record);
    if (plan->file[record->file].genemapper && !number_reading(plan, names, record, error))
        return false;
    struct buffer key = {0};
    struct known_list list;
    import_entry_key(record->schema, record->fields ? record->fields : record->cells, &key);
    const char *text = buffer_text(&key);
    int twin = import_names_planned(names, record->schema, text);
    bool good = import_names_list(names, record->schema, &list, error);
    if (good && twin >= 0) {
        check_twin(plan, record, twin);
    } else if (good && (good = find_known(names, record, text, error))) {
        if (record->known >= 0) record->rec = list.record[record->known].rec;
        else if (!record->rec.text[0])
            record->rec = identifier_make(request->random, IDENTIFIER_RECORD);
        import_names_add(names, text, index);
    }
    buffer_close(&key);
    return good;
}

/* ------------------------------------------------------------------ all of it */

enum step { NAME_BY_CODE, FIND_REFERENCES, NAME_BY_REFERENCE, COMPARE, STEPS };

static bool take_step(enum step step, struct import_plan *plan, struct import_names *names,
                      const struct import_request *request, struct import_record *record,
                      struct error *error) {
    bool refers = key_refers(record->schema);
    switch (step) {
    case NAME_BY_CODE: return refers || name_record(plan, names, request, record, error);
    case FIND_REFERENCES: return make_fields(plan, names, record, error);
    case NAME_BY_REFERENCE: return !refers || name_record(plan, names, request, record, error);
    case COMPARE: return record->twin >= 0 || import_compare(plan, names, record, error);
    case STEPS: break;
    }
    return true;
}

/* What somebody does wrong in a table is theirs to mend; what the record refuses to tell is said at
 * the line that asked. */
static bool report(struct import_plan *plan, const struct import_record *record,
                   const struct error *fault, struct error *error) {
    if (fault->code != ERROR_CONFLICT && fault->code != ERROR_BAD_INPUT)
        return error_set(error, fault->code, "%s", fault->text);
    import_refuse(plan, record, NULL, "%s", fault->text);
    return true;
}

bool import_resolve(struct import_plan *plan, struct import_names *names,
                    const struct import_request *request, bool *out_refused,
                    struct error *error) {
    int refused = import_refused(plan);
    import_names_clear(names);
    plan->wait_count = 0;
    for (int i = 0; i < plan->record_count; i++) {
        plan->record[i].twin = plan->record[i].known = -1;
        json_decref(plan->record[i].fields);
        plan->record[i].fields = NULL;
    }
    bool *skip = arena_new(plan->arena, bool, plan->file_count);
    for (enum step step = 0; step < STEPS; step++) {
        /* All that is wrong in a file by one step is said; then it goes no further. */
        for (int i = 0; i < plan->file_count; i++) skip[i] = plan->file[i].refused;
        for (int i = 0; i < plan->record_count; i++) {
            struct error fault = {0};
            if (cancel_requested(request->cancel))
                return error_set(error, ERROR_CANCELLED, "interrupted; nothing was imported");
            if (skip[plan->record[i].file]) continue;
            if (!take_step(step, plan, names, request, &plan->record[i], &fault) &&
                !report(plan, &plan->record[i], &fault, error))
                return false;
        }
    }
    *out_refused = import_refused(plan) > refused;
    return true;
}
