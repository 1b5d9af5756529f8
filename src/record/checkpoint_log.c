#include "record/checkpoint_log.h"

#include <inttypes.h>

#include "record/log.h"
#include "record/tile_table.h"
#include "store/query.h"
#include "store/statements.h"

/* ------------------------------------------------------------------ reading */

/* A row of size and note. */
static bool take(struct arena *arena, struct query *query, struct checkpoint_kept *out_kept,
                 struct error *error) {
    struct checkpoint_kept kept = {.size = (uint64_t)query_int(query, 0)};
    struct note note;
    struct error failure = {0};
    const void *bytes = query_blob(query, 1, &kept.note_size);
    kept.note = arena_copy_part(arena, bytes, kept.note_size);
    if (!note_read(arena, kept.note, kept.note_size, &note, &failure) ||
        !checkpoint_read(arena, note.text, note.size, &kept.checkpoint, &failure) ||
        kept.checkpoint.size != kept.size)
        return error_set(error, ERROR_CORRUPT,
                         "the checkpoint that is kept of %" PRIu64 " entries "
                         "cannot be read; run cairn verify",
                         kept.size);
    *out_kept = kept;
    return true;
}

bool checkpoint_log_newest(struct arena *arena, struct store *store, bool *out_found,
                           struct checkpoint_kept *out_kept, struct error *error) {
    struct query *query;
    bool row;
    if (!query_open(store, &CHECKPOINT_NEWEST, &query, error)) return false;
    bool done = query_step(query, &row, error) && (!row || take(arena, query, out_kept, error));
    if (done) *out_found = row;
    query_close(query);
    return done;
}

bool checkpoint_log_from(struct arena *arena, struct store *store, uint64_t size,
                         struct checkpoint_kept **out_kept, size_t *out_count,
                         struct error *error) {
    struct query *query;
    struct checkpoint_kept *kept = NULL;
    size_t count = 0, capacity = 0;
    bool row, done;
    if (!query_open(store, &CHECKPOINTS_FROM, &query, error)) return false;
    query_bind_int(query, 1, (int64_t)size);
    while ((done = query_step(query, &row, error)) && row) {
        kept = arena_grow(arena, kept, count, &capacity, sizeof *kept);
        if (!(done = take(arena, query, &kept[count++], error))) break;
    }
    query_close(query);
    if (!done) return false;
    *out_kept = kept;
    *out_count = count;
    return true;
}

/* ------------------------------------------------------------------ one growing tree */

static bool root_at(struct store *store, struct digester *digester, uint64_t size,
                    struct digest *out_root, struct error *error) {
    struct tile_source tiles;
    tile_table_open(store, size, &tiles);
    struct merkle_source source = tile_merkle_source(&tiles);
    return merkle_root_at(&source, digester, size, out_root, error);
}

bool checkpoint_log_fits(struct store *store, struct digester *digester, uint64_t size,
                         const struct checkpoint *checkpoint, const char *what,
                         struct error *error) {
    struct digest root;
    if (checkpoint->size > size)
        return error_set(error, ERROR_CONFLICT,
                         "%s is of %" PRIu64 " entries, and the record has "
                         "only %" PRIu64
                         ": this is an older copy of the record, or a part of it is "
                         "lost. Nothing was signed; find the newer copy",
                         what, checkpoint->size, size);
    if (!root_at(store, digester, checkpoint->size, &root, error)) return false;
    return digest_equal(&root, &checkpoint->root) ||
           error_set(error, ERROR_CONFLICT,
                     "%s is of other entries than the first %" PRIu64 " of "
                     "the record: there are two histories under one name. Nothing was signed; run "
                     "cairn verify, and find out which is the true one",
                     what, checkpoint->size);
}

/* ------------------------------------------------------------------ signing */

static bool check_tree(struct arena *arena, struct investigation *investigation,
                       struct merkle *out_tree, struct digest *out_root, struct error *error) {
    struct store *store = investigation->store;
    struct digester *digester = &investigation->digester;
    struct checkpoint_kept newest;
    bool found;
    if (!log_tree(store, out_tree, error) ||
        !root_at(store, digester, out_tree->size, out_root, error) ||
        !checkpoint_log_newest(arena, store, &found, &newest, error))
        return false;
    struct digest root = merkle_root(out_tree, digester);
    if (!digest_equal(&root, out_root))
        return error_set(
            error, ERROR_CORRUPT,
            "the entries do not make the tree that was kept; "
            "nothing was signed: run cairn verify, and restore the investigation from a "
            "backup");
    return !found || checkpoint_log_fits(store, digester, out_tree->size, &newest.checkpoint,
                                         "the newest checkpoint", error);
}

static bool keep(struct store *store, const struct checkpoint_kept *kept, struct error *error) {
    struct query *query;
    if (!query_open(store, &CHECKPOINT_ADD, &query, error)) return false;
    query_bind_int(query, 1, (int64_t)kept->size);
    query_bind_blob(query, 2, kept->note, kept->note_size);
    return query_run(query, error);
}

static bool sign(struct arena *arena, struct investigation *investigation,
                 const struct signing_key *signer, struct checkpoint_kept *out_kept,
                 struct error *error) {
    struct merkle tree;
    struct checkpoint checkpoint = {.origin = investigation->origin};
    struct buffer note = {0};
    if (!check_tree(arena, investigation, &tree, &checkpoint.root, error)) return false;
    checkpoint.size = tree.size;
    bool done = checkpoint_sign(&investigation->digester, &checkpoint, signer, &note, error);
    struct checkpoint_kept kept = {.size = tree.size, .checkpoint = checkpoint};
    if (done) {
        kept.note = arena_copy_part(arena, note.bytes, note.size);
        kept.note_size = note.size;
    }
    buffer_close(&note);
    if (!done || !keep(investigation->store, &kept, error)) return false;
    *out_kept = kept;
    return true;
}

bool checkpoint_log_sign(struct arena *arena, struct investigation *investigation,
                         const struct signing_key *signer, struct checkpoint_kept *out_kept,
                         struct error *error) {
    struct checkpoint_kept kept;
    if (!store_begin(investigation->store, STORE_APPEND, error)) return false;
    if (!sign(arena, investigation, signer, &kept, error)) {
        store_rollback(investigation->store);
        return false;
    }
    if (!store_commit(investigation->store, error)) return false;
    *out_kept = kept;
    return true;
}
