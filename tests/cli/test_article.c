/* cairn article: what it shows, to people and to programs, and its exit codes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "cli/program.h"

#define PAGE                                                                                       \
    "<!doctype html><title>Graves in the wood</title><h1>Graves in the wood</h1>"                  \
    "<p>By Petra Loom</p><p>16 September 2022, 18.38 BST</p><nav>Home</nav>"                       \
    "<figure><figcaption>Experts in the wood</figcaption></figure>"                                \
    "<p>The commission opened two graves on Monday, its head said at noon.</p>"                    \
    "<p>Nobody knows who lies in them, or who had put them there.</p>"

static struct answer ask(const char *options, const char *text) {
    struct buffer line = {0};
    buffer_format(&line, "article %s - <<'END'\n%s\nEND\n", options, text);
    struct answer answer = cairn_run(buffer_text(&line));
    buffer_close(&line);
    return answer;
}

static void an_article_is_shown(void **state) {
    (void)state;
    static const char *const WORDS[] = {
        "title       Graves in the wood", "author      Petra Loom",
        "published   2022-09-16T18:38:00+01:00", "caption     Experts in the wood",
        "\n\nThe commission opened two graves on Monday"};
    struct answer answer = ask("", PAGE);
    assert_int_equal(answer.code, 0);
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (!strstr(buffer_text(&answer.out), WORDS[i]))
            fail_msg("\"%s\" is not in\n%s", WORDS[i], buffer_text(&answer.out));
    assert_null(strstr(buffer_text(&answer.out), "Home"));
    answer_close(&answer);
}

static void programs_get_its_members(void **state) {
    (void)state;
    static const char *const MEMBERS[] = {"title", "standfirst", "authors",    "published",
                                          "captions", "text",    "statements", "figures"};
    struct answer answer = ask("--json", PAGE);
    assert_int_equal(answer.code, 0);
    json_error_t wrong;
    json_t *root = json_loads(buffer_text(&answer.out), 0, &wrong);
    if (!root) fail_msg("%s", buffer_text(&answer.out));
    assert_int_equal(json_object_size(root), sizeof MEMBERS / sizeof *MEMBERS);
    for (size_t i = 0; i < sizeof MEMBERS / sizeof *MEMBERS; i++)
        assert_non_null(json_object_get(root, MEMBERS[i]));
    assert_true(json_is_null(json_object_get(root, "standfirst")));
    assert_string_equal(json_string_value(json_object_get(root, "text")),
                        "Graves in the wood\n\nExperts in the wood\n\n"
                        "The commission opened two graves on Monday, its head said at noon.\n\n"
                        "Nobody knows who lies in them, or who had put them there.");
    json_decref(root);
    answer_close(&answer);
}

static void who_says_what_stands_in_the_text(void **state) {
    (void)state;
    static const char PRESS[] =
        "Mass grave found near Alder\n\nBy Petra Loom\n\n16 September 2022, 18.38 BST\n\n"
        "Governor Ivo Marten said on Monday that at least 30 bodies had been found in the wood.\n\n"
        "“It is a lie,” the ministry’s spokesman, Oleg Tarn, told reporters.\n";
    struct answer answer = ask("--json", PRESS);
    assert_int_equal(answer.code, 0);
    json_error_t wrong;
    json_t *root = json_loads(buffer_text(&answer.out), 0, &wrong);
    if (!root) fail_msg("%s", buffer_text(&answer.out));
    const char *text = json_string_value(json_object_get(root, "text"));
    json_t *statements = json_object_get(root, "statements"), *one;
    size_t i;
    assert_int_equal(json_array_size(statements), 2);
    json_array_foreach(statements, i, one) {
        json_t *span = json_object_get(one, "span");
        const char *words = json_string_value(json_object_get(one, "text"));
        assert_memory_equal(text + json_integer_value(json_array_get(span, 0)), words,
                            strlen(words));
        assert_int_equal(json_integer_value(json_array_get(span, 1)) -
                             json_integer_value(json_array_get(span, 0)), strlen(words));
    }
    one = json_array_get(statements, 0);
    assert_string_equal(json_string_value(json_object_get(one, "speaker")), "Ivo Marten");
    assert_string_equal(json_string_value(json_object_get(one, "said")), "2022-09-12");
    one = json_array_get(statements, 1);
    assert_string_equal(json_string_value(json_object_get(one, "speaker")), "Oleg Tarn");
    assert_string_equal(json_string_value(json_object_get(one, "act")), "denial");
    assert_true(json_is_true(json_object_get(one, "direct")));
    json_t *figure = json_array_get(json_object_get(root, "figures"), 0);
    assert_int_equal((int)json_number_value(json_object_get(figure, "low")), 30);
    assert_string_equal(json_string_value(json_object_get(figure, "kind")), "bodies");
    json_decref(root);
    answer_close(&answer);
    answer = ask("", PRESS);
    assert_int_equal(answer.code, 0);
    assert_non_null(strstr(buffer_text(&answer.out), "Oleg Tarn"));
    assert_non_null(strstr(buffer_text(&answer.out), "at least 30 bodies (Ivo Marten)"));
    answer_close(&answer);
}

static void what_is_no_article_is_bad_input(void **state) {
    (void)state;
    struct answer answer = ask("", "<html><a href=/>Home</a></html>");
    assert_int_equal(answer.code, 3);
    assert_non_null(strstr(buffer_text(&answer.err), "standard input: nothing in it is the text"));
    answer_close(&answer);
    answer = cairn_run("article /dev/zero");
    assert_int_equal(answer.code, 3);
    answer_close(&answer);
    answer = cairn_run("article");
    assert_int_equal(answer.code, 2);
    answer_close(&answer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_article_is_shown),
        cmocka_unit_test(programs_get_its_members),
        cmocka_unit_test(who_says_what_stands_in_the_text),
        cmocka_unit_test(what_is_no_article_is_bad_input),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
