/* Where sentences end: not behind abbreviations and initials, not within marks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "say/paragraphs.h"

static const char *sentences(const char *language, const char *text) {
    struct paragraph paragraph = paragraph_of(language, text);
    const char *made = "";
    for (int i = 0; i < paragraph.sentence_count; i++)
        made = arena_format(
            &paragraphs_arena, "%s%s%s", made, i ? " | " : "",
            words_of_tokens(&paragraph, paragraph.sentences[i].from, paragraph.sentences[i].to));
    return made;
}

static void test_stops(void **state) {
    (void)state;
    assert_string_equal(sentences("en", "One two. Three? Four!"), "One two. | Three? | Four!");
    assert_string_equal(sentences("en", "It cost 3.5 million. He left."),
                        "It cost 3.5 million. | He left.");
}

static void test_abbreviations(void **state) {
    (void)state;
    assert_string_equal(sentences("en", "Mr. Moor and J. Reed met Dr. Hill. They left."),
                        "Mr. Moor and J. Reed met Dr. Hill. | They left.");
    assert_string_equal(sentences("en", "From 9 a.m. to 5 p.m. it is open."),
                        "From 9 a.m. to 5 p.m. it is open.");
    assert_string_equal(sentences("uk", "Склад на вул. Портовій закрито. Там 5 тис. осіб."),
                        "Склад на вул. Портовій закрито. | Там 5 тис. осіб.");
}

static void test_marks(void **state) {
    (void)state;
    assert_string_equal(sentences("en", "“One. Two,” he said. “Three.” Four."),
                        "“One. Two,” he said. | “Three.” | Four.");
    assert_string_equal(sentences("en", "“What now?” he asked."), "“What now?” he asked.");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_stops),
                                       cmocka_unit_test(test_abbreviations),
                                       cmocka_unit_test(test_marks)};
    return cmocka_run_group_tests(tests, paragraphs_open, paragraphs_close);
}
