/* The power fails at any point while eight append, while others read, while an investigation is made
 * or is opened again after such a failure: what was acknowledged is there, whole and in its place,
 * and no tree that anybody could read and sign turns out smaller or another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/folder.h"
#include "base/power.h"
#include "record/log.h"
#include "record/smallest_record.h"
#include "record/verify.h"

enum { SEED = 20220916, WRITERS = 8, ROUNDS = 2, BATCH = 3, PICTURE = 9000, SPOOLED = 70000 };

static void must(bool done, const struct error *error) {
    if (!done) fail_msg("%s", error->text);
}

/* ------------------------------------------------------------------ promises */

/* An entry stands at an index; or the tree of so many entries, which was there to be signed, has
 * this root. */
struct promise {
    enum { ENTRY, TREE } kind;
    uint64_t number;
    struct digest hash;
};

static void promise_entry(const struct receipt *receipt) {
    struct promise promise;
    memset(&promise, 0, sizeof promise);
    promise.kind = ENTRY;
    promise.number = receipt->index;
    promise.hash = receipt->leaf;
    power_promise(&promise, sizeof promise);
}

static void promise_tree(const char *path) {
    struct arena arena;
    struct error error = {0};
    struct investigation reading;
    struct promise promise;
    arena_open(&arena, 0);
    must(investigation_open(&arena, path, INVESTIGATION_READ, &reading, &error), &error);
    memset(&promise, 0, sizeof promise);
    promise.kind = TREE;
    promise.number = reading.tree.size;
    promise.hash = merkle_root(&reading.tree, &reading.digester);
    power_promise(&promise, sizeof promise);
    investigation_close(&reading);
    arena_close(&arena);
}

static bool is_kept(struct arena *arena, struct investigation *investigation,
                    const struct promise *promise, struct error *error) {
    struct log_line line;
    struct digest root;
    bool tree = promise->kind == TREE;
    if (promise->number + !tree > investigation->tree.size)
        return error_set(error, ERROR_CORRUPT, "%s %" PRIu64 " was there, and the log has %" PRIu64
                         " entries", tree ? "a tree of" : "entry", promise->number,
                         investigation->tree.size);
    if (tree ? !log_root_at(investigation->store, &investigation->digester, promise->number, &root,
                            error)
             : !log_read(arena, investigation->store, promise->number, &line, error))
        return false;
    return digest_equal(tree ? &root : &line.leaf, &promise->hash) ||
           error_set(error, ERROR_CORRUPT, "%s %" PRIu64 " is another than it was",
                     tree ? "the tree of" : "entry", promise->number);
}

static bool are_kept(struct arena *arena, struct investigation *investigation,
                     const struct power_promise *promises, size_t count, struct error *error) {
    if (!store_begin(investigation->store, STORE_READ, error)) return false;
    bool kept = true;
    for (size_t i = 0; i < count && kept; i++) {
        struct promise promise;
        assert_int_equal(promises[i].size, sizeof promise);
        memcpy(&promise, promises[i].bytes, sizeof promise);
        kept = is_kept(arena, investigation, &promise, error);
    }
    store_rollback(investigation->store);
    return kept;
}

/* ------------------------------------------------------------------ what is found */

static bool is_whole(struct arena *arena, const char *path, uint64_t *out_size,
                     struct error *error) {
    struct verify_plan plan = {.level = VERIFY_CONTENTS, .threads = 1};
    struct verify_result result;
    if (!verify_run(arena, path, &plan, &result, error)) return false;
    *out_size = result.size;
    if (result.problem_count)
        return error_set(error, ERROR_CORRUPT, "verify: #%" PRId64 ": %s",
                         result.problem[0].index, result.problem[0].what);
    return (result.ok && result.unopened == 0) ||
           error_set(error, ERROR_CORRUPT, "verify: %" PRId64 " fields or files are sealed",
                     result.unopened);
}

struct scene {
    struct trial trial;
    struct draft entry, photograph; /* what is appended, with a new `rec` each time */
    struct spool *spool[WRITERS];   /* NULL: it has none */
};

static bool append_one(struct scene *scene, struct arena *arena,
                       struct investigation *investigation, struct receipt *out_receipt,
                       struct error *error) {
    struct appender *appender;
    struct random *random = &scene->trial.random;
    struct draft draft = scene->entry;
    struct append_batch batch = {.drafts = &draft, .count = 1};
    draft.rec = identifier_make(random, IDENTIFIER_RECORD);
    if (!append_open(arena, investigation, random, &appender, error)) return false;
    bool done = append_batch(appender, &batch, out_receipt, NULL, error);
    append_close(appender);
    return done;
}

