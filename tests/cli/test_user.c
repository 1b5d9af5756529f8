/* cairn user, as an administrator types it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include <jansson.h>

#include "base/files.h"
#include "base/folder.h"
#include "cli/program.h"
#include "record/trial.h"

struct place {
    struct arena arena;
    char *folder;
};

static void put(struct place *place, const char *name, const char *text) {
    struct error error = {0};
    const char *path = files_join(&place->arena, place->folder, name);
    if (!files_write(path, text, strlen(text), &error)) fail_msg("%s", error.text);
}

/* Runs a command in the folder; it must end with the code and say these words, on stdout when it
 * succeeds and on stderr when it fails. */
static void expect(struct place *place, int code, const char *words, const char *arguments) {
    struct answer answer = cairn_run(arena_format(&place->arena, "%s < /dev/null", arguments));
    const char *said = buffer_text(code ? &answer.err : &answer.out);
    if (answer.code != code || !strstr(said, words))
        fail_msg("cairn %s: code %d, \"%s\"", arguments, answer.code, said);
    answer_close(&answer);
}

/* The same of `cairn user`, with everybody's passphrase at hand. */
static void expect_user(struct place *place, int code, const char *words, const char *rest) {
    expect(place, code, words,
           arena_format(&place->arena,
                        "user %s/site.cairn %s --passphrase-file %s/all "
                        "--new-passphrase-file %s/new --key-cost 8",
                        place->folder, rest, place->folder, place->folder));
}

static int enter(void **state) {
    static struct place place;
    arena_open(&place.arena, 0);
    place.folder = folder_make(&place.arena);
    put(&place, "first", "a horse of battery\nanother staple\n");
    put(&place, "all", "a horse of battery\nanother staple\nquite a new one\n");
    put(&place, "new", "quite a new one\n");
    expect(&place, 0, "root key",
           arena_format(&place.arena, "init %s/site.cairn --passphrase-file %s/first --key-cost 8",
                        place.folder, place.folder));
    *state = &place;
    return 0;
}

static int leave(void **state) {
    struct place *place = *state;
    trial_check(&place->arena, files_join(&place->arena, place->folder, "site.cairn"));
    folder_remove(place->folder);
    arena_close(&place->arena);
    return 0;
}

/* A member of somebody's line in the list for programs, as JSON. */
static const char *member(struct place *place, const char *name, const char *member_name) {
    struct answer answer = cairn_run(
        arena_format(&place->arena, "user %s/site.cairn list --json", place->folder));
    json_t *list = json_loads(buffer_text(&answer.out), 0, NULL);
    assert_non_null(list);
    answer_close(&answer);
    const char *found = NULL;
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *line = json_array_get(list, i);
        if (strcmp(json_string_value(json_object_get(line, "name")), name) != 0) continue;
        char *text = json_dumps(json_object_get(line, member_name), JSON_ENCODE_ANY | JSON_COMPACT);
        found = arena_copy(&place->arena, text);
        free(text);
    }
    json_decref(list);
    if (!found) fail_msg("%s is not in the list", name);
    return found;
}

static void test_the_list_says_who_may_do_what(void **state) {
    struct place *place = *state;
    assert_string_equal(member(place, "Administrator", "roles"), "[\"administrator\"]");
    assert_string_equal(member(place, "Worker", "roles"),
                        "[\"field\",\"laboratory\",\"examiner\",\"liaison\"]");
    assert_string_equal(member(place, "Administrator", "made_by_entry"), "0");
    expect_user(place, 0, "field, laboratory, examiner, liaison", "");
}

