/* What if another number of people is missing: numbers to try, and what came of them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "case/comparison_result.h"
#include "http/page_what_if.h"
#include "web/identify_words.h"
#include "web/paging.h"
#include "web/query.h"
#include "web/runs.h"

enum { ROWS_A_PAGE = 50, TOTAL_MOST = 10000000 };

/* ------------------------------------------------------------------ what was tried */

static const char *number_shown(const struct visit *visit, double number) {
    char text[LANGUAGE_NUMBER];
    return arena_copy(visit->arena, language_number(visit->language, (long long)number, text));
}

static const char *meaning_of(const struct visit *visit, const struct what_if_change *change) {
    enum language language = visit->language;
    const struct message_value values[] = {
        {.name = "why", .text = change->why_not},
        {.name = "person", .text = change->best},
        {.name = "p", .text = probability_shown(visit, change->best_posterior)},
        {.name = "codes", .text = change->further},
        {.name = NULL}};
    if (!change->holds && change->why_not)
        return fill(visit, say(language, "no longer borne out: {why}"), values);
    if (!change->holds && change->best)
        return fill(visit, say(language, "no longer borne out; {person} is more probable ({p})"),
                    values);
    if (!change->holds) return say(language, "no longer borne out");
    return fill(visit,
                say(language, "holds; further remains are now taken as the same person: "
                              "{codes}"),
                values);
}

static void list_changes(const struct visit *visit, const struct what_if *what_if,
                         struct page_what_if *page) {
    struct page_what_if_changes *list =
        arena_new(visit->arena, struct page_what_if_changes, what_if->changes);
    for (int i = 0; i < what_if->changes; i++) {
        const struct what_if_change *change = &what_if->change[i];
        list[i] = (struct page_what_if_changes){
            .remains = change->remains,
            .person = change->person,
            .state = decision_shown(visit, change->state),
            .then = probability_shown(visit, change->before),
            .now = probability_shown(visit, change->now),
            .meaning = meaning_of(visit, change),
            .address = dossier_address(visit->arena, "newest", change->code, change->person)};
    }
    page->changes = list;
    page->changes_count = (size_t)what_if->changes;
    const char *total = isnan(what_if->base) ? "–" : number_shown(visit, what_if->base);
    const struct message_value values[] = {
        {.name = "count", .is_number = true, .number = what_if->decided},
        {.name = "fallen", .is_number = true, .number = what_if->fallen},
        {.name = "grown", .is_number = true, .number = what_if->grown},
        {.name = "total", .text = total},
        {.name = NULL}};
    page->held = fill(visit,
                      say(visit->language, "With N = {total}: of {count} decisions that rest "
                                           "on a posterior {fallen} do not hold any more, and "
                                           "of {grown} further remains were found."),
                      values);
}

static void list_numbers(const struct visit *visit, const struct what_if *what_if,
                         struct page_what_if *page) {
    struct page_what_if_numbers *list =
        arena_new(visit->arena, struct page_what_if_numbers, what_if->totals.count);
    for (int t = 0; t < what_if->totals.count; t++) {
        const char *number = number_shown(visit, what_if->totals.total[t]);
        const struct message_value values[] = {{.name = "total", .text = number}, {.name = NULL}};
        list[t] = (struct page_what_if_numbers){
            .head = arena_format(visit->arena, "N = %s", number),
            .text = fill(visit,
                         what_if->refused[t]
                             ? say(visit->language, "N = {total}")
                             : say(visit->language, "names at the threshold with N = {total}"),
                         values),
            .refused = what_if->refused[t],
            .count = what_if->named[t]};
    }
    page->numbers = list;
    page->numbers_count = (size_t)what_if->totals.count;
}

/* Does the name stand with one of the numbers and not with another? */
static bool depends(const struct what_if *what_if, const struct what_if_row *row) {
    bool above = false, below = false;
    for (int t = 0; t < what_if->totals.count; t++) {
        if (isnan(row->posterior[t])) continue;
        if (row->posterior[t] >= what_if->threshold) above = true;
        else below = true;
    }
    return above && below;
}

