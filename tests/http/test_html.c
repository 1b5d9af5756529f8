/* Whatever stands in a hole is text there and nothing else: pages are made with hostile values,
 * read by another program's parser (gumbo), and the tree is compared with the one that the template
 * has. The templates are tests/http/pages/. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <gumbo.h>
#include <stdio.h>
#include <string.h>

#include "http/assets.h"
#include "http/page_trial.h"
#include "http/page_trial_frame.h"
#include "http/page_trial_part.h"

static const char *const HOSTILE[] = {
    "7\"><script>alert(1)</script>",
    "javascript:alert(1)",
    "\" onmouseover=\"alert(1)",
    "' onmouseover='alert(1)",
    "</textarea><script>alert(1)</script>",
    "</title><b>",
    "<!--",
    "-->",
    "]]>",
    "&lt;script&gt;",
    "&amp;",
    "&#60;b&#62;",
    "&copy",
    "{{value}}",
    "{value}",
    "\n\nbegins with line ends",
    "\tjava\tscript:alert(1)",
    "java\nscript:alert(1)",
    " javascript:a",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>",
    "vbscript:a",
    "//elsewhere/",
    "/\\elsewhere/",
    "\\\\elsewhere",
    "https:elsewhere",
    "\xe2\x80\xae"
    "gpj.exe",
    "Ім'я <b>",
    "a\r\nb",
    "a\rb",
    "%00",
    "%3Cscript%3E",
    "`",
    "=",
    "a b c",
    "</svg><script>alert(1)</script>",
    "<svg/onload=a>",
    "\xd0\x9b\xcc\x81\xcc\x81\xcc\x81",
    "",
    "x",
};

static const char *token(void *data) { return data; }

static void make(struct buffer *out, const char *value, enum language language) {
    static char fields[] = "\"><script>";
    struct html html = {.out = out, .language = language, .csrf = token, .once = token,
                        .data = fields};
    const struct page_trial_frame frame = {.title = value};
    const struct page_trial_part under = {.name = value}, tree = {.name = value, .under = &under};
    const struct page_trial_rows_cells cells[] = {{.cell = value}, {.cell = "2"}};
    const struct page_trial_rows rows[] = {{.title = value, .cells = cells, .cells_count = 2},
                                           {.title = "two"}};
    page_trial(&html, &(struct page_trial){.trial_frame = &frame, .value = value, .on = true,
                                           .count = 12345, .markup = html_trust("<i>so</i>", 9),
                                           .rows = rows, .rows_count = 2, .tree = &tree});
}

/* The tree as text: elements with their attributes, and texts that are not space alone, but every
 * value as "V" where it stands in whole, and as it is otherwise. */
static void outline(struct buffer *out, const GumboNode *node) {
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE) {
        const char *text = node->v.text.text;
        if (text[strspn(text, " \n")]) buffer_add_text(out, "text ");
        return;
    }
    if (node->type != GUMBO_NODE_ELEMENT) {
        buffer_add_text(out, "OTHER ");
        return;
    }
    const GumboElement *element = &node->v.element;
    buffer_format(out, "<%s", gumbo_normalized_tagname(element->tag));
    for (unsigned i = 0; i < element->attributes.length; i++)
        buffer_format(out, " %s", ((GumboAttribute *)element->attributes.data[i])->name);
    buffer_add_text(out, ">");
    for (unsigned i = 0; i < element->children.length; i++) outline(out, element->children.data[i]);
    buffer_add_text(out, "/ ");
}

static const GumboElement *by_id(const GumboNode *node, const char *id) {
    if (node->type != GUMBO_NODE_ELEMENT) return NULL;
    const GumboAttribute *attribute = gumbo_get_attribute(&node->v.element.attributes, "id");
    if (attribute && strcmp(attribute->value, id) == 0) return &node->v.element;
    for (unsigned i = 0; i < node->v.element.children.length; i++) {
        const GumboElement *found = by_id(node->v.element.children.data[i], id);
        if (found) return found;
    }
    return NULL;
}

static const char *text_of(const GumboElement *element) {
    if (!element->children.length) return "";
    return ((GumboNode *)element->children.data[0])->v.text.text;
}

static const char *attribute_of(const GumboNode *root, const char *id, const char *name) {
    return gumbo_get_attribute(&by_id(root, id)->attributes, name)->value;
}

/* What a browser makes of the value: a lone carriage return stays because it was escaped. */
static void check_values(const GumboNode *root, const char *value) {
    assert_string_equal(text_of(by_id(root, "text")), value);
    assert_string_equal(text_of(by_id(root, "area")), value);
    assert_string_equal(attribute_of(root, "text", "title"), value);
    assert_string_equal(attribute_of(root, "input", "value"), value);
    const char *link = attribute_of(root, "link", "href"),
               *source = attribute_of(root, "source", "src");
    assert_true(strcmp(link, "#") == 0 || strcmp(link, value) == 0);
    assert_true(strcmp(source, "#") == 0 || strcmp(source, value) == 0);
    for (const char *c = attribute_of(root, "part", "href"); *c; c++)
        assert_non_null(strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                               "0123456789-._~%/?=", *c));
}

