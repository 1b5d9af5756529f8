/* Codes that people give things: patterns, check characters, and the identifiers of entries. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "schema/code.h"
#include "schema/schema.h"

static const char REMAINS[] = "@@@-####+-[BP]";

static void assert_read(const char *pattern, bool given, const char *text, const char *code) {
    char read[SCHEMA_CODE_MOST + 1];
    struct error error = {0};
    if (!code_read(pattern, given, text, read, &error)) fail_msg("%s", error.text);
    assert_string_equal(read, code);
    assert_true(code_check(pattern, given, code, &error));
}

static void assert_refused(const char *pattern, bool given, const char *text, const char *part) {
    char read[SCHEMA_CODE_MOST + 1] = "untouched";
    struct error error = {0};
    assert_false(code_read(pattern, given, text, read, &error));
    assert_string_equal(read, "untouched");
    if (!strstr(error.text, part)) fail_msg("\"%s\" is not in: %s", part, error.text);
}

/* The worked example of the check character of blood donations (ISBT 128), which is ISO 7064
 * MOD 37-2: the sum 148354 leaves 21, and 38 - 21 is 17, the letter H. */
static void the_published_example(void **state) {
    (void)state;
    assert_int_equal(code_check_character("G123498654321"), 'H');
    assert_int_equal(code_check_character("G123 498 654 321"), 'H');
    assert_int_equal(code_check_character("g123-498-654-321"), 'H');
}

/* By hand: 0 leaves 38 - 0 = 38, and 38 mod 37 is 1; 1 leaves 38 - 2 = 36, which is the star. */
static void small_codes_by_hand(void **state) {
    (void)state;
    assert_int_equal(code_check_character("0"), '1');
    assert_int_equal(code_check_character("1"), '*');
    assert_int_equal(code_check_character("A"), 'I');  /* 38 - 20 = 18 */
    assert_int_equal(code_check_character("10"), 'Y'); /* ((0 + 1) * 2 + 0) * 2 = 4; 34 */
    assert_int_equal(code_check_character("-"), 0);
    assert_int_equal(code_check_character("\xd0\x90-1"), 0);
}

/* What ISO 7064 promises of its pure systems with one check character. */
static void every_slip_of_one_character_or_two_neighbours_is_found(void **state) {
    (void)state;
    static const char letters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    char code[] = "ABC0001B";
    char check = code_check_character(code);
    for (size_t i = 0; i < strlen(code); i++) {
        char kept = code[i];
        for (const char *at = letters; *at; at++) {
            code[i] = *at;
            if (*at != kept) assert_int_not_equal(code_check_character(code), check);
        }
        code[i] = kept;
        char next = code[i + 1];
        if (!next || next == kept) continue;
        code[i] = next;
        code[i + 1] = kept;
        assert_int_not_equal(code_check_character(code), check);
        code[i] = kept;
        code[i + 1] = next;
    }
}

static void codes_of_a_pattern(void **state) {
    (void)state;
    assert_read(REMAINS, false, "ABC-0001-B", "ABC-0001-B");
    assert_read(REMAINS, false, "abc-12345-p", "ABC-12345-P");
    assert_read("@@@", false, "ABC", "ABC");
    assert_read("@@@-G###+", false, "ABC-G001", "ABC-G001");
    assert_read("@@@-####+-E##+", false, "ABC-0001-E01", "ABC-0001-E01");
    assert_read("F###+-##+", false, "F012-03", "F012-03");
    assert_refused(REMAINS, false, "ABC-001-B", "not a code of the form");
    assert_refused(REMAINS, false, "ABC-0001-X", "not a code of the form");
    assert_refused(REMAINS, false, "ABC-0001-B1", "not a code of the form");
    assert_refused(REMAINS, false, "AB1-0001-B", "not a code of the form");
    assert_refused(REMAINS, false, "ABC-0001-", "not a code of the form");
    assert_refused(REMAINS, false, "", "fill it in");
}

static void codes_given_by_others_are_taken_as_they_are(void **state) {
    (void)state;
    assert_read(REMAINS, true, "GL02 018BP", "GL02 018BP");
    assert_read(REMAINS, true, "v1", "v1");
    assert_read(REMAINS, true, "abc-0001-b", "ABC-0001-B");
    assert_read(NULL, true, "\xd0\xa2-7", "\xd0\xa2-7");
    assert_refused(REMAINS, true, "two\nlines", "one line");
    assert_refused(REMAINS, true, " V1", "without blanks around it");
    char longest[SCHEMA_CODE_MOST + 2];
    memset(longest, 'x', sizeof longest);
    longest[SCHEMA_CODE_MOST + 1] = 0;
    assert_refused(NULL, true, longest, "at most 64 bytes");
    assert_read(NULL, true, longest + 1, longest + 1);
}

