#include "record/investigation.h"

#include <inttypes.h>
#include <string.h>

#include "record/device.h"
#include "record/log.h"
#include "store/query.h"
#include "store/statements.h"

char *investigation_file(struct arena *arena, const struct investigation *investigation,
                         const char *name) {
    return arena_format(arena, "%s/files/%s", investigation->path, name);
}

/* ------------------------------------------------------------------ what it says of itself */

bool investigation_meta(struct arena *arena, struct store *store, const char *name,
                        const char **out_value, struct error *error) {
    struct query *query;
    bool row;
    if (!query_open(store, &META_VALUE, &query, error)) return false;
    query_bind_text(query, 1, name);
    bool done = query_step(query, &row, error);
    if (done) *out_value = row ? arena_copy(arena, query_text(query, 0)) : NULL;
    query_close(query);
    return done;
}

static bool read_meta(struct arena *arena, struct store *store, const char *name,
                      const char **out_value, struct error *error) {
    const char *value;
    if (!investigation_meta(arena, store, name, &value, error)) return false;
    if (!value) return error_set(error, ERROR_CORRUPT, "it does not say its %s", name);
    *out_value = value;
    return true;
}

static bool count_log(struct store *store, uint64_t *out_size, struct error *error) {
    struct query *query;
    bool row;
    if (!query_open(store, &LOG_SIZE, &query, error)) return false;
    bool done = query_step(query, &row, error);
    if (done) *out_size = (uint64_t)query_int(query, 0);
    query_close(query);
    return done;
}

/* The last leaf, if it stands alone, is the last peak of the tree. */
static bool check_last(struct arena *arena, struct investigation *investigation,
                       struct error *error) {
    const struct merkle *tree = &investigation->tree;
    struct log_line line;
    if (tree->size == 0) return true;
    if (!log_read(arena, investigation->store, tree->size - 1, &line, error)) return false;
    struct digest leaf = merkle_leaf(&investigation->digester, line.bytes, line.size);
    const struct digest *last = &tree->peak[__builtin_popcountll(tree->size) - 1];
    if (digest_equal(&leaf, &line.leaf) && (tree->size % 2 == 0 || digest_equal(last, &leaf)))
        return true;
    return error_set(error, ERROR_CORRUPT, "entry %" PRIu64 " is not what the tree has; restore it "
                     "from a backup", line.index);
}

static bool check(struct arena *arena, struct investigation *investigation, struct error *error) {
    struct store *store = investigation->store;
    const char *format;
    uint64_t size;
    if (!read_meta(arena, store, "format", &format, error) ||
        !read_meta(arena, store, "origin", &investigation->origin, error))
        return false;
    if (strcmp(format, INVESTIGATION_FORMAT) != 0)
        return error_set(error, ERROR_BAD_INPUT, "it is \"%s\", which this version of Cairn does "
                         "not read", format);
    if (!entry_check_origin(investigation->origin, error) ||
        !log_tree(store, &investigation->tree, error) || !count_log(store, &size, error))
        return false;
    if (size != investigation->tree.size)
        return error_set(error, ERROR_CORRUPT, "it has %" PRIu64 " entries, and a tree of %" PRIu64
                         "; restore it from a backup", size, investigation->tree.size);
    return check_last(arena, investigation, error) && device_read(arena, investigation, error);
}

/* ------------------------------------------------------------------ files that nobody knows */

struct orphans {
    struct arena *arena;
    struct store *store;
    const char **name;
    size_t count, capacity;
};

static bool look(void *data, const char *name, struct error *error) {
    struct orphans *orphans = data;
    struct query *query;
    bool row;
    if (!query_open(orphans->store, &VAULT_FILE_KNOWN, &query, error)) return false;
    query_bind_text(query, 1, name);
    bool done = query_step(query, &row, error);
    query_close(query);
    if (!done || row) return done;
    orphans->name = arena_grow(orphans->arena, orphans->name, orphans->count, &orphans->capacity,
                               sizeof *orphans->name);
    orphans->name[orphans->count++] = arena_copy(orphans->arena, name);
    return true;
}

static bool drop_orphans(struct arena *arena, const struct investigation *investigation,
                         struct error *error) {
    struct orphans orphans = {.arena = arena, .store = investigation->store};
    if (!files_each(investigation_file(arena, investigation, ""), look, &orphans, error))
        return false;
    for (size_t i = 0; i < orphans.count; i++)
        if (!files_remove(investigation_file(arena, investigation, orphans.name[i]), error))
            return false;
    return true;
}

