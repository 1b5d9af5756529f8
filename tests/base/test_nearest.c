/* "Did you mean": which word is taken to be meant. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/nearest.h"

static struct nearest among(const char *wanted, const char *first, const char *second) {
    struct nearest nearest = nearest_to(wanted);
    nearest_consider(&nearest, first);
    nearest_consider(&nearest, second);
    return nearest;
}

static void test_single_changes_are_counted(void **state) {
    (void)state;
    assert_int_equal(among("identify", "identify", "kin").distance, 0);
    assert_int_equal(among("", "kin", "identify").distance, 3);
    assert_int_equal(among("identfy", "identify", "kin").distance, 1);
    assert_int_equal(among("kitten", "sitting", "kin").distance, 3);
    assert_int_equal(among("explain", "exlpain", "kin").distance, 2);
    assert_int_equal(among("Identfy", "idenTify", "kin").distance, 1);
}

static void test_the_nearest_word_is_meant(void **state) {
    (void)state;
    assert_string_equal(among("demp", "dump", "demo").word, "dump"); /* the first of equals */
    assert_string_equal(among("demoo", "dump", "demo").word, "demo");
}

static void test_far_words_are_others(void **state) {
    (void)state;
    char word[65] = "";
    memset(word, 'x', 64);
    assert_null(among("publish", "kin", "demo").word);
    assert_null(among(word, word, "demo").word);
    word[63] = 0;
    assert_string_equal(among(word, word, "demo").word, word);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_single_changes_are_counted),
        cmocka_unit_test(test_the_nearest_word_is_meant),
        cmocka_unit_test(test_far_words_are_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
