#include "web/change.h"

#include <string.h>

#include "case/attachment.h"
#include "case/record_words.h"
#include "record/head.h"
#include "record/history.h"
#include "record/label.h"
#include "record/unseen.h"
#include "schema/code.h"
#include "schema/value.h"
#include "store/statements.h"
#include "web/record_rules.h"
#include "web/references.h"

enum { HEADS_MOST = 16 };

/* The record as it is: its newest revisions. */
struct present {
    const struct table *table;
    int count;
    int64_t index; /* where the first stands in the log */
    const char *leaf[HEADS_MOST];
    json_t *fields; /* of the first of them, and what only others say of what the person may not
                       read; the caller's to give back */
    const struct schema_field *apart; /* such a field of which they say different things, or NULL */
    const char *by;                   /* who made the first */
};

struct changing {
    struct visit *visit;
    struct form *form;
    struct present present;
    struct form before; /* what the form was made from: nothing, for a new record */
    json_t *fields;     /* of the entry */
    bool good;
};

/* ------------------------------------------------------------------ the record as it is */

/* The form does not show it, so it is not the person's to choose. */
static void add_unseen(const struct visit *visit, const json_t *fields, struct present *present) {
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)fields, name, value) {
        const struct schema_field *field = schema_field_find(present->table->schema, name);
        const json_t *first = json_object_get(present->fields, name);
        if (!field || form_asks(field, visit->roles) || !strcmp(name, "recorded")) continue;
        if (!first) json_object_set(present->fields, name, value);
        else if (!json_equal(first, value)) present->apart = field;
    }
}

static bool read_head(const struct visit *visit, const struct table *table, int64_t index,
                      struct present *present, struct error *error) {
    struct query *query;
    bool row;
    if (!query_open(visit->tables->store, &table->row, &query, error)) return false;
    query_bind_int(query, 1, index);
    bool done = query_step(query, &row, error);
    if (done && row) {
        json_t *fields = json_object();
        present->leaf[present->count] = arena_copy(visit->arena,
                                                   query_text(query, TABLE_LEAF_HASH));
        if (present->count == 0) present->index = index;
        if (present->count == 0) present->by = arena_copy(visit->arena, query_text(query, TABLE_BY));
        done = tables_fields(table, query, fields, error);
        if (present->count++ == 0) {
            present->fields = fields;
        } else {
            if (done) add_unseen(visit, fields, present);
            json_decref(fields);
        }
    }
    query_close(query);
    return done;
}

static bool read_present(const struct visit *visit, const char *rec, struct present *out_present,
                         struct error *error) {
    struct present present = {.table = NULL};
    struct query *query;
    bool row, done;
    if (!query_open(visit->tables->store, &HEADS_OF_RECORD, &query, error)) return false;
    query_bind_text(query, 1, rec);
    while ((done = query_step(query, &row, error)) && row && present.count < HEADS_MOST) {
        present.table = tables_find(visit->tables, query_text(query, 1));
        if (!present.table) continue;
        done = read_head(visit, present.table, query_int(query, 0), &present, error);
        if (!done) break;
    }
    query_close(query);
    if (done && !present.count)
        done = error_set(error, ERROR_NOT_FOUND, "%s",
                         say(visit->language, "There is no such record."));
    if (done && !may_write_kind(present.table->schema, visit->roles))
        done = refuse_kind(visit, present.table->schema->signers, error);
    if (done) *out_present = present;
    else json_decref(present.fields);
    return done;
}

/* "leaf leaf": what a change follows. */
static const char *base_of(struct arena *arena, const struct present *present) {
    const char *base = "";
    for (int i = 0; i < present->count; i++)
        base = arena_format(arena, "%s%s%s", base, i ? " " : "", present->leaf[i]);
    return base;
}

/* Why the record was changed before is not why it is changed now. */
static bool form_of_present(const struct visit *visit, const struct present *present,
                            struct form *out_form, struct error *error) {
    json_t *fields = json_copy(present->fields);
    json_object_del(fields, "reason");
    bool done = form_of_record(visit, present->table->schema, fields, out_form, error);
    json_decref(fields);
    if (done) out_form->base = base_of(visit->arena, present);
    return done;
}

bool change_begin(const struct visit *visit, const char *rec, struct form *out_form,
                  struct error *error) {
    struct present present = {0};
    if (!read_present(visit, rec, &present, error)) return false;
    bool done = form_of_present(visit, &present, out_form, error);
    if (done) out_form->rec = rec;
    json_decref(present.fields);
    return done;
}

/* ------------------------------------------------------------------ meanwhile */

