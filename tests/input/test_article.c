/* Articles out of pages: a real page with its leftovers, the invented articles of tests/say/gold/seen,
 * and by small pages what is hidden, who wrote, when, in which encoding, and what is refused. */
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
#include "input/article.h"

#define LONG \
    "The commission opened the grave on Monday and counted the remains, its head said at noon."
#define PAGE(head, rest) \
    "<!doctype html><html lang=en><head>" head "</head><body><h1>What was found in the wood</h1>" \
    rest "<p>" LONG "</p><p>Nobody knows yet who they were, or who had put them there at all.</p>"

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

static struct article read_bytes(const char *bytes, size_t size) {
    struct error error = {0};
    struct article article;
    if (!article_read(&arena, bytes, size, &article, &error)) fail_msg("%s", error.text);
    return article;
}

static struct article read_text(const char *text) { return read_bytes(text, strlen(text)); }

static json_t *load(const char *path) {
    json_error_t problem;
    json_t *root = json_load_file(path, 0, &problem);
    if (!root) fail_msg("%s: %s", path, problem.text);
    return root;
}

static void expect_same(const char *found, const json_t *truth, const char *what) {
    const char *text = json_string_value(truth);
    if (!found && !text) return;
    if (!found || !text || strcmp(found, text) != 0)
        fail_msg("%s: %s instead of %s", what, found ? found : "nothing", text ? text : "nothing");
}

/* A time without its seconds is the same as one with none. */
static bool is_same_time(const char *found, const char *truth) {
    if (!found || !truth) return found == truth;
    size_t minute = strlen("2018-10-05T15:20");
    if (strlen(found) > minute && strncmp(found + minute, ":00", 3) == 0 &&
        strlen(truth) > minute && truth[minute] != ':')
        return strncmp(found, truth, minute) == 0 && strcmp(found + minute + 3, truth + minute) == 0;
    return strcmp(found, truth) == 0;
}

static void expect_list(const char *const *found, int count, const json_t *truth,
                        const char *what) {
    assert_int_equal(count, json_array_size(truth));
    for (int i = 0; i < count; i++) expect_same(found[i], json_array_get(truth, (size_t)i), what);
}

static void expect_members(const struct article *article, const json_t *truth, const char *what) {
    expect_same(article->title, json_object_get(truth, "title"), what);
    expect_same(article->standfirst, json_object_get(truth, "standfirst"), what);
    const char *published = json_string_value(json_object_get(truth, "published"));
    if (!is_same_time(article->published, published))
        fail_msg("%s: %s instead of %s", what, article->published ? article->published : "no time",
                 published ? published : "none");
    expect_list(article->authors, article->author_count, json_object_get(truth, "authors"), what);
    expect_list(article->captions, article->caption_count, json_object_get(truth, "captions"),
                what);
}

static int times_in(const char *text, const char *word) {
    int times = 0;
    for (; (text = strstr(text, word)) != NULL; text++) times++;
    return times;
}

/* ------------------------------------------------------------------ whole articles */

static void a_real_page_without_its_leftovers(void **state) {
    (void)state;
    const char *folder = arena_format(&arena, "%s/../shared/data/articles", getenv("CAIRN_SOURCE"));
    const char *path = files_join(&arena, folder, "izyum.txt");
    if (!files_is_file(path)) {
        fprintf(stderr, "SKIPPED: %s is not there\n", path);
        skip();
    }
    struct error error = {0};
    char *bytes;
    size_t size, i;
    if (!files_read(&arena, path, 1 << 20, &bytes, &size, &error)) fail_msg("%s", error.text);
    struct article article = read_bytes(bytes, size);
    json_t *truth = load(files_join(&arena, folder, "izyum.article.json")), *line;
    expect_members(&article, truth, "izyum");
    assert_string_equal(article.language, "en");
    json_array_foreach(json_object_get(truth, "not_text"), i, line)
        if (strstr(article.text, json_string_value(line)))
            fail_msg("\"%s\" is in the text", json_string_value(line));
    assert_null(strstr(article.text, "<p>"));
    for (int j = 0; j < article.caption_count; j++)
        assert_int_equal(times_in(article.text, article.captions[j]), 1);
    json_decref(truth);
    /* Everything that was said is in it. */
    char *lines;
    if (!files_read(&arena, files_join(&arena, folder, "izyum.statements.tsv"), 1 << 20, &lines,
                    &size, &error))
        fail_msg("%s", error.text);
    for (char *at = strchr(lines, '\n'); at && at[1]; at = strchr(at + 1, '\n')) {
        char *words = at + 1, *next = strchr(words, '\n');
        if (next) *next = 0;
        words = strrchr(words, '\t') + 1;
        if (!strstr(article.text, words)) fail_msg("\"%s\" is not in the text", words);
        if (next) *next = '\n';
        else break;
    }
}

