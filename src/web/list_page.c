/* The kinds of record, the records of a kind as a list, and all of them as a file. */
#include <stdlib.h>
#include <string.h>

#include "case/record_csv.h"
#include "case/record_words.h"
#include "http/page_kinds.h"
#include "http/page_list.h"
#include "record/label.h"
#include "web/list.h"
#include "web/paging.h"
#include "web/query.h"

enum { SPOOL_PIECE = 1 << 16 };

/* The table of the kind that the address names, if the person may look at it. */
static bool find_table(const struct visit *visit, const struct table **out_table,
                       struct error *error) {
    const char *kind = request_parameter(visit->request, "kind");
    const struct table *table = tables_find(visit->tables, kind);
    if (!table)
        return error_set(error, ERROR_NOT_FOUND, "%s",
                         say(visit->language, "There is no such kind of record."));
    if (!schema_may_look(table->schema, visit->roles))
        return refuse_kind(visit, table->schema->readers, error);
    *out_table = table;
    return true;
}

/* ------------------------------------------------------------------ kinds */

static bool count_all(const struct visit *visit, const struct table *table, int64_t *out_count,
                      struct error *error) {
    struct list list = {.table = table};
    return list_count(visit, &list, out_count, error);
}

/* Files are added in a form of their own. */
static const char *new_address(const struct visit *visit, const struct schema *schema) {
    return !strcmp(schema->kind, "media")
               ? "/media/new"
               : arena_format(visit->arena, "/records/%s/new", schema->kind);
}

bool show_kinds(struct visit *visit, struct error *error) {
    const struct tables *tables = visit->tables;
    struct page_kinds_kinds *list = arena_new(visit->arena, struct page_kinds_kinds, tables->count);
    size_t count = 0;
    for (int i = 0; i < tables->count; i++) {
        const struct schema *schema = tables->table[i].schema;
        int64_t records;
        if (!schema_may_look(schema, visit->roles) || !strcmp(schema->kind, "schema")) continue;
        if (!count_all(visit, &tables->table[i], &records, error)) return false;
        list[count++] = (struct page_kinds_kinds){.kind = schema->kind,
                                                  .name = kinds_text(visit, schema),
                                                  .about = say_word(visit->language, schema->about),
                                                  .count = records,
                                                  .new = new_address(visit, schema),
                                                  .writes = may_write_kind(schema, visit->roles)};
    }
    struct page_kinds page = {
        .frame = visit_frame(visit, say(visit->language, "Records"), "/records"),
        .kinds = list,
        .kinds_count = count};
    page_kinds(visit_page(visit), &page);
    return true;
}

/* ------------------------------------------------------------------ what is asked for */

static bool read_list(const struct visit *visit, const struct table *table, struct list *out_list,
                      struct error *error) {
    struct list list = {.table = table};
    static const char *const ways[] = {"up", "down"};
    const char *sort = request_query(visit->request, "sort");
    const char *field = request_query(visit->request, "field");
    const char *value = request_query(visit->request, "value");
    int way = 0;
    list.column_count = list_columns(table, visit->roles, list.column, LIST_COLUMNS);
    if (sort && *sort && !list_column_find(table, visit->roles, sort, &list.sort))
        return query_refuse(visit, "sort", error);
    if (field && *field && !list_narrow(visit, &list, field, value ? value : "", error))
        return false;
    if (value && *value && !list.filter.field) return query_refuse(visit, "value", error);
    if (!query_word(visit, "way", ways, 2, &way, error)) return false;
    list.descending = way == 1;
    *out_list = list;
    return true;
}

/* The address of the list with one thing changed; `sort` NULL: as it is. */
static const char *list_address(const struct visit *visit, const struct list *list,
                                const char *sort, bool descending) {
    struct arena *arena = visit->arena;
    const char *by = sort ? sort : list->sort.field ? list->sort.field->name : "";
    const char *filter = list->filter.field
                             ? arena_format(arena, "&field=%s&value=%s", list->filter.field->name,
                                            address_part(arena, list->wanted))
                             : "";
    return arena_format(arena, "/records/%s?sort=%s%s%s", list->table->schema->kind, by,
                        descending ? "&way=down" : "", filter);
}

