/* Names across scripts and spellings: what is one key, how near other names are, and which words of
 * two names belong to each other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "schema/name.h"
#include "schema/name_key.h"

static struct arena arena;
static struct given_names given;

static int begin(void **state) {
    (void)state;
    arena_open(&arena, 0);
    given = given_names_make(&arena);
    return 0;
}

static int end(void **state) {
    (void)state;
    arena_close(&arena);
    return 0;
}

/* ------------------------------------------------------------------ keys */

static void spellings_of_one_name_have_one_key(void **state) {
    (void)state;
    static const char *const groups[][10] = {
        {"Юрій", "Yurii", "Юрий", "Iurii", "Yury", "Jurij", "Yuriy", "Iouri", "Juri", "ЮРІЙ"},
        {"Гаврилюк", "Havryliuk", "Gavriliuk", "Гаврылюк", "Havrylyuk", "Gavriljuk"},
        {"Олександр", "Oleksandr", "OLEKSANDR", "Олексaндр"},
        {"Велморський", "Velmorskyi", "Velmorsky", "Велморский", "Velmorskiy", "Velmorskij"},
        {"Велморська", "Velmorska", "Велморская", "Velmorskaia", "Velmorskaya"},
        {"Мар'яна", "Мар’яна", "Mariana", "Мар`яна", "Мар\xca\xbcяна"},
        {"Щербань", "Shcherban", "Ščerban", "Scherban", "Schtscherban", "Chtcherban"},
        {"Єфремов", "Yefremov", "Iefremov", "Ефремов", "Efremoff", "Jefremow"},
        {"Наталія", "Наталья", "Nataliia", "Natalia", "Nataliya", "Natalja"},
        {"Ґалаґан", "Галаган", "Galagan", "Halahan"},
        {"Алексеев", "Alekseev", "Alexeyev", "Alexeev"},
        {"Ілля", "Illia", "Илья", "Ilya", "Ilia"},
        {"Захарченко", "Zakharchenko", "Zaharčenko", "Zaharchenko"},
        {"Віктор", "Viktor", "Vik-tor", "Wiktor"},
        {"0ЛЕГ", "OLEG", "Oleh"}, /* a digit where a letter should be */
    };
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        for (int j = 1; j < 10 && groups[i][j]; j++) {
            const char *one = name_key(&arena, groups[i][0]);
            const char *other = name_key(&arena, groups[i][j]);
            if (strcmp(one, other) && name_key_distance(one, other) > 0.5)
                fail_msg("%s is %s, %s is %s", groups[i][0], one, groups[i][j], other);
        }
}

