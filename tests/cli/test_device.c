/* cairn device: what a copy may do that is not the main one, and which numbers each gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <string.h>

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
    copies_close(&copies);
    return 0;
}

static const char *expect(int code, const char *words, const char *arguments) {
    return copies_expect(&copies, code, words, arguments);
}

static void test_ranges_follow_each_other(void **state) {
    (void)state;
    expect(0, "laptop  numbers 1001 to 2000\nThis is the main copy.", "device main.cairn");
    expect(0, "the device tablet gives the numbers 2001 to 2010\n",
           "device main.cairn add tablet --numbers 10 --passphrase-file pw");
    expect(0, "gives the numbers 2501 to 3000\n",
           "device main.cairn add third --numbers 500 --passphrase-file pw");
    expect(3, "there is a device tablet already",
           "device main.cairn add tablet --passphrase-file pw");
    copies_import(&copies, "main", "remains.tsv", "code sex|ABC-99999001-B M|", 0, "1 new", "");
    expect(3, "behind 99999001 there are no 1000000 numbers left",
           "device main.cairn add huge --numbers 1000000 --passphrase-file pw");
}

static void test_what_is_there_moves_a_range(void **state) {
    (void)state;
    copies_import(&copies, "main", "remains.tsv", "code sex|ABC-5003-B M|", 0, "1 new", "");
    expect(0, "gives the numbers 6001 to 7000\n",
           "device main.cairn add tablet --passphrase-file pw");
    expect(0, "gives the numbers 7001 to 7100\n",
           "device main.cairn add third --numbers 100 --passphrase-file pw");
}

static void test_a_copy_says_which_device_it_is(void **state) {
    (void)state;
    expect(0, "This is the device laptop. 0 entries are in its outbox", "device laptop.cairn");
    expect(0, "laptop.cairn is the device laptop", "device laptop.cairn use laptop");
    expect(3, "is the device laptop already", "device laptop.cairn use tablet");
    expect(3, "the record lists no device \"tablet\"", "device main.cairn use tablet");
    expect(2, "device use needs a name", "device main.cairn use");
    expect(2, "it is one of list, add, use", "device main.cairn remove laptop");
}

static void test_each_copy_gives_its_own_numbers(void **state) {
    (void)state;
    static const struct {
        const char *table, *text; /* %s is the number */
    } KINDS[] = {
        {"remains.tsv", "code sex|ABC-%s-B M|"},
        {"elements.tsv", "code remains|ABC-%s-E01 ABC-0001-B|"},
        {"belongings.tsv", "code class|ABC-%s-P01 clothing|"},
        {"documents.tsv", "code class|ABC-%s-D01 passport|"},
        {"graves.tsv", "code|ABC-G%s|"},
    };
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++) {
        const char *low = strstr(KINDS[i].text, "%s");
        const char *before = arena_copy_part(&copies.arena, KINDS[i].text,
                                             (size_t)(low - KINDS[i].text));
        const char *main_text = arena_format(&copies.arena, "%s0007%s", before, low + 2);
        const char *device_text = arena_format(&copies.arena, "%s1007%s", before, low + 2);
        copies_import(&copies, "main", KINDS[i].table, device_text, 3,
                      "the numbers from 1001 to 2000 are given by the device laptop alone", "");
        copies_import(&copies, "laptop", KINDS[i].table, main_text, 3,
                      "on this copy, the device laptop, new numbers are from 1001 to 2000", "");
        copies_import(&copies, "laptop", KINDS[i].table, main_text, 3,
                      "new numbers are from 1001 to 2000", "--dry-run");
        copies_import(&copies, "main", KINDS[i].table, main_text, 0, "1 new", "");
        copies_import(&copies, "laptop", KINDS[i].table, device_text, 0, "1 new", "");
    }
    /* A number that others gave, in their own way, is nobody's range. */
    copies_import(&copies, "laptop", "remains.tsv", "code sex|GUK/17 M|", 0, "1 new", "");
    copies_import(&copies, "main", "remains.tsv", "code sex|GUK/18 M|", 0, "1 new", "");
    /* What is there already is revised under its number. */
    copies_import(&copies, "laptop", "remains.tsv", "code sex|ABC-0001-B F|", 0, "1 changed",
                  "--reason 'looked again'");
}

