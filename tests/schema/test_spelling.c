/* Names in Latin letters, against the examples of the tables themselves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "schema/spelling.h"

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

struct example {
    const char *cyrillic, *latin;
};

static void check(enum spelling spelling, const struct example *example, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const char *latin = spelling_latin(&arena, example[i].cyrillic, spelling);
        if (!latin || strcmp(latin, example[i].latin))
            fail_msg("%s by %s: %s, not %s", example[i].cyrillic, SPELLING_TABLE[spelling].name,
                     latin, example[i].latin);
    }
}

#define CHECK(spelling, list) check(spelling, list, sizeof(list) / sizeof(list)[0])

/* The examples of the resolution, all of them. */
static void the_ukrainian_resolution_of_2010(void **state) {
    (void)state;
    static const struct example list[] = {
        {"Алушта", "Alushta"},           {"Андрій", "Andrii"},
        {"Борщагівка", "Borshchahivka"}, {"Борисенко", "Borysenko"},
        {"Вінниця", "Vinnytsia"},        {"Володимир", "Volodymyr"},
        {"Гадяч", "Hadiach"},            {"Богдан", "Bohdan"},
        {"Згурський", "Zghurskyi"},      {"Ґалаґан", "Galagan"},
        {"Ґорґани", "Gorgany"},          {"Донецьк", "Donetsk"},
        {"Дмитро", "Dmytro"},            {"Рівне", "Rivne"},
        {"Олег", "Oleh"},                {"Есмань", "Esman"},
        {"Єнакієве", "Yenakiieve"},      {"Гаєвич", "Haievych"},
        {"Короп'є", "Koropie"},          {"Житомир", "Zhytomyr"},
        {"Жанна", "Zhanna"},             {"Жежелів", "Zhezheliv"},
        {"Закарпаття", "Zakarpattia"},   {"Казимирчук", "Kazymyrchuk"},
        {"Медвин", "Medvyn"},            {"Михайленко", "Mykhailenko"},
        {"Іванків", "Ivankiv"},          {"Іващенко", "Ivashchenko"},
        {"Їжакевич", "Yizhakevych"},     {"Кадиївка", "Kadyivka"},
        {"Мар'їне", "Marine"},           {"Йосипівка", "Yosypivka"},
        {"Стрий", "Stryi"},              {"Олексій", "Oleksii"},
        {"Київ", "Kyiv"},                {"Коваленко", "Kovalenko"},
        {"Лебедин", "Lebedyn"},          {"Леонід", "Leonid"},
        {"Миколаїв", "Mykolaiv"},        {"Маринич", "Marynych"},
        {"Ніжин", "Nizhyn"},             {"Наталія", "Nataliia"},
        {"Одеса", "Odesa"},              {"Онищенко", "Onyshchenko"},
        {"Полтава", "Poltava"},          {"Петро", "Petro"},
        {"Решетилівка", "Reshetylivka"}, {"Рибчинський", "Rybchynskyi"},
        {"Суми", "Sumy"},                {"Соломія", "Solomiia"},
        {"Тернопіль", "Ternopil"},       {"Троць", "Trots"},
        {"Ужгород", "Uzhhorod"},         {"Уляна", "Uliana"},
        {"Фастів", "Fastiv"},            {"Філіпчук", "Filipchuk"},
        {"Харків", "Kharkiv"},           {"Христина", "Khrystyna"},
        {"Біла Церква", "Bila Tserkva"}, {"Стеценко", "Stetsenko"},
        {"Чернівці", "Chernivtsi"},      {"Шевченко", "Shevchenko"},
        {"Шостка", "Shostka"},           {"Кишеньки", "Kyshenky"},
        {"Щербухи", "Shcherbukhy"},      {"Гоща", "Hoshcha"},
        {"Гаращенко", "Harashchenko"},   {"Юрій", "Yurii"},
        {"Корюківка", "Koriukivka"},     {"Яготин", "Yahotyn"},
        {"Ярошенко", "Yaroshenko"},      {"Костянтин", "Kostiantyn"},
        {"Знам'янка", "Znamianka"},      {"Феодосія", "Feodosiia"},
        {"Згорани", "Zghorany"},         {"Розгон", "Rozghon"},
    };
    CHECK(SPELLING_KMU_2010, list);
}

