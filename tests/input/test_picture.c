/* Pictures of every sort are drawn as they look, small and with nothing but pixels; broken ones are
 * refused. */
#define _GNU_SOURCE /* memmem */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <png.h>

#include "base/seeded.h"
#include "input/made_exif.h"
#include "input/made_picture.h"
#include "input/picture_parts.h"

static const struct made_field FIELDS[] = {
    MADE_TEXT(MADE_FIRST, 0x010f, "Ukrafoto"), MADE_TEXT(MADE_FIRST, 0x0110, "SECRETMODEL"),
    MADE_WHOLE(MADE_FIRST, 0x0112, 1),         MADE_TEXT(MADE_EXIF, 0x9003, "2022:09:16 11:30:07"),
    {MADE_FIRST, 0, MADE_ASCII, NULL, 0, {0}},
};

struct given {
    const uint8_t *bytes;
    size_t size, at, piece;
};

static size_t give(void *from, void *out, size_t room) {
    struct given *given = from;
    size_t left = given->size - given->at;
    if (room > left) room = left;
    if (given->piece && room > given->piece) room = given->piece;
    memcpy(out, given->bytes + given->at, room);
    given->at += room;
    return room;
}

static enum error_code read_bytes(const void *bytes, size_t size, int side, struct picture *picture,
                                  struct buffer *small, struct error *error) {
    uint8_t *copy = malloc(size + !size); /* so that reading beyond it is seen */
    memcpy(copy, bytes, size);
    struct given given = {copy, size, 0, 0};
    struct picture_source source = {give, &given};
    *error = (struct error){0};
    small->size = 0;
    bool good = picture_read(&source, side, picture, small, error);
    free(copy);
    assert_int_equal(good, error->code == ERROR_NONE);
    if (!good) assert_int_equal(small->size, 0);
    return error->code;
}

/* The picture of the file, whose buffer is closed. */
static struct seen_jpeg draw(struct buffer *file, int side, struct picture *out_picture) {
    struct buffer small = {0};
    struct error error;
    if (read_bytes(file->bytes, file->size, side, out_picture, &small, &error) != ERROR_NONE)
        fail_msg("%s", error.text);
    struct seen_jpeg seen = jpeg_see(&small);
    buffer_close(&small);
    buffer_close(file);
    return seen;
}

static void assert_colour(const struct seen_jpeg *seen, int across, int down, int red, int green,
                          int blue) {
    const uint8_t *at = jpeg_at(seen, across, down);
    const int wanted[3] = {red, green, blue};
    for (int i = 0; i < 3; i++)
        if (abs(at[i] - wanted[i]) > 12)
            fail_msg("at %d%% %d%%: %d %d %d", across, down, at[0], at[1], at[2]);
}

static void assert_quarters(const struct seen_jpeg *seen) {
    assert_colour(seen, 25, 25, 220, 30, 30);
    assert_colour(seen, 75, 25, 30, 200, 30);
    assert_colour(seen, 25, 75, 30, 30, 210);
    assert_colour(seen, 75, 75, 90, 90, 90);
}

static void every_sort_of_jpeg(void **state) {
    (void)state;
    for (int colours = MADE_GRAY; colours <= MADE_YCCK; colours++)
        for (int more = 0; more < 4; more++)
            for (int side = 20; side <= 640; side *= 2) {
                struct buffer file = {0};
                struct picture picture;
                if (colours == MADE_RGB && more & 2) continue; /* would be taken for YCC */
                if (colours == MADE_YCCK && more & 2) continue;
                jpeg_make(&(struct made_jpeg){.width = 300,
                                              .height = 200,
                                              .colours = (enum made_colours)colours,
                                              .progressive = more & 1,
                                              .without_adobe = more & 2},
                          &file);
                struct seen_jpeg seen = draw(&file, side, &picture);
                assert_int_equal(picture.kind, PICTURE_JPEG);
                assert_int_equal(picture.width, 300);
                assert_int_equal(picture.height, 200);
                assert_int_equal(picture.damages, 0);
                assert_int_equal(seen.width, side < 300 ? side : 300);
                assert_int_equal(seen.height, side < 300 ? (side * 200 + 150) / 300 : 200);
                if (colours == MADE_GRAY) {
                    assert_colour(&seen, 25, 25, 87, 87, 87);
                    assert_colour(&seen, 75, 25, 130, 130, 130);
                } else {
                    assert_quarters(&seen);
                }
                free(seen.pixel);
            }
}

