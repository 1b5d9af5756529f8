#include "record/user_key.h"

#include <string.h>

#include "base/digest.h"
#include "store/query.h"
#include "store/statements.h"

bool user_key_seal(struct arena *arena, struct random *random, const struct identifier *user,
                   const struct secret *private_key, const struct secret *passphrase,
                   struct secret_cost cost, struct user_key *out_key, struct error *error) {
    char *sealed;
    if (!secret_seal(arena, random, private_key, passphrase, cost, &sealed, error)) return false;
    *out_key = (struct user_key){*user, sign_public(private_key), sealed};
    return true;
}

bool user_key_make(struct arena *arena, struct random *random, const struct identifier *user,
                   const struct secret *passphrase, struct secret_cost cost,
                   struct user_key *out_key, struct secret *out_private, struct error *error) {
    struct public_key public_key;
    struct secret private_key;
    if (!sign_make_keys(random, &private_key, &public_key, error)) return false;
    if (user_key_seal(arena, random, user, &private_key, passphrase, cost, out_key, error)) {
        *out_private = private_key;
        return true;
    }
    secret_close(&private_key);
    return false;
}

bool user_key_store(struct store *store, const struct user_key *key, struct error *error) {
    struct query *query;
    struct digester digester;
    if (!digest_open(&digester, error)) return false;
    struct digest digest = digest_of(&digester, key->sealed, strlen(key->sealed));
    digest_close(&digester);
    if (!query_open(store, &USER_KEY_SET, &query, error)) return false;
    query_bind_blob(query, 1, key->public_key.byte, SIGN_PUBLIC_SIZE);
    query_bind_text(query, 2, key->user.text);
    query_bind_text(query, 3, key->sealed);
    query_bind_blob(query, 4, digest.byte, DIGEST_SIZE);
    return query_run(query, error);
}

static bool read_key(struct arena *arena, struct query *query, struct user_key *out_key,
                     struct error *error) {
    size_t size;
    const void *bytes = query_blob(query, 0, &size);
    if (size != SIGN_PUBLIC_SIZE)
        return error_set(error, ERROR_CORRUPT, "the public key of %s is damaged",
                         out_key->user.text);
    memcpy(out_key->public_key.byte, bytes, size);
    out_key->sealed = arena_copy(arena, query_text(query, 1));
    return true;
}

bool user_key_list(struct arena *arena, struct store *store, const struct identifier *user,
                   struct user_key **out_keys, size_t *out_count, struct error *error) {
    struct query *query;
    struct user_key *keys = NULL;
    size_t count = 0, capacity = 0;
    bool row = true, done;
    if (!query_open(store, &USER_KEYS_OF, &query, error)) return false;
    query_bind_text(query, 1, user->text);
    while ((done = query_step(query, &row, error)) && row) {
        keys = arena_grow(arena, keys, count, &capacity, sizeof *keys);
        keys[count].user = *user;
        if (!(done = read_key(arena, query, &keys[count++], error))) break;
    }
    query_close(query);
    if (!done) return false;
    *out_keys = keys;
    *out_count = count;
    return true;
}

/* That it is the key of this public one is checked too: the table is not signed. */
bool user_key_unseal(struct arena *arena, const struct user_key *key,
                     const struct secret *passphrase, struct secret *out_private,
                     struct error *error) {
    struct secret private_key;
    if (!secret_unseal(arena, key->sealed, passphrase, &private_key, error)) return false;
    bool fits = private_key.size == SIGN_PRIVATE_SIZE;
    if (fits) {
        struct public_key public_key = sign_public(&private_key);
        fits = memcmp(public_key.byte, key->public_key.byte, SIGN_PUBLIC_SIZE) == 0;
    }
    if (fits) {
        *out_private = private_key;
        return true;
    }
    secret_close(&private_key);
    return error_set(error, ERROR_CORRUPT, "what is sealed for %s is not the private key of its "
                     "public one", key->user.text);
}