/* ------------------------------------------------------------------ the list */

static bool show_row(const struct visit *visit, const struct list *list, struct query *query,
                     struct page_list_rows *out_row, struct error *error) {
    struct page_list_rows row = {.heads = query_int(query, LIST_HEADS)};
    struct page_list_rows_cells *cells =
        arena_new(visit->arena, struct page_list_rows_cells, list->column_count);
    const char *called = arena_copy(visit->arena, query_text(query, LIST_CODE));
    if (schema_code_field(list->table->schema) && *called) row.label = called;
    else if (!record_label(visit, query_text(query, LIST_REC), &row.label, error))
        return false;
    row.address = record_address(visit->arena, query_text(query, LIST_REC));
    row.forked = row.heads > 1;
    for (int i = 0; i < list->column_count; i++)
        if (!list_cell(visit, list, query, i, &cells[i].text, &cells[i].none, error)) return false;
    row.cells = cells;
    row.cells_count = (size_t)list->column_count;
    *out_row = row;
    return true;
}

static bool show_rows(const struct visit *visit, const struct list *list, int64_t first,
                      struct page_list *page, struct error *error) {
    struct page_list_rows *rows = arena_new(visit->arena, struct page_list_rows, LIST_PAGE);
    struct query *query;
    bool row, done;
    if (!list_open(visit, list, first, LIST_PAGE, &query, error)) return false;
    while ((done = query_step(query, &row, error)) && row) {
        if (!(done = show_row(visit, list, query, &rows[page->rows_count], error))) break;
        page->rows_count++;
    }
    query_close(query);
    page->rows = rows;
    return done;
}

static void show_columns(const struct visit *visit, const struct list *list,
                         struct page_list *page) {
    struct page_list_columns *columns =
        arena_new(visit->arena, struct page_list_columns, list->column_count + 1);
    for (int i = 0; i <= list->column_count; i++) {
        const struct schema_field *field = i ? list->column[i - 1].field : NULL;
        bool sorted = list->sort.field == field;
        columns[i] = (struct page_list_columns){
            .name = field ? field_text(visit, field) : kind_text(visit, list->table->schema),
            .address = list_address(visit, list, field ? field->name : "",
                                    sorted && !list->descending),
            .up = sorted && !list->descending,
            .down = sorted && list->descending};
    }
    page->columns = columns;
    page->columns_count = (size_t)list->column_count + 1;
}

static const char *wanted_text(const struct visit *visit, const struct list *list) {
    const char *wanted = list->wanted;
    if (list->by_reason) return choice_text(visit, list->sought.text);
    return list->filter.field->type == FIELD_CHOICE ? choice_of(visit, list->filter.field, wanted)
                                                    : wanted;
}

/* Choices that the list can be narrowed to. */
static void show_filters(const struct visit *visit, const struct list *list,
                         struct page_list *page) {
    struct page_list_filters *filters =
        arena_new(visit->arena, struct page_list_filters, LIST_COLUMNS);
    for (int i = 0; i < list->column_count; i++) {
        const struct schema_field *field = list->column[i].field;
        if (field->type != FIELD_CHOICE) continue;
        struct page_list_filters_choices *choices =
            arena_new(visit->arena, struct page_list_filters_choices, field->words.count);
        for (int j = 0; j < field->words.count; j++)
            choices[j] = (struct page_list_filters_choices){
                .text = choice_of(visit, field, field->words.word[j]),
                .address = arena_format(visit->arena, "/records/%s?field=%s&value=%s",
                                        list->table->schema->kind, field->name,
                                        field->words.word[j]),
                .here = list->filter.field == field && !strcmp(list->wanted, field->words.word[j])};
        filters[page->filters_count++] = (struct page_list_filters){
            .name = field_text(visit, field), .choices = choices,
            .choices_count = (size_t)field->words.count};
    }
    page->filters = filters;
    if (list->filter.field)
        page->filtered = arena_format(visit->arena, "%s: %s", field_text(visit, list->filter.field),
                                      *list->wanted ? wanted_text(visit, list)
                                                    : say(visit->language, "nothing said"));
}

