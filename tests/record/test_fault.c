/* Every operation made to fail in turn, while an investigation is made and while it is appended to:
 * afterwards it is whole, and nothing that was acknowledged is lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/faults.h"
#include "base/folder.h"
#include "record/trial.h"
#include "store/sqlite_fault.h"

/* ------------------------------------------------------------------ making one */

struct making {
    struct trial_plan plan;
    const char *folder;
};

static bool make(void *data, struct error *error) {
    struct making *making = data;
    struct arena arena;
    struct random random;
    struct investigation_root root;
    arena_open(&arena, 0);
    bool done = random_open(&random, error) &&
                investigation_create(&arena, &random, &making->plan.plan, &root, error);
    arena_close(&arena);
    return done;
}

static void expect_whole_or_nothing(void *data, bool done) {
    struct making *making = data;
    struct error error = {0};
    struct arena arena;
    const char *path = making->plan.plan.path;
    assert_true(done ? files_is_folder(path) : true);
    if (!files_is_folder(path)) return;
    arena_open(&arena, 0);
    assert_int_equal(trial_check(&arena, path), schema_count + 3);
    assert_true(files_remove_folder(path, &error));
    arena_close(&arena);
}

static void test_an_investigation_is_made_whole_or_not_at_all(void **state) {
    (void)state;
    faults_or_skip();
    struct arena arena;
    struct making making;
    arena_open(&arena, 0);
    making.folder = folder_make(&arena);
    trial_plan_open(&making.plan, files_join(&arena, making.folder, "site.cairn"));
    faults_run_sparsely(
        &(struct faults){.body = make, .check = expect_whole_or_nothing, .data = &making}, 997);
    trial_plan_close(&making.plan);
    folder_remove(making.folder);
    arena_close(&arena);
}

/* ------------------------------------------------------------------ appending */

struct appending {
    struct trial *trial;
    struct draft drafts[3];
    uint64_t size; /* of the log before each run */
    const char *database;
    char *before; /* the record then, as bytes */
    size_t before_size;
};

enum { COUNT = 3 };

static void begin_again(void *data) {
    struct appending *appending = data;
    struct error error = {0};
    if (!store_remove(appending->database, &error) ||
        !files_create(appending->database, appending->before, appending->before_size, &error))
        fail_msg("%s", error.text);
}

static bool append(void *data, struct error *error) {
    struct appending *appending = data;
    struct arena arena;
    struct random random;
    struct investigation investigation = {0};
    struct appender *appender = NULL;
    struct receipt receipts[COUNT];
    arena_open(&arena, 0);
    bool done = random_open(&random, error) &&
                investigation_open(&arena, appending->trial->path, INVESTIGATION_APPEND,
                                   &investigation, error) &&
                append_open(&arena, &investigation, &random, &appender, error);
    if (done) {
        appending->drafts[0].rec = identifier_make(&random, IDENTIFIER_RECORD);
        appending->drafts[1].rec = appending->drafts[0].rec; /* revises the one before */
        appending->drafts[2].rec = identifier_make(&random, IDENTIFIER_RECORD);
        done = append_batch(appender,
                            &(struct append_batch){.drafts = appending->drafts, .count = COUNT},
                            receipts, NULL, error);
    }
    append_close(appender);
    investigation_close(&investigation);
    arena_close(&arena);
    return done;
}

static void expect_all_or_nothing(void *data, bool done) {
    struct appending *appending = data;
    struct arena arena;
    arena_open(&arena, 0);
    uint64_t size = trial_check(&arena, appending->trial->path);
    assert_true(size == appending->size + COUNT || (!done && size == appending->size));
    arena_close(&arena);
}

static void test_a_batch_is_there_or_not(void **state) {
    (void)state;
    faults_or_skip();
    struct trial trial;
    struct error error = {0};
    trial_open(&trial);
    struct appending appending = {.trial = &trial};
    const char *path = files_join(&trial.arena, trial.folder, "picture");
    assert_true(files_write(path, "a picture", 9, &error));
    struct draft_file file = {.path = path, .name = "IMG_1.jpg", .media_type = "image/jpeg"};
    struct draft site = trial_draft(&trial, "site",
                                    "{'code':'ABC','name':'Wood','kind':'primary_grave'}", NULL,
                                    &trial.worker);
    appending.drafts[0] = appending.drafts[1] = site;
    appending.drafts[1].revises = true;
    appending.drafts[2] = trial_draft(&trial, "media", "{'number':'IMG_1','file':'1'}", NULL,
                                      &trial.worker);
    appending.drafts[2].files = &file;
    appending.drafts[2].file_count = 1;
    appending.size = trial_check(&trial.arena, trial.path);
    trial_release(&trial);
    appending.database = files_join(&trial.arena, trial.path, "record.db");
    assert_true(files_read(&trial.arena, appending.database, 1 << 26, &appending.before,
                           &appending.before_size, &error));
    faults_run_sparsely(
        &(struct faults){begin_again, append, expect_all_or_nothing, &appending}, 97);
    trial_close(&trial);
}

int main(void) {
    /* Thousands of runs, of which none needs the disk. */
    if (access("/dev/shm", W_OK) == 0) setenv("TMPDIR", "/dev/shm", 1);
    sqlite_fault_install();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_investigation_is_made_whole_or_not_at_all),
        cmocka_unit_test(test_a_batch_is_there_or_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
