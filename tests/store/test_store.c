/* Opening, transactions and savepoints; what is on the disk, and what ends a connection. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"
#include "base/folder.h"
#include "store/log_file.h"
#include "store/query.h"
#include "store/sqlite_fault.h"
#include "store/statements.h"

struct place {
    struct arena arena;
    char *folder, *path;
    struct store *store;
    struct error error;
    atomic_bool ended; /* what a second thread does */
};

static int enter(void **state) {
    static struct place place;
    memset(&place, 0, sizeof place);
    arena_open(&place.arena, 0);
    place.folder = folder_make(&place.arena);
    place.path = arena_format(&place.arena, "%s/log", place.folder);
    *state = &place;
    return !log_file_make(&place.arena, place.path, &place.store, &place.error);
}

static int leave(void **state) {
    struct place *place = *state;
    store_close(place->store);
    folder_remove(place->folder);
    arena_close(&place->arena);
    return 0;
}

static char *at(struct place *place, const char *name) {
    return files_join(&place->arena, place->folder, name);
}

static void expect(struct place *place, bool done) {
    if (!done) fail_msg("%s", place->error.text);
}

static void expect_failure(struct place *place, bool done, enum error_code code,
                           const char *words) {
    assert_false(done);
    assert_int_equal(place->error.code, code);
    if (!strstr(place->error.text, words)) fail_msg("%s", place->error.text);
    place->error = (struct error){0};
}

static void expect_values(struct place *place, const uint64_t *values, size_t count) {
    uint64_t *there;
    store_close(place->store);
    place->store = NULL;
    assert_int_equal(log_file_read(&place->arena, place->path, &there), count);
    if (count) assert_memory_equal(there, values, count * sizeof *values);
}

static int mode_of(struct place *place, const char *name) {
    struct stat about;
    assert_int_equal(stat(at(place, name), &about), 0);
    return about.st_mode & 07777;
}

static void test_its_files_are_its_owners(void **state) {
    struct place *place = *state;
    mode_t before = umask(0);
    expect(place, log_file_append_alone(place->store, 1, &place->error));
    umask(before);
    assert_int_equal(mode_of(place, "log"), 0600);
    assert_int_equal(mode_of(place, "log-wal"), 0600);
    assert_int_equal(mode_of(place, "log-shm"), 0600);
}

static void test_a_new_database_is_new(void **state) {
    struct place *place = *state;
    struct store *other = place->store;
    expect_failure(place, store_create(&place->arena, place->path, STORE_ON_DISK, &other,
                                       &place->error), ERROR_CONFLICT, "log");
    assert_ptr_equal(other, place->store);
    expect_failure(place, store_open(&place->arena, at(place, "absent"), STORE_ON_DISK, &other,
                                     &place->error), ERROR_NOT_FOUND, "absent");
    assert_false(files_is_file(at(place, "absent")));
    expect_failure(place, store_open(&place->arena, place->folder, STORE_ON_DISK, &other,
                                     &place->error), ERROR_NOT_FOUND, "no file");
}

static void test_names_mean_files(void **state) {
    struct place *place = *state;
    static const char *const NAMES[] = {":memory:", "file:a?mode=memory"};
    assert_int_equal(chdir(place->folder), 0);
    for (int i = 0; i < 2; i++) {
        struct store *store;
        expect(place, store_create(&place->arena, NAMES[i], STORE_ON_DISK, &store, &place->error));
        store_close(store);
        assert_true(files_is_file(NAMES[i]));
        struct stat about;
        assert_int_equal(stat(NAMES[i], &about), 0);
        assert_true(about.st_size > 0);
        expect(place, store_remove(NAMES[i], &place->error));
    }
    assert_int_equal(chdir("/"), 0);
}

static void test_other_files_are_known_for_what_they_are(void **state) {
    struct place *place = *state;
    struct store *store;
    char text[5000];
    memset(text, 'x', sizeof text);
    expect(place, files_write(at(place, "text"), text, sizeof text, &place->error));
    expect_failure(place, store_open(&place->arena, at(place, "text"), STORE_ON_DISK, &store,
                                     &place->error), ERROR_CORRUPT, "not a database");
    struct query *query;
    expect(place, store_create(&place->arena, at(place, "other"), STORE_ON_DISK, &store,
                               &place->error));
    expect(place, store_begin(store, STORE_READ, &place->error));
    expect_failure(place, query_open(store, &LOG_SIZE, &query, &place->error), ERROR_CORRUPT,
                   "not a file of this program");
    store_close(store);
}

