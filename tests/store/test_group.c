/* Group commit: all who come together, each for himself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <string.h>

#include "base/folder.h"
#include "store/group.h"
#include "store/log_file.h"
#include "store/sqlite_fault.h"

enum { WRITERS = 10, EACH = 30, PLACES = 2 /* to prepare in */ };

struct place {
    struct arena arena;
    char *folder, *path;
    struct store *store;
    struct group *group;
};

static int enter(void **state) {
    static struct place place;
    struct error error = {0};
    arena_open(&place.arena, 0);
    place.folder = folder_make(&place.arena);
    place.path = arena_format(&place.arena, "%s/log", place.folder);
    if (!log_file_make(&place.arena, place.path, &place.store, &error)) return 1;
    if (!group_open(&place.arena, place.store, PLACES, &place.group, &error)) return 1;
    *state = &place;
    return 0;
}

/* Closes the database, so that it can be read from outside. */
static void end_group(struct place *place) {
    if (place->group) group_close(place->group);
    place->group = NULL;
    store_close(place->store);
    place->store = NULL;
}

static int leave(void **state) {
    struct place *place = *state;
    end_group(place);
    folder_remove(place->folder);
    arena_close(&place->arena);
    return 0;
}

static bool append_value(struct store *store, void *data, struct error *error) {
    return log_file_append(store, *(const uint64_t *)data, error);
}

/* Appends and then wants nothing of it. */
static bool append_and_refuse(struct store *store, void *data, struct error *error) {
    if (!append_value(store, data, error)) return false;
    return error_set(error, ERROR_DENIED, "%llu is refused",
                     (unsigned long long)*(const uint64_t *)data);
}

static bool fail_silently(struct store *store, void *data, struct error *error) {
    (void)store, (void)data, (void)error;
    return false;
}

/* Does what cannot succeed, and takes no notice. */
static bool swallow_failure(struct store *store, void *data, struct error *error) {
    struct error ignored = {0};
    (void)error;
    if (!append_value(store, data, &ignored)) return false;
    return append_value(store, data, &ignored) || true;
}

/* What was reported as failed for the disk's sake is there as a whole or not at all. */
static void expect_values_or_more(struct place *place, size_t least, size_t most) {
    uint64_t *there;
    end_group(place);
    size_t count = log_file_read(&place->arena, place->path, &there);
    assert_in_range(count, least, most);
}

static void expect_log(struct place *place, const uint64_t *values, size_t count) {
    uint64_t *there;
    end_group(place);
    assert_int_equal(log_file_read(&place->arena, place->path, &there), count);
    if (count) assert_memory_equal(there, values, count * sizeof *values);
}

static void test_work_that_fails_is_undone_alone(void **state) {
    struct place *place = *state;
    uint64_t values[] = {1, 2, 3};
    struct error error = {0};
    assert_true(group_submit(place->group, NULL, append_value, &values[0], &error));
    assert_false(group_submit(place->group, NULL, append_and_refuse, &values[1], &error));
    assert_int_equal(error.code, ERROR_DENIED);
    assert_string_equal(error.text, "2 is refused");
    error = (struct error){0};
    assert_false(group_submit(place->group, NULL, fail_silently, NULL, &error));
    assert_int_equal(error.code, ERROR_INTERNAL);
    error = (struct error){0};
    assert_false(group_submit(place->group, NULL, append_value, &values[0], &error)); /* again */
    assert_int_equal(error.code, ERROR_CONFLICT);
    error = (struct error){0};
    assert_true(group_submit(place->group, NULL, append_value, &values[2], &error));
    expect_log(place, (uint64_t[]){1, 3}, 2);
}

static void test_a_failure_that_is_swallowed_is_not_committed(void **state) {
    struct place *place = *state;
    uint64_t value = 7;
    struct error error = {0};
    assert_false(group_submit(place->group, NULL, swallow_failure, &value, &error));
    error = (struct error){0};
    assert_true(group_submit(place->group, NULL, append_value, &value, &error));
    expect_log(place, &value, 1);
}

static bool leave_parts_open(struct store *store, void *data, struct error *error) {
    int part;
    return store_savepoint(store, &part, error) && append_value(store, data, error) &&
           store_savepoint(store, &part, error);
}

static bool leave_parts_open_and_fail(struct store *store, void *data, struct error *error) {
    return leave_parts_open(store, data, error) && append_and_refuse(store, data, error);
}

static void test_savepoints_left_open_by_work_go_with_it(void **state) {
    struct place *place = *state;
    uint64_t values[] = {1, 2, 3};
    struct error error = {0};
    assert_true(group_submit(place->group, NULL, leave_parts_open, &values[0], &error));
    assert_false(group_submit(place->group, NULL, leave_parts_open_and_fail, &values[1], &error));
    error = (struct error){0};
    assert_true(group_submit(place->group, NULL, append_value, &values[2], &error));
    expect_log(place, (uint64_t[]){1, 3}, 2);
}

struct writer {
    struct group *group;
    pthread_t thread;
    int number;
    uint64_t value;
    int done, refused, lost;
    struct error error; /* of the last that was lost */
};

/* Every third submission is refused by its own work. */
static void *write_each(void *data) {
    struct writer *writer = data;
    for (int i = 0; i < EACH; i++) {
        struct error error = {0};
        writer->value = (uint64_t)(writer->number * EACH + i);
        bool refuse = i % 3 == 2;
        if (group_submit(writer->group, NULL, refuse ? append_and_refuse : append_value,
                         &writer->value, &error))
            writer->done++;
        else if (error.code == ERROR_DENIED) writer->refused++;
        else writer->lost++, writer->error = error;
    }
    return NULL;
}