static const char *text_of(const struct visit *visit, const struct form_field *field) {
    if (*field->value.none) return choice_text(visit, field->value.none);
    if (field->field->type != FIELD_ROWS)
        return *field->value.text ? field->value.text : say(visit->language, "nothing");
    struct buffer text = {0};
    for (int i = 0; i < field->row_count * field->field->part_count; i++)
        if (*field->cells[i].text)
            buffer_format(&text, "%s%s", text.size ? ", " : "", field->cells[i].text);
    const char *copy = arena_copy(visit->arena, buffer_text(&text));
    buffer_close(&text);
    return copy;
}

/* The fields of the revision that a form was made from. */
static bool read_base(const struct visit *visit, const char *rec, const char *base,
                      json_t **out_fields, struct error *error) {
    struct people *people = people_hold(&visit->web->people);
    struct identifier identifier;
    struct history history = {0};
    char leaf[ENCODE_BASE64_LENGTH(DIGEST_SIZE) + 1];
    bool done = identifier_read(rec, strlen(rec), IDENTIFIER_RECORD, &identifier, error) &&
                history_read(visit->arena, visit->investigation->store, &people->authority,
                             &identifier, &history, error);
    json_t *fields = NULL;
    for (size_t i = 0; done && i < history.count; i++) {
        encode_text(ENCODING_BASE64, history.revision[i].line.leaf.byte, DIGEST_SIZE, leaf);
        if (!fields && !strncmp(base, leaf, strlen(leaf)))
            fields = json_deep_copy(history.revision[i].fields);
    }
    if (done) history_close(&history);
    people_release(&visit->web->people, people);
    if (done && !fields) fields = json_object();
    if (done) *out_fields = fields;
    return done;
}

/* What others changed is taken over where the person did not change it; where both did, both are
 * shown. */
static void merge(struct changing *changing, struct form *base, struct form *now) {
    const struct visit *visit = changing->visit;
    for (int i = 0; i < changing->form->field_count; i++) {
        struct form_field *own = &changing->form->field[i];
        const char *name = own->field->name;
        struct form_field *first = form_field_of(base, name), *last = form_field_of(now, name);
        if (!first || !last || form_field_same(first, last) || form_field_same(own, last)) continue;
        if (form_field_same(own, first)) {
            const char *text = text_of(visit, last);
            *own = *last;
            own->meanwhile = text;
        } else {
            own->meanwhile = text_of(visit, last);
            own->fault = say(visit->language, "Both of you changed this: say what holds.");
        }
    }
}

static bool tell_meanwhile(struct changing *changing, struct error *error) {
    struct visit *visit = changing->visit;
    struct form *form = changing->form, base, now;
    json_t *fields;
    const char *by;
    if (!read_base(visit, form->rec, form->base, &fields, error)) return false;
    json_object_del(fields, "reason");
    bool done = form_of_record(visit, form->schema, fields, &base, error) &&
                form_of_present(visit, &changing->present, &now, error) &&
                label_of(visit->arena, visit->tables, changing->present.by, &by, error);
    json_decref(fields);
    if (!done) return false;
    merge(changing, &base, &now);
    form->base = now.base;
    struct message_value values[] = {{.name = "who", .text = by}, {.name = NULL}};
    form->fault = message_fill(
        visit->arena, visit->language,
        say(visit->language, "{who} has changed this record since you opened it. Nothing was saved "
                             "yet, and nothing of yours is lost: look at the marked fields, and "
                             "save again."),
        values);
    changing->good = false;
    return true;
}

/* ------------------------------------------------------------------ fields */

bool change_read_field(const struct visit *visit, struct form_field *field, bool waits,
                       json_t **out_value, struct error *error) {
    struct error fault = {0};
    if (!form_read_field(visit, field, out_value) || !*out_value ||
        references_find(visit, field->field, waits, *out_value, &fault))
        return true;
    json_decref(*out_value);
    *out_value = NULL;
    if (fault.code != ERROR_BAD_INPUT && fault.code != ERROR_CONFLICT)
        return error_set(error, fault.code, "%s", fault.text);
    field->fault = arena_copy(visit->arena, fault.text);
    return true;
}

/* What the form did not show of a field stays: the references that are for other roles. */
static bool keep_unseen_references(const struct changing *changing, const struct form_field *own,
                                   json_t **value, struct error *error) {
    const struct visit *visit = changing->visit;
    const json_t *before = json_object_get(changing->present.fields, own->field->name);
    json_t *seen, *unseen;
    if (!before || value_none(before)) return true;
    if (!unseen_split(visit->arena, visit->tables, visit->roles, own->field, before, &seen, &unseen,
                      error))
        return false;
    if (unseen && own->field->list && (!*value || json_is_array(*value))) {
        if (!*value) *value = json_array();
        json_array_extend(*value, unseen);
    } else if (unseen && !own->field->list && !*value) {
        *value = json_incref(json_array_get(unseen, 0));
    }
    json_decref(seen);
    json_decref(unseen);
    return true;
}