static bool go_on(struct scene *scene, const char *path, const struct power_promise *promises,
                  size_t count, struct error *error) {
    struct arena arena;
    struct investigation investigation;
    struct receipt receipt;
    uint64_t size = 0;
    arena_open(&arena, 0);
    bool done = is_whole(&arena, path, &size, error) &&
                investigation_open(&arena, path, INVESTIGATION_APPEND, &investigation, error);
    if (done) {
        done = are_kept(&arena, &investigation, promises, count, error) &&
               append_one(scene, &arena, &investigation, &receipt, error);
        if (done && receipt.index != investigation.tree.size)
            done = error_set(error, ERROR_CORRUPT, "the next entry is not at the end");
        investigation_close(&investigation);
    }
    done = done && is_whole(&arena, path, &size, error);
    if (done && size != receipt.index + 1)
        done = error_set(error, ERROR_CORRUPT, "verify finds %" PRIu64 " entries", size);
    arena_close(&arena);
    return done;
}

static bool is_as_promised(void *data, const char *folder, const struct power_promise *promises,
                           size_t count, struct error *error) {
    struct arena arena;
    arena_open(&arena, 0);
    bool done = go_on(data, files_join(&arena, folder, "site.cairn"), promises, count, error);
    arena_close(&arena);
    return done;
}

/* ------------------------------------------------------------------ eight who append */

struct writer {
    struct scene *scene;
    struct appender *appender;
    struct arena arena;
    int nth;
};

/* Of every four, one appends an entry, one three at once, one a file that is copied, and one a file
 * that comes in pieces. */
static void write_batch(struct writer *writer) {
    struct trial *trial = &writer->scene->trial;
    struct random random = trial->random;
    struct error error = {0};
    struct receipt receipts[BATCH];
    struct draft_file file = {.name = "IMG_1.jpg", .media_type = "image/jpeg"};
    struct draft drafts[BATCH];
    bool with_file = writer->nth % 4 >= 2;
    size_t count = writer->nth % 4 == 1 ? BATCH : 1;
    if (writer->nth % 4 == 2) file.path = files_join(&writer->arena, trial->folder, "picture");
    else file.spool = writer->scene->spool[writer->nth];
    for (size_t i = 0; i < count; i++) {
        drafts[i] = with_file ? writer->scene->photograph : writer->scene->entry;
        drafts[i].rec = identifier_make(&random, IDENTIFIER_RECORD);
        drafts[i].files = &file;
    }
    struct append_batch batch = {.drafts = drafts, .count = count};
    must(append_batch(writer->appender, &batch, receipts, NULL, &error), &error);
    for (size_t i = 0; i < count; i++) promise_entry(&receipts[i]);
}

static void *write_all(void *data) {
    struct writer *writer = data;
    for (int i = 0; i < ROUNDS; i++) write_batch(writer);
    return NULL;
}

struct reader {
    const char *path;
    atomic_bool enough;
};

/* As whoever publishes does; opening it also copies the log into the database. */
static void *read_on(void *data) {
    struct reader *reader = data;
    while (!reader->enough) promise_tree(reader->path);
    return NULL;
}

static void append_together(struct scene *scene, struct appender *appender) {
    struct writer writers[WRITERS];
    pthread_t threads[WRITERS], reading;
    struct reader reader = {.path = scene->trial.path};
    assert_int_equal(pthread_create(&reading, NULL, read_on, &reader), 0);
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = (struct writer){.scene = scene, .appender = appender, .nth = i};
        arena_open(&writers[i].arena, 0);
        assert_int_equal(pthread_create(&threads[i], NULL, write_all, &writers[i]), 0);
    }
    for (int i = 0; i < WRITERS; i++) {
        pthread_join(threads[i], NULL);
        arena_close(&writers[i].arena);
    }
    reader.enough = true;
    pthread_join(reading, NULL);
}

/* Half way all of the database's log is copied into the database, and begins anew; at the end a new
 * one is made, since the first was removed with its last connection. */
static void import(void *data) {
    struct scene *scene = data;
    struct arena arena;
    struct error error = {0};
    struct investigation investigation;
    struct appender *appender;
    struct receipt receipt;
    arena_open(&arena, 0);
    must(investigation_open(&arena, scene->trial.path, INVESTIGATION_APPEND, &investigation,
                            &error), &error);
    must(append_open(&arena, &investigation, &scene->trial.random, &appender, &error), &error);
    append_together(scene, appender);
    promise_tree(scene->trial.path);
    append_together(scene, appender);
    append_close(appender);
    investigation_close(&investigation);
    must(investigation_open(&arena, scene->trial.path, INVESTIGATION_APPEND, &investigation,
                            &error), &error);
    must(append_one(scene, &arena, &investigation, &receipt, &error), &error);
    promise_entry(&receipt);
    investigation_close(&investigation);
    arena_close(&arena);
}

