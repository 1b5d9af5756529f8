/* Where everybody begins: how far the work has come, and what was recorded last. */
#include <string.h>

#include "http/page_home.h"
#include "record/label.h"
#include "store/statements.h"
#include "web/handing.h"
#include "web/list.h"

enum { LATEST = 15 };

static bool count_of(const struct visit *visit, const char *kind, struct page_home_counts *out,
                     struct error *error) {
    const struct table *table = tables_find(visit->tables, kind);
    struct list list = {.table = table};
    int64_t count = 0;
    if (!list_count(visit, &list, &count, error)) return false;
    *out = (struct page_home_counts){.kind = kind, .name = kinds_text(visit, table->schema),
                                     .count = count};
    return true;
}

static bool show_counts(const struct visit *visit, struct page_home *page, struct error *error) {
    static const char *const kinds[] = {"site",     "grave",  "remains", "belonging", "document",
                                        "sample",   "person", "finding", "media",     "custody"};
    enum { KINDS = sizeof kinds / sizeof *kinds };
    struct page_home_counts *counts = arena_new(visit->arena, struct page_home_counts, KINDS);
    for (int i = 0; i < KINDS; i++) {
        if (!schema_may_look(schema_find(kinds[i]), visit->roles)) continue;
        if (!count_of(visit, kinds[i], &counts[page->counts_count++], error)) return false;
    }
    page->counts = counts;
    return true;
}

static bool show_one(const struct visit *visit, struct query *query, struct page_home_latest *out,
                     struct error *error) {
    const char *rec = arena_copy(visit->arena, query_text(query, 1));
    *out = (struct page_home_latest){
        .index = query_int(query, 0),
        .kind = kind_text(visit, schema_find(query_text(query, 2))),
        .address = record_address(visit->arena, rec)};
    if (!record_label(visit, rec, &out->label, error)) return false;
    if (!strcmp(out->label, rec)) out->label = say(visit->language, "without a number");
    return true;
}

static bool show_latest(const struct visit *visit, struct page_home *page, struct error *error) {
    struct page_home_latest *latest = arena_new(visit->arena, struct page_home_latest, LATEST);
    struct query *query;
    bool row, done;
    if (!query_open(visit->tables->store, &HEADS_BEFORE, &query, error)) return false;
    query_bind_int(query, 1, INT64_MAX);
    while (page->latest_count < LATEST && (done = query_step(query, &row, error)) && row) {
        const struct schema *schema = schema_find(query_text(query, 2));
        if (!schema || !schema_may_look(schema, visit->roles)) continue;
        if (!(done = show_one(visit, query, &latest[page->latest_count], error))) break;
        page->latest_count++;
    }
    query_close(query);
    page->latest = latest;
    return error->code == ERROR_NONE;
}

bool show_home(struct visit *visit, struct error *error) {
    struct page_home page = {.name = visit->web->name};
    int waiting;
    if (!handing_count(visit, &waiting, error)) return false;
    page.waiting = waiting;
    if (!show_counts(visit, &page, error) || !show_latest(visit, &page, error)) return false;
    page.frame = visit_frame(visit, say(visit->language, "Overview"), "/");
    page_home(visit_page(visit), &page);
    return true;
}
