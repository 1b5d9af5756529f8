#include "record/smallest_record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sqlite3.h>
#include <string.h>

#include "base/folder.h"
#include "record/checkpoint_key.h"
#include "record/hand_entry.h"

static void take(bool done, const struct error *error) {
    if (!done) fail_msg("%s", error->text);
}

static void declare(struct trial *trial, const char *kind) {
    struct draft draft = trial_draft(trial, "schema", "{'text':'x'}", NULL, &trial->administrator);
    json_object_set_new((json_t *)draft.fields, "text", json_string(schema_find(kind)->text));
    trial_accepted(trial, &draft);
}

static void add_user(struct trial *trial, struct trial_signer *user, const char *roles) {
    struct receipt receipt;
    struct error error = {0};
    struct draft draft = trial_new_user(trial, user, roles, &trial->administrator);
    struct append_batch batch = {
        .drafts = &draft, .count = 1, .keys = &user->key, .key_count = 1};
    take(append_batch(trial->appender, &batch, &receipt, NULL, &error), &error);
}

static void add_photograph(struct trial *trial) {
    struct error error = {0};
    const char *path = files_join(&trial->arena, trial->folder, "photograph.jpg");
    take(files_write(path, "not really a photograph", 23, &error), &error);
    struct draft_file file = {.path = path, .name = "photograph.jpg", .media_type = "image/jpeg"};
    struct draft draft = trial_draft(trial, "media", "{'number':'P-1','file':'1','view':'mid'}",
                                     NULL, &trial->worker);
    draft.files = &file;
    draft.file_count = 1;
    trial_accepted(trial, &draft);
}

/* The log's key for checkpoints; in the arena as text. */
static const char *add_key(struct trial *trial) {
    struct error error = {0};
    struct investigation investigation;
    struct checkpoint_readers readers = {&trial->administrator.key.public_key, 1};
    struct checkpoint_key key;
    trial_release(trial);
    take(investigation_open(&trial->arena, trial->path, INVESTIGATION_APPEND, &investigation,
                            &error) &&
         checkpoint_key_make(&trial->arena, &trial->random, HAND_ORIGIN, &readers, &key, &error) &&
         store_begin(investigation.store, STORE_APPEND, &error) &&
         checkpoint_key_store(investigation.store, &investigation.digester, &key, &error) &&
         store_commit(investigation.store, &error), &error);
    investigation_close(&investigation);
    trial_reopen(trial);
    return trial_base64(trial, key.public_key.byte, SIGN_PUBLIC_SIZE);
}

static void add_investigation(struct trial *trial, const char *key) {
    declare(trial, "investigation");
    struct draft draft = trial_draft(trial, "investigation",
                                     "{'name':'Wood','agency':'Court','origin':'" HAND_ORIGIN "'}",
                                     NULL, &trial->administrator);
    if (key) json_object_set_new((json_t *)draft.fields, "checkpoint_key", json_string(key));
    trial_accepted(trial, &draft);
}

static void make(struct trial *trial, bool checkpoints) {
    struct error error = {0};
    *trial = (struct trial){0};
    arena_open(&trial->arena, 0);
    trial->kept = json_array();
    take(random_open(&trial->random, &error), &error);
    trial->folder = folder_make(&trial->arena);
    trial->path = files_join(&trial->arena, trial->folder, "site.cairn");
    take(investigation_make(&trial->arena, trial->path, HAND_ORIGIN, &error), &error);
    trial_reopen(trial);
    trial_make_signer(trial, &trial->administrator);
    trial_make_signer(trial, &trial->worker);
    add_user(trial, &trial->administrator, "'administrator'");
    declare(trial, "schema");
    declare(trial, "user");
    declare(trial, "media");
    add_user(trial, &trial->worker, "'field'");
    add_investigation(trial, checkpoints ? add_key(trial) : NULL);
    add_photograph(trial);
    if (checkpoints) trial_checkpoint(trial);
    trial_release(trial);
}

void smallest_make(struct trial *trial) { make(trial, true); }

void smallest_make_before_checkpoints(struct trial *trial) {
    sqlite3 *database;
    make(trial, false);
    const char *path = files_join(&trial->arena, trial->path, "record.db");
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, "drop table checkpoint_key; drop table checkpoint; "
                                  "drop table tile", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(database);
}
