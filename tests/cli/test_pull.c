/* cairn pull, as people type it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <string.h>

#include "base/files.h"
#include "cli/copies.h"

static struct copies copies;

static int enter(void **state) {
    (void)state;
    copies_open(&copies);
    copies_add_device(&copies, "laptop");
    return 0;
}

static int leave(void **state) {
    (void)state;
    copies_expect(&copies, 0, "The record is whole", "verify main.cairn --level tables");
    copies_close(&copies);
    return 0;
}

static const char *expect(int code, const char *words, const char *arguments) {
    return copies_expect(&copies, code, words, arguments);
}

static const char *import(const char *name, const char *text, const char *words,
                          const char *options) {
    return copies_import(&copies, name, "remains.tsv", text, 0, words, options);
}

static void test_a_device_hands_over_and_gets_the_rest(void **state) {
    (void)state;
    const char *said = import("laptop", "code sex|ABC-1001-B M|ABC-1002-B F|", "2 new", "");
    assert_non_null(strstr(said, "not yet in the record"));
    expect(0, ", entry 42, not yet in the record\n", "show laptop.cairn ABC-1001-B");
    import("main", "code sex|ABC-0002-B M|", "1 new", "");
    said = expect(0, "Taken: 2 entries, 43 to 44.\n", "pull main.cairn laptop.cairn");
    assert_non_null(strstr(said, "next: cairn verify main.cairn\n"));
    assert_non_null(strstr(said, "cairn pull laptop.cairn main.cairn\n"));
    expect(0, "Nothing was taken.\n", "pull main.cairn laptop.cairn");
    expect(0, "45 entries are confirmed, and 0 in the outbox.\n", "pull laptop.cairn main.cairn");
    assert_string_equal(copies_leaves(&copies, "main"), copies_leaves(&copies, "laptop"));
    said = expect(0, "Revision 1, entry 43\n", "show laptop.cairn ABC-1001-B");
    assert_null(strstr(said, "not yet in the record"));
    expect(0, "The record is whole", "verify laptop.cairn --level tables");
}

static void test_a_fork_is_told_and_settled(void **state) {
    (void)state;
    import("laptop", "code sex cross|ABC-0001-B F 7|", "1 changed", "--reason 'measured again'");
    import("main", "code sex cross|ABC-0001-B ? 7|", "1 changed", "--reason 'not sure'");
    const char *said = expect(0, "Forked records", "pull main.cairn laptop.cairn");
    assert_non_null(strstr(said, "remains ABC-0001-B, 2 versions: cairn show main.cairn"));
    said = expect(0, "", "show main.cairn ABC-0001-B");
    assert_non_null(strstr(said, "Revision 2, entry 42\n"));
    assert_non_null(strstr(said, "Revision 2, entry 43\n"));
    /* A table that says nothing of where they differ settles nothing. */
    copies_import(&copies, "main", "remains.tsv", "code cross|ABC-0001-B 7|", 3,
                  "differ in sex", "--reason 'looked at both'");
    said = import("main", "code sex|ABC-0001-B F|", "1 changed", "--reason 'looked at both'");
    assert_non_null(strstr(said, "ABC-0001-B: sex\n"));
    said = expect(0, "Revision 3, entry 44\n", "show main.cairn ABC-0001-B");
    assert_null(strstr(said, "Revision 2, entry"));
    said = expect(0, "The record is whole", "verify main.cairn");
    assert_null(strstr(said, "Forked"));
    /* The same table again has nothing to settle. */
    import("main", "code sex|ABC-0001-B F|", "unchanged 1", "");
}

/* Both took over the same list. */
static void test_versions_that_are_alike_are_settled_too(void **state) {
    (void)state;
    const char *table = "code sex|ABC-0001-B F|";
    import("laptop", table, "1 changed", "--reason 'measured again'");
    import("main", table, "1 changed", "--reason 'measured again'");
    expect(0, "Forked records", "pull main.cairn laptop.cairn");
    import("main", table, "1 changed", "--reason 'the same'");
    assert_null(strstr(expect(0, "is whole", "verify main.cairn"), "Forked"));
}

/* Numbers of another form are nobody's range, and so may be given twice. */
static void test_a_number_that_was_given_twice_is_told(void **state) {
    (void)state;
    import("laptop", "code sex|GUK/17 M|", "1 new", "");
    import("main", "code sex|GUK/17 F|", "1 new", "");
    const char *said = expect(0, "NUMBERS THAT WERE GIVEN TWICE", "pull main.cairn laptop.cairn");
    assert_non_null(strstr(said, "remains GUK/17: "));
}

static void put(const char *name, const char *text) {
    struct error error = {0};
    const char *path = files_join(&copies.arena, copies.folder, name);
    assert_true(files_write(path, text, strlen(text), &error));
}

