/* A new relative: a person, the links to those who are there, and the parents that a brother or
 * sister needs, all in one batch. */
#include <string.h>

#include "case/person_rule.h"
#include "record/head.h"
#include "schema/script.h"
#include "schema/value.h"
#include "store/statements.h"
#include "web/family_page.h"
#include "web/record_rules.h"

enum { DRAFTS_MOST = 4 /* the person, two parents, and whose parents they are */ };

const char *const RELATIONS[] = {"father", "mother", "child", "sibling", "half_father",
                                 "half_mother", NULL};

const char *relation_text(enum language language, const char *relation) {
    if (!strcmp(relation, "father")) return say(language, "the father");
    if (!strcmp(relation, "mother")) return say(language, "the mother");
    if (!strcmp(relation, "child")) return say(language, "a child");
    if (!strcmp(relation, "sibling")) return say(language, "a brother or sister");
    if (!strcmp(relation, "half_father"))
        return say(language, "a half-brother or half-sister by the same father");
    return say(language, "a half-brother or half-sister by the same mother");
}

struct adding {
    struct visit *visit;
    struct relative_form form;
    struct family_record family;
    const struct family_member *of, *other; /* other: NULL for none */
    int made;                               /* new persons so far */
    int count;
    struct draft draft[DRAFTS_MOST];
    json_t *fields[DRAFTS_MOST]; /* of the drafts */
    json_t *revised;             /* those of `of`, once they change; one of `fields` */
};

static void refuse(struct adding *adding, const char *text) {
    if (!adding->form.fault) adding->form.fault = arena_copy(adding->visit->arena, text);
}

static const char *about(struct adding *adding, const char *text,
                         const struct family_member *member) {
    struct message_value values[] = {{.name = "person", .text = member->id}, {.name = NULL}};
    return message_fill(adding->visit->arena, adding->visit->language, text, values);
}

/* ------------------------------------------------------------------ what was typed */

static const char *sent(const struct visit *visit, const char *name) {
    const char *text = request_field(visit->request, name);
    return text ? text : "";
}

static struct relative_form form_of_relative(const struct visit *visit) {
    return (struct relative_form){.relation = sent(visit, "relation"),
                                  .of = sent(visit, "of"),
                                  .other = sent(visit, "other"),
                                  .name = sent(visit, "name"),
                                  .born = sent(visit, "born"),
                                  .sex = sent(visit, "sex"),
                                  .role = sent(visit, "role")};
}

static void put(json_t *fields, const char *name, const char *text) {
    if (*text) json_object_set_new(fields, name, json_string(text));
}

static void put_name(struct adding *adding, json_t *fields) {
    char script[SCRIPT_CODE];
    struct error error = {0};
    if (!*adding->form.name) return;
    json_t *name = json_object(), *row = json_object(), *names = json_array();
    bool good = script_of(adding->form.name, script, &error);
    if (good) put(name, "script", script);
    put(name, "text", adding->form.name);
    json_object_set_new(row, "name", name);
    put(row, "kind", "full");
    json_array_append_new(names, row);
    json_object_set_new(fields, "names", names);
    if (!good) refuse(adding, error.text);
}

static void put_born(struct adding *adding, json_t *fields) {
    const struct schema_field *field = schema_field_find(schema_find("person"), "born");
    struct error error = {0};
    json_t *value = NULL;
    if (!value_read(adding->visit->arena, field, adding->form.born, &value, &error))
        refuse(adding, error.text);
    if (value) json_object_set_new(fields, "born", value);
}

/* ------------------------------------------------------------------ drafts */

static json_t *new_draft(struct adding *adding) {
    int at = adding->count++;
    adding->fields[at] = json_object();
    adding->draft[at] = (struct draft){
        .schema = schema_find("person"),
        .rec = identifier_make(&adding->visit->web->random, IDENTIFIER_RECORD)};
    return adding->fields[at];
}

/* Somebody new of the family; returns where the draft is. */
static int add_person(struct adding *adding, const char *role, const char *sex) {
    int at = adding->count;
    json_t *fields = new_draft(adding);
    const char *id = family_next_id(adding->visit->arena, &adding->family, adding->made++);
    if (!*id)
        refuse(adding, say(adding->visit->language,
                           "The numbers of this family are not made one after the other: add the "
                           "person as a new record, with a number."));
    put(fields, "family", adding->family.name);
    put(fields, "id", id);
    put(fields, "role", role);
    put(fields, "sex", sex);
    if (!strcmp(role, "missing")) put(fields, "status", "missing");
    return at;
}

