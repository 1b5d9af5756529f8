#include "web/own.h"

#include <string.h>

#include "base/box.h"
#include "base/files.h"
#include "base/hmac.h"
#include "store/query.h"
#include "store/statements.h"

static const char PURPOSE[] = "cairn-local/v1";

bool own_open(struct arena *arena, const char *folder, struct random *random, struct own *out_own,
              struct error *error) {
    char *path = files_join(arena, folder, "local.db");
    struct own own = {.random = random};
    bool there = files_is_file(path);
    if (!(there ? store_open(arena, path, STORE_ON_DISK, &own.store, error)
                : store_create(arena, path, STORE_ON_DISK, &own.store, error)))
        return false;
    if (!store_begin(own.store, STORE_APPEND, error) ||
        !store_run_script(own.store, &OWN_MAKE, error) || !store_commit(own.store, error)) {
        store_close(own.store);
        return false;
    }
    pthread_mutex_init(&own.mutex, NULL);
    *out_own = own;
    return true;
}

void own_close(struct own *own) {
    store_close(own->store);
    own->store = NULL;
}

static void make_key(const struct secret *private_key, uint8_t key[HMAC_MOST]) {
    hmac_of(HMAC_SHA256, private_key->bytes, private_key->size, PURPOSE, sizeof PURPOSE - 1, key);
}

/* What it is about is authenticated, so that no thing can be put in the place of another. */
static void write_about(const struct identifier *user, const char *name, struct buffer *about) {
    buffer_format(about, "%s\n%s\n%s", PURPOSE, user->text, name);
}

static bool run(struct own *own, const struct identifier *user, const char *name,
                const struct buffer *box, struct error *error) {
    struct query *query;
    if (!query_open(own->store, box ? &OWN_SET : &OWN_REMOVE, &query, error)) return false;
    query_bind_text(query, 1, user->text);
    query_bind_text(query, 2, name);
    if (box) query_bind_blob(query, 3, box->bytes, box->size);
    return query_run(query, error);
}

bool own_put(struct own *own, const struct identifier *user, const struct secret *private_key,
             const char *name, const void *bytes, size_t size, struct error *error) {
    uint8_t key[HMAC_MOST];
    struct buffer about = {0}, box = {0};
    if (size > OWN_MOST) return error_set(error, ERROR_TOO_LARGE, "%s is too large", name);
    make_key(private_key, key);
    write_about(user, name, &about);
    if (bytes) box_seal(own->random, key, buffer_text(&about), bytes, size, &box);
    secret_wipe(key, sizeof key);
    pthread_mutex_lock(&own->mutex);
    bool done = store_begin(own->store, STORE_APPEND, error) &&
                run(own, user, name, bytes ? &box : NULL, error) && store_commit(own->store, error);
    store_rollback(own->store);
    pthread_mutex_unlock(&own->mutex);
    buffer_close(&about);
    buffer_close(&box);
    return done;
}

static bool read_box(struct own *own, const struct identifier *user, const char *name,
                     struct buffer *box, bool *out_found, struct error *error) {
    struct query *query;
    size_t size;
    if (!query_open(own->store, &OWN_BOX, &query, error)) return false;
    query_bind_text(query, 1, user->text);
    query_bind_text(query, 2, name);
    bool done = query_step(query, out_found, error);
    if (done && *out_found) {
        const void *bytes = query_blob(query, 0, &size);
        buffer_add(box, bytes, size);
    }
    query_close(query);
    return done;
}

bool own_get(struct arena *arena, struct own *own, const struct identifier *user,
             const struct secret *private_key, const char *name, char **out_bytes,
             size_t *out_size, struct error *error) {
    uint8_t key[HMAC_MOST];
    struct buffer about = {0}, box = {0}, bytes = {0};
    struct error closed = {0};
    bool found = false;
    pthread_mutex_lock(&own->mutex);
    bool done = store_begin(own->store, STORE_READ, error) &&
                read_box(own, user, name, &box, &found, error);
    store_rollback(own->store);
    pthread_mutex_unlock(&own->mutex);
    make_key(private_key, key);
    write_about(user, name, &about);
    found = done && found &&
            box_open(key, buffer_text(&about), box.bytes, box.size, &bytes, &closed);
    secret_wipe(key, sizeof key);
    if (done) {
        *out_bytes = found ? arena_copy_part(arena, buffer_text(&bytes), bytes.size) : NULL;
        *out_size = bytes.size;
    }
    if (bytes.bytes) secret_wipe(bytes.bytes, bytes.size);
    buffer_close(&about);
    buffer_close(&box);
    buffer_close(&bytes);
    return done;
}
