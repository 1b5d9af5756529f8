#include "web/document_section.h"

#include <string.h>

#include "http/page_record.h"
#include "web/candidates.h"
#include "web/zone_show.h"

static void show_zone(const struct visit *visit, const struct record_seen *record,
                      struct page_record *page) {
    const char *lines = json_string_value(json_object_get(record->fields, "mrz"));
    struct error unreadable = {0};
    struct mrz mrz;
    if (!lines || !*lines) return;
    lines = arena_copy(visit->arena, lines);
    /* What is wrong with the lines is a note beside the candidates, and a fault of nobody. */
    if (mrz_read(visit->arena, lines, strlen(lines), &mrz, &unreadable))
        page->zone = zone_show(visit, &mrz);
}

bool document_section(const struct visit *visit, const struct record_seen *record,
                      struct page_record *page, struct error *error) {
    show_zone(visit, record, page);
    if (!candidates_may_read(visit)) return true;
    struct leads_document document;
    struct given_names given = given_names_make(visit->arena);
    leads_document_read(visit->arena, &given, record->rec, record->fields, &document);
    return candidates_show(visit, &document, &page->candidates, error);
}