/* What the record says of `of`, to be changed. */
static bool revise(struct adding *adding, struct error *error) {
    struct visit *visit = adding->visit;
    const struct table *table = tables_find(visit->tables, "person");
    struct query *heads, *query;
    bool row;
    if (adding->revised) return true;
    if (!query_open(visit->tables->store, &HEADS_OF_RECORD, &heads, error)) return false;
    query_bind_text(heads, 1, adding->of->rec);
    bool done = query_step(heads, &row, error) &&
                query_open(visit->tables->store, &table->row, &query, error);
    if (done) {
        int at = adding->count;
        adding->revised = new_draft(adding);
        adding->draft[at].revises = true;
        query_bind_int(query, 1, query_int(heads, 0));
        done = query_step(query, &row, error) &&
               tables_fields(table, query, adding->revised, error) &&
               identifier_read(adding->of->rec, strlen(adding->of->rec), IDENTIFIER_RECORD,
                               &adding->draft[at].rec, error);
        query_close(query);
        json_object_del(adding->revised, "recorded");
    }
    query_close(heads);
    return done;
}

static const char *rec_of(const struct adding *adding, int draft) {
    return adding->draft[draft].rec.text;
}

/* The parent of `of` on this side: who is there, or somebody new of whom nothing is known. */
static bool parent_of(struct adding *adding, const char *side, const char **out_rec,
                      struct error *error) {
    bool father = !strcmp(side, "father");
    *out_rec = father ? adding->of->father_rec : adding->of->mother_rec;
    if (**out_rec) return true;
    int parent = add_person(adding, "other", father ? "M" : "F");
    if (!revise(adding, error)) return false;
    *out_rec = rec_of(adding, parent);
    put(adding->revised, side, *out_rec);
    return true;
}

/* ------------------------------------------------------------------ relations */

static bool add_parent(struct adding *adding, int person, const char *side, struct error *error) {
    bool father = !strcmp(side, "father");
    if (*(father ? adding->of->father_rec : adding->of->mother_rec))
        refuse(adding,
               about(adding,
                     father ? say(adding->visit->language,
                                  "{person} has a father already: change the parents instead.")
                            : say(adding->visit->language,
                                  "{person} has a mother already: change the parents instead."),
                     adding->of));
    if (!json_object_get(adding->fields[person], "sex"))
        put(adding->fields[person], "sex", father ? "M" : "F");
    if (!revise(adding, error)) return false;
    put(adding->revised, side, rec_of(adding, person));
    return true;
}

static void add_child(struct adding *adding, int person) {
    enum sex sex = adding->of->sex;
    if (sex == SEX_UNKNOWN && adding->other)
        sex = adding->other->sex == SEX_MALE     ? SEX_FEMALE
              : adding->other->sex == SEX_FEMALE ? SEX_MALE
                                                 : SEX_UNKNOWN;
    if (sex == SEX_UNKNOWN) {
        refuse(adding, about(adding, say(adding->visit->language,
                                         "The sex of {person} is not recorded, so it is not known "
                                         "whether they are father or mother: record it first."),
                             adding->of));
        return;
    }
    put(adding->fields[person], sex == SEX_MALE ? "father" : "mother", adding->of->rec);
    if (adding->other)
        put(adding->fields[person], sex == SEX_MALE ? "mother" : "father", adding->other->rec);
}

static bool add_sibling(struct adding *adding, int person, bool father, bool mother,
                        struct error *error) {
    const char *rec;
    if (father) {
        if (!parent_of(adding, "father", &rec, error)) return false;
        put(adding->fields[person], "father", rec);
    }
    if (mother) {
        if (!parent_of(adding, "mother", &rec, error)) return false;
        put(adding->fields[person], "mother", rec);
    }
    return true;
}

static bool relate(struct adding *adding, int person, struct error *error) {
    const char *relation = adding->form.relation;
    if (!strcmp(relation, "father") || !strcmp(relation, "mother"))
        return add_parent(adding, person, relation, error);
    if (!strcmp(relation, "sibling")) return add_sibling(adding, person, true, true, error);
    if (!strcmp(relation, "half_father")) return add_sibling(adding, person, true, false, error);
    if (!strcmp(relation, "half_mother")) return add_sibling(adding, person, false, true, error);
    if (!strcmp(relation, "child")) add_child(adding, person);
    else refuse(adding, say(adding->visit->language, "Say how they are related."));
    return true;
}

/* ------------------------------------------------------------------ what must be so */

static bool check_numbers(struct adding *adding, struct error *error) {
    struct visit *visit = adding->visit;
    const struct table *table = tables_find(visit->tables, "person");
    for (int i = 0; i < adding->count; i++) {
        const char *id = json_string_value(json_object_get(adding->fields[i], "id")), *taken;
        if (adding->draft[i].revises) continue;
        if (!head_called(visit->arena, visit->tables, table, id ? id : "", NULL, &taken, error))
            return false;
        if (taken)
            refuse(adding, say(visit->language, "Another record is called that already. Numbers "
                                                "are given once and never used again."));
    }
    return true;
}

