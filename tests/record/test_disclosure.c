/* Disclosures against RFC 9901 and against ones made by another program; what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/encode.h"
#include "base/seeded.h"
#include "record/disclosure.h"
#include "record/vectors.h"

static struct arena arena;
static struct digester digester;

static int begin(void **state) {
    (void)state;
    struct error error = {0};
    arena_open(&arena, 0);
    return digest_open(&digester, &error) ? 0 : -1;
}

static int end(void **state) {
    (void)state;
    arena_close(&arena);
    digest_close(&digester);
    return 0;
}

static void expect_digest(const char *text, const char *expected) {
    char digest[ENCODE_BASE64URL_LENGTH(DIGEST_SIZE) + 1];
    encode_text(ENCODING_BASE64URL, disclosure_digest(&digester, text, strlen(text)).byte,
                DIGEST_SIZE, digest);
    assert_string_equal(digest, expected);
}

/* base64url of JSON written by hand. */
static char *wrap(const char *json) {
    size_t size = strlen(json);
    char *text = arena_take(&arena, ENCODE_BASE64URL_LENGTH(size) + 1, 1);
    encode_text(ENCODING_BASE64URL, json, size, text);
    return text;
}

static char *unwrap(const char *text) {
    struct error error = {0};
    size_t size = encode_size(ENCODING_BASE64URL, text, strlen(text));
    char *json = arena_take(&arena, size + 1, 1);
    if (!encode_bytes(ENCODING_BASE64URL, text, strlen(text), json, size, &error))
        fail_msg("%s", error.text);
    return json;
}

/* RFC 9901 section 4.2.3: the digest is over the text, not over what it stands for. */
static void test_the_example_of_the_rfc(void **state) {
    (void)state;
    expect_digest("WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0",
                  "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0");
}

/* A source that gives one salt. */
struct salt {
    struct random random;
    uint8_t byte[DISCLOSURE_SALT];
};

static void fill_salt(struct random *random, void *out, size_t size) {
    assert_int_equal(size, DISCLOSURE_SALT);
    memcpy(out, ((struct salt *)random)->byte, size);
}

static void test_another_program_makes_the_same(void **state) {
    (void)state;
    json_t *entry = vectors_json(&arena, "sd_entry.json");
    if (!entry) skip();
    json_t *list = json_object_get(entry, "disclosures");
    json_t *digests = json_object_get(entry, "digests");
    assert_int_equal(json_array_size(list), 5);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *text = json_string_value(json_array_get(list, i));
        struct disclosure disclosure;
        struct error error = {0};
        if (!disclosure_read(&arena, text, strlen(text), &disclosure, &error))
            fail_msg("%s", error.text);
        expect_digest(text, vectors_text(digests, disclosure.name));
        struct salt salt = {.random = {fill_salt}};
        memcpy(salt.byte, disclosure.salt, sizeof salt.byte);
        char *again;
        assert_true(disclosure_make(&arena, &salt.random, disclosure.name, disclosure.value,
                                    disclosure.value_size, &again, &error));
        assert_string_equal(again, text);
    }
    json_decref(entry);
}

static void test_parts_come_back(void **state) {
    (void)state;
    static const char *const VALUES[] = {"null", "\"Ђ \\\"x\\\"\"", "-5", "[1,{\"a\":true}]",
                                         "{\"none\":\"not_examined\"}"};
    struct seeded seeded = seeded_from(1);
    for (size_t i = 0; i < sizeof VALUES / sizeof *VALUES; i++) {
        struct error error = {0};
        struct disclosure disclosure;
        char *text;
        assert_true(disclosure_make(&arena, &seeded.random, "found", VALUES[i], strlen(VALUES[i]),
                                    &text, &error));
        assert_true(disclosure_read(&arena, text, strlen(text), &disclosure, &error));
        assert_string_equal(disclosure.name, "found");
        assert_int_equal(disclosure.value_size, strlen(VALUES[i]));
        assert_memory_equal(disclosure.value, VALUES[i], disclosure.value_size);
    }
}

