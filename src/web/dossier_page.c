/* The dossier of a candidate: everything that is known of remains being a person, and what was
 * decided about it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/encode.h"
#include "record/label.h"
#include "http/page_dossier.h"
#include "web/date_text.h"
#include "web/dossier.h"

enum { STEPS_MOST = 200, OTHERS_MOST = 20 };

/* ------------------------------------------------------------------ decisions */

static bool add_step(struct dossier *dossier, const struct decision_step *step, const char *what,
                     struct error *error) {
    struct visit *visit = dossier->visit;
    struct page_dossier *page = dossier->page;
    struct page_dossier_steps *steps = (struct page_dossier_steps *)page->steps;
    if (!steps)
        page->steps = steps = arena_new(visit->arena, struct page_dossier_steps, STEPS_MOST);
    if (page->steps_count == STEPS_MOST) return true;
    struct page_dossier_steps *shown = &steps[page->steps_count++];
    *shown = (struct page_dossier_steps){
        .what = what,
        .day = date_text(visit->arena, visit->language, step->day),
        .index = step->index, .reasons = step->reasons};
    return label_of(visit->arena, visit->tables, step->by, &shown->by, error);
}

static bool add_decision(struct dossier *dossier, const struct decision *decision,
                         struct error *error) {
    const struct visit *visit = dossier->visit;
    enum language language = visit->language;
    bool sees =
        schema_may_read(schema_field_find(schema_find("proposal"), "posterior"), visit->roles);
    const struct message_value values[] = {
        {.name = "remains", .text = decision_remains(visit->arena, decision)},
        {.name = "p", .text = probability_shown(visit, decision->posterior)},
        {.name = NULL}};
    const char *proposed =
        sees && !isnan(decision->posterior)
            ? fill(visit, say(language, "Proposed ({remains}; posterior {p})"), values)
            : fill(visit, say(language, "Proposed ({remains})"), values);
    if (!add_step(dossier, &decision->proposal, proposed, error)) return false;
    for (int s = 0; s < decision->step_count; s++) {
        const char *kind = decision->step[s].kind;
        const char *what = !strcmp(kind, "confirmation") ? say(language, "Confirmed")
                           : !strcmp(kind, "refusal")    ? say(language, "Refused")
                                                         : say(language, "Revoked");
        if (!add_step(dossier, &decision->step[s], what, error)) return false;
    }
    return true;
}

/* These remains as somebody else, or this person in other remains. */
static void add_other(struct dossier *dossier, const struct decision *decision) {
    struct visit *visit = dossier->visit;
    struct page_dossier *page = dossier->page;
    struct page_dossier_others *others = (struct page_dossier_others *)page->others;
    const char *remains = decision_remains(visit->arena, decision);
    const struct message_value values[] = {
        {.name = "remains", .text = remains},
        {.name = "person", .text = decision->person},
        {.name = "state", .text = decision_shown(visit, decision_state_name(decision->state))},
        {.name = NULL}};
    if (!others)
        page->others = others = arena_new(visit->arena, struct page_dossier_others, OTHERS_MOST);
    if (page->others_count == OTHERS_MOST) return;
    others[page->others_count++] = (struct page_dossier_others){
        .text = fill(visit, say(visit->language, "{remains} as {person} is {state}."), values),
        .address = dossier_address(visit->arena, dossier->line.rec,
                                   decision->remains_count ? decision->remains[0] : "-",
                                   decision->person)};
}

static bool list_decisions(struct dossier *dossier, struct error *error) {
    for (int i = 0; i < dossier->decisions.count; i++) {
        const struct decision *decision = &dossier->decisions.decision[i];
        bool person = decision_is_of_person(decision, dossier->person_rec);
        bool remains = decision_is_of_remains(decision, dossier->remains_rec, dossier->count);
        if (person && remains) {
            if (!add_decision(dossier, decision, error)) return false;
        } else if ((person || remains) && (decision->state == DECISION_PROPOSED ||
                                           decision->state == DECISION_CONFIRMED)) {
            add_other(dossier, decision);
        }
    }
    return true;
}