static void the_tables_of_the_icao(void **state) {
    (void)state;
    static const struct example ukrainian[] = {
        {"Юрій Яценко", "Yurii Yatsenko"}, {"Їжак", "Yizhak"}, {"Згурський", "Zhurskyi"},
        {"Григорій", "Hryhorii"}, {"Є", "Ye"}, {"Мар’яна", "Mariana"},
    };
    static const struct example russian[] = {
        {"Юрий", "Iurii"},         {"Подъяпольский", "Podieiapolskii"}, {"Щукин", "Shchukin"},
        {"Цветаева", "Tsvetaeva"}, {"Фёдор", "Fedor"}, {"Эльвира Рыжова", "Elvira Ryzhova"},
        {"Ольга", "Olga"},         {"Хабибуллин", "Khabibullin"},
    };
    static const struct example earlier[] = {
        {"Юрій Яценко", "Iurii Iatsenko"}, {"Єва", "Ieva"}, {"Йосип", "Iosyp"}, {"Їжак", "Izhak"},
    };
    CHECK(SPELLING_ICAO_UKRAINIAN, ukrainian);
    CHECK(SPELLING_ICAO_RUSSIAN, russian);
    CHECK(SPELLING_ICAO_EARLIER, earlier);
}

static void other_tables_that_papers_were_written_by(void **state) {
    (void)state;
    static const struct example of_2010[] = {{"Цветаев", "Tcvetaev"}, {"Подъячев", "Podiachev"}};
    static const struct example of_1997[] = {
        {"Юрий", "Yuriy"}, {"Елена Алексеева", "Yelena Alekseyeva"}, {"Яковлев", "Yakovlev"}};
    static const struct example soviet[] = {
        {"Юрий", "Iouri"}, {"Чехов", "Tchekhov"}, {"Шульгин", "Choulguin"}, {"Жуков", "Joukov"}};
    static const struct example press[] = {{"Юрій", "Yuriy"}, {"Юлія", "Yuliya"}};
    static const struct example scholarly[] = {
        {"Юрій", "Jurij"}, {"Щука", "Ščuka"}, {"ЩУКА", "ŠČUKA"}, {"Чумак", "Čumak"}};
    static const struct example german[] = {{"Шевченко", "Schewtschenko"}, {"Зоя", "Soja"}};
    CHECK(SPELLING_RUSSIAN_2010, of_2010);
    CHECK(SPELLING_RUSSIAN_1997, of_1997);
    CHECK(SPELLING_SOVIET, soviet);
    CHECK(SPELLING_PRESS_UKRAINIAN, press);
    CHECK(SPELLING_SCHOLARLY_UKRAINIAN, scholarly);
    CHECK(SPELLING_GERMAN, german);
}

static void capitals_and_marks(void **state) {
    (void)state;
    static const struct example list[] = {
        {"ЮРІЙ", "YURII"},           {"ЩЕРБА", "SHCHERBA"}, {"Щ. Ю.", "Shch. Yu."},
        {"юрій", "yurii"},           {"и\xcc\x86", "y"}, /* и and a breve are й */
        {"Нечуй-Юрченко", "Nechui-Yurchenko"}, {"", ""}, {"Anna 7", "Anna 7"},
    };
    CHECK(SPELLING_KMU_2010, list);
}

static void a_letter_that_a_table_lacks(void **state) {
    (void)state;
    assert_null(spelling_latin(&arena, "Крылов", SPELLING_KMU_2010));
    assert_null(spelling_latin(&arena, "Їжак", SPELLING_ICAO_RUSSIAN));
    assert_null(spelling_latin(&arena, "\xd0", SPELLING_KMU_2010));
}

/* Every letter of an alphabet stands in the tables of its language. */
static void tables_have_whole_alphabets(void **state) {
    (void)state;
    static const char ukrainian[] = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя";
    static const char russian[] = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя";
    static const enum spelling of_ukrainian[] = {
        SPELLING_KMU_2010, SPELLING_ICAO_UKRAINIAN, SPELLING_ICAO_EARLIER, SPELLING_SOVIET,
        SPELLING_PRESS_UKRAINIAN, SPELLING_SCHOLARLY_UKRAINIAN, SPELLING_GERMAN};
    static const enum spelling of_russian[] = {
        SPELLING_ICAO_RUSSIAN, SPELLING_RUSSIAN_2010, SPELLING_RUSSIAN_1997, SPELLING_SOVIET,
        SPELLING_PRESS_RUSSIAN, SPELLING_SCHOLARLY_RUSSIAN, SPELLING_GERMAN};
    for (int i = 0; i < 7; i++) {
        assert_non_null(spelling_latin(&arena, ukrainian, of_ukrainian[i]));
        assert_non_null(spelling_latin(&arena, russian, of_russian[i]));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_ukrainian_resolution_of_2010),
        cmocka_unit_test(the_tables_of_the_icao),
        cmocka_unit_test(other_tables_that_papers_were_written_by),
        cmocka_unit_test(capitals_and_marks),
        cmocka_unit_test(a_letter_that_a_table_lacks),
        cmocka_unit_test(tables_have_whole_alphabets),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
