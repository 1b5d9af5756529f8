#include "report/matrix_drawing.h"

#include <math.h>
#include <string.h>

#include "report/matrix_parts.h"
#include "report/text_fit.h"

static const struct drawing_style HEADING = {"heading", PAINT_INK, PAINT_NONE, 0, 0, false};
static const struct drawing_style GROUP = {"group", PAINT_INK, PAINT_NONE, 0, 0, true};
static const struct drawing_style BORDER = {"border", PAINT_NONE, 0x8b949c, 1, 0, false};
static const struct drawing_style GRID = {"grid", PAINT_NONE, 0xd5dade, 0.6, 0, false};

/* Pixels; up to how many rows and columns cells are large, every how many there is a line to follow
 * and from how many on headings stand on both sides. */
enum { MARGIN = 16, HEADING_WIDTH = 120, GAP = 5, GROUP_GAP = 6, BRACKET = 4 };
enum { LARGE_UP_TO = 60, LINE_EVERY = 5, BOTH_SIDES_FROM = 30 };

/* Where the drawing's parts lie. */
struct frame {
    double right, bottom;             /* of the cells */
    double row_room, column_room;     /* for headings */
    double row_groups, column_groups; /* for the names of groups */
    enum drawing_size size;
    bool both_sides_of_rows, both_sides_of_columns;
};

/* ------------------------------------------------------------------ headings */

static const char *shortened(const struct matrix_picture *picture, enum drawing_size size,
                             const char *text) {
    const char *line = "";
    text_break(picture->arena, size, false, HEADING_WIDTH, text, 1, &line);
    return line;
}

static double room_for(const struct matrix_picture *picture, enum drawing_size size,
                       const struct matrix_axis *axis, const struct matrix_heading *heading) {
    double most = 0;
    for (int i = 0; i < axis->count; i++)
        most = fmax(
            most, text_width(size, false, shortened(picture, size, heading[axis->index[i]].text)));
    return ceil(most) + GAP;
}

static void draw_heading(const struct matrix_picture *picture, const struct frame *frame,
                         const struct matrix_heading *heading, bool turned, double x, double y,
                         enum drawing_anchor anchor) {
    const char *text = shortened(picture, frame->size, heading->text);
    bool linked = heading->link || strcmp(text, heading->text) != 0;
    if (linked) drawing_group(picture->drawing, NULL, heading->link, heading->text);
    if (turned) drawing_turned_text(picture->drawing, &HEADING, x, y, anchor, frame->size, text);
    else drawing_text(picture->drawing, &HEADING, x, y, anchor, frame->size, text);
    if (linked) drawing_end(picture->drawing);
}

static void draw_headings(const struct matrix_picture *picture, const struct frame *frame) {
    const struct matrix *matrix = picture->matrix;
    /* From the middle of a line to its base line. */
    double base = 0.36 * text_height(frame->size);
    for (int r = 0; r < picture->rows.count; r++) {
        const struct matrix_heading *heading = &matrix->row[picture->rows.index[r]];
        double y = picture->top + (r + 0.5) * picture->pitch + base;
        draw_heading(picture, frame, heading, false, picture->left - GAP, y, ANCHOR_END);
        if (frame->both_sides_of_rows)
            draw_heading(picture, frame, heading, false, frame->right + GAP, y, ANCHOR_START);
    }
    for (int c = 0; c < picture->columns.count; c++) {
        const struct matrix_heading *heading = &matrix->column[picture->columns.index[c]];
        double x = picture->left + (c + 0.5) * picture->pitch + base;
        draw_heading(picture, frame, heading, true, x, picture->top - GAP, ANCHOR_START);
        if (frame->both_sides_of_columns)
            draw_heading(picture, frame, heading, true, x, frame->bottom + GAP, ANCHOR_END);
    }
}

/* ------------------------------------------------------------------ groups */

static bool begins_group(const struct matrix_axis *axis, const struct matrix_heading *heading,
                         int at) {
    if (at == 0 || at == axis->count) return true;
    const char *one = heading[axis->index[at - 1]].group, *other = heading[axis->index[at]].group;
    return !one || !other || strcmp(one, other) != 0;
}

/* Where the group at `at` ends. */
static int group_end(const struct matrix_axis *axis, const struct matrix_heading *heading, int at) {
    do at++;
    while (!begins_group(axis, heading, at));
    return at;
}

/* What the names of groups need across: a line where each fits along its members, else the width of
 * the longest. */
static double room_for_groups(const struct matrix_picture *picture, enum drawing_size size,
                              const struct matrix_axis *axis,
                              const struct matrix_heading *heading) {
    double most = 0;
    for (int from = 0, to; from < axis->count; from = to) {
        const char *name = heading[axis->index[from]].group;
        to = group_end(axis, heading, from);
        if (name) most = fmax(most, text_width(size, true, shortened(picture, size, name)));
    }
    return most > 0 ? ceil(most * 1.13) + GROUP_GAP + BRACKET : 0;
}

