/* The result of a comparison: what was found in numbers, the matrix, and its pairs. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "case/comparison_result.h"
#include "http/page_comparison.h"
#include "http/page_comparison_summary.h"
#include "web/identify_words.h"
#include "web/matrix_picture.h"
#include "web/results.h"
#include "web/paging.h"
#include "web/query.h"

enum { ROWS_A_PAGE = 50, SPOOL_PIECE = 1 << 16 };

/* Which pairs are listed. */
enum shown_pairs { SHOW_NAMES, SHOW_CANDIDATES, SHOW_POSSIBLE, SHOW_ALL, SHOW_KINDS };

static const char *const SHOW[SHOW_KINDS] = {"names", "candidates", "possible", "all"};

/* The page in the making. */
struct viewing {
    struct visit *visit;
    struct held_result *held;
    const struct comparison_result *result;
    const struct comparison_line *line;
    struct decisions decisions;
    enum shown_pairs show;
    bool by_ratio;  /* else by posterior */
    const char *of; /* only of these remains or this person; "" */
    struct page_comparison page;
};

/* ------------------------------------------------------------------ which */

/* The comparison that the address names, as lists have it. */
static bool find_line(struct visit *visit, const char **out_name, struct comparison_line *out_line,
                      struct error *error) {
    const char *name = request_parameter(visit->request, "comparison");
    struct comparison_line *line;
    struct log_line entry;
    int count;
    if (!check_reads_comparisons(visit, error) || !comparison_lines(visit, &line, &count, error))
        return false;
    if (count && !strcmp(name, "newest")) name = line[0].rec;
    if (!log_read_named(visit->arena, visit->investigation->store, name, &entry, error))
        return false;
    for (int i = 0; i < count; i++) {
        if (line[i].index != (long long)entry.index) continue;
        *out_name = line[i].rec;
        *out_line = line[i];
        return true;
    }
    return error_set(error, ERROR_NOT_FOUND, "there is no such comparison");
}

/* ------------------------------------------------------------------ figures */

static double sure(const struct viewing *viewing, const struct comparison_pair *pair) {
    return comparison_result_sure(viewing->result, pair);
}

static bool is_name(const struct viewing *viewing, const struct comparison_pair *pair) {
    return viewing->result->incident && sure(viewing, pair) >= viewing->decisions.threshold;
}

static void list_figures(struct viewing *viewing) {
    enum language language = viewing->visit->language;
    const struct comparison_result *result = viewing->result;
    long long remains = 0, names = 0, candidates = 0;
    for (int i = 0; i < result->individuals; i++) {
        bool candidate = false, name = false;
        remains += result->individual[i].count;
        for (size_t p = result->individual[i].first; p < result->individual[i + 1].first; p++) {
            name = name || is_name(viewing, &result->pair[p]);
            candidate = candidate || result->pair[p].posterior >= VERDICT_CANDIDATE_LEAST;
        }
        names += name;
        candidates += candidate && !name;
    }
    const json_t *root = result->root;
    const struct page_comparison_figures figures[] = {
        {remains, say_many(language, "number of remains", "numbers of remains", remains)},
        {result->individuals, say_many(language, "individual, as far as DNA tells",
                                       "individuals, as far as DNA tells", result->individuals)},
        {result->persons, say_many(language, "missing person compared with them",
                                   "missing persons compared with them", result->persons)},
        {names, say_many(language, "individual whose name could be proposed",
                         "individuals whose name could be proposed", names)},
        {candidates, say_many(language, "more has a candidate below the threshold",
                              "more have a candidate below the threshold", candidates)},
        {(long long)json_array_size(json_object_get(root, "indistinguishable")),
         say(language, "groups whom the genotypes cannot tell apart")},
        {(long long)json_array_size(json_object_get(root, "doubts")),
         say(language, "doubts whether remains are of one person")}};
    enum { FIGURES = sizeof figures / sizeof *figures };
    struct page_comparison_figures *copy =
        arena_new(viewing->visit->arena, struct page_comparison_figures, FIGURES);
    memcpy(copy, figures, sizeof figures);
    viewing->page.figures = copy;
    viewing->page.figures_count = FIGURES;
}

/* ------------------------------------------------------------------ pairs */

