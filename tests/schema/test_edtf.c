/* Uncertain dates: the examples of ISO 8601-2 (levels 0 and 1, as in the specification of EDTF by
 * the Library of Congress), what they bound, and what is no date. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "schema/edtf.h"

/* The day of "2022-09-16" by the C library. */
static int32_t day_of(const char *text) {
    struct tm date = {0};
    assert_int_equal(sscanf(text, "%d-%d-%d", &date.tm_year, &date.tm_mon, &date.tm_mday), 3);
    date.tm_year -= 1900;
    date.tm_mon--;
    return (int32_t)(timegm(&date) / 86400);
}

static struct edtf read_date(const char *text) {
    struct edtf date;
    struct error error = {0};
    if (!edtf_read(text, &date, &error)) fail_msg("%s", error.text);
    return date;
}

static void assert_bounds(const char *text, const char *first, const char *last) {
    struct edtf date = read_date(text);
    if (date.first_day != (first ? day_of(first) : INT32_MIN)) fail_msg("first day of %s", text);
    if (date.last_day != (last ? day_of(last) : INT32_MAX)) fail_msg("last day of %s", text);
}

static void whole_dates(void **state) {
    (void)state;
    assert_bounds("1985-04-12", "1985-04-12", "1985-04-12");
    assert_bounds("1985-04", "1985-04-01", "1985-04-30");
    assert_bounds("1985", "1985-01-01", "1985-12-31");
    assert_bounds("2022-09-16", "2022-09-16", "2022-09-16");
    assert_bounds("2000-02-29", "2000-02-29", "2000-02-29");
    assert_bounds("2024-02", "2024-02-01", "2024-02-29");
    assert_bounds("0001-01-01", "0001-01-01", "0001-01-01");
    assert_bounds("9999-12-31", "9999-12-31", "9999-12-31");
    assert_int_equal(read_date("0000").first_day, day_of("0001-01-01") - 366);
}

static void intervals(void **state) {
    (void)state;
    assert_bounds("1964/2008", "1964-01-01", "2008-12-31");
    assert_bounds("2004-06/2006-08", "2004-06-01", "2006-08-31");
    assert_bounds("2004-02-01/2005-02-08", "2004-02-01", "2005-02-08");
    assert_bounds("2004-02-01/2005-02", "2004-02-01", "2005-02-28");
    assert_bounds("2004-02-01/2005", "2004-02-01", "2005-12-31");
    assert_bounds("2005/2006-02", "2005-01-01", "2006-02-28");
    assert_bounds("2022-09-16/2022-09-23", "2022-09-16", "2022-09-23");
    assert_bounds("2004-06-XX/2004-07-03", "2004-06-01", "2004-07-03");
    assert_true(read_date("1964/2008").interval);
    assert_false(read_date("1964").interval);
}

static void open_and_unknown_ends(void **state) {
    (void)state;
    assert_bounds("1985-04-12/..", "1985-04-12", NULL);
    assert_bounds("1985-04/..", "1985-04-01", NULL);
    assert_bounds("1985/..", "1985-01-01", NULL);
    assert_bounds("../1985-04-12", NULL, "1985-04-12");
    assert_bounds("../1985", NULL, "1985-12-31");
    assert_bounds("1985-04-12/", "1985-04-12", NULL);
    assert_bounds("1985/", "1985-01-01", NULL);
    assert_bounds("/1985-04", NULL, "1985-04-30");
}

static void qualifiers(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool uncertain, approximate;
    } cases[] = {
        {"1984?", true, false},         {"2004-06~", false, true},
        {"2004-06-11%", true, true},    {"2022-03~", false, true},
        {"2022?", true, false},         {"1984~/2004-06", false, true},
        {"1984/2004-06~", false, true}, {"1984~/2004~", false, true},
        {"1984?/2004%", true, true},    {"1984-06-02?/2004-08-08~", true, true},
        {"2004-06-11", false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct edtf date = read_date(cases[i].text);
        assert_int_equal(date.uncertain, cases[i].uncertain);
        assert_int_equal(date.approximate, cases[i].approximate);
    }
    assert_bounds("2022-03~", "2022-03-01", "2022-03-31");
}

