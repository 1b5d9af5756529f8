/* What was signed about the log, and the tiles that proofs are made from, against the log itself. */
#include <inttypes.h>
#include <string.h>

#include "record/checkpoint.h"
#include "record/checkpoint_key.h"
#include "record/tile_edge.h"
#include "record/verify_parts.h"
#include "store/query.h"
#include "store/statements.h"

struct kept_checkpoint {
    uint64_t size;
    bool fits; /* it has a root, and the log had that root */
    struct digest root;
    const char *note; /* in the arena of the result */
    size_t note_size;
};

struct verify_checkpoints {
    struct kept_checkpoint *checkpoint; /* by size */
    size_t count, next;
    bool tiles; /* there are some */
    struct tile_edge edge;
    int64_t tiles_met;
};

/* ------------------------------------------------------------------ before the log */

static bool read_all(struct verify *verify, struct verify_checkpoints *state, struct error *error) {
    struct query *query;
    size_t capacity = 0;
    bool row, done;
    if (!query_open(verify->store, &CHECKPOINTS_FROM, &query, error)) return false;
    query_bind_int(query, 1, 0);
    while ((done = query_step(query, &row, error)) && row) {
        struct kept_checkpoint kept = {.size = (uint64_t)query_int(query, 0)};
        const void *bytes = query_blob(query, 1, &kept.note_size);
        kept.note = arena_copy_part(verify->arena, bytes, kept.note_size);
        state->checkpoint = arena_grow(verify->arena, state->checkpoint, state->count, &capacity,
                                       sizeof *state->checkpoint);
        struct note note;
        struct checkpoint checkpoint;
        struct error ignored = {0};
        if (note_read(verify->arena, kept.note, kept.note_size, &note, &ignored) &&
            checkpoint_read(verify->arena, note.text, note.size, &checkpoint, &ignored) &&
            checkpoint.size == kept.size)
            kept.root = checkpoint.root;
        state->checkpoint[state->count++] = kept;
    }
    query_close(query);
    return done;
}

static bool count_tiles(struct verify *verify, int64_t *out_count, struct error *error) {
    struct query *query;
    bool row;
    if (!query_open(verify->store, &TILE_COUNT_ALL, &query, error)) return false;
    bool done = query_step(query, &row, error);
    if (done) *out_count = query_int(query, 0);
    query_close(query);
    return done;
}

static void meet(struct verify *verify) {
    struct verify_checkpoints *state = verify->checkpoints;
    while (state->next < state->count && state->checkpoint[state->next].size <= verify->tree.size) {
        struct kept_checkpoint *kept = &state->checkpoint[state->next++];
        struct digest root = merkle_root(&verify->tree, &verify->digester);
        kept->fits = kept->size == verify->tree.size && digest_equal(&root, &kept->root);
    }
}

bool verify_checkpoints_begin(struct verify *verify, struct error *error) {
    bool kept;
    int64_t tiles;
    if (!store_has_table(verify->store, "checkpoint", &kept, error)) return false;
    if (!kept) return true;
    struct verify_checkpoints *state = arena_new(verify->arena, struct verify_checkpoints, 1);
    if (!read_all(verify, state, error) || !count_tiles(verify, &tiles, error)) return false;
    state->tiles = tiles > 0;
    verify->checkpoints = state;
    meet(verify);
    return true;
}

/* ------------------------------------------------------------------ beside it */

/* The row of a tile may be of a time when it was narrower. */
static bool compare_tile(void *data, const struct tile *tile, const struct digest *hashes,
                         struct error *error) {
    struct verify *verify = data;
    struct query *query;
    bool row;
    if (!query_open(verify->store, &TILE_HASHES, &query, error)) return false;
    query_bind_int(query, 1, tile->level);
    query_bind_int(query, 2, (int64_t)tile->index);
    bool done = query_step(query, &row, error);
    if (done && row) {
        size_t size;
        const void *kept = query_blob(query, 0, &size);
        verify->checkpoints->tiles_met++;
        if (size > (size_t)tile->width * DIGEST_SIZE || memcmp(kept, hashes, size) != 0)
            verify_note(verify, VERIFY_WHOLE,
                        "the hashes that are kept for proofs (level %d, tile %" PRIu64
                        ") are not those of the entries",
                        tile->level, tile->index);
    }
    query_close(query);
    return done;
}

