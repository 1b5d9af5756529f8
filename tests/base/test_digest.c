/* SHA-256 against the examples of FIPS 180-4. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/digest.h"
#include "base/encode.h"

static int begin(void **state) {
    static struct digester digester;
    struct error error = {0};
    *state = &digester;
    return digest_open(&digester, &error) ? 0 : -1;
}

static int end(void **state) {
    digest_close(*state);
    return 0;
}

static void expect(struct digest digest, const char *hex) {
    char text[ENCODE_HEX_LENGTH(DIGEST_SIZE) + 1];
    encode_text(ENCODING_HEX, digest.byte, DIGEST_SIZE, text);
    assert_string_equal(text, hex);
}

static void test_published_examples(void **state) {
    static const struct {
        const char *text, *hex;
    } EXAMPLES[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    };
    for (size_t i = 0; i < sizeof EXAMPLES / sizeof *EXAMPLES; i++)
        expect(digest_of(*state, EXAMPLES[i].text, strlen(EXAMPLES[i].text)), EXAMPLES[i].hex);
}

static void test_a_million_letters_in_pieces(void **state) {
    char letters[999];
    memset(letters, 'a', sizeof letters);
    digest_begin(*state);
    size_t left = 1000000;
    for (size_t piece = 0; left > 0; left -= piece) {
        piece = (piece + 7) % sizeof letters;
        if (piece > left) piece = left;
        digest_add(*state, letters, piece);
    }
    expect(digest_end(*state), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void test_a_digest_begun_and_left_does_not_matter(void **state) {
    digest_begin(*state);
    digest_add(*state, "something else", 14);
    expect(digest_of(*state, "abc", 3),
           "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void test_digests_are_compared_whole(void **state) {
    struct digest one = digest_of(*state, "abc", 3), other = one;
    assert_true(digest_equal(&one, &other));
    for (size_t i = 0; i < DIGEST_SIZE; i++) {
        other.byte[i] ^= 1;
        assert_false(digest_equal(&one, &other));
        other.byte[i] ^= 1;
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_published_examples, begin, end),
        cmocka_unit_test_setup_teardown(test_a_million_letters_in_pieces, begin, end),
        cmocka_unit_test_setup_teardown(test_a_digest_begun_and_left_does_not_matter, begin, end),
        cmocka_unit_test_setup_teardown(test_digests_are_compared_whole, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
