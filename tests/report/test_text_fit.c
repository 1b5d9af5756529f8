/* Room for text: against the widths that fonts really have, and how lines are broken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "report/text_fit.h"

static struct arena arena;

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

/* Widths in pixels at 12 pixels, by a browser with DejaVu Sans and DejaVu Sans Bold. */
static const struct {
    const char *text;
    double plain, bold;
} measured[] = {
    {"F012-03", 49.41, 54.93},
    {"ABC-0001-B", 71.61, 80.02},
    {"Шевченко Олександр Миколайович", 226.15, 251.54},
    {"Щукіна-Юшкевич Жанна Шамшиївна", 235.44, 262.51},
    {"WWWW mmmm 100%", 136.15, 148.39},
    {"José Ørsted-Łukasz Đurđević", 171.67, 193.80},
    {"ΑΩΜ ψωφ ξ", 67.93, 76.22},
    {"ШЩЮЖ шщюжыфм", 127.63, 145.87},
    {"fijlt'|.,:;!I ()[]/\\-", 85.29, 99.43},
    {"~#&+=<>?$_^{}*", 121.01, 125.52},
    {"abcdefghijklmnopqrstuvwxyz", 175.75, 198.47},
    {"ABCDEFGHIJKLMNOPQRSTUVWXYZ", 209.66, 235.52},
    {"абвгґдеєжзиіїйклмнопрстуфхцчшщьюяыэъё", 282.69, 312.43},
    {"АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯЫЭЪЁ", 324.06, 365.74},
    {"Њљђћџ Њ Љ Ђ", 93.08, 101.61},
    {"ĲŒÆœæ§©®¼", 97.29, 104.08},
};

static void test_estimates_are_not_below_a_wide_font(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof measured / sizeof *measured; i++) {
        double plain = text_width(SIZE_NORMAL, false, measured[i].text);
        double bold = text_width(SIZE_NORMAL, true, measured[i].text);
        if (plain < measured[i].plain || bold < measured[i].bold)
            fail_msg("%s: %g, %g", measured[i].text, plain, bold);
        if (plain > 1.7 * measured[i].plain) fail_msg("%s: %g", measured[i].text, plain);
    }
}

static void test_marks_over_letters_take_no_room(void **state) {
    (void)state;
    assert_true(text_width(SIZE_NORMAL, false, "e\xcc\x81") == text_width(SIZE_NORMAL, false, "e"));
    assert_true(text_width(SIZE_NORMAL, false, "") == 0);
}

static const struct {
    const char *text;
    double letters; /* of the width of "a" */
    int most;
    const char *lines; /* with | between them */
} broken[] = {
    {"", 5, 3, ""},
    {"  ", 5, 3, ""},
    {"aaaaa", 5, 3, "aaaaa"},
    {"aaa aaa", 5, 3, "aaa|aaa"},
    {" aaa  aaa ", 5, 3, "aaa|aaa"},
    {"aaaaaaa", 5, 3, "aaaaa|aa"},
    {"aaa aaa  ", 7, 1, "aaa aaa"},
    {"aaa-aaa", 5, 3, "aaa-|aaa"},
    {"aa aa aaaaaaaa", 5, 2, "aa aa|aaa…"},
    {"aa aa aa aa", 5, 1, "aa…"},
    {"\xd0\xb0\xcc\x81\xd0\xb0\xd0\xb0", 2.3, 9, "\xd0\xb0\xcc\x81\xd0\xb0|\xd0\xb0"},
    {"\xff\xff", 1, 9, "\xff|\xff"},
    {"山", 0.5, 3, "山"},
};

static void test_lines_are_broken_at_spaces_where_possible(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        const char *line[9];
        double width = broken[i].letters * text_width(SIZE_NORMAL, false, "a") + 0.01;
        int count =
            text_break(&arena, SIZE_NORMAL, false, width, broken[i].text, broken[i].most, line);
        const char *all = "";
        for (int l = 0; l < count; l++)
            all = arena_format(&arena, "%s%s%s", all, l ? "|" : "", line[l]);
        assert_string_equal(all, broken[i].lines);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_estimates_are_not_below_a_wide_font),
        cmocka_unit_test(test_marks_over_letters_take_no_room),
        cmocka_unit_test(test_lines_are_broken_at_spaces_where_possible),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
