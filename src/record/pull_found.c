#include "record/pull_found.h"

#include <jansson.h>
#include <string.h>

#include "record/label.h"
#include "store/statements.h"

struct finding {
    struct arena *arena;
    const struct tables *tables;
    struct pull_found found;
    size_t fork_capacity, twice_capacity;
    struct error *error;
};

/* How many newest revisions the record has, and its code; NULL: none. */
static bool read_heads(struct finding *finding, const struct identifier *rec, size_t *out_heads,
                       const char **out_code) {
    struct query *query;
    bool row, done;
    *out_heads = 0;
    *out_code = NULL;
    if (!query_open(finding->tables->store, &HEADS_OF_RECORD, &query, finding->error)) return false;
    query_bind_text(query, 1, rec->text);
    while ((done = query_step(query, &row, finding->error)) && row) {
        if (!query_is_null(query, 2)) *out_code = arena_copy(finding->arena, query_text(query, 2));
        ++*out_heads;
    }
    query_close(query);
    return done;
}

static bool add_fork(struct finding *finding, const struct pull_entry *entry, size_t heads) {
    const char *label;
    struct pull_found *found = &finding->found;
    if (!label_of(finding->arena, finding->tables, entry->rec.text, &label, finding->error))
        return false;
    found->fork = arena_grow(finding->arena, found->fork, found->fork_count,
                             &finding->fork_capacity, sizeof *found->fork);
    found->fork[found->fork_count++] =
        (struct pull_fork){entry->rec, entry->kind, label, heads};
    return true;
}

/* Has another record of its kind the code? One is enough to say so. */
static bool look_for_code(struct finding *finding, const struct pull_entry *entry,
                          const char *code) {
    struct pull_found *found = &finding->found;
    struct query *query;
    bool row, done;
    if (!query_open(finding->tables->store, &HEADS_BY_CODE, &query, finding->error)) return false;
    query_bind_text(query, 1, code);
    while ((done = query_step(query, &row, finding->error)) && row) {
        const char *rec = query_text(query, 1);
        if (!strcmp(rec, entry->rec.text) || strcmp(query_text(query, 2), entry->kind) != 0)
            continue;
        found->twice = arena_grow(finding->arena, found->twice, found->twice_count,
                                  &finding->twice_capacity, sizeof *found->twice);
        struct pull_double *twice = &found->twice[found->twice_count++];
        *twice = (struct pull_double){.kind = entry->kind, .code = code, .taken = entry->rec};
        strncpy(twice->other.text, rec, sizeof twice->other.text - 1);
        break;
    }
    query_close(query);
    return done;
}

static bool look_at(struct finding *finding, const struct pull_entry *entry) {
    size_t heads;
    const char *code;
    return read_heads(finding, &entry->rec, &heads, &code) &&
           (heads < 2 || add_fork(finding, entry, heads)) &&
           (!code || look_for_code(finding, entry, code));
}

bool pull_find(struct arena *arena, const struct tables *tables, const struct pull_result *result,
               struct pull_found *out_found, struct error *error) {
    struct finding finding = {.arena = arena, .tables = tables, .error = error};
    json_t *seen = json_object();
    bool done = true;
    for (size_t i = 0; i < result->count && done; i++) {
        const struct pull_entry *entry = &result->entry[i];
        if (entry->fate != PULL_TAKEN || json_object_get(seen, entry->rec.text)) continue;
        json_object_set_new(seen, entry->rec.text, json_true());
        done = look_at(&finding, entry);
    }
    json_decref(seen);
    if (done) *out_found = finding.found;
    return done;
}
