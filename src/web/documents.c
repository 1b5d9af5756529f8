/* Documents, with what their zones say and whom they lead to. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "http/page_documents.h"
#include "web/candidates.h"
#include "web/list.h"
#include "web/paging.h"

/* What all rows are made with. */
struct listing {
    const struct visit *visit;
    const struct table *table;
    struct given_names given;
    struct missing_list *missing; /* NULL: the visitor may not read of them */
};

static void show_zone_state(const struct listing *listing, const json_t *fields,
                            struct page_documents_rows *row) {
    const struct visit *visit = listing->visit;
    const char *lines = json_string_value(json_object_get(fields, "mrz"));
    struct error unreadable = {0};
    struct mrz mrz = {0};
    if (!lines || !*lines) return;
    lines = arena_copy(visit->arena, lines);
    if (!mrz_read(visit->arena, lines, strlen(lines), &mrz, &unreadable) || !mrz.zone_count)
        row->zone = say(visit->language, "no whole zone");
    else if (mrz_agrees(&mrz.zone[0])) row->zone = say(visit->language, "agrees");
    else row->failing = mrz_failing(visit->arena, &mrz.zone[0]);
}

/* The best candidate; the reasons are for the document's own page. */
static struct missing_lead find_lead(const struct listing *listing, int64_t index,
                                     struct leads_document *document) {
    struct arena *arena = listing->visit->arena;
    struct missing_now *now = &listing->visit->web->missing;
    struct missing_lead found;
    struct leads leads;
    if (missing_recall(now, listing->missing, index, &found)) return found;
    struct arena_mark mark = arena_mark(arena);
    leads_find(arena, &listing->missing->list, document, &leads);
    arena_release(arena, mark);
    found = (struct missing_lead){leads.count ? leads.lead[0].person : -1,
                                  leads.count ? leads.count - 1 + leads.more : 0,
                                  leads.count ? leads.lead[0].score : 0};
    missing_keep(now, listing->missing, index, &found);
    return found;
}

static void show_lead(const struct listing *listing, int64_t index,
                      struct leads_document *document, struct page_documents_rows *row) {
    const struct visit *visit = listing->visit;
    if (!listing->missing) return;
    struct missing_lead lead = find_lead(listing, index, document);
    if (lead.person < 0) return;
    const struct leads_person *person = &listing->missing->list.person[lead.person];
    row->lead = arena_copy(visit->arena, person->id);
    row->lead_address = record_address(visit->arena, person->rec);
    row->lead_name = arena_copy(visit->arena, candidates_name(person));
    row->score = lround(lead.score);
    row->more = lead.more;
}

static const char *word_of(const struct visit *visit, const char *field, const char *word) {
    return *word ? choice_named(visit, "document", field, word) : NULL;
}

static bool show_row(const struct listing *listing, int64_t index, struct page_documents_rows *out,
                     struct error *error) {
    const struct visit *visit = listing->visit;
    struct leads_document document;
    struct query *query;
    bool found;
    if (!query_open(visit->tables->store, &listing->table->row, &query, error)) return false;
    json_t *fields = json_object();
    query_bind_int(query, 1, index);
    bool done = query_step(query, &found, error) &&
                (!found || tables_fields(listing->table, query, fields, error));
    const char *rec = done && found ? arena_copy(visit->arena, query_text(query, TABLE_REC)) : "";
    query_close(query);
    leads_document_read(visit->arena, &listing->given, rec, fields, &document);
    *out = (struct page_documents_rows){
        .address = record_address(visit->arena, rec),
        .code = *document.code ? document.code : rec,
        .class = word_of(visit, "class", document.class),
        .found = word_of(visit, "found_where", document.found_where),
        .name = document.name_count ? document.name[0].text : ""};
    show_zone_state(listing, fields, out);
    json_decref(fields);
    show_lead(listing, index, &document, out);
    return done;
}

static bool show_rows(const struct listing *listing, const struct list *list, int64_t first,
                      struct page_documents *page, struct error *error) {
    const struct visit *visit = listing->visit;
    struct page_documents_rows *rows = arena_new(visit->arena, struct page_documents_rows, LIST_PAGE);
    struct query *query;
    bool row, done;
    if (!list_open(visit, list, first, LIST_PAGE, &query, error)) return false;
    while ((done = query_step(query, &row, error)) && row) {
        if (!(done = show_row(listing, query_int(query, LIST_INDEX), &rows[page->rows_count],
                              error)))
            break;
        page->rows_count++;
    }
    query_close(query);
    page->rows = rows;
    return done;
}

static bool show_list(const struct visit *visit, struct page_documents *page, struct error *error) {
    struct listing listing = {.visit = visit,
                              .table = tables_find(visit->tables, "document"),
                              .given = given_names_make(visit->arena)};
    struct list list = {.table = listing.table};
    struct missing_list *missing = NULL;
    int64_t count;
    if (!list_count(visit, &list, &count, error)) return false;
    struct paging paging = paging_of(visit, count, LIST_PAGE);
    page->reads = true;
    page->persons = candidates_may_read(visit);
    page->count = count;
    page->pager = paging_shown(visit, &paging, "/documents", "");
    if (page->persons && !missing_hold(&visit->web->missing, visit->tables, &missing, error))
        return false;
    listing.missing = missing;
    bool done = show_rows(&listing, &list, paging.first, page, error);
    if (missing) missing_release(&visit->web->missing, missing);
    return done;
}

bool show_documents(struct visit *visit, struct error *error) {
    const struct schema *schema = schema_find("document");
    struct page_documents page = {.writes = may_write_kind(schema, visit->roles)};
    if (schema_may_look(schema, visit->roles) && !show_list(visit, &page, error)) return false;
    page.frame = visit_frame(visit, say(visit->language, "Documents"), "/documents");
    page_documents(visit_page(visit), &page);
    return true;
}
