/* Paths of tiles have one spelling; bundles of entries are taken apart into what they were made of. The
 * same bytes are tried as both. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "record/entry_bundle.h"
#include "record/tile.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void read_path(const char *text) {
    struct tile tile;
    char again[TILE_PATH_MOST];
    if (!tile_path_read(text, &tile)) return;
    tile_path(&tile, again);
    if (strcmp(again, text) != 0 || tile.width < 1 || tile.width > TILE_WIDTH ||
        tile.level < TILE_OF_ENTRIES || tile.level > TILE_LEVEL_MOST)
        abort();
}

static void read_bundle(const uint8_t *bytes, size_t size) {
    struct entry_bundle rest = {bytes, size};
    struct buffer again = {0};
    struct error error = {0};
    const void *entry;
    size_t length;
    bool more;
    for (;;) {
        if (!entry_bundle_next(&rest, &more, &entry, &length, &error)) {
            if (error.code != ERROR_BAD_INPUT) abort();
            break;
        }
        if (!more) break;
        entry_bundle_add(&again, entry, length);
    }
    if (again.size + rest.left != size || (again.size && memcmp(again.bytes, bytes, again.size)))
        abort();
    buffer_close(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct arena arena;
    arena_open(&arena, 0);
    read_path(arena_copy_part(&arena, (const char *)bytes, size));
    read_bundle(bytes, size);
    arena_close(&arena);
    return 0;
}