/* Hides less and less from the left to the right. */
static void fading(int x, int y, int width, int height, uint8_t rgba[4]) {
    made_quarters(x, y, width, height, rgba);
    rgba[3] = (uint8_t)(255 * (width - 1 - x) / (width - 1));
}

static void every_sort_of_png(void **state) {
    (void)state;
    static const struct {
        int type, depth;
    } SORTS[] = {
        {PNG_COLOR_TYPE_GRAY, 1},       {PNG_COLOR_TYPE_GRAY, 2},       {PNG_COLOR_TYPE_GRAY, 4},
        {PNG_COLOR_TYPE_GRAY, 8},       {PNG_COLOR_TYPE_GRAY, 16},      {PNG_COLOR_TYPE_PALETTE, 2},
        {PNG_COLOR_TYPE_PALETTE, 4},    {PNG_COLOR_TYPE_PALETTE, 8},    {PNG_COLOR_TYPE_RGB, 8},
        {PNG_COLOR_TYPE_RGB, 16},       {PNG_COLOR_TYPE_RGBA, 8},       {PNG_COLOR_TYPE_RGBA, 16},
        {PNG_COLOR_TYPE_GRAY_ALPHA, 8}, {PNG_COLOR_TYPE_GRAY_ALPHA, 16}};
    for (size_t i = 0; i < 2 * sizeof SORTS / sizeof *SORTS; i++) {
        struct buffer file = {0};
        struct picture picture;
        int type = SORTS[i / 2].type, depth = SORTS[i / 2].depth;
        png_make(&(struct made_png){.width = 300,
                                    .height = 200,
                                    .colour_type = type,
                                    .depth = depth,
                                    .interlaced = i % 2},
                 &file);
        struct seen_jpeg seen = draw(&file, 150, &picture);
        assert_int_equal(picture.kind, PICTURE_PNG);
        assert_int_equal(picture.width, 300);
        assert_int_equal(picture.height, 200);
        assert_int_equal(seen.width, 150);
        assert_int_equal(seen.height, 100);
        if (type == PNG_COLOR_TYPE_PALETTE) {
            assert_colour(&seen, 25, 25, 220, 30, 30);
            assert_colour(&seen, 25, 75, 30, 30, 210);
            assert_colour(&seen, 75, 75, 255, 255, 255);
        } else if (type & PNG_COLOR_MASK_COLOR) {
            assert_quarters(&seen);
        } else { /* 93, 86, 90, 90 in as many steps as there are */
            int gray = depth == 1 ? 0 : depth == 2 ? 85 : depth == 4 ? 85 : 93;
            assert_colour(&seen, 25, 25, gray, gray, gray);
        }
        free(seen.pixel);
    }
}

static void what_shines_through_is_white(void **state) {
    (void)state;
    for (int i = 0; i < 4; i++) {
        struct buffer file = {0};
        struct picture picture;
        png_make(&(struct made_png){.width = 300,
                                    .height = 200,
                                    .pixel = fading,
                                    .colour_type = PNG_COLOR_TYPE_RGBA,
                                    .depth = i & 1 ? 16 : 8,
                                    .interlaced = i & 2},
                 &file);
        struct seen_jpeg seen = draw(&file, 300, &picture);
        assert_colour(&seen, 3, 25, 221, 37, 37);
        assert_colour(&seen, 25, 25, 229, 86, 86);
        assert_colour(&seen, 75, 25, 199, 241, 199);
        assert_colour(&seen, 98, 75, 252, 252, 252);
        free(seen.pixel);
    }
}