static bool check(struct adding *adding, struct error *error) {
    struct person_change change[DRAFTS_MOST];
    struct person_fault fault;
    struct error unfit = {0};
    for (int i = 0; i < adding->count; i++) {
        draft_put_recorded(adding->draft[i].schema, adding->fields[i]);
        adding->draft[i].fields = adding->fields[i];
        change[i] = (struct person_change){rec_of(adding, i), adding->fields[i]};
        if (!value_check_record(adding->draft[i].schema, adding->fields[i], VALUE_OF_ENTRY,
                                &unfit))
            refuse(adding, unfit.text);
    }
    if (!check_numbers(adding, error) ||
        !person_rule_check(adding->visit->arena, adding->visit->tables, change, adding->count,
                           &fault, error))
        return false;
    if (fault.place >= 0) refuse(adding, fault.text);
    return true;
}

static bool append(struct adding *adding, struct error *error) {
    struct visit *visit = adding->visit;
    struct draft_signer signer = visit_signer(visit);
    struct receipt receipt[DRAFTS_MOST];
    struct error fault = {0};
    for (int i = 0; i < adding->count; i++) {
        adding->draft[i].signers = &signer;
        adding->draft[i].signer_count = 1;
    }
    struct append_batch batch = {.drafts = adding->draft, .count = (size_t)adding->count};
    if (visit_append(visit, &batch, receipt, NULL, &fault)) {
        respond_redirect(visit->request,
                         arena_format(visit->arena, "%s?saved=%llu",
                                      family_address(visit->arena, adding->family.name),
                                      (unsigned long long)receipt[0].index));
        return true;
    }
    if (fault.code != ERROR_BAD_INPUT && fault.code != ERROR_TOO_LARGE)
        return error_set(error, fault.code, "%s", fault.text);
    refuse(adding, fault.text);
    return visit_look_again(visit, error);
}

/* ------------------------------------------------------------------ all of it */

/* Within the claims on the family and on whose relative it is. */
static bool make(struct adding *adding, struct error *error) {
    struct visit *visit = adding->visit;
    if (!family_of_request(visit, &adding->family, error)) return false;
    int of = family_find(&adding->family, adding->form.of);
    int other = *adding->form.other ? family_find(&adding->family, adding->form.other) : -1;
    if (of < 0 || (*adding->form.other && other < 0))
        return error_set(error, ERROR_BAD_INPUT, "that person is not of this family");
    adding->of = &adding->family.member[of];
    adding->other = other >= 0 ? &adding->family.member[other] : NULL;
    if (adding->of->forked)
        refuse(adding, about(adding, say(visit->language, "{person} has several versions that "
                                                          "contradict each other: settle that "
                                                          "first."),
                             adding->of));
    int person = add_person(adding, adding->form.role, adding->form.sex);
    put_name(adding, adding->fields[person]);
    put_born(adding, adding->fields[person]);
    if (!relate(adding, person, error)) return false;
    if (adding->revised)
        json_object_set_new(adding->revised, "reason",
                            json_string(about(adding, say(visit->language,
                                                          "A relative of {person} was added."),
                                              adding->of)));
    return adding->form.fault || check(adding, error);
}

static bool add(struct adding *adding, struct error *error) {
    struct visit *visit = adding->visit;
    if (!make(adding, error)) return false;
    if (adding->form.fault) return true;
    const char *number[DRAFTS_MOST];
    int numbers = 0;
    for (int i = 0; i < adding->count; i++)
        if (!adding->draft[i].revises)
            number[numbers++] = arena_format(
                visit->arena, "person %s",
                json_string_value(json_object_get(adding->fields[i], "id")));
    claims_take(&visit->web->claims, number, (size_t)numbers);
    bool done = visit_look_again(visit, error) && check_numbers(adding, error) &&
                (adding->form.fault || append(adding, error));
    claims_give_back(&visit->web->claims, number, (size_t)numbers);
    return done;
}

bool take_relative(struct visit *visit, struct error *error) {
    const char *family = request_parameter(visit->request, "family");
    struct adding adding = {.visit = visit, .form = form_of_relative(visit)};
    if (!may_write_kind(schema_find("person"), visit->roles))
        return error_set(error, ERROR_DENIED, "families are changed by others: %s",
                         roles_text(visit, schema_find("person")->signers));
    const char *claim[] = {adding.form.of, family_claim(visit->arena, family)};
    claims_take(&visit->web->claims, claim, 2);
    bool done = visit_look_again(visit, error) && add(&adding, error);
    claims_give_back(&visit->web->claims, claim, 2);
    for (int i = 0; i < adding.count; i++) json_decref(adding.fields[i]);
    if (!done) return false;
    return !adding.form.fault || family_page_show(visit, &adding.family, &adding.form, 422, error);
}
