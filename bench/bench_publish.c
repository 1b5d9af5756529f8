/* How fast a log is published, and a receipt made of it.
 *
 * The log has entries of 1 KiB that nobody has signed, put into the database beside the program:
 * publishing looks at their hashes. Its bound is the same bytes in one file, and that on the disk. A
 * receipt is made of ten million entries, of which only the tiles are there: it asks for no more.
 *
 * The exit code is 0 whatever was missed: a busy machine is no defect. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "base/encode.h"
#include "base/files.h"
#include "measure.h"
#include "publish/edition.h"
#include "record/checkpoint_key.h"
#include "record/log.h"
#include "record/log_receipt.h"
#include "record/tile_edge.h"
#include "record/tile_table.h"
#include "store/query.h"
#include "store/statements.h"

#define ORIGIN "example.org/bench"

enum { ENTRIES = 1000000, BATCH = 10000, MORE = 12, RECEIPTS = 10000000, ENTRY_BYTES = 1024 };

static struct error error;

struct bench {
    struct arena arena;
    struct random random;
    const char *folder, *path;
    struct secret private_key;
    uint64_t size;
};

/* ------------------------------------------------------------------ a log of any length */

static void make_entry(struct bench *bench, uint64_t index, char bytes[ENTRY_BYTES]) {
    struct random_ahead ahead;
    random_ahead_open(&ahead, &bench->random);
    for (int i = 0; i < ENTRY_BYTES; i++) bytes[i] = (char)('a' + (index + (uint64_t)i) % 26);
    random_fill(&ahead.random, bytes, 32);
    memcpy(bytes + 32, &index, sizeof index);
    random_ahead_close(&ahead);
}

static bool open_store(struct bench *bench, struct arena *arena, struct store **out_store) {
    return store_open(arena, files_join(&bench->arena, bench->path, "record.db"), STORE_ON_DISK,
                      out_store, &error);
}

/* Entry 0 is the investigation, which gives the key: it alone can be read as an entry. */
static void make_record(struct bench *bench) {
    struct store *store;
    struct digester digester;
    struct merkle tree = {0};
    struct public_key public_key;
    char text[ENCODE_BASE64_LENGTH(SIGN_PUBLIC_SIZE) + 1], *bytes;
    size_t size;
    must(random_open(&bench->random, &error) &&
             sign_make_keys(&bench->random, &bench->private_key, &public_key, &error) &&
             investigation_make(&bench->arena, bench->path, ORIGIN, &error) &&
             digest_open(&digester, &error),
         &error);
    encode_text(ENCODING_BASE64, public_key.byte, SIGN_PUBLIC_SIZE, text);
    struct identifier user = identifier_make(&bench->random, IDENTIFIER_USER);
    struct entry entry = {.rec = identifier_make(&bench->random, IDENTIFIER_RECORD),
                          .by = user,
                          .day = "2022-09-16",
                          .kind = "investigation",
                          .rev = 1,
                          .pub = arena_format(&bench->arena, "{\"checkpoint_key\":\"%s\"}", text)};
    entry.pub_size = strlen(entry.pub);
    must(entry_sign(&bench->arena, &entry, ORIGIN, &user, signing_key_of(&bench->private_key),
                    &error) &&
             entry_write(&bench->arena, &entry, &bytes, &size, &error) &&
             open_store(bench, &bench->arena, &store) && store_begin(store, STORE_APPEND, &error),
         &error);
    struct digest leaf = merkle_leaf(&digester, bytes, size);
    must(log_add(store, &digester, &tree, &leaf, &entry, bytes, size, &error) &&
             log_store_tree(store, &tree, &error) && store_commit(store, &error),
         &error);
    store_close(store);
    digest_close(&digester);
}