static void test_what_is_absent_is_null_and_looks_like_the_rest(void **state) {
    (void)state;
    struct seeded seeded = seeded_from(2);
    struct error error = {0};
    char *absent, *again;
    assert_true(disclosure_make(&arena, &seeded.random, "found", NULL, 0, &absent, &error));
    assert_true(disclosure_make(&arena, &seeded.random, "found", NULL, 0, &again, &error));
    assert_non_null(strstr(unwrap(absent), "\",\"found\",null]"));
    struct digest one = disclosure_digest(&digester, absent, strlen(absent));
    struct digest other = disclosure_digest(&digester, again, strlen(again));
    assert_false(digest_equal(&one, &other));
}

#define SALT "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

static void test_what_is_not_a_disclosure_is_refused(void **state) {
    (void)state;
    static const struct {
        const char *json, *part;
    } CASES[] = {
        {"[\"" SALT "\", \"a\",1]", "not canonical JSON"},
        {"[\"" SALT "\",\"a\",1.5]", "not canonical JSON"},
        {"[\"" SALT "\",\"a\",{\"x\":1,\"x\":2}]", "stands there twice"},
        {"[\"" SALT "\",\"a\"]", "it is not [salt, name, value]"},
        {"[\"" SALT "\",\"a\",1,2]", "it is not [salt, name, value]"},
        {"[\"" SALT "\",1,2]", "it is not [salt, name, value]"},
        {"[1,\"a\",2]", "it is not [salt, name, value]"},
        {"{\"a\":\"" SALT "\",\"b\":\"a\",\"c\":1}", "it is not [salt, name, value]"},
        {"\"abc\"", "it is not [salt, name, value]"},
        {"[\"AAECAwQFBgcICQoLDA0ODw\",\"a\",1]", "the salt: 32 bytes in base64url have 43"},
        {"[\"" SALT "AA\",\"a\",1]", "the salt: 32 bytes in base64url have 43"},
        {"[\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9\",\"a\",1]", "the salt: the last"},
        {"", "not canonical JSON"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct error error = {0};
        struct disclosure disclosure = {.name = "untouched"};
        const char *text = wrap(CASES[i].json);
        if (disclosure_read(&arena, text, strlen(text), &disclosure, &error))
            fail_msg("accepted: %s", CASES[i].json);
        if (!strstr(error.text, CASES[i].part))
            fail_msg("\"%s\" is not in: %s", CASES[i].part, error.text);
        assert_string_equal(disclosure.name, "untouched");
    }
    struct error error = {0};
    struct disclosure disclosure;
    const char *good = wrap("[\"" SALT "\",\"a\",1]");
    assert_true(disclosure_read(&arena, good, strlen(good), &disclosure, &error));
    assert_int_equal(disclosure.salt[31], 31);
    const char *padded = arena_format(&arena, "%s=", good);
    assert_false(disclosure_read(&arena, padded, strlen(padded), &disclosure, &error));
}

static void test_how_long_it_may_be(void **state) {
    (void)state;
    struct seeded seeded = seeded_from(3);
    /* ["<43>","a","<x>"] in base64url has DISCLOSURE_MOST characters for this many x. */
    size_t most = DISCLOSURE_MOST / 4 * 3 - 43 - 11;
    for (size_t more = 0; more < 2; more++) {
        size_t size = most + more + 2;
        char *value = arena_take(&arena, size + 1, 1), *text = NULL;
        memset(value, 'x', size);
        value[0] = value[size - 1] = '"';
        struct error error = {0};
        struct disclosure disclosure;
        bool done = disclosure_make(&arena, &seeded.random, "a", value, size, &text, &error);
        assert_int_equal(done, more == 0);
        if (done) {
            assert_int_equal(strlen(text), DISCLOSURE_MOST);
            assert_true(disclosure_read(&arena, text, strlen(text), &disclosure, &error));
        } else {
            assert_int_equal(error.code, ERROR_TOO_LARGE);
        }
    }
    char *long_text = arena_take(&arena, DISCLOSURE_MOST + 2, 1);
    memset(long_text, 'A', DISCLOSURE_MOST + 1);
    struct error error = {0};
    struct disclosure disclosure;
    assert_false(
        disclosure_read(&arena, long_text, DISCLOSURE_MOST + 1, &disclosure, &error));
    assert_int_equal(error.code, ERROR_TOO_LARGE);
}

/* ------------------------------------------------------------------ files */

static void test_a_file_comes_back(void **state) {
    (void)state;
    struct seeded seeded = seeded_from(4);
    struct error error = {0};
    struct disclosure_file file = {.name = "гроб 1.jpg",
                                   .media_type = "image/jpeg",
                                   .sha256 = digest_of(&digester, "abc", 3),
                                   .length = 3},
                           again;
    char *text;
    assert_true(disclosure_make_file(&arena, &seeded.random, &file, &text, &error));
    assert_non_null(strstr(unwrap(text), "\",\"гроб 1.jpg\",{\"length\":3,"
                                         "\"media_type\":\"image/jpeg\","
                                         "\"sha256\":\"ba7816bf8f01cfea414140de5dae2223"
                                         "b00361a396177a9cb410ff61f20015ad\"}]"));
    assert_true(disclosure_read_file(&arena, text, strlen(text), &again, &error));
    assert_string_equal(again.name, file.name);
    assert_string_equal(again.media_type, file.media_type);
    assert_int_equal(again.length, 3);
    assert_true(digest_equal(&again.sha256, &file.sha256));
}

static void test_what_is_not_a_file_is_refused(void **state) {
    (void)state;
    static const char HASH[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    static const char *const VALUES[] = {
        "null",
        "[1,2,3]",
        "{}",
        "{\"length\":3,\"sha256\":\"#\"}",
        "{\"length\":-3,\"media_type\":\"\",\"sha256\":\"#\"}",
        "{\"length\":\"3\",\"media_type\":\"\",\"sha256\":\"#\"}",
        "{\"length\":3,\"media_type\":null,\"sha256\":\"#\"}",
        "{\"length\":3,\"media_type\":\"\",\"sha256\":\"#0\"}",
        "{\"length\":3,\"media_type\":\"\",\"sha256\":3}",
        "{\"length\":3,\"media_type\":\"\",\"sha256\":\"#\",\"x\":1}",
    };
    for (size_t i = 0; i < sizeof VALUES / sizeof *VALUES; i++) {
        const char *cross = strchr(VALUES[i], '#');
        const char *value =
            cross ? arena_format(&arena, "%.*s%s%s", (int)(cross - VALUES[i]), VALUES[i], HASH,
                                 cross + 1)
                  : VALUES[i];
        const char *text = wrap(arena_format(&arena, "[\"" SALT "\",\"a.jpg\",%s]", value));
        struct error error = {0};
        struct disclosure_file file = {.length = 77};
        if (disclosure_read_file(&arena, text, strlen(text), &file, &error))
            fail_msg("accepted: %s", value);
        assert_non_null(strstr(error.text, "the disclosure of a file"));
        assert_int_equal(file.length, 77);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_the_example_of_the_rfc, begin, end),
        cmocka_unit_test_setup_teardown(test_another_program_makes_the_same, begin, end),
        cmocka_unit_test_setup_teardown(test_parts_come_back, begin, end),
        cmocka_unit_test_setup_teardown(test_what_is_absent_is_null_and_looks_like_the_rest, begin,
                                        end),
        cmocka_unit_test_setup_teardown(test_what_is_not_a_disclosure_is_refused, begin, end),
        cmocka_unit_test_setup_teardown(test_how_long_it_may_be, begin, end),
        cmocka_unit_test_setup_teardown(test_a_file_comes_back, begin, end),
        cmocka_unit_test_setup_teardown(test_what_is_not_a_file_is_refused, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
