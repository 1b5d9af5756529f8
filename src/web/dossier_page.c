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

enum { FACTS_MOST = 12, RIVALS = 5, STEPS_MOST = 200, OTHERS_MOST = 20, WARNINGS_MOST = 10 };

static const char *codes_shown(const struct dossier *dossier) {
    const char *text = "";
    for (int i = 0; i < dossier->count; i++)
        text =
            arena_format(dossier->visit->arena, "%s%s%s", text, i ? " + " : "", dossier->codes[i]);
    return text;
}

/* ------------------------------------------------------------------ the answer in a sentence */

static const char *summary_of(const struct dossier *dossier) {
    const struct visit *visit = dossier->visit;
    enum language language = visit->language;
    const struct comparison_pair *pair = dossier->pair;
    if (!dossier->result)
        return say(language, "What is known beside the genotypes, and what was decided.");
    if (!pair)
        return say(language, "They were not compared: the sexes differ, nothing is typed in these "
                             "remains, nobody akin to the person is typed, or the ratio is too low "
                             "to be listed.");
    double sure = comparison_result_sure(dossier->result, pair);
    const struct message_value values[] = {
        {.name = "remains", .text = dossier->codes[0]},
        {.name = "person", .text = dossier->person},
        {.name = "p", .text = posterior_shown(visit, dossier->result, pair)},
        {.name = "threshold",
         .text =
             figure_shown(visit, arena_format(visit->arena, "%g", dossier->decisions.threshold))},
        {.name = "ratio", .text = ratio_shown(visit, pair->log10_lr)},
        {.name = NULL}};
    if (!dossier->result->incident)
        return fill(visit,
                    say(language, "Under the flat prior, on which nobody is proposed, the "
                                  "posterior that {remains} is {person} is {p}."),
                    values);
    if (sure >= dossier->decisions.threshold)
        return fill(visit,
                    say(language, "The posterior that {remains} is {person} is {p}, at or "
                                  "above the threshold of {threshold}: it could be proposed. "
                                  "The likelihood ratio is {ratio}."),
                    values);
    return fill(visit,
                say(language, "The posterior that {remains} is {person} is {p}, below the "
                              "threshold of {threshold}: the genotypes alone name nobody. The "
                              "likelihood ratio is {ratio}."),
                values);
}

/* ------------------------------------------------------------------ facts */

static void add_fact(struct dossier *dossier, const char *name, const char *text) {
    struct page_dossier_facts *facts = (struct page_dossier_facts *)dossier->page->facts;
    if (!facts)
        dossier->page->facts = facts =
            arena_new(dossier->visit->arena, struct page_dossier_facts, FACTS_MOST);
    if (dossier->page->facts_count == FACTS_MOST || !text || !*text) return;
    facts[dossier->page->facts_count++] = (struct page_dossier_facts){name, text};
}

static const char *whole_shown(const struct visit *visit, long long number) {
    char text[LANGUAGE_NUMBER];
    return arena_copy(visit->arena, language_number(visit->language, number, text));
}

static const char *nobody_shown(const struct dossier *dossier) {
    const struct comparison_result *result = dossier->result;
    const struct comparison_individual *one = &result->individual[dossier->pair->individual];
    double named = 0;
    for (size_t p = one->first; p < one[1].first; p++) named += result->pair[p].posterior;
    /* Sums round: it is never said to be impossible. */
    return probability_shown(dossier->visit, fmax(1e-9, 1 - named));
}

static const char *label_shown(const struct dossier *dossier) {
    enum language language = dossier->visit->language;
    if (dossier->pair->excluded)
        return say(language, "excluded: impossible, or at least three loci impossible without "
                             "mutation and a posterior below 0.000001");
    if (dossier->pair->undisputed)
        return say(language, "undisputed: at least 10,000, and 10,000 times every other ratio of "
                             "these remains and of this person");
    return NULL;
}

static const char *bound_shown(const struct dossier *dossier) {
    const struct visit *visit = dossier->visit;
    double bound = dossier->result->bound;
    if (isnan(bound)) return say(visit->language, "not proved: the posterior is provisional");
    const char *share = figure_shown(visit, arena_format(visit->arena, "%.2g", bound));
    const struct message_value values[] = {{.name = "share", .text = share}, {.name = NULL}};
    return fill(visit, say(visit->language, "at most {share} of the posterior"), values);
}

