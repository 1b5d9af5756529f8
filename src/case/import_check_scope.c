#include <string.h>

#include "case/import_check_parts.h"
#include "case/import_parts.h"

enum { LINKS_MOST = 100 }; /* from a sample to whose it is */

struct finding_scope {
    struct arena *arena;
    const struct import_plan *plan;
    struct import_scope *scope;
    const struct schema *schema[RECORD_ROWS_KINDS];
    struct known_list list[RECORD_ROWS_KINDS];
    bool *planned[RECORD_ROWS_KINDS]; /* of the known ones: the plan says something newer */
    json_t *belongs;      /* identifier of a person → family, of a sample or element → of what it
                             is */
    json_t *persons, *owners; /* identifiers of persons; of persons and remains */
    json_t *staff;            /* identifiers of samples of those who worked on the others */
    json_t *touched;          /* identifiers of those whom the plan is about */
    json_t *families;         /* names of families that are touched */
    json_t *wanted;           /* identifiers of all that is loaded */
};

static int kind_of(const struct finding_scope *finding, const struct schema *schema) {
    for (int i = 0; i < RECORD_ROWS_KINDS; i++)
        if (finding->schema[i] == schema) return i;
    return -1;
}

static void put(json_t *set, const char *text) {
    json_object_set_new(set, text ? text : "", json_true());
}

static bool has(const json_t *set, const char *text) {
    return json_object_get(set, text ? text : "") != NULL;
}

/* Is it a record that the plan appends or finds unchanged? */
static bool counts(const struct import_plan *plan, const struct import_record *record) {
    return record->file < 0 || (!plan->file[record->file].refused && record->twin < 0);
}

static bool is_staff(const json_t *fields) {
    const char *kind = json_string_value(json_object_get(fields, "kind"));
    return kind && strcmp(kind, "staff") == 0;
}

static void learn(struct finding_scope *finding, int kind, const char *rec, const char *belongs) {
    if (kind == ROWS_OF_PERSON || kind == ROWS_OF_REMAINS) put(finding->owners, rec);
    if (kind == ROWS_OF_PERSON) put(finding->persons, rec);
    if (belongs || kind == ROWS_OF_PERSON)
        json_object_set_new(finding->belongs, rec, json_string(belongs ? belongs : ""));
}

/* Who everything is of, by the plan where it says so and else by the record. */
static bool learn_all(struct finding_scope *finding, struct error *error) {
    const struct import_plan *plan = finding->plan;
    for (int k = 0; k < RECORD_ROWS_KINDS; k++) {
        finding->schema[k] = schema_find(RECORD_ROWS_KIND[k]);
        if (!plan->known->list(plan->known->data, finding->schema[k], &finding->list[k], error))
            return false;
        finding->planned[k] = arena_new(finding->arena, bool, finding->list[k].count);
        for (int i = 0; i < finding->list[k].count; i++)
            learn(finding, k, finding->list[k].record[i].rec.text,
                  finding->list[k].record[i].belongs);
    }
    for (int i = 0; i < plan->record_count; i++) {
        const struct import_record *record = &plan->record[i];
        int kind = kind_of(finding, record->schema);
        if (kind < 0 || !counts(plan, record)) continue;
        if (record->known >= 0) finding->planned[kind][record->known] = true;
        learn(finding, kind, record->rec.text,
              json_string_value(json_object_get(record->fields, known_belongs(record->schema))));
        if (kind == ROWS_OF_SAMPLE && is_staff(record->fields)) put(finding->staff, record->rec.text);
    }
    return true;
}

/* Samples of nobody are few: ladders, controls and staff. */
static bool learn_staff(struct finding_scope *finding, struct error *error) {
    const struct import_known *known = finding->plan->known;
    for (int i = 0; i < finding->list[ROWS_OF_SAMPLE].count; i++) {
        const struct known_record *record = &finding->list[ROWS_OF_SAMPLE].record[i];
        struct known_head head;
        struct error fault = {0};
        if (record->belongs || finding->planned[ROWS_OF_SAMPLE][i]) continue;
        if (!known->head(known->data, finding->arena, finding->schema[ROWS_OF_SAMPLE], i, &head, &fault)) {
            if (fault.code == ERROR_CONFLICT) continue;
            return error_set(error, fault.code, "%s", fault.text);
        }
        if (is_staff(head.fields)) put(finding->staff, record->rec.text);
        json_decref(head.fields);
    }
    return true;
}

/* The remains or person that something is of; NULL: not known. */
static const char *owner_of(const struct finding_scope *finding, const char *rec) {
    for (int i = 0; rec && i < LINKS_MOST; i++) {
        if (has(finding->owners, rec)) return rec;
        rec = json_string_value(json_object_get(finding->belongs, rec));
    }
    return NULL;
}

static void touch(struct finding_scope *finding, const char *rec) {
    const char *owner = owner_of(finding, rec), *every;
    json_t *value;
    /* Somebody of the staff may have touched any sample. */
    if (rec && has(finding->staff, rec))
        json_object_foreach(finding->owners, every, value) touch(finding, every);
    if (!owner) return;
    put(finding->touched, owner);
    if (has(finding->persons, owner))
        put(finding->families, json_string_value(json_object_get(finding->belongs, owner)));
}

