/* Identification: what was decided, what was compared, what is new, and a form to run it again. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "case/comparison_result.h"
#include "case/run_request.h"
#include "http/page_comparison_summary.h"
#include "http/page_identify.h"
#include "record/label.h"
#include "web/identify_words.h"
#include "web/results.h"
#include "web/runs.h"

enum { WAITING_MOST = 50, PROPOSABLE_MOST = 30, CHANGES_MOST = 50, EARLIER_MOST = 10 };

/* The page in the making. */
struct overview {
    struct visit *visit;
    struct page_identify page;
    struct decisions decisions;
    struct comparison_line *line;
    int lines;
    json_t *settled;                  /* codes and persons that something stands of */
    struct held_result *now, *before; /* the two newest results; NULL: not there */
};

/* ------------------------------------------------------------------ decisions */

static bool stands(const struct decision *decision) {
    return decision->state == DECISION_PROPOSED || decision->state == DECISION_CONFIRMED;
}

static void count_states(struct overview *overview) {
    struct visit *visit = overview->visit;
    enum language language = visit->language;
    const char *const texts[DECISION_STATES] = {
        [DECISION_PROPOSED] = say(language, "proposed, and waiting"),
        [DECISION_CONFIRMED] = say(language, "identifications confirmed"),
        [DECISION_REFUSED] = say(language, "refused"),
        [DECISION_REVOKED] = say(language, "revoked")};
    struct page_identify_states *states =
        arena_new(visit->arena, struct page_identify_states, DECISION_STATES);
    for (int s = 0; s < DECISION_STATES; s++)
        states[s] = (struct page_identify_states){
            .state = decision_state_name((enum decision_state)s), .text = texts[s]};
    for (int i = 0; i < overview->decisions.count; i++)
        states[overview->decisions.decision[i].state].count++;
    overview->page.states = states;
    overview->page.states_count = DECISION_STATES;
    const struct message_value values[] = {
        {.name = "threshold",
         .text =
             figure_shown(visit, arena_format(visit->arena, "%g", overview->decisions.threshold))},
        {.name = "count", .is_number = true, .number = overview->decisions.needed},
        {.name = NULL}};
    overview->page.rules =
        fill(visit,
             say_many(language,
                      "Here a name needs a posterior of {threshold}, or another line of "
                      "evidence that identifies by itself, and {count} confirmation by "
                      "somebody else than who proposed it.",
                      "Here a name needs a posterior of {threshold}, or another line of "
                      "evidence that identifies by itself, and {count} confirmations by "
                      "others than who proposed it.",
                      overview->decisions.needed),
             values);
}

/* The comparison that a dossier is looked at by: the newest, if the visitor may read it. */
static const char *newest(const struct overview *overview) {
    return reads_comparisons(overview->visit) && overview->lines ? overview->line[0].rec : NULL;
}

static bool list_waiting(struct overview *overview, struct error *error) {
    struct visit *visit = overview->visit;
    struct page_identify_waiting *waiting =
        arena_new(visit->arena, struct page_identify_waiting, WAITING_MOST);
    bool sees =
        schema_may_read(schema_field_find(schema_find("proposal"), "posterior"), visit->roles);
    for (int i = 0; i < overview->decisions.count; i++) {
        const struct decision *decision = &overview->decisions.decision[i];
        if (decision->state != DECISION_PROPOSED || overview->page.waiting_count == WAITING_MOST)
            continue;
        struct page_identify_waiting *row = &waiting[overview->page.waiting_count++];
        const struct message_value values[] = {
            {.name = "count", .is_number = true, .number = decision->confirmations},
            {.name = "needed", .is_number = true, .number = overview->decisions.needed},
            {.name = NULL}};
        *row = (struct page_identify_waiting){
            .remains = decision_remains(visit->arena, decision),
            .person = decision->person,
            .posterior = sees ? probability_shown(visit, decision->posterior) : "",
            .day = decision->proposal.day,
            .confirmed = fill(visit, say(visit->language, "{count} of {needed}"), values),
            .address = dossier_address(visit->arena, newest(overview),
                                       decision->remains_count ? decision->remains[0] : "-",
                                       decision->person)};
        if (!label_of(visit->arena, visit->tables, decision->proposal.by, &row->by, error))
            return false;
    }
    overview->page.waiting = waiting;
    return true;
}

