/* Statements: what is said, by whom, by the form that the press gives it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "say/paragraphs.h"

static void test_direct(void **state) {
    (void)state;
    assert_string_equal(statements_of("en", "“We saw them,” Anna Moor said. “They ran.”"),
                        "Anna Moor: We saw them | Anna Moor: They ran.");
    assert_string_equal(statements_of("en", "“We saw them,” said the mayor, Anna Moor, on Monday."),
                        "Anna Moor: We saw them");
    assert_string_equal(statements_of("en", "Mayor Anna Moor told reporters: “We saw them.”"),
                        "Anna Moor: We saw them.");
    assert_string_equal(statements_of("uk", "«Ми все бачили», — сказала мерка Олена Гай."),
                        "Олена Гай: Ми все бачили");
    assert_string_equal(
        statements_of("ru", "«Мы всё видели, — сказала прокурор Анна Гай. — Они бежали»."),
        "Анна Гай: Мы всё видели | Анна Гай: Они бежали");
    assert_string_equal(
        statements_of("uk", "— Вони втекли, — каже сусідка Олена Гай. — Ми бачили."),
        "Олена Гай: Вони втекли | Олена Гай: Ми бачили.");
}

static void test_over_paragraphs(void **state) {
    (void)state;
    assert_string_equal(statements_of("en", "Anna Moor told the council:\n\n“One.\n\n“Two.”"),
                        "Anna Moor: One.\n\n“Two.");
    assert_string_equal(statements_of("uk", "Олена Гай сказала:\n\n«Раз.\n\nДва»."),
                        "Олена Гай: Раз.\n\nДва");
}

static void test_indirect(void **state) {
    (void)state;
    assert_string_equal(
        statements_of("en", "Mayor Anna Moor said on Monday that the camp was closed."),
        "Anna Moor: the camp was closed");
    assert_string_equal(statements_of("en", "The camp was closed, Mayor Anna Moor said."),
                        "Anna Moor: The camp was closed");
    assert_string_equal(statements_of("en", "The camp, Mayor Anna Moor says, is closed."),
                        "Anna Moor: The camp, Mayor Anna Moor says, is closed");
    assert_string_equal(statements_of("en", "The camp was closed, according to the police."),
                        "police: The camp was closed");
    assert_string_equal(statements_of("uk", "За словами мера Івана Гая, табір закрили."),
                        "Іван Гай: табір закрили");
    assert_string_equal(statements_of("uk", "Табір закрили. Про це повідомив мер Іван Гай."),
                        "Іван Гай: Табір закрили");
    assert_string_equal(statements_of("ru", "В полиции сообщили, что лагерь закрыт."),
                        "полиция: лагерь закрыт");
    assert_string_equal(statements_of("ru", "Лагерь закрыт, сообщил мэр Иван Гай."),
                        "Иван Гай: Лагерь закрыт");
}

static void test_verb_with_its_object(void **state) {
    (void)state;
    assert_string_equal(
        statements_of("en",
                      "Kovia has accused the army of murder and said that it would go to court."),
        "Kovia: accused the army of murder | Kovia: it would go to court");
    assert_string_equal(statements_of("en", "Kovia rejected the claims as a “lie”."),
                        "Kovia: rejected the claims as a “lie”");
    assert_string_equal(statements_of("en", "Soldiers were accused of looting."),
                        "-: Soldiers were accused of looting");
    assert_string_equal(
        statements_of("en", "The ministry did not respond to a request for comment."),
        "ministry: did not respond to a request for comment");
    assert_string_equal(statements_of("uk", "Ковію звинуватили у вбивствах."),
                        "-: Ковію звинуватили у вбивствах");
    assert_string_equal(statements_of("ru", "Ковия отвергла обвинения в убийствах."),
                        "Ковия: отвергла обвинения в убийствах");
}

static void test_no_statements(void **state) {
    (void)state;
    assert_string_equal(
        statements_of("en", "The so-called “Orchard Command” left. It was raining."), "");
    assert_string_equal(statements_of("uk", "На дверях напис: «Не входити. Міни»."), "");
}

static void test_passed_on(void **state) {
    (void)state;
    struct say_article article =
        article_of("en", "Anna Moor said a guard had told her that the men were gone.");
    assert_int_equal(article.statement_count, 1);
    assert_string_equal(article.statements[0].speaker, "guard");
    assert_int_equal(article.statements[0].via_count, 1);
    assert_string_equal(article.statements[0].via[0], "Anna Moor");
}

static void test_acts(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum say_act act;
    } cases[] = {
        {"Kovia accused the army of murder.", SAY_ALLEGATION},
        {"Kovia denied that anybody was shot.", SAY_DENIAL},
        {"“It is a lie,” Anna Moor said.", SAY_DENIAL},
        {"The army admitted that “mistakes” had been made.", SAY_PARTIAL_ADMISSION},
        {"Anna Moor called for an independent inquiry.", SAY_CALL_FOR_INQUIRY},
        {"The ministry declined to comment.", SAY_NO_COMMENT},
        {"Police said that 12 bodies had been recovered.", SAY_REPORT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct say_article article = article_of("en", cases[i].text);
        assert_int_equal(article.statement_count, 1);
        assert_string_equal(say_act_name(article.statements[0].act), say_act_name(cases[i].act));
    }
}

static void test_said(void **state) {
    (void)state;
    struct say_article article =
        article_of("en", "Last week Kovia blamed the army and said that it lied.");
    assert_int_equal(article.statement_count, 2);
    for (int i = 0; i < 2; i++)
        assert_string_equal(article.statements[i].said, "2018-09-24/2018-09-30");
    assert_true(article.statements[0].said_words.to - article.statements[0].said_words.from == 9);
}

static void test_figures(void **state) {
    (void)state;
    static const char text[] =
        "Police said at least 30 bodies and about two hundred graves were found, and "
        "between 3 and 5 pits. He is 45 years old and lives at 14 Mill Lane.";
    struct say_article article = article_of("en", text);
    assert_int_equal(article.figure_count, 3);
    const struct say_figure *figures = article.figures;
    assert_true(figures[0].value == 30 && figures[0].has_low && figures[0].low == 30);
    assert_string_equal(figures[0].kind, "bodies");
    assert_string_equal(figures[0].speaker, "Police");
    assert_true(figures[1].value == 200 && figures[1].approximate && !figures[1].has_low);
    assert_true(!figures[2].has_value && figures[2].low == 3 && figures[2].high == 5);
}

static void test_refused(void **state) {
    (void)state;
    struct say_article article;
    struct error error = {0};
    assert_false(say_article(&paragraphs_arena, "", SAY_TEXT_MOST + (size_t)1, NULL, NULL, &article,
                             &error));
    assert_int_equal(error.code, ERROR_TOO_LARGE);
    error = (struct error){0};
    assert_false(say_article(&paragraphs_arena, "a", 1, "2018-02-30", NULL, &article, &error));
    assert_int_equal(error.code, ERROR_BAD_INPUT);
    error = (struct error){0};
    assert_false(say_article(&paragraphs_arena, "a", 1, NULL, "de", &article, &error));
    assert_int_equal(error.code, ERROR_BAD_INPUT);
}

static void test_language(void **state) {
    (void)state;
    struct error error = {0};
    struct say_article article;
    static const char *const texts[][2] = {{"The camp.", "en"},
                                           {"Табір і їхній.", "uk"},
                                           {"Лагерь был закрыт, это.", "ru"},
                                           {"", "en"}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_true(say_article(&paragraphs_arena, texts[i][0], strlen(texts[i][0]), NULL, NULL,
                                &article, &error));
        assert_string_equal(article.language, texts[i][1]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_direct),        cmocka_unit_test(test_over_paragraphs),
        cmocka_unit_test(test_indirect),      cmocka_unit_test(test_verb_with_its_object),
        cmocka_unit_test(test_no_statements), cmocka_unit_test(test_passed_on),
        cmocka_unit_test(test_acts),          cmocka_unit_test(test_said),
        cmocka_unit_test(test_figures),       cmocka_unit_test(test_refused),
        cmocka_unit_test(test_language)};
    return cmocka_run_group_tests(tests, paragraphs_open, paragraphs_close);
}
