/* Tiles: the paths and hashes of C2SP, what other programs wrote, and the definition. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/encode.h"
#include "base/files.h"
#include "base/folder.h"
#include "record/checkpoint.h"
#include "record/entry_bundle.h"
#include "record/made_tiles.h"
#include "record/other_tools.h"
#include "record/tile_edge.h"
#include "record/vectors.h"

static struct arena arena;
static struct digester digester;

static int begin(void **state) {
    (void)state;
    struct error error = {0};
    arena_open(&arena, 0);
    return digest_open(&digester, &error) ? 0 : -1;
}

static int end(void **state) {
    (void)state;
    digest_close(&digester);
    arena_close(&arena);
    return 0;
}

/* ------------------------------------------------------------------ paths */

static void expect_path(struct tile tile, const char *path) {
    char written[TILE_PATH_MOST];
    struct tile again = {0};
    tile_path(&tile, written);
    assert_string_equal(written, path);
    assert_true(tile_path_read(path, &again));
    assert_int_equal(again.level, tile.level);
    assert_int_equal(again.index, tile.index);
    assert_int_equal(again.width, tile.width);
}

static void paths(void **state) {
    (void)state;
    expect_path((struct tile){0, 0, 256}, "tile/0/000");
    expect_path((struct tile){0, 273, 112}, "tile/0/273.p/112");
    expect_path((struct tile){1, 1234067, 5}, "tile/1/x001/x234/067.p/5");
    expect_path((struct tile){7, 1000, 256}, "tile/7/x001/000");
    expect_path((struct tile){TILE_OF_ENTRIES, 999, 1}, "tile/entries/999.p/1");
    expect_path((struct tile){0, UINT64_MAX >> 9, 255},
                "tile/0/x036/x028/x797/x018/x963/967.p/255");
    static const char *const BAD[] = {
        "",
        "tile",
        "tile/",
        "tile/0",
        "tile/0/",
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/00/000",
        "tile/8/000",
        "tile/10/000",
        "tile/0/000/",
        "tile/0/x000/000",
        "tile/0/001/000",
        "tile/0/x001/00",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/0/000.p",
        "tile/entries",
        "tile/data/000",
        "/tile/0/000",
        "tile/0/../000",
        "tile/0/x001/x234/067.p/5/",
        "tile/-1/000",
        "tile/0/x001/x001/x001/x001/x001/x001/000",
    };
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        struct tile tile;
        if (tile_path_read(BAD[i], &tile)) fail_msg("taken: %s", BAD[i]);
    }
}

static void published_paths(void **state) {
    (void)state;
    size_t size;
    char *at = vectors_file(&arena, "tile_paths.tsv", &size), *line;
    if (!at) skip();
    int compared = 0;
    for (vectors_line(&at); (line = vectors_line(&at)); compared++) {
        char *rest = line;
        struct tile tile = {.level = (int)strtol(rest, &rest, 10)};
        tile.index = strtoull(rest, &rest, 10);
        tile.width = (int)strtol(rest, &rest, 10);
        expect_path(tile, rest + 1);
    }
    assert_int_equal(compared, 10);
}

static void which_tiles_there_are(void **state) {
    (void)state;
    /* The example of the standard. */
    assert_int_equal(tile_width(0, 272, 70000), 256);
    assert_int_equal(tile_width(0, 273, 70000), 112);
    assert_int_equal(tile_width(0, 274, 70000), 0);
    assert_int_equal(tile_width(1, 0, 70000), 256);
    assert_int_equal(tile_width(1, 1, 70000), 17);
    assert_int_equal(tile_width(2, 0, 70000), 1);
    assert_int_equal(tile_width(3, 0, 70000), 0);
    assert_int_equal(tile_width(TILE_OF_ENTRIES, 273, 70000), 112);
    assert_int_equal(tile_width(0, 0, 256), 256);
    assert_int_equal(tile_width(0, 1, 256), 0);
    assert_int_equal(tile_width(1, 0, 256), 1);
    assert_int_equal(tile_width(TILE_LEVEL_MOST, 0, INT64_MAX), 127);
}

/* ------------------------------------------------------------------ whole logs */

static char *folder;

static bool read_from_folder(void *data, const struct tile *tile, uint8_t *out_bytes,
                             struct error *error) {
    char path[TILE_PATH_MOST], *bytes;
    size_t size;
    (void)data;
    tile_path(tile, path);
    if (!files_read(&arena, files_join(&arena, folder, path), TILE_BYTES, &bytes, &size, error))
        return false;
    assert_int_equal(size, (size_t)tile->width * DIGEST_SIZE);
    memcpy(out_bytes, bytes, size);
    return true;
}

