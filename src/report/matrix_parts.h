/* The steps of drawing a matrix (matrix_drawing.h), and what they hand on. */
#ifndef CAIRN_REPORT_MATRIX_PARTS_H
#define CAIRN_REPORT_MATRIX_PARTS_H

#include "report/matrix_drawing.h"

/* Classes of likelihood ratios. */
enum matrix_class {
    CLASS_NONE, /* not compared */
    CLASS_IMPOSSIBLE,
    CLASS_BELOW_ONE,
    CLASS_TO_HUNDRED,
    CLASS_TO_TEN_THOUSAND,
    CLASS_TO_MILLION,
    CLASS_FROM_MILLION,
    CLASS_COUNT
};

/* Large cells where there are few, else small ones. */
enum matrix_scale { SCALE_LARGE, SCALE_SMALL, SCALE_COUNT };

/* Indices of rows, or columns, in the order in which they are drawn. */
struct matrix_axis {
    int count, *index;
};

struct matrix_picture {
    struct arena *arena;
    const struct matrix *matrix;
    const struct matrix_words *words;
    struct matrix_axis rows, columns;
    struct matrix_cell *cell; /* of those that are drawn, row by row */
    int interesting;          /* how many of them are of interest */
    enum matrix_scale scale;
    double pitch;     /* from a cell to the next */
    double left, top; /* of the first cell */
    struct drawing *drawing;
};

enum matrix_class matrix_class_of(double log10_lr);

/* How much a cell is of interest: 0 not at all; more where something was decided, then for higher
 * ratios. */
double matrix_interest(struct matrix_cell cell);

/* Which rows and columns are drawn, those of a group together; their cells (matrix_choose.c). */
void matrix_choose(struct matrix_picture *picture);

/* One cell's square around a centre as part of the path of its class, and its frame
 * (matrix_cells.c). */
const struct drawing_style *matrix_square_style(enum matrix_scale scale, enum matrix_class class);
void matrix_square(struct drawing *drawing, enum matrix_scale scale, enum matrix_class class,
                   double x, double y);
void matrix_frame(struct drawing *drawing, enum matrix_scale scale, enum matrix_mark mark, double x,
                  double y);

/* All cells; those of interest as groups with a title, and a link where they have one. */
void matrix_cells(const struct matrix_picture *picture);

/* What the signs mean, and the notes, from the upper edge on (matrix_legend.c). Returns where that
 * ends, and makes a drawing that is too narrow for it wider. */
double matrix_legend(struct matrix_picture *picture, const struct matrix_shown *shown);

#endif
