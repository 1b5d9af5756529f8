#include "web/record_sections.h"

#include <string.h>

#include "web/document_section.h"
#include "web/media_section.h"
#include "web/remains_section.h"

static const struct {
    const char *kind;
    record_section *show;
} SECTIONS[] = {
    {"document", document_section},
    {"media", media_section},
    {"remains", remains_section},
};

enum { SECTION_COUNT = sizeof SECTIONS / sizeof *SECTIONS };

static bool has_any(const char *kind) {
    for (int i = 0; i < SECTION_COUNT; i++)
        if (!strcmp(SECTIONS[i].kind, kind)) return true;
    return false;
}

bool record_sections_show(const struct visit *visit, const struct table *table, const char *rec,
                          const char *label, int64_t index, struct page_record *page,
                          struct error *error) {
    struct query *query;
    bool row;
    if (!has_any(table->schema->kind)) return true;
    if (!query_open(visit->tables->store, &table->row, &query, error)) return false;
    json_t *fields = json_object();
    query_bind_int(query, 1, index);
    bool done = query_step(query, &row, error) && (!row || tables_fields(table, query, fields, error));
    query_close(query);
    struct record_seen record = {.table = table, .rec = rec, .label = label, .fields = fields};
    for (int i = 0; i < SECTION_COUNT && done; i++)
        if (!strcmp(SECTIONS[i].kind, table->schema->kind))
            done = SECTIONS[i].show(visit, &record, page, error);
    json_decref(fields);
    return done;
}