bool verify_checkpoints_step(struct verify *verify, const struct digest *leaf,
                             struct error *error) {
    struct verify_checkpoints *state = verify->checkpoints;
    if (!state) return true;
    meet(verify);
    return !state->tiles ||
           tile_edge_append(&state->edge, &verify->digester, leaf, compare_tile, verify, error);
}

/* ------------------------------------------------------------------ after it */

static bool check_last_tiles(struct verify *verify, struct error *error) {
    struct verify_checkpoints *state = verify->checkpoints;
    int64_t count;
    for (int level = 0; level <= TILE_LEVEL_MOST && state->tiles; level++) {
        struct tile last = tile_edge_last(&state->edge, level);
        if (last.width && !compare_tile(verify, &last, state->edge.hash[level], error))
            return false;
    }
    if (!count_tiles(verify, &count, error)) return false;
    if (count != state->tiles_met)
        verify_note(verify, VERIFY_WHOLE,
                    "hashes are kept for proofs of entries that are not there");
    return true;
}

static void check_checkpoint(struct verify *verify, struct kept_checkpoint *kept,
                             const struct note_key *keys, size_t key_count) {
    struct note note;
    struct note_word *words;
    struct error failure = {0};
    if (kept->size > verify->tree.size)
        verify_note(verify, (int64_t)verify->tree.size,
                    "a checkpoint of %" PRIu64 " entries was "
                    "signed, and the last %" PRIu64 " of them are missing",
                    kept->size, kept->size - verify->tree.size);
    else if (!kept->fits)
        verify_note(verify, VERIFY_WHOLE,
                    "the checkpoint that was signed when there were %" PRIu64
                    " entries is of other entries than these",
                    kept->size);
    if (!note_read(verify->arena, kept->note, kept->note_size, &note, &failure) ||
        !note_verify(verify->arena, &note, keys, key_count, &words, &failure))
        verify_note(verify, VERIFY_WHOLE,
                    "the checkpoint that is kept of %" PRIu64 " entries is not "
                    "signed by the record: %s",
                    kept->size, failure.text);
}

struct key_row {
    const void *public_key, *letter, *digest;
    size_t public_size, letter_size, digest_size;
};

static void check_key(struct verify *verify, const struct key_row *row, const struct note_key *keys,
                      size_t key_count) {
    bool given = false;
    for (size_t i = 0; i < key_count; i++)
        given = given || (row->public_size == SIGN_PUBLIC_SIZE &&
                          !memcmp(keys[i].public_key.byte, row->public_key, SIGN_PUBLIC_SIZE));
    if (!given)
        verify_note(verify, VERIFY_WHOLE,
                    "a key for checkpoints is kept that the record does not "
                    "give");
    struct digest digest = digest_of(&verify->digester, row->letter, row->letter_size);
    if (row->digest_size != DIGEST_SIZE || memcmp(digest.byte, row->digest, DIGEST_SIZE) != 0)
        verify_note(verify, VERIFY_WHOLE,
                    "the key for checkpoints is damaged, and nobody can open "
                    "it: restore it from a backup");
}

static bool check_keys(struct verify *verify, const struct note_key *keys, size_t key_count,
                       struct error *error) {
    struct query *query;
    bool row, done;
    if (!query_open(verify->store, &CHECKPOINT_KEYS_ALL, &query, error)) return false;
    while ((done = query_step(query, &row, error)) && row) {
        struct key_row key;
        key.public_key = query_blob(query, 0, &key.public_size);
        key.letter = query_blob(query, 1, &key.letter_size);
        key.digest = query_blob(query, 2, &key.digest_size);
        check_key(verify, &key, keys, key_count);
    }
    query_close(query);
    return done;
}

bool verify_checkpoints_end(struct verify *verify, struct error *error) {
    struct verify_checkpoints *state = verify->checkpoints;
    const char *origin = verify->result.origin ? verify->result.origin : "";
    struct note_key *keys;
    size_t key_count;
    if (!state) return true;
    if (!checkpoint_key_given(verify->arena, &verify->digester, verify->store, origin, &keys,
                              &key_count, error) ||
        !check_keys(verify, keys, key_count, error) || !check_last_tiles(verify, error))
        return false;
    for (size_t i = 0; i < state->count; i++)
        check_checkpoint(verify, &state->checkpoint[i], keys, key_count);
    verify->result.checkpoints = state->count;
    return true;
}
