/* Entries that are refused, each with its reason. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "record/entry.h"

static struct arena arena;

static int begin(void **state) {
    (void)state;
    arena_open(&arena, 0);
    return 0;
}

static int end(void **state) {
    (void)state;
    arena_close(&arena);
    return 0;
}

#define USER "u-bbbbbbbbbbbbbbbbbbbbbbbbby"
#define OTHER "u-cccccccccccccccccccccccccy"
#define PREV "IiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiI="
#define HASH "1111111111111111111111111111111111111111111111111111111111111111"
#define FIELD "REREREREREREREREREREREREREREREREREREREREREQ"
#define SIGNATURE                                                                                  \
    "ZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZg=="

/* Every form is right; nobody could have signed it so. */
static const char GOOD[] = "{\"att\":{\"1\":\"" FIELD "\",\"2\":\"" FIELD "\"},\"by\":\"" USER "\","
                           "\"day\":\"2024-02-29\",\"kind\":\"remains\",\"prev\":[\"" PREV "\"],"
                           "\"pub\":{\"stage\":\"open\"},\"rec\":\"r-aaaaaaaaaaaaaaaaaaaaaaaaaa\","
                           "\"rev\":2,\"schema\":\"" HASH "\",\"sd\":{\"found\":\"" FIELD "\"},"
                           "\"sigs\":{\"" USER "\":\"" SIGNATURE "\"},\"v\":1}";

/* The good entry with one part replaced. */
static const char *changed(const char *old, const char *new) {
    const char *at = strstr(GOOD, old);
    if (!at) fail_msg("\"%s\" is not in the entry", old);
    return arena_format(&arena, "%.*s%s%s", (int)(at - GOOD), GOOD, new, at + strlen(old));
}