static void touch_planned(struct finding_scope *finding) {
    const struct import_plan *plan = finding->plan;
    for (int i = 0; i < plan->record_count; i++) {
        const struct import_record *record = &plan->record[i];
        int kind = kind_of(finding, record->schema);
        if (kind < 0 || !counts(plan, record)) continue;
        if (kind == ROWS_OF_PROFILE)
            touch(finding, json_string_value(json_object_get(record->fields, "subject")));
        else if ((kind == ROWS_OF_SAMPLE && !has(finding->staff, record->rec.text)) || kind == ROWS_OF_PERSON)
            touch(finding, record->rec.text);
    }
}

/* Is a record that only the record knows needed? */
static bool is_wanted(struct finding_scope *finding, int kind, const struct known_record *record) {
    const char *tab = strchr(record->key, '\t'), *owner;
    switch (kind) {
    case ROWS_OF_PERSON: return has(finding->families, record->belongs);
    case ROWS_OF_REMAINS: return has(finding->touched, record->rec.text);
    case ROWS_OF_ELEMENT:
    case ROWS_OF_SAMPLE:
        if (!record->belongs) return kind == ROWS_OF_SAMPLE;
        owner = owner_of(finding, record->belongs);
        return owner && has(finding->wanted, owner);
    case ROWS_OF_PROFILE: /* whose key begins with the subject */
        return tab && has(finding->wanted,
                          arena_copy_part(finding->arena, record->key,
                                          (size_t)(tab - record->key)));
    default: return true;
    }
}

static void add(struct finding_scope *finding, const struct schema *schema, const char *rec,
                json_t *fields, struct place place) {
    struct import_scope *scope = finding->scope;
    const struct schema_field *code = schema_code_field(schema);
    scope->source = arena_grow(finding->arena, scope->source, (size_t)scope->count,
                               &scope->capacity, sizeof *scope->source);
    scope->source[scope->count++] = (struct record_source){schema, rec, fields, place};
    put(finding->wanted, rec);
    if (has(finding->staff, rec))
        put(scope->staff, json_string_value(json_object_get(fields, code->name)));
    if (!code || !has(finding->touched, rec)) return;
    put(scope->people, json_string_value(json_object_get(fields, code->name)));
    scope->people_count++;
}

static void add_planned(struct finding_scope *finding, int kind) {
    const struct import_plan *plan = finding->plan;
    for (int i = 0; i < plan->record_count; i++) {
        const struct import_record *record = &plan->record[i];
        if (kind_of(finding, record->schema) == kind && counts(plan, record))
            add(finding, record->schema, record->rec.text, record->fields,
                import_place(plan, record, NULL));
    }
}

static bool add_known(struct finding_scope *finding, int kind, const struct cancel *cancel,
                      struct error *error) {
    const struct import_known *known = finding->plan->known;
    for (int i = 0; i < finding->list[kind].count; i++) {
        const struct known_record *record = &finding->list[kind].record[i];
        struct known_head head;
        struct error fault = {0};
        if (finding->planned[kind][i] || !is_wanted(finding, kind, record)) continue;
        if (cancel_requested(cancel)) return error_set(error, ERROR_CANCELLED, "interrupted");
        if (!known->head(known->data, finding->arena, finding->schema[kind], i, &head, &fault)) {
            /* What people have not settled yet is not held against anybody. */
            if (fault.code == ERROR_CONFLICT) continue;
            return error_set(error, fault.code, "%s", fault.text);
        }
        json_array_append_new(finding->scope->owned, head.fields);
        struct place place = {
            .file = arena_format(finding->arena, "the record's %s", finding->schema[kind]->kind)};
        add(finding, finding->schema[kind], record->rec.text, head.fields, place);
    }
    return true;
}

static bool find(struct finding_scope *finding, const struct cancel *cancel, struct error *error) {
    if (!learn_all(finding, error) || !learn_staff(finding, error)) return false;
    touch_planned(finding);
    if (!json_object_size(finding->touched)) return true;
    for (int kind = 0; kind < RECORD_ROWS_KINDS; kind++) {
        add_planned(finding, kind);
        if (!add_known(finding, kind, cancel, error)) return false;
    }
    return true;
}

bool import_scope_make(struct arena *arena, const struct import_plan *plan,
                       const struct cancel *cancel, struct import_scope *out_scope,
                       struct error *error) {
    *out_scope = (struct import_scope){.owned = json_array(), .people = json_object(),
                                       .staff = json_object()};
    struct finding_scope finding = {.arena = arena,
                                    .plan = plan,
                                    .scope = out_scope,
                                    .belongs = json_object(),
                                    .persons = json_object(),
                                    .owners = json_object(),
                                    .staff = json_object(),
                                    .touched = json_object(),
                                    .families = json_object(),
                                    .wanted = json_object()};
    bool good = find(&finding, cancel, error);
    json_decref(finding.belongs);
    json_decref(finding.persons);
    json_decref(finding.owners);
    json_decref(finding.staff);
    json_decref(finding.touched);
    json_decref(finding.families);
    json_decref(finding.wanted);
    return good;
}

void import_scope_close(struct import_scope *scope) {
    json_decref(scope->owned);
    json_decref(scope->people);
    json_decref(scope->staff);
}
