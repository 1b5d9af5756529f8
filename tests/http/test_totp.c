/* Codes of authenticator applications, held against the vectors of RFC 4226 and RFC 6238. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "http/totp.h"

static const char SECRET[] = "1234567890123456789012345678901234567890123456789012345678901234";

static void test_vectors_of_hotp(void **state) {
    (void)state;
    static const uint32_t CODES[] = {755224, 287082, 359152, 969429, 338314,
                                     254676, 287922, 162583, 399871, 520489};
    for (uint64_t i = 0; i < 10; i++)
        assert_int_equal(totp_code(HMAC_SHA1, SECRET, 20, i, 6), CODES[i]);
}

static void test_vectors_of_totp(void **state) {
    (void)state;
    static const struct { uint64_t seconds; uint32_t sha1, sha256, sha512; } CASES[] = {
        {59, 94287082, 46119246, 90693936},          {1111111109, 7081804, 68084774, 25091201},
        {1111111111, 14050471, 67062674, 99943326},  {1234567890, 89005924, 91819424, 93441116},
        {2000000000, 69279037, 90698825, 38618901},  {20000000000, 65353130, 77737706, 47863826},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        uint64_t step = CASES[i].seconds / TOTP_STEP;
        assert_int_equal(totp_code(HMAC_SHA1, SECRET, 20, step, 8), CASES[i].sha1);
        assert_int_equal(totp_code(HMAC_SHA256, SECRET, 32, step, 8), CASES[i].sha256);
        assert_int_equal(totp_code(HMAC_SHA512, SECRET, 64, step, 8), CASES[i].sha512);
    }
}

static void test_a_code_is_good_once_and_for_a_while(void **state) {
    (void)state;
    uint64_t last = 0;
    /* 287082 is the code of step 1: seconds 30 to 59. */
    assert_true(totp_check(SECRET, 20, 45, "287082", &last));
    assert_int_equal(last, 1);
    assert_false(totp_check(SECRET, 20, 45, "287082", &last));
    /* A step early and a step late, but no more. */
    for (int seconds = 0; seconds < 150; seconds++) {
        last = 0;
        assert_int_equal(totp_check(SECRET, 20, seconds, "287082", &last), seconds < 90);
    }
    /* Once a later one was taken, an earlier one is not. */
    last = 2;
    assert_false(totp_check(SECRET, 20, 45, "287082", &last));
    assert_int_equal(last, 2);
}

static void test_what_is_no_code(void **state) {
    (void)state;
    uint64_t last = 0;
    static const char *const WRONG[] = {"", "28708", "2870820", "287083", " 87082", "28708a",
                                        "000000"};
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
        assert_false(totp_check(SECRET, 20, 45, WRONG[i], &last));
    assert_int_equal(last, 0);
}

static void test_the_address_for_a_picture(void **state) {
    (void)state;
    struct arena arena;
    arena_open(&arena, 0);
    assert_string_equal(totp_address(&arena, "Cairn", "Іва&", (const uint8_t *)SECRET),
                        "otpauth://totp/Cairn:%D0%86%D0%B2%D0%B0%26?secret="
                        "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Cairn");
    arena_close(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors_of_hotp),
        cmocka_unit_test(test_vectors_of_totp),
        cmocka_unit_test(test_a_code_is_good_once_and_for_a_while),
        cmocka_unit_test(test_what_is_no_code),
        cmocka_unit_test(test_the_address_for_a_picture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
