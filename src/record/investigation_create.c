#include "record/investigation_create.h"

#include <string.h>

#include "base/encode.h"
#include "record/append.h"
#include "record/checkpoint_key.h"

struct creation {
    struct arena *arena;
    struct random *random;
    const struct investigation_plan *plan;
    struct user_key key[2]; /* of the administrator, of the worker */
    struct secret private_key[2];
    struct draft_signer administrator;
    struct checkpoint_key checkpoint_key;
    struct draft *draft;
    size_t count;
    struct error *error;
};

enum { ADMINISTRATOR, WORKER };

static const unsigned ROLES[] = {
    [ADMINISTRATOR] = 1U << USER_ADMINISTRATOR,
    [WORKER] = 1U << USER_FIELD | 1U << USER_LABORATORY | 1U << USER_EXAMINER | 1U << USER_LIAISON,
};

static bool make_keys(struct creation *creation) {
    const struct investigation_plan *plan = creation->plan;
    const struct secret *passphrase[] = {plan->administrator.passphrase, plan->worker.passphrase};
    for (int i = 0; i < 2; i++) {
        struct identifier user = identifier_make(creation->random, IDENTIFIER_USER);
        if (!user_key_make(creation->arena, creation->random, &user, passphrase[i], plan->cost,
                           &creation->key[i], &creation->private_key[i], creation->error))
            return false;
    }
    creation->administrator = (struct draft_signer){
        .user = creation->key[ADMINISTRATOR].user,
        .key = signing_key_of(&creation->private_key[ADMINISTRATOR])};
    struct checkpoint_readers readers = {&creation->key[ADMINISTRATOR].public_key, 1};
    return checkpoint_key_make(creation->arena, creation->random, plan->origin, &readers,
                               &creation->checkpoint_key, creation->error);
}

/* Takes the fields, which are given back at the end. */
static void add_draft(struct creation *creation, const char *kind, const struct identifier *rec,
                      json_t *fields) {
    creation->draft[creation->count++] = (struct draft){.schema = schema_find(kind),
                                                        .rec = *rec,
                                                        .fields = fields,
                                                        .signers = &creation->administrator,
                                                        .signer_count = 1};
}

static void add_user(struct creation *creation, int which, const struct first_user *user) {
    const struct user_key *key = &creation->key[which];
    char text[ENCODE_BASE64_LENGTH(SIGN_PUBLIC_SIZE) + 1];
    struct identifier rec = key->user;
    rec.text[0] = IDENTIFIER_RECORD;
    encode_text(ENCODING_BASE64, key->public_key.byte, SIGN_PUBLIC_SIZE, text);
    json_t *fields = json_copy((json_t *)user->fields), *roles = json_array();
    for (int role = 0; role < USER_ROLES; role++)
        if (ROLES[which] >> role & 1)
            json_array_append_new(roles, json_string(user_role_name((enum user_role)role)));
    json_object_set_new(fields, "public_key", json_string(text));
    json_object_set_new(fields, "roles", roles);
    json_object_set_new(fields, "state", json_string("active"));
    add_draft(creation, "user", &rec, fields);
}

static void add_schema(struct creation *creation, const struct schema *schema) {
    struct identifier rec = identifier_make(creation->random, IDENTIFIER_RECORD);
    add_draft(creation, "schema", &rec, json_pack("{s:s}", "text", schema->text));
}

/* In the order that authority.h asks for. */
static void add_drafts(struct creation *creation) {
    const struct investigation_plan *plan = creation->plan;
    creation->draft = arena_new(creation->arena, struct draft, schema_count + 3);
    add_user(creation, ADMINISTRATOR, &plan->administrator);
    const struct schema *of_schemas = schema_find("schema");
    add_schema(creation, of_schemas);
    for (int i = 0; i < schema_count; i++)
        if (&schema_list[i] != of_schemas) add_schema(creation, &schema_list[i]);
    add_user(creation, WORKER, &plan->worker);
    struct identifier rec = identifier_make(creation->random, IDENTIFIER_RECORD);
    char key[ENCODE_BASE64_LENGTH(SIGN_PUBLIC_SIZE) + 1];
    encode_text(ENCODING_BASE64, creation->checkpoint_key.public_key.byte, SIGN_PUBLIC_SIZE, key);
    json_t *fields = json_copy((json_t *)plan->fields);
    json_object_set_new(fields, "origin", json_string(plan->origin));
    json_object_set_new(fields, "checkpoint_key", json_string(key));
    add_draft(creation, "investigation", &rec, fields);
}

