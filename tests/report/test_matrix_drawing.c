/* The matrix as a picture: what is read from squares, frames and headings is what was given. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/seeded.h"
#include "report/markup.h"
#include "report/matrix_drawing.h"
#include "report/text_fit.h"

static struct arena arena;

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

/* ------------------------------------------------------------------ made matrices */

struct made {
    struct matrix matrix;
    struct matrix_cell *cell; /* row by row */
};

static struct matrix_cell cell_of(void *data, int row, int column) {
    const struct made *made = data;
    return made->cell[(size_t)row * (size_t)made->matrix.columns + (size_t)column];
}

static const char *link_of(void *data, int row, int column) {
    (void)data;
    return arena_format(&arena, "/pairs/%d/%d", row, column);
}

static struct made *make(int rows, int columns) {
    struct made *made = arena_new(&arena, struct made, 1);
    struct matrix_heading *row = arena_new(&arena, struct matrix_heading, rows);
    struct matrix_heading *column = arena_new(&arena, struct matrix_heading, columns);
    for (int i = 0; i < rows; i++) row[i].text = arena_format(&arena, "R%d", i);
    for (int i = 0; i < columns; i++) column[i].text = arena_format(&arena, "P%d", i);
    made->cell = arena_new(&arena, struct matrix_cell, (size_t)rows * (size_t)columns);
    made->matrix = (struct matrix){rows, columns, row, column, cell_of, link_of, made};
    return made;
}

static struct drawing draw(const struct made *made, struct matrix_shown *shown) {
    struct drawing drawing;
    struct error error = {0};
    if (!matrix_draw(&arena, &made->matrix, "Remains by missing persons", NULL, &MATRIX_WORDS,
                     &drawing, shown, &error))
        fail_msg("%s", error.text);
    return drawing;
}

static void fill_randomly(struct made *made, uint64_t seed) {
    static const double SPECIAL[] = {-0.0, 0, 2, 4, 6, -1e9, INFINITY, -INFINITY, NAN, 1.9999};
    struct seeded seeded = seeded_from(seed);
    for (int i = 0; i < made->matrix.rows * made->matrix.columns; i++) {
        uint16_t number[3];
        random_fill(&seeded.random, number, sizeof number);
        made->cell[i].log10_lr = number[0] % 20 / 2.0 - 3;
        if (number[1] % 3 == 0) made->cell[i].log10_lr = SPECIAL[number[1] / 3 % 10];
        if (number[2] % 50 == 0) made->cell[i].mark = number[2] / 50 % MARK_COUNT;
    }
}

/* ------------------------------------------------------------------ what is seen */

struct seen {
    int rows, columns;
    const char *row[MATRIX_MOST], *column[MATRIX_MOST]; /* headings, from the top and the left */
    double y[MATRIX_MOST], x[MATRIX_MOST];
    const char *class[MATRIX_MOST * MATRIX_MOST]; /* of squares, row by row; NULL: none */
    const char *frame[MATRIX_MOST * MATRIX_MOST], *title[MATRIX_MOST * MATRIX_MOST],
        *link[MATRIX_MOST * MATRIX_MOST];
};

static bool is_style(const struct drawing_shape *shape, const char *name) {
    return shape->style && strncmp(shape->style->name, name, strlen(name)) == 0;
}

/* Headings of the left and the upper side, which come one after the other. */
static void see_headings(const struct drawing *drawing, struct seen *seen) {
    for (size_t i = 0; i < drawing->count; i++) {
        const struct drawing_shape *shape = &drawing->shape[i];
        if (!is_style(shape, "heading")) continue;
        double middle = 0.36 * text_height(shape->text.size);
        if (!shape->text.turned && shape->text.anchor == ANCHOR_END) {
            seen->row[seen->rows] = shape->text.text;
            seen->y[seen->rows++] = shape->y - middle;
        }
        if (shape->text.turned && shape->text.anchor == ANCHOR_START) {
            seen->column[seen->columns] = shape->text.text;
            seen->x[seen->columns++] = shape->x - middle;
        }
    }
}

