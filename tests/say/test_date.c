/* Words for days against the day of publication: Monday 1 October 2018, unless another is given. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "say/date.h"
#include "say/paragraphs.h"

static const char *date(const char *language, const char *published, const char *text) {
    struct paragraph paragraph = paragraph_of(language, text);
    const char *edtf;
    int end =
        date_read(&paragraphs_arena, &paragraph, 0, paragraph.count, date_day(published), &edtf);
    if (end == 0) return "no date";
    return edtf ? edtf : "not resolved";
}

static void test_day(void **state) {
    (void)state;
    assert_true(date_day("2018-10-01") == 17805);
    assert_true(date_day("2018-02-30") == DATE_NONE);
    assert_true(date_day("2018-1-1") == DATE_NONE);
    assert_true(date_day("") == DATE_NONE);
    assert_true(date_day("2018-10-01T15:13:00+01:00") == 17805);
}

static void test_english(void **state) {
    (void)state;
    static const char monday[] = "2018-10-01";
    assert_string_equal(date("en", monday, "on Monday"), "2018-10-01");
    assert_string_equal(date("en", monday, "last Monday"), "2018-09-24");
    assert_string_equal(date("en", monday, "on Tuesday night"), "2018-09-25");
    assert_string_equal(date("en", monday, "yesterday"), "2018-09-30");
    assert_string_equal(date("en", monday, "this morning"), "2018-10-01");
    assert_string_equal(date("en", monday, "last week"), "2018-09-24/2018-09-30");
    assert_string_equal(date("en", monday, "over the weekend"), "2018-09-29/2018-09-30");
    assert_string_equal(date("en", monday, "in April"), "2018-04");
    assert_string_equal(date("en", monday, "in November"), "2017-11");
    assert_string_equal(date("en", monday, "earlier this month"), "2018-10");
    assert_string_equal(date("en", monday, "last month"), "2018-09");
    assert_string_equal(date("en", "2018-01-15", "last month"), "2017-12");
    assert_string_equal(date("en", monday, "last year"), "2017");
    assert_string_equal(date("en", monday, "on 28 September"), "2018-09-28");
    assert_string_equal(date("en", monday, "May 17, 2017"), "2017-05-17");
}

static void test_slavic(void **state) {
    (void)state;
    static const char friday[] = "2018-10-05";
    assert_string_equal(date("uk", friday, "у п’ятницю"), "2018-10-05");
    assert_string_equal(date("uk", friday, "в четвер"), "2018-10-04");
    assert_string_equal(date("uk", friday, "напередодні"), "2018-10-04");
    assert_string_equal(date("uk", friday, "минулого тижня"), "2018-09-24/2018-09-30");
    assert_string_equal(date("uk", friday, "у вихідні"), "2018-09-29/2018-09-30");
    assert_string_equal(date("uk", friday, "торік"), "2017");
    assert_string_equal(date("ru", friday, "на прошлой неделе"), "2018-09-24/2018-09-30");
    assert_string_equal(date("ru", friday, "в апреле"), "2018-04");
    assert_string_equal(date("ru", friday, "накануне"), "2018-10-04");
    assert_string_equal(date("ru", friday, "3 октября 2018 года"), "2018-10-03");
}

static void test_none(void **state) {
    (void)state;
    assert_string_equal(date("en", "2018-10-01", "on the hill"), "no date");
    assert_string_equal(date("en", "", "on Monday"), "not resolved");
    assert_string_equal(date("en", "", "on 3 May 2017"), "2017-05-03");
    assert_string_equal(date("en", "2018-10-01", "on 31 November"), "not resolved");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_day), cmocka_unit_test(test_english),
                                       cmocka_unit_test(test_slavic), cmocka_unit_test(test_none)};
    return cmocka_run_group_tests(tests, paragraphs_open, paragraphs_close);
}
