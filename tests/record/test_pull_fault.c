/* Every operation made to fail in turn, and the program killed at any moment, while copies hand over what
 * they have: all of it is there or nothing, and nothing that was acknowledged is lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/crash.h"
#include "base/faults.h"
#include "record/log.h"
#include "record/other_copy.h"
#include "store/sqlite_fault.h"

#define SITE "{'code':'ABC','name':'Wood','kind':'primary_grave'}"

static void must(bool done, const struct error *error) {
    if (!done) fail_msg("%s", error->text);
}

/* ------------------------------------------------------------------ faults */

struct pulling_trial {
    struct trial trial;
    struct other_copy into, from; /* copies that are put back before each run */
    struct other_copy into_as_was, from_as_was;
    bool into_device;
    uint64_t size_before, size_after;
};

static void put_back(const struct other_copy *copy, const struct other_copy *as_was) {
    struct error error = {0};
    struct arena arena;
    arena_open(&arena, 0);
    if (files_is_folder(copy->path)) must(files_remove_folder(copy->path, &error), &error);
    assert_int_equal(system(arena_format(&arena, "cp -a '%s' '%s'", as_was->path, copy->path)), 0);
    arena_close(&arena);
}

static void begin_again(void *data) {
    struct pulling_trial *trial = data;
    put_back(&trial->into, &trial->into_as_was);
    put_back(&trial->from, &trial->from_as_was);
}

static bool pull(void *data, struct error *error) {
    struct pulling_trial *trial = data;
    struct arena arena;
    struct random random;
    struct investigation investigation = {0};
    struct appender *appender = NULL;
    struct pull_result result;
    arena_open(&arena, 0);
    bool done = random_open(&random, error) &&
                investigation_open(&arena, trial->into.path, INVESTIGATION_APPEND, &investigation,
                                   error) &&
                append_open(&arena, &investigation, &random, &appender, error);
    if (done) {
        struct pull plan = {
            .investigation = &investigation, .appender = appender, .random = &random};
        done = pull_run(&arena, &plan, trial->from.path, &result, error);
        /* A file that cannot be read there is that entry's fault, and nothing else's. */
        for (size_t i = 0; done && i < result.count; i++)
            if (result.entry[i].fate != PULL_TAKEN)
                done = error_set(error, strstr(result.entry[i].why, "its file 1") ? ERROR_STORAGE
                                                                                 : ERROR_INTERNAL,
                                 "%s", result.entry[i].why);
    }
    append_close(appender);
    investigation_close(&investigation);
    arena_close(&arena);
    return done;
}

static void expect_all_or_nothing(void *data, bool done) {
    struct pulling_trial *trial = data;
    struct arena arena;
    arena_open(&arena, 0);
    uint64_t size = trial_check(&arena, trial->into.path);
    bool but_a_file = !done && !trial->into_device && size == trial->size_after - 1;
    assert_true(size == trial->size_after || (!done && size == trial->size_before) || but_a_file);
    if (but_a_file) {
        struct error error = {0};
        must(pull(trial, &error), &error);
        assert_int_equal(trial_check(&arena, trial->into.path), trial->size_after);
    }
    trial_check(&arena, trial->from.path);
    arena_close(&arena);
}

static void run_with_faults(struct pulling_trial *trial) {
    struct arena *arena = &trial->trial.arena;
    struct error error = {0};
    trial->size_before = trial_check(arena, trial->into_as_was.path);
    begin_again(trial);
    must(pull(trial, &error), &error);
    trial->size_after = trial_check(arena, trial->into.path);
    assert_true(trial->size_after > trial->size_before);
    faults_run_sparsely(&(struct faults){begin_again, pull, expect_all_or_nothing, trial}, 997);
    trial_close(&trial->trial);
}

/* Two copies, of which each has written: a site, a revision of it and a photograph. */
static struct other_copy open_copies(struct pulling_trial *trial, struct other_copy *out_laptop) {
    trial_open(&trial->trial);
    struct other_copy main = copy_main(&trial->trial);
    *out_laptop = copy_make_device(&main, "laptop", 1001, 2000);
    struct receipt site = copy_add(out_laptop, "site", SITE, NULL, NULL);
    copy_add(out_laptop, "site", SITE, &site.rec, NULL);
    copy_add(out_laptop, "media", "{'number':'IMG_1','file':'1'}", NULL, "a picture");
    copy_add(&main, "media", "{'number':'IMG_2','file':'1'}", NULL, "another picture");
    return main;
}

