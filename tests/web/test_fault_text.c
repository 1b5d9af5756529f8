/* What a form says of what cannot be taken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "schema/value.h"
#include "web/fault_text.h"

static struct arena arena;

/* The fault of a text that is typed into a field. */
static struct fault_text fault(enum language language, const char *kind, const char *name,
                               const char *typed) {
    struct visit visit = {.arena = &arena, .language = language};
    const struct schema_field *field = schema_field_find(schema_find(kind), name);
    struct error error = {0};
    json_t *value;
    assert_non_null(field);
    if (value_read(&arena, field, typed, &value, &error)) fail_msg("\"%s\" is taken", typed);
    return fault_text_of(&visit, field, &error);
}

static void in_english_the_reason_itself(void **state) {
    (void)state;
    struct fault_text said = fault(LANGUAGE_EN, "remains", "stature", "9");
    assert_string_equal(said.text, "9 is not between 200 and 2500 mm");
    assert_null(said.detail);
}

static void in_ukrainian_what_the_field_takes(void **state) {
    (void)state;
    static const struct { const char *kind, *field, *typed, *part; } CASES[] = {
        {"remains", "found", "2022-13-01", "немає. Пишіть 2022-09-16"},
        {"remains", "found", "2022-03/2021-03", "Це не дата"},
        {"remains", "lifted_at", "yesterday", "2022-09-16 11:30+03:00"},
        {"remains", "stature", "9", "від 200\u00a0мм до 2500\u00a0мм"},
        {"remains", "stature", "tall", "ціле число"},
        {"remains", "dropout", "7", "від 0 до 1"},
        {"remains", "complete", "maybe", "«так» або «ні»"},
        {"remains", "sex", "blue", "одне із запропонованих"},
        {"site", "code", "ABCD", "пишіть так, як ABC"},
        {"site", "location", "there", "POINT (37.28123 49.21456)"},
        {"site", "name", "a\tb", "одним рядком"},
        {"document", "name_native", "Юpiй", "одним письмом"},
        {"remains", "lies_over", "A;;B", "як на бирці"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct fault_text said = fault(LANGUAGE_UK, CASES[i].kind, CASES[i].field, CASES[i].typed);
        if (!strstr(said.text, CASES[i].part))
            fail_msg("%s \"%s\": %s", CASES[i].field, CASES[i].typed, said.text);
    }
}

static void the_reason_stands_beside_it(void **state) {
    (void)state;
    assert_string_equal(fault(LANGUAGE_UK, "remains", "stature", "9").detail,
                        "9 is not between 200 and 2500 mm");
    assert_null(fault(LANGUAGE_UK, "remains", "sex", "blue").detail);
}

static void too_long_a_text_is_told_its_length(void **state) {
    (void)state;
    char text[400] = "";
    memset(text, 'a', sizeof text - 1);
    assert_non_null(strstr(fault(LANGUAGE_UK, "site", "name", text).text, "200 байтів"));
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
        cmocka_unit_test(in_english_the_reason_itself),
        cmocka_unit_test(in_ukrainian_what_the_field_takes),
        cmocka_unit_test(the_reason_stands_beside_it),
        cmocka_unit_test(too_long_a_text_is_told_its_length),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
