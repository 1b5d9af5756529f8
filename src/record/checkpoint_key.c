#include "record/checkpoint_key.h"

#include <string.h>

#include "base/encode.h"
#include "base/letter.h"
#include "record/canonical.h"
#include "record/log.h"
#include "store/query.h"
#include "store/statements.h"

/* ------------------------------------------------------------------ sealing */

struct checkpoint_readers checkpoint_key_readers(struct arena *arena,
                                                 const struct authority *authority) {
    struct checkpoint_readers readers = {0};
    readers.key = arena_new(arena, struct public_key, LETTER_READERS_MOST);
    for (size_t i = 0; i < authority->user_count; i++) {
        const struct authority_user *user = authority->user[i];
        if (user->state != USER_ACTIVE || !(user->roles >> USER_ADMINISTRATOR & 1)) continue;
        for (size_t k = 0; k < user->key_count && readers.count < LETTER_READERS_MOST; k++)
            if (user->key[k].active) readers.key[readers.count++] = user->key[k].key;
    }
    return readers;
}

/* A letter of another record is no key of this one. */
static const char *about(struct arena *arena, const char *origin) {
    return arena_format(arena, "cairn-checkpoint-key/v1 %s", origin);
}

bool checkpoint_key_seal(struct arena *arena, struct random *random, const char *origin,
                         const struct secret *private_key, const struct checkpoint_readers *readers,
                         struct checkpoint_key *out_key, struct error *error) {
    struct buffer letter = {0};
    bool done = letter_seal(random, readers->key, readers->count, about(arena, origin),
                            private_key->bytes, private_key->size, &letter, error);
    if (done)
        *out_key =
            (struct checkpoint_key){sign_public(private_key),
                                    arena_copy_part(arena, letter.bytes, letter.size), letter.size};
    buffer_close(&letter);
    return done;
}

bool checkpoint_key_make(struct arena *arena, struct random *random, const char *origin,
                         const struct checkpoint_readers *readers, struct checkpoint_key *out_key,
                         struct error *error) {
    struct secret private_key;
    struct public_key public_key;
    if (!sign_make_keys(random, &private_key, &public_key, error)) return false;
    bool done = checkpoint_key_seal(arena, random, origin, &private_key, readers, out_key, error);
    secret_close(&private_key);
    return done;
}

static bool take_private(const struct checkpoint_key *key, const struct buffer *opened,
                         struct secret *out_private, struct error *error) {
    struct secret private_key = {0};
    if (opened->size != SIGN_PRIVATE_SIZE)
        return error_set(error, ERROR_CORRUPT, "the key for checkpoints is damaged");
    if (!secret_open(&private_key, SIGN_PRIVATE_SIZE, error)) return false;
    memcpy(private_key.bytes, opened->bytes, SIGN_PRIVATE_SIZE);
    struct public_key public_key = sign_public(&private_key);
    if (memcmp(public_key.byte, key->public_key.byte, SIGN_PUBLIC_SIZE) == 0) {
        *out_private = private_key;
        return true;
    }
    secret_close(&private_key);
    return error_set(error, ERROR_CORRUPT, "the key for checkpoints is another than it is kept as");
}

bool checkpoint_key_open(const struct checkpoint_key *key, const char *origin,
                         const struct secret *reader, struct secret *out_private,
                         struct error *error) {
    struct arena arena;
    struct buffer opened = {0};
    arena_open(&arena, 0);
    buffer_reserve(&opened, key->letter_size); /* so that it never moves and leaves a copy */
    bool done =
        letter_open(reader, about(&arena, origin), key->letter, key->letter_size, &opened, error) &&
        take_private(key, &opened, out_private, error);
    secret_wipe(opened.bytes, opened.size);
    buffer_close(&opened);
    arena_close(&arena);
    return done;
}

/* ------------------------------------------------------------------ in the database */

bool checkpoint_key_store(struct store *store, struct digester *digester,
                          const struct checkpoint_key *key, struct error *error) {
    struct query *query;
    struct digest digest = digest_of(digester, key->letter, key->letter_size);
    if (!query_open(store, &CHECKPOINT_KEY_SET, &query, error)) return false;
    query_bind_blob(query, 1, key->public_key.byte, SIGN_PUBLIC_SIZE);
    query_bind_blob(query, 2, key->letter, key->letter_size);
    query_bind_blob(query, 3, digest.byte, DIGEST_SIZE);
    return query_run(query, error);
}

bool checkpoint_key_list(struct arena *arena, struct store *store, struct checkpoint_key **out_keys,
                         size_t *out_count, struct error *error) {
    struct query *query;
    struct checkpoint_key *keys = NULL;
    size_t count = 0, capacity = 0;
    bool row, done;
    if (!query_open(store, &CHECKPOINT_KEYS_ALL, &query, error)) return false;
    while ((done = query_step(query, &row, error)) && row) {
        struct checkpoint_key key = {0};
        size_t size;
        const void *public_key = query_blob(query, 0, &size);
        if (size == SIGN_PUBLIC_SIZE) memcpy(key.public_key.byte, public_key, size);
        const void *letter = query_blob(query, 1, &key.letter_size);
        key.letter = arena_copy_part(arena, letter, key.letter_size);
        keys = arena_grow(arena, keys, count, &capacity, sizeof *keys);
        keys[count++] = key;
    }
    query_close(query);
    if (!done) return false;
    *out_keys = keys;
    *out_count = count;
    return true;
}

/* ------------------------------------------------------------------ in the record */

bool checkpoint_key_of_entry(struct arena *arena, const struct entry *entry,
                             struct public_key *out_key) {
    struct canonical_walk walk = canonical_walk(entry->pub, entry->pub_size);
    struct canonical_part part;
    struct error ignored = {0};
    while (canonical_next(&walk, &part)) {
        if (!canonical_named(&part, "checkpoint_key") || part.bytes[0] != '"') continue;
        const char *text = canonical_text(arena, part.bytes, part.size);
        return encode_bytes(ENCODING_BASE64, text, strlen(text), out_key->byte, SIGN_PUBLIC_SIZE,
                            &ignored);
    }
    return false;
}

static bool read_given(struct arena *arena, struct query *query, struct public_key *out_key) {
    size_t size;
    const void *bytes = query_blob(query, 2, &size);
    struct entry entry;
    struct error ignored = {0};
    const char *copy = arena_copy_part(arena, bytes, size);
    return entry_read(arena, copy, size, &entry, &ignored) &&
           checkpoint_key_of_entry(arena, &entry, out_key);
}

bool checkpoint_key_given(struct arena *arena, struct digester *digester, struct store *store,
                          const char *origin, struct note_key **out_keys, size_t *out_count,
                          struct error *error) {
    struct query *query;
    struct public_key *given = NULL;
    size_t count = 0, capacity = 0;
    bool row, done;
    if (!query_open(store, &LOG_OF_KIND, &query, error)) return false;
    query_bind_text(query, 1, "investigation");
    while ((done = query_step(query, &row, error)) && row) {
        struct public_key key;
        if (!read_given(arena, query, &key)) continue;
        if (count && memcmp(given[count - 1].byte, key.byte, SIGN_PUBLIC_SIZE) == 0) continue;
        given = arena_grow(arena, given, count, &capacity, sizeof *given);
        given[count++] = key;
    }
    query_close(query);
    if (!done) return false;
    struct note_key *keys = arena_new(arena, struct note_key, count);
    for (size_t i = 0; i < count; i++)
        keys[i] = note_key_of(digester, origin, NOTE_KEY_ED25519, &given[count - 1 - i]);
    *out_keys = keys;
    *out_count = count;
    return true;
}
