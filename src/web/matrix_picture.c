#include "web/matrix_picture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/drawing_svg.h"
#include "report/matrix_drawing.h"
#include "web/identify_words.h"

/* Of more rows of interest than this only the best are looked at. */
enum { PICTURE_ROWS_MOST = 400 };

/* The part of a comparison that is drawn: rows and columns in which something is of interest. */
struct picture {
    const struct visit *visit;
    const struct comparison_result *result;
    const char *comparison;
    unsigned char *mark;   /* of each pair: enum matrix_mark */
    int *row, *column;     /* place of each individual and person in the matrix; -1: not drawn */
    const int *individual; /* of each row; of each column the person */
    const int *person;
    int rows, columns;
    const struct comparison_pair **cell; /* [rows * columns] */
};

/* ------------------------------------------------------------------ what is of interest */

static void mark_names(const struct decisions *decisions, struct picture *picture) {
    const struct comparison_result *result = picture->result;
    for (size_t p = 0; p < result->pairs; p++)
        if (result->incident &&
            comparison_result_sure(result, &result->pair[p]) >= decisions->threshold)
            picture->mark[p] = MARK_ABOVE;
    for (int i = 0; i < decisions->count; i++) {
        const struct decision *decision = &decisions->decision[i];
        bool confirmed = decision->state == DECISION_CONFIRMED;
        if ((!confirmed && decision->state != DECISION_PROPOSED) || !decision->remains_count)
            continue;
        const struct comparison_pair *pair =
            comparison_result_pair(result, decision->remains[0], decision->person);
        if (pair) picture->mark[pair - result->pair] = confirmed ? MARK_CONFIRMED : MARK_PROPOSED;
    }
}

static bool is_of_interest(const struct picture *picture, size_t pair) {
    return picture->mark[pair] != MARK_NONE ||
           picture->result->pair[pair].log10_lr >= MATRIX_INTEREST;
}

struct best {
    int individual;
    double log10_lr; /* the highest of its pairs of interest */
};

static int by_best(const void *left, const void *right) {
    const struct best *a = left, *b = right;
    if (a->log10_lr != b->log10_lr) return a->log10_lr < b->log10_lr ? 1 : -1;
    return a->individual - b->individual;
}

static int by_individual(const void *left, const void *right) {
    return ((const struct best *)left)->individual - ((const struct best *)right)->individual;
}

static void choose_rows(struct picture *picture) {
    const struct comparison_result *result = picture->result;
    struct arena *arena = picture->visit->arena;
    struct best *best = arena_new(arena, struct best, result->individuals + 1);
    int count = 0;
    for (int i = 0; i < result->individuals; i++) {
        bool any = false;
        double most = -INFINITY;
        for (size_t p = result->individual[i].first; p < result->individual[i + 1].first; p++) {
            if (!is_of_interest(picture, p)) continue;
            any = true;
            most = fmax(most, result->pair[p].log10_lr);
        }
        picture->row[i] = -1;
        if (any) best[count++] = (struct best){i, most};
    }
    if (count > PICTURE_ROWS_MOST) {
        qsort(best, (size_t)count, sizeof *best, by_best);
        count = PICTURE_ROWS_MOST;
        qsort(best, (size_t)count, sizeof *best, by_individual);
    }
    int *individual = arena_new(arena, int, count + 1);
    for (int r = 0; r < count; r++) {
        individual[r] = best[r].individual;
        picture->row[best[r].individual] = r;
    }
    picture->individual = individual;
    picture->rows = count;
}

static void choose_columns(struct picture *picture) {
    const struct comparison_result *result = picture->result;
    struct arena *arena = picture->visit->arena;
    int *person = arena_new(arena, int, result->persons + 1);
    for (int j = 0; j < result->persons; j++) picture->column[j] = -1;
    for (size_t p = 0; p < result->pairs; p++) {
        const struct comparison_pair *pair = &result->pair[p];
        if (picture->row[pair->individual] < 0 || picture->column[pair->person] >= 0 ||
            !is_of_interest(picture, p))
            continue;
        person[picture->columns] = pair->person;
        picture->column[pair->person] = picture->columns++;
    }
    picture->person = person;
}

static void place_cells(struct picture *picture) {
    const struct comparison_result *result = picture->result;
    size_t cells = (size_t)picture->rows * (size_t)picture->columns;
    picture->cell = arena_new(picture->visit->arena, const struct comparison_pair *, cells + 1);
    for (size_t p = 0; p < result->pairs; p++) {
        int row = picture->row[result->pair[p].individual];
        int column = picture->column[result->pair[p].person];
        if (row >= 0 && column >= 0)
            picture->cell[(size_t)row * (size_t)picture->columns + (size_t)column] =
                &result->pair[p];
    }
}

