/* The power fails at any point while eight append, while others read, while an investigation is made
 * or is opened again after such a failure: what was acknowledged is there, whole and in its place,
 * and no tree that anybody could read and sign turns out smaller or another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/folder.h"
#include "base/power.h"
#include "record/eight_writers.h"
#include "record/promised.h"

enum { SEED = 20220916 };

static void must(bool done, const struct error *error) {
    if (!done) fail_msg("%s", error->text);
}

/* ------------------------------------------------------------------ while eight append */

static bool go_on(struct eight_writers *scene, const char *path,
                  const struct power_promise *promises, size_t count, struct error *error) {
    struct arena arena;
    struct investigation investigation;
    struct receipt receipt;
    uint64_t size = 0;
    arena_open(&arena, 0);
    bool done = promised_whole(path, &size, error) &&
                investigation_open(&arena, path, INVESTIGATION_APPEND, &investigation, error);
    if (done) {
        done = promised_kept(&investigation, promises, count, error) &&
               eight_writers_append(scene, &investigation, &receipt, error);
        if (done && receipt.index != investigation.tree.size)
            done = error_set(error, ERROR_CORRUPT, "the next entry is not at the end");
        investigation_close(&investigation);
    }
    done = done && promised_whole(path, &size, error);
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

#define LOG "site.cairn/record.db-wal"

static bool about_log(const char *path) { return !strcmp(path, LOG); }
static bool about_database(const char *path) { return !strcmp(path, "site.cairn/record.db"); }
static bool about_folder(const char *path) { return !strcmp(path, "site.cairn"); }
static bool about_files_folder(const char *path) { return !strcmp(path, "site.cairn/files"); }
static bool about_files(const char *path) { return !strncmp(path, "site.cairn/files/", 17); }

static void test_eight_append_and_the_power_fails(void **state) {
    (void)state;
    struct eight_writers scene;
    eight_writers_open(&scene);
    struct power *power = power_record(scene.trial.folder, eight_writers_run, &scene);
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
    eight_writers_close(&scene);
}

/* ------------------------------------------------------------------ once more */

/* What is found after a failure is opened and appended to, and the power fails again. */
struct relapse {
    struct eight_writers *scene;
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
        relapse->kept = eight_writers_append(relapse->scene, &investigation, &receipt,
                                             &relapse->error);
        if (relapse->kept) promised_entry(&receipt);
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
    struct eight_writers scene;
    eight_writers_open(&scene);
    struct power *power = power_record(scene.trial.folder, eight_writers_run, &scene);
    struct relapse relapse = {.scene = &scene};
    struct power_cuts cuts = {.holds = relapses, .data = &relapse, .seed = SEED, .stride = 64};
    power_expect(power, "opened again", &cuts);
    fprintf(stderr, "power: of them %ld were opened again; cut at %zu points: %zu different "
            "folders, all as promised\n", (relapse.found + APART - 1) / APART, relapse.tally.points,
            relapse.tally.different);
    assert_true(relapse.tally.different > 0);
    power_close(power);
    eight_writers_close(&scene);
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
    done = done && promised_whole(path, &size, error);
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
