#include "cli/upgrade_key.h"

#include "base/encode.h"
#include "record/checkpoint_key.h"
#include "record/log.h"
#include "record/vault.h"
#include "store/query.h"
#include "store/statements.h"

bool upgrade_key_is_missing(struct session *session, bool *out_missing, struct error *error) {
    struct investigation *investigation = &session->investigation;
    struct note_key *keys;
    size_t count;
    if (!store_begin(investigation->store, STORE_READ, error)) return false;
    bool done = checkpoint_key_given(session->arena, &investigation->digester, investigation->store,
                                     investigation->origin, &keys, &count, error);
    store_rollback(investigation->store);
    if (done) *out_missing = count == 0;
    return done;
}

/* ------------------------------------------------------------------ the key */

/* The one that an earlier upgrade has left, if it did not get further; else a new one. */
static bool make_key(struct session *session, struct checkpoint_key *out_key, struct error *error) {
    struct investigation *investigation = &session->investigation;
    struct store *store = investigation->store;
    struct checkpoint_readers readers = checkpoint_key_readers(session->arena, &session->authority);
    struct checkpoint_key *kept;
    size_t count;
    bool has;
    if (!store_has_table(store, "checkpoint", &has, error) ||
        (!has && !store_run_script(store, &RECORD_MAKE_CHECKPOINTS, error)) ||
        !checkpoint_key_list(session->arena, store, &kept, &count, error))
        return false;
    if (count > 0) {
        *out_key = kept[0];
        return true;
    }
    return checkpoint_key_make(session->arena, &session->random, investigation->origin, &readers,
                               out_key, error) &&
           checkpoint_key_store(store, &investigation->digester, out_key, error);
}

/* ------------------------------------------------------------------ the investigation */

static bool find_investigation(struct session *session, struct identifier *out_rec,
                               struct error *error) {
    struct query *query;
    bool row;
    if (!query_open(session->investigation.store, &LOG_OF_KIND, &query, error)) return false;
    query_bind_text(query, 1, "investigation");
    bool done = query_step(query, &row, error);
    uint64_t index = done && row ? (uint64_t)query_int(query, 0) : 0;
    query_close(query);
    struct log_line line;
    if (done && !row)
        done = error_set(error, ERROR_CORRUPT,
                         "the record does not say what it is: no entry of the "
                         "kind investigation is there");
    done = done && log_read(session->arena, session->investigation.store, index, &line, error);
    if (done) *out_rec = line.entry.rec;
    return done;
}

static bool read_investigation(struct session *session, struct identifier *out_rec,
                               json_t **out_fields, struct error *error) {
    struct investigation *investigation = &session->investigation;
    struct vault_contents contents;
    struct log_line *lines;
    size_t count;
    if (!store_begin(investigation->store, STORE_READ, error)) return false;
    bool done = find_investigation(session, out_rec, error) &&
                log_revisions(session->arena, investigation->store, out_rec, UINT64_MAX >> 1,
                              &lines, &count, error) &&
                vault_load(session->arena, &investigation->digester, investigation->store,
                           &lines[count - 1], &contents, error);
    store_rollback(investigation->store);
    if (done) *out_fields = contents.fields;
    return done;
}

static void put_key(json_t *fields, const struct public_key *key) {
    char text[ENCODE_BASE64_LENGTH(SIGN_PUBLIC_SIZE) + 1];
    encode_text(ENCODING_BASE64, key->byte, SIGN_PUBLIC_SIZE, text);
    json_object_set_new(fields, "checkpoint_key", json_string(text));
}

bool upgrade_key_draft(struct session *session, const struct draft_signer *signers,
                       size_t signer_count, struct draft *out_draft, struct error *error) {
    struct store *store = session->investigation.store;
    struct checkpoint_key key;
    struct identifier rec;
    json_t *fields;
    if (!read_investigation(session, &rec, &fields, error)) return false;
    bool done = store_begin(store, STORE_APPEND, error);
    if (done && !make_key(session, &key, error)) {
        store_rollback(store);
        done = false;
    }
    if (!done || !store_commit(store, error)) {
        json_decref(fields);
        return false;
    }
    static const char *const OF_BEFORE[] = {"recorded", "clock_error", "reason"};
    for (int i = 0; i < 3; i++) json_object_del(fields, OF_BEFORE[i]);
    put_key(fields, &key.public_key);
    json_object_set_new(fields, "reason",
                        json_string("Checkpoints are signed with a key of their "
                                    "own."));
    *out_draft = (struct draft){.schema = schema_find("investigation"),
                                .rec = rec,
                                .revises = true,
                                .fields = fields,
                                .signers = signers,
                                .signer_count = signer_count};
    draft_put_recorded(out_draft->schema, fields);
    return true;
}