/* A bracket over the members of each group with its name, and a line between groups. */
static void draw_column_groups(const struct matrix_picture *picture, const struct frame *frame) {
    const struct matrix_heading *heading = picture->matrix->column;
    const struct matrix_axis *axis = &picture->columns;
    double y = picture->top - frame->column_room;
    for (int from = 0, to; from < axis->count; from = to) {
        const char *name = heading[axis->index[from]].group;
        to = group_end(axis, heading, from);
        double left = picture->left + from * picture->pitch,
               right = left + (to - from) * picture->pitch;
        if (to < axis->count)
            drawing_line(picture->drawing, &BORDER, right, name ? y : picture->top, right,
                         frame->bottom);
        if (!name) continue;
        drawing_line(picture->drawing, &BORDER, left + 2, y - BRACKET / 2.0, right - 2,
                     y - BRACKET / 2.0);
        drawing_turned_text(picture->drawing, &GROUP,
                            (left + right) / 2 + 0.36 * text_height(frame->size), y - BRACKET - GAP,
                            ANCHOR_START, frame->size, shortened(picture, frame->size, name));
    }
}

static void draw_row_groups(const struct matrix_picture *picture, const struct frame *frame) {
    const struct matrix_heading *heading = picture->matrix->row;
    const struct matrix_axis *axis = &picture->rows;
    double x = picture->left - frame->row_room;
    for (int from = 0, to; from < axis->count; from = to) {
        const char *name = heading[axis->index[from]].group;
        to = group_end(axis, heading, from);
        double top = picture->top + from * picture->pitch,
               bottom = top + (to - from) * picture->pitch;
        if (frame->row_groups > 0 && to < axis->count)
            drawing_line(picture->drawing, &BORDER, name ? x : picture->left, bottom, frame->right,
                         bottom);
        if (!name) continue;
        drawing_line(picture->drawing, &BORDER, x - BRACKET / 2.0, top + 2, x - BRACKET / 2.0,
                     bottom - 2);
        drawing_text(picture->drawing, &GROUP, x - BRACKET - GAP,
                     (top + bottom) / 2 + 0.36 * text_height(frame->size), ANCHOR_END, frame->size,
                     shortened(picture, frame->size, name));
    }
}

/* Lines to follow, where there are none between groups. */
static void draw_grid(const struct matrix_picture *picture, const struct frame *frame) {
    for (int r = LINE_EVERY; frame->row_groups == 0 && r < picture->rows.count; r += LINE_EVERY) {
        double y = picture->top + r * picture->pitch;
        drawing_line(picture->drawing, &GRID, picture->left, y, frame->right, y);
    }
    for (int c = LINE_EVERY; frame->column_groups == 0 && c < picture->columns.count;
         c += LINE_EVERY) {
        double x = picture->left + c * picture->pitch;
        drawing_line(picture->drawing, &GRID, x, picture->top, x, frame->bottom);
    }
    drawing_rectangle(picture->drawing, &BORDER, picture->left, picture->top,
                      frame->right - picture->left, frame->bottom - picture->top);
}

/* ------------------------------------------------------------------ the whole */

/* Everything across, and the rooms downwards. */
static struct frame measure(struct matrix_picture *picture) {
    const struct matrix *matrix = picture->matrix;
    int rows = picture->rows.count, columns = picture->columns.count;
    bool large = rows <= LARGE_UP_TO && columns <= LARGE_UP_TO;
    struct frame frame = {.size = large ? SIZE_NORMAL : SIZE_SMALL};
    picture->scale = large ? SCALE_LARGE : SCALE_SMALL;
    picture->pitch = large ? 18 : 12;
    frame.row_room = room_for(picture, frame.size, &picture->rows, matrix->row);
    frame.column_room = room_for(picture, frame.size, &picture->columns, matrix->column);
    frame.row_groups = room_for_groups(picture, frame.size, &picture->rows, matrix->row);
    frame.column_groups = room_for_groups(picture, frame.size, &picture->columns, matrix->column);
    frame.both_sides_of_rows = columns > BOTH_SIDES_FROM;
    frame.both_sides_of_columns = rows > BOTH_SIDES_FROM;
    picture->left = MARGIN + frame.row_groups + frame.row_room;
    frame.right = picture->left + columns * picture->pitch;
    picture->drawing->width =
        frame.right + (frame.both_sides_of_rows ? frame.row_room : 0) + MARGIN;
    return frame;
}

bool matrix_draw(struct arena *arena, const struct matrix *matrix, const char *title,
                 const char *description, const struct matrix_words *words, struct drawing *out,
                 struct matrix_shown *out_shown, struct error *error) {
    if ((long long)matrix->rows * matrix->columns > MATRIX_MOST_CELLS)
        return error_set(error, ERROR_TOO_LARGE,
                         "a matrix of %d by %d has too many cells to be drawn (at most %d); draw "
                         "a part of it",
                         matrix->rows, matrix->columns, MATRIX_MOST_CELLS);
    struct matrix_picture picture = {
        .arena = arena, .matrix = matrix, .words = words, .drawing = out};
    matrix_choose(&picture);
    drawing_open(out, arena, "matrix", title, description);
    struct matrix_shown shown = {.rows = picture.rows.count, .columns = picture.columns.count};
    if (picture.interesting > MATRIX_MOST_LINKS)
        shown.unlinked = picture.interesting - MATRIX_MOST_LINKS;
    struct frame frame = measure(&picture);
    out->height = matrix_legend(&picture, &shown);
    if (shown.rows && shown.columns) {
        picture.top = out->height + frame.column_groups + frame.column_room;
        frame.bottom = picture.top + shown.rows * picture.pitch;
        out->height = frame.bottom + (frame.both_sides_of_columns ? frame.column_room : 0) + MARGIN;
        draw_grid(&picture, &frame);
        draw_row_groups(&picture, &frame);
        draw_column_groups(&picture, &frame);
        draw_headings(&picture, &frame);
        matrix_cells(&picture);
    }
    *out_shown = shown;
    return true;
}