static void even(int x, int y, int width, int height, uint8_t rgba[4]) {
    (void)x, (void)y, (void)width, (void)height;
    memset(rgba, 55, 3);
    rgba[3] = 255;
}

static void linear_light_is_made_srgb(void **state) {
    (void)state;
    struct buffer file = {0};
    struct picture picture;
    png_make(&(struct made_png){.width = 40,
                                .height = 40,
                                .pixel = even,
                                .colour_type = PNG_COLOR_TYPE_RGB,
                                .depth = 8,
                                .gamma = 100000},
             &file);
    struct seen_jpeg seen = draw(&file, 40, &picture);
    assert_colour(&seen, 50, 50, 127, 127, 127); /* 255 (55/255)^(1/2.2) */
    free(seen.pixel);
}

/* ------------------------------------------------------------------ smaller, and turned */

static void shapes(void **state) {
    (void)state;
    static const int SHAPES[][5] = {{1000, 500, 320, 320, 160}, {500, 1000, 320, 160, 320},
                                    {3000, 1, 320, 320, 1},     {1, 3000, 320, 1, 320},
                                    {1, 1, 320, 1, 1},          {319, 320, 320, 319, 320},
                                    {321, 100, 320, 320, 100},  {5000, 3000, 2500, 2048, 1229}};
    for (size_t i = 0; i < sizeof SHAPES / sizeof *SHAPES; i++)
        for (int png = 0; png < 2; png++) {
            const int *shape = SHAPES[i];
            struct buffer file = {0};
            struct picture picture;
            if (png) png_make(&(struct made_png){.width = shape[0], .height = shape[1]}, &file);
            else
                jpeg_make(
                    &(struct made_jpeg){.width = shape[0], .height = shape[1], .colours = MADE_YCC},
                    &file);
            struct seen_jpeg seen = draw(&file, shape[2], &picture);
            assert_int_equal(picture.width, shape[0]);
            assert_int_equal(picture.height, shape[1]);
            assert_int_equal(seen.width, shape[3]);
            assert_int_equal(seen.height, shape[4]);
            free(seen.pixel);
        }
}

/* The part of [from, from + 1) that lies within [at, at + 1) of a scale by which `whole` becomes
 * `small`. */
static double covered(int from, int at, int whole, int small) {
    double begin = (double)at * whole / small, end = (double)(at + 1) * whole / small;
    if (begin < from) begin = from;
    if (end > from + 1) end = from + 1;
    return end > begin ? end - begin : 0;
}

static uint32_t below(struct seeded *seeded, uint32_t most) {
    uint32_t drawn;
    random_fill(&seeded->random, &drawn, sizeof drawn);
    return drawn % most;
}

static void a_pixel_is_the_mean_of_what_it_covers(void **state) {
    (void)state;
    struct seeded seeded = seeded_from(7);
    for (int trial = 0; trial < 60; trial++) {
        int width = 1 + (int)below(&seeded, 40), height = 1 + (int)below(&seeded, 40);
        struct shrink shrink = {.side = 1 + (int)below(&seeded, 40)};
        uint8_t *pixel = malloc((size_t)(width * height * 3));
        for (int i = 0; i < width * height * 3; i++) pixel[i] = (uint8_t)below(&seeded, 256);
        shrink_begin(&shrink, width, height);
        for (int y = 0; y < height; y++) shrink_row(&shrink, pixel + y * width * 3);
        assert_int_equal(shrink.rows, shrink.height);
        for (int y = 0; y < shrink.height; y++)
            for (int x = 0; x < shrink.width * 3; x++) {
                double sum = 0, area = 0;
                for (int j = 0; j < height; j++)
                    for (int i = 0; i < width; i++) {
                        double part = covered(i, x / 3, width, shrink.width) *
                                      covered(j, y, height, shrink.height);
                        sum += part * pixel[(j * width + i) * 3 + x % 3];
                        area += part;
                    }
                double got = shrink.pixel[y * shrink.width * 3 + x];
                assert_true(got - sum / area <= 0.5000001 && sum / area - got <= 0.5000001);
            }
        shrink_end(&shrink);
        free(pixel);
    }
}

