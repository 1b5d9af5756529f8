#include "web/candidates.h"

#include <math.h>
#include <string.h>

#include "case/decisions.h"
#include "http/page_candidates.h"
#include "record/label.h"
#include "schema/value.h"
#include "web/pages.h"

bool candidates_may_read(const struct visit *visit) {
    return schema_may_look(schema_find("person"), visit->roles);
}

const char *candidates_name(const struct leads_person *person) {
    return person->name_count ? person->name[0].text : "";
}

/* ------------------------------------------------------------------ what was decided */

/* What a confirmed identification of the person makes of the lead; NULL: there is none. */
static bool show_confirmed(const struct visit *visit, const struct leads_document *document,
                           const struct leads_person *person, const char **out_text,
                           struct error *error) {
    struct decisions decisions;
    if (!decisions_read_about(visit->arena, visit->investigation, visit->tables, &person->rec, 1,
                              &decisions, error))
        return false;
    *out_text = NULL;
    for (int i = 0; i < decisions.count && !*out_text; i++) {
        const struct decision *decision = &decisions.decision[i];
        if (decision->state != DECISION_CONFIRMED) continue;
        struct message_value values[] = {
            {.name = "remains", .text = decision_remains(visit->arena, decision)}, {.name = NULL}};
        const char *text =
            decision_is_of_remains(decision, &document->remains, 1)
                ? say(visit->language, "Confirmed as {remains}, with which this document lay.")
            : *document->remains
                ? say(visit->language, "Confirmed elsewhere, as {remains}: this document lay with "
                                       "other remains.")
                : say(visit->language, "Confirmed as {remains}; this document lay with no "
                                       "remains.");
        *out_text = message_fill(visit->arena, visit->language, text, values);
    }
    return true;
}

/* ------------------------------------------------------------------ candidates */

static const char *points_text(struct arena *arena, double points) {
    int whole = (int)lround(points);
    return whole ? arena_format(arena, "%s%d", whole > 0 ? "+" : "−", whole > 0 ? whole : -whole)
                 : NULL;
}

/* The reasons are copied: they are in the arena of the visit, as what they say. */
static void show_reasons(const struct visit *visit, const struct lead *lead,
                         struct page_candidates_candidates *out) {
    struct page_candidates_candidates_reasons *reasons =
        arena_new(visit->arena, struct page_candidates_candidates_reasons, lead->reason_count);
    for (int i = 0; i < lead->reason_count; i++) {
        const struct lead_reason *reason = &lead->reason[i];
        reasons[i] = (struct page_candidates_candidates_reasons){
            .supports = reason->side == LEAD_FOR,
            .contradicts = reason->side == LEAD_AGAINST,
            .open = reason->side == LEAD_OPEN,
            .what = say_word(visit->language, reason->what),
            .why = reason->why,
            .points = points_text(visit->arena, reason->points)};
    }
    out->reasons = reasons;
    out->reasons_count = (size_t)lead->reason_count;
}

static bool show_lead(const struct visit *visit, const struct leads_list *list,
                      const struct leads_document *document, const struct lead *lead,
                      struct page_candidates_candidates *out, struct error *error) {
    const struct leads_person *person = &list->person[lead->person];
    *out = (struct page_candidates_candidates){
        .address = record_address(visit->arena, person->rec),
        .id = arena_copy(visit->arena, person->id),
        .name = arena_copy(visit->arena, candidates_name(person)),
        .score = lround(lead->score),
        .taken = !strcmp(person->rec, document->person)};
    show_reasons(visit, lead, out);
    return show_confirmed(visit, document, person, &out->confirmed, error);
}

static bool show_leads(const struct visit *visit, const struct leads_list *list,
                       const struct leads_document *document, const struct leads *leads,
                       struct page_candidates *page, struct error *error) {
    struct page_candidates_candidates *candidates =
        arena_new(visit->arena, struct page_candidates_candidates, LEADS_MOST);
    for (int i = 0; i < leads->count; i++)
        if (!show_lead(visit, list, document, &leads->lead[i], &candidates[i], error)) return false;
    if (leads->has_nearest &&
        !show_lead(visit, list, document, &leads->nearest, &candidates[0], error))
        return false;
    page->candidates = candidates;
    page->candidates_count = (size_t)leads->count + leads->has_nearest;
    page->found = leads->count > 0;
    page->nearest = leads->has_nearest;
    page->more = leads->more;
    page->missing = list->count;
    return true;
}

static void show_notes(const struct visit *visit, const struct leads_document *document,
                       struct page_candidates *page) {
    struct page_candidates_notes *notes =
        arena_new(visit->arena, struct page_candidates_notes, document->note_count);
    for (int i = 0; i < document->note_count; i++) notes[i].text = document->note[i];
    page->notes = notes;
    page->notes_count = (size_t)document->note_count;
}

/* Whom the record takes for the owner, unless that is a candidate who is shown. */
static bool show_owner(const struct visit *visit, const struct leads_document *document,
                       struct page_candidates *page, struct error *error) {
    for (size_t i = 0; i < page->candidates_count; i++)
        if (page->candidates[i].taken) return true;
    if (!*document->person || value_waiting(document->person)) return true;
    page->owner_address = record_address(visit->arena, document->person);
    return label_of(visit->arena, visit->tables, document->person, &page->owner, error);
}

bool candidates_show(const struct visit *visit, struct leads_document *document,
                     const struct page_candidates **out_page, struct error *error) {
    struct page_candidates *page = arena_new(visit->arena, struct page_candidates, 1);
    struct missing_list *missing;
    struct leads leads;
    *page = (struct page_candidates){0};
    if (!missing_hold(&visit->web->missing, visit->tables, &missing, error)) return false;
    leads_find(visit->arena, &missing->list, document, &leads);
    bool done = show_leads(visit, &missing->list, document, &leads, page, error);
    missing_release(&visit->web->missing, missing);
    if (!done) return false;
    show_notes(visit, document, page);
    *out_page = page;
    return show_owner(visit, document, page, error);
}
