/* Whatever fails while a log is made, appended to, closed and opened again: an error is said, the
 * database is sound, a transaction is there as a whole or not at all, and what was acknowledged is
 * there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/faults.h"
#include "base/files.h"
#include "base/folder.h"
#include "store/log_file.h"
#include "store/sqlite_fault.h"

enum { FIRST = 3, ALL = 5 };
static const uint64_t VALUES[ALL] = {10, 20, 30, 40, 50};

struct life {
    char path[256];
    bool made;
    size_t acknowledged; /* of VALUES */
};

static void prepare(void *data) {
    struct life *life = data;
    struct error error = {0};
    assert_true(store_remove(life->path, &error));
    life->made = false;
    life->acknowledged = 0;
}

static bool append_in_part(struct store *store, uint64_t value, bool keep, struct error *error) {
    int part;
    return store_savepoint(store, &part, error) && log_file_append(store, value, error) &&
           (keep ? store_release(store, part, error) : store_undo(store, part, error));
}

/* Three entries in one transaction, one of them after a part that was undone. */
static bool append_first(struct store *store, struct error *error) {
    if (!store_begin(store, STORE_APPEND, error)) return false;
    if (append_in_part(store, VALUES[0], true, error) &&
        append_in_part(store, VALUES[1], false, error) &&
        append_in_part(store, VALUES[1], true, error) && log_file_append(store, VALUES[2], error))
        return store_commit(store, error);
    store_rollback(store);
    return false;
}

static bool begin_life(struct life *life, struct error *error) {
    struct arena arena;
    arena_open(&arena, 0);
    struct store *store = NULL;
    life->made = log_file_make(&arena, life->path, &store, error);
    bool done = life->made && append_first(store, error);
    if (done) life->acknowledged = FIRST;
    if (life->made) store_close(store);
    arena_close(&arena);
    return done;
}

static bool go_on(struct life *life, struct error *error) {
    struct arena arena;
    arena_open(&arena, 0);
    struct store *store;
    bool done = store_open(&arena, life->path, STORE_ON_DISK, &store, error);
    if (done) {
        for (size_t i = FIRST; i < ALL && done; i++) {
            done = log_file_append_alone(store, VALUES[i], error);
            if (done) life->acknowledged = i + 1;
        }
        store_close(store);
    }
    arena_close(&arena);
    return done;
}

static bool live(void *data, struct error *error) {
    return begin_life(data, error) && go_on(data, error);
}

static void check(void *data, bool done) {
    struct life *life = data;
    struct error error = {0};
    assert_true(!done || life->acknowledged == ALL);
    if (!life->made) return; /* there is no log yet, and nobody was told of one */
    struct arena arena;
    arena_open(&arena, 0);
    uint64_t *there;
    size_t count = log_file_read(&arena, life->path, &there);
    assert_true(count >= life->acknowledged && count <= ALL);
    assert_true(count == 0 || count >= FIRST);
    assert_memory_equal(there, VALUES, count * sizeof *VALUES);
    /* And it can go on. */
    struct store *store;
    assert_true(store_open(&arena, life->path, STORE_ON_DISK, &store, &error));
    assert_true(log_file_append_alone(store, 60, &error));
    store_close(store);
    arena_close(&arena);
}

static void test_whatever_fails_nothing_acknowledged_is_lost(void **state) {
    (void)state;
    faults_or_skip();
    struct arena arena;
    arena_open(&arena, 0);
    char *folder = folder_make(&arena);
    struct life *life = faults_share(sizeof *life);
    assert_true(strlen(folder) + 10 < sizeof life->path);
    snprintf(life->path, sizeof life->path, "%s/log", folder);
    faults_run(&(struct faults){prepare, live, check, life});
    folder_remove(folder);
    arena_close(&arena);
}

int main(void) {
    sqlite_fault_install();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whatever_fails_nothing_acknowledged_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
