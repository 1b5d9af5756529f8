#include <string.h>

#include "base/buffer.h"
#include "case/import_parts.h"
#include "schema/code.h"

const char *known_belongs(const struct schema *schema) {
    static const char *const fields[][2] = {
        {"person", "family"}, {"sample", "subject"}, {"element", "remains"}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (strcmp(fields[i][0], schema->kind) == 0) return fields[i][1];
    return "";
}

/* The records of one kind by their keys. */
struct kind_names {
    bool loaded;
    struct known_list list;
    json_t *known;   /* key → place in the list, or SEVERAL */
    json_t *recs;    /* identifier → place in the list */
    json_t *planned; /* key → place in the plan */
};

struct import_names {
    struct import_plan *plan;
    struct kind_names *kind; /* as schema_list */
};

enum { SEVERAL = -1 };

struct import_names *import_names_open(struct import_plan *plan) {
    struct import_names *names = arena_new(plan->arena, struct import_names, 1);
    names->plan = plan;
    names->kind = arena_new(plan->arena, struct kind_names, schema_count);
    for (int i = 0; i < schema_count; i++) names->kind[i].planned = json_object();
    return names;
}

void import_names_close(struct import_names *names) {
    for (int i = 0; names && i < schema_count; i++) {
        json_decref(names->kind[i].known);
        json_decref(names->kind[i].recs);
        json_decref(names->kind[i].planned);
    }
}

void import_names_clear(struct import_names *names) {
    for (int i = 0; i < schema_count; i++) json_object_clear(names->kind[i].planned);
}

static struct kind_names *names_of(struct import_names *names, const struct schema *schema) {
    return &names->kind[schema - schema_list];
}

bool import_names_list(struct import_names *names, const struct schema *schema,
                       struct known_list *out_list, struct error *error) {
    struct kind_names *kind = names_of(names, schema);
    const struct import_known *known = names->plan->known;
    if (!kind->loaded) {
        if (!known->list(known->data, schema, &kind->list, error)) return false;
        kind->loaded = true;
        kind->known = json_object();
        kind->recs = json_object();
        for (int i = 0; i < kind->list.count; i++) {
            const struct known_record *record = &kind->list.record[i];
            bool again = *record->key && json_object_get(kind->known, record->key);
            if (*record->key)
                json_object_set_new(kind->known, record->key, json_integer(again ? SEVERAL : i));
            json_object_set_new(kind->recs, record->rec.text, json_integer(i));
        }
    }
    *out_list = kind->list;
    return true;
}

void import_names_add(struct import_names *names, const char *key, int record) {
    struct kind_names *kind = names_of(names, names->plan->record[record].schema);
    json_object_set_new(kind->planned, key, json_integer(record));
}

int import_names_planned(struct import_names *names, const struct schema *schema,
                         const char *key) {
    json_t *record = json_object_get(names_of(names, schema)->planned, key);
    return record ? (int)json_integer_value(record) : -1;
}

bool import_names_known(struct import_names *names, const struct schema *schema, const char *key,
                        int *out_known, struct error *error) {
    struct known_list list;
    if (!import_names_list(names, schema, &list, error)) return false;
    json_t *index = json_object_get(names_of(names, schema)->known, key);
    if (index && json_integer_value(index) == SEVERAL)
        return error_set(error, ERROR_CONFLICT,
                         "the record has more than one %s called %.100s: settle that first",
                         schema->kind, key);
    *out_known = index ? (int)json_integer_value(index) : -1;
    return true;
}

/* Looks for the code among the records of one kind. */
static bool find_of_kind(struct import_names *names, const struct schema *schema, const char *code,
                         struct import_found *found, struct error *error) {
    char canonical[SCHEMA_CODE_MOST + 1];
    struct error other = {0};
    struct known_list list;
    int known = -1;
    if (schema_code_field(schema) &&
        code_read(schema->code_pattern, schema->code_given, code, canonical, &other))
        code = canonical;
    if (!import_names_list(names, schema, &list, error) ||
        !import_names_known(names, schema, code, &known, error))
        return false;
    int record = import_names_planned(names, schema, code);
    json_t *rec = json_object_get(names_of(names, schema)->recs, code);
    if (record < 0 && known < 0 && rec) known = (int)json_integer_value(rec);
    if (record < 0 && known < 0) return true;
    if (found->kinds++) {
        found->another = schema;
        return true;
    }
    found->schema = schema;
    found->record = record;
    found->rec = record < 0 ? list.record[known].rec : names->plan->record[record].rec;
    return true;
}

bool import_names_find(struct import_names *names, const struct schema_field *field,
                       const char *code, struct import_found *out_found, struct error *error) {
    struct import_found found = {.record = -1};
    int count = field->words.count ? field->words.count : schema_count;
    for (int i = 0; i < count; i++) {
        const struct schema *schema =
            field->words.count ? schema_find(field->words.word[i]) : &schema_list[i];
        if (!find_of_kind(names, schema, code, &found, error)) return false;
    }
    *out_found = found;
    return true;
}

void import_entry_key(const struct schema *schema, const json_t *fields, struct buffer *out) {
    for (int i = 0; i < schema->key.count; i++) {
        const char *text = json_string_value(json_object_get(fields, schema->key.word[i]));
        if (i) buffer_add_text(out, "\t");
        if (text) buffer_add_text(out, text);
    }
}
