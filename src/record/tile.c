#include "record/tile.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ------------------------------------------------------------------ paths */

enum { GROUPS = 7 }; /* of three digits: 2^64 has twenty */

void tile_path(const struct tile *tile, char out_path[TILE_PATH_MOST]) {
    unsigned group[GROUPS];
    int count = 0;
    uint64_t index = tile->index;
    char *to = out_path;
    do {
        group[count++] = (unsigned)(index % 1000);
        index /= 1000;
    } while (index > 0);
    if (tile->level == TILE_OF_ENTRIES) to += sprintf(to, "tile/entries");
    else to += sprintf(to, "tile/%d", tile->level);
    while (count-- > 0) to += sprintf(to, "/%s%03u", count > 0 ? "x" : "", group[count]);
    if (tile->width < TILE_WIDTH) sprintf(to, ".p/%d", tile->width);
}

static bool read_digits(const char **at, int least, int most, uint64_t *out_number) {
    int count = 0;
    uint64_t number = 0;
    for (; count < most && **at >= '0' && **at <= '9'; count++, (*at)++)
        number = 10 * number + (uint64_t)(**at - '0');
    *out_number = number;
    return count >= least;
}

static bool skip(const char **at, const char *word) {
    size_t length = strlen(word);
    if (strncmp(*at, word, length) != 0) return false;
    *at += length;
    return true;
}

bool tile_path_read(const char *path, struct tile *out_tile) {
    struct tile tile = {.level = TILE_OF_ENTRIES, .width = TILE_WIDTH};
    const char *at = path;
    uint64_t number;
    char again[TILE_PATH_MOST];
    if (!skip(&at, "tile/")) return false;
    if (!skip(&at, "entries/")) {
        if (!read_digits(&at, 1, 1, &number) || number > TILE_LEVEL_MOST || !skip(&at, "/"))
            return false;
        tile.level = (int)number;
    }
    for (int groups = 1; skip(&at, "x"); groups++) {
        if (groups == GROUPS - 1 || !read_digits(&at, 3, 3, &number) || !skip(&at, "/"))
            return false;
        tile.index = 1000 * tile.index + number;
    }
    if (!read_digits(&at, 3, 3, &number)) return false;
    tile.index = 1000 * tile.index + number;
    if (skip(&at, ".p/")) {
        if (!read_digits(&at, 1, 3, &number) || number < 1 || number >= TILE_WIDTH) return false;
        tile.width = (int)number;
    }
    if (*at) return false;
    /* Leading zeros have been passed over; there is one spelling. */
    tile_path(&tile, again);
    if (strcmp(again, path) != 0) return false;
    *out_tile = tile;
    return true;
}

/* ------------------------------------------------------------------ which there are */

uint64_t tile_hashes(int level, uint64_t size) {
    return level == TILE_OF_ENTRIES ? size : size >> (TILE_STEP * level);
}

int tile_width(int level, uint64_t index, uint64_t size) {
    uint64_t hashes = tile_hashes(level, size), full = hashes / TILE_WIDTH;
    if (index < full) return TILE_WIDTH;
    return index == full ? (int)(hashes % TILE_WIDTH) : 0;
}

/* ------------------------------------------------------------------ hashes in them */

/* Those of the tree's level `level`, a multiple of TILE_STEP: at most two tiles have them. */
static bool read_hashes(void *data, int level, uint64_t index, size_t count,
                        struct digest *out_hash, struct error *error) {
    struct tile_source *tiles = data;
    while (count > 0) {
        struct tile tile = {.level = level / TILE_STEP, .index = index / TILE_WIDTH};
        size_t first = (size_t)(index % TILE_WIDTH), take = TILE_WIDTH - first;
        tile.width = tile_width(tile.level, tile.index, tiles->size);
        if (take > count) take = count;
        if (first + take > (size_t)tile.width)
            return error_set(error, ERROR_NOT_FOUND,
                             "a log of %" PRIu64 " entries has no hash %" PRIu64 " of level %d",
                             tiles->size, index, level);
        if (tiles->at.width != tile.width || tiles->at.level != tile.level ||
            tiles->at.index != tile.index) {
            tiles->at.width = 0;
            if (!tiles->read(tiles->data, &tile, tiles->bytes, error)) return false;
            tiles->at = tile;
        }
        memcpy(out_hash, tiles->bytes + first * DIGEST_SIZE, take * DIGEST_SIZE);
        out_hash += take;
        index += take;
        count -= take;
    }
    return true;
}

struct merkle_source tile_merkle_source(struct tile_source *tiles) {
    return (struct merkle_source){.data = tiles, .step = TILE_STEP, .read = read_hashes};
}