static void test_what_is_rolled_back_or_left_open_is_not_there(void **state) {
    struct place *place = *state;
    expect(place, log_file_append_alone(place->store, 1, &place->error));
    expect(place, store_begin(place->store, STORE_APPEND, &place->error));
    expect(place, log_file_append(place->store, 2, &place->error));
    store_rollback(place->store);
    store_rollback(place->store);
    expect(place, store_begin(place->store, STORE_APPEND, &place->error));
    expect(place, log_file_append(place->store, 3, &place->error));
    expect_values(place, (uint64_t[]){1}, 1);
}

static void test_savepoints_are_undone_alone(void **state) {
    struct place *place = *state;
    struct store *store = place->store;
    int outer, inner, none;
    expect(place, store_begin(store, STORE_APPEND, &place->error));
    expect(place, log_file_append(store, 1, &place->error));
    expect(place, store_savepoint(store, &outer, &place->error));
    expect(place, log_file_append(store, 2, &place->error));
    expect(place, store_savepoint(store, &inner, &place->error));
    expect(place, log_file_append(store, 3, &place->error));
    /* A statement that fails leaves nothing else to do. */
    expect_failure(place, log_file_append(store, 2, &place->error), ERROR_CONFLICT, "leaf_hash");
    expect_failure(place, log_file_append(store, 4, &place->error), ERROR_INTERNAL, "has failed");
    expect_failure(place, store_release(store, inner, &place->error), ERROR_INTERNAL, "failed");
    expect_failure(place, store_savepoint(store, &none, &place->error), ERROR_INTERNAL, "failed");
    expect(place, store_undo(store, inner, &place->error));
    expect(place, log_file_append(store, 5, &place->error));
    expect_failure(place, store_undo(store, inner, &place->error), ERROR_INTERNAL, "ended");
    expect(place, store_release(store, outer, &place->error));
    /* Undoing an outer one undoes those within. */
    expect(place, store_savepoint(store, &outer, &place->error));
    expect(place, log_file_append(store, 6, &place->error));
    expect(place, store_savepoint(store, &inner, &place->error));
    expect(place, log_file_append(store, 7, &place->error));
    expect(place, store_undo(store, outer, &place->error));
    expect(place, store_commit(store, &place->error));
    expect_values(place, (uint64_t[]){1, 2, 5}, 3);
}

static int64_t size_seen(struct place *place, struct store *store) {
    struct query *query;
    bool row;
    expect(place, query_open(store, &LOG_SIZE, &query, &place->error));
    expect(place, query_step(query, &row, &place->error));
    int64_t size = query_int(query, 0);
    query_close(query);
    return size;
}

static void test_a_reader_sees_one_moment(void **state) {
    struct place *place = *state;
    struct store *reader;
    expect(place, store_open(&place->arena, place->path, STORE_ON_DISK, &reader, &place->error));
    expect(place, store_begin(reader, STORE_READ, &place->error));
    assert_int_equal(size_seen(place, reader), 0);
    for (uint64_t value = 1; value < 4; value++) {
        expect(place, log_file_append_alone(place->store, value, &place->error));
        assert_int_equal(size_seen(place, reader), 0);
    }
    expect(place, store_commit(reader, &place->error));
    expect(place, store_begin(reader, STORE_READ, &place->error));
    assert_int_equal(size_seen(place, reader), 3);
    store_close(reader);
}

static void test_a_second_writer_waits_and_gives_up(void **state) {
    struct place *place = *state;
    struct store *other;
    expect(place, store_open(&place->arena, place->path, STORE_ON_DISK, &other, &place->error));
    expect(place, store_begin(place->store, STORE_APPEND, &place->error));
    expect_failure(place, store_begin(other, STORE_APPEND, &place->error), ERROR_BUSY, "try again");
    store_rollback(place->store);
    expect(place, log_file_append_alone(other, 1, &place->error));
    store_close(other);
    expect_values(place, (uint64_t[]){1}, 1);
}

static void test_transactions_do_not_nest(void **state) {
    struct place *place = *state;
    expect_failure(place, store_commit(place->store, &place->error), ERROR_INTERNAL, "no trans");
    expect(place, store_begin(place->store, STORE_READ, &place->error));
    expect_failure(place, store_begin(place->store, STORE_READ, &place->error), ERROR_INTERNAL,
                   "within another");
}

