/* Reading, writing and listing, on a temporary folder. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/files.h"
#include "base/folder.h"

struct place {
    struct arena arena;
    char *folder;
};

static int enter(void **state) {
    static struct place place;
    arena_open(&place.arena, 0);
    place.folder = folder_make(&place.arena);
    *state = &place;
    return 0;
}

static int leave(void **state) {
    struct place *place = *state;
    folder_remove(place->folder);
    arena_close(&place->arena);
    return 0;
}

static char *at(struct place *place, const char *name) {
    return files_join(&place->arena, place->folder, name);
}

static void put(struct place *place, const char *name, const char *text) {
    struct error error = {0};
    if (!files_write(at(place, name), text, strlen(text), &error)) fail_msg("%s", error.text);
}

static void put_folder(struct place *place, const char *name) {
    struct error error = {0};
    if (!files_make_folder(at(place, name), &error)) fail_msg("%s", error.text);
}

static void expect_text(struct place *place, const char *name, const char *text) {
    struct error error = {0};
    char *bytes;
    size_t size;
    assert_true(files_read(&place->arena, at(place, name), 1000, &bytes, &size, &error));
    assert_int_equal(size, strlen(text));
    assert_string_equal(bytes, text);
}

static size_t count_files(struct place *place) {
    struct error error = {0};
    char **paths;
    size_t count;
    assert_true(files_list(&place->arena, place->folder, &paths, &count, &error));
    return count;
}

static void test_what_was_written_is_read(void **state) {
    struct place *place = *state;
    put(place, "a", "first");
    expect_text(place, "a", "first");
    put(place, "a", "");
    expect_text(place, "a", "");
    put(place, "a", "the third is longer");
    expect_text(place, "a", "the third is longer");
    assert_int_equal(count_files(place), 1);
}

static void test_zero_bytes_and_many_of_them(void **state) {
    struct place *place = *state;
    enum { SIZE = 300000 };
    char *bytes = arena_take(&place->arena, SIZE, 1), *read;
    for (int i = 0; i < SIZE; i++) bytes[i] = (char)(i * 7);
    struct error error = {0};
    size_t size;
    assert_true(files_write(at(place, "b"), bytes, SIZE, &error));
    assert_true(files_read(&place->arena, at(place, "b"), SIZE, &read, &size, &error));
    assert_int_equal(size, SIZE);
    assert_memory_equal(read, bytes, SIZE);
}

/* A failure that must leave the outputs alone and name the path. */
static void expect_unread(struct place *place, const char *path, size_t limit,
                          enum error_code code) {
    struct error error = {0};
    char untouched, *bytes = &untouched;
    size_t size = 77;
    assert_false(files_read(&place->arena, path, limit, &bytes, &size, &error));
    assert_int_equal(error.code, code);
    assert_non_null(strstr(error.text, path));
    assert_ptr_equal(bytes, &untouched);
    assert_int_equal(size, 77);
}

static void test_a_limit_is_kept_to_the_byte(void **state) {
    struct place *place = *state;
    put(place, "ten", "0123456789");
    expect_unread(place, at(place, "ten"), 9, ERROR_TOO_LARGE);
    expect_unread(place, at(place, "ten"), 0, ERROR_TOO_LARGE);
    struct error error = {0};
    char *bytes;
    size_t size;
    assert_true(files_read(&place->arena, at(place, "ten"), 10, &bytes, &size, &error));
}

static void test_what_cannot_be_read_is_said(void **state) {
    struct place *place = *state;
    put(place, "file", "x");
    expect_unread(place, at(place, "absent"), 10, ERROR_NOT_FOUND);
    expect_unread(place, at(place, "file/inside"), 10, ERROR_NOT_FOUND);
    expect_unread(place, place->folder, 10, ERROR_BAD_INPUT);
}

static void test_an_endless_file_ends_at_the_limit(void **state) {
    expect_unread(*state, "/dev/zero", 100000, ERROR_TOO_LARGE);
}

static void test_what_cannot_be_written_leaves_nothing(void **state) {
    struct place *place = *state;
    struct error error = {0};
    assert_false(files_write(at(place, "none/a"), "x", 1, &error));
    assert_int_equal(error.code, ERROR_NOT_FOUND);
    error = (struct error){0};
    put_folder(place, "taken");
    assert_false(files_write(at(place, "taken"), "x", 1, &error));
    assert_int_equal(error.code, ERROR_STORAGE);
    assert_int_equal(count_files(place), 1);
}

static void test_a_place_without_writing_is_a_storage_error(void **state) {
    (void)state;
    struct error error = {0};
    if (access("/sys", F_OK) != 0) {
        fputs("SKIPPED: there is no /sys, where nothing can be written\n", stderr);
        skip();
    }
    assert_false(files_write("/sys/cairn", "x", 1, &error));
    assert_int_equal(error_exit_code(error.code), 5);
}

