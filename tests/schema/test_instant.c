/* Instants: ISO 8601 for people, microseconds in UTC for entries. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "schema/instant.h"

static int64_t read_instant(const char *text) {
    int64_t microseconds;
    struct error error = {0};
    if (!instant_read(text, &microseconds, &error)) fail_msg("%s", error.text);
    return microseconds;
}

/* The seconds are those of `date -u -d TEXT +%s`. */
static void known_instants(void **state) {
    (void)state;
    assert_int_equal(read_instant("1970-01-01T00:00:00Z"), 0);
    assert_int_equal(read_instant("2022-09-16T08:30:00Z"), 1663317000000000);
    assert_int_equal(read_instant("2022-09-16T08:30Z"), 1663317000000000);
    assert_int_equal(read_instant("2022-09-16 11:30:00+03:00"), 1663317000000000);
    assert_int_equal(read_instant("2022-09-15T23:00:00-09:30"), 1663317000000000);
    assert_int_equal(read_instant("2022-09-16T08:30:00.000001Z"), 1663317000000001);
    assert_int_equal(read_instant("2022-09-16T08:30:00.25Z"), 1663317000250000);
    assert_int_equal(read_instant("1969-12-31T23:59:59.5Z"), -500000);
    assert_int_equal(read_instant("2024-02-29T00:00:00Z"), 1709164800000000);
}

static void written_in_utc_with_no_more_decimals_than_there_are(void **state) {
    (void)state;
    static const struct {
        int64_t microseconds;
        const char *text;
    } cases[] = {
        {0, "1970-01-01T00:00:00Z"},
        {1663317000000000, "2022-09-16T08:30:00Z"},
        {1663317000250000, "2022-09-16T08:30:00.25Z"},
        {1663317000000001, "2022-09-16T08:30:00.000001Z"},
        {-500000, "1969-12-31T23:59:59.5Z"},
        {-86400000000, "1969-12-31T00:00:00Z"},
        {WHOLE_MOST, "2255-06-05T23:47:34.740991Z"},
        {-WHOLE_MOST, "1684-07-28T00:12:25.259009Z"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[INSTANT_TEXT];
        instant_write(cases[i].microseconds, text);
        assert_string_equal(text, cases[i].text);
        assert_int_equal(read_instant(text), cases[i].microseconds);
    }
}

static void as_the_c_library_has_it(void **state) {
    (void)state;
    for (int64_t seconds = -8000000000; seconds < 8000000000; seconds += 7654321) {
        char text[INSTANT_TEXT], expected[INSTANT_TEXT];
        time_t time = (time_t)seconds;
        struct tm date;
        gmtime_r(&time, &date);
        strftime(expected, sizeof expected, "%Y-%m-%dT%H:%M:%SZ", &date);
        instant_write(seconds * 1000000, text);
        assert_string_equal(text, expected);
        assert_int_equal(read_instant(text), seconds * 1000000);
    }
}

static void what_is_no_instant(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",
        "2022-09-16",
        "2022-09-16T08:30:00",
        "2022-09-16T24:00:00Z",
        "2022-09-16T08:60:00Z",
        "2022-09-16T08:30:60Z",
        "2022-02-29T08:30:00Z",
        "2022-09-16T08:30:00.Z",
        "2022-09-16T08:30:00.1234567Z",
        "2022-09-16T8:30:00Z",
        "2022-09-16T08:30:00+3",
        "2022-09-16T08:30:00+0300",
        "2022-09-16T08:30:00+15:00",
        "2022-09-16T08:30:00Zulu",
        "2022-9-16T08:30:00Z",
        "16.09.2022 08:30",
        "2255-06-06T00:00:00Z",
        "1684-07-27T00:00:00Z",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int64_t microseconds = 7;
        struct error error = {0};
        if (instant_read(bad[i], &microseconds, &error)) fail_msg("\"%s\" was taken", bad[i]);
        assert_int_equal(microseconds, 7);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_instants),
        cmocka_unit_test(written_in_utc_with_no_more_decimals_than_there_are),
        cmocka_unit_test(as_the_c_library_has_it),
        cmocka_unit_test(what_is_no_instant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
