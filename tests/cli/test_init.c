/* cairn init: a new investigation, whole or not at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/encode.h"
#include "base/files.h"
#include "base/folder.h"
#include "cli/program.h"
#include "record/investigation.h"
#include "record/log.h"
#include "record/trial.h"

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

static const char *at(struct place *place, const char *name) {
    return files_join(&place->arena, place->folder, name);
}

static const char *put(struct place *place, const char *name, const char *text) {
    struct error error = {0};
    if (!files_write(at(place, name), text, strlen(text), &error)) fail_msg("%s", error.text);
    return at(place, name);
}

static void expect(struct place *place, const char *arguments, int code, const char *out,
                   const char *err) {
    struct answer answer =
        cairn_run(arena_format(&place->arena, "%s < /dev/null", arguments));
    if (answer.code != code || !strstr(buffer_text(&answer.out), out) ||
        !strstr(buffer_text(&answer.err), err))
        fail_msg("cairn %s: code %d, \"%s\", \"%s\"", arguments, answer.code,
                 buffer_text(&answer.out), buffer_text(&answer.err));
    answer_close(&answer);
}

static void test_it_is_whole_and_says_what_comes_next(void **state) {
    struct place *place = *state;
    const char *path = at(place, "site.cairn");
    const char *passphrases = put(place, "passphrases", "a horse of battery\nanother staple\n");
    expect(place, arena_format(&place->arena,
                               "init %s --origin example.org/site --passphrase-file %s "
                               "--key-cost 8", path, passphrases),
           0, arena_format(&place->arena, "next: cairn import %s PATH", path), "");
    assert_int_equal(trial_check(&place->arena, path), schema_count + 3);
    struct investigation investigation;
    struct error error = {0};
    assert_true(investigation_open(&place->arena, path, INVESTIGATION_READ, &investigation,
                                   &error));
    assert_string_equal(investigation.origin, "example.org/site");
    investigation_close(&investigation);
}

/* The public key of the first entry, as a file of its bytes. */
static const char *write_root_key(struct place *place, const char *path) {
    struct error error = {0};
    struct investigation investigation;
    struct log_line line;
    char key[SIGN_PUBLIC_SIZE];
    assert_true(investigation_open(&place->arena, path, INVESTIGATION_READ, &investigation,
                                   &error));
    assert_true(store_begin(investigation.store, STORE_READ, &error));
    assert_true(log_read(&place->arena, investigation.store, 0, &line, &error));
    json_t *pub = json_loadb(line.entry.pub, line.entry.pub_size, 0, NULL);
    const char *text = json_string_value(json_object_get(pub, "public_key"));
    assert_true(encode_bytes(ENCODING_BASE64, text, strlen(text), key, sizeof key, &error));
    json_decref(pub);
    investigation_close(&investigation);
    assert_true(files_write(at(place, "key"), key, sizeof key, &error));
    return at(place, "key");
}

/* What is printed for people outside can be worked out from the log by any other program. */
static void test_the_root_key_is_the_digest_of_the_first_public_key(void **state) {
    struct place *place = *state;
    const char *path = at(place, "site.cairn");
    const char *passphrases = put(place, "passphrases", "a horse of battery\n");
    struct answer answer = cairn_run(arena_format(
        &place->arena, "init %s --passphrase-file %s --key-cost 8", path, passphrases));
    char digest[65] = "";
    FILE *pipe = popen(arena_format(&place->arena, "sha256sum < %s", write_root_key(place, path)),
                       "r");
    assert_non_null(pipe);
    assert_int_equal(fread(digest, 1, 64, pipe), 64);
    assert_int_equal(pclose(pipe), 0);
    assert_non_null(strstr(buffer_text(&answer.out), digest));
    answer_close(&answer);
}

static void test_what_is_there_stays(void **state) {
    struct place *place = *state;
    put(place, "site.cairn", "something else");
    expect(place, arena_format(&place->arena, "init %s --key-cost 8", at(place, "site.cairn")), 3,
           "", "is there already");
    char *bytes;
    size_t size;
    struct error error = {0};
    assert_true(files_read(&place->arena, at(place, "site.cairn"), 100, &bytes, &size, &error));
    assert_string_equal(bytes, "something else");
}

static void test_what_cannot_be_done_leaves_nothing(void **state) {
    struct place *place = *state;
    const char *path = at(place, "site.cairn");
    const char *good = put(place, "passphrases", "a horse of battery\n");
    const char *tests[][2] = {
        {arena_format(&place->arena, "--passphrase-file %s --origin 'a b'", good), "an origin is"},
        {arena_format(&place->arena, "--passphrase-file %s", put(place, "short", "abc\n")),
         "fewer than 8"},
        {arena_format(&place->arena, "--passphrase-file %s", put(place, "empty", "")), "is empty"},
        {arena_format(&place->arena, "--passphrase-file %s", at(place, "none")), "does not exist"},
        {arena_format(&place->arena, "--passphrase-file %s --worker '?'", good), "name"},
        {arena_format(&place->arena, "--passphrase-file %s --key-cost 7", good), "key-cost"},
    };
    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++) {
        const char *cost = strstr(tests[i][0], "key-cost") ? "" : "--key-cost 8";
        struct answer answer =
            cairn_run(arena_format(&place->arena, "init %s %s %s", path, tests[i][0], cost));
        if (answer.code == 0 || !strstr(buffer_text(&answer.err), tests[i][1]))
            fail_msg("%s: %d, \"%s\"", tests[i][0], answer.code, buffer_text(&answer.err));
        answer_close(&answer);
        assert_false(files_is_folder(path));
    }
    expect(place, arena_format(&place->arena, "init %s/no/site --passphrase-file %s --key-cost 8",
                               place->folder, good), 3, "", "does not exist");
}

/* What a creation that was killed left beside it is cleared away. */
static void test_an_unfinished_one_is_begun_again(void **state) {
    struct place *place = *state;
    const char *path = at(place, "site.cairn");
    const char *passphrases = put(place, "passphrases", "a horse of battery\n");
    struct error error = {0};
    assert_true(files_make_folder(at(place, "site.cairn.unfinished"), &error));
    put(place, "site.cairn.unfinished/record.db", "half");
    expect(place, arena_format(&place->arena, "init %s/ --passphrase-file %s --key-cost 8", path,
                               passphrases), 0, "root key", "");
    assert_false(files_is_folder(at(place, "site.cairn.unfinished")));
    trial_check(&place->arena, path);
}

#define test_in_folder(name) cmocka_unit_test_setup_teardown(name, enter, leave)

int main(void) {
    const struct CMUnitTest tests[] = {
        test_in_folder(test_it_is_whole_and_says_what_comes_next),
        test_in_folder(test_the_root_key_is_the_digest_of_the_first_public_key),
        test_in_folder(test_what_is_there_stays),
        test_in_folder(test_what_cannot_be_done_leaves_nothing),
        test_in_folder(test_an_unfinished_one_is_begun_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
