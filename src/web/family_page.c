/* A family: what it wishes, its pedigree, its persons, samples and consents. */
#include "web/family_page.h"

#include <stdlib.h>
#include <string.h>

#include "http/page_family.h"
#include "base/calendar.h"
#include "store/statements.h"
#include "web/wishes.h"

bool family_of_request(const struct visit *visit, struct family_record *out_family, struct error *error) {
    const char *name = request_parameter(visit->request, "family");
    if (!family_may_read(visit, error) ||
        !family_read(visit->arena, visit->tables, name, out_family, error))
        return false;
    return out_family->count > 0 || error_set(error, ERROR_NOT_FOUND, "there is no such family");
}

const char *member_text(struct arena *arena, const struct family_member *member) {
    return arena_format(arena, "%s %s", member->id, member->name);
}

/* ------------------------------------------------------------------ persons */

/* Somebody of another family, or who is not there yet, is said as such. */
static const char *parent_text(const struct visit *visit, const struct family_record *family, int place,
                               const char *rec) {
    if (place >= 0) return family->member[place].id;
    return *rec ? say(visit->language, "not of this family") : "";
}

static void show_persons(const struct visit *visit, const struct family_record *family,
                         const struct decisions *decisions, struct page_family *page) {
    static const char *const sexes[] = {"?", "M", "F"};
    struct page_family_persons *persons =
        arena_new(visit->arena, struct page_family_persons, family->count);
    for (int i = 0; i < family->count; i++) {
        const struct family_member *member = &family->member[i];
        persons[i] = (struct page_family_persons){
            .address = record_address(visit->arena, member->rec),
            .id = member->id,
            .name = member->name,
            .born = member->born,
            .sex = choice_named(visit, "person", "sex", sexes[member->sex]),
            .role = choice_named(visit, "person", "role", member->role),
            .state = strcmp(member->status, member->role)
                         ? choice_named(visit, "person", "status", member->status)
                         : NULL,
            .named = family_named(visit, decisions, member->rec),
            .father = parent_text(visit, family, member->father, member->father_rec),
            .mother = parent_text(visit, family, member->mother, member->mother_rec)};
        if (page->writes && !member->forked)
            persons[i].change = arena_format(visit->arena, "%s/parents/%s",
                                             family_address(visit->arena, family->name),
                                             member->rec);
        page->missing += member->missing;
        page->references += !strcmp(member->role, "reference");
    }
    page->persons = persons;
    page->persons_count = (size_t)family->count;
    page->count = family->count;
}

static bool show_pedigree(const struct visit *visit, const struct family_record *family,
                          struct page_family *page, struct error *error) {
    struct decisions decisions;
    bool *typed = NULL;
    const char **sentence;
    if (!family_decisions(visit, family, &decisions, error) ||
        (page->laboratory &&
         !family_typed(visit->arena, visit->tables, family, &typed, error)))
        return false;
    for (int i = 0; typed && i < family->count; i++) page->typed += typed[i];
    family_draw(visit, family, typed, &decisions, &page->drawing, &sentence, &page->undrawn);
    struct page_family_sentences *sentences =
        arena_new(visit->arena, struct page_family_sentences, family->count);
    for (int i = 0; i < family->count; i++) sentences[i].text = sentence[i];
    page->sentences = sentences;
    page->sentences_count = (size_t)family->count;
    show_persons(visit, family, &decisions, page);
    return true;
}

/* ------------------------------------------------------------------ the form for a relative */

static void show_members(const struct visit *visit, const struct family_record *family,
                         const struct relative_form *form, struct page_family *page) {
    struct page_family_members *members =
        arena_new(visit->arena, struct page_family_members, family->count);
    struct page_family_others *others =
        arena_new(visit->arena, struct page_family_others, family->count);
    for (int i = 0; i < family->count; i++) {
        const char *rec = family->member[i].rec;
        const char *text = member_text(visit->arena, &family->member[i]);
        members[i] = (struct page_family_members){
            .rec = rec, .text = text, .chosen = !strcmp(rec, form->of)};
        others[i] = (struct page_family_others){
            .rec = rec, .text = text, .chosen = !strcmp(rec, form->other)};
    }
    page->members = members;
    page->members_count = (size_t)family->count;
    page->others = others;
    page->others_count = (size_t)family->count;
}

static void show_choices(const struct visit *visit, const struct relative_form *form,
                         struct page_family *page) {
    static const char *const roles[] = {"reference", "other", "missing"};
    static const char *const sexes[] = {"M", "F"};
    int relations = 0;
    while (RELATIONS[relations]) relations++;
    struct page_family_relations *relation =
        arena_new(visit->arena, struct page_family_relations, relations);
    struct page_family_roles *role = arena_new(visit->arena, struct page_family_roles, 3);
    struct page_family_sexes *sex = arena_new(visit->arena, struct page_family_sexes, 2);
    for (int i = 0; i < relations; i++)
        relation[i] = (struct page_family_relations){
            .value = RELATIONS[i],
            .text = relation_text(visit->language, RELATIONS[i]),
            .chosen = !strcmp(form->relation, RELATIONS[i])};
    for (int i = 0; i < 3; i++)
        role[i] = (struct page_family_roles){.value = roles[i],
                                             .text = choice_named(visit, "person", "role", roles[i]),
                                             .chosen = !strcmp(form->role, roles[i])};
    for (int i = 0; i < 2; i++)
        sex[i] = (struct page_family_sexes){.value = sexes[i],
                                            .text = choice_named(visit, "person", "sex", sexes[i]),
                                            .chosen = !strcmp(form->sex, sexes[i])};
    page->relations = relation;
    page->relations_count = (size_t)relations;
    page->roles = role;
    page->roles_count = 3;
    page->sexes = sex;
    page->sexes_count = 2;
}

