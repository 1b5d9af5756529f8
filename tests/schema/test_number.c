/* Numbers in forms and tables: whole ones with their units, decimals with their digits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "schema/instant.h"
#include "schema/number.h"

static int64_t read_whole(const char *unit, const char *text) {
    int64_t number;
    struct error error = {0};
    if (!number_read_whole(unit, text, &number, &error)) fail_msg("%s", error.text);
    return number;
}

static void assert_no_whole(const char *unit, const char *text) {
    int64_t number = 7;
    struct error error = {0};
    if (number_read_whole(unit, text, &number, &error)) fail_msg("\"%s\" was taken", text);
    assert_int_equal(number, 7);
    assert_int_equal(error.code, ERROR_BAD_INPUT);
}

static void a_number_alone_is_in_the_unit_of_the_field(void **state) {
    (void)state;
    assert_int_equal(read_whole("mm", "1725"), 1725);
    assert_int_equal(read_whole("count", "0"), 0);
    assert_int_equal(read_whole("mm", "-40"), -40);
    assert_int_equal(read_whole("mm", "+40"), 40);
    assert_int_equal(read_whole("count", "9007199254740991"), WHOLE_MOST);
    assert_no_whole("count", "9007199254740992");
    assert_no_whole("count", "99999999999999999999999");
}

static void another_unit_has_to_come_out_whole(void **state) {
    (void)state;
    assert_int_equal(read_whole("mm", "172 cm"), 1720);
    assert_int_equal(read_whole("mm", "172.5cm"), 1725);
    assert_int_equal(read_whole("mm", "172.5 см"), 1725);
    assert_int_equal(read_whole("mm", "5 м"), 5000);
    assert_int_equal(read_whole("g", "80 кг"), 80000);
    assert_int_equal(read_whole("second", "2 хв"), 120);
    assert_int_equal(read_whole("mm", "1.725 m"), 1725);
    assert_int_equal(read_whole("mm", "1725.0 mm"), 1725);
    assert_int_equal(read_whole("g", "80 kg"), 80000);
    assert_int_equal(read_whole("mg", "2.5 g"), 2500);
    assert_no_whole("g", "2500 mg");
    assert_int_equal(read_whole("g", "2000 mg"), 2);
    assert_int_equal(read_whole("percent", "75%"), 75);
    assert_int_equal(read_whole("second", "2 min"), 120);
    assert_int_equal(read_whole("years", "24 months"), 2);
    assert_no_whole("mm", "172.55 cm");
    assert_no_whole("mm", "0.5");
    assert_no_whole("years", "30 months");
    assert_no_whole("mm", "172 kg");
    assert_no_whole("mm", "172 ells");
}

static void what_two_people_would_read_differently(void **state) {
    (void)state;
    assert_no_whole("mm", "1,725");
    assert_no_whole("mm", "172,5 cm");
    assert_no_whole("count", "about 5");
    assert_no_whole("count", "5-6");
    assert_no_whole("count", "1e3");
    assert_no_whole("count", "");
    assert_no_whole("count", "-");
    assert_no_whole("count", "0x10");
    assert_no_whole("count", "1 2");
    assert_no_whole("mm", "1. m");
}

static void assert_decimal(const char *text, const char *digits) {
    char read[DECIMAL_MOST + 1];
    struct error error = {0};
    if (!decimal_read(text, read, &error)) fail_msg("%s", error.text);
    assert_string_equal(read, digits);
    assert_true(decimal_check(digits, &error));
}

static void decimals_keep_their_digits(void **state) {
    (void)state;
    assert_decimal("0.0015", "0.0015");
    assert_decimal("0.001800", "0.001800");
    assert_decimal("0.050000000000000003", "0.050000000000000003");
    assert_decimal("0,05", "0.05");
    assert_decimal("0,005", "0.005");
    assert_decimal(".05", "0.05");
    assert_decimal("+1", "1");
    assert_decimal("007", "7");
    assert_decimal("-0.5", "-0.5");
    assert_decimal("1E+06", "1e6");
    assert_decimal("2.5e-7", "2.5e-7");
    assert_decimal("0", "0");
}

static void what_is_no_decimal(void **state) {
    (void)state;
    static const char *const bad[] = {"",    "x",   "1.2.3", "1,725",   "1e", "nan", "inf",
                                      "0x1", "1 2", "--1",   "1e99999", ".",  "1/2", "5%"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char read[DECIMAL_MOST + 1];
        struct error error = {0};
        if (decimal_read(bad[i], read, &error)) fail_msg("\"%s\" was taken", bad[i]);
    }
    static const char *const not_kept[] = {"0,05", ".05", "+1", "01", "1E6", "1e+6", "1e06", "1."};
    for (size_t i = 0; i < sizeof not_kept / sizeof *not_kept; i++) {
        struct error error = {0};
        assert_false(decimal_check(not_kept[i], &error));
    }
}

static void bounds_are_exact(void **state) {
    (void)state;
    assert_true(decimal_between("0", 0, 1));
    assert_true(decimal_between("1", 0, 1));
    assert_true(decimal_between("1.000", 0, 1));
    assert_true(decimal_between("0.999999999999999999999999", 0, 1));
    assert_false(decimal_between("1.000000000000000000000001", 0, 1));
    assert_false(decimal_between("-0.000000000000000000000001", 0, 1));
    assert_true(decimal_between("-0", 0, 1));
    assert_true(decimal_between("1e-300", 0, 1));
    assert_true(decimal_between("0.01e2", 0, 1));
    assert_false(decimal_between("0.011e2", 0, 1));
    assert_false(decimal_between("1e300", 0, WHOLE_MOST));
    assert_true(decimal_between("-1000", -1000, 1000));
    assert_false(decimal_between("-1000.1", -1000, 1000));
    assert_true(decimal_between("9007199254740991", 0, WHOLE_MOST));
    assert_false(decimal_between("9007199254740991.5", 0, WHOLE_MOST));
    assert_true(decimal_between("0e9999", 0, 1));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_alone_is_in_the_unit_of_the_field),
        cmocka_unit_test(another_unit_has_to_come_out_whole),
        cmocka_unit_test(what_two_people_would_read_differently),
        cmocka_unit_test(decimals_keep_their_digits),
        cmocka_unit_test(what_is_no_decimal),
        cmocka_unit_test(bounds_are_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
