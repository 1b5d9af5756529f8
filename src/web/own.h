/* local.db: what is neither truth nor derived, and may be lost. Each thing belongs to a user, and is
 * encrypted (XChaCha20-Poly1305) under a key that is worked out from that user's private key: it can
 * be read while its owner is signed in, and by nobody else. */
#ifndef CAIRN_WEB_OWN_H
#define CAIRN_WEB_OWN_H

#include <pthread.h>

#include "record/identifier.h"
#include "base/secret.h"
#include "store/store.h"

enum { OWN_MOST = 1 << 20 /* bytes of one thing */ };

struct own {
    pthread_mutex_t mutex;
    struct store *store;
    struct random *random;
};

/* Opens or makes the database in the folder. */
MUST_CHECK bool own_open(struct arena *arena, const char *folder, struct random *random,
                         struct own *out_own, struct error *error);
void own_close(struct own *own);

/* Keeps a thing under a name, in place of what has the name; NULL bytes: keeps it no more. */
MUST_CHECK bool own_put(struct own *own, const struct identifier *user,
                        const struct secret *private_key, const char *name, const void *bytes,
                        size_t size, struct error *error);

/* The thing of that name, in the arena; NULL: there is none, or it was kept under another key. */
MUST_CHECK bool own_get(struct arena *arena, struct own *own, const struct identifier *user,
                        const struct secret *private_key, const char *name, char **out_bytes,
                        size_t *out_size, struct error *error);

#endif
