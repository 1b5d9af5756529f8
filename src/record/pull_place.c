/* Where an entry that was judged belongs: into the log, or to what waits. */
#include <string.h>

#include "base/encode.h"
#include "record/pull_parts.h"
#include "store/query.h"
#include "store/statements.h"

static void see_nothing(void *data, const void *bytes, size_t size) {
    (void)data, (void)bytes, (void)size;
}

/* Copies the files into the folder of this copy; their names there. */
static bool store_files(struct pulling *pulling, const struct candidate *candidate, size_t count,
                        const char ***out_names, struct error *error) {
    const struct pull *pull = pulling->pull;
    const char **names = arena_new(&pulling->scratch, const char *, count);
    for (size_t i = 0; i < count; i++) {
        names[i] = candidate->own ? candidate->file[i]
                                  : vault_file_name(&pulling->scratch, pull->random);
        if (candidate->own) continue;
        const char *path = investigation_file(pulling->arena, pull->investigation, names[i]);
        if (!files_copy(arena_format(&pulling->scratch, "%s/%s", candidate->folder,
                                     candidate->file[i]),
                        path, see_nothing, NULL, error))
            return false;
        pulling->made = arena_grow(pulling->arena, pulling->made, pulling->made_count,
                                   &pulling->made_capacity, sizeof *pulling->made);
        pulling->made[pulling->made_count++] = path;
    }
    *out_names = names;
    return true;
}

/* ------------------------------------------------------------------ what waits */

static bool run_with_leaf(struct store *store, const struct statement *statement,
                          const struct digest *leaf, struct error *error) {
    struct query *query;
    if (!query_open(store, statement, &query, error)) return false;
    query_bind_blob(query, 1, leaf->byte, DIGEST_SIZE);
    return query_run(query, error);
}

static bool waits_already(struct store *store, const struct digest *leaf, bool *out_waits,
                          struct error *error) {
    struct query *query;
    if (!query_open(store, &WAITING_FIND, &query, error)) return false;
    query_bind_blob(query, 1, leaf->byte, DIGEST_SIZE);
    bool done = query_step(query, out_waits, error);
    query_close(query);
    return done;
}

static bool keep(struct pulling *pulling, const struct candidate *candidate,
                 const struct judged *judged, struct error *error) {
    struct store *store = pulling->log->store;
    struct query *query;
    const char **names;
    bool waits;
    if (!waits_already(store, &judged->leaf, &waits, error)) return false;
    if (waits) return true;
    if (!store_files(pulling, candidate, judged->entry.att_count, &names, error) ||
        !query_open(store, &WAITING_ADD, &query, error))
        return false;
    query_bind_blob(query, 1, judged->leaf.byte, DIGEST_SIZE);
    query_bind_blob(query, 2, candidate->bytes, candidate->size);
    query_bind_blob(query, 3, candidate->blob, candidate->blob_size);
    if (!query_run(query, error)) return false;
    for (size_t i = 0; i < judged->entry.att_count; i++) {
        if (!query_open(store, &WAITING_FILE_ADD, &query, error)) return false;
        query_bind_blob(query, 1, judged->leaf.byte, DIGEST_SIZE);
        query_bind_int(query, 2, (int64_t)i + 1);
        query_bind_text(query, 3, names[i]);
        if (!query_run(query, error)) return false;
    }
    return true;
}

/* ------------------------------------------------------------------ the log */

static bool take(struct pulling *pulling, const struct candidate *candidate,
                 const struct judged *judged, struct error *error) {
    struct append_log *log = pulling->log;
    uint64_t index = log->tree->size;
    const char **names;
    /* The row that waits goes first: it may be what the files belong to. */
    if (!store_files(pulling, candidate, judged->entry.att_count, &names, error) ||
        !run_with_leaf(log->store, &WAITING_FILES_REMOVE, &judged->leaf, error) ||
        !run_with_leaf(log->store, &WAITING_REMOVE, &judged->leaf, error) ||
        !log_add(log->store, log->digester, log->tree, &judged->leaf, &judged->entry,
                 candidate->bytes, candidate->size, error) ||
        !vault_add(log->store, index, candidate->blob, candidate->blob_size, names,
                   judged->entry.att_count, error))
        return false;
    *log->authority = judged->after;
    return true;
}

/* ------------------------------------------------------------------ the result */

/* An entry that was met before, as one that waits here, has its line already. */
static struct pull_entry *line_of(struct pulling *pulling, const char *leaf) {
    struct pull_result *result = pulling->result;
    const json_t *place = json_object_get(pulling->left, leaf);
    if (place) return &result->entry[json_integer_value(place)];
    result->entry = arena_grow(pulling->arena, result->entry, result->count, &pulling->capacity,
                               sizeof *result->entry);
    result->entry[result->count] = (struct pull_entry){.from = -1};
    return &result->entry[result->count++];
}

void pull_note(struct pulling *pulling, const struct candidate *candidate,
               const struct judged *judged) {
    char leaf[ENCODE_BASE64_LENGTH(DIGEST_SIZE) + 1];
    encode_text(ENCODING_BASE64, judged->leaf.byte, DIGEST_SIZE, leaf);
    struct pull_entry *entry = line_of(pulling, leaf);
    entry->fate = judged->fate;
    entry->leaf = judged->leaf;
    entry->why = judged->why ? arena_copy(pulling->arena, judged->why) : NULL;
    if (candidate->from >= 0) entry->from = candidate->from;
    if (judged->read) {
        entry->kind = arena_copy(pulling->arena, judged->entry.kind);
        entry->rec = judged->entry.rec;
        entry->by = judged->entry.by;
        entry->rev = judged->entry.rev;
    }
    json_int_t place = entry - pulling->result->entry;
    if (judged->fate == PULL_TAKEN) {
        entry->index = pulling->log->tree->size - 1; /* it is the last now */
        json_object_del(pulling->left, leaf);
        return;
    }
    json_object_set_new(pulling->left, leaf, json_integer(place));
    if (judged->read && entry->rev == 1)
        json_object_set_new(pulling->left, entry->rec.text, json_integer(place));
}

bool pull_place(struct pulling *pulling, const struct candidate *candidate,
                const struct judged *judged, struct error *error) {
    if (judged->fate == PULL_TAKEN && !take(pulling, candidate, judged, error)) return false;
    if (judged->fate == PULL_WAITS && !candidate->own && !keep(pulling, candidate, judged, error))
        return false;
    pull_note(pulling, candidate, judged);
    return true;
}