static void test_a_new_file_is_its_owners(void **state) {
    struct place *place = *state;
    struct error error = {0};
    struct stat about;
    mode_t before = umask(0);
    assert_true(files_create(at(place, "own"), "first", 5, &error));
    umask(before);
    assert_int_equal(stat(at(place, "own"), &about), 0);
    assert_int_equal(about.st_mode & 07777, 0600);
    assert_false(files_create(at(place, "own"), "second", 6, &error));
    assert_int_equal(error.code, ERROR_CONFLICT);
    expect_text(place, "own", "first");
    error = (struct error){0};
    assert_false(files_create(at(place, "none/own"), "x", 1, &error));
    assert_int_equal(error.code, ERROR_NOT_FOUND);
}

/* Nobody is led elsewhere by a link that was there first. */
static void test_a_new_file_is_not_made_through_a_link(void **state) {
    struct place *place = *state;
    struct error error = {0};
    assert_int_equal(symlink(at(place, "elsewhere"), at(place, "link")), 0);
    assert_false(files_create(at(place, "link"), "x", 1, &error));
    assert_int_equal(error.code, ERROR_CONFLICT);
    assert_false(files_is_file(at(place, "elsewhere")));
}

static void test_renaming_replaces_and_removing_removes(void **state) {
    struct place *place = *state;
    struct error error = {0};
    put(place, "a", "one");
    put(place, "b", "two");
    put_folder(place, "c");
    assert_true(files_rename(at(place, "a"), at(place, "b"), &error));
    expect_text(place, "b", "one");
    assert_false(files_is_file(at(place, "a")));
    assert_true(files_rename(at(place, "b"), at(place, "c/b"), &error));
    expect_text(place, "c/b", "one");
    assert_true(files_remove(at(place, "c/b"), &error));
    assert_int_equal(count_files(place), 1); /* the folder */
    assert_false(files_remove(at(place, "c/b"), &error));
    assert_int_equal(error.code, ERROR_NOT_FOUND);
    error = (struct error){0};
    assert_false(files_rename(at(place, "a"), at(place, "d"), &error));
    assert_int_equal(error.code, ERROR_NOT_FOUND);
}

static void test_a_folder_is_locked_once(void **state) {
    struct place *place = *state;
    struct error error = {0};
    struct files_lock first, second = {.file = -7};
    assert_true(files_lock(place->folder, &first, &error));
    assert_false(files_lock(place->folder, &second, &error));
    assert_int_equal(error.code, ERROR_BUSY);
    assert_int_equal(second.file, -7);
    files_unlock(&first);
    error = (struct error){0};
    assert_true(files_lock(place->folder, &second, &error));
    files_unlock(&second);
    assert_false(files_lock(at(place, "absent"), &first, &error));
    assert_int_equal(error.code, ERROR_NOT_FOUND);
    assert_int_equal(count_files(place), 0);
}

static void test_a_lock_ends_with_its_process(void **state) {
    struct place *place = *state;
    int ready[2];
    char byte;
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        struct error error = {0};
        struct files_lock lock;
        if (files_lock(place->folder, &lock, &error) && write(ready[1], "", 1) == 1) pause();
        _exit(1);
    }
    struct error error = {0};
    struct files_lock lock;
    assert_int_equal(read(ready[0], &byte, 1), 1);
    assert_false(files_lock(place->folder, &lock, &error));
    assert_int_equal(error.code, ERROR_BUSY);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, NULL, 0), child);
    error = (struct error){0};
    assert_true(files_lock(place->folder, &lock, &error));
    files_unlock(&lock);
    close(ready[0]);
    close(ready[1]);
}

