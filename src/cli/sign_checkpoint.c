#include "cli/sign_checkpoint.h"

#include <string.h>

#include "case/shell_word.h"
#include "record/checkpoint_key.h"
#include "record/device.h"
#include "record/tile_table.h"

/* ------------------------------------------------------------------ what there is */

static bool given_key(struct session *session, struct note_key *out_key, bool *out_given,
                      struct error *error) {
    struct investigation *investigation = &session->investigation;
    struct note_key *keys;
    size_t count;
    if (!checkpoint_key_given(session->arena, &investigation->digester, investigation->store,
                              investigation->origin, &keys, &count, error))
        return false;
    *out_given = count > 0;
    if (count > 0) *out_key = keys[0];
    return true;
}

static bool read_key(struct session *session, struct note_key *out_key, struct error *error) {
    struct store *store = session->investigation.store;
    bool kept, given = false;
    if (!device_is_main(&session->investigation, "checkpoints are signed", error) ||
        !store_begin(store, STORE_READ, error))
        return false;
    bool done = store_has_table(store, "checkpoint", &kept, error) &&
                (!kept || given_key(session, out_key, &given, error));
    store_rollback(store);
    if (done && !given)
        done = error_set(error, ERROR_CONFLICT,
                         "%s was begun by an earlier program, and has no key "
                         "for its checkpoints: an administrator gives it one with cairn upgrade %s",
                         session->investigation.path,
                         shell_word(session->arena, session->investigation.path));
    return done;
}

bool sign_checkpoint_is_possible(struct session *session, struct error *error) {
    struct note_key key;
    return read_key(session, &key, error);
}

bool sign_checkpoint_vkey(struct session *session, const char **out_vkey, struct error *error) {
    struct note_key key;
    if (!read_key(session, &key, error)) return false;
    *out_vkey = note_key_write(session->arena, &key);
    return true;
}

bool sign_checkpoint_newest(struct session *session, bool *out_found,
                            struct checkpoint_kept *out_kept, struct error *error) {
    struct store *store = session->investigation.store;
    if (!store_begin(store, STORE_READ, error)) return false;
    bool done = checkpoint_log_newest(session->arena, store, out_found, out_kept, error);
    store_rollback(store);
    return done;
}

/* ------------------------------------------------------------------ tiles */

bool sign_checkpoint_tiles(struct session *session, const struct cancel *cancel, bool shown,
                           struct error *error) {
    struct investigation *investigation = &session->investigation;
    struct progress progress;
    uint64_t before;
    if (!store_begin(investigation->store, STORE_READ, error)) return false;
    bool done = tile_table_size(investigation->store, &before, error);
    store_rollback(investigation->store);
    if (!done || before >= investigation->tree.size) return done;
    if (shown)
        progress_open(&progress, "hashed entries", (size_t)(investigation->tree.size - before));
    done = tile_table_grow(investigation->store, &investigation->digester, investigation->tree.size,
                           cancel, shown ? &progress : NULL, error);
    if (shown) progress_close(&progress);
    return done;
}

/* ------------------------------------------------------------------ signing */

static bool find_kept(struct session *session, const struct note_key *given,
                      struct checkpoint_key *out_key, struct error *error) {
    struct store *store = session->investigation.store;
    struct checkpoint_key *keys;
    size_t count;
    bool found = false;
    if (!store_begin(store, STORE_READ, error)) return false;
    bool done = checkpoint_key_list(session->arena, store, &keys, &count, error);
    store_rollback(store);
    for (size_t i = 0; done && i < count && !found; i++) {
        found = memcmp(keys[i].public_key.byte, given->public_key.byte, SIGN_PUBLIC_SIZE) == 0;
        if (found) *out_key = keys[i];
    }
    return done && (found || error_set(error, ERROR_NOT_FOUND,
                                       "the private key for checkpoints is "
                                       "not here: this is a copy of the record, and only one copy "
                                       "signs them"));
}

static bool seal_anew(struct session *session, const struct secret *private_key,
                      struct error *error) {
    struct investigation *investigation = &session->investigation;
    struct checkpoint_readers readers = checkpoint_key_readers(session->arena, &session->authority);
    struct checkpoint_key key;
    if (!checkpoint_key_seal(session->arena, &session->random, investigation->origin, private_key,
                             &readers, &key, error) ||
        !store_begin(investigation->store, STORE_APPEND, error))
        return false;
    if (checkpoint_key_store(investigation->store, &investigation->digester, &key, error))
        return store_commit(investigation->store, error);
    store_rollback(investigation->store);
    return false;
}

static bool open_key(struct session *session, const char *name, const struct checkpoint_key *key,
                     struct secret *out_private, struct error *error) {
    struct session_signer signer;
    struct error failure = {0};
    if (!session_signer_unseal(session, name, 1U << USER_ADMINISTRATOR, &signer, error))
        return false;
    bool done = checkpoint_key_open(key, session->investigation.origin, &signer.private_key,
                                    out_private, &failure);
    session_signer_close(&signer);
    if (!done && failure.code == ERROR_DENIED)
        return error_set(error, ERROR_DENIED,
                         "the key for checkpoints is not sealed to this "
                         "administrator yet: one who was there before publishes once, and then it "
                         "is");
    return done || error_set(error, failure.code, "%s", failure.text);
}

bool sign_checkpoint(struct session *session, const char *name, struct checkpoint_kept *out_kept,
                     struct error *error) {
    struct note_key given;
    struct checkpoint_key kept;
    struct secret private_key;
    if (!read_key(session, &given, error) || !find_kept(session, &given, &kept, error) ||
        !open_key(session, name, &kept, &private_key, error))
        return false;
    struct signing_key signer = signing_key_of(&private_key);
    bool done =
        checkpoint_log_sign(session->arena, &session->investigation, &signer, out_kept, error) &&
        seal_anew(session, &private_key, error);
    secret_close(&private_key);
    return done;
}