static int nearest(const double *at, int count, double to) {
    int best = 0;
    for (int i = 1; i < count; i++)
        if (fabs(at[i] - to) < fabs(at[best] - to)) best = i;
    if (fabs(at[best] - to) > 0.3) fail_msg("something at %g is not in the middle of a cell", to);
    return best;
}

static int place_of(const struct seen *seen, double x, double y) {
    return nearest(seen->y, seen->rows, y) * seen->columns + nearest(seen->x, seen->columns, x);
}

static void see_cells(const struct drawing *drawing, struct seen *seen) {
    const struct drawing_shape *group = NULL;
    double top = seen->rows ? seen->y[0] - 10 : INFINITY; /* what lies above it is the legend */
    for (size_t i = 0; i < drawing->count; i++) {
        const struct drawing_shape *shape = &drawing->shape[i];
        if (shape->kind == DRAWING_GROUP) group = shape;
        if (shape->kind == DRAWING_END) group = NULL;
        if (is_style(shape, "ratio") && drawing->step[shape->path.first].y > top)
            for (size_t s = shape->path.first; s < shape->path.first + shape->path.count; s += 2) {
                const struct drawing_step *step = &drawing->step[s];
                int at = place_of(seen, (step[0].x + step[1].x) / 2, (step[0].y + step[1].y) / 2);
                if (seen->class[at]) fail_msg("two squares in one cell");
                seen->class[at] = shape->style->name + strlen("ratio ");
            }
        if (shape->kind != DRAWING_RECTANGLE || is_style(shape, "border") || shape->y < top)
            continue;
        int at =
            place_of(seen, shape->x + shape->extent.width / 2, shape->y + shape->extent.height / 2);
        seen->frame[at] = shape->style->name;
        seen->title[at] = group ? group->group.title : NULL;
        seen->link[at] = group ? group->group.link : NULL;
    }
}

static struct seen *see(const struct drawing *drawing) {
    struct seen *seen = arena_new(&arena, struct seen, 1);
    see_headings(drawing, seen);
    see_cells(drawing, seen);
    return seen;
}

static const char *class_of(double log10_lr) {
    return isnan(log10_lr)         ? NULL
           : log10_lr == -INFINITY ? "impossible"
           : log10_lr < 0          ? "below-1"
           : log10_lr < 2          ? "to-100"
           : log10_lr < 4          ? "to-10000"
           : log10_lr < 6          ? "to-1000000"
                                   : "from-1000000";
}

static void assert_same(const char *seen, const char *expected) {
    if (expected) assert_non_null(seen);
    else assert_null(seen);
    if (expected) assert_string_equal(seen, expected);
}

static void check_cell(const struct seen *seen, int at, struct matrix_cell cell, int row,
                       int column) {
    static const char *const FRAMES[] = {"spot", "frame above", "frame proposed",
                                         "frame confirmed"};
    assert_same(seen->class[at], class_of(cell.log10_lr));
    bool interesting = cell.mark || cell.log10_lr >= MATRIX_INTEREST;
    assert_same(seen->frame[at], interesting ? FRAMES[cell.mark] : NULL);
    if (!interesting) return;
    assert_string_equal(seen->link[at], arena_format(&arena, "/pairs/%d/%d", row, column));
    const char *begin = arena_format(&arena, "R%d, P%d: ", row, column);
    assert_int_equal(strncmp(seen->title[at], begin, strlen(begin)), 0);
    assert_true(!strstr(seen->title[at], "; confirmed") == (cell.mark != MARK_CONFIRMED));
    assert_true(!strstr(seen->title[at], "not compared") == !isnan(cell.log10_lr));
}

/* ------------------------------------------------------------------ tests */

static void test_small_matrices_are_drawn_in_full(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 60; seed++) {
        struct arena_mark mark = arena_mark(&arena);
        struct made *made = make(1 + (int)(seed * 7 % 50), 1 + (int)(seed * 5 % 70));
        fill_randomly(made, seed);
        struct matrix_shown shown;
        struct drawing drawing = draw(made, &shown), again = draw(made, &shown);
        struct seen *seen = see(&drawing);
        assert_int_equal(seen->rows, made->matrix.rows);
        assert_int_equal(seen->columns, made->matrix.columns);
        assert_int_equal(shown.rows, made->matrix.rows);
        assert_int_equal(shown.unlinked, 0);
        for (int r = 0; r < seen->rows; r++)
            for (int c = 0; c < seen->columns; c++)
                check_cell(seen, r * seen->columns + c, cell_of(made, r, c), r, c);
        assert_string_equal(markup_of_svg(&drawing), markup_of_svg(&again));
        arena_release(&arena, mark);
    }
}

