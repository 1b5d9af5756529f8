/* Broken and hostile pictures are refused or drawn, and do nothing else. */
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
            enum error_code code = drawn_read(files[i].bytes, size, 16, &picture, &small, &error);
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
                    drawn_read(files[i].bytes, files[i].size, 16, &picture, &small, &error);
                files[i].bytes[at] = kept;
                if (code == ERROR_NONE && picture.kind != PICTURE_OTHER) {
                    drawn_assert_bare(&small);
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
    enum error_code got = drawn_read(file->bytes, file->size, 16, &picture, &small, &error);
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
    assert_int_equal(drawn_read(file.bytes, file.size, 16, &picture, &small, &error), ERROR_NONE);
    drawn_assert_bare(&small);
    assert_null(memmem(small.bytes, small.size, "script", 6));
    buffer_add_text(&page, "<html>");
    buffer_add(&page, file.bytes, file.size);
    assert_int_equal(drawn_read(page.bytes, page.size, 16, &picture, &small, &error), ERROR_NONE);
    assert_int_equal(picture.kind, PICTURE_OTHER);
    assert_int_equal(small.size, 0);
    page.size = 0;
    buffer_add(&page, "\x89PNG\r\n\x1a\n", 8);
    buffer_add(&page, file.bytes, file.size);
    assert_refused(&page, ERROR_BAD_INPUT, "the PNG is broken");
    buffer_close(&file);
    buffer_close(&small);
}

static void however_small_the_pieces(void **state) {
    (void)state;
    struct buffer files[5] = {0};
    make_small_ones(files);
    for (int i = 0; i < 5; i++) {
        struct buffer whole = {0}, pieces = {0};
        struct picture picture;
        struct error error;
        assert_int_equal(drawn_read(files[i].bytes, files[i].size, 16, &picture, &whole, &error),
                         ERROR_NONE);
        struct drawn_given given = {(const uint8_t *)files[i].bytes, files[i].size, 0, 1};
        struct picture_source source = {drawn_give, &given};
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
        cmocka_unit_test(what_is_cut_off_is_refused),  cmocka_unit_test(every_byte_may_be_wrong),
        cmocka_unit_test(those_that_claim_to_be_huge), cmocka_unit_test(one_scan_over_and_over),
        cmocka_unit_test(files_of_two_natures),        cmocka_unit_test(however_small_the_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
