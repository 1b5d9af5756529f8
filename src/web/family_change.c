/* Changes in a family that are one field of a record: who somebody's parents are, and a consent that
 * is withdrawn. */
#include <string.h>

#include "http/page_parents.h"
#include "web/change.h"
#include "web/family_page.h"

/* Puts what was sent in place of what the field says. */
static void put_sent(const struct visit *visit, struct form *form, const char *name) {
    const char *text = request_field(visit->request, name);
    struct form_field *field = form_field_of(form, name);
    if (text && field) field->value = (struct form_value){.text = text, .none = ""};
}

/* The form of the record, as it follows the revision that the visitor saw. */
static bool begin(struct visit *visit, struct form *out_form, struct error *error) {
    const char *base = request_field(visit->request, "base");
    if (!change_begin(visit, request_parameter(visit->request, "rec"), out_form, error))
        return false;
    if (base) out_form->base = base;
    return true;
}

static void lead_back(struct visit *visit, const struct receipt *receipt) {
    const char *family = request_parameter(visit->request, "family");
    respond_redirect(visit->request, arena_format(visit->arena, "%s?saved=%llu",
                                                  family_address(visit->arena, family),
                                                  (unsigned long long)receipt->index));
}

/* ------------------------------------------------------------------ parents */

static const char *value_of(struct form *form, const char *name) {
    const struct form_field *field = form_field_of(form, name);
    return field ? field->value.text : "";
}

/* The first thing that is wrong. */
static const char *fault_of(const struct form *form) {
    if (form->fault) return form->fault;
    for (int i = 0; i < form->field_count; i++)
        if (form->field[i].fault) return form->field[i].fault;
    return NULL;
}

static void show_choices(const struct visit *visit, const struct family_record *family, const char *of,
                         struct form *form, struct page_parents *page) {
    struct page_parents_fathers *fathers =
        arena_new(visit->arena, struct page_parents_fathers, family->count);
    struct page_parents_mothers *mothers =
        arena_new(visit->arena, struct page_parents_mothers, family->count);
    for (int i = 0; i < family->count; i++) {
        const struct family_member *member = &family->member[i];
        if (!strcmp(member->rec, of)) continue;
        const char *text = member_text(visit->arena, member);
        bool father = !strcmp(value_of(form, "father"), member->id);
        bool mother = !strcmp(value_of(form, "mother"), member->id);
        if (member->sex != SEX_FEMALE || father)
            fathers[page->fathers_count++] =
                (struct page_parents_fathers){.id = member->id, .text = text, .chosen = father};
        if (member->sex != SEX_MALE || mother)
            mothers[page->mothers_count++] =
                (struct page_parents_mothers){.id = member->id, .text = text, .chosen = mother};
    }
    page->fathers = fathers;
    page->mothers = mothers;
}

static bool show_parents_form(struct visit *visit, struct form *form, int status,
                              struct error *error) {
    struct family_record family;
    const char *rec = request_parameter(visit->request, "rec");
    if (!family_of_request(visit, &family, error)) return false;
    int place = family_find(&family, rec);
    if (place < 0) return error_set(error, ERROR_NOT_FOUND, "that person is not of this family");
    const struct family_member *member = &family.member[place];
    const char *back = family_address(visit->arena, family.name);
    struct page_parents page = {.family = family.name,
                                .id = member->id,
                                .name = member->name,
                                .back = back,
                                .address = arena_format(visit->arena, "%s/parents/%s", back, rec),
                                .base = form->base,
                                .reason = value_of(form, "reason"),
                                .fault = fault_of(form)};
    show_choices(visit, &family, rec, form, &page);
    page.frame = visit_frame(visit, member->id, "/families");
    page_parents(respond_page(visit->request, status), &page);
    return true;
}

bool show_parents(struct visit *visit, struct error *error) {
    struct form form;
    return begin(visit, &form, error) && show_parents_form(visit, &form, 200, error);
}

bool take_parents(struct visit *visit, struct error *error) {
    struct form form;
    struct receipt receipt;
    bool saved;
    if (!begin(visit, &form, error)) return false;
    put_sent(visit, &form, "father");
    put_sent(visit, &form, "mother");
    put_sent(visit, &form, "reason");
    if (!change_save(visit, &form, &saved, &receipt, error)) return false;
    if (!saved) return show_parents_form(visit, &form, 422, error);
    lead_back(visit, &receipt);
    return true;
}

/* ------------------------------------------------------------------ consents */

/* A revision of that consent and of no other. What is not right yet is shown in its whole form. */
bool take_withdrawal(struct visit *visit, struct error *error) {
    struct form form;
    struct receipt receipt;
    bool saved;
    if (!begin(visit, &form, error)) return false;
    if (strcmp(form.schema->kind, "consent") != 0)
        return error_set(error, ERROR_BAD_INPUT, "that is no consent");
    *form_field_of(&form, "decision") = (struct form_field){
        .field = form_field_of(&form, "decision")->field, .value = {.text = "withdrawn", .none = ""}};
    put_sent(visit, &form, "decided_on");
    put_sent(visit, &form, "reason");
    if (!change_save(visit, &form, &saved, &receipt, error)) return false;
    if (saved) lead_back(visit, &receipt);
    else form_show(visit, &form, 422);
    return true;
}
