/* Thirty saved pages in the manner of newspapers, all of them invented (pages/NN.html), against what
 * their reader saw of the article: NN.txt has its text, NN.json the rest. Pages 01 to 15 were looked
 * at while the rules were made. Pages 16 to 30 were written before any rule and not: their figure says
 * what the rules do on a page that nobody fitted them to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/files.h"
#include "base/fold.h"
#include "input/article.h"

enum { PAGES = 30, SEEN = 15 };

#define LEAST 0.90 /* F by tokens, of each half on average */

static struct arena arena;

static char *file_of(int number, const char *end, size_t *out_size) {
    struct error error = {0};
    char *bytes, *path = arena_format(&arena, "%s/tests/input/pages/%02d%s", getenv("CAIRN_SOURCE"),
                                      number, end);
    if (!files_read(&arena, path, 1 << 20, &bytes, out_size, &error)) fail_msg("%s", error.text);
    return bytes;
}

static struct article article_of(int number) {
    struct error error = {0};
    struct article article;
    size_t size;
    const char *bytes = file_of(number, ".html", &size);
    if (!article_read(&arena, bytes, size, &article, &error))
        fail_msg("%02d: %s", number, error.text);
    return article;
}

static json_t *truth_of(int number) {
    size_t size;
    json_error_t problem;
    json_t *root = json_loads(file_of(number, ".json", &size), 0, &problem);
    if (!root) fail_msg("%02d.json: %s", number, problem.text);
    return root;
}

/* ------------------------------------------------------------------ F by tokens */

static int by_text(const void *left, const void *right) {
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* Runs of letters and digits, capitals aside, sorted. */
static char **tokens_of(const char *text, size_t *out_count) {
    char *small = fold_small(&arena, text), **tokens = NULL;
    size_t count = 0, room = 0;
    for (char *at = small; *at;) {
        size_t size = 0, letter;
        while ((letter = fold_letter(at + size)) != 0) size += letter;
        if (!size) {
            at++;
            continue;
        }
        tokens = arena_grow(&arena, tokens, count, &room, sizeof *tokens);
        tokens[count++] = arena_copy_part(&arena, at, size);
        at += size;
    }
    if (count) qsort(tokens, count, sizeof *tokens, by_text);
    *out_count = count;
    return tokens;
}

/* Twice the common tokens by all tokens of both. */
static double agreement(const char *found, const char *truth) {
    size_t found_count, truth_count, i = 0, j = 0, common = 0;
    char **left = tokens_of(found, &found_count), **right = tokens_of(truth, &truth_count);
    while (i < found_count && j < truth_count) {
        int order = strcmp(left[i], right[j]);
        common += order == 0;
        i += order <= 0;
        j += order >= 0;
    }
    return 2.0 * (double)common / (double)(found_count + truth_count);
}

static void check_half(const char *name, int from, int to) {
    double sum = 0;
    for (int i = from; i <= to; i++) {
        size_t size;
        struct article article = article_of(i);
        double f = agreement(article.text, file_of(i, ".txt", &size));
        fprintf(stderr, "  page %02d: F %.3f\n", i, f);
        sum += f;
    }
    double mean = sum / (to - from + 1);
    fprintf(stderr, "text of pages %02d to %02d (%s): F %.3f on average\n", from, to, name, mean);
    if (mean < LEAST) fail_msg("F %.3f", mean);
}

static void the_text_of_pages_that_rules_were_made_on(void **state) {
    (void)state;
    check_half("seen while rules were made", 1, SEEN);
}

static void the_text_of_pages_that_they_were_not(void **state) {
    (void)state;
    check_half("not seen", SEEN + 1, PAGES);
}

/* ------------------------------------------------------------------ what is said about it */

static bool is_same(const char *found, const json_t *truth) {
    const char *text = json_string_value(truth);
    return !found || !text ? found == text : strcmp(found, text) == 0;
}

static bool are_same(const char *const *found, int count, const json_t *truth) {
    if ((size_t)count != json_array_size(truth)) return false;
    for (int i = 0; i < count; i++)
        if (!is_same(found[i], json_array_get(truth, (size_t)i))) return false;
    return true;
}

/* How many pages of a half have each member right. */
static void count_members(int from, int to, int right[6]) {
    static const char *const NAMES[6] = {"title",     "standfirst", "authors",
                                         "published", "captions",   "language"};
    memset(right, 0, 6 * sizeof *right);
    for (int i = from; i <= to; i++) {
        struct article article = article_of(i);
        json_t *truth = truth_of(i);
        bool same[6] = {
            is_same(article.title, json_object_get(truth, NAMES[0])),
            is_same(article.standfirst, json_object_get(truth, NAMES[1])),
            are_same(article.authors, article.author_count, json_object_get(truth, NAMES[2])),
            is_same(article.published, json_object_get(truth, NAMES[3])),
            are_same(article.captions, article.caption_count, json_object_get(truth, NAMES[4])),
            is_same(article.language, json_object_get(truth, NAMES[5])),
        };
        for (int j = 0; j < 6; j++) {
            right[j] += same[j];
            if (!same[j] && to <= SEEN) fprintf(stderr, "  page %02d: %s is wrong\n", i, NAMES[j]);
        }
        json_decref(truth);
    }
    fprintf(stderr, "pages %02d to %02d:", from, to);
    for (int j = 0; j < 6; j++) fprintf(stderr, " %s %d", NAMES[j], right[j]);
    fprintf(stderr, " of %d\n", to - from + 1);
}

static void titles_authors_and_times(void **state) {
    (void)state;
    int right[6];
    count_members(1, SEEN, right);
    for (int j = 0; j < 6; j++) assert_int_equal(right[j], SEEN);
    count_members(SEEN + 1, PAGES, right);
    for (int j = 0; j < 6; j++) assert_true(right[j] >= (PAGES - SEEN) * 8 / 10);
}

/* Words that stand in the pages outside of their articles, and in no article. */
static void nothing_that_was_hidden_or_beside_it(void **state) {
    (void)state;
    static const char *const WORDS[] = {"cookie",      "Ctrl+Enter",    "Advertisement",
                                        "Subscribe",   "Читайте также", "Читайте також",
                                        "display:none"};
    for (int i = 1; i <= SEEN; i++) {
        struct article article = article_of(i);
        for (size_t j = 0; j < sizeof WORDS / sizeof *WORDS; j++)
            if (strstr(article.text, WORDS[j])) fail_msg("%02d has \"%s\"", i, WORDS[j]);
    }
}

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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_text_of_pages_that_rules_were_made_on, begin, end),
        cmocka_unit_test_setup_teardown(the_text_of_pages_that_they_were_not, begin, end),
        cmocka_unit_test_setup_teardown(titles_authors_and_times, begin, end),
        cmocka_unit_test_setup_teardown(nothing_that_was_hidden_or_beside_it, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
