/* A drawing as a list of shapes, whatever it is written as: drawing_svg.h writes one for a page.
 * What is on paper and what is on a screen comes from the same list, so that they cannot differ.
 *
 * Coordinates are CSS pixels (1/96 inch), x to the right and y downwards from the upper left
 * corner. Shapes lie over those before them. All memory is of the arena that the drawing was opened
 * with; texts, links and styles are not copied and must live as long. */
#ifndef CAIRN_REPORT_DRAWING_H
#define CAIRN_REPORT_DRAWING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* Colours: 0xRRGGBB, or one of these. Ink is the colour of the text around the drawing. */
enum { PAINT_NONE = -1, PAINT_INK = -2 };

/* How a shape looks, in constant tables of whoever draws. A style sheet may say otherwise for the
 * class `name`; these are the colours of paper, and of a page without a style sheet. */
struct drawing_style {
    const char *name;
    int fill, stroke;
    double width; /* of the stroke */
    double dash;  /* length of dashes and of the gaps between them; 0: one line */
    bool bold;    /* texts */
};

enum drawing_anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };

/* Classes of text size; text_fit.h has their height in pixels. */
enum drawing_size { SIZE_SMALL, SIZE_NORMAL, SIZE_LARGE, SIZE_COUNT };

enum drawing_kind {
    DRAWING_LINE,
    DRAWING_RECTANGLE,
    DRAWING_CIRCLE,
    DRAWING_PATH,
    DRAWING_TEXT,
    DRAWING_GROUP, /* what follows it, to its DRAWING_END */
    DRAWING_END
};

struct drawing_shape {
    enum drawing_kind kind;
    const struct drawing_style *style; /* NULL: a group without a class, or an end */
    double x, y; /* of a line its beginning, of a rectangle its corner, of a circle its centre, of a
                    text its anchor on the base line */
    union {
        struct {
            double x, y;
        } to; /* of a line */
        struct {
            double width, height;
        } extent; /* of a rectangle */
        double radius;
        struct {
            size_t first, count; /* in drawing.step */
        } path;
        struct {
            const char *text;
            enum drawing_anchor anchor;
            enum drawing_size size;
            bool turned; /* a quarter to the left, so that it is read from below upwards */
        } text;
        struct {
            const char *link, *title; /* NULL: none */
        } group;
    };
};

enum drawing_step_kind { STEP_MOVE, STEP_LINE, STEP_CURVE, STEP_CLOSE };

struct drawing_step {
    enum drawing_step_kind kind;
    double x, y;       /* where it leads */
    double control[4]; /* of a curve: its two control points (cubic Bézier) */
};

struct drawing {
    struct arena *arena;
    const char *name; /* the class of the whole */
    const char *title, *description;
    double width, height;
    bool linked; /* some group has a link */
    size_t count, capacity;
    struct drawing_shape *shape;
    size_t steps, step_capacity;
    struct drawing_step *step;
};

/* An empty drawing of the class `name`. The title is what it is in a few words, for those who
 * cannot see it too; the description (or NULL) says where the same stands in words. */
void drawing_open(struct drawing *drawing, struct arena *arena, const char *name, const char *title,
                  const char *description);

void drawing_line(struct drawing *drawing, const struct drawing_style *style, double x, double y,
                  double to_x, double to_y);
void drawing_rectangle(struct drawing *drawing, const struct drawing_style *style, double x,
                       double y, double width, double height);
void drawing_circle(struct drawing *drawing, const struct drawing_style *style, double x, double y,
                    double radius);
void drawing_text(struct drawing *drawing, const struct drawing_style *style, double x, double y,
                  enum drawing_anchor anchor, enum drawing_size size, const char *text);
/* Text that is read from below upwards: x is its base line and y where it is anchored. */
void drawing_turned_text(struct drawing *drawing, const struct drawing_style *style, double x,
                         double y, enum drawing_anchor anchor, enum drawing_size size,
                         const char *text);

/* A path, and then its steps. No other shape may come between them. */
void drawing_path(struct drawing *drawing, const struct drawing_style *style);
void drawing_move(struct drawing *drawing, double x, double y);
void drawing_to(struct drawing *drawing, double x, double y);
void drawing_curve(struct drawing *drawing, double control_x, double control_y, double control_x2,
                   double control_y2, double x, double y);
void drawing_close(struct drawing *drawing);

/* What follows, up to drawing_end, belongs together: it leads to `link` and is called `title`
 * (either may be NULL). Groups may lie in groups, but no link in a link. */
void drawing_group(struct drawing *drawing, const struct drawing_style *style, const char *link,
                   const char *title);
void drawing_end(struct drawing *drawing);

#endif
