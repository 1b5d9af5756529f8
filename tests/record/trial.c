#include "record/trial.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/encode.h"
#include "base/folder.h"
#include "record/authority_load.h"
#include "record/checkpoint_key.h"
#include "record/hand_entry.h"
#include "record/log.h"
#include "record/sealed_rules.h"
#include "record/tile_table.h"
#include "record/vault.h"
#include "store/query.h"
#include "store/statements.h"

static void must(bool done, const struct error *error) {
    if (!done) fail_msg("%s", error->text);
}

static void open_secret(struct secret *secret, const char *text) {
    struct error error = {0};
    must(secret_open(secret, strlen(text), &error), &error);
    memcpy(secret->bytes, text, secret->size);
}

/* ------------------------------------------------------------------ the folder */

static json_t *json_of(const char *text) {
    char *copy = strdup(text);
    for (char *at = copy; *at; at++)
        if (*at == '\'') *at = '"';
    json_t *value = json_loads(copy, 0, NULL);
    if (!value) fail_msg("not JSON: %s", copy);
    free(copy);
    return value;
}

void trial_plan_open(struct trial_plan *plan, const char *path) {
    open_secret(&plan->passphrase, TRIAL_PASSPHRASE);
    plan->plan = (struct investigation_plan){
        .path = path,
        .origin = HAND_ORIGIN,
        .fields = json_of("{'name':'An invented site','agency':'Nobody'}"),
        .administrator = {json_of("{'name':{'script':'Latn','text':'Ada Admin'}}"),
                          &plan->passphrase},
        .worker = {json_of("{'name':{'script':'Latn','text':'Will Worker'}}"), &plan->passphrase},
        .cost = {SECRET_COST_KIBIBYTES_LEAST, 1}};
}

void trial_plan_close(struct trial_plan *plan) {
    json_decref((json_t *)plan->plan.fields);
    json_decref((json_t *)plan->plan.administrator.fields);
    json_decref((json_t *)plan->plan.worker.fields);
    secret_close(&plan->passphrase);
}

static void open_folder(struct trial *trial) {
    struct error error = {0};
    must(investigation_open(&trial->arena, trial->path, INVESTIGATION_APPEND, &trial->investigation,
                            &error), &error);
    must(append_open(&trial->arena, &trial->investigation, &trial->random, &trial->appender, &error),
         &error);
}

void trial_open(struct trial *trial) {
    struct error error = {0};
    struct trial_plan plan;
    *trial = (struct trial){0};
    arena_open(&trial->arena, 0);
    trial->kept = json_array();
    must(random_open(&trial->random, &error), &error);
    trial->folder = folder_make(&trial->arena);
    trial->path = files_join(&trial->arena, trial->folder, "site.cairn");
    trial_plan_open(&plan, trial->path);
    must(investigation_create(&trial->arena, &trial->random, &plan.plan, &trial->root, &error),
         &error);
    trial_plan_close(&plan);
    struct investigation reading;
    must(investigation_open(&trial->arena, trial->path, INVESTIGATION_READ, &reading, &error),
         &error);
    trial->investigation = reading;
    trial_unseal(trial, &trial->root.administrator, &trial->administrator);
    trial_unseal(trial, &trial->root.worker, &trial->worker);
    investigation_close(&reading);
    open_folder(trial);
}

void trial_release(struct trial *trial) {
    append_close(trial->appender);
    trial->appender = NULL;
    investigation_close(&trial->investigation);
}

void trial_close(struct trial *trial) {
    trial_release(trial);
    for (int i = 0; i < trial->made_count; i++) secret_close(&trial->made[i]);
    json_decref(trial->kept);
    folder_remove(trial->folder);
    arena_close(&trial->arena);
}

void trial_reopen(struct trial *trial) {
    trial_release(trial);
    open_folder(trial);
}

void trial_unseal(struct trial *trial, const struct identifier *user,
                 struct trial_signer *out_signer) {
    struct error error = {0};
    struct secret passphrase;
    struct user_key *keys;
    size_t count;
    must(store_begin(trial->investigation.store, STORE_READ, &error), &error);
    must(user_key_list(&trial->arena, trial->investigation.store, user, &keys, &count, &error),
         &error);
    store_rollback(trial->investigation.store);
    assert_true(count > 0);
    open_secret(&passphrase, TRIAL_PASSPHRASE);
    assert_true(trial->made_count < TRIAL_MADE_MOST);
    struct secret *private_key = &trial->made[trial->made_count++];
    must(user_key_unseal(&trial->arena, &keys[0], &passphrase, private_key, &error), &error);
    secret_close(&passphrase);
    out_signer->key = keys[0];
    out_signer->signer = (struct draft_signer){*user, signing_key_of(private_key)};
}