static void upright(void **state) {
    (void)state;
    /* For each orientation: what is seen at the four corners, of r(ed), g(reen), b(lue), d(ark) as
     * they are stored from left to right and from above (EXIF 2.32, 4.6.5: row 0 is the top, right
     * side, …). */
    static const char *const CORNERS[] = {"rgbd", "grdb", "dbgr", "bdrg",
                                          "rbgd", "brdg", "dgbr", "gdrb"};
    for (int i = 0; i < 16; i++) {
        int orientation = 1 + i / 2;
        struct made_field fields[] = {MADE_WHOLE(MADE_FIRST, 0x0112, (uint32_t)orientation),
                                      {MADE_FIRST, 0, MADE_ASCII, NULL, 0, {0}}};
        struct made_exif exif = exif_make(fields, 0);
        struct buffer file = {0};
        struct picture picture;
        if (i % 2)
            png_make(
                &(struct made_png){
                    .width = 300, .height = 200, .exif = exif.bytes, .exif_size = exif.size},
                &file);
        else
            jpeg_make(&(struct made_jpeg){.width = 300,
                                          .height = 200,
                                          .colours = MADE_YCC,
                                          .exif = exif.bytes,
                                          .exif_size = exif.size},
                      &file);
        struct seen_jpeg seen = draw(&file, 60, &picture);
        assert_int_equal(picture.exif.orientation, orientation);
        assert_int_equal(seen.width, orientation < 5 ? 60 : 40);
        assert_int_equal(seen.height, orientation < 5 ? 40 : 60);
        for (int corner = 0; corner < 4; corner++) {
            int across = corner % 2 ? 75 : 25, down = corner / 2 ? 75 : 25;
            switch (CORNERS[orientation - 1][corner]) {
            case 'r': assert_colour(&seen, across, down, 220, 30, 30); break;
            case 'g': assert_colour(&seen, across, down, 30, 200, 30); break;
            case 'b': assert_colour(&seen, across, down, 30, 30, 210); break;
            default: assert_colour(&seen, across, down, 90, 90, 90);
            }
        }
        free(seen.pixel);
    }
}

/* ------------------------------------------------------------------ nothing but pixels */

/* The segments of a JPEG up to its pixels: only tables and the frame. */
static void assert_bare(const struct buffer *jpeg) {
    const uint8_t *bytes = (const uint8_t *)jpeg->bytes;
    size_t at = 2;
    assert_memory_equal(bytes, "\xff\xd8", 2);
    for (;;) {
        assert_int_equal(bytes[at], 0xff);
        uint8_t marker = bytes[at + 1];
        if (marker == 0xda) break;
        if (marker != 0xdb && marker != 0xc0 && marker != 0xc4) fail_msg("marker %02x", marker);
        at += 2 + (size_t)(bytes[at + 2] << 8 | bytes[at + 3]);
    }
    /* And nothing behind them. */
    for (at += 2; at + 1 < jpeg->size; at++)
        if (bytes[at] == 0xff && bytes[at + 1] == 0xd9) break;
    assert_int_equal(at + 2, jpeg->size);
}

static void nothing_but_pixels(void **state) {
    (void)state;
    struct made_exif exif = exif_make(FIELDS, 0);
    for (int i = 0; i < 2; i++) {
        struct buffer file = {0}, small = {0};
        struct picture picture;
        struct error error;
        if (i)
            png_make(&(struct made_png){.width = 50,
                                        .height = 40,
                                        .comment = "SECRET",
                                        .exif = exif.bytes,
                                        .exif_size = exif.size},
                     &file);
        else
            jpeg_make(&(struct made_jpeg){.width = 50,
                                          .height = 40,
                                          .colours = MADE_YCC,
                                          .comment = "SECRET",
                                          .exif = exif.bytes,
                                          .exif_size = exif.size},
                      &file);
        assert_int_equal(read_bytes(file.bytes, file.size, 320, &picture, &small, &error),
                         ERROR_NONE);
        assert_string_equal(picture.exif.model, "SECRETMODEL");
        assert_bare(&small);
        assert_null(memmem(small.bytes, small.size, "SECRET", 6));
        assert_null(memmem(small.bytes, small.size, "Exif", 4));
        buffer_close(&file);
        buffer_close(&small);
    }
}