/* What was annotated by hand of articles of which no rule here was told. */
static void invented_articles_as_lines(void **state) {
    (void)state;
    static const char *const LANGUAGES[] = {"en", "uk", "ru"};
    for (int i = 1; i <= 30; i++) {
        const char *language = LANGUAGES[i <= 15 ? 0 : i <= 23 ? 1 : 2];
        const char *name = arena_format(&arena, "%s/tests/say/gold/seen/%02d-%s",
                                        getenv("CAIRN_SOURCE"), i, language);
        struct error error = {0};
        char *bytes;
        size_t size;
        if (!files_read(&arena, arena_format(&arena, "%s.txt", name), 1 << 20, &bytes, &size,
                        &error))
            fail_msg("%s", error.text);
        struct article article = read_bytes(bytes, size);
        json_t *truth = load(arena_format(&arena, "%s.json", name));
        /* An author who is named in the annotation alone cannot be found. */
        json_t *authors = json_object_get(truth, "authors");
        for (size_t j = json_array_size(authors); j-- > 0;)
            if (!strstr(bytes, json_string_value(json_array_get(authors, j))))
                json_array_remove(authors, j);
        expect_members(&article, truth, name + strlen(name) - 5);
        assert_string_equal(article.language, language);
        json_decref(truth);
    }
}

/* A copied page with what stands around an article. */
static void lines_with_leftovers(void **state) {
    (void)state;
    struct article article = read_text(
        "Skip to main content\nHome > News > World\nLog in\n\nFriday, 16 September 2022\n\n"
        "Burial site found near the river town\n\nPublished\n16 September 2022\n\n"
        "By Jane Roe & John Doe\nDaily News\n\nShare\n\nImage source, Reuters\n"
        "Image caption, Experts worked at the site through the night\n\n" LONG "\n\n"
        "Read more: What we know\nAdvertisement\n\nRelated Topics\n"
        "More than 440 graves were counted by noon, and nobody knows who lies in them.\n\n"
        "More on this story\nBridge reopens\n\n© 2022 Daily News. All rights reserved.\n");
    assert_string_equal(article.text,
                        "Burial site found near the river town\n\n"
                        "Experts worked at the site through the night\n\n" LONG "\n\n"
                        "More than 440 graves were counted by noon, and nobody knows who lies in "
                        "them.");
    assert_string_equal(article.published, "2022-09-16");
    assert_int_equal(article.author_count, 2);
    assert_int_equal(article.caption_count, 1);
}

/* ------------------------------------------------------------------ parts */

static void expect_without(const char *rest) {
    struct article article = read_text(arena_format(&arena, PAGE("", "%s"), rest));
    if (strstr(article.text, "secret")) fail_msg("%s\n%s", rest, article.text);
    assert_non_null(strstr(article.text, LONG));
}

static void nothing_that_the_page_hid(void **state) {
    (void)state;
#define SECRET "This long secret sentence is not to be read by anybody who looks at the page."
    expect_without("<p hidden>" SECRET "</p>");
    expect_without("<div style='color:red; DISPLAY : none'><p>" SECRET "</p></div>");
    expect_without("<div style='position:absolute;left:-9999px'>" SECRET "</div>");
    expect_without("<p style=\"font-size:0\">" SECRET "</p>");
    expect_without("<div aria-hidden=true><div><p>" SECRET "</div></div>");
    expect_without("<noscript><p>" SECRET "</p></noscript>");
    expect_without("<template><p>" SECRET "</p></template>");
    expect_without("<!-- <p>" SECRET "</p> -->");
    expect_without("<script>'<p>" SECRET "</p>'</script><style>" SECRET "</style>");
    expect_without("<span class=visually-hidden>" SECRET "</span>");
    expect_without("<p style='display:none'>" SECRET "<b>" SECRET "</b>" SECRET "</p>");
    expect_without("<section hidden><p>" SECRET "<div><p>" SECRET "</section>");
    expect_without("<iframe><p>" SECRET "</p></iframe><svg><text>" SECRET "</text></svg>");
#undef SECRET
}

static void expect_published(const char *head, const char *rest, const char *published) {
    struct article article = read_text(arena_format(&arena, PAGE("%s", "%s"), head, rest));
    if (!published) assert_null(article.published);
    else if (!article.published || strcmp(article.published, published) != 0)
        fail_msg("%s %s: %s", head, rest, article.published ? article.published : "none");
}

