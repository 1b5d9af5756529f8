/* Dates and instants in words: every form that schema/edtf.h names, in both languages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "schema/instant.h"
#include "web/date_text.h"

static struct arena arena;

static void dates_in_words(void **state) {
    (void)state;
    static const struct { const char *date, *english, *ukrainian; } CASES[] = {
        {"2022-09-16", "16 September 2022", "16 вересня 2022"},
        {"2022-01-01", "1 January 2022", "1 січня 2022"},
        {"2024-02-29", "29 February 2024", "29 лютого 2024"},
        {"2022-05-09", "9 May 2022", "9 травня 2022"},
        {"2022-09", "September 2022", "вересень 2022"},
        {"2022-11", "November 2022", "листопад 2022"},
        {"2022", "2022", "2022"},
        {"0987", "0987", "0987"},
        {"2022-09-16?", "perhaps 16 September 2022", "можливо, 16 вересня 2022"},
        {"2022-03~", "about March 2022", "приблизно березень 2022"},
        {"2022~", "about 2022", "приблизно 2022"},
        {"2022%", "perhaps about 2022", "можливо, приблизно 2022"},
        {"2022-09-16%", "perhaps about 16 September 2022",
         "можливо, приблизно 16 вересня 2022"},
        {"2022-09-XX", "some day in September 2022", "якийсь день вересня 2022"},
        {"2022-XX-XX", "some day in 2022", "якийсь день 2022 року"},
        {"2022-XX", "some month of 2022", "якийсь місяць 2022 року"},
        {"199X", "the 1990s", "1990-ті роки"},
        {"199X~", "about the 1990s", "приблизно 1990-ті роки"},
        {"19XX", "some year from 1900 to 1999", "якийсь рік від 1900 до 1999"},
        {"1XXX", "some year from 1000 to 1999", "якийсь рік від 1000 до 1999"},
        {"2022-21", "spring 2022", "весна 2022"},
        {"2022-22", "summer 2022", "літо 2022"},
        {"2022-23", "autumn 2022", "осінь 2022"},
        {"2022-24", "winter 2022", "зима 2022"},
        {"2022-24?", "perhaps winter 2022", "можливо, зима 2022"},
        {"2022-03/2022-09-14", "from March 2022 to 14 September 2022",
         "березень 2022 — 14 вересня 2022"},
        {"2022-03-01/2022-03-20", "from 1 March 2022 to 20 March 2022",
         "1 березня 2022 — 20 березня 2022"},
        {"2022-03~/2022-09-XX?", "from about March 2022 to perhaps some day in September 2022",
         "приблизно березень 2022 — можливо, якийсь день вересня 2022"},
        {"2022-03/..", "since March 2022, still going on", "березень 2022 — дотепер"},
        {"2022-03/", "from March 2022, end not known", "березень 2022 — кінець невідомий"},
        {"../2022-03", "until March 2022", "не пізніше ніж березень 2022"},
        {"/2022-03~", "beginning not known, until about March 2022",
         "початок невідомий — приблизно березень 2022"},
        /* What an older declaration may have taken is shown as it stands. */
        {"on Thursday", "on Thursday", "on Thursday"},
        {"2022-02-30", "2022-02-30", "2022-02-30"},
        {"", "", ""},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        assert_string_equal(date_text(&arena, LANGUAGE_EN, CASES[i].date), CASES[i].english);
        assert_string_equal(date_text(&arena, LANGUAGE_UK, CASES[i].date), CASES[i].ukrainian);
    }
}

static void plain_dates_stay_as_they_sort_in_columns(void **state) {
    (void)state;
    static const char *const PLAIN[] = {"2022-09-16", "2022-09", "2022"};
    for (size_t i = 0; i < sizeof PLAIN / sizeof *PLAIN; i++)
        assert_string_equal(date_text_brief(&arena, LANGUAGE_UK, PLAIN[i]), PLAIN[i]);
    assert_string_equal(date_text_brief(&arena, LANGUAGE_EN, "2022-21"), "spring 2022");
    assert_string_equal(date_text_brief(&arena, LANGUAGE_UK, "2022-03~"),
                        "приблизно березень 2022");
    assert_string_equal(date_text_brief(&arena, LANGUAGE_EN, "2022-03/2022-04"),
                        "from March 2022 to April 2022");
}

static void instants_in_words(void **state) {
    (void)state;
    static const struct { const char *instant, *english, *ukrainian, *brief; } CASES[] = {
        {"2022-09-16T08:30:00Z", "16 September 2022, 08:30 UTC", "16 вересня 2022, 08:30 UTC",
         "2022-09-16 08:30 UTC"},
        {"2022-09-16T11:30:15+03:00", "16 September 2022, 08:30:15 UTC",
         "16 вересня 2022, 08:30:15 UTC", "2022-09-16 08:30:15 UTC"},
        {"2022-09-16T08:30:15.250Z", "16 September 2022, 08:30:15.25 UTC",
         "16 вересня 2022, 08:30:15,25 UTC", NULL},
        {"2022-09-16T08:30:00.000001Z", "16 September 2022, 08:30:00.000001 UTC",
         "16 вересня 2022, 08:30:00,000001 UTC", NULL},
        {"1970-01-01T00:00:00Z", "1 January 1970, 00:00 UTC", "1 січня 1970, 00:00 UTC",
         "1970-01-01 00:00 UTC"},
        {"1969-12-31T23:59:59Z", "31 December 1969, 23:59:59 UTC",
         "31 грудня 1969, 23:59:59 UTC", "1969-12-31 23:59:59 UTC"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        int64_t instant;
        struct error error = {0};
        assert_true(instant_read(CASES[i].instant, &instant, &error));
        assert_string_equal(instant_text(&arena, LANGUAGE_EN, instant), CASES[i].english);
        assert_string_equal(instant_text(&arena, LANGUAGE_UK, instant), CASES[i].ukrainian);
        if (CASES[i].brief)
            assert_string_equal(instant_text_brief(&arena, LANGUAGE_UK, instant), CASES[i].brief);
    }
}

static int open_arena(void **state) {
    (void)state;
    arena_open(&arena, 0);
    return 0;
}

static int close_arena(void **state) {
    (void)state;
    arena_close(&arena);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_in_words),
        cmocka_unit_test(plain_dates_stay_as_they_sort_in_columns),
        cmocka_unit_test(instants_in_words),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
