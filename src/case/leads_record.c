#include "case/leads_record.h"

#include <string.h>

#include "store/statements.h"

/* What is read of a kind. */
struct reading_leads {
    struct arena *arena;
    const struct given_names *given;
    const char *code; /* NULL: all documents */
    struct leads_person *person;
    size_t person_count, person_capacity;
    struct leads_document *document;
    size_t document_count, document_capacity;
};

static void take_person(struct reading_leads *reading, const char *rec, const json_t *fields) {
    struct leads_person person;
    if (!leads_person_read(reading->arena, reading->given, rec, fields, &person)) return;
    reading->person = arena_grow(reading->arena, reading->person, reading->person_count,
                                 &reading->person_capacity, sizeof person);
    reading->person[reading->person_count++] = person;
}

static void take_document(struct reading_leads *reading, const char *rec, const json_t *fields) {
    struct leads_document document;
    leads_document_read(reading->arena, reading->given, rec, fields, &document);
    if (reading->code && strcmp(document.code, reading->code) != 0) return;
    reading->document = arena_grow(reading->arena, reading->document, reading->document_count,
                                   &reading->document_capacity, sizeof document);
    reading->document[reading->document_count++] = document;
}

/* The column of the role, which spares making records of all those who are not missing. */
static int role_column(const struct table *table) {
    for (int i = 0; i < table->column_count; i++)
        if (!strcmp(table->column[i].name, "role")) return TABLE_COLUMNS + i;
    return -1;
}

static bool read_kind(struct reading_leads *reading, const struct tables *tables, const char *kind,
                      void (*take)(struct reading_leads *, const char *, const json_t *),
                      struct error *error) {
    const struct table *table = tables_find(tables, kind);
    int role = role_column(table);
    struct query *query;
    bool row, done;
    if (!query_open(tables->store, &table->rows, &query, error)) return false;
    while ((done = query_step(query, &row, error)) && row) {
        if (role >= 0 && strcmp(query_text(query, role), "missing") != 0) continue;
        json_t *fields = json_object();
        done = tables_fields(table, query, fields, error);
        if (done) take(reading, query_text(query, TABLE_REC), fields);
        json_decref(fields);
        if (!done) break;
    }
    query_close(query);
    return done;
}

bool leads_read_missing(struct arena *arena, const struct tables *tables,
                        const struct given_names *given, struct leads_list *out_list,
                        struct error *error) {
    struct reading_leads reading = {.arena = arena, .given = given};
    if (!read_kind(&reading, tables, "person", take_person, error)) return false;
    *out_list = leads_list_make(arena, reading.person, (int)reading.person_count);
    return true;
}

bool leads_read_documents(struct arena *arena, const struct tables *tables,
                          const struct given_names *given, const char *code,
                          struct leads_document **out_document, size_t *out_count,
                          struct error *error) {
    struct reading_leads reading = {.arena = arena, .given = given, .code = code};
    if (!read_kind(&reading, tables, "document", take_document, error)) return false;
    *out_document = reading.document;
    *out_count = reading.document_count;
    return true;
}

bool leads_missing_version(const struct tables *tables, int64_t *out_version,
                           struct error *error) {
    struct query *query;
    bool row, done;
    if (!query_open(tables->store, &MISSING_VERSION, &query, error)) return false;
    done = query_step(query, &row, error);
    if (done) *out_version = query_int(query, 0);
    query_close(query);
    return done;
}