/* ------------------------------------------------------------------ what could be proposed */

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
    struct page_identify *page = &overview->page;
    struct page_identify_proposable *list =
        arena_new(visit->arena, struct page_identify_proposable, PROPOSABLE_MOST);
    const char *rec = newest(overview);
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
    struct page_identify_changes *list = (struct page_identify_changes *)overview->page.changes;
    if (!list)
        overview->page.changes = list =
            arena_new(visit->arena, struct page_identify_changes, CHANGES_MOST);
    if (overview->page.changes_count == CHANGES_MOST) return;
    list[overview->page.changes_count++] = (struct page_identify_changes){
        .remains = remains,
        .person = person,
        .then = probability_shown(visit, then),
        .now = probability_shown(visit, now),
        .meaning = meaning,
        .address = dossier_address(visit->arena, newest(overview), code, person)};
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
    overview->page.before = true;
    overview->page.changed =
        fill(visit,
             say(language, "Pairs that reach the threshold now: {come}; that do not any more: "
                           "{gone}; decisions that are no longer borne out: {fallen}."),
             values);
}

static bool show_results(struct overview *overview, struct error *error) {
    struct visit *visit = overview->visit;
    struct error gone = {0};
    struct investigation *investigation = &visit->worker->investigation;
    /* A result that is not kept any more is no reason to show nothing else. */
    if (!results_hold(visit->web->results, investigation, overview->line[0].rec, &overview->now,
                      &gone)) {
        overview->page.fault = arena_copy(visit->arena, gone.text);
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

/* ------------------------------------------------------------------ comparisons */

static bool list_earlier(struct overview *overview, struct error *error) {
    struct visit *visit = overview->visit;
    struct page_identify *page = &overview->page;
    struct page_identify_earlier *list =
        arena_new(visit->arena, struct page_identify_earlier, EARLIER_MOST);
    for (int i = 1; i < overview->lines && i <= EARLIER_MOST; i++) {
        const struct comparison_line *line = &overview->line[i];
        struct page_identify_earlier *row = &list[page->earlier_count++];
        *row = (struct page_identify_earlier){
            .address = arena_format(visit->arena, "/identify/%s", line->rec),
            .index = line->index,
            .day = line->day,
            .total = line->total,
            .prior = !strcmp(line->prior, "flat") ? say(visit->language, "flat")
                                                  : say(visit->language, "incident"),
            .proposals = line->proposals};
        if (!label_of(visit->arena, visit->tables, line->by, &row->by, error)) return false;
    }
    page->earlier = list;
    page->earlier_more = overview->lines > EARLIER_MOST + 1;
    return true;
}

static bool show_comparisons(struct overview *overview, struct error *error) {
    struct visit *visit = overview->visit;
    struct page_comparison_summary *summary =
        arena_new(visit->arena, struct page_comparison_summary, 1);
    int changed;
    if (!overview->lines) return true;
    if (!comparison_summarise(visit, &overview->line[0], summary, &changed, error)) return false;
    summary->address = arena_format(visit->arena, "/identify/%s", overview->line[0].rec);
    overview->page.newest = summary;
    overview->page.stale = changed > 0;
    return list_earlier(overview, error);
}

/* ------------------------------------------------------------------ the form */

static const char *sent(const struct visit *visit, const char *name) {
    const char *text = request_field(visit->request, name);
    return text ? text : "";
}

/* What was typed, else as the last run had it. */
static void show_form(struct overview *overview, bool typed) {
    struct visit *visit = overview->visit;
    struct page_identify *page = &overview->page;
    const struct comparison_line none = {
        .prior = "", .total = "", .theta = "", .dropout = "", .group = ""};
    const struct comparison_line *last = overview->lines ? &overview->line[0] : &none;
    page->starts = schema_may_sign(schema_find("comparison"), visit->roles);
    page->missing_total = typed ? sent(visit, "missing_total") : last->total;
    page->theta = typed ? sent(visit, "theta") : last->theta;
    page->dropout = typed ? sent(visit, "dropout") : last->dropout;
    page->flat = !strcmp(typed ? sent(visit, "prior") : last->prior, "flat");
    page->apart = !strcmp(typed ? sent(visit, "group") : last->group, "none");
}

static bool make_overview(struct overview *overview, struct error *error) {
    struct visit *visit = overview->visit;
    struct page_identify *page = &overview->page;
    page->reads = reads_comparisons(visit);
    if (!check_identifies(visit, error) ||
        !decisions_read(visit->arena, visit->investigation, visit->tables, &overview->decisions,
                        error) ||
        (page->reads && !comparison_lines(visit, &overview->line, &overview->lines, error)) ||
        (page->reads && !show_comparisons(overview, error)) || !list_waiting(overview, error))
        return false;
    count_states(overview);
    return !overview->lines || show_results(overview, error);
}

/* What is shown points into the results, until it is written. */
static bool show_overview(struct visit *visit, int status, const char *fault, bool typed,
                          struct error *error) {
    struct overview overview = {.visit = visit};
    struct page_identify *page = &overview.page;
    bool done = make_overview(&overview, error);
    if (done) {
        show_form(&overview, typed);
        if (fault) page->fault = fault;
        page->going = runs_status(visit->web->runs).state == RUN_GOING;
        page->frame = visit_frame(visit, say(visit->language, "Identify"), "/identify");
        page_identify(respond_page(visit->request, status), page);
    }
    results_release(visit->web->results, overview.now);
    results_release(visit->web->results, overview.before);
    return done;
}

bool show_identify(struct visit *visit, struct error *error) {
    return show_overview(visit, 200, NULL, false, error);
}

/* ------------------------------------------------------------------ starting a run */

/* "" leaves it to the record. */
static bool read_share(const struct visit *visit, const char *name, double most, double *out,
                       struct error *error) {
    const char *text = sent(visit, name);
    char *end;
    *out = -1;
    if (!*text) return true;
    *out = strtod(text, &end);
    if (!*end && strspn(text, "0123456789.") == strlen(text) && *out >= 0 && *out <= most)
        return true;
    const struct message_value values[] = {
        {.name = "name", .text = word_text(visit, name)},
        {.name = "most", .text = figure_shown(visit, arena_format(visit->arena, "%g", most))},
        {.name = NULL}};
    return error_set(error, ERROR_BAD_INPUT, "%s",
                     fill(visit,
                          say(visit->language, "{name} is a number from 0 to {most}, such as "
                                               "0.01."),
                          values));
}

static bool read_request(const struct visit *visit, struct run_request *out_request,
                         struct error *error) {
    struct run_request request = run_request_none();
    struct dataset trial = {0};
    request.prior = !strcmp(sent(visit, "prior"), "flat");
    request.group = !strcmp(sent(visit, "group"), "none");
    if (*sent(visit, "missing_total")) request.missing_total = sent(visit, "missing_total");
    if (!read_share(visit, "theta", THETA_MOST, &request.theta, error) ||
        !read_share(visit, "dropout", DROPOUT_MOST, &request.dropout, error))
        return false;
    if (!request.prior && !request.missing_total)
        return error_set(error, ERROR_BAD_INPUT, "%s",
                         say(visit->language, "Say how many are missing in all: everybody who may "
                                              "lie there, not only those reported."));
    struct error wrong = {0};
    if (!run_request_put_total(&request, &trial, &wrong))
        return error_set(error, ERROR_BAD_INPUT, "%s",
                         say(visit->language,
                             "How many are missing is a number of people: write 480 "
                             "or M=300,F=180."));
    *out_request = request;
    return true;
}

bool take_run(struct visit *visit, struct error *error) {
    struct run_request request;
    struct error fault = {0};
    if (!schema_may_sign(schema_find("comparison"), visit->roles))
        return error_set(error, ERROR_DENIED, "%s: %s",
                         say(visit->language, "Runs are begun by others"),
                         roles_text(visit, schema_find("comparison")->signers));
    if (read_request(visit, &request, &fault) && runs_start(visit, &request, NULL, &fault)) {
        respond_redirect(visit->request, "/identify/run");
        return true;
    }
    if (fault.code != ERROR_BAD_INPUT && fault.code != ERROR_CONFLICT)
        return error_set(error, fault.code, "%s", fault.text);
    return show_overview(visit, fault.code == ERROR_CONFLICT ? 409 : 422,
                         arena_copy(visit->arena, fault.text), true, error);
}