static void test_somebody_is_added_and_changed(void **state) {
    struct place *place = *state;
    expect_user(place, 0, "Олена Шевчук is u-", "add 'Олена Шевчук' --roles board,press");
    assert_string_equal(member(place, "Олена Шевчук", "roles"), "[\"press\",\"board\"]");
    expect_user(place, 3, "called \"Олена Шевчук\" already", "add 'Олена Шевчук' --roles field");
    expect_user(place, 0, "is changed", "roles 'Олена Шевчук' --roles board --reason 'moved'");
    assert_string_equal(member(place, "Олена Шевчук", "roles"), "[\"board\"]");
    expect_user(place, 0, "is changed", "suspend 'Олена Шевчук'");
    assert_string_equal(member(place, "Олена Шевчук", "state"), "\"suspended\"");
    expect_user(place, 0, "is changed", "resume 'Олена Шевчук'");
    assert_string_equal(member(place, "Олена Шевчук", "state"), "\"active\"");
    expect_user(place, 0, "is changed", "revoke 'Олена Шевчук'");
    assert_string_equal(member(place, "Олена Шевчук", "state"), "\"revoked\"");
    expect_user(place, 4, "stays so", "resume 'Олена Шевчук'");
}

static void test_only_an_administrator_signs_it(void **state) {
    struct place *place = *state;
    expect_user(place, 4, "has no role that may sign this",
                "add 'Somebody' --roles field --as worker");
    expect_user(place, 3, "nobody here is called \"nobody\"",
                "add 'Somebody' --roles field --as nobody");
    expect_user(place, 2, "\"king\" is no role", "add 'Somebody' --roles field,king");
    expect_user(place, 2, "--roles field,press", "add 'Somebody'");
    expect_user(place, 4, "no administrator left", "suspend administrator");
}

static void test_two_administrators_sign_together(void **state) {
    struct place *place = *state;
    expect_user(place, 0, "is u-", "add Second --roles administrator");
    expect_user(place, 2, "say who with --as: Administrator, Second", "add Third --roles field");
    expect_user(place, 4, "two of them must sign", "add Third --roles field --as second");
    expect_user(place, 0, "is u-", "add Third --roles field --as second --with administrator");
    expect_user(place, 0, "is changed", "suspend third --as second");
}

static void test_a_wrong_passphrase_opens_nothing(void **state) {
    struct place *place = *state;
    put(place, "wrong", "not that of anybody\n");
    expect(place, 4, "no line of the passphrase file opens the key of Administrator",
           arena_format(&place->arena,
                        "user %s/site.cairn suspend worker --passphrase-file %s/wrong",
                        place->folder, place->folder));
    assert_string_equal(member(place, "Worker", "state"), "\"active\"");
}

static void test_a_passphrase_is_changed_and_the_key_stays(void **state) {
    struct place *place = *state;
    expect_user(place, 0, "has a new passphrase", "passphrase administrator");
    expect(place, 4, "no line of the passphrase file",
           arena_format(&place->arena,
                        "user %s/site.cairn suspend worker --passphrase-file %s/first",
                        place->folder, place->folder));
    expect(place, 0, "is changed",
           arena_format(&place->arena,
                        "user %s/site.cairn suspend worker --passphrase-file %s/new",
                        place->folder, place->folder));
}

/* The old key is of no use any more, even to somebody who has its passphrase. */
static void test_a_key_that_was_lost_is_replaced(void **state) {
    struct place *place = *state;
    expect_user(place, 0, "1 earlier taken no more", "key administrator");
    assert_string_equal(member(place, "Administrator", "keys_here"), "1");
    expect(place, 4, "no line of the passphrase file",
           arena_format(&place->arena,
                        "user %s/site.cairn suspend worker --passphrase-file %s/first",
                        place->folder, place->folder));
    expect_user(place, 0, "1 earlier taken no more", "key administrator --reason 'once more'");
    expect_user(place, 0, "is changed", "suspend worker");
}

#define test_in_place(name) cmocka_unit_test_setup_teardown(name, enter, leave)

int main(void) {
    const struct CMUnitTest tests[] = {
        test_in_place(test_the_list_says_who_may_do_what),
        test_in_place(test_somebody_is_added_and_changed),
        test_in_place(test_only_an_administrator_signs_it),
        test_in_place(test_two_administrators_sign_together),
        test_in_place(test_a_wrong_passphrase_opens_nothing),
        test_in_place(test_a_passphrase_is_changed_and_the_key_stays),
        test_in_place(test_a_key_that_was_lost_is_replaced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
