/* A record: what it says, what refers to it, and how it came to say so. */
#include <stdlib.h>
#include <string.h>

#include "base/encode.h"
#include "case/record_words.h"
#include "http/page_entry.h"
#include "http/page_record.h"
#include "record/history.h"
#include "record/label.h"
#include "store/statements.h"
#include "web/chains.h"
#include "web/date_text.h"
#include "web/media_section.h"
#include "web/pages.h"
#include "web/record_sections.h"
#include "web/record_versions.h"

enum { RELATED_MOST = 40 /* of one kind, and the rest is counted */ };

/* ------------------------------------------------------------------ what refers to it */

static struct page_record_related *group_of(const struct visit *visit, const struct table *table,
                                            struct page_record *page) {
    struct page_record_related *groups = (struct page_record_related *)page->related;
    const char *name = kinds_text(visit, table->schema);
    for (size_t i = 0; i < page->related_count; i++)
        if (!strcmp(groups[i].name, name)) return &groups[i];
    if (!groups)
        page->related = groups =
            arena_new(visit->arena, struct page_record_related, visit->tables->count);
    struct page_record_related *group = &groups[page->related_count++];
    *group = (struct page_record_related){
        .name = name,
        .records = arena_new(visit->arena, struct page_record_related_records, RELATED_MOST)};
    return group;
}

static bool show_mention(const struct visit *visit, struct query *query, struct page_record *page,
                         struct error *error) {
    const struct table *table = tables_find(visit->tables, query_text(query, 3));
    const struct schema_field *field =
        table ? schema_field_find(table->schema, query_text(query, 1)) : NULL;
    if (!field || !schema_may_look(table->schema, visit->roles) || !schema_may_read(field, visit->roles))
        return true;
    /* Files that show it are pictures on the page. */
    if (!strcmp(table->schema->kind, "media") && !strcmp(field->name, "subjects")) return true;
    struct page_record_related *group = group_of(visit, table, page);
    struct page_record_related_records *records =
        (struct page_record_related_records *)group->records;
    const char *rec = query_text(query, 2);
    const char *address = record_address(visit->arena, rec);
    for (size_t i = 0; i < group->records_count; i++)
        if (!strcmp(records[i].address, address)) return true;
    if (group->records_count == RELATED_MOST) {
        group->more++;
        return true;
    }
    struct page_record_related_records *record = &records[group->records_count++];
    record->address = address;
    record->as = field_text(visit, field);
    if (!query_is_null(query, 4)) {
        record->label = arena_copy(visit->arena, query_text(query, 4));
        return true;
    }
    return record_label(visit, rec, &record->label, error);
}

static bool show_related(const struct visit *visit, const char *rec, struct page_record *page,
                         struct error *error) {
    struct query *query;
    bool row, done;
    if (!query_open(visit->tables->store, &MENTIONS_OF, &query, error)) return false;
    query_bind_text(query, 1, rec);
    while ((done = query_step(query, &row, error)) && row)
        if (!(done = show_mention(visit, query, page, error))) break;
    query_close(query);
    return done;
}

/* ------------------------------------------------------------------ its history */

static bool show_changes(const struct visit *visit, const struct history *history,
                         const struct history_revision *revision,
                         struct page_record_revisions *out, struct error *error) {
    struct page_record_revisions_changes *changes =
        arena_new(visit->arena, struct page_record_revisions_changes, revision->changed_count);
    for (size_t i = 0; i < revision->changed_count; i++) {
        const struct schema_field *field = revision->changed[i];
        struct page_record_revisions_changes *change = &changes[out->changes_count];
        if (!schema_may_read(field, visit->roles)) continue;
        change->name = field_text(visit, field);
        if (!shown_line(visit, field, history_before(history, revision, field->name),
                        &change->from, error) ||
            !shown_line(visit, field, json_object_get(revision->fields, field->name), &change->to,
                        error))
            return false;
        out->changes_count++;
    }
    out->changes = changes;
    return true;
}