static void test_members_of_a_group_stand_together(void **state) {
    (void)state;
    struct made *made = make(2, 6);
    static const char *const GROUPS[] = {"F2", NULL, "F1", "F2", "F1", "F2"};
    static const char *const ORDER[] = {"P0", "P3", "P5", "P1", "P2", "P4"};
    struct matrix_heading *column = arena_new(&arena, struct matrix_heading, 6);
    for (int c = 0; c < 6; c++) {
        column[c] = (struct matrix_heading){made->matrix.column[c].text, GROUPS[c], NULL};
        for (int r = 0; r < 2; r++) made->cell[r * 6 + c].log10_lr = c - 1;
    }
    made->matrix.column = column;
    struct matrix_shown shown;
    struct drawing drawing = draw(made, &shown);
    struct seen *seen = see(&drawing);
    for (int c = 0; c < 6; c++) {
        assert_string_equal(seen->column[c], ORDER[c]);
        assert_string_equal(seen->class[c], class_of(ORDER[c][1] - '0' - 1));
    }
    assert_int_equal(markup_count(markup_of_svg(&drawing), ">F2</text>"), 1);
}

/* Of too many rows those in which something is of interest, and of columns those in which something
 * is for these rows. */
static void test_of_large_ones_what_is_of_interest(void **state) {
    (void)state;
    struct made *made = make(700, 450);
    for (int i = 0; i < 700 * 450; i++) made->cell[i].log10_lr = 3.9;
    static const int PLACES[][2] = {{3, 440}, {699, 0}, {350, 7}, {3, 2}};
    for (int i = 0; i < 4; i++) {
        struct matrix_cell *cell = &made->cell[PLACES[i][0] * 450 + PLACES[i][1]];
        if (i % 2) cell->log10_lr = 4;
        else *cell = (struct matrix_cell){NAN, MARK_PROPOSED};
    }
    struct matrix_shown shown;
    struct drawing drawing = draw(made, &shown);
    struct seen *seen = see(&drawing);
    static const char *const ROWS[] = {"R3", "R350", "R699"};
    static const char *const COLUMNS[] = {"P0", "P2", "P7", "P440"};
    assert_int_equal(shown.rows, 3);
    assert_int_equal(shown.columns, 4);
    for (int r = 0; r < 3; r++) assert_string_equal(seen->row[r], ROWS[r]);
    for (int c = 0; c < 4; c++) assert_string_equal(seen->column[c], COLUMNS[c]);
    assert_non_null(strstr(markup_of_svg(&drawing), "3 of 700 rows and 4 of 450 columns"));
}

static void test_of_too_many_the_best(void **state) {
    (void)state;
    struct made *made = make(1000, 10);
    for (int r = 0; r < 1000; r++)
        for (int c = 0; c < 10; c++)
            made->cell[r * 10 + c].log10_lr = c == r % 10 ? 4 + r % 500 / 100.0 : NAN;
    made->cell[0].mark = MARK_CONFIRMED; /* which is more than any ratio */
    struct matrix_shown shown;
    struct drawing drawing = draw(made, &shown);
    struct seen *seen = see(&drawing);
    assert_int_equal(shown.rows, MATRIX_MOST);
    assert_int_equal(shown.columns, 10);
    assert_string_equal(seen->row[0], "R0");
    for (int r = 1; r < MATRIX_MOST; r++) {
        int row = atoi(seen->row[r] + 1);
        assert_true(row % 500 >= 400);
        if (r > 1) assert_true(row > atoi(seen->row[r - 1] + 1));
    }
}

