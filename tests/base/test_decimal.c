/* Numbers in messages and commands: short, and still the same number. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "base/decimal.h"

static void test_what_was_given_is_written(void **state) {
    (void)state;
    static const char *const texts[] = {"0",     "0.05",        "0.1",   "1e-06",
                                        "0.999", "0.999999999", "1e+06", "0.0123456789",
                                        "-2.5",  "5e-324",      "0.3333333333333333"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_string_equal(decimal_of(strtod(texts[i], NULL)).text, texts[i]);
}

static void test_it_is_read_as_the_same_number(void **state) {
    (void)state;
    for (double number = 1e-9; number < 1e9; number *= 1.00731)
        assert_true(strtod(decimal_of(number).text, NULL) == number);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_was_given_is_written),
        cmocka_unit_test(test_it_is_read_as_the_same_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