static bool show_revision(const struct visit *visit, const struct history *history,
                          const struct history_revision *revision,
                          struct page_record_revisions *out, struct error *error) {
    const struct entry *entry = &revision->line.entry;
    char leaf[ENCODE_BASE64_LENGTH(DIGEST_SIZE) + 1];
    encode_text(ENCODING_BASE64, revision->line.leaf.byte, DIGEST_SIZE, leaf);
    const char *reason = json_string_value(json_object_get(revision->fields, "reason"));
    *out = (struct page_record_revisions){
        .day = date_text(visit->arena, visit->language, entry->day),
        .index = (long long)revision->line.index,
        .outbox = revision->line.index >= visit->investigation->confirmed,
        .leaf = arena_copy(visit->arena, leaf),
        .reason = reason ? arena_copy(visit->arena, reason) : NULL,
        .problem = revision->problem,
        .head = revision->head};
    return label_of(visit->arena, visit->tables, entry->by.text, &out->by, error) &&
           show_changes(visit, history, revision, out, error);
}

static bool show_whole_history(const struct visit *visit, const char *rec,
                               struct page_record *page, struct error *error) {
    struct people *people = people_hold(&visit->web->people);
    struct identifier identifier;
    struct history history = {0};
    bool done = identifier_read(rec, strlen(rec), IDENTIFIER_RECORD, &identifier, error) &&
                history_read(visit->arena, visit->investigation->store, &people->authority,
                             &identifier, &history, error);
    struct page_record_revisions *list =
        arena_new(visit->arena, struct page_record_revisions, history.count);
    /* Newest first: what was changed last is what is asked for. */
    for (size_t i = 0; i < history.count && done; i++)
        done = show_revision(visit, &history, &history.revision[history.count - 1 - i], &list[i],
                             error);
    page->revisions = list;
    page->revisions_count = history.count;
    if (done) history_close(&history);
    people_release(&visit->web->people, people);
    return done;
}

/* A record that was never changed has its history in its table. */
static bool show_history(const struct visit *visit, const char *rec, struct view *view,
                         struct error *error) {
    const struct version *only = &view->version[0];
    if (view->page->forked || only->rev > 1)
        return show_whole_history(visit, rec, view->page, error);
    struct page_record_revisions *list = arena_new(visit->arena, struct page_record_revisions, 1);
    *list = (struct page_record_revisions){.day = only->day,
                                           .by = only->by,
                                           .index = only->index,
                                           .leaf = only->leaf,
                                           .reason = only->reason,
                                           .head = true};
    view->page->revisions = list;
    view->page->revisions_count = 1;
    return true;
}

/* ------------------------------------------------------------------ what can be added */

/* May a record of this kind refer to one of that kind? */
static bool refers_to(const struct schema *schema, const char *kind) {
    for (int i = 0; i < schema->field_count; i++) {
        const struct schema_field *field = &schema->fields[i];
        if (field->type != FIELD_REFERENCE) continue;
        for (int j = 0; j < field->words.count; j++)
            if (!strcmp(field->words.word[j], kind)) return true;
    }
    return false;
}

static void show_additions(const struct visit *visit, const struct table *table, const char *label,
                           struct page_record *page) {
    struct page_record_additions *list =
        arena_new(visit->arena, struct page_record_additions, visit->tables->count);
    for (int i = 0; i < visit->tables->count; i++) {
        const struct schema *schema = visit->tables->table[i].schema;
        if (!may_write_kind(schema, visit->roles) || !refers_to(schema, table->schema->kind))
            continue;
        /* Files are added in a form of their own. */
        if (!strcmp(schema->kind, "media")) continue;
        list[page->additions_count++] = (struct page_record_additions){
            .name = kind_text(visit, schema),
            .address = arena_format(visit->arena, "/records/%s/new?about=%s&kind=%s", schema->kind,
                                    address_part(visit->arena, label), table->schema->kind)};
    }
    page->additions = list;
}

