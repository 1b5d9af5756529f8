/* Between the files that read pictures. */
#ifndef CAIRN_INPUT_PICTURE_PARTS_H
#define CAIRN_INPUT_PICTURE_PARTS_H

#include "input/picture.h"

/* picture.c: the bytes of the file, one block at a time. */
struct picture_input {
    const struct picture_source *source;
    size_t size; /* of the block */
    uint8_t block[1 << 16];
};

/* The next block; false at the end of the file. */
bool picture_next(struct picture_input *input);

/* Is a picture of so many pixels within the limits? */
MUST_CHECK bool picture_check_size(int64_t width, int64_t height, struct error *error);

/* picture_shrink.c: takes the rows of a picture from above and makes a smaller one of them, in which
 * each pixel is the mean of what it covers, down to parts of a pixel. */
struct shrink {
    int side;                     /* of the longer edge, at most; 0: nothing is made */
    int from_width, from_height;
    int width, height;
    uint8_t *pixel;               /* red, green, blue; NULL: not begun */
    uint32_t *across;             /* sums of a row, in parts of a pixel */
    uint64_t *down;               /* sums of rows */
    int64_t above;                /* parts of rows that were taken */
    int rows;                     /* that are made */
};

void shrink_begin(struct shrink *shrink, int width, int height);
void shrink_row(struct shrink *shrink, const uint8_t *rgb);
void shrink_end(struct shrink *shrink); /* takes one of zeroes */

/* Turns the small picture as EXIF's orientation (1 to 8) says. */
void shrink_turn(struct shrink *shrink, int64_t orientation);

/* picture_jpeg.c, picture_png.c: read what comes from the input on. */
MUST_CHECK bool picture_read_jpeg(struct picture_input *input, struct shrink *shrink,
                                  struct picture *picture, struct error *error);
MUST_CHECK bool picture_read_png(struct picture_input *input, struct shrink *shrink,
                                 struct picture *picture, struct error *error);

/* picture_write.c: adds a JPEG of the small picture, of pixels alone. */
MUST_CHECK bool picture_write(const struct shrink *shrink, struct buffer *out, struct error *error);

#endif
