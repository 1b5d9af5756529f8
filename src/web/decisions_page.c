/* All decisions of one state. */
#include <string.h>

#include "http/page_decisions.h"
#include "record/label.h"
#include "web/identify_words.h"
#include "web/paging.h"
#include "web/query.h"

enum { ROWS_A_PAGE = 50 };

static bool find_state(const struct visit *visit, enum decision_state *out_state,
                       struct error *error) {
    const char *names[DECISION_STATES];
    int state = DECISION_PROPOSED;
    for (int s = 0; s < DECISION_STATES; s++) names[s] = decision_state_name((enum decision_state)s);
    if (!query_word(visit, "state", names, DECISION_STATES, &state, error)) return false;
    *out_state = (enum decision_state)state;
    return true;
}

static const char *step_shown(const struct visit *visit, const struct decision *decision,
                              struct error *error) {
    const char *by;
    if (!decision->step_count) return "";
    const struct decision_step *step = &decision->step[decision->step_count - 1];
    if (!label_of(visit->arena, visit->tables, step->by, &by, error)) return NULL;
    return arena_format(visit->arena, "%s: %s, %s", kind_text(visit, schema_find(step->kind)), by,
                        step->day);
}

static bool show_row(const struct visit *visit, const struct decision *decision,
                     const char *comparison, struct page_decisions_rows *out, struct error *error) {
    bool sees =
        schema_may_read(schema_field_find(schema_find("proposal"), "posterior"), visit->roles);
    *out = (struct page_decisions_rows){
        .remains = decision_remains(visit->arena, decision),
        .person = decision->person,
        .posterior = sees ? probability_shown(visit, decision->posterior) : "",
        .step = step_shown(visit, decision, error),
        .address = dossier_address(visit->arena, comparison,
                                   decision->remains_count ? decision->remains[0] : "-",
                                   decision->person)};
    return out->step &&
           label_of(visit->arena, visit->tables, decision->proposal.by, &out->by, error);
}

static bool list_rows(const struct visit *visit, const struct decisions *decisions,
                      enum decision_state state, struct page_decisions *page, struct error *error) {
    long long at = 0;
    for (int i = 0; i < decisions->count; i++) page->count += decisions->decision[i].state == state;
    struct paging paging = paging_of(visit, page->count, ROWS_A_PAGE);
    struct page_decisions_rows *rows =
        arena_new(visit->arena, struct page_decisions_rows, ROWS_A_PAGE);
    const char *comparison = reads_comparisons(visit) ? "newest" : NULL;
    for (int i = 0; i < decisions->count && page->rows_count < ROWS_A_PAGE; i++) {
        if (decisions->decision[i].state != state || at++ < paging.first) continue;
        if (!show_row(visit, &decisions->decision[i], comparison, &rows[page->rows_count++], error))
            return false;
    }
    const char *address = arena_format(visit->arena, "/identify/decisions?state=%s",
                                       decision_state_name(state));
    page->rows = rows;
    page->pager = paging_shown(visit, &paging, address, "");
    return true;
}

bool show_decisions(struct visit *visit, struct error *error) {
    enum decision_state state;
    struct decisions decisions;
    struct page_decisions page = {0};
    if (!check_identifies(visit, error) || !find_state(visit, &state, error) ||
        !decisions_read(visit->arena, visit->investigation, visit->tables, &decisions, error) ||
        !list_rows(visit, &decisions, state, &page, error))
        return false;
    page.name = arena_format(visit->arena, "%s: %s", say(visit->language, "Identifications"),
                             decision_shown(visit, decision_state_name(state)));
    page.frame = visit_frame(visit, page.name, "/identify");
    page_decisions(visit_page(visit), &page);
    return true;
}