/* ------------------------------------------------------------------ pages */

bool show_record(struct visit *visit, struct error *error) {
    const char *rec = request_parameter(visit->request, "rec");
    const char *saved = request_query(visit->request, "saved");
    struct page_record *page = arena_new(visit->arena, struct page_record, 1);
    struct view view = {.page = page};
    page->rec = rec;
    if (!record_versions_show(visit, rec, &view, error) ||
        !record_label(visit, rec, &page->label, error) ||
        !show_related(visit, rec, page, error) || !show_history(visit, rec, &view, error) ||
        !record_sections_show(visit, view.table, rec, page->label, view.version[0].index, page,
                              error) ||
        !media_grid_section(visit, view.table->schema, rec, page->label, page, error))
        return false;
    const struct schema *schema = view.table->schema;
    page->kind = schema->kind;
    page->kind_name = kind_text(visit, schema);
    page->kinds_name = kinds_text(visit, schema);
    page->writes = may_write_kind(schema, visit->roles);
    if (chain_has(schema)) page->chain = chain_address(visit, rec);
    /* What was saved just now, as a receipt. */
    page->saved = saved && strtoll(saved, NULL, 10) == view.version[0].index && !page->forked;
    page->saved_index = view.version[0].index;
    page->saved_outbox = (uint64_t)page->saved_index >= visit->investigation->confirmed;
    page->saved_leaf = view.version[0].leaf;
    show_additions(visit, view.table, page->label, page);
    page->frame = visit_frame(visit,
                              arena_format(visit->arena, "%s %s", page->kind_name, page->label),
                              "/records");
    page_record(visit_page(visit), page);
    return true;
}

/* The entry itself, as it stands in the log. What is sealed is not in it. */
bool show_entry(struct visit *visit, struct error *error) {
    const char *text = request_parameter(visit->request, "index");
    struct log_line line;
    char *end, leaf[ENCODE_BASE64_LENGTH(DIGEST_SIZE) + 1];
    unsigned long long index = strtoull(text, &end, 10);
    if (*end || !*text || strlen(text) > 18)
        return error_set(error, ERROR_NOT_FOUND, "%s",
                         say(visit->language, "There is no such entry."));
    if (!log_read(visit->arena, visit->investigation->store, index, &line, error)) return false;
    encode_text(ENCODING_BASE64, line.leaf.byte, DIGEST_SIZE, leaf);
    const struct schema *schema = schema_find(line.entry.kind);
    bool readable = schema && schema_may_look(schema, visit->roles);
    struct page_entry page = {
        .frame = visit_frame(visit, arena_format(visit->arena, "%s %llu",
                                                 say(visit->language, "Entry"), index), NULL),
        .index = (long long)index,
        .outbox = index >= visit->investigation->confirmed,
        .leaf = leaf,
        .bytes = arena_copy_part(visit->arena, line.bytes, line.size),
        .address = readable ? record_address(visit->arena, line.entry.rec.text) : NULL};
    page_entry(visit_page(visit), &page);
    return true;
}

/* What is on the tag leads to the record. */
bool show_code(struct visit *visit, struct error *error) {
    const char *code = request_parameter(visit->request, "code");
    struct query *query;
    bool row;
    if (!query_open(visit->tables->store, &HEADS_BY_CODE, &query, error)) return false;
    query_bind_text(query, 1, code);
    const char *rec = NULL;
    bool done;
    /* Whether somebody has a code that is for others is not said. */
    while ((done = query_step(query, &row, error)) && row && !rec)
        if (schema_may_look(schema_find(query_text(query, 2)), visit->roles))
            rec = arena_copy(visit->arena, query_text(query, 1));
    if (done && rec) respond_redirect(visit->request, record_address(visit->arena, rec));
    else if (done)
        respond_redirect(visit->request,
                         arena_format(visit->arena, "/find?q=%s",
                                      address_part(visit->arena, code)));
    query_close(query);
    return done;
}