static void what_the_camera_says_wherever_it_stands(void **state) {
    (void)state;
    struct made_exif exif = exif_make(FIELDS, 1);
    for (int i = 0; i < 6; i++) {
        struct buffer file = {0}, small = {0};
        struct picture picture;
        struct error error;
        int side = i % 2 ? 32 : 0;
        if (i < 2)
            jpeg_make(
                &(struct made_jpeg){
                    .width = 50, .height = 40, .exif = exif.bytes, .exif_size = exif.size},
                &file);
        else
            png_make(&(struct made_png){.width = 50,
                                        .height = 40,
                                        .exif = exif.bytes,
                                        .exif_size = exif.size,
                                        .exif_last = i >= 4},
                     &file);
        assert_int_equal(read_bytes(file.bytes, file.size, side, &picture, &small, &error),
                         ERROR_NONE);
        assert_string_equal(picture.exif.make, "Ukrafoto");
        assert_int_equal(picture.width, 50);
        assert_int_equal(small.size > 0, side > 0);
        buffer_close(&file);
        buffer_close(&small);
    }
}

/* ------------------------------------------------------------------ broken ones */

static void make_small_ones(struct buffer files[5]) {
    struct made_exif exif = exif_make(FIELDS, 0);
    jpeg_make(&(struct made_jpeg){.width = 24,
                                  .height = 17,
                                  .colours = MADE_YCC,
                                  .exif = exif.bytes,
                                  .exif_size = exif.size,
                                  .restart = 1},
              &files[0]);
    jpeg_make(
        &(struct made_jpeg){.width = 24, .height = 17, .colours = MADE_YCC, .progressive = true},
        &files[1]);
    jpeg_make(&(struct made_jpeg){.width = 9, .height = 9, .colours = MADE_YCCK}, &files[2]);
    png_make(
        &(struct made_png){
            .width = 24, .height = 17, .exif = exif.bytes, .exif_size = exif.size, .comment = "x"},
        &files[3]);
    png_make(&(struct made_png){.width = 24,
                                .height = 17,
                                .colour_type = PNG_COLOR_TYPE_PALETTE,
                                .depth = 4,
                                .interlaced = true},
             &files[4]);
}

static void what_is_cut_off_is_refused(void **state) {
    (void)state;
    struct buffer files[5] = {0}, small = {0};
    make_small_ones(files);
    for (int i = 0; i < 5; i++) {
        for (size_t size = 0; size < files[i].size; size++) {
            struct picture picture;
            struct error error;
            enum error_code code = read_bytes(files[i].bytes, size, 16, &picture, &small, &error);
            if (size < (i < 3 ? 3 : 8)) {
                assert_int_equal(code, ERROR_NONE);
                assert_int_equal(picture.kind, PICTURE_OTHER);
                assert_int_equal(small.size, 0);
            } else if (code != ERROR_BAD_INPUT) {
                fail_msg("file %d of %zu bytes was taken", i, size);
            }
        }
        buffer_close(&files[i]);
    }
    buffer_close(&small);
}