static void open_scene(struct scene *scene) {
    struct error error = {0};
    static char bytes[SPOOLED];
    *scene = (struct scene){0};
    struct trial *trial = &scene->trial;
    smallest_make(trial);
    scene->entry = trial_draft(trial, "media", "{'number':'IMG_1'}", NULL, &trial->worker);
    scene->photograph = trial_draft(trial, "media", "{'number':'IMG_1','file':'1'}", NULL,
                                    &trial->worker);
    scene->photograph.file_count = 1;
    for (size_t i = 0; i < SPOOLED; i++) bytes[i] = (char)(1 + i % 127);
    must(files_write(files_join(&trial->arena, trial->folder, "picture"), bytes, PICTURE, &error),
         &error);
    for (int i = 3; i < WRITERS; i += 4) {
        must(spool_open(trial->folder, &scene->spool[i], &error), &error);
        must(spool_add(scene->spool[i], bytes, SPOOLED, &error), &error);
    }
}

static void close_scene(struct scene *scene) {
    for (int i = 0; i < WRITERS; i++) spool_close(scene->spool[i]);
    trial_close(&scene->trial);
}

#define LOG "site.cairn/record.db-wal"

static bool about_log(const char *path) { return !strcmp(path, LOG); }
static bool about_database(const char *path) { return !strcmp(path, "site.cairn/record.db"); }
static bool about_folder(const char *path) { return !strcmp(path, "site.cairn"); }
static bool about_files_folder(const char *path) { return !strcmp(path, "site.cairn/files"); }
static bool about_files(const char *path) { return !strncmp(path, "site.cairn/files/", 17); }

static void test_eight_append_and_the_power_fails(void **state) {
    (void)state;
    struct scene scene;
    open_scene(&scene);
    struct power *power = power_record(scene.trial.folder, import, &scene);
    struct power_cuts cuts = {.holds = is_as_promised, .data = &scene, .seed = SEED};
    power_how_much(&cuts, 2, 8);
    assert_true(power_writes(power, LOG, 0) >= 3); /* it begins anew, and is made anew */
    power_expect(power, "eight append", &cuts);
    /* And there is no sync that could be left out. */
    cuts.lies = about_log;
    power_expect_loss(power, "without syncs of the database's log", &cuts);
    cuts.lies = about_database;
    power_expect_loss(power, "without syncs of the database", &cuts);
    cuts.lies = about_folder;
    power_expect_loss(power, "without syncs of the folder", &cuts);
    cuts.lies = about_files;
    power_expect_loss(power, "without syncs of files", &cuts);
    cuts.lies = about_files_folder;
    power_expect_loss(power, "without syncs of the folder of files", &cuts);
    power_close(power);
    close_scene(&scene);
}

/* ------------------------------------------------------------------ once more */

/* What is found after a failure is opened and appended to, and the power fails again. */
struct relapse {
    struct scene *scene;
    const char *path;
    const struct power_promise *promises; /* of the first time */
    size_t count;
    long found;
    struct power_tally tally; /* of the second time, all together */
    bool kept;
    struct error error;
};

static void open_again(void *data) {
    struct relapse *relapse = data;
    struct arena arena;
    struct investigation investigation;
    struct receipt receipt;
    arena_open(&arena, 0);
    relapse->kept = investigation_open(&arena, relapse->path, INVESTIGATION_APPEND, &investigation,
                                       &relapse->error);
    if (relapse->kept) {
        relapse->kept = append_one(relapse->scene, &arena, &investigation, &receipt,
                                   &relapse->error);
        if (relapse->kept) promise_entry(&receipt);
        investigation_close(&investigation);
    }
    arena_close(&arena);
}

/* What was promised the second time, after the first. */
static bool is_as_promised_twice(void *data, const char *folder,
                                 const struct power_promise *promises, size_t count,
                                 struct error *error) {
    struct relapse *relapse = data;
    struct power_promise *all = calloc(relapse->count + count + 1, sizeof *all);
    assert_non_null(all);
    memcpy(all, relapse->promises, relapse->count * sizeof *all);
    if (count) memcpy(all + relapse->count, promises, count * sizeof *all);
    bool kept = is_as_promised(relapse->scene, folder, all, relapse->count + count, error);
    free(all);
    return kept;
}

enum { APART = 13 };