static void test_a_commit_is_on_the_disk_before_it_returns(void **state) {
    struct place *place = *state;
    for (uint64_t value = 0; value < 20; value++) {
        long before = sqlite_fault_log_syncs();
        expect(place, log_file_append_alone(place->store, value, &place->error));
        assert_true(sqlite_fault_log_syncs() > before);
        assert_false(sqlite_fault_unsynced());
    }
}

static void test_a_commit_that_fails_ends_the_connection(void **state) {
    struct place *place = *state;
    expect(place, log_file_append_alone(place->store, 1, &place->error));
    assert_null(store_broken(place->store));
    sqlite_fault_syncs(true);
    expect_failure(place, log_file_append_alone(place->store, 2, &place->error), ERROR_STORAGE,
                   "commit");
    sqlite_fault_syncs(false);
    /* The disk is well again, and that says nothing of what it lost. */
    assert_non_null(store_broken(place->store));
    long before = sqlite_fault_log_syncs();
    expect_failure(place, store_begin(place->store, STORE_APPEND, &place->error), ERROR_STORAGE,
                   "opened again");
    expect_failure(place, store_begin(place->store, STORE_READ, &place->error), ERROR_STORAGE,
                   "opened again");
    store_close(place->store);
    place->store = NULL;
    assert_int_equal(sqlite_fault_log_syncs(), before);
    struct store *again;
    expect(place, store_open(&place->arena, place->path, STORE_ON_DISK, &again, &place->error));
    expect(place, log_file_append_alone(again, 3, &place->error));
    store_close(again);
    uint64_t *there;
    size_t count = log_file_read(&place->arena, place->path, &there);
    assert_true(count == 2 || count == 3);
    assert_int_equal(there[0], 1);
    assert_int_equal(there[count - 1], 3);
}

static void test_what_was_removed_is_not_in_the_file(void **state) {
    struct place *place = *state;
    static const struct statement ADD = {
        "add", "insert into meta (name, value) values ($1, $2)", 2, false};
    static const struct statement DROP = {"drop", "delete from meta where name = $1", 1, false};
    static const char SECRET[] = "nobody may read this again";
    struct query *query;
    expect(place, store_begin(place->store, STORE_APPEND, &place->error));
    expect(place, query_open(place->store, &ADD, &query, &place->error));
    query_bind_text(query, 1, "secret");
    query_bind_text(query, 2, SECRET);
    expect(place, query_run(query, &place->error));
    expect(place, store_commit(place->store, &place->error));
    expect(place, store_begin(place->store, STORE_APPEND, &place->error));
    expect(place, query_open(place->store, &DROP, &query, &place->error));
    query_bind_text(query, 1, "secret");
    expect(place, query_run(query, &place->error));
    expect(place, store_commit(place->store, &place->error));
    store_close(place->store);
    place->store = NULL;
    char *bytes;
    size_t size;
    expect(place, files_read(&place->arena, place->path, 1 << 20, &bytes, &size, &place->error));
    assert_null(memmem(bytes, size, SECRET, sizeof SECRET - 1));
    assert_false(files_is_file(at(place, "log-wal")));
}

static void test_a_script_reaches_no_other_file(void **state) {
    struct place *place = *state;
    struct statement script = {"attach", NULL, 0, true};
    script.text = arena_format(&place->arena, "attach database '%s' as other;", at(place, "b"));
    expect(place, store_begin(place->store, STORE_APPEND, &place->error));
    expect_failure(place, store_run_script(place->store, &script, &place->error), ERROR_INTERNAL,
                   "too many attached");
    assert_false(files_is_file(at(place, "b")));
}

static void test_a_database_in_memory(void **state) {
    struct place *place = *state;
    struct store *store;
    if (access("/dev/shm", W_OK) != 0) {
        fputs("SKIPPED: there is no /dev/shm to write into\n", stderr);
        skip();
    }
    char *folder;
    expect(place, files_memory_folder(&place->arena, &folder, &place->error));
    char *path = arena_format(&place->arena, "%s/test-%ld", folder, (long)getpid());
    expect(place, store_create(&place->arena, path, STORE_IN_MEMORY, &store, &place->error));
    expect(place, store_begin(store, STORE_APPEND, &place->error));
    expect(place, store_run_script(store, &RECORD_MAKE, &place->error));
    expect(place, store_commit(store, &place->error));
    store_close(store);
    expect(place, store_open(&place->arena, path, STORE_IN_MEMORY, &store, &place->error));
    expect(place, store_begin(store, STORE_READ, &place->error));
    assert_int_equal(size_seen(place, store), 0);
    store_close(store);
    expect(place, store_remove(path, &place->error));
    assert_false(files_is_file(path));
}