/* ------------------------------------------------------------------ drawing */

static const struct comparison_pair *pair_at(const struct picture *picture, int row, int column) {
    return picture->cell[(size_t)row * (size_t)picture->columns + (size_t)column];
}

static struct matrix_cell cell_at(void *data, int row, int column) {
    const struct picture *picture = data;
    const struct comparison_pair *pair = pair_at(picture, row, column);
    if (!pair) return (struct matrix_cell){.log10_lr = NAN};
    return (struct matrix_cell){pair->log10_lr,
                                (enum matrix_mark)picture->mark[pair - picture->result->pair]};
}

static const char *link_at(void *data, int row, int column) {
    const struct picture *picture = data;
    const struct comparison_pair *pair = pair_at(picture, row, column);
    if (!pair) return NULL;
    return dossier_address(picture->visit->arena, picture->comparison,
                           comparison_result_code(picture->result, pair->individual),
                           comparison_result_person(picture->result, pair)->id);
}

static struct matrix_words words_of(enum language language) {
    return (struct matrix_words){
        .scale = say(language, "Likelihood ratio"),
        .impossible = say(language, "impossible"),
        .below_one = say(language, "below 1"),
        .to_hundred = say(language, "1 to 100"),
        .to_ten_thousand = say(language, "to 10,000"),
        .to_million = say(language, "to 1,000,000"),
        .from_million = say(language, "from 1,000,000"),
        .above = say(language, "posterior at the threshold"),
        .proposed = say(language, "proposed"),
        .confirmed = say(language, "confirmed"),
        .cell = say(language, "{row}, {column}: log10 of the ratio {ratio}"),
        .impossible_cell = say(language, "{row}, {column}: impossible"),
        .not_compared = say(language, "{row}, {column}: not compared"),
        .decimal_point = language == LANGUAGE_EN ? "." : ",",
        .left_out =
            say(language, "{rows} of {all_rows} rows and {columns} of {all_columns} columns "
                          "are drawn: those with the best cells."),
        .without_links =
            say(language, "{count} cells of interest have no link here: the table below "
                          "has them.")};
}

static bool draw(const struct picture *picture, struct html_safe *out_picture,
                 struct error *error) {
    const struct visit *visit = picture->visit;
    struct matrix_heading *row = arena_new(visit->arena, struct matrix_heading, picture->rows);
    struct matrix_heading *column =
        arena_new(visit->arena, struct matrix_heading, picture->columns);
    for (int r = 0; r < picture->rows; r++)
        row[r].text = comparison_result_code(picture->result, picture->individual[r]);
    for (int c = 0; c < picture->columns; c++) {
        const struct comparison_person *person = &picture->result->person[picture->person[c]];
        column[c] = (struct matrix_heading){.text = person->id, .group = person->family};
    }
    struct matrix matrix = {.rows = picture->rows,
                            .columns = picture->columns,
                            .row = row,
                            .column = column,
                            .cell = cell_at,
                            .link = link_at,
                            .data = (void *)picture};
    struct matrix_words words = words_of(visit->language);
    struct drawing drawing;
    struct matrix_shown shown;
    if (!matrix_draw(visit->arena, &matrix,
                     say(visit->language, "Matrix of remains by missing persons"),
                     say(visit->language, "Those of interest; every number stands in the table "
                                          "below."),
                     &words, &drawing, &shown, error))
        return false;
    struct buffer svg = {0};
    drawing_svg(&drawing, &svg);
    *out_picture = html_trust(arena_copy_part(visit->arena, buffer_text(&svg), svg.size), svg.size);
    buffer_close(&svg);
    return true;
}

bool matrix_picture(const struct visit *visit, const struct comparison_result *result,
                    const struct decisions *decisions, const char *comparison,
                    struct html_safe *out_picture, struct error *error) {
    struct picture picture = {.visit = visit,
                              .result = result,
                              .comparison = comparison,
                              .mark = arena_new(visit->arena, unsigned char, result->pairs + 1),
                              .row = arena_new(visit->arena, int, result->individuals + 1),
                              .column = arena_new(visit->arena, int, result->persons + 1)};
    *out_picture = (struct html_safe){0};
    mark_names(decisions, &picture);
    choose_rows(&picture);
    choose_columns(&picture);
    if (!picture.rows || !picture.columns) return true;
    place_cells(&picture);
    return draw(&picture, out_picture, error);
}
