/* Bytes that are too many for memory: they come back as they were, and are nowhere to be read. */
#define _GNU_SOURCE /* memmem */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/faults.h"
#include "base/folder.h"
#include "base/spool.h"

enum { BLOCK = 1 << 16 };

static void fill(char *bytes, size_t size) {
    for (size_t i = 0; i < size; i++) bytes[i] = (char)(i * 7 + i / 251);
}

struct pieces {
    const char *bytes;
    size_t size, least; /* taken; `take` says no from `least` on */
};

static bool take(void *data, const void *bytes, size_t size, struct error *error) {
    struct pieces *pieces = data;
    (void)error;
    assert_true(size > 0);
    assert_memory_equal(bytes, pieces->bytes + pieces->size, size);
    pieces->size += size;
    return pieces->size < pieces->least;
}

static void test_what_goes_in_comes_out(void **state) {
    (void)state;
    static const size_t SIZES[] = {0,     1,         1000,      BLOCK - 1,
                                   BLOCK, BLOCK + 1, 3 * BLOCK, 5 * BLOCK + 77};
    static const size_t PIECES[] = {1 << 20, 1000, 65536, 7777};
    static char bytes[6 * BLOCK], got[6 * BLOCK + 10];
    fill(bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
        for (size_t j = 0; j < sizeof PIECES / sizeof *PIECES; j++) {
            struct spool *spool;
            struct error error = {0};
            size_t size;
            assert_true(spool_open("/tmp", &spool, &error));
            for (size_t at = 0; at < SIZES[i]; at += PIECES[j])
                assert_true(spool_add(spool, bytes + at,
                                      SIZES[i] - at < PIECES[j] ? SIZES[i] - at : PIECES[j],
                                      &error));
            assert_int_equal(spool_size(spool), SIZES[i]);
            assert_true(spool_read(spool, 0, got, sizeof got, &size, &error));
            assert_int_equal(size, SIZES[i]);
            assert_memory_equal(got, bytes, size);
            for (size_t at = 1; at < SIZES[i]; at += 9999) {
                assert_true(spool_read(spool, at, got, 5000, &size, &error));
                assert_int_equal(size, SIZES[i] - at < 5000 ? SIZES[i] - at : 5000);
                assert_memory_equal(got, bytes + at, size);
            }
            assert_true(spool_read(spool, SIZES[i], got, 10, &size, &error));
            assert_int_equal(size, 0);
            struct pieces pieces = {bytes, 0, SIZE_MAX};
            assert_true(spool_read_pieces(spool, take, &pieces, &error));
            assert_int_equal(pieces.size, SIZES[i]);
            pieces = (struct pieces){bytes, 0, BLOCK};
            assert_int_equal(spool_read_pieces(spool, take, &pieces, &error), SIZES[i] < BLOCK);
            assert_int_equal(error.code, ERROR_NONE);
            spool_close(spool);
        }
    }
}

/* Looks through everything that this process has open for the text. */
static bool is_in_an_open_file(const char *text) {
    static char bytes[4 * BLOCK];
    for (int file = 3; file < 100; file++) {
        char path[64];
        snprintf(path, sizeof path, "/proc/self/fd/%d", file);
        int again = open(path, O_RDONLY | O_CLOEXEC);
        if (again < 0) continue;
        ssize_t size = pread(again, bytes, sizeof bytes, 0);
        close(again);
        if (size > 0 && memmem(bytes, (size_t)size, text, strlen(text))) return true;
    }
    return false;
}

static void test_the_file_has_no_name_and_cannot_be_read(void **state) {
    (void)state;
    struct arena arena;
    struct spool *spool;
    struct error error = {0};
    static char piece[BLOCK + 1];
    arena_open(&arena, 0);
    char *folder = folder_make(&arena);
    memset(piece, 0, sizeof piece);
    strcpy(piece, "somebody's passport");
    assert_true(spool_open(folder, &spool, &error) && spool_add(spool, piece, BLOCK, &error));
    assert_false(is_in_an_open_file("somebody's passport"));
    assert_int_equal(rmdir(folder), 0);
    spool_close(spool);
    arena_close(&arena);
}

static void test_a_folder_that_is_not_there(void **state) {
    (void)state;
    struct spool *spool;
    struct error error = {0};
    static char piece[BLOCK];
    assert_true(spool_open("/nowhere", &spool, &error));
    assert_false(spool_add(spool, piece, BLOCK, &error));
    assert_int_equal(error.code, ERROR_STORAGE);
    assert_non_null(strstr(error.text, "/nowhere"));
    spool_close(spool);
}

static bool see_piece(void *data, const void *bytes, size_t size, struct error *error) {
    (void)data, (void)bytes, (void)size, (void)error;
    return true;
}

static bool write_and_read(void *data, struct error *error) {
    struct spool *spool;
    char *bytes = data, got[100];
    size_t size;
    if (!spool_open("/tmp", &spool, error)) return false;
    bool good = spool_add(spool, bytes, 2 * BLOCK, error) &&
                spool_read(spool, 50, got, sizeof got, &size, error) &&
                spool_read_pieces(spool, see_piece, NULL, error);
    spool_close(spool);
    return good;
}

static void see_nothing(void *data, bool done) { (void)data, (void)done; }

static void test_every_failure_is_told(void **state) {
    (void)state;
    faults_or_skip();
    char *bytes = faults_share(2 * BLOCK);
    faults_run(&(struct faults){.body = write_and_read, .check = see_nothing, .data = bytes});
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_goes_in_comes_out),
        cmocka_unit_test(test_the_file_has_no_name_and_cannot_be_read),
        cmocka_unit_test(test_a_folder_that_is_not_there),
        cmocka_unit_test(test_every_failure_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