void trial_make_signer(struct trial *trial, struct trial_signer *out_signer) {
    struct error error = {0};
    struct secret passphrase;
    struct identifier user = identifier_make(&trial->random, IDENTIFIER_USER);
    open_secret(&passphrase, TRIAL_PASSPHRASE);
    assert_true(trial->made_count < TRIAL_MADE_MOST);
    struct secret *private_key = &trial->made[trial->made_count++];
    must(user_key_make(&trial->arena, &trial->random, &user, &passphrase,
                       (struct secret_cost){SECRET_COST_KIBIBYTES_LEAST, 1}, &out_signer->key,
                       private_key, &error), &error);
    secret_close(&passphrase);
    out_signer->signer = (struct draft_signer){user, signing_key_of(private_key)};
}

/* ------------------------------------------------------------------ drafts */

static struct draft make_draft(struct trial *trial, const char *kind, json_t *fields,
                               const struct identifier *rec, const struct trial_signer *signer) {
    assert_int_equal(json_array_append_new(trial->kept, fields), 0);
    struct draft draft = {.schema = schema_find(kind),
                          .revises = rec != NULL,
                          .fields = fields,
                          .signers = &signer->signer,
                          .signer_count = 1};
    assert_non_null(draft.schema);
    draft.rec = rec ? *rec : identifier_make(&trial->random, IDENTIFIER_RECORD);
    return draft;
}

struct draft trial_draft(struct trial *trial, const char *kind, const char *fields,
                        const struct identifier *rec, const struct trial_signer *signer) {
    return make_draft(trial, kind, json_of(fields), rec, signer);
}

char *trial_base64(struct trial *trial, const void *bytes, size_t size) {
    char *text = arena_take(&trial->arena, ENCODE_BASE64_LENGTH(size) + 1, 1);
    encode_text(ENCODING_BASE64, bytes, size, text);
    return text;
}

static struct draft user_draft(struct trial *trial, const struct trial_signer *user,
                               const char *roles, const char *state, bool revises,
                               const struct trial_signer *signer) {
    struct identifier rec = user->signer.user;
    rec.text[0] = IDENTIFIER_RECORD;
    json_t *fields = json_of("{'name':{'script':'Latn','text':'Some Body'}}");
    json_object_set_new(fields, "roles", json_of(arena_format(&trial->arena, "[%s]", roles)));
    json_object_set_new(fields, "state", json_string(state));
    json_object_set_new(fields, "public_key",
                        json_string(trial_base64(trial, user->key.public_key.byte, SIGN_PUBLIC_SIZE)));
    struct draft draft = make_draft(trial, "user", fields, &rec, signer);
    draft.revises = revises;
    return draft;
}

struct draft trial_new_user(struct trial *trial, const struct trial_signer *user,
                           const char *roles, const struct trial_signer *signer) {
    return user_draft(trial, user, roles, "active", false, signer);
}

struct draft trial_changed_user(struct trial *trial, const struct trial_signer *user,
                               const char *roles, const char *state,
                               const struct trial_signer *signer) {
    return user_draft(trial, user, roles, state, true, signer);
}

bool trial_append(struct trial *trial, const struct draft *draft,
                 struct receipt *out_receipt, struct error *error) {
    struct append_batch batch = {.drafts = draft, .count = 1};
    return append_batch(trial->appender, &batch, out_receipt, NULL, error);
}

struct receipt trial_accepted(struct trial *trial, const struct draft *draft) {
    struct receipt receipt;
    struct error error = {0};
    must(trial_append(trial, draft, &receipt, &error), &error);
    return receipt;
}

void trial_refused(struct trial *trial, const struct draft *draft, const char *words) {
    struct receipt receipt;
    struct error error = {0};
    assert_false(trial_append(trial, draft, &receipt, &error));
    if (!strstr(error.text, words)) fail_msg("\"%s\" does not say \"%s\"", error.text, words);
}

struct authority trial_authority(struct trial *trial) {
    struct error error = {0};
    struct investigation reading;
    struct authority authority;
    must(investigation_open(&trial->arena, trial->path, INVESTIGATION_READ, &reading, &error),
         &error);
    must(store_begin(reading.store, STORE_READ, &error), &error);
    must(authority_load(&trial->arena, &reading.digester, reading.store, &authority, &error),
         &error);
    store_rollback(reading.store);
    investigation_close(&reading);
    return authority;
}

/* ------------------------------------------------------------------ as a stranger reads it */

struct checker {
    struct arena *arena;
    struct investigation investigation;
    struct authority authority;
    struct merkle tree;
};