/* The value of one field; what was not touched stays just as it was. */
static bool take_field(struct changing *changing, struct form_field *own, struct error *error) {
    struct visit *visit = changing->visit;
    const char *name = own->field->name;
    struct form_field *before = form_field_of(&changing->before, name);
    json_t *value;
    if (changing->form->rec && before && form_field_same(own, before)) {
        json_t *kept = json_object_get(changing->present.fields, name);
        if (kept && strcmp(name, "reason") != 0) json_object_set(changing->fields, name, kept);
        return true;
    }
    if (!change_read_field(visit, own, true, &value, error)) return false;
    if (own->fault) changing->good = false;
    if (!own->fault && !keep_unseen_references(changing, own, &value, error)) return false;
    if (!value) return true;
    if (changing->form->rec && own->field->type == FIELD_CODE) {
        json_t *kept = json_object_get(changing->present.fields, name);
        if (kept && !json_equal(kept, value)) {
            own->fault = say(visit->language, "Numbers are given once and never change. Another "
                                              "number is another record.");
            changing->good = false;
        }
    }
    json_object_set_new(changing->fields, name, value);
    return true;
}

/* What the form did not show stays. */
static void keep_unseen(struct changing *changing) {
    const char *name;
    json_t *value;
    json_object_foreach(changing->present.fields, name, value) {
        const struct schema_field *field = schema_field_find(changing->form->schema, name);
        if (field && !form_asks(field, changing->visit->roles) && strcmp(name, "recorded") != 0)
            json_object_set(changing->fields, name, value);
    }
}

/* ------------------------------------------------------------------ what must be so */

/* Versions that differ in what the person may not read are for others to settle. */
static void require_seen(struct changing *changing) {
    const struct visit *visit = changing->visit;
    const struct schema_field *apart = changing->present.apart;
    if (!apart) return;
    struct message_value values[] = {{.name = "roles", .text = roles_text(visit, apart->readers)},
                                     {.name = NULL}};
    changing->form->fault = message_fill(
        visit->arena, visit->language,
        say(visit->language, "The versions of this record also differ in something that is for "
                             "others. It takes one of them to settle it: {roles}."),
        values);
    changing->good = false;
}

static void require_reason(struct changing *changing) {
    struct form_field *own = form_field_of(changing->form, "reason");
    if (!changing->form->rec || !own || own->fault ||
        json_object_get(changing->fields, own->field->name))
        return;
    own->fault = say(changing->visit->language, "Say why it changes.");
    changing->good = false;
}

/* A code, or what else tells records of a kind apart, is one record's. */
static bool require_unique(struct changing *changing, const char *called, struct error *error) {
    struct visit *visit = changing->visit;
    const struct table *table = tables_find(visit->tables, changing->form->schema->kind);
    const char *other;
    if (!*called) return true;
    if (!head_called(visit->arena, visit->tables, table, called, changing->form->rec, &other,
                     error))
        return false;
    if (!other) return true;
    changing->good = false;
    for (int i = 0; i < changing->form->field_count; i++) {
        struct form_field *own = &changing->form->field[i];
        if (table_is_called(table->schema, own->field) && !own->fault)
            own->fault = say(visit->language, "Another record is called that already. Numbers "
                                              "are given once and never used again.");
    }
    return true;
}

/* What the record would be called, as table->called has it. */
static const char *called_of(struct changing *changing) {
    const struct schema *schema = changing->form->schema;
    struct buffer text = {0};
    bool first = true;
    for (int i = 0; i < schema->field_count; i++) {
        if (!table_is_called(schema, &schema->fields[i])) continue;
        const char *part = json_string_value(json_object_get(changing->fields,
                                                             schema->fields[i].name));
        buffer_format(&text, "%s%s", first ? "" : " ", part ? part : "");
        first = false;
    }
    const char *called = arena_copy(changing->visit->arena, buffer_text(&text));
    buffer_close(&text);
    return strspn(called, " ") == strlen(called) ? "" : called;
}

/* ------------------------------------------------------------------ appending */

/* The files of the record stay its files: each revision commits to all of them. */
static bool keep_files(struct changing *changing, struct draft *draft, struct error *error) {
    struct visit *visit = changing->visit;
    struct attachment *list;
    size_t count;
    if (!changing->form->rec) return true;
    if (!attachment_list(visit->arena, visit->investigation, (uint64_t)changing->present.index,
                         &list, &count, error))
        return false;
    struct draft_file *files = arena_new(visit->arena, struct draft_file, count);
    for (size_t i = 0; i < count; i++) {
        if (!list[i].path || !list[i].name)
            return error_set(error, ERROR_CONFLICT, "%s",
                             say(visit->language, "A file of this record cannot be opened any "
                                                  "more, so that the record cannot be changed."));
        files[i] = (struct draft_file){
            .path = list[i].path, .name = list[i].name, .media_type = list[i].media_type};
    }
    draft->files = files;
    draft->file_count = count;
    return true;
}