static void test_links_have_a_limit_and_the_picture_too(void **state) {
    (void)state;
    struct made *made = make(MATRIX_MOST, MATRIX_MOST);
    for (int i = 0; i < MATRIX_MOST * MATRIX_MOST; i++) made->cell[i].log10_lr = 4 + i % 5;
    struct matrix_shown shown;
    struct drawing drawing = draw(made, &shown);
    const char *text = markup_of_svg(&drawing);
    assert_int_equal(shown.unlinked, MATRIX_MOST * MATRIX_MOST - MATRIX_MOST_LINKS);
    assert_int_equal(markup_count(text, "<a "), MATRIX_MOST_LINKS);
    assert_int_equal(markup_count(text, ": log10 LR 8.0<"), MATRIX_MOST_LINKS);
    assert_non_null(strstr(text, "38500 more cells of interest"));
    assert_true(strlen(text) < 1000000);
}

static void test_a_matrix_of_nothing(void **state) {
    (void)state;
    static const int SIZES[][2] = {{0, 0}, {0, 5}, {5, 0}, {300, 300}};
    for (int i = 0; i < 4; i++) {
        struct made *made = make(SIZES[i][0], SIZES[i][1]);
        struct matrix_shown shown;
        struct drawing drawing = draw(made, &shown);
        markup_of_svg(&drawing);
        assert_true(drawing.width > 0 && drawing.height > 0);
    }
}

static void test_titles_have_the_words_of_a_language(void **state) {
    (void)state;
    struct made *made = make(1, 1);
    struct matrix_words words = MATRIX_WORDS;
    words.cell = "{column} / {row} / {ratio}";
    words.decimal_point = ",";
    words.confirmed = "підтверджено";
    made->cell[0] = (struct matrix_cell){-0.26, MARK_CONFIRMED};
    made->matrix.link = NULL;
    struct drawing drawing;
    struct matrix_shown shown;
    struct error error = {0};
    assert_true(matrix_draw(&arena, &made->matrix, "x", NULL, &words, &drawing, &shown, &error));
    const char *text = markup_of_svg(&drawing);
    assert_non_null(strstr(text, "<g><title>P0 / R0 / −0,3; підтверджено</title>"));
    assert_null(strstr(text, "<a "));
}

static void test_foreign_text_stays_text(void **state) {
    (void)state;
    struct made *made = make(1, 1);
    const struct matrix_heading heading = {
        "</text><script>alert(1)</script> with more than there is room for",
        "\"><a href=\"//elsewhere.example\">", "javascript:alert(1)"};
    made->matrix.row = made->matrix.column = &heading;
    struct matrix_shown shown;
    struct drawing drawing = draw(made, &shown);
    const char *text = markup_of_svg(&drawing);
    assert_null(strstr(text, "<script"));
    assert_null(strstr(text, "<a "));
    assert_non_null(strstr(text, "<title>&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt; with "
                                 "more than there is room for</title>"));
}

static void test_too_many_cells_are_refused(void **state) {
    (void)state;
    struct matrix matrix = {.rows = 100001, .columns = 1000};
    struct drawing drawing = {.name = "as it was"};
    struct matrix_shown shown;
    struct error error = {0};
    assert_false(matrix_draw(&arena, &matrix, "x", NULL, &MATRIX_WORDS, &drawing, &shown, &error));
    assert_int_equal(error.code, ERROR_TOO_LARGE);
    assert_string_equal(error.text, "a matrix of 100001 by 1000 has too many cells to be drawn (at "
                                    "most 100000000); draw a part of it");
    assert_string_equal(drawing.name, "as it was");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_small_matrices_are_drawn_in_full),
        cmocka_unit_test(test_members_of_a_group_stand_together),
        cmocka_unit_test(test_of_large_ones_what_is_of_interest),
        cmocka_unit_test(test_of_too_many_the_best),
        cmocka_unit_test(test_links_have_a_limit_and_the_picture_too),
        cmocka_unit_test(test_a_matrix_of_nothing),
        cmocka_unit_test(test_titles_have_the_words_of_a_language),
        cmocka_unit_test(test_foreign_text_stays_text),
        cmocka_unit_test(test_too_many_cells_are_refused),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
