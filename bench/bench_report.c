/* How fast drawings are made, printed as a table: a page with one should take no longer than a page
 * with a list. The exit code is 0 whatever was missed: a busy machine is no defect. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "measure.h"
#include "report/drawing_svg.h"
#include "report/matrix_drawing.h"
#include "report/pedigree_words.h"

#define SECONDS 0.5

enum { FOUNDERS = 40, ROWS = 9000, COLUMNS = 1000 };

struct work {
    struct arena arena;
    int persons, rows, columns;
    struct pedigree_person *person;
    struct matrix_heading *row, *column;
    size_t size; /* of the SVG that was written last */
};

/* Numbers that look random and are the same each time (Steele, Lea and Flood 2014). */
static uint64_t mixed(uint64_t z) {
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

/* Everybody but the founders has parents among the last forty before, so that partners are several,
 * and related. */
static void make_persons(struct work *work) {
    work->person = arena_new(&work->arena, struct pedigree_person, PEDIGREE_MOST_PERSONS);
    for (int i = 0; i < PEDIGREE_MOST_PERSONS; i++) {
        struct pedigree_person *person = &work->person[i];
        *person =
            (struct pedigree_person){.id = arena_format(&work->arena, "F%03d-%02d", i / 10, i),
                                     .line = {"Шевченко Олександр", "*1984"},
                                     .sex = i % 2 ? SEX_FEMALE : SEX_MALE,
                                     .father = -1,
                                     .mother = -1,
                                     .typed = i % 3 == 0,
                                     .missing = i % 4 == 0,
                                     .link = "/persons/1"};
        if (i < FOUNDERS) continue;
        int first = (i - FOUNDERS) / 2 * 2;
        uint64_t number = mixed((uint64_t)(i / 3));
        person->father = first + (int)(number % 20) * 2;
        person->mother = first + (int)(number / 20 % 20) * 2 + 1;
    }
}

static void make_headings(struct work *work) {
    work->row = arena_new(&work->arena, struct matrix_heading, ROWS);
    work->column = arena_new(&work->arena, struct matrix_heading, COLUMNS);
    for (int i = 0; i < ROWS; i++) work->row[i].text = arena_format(&work->arena, "ABC-%04d-B", i);
    for (int i = 0; i < COLUMNS; i++) {
        work->column[i].text = arena_format(&work->arena, "F%03d-%02d", i / 3, i % 3);
        work->column[i].group = arena_format(&work->arena, "F%03d", i / 3);
    }
}

static void write_svg(struct work *work, const struct drawing *drawing) {
    struct buffer out = {0};
    drawing_svg(drawing, &out);
    work->size = out.size;
    buffer_close(&out);
}

static void draw_pedigree(void *data) {
    struct work *work = data;
    struct arena_mark mark = arena_mark(&work->arena);
    struct drawing drawing;
    struct error error = {0};
    must(pedigree_draw(&work->arena, work->person, work->persons, "bench", NULL, &PEDIGREE_WORDS,
                       &drawing, &error),
         &error);
    write_svg(work, &drawing);
    arena_release(&work->arena, mark);
}

/* One person in a row's true ones has a high ratio, most others none. */
static struct matrix_cell cell_of(void *data, int row, int column) {
    const struct work *work = data;
    uint64_t number = mixed((uint64_t)row * COLUMNS + (uint64_t)column);
    bool own = column == row % work->columns;
    double ratio = (double)(number % 1000) / 100;
    return (struct matrix_cell){own          ? ratio
                                : number % 2 ? -INFINITY
                                             : -ratio,
                                own && ratio > 8 ? MARK_CONFIRMED : MARK_NONE};
}

static const char *link_of(void *data, int row, int column) {
    (void)data;
    (void)row;
    (void)column;
    return "/pairs/1";
}

static void draw_matrix(void *data) {
    struct work *work = data;
    struct arena_mark mark = arena_mark(&work->arena);
    struct matrix matrix = {work->rows, work->columns, work->row, work->column,
                            cell_of,    link_of,       work};
    struct drawing drawing;
    struct matrix_shown shown;
    struct error error = {0};
    must(matrix_draw(&work->arena, &matrix, "bench", NULL, &MATRIX_WORDS, &drawing, &shown, &error),
         &error);
    write_svg(work, &drawing);
    arena_release(&work->arena, mark);
}

static void print_pedigrees(struct work *work) {
    static const struct {
        int persons;
        double limit; /* seconds */
    } SIZES[] = {{40, 0.005}, {150, 0.05}, {PEDIGREE_MOST_PERSONS, 0.5}};
    print_section("A pedigree laid out and written as SVG");
    for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
        work->persons = SIZES[i].persons;
        struct figure figure = measure(draw_pedigree, work, SECONDS);
        print_time(figure, SIZES[i].limit, "%d persons, %zu kB", work->persons, work->size / 1000);
        machine_sample();
    }
}

static void print_matrices(struct work *work) {
    static const struct {
        int rows, columns;
        double limit; /* seconds */
    } SIZES[] = {{40, 25, 0.005}, {MATRIX_MOST, MATRIX_MOST, 0.05}, {ROWS, COLUMNS, 0.5}};
    print_section("A matrix drawn and written as SVG");
    for (size_t i = 0; i < sizeof SIZES / sizeof *SIZES; i++) {
        work->rows = SIZES[i].rows;
        work->columns = SIZES[i].columns;
        struct figure figure = measure(draw_matrix, work, SECONDS);
        print_time(figure, SIZES[i].limit, "%d by %d, %zu kB", work->rows, work->columns,
                   work->size / 1000);
        machine_sample();
    }
}

int main(void) {
    struct work work = {0};
    arena_open(&work.arena, 0);
    make_persons(&work);
    make_headings(&work);
    print_pedigrees(&work);
    print_matrices(&work);
    machine_print();
    arena_close(&work.arena);
    printf("%d over their limit\n", print_missed());
    return 0;
}