/* Proofs from its tiles hold, and lead to the root of the leaves. */
static void proofs_from_tiles(void **state) {
    (void)state;
    static const uint64_t SIZES[] = {1, 2, 255, 256, 257, 511, 513, 1000};
    for (size_t s = 0; s < sizeof SIZES / sizeof *SIZES; s++) {
        uint64_t size = SIZES[s];
        folder = folder_make(&arena);
        made_tiles_write(&arena, size, folder);
        struct tile_source *tiles = arena_new(&arena, struct tile_source, 1);
        *tiles = (struct tile_source){.read = read_from_folder, .size = size};
        struct merkle_source source = tile_merkle_source(tiles);
        struct merkle tree = {0};
        struct digest root;
        struct error error = {0};
        struct digest *leaf = arena_new(&arena, struct digest, size);
        for (uint64_t i = 0; i < size; i++) {
            const char *entry = arena_format(&arena, "{\"i\":%" PRIu64 ",\"k\":\"entry\"}", i);
            leaf[i] = merkle_leaf(&digester, entry, strlen(entry));
        }
        for (uint64_t i = 0; i < size; i++) {
            merkle_append(&tree, &digester, &leaf[i]);
            struct digest here = merkle_root(&tree, &digester);
            if (!merkle_root_at(&source, &digester, i + 1, &root, &error))
                fail_msg("%s", error.text);
            assert_true(digest_equal(&root, &here));
        }
        for (uint64_t i = 0; i < size; i += 1 + i / 7) {
            struct merkle_proof proof;
            assert_true(merkle_prove_inclusion(&source, &digester, i, size, &proof, &error));
            assert_true(merkle_verify_inclusion(&digester, &leaf[i], i, size, proof.hash,
                                                proof.count, &root, &error));
        }
        struct merkle_proof proof;
        assert_false(merkle_prove_inclusion(&source, &digester, 0, size + 1, &proof, &error));
        folder_remove(folder);
    }
}

struct listed {
    json_t *files; /* path: "SIZE SHA-256" */
    int compared;
};

static void compare_file(void *data, const char *path, const void *bytes, size_t size) {
    struct listed *listed = data;
    char hex[ENCODE_HEX_LENGTH(DIGEST_SIZE) + 1];
    struct digest digest = digest_of(&digester, bytes, size);
    encode_text(ENCODING_HEX, digest.byte, DIGEST_SIZE, hex);
    const char *wanted = json_string_value(json_object_get(listed->files, path));
    if (!wanted) fail_msg("%s is not among the published files", path);
    assert_string_equal(wanted, arena_format(&arena, "%zu\t%s", size, hex));
    listed->compared++;
}

static void every_file_of_a_published_log(void **state) {
    (void)state;
    size_t size;
    char *at = vectors_file(&arena, "tile_hashes_70000.tsv", &size), *line;
    if (!at) skip();
    struct listed listed = {.files = json_object()};
    while ((line = vectors_line(&at))) {
        char *tab = strchr(line, '\t');
        *tab = 0;
        json_object_set_new(listed.files, line, json_string(tab + 1));
    }
    json_object_del(listed.files, "vkey"); /* beside the log */
    made_tiles(&arena, 70000, compare_file, &listed);
    assert_int_equal(listed.compared, json_object_size(listed.files));
    assert_int_equal(listed.compared, 552);
    json_decref(listed.files);
}

static void compare_with_257(void *data, const char *path, const void *bytes, size_t size) {
    size_t wanted_size;
    char *wanted = vectors_file(&arena, arena_format(&arena, "tlog_257/%s", path), &wanted_size);
    assert_non_null(wanted);
    assert_int_equal(size, wanted_size);
    assert_memory_equal(bytes, wanted, size);
    ++*(int *)data;
}

static void a_small_published_log(void **state) {
    (void)state;
    size_t size;
    int compared = 0;
    if (!vectors_file(&arena, "tlog_257/checkpoint", &size)) skip();
    made_tiles(&arena, 257, compare_with_257, &compared);
    assert_int_equal(compared, 6);
}

/* Tessera's own log: at each of its sizes the bundle is of that many entries, whose hashes are the
 * tile, which has the root of the checkpoint. */