static void unspecified_digits(void **state) {
    (void)state;
    assert_bounds("201X", "2010-01-01", "2019-12-31");
    assert_bounds("20XX", "2000-01-01", "2099-12-31");
    assert_bounds("1XXX", "1000-01-01", "1999-12-31");
    assert_bounds("2004-XX", "2004-01-01", "2004-12-31");
    assert_bounds("1985-04-XX", "1985-04-01", "1985-04-30");
    assert_bounds("1985-XX-XX", "1985-01-01", "1985-12-31");
    assert_bounds("2022-09-XX", "2022-09-01", "2022-09-30");
    assert_bounds("199X?", "1990-01-01", "1999-12-31");
}

/* A season is somewhere between the winter before and the winter after, in either hemisphere. */
static void seasons(void **state) {
    (void)state;
    static const char *const texts[] = {"2001-21", "2001-22", "2001-23", "2001-24"};
    for (int i = 0; i < 4; i++) assert_bounds(texts[i], "2000-12-01", "2002-02-28");
}

static void what_is_no_date(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",
        "16.09.2022",
        "16/09/2022",
        "2022-9-16",
        "2022-13",
        "2022-00",
        "2022-02-30",
        "2021-02-29",
        "1900-02-29",
        "2022-04-31",
        "2022-01-00",
        "2022-09-16T08:30",
        "-1985",
        "Y170000002",
        "XXXX",
        "XXXX-12",
        "156X-12-25",
        "2022-0X",
        "2022-XX-16",
        "2022-09-1X",
        "2022~?",
        "~2022",
        "2022-09~-16",
        "2022-25",
        "2022-20",
        "..",
        "../..",
        "/",
        "../",
        "2022//2023",
        "2022/2023/2024",
        "2022-2023",
        "20220916",
        "2022-09-16 ",
        " 2022",
        "2022-09-16/xx",
        "2022-21-01",
        "September",
        "\xd9\xa2\xd9\xa0\xd9\xa2\xd9\xa2",
        "20222",
        "202",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct edtf date = {.first_day = 7};
        struct error error = {0};
        if (edtf_read(bad[i], &date, &error)) fail_msg("\"%s\" was taken for a date", bad[i]);
        assert_int_equal(date.first_day, 7);
    }
}

static void an_interval_does_not_end_before_it_begins(void **state) {
    (void)state;
    struct edtf date;
    struct error error = {0}, none = {0};
    assert_false(edtf_read("2022-09-23/2022-09-16", &date, &error));
    assert_non_null(strstr(error.text, "ends before it begins"));
    assert_true(edtf_read("2022-09-23/2022-09", &date, &none)); /* on the 23rd or later in it */
}

static void every_day_of_four_centuries_counts_as_the_c_library_has_it(void **state) {
    (void)state;
    struct tm date = {.tm_year = -200, .tm_mday = 1};
    time_t seconds = timegm(&date);
    for (int i = 0; i < 500 * 366; i++, seconds += 86400) {
        int year, month, day;
        gmtime_r(&seconds, &date);
        int32_t number = calendar_day(date.tm_year + 1900, date.tm_mon + 1, date.tm_mday);
        assert_int_equal(number, seconds / 86400);
        calendar_date(number, &year, &month, &day);
        assert_int_equal(year, date.tm_year + 1900);
        assert_int_equal(month, date.tm_mon + 1);
        assert_int_equal(day, date.tm_mday);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_dates),
        cmocka_unit_test(intervals),
        cmocka_unit_test(open_and_unknown_ends),
        cmocka_unit_test(qualifiers),
        cmocka_unit_test(unspecified_digits),
        cmocka_unit_test(seasons),
        cmocka_unit_test(what_is_no_date),
        cmocka_unit_test(an_interval_does_not_end_before_it_begins),
        cmocka_unit_test(every_day_of_four_centuries_counts_as_the_c_library_has_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
