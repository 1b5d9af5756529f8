/* Foreign text in messages: what could steer a terminal or break a line is not shown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/error.h"
#include "base/utf8.h"

static void assert_shown(const char *raw, const char *shown) {
    char text[100];
    strcpy(text, raw);
    assert_int_equal(utf8_is_harmless(raw), strcmp(raw, shown) == 0);
    assert_string_equal(utf8_harmless(text), shown);
}

static void test_letters_stay(void **state) {
    (void)state;
    assert_shown("", "");
    assert_shown("ELD-0001 ~", "ELD-0001 ~");
    assert_shown("Ізюм, łódź, 墓, 🪦", "Ізюм, łódź, 墓, 🪦");
    assert_shown("\xc2\xa0\xe2\x80\xa7\xe2\x80\xaf", "\xc2\xa0\xe2\x80\xa7\xe2\x80\xaf");
}

static void test_what_steers_a_terminal_is_not_shown(void **state) {
    (void)state;
    assert_shown("a\033[31m\nb\r\t\007\177", "a?[31m?b????");
    assert_shown("\xc2\x9b" "31m", "?31m");          /* CSI of C1 */
    assert_shown("a\xe2\x80\xae" "b", "a?b");         /* right to left */
    assert_shown("\xe2\x80\xa8\xe2\x81\xa6", "??"); /* line separator, isolate */
}

static void test_what_is_no_utf8_is_not_shown(void **state) {
    (void)state;
    assert_shown("\xff" "a\xc0\xaf", "?a??");
    assert_shown("\xed\xa0\x80", "???"); /* a surrogate */
    assert_shown("cut \xd0", "cut ?");
}

/* Wherever it came from and whatever is put round it. */
static void test_an_error_is_one_line(void **state) {
    (void)state;
    struct error error = {0};
    error_set(&error, ERROR_BAD_INPUT, "allele \"%s\"", "\033[1m\n9");
    error_within(&error, "%s", "a\nb.json");
    error_advise(&error, "see %s", "\033");
    assert_string_equal(error.text, "a?b.json: allele \"?[1m?9\"; see ?");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_letters_stay),
        cmocka_unit_test(test_what_steers_a_terminal_is_not_shown),
        cmocka_unit_test(test_what_is_no_utf8_is_not_shown),
        cmocka_unit_test(test_an_error_is_one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
