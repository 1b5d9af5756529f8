/* Identification: what was decided, what was compared, what is new, and a form to run it again. */
#include <stdlib.h>
#include <string.h>

#include "case/run_request.h"
#include "http/page_comparison_summary.h"
#include "http/page_identify.h"
#include "record/label.h"
#include "web/identify_overview.h"
#include "web/runs.h"

enum { WAITING_MOST = 50, EARLIER_MOST = 10 };

/* ------------------------------------------------------------------ decisions */

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
    overview->page->states = states;
    overview->page->states_count = DECISION_STATES;
    const struct message_value values[] = {
        {.name = "threshold",
         .text =
             figure_shown(visit, arena_format(visit->arena, "%g", overview->decisions.threshold))},
        {.name = "count", .is_number = true, .number = overview->decisions.needed},
        {.name = NULL}};
    overview->page->rules =
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

static bool list_waiting(struct overview *overview, struct error *error) {
    struct visit *visit = overview->visit;
    struct page_identify_waiting *waiting =
        arena_new(visit->arena, struct page_identify_waiting, WAITING_MOST);
    bool sees =
        schema_may_read(schema_field_find(schema_find("proposal"), "posterior"), visit->roles);
    for (int i = 0; i < overview->decisions.count; i++) {
        const struct decision *decision = &overview->decisions.decision[i];
        if (decision->state != DECISION_PROPOSED || overview->page->waiting_count == WAITING_MOST)
            continue;
        struct page_identify_waiting *row = &waiting[overview->page->waiting_count++];
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
            .address = dossier_address(visit->arena, identify_newest(overview),
                                       decision->remains_count ? decision->remains[0] : "-",
                                       decision->person)};
        if (!label_of(visit->arena, visit->tables, decision->proposal.by, &row->by, error))
            return false;
    }
    overview->page->waiting = waiting;
    return true;
}

/* ------------------------------------------------------------------ comparisons */

static bool list_earlier(struct overview *overview, struct error *error) {
    struct visit *visit = overview->visit;
    struct page_identify *page = overview->page;
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
    overview->page->newest = summary;
    overview->page->stale = changed > 0;
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
    struct page_identify *page = overview->page;
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
    struct page_identify *page = overview->page;
    page->reads = reads_comparisons(visit);
    if (!check_identifies(visit, error) ||
        !decisions_read(visit->arena, visit->investigation, visit->tables, &overview->decisions,
                        error) ||
        (page->reads && !comparison_lines(visit, &overview->line, &overview->lines, error)) ||
        (page->reads && !show_comparisons(overview, error)) || !list_waiting(overview, error))
        return false;
    count_states(overview);
    return !overview->lines || identify_show_news(overview, error);
}

/* What is shown points into the results, until it is written. */
static bool show_overview(struct visit *visit, int status, const char *fault, bool typed,
                          struct error *error) {
    struct page_identify *page = arena_new(visit->arena, struct page_identify, 1);
    struct overview overview = {.visit = visit, .page = page};
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
