#include "report/drawing_svg.h"

#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "report/text_fit.h"

/* ------------------------------------------------------------------ text */

/* What a character is written as; NULL: as itself. XML 1.0 takes no other control characters than
 * tab and line ends, nor U+FFFE and U+FFFF. */
static const char *escape_of(const unsigned char *at, size_t length) {
    static const char REPLACEMENT[] = "\xef\xbf\xbd";
    if (length == 0) return REPLACEMENT;
    if (length == 1) switch (*at) {
        case '&': return "&amp;";
        case '<': return "&lt;";
        case '>': return "&gt;";
        case '"': return "&#34;";
        case '\'': return "&#39;";
        case '\t':
        case '\n':
        case '\r': return " ";
        default: return *at < 0x20 || *at == 0x7f ? REPLACEMENT : NULL;
        }
    if (length == 2 && at[0] == 0xc2 && at[1] < 0xa0) return REPLACEMENT;
    if (length == 3 && at[0] == 0xef && at[1] == 0xbf && at[2] >= 0xbe) return REPLACEMENT;
    return NULL;
}

static void add_text(struct buffer *out, const char *text) {
    size_t left = strlen(text);
    for (const unsigned char *at = (const unsigned char *)text; left;) {
        size_t length = utf8_sequence(at, left);
        const char *escape = escape_of(at, length);
        if (!length) length = 1;
        if (escape) buffer_add_text(out, escape);
        else buffer_add(out, at, length);
        at += length;
        left -= length;
    }
}

static void add_attribute(struct buffer *out, const char *name, const char *text) {
    buffer_format(out, " %s=\"", name);
    add_text(out, text);
    buffer_add_text(out, "\"");
}

static void add_element(struct buffer *out, const char *name, const char *text) {
    buffer_format(out, "<%s>", name);
    add_text(out, text);
    buffer_format(out, "</%s>", name);
}

/* Browsers drop line ends and tabs from addresses and take \ for /, so what has any of them is not
 * what it seems. */
static bool is_ours(const char *link) {
    for (const unsigned char *at = (const unsigned char *)link; *at; at++)
        if (*at <= 0x20 || *at == 0x7f || *at == '\\') return false;
    if (*link == '?' || *link == '#') return true;
    if (strncmp(link, "./", 2) == 0 || strncmp(link, "../", 3) == 0) return true;
    return link[0] == '/' && link[1] != '/';
}

/* ------------------------------------------------------------------ numbers */

/* In tenths: no locale makes a comma of the point, and sums of differences are exact. */
static long tenths(double number) { return lround(number * 10); }

/* By hand: a large drawing has a hundred thousand of them. */
static void add_tenths(struct buffer *out, long number) {
    char text[32], *at = text + sizeof text;
    unsigned long left = number < 0 ? 0 - (unsigned long)number : (unsigned long)number;
    if (left % 10) {
        *--at = (char)('0' + left % 10);
        *--at = '.';
    }
    left /= 10;
    do *--at = (char)('0' + left % 10);
    while (left /= 10);
    if (number < 0) *--at = '-';
    buffer_add(out, at, (size_t)(text + sizeof text - at));
}

static void add_number(struct buffer *out, const char *name, double number) {
    buffer_format(out, " %s=\"", name);
    add_tenths(out, tenths(number));
    buffer_add_text(out, "\"");
}

/* ------------------------------------------------------------------ style */

static void add_paint(struct buffer *out, const char *name, int paint) {
    if (paint == PAINT_INK) buffer_format(out, " %s=\"currentColor\"", name);
    else if (paint != PAINT_NONE) buffer_format(out, " %s=\"#%06x\"", name, (unsigned)paint);
}

static void add_style(struct buffer *out, const struct drawing_style *style) {
    if (!style) return;
    add_attribute(out, "class", style->name);
    add_paint(out, "fill", style->fill);
    add_paint(out, "stroke", style->stroke);
    if (style->stroke != PAINT_NONE) add_number(out, "stroke-width", style->width);
    if (style->dash > 0) add_number(out, "stroke-dasharray", style->dash);
    if (style->bold) buffer_add_text(out, " font-weight=\"bold\"");
}

/* ------------------------------------------------------------------ paths */

/* Where the pen is, in tenths. */
struct pen {
    long x, y;
    long start_x, start_y; /* of the part that it is in */
    char command;          /* the last one, which need not be said again */
};

static void add_command(struct buffer *out, struct pen *pen, char command) {
    if (pen->command != command) buffer_add(out, &command, 1);
    else buffer_add_text(out, " ");
    pen->command = command;
}

/* As a difference to where the pen is: a path of many small parts is half as long so. */
static void add_pair(struct buffer *out, const struct pen *pen, double x, double y) {
    add_tenths(out, tenths(x) - pen->x);
    if (tenths(y) >= pen->y) buffer_add_text(out, " ");
    add_tenths(out, tenths(y) - pen->y);
}

static void add_step(struct buffer *out, struct pen *pen, const struct drawing_step *step) {
    long x = tenths(step->x), y = tenths(step->y);
    switch (step->kind) {
    case STEP_MOVE:
        pen->command = 0; /* a second pair behind m is a line */
        add_command(out, pen, 'm');
        add_pair(out, pen, step->x, step->y);
        pen->start_x = x;
        pen->start_y = y;
        break;
    case STEP_LINE:
        add_command(out, pen, y == pen->y ? 'h' : x == pen->x ? 'v' : 'l');
        if (y == pen->y) add_tenths(out, x - pen->x);
        else if (x == pen->x) add_tenths(out, y - pen->y);
        else add_pair(out, pen, step->x, step->y);
        break;
    case STEP_CURVE:
        add_command(out, pen, 'c');
        add_pair(out, pen, step->control[0], step->control[1]);
        buffer_add_text(out, " ");
        add_pair(out, pen, step->control[2], step->control[3]);
        buffer_add_text(out, " ");
        add_pair(out, pen, step->x, step->y);
        break;
    case STEP_CLOSE:
        add_command(out, pen, 'z');
        x = pen->start_x;
        y = pen->start_y;
        break;
    }
    pen->x = x;
    pen->y = y;
}

