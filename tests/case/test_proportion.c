/* Intervals of shares against the tables that were published with them, and against what defines
 * them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "case/proportion.h"

static void near(double found, double wanted, double by) {
    if (!(fabs(found - wanted) <= by)) fail_msg("%.17g is not %.17g", found, wanted);
}

/* Newcombe, Statistics in Medicine 17, 1998, 857-872, table I: the score method. */
static void one_share_as_published(void **state) {
    (void)state;
    static const struct {
        int part, whole;
        double low, high;
    } published[] = {{81, 263, .2553, .3662},
                     {15, 148, .0624, .1605},
                     {0, 20, 0, .1611},
                     {1, 29, .0061, .1718}};
    for (size_t i = 0; i < sizeof published / sizeof *published; i++) {
        struct interval found = proportion_interval(published[i].part, published[i].whole);
        near(found.low, published[i].low, 5e-5);
        near(found.high, published[i].high, 5e-5);
    }
}

/* Newcombe, Statistics in Medicine 17, 1998, 873-890, table II: method 10. */
static void differences_as_published(void **state) {
    (void)state;
    static const struct {
        int part, whole, other, of;
        double low, high;
    } published[] = {{56, 70, 48, 80, .0524, .3339}, {9, 10, 3, 10, .1705, .8090},
                     {6, 7, 2, 7, .0582, .8062},     {5, 56, 0, 29, -.0381, .1926},
                     {0, 10, 0, 20, -.1611, .2775},  {0, 10, 0, 10, -.2775, .2775},
                     {10, 10, 0, 20, .6791, 1},      {10, 10, 0, 10, .6075, 1}};
    for (size_t i = 0; i < sizeof published / sizeof *published; i++) {
        struct interval found = proportion_difference(published[i].part, published[i].whole,
                                                      published[i].other, published[i].of);
        near(found.low, published[i].low, 5e-5);
        near(found.high, published[i].high, 5e-5);
    }
}

/* Wilson's limits are the shares p that are just 1.959964 standard errors of p away. */
static void limits_are_what_defines_them(void **state) {
    (void)state;
    for (int whole = 1; whole <= 40; whole++)
        for (int part = 0; part <= whole; part++) {
            struct interval found = proportion_interval(part, whole);
            double share = (double)part / whole, z = 1.959963984540054;
            assert_true(found.low <= share && share <= found.high);
            near((share - found.low) * (share - found.low) * whole,
                 z * z * found.low * (1 - found.low), 1e-9);
            near((share - found.high) * (share - found.high) * whole,
                 z * z * found.high * (1 - found.high), 1e-9);
            struct interval others = proportion_interval(whole - part, whole);
            near(found.low, 1 - others.high, 1e-12);
        }
}

static void ends_are_exact(void **state) {
    (void)state;
    for (int whole = 1; whole < 100000; whole = whole * 3 + 1) {
        assert_true(proportion_interval(0, whole).low == 0);
        assert_true(proportion_interval(0, whole).high < 1);
        assert_true(proportion_interval(whole, whole).high == 1);
        assert_true(proportion_interval(whole, whole).low > 0);
    }
}

static void of_nothing_there_is_none(void **state) {
    (void)state;
    assert_true(isnan(proportion_interval(0, 0).low) && isnan(proportion_interval(0, 0).high));
    assert_true(isnan(proportion_interval(3, 2).low) && isnan(proportion_interval(-1, 2).low));
    assert_true(isnan(proportion_difference(1, 2, 0, 0).low));
    assert_true(isnan(proportion_difference(0, 0, 1, 2).high));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_share_as_published),
        cmocka_unit_test(differences_as_published),
        cmocka_unit_test(limits_are_what_defines_them),
        cmocka_unit_test(ends_are_exact),
        cmocka_unit_test(of_nothing_there_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