/* Which rows are listed. */
enum { FILTERS = 4 };

static const char *const SHOW[FILTERS] = {"depends", "decided", "undecided", "all"};

static bool is_shown(const struct what_if *what_if, const struct what_if_row *row,
                     const char *show) {
    if (!strcmp(show, "decided")) return row->state;
    if (!strcmp(show, "undecided")) return !row->state;
    if (!strcmp(show, "all")) return true;
    return depends(what_if, row);
}

static void list_filters(const struct visit *visit, const char *show, struct page_what_if *page) {
    enum language language = visit->language;
    const char *const texts[] = {say(language, "Names that depend on N"),
                                 say(language, "Proposed or confirmed"),
                                 say(language, "Could be proposed"), say(language, "All")};
    struct page_what_if_filters *list =
        arena_new(visit->arena, struct page_what_if_filters, FILTERS);
    for (int i = 0; i < FILTERS; i++)
        list[i] = (struct page_what_if_filters){
            .text = texts[i],
            .address = arena_format(visit->arena, "/identify/what-if?show=%s", SHOW[i]),
            .here = !strcmp(show, SHOW[i])};
    page->filters = list;
    page->filters_count = FILTERS;
}

static void show_row(const struct visit *visit, const struct what_if *what_if,
                     const struct what_if_row *row, struct page_what_if_rows *out) {
    struct page_what_if_rows_cells *cells =
        arena_new(visit->arena, struct page_what_if_rows_cells, what_if->totals.count);
    for (int t = 0; t < what_if->totals.count; t++)
        cells[t] =
            (struct page_what_if_rows_cells){.text = probability_shown(visit, row->posterior[t]),
                                             .below = !(row->posterior[t] >= what_if->threshold)};
    *out = (struct page_what_if_rows){
        .remains = row->remains,
        .person = row->person,
        .state = row->state ? decision_shown(visit, row->state) : "",
        .ratio = log_shown(visit, row->log10_lr),
        .address = dossier_address(visit->arena, "newest", row->code, row->person),
        .cells = cells,
        .cells_count = (size_t)what_if->totals.count};
}

static void list_rows(const struct visit *visit, const struct what_if *what_if, const char *show,
                      struct page_what_if *page) {
    long long count = 0, at = 0;
    for (int i = 0; i < what_if->count; i++) count += is_shown(what_if, &what_if->row[i], show);
    struct paging paging = paging_of(visit, count, ROWS_A_PAGE);
    struct page_what_if_rows *rows = arena_new(visit->arena, struct page_what_if_rows, ROWS_A_PAGE);
    for (int i = 0; i < what_if->count && page->rows_count < ROWS_A_PAGE; i++)
        if (is_shown(what_if, &what_if->row[i], show) && at++ >= paging.first)
            show_row(visit, what_if, &what_if->row[i], &rows[page->rows_count++]);
    page->rows = rows;
    const char *address = arena_format(visit->arena, "/identify/what-if?show=%s", show);
    page->pager = paging_shown(visit, &paging, address, "");
    list_filters(visit, show, page);
}

static void show_tried(const struct visit *visit, const struct what_if *what_if, const char *show,
                       struct page_what_if *page) {
    const struct message_value values[] = {
        {.name = "entries", .is_number = true, .number = (long long)what_if->log_size},
        {.name = "threshold",
         .text = figure_shown(visit, arena_format(visit->arena, "%g", what_if->threshold))},
        {.name = NULL}};
    page->tried = true;
    page->basis = fill(visit,
                       say(visit->language, "Of the first {entries} entries of the record. "
                                            "Posteriors are lowered by what the sums may have "
                                            "left out; the threshold is {threshold}."),
                       values);
    list_changes(visit, what_if, page);
    list_numbers(visit, what_if, page);
    list_rows(visit, what_if, show, page);
}

/* ------------------------------------------------------------------ numbers to try */