static void list_forms(struct dossier *dossier) {
    struct visit *visit = dossier->visit;
    enum language language = visit->language;
    struct page_dossier *page = dossier->page;
    struct page_dossier_forms *forms =
        arena_new(visit->arena, struct page_dossier_forms, DECISION_VERBS);
    struct page_dossier_refusals *refusals =
        arena_new(visit->arena, struct page_dossier_refusals, DECISION_VERBS);
    for (int v = 0; v < DECISION_VERBS; v++) {
        enum decision_verb verb = (enum decision_verb)v;
        const struct decision *decision;
        const char *refusal = dossier_refusal(dossier, verb, &decision);
        bool signs = schema_may_sign(schema_find(decision_verb_kind(verb)), visit->roles);
        if (refusal && signs && decision) refusals[page->refusals_count++].text = refusal;
        if (refusal) continue;
        const char *const names[DECISION_VERBS] = {
            decision ? say(language, "Change the proposal") : say(language, "Propose it"),
            say(language, "Confirm it"), say(language, "Refuse it"), say(language, "Revoke it")};
        forms[page->forms_count++] = (struct page_dossier_forms){
            .name = names[verb],
            .address =
                arena_format(visit->arena, "%s/%s", dossier->address, decision_verb_name(verb))};
    }
    page->forms = forms;
    page->refusals = refusals;
    /* One sentence is enough where several decisions are refused for the same reason. */
    if (page->refusals_count > 1 && !strcmp(refusals[0].text, refusals[1].text))
        page->refusals_count = 1;
}

/* What was signed just now. */
static bool show_receipt(struct dossier *dossier, struct error *error) {
    struct visit *visit = dossier->visit;
    const char *index = request_query(visit->request, "signed");
    char leaf[ENCODE_BASE64_LENGTH(DIGEST_SIZE) + 1];
    struct log_line line;
    if (!index) return true;
    for (size_t i = 0; i < dossier->page->steps_count; i++) {
        if (strtoll(index, NULL, 10) != dossier->page->steps[i].index) continue;
        if (!log_read(visit->arena, visit->investigation->store,
                      (uint64_t)dossier->page->steps[i].index, &line, error))
            return false;
        encode_text(ENCODING_BASE64, line.leaf.byte, DIGEST_SIZE, leaf);
        const struct message_value values[] = {
            {.name = "index", .is_number = true, .number = (long long)line.index}, {.name = NULL}};
        dossier->page->done = fill(
            visit,
            line.index < visit->investigation->confirmed
                ? say(visit->language, "Signed and recorded: entry {index}.")
                : say(visit->language, "Signed on this device: not yet in the record."),
            values);
        dossier->page->done_leaf = arena_copy(visit->arena, leaf);
    }
    return true;
}

/* ------------------------------------------------------------------ the page */

static bool make_page(struct dossier *dossier, struct error *error) {
    struct visit *visit = dossier->visit;
    struct page_dossier *page = dossier->page;
    const struct message_value values[] = {{.name = "remains", .text = dossier->codes[0]},
                                           {.name = "person", .text = dossier->person},
                                           {.name = NULL}};
    page->name = fill(visit, say(visit->language, "{remains} as {person}"), values);
    if (dossier->result) {
        page->comparison = arena_format(visit->arena, "/identify/%s", dossier->line.rec);
        page->index = dossier->line.index;
        dossier_show_warnings(dossier);
    }
    dossier_show_answer(dossier);
    if (!dossier_show_loci(dossier, error) || !dossier_show_lines(dossier, error) ||
        !list_decisions(dossier, error) || !show_receipt(dossier, error))
        return false;
    list_forms(dossier);
    page->frame = visit_frame(visit, page->name, "/identify");
    page_dossier(visit_page(visit), page);
    return true;
}

bool show_dossier(struct visit *visit, struct error *error) {
    struct dossier dossier;
    bool done = dossier_open(visit, &dossier, error) && make_page(&dossier, error);
    dossier_close(&dossier);
    return done;
}
