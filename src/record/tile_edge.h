/* Tiles as a log grows: of each level only the last one is held, however long the log. */
#ifndef CAIRN_RECORD_TILE_EDGE_H
#define CAIRN_RECORD_TILE_EDGE_H

#include "record/tile.h"

/* The last tile of each level, as wide as tile_width() says for `size`. Zeroes: no log yet. */
struct tile_edge {
    uint64_t size;
    struct digest hash[TILE_LEVEL_MOST + 1][TILE_WIDTH];
};

/* Adds a leaf. Each tile that it fills is handed to `full`, with its TILE_WIDTH hashes, before the
 * edge leaves it behind; when that fails the edge is of no more use. */
MUST_CHECK bool tile_edge_append(struct tile_edge *edge, struct digester *digester,
                                 const struct digest *leaf,
                                 bool (*full)(void *data, const struct tile *tile,
                                              const struct digest *hashes, struct error *error),
                                 void *data, struct error *error);

/* The partial tile of a level; width 0: there is none. Its hashes are edge->hash[level]. */
struct tile tile_edge_last(const struct tile_edge *edge, int level);

#endif