/* ------------------------------------------------------------------ shapes */

static void add_text_shape(struct buffer *out, const struct drawing_shape *shape) {
    static const char *const ANCHORS[] = {
        [ANCHOR_START] = NULL, [ANCHOR_MIDDLE] = "middle", [ANCHOR_END] = "end"};
    buffer_add_text(out, "<text");
    add_style(out, shape->style);
    if (shape->text.turned) {
        buffer_add_text(out, " transform=\"translate(");
        add_tenths(out, tenths(shape->x));
        buffer_add_text(out, " ");
        add_tenths(out, tenths(shape->y));
        buffer_add_text(out, ")rotate(-90)\"");
    } else {
        add_number(out, "x", shape->x);
        add_number(out, "y", shape->y);
    }
    add_number(out, "font-size", text_height(shape->text.size));
    const char *anchor = ANCHORS[shape->text.anchor];
    if (anchor) add_attribute(out, "text-anchor", anchor);
    buffer_add_text(out, ">");
    add_text(out, shape->text.text);
    buffer_add_text(out, "</text>\n");
}

static void add_path(struct buffer *out, const struct drawing *drawing,
                     const struct drawing_shape *shape) {
    struct pen pen = {0};
    buffer_add_text(out, "<path");
    add_style(out, shape->style);
    buffer_add_text(out, " d=\"");
    for (size_t i = 0; i < shape->path.count; i++)
        add_step(out, &pen, &drawing->step[shape->path.first + i]);
    buffer_add_text(out, "\"/>\n");
}

/* A group with a link is an element `a`, in which the whole area of a shape without a fill answers
 * too. */
static void open_group(struct buffer *out, const struct drawing_shape *shape) {
    const char *link = shape->group.link;
    bool linked = link && is_ours(link);
    buffer_add_text(out, linked ? "<a" : "<g");
    add_style(out, shape->style);
    if (linked) {
        add_attribute(out, "href", link);
        buffer_add_text(out, " pointer-events=\"all\"");
    }
    buffer_add_text(out, ">");
    if (shape->group.title) add_element(out, "title", shape->group.title);
    buffer_add_text(out, "\n");
}

static void add_shape(struct buffer *out, const struct drawing *drawing,
                      const struct drawing_shape *shape) {
    switch (shape->kind) {
    case DRAWING_LINE:
        buffer_add_text(out, "<line");
        add_style(out, shape->style);
        add_number(out, "x1", shape->x);
        add_number(out, "y1", shape->y);
        add_number(out, "x2", shape->to.x);
        add_number(out, "y2", shape->to.y);
        break;
    case DRAWING_RECTANGLE:
        buffer_add_text(out, "<rect");
        add_style(out, shape->style);
        add_number(out, "x", shape->x);
        add_number(out, "y", shape->y);
        add_number(out, "width", shape->extent.width);
        add_number(out, "height", shape->extent.height);
        break;
    case DRAWING_CIRCLE:
        buffer_add_text(out, "<circle");
        add_style(out, shape->style);
        add_number(out, "cx", shape->x);
        add_number(out, "cy", shape->y);
        add_number(out, "r", shape->radius);
        break;
    case DRAWING_PATH: add_path(out, drawing, shape); return;
    case DRAWING_TEXT: add_text_shape(out, shape); return;
    case DRAWING_GROUP:
    case DRAWING_END: return;
    }
    buffer_add_text(out, "/>\n");
}

static void add_shapes(struct buffer *out, const struct drawing *drawing) {
    struct arena *arena = drawing->arena;
    struct arena_mark mark = arena_mark(arena);
    bool *linked = arena_new(arena, bool, drawing->count); /* of each group that is open */
    size_t open = 0;
    for (size_t i = 0; i < drawing->count; i++) {
        const struct drawing_shape *shape = &drawing->shape[i];
        if (shape->kind == DRAWING_GROUP) {
            linked[open++] = shape->group.link && is_ours(shape->group.link);
            open_group(out, shape);
        } else if (shape->kind == DRAWING_END) {
            buffer_add_text(out, linked[--open] ? "</a>\n" : "</g>\n");
        } else {
            add_shape(out, drawing, shape);
        }
    }
    arena_release(arena, mark);
}

void drawing_svg(const struct drawing *drawing, struct buffer *out) {
    buffer_add_text(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"drawing ");
    add_text(out, drawing->name);
    buffer_add_text(out, "\" viewBox=\"0 0 ");
    add_tenths(out, tenths(drawing->width));
    buffer_add_text(out, " ");
    add_tenths(out, tenths(drawing->height));
    buffer_add_text(out, "\"");
    add_number(out, "width", drawing->width);
    add_number(out, "height", drawing->height);
    add_attribute(out, "role", drawing->linked ? "group" : "img");
    add_attribute(out, "aria-label", drawing->title);
    buffer_add_text(out, " direction=\"ltr\" font-family=\"sans-serif\" fill=\"none\">\n");
    add_element(out, "title", drawing->title);
    if (drawing->description) add_element(out, "desc", drawing->description);
    buffer_add_text(out, "\n");
    add_shapes(out, drawing);
    buffer_add_text(out, "</svg>\n");
}
