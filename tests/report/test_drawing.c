/* A list of shapes, written as SVG: held against what SVG 2 and XML 1.0 say of each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "report/drawing_svg.h"
#include "report/markup.h"

static struct arena arena;

static const struct drawing_style INK = {"ink", PAINT_NONE, PAINT_INK, 1.5, 0, false};
static const struct drawing_style DASHED = {"dashed", 0x0b5c7a, PAINT_INK, 2, 3, false};
static const struct drawing_style WORDS = {"words", PAINT_INK, PAINT_NONE, 0, 0, true};

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

static struct drawing sheet(void) {
    struct drawing drawing;
    drawing_open(&drawing, &arena, "sheet", "A sheet", NULL);
    drawing.width = 100;
    drawing.height = 50.5;
    return drawing;
}

static void assert_has(const struct drawing *drawing, const char *part) {
    const char *text = markup_of_svg(drawing);
    if (!strstr(text, part)) fail_msg("%s is not in\n%s", part, text);
}

static void test_every_shape(void **state) {
    (void)state;
    struct drawing drawing = sheet();
    drawing_line(&drawing, &INK, 1, 2, 30.04, 4.06);
    drawing_rectangle(&drawing, &DASHED, 1, 2, 3, 4);
    drawing_circle(&drawing, &INK, 10, 20, 5);
    drawing_text(&drawing, &WORDS, 50, 20, ANCHOR_MIDDLE, SIZE_NORMAL, "F1-01");
    assert_string_equal(
        markup_of_svg(&drawing),
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"drawing sheet\" viewBox=\"0 0 100 50.5\""
        " width=\"100\" height=\"50.5\" role=\"img\" aria-label=\"A sheet\" direction=\"ltr\""
        " font-family=\"sans-serif\" fill=\"none\">\n"
        "<title>A sheet</title>\n"
        "<line class=\"ink\" stroke=\"currentColor\" stroke-width=\"1.5\" x1=\"1\" y1=\"2\""
        " x2=\"30\" y2=\"4.1\"/>\n"
        "<rect class=\"dashed\" fill=\"#0b5c7a\" stroke=\"currentColor\" stroke-width=\"2\""
        " stroke-dasharray=\"3\" x=\"1\" y=\"2\" width=\"3\" height=\"4\"/>\n"
        "<circle class=\"ink\" stroke=\"currentColor\" stroke-width=\"1.5\" cx=\"10\" cy=\"20\""
        " r=\"5\"/>\n"
        "<text class=\"words\" fill=\"currentColor\" font-weight=\"bold\" x=\"50\" y=\"20\""
        " font-size=\"12\" text-anchor=\"middle\">F1-01</text>\n"
        "</svg>\n");
}

static void test_a_path_is_written_in_differences(void **state) {
    (void)state;
    struct drawing drawing = sheet();
    drawing_path(&drawing, &INK);
    drawing_move(&drawing, 10, 20);
    drawing_to(&drawing, 15, 20);
    drawing_to(&drawing, 17, 20);
    drawing_to(&drawing, 17, 10);
    drawing_to(&drawing, 10, 15.55);
    drawing_close(&drawing);
    drawing_to(&drawing, 12, 20);
    drawing_move(&drawing, 30, 30);
    drawing_move(&drawing, 31, 29);
    drawing_curve(&drawing, 31, 30, 32, 28, 33, 31);
    assert_has(&drawing, " d=\"m10 20h5 2v-10l-7 5.6zh2m18 10m1-1c0 1 1-1 2 2\"/>");
}

static void test_turned_text(void **state) {
    (void)state;
    struct drawing drawing = sheet();
    drawing_turned_text(&drawing, &WORDS, 20, 45, ANCHOR_START, SIZE_SMALL, "ABC");
    assert_has(&drawing, "transform=\"translate(20 45)rotate(-90)\" font-size=\"10\">ABC</text>");
}

static const struct {
    const char *text, *written;
} texts[] = {
    {"<script>alert('x')</script> & \"y\"",
     "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &#34;y&#34;"},
    {"Шевченко 山 \xd8\xb9\xd9\x84\xd9\x8a", "Шевченко 山 \xd8\xb9\xd9\x84\xd9\x8a"},
    {"a\x01z\x7fz\xc2\x85z", "a\xef\xbf\xbdz\xef\xbf\xbdz\xef\xbf\xbdz"},
    {"\xff\xc3z\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbdz\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
    {"\xef\xbf\xbe\xef\xbf\xbf", "\xef\xbf\xbd\xef\xbf\xbd"},
    {"a\tb\nc\rd", "a b c d"},
    {"]]>", "]]&gt;"},
};

static void test_any_text_is_written_as_text(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct drawing drawing = sheet();
        drawing.width = 1000;
        drawing.title = drawing.description = texts[i].text;
        drawing_group(&drawing, NULL, NULL, texts[i].text);
        drawing_text(&drawing, &WORDS, 10, 20, ANCHOR_START, SIZE_NORMAL, texts[i].text);
        drawing_end(&drawing);
        assert_has(&drawing, arena_format(&arena, "aria-label=\"%s\"", texts[i].written));
        assert_has(&drawing, arena_format(&arena, "<desc>%s</desc>", texts[i].written));
        assert_has(&drawing, arena_format(&arena, "<g><title>%s</title>", texts[i].written));
        assert_has(&drawing, arena_format(&arena, ">%s</text>", texts[i].written));
    }
}

static void test_links_are_ours_or_none(void **state) {
    (void)state;
    static const char *const OURS[] = {"/persons/1", "./a", "../a", "?a=1&b=2", "#a"};
    static const char *const OTHERS[] = {"",
                                         "//elsewhere.example/",
                                         "https://elsewhere.example/",
                                         "javascript:alert(1)",
                                         "/\\elsewhere.example",
                                         "/\t/elsewhere.example",
                                         " /a",
                                         "a",
                                         "data:text/html,x"};
    for (size_t i = 0; i < sizeof OURS / sizeof *OURS; i++) {
        struct drawing drawing = sheet();
        drawing_group(&drawing, &INK, OURS[i], "there");
        drawing_circle(&drawing, &INK, 10, 10, 5);
        drawing_end(&drawing);
        assert_has(&drawing, "<a class=\"ink\" stroke=\"currentColor\" stroke-width=\"1.5\" href=");
        assert_has(&drawing, "<title>there</title>");
        assert_has(&drawing, "role=\"group\"");
    }
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++) {
        struct drawing drawing = sheet();
        drawing_group(&drawing, NULL, OTHERS[i], "there");
        drawing_circle(&drawing, &INK, 10, 10, 5);
        drawing_end(&drawing);
        assert_null(strstr(markup_of_svg(&drawing), "href"));
        assert_has(&drawing, "<circle");
    }
}

static void test_groups_in_groups_end_as_they_began(void **state) {
    (void)state;
    struct drawing drawing = sheet();
    drawing_group(&drawing, NULL, NULL, NULL);
    drawing_group(&drawing, NULL, "/a", NULL);
    drawing_end(&drawing);
    drawing_group(&drawing, NULL, "nowhere", NULL);
    drawing_end(&drawing);
    drawing_end(&drawing);
    assert_has(&drawing, "<g>\n<a href=\"/a\" pointer-events=\"all\">\n</a>\n<g>\n</g>\n</g>\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_shape),
        cmocka_unit_test(test_a_path_is_written_in_differences),
        cmocka_unit_test(test_turned_text),
        cmocka_unit_test(test_any_text_is_written_as_text),
        cmocka_unit_test(test_links_are_ours_or_none),
        cmocka_unit_test(test_groups_in_groups_end_as_they_began),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
