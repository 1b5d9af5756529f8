/* The matrix of remains by missing persons as a picture: a square in each cell, the larger and
 * darker the higher the likelihood ratio, and a frame around what was decided. Nothing is said by
 * colour alone: squares have sizes and frames have forms, on paper and for who sees no colours.
 *
 * What the picture leaves to the table beside it: every number. Cells of interest lead somewhere
 * and have the number as their title. */
#ifndef CAIRN_REPORT_MATRIX_DRAWING_H
#define CAIRN_REPORT_MATRIX_DRAWING_H

#include "base/error.h"
#include "report/drawing.h"

enum {
    MATRIX_MOST = 200,            /* rows, and columns, that are drawn in full */
    MATRIX_MOST_LINKS = 1500,     /* cells that lead somewhere */
    MATRIX_MOST_CELLS = 100000000 /* cells of a matrix of which a part is drawn */
};

/* The log10 of the ratio from which a cell is of interest, whatever was decided about it. */
#define MATRIX_INTEREST 4.0

/* What the posterior or a decision says; the later ones are said rather than the earlier. */
enum matrix_mark { MARK_NONE, MARK_ABOVE, MARK_PROPOSED, MARK_CONFIRMED, MARK_COUNT };

struct matrix_cell {
    double log10_lr; /* NAN: not compared; -INFINITY: impossible */
    enum matrix_mark mark;
};

struct matrix_heading {
    const char *text;
    const char *group; /* its family; NULL: none. Those of one group are drawn side by side, in the
                          place of the first of them */
    const char *link;  /* NULL: none */
};

struct matrix {
    int rows, columns;
    const struct matrix_heading *row, *column; /* remains or individuals; missing persons */
    struct matrix_cell (*cell)(void *data, int row, int column); /* asked for up to three times */
    const char *(*link)(void *data, int row, int column); /* where a cell of interest leads, in
                                                             memory that lives as long as the
                                                             drawing; NULL: nowhere */
    void *data;
};

/* In the language of the reader. What stands in { } is filled in. */
struct matrix_words {
    const char *scale; /* what the squares say */
    const char *impossible, *below_one, *to_hundred, *to_ten_thousand, *to_million, *from_million;
    const char *above, *proposed, *confirmed;
    const char *cell;                           /* with {row}, {column} and {ratio} */
    const char *impossible_cell, *not_compared; /* the same without {ratio} */
    const char *decimal_point;
    const char *left_out;      /* with {rows}, {all_rows}, {columns} and {all_columns} */
    const char *without_links; /* with {count} */
};

extern const struct matrix_words MATRIX_WORDS; /* English */

/* What became of a matrix. */
struct matrix_shown {
    int rows, columns;
    int unlinked; /* cells of interest that have no link and no title, being too many */
};

/* Draws it. Of more than MATRIX_MOST rows those are drawn in which some cell is of interest
 * (marked, or at least MATRIX_INTEREST), and if these are still too many those with the best cells;
 * columns likewise, by the rows that are drawn. The drawing then says how many are left out.
 * `title` and `description` are those of drawing_open. Fails when there are more than
 * MATRIX_MOST_CELLS. */
MUST_CHECK bool matrix_draw(struct arena *arena, const struct matrix *matrix, const char *title,
                            const char *description, const struct matrix_words *words,
                            struct drawing *out, struct matrix_shown *out_shown,
                            struct error *error);

#endif
