/* Killed at any moment while ten append: everything that was acknowledged is there, and the
 * investigation is whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/crash.h"
#include "record/log.h"
#include "record/trial.h"
#include "store/query.h"
#include "store/statements.h"

enum { ROUNDS = 300, LONGEST_US = 150000, SEED = 20220916, WRITERS = 10 };

static void must(bool done, const struct error *error) {
    if (done) return;
    fprintf(stderr, "%s\n", error->text);
    _exit(1);
}

struct writer {
    const struct trial *trial;
    struct appender *appender;
    struct arena arena;
    bool with_file;
    int pipe;
};

/* What is acknowledged is the beginning of the leaf hash. */
static uint64_t number_of(const struct digest *leaf) {
    uint64_t number;
    memcpy(&number, leaf->byte, sizeof number);
    return number;
}

static void write_one(struct writer *writer) {
    const struct trial *trial = writer->trial;
    struct random random = trial->random;
    struct error error = {0};
    struct receipt receipt;
    struct draft_file file = {.name = "IMG_1.jpg", .media_type = "image/jpeg"};
    struct draft draft = {.schema = schema_find(writer->with_file ? "media" : "site"),
                          .rec = identifier_make(&random, IDENTIFIER_RECORD),
                          .fields = json_array_get(trial->kept, writer->with_file),
                          .files = &file,
                          .file_count = writer->with_file,
                          .signers = &trial->worker.signer,
                          .signer_count = 1};
    file.path = files_join(&writer->arena, trial->folder, "picture");
    must(append_batch(writer->appender,
                      &(struct append_batch){.drafts = &draft, .count = 1}, &receipt, NULL,
                      &error), &error);
    crash_acknowledge(writer->pipe, number_of(&receipt.leaf));
}

static void *write_on(void *data) {
    struct writer *writer = data;
    for (;;) {
        struct arena_mark mark = arena_mark(&writer->arena);
        write_one(writer);
        arena_release(&writer->arena, mark);
    }
    return NULL;
}

/* Every second writer stores a file with each entry. */
static void append_together(void *data, int pipe) {
    struct trial *trial = data;
    struct error error = {0};
    struct arena arena;
    struct investigation investigation;
    struct appender *appender;
    static struct writer writers[WRITERS];
    pthread_t threads[WRITERS];
    arena_open(&arena, 0);
    must(investigation_open(&arena, trial->path, INVESTIGATION_APPEND, &investigation, &error),
         &error);
    must(append_open(&arena, &investigation, &trial->random, &appender, &error), &error);
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = (struct writer){
            .trial = trial, .appender = appender, .with_file = i % 2, .pipe = pipe};
        arena_open(&writers[i].arena, 0);
        must(pthread_create(&threads[i], NULL, write_on, &writers[i]) == 0, &error);
    }
    for (;;) pause();
}

static int by_number(const void *left, const void *right) {
    uint64_t one = *(const uint64_t *)left, other = *(const uint64_t *)right;
    return (one > other) - (one < other);
}

static void expect_acknowledged(void *data, const uint64_t *acknowledged, size_t count) {
    struct trial *trial = data;
    struct error error = {0};
    struct arena arena;
    struct investigation reading;
    struct query *query;
    bool row;
    arena_open(&arena, 0);
    must(investigation_open(&arena, trial->path, INVESTIGATION_READ, &reading, &error), &error);
    must(store_begin(reading.store, STORE_READ, &error), &error);
    must(query_open(reading.store, &LOG_FROM, &query, &error), &error);
    query_bind_int(query, 1, 0);
    uint64_t *there = arena_new(&arena, uint64_t, reading.tree.size);
    for (uint64_t i = 0; i < reading.tree.size; i++) {
        struct digest leaf;
        size_t size;
        must(query_step(query, &row, &error), &error);
        assert_true(row);
        memcpy(leaf.byte, query_blob(query, 1, &size), DIGEST_SIZE);
        there[i] = number_of(&leaf);
    }
    qsort(there, reading.tree.size, sizeof *there, by_number);
    for (size_t i = 0; i < count; i++)
        assert_non_null(bsearch(&acknowledged[i], there, reading.tree.size, sizeof *there,
                                by_number));
    investigation_close(&reading);
    arena_close(&arena);
}

static void test_ten_writers_are_killed(void **state) {
    (void)state;
    struct trial trial;
    struct error error = {0};
    trial_open(&trial);
    trial_draft(&trial, "site", "{'code':'ABC','name':'Wood','kind':'primary_grave'}", NULL,
                &trial.worker);
    trial_draft(&trial, "media", "{'number':'IMG_1','file':'1'}", NULL, &trial.worker);
    must(files_write(files_join(&trial.arena, trial.folder, "picture"), "a picture", 9, &error),
         &error);
    trial_release(&trial);
    crash_run(&(struct crash){
        append_together, expect_acknowledged, &trial, ROUNDS, LONGEST_US, SEED});
    trial_check(&trial.arena, trial.path);
    trial_reopen(&trial);
    struct draft draft = trial_draft(&trial, "site",
                                     "{'code':'ABC','name':'Wood','kind':'primary_grave'}", NULL,
                                     &trial.worker);
    trial_accepted(&trial, &draft);
    trial_close(&trial);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_ten_writers_are_killed)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