/* The number of the last run, and some around it. */
static const char *suggest(const struct visit *visit, const char *total) {
    double all = strtod(total, NULL);
    if (!*total || strchr(total, '=') || !(all >= 1)) return total;
    return arena_format(visit->arena, "%.0f %.0f %.0f %.0f %.0f", all, ceil(all * 1.25),
                        ceil(all * 2), ceil(all * 5), ceil(all * 20));
}

static bool show_what_if_page(struct visit *visit, int status, const char *typed, const char *fault,
                              int shown, struct error *error) {
    struct comparison_line *line;
    struct page_what_if page = {.fault = fault};
    int lines;
    if (!check_reads_comparisons(visit, error) || !comparison_lines(visit, &line, &lines, error))
        return false;
    struct what_if *what_if = runs_hold_what_if(visit->web->runs);
    if (what_if) show_tried(visit, what_if, SHOW[shown], &page);
    page.totals = typed ? typed : lines ? suggest(visit, line[0].total) : "";
    page.going = runs_status(visit->web->runs).state == RUN_GOING;
    page.frame =
        visit_frame(visit, say(visit->language, "What if another number is missing?"), "/identify");
    page_what_if(respond_page(visit->request, status), &page);
    runs_release_what_if(visit->web->runs, what_if);
    return true;
}

bool show_what_if(struct visit *visit, struct error *error) {
    int shown = 0;
    return query_word(visit, "show", SHOW, FILTERS, &shown, error) &&
           show_what_if_page(visit, 200, NULL, NULL, shown, error);
}

static int by_size(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static bool read_totals(const struct visit *visit, const char *text, struct what_if_totals *out,
                        struct error *error) {
    *out = (struct what_if_totals){0};
    const char *wrong =
        say(visit->language, "Write one to eight numbers of people, such as 480 600 "
                             "1000.");
    for (const char *at = text; *at; at += strspn(at, " ,;")) {
        char *end;
        double number = strtod(at, &end);
        bool good = *at >= '0' && *at <= '9' && (!*end || strchr(" ,;", *end)) && number >= 1 &&
                    number <= TOTAL_MOST && number == floor(number);
        if (!good || out->count == WHAT_IF_TOTALS_MOST)
            return error_set(error, ERROR_BAD_INPUT, "%s", wrong);
        out->total[out->count++] = number;
        at = end;
    }
    qsort(out->total, (size_t)out->count, sizeof *out->total, by_size);
    return out->count || error_set(error, ERROR_BAD_INPUT, "%s", wrong);
}

/* As the last comparison was run, else as the record says. */
static bool find_request(const struct visit *visit, const struct what_if_totals *totals,
                         struct run_request *out_request, struct error *error) {
    struct comparison newest;
    *out_request = run_request_none();
    if (!comparison_newest(visit->arena, visit->investigation, visit->tables, &newest, error))
        return false;
    if (newest.line.bytes) *out_request = run_request_of(&newest);
    out_request->prior = 0;
    if (!out_request->missing_total)
        out_request->missing_total = arena_format(visit->arena, "%.0f", totals->total[0]);
    return true;
}

bool take_what_if(struct visit *visit, struct error *error) {
    const char *text = request_field(visit->request, "totals");
    struct what_if_totals totals;
    struct run_request request;
    struct error fault = {0};
    if (!check_reads_comparisons(visit, error)) return false;
    if (!text) text = "";
    if (read_totals(visit, text, &totals, &fault) &&
        find_request(visit, &totals, &request, &fault) &&
        runs_start(visit, &request, &totals, &fault)) {
        respond_redirect(visit->request, "/identify/run");
        return true;
    }
    if (fault.code != ERROR_BAD_INPUT && fault.code != ERROR_CONFLICT)
        return error_set(error, fault.code, "%s", fault.text);
    return show_what_if_page(visit, fault.code == ERROR_CONFLICT ? 409 : 422, text,
                             arena_copy(visit->arena, fault.text), 0, error);
}
