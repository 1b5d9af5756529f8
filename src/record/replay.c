#include "record/replay.h"

#include <string.h>

#include "base/encode.h"
#include "record/authority_load.h"
#include "record/replay_parts.h"
#include "store/statements.h"

enum { PART = 16384 }; /* entries of one transaction */

struct pass {
    struct apply apply;
    struct digester digester[LOG_PASS_THREADS];
    int digesters;
    bool makes;   /* the tables too, if they are not there */
    struct digest made_by; /* declarations() */
    int64_t size; /* entries that are in the tables */
    struct digest last_leaf;
};

/* ------------------------------------------------------------------ entries */

static bool open_item(void *data, struct arena *arena, struct log_item *item,
                      struct error *error) {
    (void)data;
    if (item->leaf.size != DIGEST_SIZE)
        return error_set(error, ERROR_CORRUPT, "the leaf hash of entry %lld has %zu bytes",
                         (long long)item->index, item->leaf.size);
    item->own = arena_new(arena, struct table_row, 1);
    return true;
}

static void work_item(void *data, struct arena *arena, struct log_item *item, int worker) {
    struct pass *pass = data;
    table_row_make(arena, &pass->digester[worker], pass->apply.tables, pass->apply.authority,
                   item->entry, item->disclosures, item->own);
}

static bool close_item(void *data, struct arena *arena, struct log_item *item,
                       struct error *error) {
    struct pass *pass = data;
    struct digest leaf;
    memcpy(leaf.byte, item->leaf.bytes, DIGEST_SIZE);
    if (!apply_row(&pass->apply, arena, item->index, &leaf, item->own, error))
        return error_within(error, "entry %lld", (long long)item->index);
    pass->size = item->index + 1;
    pass->last_leaf = leaf;
    return true;
}

/* ------------------------------------------------------------------ what they were made of */

/* The declarations of this program, the form of its other tables, and of a device how far its log is
 * the main copy's (which is when it gets another order), in one digest. */
static struct digest declarations(struct digester *digester, const char *confirmed) {
    digest_begin(digester);
    if (confirmed) digest_add(digester, confirmed, strlen(confirmed) + 1);
    digest_add(digester, TABLES_MAKE.text, strlen(TABLES_MAKE.text) + 1);
    for (int i = 0; i < schema_count; i++)
        digest_add(digester, schema_list[i].text, schema_list[i].text_size + 1);
    return digest_end(digester);
}

/* `made_by` NULL: by whom stays as it is. */
static bool write_made_of(struct pass *pass, const struct digest *made_by, struct error *error) {
    struct query *query;
    if (!query_open(pass->apply.tables->store, made_by ? &MADE_OF_SET : &MADE_OF_GROW, &query,
                    error))
        return false;
    query_bind_int(query, 1, pass->size);
    query_bind_blob(query, 2, pass->last_leaf.byte, pass->size ? DIGEST_SIZE : 0);
    if (made_by) query_bind_blob(query, 3, made_by->byte, DIGEST_SIZE);
    return query_run(query, error);
}

/* Does the column hold this digest? */
static bool holds(struct query *query, int column, const struct digest *digest) {
    size_t size;
    const void *bytes = query_blob(query, column, &size);
    return size == DIGEST_SIZE && !memcmp(bytes, digest->byte, size);
}

/* Is this hash that of the entry of the log? */
static bool is_entry(struct store *log, int64_t index, const struct digest *leaf, bool *out_is,
                     struct error *error) {
    struct query *query;
    bool row;
    if (!query_open(log, &LOG_ENTRY, &query, error)) return false;
    query_bind_int(query, 1, index);
    if (!query_step(query, &row, error)) return false;
    *out_is = row && holds(query, 0, leaf);
    query_close(query);
    return true;
}

/* How many entries the tables are made of; -1 when they have to be made from nothing. `made_by` NULL:
 * by whom was seen before. */
static bool read_made_of(struct pass *pass, const struct digest *made_by, struct error *error) {
    struct query *query;
    bool row, same = true;
    size_t size;
    pass->size = 0;
    if (!query_open(pass->apply.tables->store, &MADE_OF_STATE, &query, error) ||
        !query_step(query, &row, error))
        return false;
    if (row) {
        pass->size = query_int(query, 0);
        const void *leaf = query_blob(query, 1, &size);
        if (size == DIGEST_SIZE) memcpy(pass->last_leaf.byte, leaf, size);
        same = (size == DIGEST_SIZE || pass->size == 0) &&
               (!made_by || holds(query, 2, made_by));
    }
    query_close(query);
    if (same && pass->size > 0 &&
        !is_entry(pass->apply.log, pass->size - 1, &pass->last_leaf, &same, error))
        return false;
    if (!same) pass->size = -1;
    return true;
}

