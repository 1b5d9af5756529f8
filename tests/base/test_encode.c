/* Bytes as text, against the examples of RFC 4648 section 10; what is not canonical is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/encode.h"

static const struct {
    const char *bytes, *text[4]; /* in the order of enum encoding */
} EXAMPLES[] = {
    {"", {"", "", "", ""}},
    {"f", {"66", "my", "Zg==", "Zg"}},
    {"fo", {"666f", "mzxq", "Zm8=", "Zm8"}},
    {"foo", {"666f6f", "mzxw6", "Zm9v", "Zm9v"}},
    {"foob", {"666f6f62", "mzxw6yq", "Zm9vYg==", "Zm9vYg"}},
    {"fooba", {"666f6f6261", "mzxw6ytb", "Zm9vYmE=", "Zm9vYmE"}},
    {"foobar", {"666f6f626172", "mzxw6ytboi", "Zm9vYmFy", "Zm9vYmFy"}},
    {"\xfb\xff\xfe", {"fbfffe", "7p774", "+//+", "-__-"}},
};
enum { EXAMPLE_COUNT = sizeof EXAMPLES / sizeof *EXAMPLES, ENCODINGS = 4 };

static void test_published_examples(void **state) {
    (void)state;
    for (int i = 0; i < EXAMPLE_COUNT; i++) {
        size_t size = strlen(EXAMPLES[i].bytes);
        for (int encoding = 0; encoding < ENCODINGS; encoding++) {
            const char *expected = EXAMPLES[i].text[encoding];
            char text[32];
            uint8_t bytes[16];
            struct error error = {0};
            memset(text, '#', sizeof text);
            encode_text(encoding, EXAMPLES[i].bytes, size, text);
            assert_string_equal(text, expected);
            assert_int_equal(encode_length(encoding, size), strlen(expected));
            assert_int_equal(encode_size(encoding, text, strlen(text)), size);
            assert_true(encode_bytes(encoding, text, strlen(text), bytes, size, &error));
            assert_memory_equal(bytes, EXAMPLES[i].bytes, size);
        }
    }
}

static void test_lengths_as_constants(void **state) {
    (void)state;
    for (size_t size = 0; size < 100; size++) {
        assert_int_equal(ENCODE_HEX_LENGTH(size), encode_length(ENCODING_HEX, size));
        assert_int_equal(ENCODE_BASE32_LENGTH(size), encode_length(ENCODING_BASE32, size));
        assert_int_equal(ENCODE_BASE64_LENGTH(size), encode_length(ENCODING_BASE64, size));
        assert_int_equal(ENCODE_BASE64URL_LENGTH(size), encode_length(ENCODING_BASE64URL, size));
    }
    assert_int_equal(ENCODE_BASE32_LENGTH(16), 26);
    assert_int_equal(ENCODE_BASE64_LENGTH(32), 44);
    assert_int_equal(ENCODE_BASE64URL_LENGTH(32), 43);
}

static void test_what_is_not_canonical_is_refused(void **state) {
    (void)state;
    static const struct {
        enum encoding encoding;
        const char *text;
        size_t size;
        const char *part;
    } CASES[] = {
        {ENCODING_HEX, "6F", 1, "character 2 is not hexadecimal in lower case"},
        {ENCODING_HEX, "6", 1, "have 2 characters, and these are 1"},
        {ENCODING_HEX, "666", 1, "have 2 characters, and these are 3"},
        {ENCODING_BASE32, "MZ", 1, "character 1 is not base32 in lower case"},
        {ENCODING_BASE32, "m1", 1, "character 2 is not base32"},
        {ENCODING_BASE32, "mz", 1, "bits that stand for nothing"},
        {ENCODING_BASE32, "my======", 1, "have 2 characters"},
        {ENCODING_BASE64, "Zg", 1, "have 4 characters, and these are 2"},
        {ENCODING_BASE64, "Zh==", 1, "bits that stand for nothing"},
        {ENCODING_BASE64, "Zm9=", 2, "bits that stand for nothing"},
        {ENCODING_BASE64, "Zg=A", 1, "does not end with its padding"},
        {ENCODING_BASE64, "Zm8A", 2, "does not end with its padding"},
        {ENCODING_BASE64, "Zg\n=", 1, "does not end with its padding"},
        {ENCODING_BASE64, "Z=v=", 2, "character 2 is not base64"},
        {ENCODING_BASE64, "-__-", 3, "character 1 is not base64"},
        {ENCODING_BASE64, "Zm9v\n", 3, "have 4 characters, and these are 5"},
        {ENCODING_BASE64URL, "+//+", 3, "character 1 is not base64url"},
        {ENCODING_BASE64URL, "Zg==", 1, "have 2 characters"},
        {ENCODING_BASE64URL, "Zh", 1, "bits that stand for nothing"},
        {ENCODING_BASE64URL, "Zm9 ", 3, "character 4 is not base64url"},
        {ENCODING_BASE64URL, "Zm\xc3v", 3, "character 3 is not base64url"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct error error = {0};
        uint8_t bytes[8] = "unused!";
        if (encode_bytes(CASES[i].encoding, CASES[i].text, strlen(CASES[i].text), bytes,
                         CASES[i].size, &error))
            fail_msg("accepted: %s", CASES[i].text);
        if (!strstr(error.text, CASES[i].part))
            fail_msg("\"%s\" is not in: %s", CASES[i].part, error.text);
        assert_memory_equal(bytes, "unused!", 8);
    }
}

/* Brute force: of all texts of a length, just those are taken that come back as they were. */
static void test_every_short_text_stands_for_itself_or_nothing(void **state) {
    (void)state;
    for (int encoding = 0; encoding < ENCODINGS; encoding++) {
        int taken = 0;
        for (int pair = 0; pair < 65536; pair++) {
            char text[4] = {(char)(pair >> 8), (char)pair, '=', '='}, again[8];
            size_t length = encoding == ENCODING_BASE64 ? 4 : 2;
            uint8_t byte;
            struct error error = {0};
            if (!encode_bytes(encoding, text, length, &byte, 1, &error)) continue;
            encode_text(encoding, &byte, 1, again);
            assert_memory_equal(again, text, length);
            taken++;
        }
        assert_int_equal(taken, 256);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_published_examples),
        cmocka_unit_test(test_lengths_as_constants),
        cmocka_unit_test(test_what_is_not_canonical_is_refused),
        cmocka_unit_test(test_every_short_text_stands_for_itself_or_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
