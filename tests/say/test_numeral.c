/* Numbers in digits and words of three languages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "say/numeral.h"
#include "say/paragraphs.h"

static double number(const char *language, const char *text) {
    struct paragraph paragraph = paragraph_of(language, text);
    struct numeral found;
    return numeral_read(&paragraph, 0, paragraph.count, &found) ? found.value : -1;
}

static void test_digits(void **state) {
    (void)state;
    assert_true(number("en", "1,204 samples") == 1204);
    assert_true(number("uk", "5 000 тіл") == 5000);
    assert_true(number("en", "1200") == 1200);
    assert_true(number("en", "99.5%") == 99.5);
    assert_true(number("ru", "37 тыс. тел") == 37000);
}

static void test_times_and_dates_are_none(void **state) {
    (void)state;
    assert_true(number("en", "16.20") == -1);
    assert_true(number("en", "15:13") == -1);
    assert_true(number("uk", "17.06.2019") == -1);
    assert_true(number("uk", "82-річна") == -1);
}

static void test_words(void **state) {
    (void)state;
    assert_true(number("en", "two hundred and six names") == 206);
    assert_true(number("en", "ninety-one skulls") == 91);
    assert_true(number("en", "three thousand four hundred") == 3400);
    assert_true(number("en", "three dozen") == 36);
    assert_true(number("uk", "двісті шість прізвищ") == 206);
    assert_true(number("uk", "дев’яносто один череп") == 91);
    assert_true(number("ru", "две тысячи триста пять") == 2305);
    assert_true(number("ru", "одиннадцать") == 11);
}

static void test_percent(void **state) {
    (void)state;
    struct paragraph paragraph = paragraph_of("en", "99 per cent of them");
    struct numeral found;
    assert_int_equal(numeral_read(&paragraph, 0, paragraph.count, &found), 3);
    assert_true(found.percent);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_digits), cmocka_unit_test(test_times_and_dates_are_none),
        cmocka_unit_test(test_words), cmocka_unit_test(test_percent)};
    return cmocka_run_group_tests(tests, paragraphs_open, paragraphs_close);
}
