/* The countdown of faults, and that reading and writing files survives every one of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fault.h"
#include "base/faults.h"
#include "base/files.h"
#include "base/folder.h"

#ifdef CAIRN_FAULTS
static void test_the_nth_operation_fails(void **state) {
    (void)state;
    enum fault kind;
    fault_arm(3, false);
    assert_false(fault_here(FAULT_WRITE));
    assert_false(fault_here(FAULT_SYNC));
    assert_false(fault_fired(&kind));
    assert_true(fault_here(FAULT_RENAME));
    assert_int_equal(errno, EIO);
    assert_false(fault_here(FAULT_WRITE));
    assert_true(fault_fired(&kind));
    assert_int_equal(kind, FAULT_RENAME);
    assert_int_equal(fault_count(FAULT_WRITE), 2);
}

static void test_all_after_it_fail_where_asked(void **state) {
    (void)state;
    enum fault kind;
    fault_arm(2, true);
    assert_false(fault_here(FAULT_MEMORY));
    assert_true(fault_here(FAULT_MEMORY));
    assert_true(fault_here(FAULT_WRITE));
    assert_int_equal(errno, ENOSPC);
    assert_true(fault_fired(&kind));
    assert_int_equal(kind, FAULT_MEMORY);
}

static long told[8];
static int times;

static void hear(enum fault kind, long nth) { told[times++] = nth * FAULT_KINDS + (long)kind; }

static void test_who_watches_is_told_of_each(void **state) {
    (void)state;
    fault_arm(0, false);
    assert_false(fault_here(FAULT_READ));
    fault_watch(hear);
    assert_false(fault_here(FAULT_OPEN));
    assert_false(fault_here(FAULT_STEP));
    fault_watch(NULL);
    assert_false(fault_here(FAULT_STEP));
    assert_int_equal(times, 2);
    assert_int_equal(told[0], 2 * FAULT_KINDS + FAULT_OPEN);
    assert_int_equal(told[1], 3 * FAULT_KINDS + FAULT_STEP);
}

static void test_unarmed_nothing_fails(void **state) {
    (void)state;
    enum fault kind;
    fault_arm(0, true);
    for (int i = 0; i < 1000; i++) assert_false(fault_here(FAULT_STEP));
    assert_false(fault_fired(&kind));
}
#else
#define test_the_nth_operation_fails test_needs_faults
#define test_all_after_it_fail_where_asked test_needs_faults
#define test_unarmed_nothing_fails test_needs_faults
#define test_who_watches_is_told_of_each test_needs_faults
static void test_needs_faults(void **state) {
    (void)state;
    faults_or_skip();
}
#endif

/* The file `text` holds "old" before, and "new" exactly when the writing was done. */
struct writing {
    char folder[256];
};

static char *path_of(struct arena *arena, const struct writing *writing, const char *name) {
    return files_join(arena, writing->folder, name);
}

static void put_old(void *data) {
    struct writing *writing = data;
    struct error error = {0};
    struct arena arena;
    arena_open(&arena, 0);
    folder_remove(writing->folder);
    assert_true(files_make_folder(writing->folder, &error));
    assert_true(files_write(path_of(&arena, writing, "text"), "old", 3, &error));
    arena_close(&arena);
}

static bool replace_old(void *data, struct error *error) {
    struct writing *writing = data;
    struct arena arena;
    arena_open(&arena, 0);
    bool done = files_write(path_of(&arena, writing, "text"), "new", 3, error);
    arena_close(&arena);
    return done;
}

/* Is there nothing in the folder but these files? */
static void expect_only(const struct writing *writing, const char *one, const char *other) {
    struct error error = {0};
    struct arena arena;
    char **paths;
    size_t count;
    arena_open(&arena, 0);
    assert_true(files_list(&arena, writing->folder, &paths, &count, &error));
    for (size_t i = 0; i < count; i++)
        assert_true(!strcmp(paths[i], one) || !strcmp(paths[i], other));
    arena_close(&arena);
}

static void expect_old_or_new(void *data, bool done) {
    struct writing *writing = data;
    struct error error = {0};
    struct arena arena;
    arena_open(&arena, 0);
    char *bytes;
    size_t size;
    assert_true(files_read(&arena, path_of(&arena, writing, "text"), 10, &bytes, &size, &error));
    assert_true(!strcmp(bytes, "new") || (!done && !strcmp(bytes, "old")));
    expect_only(writing, "text", "text");
    arena_close(&arena);
}

static bool create_and_rename(void *data, struct error *error) {
    struct writing *writing = data;
    struct arena arena;
    arena_open(&arena, 0);
    bool done = files_create(path_of(&arena, writing, "fresh"), "new", 3, error) &&
                files_rename(path_of(&arena, writing, "fresh"), path_of(&arena, writing, "text"),
                             error);
    arena_close(&arena);
    return done;
}

static void expect_fresh_whole(void *data, bool done) {
    struct writing *writing = data;
    struct error error = {0};
    struct arena arena;
    arena_open(&arena, 0);
    char *bytes;
    size_t size;
    expect_only(writing, "text", "fresh");
    if (files_is_file(path_of(&arena, writing, "fresh"))) {
        assert_false(done);
        assert_true(files_read(&arena, path_of(&arena, writing, "fresh"), 9, &bytes, &size,
                               &error));
        assert_string_equal(bytes, "new");
    }
    assert_true(files_read(&arena, path_of(&arena, writing, "text"), 9, &bytes, &size, &error));
    assert_true(!strcmp(bytes, "new") || (!done && !strcmp(bytes, "old")));
    arena_close(&arena);
}

static void run_writing(bool (*body)(void *, struct error *), void (*check)(void *, bool)) {
    faults_or_skip();
    struct arena arena;
    arena_open(&arena, 0);
    struct writing writing;
    char *folder = folder_make(&arena);
    assert_true(strlen(folder) < sizeof writing.folder);
    strcpy(writing.folder, folder);
    faults_run(&(struct faults){put_old, body, check, &writing});
    folder_remove(folder);
    arena_close(&arena);
}

static void test_a_file_is_old_or_new_whatever_fails(void **state) {
    (void)state;
    run_writing(replace_old, expect_old_or_new);
}

static void test_a_new_file_is_whole_or_absent_whatever_fails(void **state) {
    (void)state;
    run_writing(create_and_rename, expect_fresh_whole);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_nth_operation_fails),
        cmocka_unit_test(test_all_after_it_fail_where_asked),
        cmocka_unit_test(test_unarmed_nothing_fails),
        cmocka_unit_test(test_who_watches_is_told_of_each),
        cmocka_unit_test(test_a_file_is_old_or_new_whatever_fails),
        cmocka_unit_test(test_a_new_file_is_whole_or_absent_whatever_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