static void list_facts(struct dossier *dossier) {
    const struct visit *visit = dossier->visit;
    enum language language = visit->language;
    const struct comparison_pair *pair = dossier->pair;
    if (dossier->count > 1)
        add_fact(dossier, say(language, "Taken as one individual"), codes_shown(dossier));
    if (!pair) return;
    const struct comparison_individual *one = &dossier->result->individual[pair->individual];
    add_fact(dossier, say(language, "Family"),
             comparison_result_person(dossier->result, pair)->family);
    add_fact(dossier, say(language, "Likelihood ratio"),
             arena_format(visit->arena, "%s (log10 %s)", ratio_shown(visit, pair->log10_lr),
                          log_shown(visit, pair->log10_lr)));
    add_fact(dossier, say(language, "Loci compared"), whole_shown(visit, pair->loci));
    add_fact(dossier, say(language, "Of them excluded without mutation"),
             whole_shown(visit, pair->exclusions));
    add_fact(dossier, say(language, "Posterior"), posterior_shown(visit, dossier->result, pair));
    add_fact(dossier, say(language, "Nobody who is listed"), nobody_shown(dossier));
    add_fact(dossier, say(language, "Left out of the sum"), bound_shown(dossier));
    add_fact(dossier, say(language, "Missing in all (N)"), dossier->line.total);
    add_fact(dossier, say(language, "Best assignment of everybody"),
             one->best < 0 ? say(language, "names these remains nobody")
                           : dossier->result->person[one->best].id);
    add_fact(dossier, say(language, "Result"), label_shown(dossier));
}

/* ------------------------------------------------------------------ what must not be overlooked */

static bool has_text(const json_t *list, const char *text) {
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *own = json_string_value(json_array_get(list, i));
        if (own && !strcmp(own, text)) return true;
    }
    return false;
}

static const char *joined(struct arena *arena, const json_t *list) {
    const char *text = "";
    for (size_t i = 0; i < json_array_size(list); i++)
        text = arena_format(arena, "%s%s%s", text, i ? ", " : "",
                            json_string_value(json_array_get(list, i)));
    return text;
}

static void add_warning(struct dossier *dossier, const char *text) {
    struct page_dossier_warnings *warnings =
        (struct page_dossier_warnings *)dossier->page->warnings;
    if (!warnings)
        dossier->page->warnings = warnings =
            arena_new(dossier->visit->arena, struct page_dossier_warnings, WARNINGS_MOST);
    if (dossier->page->warnings_count < WARNINGS_MOST)
        warnings[dossier->page->warnings_count++].text = text;
}

static void list_warnings(struct dossier *dossier) {
    const struct visit *visit = dossier->visit;
    const json_t *root = dossier->result->root;
    const json_t *alike = json_object_get(root, "indistinguishable");
    const json_t *doubts = json_object_get(root, "doubts");
    for (size_t i = 0; i < json_array_size(alike); i++) {
        const json_t *group = json_array_get(alike, i);
        const json_t *remains = json_object_get(group, "remains");
        const json_t *persons = json_object_get(group, "persons");
        if (!has_text(remains, dossier->codes[0]) && !has_text(persons, dossier->person)) continue;
        const struct message_value values[] = {
            {.name = "remains", .text = joined(visit->arena, remains)},
            {.name = "persons", .text = joined(visit->arena, persons)},
            {.name = NULL}};
        add_warning(dossier, fill(visit,
                                  say(visit->language, "The genotypes cannot tell who of "
                                                       "{remains} is who of {persons}: other "
                                                       "evidence must."),
                                  values));
    }
    for (size_t i = 0; i < json_array_size(doubts); i++) {
        const json_t *pair = json_object_get(json_array_get(doubts, i), "remains");
        if (!has_text(pair, dossier->codes[0])) continue;
        const char *first = json_string_value(json_array_get(pair, 0));
        const char *second = json_string_value(json_array_get(pair, 1));
        if (!first || !second) continue;
        const struct message_value values[] = {
            {.name = "other", .text = strcmp(first, dossier->codes[0]) ? first : second},
            {.name = NULL}};
        add_warning(dossier, fill(visit,
                                  say(visit->language, "It is not clear whether {other} is of "
                                                       "the same person: this must be "
                                                       "settled, or said with any name."),
                                  values));
    }
}

