#include "publish/published.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "record/checkpoint_key.h"
#include "record/entry_bundle.h"
#include "record/tile.h"

struct reading {
    struct arena *arena;
    const char *folder;
};

static void take(bool done, const struct error *error) {
    if (!done) fail_msg("%s", error->text);
}

static struct note_key read_key(struct trial *trial) {
    struct investigation investigation;
    struct note_key *keys;
    size_t count;
    struct error error = {0};
    take(investigation_open(&trial->arena, trial->path, INVESTIGATION_READ, &investigation,
                            &error) &&
             store_begin(investigation.store, STORE_READ, &error) &&
             checkpoint_key_given(&trial->arena, &investigation.digester, investigation.store,
                                  investigation.origin, &keys, &count, &error),
         &error);
    store_rollback(investigation.store);
    investigation_close(&investigation);
    assert_int_equal(count, 1);
    return keys[0];
}

const char *published_vkey(struct trial *trial) {
    struct note_key key = read_key(trial);
    return note_key_write(&trial->arena, &key);
}

static struct checkpoint open_checkpoint(struct trial *trial, const struct note_key *key,
                                         const char *path) {
    struct checkpoint_trust trust = {key, 1};
    struct checkpoint checkpoint;
    struct note_word *words;
    char *bytes;
    size_t size;
    struct error error = {0};
    take(files_read(&trial->arena, path, NOTE_MOST, &bytes, &size, &error) &&
             checkpoint_open(&trial->arena, bytes, size, &trust, &checkpoint, &words, &error),
         &error);
    return checkpoint;
}

static char *read_tile_file(const struct reading *reading, const struct tile *tile,
                            size_t *out_size) {
    char path[TILE_PATH_MOST], *bytes;
    struct error error = {0};
    tile_path(tile, path);
    take(files_read(reading->arena, files_join(reading->arena, reading->folder, path),
                    ENTRY_BUNDLE_MOST, &bytes, out_size, &error),
         &error);
    return bytes;
}

static bool read_tile(void *data, const struct tile *tile, uint8_t *out_bytes,
                      struct error *error) {
    size_t size;
    (void)error;
    const char *bytes = read_tile_file(data, tile, &size);
    assert_int_equal(size, (size_t)tile->width * DIGEST_SIZE);
    memcpy(out_bytes, bytes, size);
    return true;
}

static struct digest root_at(struct digester *digester, struct reading *reading, uint64_t of,
                             uint64_t size) {
    struct tile_source tiles = {.data = reading, .read = read_tile, .size = of};
    struct merkle_source source = tile_merkle_source(&tiles);
    struct digest root;
    struct error error = {0};
    take(merkle_root_at(&source, digester, size, &root, &error), &error);
    return root;
}

static void check_entries(struct digester *digester, struct reading *reading, uint64_t size) {
    struct merkle tree = {0};
    for (uint64_t index = 0; tree.size < size; index++) {
        struct tile tile = {TILE_OF_ENTRIES, index, tile_width(TILE_OF_ENTRIES, index, size)};
        struct entry_bundle bundle;
        struct error error = {0};
        bool more;
        const void *bytes;
        size_t length;
        bundle.at = read_tile_file(reading, &tile, &bundle.left);
        for (int i = 0; i < tile.width; i++) {
            take(entry_bundle_next(&bundle, &more, &bytes, &length, &error), &error);
            assert_true(more);
            struct digest leaf = merkle_leaf(digester, bytes, length);
            merkle_append(&tree, digester, &leaf);
        }
        assert_int_equal(bundle.left, 0);
    }
    struct digest root = merkle_root(&tree, digester),
                  wanted = root_at(digester, reading, size, size);
    assert_true(digest_equal(&root, &wanted));
}

static void check_older(struct trial *trial, struct digester *digester, struct reading *reading,
                        const struct note_key *key, uint64_t newest) {
    char **name;
    size_t count;
    struct error error = {0};
    const char *folder = files_join(reading->arena, reading->folder, "checkpoints");
    bool met = false;
    take(files_list(reading->arena, folder, &name, &count, &error), &error);
    for (size_t i = 0; i < count; i++) {
        uint64_t size = strtoull(name[i], NULL, 10);
        if (strstr(name[i], ".new") || size > newest) continue; /* of one that was interrupted */
        struct checkpoint old =
            open_checkpoint(trial, key, files_join(reading->arena, folder, name[i]));
        struct digest own = root_at(digester, reading, size, size);
        struct digest later = root_at(digester, reading, newest, size);
        assert_int_equal(old.size, size);
        assert_true(digest_equal(&own, &old.root));
        assert_true(digest_equal(&later, &old.root));
        met = met || size == newest;
    }
    assert_true(met);
}

uint64_t published_check(struct trial *trial, const char *folder) {
    struct arena *arena = &trial->arena;
    struct arena_mark mark = arena_mark(arena);
    struct reading reading = {arena, folder};
    struct digester digester;
    struct error error = {0};
    const char *path = files_join(arena, folder, "checkpoint");
    if (!files_is_file(path)) return 0;
    take(digest_open(&digester, &error), &error);
    struct note_key key = read_key(trial);
    uint64_t size = open_checkpoint(trial, &key, path).size;
    check_older(trial, &digester, &reading, &key, size);
    if (files_is_folder(files_join(arena, folder, "tile/entries")))
        check_entries(&digester, &reading, size);
    digest_close(&digester);
    arena_release(arena, mark);
    return size;
}
