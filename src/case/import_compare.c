#include <string.h>

#include "base/encode.h"
#include "case/import_parts.h"
#include "schema/value.h"

struct comparison {
    struct import_plan *plan;
    struct import_names *names;
    struct import_record *record;
    struct known_head head; /* zeroes for a new record */
    const char *changed;    /* names of fields; NULL: none */
    bool completed;
};

/* Does the table say anything of the field, be it that there is no value? */
static bool is_told(const struct comparison *comparison, const struct schema_field *field) {
    const struct import_record *record = comparison->record;
    const struct import_file *file = &comparison->plan->file[record->file];
    if (json_object_get(record->fields, field->name)) return true;
    for (int i = 0; i < file->columns; i++) {
        const struct import_column *column = file->column[i];
        if (column && (column->rows ? column->rows : column->field) == field) return true;
    }
    return false;
}

/* Has the table a column for this part of the rows that its lines give? */
static bool has_part(const struct import_file *file, const char *part) {
    for (int i = 0; i < file->columns; i++)
        if (file->column[i] && file->column[i]->rows &&
            strcmp(file->column[i]->field->name, part) == 0)
            return true;
    return false;
}

/* Rows without the parts that the table has no columns for. */
static void leave_out_parts(const struct import_file *file, json_t *rows) {
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const char *part;
        json_t *value;
        void *next;
        json_object_foreach_safe(json_array_get(rows, i), next, part, value) {
            if (!has_part(file, part)) json_object_del(json_array_get(rows, i), part);
        }
    }
}

/* Is it the same as in the newest revision, as far as the table can say? Something may have waited
 * there that does no more. Both values are the caller's, and changed. */
static bool is_same(struct comparison *comparison, const struct schema_field *field, json_t *now,
                    json_t *before, bool *out_same, struct error *error) {
    struct import_plan *plan = comparison->plan;
    const struct import_record *record = comparison->record;
    const struct import_file *file = &plan->file[record->file];
    bool of_lines = record->schema->line_rows && strcmp(record->schema->line_rows, field->name) == 0;
    bool found = false, came = false;
    if (of_lines) leave_out_parts(file, before);
    if (import_refers(field) &&
        (!import_complete_value(comparison->names, plan->arena, field, before, &found, error) ||
         !import_media_complete(plan->arena, field, before, record, &came, error) ||
         !import_media_comparable(plan->arena, field, now, record->media_count, record->media,
                                  error) ||
         !import_media_comparable(plan->arena, field, before, comparison->head.media_count,
                                  comparison->head.media, error)))
        return false;
    *out_same = json_equal(now, before);
    if (*out_same && (found || came)) comparison->completed = true;
    return true;
}

/* Takes over what the table says nothing of, or nothing else. */
static bool keep(struct comparison *comparison, const struct schema_field *field,
                 const json_t *before, struct error *error) {
    json_t *value = json_deep_copy(before);
    bool completed = false, good = true;
    if (import_refers(field))
        good = import_complete_value(comparison->names, comparison->plan->arena, field, value,
                                     &completed, error) &&
               import_media_keep(comparison->plan, comparison->record, field, value,
                                 &comparison->head, error);
    if (completed) comparison->completed = true;
    json_object_set_new(comparison->record->fields, field->name, value);
    return good;
}

static void add_changed(struct comparison *comparison, const struct schema_field *field) {
    const char *before = comparison->changed;
    comparison->changed = arena_format(comparison->plan->arena, "%s%s%s", before ? before : "",
                                       before ? " " : "", field->name);
}

static bool compare_field(struct comparison *comparison, const struct schema_field *field,
                          struct error *error) {
    struct import_record *record = comparison->record;
    json_t *now = json_object_get(record->fields, field->name);
    const json_t *before = json_object_get(comparison->head.fields, field->name);
    if (import_is_about_entry(field)) return true;
    if (!is_told(comparison, field)) return !before || keep(comparison, field, before, error);
    if (!now || !before) {
        if (now || before) add_changed(comparison, field);
        return true;
    }
    bool same = json_equal(now, before) && !import_refers(field);
    if (!same && (import_refers(field) || json_is_array(now))) {
        json_t *first = json_deep_copy(now), *second = json_deep_copy(before);
        bool good = is_same(comparison, field, first, second, &same, error);
        json_decref(first);
        json_decref(second);
        if (!good) return false;
        /* What the table has no columns for stays as it is. */
        if (same && !import_refers(field)) return keep(comparison, field, before, error);
    }
    if (!same) add_changed(comparison, field);
    return true;
}

/* ------------------------------------------------------------------ files */

/* The digest that a table gives of a file, in the field beside it: SHA256 of `file` is in `sha256`,
 * of any other in `NAME_sha256`. */
static const char *told_digest(struct arena *arena, const struct import_record *record,
                               const struct schema_field *field) {
    const char *name = strcmp(field->name, "file") == 0
                           ? "sha256"
                           : arena_format(arena, "%s_sha256", field->name);
    const struct schema_field *digest = schema_field_find(record->schema, name);
    if (!digest || digest->type != FIELD_HEX) return NULL;
    return json_string_value(json_object_get(record->fields, name));
}

