/* One figure: what it is of, broken down, and two of its groups compared. */
#include <math.h>
#include <string.h>

#include "case/counts_text.h"
#include "http/page_figure.h"
#include "http/page_tally.h"
#include "web/figures.h"
#include "web/measure_text.h"
#include "web/paging.h"
#include "web/query.h"

enum { GROUPS_MOST = 100 /* of a page */ };

static const char *dimension_text(const struct visit *visit, enum count_dimension dimension) {
    enum language language = visit->language;
    switch (dimension) {
    case COUNT_BY_GRAVE: return say(language, "by grave");
    case COUNT_BY_SITE: return say(language, "by site");
    case COUNT_BY_SEX: return say(language, "by sex");
    case COUNT_BY_AGE: return say(language, "by age");
    case COUNT_BY_PAPERS: return say(language, "by papers, military or civilian");
    case COUNT_BY_NOTHING: break;
    }
    return say(language, "all together");
}

/* Without a grave there is nothing that persons could be broken down by. */
static bool divides(const struct visit *visit, const struct count_figure *figure,
                    enum count_dimension dimension) {
    return dimension == COUNT_BY_NOTHING ||
           (figure->unit != COUNT_PERSONS && count_dimension_may_read(dimension, visit->roles));
}

static const char *address_by(const struct visit *visit, const struct count_table *table,
                              const char *rest) {
    return arena_format(visit->arena, "/figures/%s?by=%s%s", table->figure->name,
                        count_dimension_name(table->dimension), rest);
}

static void show_dimensions(const struct visit *visit, const struct count_table *table,
                            struct page_figure *page) {
    struct page_figure_dimensions *list =
        arena_new(visit->arena, struct page_figure_dimensions, COUNT_DIMENSIONS);
    for (int i = 0; i < COUNT_DIMENSIONS; i++) {
        enum count_dimension dimension = (enum count_dimension)i;
        if (!divides(visit, table->figure, dimension)) continue;
        list[page->dimensions_count++] = (struct page_figure_dimensions){
            .text = dimension_text(visit, dimension),
            .address = dimension == COUNT_BY_NOTHING
                           ? arena_format(visit->arena, "/figures/%s", table->figure->name)
                           : arena_format(visit->arena, "/figures/%s?by=%s", table->figure->name,
                                          count_dimension_name(dimension)),
            .here = dimension == table->dimension};
    }
    page->dimensions = list;
    if (page->dimensions_count < 2) page->dimensions_count = 0;
}

/* ------------------------------------------------------------------ groups */

static void show_row(const struct visit *visit, const struct count_table *table,
                     const struct count_row *row, struct page_figure_rows *out) {
    const struct page_tally *tally = figure_tally(visit, table, row);
    struct page_figure_rows_others *others =
        arena_new(visit->arena, struct page_figure_rows_others, tally->others_count);
    for (size_t i = 0; i < tally->others_count; i++)
        others[i] = (struct page_figure_rows_others){.text = tally->others[i].text,
                                                     .address = tally->others[i].address};
    *out = (struct page_figure_rows){.group = figure_group(visit, row),
                                     .record =
                                         row->rec ? record_address(visit->arena, row->rec) : NULL,
                                     .counted = tally->counted,
                                     .address = tally->address,
                                     .share = tally->share,
                                     .interval = tally->interval,
                                     .picture = figure_picture(visit, table->figure, row),
                                     .others = others,
                                     .others_count = tally->others_count};
}

static void show_rows(const struct visit *visit, const struct count_table *table,
                      struct page_figure *page) {
    struct paging paging = paging_of(visit, table->row_count, GROUPS_MOST);
    struct page_figure_rows *rows = arena_new(visit->arena, struct page_figure_rows, GROUPS_MOST);
    for (long long i = paging.first; i < table->row_count && page->rows_count < GROUPS_MOST; i++)
        show_row(visit, table, &table->row[i], &rows[page->rows_count++]);
    page->rows = rows;
    page->pager = paging_shown(visit, &paging, address_by(visit, table, ""), "");
}

/* ------------------------------------------------------------------ two of them */

static const char *points(const struct visit *visit, double difference) {
    return decimal_text(visit->arena, visit->language,
                        arena_format(visit->arena, "%+.1f", 100 * difference));
}

