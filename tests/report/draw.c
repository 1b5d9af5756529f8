/* Writes every invented drawing into a page of its own, to be looked at: draw_report FOLDER STYLE.
 * A tool for whoever changes a drawing; no test runs it. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/seeded.h"
#include "report/drawing_svg.h"
#include "report/families.h"
#include "report/matrix_drawing.h"
#include "report/pedigree_words.h"

static void fail(const struct error *error) {
    fprintf(stderr, "draw_report: %s\n", error->text);
    exit(1);
}

static void write_page(const char *folder, const char *style, const char *name, int number,
                       const struct drawing *drawing) {
    char path[512];
    struct buffer out = {0};
    buffer_format(
        &out,
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>%s</title>"
        "<meta name=\"viewport\" content=\"width=device-width\">"
        "<link rel=\"stylesheet\" href=\"%s\"></head><body><div class=\"drawing-frame\">\n",
        name, style);
    drawing_svg(drawing, &out);
    buffer_add_text(&out, "</div></body></html>\n");
    snprintf(path, sizeof path, "%s/%s-%02d.html", folder, name, number);
    FILE *file = fopen(path, "w");
    if (!file || fwrite(out.bytes, 1, out.size, file) != out.size || fclose(file) != 0) {
        perror(path);
        exit(1);
    }
    buffer_close(&out);
}

static void draw_families(struct arena *arena, const char *folder, const char *style) {
    int count;
    struct error error = {0};
    struct drawn_family *family = families_known(arena, &count);
    for (int i = 0; i < count; i++) {
        struct drawing drawing;
        if (!pedigree_draw(arena, family[i].person, family[i].count, family[i].name, NULL,
                           &PEDIGREE_WORDS, &drawing, &error))
            fail(&error);
        write_page(folder, style, "known", i, &drawing);
    }
    for (int i = 0; i < 12; i++) {
        struct drawing drawing;
        struct drawn_family random = families_random(arena, (uint64_t)i, 10 + 8 * i);
        if (!pedigree_draw(arena, random.person, random.count, random.name, NULL, &PEDIGREE_WORDS,
                           &drawing, &error))
            fail(&error);
        write_page(folder, style, "random", i, &drawing);
    }
}

/* An invented run: every remains has one true person among the columns or none. */
struct run {
    int columns;
    uint64_t seed;
};

static struct matrix_cell cell(void *data, int row, int column) {
    const struct run *run = data;
    struct seeded seeded = seeded_from(run->seed + (uint64_t)row * 100000 + (uint64_t)column);
    uint32_t number;
    random_fill(&seeded.random, &number, sizeof number);
    int truth = (row * 7919 + 13) % (run->columns + run->columns / 3);
    double chance = number % 10000 / 10000.0;
    struct matrix_cell cell = {.log10_lr = -8 * chance + 1.5};
    if (number / 10000 % 8 == 0) cell.log10_lr = NAN;
    if (number / 10000 % 8 < 5 && number / 10000 % 8 > 0) cell.log10_lr = -INFINITY;
    if (column / 3 == truth / 3 && chance > 0.3) cell.log10_lr = 6 * chance - 1;
    if (column != truth) return cell;
    cell.log10_lr = 3 + 7 * chance;
    if (cell.log10_lr > 5) cell.mark = MARK_ABOVE + (int)(number % 3);
    return cell;
}

static const char *link_of(void *data, int row, int column) {
    (void)data;
    (void)row;
    (void)column;
    return "/compare/1";
}

static void draw_matrices(struct arena *arena, const char *folder, const char *style) {
    static const int SIZES[][2] = {{5, 4}, {40, 25}, {120, 80}, {200, 200}, {9000, 1000}};
    for (int i = 0; i < (int)(sizeof SIZES / sizeof *SIZES); i++) {
        int rows = SIZES[i][0], columns = SIZES[i][1];
        struct run run = {columns, 1};
        struct matrix_heading *row = arena_new(arena, struct matrix_heading, rows);
        struct matrix_heading *column = arena_new(arena, struct matrix_heading, columns);
        for (int r = 0; r < rows; r++)
            row[r] = (struct matrix_heading){arena_format(arena, "ABC-%04d-B", r + 1), NULL, "/r"};
        for (int c = 0; c < columns; c++)
            column[c] =
                (struct matrix_heading){arena_format(arena, "F%03d-%02d", c / 3 + 1, c % 3 + 2),
                                        arena_format(arena, "F%03d", c / 3 + 1), "/p"};
        struct matrix matrix = {rows, columns, row, column, cell, link_of, &run};
        struct matrix_shown shown;
        struct drawing drawing;
        struct error error = {0};
        if (!matrix_draw(arena, &matrix, "Remains by missing persons", NULL, &MATRIX_WORDS,
                         &drawing, &shown, &error))
            fail(&error);
        write_page(folder, style, "matrix", i, &drawing);
    }
}

int main(int count, char **argument) {
    struct arena arena;
    if (count != 3) {
        fprintf(stderr, "draw_report FOLDER STYLE\n");
        return 2;
    }
    arena_open(&arena, 0);
    draw_families(&arena, argument[1], argument[2]);
    draw_matrices(&arena, argument[1], argument[2]);
    arena_close(&arena);
    return 0;
}
