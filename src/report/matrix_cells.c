/* The cells of a matrix: one path for each class of ratios, frames, and links. */
#include <math.h>
#include <stdlib.h>

#include "base/holes.h"
#include "report/matrix_parts.h"

/* Squares are strokes as wide as they are long: a cell takes seven bytes so. */
static const struct drawing_style SQUARE[SCALE_COUNT][CLASS_COUNT] = {
    [SCALE_LARGE] = {[CLASS_IMPOSSIBLE] = {"ratio impossible", PAINT_NONE, 0x8b949c, 1, 0, false},
                     [CLASS_BELOW_ONE] = {"ratio below-1", PAINT_NONE, 0x8b949c, 3, 0, false},
                     [CLASS_TO_HUNDRED] = {"ratio to-100", PAINT_NONE, 0x7fb2dc, 5, 0, false},
                     [CLASS_TO_TEN_THOUSAND] = {"ratio to-10000", PAINT_NONE, 0x3f8cc4, 7.5, 0,
                                                false},
                     [CLASS_TO_MILLION] = {"ratio to-1000000", PAINT_NONE, 0x1d639c, 9.6, 0, false},
                     [CLASS_FROM_MILLION] = {"ratio from-1000000", PAINT_NONE, 0x0a3055, 12, 0,
                                             false}},
    [SCALE_SMALL] = {
        [CLASS_IMPOSSIBLE] = {"ratio impossible", PAINT_NONE, 0x8b949c, 0.8, 0, false},
        [CLASS_BELOW_ONE] = {"ratio below-1", PAINT_NONE, 0x8b949c, 2, 0, false},
        [CLASS_TO_HUNDRED] = {"ratio to-100", PAINT_NONE, 0x7fb2dc, 3.4, 0, false},
        [CLASS_TO_TEN_THOUSAND] = {"ratio to-10000", PAINT_NONE, 0x3f8cc4, 5, 0, false},
        [CLASS_TO_MILLION] = {"ratio to-1000000", PAINT_NONE, 0x1d639c, 6.2, 0, false},
        [CLASS_FROM_MILLION] = {"ratio from-1000000", PAINT_NONE, 0x0a3055, 7.8, 0, false}}};

static const struct drawing_style FRAME[MARK_COUNT] = {
    [MARK_NONE] = {"spot", PAINT_NONE, PAINT_NONE, 0, 0, false},
    [MARK_ABOVE] = {"frame above", PAINT_NONE, PAINT_INK, 1.2, 2, false},
    [MARK_PROPOSED] = {"frame proposed", PAINT_NONE, PAINT_INK, 1.2, 0, false},
    [MARK_CONFIRMED] = {"frame confirmed", PAINT_NONE, 0xb3541e, 2.4, 0, false}};

/* The side of a frame; the length of the stroke that says impossible. */
static const double FRAME_SIDE[SCALE_COUNT] = {[SCALE_LARGE] = 16.4, [SCALE_SMALL] = 11};
static const double STROKE[SCALE_COUNT] = {[SCALE_LARGE] = 5, [SCALE_SMALL] = 3};

enum matrix_class matrix_class_of(double log10_lr) {
    if (isnan(log10_lr)) return CLASS_NONE;
    if (log10_lr == -INFINITY) return CLASS_IMPOSSIBLE;
    if (log10_lr < 0) return CLASS_BELOW_ONE;
    if (log10_lr < 2) return CLASS_TO_HUNDRED;
    if (log10_lr < 4) return CLASS_TO_TEN_THOUSAND;
    return log10_lr < 6 ? CLASS_TO_MILLION : CLASS_FROM_MILLION;
}

const struct drawing_style *matrix_square_style(enum matrix_scale scale, enum matrix_class class) {
    return &SQUARE[scale][class];
}

void matrix_square(struct drawing *drawing, enum matrix_scale scale, enum matrix_class class,
                   double x, double y) {
    if (class == CLASS_IMPOSSIBLE) {
        drawing_move(drawing, x - STROKE[scale] / 2, y + STROKE[scale] / 2);
        drawing_to(drawing, x + STROKE[scale] / 2, y - STROKE[scale] / 2);
        return;
    }
    drawing_move(drawing, x - SQUARE[scale][class].width / 2, y);
    drawing_to(drawing, x + SQUARE[scale][class].width / 2, y);
}

void matrix_frame(struct drawing *drawing, enum matrix_scale scale, enum matrix_mark mark, double x,
                  double y) {
    double side = FRAME_SIDE[scale];
    drawing_rectangle(drawing, &FRAME[mark], x - side / 2, y - side / 2, side, side);
}

/* ------------------------------------------------------------------ of the whole matrix */

