/* Pictures made by the libraries that cameras and programs use, to be read again. */
#ifndef CAIRN_TESTS_INPUT_MADE_PICTURE_H
#define CAIRN_TESTS_INPUT_MADE_PICTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/* Four bytes a pixel, red, green, blue and how much it hides. */
typedef void made_pixel(int x, int y, int width, int height, uint8_t rgba[4]);

/* Red above on the left, green on the right, blue below on the left, gray on the right. */
void made_quarters(int x, int y, int width, int height, uint8_t rgba[4]);

enum made_colours { MADE_GRAY, MADE_YCC, MADE_RGB, MADE_CMYK, MADE_YCCK };

struct made_jpeg {
    int width, height;
    made_pixel *pixel; /* NULL: quarters */
    enum made_colours colours;
    bool progressive, without_adobe; /* … marker */
    const void *exif;                /* a block, from "II" or "MM" on */
    size_t exif_size;
    const char *comment; /* and a profile, and an extension of JFIF */
    int restart;         /* MCUs between restarts */
};

/* Adds it. */
void jpeg_make(const struct made_jpeg *plan, struct buffer *out);

struct made_png {
    int width, height;
    made_pixel *pixel;
    int colour_type, depth; /* PNG_COLOR_TYPE_…; 0, 0: RGBA of 8 bits */
    bool interlaced;
    const void *exif;
    size_t exif_size;
    bool exif_last; /* behind the pixels */
    const char *comment;
    int gamma; /* in 100,000; 0: not said */
};

void png_make(const struct made_png *plan, struct buffer *out);

/* For what no library writes: what stands before the chunks of a PNG of red, green and blue, and a
 * chunk with its checksum. */
void png_begin(struct buffer *out, uint32_t width, uint32_t height, bool interlaced);
void png_add_chunk(struct buffer *out, const char *type, const void *bytes, size_t size);

/* A JPEG read by the library as it is: red, green, blue. Free() of pixel is the caller's. */
struct seen_jpeg {
    int width, height;
    uint8_t *pixel;
};
struct seen_jpeg jpeg_see(const struct buffer *jpeg);

/* Where in its length and width, in percent, and what colour is there. */
const uint8_t *jpeg_at(const struct seen_jpeg *seen, int across, int down);

#endif
