/* Lengths are counted in parts, so that all is whole numbers: along an edge of `from` pixels that
 * become `to`, a pixel of the picture has `to` parts and one of the small picture `from`. Its sum is
 * then at most 255 times the pixels of the picture: less than 2^36. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "input/picture_parts.h"

enum { COLOURS = 3 };

static int shorten(int edge, int longest, int side) {
    int shorter = (int)(((int64_t)edge * side + longest / 2) / longest);
    return shorter ? shorter : 1;
}

void shrink_begin(struct shrink *shrink, int width, int height) {
    int longest = width > height ? width : height;
    if (!shrink->side) return;
    shrink->from_width = width;
    shrink->from_height = height;
    shrink->width = longest > shrink->side ? shorten(width, longest, shrink->side) : width;
    shrink->height = longest > shrink->side ? shorten(height, longest, shrink->side) : height;
    size_t row = (size_t)shrink->width * COLOURS;
    shrink->pixel = memory_take((size_t)shrink->height, row);
    shrink->across = memory_take(row, sizeof *shrink->across);
    shrink->down = memory_take(row, sizeof *shrink->down);
}

void shrink_end(struct shrink *shrink) {
    free(shrink->pixel);
    free(shrink->across);
    free(shrink->down);
    *shrink = (struct shrink){0};
}

static void add_pixel(uint32_t *sum, const uint8_t *rgb, uint32_t parts) {
    for (int i = 0; i < COLOURS; i++) sum[i] += rgb[i] * parts;
}

static void sum_across(struct shrink *shrink, const uint8_t *rgb) {
    uint32_t whole = (uint32_t)shrink->width, left = (uint32_t)shrink->from_width;
    uint32_t *sum = shrink->across;
    memset(sum, 0, (size_t)shrink->width * COLOURS * sizeof *sum);
    for (int i = 0; i < shrink->from_width; i++, rgb += COLOURS) {
        uint32_t parts = whole < left ? whole : left;
        add_pixel(sum, rgb, parts);
        left -= parts;
        if (left) continue;
        sum += COLOURS;
        if (parts < whole) add_pixel(sum, rgb, whole - parts);
        left = (uint32_t)shrink->from_width - (whole - parts);
    }
}

static void add_row(struct shrink *shrink, uint64_t parts) {
    for (int i = 0; i < shrink->width * COLOURS; i++) shrink->down[i] += shrink->across[i] * parts;
}

static void finish_row(struct shrink *shrink) {
    int count = shrink->width * COLOURS;
    uint8_t *row = shrink->pixel + (size_t)shrink->rows++ * (size_t)count;
    double parts = (double)shrink->from_width * shrink->from_height;
    for (int i = 0; i < count; i++) row[i] = (uint8_t)((double)shrink->down[i] / parts + 0.5);
    memset(shrink->down, 0, (size_t)count * sizeof *shrink->down);
}

void shrink_row(struct shrink *shrink, const uint8_t *rgb) {
    if (!shrink->pixel || shrink->rows == shrink->height) return;
    int64_t end = (int64_t)(shrink->rows + 1) * shrink->from_height;
    int64_t parts = shrink->height, left = end - shrink->above;
    sum_across(shrink, rgb);
    add_row(shrink, (uint64_t)(parts < left ? parts : left));
    shrink->above += parts;
    if (shrink->above < end) return;
    finish_row(shrink);
    if (parts > left && shrink->rows < shrink->height) add_row(shrink, (uint64_t)(parts - left));
}

/* Where each orientation takes its pixels from: the picture's rows are columns in the second four
 * (5 to 8), and are then counted from the other end in some. */
void shrink_turn(struct shrink *shrink, int64_t orientation) {
    if (orientation < 2 || orientation > 8) return;
    bool lying = orientation >= 5;
    bool right_to_left =
        orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    bool upward = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    int width = lying ? shrink->height : shrink->width;
    int height = lying ? shrink->width : shrink->height;
    uint8_t *turned = memory_take((size_t)width * (size_t)height, COLOURS), *to = turned;
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++, to += COLOURS) {
            int row = lying ? x : y, column = lying ? y : x;
            if (right_to_left) column = shrink->width - 1 - column;
            if (upward) row = shrink->height - 1 - row;
            memcpy(to,
                   shrink->pixel + ((size_t)row * (size_t)shrink->width + (size_t)column) * COLOURS,
                   COLOURS);
        }
    free(shrink->pixel);
    shrink->pixel = turned;
    shrink->width = width;
    shrink->height = height;
}