static void check_digest(struct comparison *comparison, const struct schema_field *field) {
    struct import_record *record = comparison->record;
    char hex[ENCODE_HEX_LENGTH(DIGEST_SIZE) + 1];
    const char *number = json_string_value(json_object_get(record->fields, field->name));
    const char *told = told_digest(comparison->plan->arena, record, field);
    if (field->type != FIELD_MEDIA || !number || value_waiting(number) || !told) return;
    for (int i = 0; i < record->media_count; i++) {
        if (strcmp(number, arena_format(comparison->plan->arena, "%d", i + 1)) != 0) continue;
        encode_text(ENCODING_HEX, record->media[i].sha256.byte, DIGEST_SIZE, hex);
        if (strcmp(hex, told) != 0)
            import_refuse(comparison->plan, record, field,
                          "%s: the file %.100s is not the one whose SHA-256 stands in the table",
                          field->name, record->media[i].name);
    }
}

static bool attach_files(struct comparison *comparison, struct error *error) {
    struct import_record *record = comparison->record;
    record->media_count = 0;
    record->media = NULL;
    for (int i = 0; i < record->schema->field_count; i++) {
        const struct schema_field *field = &record->schema->fields[i];
        json_t *value = json_object_get(record->fields, field->name);
        if (!value || !import_refers(field)) continue;
        const struct known_head *head = comparison->head.fields ? &comparison->head : NULL;
        if (!import_media_value(comparison->plan, record, field, value, head, error)) return false;
        if (!field->list) check_digest(comparison, field);
    }
    return true;
}

/* ------------------------------------------------------------------ forks */

/* Is the name among these, with blanks between? */
static bool is_among(const char *names, const char *name) {
    size_t length = strlen(name);
    for (const char *at = names; at && (at = strstr(at, name)); at += length)
        if ((at == names || at[-1] == ' ') && (at[length] == ' ' || !at[length])) return true;
    return false;
}

/* The table settles a fork: where its versions differ, it has to say what holds. */
static void check_fork(struct comparison *comparison) {
    const struct import_record *record = comparison->record;
    for (const char **name = comparison->head.apart; name && *name; name++) {
        const struct schema_field *field = schema_field_find(record->schema, *name);
        if (!is_told(comparison, field))
            import_refuse(comparison->plan, record, field,
                          "the record has several newest revisions, which differ in %s: the table "
                          "needs a column that says what holds", field->name);
    }
}

/* Versions that are alike are settled too, which is nothing but a reason. */
static void settle_fork(struct comparison *comparison) {
    for (const char **name = comparison->head.apart; *name; name++)
        if (!is_among(comparison->changed, *name))
            add_changed(comparison, schema_field_find(comparison->record->schema, *name));
    if (!comparison->changed) comparison->changed = "reason";
}

/* ------------------------------------------------------------------ a record */

static bool read_head(struct comparison *comparison, struct error *error) {
    const struct import_known *known = comparison->plan->known;
    const struct import_record *record = comparison->record;
    struct arena *arena = comparison->plan->arena;
    struct error failure = {0};
    if (known->head(known->data, arena, record->schema, record->known, &comparison->head, &failure))
        return true;
    if (failure.code != ERROR_CONFLICT || !known->fork)
        return error_set(error, failure.code, "%s", failure.text);
    return known->fork(known->data, arena, record->schema, record->known, &comparison->head, error);
}

static bool check_number(struct comparison *comparison, struct error *error) {
    const struct import_known *known = comparison->plan->known;
    const struct import_record *record = comparison->record;
    const struct schema_field *field = schema_code_field(record->schema);
    const char *code =
        field ? json_string_value(json_object_get(record->fields, field->name)) : NULL;
    struct error failure = {0};
    if (!code || !known->may_give || known->may_give(known->data, record->schema, code, &failure))
        return true;
    if (failure.code != ERROR_BAD_INPUT)
        return error_set(error, failure.code, "%s", failure.text);
    import_refuse(comparison->plan, record, field, "%s", failure.text);
    return true;
}

static bool compare(struct comparison *comparison, struct error *error) {
    struct import_record *record = comparison->record;
    if (record->known < 0) {
        record->fate = IMPORT_NEW;
        return check_number(comparison, error) && attach_files(comparison, error) &&
               import_describe(comparison->plan, record, &comparison->head, error);
    }
    if (!read_head(comparison, error) || !attach_files(comparison, error)) return false;
    check_fork(comparison);
    for (int i = 0; i < record->schema->field_count; i++)
        if (!compare_field(comparison, &record->schema->fields[i], error)) return false;
    if (!import_describe(comparison->plan, record, &comparison->head, error)) return false;
    if (comparison->head.forked) settle_fork(comparison);
    record->changed = comparison->changed;
    record->fate = comparison->changed     ? IMPORT_REVISED
                   : comparison->completed ? IMPORT_COMPLETED
                                           : IMPORT_UNCHANGED;
    return true;
}

bool import_compare(struct import_plan *plan, struct import_names *names,
                    struct import_record *record, struct error *error) {
    struct comparison comparison = {.plan = plan, .names = names, .record = record};
    bool good = compare(&comparison, error);
    json_decref(comparison.head.fields);
    return good;
}
