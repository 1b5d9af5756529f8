#include "record/tile_edge.h"

struct tile tile_edge_last(const struct tile_edge *edge, int level) {
    struct tile tile = {.level = level, .index = tile_hashes(level, edge->size) / TILE_WIDTH};
    tile.width = tile_width(level, tile.index, edge->size);
    return tile;
}

static struct digest root_of(struct digester *digester, const struct digest *hashes) {
    struct merkle tree = {0};
    for (int i = 0; i < TILE_WIDTH; i++) merkle_append(&tree, digester, &hashes[i]);
    return merkle_root(&tree, digester);
}

bool tile_edge_append(struct tile_edge *edge, struct digester *digester, const struct digest *leaf,
                      bool (*full)(void *data, const struct tile *tile, const struct digest *hashes,
                                   struct error *error),
                      void *data, struct error *error) {
    struct digest hash = *leaf;
    for (int level = 0;; level++) {
        struct tile tile = tile_edge_last(edge, level);
        edge->hash[level][tile.width++] = hash;
        if (tile.width < TILE_WIDTH) break;
        if (!full(data, &tile, edge->hash[level], error)) return false;
        hash = root_of(digester, edge->hash[level]);
    }
    edge->size++;
    return true;
}