static void test_a_folder_in_memory_is_ones_own(void **state) {
    struct place *place = *state;
    struct error error = {0};
    struct stat about;
    char *path;
    setenv("XDG_RUNTIME_DIR", "/proc", 1); /* not one in memory */
    if (access("/dev/shm", W_OK) != 0) {
        fputs("SKIPPED: there is no /dev/shm to write into\n", stderr);
        skip();
    }
    assert_true(files_memory_folder(&place->arena, &path, &error));
    assert_memory_equal(path, "/dev/shm/", 9);
    assert_int_equal(lstat(path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0700);
    assert_int_equal(about.st_uid, geteuid());

    char *runtime = arena_copy(&place->arena, "/dev/shm/cairn-test-XXXXXX");
    assert_non_null(mkdtemp(runtime));
    setenv("XDG_RUNTIME_DIR", runtime, 1);
    assert_true(files_memory_folder(&place->arena, &path, &error));
    assert_memory_equal(path, runtime, strlen(runtime));
    /* What others can read, or lead elsewhere, is not taken. */
    assert_int_equal(chmod(path, 0755), 0);
    char *unchanged = path;
    assert_false(files_memory_folder(&place->arena, &path, &error));
    assert_int_equal(error.code, ERROR_DENIED);
    assert_ptr_equal(path, unchanged);
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(symlink(place->folder, path), 0);
    error = (struct error){0};
    assert_false(files_memory_folder(&place->arena, &path, &error));
    assert_int_equal(error.code, ERROR_DENIED);
    folder_remove(runtime);
    unsetenv("XDG_RUNTIME_DIR");
}

static void test_folders_are_made_once(void **state) {
    struct place *place = *state;
    struct error error = {0};
    assert_false(files_is_folder(at(place, "new")));
    assert_true(files_make_folder(at(place, "new"), &error));
    assert_true(files_is_folder(at(place, "new")));
    assert_true(files_make_folder(at(place, "new"), &error));
    put(place, "file", "x");
    assert_false(files_is_folder(at(place, "file")));
    assert_false(files_make_folder(at(place, "file"), &error));
    assert_int_equal(error.code, ERROR_CONFLICT);
    error = (struct error){0};
    assert_false(files_make_folder(at(place, "no/where"), &error));
    assert_int_equal(error.code, ERROR_NOT_FOUND);
}

static void test_a_listing_is_sorted_and_goes_inside(void **state) {
    struct place *place = *state;
    put_folder(place, "b");
    put_folder(place, "b/deep");
    put_folder(place, "empty");
    put_folder(place, ".hidden");
    static const char *const names[] = {"z.tsv", "b/deep/1", "b/a", "a.tsv", "b.tsv", ".dot",
                                        ".hidden/x"};
    for (int i = 0; i < 7; i++) put(place, names[i], "");
    assert_int_equal(symlink(at(place, "a.tsv"), at(place, "link")), 0);
    assert_int_equal(symlink(place->folder, at(place, "loop")), 0);
    assert_int_equal(symlink(at(place, "absent"), at(place, "broken")), 0);
    assert_int_equal(mkfifo(at(place, "pipe"), 0600), 0);
    static const struct {
        const char *path;
        enum file_kind kind;
    } expected[] = {{"a.tsv", FILE_REGULAR},  {"b", FILE_FOLDER},        {"b.tsv", FILE_REGULAR},
                    {"b/a", FILE_REGULAR},    {"b/deep", FILE_FOLDER},   {"b/deep/1", FILE_REGULAR},
                    {"broken", FILE_LOST},    {"empty", FILE_FOLDER},    {"link", FILE_REGULAR},
                    {"loop", FILE_FOLDER_LINK}, {"pipe", FILE_SPECIAL},  {"z.tsv", FILE_REGULAR}};
    struct error error = {0};
    char **paths;
    size_t count;
    assert_true(files_list(&place->arena, place->folder, &paths, &count, &error));
    assert_int_equal(count, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(paths[i], expected[i].path);
        assert_int_equal(files_kind(at(place, paths[i])), expected[i].kind);
    }
    assert_int_equal(files_kind(at(place, "absent")), FILE_LOST);
}

static void test_too_deep_is_refused(void **state) {
    struct place *place = *state;
    const char *path = "d";
    for (int i = 0; i < FILES_DEPTH; i++) {
        put_folder(place, path);
        path = files_join(&place->arena, path, "d");
    }
    assert_int_equal(count_files(place), FILES_DEPTH);
    put_folder(place, path);
    struct error error = {0};
    char **paths = NULL;
    size_t count = 5;
    assert_false(files_list(&place->arena, place->folder, &paths, &count, &error));
    assert_int_equal(error.code, ERROR_TOO_LARGE);
    assert_int_equal(count, 5);
}

static void test_only_folders_are_listed(void **state) {
    struct place *place = *state;
    put(place, "file", "");
    struct error error = {0};
    char **paths;
    size_t count;
    assert_false(files_list(&place->arena, at(place, "file"), &paths, &count, &error));
    assert_int_equal(error.code, ERROR_BAD_INPUT);
    error = (struct error){0};
    assert_false(files_list(&place->arena, at(place, "absent"), &paths, &count, &error));
    assert_int_equal(error.code, ERROR_NOT_FOUND);
}

static void test_links_are_followed_to_see_what_lies_below(void **state) {
    struct place *place = *state;
    struct error error = {0};
    bool below;
    put_folder(place, "a");
    put_folder(place, "ab");
    put(place, "a/in", "");
    put(place, "ab/out", "");
    const char *folder = files_join(&place->arena, place->folder, "a");
    assert_int_equal(symlink("../ab/out", files_join(&place->arena, folder, "link")), 0);
    assert_true(files_lies_below(&place->arena, folder, files_join(&place->arena, folder, "in"),
                                 &below, &error));
    assert_true(below);
    assert_true(files_lies_below(&place->arena, folder, files_join(&place->arena, folder, "link"),
                                 &below, &error));
    assert_false(below);
    assert_false(files_lies_below(&place->arena, folder, files_join(&place->arena, folder, "none"),
                                  &below, &error));
    assert_int_equal(error.code, ERROR_NOT_FOUND);
}

static void test_paths_are_joined_by_one_slash(void **state) {
    struct place *place = *state;
    assert_string_equal(files_join(&place->arena, "a", "b"), "a/b");
    assert_string_equal(files_join(&place->arena, "a/", "b"), "a/b");
    assert_string_equal(files_join(&place->arena, "/", "b"), "/b");
}

static void test_a_temporary_folder_is_ones_own(void **state) {
    struct place *place = *state;
    struct error error = {0};
    char *first, *second;
    struct stat about;
    setenv("TMPDIR", place->folder, 1);
    assert_true(files_make_temporary(&place->arena, &first, &error));
    assert_true(files_make_temporary(&place->arena, &second, &error));
    assert_string_not_equal(first, second);
    assert_memory_equal(first, place->folder, strlen(place->folder));
    assert_int_equal(stat(first, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0700);
    setenv("TMPDIR", at(place, "absent"), 1);
    assert_false(files_make_temporary(&place->arena, &first, &error));
    assert_int_equal(error.code, ERROR_NOT_FOUND);
    unsetenv("TMPDIR");
}

static void test_a_folder_goes_with_all_that_is_in_it(void **state) {
    struct place *place = *state;
    struct error error = {0};
    assert_true(files_make_folder(at(place, "a"), &error));
    assert_true(files_make_folder(at(place, "a/b"), &error));
    put(place, "a/b/file", "x");
    put(place, "outside", "x");
    assert_int_equal(symlink("../outside", at(place, "a/link")), 0);
    assert_int_equal(symlink("..", at(place, "a/up")), 0);
    assert_true(files_remove_folder(at(place, "a"), &error));
    assert_false(files_is_folder(at(place, "a")));
    assert_int_equal(access(at(place, "outside"), F_OK), 0);
    assert_false(files_remove_folder(at(place, "a"), &error));
    assert_int_equal(error.code, ERROR_NOT_FOUND);
}

static void test_a_link_is_no_plain_file(void **state) {
    struct place *place = *state;
    struct error error = {0};
    uint64_t size = 7;
    assert_true(files_write(at(place, "a"), "four", 4, &error));
    assert_true(files_is_plain(at(place, "a"), &size));
    assert_int_equal(size, 4);
    assert_int_equal(symlink("a", at(place, "link")), 0);
    assert_int_equal(symlink("nowhere", at(place, "lost")), 0);
    assert_false(files_is_plain(at(place, "link"), &size));
    assert_false(files_is_plain(at(place, "."), &size));
    assert_true(files_is_there(at(place, "link")));
    assert_true(files_is_there(at(place, "lost")));
    assert_false(files_is_there(at(place, "nowhere")));
}

#define test_in_folder(name) cmocka_unit_test_setup_teardown(name, enter, leave)

int main(void) {
    const struct CMUnitTest tests[] = {
        test_in_folder(test_what_was_written_is_read),
        test_in_folder(test_zero_bytes_and_many_of_them),
        test_in_folder(test_a_limit_is_kept_to_the_byte),
        test_in_folder(test_what_cannot_be_read_is_said),
        test_in_folder(test_an_endless_file_ends_at_the_limit),
        test_in_folder(test_what_cannot_be_written_leaves_nothing),
        test_in_folder(test_a_place_without_writing_is_a_storage_error),
        test_in_folder(test_a_new_file_is_its_owners),
        test_in_folder(test_a_new_file_is_not_made_through_a_link),
        test_in_folder(test_renaming_replaces_and_removing_removes),
        test_in_folder(test_a_folder_is_locked_once),
        test_in_folder(test_a_lock_ends_with_its_process),
        test_in_folder(test_a_folder_in_memory_is_ones_own),
        test_in_folder(test_folders_are_made_once),
        test_in_folder(test_a_listing_is_sorted_and_goes_inside),
        test_in_folder(test_too_deep_is_refused),
        test_in_folder(test_only_folders_are_listed),
        test_in_folder(test_links_are_followed_to_see_what_lies_below),
        test_in_folder(test_paths_are_joined_by_one_slash),
        test_in_folder(test_a_temporary_folder_is_ones_own),
        test_in_folder(test_a_folder_goes_with_all_that_is_in_it),
        test_in_folder(test_a_link_is_no_plain_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