static const char *difference_text(const struct visit *visit, const struct count_table *table,
                                   const struct count_row *row, const struct count_row *other) {
    double difference;
    struct interval interval = count_row_difference(table, row, other, &difference);
    if (isnan(difference)) return say(visit->language, "There are no two shares to compare.");
    const struct message_value values[] = {
        {.name = "one", .text = figure_group(visit, row)},
        {.name = "other", .text = figure_group(visit, other)},
        {.name = "counted", .text = figure_counted(visit, table->figure, row)},
        {.name = "other_counted", .text = figure_counted(visit, table->figure, other)},
        {.name = "points", .text = points(visit, difference)},
        {.name = "low", .text = isnan(interval.low) ? "" : points(visit, interval.low)},
        {.name = "high", .text = isnan(interval.low) ? "" : points(visit, interval.high)},
        {.name = NULL}};
    return fill(visit,
                isnan(interval.low)
                    ? say(visit->language, "{one}: {counted}. {other}: {other_counted}. The "
                                           "difference of the shares is {points} percentage "
                                           "points, of all.")
                    : say(visit->language,
                          "{one}: {counted}. {other}: {other_counted}. The "
                          "difference of the shares is {points} percentage "
                          "points; interval (95 %) {low} to {high} (Newcombe), were "
                          "those examined drawn at random. An interval that holds "
                          "0 shows no difference."),
                values);
}

static bool show_comparison_of(const struct visit *visit, const struct count_table *table,
                               struct page_figure *page, struct error *error) {
    const struct count_row *one = NULL, *other = NULL;
    if (!figure_group_asked(visit, table, "in", &one, error) ||
        !figure_group_asked(visit, table, "against", &other, error))
        return false;
    struct page_figure_groups *groups =
        arena_new(visit->arena, struct page_figure_groups, table->row_count);
    const struct count_row *first = one ? one : table->row;
    const struct count_row *second = other ? other : table->row + (table->row_count > 1);
    for (int i = 0; i < table->row_count; i++)
        groups[i] = (struct page_figure_groups){.value = table->row[i].group,
                                                .text = figure_group(visit, &table->row[i]),
                                                .first = first == &table->row[i],
                                                .second = second == &table->row[i]};
    page->groups = groups;
    page->groups_count = (size_t)table->row_count;
    page->compares = table->row_count > 1 && table->figure->reading != COUNT_LISTED &&
                     table->figure->reading != COUNT_FLOOR;
    if (one && other) page->difference = difference_text(visit, table, one, other);
    return true;
}

/* ------------------------------------------------------------------ the page */

static bool show(struct visit *visit, const struct counts *counts, const struct count_table *table,
                 struct error *error) {
    const struct count_figure *figure = table->figure;
    struct page_figure page = {.name = figure->name,
                               .title = figure_title(visit, figure),
                               .about = say_word(visit->language, figure->about),
                               .unit = figure_unit(visit, figure),
                               .by = count_dimension_name(table->dimension),
                               .dimension = dimension_text(visit, table->dimension),
                               .tally = figure_tally(visit, table, &table->all),
                               .picture = figure_picture(visit, figure, &table->all),
                               .overlaps = figure->unit == COUNT_DISTINCT ||
                                           figure->unit == COUNT_INDIVIDUALS,
                               .csv = address_by(visit, table, "&as=csv"),
                               .json = address_by(visit, table, "&as=json"),
                               .notes = figure_notes(visit, counts)};
    show_dimensions(visit, table, &page);
    show_rows(visit, table, &page);
    if (!show_comparison_of(visit, table, &page, error)) return false;
    page.frame = visit_frame(visit, page.title, "/figures");
    page_figure(visit_page(visit), &page);
    return true;
}

static void give(struct visit *visit, const struct count_table *table, bool as_json) {
    struct buffer out = {0};
    struct json json = json_to(&out);
    if (as_json) {
        counts_write_json(&json, table);
    } else {
        counts_csv_names(&out);
        counts_write_csv(visit->arena, table, &out);
    }
    respond_file(visit, &out, table->figure->name, as_json);
    buffer_close(&out);
}

bool figure_asked(const struct visit *visit, const struct count_figure **out_figure,
                  enum count_dimension *out_dimension, struct error *error) {
    const char *names[COUNT_DIMENSIONS];
    int by = COUNT_BY_NOTHING;
    *out_figure = count_figure_find(request_parameter(visit->request, "figure"));
    if (!*out_figure)
        return error_set(error, ERROR_NOT_FOUND, "%s",
                         say(visit->language, "There is no such figure."));
    for (int i = 0; i < COUNT_DIMENSIONS; i++) names[i] = count_dimension_name((enum count_dimension)i);
    if (!query_word(visit, "by", names, COUNT_DIMENSIONS, &by, error)) return false;
    *out_dimension = (enum count_dimension)by;
    return true;
}

bool show_figure(struct visit *visit, struct error *error) {
    const char *as = request_query(visit->request, "as");
    const struct count_figure *figure;
    const struct counts *counts;
    enum count_dimension dimension;
    struct count_table table;
    struct kept *kept;
    if (!figure_asked(visit, &figure, &dimension, error) ||
        !figures_hold(visit, &kept, &counts, error))
        return false;
    bool done = counts_tally(visit->arena, counts, figure, dimension, visit->roles, &table, error);
    if (done && as) give(visit, &table, !strcmp(as, "json"));
    else if (done) done = show(visit, counts, &table, error);
    kept_release(&visit->web->counts, kept);
    return done;
}