static void run_writers(struct place *place, struct writer writers[WRITERS]) {
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = (struct writer){.group = place->group, .number = i};
        assert_int_equal(pthread_create(&writers[i].thread, NULL, write_each, &writers[i]), 0);
    }
    for (int i = 0; i < WRITERS; i++) pthread_join(writers[i].thread, NULL);
}

static void test_ten_writers_at_once(void **state) {
    struct place *place = *state;
    struct writer writers[WRITERS];
    run_writers(place, writers);
    for (int i = 0; i < WRITERS; i++) {
        assert_int_equal(writers[i].done, EACH * 2 / 3);
        assert_int_equal(writers[i].refused, EACH / 3);
    }
    end_group(place);
    uint64_t *there, next[WRITERS] = {0};
    size_t count = log_file_read(&place->arena, place->path, &there);
    assert_int_equal(count, WRITERS * EACH * 2 / 3);
    /* Each writer's entries are in the order in which it handed them in, without those refused. */
    for (size_t i = 0; i < count; i++) {
        uint64_t *own = &next[there[i] / EACH];
        assert_int_equal(there[i] % EACH, *own);
        *own += *own % 3 == 1 ? 2 : 1;
    }
}

/* How many prepare at the same time, and how many ever did. */
static atomic_int preparing, most_preparing;

struct prepared {
    struct group *group;
    pthread_t thread;
    int number;
    uint64_t value;
    bool ready; /* it was prepared, and its work was not called yet */
    int done, refused, wrong;
};

/* Every third is refused before the transaction. */
static bool prepare_value(void *data, struct error *error) {
    struct prepared *own = data;
    int now = atomic_fetch_add(&preparing, 1) + 1, most = atomic_load(&most_preparing);
    while (now > most && !atomic_compare_exchange_weak(&most_preparing, &most, now)) continue;
    sched_yield();
    own->ready = own->value % 3 != 2;
    atomic_fetch_sub(&preparing, 1);
    return own->ready || error_set(error, ERROR_BAD_INPUT, "not to be prepared");
}

static bool append_prepared(struct store *store, void *data, struct error *error) {
    struct prepared *own = data;
    own->wrong += !own->ready;
    own->ready = false;
    return log_file_append(store, own->value, error);
}

static void *prepare_each(void *data) {
    struct prepared *own = data;
    for (int i = 0; i < EACH; i++) {
        struct error error = {0};
        own->value = (uint64_t)(own->number * EACH + i);
        if (group_submit(own->group, prepare_value, append_prepared, own, &error))
            own->wrong += own->ready, own->done++;
        else if (error.code == ERROR_BAD_INPUT) own->refused++;
        else own->wrong++;
    }
    return NULL;
}

static void test_work_is_prepared_once_by_few_at_a_time(void **state) {
    struct place *place = *state;
    struct prepared writers[WRITERS];
    atomic_store(&most_preparing, 0);
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = (struct prepared){.group = place->group, .number = i};
        assert_int_equal(pthread_create(&writers[i].thread, NULL, prepare_each, &writers[i]), 0);
    }
    for (int i = 0; i < WRITERS; i++) pthread_join(writers[i].thread, NULL);
    for (int i = 0; i < WRITERS; i++) {
        assert_int_equal(writers[i].done, EACH * 2 / 3);
        assert_int_equal(writers[i].refused, EACH / 3);
        assert_int_equal(writers[i].wrong, 0);
    }
    assert_in_range(atomic_load(&most_preparing), 1, PLACES);
    expect_values_or_more(place, WRITERS * EACH * 2 / 3, WRITERS * EACH * 2 / 3);
}

static void test_a_commit_that_fails_fails_all_and_stays_so(void **state) {
    struct place *place = *state;
    struct error error = {0};
    uint64_t value = 1;
    assert_true(group_submit(place->group, NULL, append_value, &value, &error));
    sqlite_fault_syncs(true);
    value = 2;
    assert_false(group_submit(place->group, NULL, append_value, &value, &error));
    assert_int_equal(error.code, ERROR_STORAGE);
    sqlite_fault_syncs(false);
    struct writer writers[WRITERS];
    run_writers(place, writers);
    for (int i = 0; i < WRITERS; i++) {
        assert_int_equal(writers[i].lost, EACH);
        assert_int_equal(writers[i].error.code, ERROR_STORAGE);
    }
    expect_values_or_more(place, 1, 2); /* of the writers none was let near it */
}

static void test_a_transaction_that_fails_fails_all_who_are_in_it(void **state) {
    struct place *place = *state;
    sqlite_fault_syncs(true);
    struct writer writers[WRITERS];
    run_writers(place, writers);
    sqlite_fault_syncs(false);
    for (int i = 0; i < WRITERS; i++) assert_int_equal(writers[i].done, 0);
    expect_values_or_more(place, 0, WRITERS); /* the first transaction and no second one */
}

#define test_in_place(name) cmocka_unit_test_setup_teardown(name, enter, leave)

int main(void) {
    sqlite_fault_install();
    const struct CMUnitTest tests[] = {
        test_in_place(test_work_that_fails_is_undone_alone),
        test_in_place(test_a_failure_that_is_swallowed_is_not_committed),
        test_in_place(test_savepoints_left_open_by_work_go_with_it),
        test_in_place(test_ten_writers_at_once),
        test_in_place(test_work_is_prepared_once_by_few_at_a_time),
        test_in_place(test_a_commit_that_fails_fails_all_and_stays_so),
        test_in_place(test_a_transaction_that_fails_fails_all_who_are_in_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
