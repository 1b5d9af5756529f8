/* What the newest comparisons say that no decision says yet: what could be proposed, and what has
 * changed. */
#include <math.h>
#include <string.h>

#include "http/page_identify.h"
#include "web/identify_overview.h"

enum { PROPOSABLE_MOST = 30, CHANGES_MOST = 50 };

/* ------------------------------------------------------------------ what could be proposed */

static bool stands(const struct decision *decision) {
    return decision->state == DECISION_PROPOSED || decision->state == DECISION_CONFIRMED;
}

static void settle(struct overview *overview) {
    overview->settled = json_object();
    for (int i = 0; i < overview->decisions.count; i++) {
        const struct decision *decision = &overview->decisions.decision[i];
        if (!stands(decision)) continue;
        json_object_set_new(overview->settled, decision->person, json_true());
        for (int r = 0; r < decision->remains_count; r++)
            json_object_set_new(overview->settled, decision->remains[r], json_true());
    }
}

static const char *codes_of(struct arena *arena, const struct comparison_individual *one) {
    const char *text = "";
    for (int i = 0; i < one->count; i++)
        text = arena_format(arena, "%s%s%s", text, i ? " + " : "", one->code[i]);
    return text;
}

static bool reaches(const struct overview *overview, const struct comparison_result *result,
                    const struct comparison_pair *pair) {
    return pair && result->incident &&
           comparison_result_sure(result, pair) >= overview->decisions.threshold;
}

static bool is_settled(const struct overview *overview, const struct comparison_result *result,
                       const struct comparison_pair *pair) {
    const struct comparison_individual *one = &result->individual[pair->individual];
    for (int c = 0; c < one->count; c++)
        if (json_object_get(overview->settled, one->code[c])) return true;
    return json_object_get(overview->settled, comparison_result_person(result, pair)->id);
}

static void list_proposable(struct overview *overview, const struct comparison_result *result) {
    struct visit *visit = overview->visit;
    struct page_identify *page = overview->page;
    struct page_identify_proposable *list =
        arena_new(visit->arena, struct page_identify_proposable, PROPOSABLE_MOST);
    const char *rec = identify_newest(overview);
    for (size_t p = 0; p < result->pairs; p++) {
        const struct comparison_pair *pair = &result->pair[p];
        if (!reaches(overview, result, pair) || is_settled(overview, result, pair)) continue;
        if (page->proposable_count == PROPOSABLE_MOST) {
            page->proposable_more++;
            continue;
        }
        const char *code = comparison_result_code(result, pair->individual);
        const char *person = comparison_result_person(result, pair)->id;
        list[page->proposable_count++] = (struct page_identify_proposable){
            .remains = codes_of(visit->arena, &result->individual[pair->individual]),
            .person = person,
            .ratio = log_shown(visit, pair->log10_lr),
            .posterior = posterior_shown(visit, result, pair),
            .address = dossier_address(visit->arena, rec, code, person)};
    }
    page->proposable = list;
    page->all = arena_format(visit->arena, "/identify/%s?show=names", rec);
}

/* ------------------------------------------------------------------ what has changed */

static void add_change(struct overview *overview, const char *remains, const char *code,
                       const char *person, double then, double now, const char *meaning) {
    struct visit *visit = overview->visit;
    struct page_identify_changes *list = (struct page_identify_changes *)overview->page->changes;
    if (!list)
        overview->page->changes = list =
            arena_new(visit->arena, struct page_identify_changes, CHANGES_MOST);
    if (overview->page->changes_count == CHANGES_MOST) return;
    list[overview->page->changes_count++] = (struct page_identify_changes){
        .remains = remains,
        .person = person,
        .then = probability_shown(visit, then),
        .now = probability_shown(visit, now),
        .meaning = meaning,
        .address = dossier_address(visit->arena, identify_newest(overview), code, person)};
}

static double sure_of(const struct comparison_result *result, const struct comparison_pair *pair) {
    return pair ? comparison_result_sure(result, pair) : NAN;
}