static bool is_of(const struct viewing *viewing, const struct comparison_pair *pair) {
    const struct comparison_individual *one = &viewing->result->individual[pair->individual];
    const struct comparison_person *person = comparison_result_person(viewing->result, pair);
    if (!*viewing->of || !strcmp(person->id, viewing->of) || !strcmp(person->family, viewing->of))
        return true;
    for (int c = 0; c < one->count; c++)
        if (!strcmp(one->code[c], viewing->of)) return true;
    return false;
}

static bool is_shown(const struct viewing *viewing, const struct comparison_pair *pair) {
    if (!is_of(viewing, pair)) return false;
    switch (viewing->show) {
    case SHOW_NAMES: return is_name(viewing, pair);
    case SHOW_CANDIDATES: return pair->posterior >= VERDICT_CANDIDATE_LEAST && !is_name(viewing, pair);
    case SHOW_POSSIBLE: return pair->log10_lr > 0;
    case SHOW_ALL:
    case SHOW_KINDS: break;
    }
    return true;
}

static int compare_numbers(double left, double right) { return (left < right) - (left > right); }

static int by_posterior(const void *left, const void *right) {
    const struct comparison_pair *a = *(const struct comparison_pair *const *)left;
    const struct comparison_pair *b = *(const struct comparison_pair *const *)right;
    int order = compare_numbers(a->posterior, b->posterior);
    if (!order) order = compare_numbers(a->log10_lr, b->log10_lr);
    return order ? order : (a > b) - (a < b);
}

static int by_ratio(const void *left, const void *right) {
    const struct comparison_pair *a = *(const struct comparison_pair *const *)left;
    const struct comparison_pair *b = *(const struct comparison_pair *const *)right;
    int order = compare_numbers(a->log10_lr, b->log10_lr);
    return order ? order : (a > b) - (a < b);
}

static const char *label_of_pair(const struct viewing *viewing,
                                 const struct comparison_pair *pair) {
    enum language language = viewing->visit->language;
    if (is_name(viewing, pair)) return say(language, "could be proposed");
    if (pair->excluded) return say(language, "excluded");
    if (pair->undisputed) return say(language, "undisputed ratio");
    return "";
}

static const char *further_of(struct arena *arena, const struct comparison_individual *one) {
    const char *text = NULL;
    for (int i = 1; i < one->count; i++)
        text = arena_format(arena, "%s+ %s", text ? arena_format(arena, "%s ", text) : "",
                            one->code[i]);
    return text;
}

static void show_pair(const struct viewing *viewing, const struct comparison_pair *pair,
                      struct page_comparison_rows *out) {
    struct visit *visit = viewing->visit;
    const struct comparison_individual *one = &viewing->result->individual[pair->individual];
    const struct comparison_person *person = comparison_result_person(viewing->result, pair);
    *out = (struct page_comparison_rows){
        .remains = one->code[0],
        .further = further_of(visit->arena, one),
        .person = person->id,
        .family = person->family,
        .posterior = posterior_shown(visit, viewing->result, pair),
        .ratio = log_shown(visit, pair->log10_lr),
        .loci = arena_format(visit->arena, "%d", pair->loci),
        .exclusions = arena_format(visit->arena, "%d", pair->exclusions),
        .label = label_of_pair(viewing, pair),
        .address = dossier_address(visit->arena, viewing->line->rec, one->code[0], person->id)};
}

/* The address of the list with another filter, order or page. */
/* Where the list begins on the page. */
static const char PAIRS[] = "#pairs";

static const char *list_address(const struct viewing *viewing, enum shown_pairs show, bool ratio) {
    struct arena *arena = viewing->visit->arena;
    return arena_format(arena, "/identify/%s?show=%s%s%s%s", viewing->line->rec, SHOW[show],
                        ratio ? "&sort=ratio" : "", *viewing->of ? "&of=" : "",
                        *viewing->of ? address_part(arena, viewing->of) : "");
}

static const char *pairs_address(const struct viewing *viewing, enum shown_pairs show, bool ratio) {
    return arena_format(viewing->visit->arena, "%s%s", list_address(viewing, show, ratio), PAIRS);
}