static void add_entries(struct bench *bench, uint64_t count) {
    struct arena arena;
    struct store *store;
    struct digester digester;
    struct merkle tree;
    struct entry entry = {.rec = identifier_make(&bench->random, IDENTIFIER_RECORD),
                          .kind = "profile"};
    arena_open(&arena, 0);
    must(digest_open(&digester, &error) && open_store(bench, &arena, &store) &&
             store_begin(store, STORE_APPEND, &error) && log_tree(store, &tree, &error),
         &error);
    for (uint64_t i = 0; i < count; i++) {
        char bytes[ENTRY_BYTES];
        make_entry(bench, tree.size, bytes);
        struct digest leaf = merkle_leaf(&digester, bytes, ENTRY_BYTES);
        must(log_add(store, &digester, &tree, &leaf, &entry, bytes, ENTRY_BYTES, &error), &error);
    }
    must(log_store_tree(store, &tree, &error) && store_commit(store, &error), &error);
    store_close(store);
    digest_close(&digester);
    arena_close(&arena);
    bench->size = tree.size;
}

/* ------------------------------------------------------------------ publishing */

/* Tiles, a checkpoint, the edition: what cairn publish does once it has the key. */
static double publish(struct bench *bench, const char *out, bool entries) {
    struct arena arena;
    struct investigation investigation = {.path = bench->path, .origin = ORIGIN};
    struct edition_plan plan = {.path = out, .entries = entries};
    struct edition edition;
    struct checkpoint_kept kept;
    struct signing_key signer = signing_key_of(&bench->private_key);
    bool found;
    arena_open(&arena, 0);
    double began = clock_seconds();
    must(digest_open(&investigation.digester, &error) &&
             open_store(bench, &arena, &investigation.store) &&
             tile_table_grow(investigation.store, &investigation.digester, bench->size, NULL, NULL,
                             &error) &&
             edition_open(&arena, &investigation, &plan, &edition, &error) &&
             store_begin(investigation.store, STORE_READ, &error) &&
             checkpoint_log_newest(&arena, investigation.store, &found, &kept, &error),
         &error);
    store_rollback(investigation.store);
    if (!found || kept.size != bench->size)
        must(checkpoint_log_sign(&arena, &investigation, &signer, &kept, &error), &error);
    must(edition_write(&arena, &investigation, &edition, &kept, &error), &error);
    double seconds = clock_seconds() - began;
    edition_close(&edition);
    store_close(investigation.store);
    digest_close(&investigation.digester);
    arena_close(&arena);
    return seconds;
}

/* ------------------------------------------------------------------ what is measured */

static double memory_mib(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (double)used.ru_maxrss / 1024;
}

static bool next_piece(void *data, struct buffer *piece, struct error *failure) {
    uint64_t *left = data;
    size_t size = *left < 1 << 18 ? (size_t)*left : 1 << 18;
    (void)failure;
    if (size) memset(buffer_extend(piece, size), 'x', size);
    *left -= size;
    return true;
}

/* As many bytes as the edition has, in one file that is on the disk. */
static double write_bytes(struct bench *bench) {
    uint64_t bytes = bench->size * (ENTRY_BYTES + 2 + DIGEST_SIZE);
    const char *path = files_join(&bench->arena, bench->folder, "bytes");
    double began = clock_seconds();
    must(files_write_pieces(path, next_piece, &bytes, &error), &error);
    double seconds = clock_seconds() - began;
    must(files_remove(path, &error), &error);
    return seconds;
}

static void bench_editions(struct bench *bench, uint64_t entries) {
    const char *public = files_join(&bench->arena, bench->folder, "public");
    const char *auditors = files_join(&bench->arena, bench->folder, "auditors");
    for (uint64_t left = entries; left > 0; left -= left < BATCH ? left : BATCH)
        add_entries(bench, left < BATCH ? left : BATCH);
    double before = memory_mib(), first = publish(bench, public, false);
    double all = publish(bench, auditors, true), bound = write_bytes(bench);
    print_section("publish: the whole log");
    print_time(figure_of(&bound, 1), 0, "bound: its bytes in one file");
    print_time(figure_of(&first, 1), 20, "public edition of %" PRIu64 " entries, tiles made anew",
               bench->size);
    print_time(figure_of(&all, 1), 20, "auditors' edition of as many");
    print_part(figure_of(&bound, 1), figure_of(&all, 1), 0, "of the bound");
    print_amount(memory_mib() - before, 64, "MiB more memory");
    double one[2][MORE];
    for (int i = 0; i < MORE; i++) {
        add_entries(bench, 1);
        one[0][i] = publish(bench, public, false);
        one[1][i] = publish(bench, auditors, true);
        machine_sample();
    }
    print_section("publish: one entry more");
    print_time(figure_of(one[0], MORE), 0.1, "public edition, with tiles and checkpoint");
    print_time(figure_of(one[1], MORE), 0.1, "auditors' edition, with the same checkpoint");
}

