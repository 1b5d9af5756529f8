#include "record/history.h"

#include <string.h>

#include "record/vault.h"
#include "store/query.h"
#include "store/statements.h"

static const char *const OF_THE_REVISION[] = {"reason", "recorded", "clock_error"};

static bool is_of_the_revision(const char *name) {
    for (size_t i = 0; i < sizeof OF_THE_REVISION / sizeof *OF_THE_REVISION; i++)
        if (!strcmp(name, OF_THE_REVISION[i])) return true;
    return false;
}

/* The revision that this one follows, the first of several; NULL: none. */
static const struct history_revision *parent_of(const struct history *history,
                                                const struct history_revision *revision) {
    const struct entry *entry = &revision->line.entry;
    for (size_t i = 0; i < history->count && entry->prev_count > 0; i++)
        if (digest_equal(&history->revision[i].line.leaf, &entry->prev[0]))
            return &history->revision[i];
    return NULL;
}

const json_t *history_before(const struct history *history, const struct history_revision *revision,
                             const char *field) {
    const struct history_revision *parent = parent_of(history, revision);
    return parent ? json_object_get(parent->fields, field) : NULL;
}

static void find_changes(struct arena *arena, const struct history *history,
                         struct history_revision *revision) {
    const struct schema *schema = revision->schema;
    if (!schema || !parent_of(history, revision)) return;
    revision->changed = arena_new(arena, const struct schema_field *, schema->field_count);
    for (int i = 0; i < schema->field_count; i++) {
        const struct schema_field *field = &schema->fields[i];
        const json_t *after = json_object_get(revision->fields, field->name);
        const json_t *before = history_before(history, revision, field->name);
        bool same = after && before ? json_equal(after, before) : after == before;
        if (!same && !is_of_the_revision(field->name))
            revision->changed[revision->changed_count++] = field;
    }
}

static bool is_followed(const struct history *history, const struct digest *leaf) {
    for (size_t i = 0; i < history->count; i++)
        for (size_t p = 0; p < history->revision[i].line.entry.prev_count; p++)
            if (digest_equal(&history->revision[i].line.entry.prev[p], leaf)) return true;
    return false;
}

/* ------------------------------------------------------------------ opening */

static bool open_blob(struct arena *arena, struct digester *digester,
                      struct history_revision *revision, const void *bytes, size_t size,
                      struct error *error) {
    struct vault_contents contents;
    struct error failure = {0};
    const struct entry *entry = &revision->line.entry;
    if (!vault_open(arena, digester, entry, bytes, size, &contents, &failure)) {
        revision->problem = arena_copy(arena, failure.text);
        if (!vault_open(arena, digester, entry, NULL, 0, &contents, error)) return false;
    }
    revision->fields = contents.fields;
    revision->unopened = contents.unopened;
    return true;
}

static bool open_revision(struct arena *arena, struct digester *digester, struct store *log,
                          struct history_revision *revision, struct error *error) {
    struct query *query;
    bool row;
    size_t size = 0;
    if (!query_open(log, &VAULT_DISCLOSURES, &query, error)) return false;
    query_bind_int(query, 1, (int64_t)revision->line.index);
    bool done = query_step(query, &row, error);
    if (done) {
        const void *bytes = row ? query_blob(query, 0, &size) : NULL;
        done = open_blob(arena, digester, revision, bytes, size, error);
    }
    query_close(query);
    return done;
}

static bool open_revisions(struct arena *arena, struct store *log,
                           const struct authority *authority, struct history *history,
                           struct error *error) {
    struct digester digester = {0};
    bool done = digest_open(&digester, error);
    for (size_t i = 0; done && i < history->count; i++) {
        struct history_revision *revision = &history->revision[i];
        const struct authority_schema *own =
            authority_schema(authority, &revision->line.entry.schema);
        revision->schema = own ? own->schema : NULL;
        done = open_revision(arena, &digester, log, revision, error);
    }
    digest_close(&digester);
    return done;
}

bool history_read(struct arena *arena, struct store *log, const struct authority *authority,
                  const struct identifier *rec, struct history *out_history,
                  struct error *error) {
    struct log_line *lines;
    struct history history = {0};
    if (!log_revisions(arena, log, rec, INT64_MAX, &lines, &history.count, error)) return false;
    if (history.count == 0)
        return error_set(error, ERROR_NOT_FOUND, "there is no record %s", rec->text);
    history.revision = arena_new(arena, struct history_revision, history.count);
    for (size_t i = 0; i < history.count; i++) history.revision[i].line = lines[i];
    if (!open_revisions(arena, log, authority, &history, error)) {
        history_close(&history);
        return false;
    }
    for (size_t i = 0; i < history.count; i++) {
        history.revision[i].head = !is_followed(&history, &history.revision[i].line.leaf);
        find_changes(arena, &history, &history.revision[i]);
    }
    *out_history = history;
    return true;
}

void history_close(struct history *history) {
    for (size_t i = 0; i < history->count; i++) json_decref(history->revision[i].fields);
    history->count = 0;
}