static bool append_drafts(struct creation *creation, struct investigation *investigation) {
    struct appender *appender;
    if (!append_open(creation->arena, investigation, creation->random, &appender, creation->error))
        return false;
    struct receipt *receipts = arena_new(creation->arena, struct receipt, creation->count);
    struct append_batch batch = {.drafts = creation->draft,
                                 .count = creation->count,
                                 .keys = creation->key,
                                 .key_count = 2};
    bool done = append_batch(appender, &batch, receipts, NULL, creation->error);
    append_close(appender);
    return done;
}

static bool store_checkpoint_key(struct creation *creation, struct investigation *investigation) {
    struct store *store = investigation->store;
    return store_begin(store, STORE_APPEND, creation->error) &&
           checkpoint_key_store(store, &investigation->digester, &creation->checkpoint_key,
                                creation->error) &&
           store_commit(store, creation->error);
}

static bool fill(struct creation *creation, const char *path) {
    struct investigation investigation = {0};
    if (!investigation_make(creation->arena, path, creation->plan->origin, creation->error) ||
        !investigation_open(creation->arena, path, INVESTIGATION_APPEND, &investigation,
                            creation->error))
        return false;
    bool done = store_checkpoint_key(creation, &investigation) &&
                append_drafts(creation, &investigation);
    investigation_close(&investigation);
    return done;
}

/* What a creation that was killed has left is in the way, unless somebody is at it now. */
static bool clear(const char *path, struct error *error) {
    struct files_lock lock;
    if (!files_is_folder(path)) return true;
    if (!files_lock(path, &lock, error)) return false;
    bool done = files_remove_folder(path, error);
    files_unlock(&lock);
    return done;
}

static bool place(struct creation *creation) {
    const char *path = creation->plan->path;
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/') length--;
    const char *final = arena_copy_part(creation->arena, path, length);
    const char *unfinished = arena_format(creation->arena, "%s.unfinished", final);
    if (files_is_folder(final) || files_is_file(final))
        return error_set(creation->error, ERROR_CONFLICT, "%s is there already", final);
    if (!clear(unfinished, creation->error)) return false;
    struct error ignored = {0};
    bool filled = fill(creation, unfinished);
    if (filled && files_rename(unfinished, final, creation->error)) return true;
    /* Once it was filled and is gone, it was renamed, and only the disk did not follow. */
    const char *left = filled && !files_is_folder(unfinished) ? final : unfinished;
    if (files_is_folder(left)) (void)!files_remove_folder(left, &ignored);
    return false;
}

static bool fingerprint(const struct public_key *key, struct digest *out_digest,
                        struct error *error) {
    struct digester digester;
    if (!digest_open(&digester, error)) return false;
    *out_digest = digest_of(&digester, key->byte, SIGN_PUBLIC_SIZE);
    digest_close(&digester);
    return true;
}

bool investigation_create(struct arena *arena, struct random *random,
                          const struct investigation_plan *plan,
                          struct investigation_root *out_root, struct error *error) {
    struct creation creation = {
        .arena = arena, .random = random, .plan = plan, .error = error};
    struct investigation_root root;
    bool done = make_keys(&creation);
    if (done) {
        root.administrator = creation.key[ADMINISTRATOR].user;
        root.worker = creation.key[WORKER].user;
        done = fingerprint(&creation.key[ADMINISTRATOR].public_key, &root.fingerprint, error);
    }
    if (done) {
        add_drafts(&creation);
        done = place(&creation);
    }
    for (size_t i = 0; i < creation.count; i++) json_decref((json_t *)creation.draft[i].fields);
    for (int i = 0; i < 2; i++) secret_close(&creation.private_key[i]);
    if (done) *out_root = root;
    return done;
}
