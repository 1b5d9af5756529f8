/* The private keys of users, each sealed under its owner's passphrase (base/secret.h), in the
 * database of the investigation. */
#ifndef CAIRN_RECORD_USER_KEY_H
#define CAIRN_RECORD_USER_KEY_H

#include "base/sign.h"
#include "record/identifier.h"
#include "store/store.h"

struct user_key {
    struct identifier user;
    struct public_key public_key;
    const char *sealed; /* the private key: a line of text, as secret_seal makes it */
};

/* Makes a pair of keys. The private one is the caller's to close; the sealed text is in the
 * arena. */
MUST_CHECK bool user_key_make(struct arena *arena, struct random *random,
                              const struct identifier *user, const struct secret *passphrase,
                              struct secret_cost cost, struct user_key *out_key,
                              struct secret *out_private, struct error *error);

/* Stores it, in a STORE_APPEND transaction; a key that is there already is sealed anew. */
MUST_CHECK bool user_key_store(struct store *store, const struct user_key *key,
                               struct error *error);

/* All keys that lie here of a user, in the order of their public keys; in the arena. */
MUST_CHECK bool user_key_list(struct arena *arena, struct store *store,
                              const struct identifier *user, struct user_key **out_keys,
                              size_t *out_count, struct error *error);

/* The private key, which is the caller's to close; ERROR_DENIED: another passphrase. */
MUST_CHECK bool user_key_unseal(struct arena *arena, const struct user_key *key,
                                const struct secret *passphrase, struct secret *out_private,
                                struct error *error);

#endif
