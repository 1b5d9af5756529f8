#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

#include "base/memory.h"
#include "input/picture_parts.h"

/* What is of no use for pixels, and was often the way in: never unpacked. */
static const png_byte UNUSED[] =
    "bKGD\0cHRM\0hIST\0iCCP\0iTXt\0oFFs\0pCAL\0pHYs\0sBIT\0sCAL\0sPLT\0"
    "tEXt\0tIME\0zTXt";

struct reading_png {
    jmp_buf back;
    png_structp png;
    png_infop info;
    struct picture_input *input;
    size_t used; /* of the input's block */
    struct shrink *shrink;
    struct picture *picture;
    struct error *error;
    size_t width, height, row_bytes;
    uint8_t *row, *held; /* one row; all of them */
};

/* ------------------------------------------------------------------ its bytes */

static _Noreturn void leave(png_structp png, const char *said) {
    struct reading_png *reading = png_get_error_ptr(png);
    error_set(reading->error, ERROR_BAD_INPUT, "the PNG is broken: %s", said);
    longjmp(reading->back, 1);
}

static void ignore(png_structp png, const char *said) { (void)png, (void)said; }

static void take(png_structp png, png_bytep out, size_t size) {
    struct reading_png *reading = png_get_io_ptr(png);
    while (size) {
        if (reading->used == reading->input->size) {
            reading->used = 0;
            if (!picture_next(reading->input)) {
                error_set(reading->error, ERROR_BAD_INPUT,
                          "the PNG ends too soon: it is not whole");
                longjmp(reading->back, 1);
            }
        }
        size_t left = reading->input->size - reading->used, step = left < size ? left : size;
        memcpy(out, reading->input->block + reading->used, step);
        reading->used += step;
        out += step;
        size -= step;
    }
}

/* ------------------------------------------------------------------ its pixels */

/* Four bytes a pixel: red, green, blue, and how much of it hides what is behind. */
static int ask_for_colours(struct reading_png *reading) {
    png_structp png = reading->png;
    png_fixed_point gamma;
    int way;
    png_set_expand(png);
    png_set_scale_16(png);
    png_set_gray_to_rgb(png);
    png_set_add_alpha(png, 0xff, PNG_FILLER_AFTER);
    if (!png_get_sRGB(png, reading->info, &way) && png_get_gAMA_fixed(png, reading->info, &gamma))
        png_set_gamma_fixed(png, PNG_DEFAULT_sRGB, gamma);
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, reading->info);
    reading->row_bytes = png_get_rowbytes(png, reading->info);
    if (reading->row_bytes != reading->width * 4) png_error(png, "its rows are too long");
    return passes;
}

/* On white paper, in place. */
static void shrink_pixels(struct reading_png *reading, uint8_t *row) {
    const uint8_t *from = row;
    uint8_t *to = row;
    for (size_t i = 0; i < reading->width; i++, from += 4, to += 3) {
        unsigned hides = from[3];
        for (int j = 0; j < 3; j++)
            to[j] = (uint8_t)((from[j] * hides + 255 * (255 - hides) + 127) / 255);
    }
    shrink_row(reading->shrink, row);
}

static bool hold(struct reading_png *reading) {
    if (reading->height * reading->row_bytes > PICTURE_HELD_MOST)
        return error_set(reading->error, ERROR_TOO_LARGE,
                         "the PNG is interlaced, and needs more than %d MiB of memory to be drawn",
                         PICTURE_HELD_MOST >> 20);
    reading->held = memory_take(reading->height, reading->row_bytes);
    return true;
}

static bool draw(struct reading_png *reading) {
    bool wanted = reading->shrink->side;
    int passes = ask_for_colours(reading);
    if (passes > 1 && wanted && !hold(reading)) return false;
    reading->row = memory_take(1, reading->row_bytes);
    shrink_begin(reading->shrink, (int)reading->width, (int)reading->height);
    for (int pass = 0; pass < passes; pass++)
        for (size_t y = 0; y < reading->height; y++) {
            uint8_t *held = reading->held ? reading->held + y * reading->row_bytes : NULL;
            png_read_row(reading->png, held ? held : reading->row, NULL);
            if (wanted && !held) shrink_pixels(reading, reading->row);
        }
    for (size_t y = 0; reading->held && y < reading->height; y++)
        shrink_pixels(reading, reading->held + y * reading->row_bytes);
    return true;
}

static void set_limits(struct reading_png *reading) {
    png_structp png = reading->png;
    png_set_read_fn(png, reading, take);
    png_set_user_limits(png, 0x7fffffff, 0x7fffffff); /* picture_check_size says it better */
    png_set_chunk_malloc_max(png, EXIF_BYTES_MOST);
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, UNUSED, sizeof UNUSED / 5);
}

static bool read_all(struct reading_png *reading) {
    png_uint_32 size;
    png_bytep exif;
    if (setjmp(reading->back)) return false;
    set_limits(reading);
    png_read_info(reading->png, reading->info);
    reading->width = png_get_image_width(reading->png, reading->info);
    reading->height = png_get_image_height(reading->png, reading->info);
    if (!picture_check_size((int64_t)reading->width, (int64_t)reading->height, reading->error) ||
        !draw(reading))
        return false;
    png_read_end(reading->png, reading->info);
    reading->picture->width = (int64_t)reading->width;
    reading->picture->height = (int64_t)reading->height;
    if (png_get_eXIf_1(reading->png, reading->info, &size, &exif))
        reading->picture->exif = exif_read(exif, size);
    return true;
}

bool picture_read_png(struct picture_input *input, struct shrink *shrink, struct picture *picture,
                      struct error *error) {
    struct reading_png *reading = memory_take(1, sizeof *reading);
    reading->input = input;
    reading->shrink = shrink;
    reading->picture = picture;
    reading->error = error;
    reading->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, reading, leave, ignore);
    reading->info = reading->png ? png_create_info_struct(reading->png) : NULL;
    bool good = reading->info
                    ? read_all(reading)
                    : error_set(error, ERROR_INTERNAL, "the library for PNG cannot be used");
    png_destroy_read_struct(&reading->png, &reading->info, NULL);
    free(reading->held);
    free(reading->row);
    free(reading);
    return good;
}
