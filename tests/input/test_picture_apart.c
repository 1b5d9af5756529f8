/* Pictures in processes of their own: the same as in the program, and nothing that a picture does
 * reaches it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <png.h>
#include <pthread.h>
#include <stdatomic.h>

#include "input/made_exif.h"
#include "input/made_picture.h"
#include "input/picture_apart.h"

static const struct child_work *const WORKS[] = {&picture_work};
static struct children *children;

/* A file in memory, and how much of it was taken. */
struct file {
    struct buffer bytes;
    size_t at;
};

static bool pour(void *from, child_take *take, void *to, struct error *error) {
    struct file *file = from;
    for (file->at = 0; file->at < file->bytes.size;) {
        size_t left = file->bytes.size - file->at, size = left < 65536 ? left : 65536;
        if (!take(to, file->bytes.bytes + file->at, size, error)) return false;
        file->at += size;
    }
    return true;
}

static enum error_code ask(struct file *file, int side, struct picture *picture,
                           struct buffer *small, struct error *error) {
    struct child_source source = {file->bytes.size, pour, file};
    *error = (struct error){0};
    small->size = 0;
    bool good = picture_read_apart(children, &source, side, picture, small, error);
    assert_int_equal(good, error->code == ERROR_NONE);
    if (!good) assert_int_equal(small->size, 0);
    return error->code;
}

static size_t give(void *from, void *out, size_t room) {
    struct file *file = from;
    if (room > file->bytes.size - file->at) room = file->bytes.size - file->at;
    memcpy(out, file->bytes.bytes + file->at, room);
    file->at += room;
    return room;
}

static void the_same_as_in_the_program(void **state) {
    (void)state;
    static const struct made_field FIELDS[] = {MADE_TEXT(MADE_FIRST, 0x0110, "Model"),
                                               MADE_TEXT(MADE_EXIF, 0x9003, "2022:09:16 11:30:07"),
                                               MADE_TEXT(MADE_EXIF, 0x9011, "+03:00"),
                                               {MADE_FIRST, 0, MADE_ASCII, NULL, 0, {0}}};
    struct made_exif exif = exif_make(FIELDS, 0);
    for (int i = 0; i < 3; i++)
        for (int side = 0; side <= 320; side += 160) {
            struct file file = {0};
            struct picture here, there;
            struct buffer small_here = {0}, small_there = {0};
            struct error error;
            if (i == 0)
                jpeg_make(&(struct made_jpeg){.width = 900,
                                              .height = 600,
                                              .colours = MADE_YCC,
                                              .exif = exif.bytes,
                                              .exif_size = exif.size},
                          &file.bytes);
            else if (i == 1)
                png_make(
                    &(struct made_png){
                        .width = 900, .height = 600, .exif = exif.bytes, .exif_size = exif.size},
                    &file.bytes);
            else buffer_add_text(&file.bytes, "GIF89a and so on");
            assert_int_equal(ask(&file, side, &there, &small_there, &error), ERROR_NONE);
            struct picture_source source = {give, &file};
            file.at = 0;
            assert_true(picture_read(&source, side, &here, &small_here, &error));
            assert_memory_equal(&here, &there, sizeof here);
            assert_int_equal(small_here.size, small_there.size);
            assert_int_equal(small_here.size > 0, side > 0 && i < 2);
            if (small_here.size)
                assert_memory_equal(small_here.bytes, small_there.bytes, small_here.size);
            buffer_close(&file.bytes);
            buffer_close(&small_here);
            buffer_close(&small_there);
        }
}

static void only_the_head_of_a_jpeg(void **state) {
    (void)state;
    struct file file = {0};
    struct picture picture;
    struct buffer small = {0};
    struct error error;
    jpeg_make(&(struct made_jpeg){.width = 90, .height = 60, .colours = MADE_YCC}, &file.bytes);
    char *tail = calloc(1, 8 << 20);
    buffer_add(&file.bytes, tail, 8 << 20);
    free(tail);
    assert_int_equal(ask(&file, 0, &picture, &small, &error), ERROR_NONE);
    assert_int_equal(picture.width, 90);
    assert_true(file.at < 2 << 20);
    assert_int_equal(ask(&file, 320, &picture, &small, &error), ERROR_NONE);
    assert_true(small.size > 0);
    buffer_close(&file.bytes);
    buffer_close(&small);
}

