/* What waits here: reading it, trying it again, and setting aside what may have to. */
#include <string.h>

#include "record/authority_load.h"
#include "record/pull_parts.h"
#include "store/query.h"
#include "store/statements.h"

/* ------------------------------------------------------------------ reading */

bool pull_last_waiting(struct store *store, int64_t *out_place, struct error *error) {
    struct query *query;
    bool row, has;
    *out_place = -1;
    if (!store_has_table(store, "waiting", &has, error)) return false;
    if (!has) return true;
    if (!query_open(store, &WAITING_LAST, &query, error)) return false;
    bool done = query_step(query, &row, error);
    if (done) *out_place = query_int(query, 0);
    query_close(query);
    return done;
}

static bool read_files(struct arena *arena, struct store *store, int64_t place,
                       struct candidate *candidate, struct error *error) {
    const char **names = NULL;
    size_t capacity = 0;
    struct query *query;
    bool row, done;
    if (!query_open(store, &WAITING_FILES_OF, &query, error)) return false;
    query_bind_int(query, 1, place);
    while ((done = query_step(query, &row, error)) && row &&
           query_int(query, 0) == (int64_t)candidate->file_count + 1) {
        names = arena_grow(arena, names, candidate->file_count, &capacity, sizeof *names);
        names[candidate->file_count++] = arena_copy(arena, query_text(query, 1));
    }
    query_close(query);
    candidate->file = names;
    return done;
}

bool pull_next_waiting(struct arena *arena, struct store *store, const char *folder, int64_t after,
                       int64_t *out_place, struct candidate *out_candidate, bool *out_found,
                       struct error *error) {
    struct candidate candidate = {.from = -1, .folder = folder};
    struct query *query;
    if (!store_has_table(store, "waiting", out_found, error)) return false;
    if (!*out_found) return true;
    if (!query_open(store, &WAITING_AFTER, &query, error)) return false;
    query_bind_int(query, 1, after);
    bool done = query_step(query, out_found, error);
    if (done && *out_found) {
        size_t size;
        *out_place = query_int(query, 0);
        const void *leaf = query_blob(query, 1, &size);
        if (size == DIGEST_SIZE) memcpy(candidate.leaf.byte, leaf, size);
        const char *bytes = query_blob(query, 2, &candidate.size);
        candidate.bytes = arena_copy_part(arena, bytes, candidate.size);
        bytes = query_blob(query, 3, &candidate.blob_size);
        candidate.blob = arena_copy_part(arena, bytes, candidate.blob_size);
    }
    query_close(query);
    if (!done || !*out_found) return done;
    if (!read_files(arena, store, *out_place, &candidate, error)) return false;
    *out_candidate = candidate;
    return true;
}

/* ------------------------------------------------------------------ each of them */

static bool each(struct pulling *pulling, int64_t last,
                 bool (*visit)(struct pulling *pulling, const struct candidate *candidate,
                               struct error *error),
                 struct error *error) {
    const char *folder =
        investigation_file(pulling->arena, pulling->pull->investigation, ".");
    struct candidate candidate;
    bool found = true;
    for (int64_t place = -1; found;) {
        arena_release(&pulling->scratch, (struct arena_mark){0});
        if (!pull_next_waiting(&pulling->scratch, pulling->log->store, folder, place, &place,
                               &candidate, &found, error))
            return false;
        if (!found || place > last) break;
        candidate.own = true;
        if (!visit(pulling, &candidate, error)) return false;
    }
    return true;
}

static bool note(struct pulling *pulling, const struct candidate *candidate, struct error *error) {
    struct judged judged = {.fate = PULL_WAITS};
    struct error ignored = {0};
    (void)error;
    judged.leaf = merkle_leaf(pulling->log->digester, candidate->bytes, candidate->size);
    judged.read = entry_read(&pulling->scratch, candidate->bytes, candidate->size, &judged.entry,
                             &ignored);
    pull_note(pulling, candidate, &judged);
    return true;
}

bool pull_note_waiting(struct pulling *pulling, struct error *error) {
    return each(pulling, INT64_MAX, note, error);
}

/* Whatever stands against it now, it stays: nothing that was kept is dropped. */
static bool try_one(struct pulling *pulling, const struct candidate *candidate,
                    struct error *error) {
    struct judged judged;
    if (!pull_judge(pulling, candidate, &judged, error)) return false;
    if (judged.fate == PULL_REFUSED) judged.fate = PULL_WAITS;
    if (pulling->looks) {
        judged.fate = PULL_WAITS;
        pull_note(pulling, candidate, &judged);
        return true;
    }
    return pull_place(pulling, candidate, &judged, error);
}

bool pull_try_waiting(struct pulling *pulling, int64_t last, struct error *error) {
    return each(pulling, last, try_one, error);
}

/* ------------------------------------------------------------------ setting aside */

static bool run_from(struct store *store, const struct statement *statement, uint64_t index,
                     struct error *error) {
    struct query *query;
    if (!query_open(store, statement, &query, error)) return false;
    query_bind_int(query, 1, (int64_t)index);
    return query_run(query, error);
}

bool pull_set_aside(struct pulling *pulling, uint64_t size, struct error *error) {
    static const struct statement *const STEPS[] = {
        &OUTBOX_SET_ASIDE,    &OUTBOX_FILES_SET_ASIDE, &OUTBOX_FILES_REMOVE,
        &OUTBOX_VAULT_REMOVE, &OUTBOX_REMOVE,
    };
    struct append_log *log = pulling->log;
    struct merkle tree;
    if (!log_tree_at(log->store, log->digester, size, &tree, error)) return false;
    for (size_t i = 0; i < sizeof STEPS / sizeof *STEPS; i++)
        if (!run_from(log->store, STEPS[i], size, error)) return false;
    *log->tree = tree;
    return log_store_tree(log->store, &tree, error) &&
           authority_load(log->authority->arena, log->digester, log->store, log->authority, error);
}
