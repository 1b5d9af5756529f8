/* The list behind a number of a figure. */
#include <string.h>

#include "case/counts_text.h"
#include "http/page_figure_list.h"
#include "web/figures.h"
#include "web/list.h"
#include "web/paging.h"

/* "examined" is no answer, but two together: looked at, whatever was seen. */
static const char EXAMINED[] = "examined";

struct behind {
    const struct count_table *table;
    const struct count_row *row;
    const char *answer; /* as the address has it */
    struct count_item *item;
    int count;
};

static bool read_items(const struct visit *visit, const struct counts *counts,
                       struct behind *behind, struct error *error) {
    const struct count_table *table = behind->table;
    const char *group = behind->row == &table->all ? NULL : behind->row->group;
    bool both = !strcmp(behind->answer, EXAMINED);
    enum count_answer answer = COUNT_YES;
    struct count_item *no;
    int no_count;
    if (!both && !count_answer_find(behind->answer, &answer))
        return error_set(error, ERROR_NOT_FOUND, "%s",
                         say(visit->language, "There is no such list."));
    if (!counts_list(visit->arena, counts, table->figure, table->dimension, group, answer,
                     visit->roles, &behind->item, &behind->count, error))
        return false;
    if (!both) return true;
    if (!counts_list(visit->arena, counts, table->figure, table->dimension, group, COUNT_NO,
                     visit->roles, &no, &no_count, error))
        return false;
    struct count_item *all = arena_new(visit->arena, struct count_item, behind->count + no_count);
    memcpy(all, behind->item, (size_t)behind->count * sizeof *all);
    memcpy(all + behind->count, no, (size_t)no_count * sizeof *all);
    behind->item = all;
    behind->count += no_count;
    return true;
}

/* ------------------------------------------------------------------ the page */

static const char *answer_text(const struct visit *visit, const char *answer) {
    enum count_answer of;
    if (!count_answer_find(answer, &of)) return say(visit->language, "examined");
    return say_word(visit->language, count_answer_words(of));
}

static void add_answer(const struct visit *visit, const struct behind *behind, const char *answer,
                       int count, struct page_figure_list *page) {
    const struct message_value values[] = {{.name = "count", .is_number = true, .number = count},
                                           {.name = "answer", .text = answer_text(visit, answer)},
                                           {.name = NULL}};
    struct page_figure_list_answers *answers = (struct page_figure_list_answers *)page->answers;
    answers[page->answers_count++] = (struct page_figure_list_answers){
        .text = fill(visit, "{count} {answer}", values),
        .address = figure_address(visit, behind->table, behind->row, answer),
        .here = !strcmp(answer, behind->answer)};
}

static void show_answers(const struct visit *visit, const struct behind *behind,
                         struct page_figure_list *page) {
    const struct count_row *row = behind->row;
    page->answers = arena_new(visit->arena, struct page_figure_list_answers, COUNT_ANSWERS + 1);
    if (behind->table->figure->reading == COUNT_FLOOR) return;
    add_answer(visit, behind, EXAMINED, row->examined, page);
    for (int i = 0; i < COUNT_ANSWERS; i++)
        if (row->answer[i])
            add_answer(visit, behind, count_answer_name((enum count_answer)i), row->answer[i],
                       page);
}

static void show_item(const struct visit *visit, const struct count_item *item,
                      struct page_figure_list_items *out) {
    struct page_figure_list_items_remains *remains =
        arena_new(visit->arena, struct page_figure_list_items_remains, item->remains_count);
    for (int i = 0; i < item->remains_count; i++)
        remains[i] = (struct page_figure_list_items_remains){
            .code = item->remains[i],
            .address = arena_format(visit->arena, "/code/%s",
                                    address_part(visit->arena, item->remains[i]))};
    *out = (struct page_figure_list_items){
        .label = item->label ? item->label : say(visit->language, "for other roles"),
        .address = item->rec ? record_address(visit->arena, item->rec) : NULL,
        .remains = remains,
        .remains_count = (size_t)item->remains_count};
}

static const char *with(const struct visit *visit, const struct behind *behind, const char *rest) {
    const char *address = figure_address(visit, behind->table, behind->row, behind->answer);
    return arena_format(visit->arena, "%s%c%s", address, strchr(address, '?') ? '&' : '?', rest);
}

static void show_items(const struct visit *visit, const struct behind *behind,
                       struct page_figure_list *page) {
    struct paging paging = paging_of(visit, behind->count, LIST_PAGE);
    struct page_figure_list_items *items =
        arena_new(visit->arena, struct page_figure_list_items, LIST_PAGE);
    for (long long i = paging.first; i < behind->count && page->items_count < LIST_PAGE; i++)
        show_item(visit, &behind->item[i], &items[page->items_count++]);
    page->items = items;
    page->pager = paging_shown(
        visit, &paging, figure_address(visit, behind->table, behind->row, behind->answer), "");
}

static void show(struct visit *visit, const struct behind *behind) {
    const struct count_figure *figure = behind->table->figure;
    struct page_figure_list page = {
        .name = figure->name,
        .title = figure_title(visit, figure),
        .answer = answer_text(visit, behind->answer),
        .group = behind->row == &behind->table->all ? NULL : figure_group(visit, behind->row),
        .about = say_word(visit->language, figure->about),
        .unit = figure_unit(visit, figure),
        .count = behind->count,
        .wide = figure->unit != COUNT_REMAINS && figure->unit != COUNT_ELEMENTS,
        .csv = with(visit, behind, "as=csv"),
        .json = with(visit, behind, "as=json")};
    show_answers(visit, behind, &page);
    show_items(visit, behind, &page);
    page.frame = visit_frame(visit, page.title, "/figures");
    page_figure_list(visit_page(visit), &page);
}

static void give(struct visit *visit, const struct behind *behind, bool as_json) {
    struct buffer out = {0};
    struct json json = json_to(&out);
    if (as_json) count_items_write_json(&json, behind->item, behind->count);
    else count_items_write_csv(visit->arena, behind->item, behind->count, &out);
    respond_file(visit, &out,
                 arena_format(visit->arena, "%s_%s", behind->table->figure->name, behind->answer),
                 as_json);
    buffer_close(&out);
}

bool show_figure_list(struct visit *visit, struct error *error) {
    const char *as = request_query(visit->request, "as");
    const struct count_figure *figure;
    const struct counts *counts;
    enum count_dimension dimension;
    struct count_table table;
    struct behind behind = {.table = &table,
                            .row = &table.all,
                            .answer = request_parameter(visit->request, "answer")};
    struct kept *kept;
    if (!figure_asked(visit, &figure, &dimension, error) ||
        !figures_hold(visit, &kept, &counts, error))
        return false;
    bool done =
        counts_tally(visit->arena, counts, figure, dimension, visit->roles, &table, error) &&
        figure_group_asked(visit, &table, "in", &behind.row, error) && read_items(visit, counts, &behind, error);
    if (done && as) give(visit, &behind, !strcmp(as, "json"));
    else if (done) show(visit, &behind);
    kept_release(&visit->web->counts, kept);
    return done;
}