static const struct {
    const char *old, *new, *part;
} CASES[] = {
    /* members */
    {"\"att\":{\"1\":\"" FIELD "\",\"2\":\"" FIELD "\"},", "", "it has no member \"att\""},
    {"\"day\":\"2024-02-29\",", "", "it has no member \"day\""},
    {",\"v\":1", "", "it has no member \"v\""},
    {",\"v\":1", ",\"v\":1,\"x\":1", "it has a member \"x\", which no entry has"},
    {"{\"att\"", "{\"a\":1,\"att\"", "it has a member \"a\", which no entry has"},
    {"\"kind\"", "\"kin\":1,\"kind\"", "it has a member \"kin\", which no entry has"},
    {",\"v\":1", ",\"v\":1,\"x\":1,\"y\":2,\"z\":3", "it has a member \"x\""},
    {",\"v\":1", ",\"v\":1,\"\xc2\x9b\":1", "it has a member \"\", which no entry has"},
    {"\"by\":", "\"by\":\"" OTHER "\",\"by\":", "stands there twice"},
    {"{\"found\":", "{\"found\":\"" FIELD "\",\"found\":", "stands there twice"},
    {"{\"stage\":\"open\"}", "{\"stage\":\"open\",\"stage\":\"shut\"}", "stands there twice"},
    {"{\"stage\":\"open\"}", "{\"stage\": \"open\"}", "not canonical JSON"},
    {"{\"stage\":\"open\"}", "{\"depth\":1.5}", "not written whole"},
    {"\"v\":1}", "\"v\":1}\n", "behind the value"},
    /* att */
    {"{\"1\":\"" FIELD "\",\"2\":\"" FIELD "\"}", "[]", "att: should be an object"},
    {"\"2\":", "\"3\":", "att: files are named \"1\" to \"2\" here"},
    {"\"1\":", "\"0\":", "att: files are named"},
    {"\"1\":", "\"01\":", "att: files are named"},
    {"\"1\":", "\"\":", "att: files are named"},
    {"\"2\":", "\"a\":", "att: files are named"},
    {"\"2\":", "\"2222\":", "att: files are named"},
    {"\"1\":\"" FIELD, "\"1\":\"" FIELD "=", "att: \"1\": 32 bytes in base64url have 43"},
    {"\"1\":\"" FIELD "\"", "\"1\":null", "att: \"1\": should be a text"},
    /* by, rec */
    {"\"by\":\"" USER "\"", "\"by\":\"r-bbbbbbbbbbbbbbbbbbbbbbbbby\"",
     "by: an identifier here is u-"},
    {"\"by\":\"" USER "\"", "\"by\":\"" USER "b\"", "by: an identifier here is u- and 26"},
    {"\"by\":\"" USER "\"", "\"by\":\"u-Bbbbbbbbbbbbbbbbbbbbbbbbby\"",
     "by: the identifier: character 1"},
    {"\"by\":\"" USER "\"", "\"by\":\"u-bbbbbbbbbbbbbbbbbbbbbbbbbb\"",
     "bits that stand for nothing"},
    {"\"by\":\"" USER "\"", "\"by\":1", "by: should be a text"},
    {"\"by\":\"" USER "\"", "\"by\":\"" OTHER "\"", "who it is by, has not signed it"},
    {"\"rec\":\"r-", "\"rec\":\"u-", "rec: an identifier here is r-"},
    /* day */
    {"2024-02-29", "2023-02-29", "day: should be a day of the calendar"},
    {"2024-02-29", "1900-02-29", "day: should be a day"},
    {"2024-02-29", "2024-04-31", "day: should be a day"},
    {"2024-02-29", "2024-13-01", "day: should be a day"},
    {"2024-02-29", "2024-00-01", "day: should be a day"},
    {"2024-02-29", "2024-01-00", "day: should be a day"},
    {"2024-02-29", "2024-2-29", "day: should be a day"},
    {"2024-02-29", "2024-02-29T00:00", "day: should be a day"},
    {"2024-02-29", "20240229", "day: should be a day"},
    {"2024-02-29", "2024-0a-29", "day: should be a day"},
    {"\"2024-02-29\"", "20240229", "day: should be a day"},
    /* kind */
    {"\"remains\"", "\"\"", "kind: a name is"},
    {"\"remains\"", "\"Remains\"", "kind: a name is"},
    {"\"remains\"", "\"1remains\"", "kind: a name is"},
    {"\"remains\"", "\"re-mains\"", "kind: a name is"},
    {"\"remains\"", "\"останки\"", "kind: a name is"},
    {"\"remains\"", "\"re\\nmains\"", "kind: a name is"},
    {"\"remains\"", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"",
     "kind: a name"},
    {"\"remains\"", "null", "kind: should be a text"},
    /* prev, rev */
    {"[\"" PREV "\"]", "\"" PREV "\"", "prev: should be a list"},
    {"[\"" PREV "\"]", "[\"" PREV "\",\"" PREV "\"]", "prev: its texts should be in order"},
    {"[\"" PREV "\"]", "[\"" PREV "\",\"AiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiI=\"]",
     "in order"},
    {"[\"" PREV "\"]", "[1]", "prev: should be a text"},
    {"[\"" PREV "\"]", "[\"IiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiI\"]",
     "prev: 32 bytes in base64 have 44"},
    {"[\"" PREV "\"]", "[\"IiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIg==\"]",
     "prev: character 43 is not base64"},
    {"[\"" PREV "\"]", "[\"IiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiJ=\"]",
     "bits that stand for nothing"},
    {"[\"" PREV "\"]", "[]", "prev: the first revision follows none"},
    {"\"rev\":2", "\"rev\":1", "prev: the first revision follows none"},
    {"\"rev\":2", "\"rev\":0", "rev: should be a whole number from 1 on"},
    {"\"rev\":2", "\"rev\":-2", "rev: should be a whole number"},
    {"\"rev\":2", "\"rev\":\"2\"", "rev: should be a whole number"},
    {"\"rev\":2", "\"rev\":2.0", "not written whole"},
    /* pub, schema, sd */
    {"{\"stage\":\"open\"}", "null", "pub: should be an object"},
    {"{\"stage\":\"open\"}", "[]", "pub: should be an object"},
    {HASH, "111111111111111111111111111111111111111111111111111111111111111A",
     "schema: character 64"},
    {HASH, "11", "schema: 32 bytes in hexadecimal in lower case have 64"},
    {"{\"found\":\"" FIELD "\"}", "[]", "sd: should be an object"},
    {"{\"found\":\"" FIELD "\"}", "{\"Found\":\"" FIELD "\"}", "sd: a name is"},
    {"{\"found\":\"" FIELD "\"}", "{\"\":\"" FIELD "\"}", "sd: a name is"},
    {"{\"found\":\"" FIELD "\"}", "{\"found\":\"\"}", "sd: found: 32 bytes in base64url have 43"},
    {"{\"found\":\"" FIELD "\"}", "{\"found\":true}", "sd: found: should be a text"},
    {"{\"found\":\"" FIELD "\"}", "{\"found\":\"REREREREREREREREREREREREREREREREREREREREREQ\\\"\"}",
     "sd: found: 32"},
    {"{\"found\":\"" FIELD "\"}", "{\"found\":\"+EREREREREREREREREREREREREREREREREREREREREQ\"}",
     "sd: found: character 1"},
    /* sigs, v */
    {"{\"" USER "\":\"" SIGNATURE "\"}", "{}", "sigs: an entry has 1 to 16 signatures, not 0"},
    {"{\"" USER "\":\"" SIGNATURE "\"}", "[]", "sigs: should be an object"},
    {"{\"" USER "\":\"" SIGNATURE "\"}", "{\"" OTHER "\":\"" SIGNATURE "\"}", "has not signed it"},
    {"{\"" USER "\":\"" SIGNATURE "\"}", "{\"worker\":\"" SIGNATURE "\"}",
     "sigs: an identifier here is u-"},
    {SIGNATURE, FIELD, "sigs: " USER ": 64 bytes in base64 have 88 characters"},
    {"\"v\":1", "\"v\":2", "v: should be 1; other forms need a newer Cairn"},
    {"\"v\":1", "\"v\":11", "v: should be 1"},
    {"\"v\":1", "\"v\":\"1\"", "v: should be 1"},
};