/* Pairs of `result` that reach the threshold there and not in `other`; how many. */
static long long list_names(struct overview *overview, const struct comparison_result *result,
                            const struct comparison_result *other, bool newer,
                            const char *meaning) {
    struct visit *visit = overview->visit;
    long long count = 0;
    for (size_t p = 0; p < result->pairs; p++) {
        const struct comparison_pair *pair = &result->pair[p];
        if (!reaches(overview, result, pair)) continue;
        const char *code = comparison_result_code(result, pair->individual);
        const char *person = comparison_result_person(result, pair)->id;
        const struct comparison_pair *same = comparison_result_pair(other, code, person);
        if (reaches(overview, other, same)) continue;
        double own = sure_of(result, pair), others = sure_of(other, same);
        add_change(overview, codes_of(visit->arena, &result->individual[pair->individual]), code,
                   person, newer ? others : own, newer ? own : others, meaning);
        count++;
    }
    return count;
}

/* Decisions that rest on a posterior which the newest comparison does not give. */
static long long list_fallen(struct overview *overview, const struct comparison_result *result) {
    struct visit *visit = overview->visit;
    long long count = 0;
    for (int i = 0; i < overview->decisions.count; i++) {
        const struct decision *decision = &overview->decisions.decision[i];
        if (!stands(decision) || !decision->remains_count ||
            !(decision->posterior >= overview->decisions.threshold))
            continue;
        const struct comparison_pair *pair =
            comparison_result_pair(result, decision->remains[0], decision->person);
        if (reaches(overview, result, pair)) continue;
        add_change(overview, decision_remains(visit->arena, decision), decision->remains[0],
                   decision->person, decision->posterior, sure_of(result, pair),
                   decision->state == DECISION_CONFIRMED
                       ? say(visit->language, "confirmed, and no longer borne out: the board has "
                                              "to look at it again")
                       : say(visit->language, "proposed, and no longer borne out"));
        count++;
    }
    return count;
}

static void list_changes(struct overview *overview, const struct comparison_result *result,
                         const struct comparison_result *before) {
    struct visit *visit = overview->visit;
    enum language language = visit->language;
    long long fallen = list_fallen(overview, result);
    long long gone = list_names(overview, before, result, false,
                                say(language, "does not reach the threshold any more"));
    long long come =
        list_names(overview, result, before, true, say(language, "reaches the threshold now"));
    const struct message_value values[] = {{.name = "come", .is_number = true, .number = come},
                                           {.name = "gone", .is_number = true, .number = gone},
                                           {.name = "fallen", .is_number = true, .number = fallen},
                                           {.name = NULL}};
    overview->page->before = true;
    overview->page->changed =
        fill(visit,
             say(language, "Pairs that reach the threshold now: {come}; that do not any more: "
                           "{gone}; decisions that are no longer borne out: {fallen}."),
             values);
}

/* The comparison that a dossier is looked at by: the newest, if the visitor may read it. */
const char *identify_newest(const struct overview *overview) {
    return reads_comparisons(overview->visit) && overview->lines ? overview->line[0].rec : NULL;
}

bool identify_show_news(struct overview *overview, struct error *error) {
    struct visit *visit = overview->visit;
    struct error gone = {0};
    struct investigation *investigation = &visit->worker->investigation;
    /* A result that is not kept any more is no reason to show nothing else. */
    if (!results_hold(visit->web->results, investigation, overview->line[0].rec, &overview->now,
                      &gone)) {
        overview->page->fault = arena_copy(visit->arena, gone.text);
        return gone.code == ERROR_NOT_FOUND || error_set(error, gone.code, "%s", gone.text);
    }
    settle(overview);
    list_proposable(overview, &overview->now->result);
    if (overview->lines > 1 && results_hold(visit->web->results, investigation,
                                            overview->line[1].rec, &overview->before, &gone))
        list_changes(overview, &overview->now->result, &overview->before->result);
    json_decref(overview->settled);
    return true;
}