static void a_log_that_tessera_wrote(void **state) {
    (void)state;
    static const char VKEY[] =
        "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";
    size_t size;
    int compared = 0;
    if (!vectors_file(&arena, "tessera_testlog/log/checkpoint", &size)) skip();
    for (int n = 1; n <= 15; n++) {
        size_t tile_size, bundle_size, note_size;
        char *tile = vectors_file(
            &arena, arena_format(&arena, "tessera_testlog/log/tile/0/000.p/%d", n), &tile_size);
        char *bundle = vectors_file(&arena,
                                    arena_format(&arena,
                                                 "tessera_testlog/log/tile/entries/"
                                                 "000.p/%d",
                                                 n),
                                    &bundle_size);
        assert_non_null(tile);
        assert_non_null(bundle);
        struct entry_bundle rest = {bundle, bundle_size};
        struct merkle tree = {0};
        struct error error = {0};
        bool more;
        const void *bytes;
        size_t entry_size;
        while (entry_bundle_next(&rest, &more, &bytes, &entry_size, &error) && more) {
            struct digest leaf = merkle_leaf(&digester, bytes, entry_size);
            assert_memory_equal(leaf.byte, tile + tree.size * DIGEST_SIZE, DIGEST_SIZE);
            merkle_append(&tree, &digester, &leaf);
        }
        assert_int_equal(error.code, ERROR_NONE);
        assert_int_equal(tree.size, n);
        assert_int_equal(tile_size, n * DIGEST_SIZE);
        char *note = vectors_file(
            &arena, arena_format(&arena, "tessera_testlog/log/checkpoint.%d", n), &note_size);
        if (!note) continue; /* it did not publish at every size */
        struct note_key key;
        struct checkpoint checkpoint;
        struct note_word *words;
        if (!note_key_read(&arena, &digester, VKEY, strlen(VKEY), &key, &error))
            fail_msg("%s", error.text);
        struct checkpoint_trust trust = {&key, 1};
        if (!checkpoint_open(&arena, note, note_size, &trust, &checkpoint, &words, &error))
            fail_msg("%s", error.text);
        struct digest root = merkle_root(&tree, &digester);
        assert_int_equal(checkpoint.size, n);
        assert_true(digest_equal(&root, &checkpoint.root));
        compared++;
    }
    assert_true(compared >= 10);
}

/* ------------------------------------------------------------------ Go */

static void go_calls_it_a_log(void **state) {
    (void)state;
    static const uint64_t SIZES[] = {1, 256, 70000};
    if (!other_go_is_here()) skip();
    struct secret private_key = made_tiles_key();
    struct public_key public_key = sign_public(&private_key);
    struct note_key key = note_key_of(&digester, MADE_TILES_ORIGIN, NOTE_KEY_ED25519, &public_key);
    const char *vkey = note_key_write(&arena, &key);
    for (int i = 0; i < 3; i++) {
        char *said;
        folder = folder_make(&arena);
        made_tiles_write(&arena, SIZES[i], folder);
        if (!other_go_accepts(&arena, folder, vkey, &said)) fail_msg("%s", said);
        assert_string_equal(
            said, arena_format(&arena, "%" PRIu64 " entries %" PRIu64 "\n", SIZES[i], SIZES[i]));
        if (i == 2) {
            struct error error = {0};
            const char *path = files_join(&arena, folder, "tile/0/100");
            char *bytes;
            size_t size;
            assert_true(files_read(&arena, path, TILE_BYTES, &bytes, &size, &error));
            bytes[4711] ^= 1;
            assert_true(files_write(path, bytes, size, &error));
            assert_false(other_go_accepts(&arena, folder, vkey, NULL));
        }
        folder_remove(folder);
    }
    secret_close(&private_key);
}

/* ------------------------------------------------------------------ bundles */

static void a_bundle_that_ends_too_soon(void **state) {
    (void)state;
    struct buffer bytes = {0};
    entry_bundle_add(&bytes, "first", 5);
    entry_bundle_add(&bytes, "", 0);
    entry_bundle_add(&bytes, "third", 5);
    for (size_t size = 0; size <= bytes.size; size++) {
        struct entry_bundle rest = {bytes.bytes, size};
        struct error error = {0};
        const void *at;
        size_t length;
        bool more = true, done = true;
        while (done && more) done = entry_bundle_next(&rest, &more, &at, &length, &error);
        assert_int_equal(done, size == 0 || size == 7 || size == 9 || size == 16);
    }
    buffer_close(&bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths),
        cmocka_unit_test(published_paths),
        cmocka_unit_test(which_tiles_there_are),
        cmocka_unit_test(proofs_from_tiles),
        cmocka_unit_test(every_file_of_a_published_log),
        cmocka_unit_test(a_small_published_log),
        cmocka_unit_test(a_log_that_tessera_wrote),
        cmocka_unit_test(go_calls_it_a_log),
        cmocka_unit_test(a_bundle_that_ends_too_soon),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