struct spot {
    int row, column;
    struct matrix_cell cell;
};

static double x_of(const struct matrix_picture *picture, int column) {
    return picture->left + (column + 0.5) * picture->pitch;
}

static double y_of(const struct matrix_picture *picture, int row) {
    return picture->top + (row + 0.5) * picture->pitch;
}

static void draw_squares(const struct matrix_picture *picture) {
    int columns = picture->columns.count, count = picture->rows.count * columns;
    for (enum matrix_class class = CLASS_IMPOSSIBLE; class < CLASS_COUNT; class ++) {
        bool begun = false;
        for (int i = 0; i < count; i++) {
            if (matrix_class_of(picture->cell[i].log10_lr) != class) continue;
            if (!begun) drawing_path(picture->drawing, &SQUARE[picture->scale][class]);
            begun = true;
            matrix_square(picture->drawing, picture->scale, class, x_of(picture, i % columns),
                          y_of(picture, i / columns));
        }
    }
}

/* The most interesting first. */
static int compare_spots(const void *first, const void *second) {
    const struct spot *one = first, *other = second;
    double difference = matrix_interest(one->cell) - matrix_interest(other->cell);
    if (difference != 0) return difference > 0 ? -1 : 1;
    return one->row != other->row ? one->row - other->row : one->column - other->column;
}

/* Row by row, for who goes through the links with the keyboard. */
static int compare_places(const void *first, const void *second) {
    const struct spot *one = first, *other = second;
    return one->row != other->row ? one->row - other->row : one->column - other->column;
}

/* "6.2" with the point of the language: the ratio of the drawing, no number to calculate with. */
static const char *ratio_text(const struct matrix_picture *picture, double log10_lr) {
    if (isinf(log10_lr)) return "∞";
    long tenths = lround(log10_lr * 10);
    return arena_format(picture->arena, "%s%ld%s%ld", tenths < 0 ? "−" : "", labs(tenths) / 10,
                        picture->words->decimal_point, labs(tenths) % 10);
}

static const char *title_of(const struct matrix_picture *picture, const struct spot *spot) {
    const struct matrix *matrix = picture->matrix;
    const struct matrix_words *words = picture->words;
    const char *const marks[MARK_COUNT] = {NULL, words->above, words->proposed, words->confirmed};
    enum matrix_class class = matrix_class_of(spot->cell.log10_lr);
    const struct hole hole[] = {
        {"row", matrix->row[picture->rows.index[spot->row]].text},
        {"column", matrix->column[picture->columns.index[spot->column]].text},
        {"ratio", class > CLASS_IMPOSSIBLE ? ratio_text(picture, spot->cell.log10_lr) : ""}};
    const char *text = holes_fill(picture->arena,
                                  class == CLASS_NONE         ? words->not_compared
                                  : class == CLASS_IMPOSSIBLE ? words->impossible_cell
                                                              : words->cell,
                                  hole, 3);
    const char *mark = marks[spot->cell.mark];
    return mark ? arena_format(picture->arena, "%s; %s", text, mark) : text;
}

static void draw_spot(const struct matrix_picture *picture, const struct spot *spot) {
    const struct matrix *matrix = picture->matrix;
    const char *link = NULL;
    if (matrix->link)
        link = matrix->link(matrix->data, picture->rows.index[spot->row],
                            picture->columns.index[spot->column]);
    drawing_group(picture->drawing, NULL, link, title_of(picture, spot));
    matrix_frame(picture->drawing, picture->scale, spot->cell.mark, x_of(picture, spot->column),
                 y_of(picture, spot->row));
    drawing_end(picture->drawing);
}

void matrix_cells(const struct matrix_picture *picture) {
    int columns = picture->columns.count, count = 0;
    struct spot *spot = arena_new(picture->arena, struct spot, picture->interesting);
    draw_squares(picture);
    for (int i = 0; i < picture->rows.count * columns; i++)
        if (matrix_interest(picture->cell[i]) > 0)
            spot[count++] = (struct spot){i / columns, i % columns, picture->cell[i]};
    int linked = count < MATRIX_MOST_LINKS ? count : MATRIX_MOST_LINKS;
    if (count) qsort(spot, (size_t)count, sizeof *spot, compare_spots);
    if (linked) qsort(spot, (size_t)linked, sizeof *spot, compare_places);
    for (int i = 0; i < linked; i++) draw_spot(picture, &spot[i]);
    for (int i = linked; i < count; i++)
        if (spot[i].cell.mark)
            matrix_frame(picture->drawing, picture->scale, spot[i].cell.mark,
                         x_of(picture, spot[i].column), y_of(picture, spot[i].row));
}
