/* Names in the ways that people write them come to one spelling, and other names do not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/sound.h"

static struct arena arena;

static int begin(void **state) {
    (void)state;
    arena_open(&arena, 0);
    return 0;
}

static int end(void **state) {
    (void)state;
    arena_close(&arena);
    return 0;
}

/* Each line is one name: by KMU 2010, ICAO 9303, in the press, by ear, in other languages. */
static const char *const NAMES[][9] = {
    {"Юрій", "Юрий", "ЮРІЙ", "Yurii", "Iurii", "Yuriy", "Yury", "Jurij", "Iouri"},
    {"Юлія", "Юлия", "Yuliia", "Iuliia", "Yuliya", "Yulia", "Julia"},
    {"Євген", "Yevhen", "Ievhen", "Evgen", "Jewhen"},
    {"Евгений", "Evgenii", "Yevgeniy", "Yevgeny", "Jewgenij"},
    {"Наталія", "Наталия", "Nataliia", "Natalia", "Nataliya", "Natalja"},
    {"Ганна", "Hanna", "Hana", "Ganna"},
    {"Знам'янська", "Знам’янська", "Знамʼянська", "Znamianska", "Znamyanska", "Znamjanska"},
    {"Щербань", "Shcherban", "Szczerban", "Schtscherban", "Щербан"},
    {"Згурський", "Zghurskyi", "Zgurskiy", "Zgurskyj", "Згурский"},
    {"Фёдор", "Федор", "Fedor", "Fyodor", "Fiodor", "Fjodor"},
    {"Михайло", "Mykhailo", "Mihajlo", "Mykhaylo", "Михаило"},
    {"Шевченко", "Shevchenko", "Szewczenko", "Schewtschenko", "Ševčenko"},
    {"Жанна", "Zhanna", "Žana", "Żanna"},
    {"Цвях", "Tsviakh", "Tzvyakh"},
    {"Галаґан", "Halagan", "Galagan", "Halahan"},
    {"О'Гонь", "О’Гонь", "O'Hon", "OHon"},
};

static void test_ways_of_writing_one_name_are_one(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        for (size_t j = 1; j < 9 && NAMES[i][j]; j++)
            assert_string_equal(sound_text(&arena, NAMES[i][j]), sound_text(&arena, NAMES[i][0]));
}

static void test_names_that_differ_stay_apart(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(sound_text(&arena, NAMES[i][0]),
                                    sound_text(&arena, NAMES[j][0]));
    static const char *const OTHERS[][2] = {{"Олена", "Олег"},     {"Сава", "Шава"},
                                            {"Зоя", "Жоя"},        {"Мартин", "Мартина"},
                                            {"Petrenko", "Пётрик"}, {"Іван", "Ян"}};
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        assert_string_not_equal(sound_text(&arena, OTHERS[i][0]), sound_text(&arena, OTHERS[i][1]));
}

static void test_words_begin_after_a_blank(void **state) {
    (void)state;
    const char *text = sound_text(&arena, "Cyrl:Нечуй-Левицький, Іван");
    assert_non_null(strstr(text, sound_text(&arena, "Levytskyi")));
    assert_non_null(strstr(text, sound_text(&arena, "Ivan")));
    assert_null(strstr(text, sound_text(&arena, "van")));
    assert_string_equal(sound_text(&arena, ""), " ");
    assert_string_equal(sound_text(&arena, " -- "), " ");
    assert_string_equal(sound_text(&arena, "墓 17"), " 墓 17");
}

static void test_what_is_no_utf8_leaves_nothing(void **state) {
    (void)state;
    assert_string_equal(sound_text(&arena, "\xff\xfe"), " ");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_ways_of_writing_one_name_are_one, begin, end),
        cmocka_unit_test_setup_teardown(test_names_that_differ_stay_apart, begin, end),
        cmocka_unit_test_setup_teardown(test_words_begin_after_a_blank, begin, end),
        cmocka_unit_test_setup_teardown(test_what_is_no_utf8_leaves_nothing, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