/* Rows are read one by one, and SQLite keeps no more than its cache of pages. */
static void test_memory_is_flat_in_the_length_of_the_log(void **state) {
    struct place *place = *state;
    sqlite3_int64 most[2];
    uint64_t value = 0;
    for (int times = 0; times < 2; times++) {
        expect(place, store_begin(place->store, STORE_APPEND, &place->error));
        for (int i = 0; i < (times ? 27000 : 3000); i++)
            expect(place, log_file_append(place->store, value++, &place->error));
        expect(place, store_commit(place->store, &place->error));
        sqlite3_memory_highwater(1);
        struct query *query;
        bool row = true;
        expect(place, store_begin(place->store, STORE_READ, &place->error));
        expect(place, query_open(place->store, &LOG_FROM, &query, &place->error));
        query_bind_int(query, 1, 0);
        uint64_t rows = 0;
        for (; row; rows += row) expect(place, query_step(query, &row, &place->error));
        assert_int_equal(rows, value);
        query_close(query);
        expect(place, store_commit(place->store, &place->error));
        most[times] = sqlite3_memory_highwater(0);
    }
    assert_true(most[1] < most[0] + most[0] / 10);
}

#define test_in_place(name) cmocka_unit_test_setup_teardown(name, enter, leave)

static const struct statement *const SCRIPTS[] = {&RECORD_MAKE};

/* Checks until it is told to stop. */
static void *check_on(void *data) {
    struct place *place = data;
    char *fault;
    bool done = true;
    expect(place, store_begin(place->store, STORE_READ, &place->error));
    while (done)
        done = store_check(&place->arena, place->store, SCRIPTS, 1, &fault, &place->error);
    store_rollback(place->store);
    atomic_store(&place->ended, true);
    return NULL;
}

static void test_a_check_is_interrupted_by_another_thread(void **state) {
    struct place *place = *state;
    pthread_t thread;
    char *fault;
    expect(place, store_begin(place->store, STORE_APPEND, &place->error));
    for (uint64_t value = 0; value < 2000; value++)
        expect(place, log_file_append(place->store, value, &place->error));
    expect(place, store_commit(place->store, &place->error));
    assert_int_equal(pthread_create(&thread, NULL, check_on, place), 0);
    while (!atomic_load(&place->ended)) store_interrupt(place->store);
    pthread_join(thread, NULL);
    assert_int_equal(place->error.code, ERROR_CANCELLED);
    place->error = (struct error){0};
    /* What is asked later is answered. */
    expect(place, store_begin(place->store, STORE_READ, &place->error));
    expect(place, store_check(&place->arena, place->store, SCRIPTS, 1, &fault, &place->error));
    assert_null(fault);
    store_rollback(place->store);
}

int main(void) {
    sqlite_fault_install();
    const struct CMUnitTest tests[] = {
        test_in_place(test_its_files_are_its_owners),
        test_in_place(test_a_new_database_is_new),
        test_in_place(test_names_mean_files),
        test_in_place(test_other_files_are_known_for_what_they_are),
        test_in_place(test_what_is_rolled_back_or_left_open_is_not_there),
        test_in_place(test_savepoints_are_undone_alone),
        test_in_place(test_a_reader_sees_one_moment),
        test_in_place(test_a_second_writer_waits_and_gives_up),
        test_in_place(test_transactions_do_not_nest),
        test_in_place(test_a_commit_is_on_the_disk_before_it_returns),
        test_in_place(test_a_commit_that_fails_ends_the_connection),
        test_in_place(test_what_was_removed_is_not_in_the_file),
        test_in_place(test_a_script_reaches_no_other_file),
        test_in_place(test_a_database_in_memory),
        test_in_place(test_memory_is_flat_in_the_length_of_the_log),
        test_in_place(test_a_check_is_interrupted_by_another_thread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