static bool relapses(void *data, const char *folder, const struct power_promise *promises,
                     size_t count, struct error *error) {
    struct relapse *relapse = data;
    struct power_tally tally = {0};
    if (relapse->found++ % APART) return true;
    struct arena arena;
    arena_open(&arena, 0);
    relapse->path = files_join(&arena, folder, "site.cairn");
    relapse->promises = promises;
    relapse->count = count;
    struct power *power = power_record(folder, open_again, relapse);
    struct power_cuts cuts = {.holds = is_as_promised_twice, .data = relapse, .seed = SEED};
    power_how_much(&cuts, 1, 16);
    bool kept = relapse->kept ? power_cut(power, &cuts, &tally, error)
                              : error_set(error, ERROR_CORRUPT, "%s", relapse->error.text);
    relapse->tally.points += tally.points;
    relapse->tally.different += tally.different;
    power_close(power);
    arena_close(&arena);
    return kept;
}

static void test_the_power_fails_again(void **state) {
    (void)state;
    struct scene scene;
    open_scene(&scene);
    struct power *power = power_record(scene.trial.folder, import, &scene);
    struct relapse relapse = {.scene = &scene};
    struct power_cuts cuts = {.holds = relapses, .data = &relapse, .seed = SEED, .stride = 64};
    power_expect(power, "opened again", &cuts);
    fprintf(stderr, "power: of them %ld were opened again; cut at %zu points: %zu different folders, "
            "all as promised\n", (relapse.found + APART - 1) / APART, relapse.tally.points,
            relapse.tally.different);
    assert_true(relapse.tally.different > 0);
    power_close(power);
    close_scene(&scene);
}

/* ------------------------------------------------------------------ making one */

struct making {
    struct trial_plan plan;
    struct random random;
};

static bool make_at(struct making *making, const char *path, struct digest *out_root_key,
                    struct error *error) {
    struct arena arena;
    struct investigation_root root;
    struct investigation_plan plan = making->plan.plan;
    plan.path = path;
    arena_open(&arena, 0);
    bool done = investigation_create(&arena, &making->random, &plan, &root, error);
    if (done) *out_root_key = root.fingerprint;
    arena_close(&arena);
    return done;
}

static void make(void *data) {
    struct making *making = data;
    struct error error = {0};
    struct digest root_key;
    must(make_at(making, making->plan.plan.path, &root_key, &error), &error);
    power_promise(&root_key, sizeof root_key);
}

/* The one that was made, as soon as there is one; else it can be made now. */
static bool is_made(void *data, const char *folder, const struct power_promise *promises,
                    size_t count, struct error *error) {
    struct making *making = data;
    struct arena arena;
    struct digest root_key;
    uint64_t size;
    arena_open(&arena, 0);
    const char *path = files_join(&arena, folder, "site.cairn");
    bool done = true;
    if (count) memcpy(&root_key, promises[0].bytes, sizeof root_key);
    if (count && !files_is_folder(path)) done = error_set(error, ERROR_NOT_FOUND, "it is gone");
    if (done && !files_is_folder(path)) done = make_at(making, path, &root_key, error);
    done = done && is_whole(&arena, path, &size, error);
    if (done && size != (uint64_t)schema_count + 3)
        done = error_set(error, ERROR_CORRUPT, "it has %" PRIu64 " entries", size);
    arena_close(&arena);
    return done;
}

static bool about_the_parent(const char *path) { return !*path; }
static bool about_the_unfinished(const char *path) {
    return !strcmp(path, "site.cairn.unfinished");
}
static bool about_what_it_holds(const char *path) {
    return !strcmp(path, "site.cairn.unfinished/record.db") ||
           !strcmp(path, "site.cairn.unfinished/record.db-wal");
}

static void test_one_is_made_and_the_power_fails(void **state) {
    (void)state;
    struct arena arena;
    struct making making;
    struct error error = {0};
    arena_open(&arena, 0);
    char *folder = folder_make(&arena);
    must(random_open(&making.random, &error), &error);
    trial_plan_open(&making.plan, files_join(&arena, folder, "site.cairn"));
    struct power *power = power_record(folder, make, &making);
    struct power_cuts cuts = {.holds = is_made, .data = &making, .seed = SEED};
    power_how_much(&cuts, 2, 8);
    power_expect(power, "making one", &cuts);
    cuts.lies = about_the_parent;
    power_expect_loss(power, "without syncs of the folder that it is in", &cuts);
    cuts.lies = about_the_unfinished;
    power_expect_loss(power, "without syncs of its folder", &cuts);
    cuts.lies = about_what_it_holds;
    power_expect_loss(power, "without syncs of its files", &cuts);
    power_close(power);
    trial_plan_close(&making.plan);
    folder_remove(folder);
    arena_close(&arena);
}

int main(void) {
    /* Thousands of folders, of which none needs the disk. */
    if (access("/dev/shm", W_OK) == 0) setenv("TMPDIR", "/dev/shm", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_eight_append_and_the_power_fails),
        cmocka_unit_test(test_the_power_fails_again),
        cmocka_unit_test(test_one_is_made_and_the_power_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