static void test_what_only_the_main_copy_does(void **state) {
    (void)state;
    static const char *const REFUSED[] = {
        "user laptop.cairn add Other --roles field --passphrase-file pw",
        "user laptop.cairn passphrase Will --passphrase-file pw --new-passphrase-file pw",
        "user laptop.cairn revoke Will --passphrase-file pw",
        "upgrade laptop.cairn --passphrase-file pw",
        "device laptop.cairn add tablet --passphrase-file pw",
        "identify laptop.cairn --prior flat --passphrase-file pw",
    };
    const char *before = copies_leaves(&copies, "laptop");
    for (size_t i = 0; i < sizeof REFUSED / sizeof *REFUSED; i++) {
        const char *said = expect(4, "laptop.cairn is the device laptop: ", REFUSED[i]);
        assert_non_null(strstr(said, "on the main copy alone"));
        assert_ptr_equal(strchr(said, '\n'), said + strlen(said) - 1);
    }
    assert_string_equal(copies_leaves(&copies, "laptop"), before);
}

static void test_verify_counts_the_outbox(void **state) {
    (void)state;
    copies_import(&copies, "laptop", "remains.tsv", "code sex|ABC-1001-B M|ABC-1002-B F|", 0,
                  "2 new", "");
    expect(0, "This is the device laptop. 2 entries are in its outbox", "device laptop.cairn");
    expect(0, "laptop; the last 2 entries are in its outbox", "verify laptop.cairn --level tables");
    json_t *said = json_loads(expect(0, "{", "verify laptop.cairn --json"), 0, NULL);
    assert_int_equal(json_integer_value(json_object_get(said, "outbox")), 2);
    assert_string_equal(json_string_value(json_object_get(said, "device")), "laptop");
    json_decref(said);
    said = json_loads(expect(0, "{", "verify main.cairn --json"), 0, NULL);
    assert_int_equal(json_integer_value(json_object_get(said, "outbox")), 0);
    assert_true(json_is_null(json_object_get(said, "device")));
    json_decref(said);
}

/* Somebody who wants the main copy to take something twice, or not at all. */
static void test_another_boundary_is_noticed(void **state) {
    (void)state;
    static const char *const ALTERED[] = {
        "update meta set value = replace(value, substr(value, 1, 2), '12') where name='confirmed'",
        "update meta set value = '1' || value where name='confirmed'",
        "update meta set value = 'tablet' where name='device'",
        "delete from meta where name='device'",
        "delete from meta where name='confirmed'",
    };
    for (size_t i = 0; i < sizeof ALTERED / sizeof *ALTERED; i++) {
        const char *name = arena_format(&copies.arena, "altered%zu", i);
        copies_copy(&copies, "laptop", name);
        copies_sql(&copies, name, ALTERED[i]);
        expect(1, "problem", arena_format(&copies.arena, "verify %s.cairn", name));
    }
}

#define DEVICE_TEST(function) cmocka_unit_test_setup_teardown(function, enter, leave)

int main(void) {
    const struct CMUnitTest tests[] = {
        DEVICE_TEST(test_ranges_follow_each_other),
        DEVICE_TEST(test_what_is_there_moves_a_range),
        DEVICE_TEST(test_a_copy_says_which_device_it_is),
        DEVICE_TEST(test_each_copy_gives_its_own_numbers),
        DEVICE_TEST(test_what_only_the_main_copy_does),
        DEVICE_TEST(test_verify_counts_the_outbox),
        DEVICE_TEST(test_another_boundary_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
