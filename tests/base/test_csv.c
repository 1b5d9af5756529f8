/* Comma-separated values as RFC 4180 has them, and nothing that a spreadsheet would run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/csv.h"

static void assert_cell(const char *text, const char *expected) {
    struct buffer out = {0};
    csv_cell(&out, true, text);
    assert_string_equal(buffer_text(&out), expected);
    buffer_close(&out);
}

/* RFC 4180 section 2, rules 1, 5, 6 and 7. */
static void test_the_examples_of_the_rfc(void **state) {
    (void)state;
    struct buffer out = {0};
    csv_cell(&out, true, "aaa");
    csv_cell(&out, false, "b\r\nbb");
    csv_cell(&out, false, "ccc");
    csv_end(&out);
    csv_cell(&out, true, "");
    csv_cell(&out, false, "b\"bb");
    csv_cell(&out, false, "c,c");
    csv_end(&out);
    assert_string_equal(buffer_text(&out), "aaa,\"b\r\nbb\",ccc\r\n,\"b\"\"bb\",\"c,c\"\r\n");
    buffer_close(&out);
}

static void test_what_needs_no_quotes_has_none(void **state) {
    (void)state;
    assert_cell("Юрій О'Гонь", "Юрій О'Гонь");
    assert_cell("a;b|c", "a;b|c");
    assert_cell(" a ", " a ");
}

static void test_nothing_runs_in_a_spreadsheet(void **state) {
    (void)state;
    assert_cell("=1+1", "'=1+1");
    assert_cell("@SUM(A1)", "'@SUM(A1)");
    assert_cell("+380 44 123", "'+380 44 123");
    assert_cell("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0");
    assert_cell("\t=1", "'\t=1");
    assert_cell("=HYPERLINK(\"http://x\",\"a\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"a\"\")\"");
}

static void test_numbers_stay(void **state) {
    (void)state;
    assert_cell("-37", "-37");
    assert_cell("+0.25", "+0.25");
    assert_cell("-", "'-");
    assert_cell("-.5", "'-.5");
    assert_cell("-1 2", "'-1 2");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_examples_of_the_rfc),
        cmocka_unit_test(test_what_needs_no_quotes_has_none),
        cmocka_unit_test(test_nothing_runs_in_a_spreadsheet),
        cmocka_unit_test(test_numbers_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