static void show_form(const struct visit *visit, const struct family_record *family,
                      const struct relative_form *form, struct page_family *page) {
    static const struct relative_form empty = {.relation = "", .of = "", .other = "", .name = "",
                                               .born = "", .sex = "", .role = ""};
    if (!form) form = &empty;
    page->fault = form->fault;
    page->relative = arena_format(visit->arena, "%s/relative",
                                  family_address(visit->arena, family->name));
    page->new_name = form->name;
    page->new_born = form->born;
    show_members(visit, family, form, page);
    show_choices(visit, form, page);
}

/* ------------------------------------------------------------------ samples and consents */

static const char *id_of(const struct family_record *family, int member) {
    return member >= 0 ? family->member[member].id : "";
}

static bool show_samples(const struct visit *visit, const struct family_record *family,
                         struct page_family *page, struct error *error) {
    struct family_sample *sample;
    int count;
    if (!page->laboratory) return true;
    if (!family_samples(visit->arena, visit->tables, family, &sample, &count, error)) return false;
    struct page_family_samples *samples =
        arena_new(visit->arena, struct page_family_samples, count);
    for (int i = 0; i < count; i++)
        samples[i] =
            (struct page_family_samples){.address = record_address(visit->arena, sample[i].rec),
                                         .barcode = sample[i].barcode,
                                         .of = id_of(family, sample[i].member),
                                         .kind = choice_named(visit, "sample", "kind", sample[i].kind),
                                         .taken = sample[i].taken,
                                         .profile = sample[i].profile};
    page->samples = samples;
    page->samples_count = (size_t)count;
    return true;
}

static void show_consent(const struct visit *visit, const struct family_record *family,
                         const struct family_consent *consent, bool writes,
                         struct page_family_consents *out) {
    int year, month, day;
    calendar_date((int32_t)visit_day(visit), &year, &month, &day);
    bool given = !strcmp(consent->decision, "given");
    *out = (struct page_family_consents){
        .address = record_address(visit->arena, consent->rec),
        .of = id_of(family, consent->member),
        .scope = choice_named(visit, "consent", "scope", consent->scope),
        .recipient = consent->recipient,
        .decided = consent->decided_on,
        .expires = *consent->expires ? consent->expires : NULL,
        .force = consent->in_force,
        .over = !consent->in_force,
        .state = given ? say(visit->language, "has run out")
                       : choice_named(visit, "consent", "decision", consent->decision),
        .withdraws = writes && given,
        .withdraw = arena_format(visit->arena, "%s/withdraw/%s",
                                 family_address(visit->arena, family->name), consent->rec),
        .base = consent->leaf,
        .today = arena_format(visit->arena, "%04d-%02d-%02d", year, month, day)};
}

static bool show_consents(const struct visit *visit, const struct family_record *family,
                          struct page_family *page, struct error *error) {
    struct family_consent *consent;
    int count;
    bool writes = may_write_kind(schema_find("consent"), visit->roles);
    if (!family_consents(visit->arena, visit->tables, family, visit_day(visit), &consent, &count,
                         error))
        return false;
    struct page_family_consents *consents =
        arena_new(visit->arena, struct page_family_consents, count);
    for (int i = 0; i < count; i++) {
        show_consent(visit, family, &consent[i], writes, &consents[i]);
        page->in_force += consent[i].in_force;
    }
    page->consents = consents;
    page->consents_count = (size_t)count;
    return true;
}

/* ------------------------------------------------------------------ the page */

/* The entry that was saved just now, if the address tells of one and it is of this family; else 0. */
static bool find_saved(const struct visit *visit, const struct family_record *family, long long *out_saved,
                       struct error *error) {
    const char *text = request_query(visit->request, "saved");
    long long index = text ? strtoll(text, NULL, 10) : 0;
    struct query *query;
    bool row;
    *out_saved = 0;
    if (index <= 0) return true;
    if (!query_open(visit->tables->store, &HEAD_AT, &query, error)) return false;
    query_bind_int(query, 1, index);
    bool done = query_step(query, &row, error);
    if (done && row && (family_find(family, query_text(query, 0)) >= 0 ||
                        !strcmp(query_text(query, 1), "consent")))
        *out_saved = index;
    query_close(query);
    return done;
}

bool family_page_show(struct visit *visit, const struct family_record *family,
                      const struct relative_form *form, int status, struct error *error) {
    struct page_family page = {.name = family->name,
                               .writes = may_write_kind(schema_find("person"), visit->roles),
                               .laboratory = family_sees_laboratory(visit)};
    page.blind = !page.laboratory;
    if (!find_saved(visit, family, &page.saved, error) ||
        !wishes_show(visit, family, &page.wishes, error) ||
        !show_pedigree(visit, family, &page, error) || !show_samples(visit, family, &page, error) ||
        !show_consents(visit, family, &page, error))
        return false;
    page.outbox = (uint64_t)page.saved >= visit->investigation->confirmed;
    show_form(visit, family, form, &page);
    page.frame = visit_frame(visit, family->name, "/families");
    page_family(respond_page(visit->request, status), &page);
    return true;
}

bool show_family(struct visit *visit, struct error *error) {
    struct family_record family;
    return family_of_request(visit, &family, error) &&
           family_page_show(visit, &family, NULL, 200, error);
}