/* ------------------------------------------------------------------ opening */

/* A record that was begun by a program without devices has no tables for what waits. */
static bool make_waiting(struct investigation *investigation, struct error *error) {
    struct store *store = investigation->store;
    bool has;
    if (!store_begin(store, STORE_READ, error)) return false;
    bool done = store_has_table(store, "waiting", &has, error);
    store_rollback(store);
    if (!done || has) return done;
    if (!store_begin(store, STORE_APPEND, error)) return false;
    done = store_run_script(store, &RECORD_MAKE_WAITING, error) && store_commit(store, error);
    store_rollback(store);
    return done;
}

static bool open_all(struct arena *arena, struct investigation *investigation,
                     enum investigation_access access, struct error *error) {
    const char *database = files_join(arena, investigation->path, "record.db");
    if (!files_is_file(database))
        return error_set(error, ERROR_NOT_FOUND, "it is no investigation; cairn init makes one");
    if (access == INVESTIGATION_APPEND) {
        if (!files_lock(investigation->path, &investigation->lock, error)) return false;
        investigation->locked = true;
    }
    if (!digest_open(&investigation->digester, error) ||
        !store_open(arena, database, STORE_ON_DISK, &investigation->store, error) ||
        (access == INVESTIGATION_APPEND && !make_waiting(investigation, error)) ||
        !store_begin(investigation->store, STORE_READ, error))
        return false;
    bool done = check(arena, investigation, error) &&
                (access == INVESTIGATION_READ || drop_orphans(arena, investigation, error));
    store_rollback(investigation->store);
    return done;
}

bool investigation_open(struct arena *arena, const char *path, enum investigation_access access,
                        struct investigation *out_investigation, struct error *error) {
    struct investigation investigation = {.path = arena_copy(arena, path)};
    if (open_all(arena, &investigation, access, error)) {
        *out_investigation = investigation;
        return true;
    }
    investigation_close(&investigation);
    return error_within(error, "%s", path);
}

void investigation_close(struct investigation *investigation) {
    store_close(investigation->store);
    investigation->store = NULL;
    digest_close(&investigation->digester);
    if (investigation->locked) files_unlock(&investigation->lock);
    investigation->locked = false;
}

/* ------------------------------------------------------------------ making */

static bool add_meta(struct store *store, const char *name, const char *value,
                     struct error *error) {
    struct query *query;
    if (!query_open(store, &META_ADD, &query, error)) return false;
    query_bind_text(query, 1, name);
    query_bind_text(query, 2, value);
    return query_run(query, error);
}

bool investigation_make(struct arena *arena, const char *path, const char *origin,
                        struct error *error) {
    struct store *store;
    struct merkle tree = {0};
    if (!entry_check_origin(origin, error) || !files_make_folder(path, error) ||
        !files_make_folder(files_join(arena, path, "files"), error) ||
        !store_create(arena, files_join(arena, path, "record.db"), STORE_ON_DISK, &store, error))
        return false;
    bool done = store_begin(store, STORE_APPEND, error) &&
                store_run_script(store, &RECORD_MAKE, error) &&
                store_run_script(store, &RECORD_MAKE_WAITING, error) &&
                store_run_script(store, &RECORD_MAKE_CHECKPOINTS, error) &&
                add_meta(store, "format", INVESTIGATION_FORMAT, error) &&
                add_meta(store, "origin", origin, error) &&
                log_store_tree(store, &tree, error) && store_commit(store, error);
    store_close(store);
    return done;
}

/* A record that was begun by an earlier program, and not opened since by one that knows more, has not
 * all of the tables. */
bool investigation_check_database(struct arena *arena, struct store *store, char **out_fault,
                                  struct error *error) {
    static const struct {
        const char *table;
        const struct statement *script;
    } LATER[] = {{"waiting", &RECORD_MAKE_WAITING}, {"checkpoint", &RECORD_MAKE_CHECKPOINTS}};
    const struct statement *scripts[1 + sizeof LATER / sizeof *LATER] = {&RECORD_MAKE};
    int count = 1;
    for (size_t i = 0; i < sizeof LATER / sizeof *LATER; i++) {
        bool has;
        if (!store_has_table(store, LATER[i].table, &has, error)) return false;
        if (has) scripts[count++] = LATER[i].script;
    }
    return store_check(arena, store, scripts, count, out_fault, error);
}

bool investigation_is(struct arena *arena, const char *path) {
    return files_is_file(files_join(arena, path, "record.db"));
}
