/* What must be found at least in the half of the invented articles that the rules were written with.
 * docs/statements.md has both halves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include <stdlib.h>

#include "say/scoring.h"

enum {
    LOOSE_LEAST = 95,
    STRICT_LEAST = 92,
    SPEAKER_LEAST = 90,
    ACT_LEAST = 75,
    FIGURES_LEAST = 85
};

static void check(const char *language) {
    static char folder[4096];
    struct score score = {0};
    snprintf(folder, sizeof folder, "%s/tests/say/gold", getenv("CAIRN_SOURCE"));
    score_half(folder, "seen", language, NULL, &score);
    assert_true(score.gold > 0);
    assert_true(score_f(score.loose, score.proposed, score.gold) >= LOOSE_LEAST);
    assert_true(score_f(score.strict, score.proposed, score.gold) >= STRICT_LEAST);
    assert_true(100 * score.speaker >= SPEAKER_LEAST * score.loose);
    assert_true(100 * score.act >= ACT_LEAST * score.loose);
    assert_true(score_f(score.figures_right, score.figures_proposed, score.figures_gold) >=
                FIGURES_LEAST);
}

static void test_english(void **state) {
    (void)state;
    check("en");
}
static void test_ukrainian(void **state) {
    (void)state;
    check("uk");
}
static void test_russian(void **state) {
    (void)state;
    check("ru");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_english),
                                       cmocka_unit_test(test_ukrainian),
                                       cmocka_unit_test(test_russian)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
