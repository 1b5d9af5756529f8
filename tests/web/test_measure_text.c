/* Numbers and their units as they are shown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "schema/schema.h"
#include "web/measure_text.h"

static struct arena arena;

static void numbers_with_their_units(void **state) {
    (void)state;
    static const struct { const char *unit; int64_t number; const char *english, *ukrainian; } CASES[] = {
        {NULL, 9000, "9,000", "9000"},
        {"count", 12345, "12,345", "12\u00a0345"},
        {"mm", 1720, "1,720\u00a0mm", "1720\u00a0мм"},
        {"mm", -35, "-35\u00a0mm", "-35\u00a0мм"},
        {"mg", 2000, "2,000\u00a0mg", "2000\u00a0мг"},
        {"g", 80000, "80,000\u00a0g", "80\u00a0000\u00a0г"},
        {"RFU", 150, "150\u00a0RFU", "150\u00a0RFU"},
        {"second", -95, "-95\u00a0s", "-95\u00a0с"},
        {"degree", 270, "270°", "270°"},
        {"percent", 95, "95%", "95\u00a0%"},
        {"years", 1, "1 year", "1 рік"},
        {"years", 2, "2 years", "2 роки"},
        {"years", 11, "11 years", "11 років"},
        {"years", 21, "21 years", "21 рік"},
        {"byte", 1, "1 byte", "1 байт"},
        {"byte", 9999, "9,999 bytes", "9999 байтів"},
        {"byte", 12345, "12.3 kB (12,345 bytes)", "12,3 кБ (12\u00a0345 байтів)"},
        {"byte", 999949, "999.9 kB (999,949 bytes)", "999,9 кБ (999\u00a0949 байтів)"},
        {"byte", 999950, "1.0 MB (999,950 bytes)", "1,0 МБ (999\u00a0950 байтів)"},
        {"byte", 1234567, "1.2 MB (1,234,567 bytes)", "1,2 МБ (1\u00a0234\u00a0567 байтів)"},
        {"byte", 7500000000, "7.5 GB (7,500,000,000 bytes)",
         "7,5 ГБ (7\u00a0500\u00a0000\u00a0000 байтів)"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const char *unit = CASES[i].unit;
        assert_string_equal(measure_text(&arena, LANGUAGE_EN, unit, CASES[i].number),
                            CASES[i].english);
        assert_string_equal(measure_text(&arena, LANGUAGE_UK, unit, CASES[i].number),
                            CASES[i].ukrainian);
    }
}

static void assert_units(const struct schema_field *fields, int count) {
    for (int i = 0; i < count; i++) {
        const char *unit = fields[i].unit;
        if (unit && strcmp(unit, "count") != 0 && !measure_unit(LANGUAGE_EN, unit))
            fail_msg("the unit %s of %s is not shown", unit, fields[i].name);
        assert_units(fields[i].parts, fields[i].part_count);
    }
}

static void every_unit_of_the_declarations_is_shown(void **state) {
    (void)state;
    for (int i = 0; i < schema_count; i++)
        assert_units(schema_list[i].fields, schema_list[i].field_count);
    assert_null(measure_unit(LANGUAGE_EN, "count"));
    assert_null(measure_unit(LANGUAGE_EN, NULL));
}

static void decimals_keep_their_digits(void **state) {
    (void)state;
    assert_string_equal(decimal_text(&arena, LANGUAGE_EN, "0.99950"), "0.99950");
    assert_string_equal(decimal_text(&arena, LANGUAGE_UK, "0.99950"), "0,99950");
    assert_string_equal(decimal_text(&arena, LANGUAGE_UK, "-3"), "-3");
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
        cmocka_unit_test(numbers_with_their_units),
        cmocka_unit_test(every_unit_of_the_declarations_is_shown),
        cmocka_unit_test(decimals_keep_their_digits),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