static void every_byte_may_be_wrong(void **state) {
    (void)state;
    struct buffer files[5] = {0}, small = {0};
    int drawn = 0, refused = 0;
    make_small_ones(files);
    for (int i = 0; i < 5; i++) {
        for (size_t at = 0; at < files[i].size; at++)
            for (int how = 0; how < 3; how++) {
                char kept = files[i].bytes[at];
                struct picture picture;
                struct error error;
                files[i].bytes[at] = how == 0   ? (char)~kept
                                     : how == 1 ? (char)(kept ^ 1)
                                                : (char)(kept ^ 128);
                enum error_code code =
                    read_bytes(files[i].bytes, files[i].size, 16, &picture, &small, &error);
                files[i].bytes[at] = kept;
                if (code == ERROR_NONE && picture.kind != PICTURE_OTHER) {
                    assert_bare(&small);
                    drawn++;
                } else if (code != ERROR_NONE) {
                    assert_true(code == ERROR_BAD_INPUT || code == ERROR_TOO_LARGE);
                    refused++;
                }
            }
        buffer_close(&files[i]);
    }
    assert_true(drawn > 100 && refused > 100);
    buffer_close(&small);
}

static void assert_refused(struct buffer *file, enum error_code code, const char *why) {
    struct buffer small = {0};
    struct picture picture;
    struct error error;
    enum error_code got = read_bytes(file->bytes, file->size, 16, &picture, &small, &error);
    if (got != code || !strstr(error.text, why)) fail_msg("%d: %s", got, error.text);
    buffer_close(file);
    buffer_close(&small);
}

/* The first place of two bytes. */
static uint8_t *find_marker(struct buffer *jpeg, const char *marker) {
    uint8_t *at = memmem(jpeg->bytes, jpeg->size, marker, 2);
    assert_non_null(at);
    return at;
}

static void add_empty_png(struct buffer *file, uint32_t width, uint32_t height, bool interlaced) {
    png_begin(file, width, height, interlaced);
    png_add_chunk(file, "IDAT", "\x78\x9c\x03\x00\x00\x00\x00\x01", 8);
    png_add_chunk(file, "IEND", "", 0);
}

static void those_that_claim_to_be_huge(void **state) {
    (void)state;
    struct buffer file = {0};
    jpeg_make(&(struct made_jpeg){.width = 16, .height = 16, .colours = MADE_YCC}, &file);
    memcpy(find_marker(&file, "\xff\xc0") + 5, "\xff\x00\xff\x00", 4);
    assert_refused(&file, ERROR_TOO_LARGE, "65280 by 65280 pixels");
    jpeg_make(
        &(struct made_jpeg){.width = 16, .height = 16, .colours = MADE_YCC, .progressive = true},
        &file);
    memcpy(find_marker(&file, "\xff\xc2") + 5, "\x30\x00\x30\x00", 4); /* 12,288 each */
    assert_refused(&file, ERROR_TOO_LARGE, "progressive, and needs more than 128 MiB");
    add_empty_png(&file, 20000, 20000, 0);
    assert_refused(&file, ERROR_TOO_LARGE, "20000 by 20000 pixels");
    add_empty_png(&file, 1000000, 1, 0);
    assert_refused(&file, ERROR_TOO_LARGE, "1000000 by 1 pixels");
    add_empty_png(&file, 10000, 10000, 1);
    assert_refused(&file, ERROR_TOO_LARGE, "interlaced, and needs more than 128 MiB");
    add_empty_png(&file, 10000, 10000, 0);
    assert_refused(&file, ERROR_BAD_INPUT, "the PNG");
    add_empty_png(&file, 0, 10, 0);
    assert_refused(&file, ERROR_BAD_INPUT, "the PNG is broken");
}

static void one_scan_over_and_over(void **state) {
    (void)state;
    struct buffer file = {0}, bomb = {0};
    jpeg_make(
        &(struct made_jpeg){.width = 64, .height = 64, .colours = MADE_GRAY, .progressive = true},
        &file);
    const uint8_t *scan = find_marker(&file, "\xff\xda");
    size_t before = (size_t)(scan - (const uint8_t *)file.bytes);
    const uint8_t *next = memmem(scan + 2, file.size - before - 2, "\xff\xc4", 2);
    assert_non_null(next);
    buffer_add(&bomb, file.bytes, before);
    for (int i = 0; i < 2 * PICTURE_SCANS_MOST; i++) buffer_add(&bomb, scan, (size_t)(next - scan));
    buffer_add(&bomb, next, file.size - (size_t)(next - (const uint8_t *)file.bytes));
    assert_refused(&bomb, ERROR_TOO_LARGE, "more than 100 scans");
    buffer_close(&file);
}

