/* Keyed digests, held against the vectors of RFC 2202 and RFC 4231. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/encode.h"
#include "base/hmac.h"

static void check(enum hmac kind, const char *key, const char *text, const char *expected) {
    uint8_t code[HMAC_MOST];
    char hex[2 * HMAC_MOST + 1];
    size_t size = hmac_of(kind, key, strlen(key), text, strlen(text), code);
    encode_text(ENCODING_HEX, code, size, hex);
    assert_string_equal(hex, expected);
}

static void test_published_vectors(void **state) {
    (void)state;
    const char *text = "what do ya want for nothing?";
    check(HMAC_SHA1, "Jefe", text, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    check(HMAC_SHA256, "Jefe", text,
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    check(HMAC_SHA512, "Jefe", text,
          "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65"
          "f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737");
}

static void test_equal_is_equal(void **state) {
    (void)state;
    assert_true(hmac_equal("abc", "abc", 3));
    assert_false(hmac_equal("abc", "abd", 3));
    assert_true(hmac_equal("abc", "abd", 2));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_published_vectors),
        cmocka_unit_test(test_equal_is_equal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
