/* Pictures of every sort are drawn as they look, small and with nothing but pixels. */
#define _GNU_SOURCE /* memmem */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <png.h>

#include "input/drawn.h"
#include "input/made_exif.h"
#include "input/made_picture.h"

static const struct made_field FIELDS[] = {
    MADE_TEXT(MADE_FIRST, 0x010f, "Ukrafoto"), MADE_TEXT(MADE_FIRST, 0x0110, "SECRETMODEL"),
    MADE_WHOLE(MADE_FIRST, 0x0112, 1),         MADE_TEXT(MADE_EXIF, 0x9003, "2022:09:16 11:30:07"),
    {MADE_FIRST, 0, MADE_ASCII, NULL, 0, {0}},
};

/* The picture of the file, whose buffer is closed. */
static struct seen_jpeg draw(struct buffer *file, int side, struct picture *out_picture) {
    struct buffer small = {0};
    struct error error;
    if (drawn_read(file->bytes, file->size, side, out_picture, &small, &error) != ERROR_NONE)
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
        assert_int_equal(drawn_read(file.bytes, file.size, 320, &picture, &small, &error),
                         ERROR_NONE);
        assert_string_equal(picture.exif.model, "SECRETMODEL");
        drawn_assert_bare(&small);
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
        assert_int_equal(drawn_read(file.bytes, file.size, side, &picture, &small, &error),
                         ERROR_NONE);
        assert_string_equal(picture.exif.make, "Ukrafoto");
        assert_int_equal(picture.width, 50);
        assert_int_equal(small.size > 0, side > 0);
        buffer_close(&file);
        buffer_close(&small);
    }
}

static void kinds_by_content(void **state) {
    (void)state;
    assert_int_equal(picture_kind_of("\xff\xd8\xff\xe0", 4), PICTURE_JPEG);
    assert_int_equal(picture_kind_of("\x89PNG\r\n\x1a\n", 8), PICTURE_PNG);
    assert_int_equal(picture_kind_of("\x89PNG\r\n\x1a", 7), PICTURE_OTHER);
    assert_int_equal(picture_kind_of("GIF89a..", 8), PICTURE_OTHER);
    assert_int_equal(picture_kind_of("", 0), PICTURE_OTHER);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sort_of_jpeg),
        cmocka_unit_test(every_sort_of_png),
        cmocka_unit_test(what_shines_through_is_white),
        cmocka_unit_test(linear_light_is_made_srgb),
        cmocka_unit_test(shapes),
        cmocka_unit_test(upright),
        cmocka_unit_test(nothing_but_pixels),
        cmocka_unit_test(what_the_camera_says_wherever_it_stands),
        cmocka_unit_test(kinds_by_content),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
