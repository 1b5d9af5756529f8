#include "record/tile_table.h"

#include <inttypes.h>
#include <string.h>

#include "record/tile_edge.h"
#include "store/query.h"
#include "store/statements.h"

enum { CHUNK = 1 << 17 }; /* entries of one transaction */

/* ------------------------------------------------------------------ reading */

bool tile_table_size(struct store *store, uint64_t *out_size, struct error *error) {
    struct query *query;
    bool row;
    if (!query_open(store, &TILE_LAST, &query, error)) return false;
    bool done = query_step(query, &row, error);
    if (done)
        *out_size = row ? (uint64_t)query_int(query, 0) * TILE_WIDTH +
                              (uint64_t)query_int(query, 1) / DIGEST_SIZE
                        : 0;
    query_close(query);
    return done;
}

/* The first hashes of the row, which may be of a time when the tile was wider. */
static bool read_tile(void *data, const struct tile *tile, uint8_t *out_bytes,
                      struct error *error) {
    struct query *query;
    bool row;
    size_t size = 0, wanted = (size_t)tile->width * DIGEST_SIZE;
    if (!query_open(data, &TILE_HASHES, &query, error)) return false;
    query_bind_int(query, 1, tile->level);
    query_bind_int(query, 2, (int64_t)tile->index);
    bool done = query_step(query, &row, error);
    const void *hashes = done && row ? query_blob(query, 0, &size) : NULL;
    if (done && size < wanted)
        done = error_set(error, ERROR_CORRUPT,
                         "the hashes that are kept for proofs (level %d, tile %" PRIu64
                         ") are not all there; run cairn verify",
                         tile->level, tile->index);
    if (done) memcpy(out_bytes, hashes, wanted);
    query_close(query);
    return done;
}

void tile_table_open(struct store *store, uint64_t size, struct tile_source *out_tiles) {
    *out_tiles = (struct tile_source){.data = store, .read = read_tile, .size = size};
}

/* ------------------------------------------------------------------ growing */

static bool write_tile(void *data, const struct tile *tile, const struct digest *hashes,
                       struct error *error) {
    struct query *query;
    if (!query_open(data, &TILE_SET, &query, error)) return false;
    query_bind_int(query, 1, tile->level);
    query_bind_int(query, 2, (int64_t)tile->index);
    query_bind_blob(query, 3, hashes, (size_t)tile->width * DIGEST_SIZE);
    return query_run(query, error);
}

static bool load_edge(struct store *store, struct tile_edge *edge, struct error *error) {
    if (!tile_table_size(store, &edge->size, error)) return false;
    for (int level = 0; level <= TILE_LEVEL_MOST; level++) {
        struct tile last = tile_edge_last(edge, level);
        if (last.width && !read_tile(store, &last, (uint8_t *)edge->hash[level], error))
            return false;
    }
    return true;
}

static bool add_leaves(struct store *store, struct digester *digester, struct tile_edge *edge,
                       uint64_t size, struct error *error) {
    struct query *query;
    bool row, done;
    if (!query_open(store, &LOG_LEAVES_FROM, &query, error)) return false;
    query_bind_int(query, 1, (int64_t)edge->size);
    query_bind_int(query, 2, (int64_t)size);
    while ((done = query_step(query, &row, error)) && row) {
        struct digest leaf = {0};
        size_t bytes;
        const void *stored = query_blob(query, 0, &bytes);
        if (bytes == DIGEST_SIZE) memcpy(leaf.byte, stored, DIGEST_SIZE);
        if (!(done = tile_edge_append(edge, digester, &leaf, write_tile, store, error))) break;
    }
    query_close(query);
    if (done && edge->size != size)
        done = error_set(error, ERROR_CORRUPT,
                         "the record has only %" PRIu64 " of %" PRIu64 " entries; run cairn verify",
                         edge->size, size);
    return done;
}

static bool write_edge(struct store *store, const struct tile_edge *edge, struct error *error) {
    for (int level = 0; level <= TILE_LEVEL_MOST; level++) {
        struct tile last = tile_edge_last(edge, level);
        if (last.width && !write_tile(store, &last, edge->hash[level], error)) return false;
    }
    return true;
}

static bool grow(struct store *store, struct digester *digester, struct tile_edge *edge,
                 uint64_t size, struct error *error) {
    if (!store_begin(store, STORE_APPEND, error)) return false;
    if (add_leaves(store, digester, edge, size, error) && write_edge(store, edge, error))
        return store_commit(store, error);
    store_rollback(store);
    return false;
}

bool tile_table_grow(struct store *store, struct digester *digester, uint64_t size,
                     const struct cancel *cancel, struct progress *progress, struct error *error) {
    struct arena arena;
    arena_open(&arena, 0);
    struct tile_edge *edge = arena_new(&arena, struct tile_edge, 1);
    bool done = store_begin(store, STORE_READ, error);
    if (done) {
        done = load_edge(store, edge, error);
        store_rollback(store);
    }
    while (done && edge->size < size) {
        uint64_t before = edge->size, next = size - before > CHUNK ? before + CHUNK : size;
        done = !cancel_requested(cancel) || error_set(error, ERROR_CANCELLED, "interrupted");
        done = done && grow(store, digester, edge, next, error);
        if (done && progress) progress_step(progress, (size_t)(next - before));
    }
    arena_close(&arena);
    return done;
}
