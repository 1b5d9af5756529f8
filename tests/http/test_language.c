/* What is written differently in each language. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <limits.h>
#include <string.h>

#include "http/message.h"

static void test_browsers_say_what_they_like(void **state) {
    (void)state;
    static const struct { const char *accept; enum language language; } CASES[] = {
        {NULL, LANGUAGE_EN},           {"", LANGUAGE_EN},
        {"uk", LANGUAGE_UK},           {"uk-UA,uk;q=0.9,en;q=0.8", LANGUAGE_UK},
        {"UK", LANGUAGE_UK},           {"de, uk;q=0.5", LANGUAGE_UK},
        {"en;q=0.5, uk;q=0.7", LANGUAGE_UK}, {"en,uk", LANGUAGE_EN},
        {"uk;q=0", LANGUAGE_EN},       {"uk;q=0.001,en;q=0", LANGUAGE_UK},
        {"uk;q=", LANGUAGE_EN},        {"ukr", LANGUAGE_EN},
        {"*", LANGUAGE_EN},            {",,,;;;q=1,", LANGUAGE_EN},
        {" uk ; q=1", LANGUAGE_UK},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_int_equal(language_accepted(CASES[i].accept), CASES[i].language);
}

static void test_forms_that_count(void **state) {
    (void)state;
    static const int ONE[] = {1, 21, 31, 101, 1001}, FEW[] = {2, 3, 4, 22, 34, 102},
                     MANY[] = {0, 5, 11, 12, 14, 20, 111, 112, 1000, 1011};
    for (size_t i = 0; i < 5; i++) assert_int_equal(language_form(LANGUAGE_UK, ONE[i]), 0);
    for (size_t i = 0; i < 6; i++) assert_int_equal(language_form(LANGUAGE_UK, FEW[i]), 1);
    for (size_t i = 0; i < 10; i++) assert_int_equal(language_form(LANGUAGE_UK, MANY[i]), 2);
    assert_int_equal(language_form(LANGUAGE_EN, 1), 0);
    assert_int_equal(language_form(LANGUAGE_EN, 0), 1);
    assert_int_equal(language_form(LANGUAGE_EN, 21), 1);
    assert_int_equal(language_form(LANGUAGE_UK, -21), 0);
}

static void test_numbers(void **state) {
    (void)state;
    char text[LANGUAGE_NUMBER];
    assert_string_equal(language_number(LANGUAGE_EN, 0, text), "0");
    assert_string_equal(language_number(LANGUAGE_EN, 999, text), "999");
    assert_string_equal(language_number(LANGUAGE_EN, 1000, text), "1,000");
    assert_string_equal(language_number(LANGUAGE_EN, -1234567, text), "-1,234,567");
    assert_string_equal(language_number(LANGUAGE_UK, 9000, text), "9000");
    assert_string_equal(language_number(LANGUAGE_UK, 12345, text), "12\u00a0345");
    assert_string_equal(language_number(LANGUAGE_EN, LLONG_MIN, text),
                        "-9,223,372,036,854,775,808");
    language_number(LANGUAGE_UK, LLONG_MIN, text);
    assert_true(strlen(text) < LANGUAGE_NUMBER);
}

static void test_texts_without_a_translation_are_english(void **state) {
    (void)state;
    assert_string_equal(say(LANGUAGE_EN, "Back to the beginning"), "Back to the beginning");
    assert_string_equal(say(LANGUAGE_UK, "Back to the beginning"), "Повернутися на початок");
    assert_string_equal(say(LANGUAGE_UK, "never said"), "never said");
    assert_string_equal(say_many(LANGUAGE_UK, "one", "many", 1), "one");
    assert_string_equal(say_many(LANGUAGE_UK, "one", "many", 5), "many");
}

static void test_a_context_tells_two_translations_apart(void **state) {
    (void)state;
    static const char issuer[] =
        "The state that issued it, as its three letters in the document: UKR.";
    assert_string_equal(say_in(LANGUAGE_UK, issuer, "State"), "Держава");
    assert_string_equal(say_in(LANGUAGE_UK, "Its state.", "State"), "Стан");
    assert_string_equal(say_in(LANGUAGE_EN, "Its state.", "State"), "State");
    assert_string_equal(say_in(LANGUAGE_UK, NULL, "Back to the beginning"),
                        "Повернутися на початок");
    assert_string_equal(say_in(LANGUAGE_UK, "elsewhere", "State"), "State");
}

static void test_holes_are_filled(void **state) {
    (void)state;
    struct arena arena;
    arena_open(&arena, 0);
    const struct message_value values[] = {{.name = "a", .text = "<A>"},
                                           {.name = "n", .is_number = true, .number = 1000}, {0}};
    assert_string_equal(message_fill(&arena, LANGUAGE_EN, "{a} {n} {b} {", values),
                        "<A> 1,000 {b} {");
    assert_string_equal(message_fill(&arena, LANGUAGE_EN, "{a}", NULL), "{a}");
    arena_close(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_browsers_say_what_they_like),
        cmocka_unit_test(test_forms_that_count),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_texts_without_a_translation_are_english),
        cmocka_unit_test(test_a_context_tells_two_translations_apart),
        cmocka_unit_test(test_holes_are_filled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
