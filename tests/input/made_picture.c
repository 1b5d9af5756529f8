#include "input/made_picture.h"

#include <stdio.h>

#include <jpeglib.h>

#include <png.h>
#include <stdlib.h>
#include <string.h>

void made_quarters(int x, int y, int width, int height, uint8_t rgba[4]) {
    static const uint8_t COLOURS[4][3] = {
        {220, 30, 30}, {30, 200, 30}, {30, 30, 210}, {90, 90, 90}};
    memcpy(rgba, COLOURS[(2 * x >= width) + 2 * (2 * y >= height)], 3);
    rgba[3] = 255;
}

/* ------------------------------------------------------------------ JPEG */

static int ink_of(enum made_colours colours) {
    return colours == MADE_GRAY ? 1 : colours >= MADE_CMYK ? 4 : 3;
}

static void put_sample(enum made_colours colours, bool inverted, const uint8_t *rgba,
                       uint8_t *out) {
    if (colours == MADE_GRAY) {
        *out = (uint8_t)((299 * rgba[0] + 587 * rgba[1] + 114 * rgba[2] + 500) / 1000);
    } else if (colours < MADE_CMYK) {
        memcpy(out, rgba, 3);
    } else {
        for (int i = 0; i < 3; i++) out[i] = (uint8_t)(inverted ? rgba[i] : 255 - rgba[i]);
        out[3] = inverted ? 255 : 0;
    }
}

static void put_rows(struct jpeg_compress_struct *info, const struct made_jpeg *plan) {
    made_pixel *pixel = plan->pixel ? plan->pixel : made_quarters;
    int ink = ink_of(plan->colours);
    uint8_t *row = malloc((size_t)(plan->width * ink)), rgba[4];
    while (info->next_scanline < info->image_height) {
        for (int x = 0; x < plan->width; x++) {
            pixel(x, (int)info->next_scanline, plan->width, plan->height, rgba);
            put_sample(plan->colours, !plan->without_adobe, rgba, row + x * ink);
        }
        jpeg_write_scanlines(info, &row, 1);
    }
    free(row);
}

static void put_extras(struct jpeg_compress_struct *info, const struct made_jpeg *plan) {
    uint8_t block[8192] = "Exif\0";
    if (plan->exif) {
        memcpy(block + 6, plan->exif, plan->exif_size);
        jpeg_write_marker(info, JPEG_APP0 + 1, block, (unsigned)plan->exif_size + 6);
    }
    if (!plan->comment) return;
    unsigned length = (unsigned)strlen(plan->comment);
    jpeg_write_marker(info, JPEG_COM, (const uint8_t *)plan->comment, length);
    for (int i = 0; i < 16; i++)
        jpeg_write_marker(info, JPEG_APP0 + i, (const uint8_t *)plan->comment, length);
}

void jpeg_make(const struct made_jpeg *plan, struct buffer *out) {
    static const J_COLOR_SPACE GIVEN[] = {JCS_GRAYSCALE, JCS_RGB, JCS_RGB, JCS_CMYK, JCS_CMYK};
    static const J_COLOR_SPACE KEPT[] = {JCS_GRAYSCALE, JCS_YCbCr, JCS_RGB, JCS_CMYK, JCS_YCCK};
    struct jpeg_compress_struct info = {0};
    struct jpeg_error_mgr manager;
    unsigned char *bytes = NULL;
    unsigned long size = 0;
    info.err = jpeg_std_error(&manager);
    jpeg_create_compress(&info);
    jpeg_mem_dest(&info, &bytes, &size);
    info.image_width = (JDIMENSION)plan->width;
    info.image_height = (JDIMENSION)plan->height;
    info.input_components = ink_of(plan->colours);
    info.in_color_space = GIVEN[plan->colours];
    jpeg_set_defaults(&info);
    jpeg_set_colorspace(&info, KEPT[plan->colours]);
    jpeg_set_quality(&info, 95, TRUE);
    info.restart_interval = (unsigned)plan->restart;
    if (plan->without_adobe) info.write_Adobe_marker = FALSE;
    if (plan->progressive) jpeg_simple_progression(&info);
    jpeg_start_compress(&info, TRUE);
    put_extras(&info, plan);
    put_rows(&info, plan);
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    buffer_add(out, bytes, size);
    free(bytes);
}

struct seen_jpeg jpeg_see(const struct buffer *jpeg) {
    struct jpeg_decompress_struct info = {0};
    struct jpeg_error_mgr manager;
    info.err = jpeg_std_error(&manager);
    jpeg_create_decompress(&info);
    jpeg_mem_src(&info, (const unsigned char *)jpeg->bytes, jpeg->size);
    jpeg_read_header(&info, TRUE);
    info.out_color_space = JCS_RGB;
    jpeg_start_decompress(&info);
    struct seen_jpeg seen = {(int)info.output_width, (int)info.output_height, NULL};
    seen.pixel = malloc((size_t)(seen.width * seen.height * 3));
    while (info.output_scanline < info.output_height) {
        JSAMPROW row = seen.pixel + (int)info.output_scanline * seen.width * 3;
        jpeg_read_scanlines(&info, &row, 1);
    }
    jpeg_finish_decompress(&info);
    jpeg_destroy_decompress(&info);
    return seen;
}

const uint8_t *jpeg_at(const struct seen_jpeg *seen, int across, int down) {
    int x = seen->width * across / 100, y = seen->height * down / 100;
    return seen->pixel + (y * seen->width + x) * 3;
}

