#include "report/markup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ctype.h>
#include <string.h>

#include "report/drawing_svg.h"
#include "report/text_fit.h"

enum { DEEPEST = 16 };

static const char *const ELEMENTS[] = {"svg",  "g",    "a",      "title", "desc",
                                       "line", "rect", "circle", "path",  "text"};
static const char *const ATTRIBUTES[] = {"xmlns",
                                         "class",
                                         "viewBox",
                                         "width",
                                         "height",
                                         "role",
                                         "aria-label",
                                         "direction",
                                         "font-family",
                                         "fill",
                                         "stroke",
                                         "stroke-width",
                                         "stroke-dasharray",
                                         "font-weight",
                                         "href",
                                         "pointer-events",
                                         "x",
                                         "y",
                                         "x1",
                                         "y1",
                                         "x2",
                                         "y2",
                                         "cx",
                                         "cy",
                                         "r",
                                         "d",
                                         "transform",
                                         "font-size",
                                         "text-anchor"};

static bool is_one_of(const char *word, size_t length, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (strlen(words[i]) == length && memcmp(words[i], word, length) == 0) return true;
    return false;
}

/* A name at `at`; its length. */
static size_t name_at(const char *at) {
    size_t length = 0;
    while (isalnum((unsigned char)at[length]) || at[length] == '-') length++;
    return length;
}

/* Entities that are there without a document type. Returns what is behind it. */
static const char *entity(const char *at) {
    static const char *const KNOWN[] = {"&amp;", "&lt;", "&gt;", "&#34;", "&#39;"};
    for (size_t i = 0; i < sizeof KNOWN / sizeof *KNOWN; i++)
        if (strncmp(at, KNOWN[i], strlen(KNOWN[i])) == 0) return at + strlen(KNOWN[i]);
    fail_msg("unknown entity at %.20s", at);
    return at;
}

static const char *attribute(const char *at) {
    size_t length = name_at(at);
    if (!is_one_of(at, length, ATTRIBUTES, sizeof ATTRIBUTES / sizeof *ATTRIBUTES))
        fail_msg("attribute at %.30s", at);
    at += length;
    if (strncmp(at, "=\"", 2) != 0) fail_msg("no value at %.30s", at);
    for (at += 2; *at != '"';) {
        if (!*at || *at == '<') fail_msg("a value that does not end at %.30s", at);
        at = *at == '&' ? entity(at) : at + 1;
    }
    return at + 1;
}

struct open {
    const char *name[DEEPEST];
    size_t length[DEEPEST];
    int count;
};

static const char *tag(const char *at, struct open *open) {
    if (*at == '/') {
        size_t length = name_at(++at);
        if (!open->count || open->length[open->count - 1] != length ||
            memcmp(open->name[open->count - 1], at, length) != 0 || at[length] != '>')
            fail_msg("what is not open ends at %.30s", at);
        open->count--;
        return at + length + 1;
    }
    size_t length = name_at(at);
    if (!is_one_of(at, length, ELEMENTS, sizeof ELEMENTS / sizeof *ELEMENTS))
        fail_msg("element at %.30s", at);
    const char *name = at;
    for (at += length; *at == ' ';) at = attribute(at + 1);
    if (strncmp(at, "/>", 2) == 0) return at + 2;
    if (*at != '>') fail_msg("a tag that does not end at %.30s", at);
    assert_true(open->count < DEEPEST);
    open->name[open->count] = name;
    open->length[open->count++] = length;
    return at + 1;
}

static void check_form(const char *text) {
    struct open open = {0};
    for (const char *at = text; *at;) {
        unsigned char c = (unsigned char)*at;
        if (c < 0x20 && c != '\n') fail_msg("control character %02x", c);
        if (*at == '<') at = tag(at + 1, &open);
        else if (*at == '&') at = entity(at);
        else at++;
    }
    assert_int_equal(open.count, 0);
}

static void check_inside(const struct drawing *drawing, double x, double y, double to_x,
                         double to_y) {
    if (x < 0 || y < 0 || to_x > drawing->width || to_y > drawing->height)
        fail_msg("%g,%g to %g,%g is outside of %g x %g", x, y, to_x, to_y, drawing->width,
                 drawing->height);
}

static void check_text(const struct drawing *drawing, const struct drawing_shape *shape) {
    double high = text_height(shape->text.size);
    double width = text_width(shape->text.size, shape->style->bold, shape->text.text);
    double before = shape->text.anchor == ANCHOR_START    ? 0
                    : shape->text.anchor == ANCHOR_MIDDLE ? width / 2
                                                          : width;
    if (shape->text.turned)
        check_inside(drawing, shape->x - high, shape->y - width + before, shape->x + high / 4,
                     shape->y + before);
    else
        check_inside(drawing, shape->x - before, shape->y - high, shape->x - before + width,
                     shape->y + high / 4);
}

static void check_box(const struct drawing *drawing) {
    for (size_t i = 0; i < drawing->count; i++) {
        const struct drawing_shape *shape = &drawing->shape[i];
        if (shape->kind == DRAWING_TEXT) check_text(drawing, shape);
        if (shape->kind == DRAWING_LINE) {
            check_inside(drawing, shape->x, shape->y, shape->x, shape->y);
            check_inside(drawing, shape->to.x, shape->to.y, shape->to.x, shape->to.y);
        }
        if (shape->kind == DRAWING_RECTANGLE)
            check_inside(drawing, shape->x, shape->y, shape->x + shape->extent.width,
                         shape->y + shape->extent.height);
        if (shape->kind == DRAWING_CIRCLE)
            check_inside(drawing, shape->x - shape->radius, shape->y - shape->radius,
                         shape->x + shape->radius, shape->y + shape->radius);
    }
    for (size_t i = 0; i < drawing->steps; i++)
        if (drawing->step[i].kind != STEP_CLOSE)
            check_inside(drawing, drawing->step[i].x, drawing->step[i].y, drawing->step[i].x,
                         drawing->step[i].y);
}

const char *markup_of_svg(const struct drawing *drawing) {
    struct buffer out = {0};
    drawing_svg(drawing, &out);
    const char *text = arena_copy(drawing->arena, buffer_text(&out));
    buffer_close(&out);
    check_form(text);
    check_box(drawing);
    return text;
}

int markup_count(const char *text, const char *part) {
    int count = 0;
    for (const char *at = text; (at = strstr(at, part)); at += strlen(part)) count++;
    return count;
}
