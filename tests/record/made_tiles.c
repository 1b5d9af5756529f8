#include "record/made_tiles.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "record/checkpoint.h"
#include "record/entry_bundle.h"
#include "record/tile_edge.h"

static void fill_with_7(struct random *random, void *out, size_t size) {
    (void)random;
    memset(out, 7, size);
}

struct secret made_tiles_key(void) {
    struct random random = {fill_with_7};
    struct secret key;
    struct public_key ignored;
    struct error error = {0};
    if (!sign_make_keys(&random, &key, &ignored, &error)) fail_msg("%s", error.text);
    return key;
}

struct making {
    void (*put)(void *data, const char *path, const void *bytes, size_t size);
    void *data;
};

static void put(const struct making *making, const struct tile *tile, const void *bytes,
                size_t size) {
    char path[TILE_PATH_MOST];
    tile_path(tile, path);
    making->put(making->data, path, bytes, size);
}

static bool put_full(void *data, const struct tile *tile, const struct digest *hashes,
                     struct error *error) {
    (void)error;
    put(data, tile, hashes, TILE_BYTES);
    return true;
}

static void put_checkpoint(const struct making *making, struct digester *digester, uint64_t size,
                           struct digest root) {
    struct checkpoint checkpoint = {.origin = MADE_TILES_ORIGIN, .size = size, .root = root};
    struct secret key = made_tiles_key();
    struct signing_key signer = signing_key_of(&key);
    struct buffer note = {0};
    struct error error = {0};
    if (!checkpoint_sign(digester, &checkpoint, &signer, &note, &error)) fail_msg("%s", error.text);
    making->put(making->data, "checkpoint", note.bytes, note.size);
    buffer_close(&note);
    secret_close(&key);
}

void made_tiles(struct arena *arena, uint64_t size,
                void (*put_file)(void *data, const char *path, const void *bytes, size_t size),
                void *data) {
    struct making making = {put_file, data};
    struct tile_edge *edge = arena_new(arena, struct tile_edge, 1);
    struct merkle tree = {0};
    struct digester digester;
    struct buffer bundle = {0};
    struct error error = {0};
    if (!digest_open(&digester, &error)) fail_msg("%s", error.text);
    for (uint64_t i = 0; i < size; i++) {
        char entry[64];
        int length = snprintf(entry, sizeof entry, "{\"i\":%" PRIu64 ",\"k\":\"entry\"}", i);
        struct digest leaf = merkle_leaf(&digester, entry, (size_t)length);
        merkle_append(&tree, &digester, &leaf);
        entry_bundle_add(&bundle, entry, (size_t)length);
        if (!tile_edge_append(edge, &digester, &leaf, put_full, &making, &error))
            fail_msg("%s", error.text);
        int width = tile_width(TILE_OF_ENTRIES, i / TILE_WIDTH, i + 1);
        if (width < TILE_WIDTH && i + 1 < size) continue;
        put(&making, &(struct tile){TILE_OF_ENTRIES, i / TILE_WIDTH, width}, bundle.bytes,
            bundle.size);
        bundle.size = 0;
    }
    for (int level = 0; level <= TILE_LEVEL_MOST; level++) {
        struct tile last = tile_edge_last(edge, level);
        if (last.width) put(&making, &last, edge->hash[level], (size_t)last.width * DIGEST_SIZE);
    }
    put_checkpoint(&making, &digester, size, merkle_root(&tree, &digester));
    buffer_close(&bundle);
    digest_close(&digester);
}

struct place {
    struct arena *arena;
    const char *folder;
};

static void write_file(void *data, const char *path, const void *bytes, size_t size) {
    const struct place *place = data;
    struct error error = {0};
    struct arena_mark mark = arena_mark(place->arena);
    for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
        const char *part = arena_copy_part(place->arena, path, (size_t)(slash - path));
        if (!files_make_folder(files_join(place->arena, place->folder, part), &error))
            fail_msg("%s", error.text);
    }
    if (!files_write(files_join(place->arena, place->folder, path), bytes, size, &error))
        fail_msg("%s", error.text);
    arena_release(place->arena, mark);
}

void made_tiles_write(struct arena *arena, uint64_t size, const char *folder) {
    struct place place = {arena, folder};
    made_tiles(arena, size, write_file, &place);
}
