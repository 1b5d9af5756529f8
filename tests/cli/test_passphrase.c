/* Passphrases: from the lines of a file, and from a terminal that does not show them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/files.h"
#include "base/folder.h"
#include "cli/dialogue.h"
#include "cli/passphrase.h"

/* ------------------------------------------------------------------ files */

static void expect_file(const char *bytes, size_t size, int count, const char *words) {
    struct arena arena;
    struct error error = {0};
    struct passphrases passphrases = {0};
    arena_open(&arena, 0);
    char *folder = folder_make(&arena);
    const char *path = files_join(&arena, folder, "passphrases");
    assert_true(files_write(path, bytes, size, &error));
    bool done = passphrase_open(path, &passphrases, &error);
    assert_int_equal(done, words == NULL);
    if (done) assert_int_equal(passphrases.count, count);
    else assert_non_null(strstr(error.text, words));
    passphrase_close(&passphrases);
    folder_remove(folder);
    arena_close(&arena);
}

static void test_each_line_of_a_file_is_one(void **state) {
    (void)state;
    expect_file("one of them\n", 12, 1, NULL);
    expect_file("one of them\r\nthe other", 22, 2, NULL);
    expect_file("", 0, 0, "is empty");
    expect_file("one of them\n\nother\n", 19, 0, "lines is empty");
    char many[17 * 10];
    for (int i = 0; i < 17; i++) memcpy(many + 10 * i, "passwords\n", 10);
    expect_file(many, sizeof many, 0, "more than 16 lines");
    char large[PASSPHRASE_MOST + 1];
    memset(large, 'x', sizeof large);
    expect_file(large, sizeof large, 0, "more than 1024 bytes");
    expect_file(large, PASSPHRASE_MOST, 1, NULL);
}

static void test_the_last_line_serves_for_those_after_it(void **state) {
    (void)state;
    struct arena arena;
    struct error error = {0};
    struct passphrases passphrases;
    struct secret secret;
    arena_open(&arena, 0);
    char *folder = folder_make(&arena);
    const char *path = files_join(&arena, folder, "passphrases"), *text = "the first\nthe other\n";
    assert_true(files_write(path, text, strlen(text), &error));
    assert_true(passphrase_open(path, &passphrases, &error));
    static const char *const WANTED[] = {"the first", "the other", "the other"};
    for (int i = 0; i < 3; i++) {
        assert_true(passphrase_new(&passphrases, i, "somebody", &secret, &error));
        assert_int_equal(secret.size, strlen(WANTED[i]));
        assert_memory_equal(secret.bytes, WANTED[i], secret.size);
        secret_close(&secret);
    }
    passphrase_close(&passphrases);
    folder_remove(folder);
    arena_close(&arena);
}

/* ------------------------------------------------------------------ a terminal */

static void expect_dialogue(const char *const *lines, int code, const char *words) {
    struct arena arena;
    arena_open(&arena, 0);
    char *folder = folder_make(&arena);
    const char *path = files_join(&arena, folder, "site.cairn");
    const char *arguments[] = {"cairn", "init", path, "--key-cost", "8", NULL};
    struct dialogue dialogue = dialogue_run(arguments, lines);
    if (dialogue.code != code || !strstr(buffer_text(&dialogue.shown), words))
        fail_msg("code %d: %s", dialogue.code, buffer_text(&dialogue.shown));
    assert_null(strstr(buffer_text(&dialogue.shown), "secret")); /* nothing typed is shown */
    assert_int_equal(files_is_folder(path), code == 0);
    dialogue_close(&dialogue);
    folder_remove(folder);
    arena_close(&arena);
}

static void test_a_new_one_is_asked_for_twice_and_not_shown(void **state) {
    (void)state;
    dialogue_or_skip();
    static const char *const LINES[] = {"secret of one\n", "secret of one\n", "secret of other\n",
                                        "secret of other\n", NULL};
    expect_dialogue(LINES, 0, "once more, the new passphrase of the worker: ");
}

static void test_a_slip_is_noticed(void **state) {
    (void)state;
    dialogue_or_skip();
    static const char *const LINES[] = {"secret of one\n", "secret of nobody\n", NULL};
    expect_dialogue(LINES, 3, "are not the same");
    static const char *const SHORT[] = {"secret\n", NULL};
    expect_dialogue(SHORT, 3, "fewer than 8 bytes");
    static const char *const EMPTY[] = {"\n", NULL};
    expect_dialogue(EMPTY, 3, "no passphrase was given");
    static const char *const INTERRUPTED[] = {"\003", NULL};
    expect_dialogue(INTERRUPTED, 130, "interrupted");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_line_of_a_file_is_one),
        cmocka_unit_test(test_the_last_line_serves_for_those_after_it),
        cmocka_unit_test(test_a_new_one_is_asked_for_twice_and_not_shown),
        cmocka_unit_test(test_a_slip_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