/* ------------------------------------------------------------------ catching up */

/* In transactions of both. */
static bool apply_part(struct arena *arena, struct pass *pass, const struct replay *replay, struct progress *progress,
                       bool *out_ended, struct error *error) {
    const struct digest *made_by = pass->makes ? &pass->made_by : NULL;
    const char *confirmed;
    if (!investigation_meta(arena, pass->apply.log, "confirmed", &confirmed, error))
        return false;
    if (pass->makes) pass->made_by = declarations(pass->apply.digester, confirmed);
    if ((pass->makes && !tables_make(pass->apply.tables, error)) ||
        !read_made_of(pass, made_by, error))
        return false;
    if (pass->size < 0) {
        pass->made_by = declarations(pass->apply.digester, confirmed);
        made_by = &pass->made_by;
        if (!tables_drop(pass->apply.tables, error) || !tables_make(pass->apply.tables, error))
            return false;
        pass->size = 0;
    }
    int64_t before = pass->size, most = PART;
    if (replay->until > 0 && most > replay->until - before) most = replay->until - before;
    struct log_pass way = {.open = open_item, .work = work_item, .close = close_item, .data = pass,
                           .vault = true, .threads = pass->digesters, .cancel = replay->cancel,
                           .progress = progress};
    if (!log_pass_run(&way, pass->apply.log, before, most, error)) return false;
    *out_ended = pass->size - before < PART;
    return write_made_of(pass, made_by, error);
}

/* The log is looked at when nobody else can change the tables any more: else they might be ahead of
 * what is seen of it. */
static bool begin_part(struct arena *arena, struct pass *pass, const struct replay *replay,
                       struct authority *authority, struct error *error) {
    bool newest = false;
    if (!store_begin(pass->apply.tables->store, STORE_APPEND, error) ||
        !store_begin(pass->apply.log, STORE_READ, error) ||
        (replay->authority &&
         !authority_is_newest(pass->apply.log, replay->authority, &newest, error)))
        return false;
    pass->apply.authority = newest ? replay->authority : authority;
    return newest ||
           authority_load(arena, pass->apply.digester, pass->apply.log, authority, error);
}

static bool apply_parts(struct pass *pass, const struct replay *replay, struct progress *progress,
                        struct error *error) {
    struct arena arena;
    struct authority authority;
    bool ended = false, done = true;
    arena_open(&arena, 0);
    while (done && !ended) {
        done = begin_part(&arena, pass, replay, &authority, error) &&
               apply_part(&arena, pass, replay, progress, &ended, error) &&
               store_commit(pass->apply.tables->store, error);
        store_rollback(pass->apply.log);
        store_rollback(pass->apply.tables->store);
        arena_release(&arena, (struct arena_mark){0});
    }
    arena_close(&arena);
    return done;
}

static bool open_digesters(struct pass *pass, int threads, struct error *error) {
    if (threads < 1) threads = 1;
    if (threads > LOG_PASS_THREADS) threads = LOG_PASS_THREADS;
    for (; pass->digesters < threads; pass->digesters++)
        if (!digest_open(&pass->digester[pass->digesters], error)) return false;
    return true;
}

static bool bring_up(const struct investigation *investigation, const struct replay *replay,
                     const struct tables *tables, bool makes, struct error *error) {
    struct arena arena;
    arena_open(&arena, 0);
    struct digester digester = {0};
    struct progress progress;
    struct pass *pass = arena_new(&arena, struct pass, 1);
    pass->apply = (struct apply){tables, investigation->store, &digester, NULL};
    bool done = digest_open(&digester, error) && open_digesters(pass, replay->threads, error);
    if (done) {
        pass->makes = makes;
        if (replay->shown) progress_open(&progress, "bringing the tables up to date", 0);
        done = apply_parts(pass, replay, replay->shown ? &progress : NULL, error);
        if (replay->shown) progress_close(&progress);
    }
    for (int i = 0; i < pass->digesters; i++) digest_close(&pass->digester[i]);
    digest_close(&digester);
    arena_close(&arena);
    return done;
}

