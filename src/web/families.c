/* The families, a line each. */
#include <stdlib.h>
#include <string.h>

#include "http/page_families.h"
#include "store/statements.h"
#include "web/family_page.h"
#include "web/form.h"
#include "web/list.h"
#include "web/paging.h"

int64_t visit_day(const struct visit *visit) {
    return visit->web->clock.unix_seconds(&visit->web->clock) / 86400;
}

bool family_may_read(const struct visit *visit, struct error *error) {
    const struct schema *schema = schema_find("person");
    if (schema_may_look(schema, visit->roles)) return true;
    return error_set(error, ERROR_DENIED, "families are for others: %s",
                     roles_text(visit, schema->readers));
}

bool family_sees_laboratory(const struct visit *visit) {
    return schema_may_look(schema_find("profile"), visit->roles) &&
           schema_may_look(schema_find("sample"), visit->roles);
}

const char *family_address(struct arena *arena, const char *family) {
    return arena_format(arena, "/families/%s", address_part(arena, family));
}

/* ------------------------------------------------------------------ a row */

static bool count_consents(const struct visit *visit, const char *family, long long *out_count,
                           struct error *error) {
    struct query *query;
    bool row;
    if (!query_open(visit->tables->store, &FAMILY_CONSENTS_IN_FORCE, &query, error)) return false;
    query_bind_text(query, 1, family);
    query_bind_int(query, 2, visit_day(visit));
    bool done = query_step(query, &row, error);
    if (done) *out_count = query_int(query, 0);
    query_close(query);
    return done;
}

static bool count_typed(const struct visit *visit, const char *family, long long *out_count,
                        struct error *error) {
    struct query *query;
    bool row, done;
    if (!query_open(visit->tables->store, &FAMILY_TYPED, &query, error)) return false;
    query_bind_text(query, 1, family);
    while ((done = query_step(query, &row, error)) && row) ++*out_count;
    query_close(query);
    return done;
}

static bool show_row(const struct visit *visit, struct query *query, bool typed,
                     struct page_families_rows *out, struct error *error) {
    const char *name = arena_copy(visit->arena, query_text(query, 0));
    *out = (struct page_families_rows){.name = name,
                                       .address = family_address(visit->arena, name),
                                       .persons = query_int(query, 1),
                                       .missing = query_int(query, 2),
                                       .references = query_int(query, 3),
                                       .day = arena_copy(visit->arena, query_text(query, 4))};
    return count_consents(visit, name, &out->consents, error) &&
           (!typed || count_typed(visit, name, &out->typed, error));
}

/* ------------------------------------------------------------------ the list */

static bool count_families(const struct visit *visit, int64_t *out_count, struct error *error) {
    struct query *query;
    bool row;
    if (!query_open(visit->tables->store, &FAMILIES_COUNT, &query, error)) return false;
    bool done = query_step(query, &row, error);
    if (done) *out_count = query_int(query, 0);
    query_close(query);
    return done;
}

static bool show_rows(const struct visit *visit, int64_t first, struct page_families *page,
                      struct error *error) {
    struct page_families_rows *rows = arena_new(visit->arena, struct page_families_rows, LIST_PAGE);
    struct query *query;
    bool row, done;
    if (!query_open(visit->tables->store, &FAMILIES_FROM, &query, error)) return false;
    query_bind_int(query, 1, LIST_PAGE);
    query_bind_int(query, 2, first);
    while ((done = query_step(query, &row, error)) && row) {
        if (!(done = show_row(visit, query, page->typed, &rows[page->rows_count], error))) break;
        page->rows_count++;
    }
    query_close(query);
    page->rows = rows;
    return done;
}

bool show_families(struct visit *visit, struct error *error) {
    int64_t count;
    if (!family_may_read(visit, error) || !count_families(visit, &count, error)) return false;
    struct paging paging = paging_of(visit, count, LIST_PAGE);
    struct page_families page = {.writes = may_write_kind(schema_find("person"), visit->roles),
                                 .typed = family_sees_laboratory(visit),
                                 .count = count,
                                 .pager = paging_shown(visit, &paging, "/families", "")};
    if (!show_rows(visit, paging.first, &page, error)) return false;
    page.frame = visit_frame(visit, say(visit->language, "Families"), "/families");
    page_families(visit_page(visit), &page);
    return true;
}

/* ------------------------------------------------------------------ a new one */

/* A family begins with whom it looks for; the person who records it gives the number. */
bool show_new_family(struct visit *visit, struct error *error) {
    const struct schema *schema = schema_find("person");
    struct form form;
    if (!may_write_kind(schema, visit->roles))
        return error_set(error, ERROR_DENIED, "families are recorded by others: %s",
                         roles_text(visit, schema->signers));
    json_t *fields = json_object();
    json_object_set_new(fields, "role", json_string("missing"));
    json_object_set_new(fields, "status", json_string("missing"));
    bool done = form_of_record(visit, schema, fields, &form, error);
    json_decref(fields);
    if (done) form_show(visit, &form, 200);
    return done;
}
