/* Machine-readable lines that somebody typed or pasted: read, shown, and kept only where they say so. */
#include <string.h>

#include "case/document_zone.h"
#include "http/page_zone_read.h"
#include "web/candidates.h"
#include "web/form.h"
#include "web/pages.h"
#include "web/zone_show.h"

/* What was sent, as zones. False with `*out_fault` where it cannot be read at all. */
static bool read_zones(const struct visit *visit, const char **out_text, struct mrz *out_mrz,
                       const char **out_fault) {
    const char *text = request_field(visit->request, "zone");
    struct error unreadable = {0};
    *out_text = text ? text : "";
    *out_mrz = (struct mrz){0};
    if (mrz_read(visit->arena, *out_text, strlen(*out_text), out_mrz, &unreadable)) return true;
    *out_fault = arena_copy(visit->arena, unreadable.text);
    return false;
}

static bool writes_documents(const struct visit *visit) {
    return may_write_kind(schema_find("document"), visit->roles);
}

/* A document that would say what the zone does. */
static bool show_candidates(const struct visit *visit, const struct mrz_zone *zone,
                            struct page_zone_read *page, struct error *error) {
    struct given_names given = given_names_make(visit->arena);
    struct leads_document document;
    json_t *fields = json_object();
    json_object_set_new(fields, "mrz", json_string(document_zone_lines(visit->arena, zone)));
    leads_document_read(visit->arena, &given, NULL, fields, &document);
    json_decref(fields);
    page->persons = true;
    return candidates_show(visit, &document, &page->candidates, error);
}

bool show_zone(struct visit *visit, struct error *error) {
    struct page_zone_read page = {0};
    struct mrz mrz;
    bool read = read_zones(visit, &page.text, &mrz, &page.fault);
    page.none = read && !mrz.zone_count;
    page.zone = zone_show(visit, &mrz);
    page.keeps = mrz.zone_count == 1 && writes_documents(visit);
    /* Of several zones each would have candidates of its own: they are read one at a time. */
    if (mrz.zone_count == 1 && candidates_may_read(visit) &&
        !show_candidates(visit, &mrz.zone[0], &page, error))
        return false;
    page.frame = visit_frame(visit, say(visit->language, "Machine-readable lines"), "/documents");
    page_zone_read(visit_page(visit), &page);
    return true;
}

bool keep_document(struct visit *visit, struct error *error) {
    const struct schema *schema = schema_find("document");
    const char *text, *fault;
    struct mrz mrz;
    struct form form;
    if (!writes_documents(visit))
        return error_set(error, ERROR_DENIED, "documents are recorded by others: %s",
                         roles_text(visit, schema->signers));
    if (!read_zones(visit, &text, &mrz, &fault) || mrz.zone_count != 1)
        return error_set(error, ERROR_BAD_INPUT, "the lines are not one machine-readable zone");
    json_t *fields = json_object();
    document_zone_fields(visit->arena, &mrz.zone[0], fields);
    bool done = form_of_record(visit, schema, fields, &form, error);
    json_decref(fields);
    if (done) form_show(visit, &form, 200);
    return done;
}
