/* Markup as tokens: by hand where a page is broken, and the text of whole pages against what another
 * program's parser (gumbo, which makes the tree of the HTML standard) has of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <gumbo.h>

#include "base/arena.h"
#include "base/files.h"
#include "input/article_bytes.h"
#include "input/markup.h"

enum { PAGES = 30 };

/* Tokens in short: text as it is, <name>, </name>, {content}. */
static void expect_tokens(const char *page, const char *tokens) {
    struct buffer out = {0};
    struct markup markup = markup_of(page, strlen(page));
    struct markup_token token;
    while (markup_next(&markup, &token)) {
        if (token.kind == MARKUP_TEXT) markup_decode(token.text, token.size, &out);
        else if (token.kind == MARKUP_CONTENT)
            buffer_format(&out, "{%.*s}", (int)token.size, token.text);
        else buffer_format(&out, "<%s%d>", token.kind == MARKUP_CLOSE ? "/" : "", (int)token.tag);
    }
    assert_string_equal(buffer_text(&out), tokens);
    buffer_close(&out);
}

static void tags_text_and_comments(void **state) {
    (void)state;
    char expected[64];
    snprintf(expected, sizeof expected, "a<%d>b</%d>c", MARKUP_p, MARKUP_p);
    expect_tokens("a<p>b</p>c", expected);
    expect_tokens("a<P class='x > y' title=\">\">b</P >c", expected);
    expect_tokens("a<!-- <b> --><p><!doctype x>b<?php x ?></p>c<!--", expected);
    expect_tokens("a<!--><p><!--->b<!-- -- --!></p>c<p", expected);
    snprintf(expected, sizeof expected, "<%d>{if (a</b>) x}</%d>", MARKUP_script, MARKUP_script);
    expect_tokens("<script>if (a</b>) x</SCRIPT>", expected);
    expect_tokens("1 < 2 <3 <", "1 < 2 <3 <");
}

static void entities(void **state) {
    (void)state;
    expect_tokens("&amp;&lt;&#60;&#x3C;&laquo;&mdash;", "&<<<«—");
    expect_tokens("&copy 2018 &nbsp&#147;x&#8221", "© 2018 \xc2\xa0“x”");
    expect_tokens("&nothing; & &; &#; &#xd800;&#0;&#x110000;",
                  "&nothing; & &; &#; \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
}

static void attributes(void **state) {
    (void)state;
    static const char PAGE[] = "<a href=x/y Title = 'a \"b\"' checked data-x=\"\"/>";
    static const char *const WANTED[][2] = {
        {"href", "x/y"}, {"title", "a \"b\""}, {"checked", ""}, {"data-x", ""}};
    struct markup markup = markup_of(PAGE, sizeof PAGE - 1);
    struct markup_token token;
    struct markup_attribute attribute;
    assert_true(markup_next(&markup, &token));
    assert_true(token.empty);
    struct markup_attributes all = markup_attributes_of(&token);
    for (int i = 0; i < 4; i++) {
        assert_true(markup_attributes_next(&all, &attribute));
        assert_true(markup_named(&attribute, WANTED[i][0]));
        assert_int_equal(attribute.value_size, strlen(WANTED[i][1]));
        assert_memory_equal(attribute.value, WANTED[i][1], attribute.value_size);
    }
    assert_false(markup_attributes_next(&all, &attribute));
}

/* ------------------------------------------------------------------ against gumbo */

static void add_visible(struct buffer *out, const char *text) {
    for (; *text; text++)
        if (!strchr(" \t\r\n\f", *text)) buffer_add(out, text, 1);
}

static void gumbo_text(const GumboNode *node, struct buffer *out) {
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE)
        add_visible(out, node->v.text.text);
    if (node->type != GUMBO_NODE_ELEMENT && node->type != GUMBO_NODE_TEMPLATE) return;
    switch (node->v.element.tag) {
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_TITLE:
    case GUMBO_TAG_TEXTAREA:
        return;
    default:
        break;
    }
    for (unsigned i = 0; i < node->v.element.children.length; i++)
        gumbo_text(node->v.element.children.data[i], out);
}

static void the_text_of_pages_as_another_parser_has_it(void **state) {
    (void)state;
    for (int i = 1; i <= PAGES; i++) {
        struct arena arena;
        struct error error = {0};
        struct buffer ours = {0}, theirs = {0}, run = {0};
        char *bytes;
        size_t size;
        arena_open(&arena, 0);
        if (!files_read(&arena, arena_format(&arena, "%s/tests/input/pages/%02d.html",
                                             getenv("CAIRN_SOURCE"), i),
                        1 << 20, &bytes, &size, &error))
            fail_msg("%s", error.text);
        struct article_bytes page = article_bytes_of(bytes, size);
        struct markup markup = markup_of(page.text, page.size);
        struct markup_token token;
        while (markup_next(&markup, &token))
            if (token.kind == MARKUP_TEXT) markup_decode(token.text, token.size, &run);
        for (size_t j = 0; j < run.size; j++)
            if (!run.bytes[j]) run.bytes[j] = ' '; /* gumbo leaves NUL out */
        add_visible(&ours, buffer_text(&run));
        GumboOutput *tree =
            gumbo_parse_with_options(&kGumboDefaultOptions, page.text, page.size);
        gumbo_text(tree->document->v.document.children.data[tree->document->v.document.children
                                                                .length - 1], &theirs);
        gumbo_destroy_output(&kGumboDefaultOptions, tree);
        if (strcmp(buffer_text(&ours), buffer_text(&theirs)) != 0) fail_msg("page %02d", i);
        buffer_close(&ours);
        buffer_close(&theirs);
        buffer_close(&run);
        buffer_close((struct buffer *)&page.made);
        arena_close(&arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tags_text_and_comments),
        cmocka_unit_test(entities),
        cmocka_unit_test(attributes),
        cmocka_unit_test(the_text_of_pages_as_another_parser_has_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
