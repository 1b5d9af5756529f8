#include "record/eight_writers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "record/promised.h"
#include "record/smallest_record.h"

enum { ROUNDS = 2, BATCH = 3, PICTURE = 9000, SPOOLED = 70000 };

/* Threads cannot end a test as cmocka would. */
static void must(bool done, const struct error *error) {
    if (done) return;
    fprintf(stderr, "%s\n", error->text);
    abort();
}

struct writer {
    struct eight_writers *scene;
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
    for (size_t i = 0; i < count; i++) promised_entry(&receipts[i]);
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
    while (!reader->enough) promised_tree(reader->path);
    return NULL;
}

static void append_together(struct eight_writers *scene, struct appender *appender) {
    struct writer writers[EIGHT_WRITERS];
    pthread_t threads[EIGHT_WRITERS], reading;
    struct reader reader = {.path = scene->trial.path};
    assert_int_equal(pthread_create(&reading, NULL, read_on, &reader), 0);
    for (int i = 0; i < EIGHT_WRITERS; i++) {
        writers[i] = (struct writer){.scene = scene, .appender = appender, .nth = i};
        arena_open(&writers[i].arena, 0);
        assert_int_equal(pthread_create(&threads[i], NULL, write_all, &writers[i]), 0);
    }
    for (int i = 0; i < EIGHT_WRITERS; i++) {
        pthread_join(threads[i], NULL);
        arena_close(&writers[i].arena);
    }
    reader.enough = true;
    pthread_join(reading, NULL);
}

bool eight_writers_append(struct eight_writers *scene, struct investigation *investigation,
                          struct receipt *out_receipt, struct error *error) {
    struct arena arena;
    struct appender *appender;
    struct random *random = &scene->trial.random;
    struct draft draft = scene->entry;
    struct append_batch batch = {.drafts = &draft, .count = 1};
    draft.rec = identifier_make(random, IDENTIFIER_RECORD);
    arena_open(&arena, 0);
    bool done = append_open(&arena, investigation, random, &appender, error);
    if (done) {
        done = append_batch(appender, &batch, out_receipt, NULL, error);
        append_close(appender);
    }
    arena_close(&arena);
    return done;
}

void eight_writers_run(void *data) {
    struct eight_writers *scene = data;
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
    promised_tree(scene->trial.path);
    append_together(scene, appender);
    append_close(appender);
    investigation_close(&investigation);
    must(investigation_open(&arena, scene->trial.path, INVESTIGATION_APPEND, &investigation,
                            &error), &error);
    must(eight_writers_append(scene, &investigation, &receipt, &error), &error);
    promised_entry(&receipt);
    investigation_close(&investigation);
    arena_close(&arena);
}

void eight_writers_open(struct eight_writers *scene) {
    struct error error = {0};
    static char bytes[SPOOLED];
    *scene = (struct eight_writers){0};
    struct trial *trial = &scene->trial;
    smallest_make(trial);
    scene->entry = trial_draft(trial, "media", "{'number':'IMG_1'}", NULL, &trial->worker);
    scene->photograph = trial_draft(trial, "media", "{'number':'IMG_1','file':'1'}", NULL,
                                    &trial->worker);
    scene->photograph.file_count = 1;
    for (size_t i = 0; i < SPOOLED; i++) bytes[i] = (char)(1 + i % 127);
    must(files_write(files_join(&trial->arena, trial->folder, "picture"), bytes, PICTURE, &error),
         &error);
    for (int i = 3; i < EIGHT_WRITERS; i += 4) {
        must(spool_open(trial->folder, &scene->spool[i], &error), &error);
        must(spool_add(scene->spool[i], bytes, SPOOLED, &error), &error);
    }
}

void eight_writers_close(struct eight_writers *scene) {
    for (int i = 0; i < EIGHT_WRITERS; i++) spool_close(scene->spool[i]);
    trial_close(&scene->trial);
}
