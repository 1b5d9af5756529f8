/* What may stand behind a command's name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "cli/options.h"

struct chosen {
    bool json;
    int64_t threads;
    double theta;
    const char *total;
    int prior;
};

static const char *const PRIORS[] = {"incident", "flat", NULL};

static const struct option OPTIONS[] = {
    {.name = "json", .kind = OPTION_FLAG, .target = offsetof(struct chosen, json),
     .help = "for programs"},
    {.name = "threads", .kind = OPTION_WHOLE, .target = offsetof(struct chosen, threads),
     .value = "N", .help = "how many", .least = 1, .most = 1024},
    {.name = "theta", .kind = OPTION_NUMBER, .target = offsetof(struct chosen, theta),
     .value = "T", .help = "co-ancestry", .least = 0, .most = 0.5},
    {.name = "missing-total", .kind = OPTION_TEXT, .target = offsetof(struct chosen, total),
     .value = "N", .help = "all who may lie there"},
    {.name = "prior", .kind = OPTION_CHOICE, .target = offsetof(struct chosen, prior),
     .help = "what is thought beforehand", .choices = PRIORS},
    {.name = NULL},
};

/* A line of words, split at single spaces. */
struct words {
    char text[200];
    char *word[20];
    int count;
};

static void split(struct words *words, const char *text) {
    *words = (struct words){.count = 0};
    strcpy(words->text, text);
    for (char *at = strtok(words->text, " "); at; at = strtok(NULL, " "))
        words->word[words->count++] = at;
}

static const struct chosen DEFAULTS = {.threads = 2, .theta = 0.01};

static void test_nothing_given_leaves_the_defaults(void **state) {
    (void)state;
    struct chosen chosen = DEFAULTS;
    struct error error = {0};
    int count = 0;
    assert_true(options_read(OPTIONS, &chosen, sizeof chosen, NULL, &count, &error));
    assert_int_equal(chosen.threads, 2);
    assert_false(chosen.json);
    assert_int_equal(count, 0);
}

static void test_options_stand_anywhere_in_both_forms(void **state) {
    (void)state;
    struct words words;
    split(&words, "one --threads=7 two --json --theta 2,5e-1 - --prior flat --missing-total=a=b");
    struct chosen chosen = DEFAULTS;
    struct error error = {0};
    assert_true(
        options_read(OPTIONS, &chosen, sizeof chosen, words.word, &words.count, &error));
    assert_true(chosen.json);
    assert_int_equal(chosen.threads, 7);
    assert_true(chosen.theta == 0.25);
    assert_string_equal(chosen.total, "a=b");
    assert_int_equal(chosen.prior, 1);
    assert_int_equal(words.count, 3);
    assert_string_equal(words.word[0], "one");
    assert_string_equal(words.word[1], "two");
    assert_string_equal(words.word[2], "-");
}

static void test_two_dashes_end_the_options(void **state) {
    (void)state;
    struct words words;
    split(&words, "--json -- --threads --");
    struct chosen chosen = DEFAULTS;
    struct error error = {0};
    assert_true(
        options_read(OPTIONS, &chosen, sizeof chosen, words.word, &words.count, &error));
    assert_int_equal(words.count, 2);
    assert_string_equal(words.word[0], "--threads");
    assert_string_equal(words.word[1], "--");
}

static void test_what_is_wrong_is_said_and_changes_nothing(void **state) {
    (void)state;
    static const struct {
        const char *words, *said;
    } cases[] = {
        {"--thread 3", "--thread; did you mean --threads?"},
        {"--jsn", "did you mean --json?"},
        {"--thredas=3", "did you mean --threads?"},
        {"--zebra", "no option --zebra; see --help"},
        {"-t 3", "no option -t"},
        {"--threads", "--threads needs a value: --threads N"},
        {"--json=yes", "--json takes no value"},
        {"--json --json", "--json is given twice"},
        {"--threads 3 --threads=4", "--threads is given twice"},
        {"--threads 0", "between 1 and 1024"},
        {"--threads 1025", "between 1 and 1024"},
        {"--threads=-1", "between 1 and 1024"},
        {"--threads three", "a whole number, not \"three\""},
        {"--threads 3x", "a whole number"},
        {"--threads=", "a whole number"},
        {"--threads 3.5", "a whole number"},
        {"--threads 99999999999999999999", "a whole number"},
        {"--theta 0.51", "between 0 and 0.5"},
        {"--theta nan", "a number, not \"nan\""},
        {"--theta 1e999", "a number"},
        {"--theta 0x1p-3", "a number"},
        {"--theta=", "a number"},
        {"--theta 0,1,2", "a number"},
        {"--theta 1e-400", "a number"},
        {"--prior sharp", "one of incident, flat, not \"sharp\""},
        {"--", NULL},
    };
    for (int i = 0; cases[i].said; i++) {
        struct words words;
        char line[200] = "operand --missing-total 5 ";
        split(&words, strcat(line, cases[i].words));
        int count = words.count;
        struct chosen chosen = DEFAULTS;
        struct error error = {0};
        if (options_read(OPTIONS, &chosen, sizeof chosen, words.word, &words.count, &error))
            fail_msg("%s was taken", cases[i].words);
        assert_int_equal(error.code, ERROR_USAGE);
        if (!strstr(error.text, cases[i].said))
            fail_msg("%s: \"%s\" does not say \"%s\"", cases[i].words, error.text, cases[i].said);
        assert_int_equal(words.count, count);
        assert_string_equal(words.word[1], "--missing-total");
        assert_null(chosen.total);
        assert_int_equal(chosen.threads, 2);
    }
}

static void test_very_long_words_are_unknown_options(void **state) {
    (void)state;
    char longest[5000] = "--";
    memset(longest + 2, 'j', sizeof longest - 3);
    char *word[] = {longest};
    int count = 1;
    struct chosen chosen = DEFAULTS;
    struct error error = {0};
    assert_false(options_read(OPTIONS, &chosen, sizeof chosen, word, &count, &error));
    assert_int_equal(error.code, ERROR_USAGE);
}

static void test_a_command_without_options_knows_none(void **state) {
    (void)state;
    struct words words;
    split(&words, "a --json");
    struct error error = {0};
    assert_false(options_read(NULL, NULL, 0, words.word, &words.count, &error));
    assert_int_equal(error.code, ERROR_USAGE);
    split(&words, "a b");
    error = (struct error){0};
    assert_true(options_read(NULL, NULL, 0, words.word, &words.count, &error));
    assert_int_equal(words.count, 2);
}

static void test_help_has_a_line_for_every_option(void **state) {
    (void)state;
    struct buffer out = {0};
    options_help(OPTIONS, &out);
    assert_non_null(strstr(buffer_text(&out), "--missing-total N "));
    assert_non_null(strstr(buffer_text(&out), "--prior incident|flat "));
    assert_non_null(strstr(buffer_text(&out), "for programs\n"));
    buffer_close(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_given_leaves_the_defaults),
        cmocka_unit_test(test_options_stand_anywhere_in_both_forms),
        cmocka_unit_test(test_two_dashes_end_the_options),
        cmocka_unit_test(test_what_is_wrong_is_said_and_changes_nothing),
        cmocka_unit_test(test_very_long_words_are_unknown_options),
        cmocka_unit_test(test_a_command_without_options_knows_none),
        cmocka_unit_test(test_help_has_a_line_for_every_option),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
