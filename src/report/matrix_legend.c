/* What the squares and frames of a matrix say, and what was left out of it. */
#include "base/holes.h"
#include "report/matrix_parts.h"
#include "report/text_fit.h"

static const struct drawing_style LEGEND = {"legend", PAINT_INK, PAINT_NONE, 0, 0, false};
static const struct drawing_style HEADING = {"legend heading", PAINT_INK, PAINT_NONE, 0, 0, true};

/* Pixels. No wider than a telephone, so that it is read without moving a wide drawing. */
enum { MARGIN = 16, LINE = 24, SIGN = 18, TO_TEXT = 6, BETWEEN = 20, BELOW = 12 };
enum { WIDTH = 356 };
enum { NOTE_LINES = 12 };

const struct matrix_words MATRIX_WORDS = {
    .scale = "Likelihood ratio",
    .impossible = "impossible",
    .below_one = "below 1",
    .to_hundred = "1 to 100",
    .to_ten_thousand = "100 to 10⁴",
    .to_million = "10⁴ to 10⁶",
    .from_million = "10⁶ and more",
    .above = "posterior at or above the threshold",
    .proposed = "proposed",
    .confirmed = "confirmed",
    .cell = "{row}, {column}: log10 LR {ratio}",
    .impossible_cell = "{row}, {column}: impossible",
    .not_compared = "{row}, {column}: not compared",
    .decimal_point = ".",
    .left_out =
        "{rows} of {all_rows} rows and {columns} of {all_columns} columns are drawn: those "
        "in which something was decided or a ratio is at least 10⁴, the highest first where "
        "these are too many. The table has all of them.",
    .without_links = "{count} more cells of interest have no link here; the table has them.",
};

/* Where the next one comes. */
struct flow {
    double x, y;
};

static void next(struct matrix_picture *picture, struct flow *flow, double width) {
    if (flow->x > MARGIN && flow->x + width > WIDTH - MARGIN) {
        flow->x = MARGIN;
        flow->y += LINE;
    }
    if (flow->x + width > picture->drawing->width - MARGIN)
        picture->drawing->width = flow->x + width + MARGIN;
}

static void add_sign(struct matrix_picture *picture, struct flow *flow, enum matrix_class class,
                     enum matrix_mark mark, const char *text) {
    double width = SIGN + TO_TEXT + text_width(SIZE_NORMAL, false, text);
    next(picture, flow, width);
    double x = flow->x + SIGN / 2.0;
    if (class != CLASS_NONE) {
        drawing_path(picture->drawing, matrix_square_style(SCALE_LARGE, class));
        matrix_square(picture->drawing, SCALE_LARGE, class, x, flow->y);
    }
    if (mark != MARK_NONE) matrix_frame(picture->drawing, SCALE_LARGE, mark, x, flow->y);
    drawing_text(picture->drawing, &LEGEND, flow->x + SIGN + TO_TEXT, flow->y + 4, ANCHOR_START,
                 SIZE_NORMAL, text);
    flow->x += width + BETWEEN;
}

static void add_note(struct matrix_picture *picture, struct flow *flow, const char *text) {
    const char *line[NOTE_LINES];
    int count =
        text_break(picture->arena, SIZE_NORMAL, false, WIDTH - 2 * MARGIN, text, NOTE_LINES, line);
    flow->y += LINE;
    for (int i = 0; i < count; i++, flow->y += text_leading(SIZE_NORMAL))
        drawing_text(picture->drawing, &LEGEND, MARGIN, flow->y, ANCHOR_START, SIZE_NORMAL,
                     line[i]);
    flow->y -= text_leading(SIZE_NORMAL);
}

static const char *number(struct matrix_picture *picture, int count) {
    return arena_format(picture->arena, "%d", count);
}

double matrix_legend(struct matrix_picture *picture, const struct matrix_shown *shown) {
    const struct matrix_words *words = picture->words;
    const char *const classes[CLASS_COUNT] = {NULL,
                                              words->impossible,
                                              words->below_one,
                                              words->to_hundred,
                                              words->to_ten_thousand,
                                              words->to_million,
                                              words->from_million};
    const char *const marks[MARK_COUNT] = {NULL, words->above, words->proposed, words->confirmed};
    if (picture->drawing->width < WIDTH) picture->drawing->width = WIDTH;
    struct flow flow = {MARGIN, MARGIN + SIGN / 2.0};
    double width = text_width(SIZE_NORMAL, true, words->scale);
    next(picture, &flow, width);
    drawing_text(picture->drawing, &HEADING, flow.x, flow.y + 4, ANCHOR_START, SIZE_NORMAL,
                 words->scale);
    flow.x += width + BETWEEN;
    for (enum matrix_class class = CLASS_IMPOSSIBLE; class < CLASS_COUNT; class ++)
        add_sign(picture, &flow, class, MARK_NONE, classes[class]);
    for (enum matrix_mark mark = MARK_ABOVE; mark < MARK_COUNT; mark++)
        add_sign(picture, &flow, CLASS_NONE, mark, marks[mark]);
    if (shown->rows < picture->matrix->rows || shown->columns < picture->matrix->columns)
        add_note(picture, &flow,
                 holes_fill(picture->arena, words->left_out,
                            (const struct hole[]){
                                {"rows", number(picture, shown->rows)},
                                {"all_rows", number(picture, picture->matrix->rows)},
                                {"columns", number(picture, shown->columns)},
                                {"all_columns", number(picture, picture->matrix->columns)}},
                            4));
    if (shown->unlinked)
        add_note(picture, &flow,
                 holes_fill(picture->arena, words->without_links,
                            &(const struct hole){"count", number(picture, shown->unlinked)}, 1));
    return flow.y + SIGN / 2.0 + BELOW;
}
