#include "report/pedigree_symbol.h"

#include <math.h>

#include "report/pedigree_layout.h"

/* As it is, and dashed where it is repeated. */
static const struct drawing_style PLAIN[] = {
    {"symbol", PAINT_NONE, PAINT_INK, 1.5, 0, false},
    {"symbol repeat", PAINT_NONE, PAINT_INK, 1.5, 3, false}};
static const struct drawing_style MISSING[] = {
    {"symbol missing", PAINT_NONE, 0xa3341b, 3, 0, false},
    {"symbol missing repeat", PAINT_NONE, 0xa3341b, 3, 4, false}};
static const struct drawing_style IDENTIFIED[] = {
    {"symbol identified", PAINT_NONE, 0x0b5c7a, 3, 0, false},
    {"symbol identified repeat", PAINT_NONE, 0x0b5c7a, 3, 4, false}};
static const struct drawing_style TYPED = {"typed", PAINT_INK, PAINT_NONE, 0, 0, false};
static const struct drawing_style DEAD = {"dead", PAINT_NONE, PAINT_INK, 1.5, 0, false};
static const struct drawing_style QUESTION = {"question", 0xa3341b, PAINT_NONE, 0, 0, true};
static const struct drawing_style TICK = {"tick", PAINT_NONE, 0x0b5c7a, 2.5, 0, false};

/* Pixels. A diamond looks as large as the others when it is a little larger. */
static const double RADIUS = PEDIGREE_RADIUS, DIAMOND = PEDIGREE_RADIUS + 3, BEYOND = 5;
static const double FILLED = 0.4 * PEDIGREE_RADIUS; /* below this it is filled for who is typed */

double pedigree_symbol_reach(enum sex sex) { return sex == SEX_UNKNOWN ? DIAMOND : RADIUS; }

static void outline(struct drawing *drawing, const struct drawing_style *style, enum sex sex,
                    double x, double y) {
    switch (sex) {
    case SEX_MALE:
        drawing_rectangle(drawing, style, x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS);
        break;
    case SEX_FEMALE: drawing_circle(drawing, style, x, y, RADIUS); break;
    case SEX_UNKNOWN:
        drawing_path(drawing, style);
        drawing_move(drawing, x, y - DIAMOND);
        drawing_to(drawing, x + DIAMOND, y);
        drawing_to(drawing, x, y + DIAMOND);
        drawing_to(drawing, x - DIAMOND, y);
        drawing_close(drawing);
        break;
    }
}

/* The part of a circle below a line: two curves, each a little more than sixty degrees (the usual
 * control points, 4/3 tan(angle/4) of the radius along the tangents). */
static void fill_circle(struct drawing *drawing, double x, double y) {
    double begin = asin(FILLED / RADIUS), step = (M_PI - 2 * begin) / 2;
    double reach = RADIUS * 4 / 3 * tan(step / 4);
    drawing_path(drawing, &TYPED);
    drawing_move(drawing, x + RADIUS * cos(begin), y + RADIUS * sin(begin));
    for (double angle = begin; angle < M_PI - begin - step / 2; angle += step) {
        double to = angle + step;
        drawing_curve(
            drawing, x + RADIUS * cos(angle) - reach * sin(angle),
            y + RADIUS * sin(angle) + reach * cos(angle), x + RADIUS * cos(to) + reach * sin(to),
            y + RADIUS * sin(to) - reach * cos(to), x + RADIUS * cos(to), y + RADIUS * sin(to));
    }
    drawing_close(drawing);
}

static void fill(struct drawing *drawing, enum sex sex, double x, double y) {
    double side = DIAMOND - FILLED;
    switch (sex) {
    case SEX_MALE:
        drawing_rectangle(drawing, &TYPED, x - RADIUS, y + FILLED, 2 * RADIUS, RADIUS - FILLED);
        break;
    case SEX_FEMALE: fill_circle(drawing, x, y); break;
    case SEX_UNKNOWN:
        drawing_path(drawing, &TYPED);
        drawing_move(drawing, x - side, y + FILLED);
        drawing_to(drawing, x + side, y + FILLED);
        drawing_to(drawing, x, y + DIAMOND);
        drawing_close(drawing);
        break;
    }
}

void pedigree_symbol(struct drawing *drawing, const struct pedigree_symbol *symbol, double x,
                     double y) {
    const struct drawing_style *styles = symbol->identified ? IDENTIFIED
                                         : symbol->missing  ? MISSING
                                                            : PLAIN;
    if (symbol->typed) fill(drawing, symbol->sex, x, y);
    outline(drawing, &styles[symbol->repeat], symbol->sex, x, y);
    double far = RADIUS + BEYOND;
    if (symbol->dead) drawing_line(drawing, &DEAD, x - far, y + far, x + far, y - far);
    /* Beside the stroke, and above what is filled. */
    double sign_x = symbol->dead ? x - 5 : x, sign_y = symbol->dead ? y - 4 : y - 2;
    if (symbol->identified) {
        drawing_path(drawing, &TICK);
        drawing_move(drawing, sign_x - 5, sign_y);
        drawing_to(drawing, sign_x - 1, sign_y + 4);
        drawing_to(drawing, sign_x + 6, sign_y - 5);
    } else if (symbol->missing) {
        drawing_text(drawing, &QUESTION, sign_x, sign_y + 5, ANCHOR_MIDDLE, SIZE_LARGE, "?");
    }
}