static void what_looks_like_another_code_is_refused(void **state) {
    (void)state;
    /* Typed on a Ukrainian keyboard. */
    assert_refused(REMAINS, true, "АВС-0001-В", "type it with Latin letters, as ABC-0001-B");
    assert_refused(REMAINS, true, "ABC-0001-В", "as ABC-0001-B");
    assert_refused(NULL, true, "LВ000123", "as LB000123");
    /* A code of another script that is like none of ours, and one that cannot be mistaken. */
    assert_read(REMAINS, true, "ТС-7", "ТС-7");
    assert_read(REMAINS, true, "Яма 7 B", "Яма 7 B");
    assert_refused(REMAINS, true, "ABC-0001-B\xe2\x80\x8b", "not seen");
    assert_refused(REMAINS, true, "\xef\xbb\xbf" "ABC-0001-B", "not seen");
    assert_refused(NULL, true, "GL02\xc2\xa0" "018", "not seen");
}

static void a_check_character_is_verified_and_taken_off(void **state) {
    (void)state;
    char with[32], wrong[32];
    char check = code_check_character("ABC-0001-B");
    snprintf(with, sizeof with, "ABC-0001-B:%c", check);
    assert_read(REMAINS, false, with, "ABC-0001-B");
    snprintf(with, sizeof with, "abc-0001-b:%c", check);
    assert_read(REMAINS, false, with, "ABC-0001-B");
    snprintf(wrong, sizeof wrong, "ABC-0002-B:%c", check);
    assert_refused(REMAINS, false, wrong, "does not belong to the code");
    assert_read(NULL, true, "G123 498:O", "G123 498");
    assert_refused(NULL, true, "V1:", "one check character");
    assert_refused(NULL, true, "V1:AB", "one check character");
    assert_refused(NULL, true, "--:A", "does not belong");
    struct error error = {0};
    assert_false(code_check(REMAINS, false, with, &error));
    assert_non_null(strstr(error.text, "it is \"ABC-0001-B\""));
}

static void patterns_that_are_none(void **state) {
    (void)state;
    static const char *const bad[] = {"", "+", "a", "[", "[]", "[ab]", "[AB", "A++", "@ #", "]"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct error error = {0};
        assert_false(code_pattern_check(bad[i], &error));
    }
    struct error error = {0};
    assert_true(code_pattern_check("@@@-####+-[BP]X9", &error));
}

static void identifiers_are_128_bits_in_base32(void **state) {
    (void)state;
    assert_true(identifier_check('r', "r-aaaaaaaaaaaaaaaaaaaaaaaaaa"));
    assert_true(identifier_check('u', "u-abcdefghijklmnopqrstuvwxy4"));
    assert_false(identifier_check('r', "u-aaaaaaaaaaaaaaaaaaaaaaaaaa"));
    assert_false(identifier_check('r', "r-aaaaaaaaaaaaaaaaaaaaaaaaa"));
    assert_false(identifier_check('r', "r-aaaaaaaaaaaaaaaaaaaaaaaaaaa"));
    assert_false(identifier_check('r', "r-AAAAAAAAAAAAAAAAAAAAAAAAAA"));
    assert_false(identifier_check('r', "r-a1aaaaaaaaaaaaaaaaaaaaaaaa"));
    assert_false(identifier_check('r', "r-aaaaaaaaaaaaaaaaaaaaaaaaab")); /* two bits too many */
    assert_false(identifier_check('r', ""));
}

static void assert_number(const char *pattern, const char *code, int64_t number) {
    int64_t read = -1;
    assert_int_equal(code_number(pattern, code, &read), number >= 0);
    assert_int_equal(read, number);
}

static void the_number_in_a_code(void **state) {
    (void)state;
    assert_number(REMAINS, "ABC-0436-B", 436);
    assert_number(REMAINS, "ABC-12345-P", 12345);
    assert_number("@@@-G###+", "ABC-G1001", 1001);
    assert_number("@@@-####+-E##+", "ABC-0007-E12", 7);
    assert_number(REMAINS, "ABC-0436", -1);
    assert_number(REMAINS, "LB000123", -1);
    assert_number("@@@", "ABC", -1);
    assert_number("@+-##", "ABC-12", -1);
    assert_number(REMAINS, "ABC-99999999999999999999-B", -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_number_in_a_code),
        cmocka_unit_test(the_published_example),
        cmocka_unit_test(small_codes_by_hand),
        cmocka_unit_test(every_slip_of_one_character_or_two_neighbours_is_found),
        cmocka_unit_test(codes_of_a_pattern),
        cmocka_unit_test(codes_given_by_others_are_taken_as_they_are),
        cmocka_unit_test(what_looks_like_another_code_is_refused),
        cmocka_unit_test(a_check_character_is_verified_and_taken_off),
        cmocka_unit_test(patterns_that_are_none),
        cmocka_unit_test(identifiers_are_128_bits_in_base32),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
