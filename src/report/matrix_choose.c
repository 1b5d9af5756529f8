/* Which rows and columns of a matrix are drawn, and in which order. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/matrix_parts.h"

struct candidate {
    int index;
    double interest; /* of its best cell */
};

double matrix_interest(struct matrix_cell cell) {
    enum { DECIDED = 1000, HIGHEST = 400 }; /* above the log10 of every double; and highest */
    if (!cell.mark && !(cell.log10_lr >= MATRIX_INTEREST)) return 0;
    double ratio = isnan(cell.log10_lr) ? 0 : fmax(fmin(cell.log10_lr, HIGHEST), -HIGHEST);
    return cell.mark ? DECIDED * (double)(cell.mark + 1) + ratio : ratio;
}

/* The most interesting first, and of equal ones the earlier. */
static int compare_interest(const void *first, const void *second) {
    const struct candidate *one = first, *other = second;
    if (one->interest != other->interest) return one->interest > other->interest ? -1 : 1;
    return one->index - other->index;
}

static int compare_index(const void *first, const void *second) {
    return ((const struct candidate *)first)->index - ((const struct candidate *)second)->index;
}

/* Leaves those of interest, at most MATRIX_MOST, in their order. */
static struct matrix_axis choose(struct arena *arena, struct candidate *candidate, int count) {
    struct matrix_axis axis = {.index = arena_new(arena, int, MATRIX_MOST)};
    if (count) qsort(candidate, (size_t)count, sizeof *candidate, compare_interest);
    while (axis.count < count && axis.count < MATRIX_MOST && candidate[axis.count].interest > 0)
        axis.count++;
    if (axis.count) qsort(candidate, (size_t)axis.count, sizeof *candidate, compare_index);
    for (int i = 0; i < axis.count; i++) axis.index[i] = candidate[i].index;
    return axis;
}

static struct matrix_axis whole(struct arena *arena, int count) {
    struct matrix_axis axis = {count, arena_new(arena, int, count)};
    for (int i = 0; i < count; i++) axis.index[i] = i;
    return axis;
}

static bool same_group(const struct matrix_heading *one, const struct matrix_heading *other) {
    return one->group && other->group && strcmp(one->group, other->group) == 0;
}

/* Brings those of one group together, in the place of the first. */
static void gather(const struct matrix_axis *axis, const struct matrix_heading *heading) {
    for (int i = 0, end; i < axis->count; i = end) {
        end = i + 1;
        for (int j = end; j < axis->count; j++) {
            int index = axis->index[j];
            if (!same_group(&heading[axis->index[i]], &heading[index])) continue;
            memmove(&axis->index[end + 1], &axis->index[end],
                    (size_t)(j - end) * sizeof *axis->index);
            axis->index[end++] = index;
        }
    }
}

static void read_cells(struct matrix_picture *picture) {
    const struct matrix *matrix = picture->matrix;
    int columns = picture->columns.count, count = picture->rows.count * columns;
    picture->cell = arena_new(picture->arena, struct matrix_cell, count);
    for (int i = 0; i < count; i++) {
        picture->cell[i] = matrix->cell(matrix->data, picture->rows.index[i / columns],
                                        picture->columns.index[i % columns]);
        picture->interesting += matrix_interest(picture->cell[i]) > 0;
    }
}

void matrix_choose(struct matrix_picture *picture) {
    const struct matrix *matrix = picture->matrix;
    struct arena *arena = picture->arena;
    if (matrix->rows > MATRIX_MOST) {
        struct candidate *candidate = arena_new(arena, struct candidate, matrix->rows);
        for (int r = 0; r < matrix->rows; r++) {
            candidate[r].index = r;
            for (int c = 0; c < matrix->columns; c++)
                candidate[r].interest =
                    fmax(candidate[r].interest, matrix_interest(matrix->cell(matrix->data, r, c)));
        }
        picture->rows = choose(arena, candidate, matrix->rows);
    } else {
        picture->rows = whole(arena, matrix->rows);
    }
    if (matrix->columns > MATRIX_MOST) {
        struct candidate *candidate = arena_new(arena, struct candidate, matrix->columns);
        for (int c = 0; c < matrix->columns; c++) candidate[c].index = c;
        for (int r = 0; r < picture->rows.count; r++)
            for (int c = 0; c < matrix->columns; c++)
                candidate[c].interest =
                    fmax(candidate[c].interest,
                         matrix_interest(matrix->cell(matrix->data, picture->rows.index[r], c)));
        picture->columns = choose(arena, candidate, matrix->columns);
    } else {
        picture->columns = whole(arena, matrix->columns);
    }
    gather(&picture->rows, matrix->row);
    gather(&picture->columns, matrix->column);
    read_cells(picture);
}