/* ------------------------------------------------------------------ PNG */

static void add(png_structp png, png_bytep bytes, size_t size) {
    buffer_add(png_get_io_ptr(png), bytes, size);
}

static void flush(png_structp png) { (void)png; }

/* Of 16 bits, the second byte is another than the first. */
static void put_pixel(const struct made_png *plan, const uint8_t *rgba, int x, uint8_t *row) {
    uint8_t sample[4], *out;
    int count = 0, type = plan->colour_type, deep = plan->depth == 16;
    if (type == PNG_COLOR_TYPE_PALETTE)
        sample[count++] = (uint8_t)(rgba[0] > 128 ? 0 : rgba[1] > 128 ? 1 : rgba[2] > 128 ? 2 : 3);
    else if (type & PNG_COLOR_MASK_COLOR)
        while (count < 3) sample[count] = rgba[count], count++;
    else sample[count++] = (uint8_t)((rgba[0] + rgba[1] + rgba[2]) / 3);
    if (type & PNG_COLOR_MASK_ALPHA) sample[count++] = rgba[3];
    if (plan->depth < 8) {
        int bits = plan->depth, at = x * bits, value = sample[0];
        if (type == PNG_COLOR_TYPE_GRAY) value >>= 8 - bits;
        row[at / 8] |= (uint8_t)(value << (8 - bits - at % 8));
        return;
    }
    out = row + x * count * (1 + deep);
    for (int i = 0; i < count; i++) {
        *out++ = sample[i];
        if (deep) *out++ = (uint8_t)(x * 37);
    }
}

static void put_palette(png_structp png, png_infop info) {
    static png_color palette[4] = {{220, 30, 30}, {30, 200, 30}, {30, 30, 210}, {90, 90, 90}};
    static png_byte hides[4] = {255, 255, 255, 0};
    png_set_PLTE(png, info, palette, 4);
    png_set_tRNS(png, info, hides, 4, NULL); /* the last one is not to be seen */
}

static void put_image(png_structp png, const struct made_png *plan) {
    made_pixel *pixel = plan->pixel ? plan->pixel : made_quarters;
    size_t room = (size_t)plan->width * 8;
    uint8_t *bytes = calloc((size_t)plan->height, room), rgba[4];
    png_bytep *rows = calloc((size_t)plan->height, sizeof *rows);
    for (int y = 0; y < plan->height; y++) {
        rows[y] = bytes + (size_t)y * room;
        for (int x = 0; x < plan->width; x++) {
            pixel(x, y, plan->width, plan->height, rgba);
            put_pixel(plan, rgba, x, rows[y]);
        }
    }
    png_write_image(png, rows);
    free(bytes);
    free(rows);
}

void png_make(const struct made_png *given, struct buffer *out) {
    struct made_png plan = *given;
    if (!plan.depth) plan.depth = 8, plan.colour_type = PNG_COLOR_TYPE_RGBA;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png), last = png_create_info_struct(png);
    png_set_write_fn(png, out, add, flush);
    png_set_IHDR(png, info, (png_uint_32)plan.width, (png_uint_32)plan.height, plan.depth,
                 plan.colour_type, plan.interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (plan.colour_type == PNG_COLOR_TYPE_PALETTE) put_palette(png, info);
    if (plan.gamma) png_set_gAMA_fixed(png, info, plan.gamma);
    if (plan.exif)
        png_set_eXIf_1(png, plan.exif_last ? last : info, (png_uint_32)plan.exif_size,
                       (png_bytep)plan.exif);
    char key[] = "Comment";
    png_text text = {
        .compression = PNG_TEXT_COMPRESSION_zTXt, .key = key, .text = (char *)plan.comment};
    if (plan.comment) png_set_text(png, info, &text, 1);
    png_write_info(png, info);
    put_image(png, &plan);
    png_write_end(png, last);
    png_destroy_info_struct(png, &last);
    png_destroy_write_struct(&png, &info);
}

/* ISO/IEC 15948, annex D. */
static uint32_t crc(uint32_t so_far, const uint8_t *bytes, size_t size) {
    for (size_t i = 0; i < size; i++) {
        so_far ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            so_far = so_far & 1 ? 0xedb88320u ^ so_far >> 1 : so_far >> 1;
    }
    return so_far;
}

static void add_number(struct buffer *out, uint32_t number) {
    uint8_t bytes[4] = {(uint8_t)(number >> 24), (uint8_t)(number >> 16), (uint8_t)(number >> 8),
                        (uint8_t)number};
    buffer_add(out, bytes, 4);
}

void png_add_chunk(struct buffer *out, const char *type, const void *bytes, size_t size) {
    add_number(out, (uint32_t)size);
    buffer_add(out, type, 4);
    buffer_add(out, bytes, size);
    add_number(out, ~crc(crc(~0u, (const uint8_t *)type, 4), bytes, size));
}

void png_begin(struct buffer *out, uint32_t width, uint32_t height, bool interlaced) {
    uint8_t head[13] = {0, 0, 0, 0, 0, 0, 0, 0, 8, PNG_COLOR_TYPE_RGB, 0, 0, interlaced};
    for (int i = 0; i < 4; i++) {
        head[i] = (uint8_t)(width >> (24 - 8 * i));
        head[4 + i] = (uint8_t)(height >> (24 - 8 * i));
    }
    buffer_add(out, "\x89PNG\r\n\x1a\n", 8);
    png_add_chunk(out, "IHDR", head, sizeof head);
}
