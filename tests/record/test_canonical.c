/* Canonical JSON: what is taken, what is refused, and what is found in it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "record/canonical_write.h"
#include "record/rewrite.h"
#include "record/vectors.h"

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

static bool scans(const char *text, size_t size) {
    struct error error = {0};
    bool done = canonical_scan(text, size, NULL, 0, NULL, &error);
    if (!done) assert_memory_equal(error.text, "not canonical JSON at byte ", 27);
    return done;
}

/* ------------------------------------------------------------------ published examples */

/* RFC 8785 section 3.2.3, and the test file "weird", which adds to it. */
static void test_the_example_of_the_rfc(void **state) {
    (void)state;
    const char *canonical = rewrite_text(&arena, 
        "{ \"\\u20ac\": \"Euro Sign\", \"\\r\": \"Carriage Return\",\n"
        "  \"\\ufb33\": \"Hebrew Letter Dalet With Dagesh\", \"1\": \"One\",\n"
        "  \"\\ud83d\\ude00\": \"Emoji: Grinning Face\", \"\\u0080\": \"Control\",\n"
        "  \"\\u00f6\": \"Latin Small Letter O With Diaeresis\" }");
    assert_string_equal(canonical, "{\"\\r\":\"Carriage Return\",\"1\":\"One\","
                                   "\"\xc2\x80\":\"Control\","
                                   "\"ö\":\"Latin Small Letter O With Diaeresis\","
                                   "\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\","
                                   "\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
}

static void test_published_vectors(void **state) {
    (void)state;
    /* The sixth, "values", is about numbers that are not whole. */
    static const char *const NAMES[] = {"arrays", "french", "structures", "unicode", "weird"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        size_t size;
        const char *file = arena_format(&arena, "rfc8785/input/%s.json", NAMES[i]);
        const char *input = vectors_file(&arena, file, &size);
        file = arena_format(&arena, "rfc8785/outhex/%s.txt", NAMES[i]);
        char *hex = input ? vectors_file(&arena, file, &size) : NULL;
        if (!hex) skip();
        const char *canonical = rewrite_text(&arena, input);
        struct buffer expected = {0};
        for (char *word = strtok(hex, " \r\n"); word; word = strtok(NULL, " \r\n")) {
            char byte = (char)strtol(word, NULL, 16);
            buffer_add(&expected, &byte, 1);
        }
        assert_int_equal(strlen(canonical), expected.size);
        assert_memory_equal(canonical, expected.bytes, expected.size);
        assert_true(scans(expected.bytes, expected.size));
        assert_false(scans(input, strlen(input)));
        buffer_close(&expected);
    }
}

/* ------------------------------------------------------------------ what is refused */

static void test_what_is_not_canonical_is_refused_with_its_place(void **state) {
    (void)state;
    static const struct {
        const char *text, *part;
    } CASES[] = {
        {"", "byte 0: a value should stand here"},
        {" 1", "byte 0: a value should stand here"},
        {"1 ", "byte 1: something stands behind the value"},
        {"1\n", "byte 1: something stands behind the value"},
        {"\xef\xbb\xbf" "1", "byte 0: a value should stand here"},
        {"{\"a\": 1}", "byte 5: a value should stand here"},
        {"{\"a\":1, \"b\":2}", "byte 7: a name should stand here"},
        {"{ }", "byte 1: a name should stand here"},
        {"{\"a\"}", "byte 4: a colon should stand here"},
        {"{\"a\":1", "byte 6: a comma or } should stand here"},
        {"{\"a\":1,}", "byte 7: a name should stand here"},
        {"{1:1}", "byte 1: a name should stand here"},
        {"[1,]", "byte 3: a value should stand here"},
        {"[1", "byte 2: a comma or ] should stand here"},
        {"[1}", "byte 2: a comma or ] should stand here"},
        {"[", "byte 1: a value should stand here"},
        {"{\"b\":1,\"a\":2}", "byte 7: a name that is not in order"},
        {"{\"a\":1,\"a\":2}", "byte 7: a name that stands there twice"},
        {"{\"aa\":1,\"a\":2}", "byte 8: a name that is not in order"},
        {"{\"a\":{\"x\":1,\"x\":1}}", "byte 12: a name that stands there twice"},
        {"[{\"€\":1,\"ö\":2}]", "byte 10: a name that is not in order"},
        {"{\"\ufb33\":1,\"😂\":2}", "byte 9: a name that is not in order"},
        {"{\"1\":1,\"\\n\":2}", "byte 7: a name that is not in order"},
        {"\"a", "byte 0: a text that does not end"},
        {"\"a\\\"", "byte 0: a text that does not end"},
        {"\"\t\"", "byte 1: a control character that is not escaped"},
        {"\"12345678\n\"", "byte 9: a control character that is not escaped"},
        {"\"\\/\"", "byte 1: an escape that is not"},
        {"\"\\u0041\"", "byte 1: an escape that is not"},
        {"\"\\u000a\"", "byte 1: an escape that is not"},
        {"\"\\u0008\"", "byte 1: an escape that is not"},
        {"\"\\u001F\"", "byte 1: an escape that is not"},
        {"\"\\u0000\"", "byte 1: an escape that is not"},
        {"\"\\u0020\"", "byte 1: an escape that is not"},
        {"\"\\u20ac\"", "byte 1: an escape that is not"},
        {"\"\\u00\"", "byte 1: an escape that is not"},
        {"\"\\x\"", "byte 1: an escape that is not"},
        {"\"\\", "byte 1: an escape that is not"},
        {"\"\xff\"", "byte 1: not UTF-8"},
        {"\"\xc0\x80\"", "byte 1: not UTF-8"},
        {"\"\xed\xa0\x80\"", "byte 1: not UTF-8"},
        {"\"\xe2\x82\"", "byte 1: not UTF-8"},
        {"01", "byte 0: -0, or a number with a 0 before it"},
        {"-0", "byte 0: -0, or a number with a 0 before it"},
        {"-01", "byte 0: -0, or a number with a 0 before it"},
        {"-", "byte 1: a digit should stand here"},
        {"+1", "byte 0: a value should stand here"},
        {"1.0", "byte 0: a number that is not written whole"},
        {"1e2", "byte 0: a number that is not written whole"},
        {"1E2", "byte 0: a number that is not written whole"},
        {".5", "byte 0: a value should stand here"},
        {"9007199254740992", "byte 0: a number beyond 2^53 - 1"},
        {"-9007199254740992", "byte 0: a number beyond 2^53 - 1"},
        {"99999999999999999999999999", "byte 0: a number beyond 2^53 - 1"},
        {"True", "byte 0: a value should stand here"},
        {"tru", "byte 0: a value should stand here"},
        {"nul1", "byte 0: a value should stand here"},
        {"NaN", "byte 0: a value should stand here"},
        {"'a'", "byte 0: a value should stand here"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct error error = {0};
        struct canonical_part part = {.size = 77};
        size_t count = 77;
        if (canonical_scan(CASES[i].text, strlen(CASES[i].text), &part, 1, &count, &error))
            fail_msg("accepted: %s", CASES[i].text);
        if (!strstr(error.text, CASES[i].part))
            fail_msg("\"%s\" is not in: %s", CASES[i].part, error.text);
        assert_int_equal(count, 77);
    }
    struct error error = {0};
    assert_false(canonical_scan("\"a\0\"", 4, NULL, 0, NULL, &error));
    assert_false(canonical_scan("1\0", 2, NULL, 0, NULL, &error));
}

static void test_what_is_canonical_is_taken(void **state) {
    (void)state;
    static const char *const TEXTS[] = {
        "null", "true", "false", "0", "1", "-1", "10", "9007199254740991", "-9007199254740991",
        "\"\"", "\"/\"", "\"\x7f\"", "\"\xc2\x80\u2028\"", "\"\\\"\\\\\"", "\"\\b\\t\\n\\f\\r\"",
        "\"\\u0001\\u000b\\u000e\\u001f\"", "{}", "[]", "[[],{},\"\",0]",
        "{\"\":1,\"a\":{\"a\":1,\"b\":2},\"aa\":[1,1]}", "{\"\\n\":1,\"1\":2}",
        "{\"😂\":1,\"\ufb33\":2}", "{\"\\\"\":1,\"#\":2}", "{\"[\":1,\"\\\\\":2,\"]\":3}",
    };
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        if (!scans(TEXTS[i], strlen(TEXTS[i]))) fail_msg("refused: %s", TEXTS[i]);
        assert_string_equal(rewrite_text(&arena, TEXTS[i]), TEXTS[i]);
        /* Nothing behind the last byte is looked at. */
        char *alone = malloc(strlen(TEXTS[i]));
        memcpy(alone, TEXTS[i], strlen(TEXTS[i]));
        assert_true(scans(alone, strlen(TEXTS[i])));
        free(alone);
    }
}

static void test_how_deep_it_may_go(void **state) {
    (void)state;
    for (int depth = 1; depth <= CANONICAL_DEPTH + 1; depth++) {
        struct buffer text = {0};
        for (int i = 0; i < depth; i++) buffer_add_text(&text, i % 2 ? "{\"a\":" : "[");
        buffer_add_text(&text, "0");
        for (int i = depth - 1; i >= 0; i--) buffer_add_text(&text, i % 2 ? "}" : "]");
        assert_int_equal(scans(text.bytes, text.size), depth <= CANONICAL_DEPTH);
        buffer_close(&text);
    }
    char brackets[4096];
    memset(brackets, '[', sizeof brackets);
    assert_false(scans(brackets, sizeof brackets));
}

/* ------------------------------------------------------------------ what was scanned */

static void test_members_and_items_are_found(void **state) {
    (void)state;
    static const char TEXT[] = "{\"a\":[1,\"]}\",{\"x\":\"\\\\\"}],\"b\\\"\":{},"
                               "\"c\":-12,\"d\":\"т\\n\"}";
    static const char *const NAMES[] = {"a", "b\\\"", "c", "d"};
    static const char *const VALUES[] = {"[1,\"]}\",{\"x\":\"\\\\\"}]", "{}", "-12", "\"т\\n\""};
    struct canonical_part part[6], walked;
    struct error error = {0};
    size_t count;
    assert_true(canonical_scan(TEXT, strlen(TEXT), part, 6, &count, &error));
    assert_int_equal(count, 4);
    assert_int_equal(canonical_count(TEXT, strlen(TEXT)), 4);
    struct canonical_walk walk = canonical_walk(TEXT, strlen(TEXT));
    for (size_t i = 0; i < 4; i++) {
        assert_true(canonical_named(&part[i], NAMES[i]));
        assert_int_equal(part[i].size, strlen(VALUES[i]));
        assert_memory_equal(part[i].bytes, VALUES[i], part[i].size);
        assert_true(canonical_next(&walk, &walked));
        assert_memory_equal(&walked, &part[i], sizeof walked);
    }
    assert_false(canonical_next(&walk, &walked));
    assert_int_equal(canonical_whole(part[2].bytes, part[2].size), -12);
    assert_string_equal(canonical_text(&arena, part[3].bytes, part[3].size), "т\n");
    assert_false(canonical_named(&part[0], "b"));
    assert_false(canonical_named(&part[0], "aa"));

    walk = canonical_walk(part[0].bytes, part[0].size);
    static const char *const ITEMS[] = {"1", "\"]}\"", "{\"x\":\"\\\\\"}"};
    for (size_t i = 0; i < 3; i++) {
        assert_true(canonical_next(&walk, &walked));
        assert_null(walked.name);
        assert_int_equal(walked.size, strlen(ITEMS[i]));
        assert_memory_equal(walked.bytes, ITEMS[i], walked.size);
        assert_int_equal(canonical_is_text(&walked, "]}"), i == 1);
    }
    assert_false(canonical_next(&walk, &walked));
}

static void test_more_members_than_there_is_room_for_are_counted(void **state) {
    (void)state;
    struct canonical_part part[2] = {0};
    struct error error = {0};
    size_t count;
    assert_true(canonical_scan("[10,20,30]", 10, part, 1, &count, &error));
    assert_int_equal(count, 3);
    assert_memory_equal(part[0].bytes, "10", 2);
    assert_null(part[1].bytes);
    assert_true(canonical_scan("\"text\"", 6, part, 1, &count, &error));
    assert_int_equal(count, 0);
}

static void test_every_character_of_text_comes_back(void **state) {
    (void)state;
    char text[300];
    size_t length = 0;
    for (int byte = 1; byte < 128; byte++) text[length++] = (char)byte;
    strcpy(text + length, "čćžшђї€😂\ufb33\U0010ffff");
    struct buffer out = {0};
    struct error error = {0};
    struct canonical_writer writer = canonical_to(&arena, &out);
    canonical_put_text(&writer, text);
    assert_true(canonical_end(&writer, &error));
    assert_string_equal(canonical_text(&arena, out.bytes, out.size), text);
    json_t *read = json_loadb(out.bytes, out.size, JSON_DECODE_ANY, NULL);
    assert_string_equal(json_string_value(read), text);
    json_decref(read);
    buffer_close(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_the_example_of_the_rfc, begin, end),
        cmocka_unit_test_setup_teardown(test_published_vectors, begin, end),
        cmocka_unit_test(test_what_is_not_canonical_is_refused_with_its_place),
        cmocka_unit_test_setup_teardown(test_what_is_canonical_is_taken, begin, end),
        cmocka_unit_test(test_how_deep_it_may_go),
        cmocka_unit_test_setup_teardown(test_members_and_items_are_found, begin, end),
        cmocka_unit_test(test_more_members_than_there_is_room_for_are_counted),
        cmocka_unit_test_setup_teardown(test_every_character_of_text_comes_back, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