static void list_filters(struct viewing *viewing) {
    enum language language = viewing->visit->language;
    const char *const texts[SHOW_KINDS] = {
        say(language, "Could be proposed"), say(language, "Candidates below the threshold"),
        say(language, "Ratio above one"), say(language, "All that were compared")};
    struct page_comparison_filters *filters =
        arena_new(viewing->visit->arena, struct page_comparison_filters, SHOW_KINDS);
    for (int s = 0; s < SHOW_KINDS; s++)
        filters[s] = (struct page_comparison_filters){
            .text = texts[s],
            .here = viewing->show == (enum shown_pairs)s,
            .address = pairs_address(viewing, (enum shown_pairs)s, viewing->by_ratio)};
    viewing->page.filters = filters;
    viewing->page.filters_count = SHOW_KINDS;
}

static void list_columns(struct viewing *viewing) {
    enum language language = viewing->visit->language;
    const struct page_comparison_columns columns[] = {
        {.name = say(language, "Remains")},
        {.name = say(language, "Person")},
        {.name = say(language, "Family")},
        {.number = true,
         .name = say(language, "Posterior"),
         .address = pairs_address(viewing, viewing->show, false),
         .down = !viewing->by_ratio},
        {.number = true,
         .name = say(language, "log10 LR"),
         .address = pairs_address(viewing, viewing->show, true),
         .down = viewing->by_ratio},
        {.number = true, .name = say(language, "Loci")},
        {.number = true, .name = say(language, "Excluded")},
        {.name = say(language, "Note")}};
    enum { COLUMNS = sizeof columns / sizeof *columns };
    struct page_comparison_columns *copy =
        arena_new(viewing->visit->arena, struct page_comparison_columns, COLUMNS);
    memcpy(copy, columns, sizeof columns);
    viewing->page.columns = copy;
    viewing->page.columns_count = COLUMNS;
}

static void list_pairs(struct viewing *viewing) {
    struct visit *visit = viewing->visit;
    const struct comparison_result *result = viewing->result;
    struct page_comparison *page = &viewing->page;
    size_t count = 0;
    for (size_t p = 0; p < result->pairs; p++) count += is_shown(viewing, &result->pair[p]);
    const struct comparison_pair **list =
        arena_new(visit->arena, const struct comparison_pair *, count + 1);
    count = 0;
    for (size_t p = 0; p < result->pairs; p++)
        if (is_shown(viewing, &result->pair[p])) list[count++] = &result->pair[p];
    qsort(list, count, sizeof *list, viewing->by_ratio ? by_ratio : by_posterior);
    struct paging paging = paging_of(visit, (long long)count, ROWS_A_PAGE);
    struct page_comparison_rows *rows =
        arena_new(visit->arena, struct page_comparison_rows, ROWS_A_PAGE);
    for (size_t at = (size_t)paging.first; at < count && page->rows_count < ROWS_A_PAGE; at++)
        show_pair(viewing, list[at], &rows[page->rows_count++]);
    page->rows = rows;
    page->count = (long long)count;
    page->pager = paging_shown(visit, &paging,
                               list_address(viewing, viewing->show, viewing->by_ratio), PAIRS);
    list_filters(viewing);
    list_columns(viewing);
}

/* ------------------------------------------------------------------ the page */

static bool read_query(struct viewing *viewing, struct error *error) {
    static const char *const sorts[] = {"posterior", "ratio"};
    const struct visit *visit = viewing->visit;
    const char *of = request_query(visit->request, "of");
    int show = SHOW_NAMES, sort = 0;
    if (!query_word(visit, "show", SHOW, SHOW_KINDS, &show, error) ||
        !query_word(visit, "sort", sorts, 2, &sort, error))
        return false;
    viewing->show = (enum shown_pairs)show;
    viewing->by_ratio = sort == 1;
    viewing->of = of ? of : "";
    return true;
}

static bool make_page(struct viewing *viewing, struct error *error) {
    struct visit *visit = viewing->visit;
    struct page_comparison *page = &viewing->page;
    struct page_comparison_summary *summary =
        arena_new(visit->arena, struct page_comparison_summary, 1);
    int changed;
    if (!comparison_summarise(visit, viewing->line, summary, &changed, error) ||
        !decisions_read(visit->arena, visit->investigation, visit->tables, &viewing->decisions,
                        error) ||
        !read_query(viewing, error) ||
        !matrix_picture(visit, viewing->result, &viewing->decisions, viewing->line->rec,
                        &page->picture, error))
        return false;
    list_figures(viewing);
    list_pairs(viewing);
    page->summary = summary;
    page->of = viewing->of;
    page->address = arena_format(visit->arena, "/identify/%s", viewing->line->rec);
    const struct message_value values[] = {
        {.name = "index", .is_number = true, .number = viewing->line->index}, {.name = NULL}};
    page->name = fill(visit, say(visit->language, "Comparison {index}"), values);
    page->frame = visit_frame(visit, page->name, "/identify");
    page_comparison(visit_page(visit), page);
    return true;
}