static void say_stale(struct dossier *dossier) {
    const struct visit *visit = dossier->visit;
    if (!dossier->changed) return;
    const struct message_value values[] = {
        {.name = "count", .is_number = true, .number = dossier->changed}, {.name = NULL}};
    dossier->page->stale =
        fill(visit,
             say_many(visit->language,
                      "These numbers are of the record as it was: {count} record that they "
                      "rest on is new or changed since. Nobody is proposed on them before "
                      "identification was run again.",
                      "These numbers are of the record as it was: {count} records that they "
                      "rest on are new or changed since. Nobody is proposed on them before "
                      "identification was run again.",
                      dossier->changed),
             values);
}

/* ------------------------------------------------------------------ rivals */

static bool is_better(const struct comparison_pair *one, const struct comparison_pair *other) {
    return one->posterior != other->posterior ? one->posterior > other->posterior
                                              : one->log10_lr > other->log10_lr;
}

/* The best of those that are not this pair: of these remains, or of this person. */
static int find_rivals(const struct dossier *dossier, bool persons,
                       const struct comparison_pair *rival[RIVALS]) {
    const struct comparison_result *result = dossier->result;
    int count = 0;
    for (size_t p = 0; p < result->pairs; p++) {
        const struct comparison_pair *pair = &result->pair[p];
        bool same = persons ? pair->individual == dossier->pair->individual
                            : pair->person == dossier->pair->person;
        if (!same || pair == dossier->pair || pair->log10_lr == -INFINITY ||
            (!pair->loci && !(pair->posterior > 0)))
            continue;
        int at = count;
        while (at > 0 && is_better(pair, rival[at - 1])) at--;
        if (at == RIVALS) continue;
        if (count < RIVALS) count++;
        for (int i = count - 1; i > at; i--) rival[i] = rival[i - 1];
        rival[at] = pair;
    }
    return count;
}

static void list_rivals(struct dossier *dossier) {
    struct visit *visit = dossier->visit;
    enum language language = visit->language;
    struct page_dossier_rivals *rivals = arena_new(visit->arena, struct page_dossier_rivals, 2);
    for (int side = 0; side < 2; side++) {
        const struct comparison_pair *rival[RIVALS];
        int count = find_rivals(dossier, side == 0, rival);
        struct page_dossier_rivals_pairs *pairs =
            arena_new(visit->arena, struct page_dossier_rivals_pairs, count);
        for (int i = 0; i < count; i++) {
            const char *code = comparison_result_code(dossier->result, rival[i]->individual);
            const char *person = comparison_result_person(dossier->result, rival[i])->id;
            pairs[i] = (struct page_dossier_rivals_pairs){
                .who = side ? code : person,
                .posterior = posterior_shown(visit, dossier->result, rival[i]),
                .ratio = log_shown(visit, rival[i]->log10_lr),
                .loci = whole_shown(visit, rival[i]->loci),
                .exclusions = whole_shown(visit, rival[i]->exclusions),
                .address = dossier_address(visit->arena, dossier->line.rec, code, person)};
        }
        rivals[side] = (struct page_dossier_rivals){
            .name = side ? say(language, "Other remains for this person")
                         : say(language, "Other persons for these remains"),
            .head = side ? say(language, "Remains") : say(language, "Person"),
            .pairs = pairs,
            .pairs_count = (size_t)count};
    }
    dossier->page->rivals = rivals;
    dossier->page->rivals_count = 2;
}

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
    page->summary = summary_of(dossier);
    if (dossier->result) {
        page->comparison = arena_format(visit->arena, "/identify/%s", dossier->line.rec);
        page->index = dossier->line.index;
        say_stale(dossier);
        list_warnings(dossier);
    }
    list_facts(dossier);
    if (dossier->pair) list_rivals(dossier);
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