static void check_files(struct checker *checker, uint64_t index,
                        const struct vault_contents *contents, size_t count) {
    struct error error = {0};
    struct query *query;
    bool row;
    must(query_open(checker->investigation.store, &VAULT_FILES_OF, &query, &error), &error);
    query_bind_int(query, 1, (int64_t)index);
    for (size_t i = 0; i < count; i++) {
        char *bytes;
        size_t size;
        must(query_step(query, &row, &error), &error);
        assert_true(row);
        assert_int_equal(query_int(query, 0), i + 1);
        const char *path = investigation_file(checker->arena, &checker->investigation,
                                              query_text(query, 1));
        must(files_read(checker->arena, path, 1 << 20, &bytes, &size, &error), &error);
        struct digest digest = digest_of(&checker->investigation.digester, bytes, size);
        assert_memory_equal(digest.byte, contents->file[i].sha256.byte, DIGEST_SIZE);
        assert_int_equal(size, contents->file[i].length);
    }
    must(query_step(query, &row, &error), &error);
    assert_false(row);
    query_close(query);
}

static void check_contents(struct checker *checker, const struct log_line *line) {
    struct error error = {0};
    struct query *query;
    struct vault_contents contents;
    size_t size;
    bool row;
    must(query_open(checker->investigation.store, &VAULT_DISCLOSURES, &query, &error), &error);
    query_bind_int(query, 1, (int64_t)line->index);
    must(query_step(query, &row, &error), &error);
    assert_true(row);
    const void *bytes = query_blob(query, 0, &size);
    must(vault_open(checker->arena, &checker->investigation.digester, &line->entry, bytes, size,
                    &contents, &error), &error);
    query_close(query);
    assert_int_equal(contents.unopened, 0);
    check_files(checker, line->index, &contents, line->entry.att_count);
    must(sealed_rules_check(checker->arena, checker->investigation.store, line->index,
                            &line->entry, contents.fields, &error), &error);
    json_decref(contents.fields);
}

static void check_entry(struct checker *checker, uint64_t index) {
    struct error error = {0};
    struct log_line line;
    const struct authority_user *signers[ENTRY_SIGNATURES_MOST];
    struct digester *digester = &checker->investigation.digester;
    struct store *store = checker->investigation.store;
    must(log_read(checker->arena, store, index, &line, &error), &error);
    struct digest leaf = merkle_leaf(digester, line.bytes, line.size);
    assert_memory_equal(leaf.byte, line.leaf.byte, DIGEST_SIZE);
    merkle_append(&checker->tree, digester, &leaf);
    must(log_follows(checker->arena, store, index, &leaf, &line.entry, &error), &error);
    must(authority_admit(&checker->authority, digester, &leaf, &line.entry, signers,
                         &error), &error);
    must(authority_verify(checker->arena, &line.entry, checker->investigation.origin, signers,
                          &error), &error);
    check_contents(checker, &line);
}

uint64_t trial_check(struct arena *arena, const char *path) {
    struct error error = {0};
    struct checker checker = {.arena = arena, .authority = authority_none(arena)};
    must(investigation_open(arena, path, INVESTIGATION_READ, &checker.investigation, &error),
         &error);
    must(store_begin(checker.investigation.store, STORE_READ, &error), &error);
    struct merkle tree;
    must(log_tree(checker.investigation.store, &tree, &error), &error);
    for (uint64_t i = 0; i < tree.size; i++) check_entry(&checker, i);
    struct digest root = merkle_root(&tree, &checker.investigation.digester);
    struct digest again = merkle_root(&checker.tree, &checker.investigation.digester);
    assert_memory_equal(root.byte, again.byte, DIGEST_SIZE);
    store_rollback(checker.investigation.store);
    investigation_close(&checker.investigation);
    return tree.size;
}

struct checkpoint_kept trial_checkpoint(struct trial *trial) {
    struct investigation investigation;
    struct checkpoint_key *keys;
    struct checkpoint_kept kept;
    struct secret private_key;
    size_t count;
    struct error error = {0};
    trial_release(trial);
    must(investigation_open(&trial->arena, trial->path, INVESTIGATION_APPEND, &investigation,
                            &error), &error);
    struct store *store = investigation.store;
    must(tile_table_grow(store, &investigation.digester, investigation.tree.size, NULL, NULL,
                         &error) &&
         store_begin(store, STORE_READ, &error) &&
         checkpoint_key_list(&trial->arena, store, &keys, &count, &error), &error);
    store_rollback(store);
    assert_int_equal(count, 1);
    must(checkpoint_key_open(&keys[0], investigation.origin,
                             trial->administrator.signer.key.holder, &private_key, &error), &error);
    struct signing_key signer = signing_key_of(&private_key);
    must(checkpoint_log_sign(&trial->arena, &investigation, &signer, &kept, &error), &error);
    secret_close(&private_key);
    investigation_close(&investigation);
    trial_reopen(trial);
    return kept;
}