static void files_of_two_natures(void **state) {
    (void)state;
    static const char TAIL[] = "PK\x03\x04<script>alert(1)</script>%PDF-1.4";
    struct buffer file = {0}, small = {0}, page = {0};
    struct picture picture;
    struct error error;
    jpeg_make(
        &(struct made_jpeg){.width = 16, .height = 16, .colours = MADE_YCC, .comment = "<script>"},
        &file);
    buffer_add(&file, TAIL, sizeof TAIL);
    assert_int_equal(read_bytes(file.bytes, file.size, 16, &picture, &small, &error), ERROR_NONE);
    assert_bare(&small);
    assert_null(memmem(small.bytes, small.size, "script", 6));
    buffer_add_text(&page, "<html>");
    buffer_add(&page, file.bytes, file.size);
    assert_int_equal(read_bytes(page.bytes, page.size, 16, &picture, &small, &error), ERROR_NONE);
    assert_int_equal(picture.kind, PICTURE_OTHER);
    assert_int_equal(small.size, 0);
    page.size = 0;
    buffer_add(&page, "\x89PNG\r\n\x1a\n", 8);
    buffer_add(&page, file.bytes, file.size);
    assert_refused(&page, ERROR_BAD_INPUT, "the PNG is broken");
    buffer_close(&file);
    buffer_close(&small);
}

static void kinds_by_content(void **state) {
    (void)state;
    assert_int_equal(picture_kind_of("\xff\xd8\xff\xe0", 4), PICTURE_JPEG);
    assert_int_equal(picture_kind_of("\x89PNG\r\n\x1a\n", 8), PICTURE_PNG);
    assert_int_equal(picture_kind_of("\x89PNG\r\n\x1a", 7), PICTURE_OTHER);
    assert_int_equal(picture_kind_of("GIF89a..", 8), PICTURE_OTHER);
    assert_int_equal(picture_kind_of("", 0), PICTURE_OTHER);
}

static void however_small_the_pieces(void **state) {
    (void)state;
    struct buffer files[5] = {0};
    make_small_ones(files);
    for (int i = 0; i < 5; i++) {
        struct buffer whole = {0}, pieces = {0};
        struct picture picture;
        struct error error;
        assert_int_equal(read_bytes(files[i].bytes, files[i].size, 16, &picture, &whole, &error),
                         ERROR_NONE);
        struct given given = {(const uint8_t *)files[i].bytes, files[i].size, 0, 1};
        struct picture_source source = {give, &given};
        assert_true(picture_read(&source, 16, &picture, &pieces, &error));
        assert_int_equal(pieces.size, whole.size);
        assert_memory_equal(pieces.bytes, whole.bytes, whole.size);
        buffer_close(&whole);
        buffer_close(&pieces);
        buffer_close(&files[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sort_of_jpeg),
        cmocka_unit_test(every_sort_of_png),
        cmocka_unit_test(what_shines_through_is_white),
        cmocka_unit_test(linear_light_is_made_srgb),
        cmocka_unit_test(shapes),
        cmocka_unit_test(a_pixel_is_the_mean_of_what_it_covers),
        cmocka_unit_test(upright),
        cmocka_unit_test(nothing_but_pixels),
        cmocka_unit_test(what_the_camera_says_wherever_it_stands),
        cmocka_unit_test(what_is_cut_off_is_refused),
        cmocka_unit_test(every_byte_may_be_wrong),
        cmocka_unit_test(those_that_claim_to_be_huge),
        cmocka_unit_test(one_scan_over_and_over),
        cmocka_unit_test(files_of_two_natures),
        cmocka_unit_test(kinds_by_content),
        cmocka_unit_test(however_small_the_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
