#include "publish/edition.h"

#include <inttypes.h>
#include <string.h>

#include "publish/edition_parts.h"
#include "record/checkpoint_key.h"
#include "record/log.h"

/* ------------------------------------------------------------------ what is there */

/* The folders that an edition has are the only thing that may be in one that has no checkpoint. */
static bool is_ours(void *data, const char *name, struct error *error) {
    const struct edition_plan *plan = data;
    if (!strcmp(name, "tile") || !strcmp(name, "checkpoints") || strstr(name, ".new")) return true;
    return error_set(error, ERROR_CONFLICT,
                     "%s has files in it that are no publication (\"%.60s\"): "
                     "name a new folder",
                     plan->path, name);
}

static bool is_of_the_kind(struct arena *arena, const struct edition_plan *plan, bool begun,
                           struct error *error) {
    bool entries = files_is_folder(files_join(arena, plan->path, "tile/entries"));
    if (entries && !plan->entries)
        return error_set(error, ERROR_CONFLICT,
                         "%s is an edition for auditors, with the entries: "
                         "name another folder for the public one, or say --for auditor",
                         plan->path);
    if (begun && !entries && plan->entries)
        return error_set(error, ERROR_CONFLICT,
                         "%s is a public edition, in which entries must not "
                         "be: name another folder for auditors",
                         plan->path);
    return true;
}

/* The checkpoint that is there, which the record must have grown from. */
static bool read_before(struct arena *arena, const struct investigation *investigation,
                        const char *path, uint64_t *out_size, struct error *error) {
    struct store *store = investigation->store;
    struct digester digester = investigation->digester;
    struct note_key *keys;
    size_t count, size;
    char *bytes;
    struct note note;
    struct note_word *words;
    struct checkpoint checkpoint;
    struct merkle tree;
    if (!files_read(arena, path, NOTE_MOST, &bytes, &size, error)) return false;
    if (!note_read(arena, bytes, size, &note, error) ||
        !checkpoint_read(arena, note.text, note.size, &checkpoint, error))
        return error_within(error, "%s", path);
    if (strcmp(checkpoint.origin, investigation->origin) != 0)
        return error_set(error, ERROR_CONFLICT, "%s is of the log %s, not of %s", path,
                         checkpoint.origin, investigation->origin);
    if (!checkpoint_key_given(arena, &digester, store, investigation->origin, &keys, &count, error))
        return false;
    if (!note_verify(arena, &note, keys, count, &words, error))
        return error_within(error, "%s", path);
    if (!log_tree(store, &tree, error) ||
        !checkpoint_log_fits(store, &digester, tree.size, &checkpoint, path, error))
        return false;
    *out_size = checkpoint.size;
    return true;
}

static bool look(struct arena *arena, const struct investigation *investigation,
                 const struct edition_plan *plan, struct edition *edition, struct error *error) {
    const char *checkpoint = files_join(arena, plan->path, "checkpoint");
    bool begun = files_is_file(checkpoint);
    if (!is_of_the_kind(arena, plan, begun, error)) return false;
    if (!begun) return files_each(plan->path, is_ours, (void *)plan, error);
    if (!store_begin(investigation->store, STORE_READ, error)) return false;
    bool done = read_before(arena, investigation, checkpoint, &edition->before, error);
    store_rollback(investigation->store);
    return done;
}

/* Before the first file, so that an edition is of its kind from the beginning. */
static bool make_kind(struct arena *arena, const struct edition_plan *plan, struct error *error) {
    return !plan->entries ||
           (files_make_folder(files_join(arena, plan->path, "tile"), error) &&
            files_make_folder(files_join(arena, plan->path, "tile/entries"), error));
}

bool edition_open(struct arena *arena, const struct investigation *investigation,
                  const struct edition_plan *plan, struct edition *out_edition,
                  struct error *error) {
    struct edition edition = {.plan = plan};
    if (!files_make_folder(plan->path, error) || !files_lock(plan->path, &edition.lock, error))
        return false;
    if (look(arena, investigation, plan, &edition, error) && make_kind(arena, plan, error)) {
        *out_edition = edition;
        return true;
    }
    files_unlock(&edition.lock);
    return false;
}

void edition_close(struct edition *edition) {
    if (edition->plan) files_unlock(&edition->lock);
    edition->plan = NULL;
}

/* ------------------------------------------------------------------ writing */

bool edition_put(struct edition_writing *writing, const char *name, const void *bytes, size_t size,
                 struct error *error) {
    const struct edition_plan *plan = writing->edition->plan;
    if (cancel_requested(plan->cancel))
        return error_set(error, ERROR_CANCELLED, "interrupted: %s is what it was before",
                         plan->path);
    struct arena_mark mark = arena_mark(writing->arena);
    bool done = files_put(files_join(writing->arena, plan->path, name), bytes, size, error);
    arena_release(writing->arena, mark);
    writing->edition->files += done;
    return done;
}

bool edition_put_tile(struct edition_writing *writing, const struct tile *tile, const void *bytes,
                      size_t size, struct error *error) {
    char path[TILE_PATH_MOST];
    tile_path(tile, path);
    return edition_put(writing, path, bytes, size, error);
}

static bool write_checkpoints(struct edition_writing *writing, struct error *error) {
    for (size_t i = 0; i < writing->count; i++) {
        const struct checkpoint_kept *kept = &writing->checkpoint[i];
        struct arena_mark mark = arena_mark(writing->arena);
        const char *name = arena_format(writing->arena, "checkpoints/%" PRIu64, kept->size);
        bool done = edition_put(writing, name, kept->note, kept->note_size, error);
        arena_release(writing->arena, mark);
        if (!done) return false;
    }
    return true;
}

static bool write_all(struct edition_writing *writing, struct error *error) {
    const struct edition_plan *plan = writing->edition->plan;
    const struct checkpoint_kept *newest = &writing->checkpoint[writing->count - 1];
    if (plan->shown)
        progress_open(&writing->progress, "published entries",
                      (size_t)(writing->size - writing->edition->before));
    bool done = edition_write_hashes(writing, error) &&
                (!plan->entries || edition_write_entries(writing, error)) &&
                write_checkpoints(writing, error) && files_sync(plan->path, error);
    if (plan->shown) progress_close(&writing->progress);
    return done && files_write(files_join(writing->arena, plan->path, "checkpoint"), newest->note,
                               newest->note_size, error);
}

/* The newest is written anew even where it is there: it may have been signed by others since. */
bool edition_write(struct arena *arena, const struct investigation *investigation,
                   struct edition *edition, struct checkpoint_kept *out_newest,
                   struct error *error) {
    struct digester digester = investigation->digester;
    struct checkpoint_kept *checkpoint;
    size_t count;
    if (!store_begin(investigation->store, STORE_READ, error)) return false;
    bool done = checkpoint_log_from(arena, investigation->store, edition->before, &checkpoint,
                                    &count, error);
    if (done && count == 0)
        done = error_set(error, ERROR_NOT_FOUND, "no checkpoint of the record was ever signed");
    if (done) {
        struct edition_writing writing = {.arena = arena,
                                          .store = investigation->store,
                                          .digester = &digester,
                                          .edition = edition,
                                          .checkpoint = checkpoint,
                                          .count = count,
                                          .size = checkpoint[count - 1].size};
        done = write_all(&writing, error);
    }
    store_rollback(investigation->store);
    if (done) *out_newest = checkpoint[count - 1];
    return done;
}