static void test_hostile_values_are_text(void **state) {
    (void)state;
    struct buffer plain = {0}, expected = {0};
    make(&plain, "plain", LANGUAGE_EN);
    GumboOutput *tree = gumbo_parse_with_options(&kGumboDefaultOptions, plain.bytes, plain.size);
    assert_int_equal(tree->errors.length, 0);
    outline(&expected, tree->root);
    gumbo_destroy_output(&kGumboDefaultOptions, tree);
    for (size_t i = 0; i < sizeof HOSTILE / sizeof *HOSTILE; i++) {
        struct buffer page = {0}, found = {0};
        make(&page, HOSTILE[i], LANGUAGE_EN);
        tree = gumbo_parse_with_options(&kGumboDefaultOptions, page.bytes, page.size);
        outline(&found, tree->root);
        if (HOSTILE[i][0]) assert_string_equal(found.bytes, expected.bytes);
        check_values(tree->root, HOSTILE[i]);
        gumbo_destroy_output(&kGumboDefaultOptions, tree);
        buffer_close(&page);
        buffer_close(&found);
    }
    buffer_close(&plain);
    buffer_close(&expected);
}

static void test_addresses(void **state) {
    (void)state;
    static const struct { const char *address; bool link, local;
    } CASES[] = {
        {"/remains/1", true, true},
        {"?page=2", true, true},
        {"#top", true, true},
        {"../a", true, true},
        {"./a", true, true},
        {"/", true, true},
        {"https://a.example/", true, false},
        {"HTTP://a.example/", true, false},
        {"mailto:a@b.example", true, false},
        {"//a.example/", false, false},
        {"/\\a.example/", false, false},
        {"/a\nb", false, false},
        {"javascript:a", false, false},
        {"a", false, false},
        {"ftp://a/", false, false},
        {" /a", false, false},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct buffer out = {0};
        struct html html = {.out = &out};
        html_link(&html, CASES[i].address);
        assert_int_equal(CASES[i].link, strcmp(buffer_text(&out), CASES[i].address) == 0);
        if (!CASES[i].link) assert_string_equal(buffer_text(&out), "#");
        buffer_close(&out);
        html_local(&html, CASES[i].address);
        assert_int_equal(CASES[i].local, strcmp(buffer_text(&out), CASES[i].address) == 0);
        if (!CASES[i].local) assert_string_equal(buffer_text(&out), "#");
        buffer_close(&out);
    }
}

static void test_bytes_that_are_no_text(void **state) {
    (void)state;
    static const struct { const char *text, *written; } CASES[] = {
        {"a\x01z", "a\xef\xbf\xbdz"},       {"a\x7fz", "a\xef\xbf\xbdz"},
        {"a\xffz", "a\xef\xbf\xbdz"},       {"a\xc0\xafz", "a\xef\xbf\xbd\xef\xbf\xbdz"},
        {"a\xc2\x85z", "a\xef\xbf\xbdz"},   {"a\xed\xa0\x80z",
                                             "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdz"},
        {"a\xd0", "a\xef\xbf\xbd"},         {"\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80"},
        {"\t\n", "\t\n"},                   {NULL, ""},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct buffer out = {0};
        struct html html = {.out = &out};
        html_text(&html, CASES[i].text);
        assert_string_equal(buffer_text(&out), CASES[i].written);
        buffer_close(&out);
    }
}

static void expect_part(const struct buffer *page, const char *part) {
    if (!strstr(page->bytes, part)) print_error("no %s in\n%s\n", part, page->bytes);
    assert_non_null(strstr(page->bytes, part));
}

static void test_blocks_and_texts(void **state) {
    (void)state;
    struct buffer page = {0};
    make(&page, "V", LANGUAGE_EN);
    expect_part(&page, "<html lang=\"en\">");
    expect_part(&page, "<p id=\"said\">12,345 graves of V</p>");
    expect_part(&page, "<p id=\"safe\"><i>so</i></p>");
    expect_part(&page, "<ol id=\"list\">\n<li title=\"V\"><b>VVV</b><b>2VV</b></li>\n"
                       "<li title=\"two\">none</li>\n</ol>");
    expect_part(&page, "<ul id=\"tree\"><li>V<ul><li>V</li>\n</ul></li>\n</ul>");
    expect_part(&page, "<text x=\"12345\">");
    expect_part(&page, assets_path);
    expect_part(&page, "name=\"csrf\" value=\"&#34;&gt;&lt;script&gt;\"");
    expect_part(&page, "</main>\n</body>\n</html>\n");
    buffer_close(&page);
    make(&page, "V", LANGUAGE_UK);
    expect_part(&page, "<html lang=\"uk\">");
    expect_part(&page, "<p id=\"said\">12\u00a0345 могил V</p>");
    buffer_close(&page);
}

static void test_translations_are_escaped_too(void **state) {
    (void)state;
    struct buffer out = {0};
    struct html html = {.out = &out, .language = LANGUAGE_UK};
    const struct page_trial_frame frame = {0};
    page_trial(&html, &(struct page_trial){.trial_frame = &frame, .count = 2});
    expect_part(&out, "2 &lt;i&gt;могили&lt;/i&gt; </p>");
    buffer_close(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hostile_values_are_text),
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_bytes_that_are_no_text),
        cmocka_unit_test(test_blocks_and_texts),
        cmocka_unit_test(test_translations_are_escaped_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
