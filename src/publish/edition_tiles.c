/* The tiles that a later checkpoint asks for beyond those of an earlier one. */
#include <inttypes.h>
#include <string.h>

#include "publish/edition_parts.h"
#include "record/entry_bundle.h"
#include "record/tile_table.h"
#include "store/query.h"
#include "store/statements.h"

/* ------------------------------------------------------------------ hashes */

static bool write_tile(struct edition_writing *writing, struct tile_source *tiles,
                       const struct tile *tile, struct error *error) {
    return tiles->read(tiles->data, tile, tiles->bytes, error) &&
           edition_put_tile(writing, tile, tiles->bytes, (size_t)tile->width * DIGEST_SIZE, error);
}

/* The partial tile of a level as it was at a size, if it had one. */
static struct tile partial_at(int level, uint64_t size) {
    struct tile tile = {.level = level, .index = tile_hashes(level, size) / TILE_WIDTH};
    tile.width = tile_width(level, tile.index, size);
    return tile;
}

bool edition_write_hashes(struct edition_writing *writing, struct error *error) {
    struct tile_source tiles;
    tile_table_open(writing->store, writing->size, &tiles);
    for (int level = 0; level <= TILE_LEVEL_MOST; level++) {
        uint64_t first = tile_hashes(level, writing->edition->before) / TILE_WIDTH;
        uint64_t end = tile_hashes(level, writing->size) / TILE_WIDTH;
        for (uint64_t index = first; index < end; index++)
            if (!write_tile(writing, &tiles, &(struct tile){level, index, TILE_WIDTH}, error))
                return false;
        for (size_t i = 0; i < writing->count; i++) {
            struct tile tile = partial_at(level, writing->checkpoint[i].size);
            if (tile.width && !write_tile(writing, &tiles, &tile, error)) return false;
        }
    }
    return true;
}

/* ------------------------------------------------------------------ entries */

/* The entries of one tile, as far as they were met. */
struct bundling {
    struct edition_writing *writing;
    struct buffer bytes;
    uint64_t index; /* of the next entry */
    size_t next;    /* the next checkpoint that is met */
};

/* Behind every entry: is this where a tile ends, or one of a checkpoint? */
static bool end_of_entry(struct bundling *bundling, struct error *error) {
    struct edition_writing *writing = bundling->writing;
    uint64_t tile = (bundling->index - 1) / TILE_WIDTH;
    bool full = bundling->index % TILE_WIDTH == 0, wanted = full;
    while (bundling->next < writing->count &&
           writing->checkpoint[bundling->next].size <= bundling->index)
        wanted = writing->checkpoint[bundling->next++].size == bundling->index || wanted;
    if (!wanted) return true;
    struct tile of = {TILE_OF_ENTRIES, tile, tile_width(TILE_OF_ENTRIES, tile, bundling->index)};
    if (!edition_put_tile(writing, &of, bundling->bytes.bytes, bundling->bytes.size, error))
        return false;
    if (full) bundling->bytes.size = 0;
    return true;
}

/* What is published is what the tree is of. */
static bool add_entry(struct bundling *bundling, struct query *query, struct error *error) {
    struct edition_writing *writing = bundling->writing;
    size_t leaf_size, size;
    const void *leaf = query_blob(query, 1, &leaf_size), *entry = query_blob(query, 3, &size);
    struct digest own = merkle_leaf(writing->digester, entry, size);
    if ((uint64_t)query_int(query, 0) != bundling->index || leaf_size != DIGEST_SIZE ||
        memcmp(leaf, own.byte, DIGEST_SIZE) != 0)
        return error_set(error, ERROR_CORRUPT,
                         "entry %" PRIu64 " is not what the tree has; run "
                         "cairn verify, and restore the investigation from a backup",
                         bundling->index);
    entry_bundle_add(&bundling->bytes, entry, size);
    bundling->index++;
    if (writing->edition->plan->shown) progress_step(&writing->progress, 1);
    return end_of_entry(bundling, error);
}

bool edition_write_entries(struct edition_writing *writing, struct error *error) {
    struct bundling bundling = {.writing = writing};
    struct query *query;
    bool row, done = true;
    /* From the beginning of the tile that was partial. */
    bundling.index = writing->edition->before / TILE_WIDTH * TILE_WIDTH;
    while (bundling.next < writing->count &&
           writing->checkpoint[bundling.next].size <= bundling.index)
        bundling.next++;
    if (!query_open(writing->store, &LOG_FROM, &query, error)) return false;
    query_bind_int(query, 1, (int64_t)bundling.index);
    while (done && bundling.index < writing->size && (done = query_step(query, &row, error))) {
        if (!row)
            done = error_set(error, ERROR_CORRUPT,
                             "the record has no entry %" PRIu64 "; run cairn "
                             "verify",
                             bundling.index);
        done = done && add_entry(&bundling, query, error);
    }
    query_close(query);
    buffer_close(&bundling.bytes);
    return done;
}
