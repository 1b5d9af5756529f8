#include "web/remains_section.h"

#include <string.h>

#include "case/decisions.h"
#include "case/family.h"
#include "http/page_record.h"
#include "record/label.h"
#include "store/statements.h"
#include "web/family_page.h"
#include "web/wishes.h"

/* May there be more of the person than this? */
static bool is_partial(const json_t *fields) {
    const char *kind = json_string_value(json_object_get(fields, "kind"));
    if (json_is_true(json_object_get(fields, "complete"))) return false;
    return !kind || strcmp(kind, "body") != 0 || json_is_false(json_object_get(fields, "complete"));
}

/* The name of the family that a person is of; "" for none. */
static bool family_of_person(const struct visit *visit, const char *rec, const char **out_name,
                             struct error *error) {
    struct query *query;
    bool row;
    if (!query_open(visit->tables->store, &RELATIVE_OF_RECORD, &query, error)) return false;
    query_bind_text(query, 1, rec);
    bool done = query_step(query, &row, error);
    *out_name = done && row ? arena_copy(visit->arena, query_text(query, 1)) : "";
    query_close(query);
    return done;
}

static bool show_told(const struct visit *visit, const struct decision *decision,
                      struct page_record_told *out, struct error *error) {
    struct family_record family;
    const char *name;
    *out = (struct page_record_told){.person = decision->person,
                                     .address = record_address(visit->arena,
                                                               decision->person_rec)};
    if (!family_of_person(visit, decision->person_rec, &name, error)) return false;
    if (!*name) return true;
    out->family = name;
    out->family_address = family_address(visit->arena, name);
    return family_read(visit->arena, visit->tables, name, &family, error) &&
           wishes_show(visit, &family, &out->wishes, error);
}

/* Who may not read of families is told that there is something to ask. */
bool remains_section(const struct visit *visit, const struct record_seen *record,
                     struct page_record *page, struct error *error) {
    struct decisions decisions;
    if (!is_partial(record->fields)) return true;
    if (!decisions_read_about(visit->arena, visit->investigation, visit->tables, &record->rec, 1,
                              &decisions, error))
        return false;
    bool reads = schema_may_look(schema_find("person"), visit->roles);
    struct page_record_told *told =
        arena_new(visit->arena, struct page_record_told, decisions.count);
    for (int i = 0; i < decisions.count; i++) {
        if (decisions.decision[i].state != DECISION_CONFIRMED) continue;
        page->ask = !reads;
        if (reads && !show_told(visit, &decisions.decision[i], &told[page->told_count++], error))
            return false;
    }
    page->told = told;
    return true;
}