static bool append(struct changing *changing, struct receipt *out_receipt, struct error *error) {
    struct visit *visit = changing->visit;
    struct form *form = changing->form;
    struct draft_signer signer = visit_signer(visit);
    struct draft draft = {.schema = form->schema,
                          .revises = form->rec != NULL,
                          .fields = changing->fields,
                          .signers = &signer,
                          .signer_count = 1};
    if (!form->rec) draft.rec = identifier_make(&visit->web->random, IDENTIFIER_RECORD);
    else if (!identifier_read(form->rec, strlen(form->rec), IDENTIFIER_RECORD, &draft.rec, error))
        return false;
    draft_put_recorded(form->schema, changing->fields);
    if (!keep_files(changing, &draft, error)) return false;
    struct append_batch batch = {.drafts = &draft, .count = 1};
    struct error fault = {0};
    if (visit_append(visit, &batch, out_receipt, NULL, &fault)) return true;
    if (fault.code != ERROR_BAD_INPUT && fault.code != ERROR_TOO_LARGE)
        return error_set(error, fault.code, "%s", fault.text);
    form->fault = say(visit->language, "The record does not take it; nothing was saved.");
    form->detail = arena_copy(visit->arena, fault.text);
    changing->good = false;
    return true;
}

/* The record is looked at again while nobody else can change it. */
static bool check(struct changing *changing, struct error *error) {
    struct visit *visit = changing->visit;
    struct form *form = changing->form;
    changing->good = true;
    if (form->rec) {
        if (!read_present(visit, form->rec, &changing->present, error)) return false;
        if (strcmp(form->base, base_of(visit->arena, &changing->present)) != 0)
            return tell_meanwhile(changing, error);
        if (!form_of_present(visit, &changing->present, &changing->before, error)) return false;
        keep_unseen(changing);
    }
    for (int i = 0; i < form->field_count; i++)
        if (!take_field(changing, &form->field[i], error)) return false;
    require_reason(changing);
    require_seen(changing);
    return true;
}

static struct record_planned planned_of(const struct changing *changing) {
    const struct form *form = changing->form;
    return (struct record_planned){form->schema, form->rec ? form->rec : "", changing->fields};
}

/* What is about several records at once: a family that could not be. */
static bool require_rule(struct changing *changing, struct error *error) {
    struct record_planned planned = planned_of(changing);
    const char *field, *text;
    if (!changing->good) return true;
    if (!record_rule_check(changing->visit, &planned, &field, &text, error)) return false;
    if (!text) return true;
    struct form_field *own = field ? form_field_of(changing->form, field) : NULL;
    *(own ? &own->fault : &changing->form->fault) = text;
    changing->good = false;
    return true;
}

/* What the record will be called, and what its rule is about, is nobody else's meanwhile. */
static bool find_claims(struct changing *changing, const char *called, const char ***out_name,
                        size_t *out_count, struct error *error) {
    struct record_planned planned = planned_of(changing);
    const char **ruled, **name;
    size_t count;
    if (!record_rule_claims(changing->visit, &planned, &ruled, &count, error)) return false;
    name = arena_new(changing->visit->arena, const char *, count + 1);
    name[0] = arena_format(changing->visit->arena, "%s %s", planned.schema->kind, called);
    for (size_t i = 0; i < count; i++) name[i + 1] = ruled[i];
    *out_name = name;
    *out_count = count + 1;
    return true;
}

static bool save(struct changing *changing, struct receipt *out_receipt, struct error *error) {
    struct visit *visit = changing->visit;
    if (!check(changing, error)) return false;
    if (!changing->good) return true;
    const char *called = called_of(changing), **claim;
    size_t claims;
    if (!find_claims(changing, called, &claim, &claims, error)) return false;
    claims_take(&visit->web->claims, claim, claims);
    bool done = visit_look_again(visit, error) && require_unique(changing, called, error) &&
                require_rule(changing, error) &&
                (!changing->good || append(changing, out_receipt, error));
    claims_give_back(&visit->web->claims, claim, claims);
    return done;
}

bool change_save(struct visit *visit, struct form *form, bool *out_saved,
                 struct receipt *out_receipt, struct error *error) {
    struct changing changing = {.visit = visit, .form = form, .fields = json_object()};
    const char *claim = form->rec ? form->rec : "";
    size_t claims = form->rec != NULL;
    claims_take(&visit->web->claims, &claim, claims);
    bool done = visit_look_again(visit, error) && save(&changing, out_receipt, error);
    claims_give_back(&visit->web->claims, &claim, claims);
    json_decref(changing.present.fields);
    json_decref(changing.fields);
    if (done) *out_saved = changing.good;
    return done;
}
