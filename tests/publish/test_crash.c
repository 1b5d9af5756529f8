/* Killed at any moment while it appends, signs and publishes: what is in the folders is whole for
 * their checkpoints, nothing that was published is lost, and all of it is one growing tree. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/crash.h"
#include "publish/edition.h"
#include "publish/published.h"
#include "record/checkpoint_key.h"
#include "record/tile_table.h"
#include "record/verify.h"

enum { ROUNDS = 60, LONGEST_US = 400000, SEED = 20220923, MOST = 90 };

struct folders {
    struct trial trial;
    const char *public, *auditors;
    json_t *fields;
};

static void must(bool done, const struct error *error) {
    if (done) return;
    fprintf(stderr, "%s\n", error->text);
    _exit(1);
}

/* ------------------------------------------------------------------ in the child */

static void append(struct folders *folders, struct arena *arena, int count) {
    struct trial *trial = &folders->trial;
    struct investigation investigation;
    struct appender *appender;
    struct error error = {0};
    struct draft *drafts = arena_new(arena, struct draft, count);
    struct receipt *receipts = arena_new(arena, struct receipt, count);
    must(investigation_open(arena, trial->path, INVESTIGATION_APPEND, &investigation, &error) &&
             append_open(arena, &investigation, &trial->random, &appender, &error),
         &error);
    for (int i = 0; i < count; i++)
        drafts[i] = (struct draft){.schema = schema_find("site"),
                                   .rec = identifier_make(&trial->random, IDENTIFIER_RECORD),
                                   .fields = folders->fields,
                                   .signers = &trial->worker.signer,
                                   .signer_count = 1};
    struct append_batch batch = {.drafts = drafts, .count = (size_t)count, .threads = 2};
    must(append_batch(appender, &batch, receipts, NULL, &error), &error);
    append_close(appender);
    investigation_close(&investigation);
}

static void publish(struct arena *arena, struct investigation *investigation, const char *folder,
                    bool entries) {
    struct edition_plan plan = {.path = folder, .entries = entries};
    struct edition edition;
    struct checkpoint_kept newest;
    struct error error = {0};
    must(edition_open(arena, investigation, &plan, &edition, &error) &&
             edition_write(arena, investigation, &edition, &newest, &error),
         &error);
    edition_close(&edition);
}

static uint64_t sign_and_publish(struct folders *folders, struct arena *arena) {
    struct trial *trial = &folders->trial;
    struct investigation investigation;
    struct checkpoint_key *keys;
    struct checkpoint_kept kept;
    struct secret private_key;
    size_t count;
    bool found;
    struct error error = {0};
    must(investigation_open(arena, trial->path, INVESTIGATION_APPEND, &investigation, &error) &&
             tile_table_grow(investigation.store, &investigation.digester, investigation.tree.size,
                             NULL, NULL, &error) &&
             store_begin(investigation.store, STORE_READ, &error) &&
             checkpoint_log_newest(arena, investigation.store, &found, &kept, &error) &&
             checkpoint_key_list(arena, investigation.store, &keys, &count, &error),
         &error);
    store_rollback(investigation.store);
    if (!found || kept.size < investigation.tree.size) {
        must(checkpoint_key_open(&keys[0], investigation.origin,
                                 trial->administrator.signer.key.holder, &private_key, &error),
             &error);
        struct signing_key signer = signing_key_of(&private_key);
        must(checkpoint_log_sign(arena, &investigation, &signer, &kept, &error), &error);
        secret_close(&private_key);
    }
    publish(arena, &investigation, folders->public, false);
    publish(arena, &investigation, folders->auditors, true);
    investigation_close(&investigation);
    return kept.size;
}

static void work(void *data, int pipe) {
    struct folders *folders = data;
    for (int i = 0;; i++) {
        struct arena arena;
        arena_open(&arena, 0);
        append(folders, &arena, 1 + 37 * i % MOST);
        crash_acknowledge(pipe, sign_and_publish(folders, &arena));
        arena_close(&arena);
    }
}

/* ------------------------------------------------------------------ in the test */

static void check(void *data, const uint64_t *acknowledged, size_t count) {
    struct folders *folders = data;
    uint64_t least = 0;
    for (size_t i = 0; i < count; i++)
        if (acknowledged[i] > least) least = acknowledged[i];
    assert_true(published_check(&folders->trial, folders->public) >= least);
    assert_true(published_check(&folders->trial, folders->auditors) >= least);
}

static void killed_at_any_moment(void **state) {
    (void)state;
    static struct folders folders;
    struct trial *trial = &folders.trial;
    struct verify_result result;
    struct error error = {0};
    trial_open(trial);
    folders.public = files_join(&trial->arena, trial->folder, "public");
    folders.auditors = files_join(&trial->arena, trial->folder, "auditors");
    folders.fields = json_pack("{s:s,s:s}", "code", "ABC", "name", "Wood");
    trial_release(trial);
    struct crash crash = {.work = work,
                          .check = check,
                          .data = &folders,
                          .rounds = ROUNDS,
                          .longest_us = LONGEST_US,
                          .seed = SEED};
    crash_run(&crash);
    struct verify_plan plan = {.level = VERIFY_CONTENTS, .threads = 2};
    if (!verify_run(&trial->arena, trial->path, &plan, &result, &error)) fail_msg("%s", error.text);
    if (!result.ok) fail_msg("%s", result.problem[0].what);
    assert_true(result.checkpoints > 0);
    json_decref(folders.fields);
    trial_reopen(trial);
    trial_close(trial);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(killed_at_any_moment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
