/* Killed at any moment, alone or with ten writers: every entry that was acknowledged is there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/crash.h"
#include "base/folder.h"
#include "store/group.h"
#include "store/log_file.h"

enum { ROUNDS = 40, LONGEST_US = 60000, SEED = 20220916, WRITERS = 10 };

struct place {
    char path[256];
    int round;
};

static void must(bool done, const struct error *error) {
    if (done) return;
    fprintf(stderr, "%s\n", error->text);
    _exit(1);
}

static struct store *open_log(struct arena *arena, const char *path) {
    struct error error = {0};
    struct store *store;
    must(store_open(arena, path, STORE_ON_DISK, &store, &error), &error);
    return store;
}

/* Numbers of this round: no other round and no other writer has them. */
static uint64_t first_of(const struct place *place, int writer) {
    return (uint64_t)place->round * 1000000000 + (uint64_t)writer * 1000000;
}

static void append_alone(void *data, int pipe) {
    struct place *place = data;
    struct arena arena;
    arena_open(&arena, 0);
    struct store *store = open_log(&arena, place->path);
    for (uint64_t value = first_of(place, 0);; value++) {
        struct error error = {0};
        must(log_file_append_alone(store, value, &error), &error);
        crash_acknowledge(pipe, value);
    }
}

struct writer {
    struct group *group;
    uint64_t value;
    int pipe;
};

static bool append_value(struct store *store, void *data, struct error *error) {
    return log_file_append(store, ((struct writer *)data)->value, error);
}

static void *write_on(void *data) {
    for (struct writer *writer = data;; writer->value++) {
        struct error error = {0};
        must(group_submit(writer->group, NULL, append_value, writer, &error), &error);
        crash_acknowledge(writer->pipe, writer->value);
    }
    return NULL;
}

static void append_together(void *data, int pipe) {
    struct place *place = data;
    struct error error = {0};
    struct arena arena;
    arena_open(&arena, 0);
    struct group *group;
    must(group_open(&arena, open_log(&arena, place->path), 2, &group, &error), &error);
    struct writer writers[WRITERS];
    pthread_t threads[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = (struct writer){group, first_of(place, i), pipe};
        must(pthread_create(&threads[i], NULL, write_on, &writers[i]) == 0, &error);
    }
    for (;;) pause();
}

static void expect_acknowledged(void *data, const uint64_t *acknowledged, size_t count) {
    struct place *place = data;
    log_file_expect(place->path, acknowledged, count);
    place->round++;
}

static void run_crashes(void (*work)(void *data, int pipe)) {
    struct arena arena;
    struct error error = {0};
    arena_open(&arena, 0);
    struct place place = {.round = 0};
    char *folder = folder_make(&arena);
    assert_true(strlen(folder) + 10 < sizeof place.path);
    snprintf(place.path, sizeof place.path, "%s/log", folder);
    struct store *store;
    assert_true(log_file_make(&arena, place.path, &store, &error));
    store_close(store);
    crash_run(&(struct crash){work, expect_acknowledged, &place, ROUNDS, LONGEST_US, SEED});
    folder_remove(folder);
    arena_close(&arena);
}

static void test_a_lone_writer_is_killed(void **state) {
    (void)state;
    run_crashes(append_alone);
}

static void test_ten_writers_are_killed(void **state) {
    (void)state;
    run_crashes(append_together);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_lone_writer_is_killed),
        cmocka_unit_test(test_ten_writers_are_killed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