static void test_an_administrator_accepts_what_waits(void **state) {
    (void)state;
    import("laptop", "code sex|ABC-1001-B M|", "1 new", "");
    put("new", "quite a new one\n");
    expect(0, "Wanda is u-", "user main.cairn add Wanda --roles field --passphrase-file pw "
           "--new-passphrase-file new --key-cost 8");
    expect(0, "Will is changed", "user main.cairn revoke Will --passphrase-file pw");
    expect(0, "Nothing waits", "pull main.cairn");
    const char *said = expect(0, "1 waits until an administrator accepts it",
                              "pull main.cairn laptop.cairn");
    assert_non_null(strstr(said, "who signed, is revoked"));
    said = expect(0, "by Will", "pull main.cairn");
    const char *rec = arena_copy_part(&copies.arena, strstr(said, "r-"), 28);
    expect(2, "--accept and --reason go together", "pull main.cairn --accept all");
    expect(3, "nothing waits that \"r-aaaa\" names",
           "pull main.cairn --accept r-aaaa --reason 'asked him' --passphrase-file pw");
    expect(4, "is the device laptop: entries are accepted on the main copy alone",
           "pull laptop.cairn --accept all --reason 'asked him' --passphrase-file pw");
    expect(0, "Taken: entry 45.",
           arena_format(&copies.arena, "pull main.cairn --accept %s --reason 'asked him' "
                        "--passphrase-file pw", rec));
    expect(0, "Nothing waits", "pull main.cairn");
    expect(0, "asked him", "show main.cairn '#44'");
    expect(0, "0 in the outbox", "pull laptop.cairn main.cairn");
    assert_string_equal(copies_leaves(&copies, "main"), copies_leaves(&copies, "laptop"));
    /* What her key is made of came with her. */
    copies_import(&copies, "laptop", "remains.tsv", "code sex|ABC-1003-B M|", 4, "is not active",
                  "");
    expect(0, "1 new", "import laptop.cairn remains.tsv --as Wanda --passphrase-file new");
}

static void test_json(void **state) {
    (void)state;
    import("laptop", "code sex|ABC-1001-B M|", "1 new", "");
    json_t *said = json_loads(expect(0, "{", "pull main.cairn laptop.cairn --json"), 0, NULL);
    assert_non_null(said);
    assert_string_equal(json_string_value(json_object_get(said, "device")), "laptop");
    assert_true(json_is_false(json_object_get(said, "two_histories")));
    const json_t *entry = json_array_get(json_object_get(said, "entries"), 0);
    assert_string_equal(json_string_value(json_object_get(entry, "fate")), "taken");
    assert_string_equal(json_string_value(json_object_get(entry, "kind")), "remains");
    assert_int_equal(json_integer_value(json_object_get(entry, "entry")), 42);
    json_decref(said);
}

static void test_two_main_copies_are_warned_of(void **state) {
    (void)state;
    copies_copy(&copies, "main", "second");
    import("main", "code sex|ABC-0002-B M|", "1 new", "");
    import("second", "code sex|ABC-0003-B M|", "1 new", "");
    expect(0, "WARNING: TWO HISTORIES UNDER ONE NAME", "pull main.cairn second.cairn");
}

/* The answer is no, and says which. */
static void test_what_is_refused_is_listed(void **state) {
    (void)state;
    import("laptop", "code sex|ABC-1001-B M|ABC-1002-B M|", "2 new", "");
    copies_sql(&copies, "laptop", "delete from vault where leaf_index = 42");
    const char *said = expect(1, "1 refused, and left where it is", "pull main.cairn laptop.cairn");
    assert_non_null(strstr(said, "entry 42 there, revision 1 of the remains"));
    assert_non_null(strstr(said, "its sealed part is not there"));
    assert_non_null(strstr(said, "Taken: entry 42."));
    expect(3, "it is no investigation", "pull main.cairn pw");
    expect(3, "it is no investigation", "pull main.cairn .");
}

#define PULL_TEST(function) cmocka_unit_test_setup_teardown(function, enter, leave)

int main(void) {
    const struct CMUnitTest tests[] = {
        PULL_TEST(test_a_device_hands_over_and_gets_the_rest),
        PULL_TEST(test_a_fork_is_told_and_settled),
        PULL_TEST(test_versions_that_are_alike_are_settled_too),
        PULL_TEST(test_a_number_that_was_given_twice_is_told),
        PULL_TEST(test_an_administrator_accepts_what_waits),
        PULL_TEST(test_json),
        PULL_TEST(test_two_main_copies_are_warned_of),
        PULL_TEST(test_what_is_refused_is_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
