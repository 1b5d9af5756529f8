/* Tiles (C2SP tlog-tiles): how a log lies in files that never change. A tile of level L has up to
 * TILE_WIDTH hashes; hash i of tile N is the root over the leaves from (256 N + i) * 256^L on, 256^L
 * of them. A tile of entries has the entries themselves (record/entry_bundle.h). The last tile of a
 * level is partial and is called by its width too; what is in it, a later and wider one has as
 * well. */
#ifndef CAIRN_RECORD_TILE_H
#define CAIRN_RECORD_TILE_H

#include "record/merkle.h"

enum {
    TILE_WIDTH = 256,
    TILE_STEP = 8,        /* levels of the tree from one level of tiles to the next */
    TILE_LEVEL_MOST = 7,  /* of a log of less than 2^63 entries */
    TILE_OF_ENTRIES = -1, /* instead of a level */
    TILE_BYTES = TILE_WIDTH * DIGEST_SIZE,
    TILE_PATH_MOST = 64 /* with the zero byte */
};

struct tile {
    int level; /* 0 to TILE_LEVEL_MOST, or TILE_OF_ENTRIES */
    uint64_t index;
    int width; /* 1 to TILE_WIDTH; less than that: partial */
};

/* "tile/0/x001/x234/067", "tile/1/001.p/17", "tile/entries/000": where the tile lies below the
 * folder of the log. */
void tile_path(const struct tile *tile, char out_path[TILE_PATH_MOST]);

/* The tile that lies there; false: no tile does. */
bool tile_path_read(const char *path, struct tile *out_tile);

/* How many hashes (or entries) a level has of the first `size` entries. */
uint64_t tile_hashes(int level, uint64_t size);

/* How wide the tile is in a log of `size` entries; 0: it is not there. */
int tile_width(int level, uint64_t index, uint64_t size);

/* Where tiles are read from. Gives the bytes of a tile, exactly width * DIGEST_SIZE of them. */
struct tile_source {
    void *data;
    bool (*read)(void *data, const struct tile *tile, uint8_t *out_bytes, struct error *error);
    uint64_t size;  /* of the log: decides how wide its last tiles are */
    struct tile at; /* the tile that was read last, so that a proof reads each once; zeroes: none */
    uint8_t bytes[TILE_BYTES];
};

/* The tiles as a source of hashes for proofs; points to them. */
struct merkle_source tile_merkle_source(struct tile_source *tiles);

#endif
