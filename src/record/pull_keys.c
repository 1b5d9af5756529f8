/* Private keys are made on the main copy; a device gets them with the entries about their owners. */
#include <string.h>

#include "record/pull_parts.h"
#include "store/query.h"
#include "store/statements.h"

enum { SEALED_MOST = 4096 };

/* Is it a key that the record gives the user, in a text that a key can be sealed in? */
static bool is_wanted(const struct authority *authority, const struct user_key *key) {
    const struct authority_user *user = authority_user(authority, &key->user);
    if (strlen(key->sealed) > SEALED_MOST) return false;
    for (size_t i = 0; user && i < user->key_count; i++)
        if (!memcmp(user->key[i].key.byte, key->public_key.byte, SIGN_PUBLIC_SIZE)) return true;
    return false;
}

static bool read_key(struct arena *arena, struct query *query, struct user_key *out_key) {
    struct error ignored = {0};
    size_t size, user_size, sealed_size;
    const void *public_key = query_blob(query, 0, &size);
    const char *user = query_blob(query, 1, &user_size);
    const char *sealed = query_blob(query, 2, &sealed_size);
    if (size != SIGN_PUBLIC_SIZE ||
        !identifier_read(user, user_size, IDENTIFIER_USER, &out_key->user, &ignored))
        return false;
    memcpy(out_key->public_key.byte, public_key, size);
    out_key->sealed = arena_copy_part(arena, sealed, sealed_size);
    return true;
}

bool pull_take_keys(struct pulling *pulling, struct store *other, struct error *error) {
    struct query *query;
    bool row, done;
    if (!query_open(other, &USER_KEYS_ALL, &query, error)) return false;
    while ((done = query_step(query, &row, error)) && row) {
        struct user_key key;
        arena_release(&pulling->scratch, (struct arena_mark){0});
        if (!read_key(&pulling->scratch, query, &key) ||
            !is_wanted(pulling->log->authority, &key))
            continue;
        done = user_key_store(pulling->log->store, &key, error);
        if (!done) break;
    }
    query_close(query);
    return done;
}