/* ------------------------------------------------------------------ receipts */

static bool write_tile(void *data, const struct tile *tile, const struct digest *hashes,
                       struct error *failure) {
    struct query *query;
    if (!query_open(data, &TILE_SET, &query, failure)) return false;
    query_bind_int(query, 1, tile->level);
    query_bind_int(query, 2, (int64_t)tile->index);
    query_bind_blob(query, 3, hashes, (size_t)tile->width * DIGEST_SIZE);
    return query_run(query, failure);
}

struct receipts {
    struct store *store;
    struct digester digester;
    struct checkpoint_kept kept;
    uint64_t next;
    struct digest leaf;
};

static struct digest leaf_of(struct digester *digester, uint64_t index) {
    return merkle_leaf(digester, &index, sizeof index);
}

/* The tiles of a log of so many entries, in place of those that were there. */
static void make_tiles(struct bench *bench, struct receipts *receipts) {
    struct tile_edge *edge = arena_new(&bench->arena, struct tile_edge, 1);
    struct signing_key signer = signing_key_of(&bench->private_key);
    struct checkpoint *checkpoint = &receipts->kept.checkpoint;
    struct merkle tree = {0};
    struct buffer note = {0};
    must(store_begin(receipts->store, STORE_APPEND, &error), &error);
    for (uint64_t i = 0; i < RECEIPTS; i++) {
        struct digest leaf = leaf_of(&receipts->digester, i);
        merkle_append(&tree, &receipts->digester, &leaf);
        must(
            tile_edge_append(edge, &receipts->digester, &leaf, write_tile, receipts->store, &error),
            &error);
    }
    for (int level = 0; level <= TILE_LEVEL_MOST; level++) {
        struct tile last = tile_edge_last(edge, level);
        if (last.width) must(write_tile(receipts->store, &last, edge->hash[level], &error), &error);
    }
    must(store_commit(receipts->store, &error), &error);
    *checkpoint = (struct checkpoint){
        .origin = ORIGIN, .size = RECEIPTS, .root = merkle_root(&tree, &receipts->digester)};
    must(checkpoint_sign(&receipts->digester, checkpoint, &signer, &note, &error), &error);
    receipts->kept.size = RECEIPTS;
    receipts->kept.note = arena_copy_part(&bench->arena, note.bytes, note.size);
    receipts->kept.note_size = note.size;
    buffer_close(&note);
}

/* One anywhere in the log. */
static void make_receipt(void *data) {
    struct receipts *receipts = data;
    struct buffer out = {0};
    receipts->next = (receipts->next + 6180339) % RECEIPTS;
    struct digest leaf = leaf_of(&receipts->digester, receipts->next);
    must(log_receipt_add(receipts->store, &receipts->digester, &receipts->kept, receipts->next,
                         &leaf, &out, &error),
         &error);
    buffer_close(&out);
}

static void bench_receipts(struct bench *bench) {
    struct receipts receipts = {0};
    must(digest_open(&receipts.digester, &error) &&
             open_store(bench, &bench->arena, &receipts.store),
         &error);
    make_tiles(bench, &receipts);
    must(store_begin(receipts.store, STORE_READ, &error), &error);
    print_section("receipts");
    print_time(measure(make_receipt, &receipts, 3), 1e-3, "one of %d entries, made and verified",
               RECEIPTS);
    store_close(receipts.store);
    digest_close(&receipts.digester);
}

int main(int count, char **words) {
    static struct bench bench;
    char *folder;
    arena_open(&bench.arena, 0);
    must(files_make_temporary(&bench.arena, &folder, &error), &error);
    bench.folder = folder;
    bench.path = files_join(&bench.arena, folder, "log.cairn");
    make_record(&bench);
    bench_editions(&bench, count > 1 ? strtoull(words[1], NULL, 10) : ENTRIES);
    bench_receipts(&bench);
    machine_print();
    printf("%d over their limit\n", print_missed());
    must(files_remove_folder(folder, &error), &error);
    secret_close(&bench.private_key);
    arena_close(&bench.arena);
    return 0;
}
