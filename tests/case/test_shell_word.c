/* Words of commands that are shown: a shell gives back what was meant, whatever a table says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "case/shell_word.h"

static struct arena arena;

/* What /bin/sh makes of the word. */
static void assert_given_back(const char *word) {
    char said[100] = "";
    FILE *shell = popen(arena_format(&arena, "printf '%%s.' %s", shell_word(&arena, word)), "r");
    assert_non_null(shell);
    size_t size = fread(said, 1, sizeof said - 1, shell);
    assert_int_equal(pclose(shell), 0);
    if (size != strlen(word) + 1 || strncmp(said, word, size - 1) != 0)
        fail_msg("%s became %s", word, said);
}

static void test_a_shell_gives_it_back(void **state) {
    (void)state;
    static const char *const words[] = {"forest",     "Grave data/2022",
                                        "",           "it's",
                                        "''",         "$(echo sorry)",
                                        "a;b",        "`id`",
                                        "*",          "a\\b",
                                        "\"quoted\"", "~",
                                        "#1",         "a\nb",
                                        "\033[1m'b", "c\xff\\",
                                        "да"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) assert_given_back(words[i]);
}

static void test_plain_words_stay_as_they_are(void **state) {
    (void)state;
    static const char *const words[] = {"forest", "./a_b-c/d.e", "ELD-0001-B", "M=300,F=180",
                                        "0.01"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_string_equal(shell_word(&arena, words[i]), words[i]);
    assert_string_equal(shell_word(&arena, "Grave data"), "'Grave data'");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_shell_gives_it_back),
        cmocka_unit_test(test_plain_words_stay_as_they_are),
    };
    arena_open(&arena, 0);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_close(&arena);
    return failed;
}