static void broken_ones_are_refused_and_the_next_goes_on(void **state) {
    (void)state;
    struct file file = {0}, cut = {0};
    struct picture picture;
    struct buffer small = {0};
    struct error error;
    jpeg_make(&(struct made_jpeg){.width = 900, .height = 600, .colours = MADE_YCC}, &file.bytes);
    for (int i = 0; i < 20; i++) {
        cut.bytes.size = 0;
        buffer_add(&cut.bytes, file.bytes.bytes, file.bytes.size * (size_t)(i + 1) / 22);
        assert_int_equal(ask(&cut, 320, &picture, &small, &error), ERROR_BAD_INPUT);
        assert_string_equal(error.text, "the JPEG ends too soon: it is not whole");
    }
    assert_int_equal(ask(&file, 320, &picture, &small, &error), ERROR_NONE);
    buffer_close(&file.bytes);
    buffer_close(&cut.bytes);
    buffer_close(&small);
}

/* Small files of large pictures: drawn where they are read row by row, and else refused. */
static void bombs(void **state) {
    (void)state;
    struct file file = {0};
    struct picture picture;
    struct buffer small = {0};
    struct error error;
    png_make(
        &(struct made_png){
            .width = 6000, .height = 6000, .colour_type = PNG_COLOR_TYPE_GRAY, .depth = 1},
        &file.bytes);
    assert_true(file.bytes.size < 100000);
    assert_int_equal(ask(&file, 320, &picture, &small, &error), ERROR_NONE);
    assert_int_equal(picture.width, 6000);
    buffer_close(&file.bytes);
    png_make(&(struct made_png){.width = 6000,
                                .height = 6000,
                                .colour_type = PNG_COLOR_TYPE_GRAY,
                                .depth = 1,
                                .interlaced = true},
             &file.bytes);
    assert_int_equal(ask(&file, 320, &picture, &small, &error), ERROR_TOO_LARGE);
    buffer_close(&file.bytes);
    png_begin(&file.bytes, 60000, 60000, false);
    png_add_chunk(&file.bytes, "IDAT", "", 0);
    assert_int_equal(ask(&file, 320, &picture, &small, &error), ERROR_TOO_LARGE);
    buffer_close(&file.bytes);
    /* A chunk that says it has 2 GiB, and has them not. */
    png_begin(&file.bytes, 60, 60, false);
    buffer_add(&file.bytes,
               "\x7f\xff\xff\xff"
               "eXIf",
               8);
    assert_int_equal(ask(&file, 320, &picture, &small, &error), ERROR_BAD_INPUT);
    buffer_close(&file.bytes);
    /* Markers without end. */
    buffer_add(&file.bytes, "\xff\xd8", 2);
    char *marker = calloc(1, 65537);
    memcpy(marker, "\xff\xe1\xff\xff", 4);
    while (file.bytes.size + 65537 < PICTURE_BYTES_MOST) buffer_add(&file.bytes, marker, 65537);
    assert_int_equal(ask(&file, 320, &picture, &small, &error), ERROR_BAD_INPUT);
    buffer_add(&file.bytes, marker, 65537);
    assert_int_equal(ask(&file, 320, &picture, &small, &error), ERROR_TOO_LARGE);
    free(marker);
    buffer_close(&file.bytes);
    buffer_close(&small);
}

struct team {
    struct file file;
    atomic_int drawn, refused;
};

static void *work(void *data) {
    struct team *team = data;
    for (int i = 0; i < 12; i++) {
        struct file file = {.bytes = team->file.bytes};
        struct picture picture;
        struct buffer small = {0};
        struct error error;
        if (i % 3 == 2) file.bytes.size /= 2;
        enum error_code code = ask(&file, 100, &picture, &small, &error);
        if (code == ERROR_NONE) team->drawn++;
        if (code == ERROR_BAD_INPUT) team->refused++;
        buffer_close(&small);
    }
    return NULL;
}

static void many_at_once(void **state) {
    (void)state;
    struct team team = {0};
    pthread_t thread[5];
    jpeg_make(&(struct made_jpeg){.width = 400, .height = 300, .colours = MADE_YCC},
              &team.file.bytes);
    for (int i = 0; i < 5; i++) assert_int_equal(pthread_create(&thread[i], NULL, work, &team), 0);
    for (int i = 0; i < 5; i++) pthread_join(thread[i], NULL);
    assert_int_equal(team.drawn, 40);
    assert_int_equal(team.refused, 20);
    buffer_close(&team.file.bytes);
}

static int start(void **state) {
    struct error error = {0};
    (void)state;
    return children_start(WORKS, 1, &children, &error) ? 0 : -1;
}

static int stop(void **state) {
    (void)state;
    children_stop(children);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_as_in_the_program),
        cmocka_unit_test(only_the_head_of_a_jpeg),
        cmocka_unit_test(broken_ones_are_refused_and_the_next_goes_on),
        cmocka_unit_test(bombs),
        cmocka_unit_test(many_at_once),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