static void when_it_was_published(void **state) {
    (void)state;
#define META(time) "<meta property='article:published_time' content='" time "'>"
    expect_published("", "<p>Published on Fri 16 Sep 2022 18.38 BST</p>",
                     "2022-09-16T18:38:00+01:00");
    expect_published("", "<p>16 вересня 2022, 18:38</p>", "2022-09-16T18:38");
    expect_published("", "<p>Первая публикация 16 сентября 2022 года, 18:38 (UTC+3)</p>",
                     "2022-09-16T18:38:00+03:00");
    expect_published("", "<p>Sept. 16, 2022 at 6:38 p.m. EDT</p>", "2022-09-16T18:38:00-04:00");
    expect_published("", "<p>06:12 BST, 5 October 2018</p>", "2018-10-05T06:12:00+01:00");
    expect_published("", "<p>17.06.2019, 09:20</p>", "2019-06-17T09:20");
    expect_published("", "<p>Updated 17 June 2019 | Published 16 June 2019</p>", "2019-06-16");
    /* For programs alone. */
    expect_published(META("2022-09-16T17:38:25.000Z"), "", "2022-09-16T17:38:25Z");
    /* Both say the same: the zone that is printed, or that makes them the same. */
    expect_published(META("2022-09-16T17:38:25Z"), "<p>16 September 2022 18:38 BST</p>",
                     "2022-09-16T18:38:25+01:00");
    expect_published(META("2022-09-16T15:38:00Z"), "<p>16 вересня 2022, 18:38</p>",
                     "2022-09-16T18:38:00+03:00");
    expect_published(META("2022-09-16T15:38:00+03:00"), "<p>16 September 2022</p>",
                     "2022-09-16T15:38:00+03:00");
    /* They do not: what is printed. */
    expect_published(META("2022-09-20T15:38:00Z"), "<p>16 September 2022</p>", "2022-09-16");
    expect_published(META("2022-09-16T15:41:00Z"), "<p>16 September 2022, 18:38</p>",
                     "2022-09-16T18:38");
    expect_published("", "<p><time datetime='2022-09-16T18:38:00+01:00'>a day ago</time></p>",
                     "2022-09-16T18:38:00+01:00");
    expect_published("", "<p>31 February 2022</p>", NULL);
    expect_published("", "", NULL);
#undef META
}

static void expect_authors(const char *head, const char *rest, const char *names) {
    struct article article = read_text(arena_format(&arena, PAGE("%s", "%s"), head, rest));
    const char *found = "";
    for (int i = 0; i < article.author_count; i++)
        found = arena_format(&arena, "%s%s%s", found, i ? "; " : "", article.authors[i]);
    if (strcmp(found, names) != 0) fail_msg("%s %s: \"%s\"", head, rest, found);
}

static void who_wrote_it(void **state) {
    (void)state;
    expect_authors("", "<p>By Helen Avery in Port Amery and Jonas Prett</p>",
                   "Helen Avery; Jonas Prett");
    expect_authors("", "<div class=byline>Conor Blythe, diplomatic correspondent</div>",
                   "Conor Blythe");
    expect_authors("", "<p>Автор: Зоряна Криничар</p>", "Зоряна Криничар");
    expect_authors("", "<p>Беседовала Соня Верболозова</p>", "Соня Верболозова");
    expect_authors("", "<a rel=author>Ursula van der Meer</a>", "Ursula van der Meer");
    expect_authors("", "<p class=byline>By Staff Reporter</p>", "");
    expect_authors("", "<p>Агентство «Затон»</p>", "");
    expect_authors("<meta name=author content='The Harbour Times'>", "", "");
    expect_authors("<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"WebPage\"},"
                   "{\"@type\":\"NewsArticle\",\"author\":[{\"@type\":\"Person\",\"name\":"
                   "\"Petra Loom\"},{\"@type\":\"Organization\",\"name\":\"Petra Paper\"}]}]}"
                   "</script>",
                   "", "Petra Loom");
    /* What is printed comes first. */
    expect_authors("<meta name=author content='Ann Other'>", "<p>By Petra Loom</p>", "Petra Loom");
}

static void the_body_for_programs_is_not_read(void **state) {
    (void)state;
    struct article article = read_text(
        PAGE("<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"articleBody\":"
             "\"Something that no reader ever saw, and that is longer than all the rest.\"}"
             "</script>", ""));
    assert_null(strstr(article.text, "no reader"));
}

static void lists_quotations_and_line_breaks_belong_to_it(void **state) {
    (void)state;
    struct article article = read_text(
        PAGE("", "<p>" LONG " It named:</p><ul><li>two women</li><li>one child</li></ul>"
                 "<blockquote>We are still looking for the others, day by day.</blockquote>"
                 "<p>First line of a poem that he knew,<br>second line of it.</p>"));
    assert_non_null(strstr(article.text, "two women\n\none child\n\nWe are still"));
    assert_non_null(strstr(article.text, "that he knew,\nsecond line"));
}