static void exact_keys(void **state) {
    (void)state;
    static const char *const same[][2] = {
        {"Юрій", "Jurij"},       {"Юрій", "Iouri"},       {"Гаврилюк", "Gavriliuk"},
        {"Велморський", "Velmorsky"}, {"Єфремов", "Efremoff"}, {"Щербань", "Shcherban"},
        {"Ґалаґан", "Halahan"},  {"Наталія", "Natalja"},  {"ё", "е"},
        {"Велморська", "Velmorskaya"}, {"Фёдор", "Федор"}, {"Інна", "Ina"},
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        assert_string_equal(name_key(&arena, same[i][0]), name_key(&arena, same[i][1]));
    static const char *const other[][2] = {
        {"Коваленко", "Коваль"}, {"Іваненко", "Іванчук"}, {"Олена", "Ольга"},
        {"Петро", "Павло"},      {"Сидоренко", "Мироненко"}, {"Юрій", "Сергій"},
    };
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        assert_true(name_key_distance(name_key(&arena, other[i][0]),
                                      name_key(&arena, other[i][1])) > 1);
    assert_string_equal(name_key(&arena, ""), "");
    assert_string_equal(name_key(&arena, "\xff\xd0 ьъ'"), "");
}

/* The table of Levenshtein by another way: all ways to cut the two words, for short ones. */
static double by_brute_force(const char *one, const char *other) {
    if (!*one && !*other) return 0;
    double best = 100;
    if (*one) { /* what a single drop costs is the distance to nothing */
        char sound[2] = {*one, 0};
        double cost = name_key_distance(sound, "") + by_brute_force(one + 1, other);
        if (cost < best) best = cost;
    }
    if (*other) {
        char sound[2] = {*other, 0};
        double cost = name_key_distance("", sound) + by_brute_force(one, other + 1);
        if (cost < best) best = cost;
    }
    if (*one && *other) {
        char a[2] = {*one, 0}, b[2] = {*other, 0};
        double cost = name_key_distance(a, b) + by_brute_force(one + 1, other + 1);
        if (cost < best) best = cost;
    }
    if (*one && *other && one[0] == other[1] && one[1] == other[0] && one[0] != one[1]) {
        double cost = 0.6 + by_brute_force(one + 2, other + 2);
        if (cost < best) best = cost;
    }
    return best;
}

static void the_distance_is_the_least_sum_of_slips(void **state) {
    (void)state;
    static const char *const keys[] = {"", "a", "iuri", "urii", "hana", "ahna", "petr", "pavl",
                                       "vera", "veira", "kCas", "Skaz"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        for (size_t j = 0; j < sizeof keys / sizeof *keys; j++) {
            double one = name_key_distance(keys[i], keys[j]);
            double back = name_key_distance(keys[j], keys[i]);
            double brute = by_brute_force(keys[i], keys[j]);
            assert_true(one - brute < 1e-9 && brute - one < 1e-9);
            assert_true(one - back < 1e-9 && back - one < 1e-9);
        }
    assert_true(name_key_distance_cut("velm", "velmorski") == 0);
    assert_true(name_key_distance_cut("velm", "belmorski") > 0);
}

/* ------------------------------------------------------------------ words */

static struct name_word word_of(const char *text, enum name_role role) {
    struct name name = {0};
    name_add(&arena, &given, text, role, &name);
    assert_int_equal(name.count, 1);
    return name.word[0];
}

static void check_words(const char *one, const char *other, enum name_kind kind, const char *why) {
    struct name_word a = word_of(one, NAME_GIVEN), b = word_of(other, NAME_GIVEN);
    struct name_likeness like = name_word_like(&arena, &a, &b, NULL);
    const char *words = name_likeness_words(&arena, &a, &b, &like);
    if (like.kind != kind || !strstr(words, why))
        fail_msg("%s and %s: kind %d, \"%s\"", one, other, like.kind, words);
    struct name_likeness back = name_word_like(&arena, &b, &a, NULL);
    assert_int_equal(back.kind, kind);
}

static void why_two_words_are_alike(void **state) {
    (void)state;
    check_words("Юрій", "ЮРІЙ", NAME_SAME, "letter by letter");
    check_words("Мар'яна", "Мар’яна", NAME_SAME, "letter by letter");
    check_words("Юрій", "YURII", NAME_SPELLED, "\"KMU 2010\"");
    check_words("Юрій", "Iurii", NAME_SPELLED, "\"ICAO before 2015, Ukrainian\"");
    check_words("Юрий", "IURII", NAME_SPELLED, "\"ICAO, Russian\"");
    check_words("Юрий", "Iouri", NAME_SPELLED, "\"Soviet passports\"");
    check_words("Юрій", "Jurij", NAME_SPELLED, "\"scholarly, Ukrainian\"");
    check_words("Юрій", "Юрий", NAME_SOUND, "sounds like");
    check_words("Олександр", "Александр", NAME_FORM, "(Ukrainian Олександр, Russian Александр)");
    check_words("Олександр", "ALEXANDER", NAME_FORM, "forms of one name");
    check_words("Микола", "NIKOLAI", NAME_FORM, "forms of one name");
    check_words("Ганна", "Anna", NAME_FORM, "forms of one name");
    check_words("Ольвар", "OLVER", NAME_NEAR, "is near to");
    check_words("Олена", "Петро", NAME_DIFFERENT, "is not");
}

static void patronymics_are_of_the_father(void **state) {
    (void)state;
    static const char *const same[][2] = {
        {"Олександрович", "Александрович"}, {"Миколайович", "Николаевич"},
        {"Дмитрівна", "Дмитриевна"},        {"Сергійович", "Sergeevich"},
        {"Іллівна", "Ильинична"},       {"Яковлевич", "Якович"},
        {"Олексіївна", "Алексеевна"},       {"Петрівна", "Петровна"},
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        struct name_word a = word_of(same[i][0], NAME_PATRONYMIC);
        struct name_word b = word_of(same[i][1], NAME_PATRONYMIC);
        struct name_likeness like = name_word_like(&arena, &a, &b, NULL);
        if (like.score < 0.7) fail_msg("%s, %s: %.2f", same[i][0], same[i][1], like.score);
    }
    struct name_word son = word_of("Олександрович", NAME_PATRONYMIC);
    struct name_word father = word_of("Александр", NAME_GIVEN);
    assert_int_not_equal(name_word_like(&arena, &son, &father, NULL).kind, NAME_FORM);
}

/* ------------------------------------------------------------------ whole names */

static struct name name_of(const char *text) {
    struct name name = {0};
    name_add(&arena, &given, text, NAME_ANY, &name);
    return name;
}

static void words_find_each_other_in_any_order(void **state) {
    (void)state;
    struct name one = name_of("Гаврилюк Юрій Олександрович");
    assert_int_equal(one.word[0].role, NAME_FAMILY);
    assert_int_equal(one.word[1].role, NAME_GIVEN);
    assert_int_equal(one.word[2].role, NAME_PATRONYMIC);
    static const char *const others[] = {
        "Юрій Олександрович Гаврилюк", "Юрий Александрович Гаврилюк", "Yurii Havryliuk",
        "GAVRILIUK IURII", "Гаврилюк Юрій", "Havryliuk, Yury Oleksandrovych",
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct name other = name_of(others[i]);
        struct name_match match = name_match(&arena, &one, &other, NULL);
        if (match.score < 0.85) fail_msg("%s: %.2f", others[i], match.score);
        for (int p = 0; p < match.count; p++) assert_true(match.pair[p].like.score > 0.9);
    }
    static const char *const nobody[] = {
        "Ковальчук Юрій Олександрович", "Гаврилюк Петро Іванович", "Сидорчук Олена"};
    for (size_t i = 0; i < sizeof nobody / sizeof *nobody; i++) {
        struct name other = name_of(nobody[i]);
        assert_true(name_match(&arena, &one, &other, NULL).score < 0.8);
    }
}

static void family_and_given_name_may_be_exchanged(void **state) {
    (void)state;
    struct name one = {0}, other = {0};
    name_add(&arena, &given, "YURVIN", NAME_FAMILY, &one);
    name_add(&arena, &given, "HAVRYLIUK", NAME_GIVEN, &one);
    name_add(&arena, &given, "Юрвін", NAME_GIVEN, &other);
    name_add(&arena, &given, "Гаврилюк", NAME_FAMILY, &other);
    struct name_match match = name_match(&arena, &one, &other, NULL);
    assert_true(match.exchanged && match.score > 0.9);
}

static void a_name_that_was_cut_off(void **state) {
    (void)state;
    struct name_word cut = word_of("VELMOR", NAME_FAMILY), whole = word_of("Велморський",
                                                                           NAME_FAMILY);
    assert_int_not_equal(name_word_like(&arena, &cut, &whole, NULL).kind, NAME_CUT_OFF);
    cut.cut = true;
    assert_int_equal(name_word_like(&arena, &cut, &whole, NULL).kind, NAME_CUT_OFF);
}

static void there_are_limits(void **state) {
    (void)state;
    char long_word[2000] = {0};
    memset(long_word, 'k', sizeof long_word - 1);
    for (size_t i = 1; i < sizeof long_word - 1; i += 2) long_word[i] = 'a';
    assert_int_equal(strlen(name_key(&arena, long_word)), NAME_KEY_MOST);
    struct name name = name_of("a b c d e f g h i j k l m");
    assert_int_equal(name.count, NAME_WORDS_MOST);
    assert_int_equal(name_of(" - , ' 7").count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings_of_one_name_have_one_key),
        cmocka_unit_test(exact_keys),
        cmocka_unit_test(the_distance_is_the_least_sum_of_slips),
        cmocka_unit_test(why_two_words_are_alike),
        cmocka_unit_test(patronymics_are_of_the_father),
        cmocka_unit_test(words_find_each_other_in_any_order),
        cmocka_unit_test(family_and_given_name_may_be_exchanged),
        cmocka_unit_test(a_name_that_was_cut_off),
        cmocka_unit_test(there_are_limits),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