static void test_every_wrong_form_is_named(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct error error = {0};
        struct entry entry = {.rev = 77};
        const char *text = changed(CASES[i].old, CASES[i].new);
        if (entry_read(&arena, text, strlen(text), &entry, &error))
            fail_msg("accepted: %s", CASES[i].new);
        if (!strstr(error.text, CASES[i].part))
            fail_msg("\"%s\" is not in: %s", CASES[i].part, error.text);
        assert_memory_equal(error.text, "the entry: ", 11);
        assert_int_equal(error.code, ERROR_BAD_INPUT);
        assert_int_equal(entry.rev, 77);
    }
}

static void test_the_entry_that_they_are_made_from_is_good(void **state) {
    (void)state;
    struct error error = {0};
    struct entry entry;
    if (!entry_read(&arena, GOOD, strlen(GOOD), &entry, &error)) fail_msg("%s", error.text);
    assert_int_equal(entry.att_count, 2);
}

static void test_what_is_no_object_is_refused(void **state) {
    (void)state;
    static const char *const TEXTS[] = {"", "[]", "null", "[1,2,3,4,5,6,7,8,9,10,11,12]", "\"\""};
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        struct error error = {0};
        struct entry entry;
        assert_false(entry_read(&arena, TEXTS[i], strlen(TEXTS[i]), &entry, &error));
        assert_memory_equal(error.text, "the entry", 9);
    }
}

static void test_an_entry_that_is_cut_off_is_refused(void **state) {
    (void)state;
    for (size_t size = 0; size < strlen(GOOD); size++) {
        struct error error = {0};
        struct entry entry;
        assert_false(entry_read(&arena, GOOD, size, &entry, &error));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_the_entry_that_they_are_made_from_is_good, begin, end),
        cmocka_unit_test_setup_teardown(test_every_wrong_form_is_named, begin, end),
        cmocka_unit_test_setup_teardown(test_what_is_no_object_is_refused, begin, end),
        cmocka_unit_test_setup_teardown(test_an_entry_that_is_cut_off_is_refused, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