bool replay_catch_up(const struct investigation *investigation, const struct replay *replay,
                     const struct tables *tables, struct error *error) {
    return bring_up(investigation, replay, tables, false, error);
}

bool replay_remake(const struct investigation *investigation, const struct replay *replay,
                   const struct tables *tables, struct error *error) {
    if (!store_begin(tables->store, STORE_APPEND, error)) return false;
    if (!tables_drop(tables, error)) {
        store_rollback(tables->store);
        return false;
    }
    return store_commit(tables->store, error) &&
           bring_up(investigation, replay, tables, true, error);
}

/* ------------------------------------------------------------------ files */

/* The place of an investigation's tables: a name for its folder, in one for this user. */
static bool place_of(struct arena *arena, const char *investigation, const char *ending,
                     char **out_path, struct error *error) {
    char *folder, *path, name[ENCODE_HEX_LENGTH(DIGEST_SIZE) + 1];
    struct digester digester = {0};
    if (!files_memory_folder(arena, &folder, error) ||
        !files_absolute(arena, investigation, &path, error) || !digest_open(&digester, error))
        return false;
    struct digest digest = digest_of(&digester, path, strlen(path));
    digest_close(&digester);
    encode_text(ENCODING_HEX, digest.byte, DIGEST_SIZE, name);
    *out_path = arena_format(arena, "%s/%.32s.%s", folder, name, ending);
    return true;
}

static bool open_store(struct arena *arena, struct tables *tables, struct error *error) {
    if (files_is_file(tables->path))
        return store_open(arena, tables->path, STORE_IN_MEMORY, &tables->store, error);
    struct error other = {0};
    if (store_create(arena, tables->path, STORE_IN_MEMORY, &tables->store, &other)) return true;
    /* Somebody else made it meanwhile. */
    if (other.code == ERROR_CONFLICT)
        return store_open(arena, tables->path, STORE_IN_MEMORY, &tables->store, error);
    return error_set(error, other.code, "%s", other.text);
}

bool replay_open(struct arena *arena, const struct investigation *investigation,
                 const struct replay *replay, struct tables *out_tables, struct error *error) {
    struct tables tables;
    char *path;
    if (!tables_plan(arena, &tables, error) ||
        !place_of(arena, investigation->path, "tables", &path, error))
        return false;
    tables.path = path;
    if (!open_store(arena, &tables, error)) return false;
    if (!bring_up(investigation, replay, &tables, true, error)) {
        tables_close(&tables);
        return false;
    }
    *out_tables = tables;
    return true;
}

/* In a folder of its own, which one process at a time has. What one that was killed left in it goes
 * first. */
static bool make_afresh(struct arena *arena, const struct investigation *investigation,
                        const struct replay *replay, struct tables *tables, const char *folder,
                        struct error *error) {
    tables->path = files_join(arena, folder, "tables");
    return store_remove(tables->path, error) &&
           store_create(arena, tables->path, STORE_IN_MEMORY, &tables->store, error) &&
           bring_up(investigation, replay, tables, true, error);
}

bool replay_afresh(struct arena *arena, const struct investigation *investigation,
                   const struct replay *replay, struct tables *out_tables, struct error *error) {
    struct tables tables;
    char *folder;
    if (!tables_plan(arena, &tables, error) ||
        !place_of(arena, investigation->path, "afresh", &folder, error) ||
        !files_make_folder(folder, error) || !files_lock(folder, &tables.lock, error))
        return false;
    if (make_afresh(arena, investigation, replay, &tables, folder, error)) {
        *out_tables = tables;
        return true;
    }
    struct error ignored = {0};
    (void)!replay_discard(&tables, &ignored);
    return false;
}

void tables_close(struct tables *tables) {
    store_close(tables->store);
    tables->store = NULL;
}

bool replay_discard(struct tables *tables, struct error *error) {
    tables_close(tables);
    bool done = store_remove(tables->path, error);
    files_unlock(&tables->lock);
    return done;
}

bool replay_forget(struct arena *arena, const char *path, struct error *error) {
    char *tables, *folder;
    return place_of(arena, path, "tables", &tables, error) && store_remove(tables, error) &&
           place_of(arena, path, "afresh", &folder, error) &&
           (!files_is_folder(folder) || files_remove_folder(folder, error));
}