static struct other_copy beside(struct pulling_trial *trial, const char *name) {
    const char *path = arena_format(&trial->trial.arena, "%s/%s.cairn", trial->trial.folder, name);
    return (struct other_copy){&trial->trial, name, path};
}

static void test_the_main_copy_takes_all_or_nothing(void **state) {
    (void)state;
    faults_or_skip();
    static struct pulling_trial trial;
    trial.into_as_was = open_copies(&trial, &trial.from_as_was);
    trial.into = beside(&trial, "into");
    trial.from = beside(&trial, "from");
    run_with_faults(&trial);
}

static void test_a_device_gets_its_new_order_or_keeps_the_old(void **state) {
    (void)state;
    faults_or_skip();
    static struct pulling_trial trial;
    trial.from_as_was = open_copies(&trial, &trial.into_as_was);
    trial.into_device = true;
    trial.into = beside(&trial, "into");
    trial.from = beside(&trial, "from");
    run_with_faults(&trial);
}

/* ------------------------------------------------------------------ killed */

enum { ROUNDS = 60, LONGEST_US = 400000, SEED = 20220916 };

struct handing_over {
    struct trial *trial;
    struct other_copy main, laptop;
};

static uint64_t number_of(const struct digest *leaf) {
    uint64_t number;
    memcpy(&number, leaf->byte, sizeof number);
    return number;
}

static void write_and_hand_over(void *data, int pipe) {
    struct handing_over *handing = data;
    for (;;) {
        struct receipt receipt = copy_add(&handing->laptop, "media",
                                          "{'number':'IMG_1','file':'1'}", NULL, "a picture");
        struct pull_result result = copy_pull(&handing->main, &handing->laptop);
        if (result.refused || result.waiting) _exit(1);
        crash_acknowledge(pipe, number_of(&receipt.leaf));
        copy_pull(&handing->laptop, &handing->main);
    }
}

static void expect_acknowledged(void *data, const uint64_t *acknowledged, size_t count) {
    struct handing_over *handing = data;
    struct arena_mark mark = arena_mark(&handing->trial->arena);
    struct copy_log main = copy_log(&handing->main);
    for (size_t i = 0; i < count; i++) {
        bool there = false;
        for (size_t j = 0; j < main.count; j++)
            there = there || number_of(&main.leaf[j]) == acknowledged[i];
        assert_true(there);
    }
    arena_release(&handing->trial->arena, mark);
}

static void test_killed_in_the_middle(void **state) {
    (void)state;
    static struct trial trial;
    trial_open(&trial);
    struct handing_over handing = {.trial = &trial, .main = copy_main(&trial)};
    handing.laptop = copy_make_device(&handing.main, "laptop", 1001, 2000);
    crash_run(&(struct crash){
        write_and_hand_over, expect_acknowledged, &handing, ROUNDS, LONGEST_US, SEED});
    copy_is_whole(&handing.main);
    copy_is_whole(&handing.laptop);
    copy_pull(&handing.main, &handing.laptop);
    copy_pull(&handing.laptop, &handing.main);
    struct copy_log main = copy_log(&handing.main), laptop = copy_log(&handing.laptop);
    assert_int_equal(main.count, laptop.count);
    assert_memory_equal(main.leaf, laptop.leaf, main.count * sizeof *main.leaf);
    fprintf(stderr, "%zu entries were handed over\n", main.count);
    trial_close(&trial);
}

int main(void) {
    /* Thousands of runs, of which none needs the disk. */
    if (access("/dev/shm", W_OK) == 0) setenv("TMPDIR", "/dev/shm", 1);
    sqlite_fault_install();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_main_copy_takes_all_or_nothing),
        cmocka_unit_test(test_a_device_gets_its_new_order_or_keeps_the_old),
        cmocka_unit_test(test_killed_in_the_middle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