/* ------------------------------------------------------------------ bytes */

static const char RUSSIAN_1251[] =
    "<html><h1>\xcd\xe0\xe9\xe4\xe5\xed\xee \xe2 \xeb\xe5\xf1\xf3</h1><p>\xd2\xe5\xeb\xe0 "
    "\xe2\xf1\xe5\xf5 \xef\xee\xe3\xe8\xe1\xf8\xe8\xf5 \xe1\xfb\xeb\xe8 \xef\xee\xe4\xed\xff\xf2\xfb "
    "\xe8\xe7 \xec\xee\xe3\xe8\xeb\xfb \xe2 \xeb\xe5\xf1\xf3 \xe7\xe0 \xf0\xe5\xea\xee\xe9.</p>";

static void encodings(void **state) {
    (void)state;
    struct article article = read_bytes(RUSSIAN_1251, sizeof RUSSIAN_1251 - 1);
    assert_string_equal(article.title, "Найдено в лесу");
    assert_string_equal(article.language, "ru");
    assert_int_equal(article.note_count, 1);
    assert_non_null(strstr(article.notes[0], "WINDOWS-1251"));
    /* A page that was saved as UTF-8 and still says what it once was. */
    article = read_text("<meta charset=windows-1251><h1>Знайшли в лісі</h1><p>Тіла всіх загиблих "
                        "підняли з могили за річкою.</p><p>Їх буде поховано.</p>");
    assert_string_equal(article.title, "Знайшли в лісі");
    assert_string_equal(article.language, "uk");
    /* Bytes that are nothing, NUL, marks that turn the direction of writing. */
    static const char broken[] = "<html><h1>Found in\0 the wood</h1><p>" LONG " \xff\xe2\x80\xae.</p>"
                                 "<p>Тіла всіх загиблих підняли з могили за річкою.</p>";
    article = read_bytes(broken, sizeof broken - 1);
    assert_string_equal(article.title, "Found in the wood");
    assert_non_null(strstr(article.text, "\xef\xbf\xbd"));
    assert_null(strstr(article.text, "\xe2\x80\xae"));
    assert_int_equal(article.note_count, 2);
}

static void expect_refused(const char *bytes, size_t size, enum error_code code) {
    struct error error = {0};
    struct article article;
    assert_false(article_read(&arena, bytes, size, &article, &error));
    assert_int_equal(error.code, code);
    assert_true(error.text[0]);
}

static void what_is_no_article(void **state) {
    (void)state;
    expect_refused("", 0, ERROR_BAD_INPUT);
    expect_refused("<html><body><a href=/>Home</a></body></html>", 44, ERROR_BAD_INPUT);
    expect_refused("", ARTICLE_BYTES_MOST + (size_t)1, ERROR_TOO_LARGE);
    struct buffer lines = {0};
    for (int i = 0; i < 200000; i++) buffer_add_text(&lines, "a\n");
    expect_refused(lines.bytes, lines.size, ERROR_TOO_LARGE);
    buffer_close(&lines);
}

/* The last paragraph is found whatever is left open before it. */
static void nested_a_hundred_thousand_deep(void **state) {
    (void)state;
    static const char *const TAGS[] = {"<div>", "<b>", "<table><tr><td>", "<i><p>", "<ul><li>",
                                       "<blockquote>", "<font color=red>"};
    for (size_t i = 0; i < sizeof TAGS / sizeof *TAGS; i++) {
        struct buffer page = {0};
        buffer_add_text(&page, "<html><h1>What was found in the wood</h1>");
        for (int j = 0; j < 100000; j++) buffer_add_text(&page, TAGS[i]);
        buffer_add_text(&page, "<p>" LONG "</p></p></i></td></div>");
        struct article article = read_bytes(page.bytes, page.size);
        assert_non_null(strstr(article.text, LONG));
        buffer_close(&page);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_real_page_without_its_leftovers, begin, end),
        cmocka_unit_test_setup_teardown(invented_articles_as_lines, begin, end),
        cmocka_unit_test_setup_teardown(lines_with_leftovers, begin, end),
        cmocka_unit_test_setup_teardown(nothing_that_the_page_hid, begin, end),
        cmocka_unit_test_setup_teardown(when_it_was_published, begin, end),
        cmocka_unit_test_setup_teardown(who_wrote_it, begin, end),
        cmocka_unit_test_setup_teardown(the_body_for_programs_is_not_read, begin, end),
        cmocka_unit_test_setup_teardown(lists_quotations_and_line_breaks_belong_to_it, begin, end),
        cmocka_unit_test_setup_teardown(encodings, begin, end),
        cmocka_unit_test_setup_teardown(what_is_no_article, begin, end),
        cmocka_unit_test_setup_teardown(nested_a_hundred_thousand_deep, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
