/* The sealed private keys that lie beside the log. Whether one is opened by its passphrase only its
 * owner can try; whether it is still what was stored anybody can see. */
#include <string.h>

#include "record/verify_parts.h"
#include "store/query.h"
#include "store/statements.h"

struct key_row {
    const void *public_key, *user, *sealed, *digest;
    size_t public_size, user_size, sealed_size, digest_size;
};

static struct key_row read_row(struct query *query) {
    struct key_row row;
    row.public_key = query_blob(query, 0, &row.public_size);
    row.user = query_blob(query, 1, &row.user_size);
    row.sealed = query_blob(query, 2, &row.sealed_size);
    row.digest = query_blob(query, 3, &row.digest_size);
    return row;
}

/* Did the record ever give the user this public key? */
static bool is_key_of(const struct authority_user *user, const struct key_row *row) {
    for (size_t i = 0; user && i < user->key_count; i++)
        if (row->public_size == SIGN_PUBLIC_SIZE &&
            !memcmp(user->key[i].key.byte, row->public_key, SIGN_PUBLIC_SIZE))
            return true;
    return false;
}

static void check_key(struct verify *verify, const struct key_row *row) {
    struct identifier id;
    struct error ignored = {0};
    bool named = identifier_read(row->user, row->user_size, IDENTIFIER_USER, &id, &ignored);
    if (!named || !is_key_of(authority_user(&verify->authority, &id), row)) {
        verify_note(verify, VERIFY_WHOLE, "a private key is kept for %s, to whom the record gives "
                    "no such key", named ? id.text : "nobody that can be read");
        return;
    }
    struct digest digest = digest_of(&verify->digester, row->sealed, row->sealed_size);
    if (row->digest_size != DIGEST_SIZE || memcmp(digest.byte, row->digest, DIGEST_SIZE) != 0)
        verify_note(verify, VERIFY_WHOLE, "the private key that is kept for %s is damaged, and no "
                    "passphrase opens it: restore it from a backup", id.text);
}

bool verify_keys(struct verify *verify, struct error *error) {
    struct query *query;
    bool row, done;
    if (!query_open(verify->store, &USER_KEYS_ALL, &query, error)) return false;
    while ((done = query_step(query, &row, error)) && row) {
        struct key_row key = read_row(query);
        check_key(verify, &key);
    }
    query_close(query);
    return done;
}
