/* Quotation marks of all kinds: which belong together, what is within others, what goes on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "say/paragraphs.h"

/* The outermost quotations, apart by " | ". */
static const char *quotations(const char *text) {
    struct paragraph paragraph = paragraph_of("en", text);
    const char *made = "";
    for (int i = 0; i < paragraph.quotation_count; i++) {
        const struct quotation *q = &paragraph.quotations[i];
        made = arena_format(&paragraphs_arena, "%s%s%s%s", made, i ? " | " : "",
                            words_of_tokens(&paragraph, q->open + 1, q->close),
                            q->goes_on ? " +" : "");
    }
    return made;
}

static void test_kinds(void **state) {
    (void)state;
    assert_string_equal(quotations("He said “one two” and ‘three’."), "one two | three");
    assert_string_equal(quotations("He said \"one two\" and \"three\"."), "one two | three");
    assert_string_equal(quotations("Він сказав „один два“ і «три»."), "один два | три");
    assert_string_equal(quotations("Er sagte „eins“, dann “two”."), "eins | two");
}

static void test_apostrophes_are_none(void **state) {
    (void)state;
    assert_string_equal(quotations("The soldiers’ graves, the town’s school, don’t."), "");
    assert_string_equal(quotations("‘The soldiers don’t know,’ he said."),
                        "The soldiers don’t know,");
    assert_string_equal(quotations("Кам’яна вода й \"м'яке ім'я\" тут."), "м'яке ім'я");
}

static void test_within_others(void **state) {
    (void)state;
    assert_string_equal(quotations("“She said: ‘Go home.’ I went.”"),
                        "She said: ‘Go home.’ I went.");
    assert_string_equal(quotations("«Онук каже: «Забудь». А як?»"), "Онук каже: «Забудь». А як?");
    assert_string_equal(quotations("Загін «Мати «Води»."), "Мати «Води");
}

static void test_goes_on(void **state) {
    (void)state;
    assert_string_equal(quotations("“One.\n\n“Two.”"), "One. +");
    assert_string_equal(quotations("«Раз.\n\nДва»."), "Раз. +");
    assert_string_equal(quotations("“One.\n\nTwo, he said."), "One.");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds), cmocka_unit_test(test_apostrophes_are_none),
        cmocka_unit_test(test_within_others), cmocka_unit_test(test_goes_on)};
    return cmocka_run_group_tests(tests, paragraphs_open, paragraphs_close);
}