bool show_comparison(struct visit *visit, struct error *error) {
    struct comparison_line line;
    struct viewing viewing = {.visit = visit, .line = &line};
    const char *name;
    if (!find_line(visit, &name, &line, error) ||
        !results_hold(visit->web->results, &visit->worker->investigation, name, &viewing.held,
                      error))
        return false;
    viewing.result = &viewing.held->result;
    bool done = make_page(&viewing, error);
    results_release(visit->web->results, viewing.held);
    return done;
}

/* ------------------------------------------------------------------ all of it as a file */

static void add_number(struct buffer *out, double number) {
    buffer_add_text(out, ",");
    if (isfinite(number)) buffer_format(out, "%.17g", number);
}

static void add_cell(struct buffer *out, const char *text) {
    buffer_add_text(out, "\"");
    for (const char *at = text; *at; at++) {
        if (*at == '"') buffer_add_text(out, "\"");
        buffer_add(out, at, 1);
    }
    buffer_add_text(out, "\"");
}

static void add_pair(const struct comparison_result *result, const struct comparison_pair *pair,
                     struct buffer *out) {
    const struct comparison_person *person = comparison_result_person(result, pair);
    add_cell(out, comparison_result_code(result, pair->individual));
    buffer_add_text(out, ",");
    add_cell(out, person->id);
    buffer_add_text(out, ",");
    add_cell(out, person->family);
    add_number(out, pair->log10_lr);
    buffer_format(out, ",%d,%d", pair->loci, pair->exclusions);
    add_number(out, pair->posterior);
    add_number(out, pair->log10_glr);
    buffer_format(out, ",%s,%s\r\n", pair->undisputed ? "yes" : "no",
                  pair->excluded ? "yes" : "no");
}

/* An impossible ratio has an empty cell, as what is not computed; `excluded` says which it is. */
static bool write_csv(const struct comparison_result *result, struct spool *spool,
                      struct error *error) {
    struct buffer piece = {0};
    bool done = true;
    buffer_add_text(&piece, "remains,person,family,log10_lr,loci,exclusions,posterior,log10_glr,"
                            "undisputed,excluded\r\n");
    for (size_t p = 0; p < result->pairs && done; p++) {
        add_pair(result, &result->pair[p], &piece);
        if (piece.size < SPOOL_PIECE) continue;
        done = spool_add(spool, piece.bytes, piece.size, error);
        piece.size = 0;
    }
    done = done && spool_add(spool, buffer_text(&piece), piece.size, error);
    buffer_close(&piece);
    return done;
}

/* The bytes that the entry has the hash of. */
static bool write_json(struct visit *visit, const struct comparison *comparison,
                       struct spool *spool, struct error *error) {
    struct arena arena;
    char *bytes;
    size_t size;
    arena_open(&arena, 0);
    bool done = comparison_result_bytes(&arena, &visit->worker->investigation.digester, comparison,
                                        &bytes, &size, error) &&
                spool_add(spool, bytes, size, error);
    arena_close(&arena);
    return done;
}

bool give_comparison(struct visit *visit, struct error *error) {
    const char *as = request_query(visit->request, "as"), *name;
    bool json = as && !strcmp(as, "json");
    struct comparison_line line;
    struct held_result *held;
    struct spool *spool;
    if (!find_line(visit, &name, &line, error) ||
        !results_hold(visit->web->results, &visit->worker->investigation, name, &held, error))
        return false;
    bool opened = spool_open(visit->web->options->path, &spool, error);
    bool done = opened && (json ? write_json(visit, &held->comparison, spool, error)
                                : write_csv(&held->result, spool, error));
    results_release(visit->web->results, held);
    if (opened && !done) spool_close(spool);
    if (!done) return false;
    respond_spool(
        visit->request, json ? "application/json" : "text/csv; charset=utf-8", spool,
        arena_format(visit->arena, "comparison-%lld.%s", line.index, json ? "json" : "csv"));
    return true;
}