bool show_records(struct visit *visit, struct error *error) {
    const struct table *table;
    struct list list;
    int64_t count;
    if (!find_table(visit, &table, error) || !read_list(visit, table, &list, error) ||
        !list_count(visit, &list, &count, error))
        return false;
    struct paging paging = paging_of(visit, count, LIST_PAGE);
    const char *address = list_address(visit, &list, NULL, list.descending);
    struct page_list page = {.kind = table->schema->kind,
                             .name = kinds_text(visit, table->schema),
                             .new = new_address(visit, table->schema),
                             .about = say_word(visit->language, table->schema->about),
                             .count = count,
                             .pager = paging_shown(visit, &paging, address, ""),
                             .all = arena_format(visit->arena, "/records/%s", table->schema->kind),
                             .writes = may_write_kind(table->schema, visit->roles)};
    show_columns(visit, &list, &page);
    show_filters(visit, &list, &page);
    if (!show_rows(visit, &list, paging.first, &page, error)) return false;
    page.frame = visit_frame(visit, page.name, "/records");
    page_list(visit_page(visit), &page);
    return true;
}

/* ------------------------------------------------------------------ all of it as a file */

static bool add_record(struct visit *visit, const struct table *table, struct query *query,
                       bool as_json, struct json *json, struct buffer *piece,
                       struct error *error) {
    json_t *fields = json_object();
    bool done = tables_fields(table, query, fields, error);
    if (done && as_json)
        done = record_write_listed(visit->arena, visit->tables, visit->roles, table, query, fields,
                                   json, error);
    else if (done)
        done = record_csv_lines(visit->arena, visit->tables, visit->roles, table->schema, fields,
                                piece, error);
    json_decref(fields);
    return done;
}

static bool write_all(struct visit *visit, const struct table *table, bool as_json,
                      struct spool *spool, struct error *error) {
    struct buffer piece = {0};
    struct json json = json_to(&piece);
    struct query *query;
    bool row, done;
    if (!query_open(visit->tables->store, &table->rows, &query, error)) return false;
    if (as_json) json_open_list(&json);
    else record_csv_names(visit->arena, table->schema, &piece);
    while ((done = query_step(query, &row, error)) && row) {
        struct arena_mark mark = arena_mark(visit->arena);
        done = add_record(visit, table, query, as_json, &json, &piece, error);
        arena_release(visit->arena, mark);
        if (done && piece.size >= SPOOL_PIECE) {
            done = spool_add(spool, piece.bytes, piece.size, error);
            piece.size = 0;
        }
        if (!done || cancel_requested(visit->request->cancel)) break;
    }
    query_close(query);
    if (as_json) json_close_list(&json);
    done = done && spool_add(spool, buffer_text(&piece), piece.size, error);
    buffer_close(&piece);
    return done;
}

bool give_list(struct visit *visit, struct error *error) {
    const char *form = request_query(visit->request, "as");
    bool as_json = form && !strcmp(form, "json");
    const struct table *table;
    struct spool *spool;
    if (!find_table(visit, &table, error) ||
        !spool_open(visit->web->options->path, &spool, error))
        return false;
    if (!write_all(visit, table, as_json, spool, error)) {
        spool_close(spool);
        return false;
    }
    respond_spool(visit->request, as_json ? "application/json" : "text/csv; charset=utf-8", spool,
                  arena_format(visit->arena, "%s.%s", table->name, as_json ? "json" : "csv"));
    return true;
}
