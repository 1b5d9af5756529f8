/* What sort of file it is: by what it begins with, and by its name where that says nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "case/media_type.h"

#define OF(path, bytes) media_type_of_content(path, bytes, sizeof bytes - 1)

static void by_name(void **state) {
    (void)state;
    assert_string_equal(media_type_of("a/IMG.JPG"), "image/jpeg");
    assert_string_equal(media_type_of("x.warc"), "application/warc");
    assert_string_equal(media_type_of("jpg"), "application/octet-stream");
}

static void by_content(void **state) {
    (void)state;
    assert_string_equal(OF("scan.png", "\xff\xd8\xff\xe0"), "image/jpeg");
    assert_string_equal(OF("x", "\x89PNG\r\n\x1a\n"), "image/png");
    assert_string_equal(OF("x", "II*\0"), "image/tiff");
    assert_string_equal(OF("x", "MM\0*"), "image/tiff");
    assert_string_equal(OF("x", "GIF89a"), "image/gif");
    assert_string_equal(OF("x", "RIFF....WEBPVP8 "), "image/webp");
    assert_string_equal(OF("x", "RIFF....WAVEfmt "), "audio/wav");
    assert_string_equal(OF("x", "....ftypheic...."), "image/heic");
    assert_string_equal(OF("x", "....ftypqt  ...."), "video/quicktime");
    assert_string_equal(OF("x", "....ftypisom...."), "video/mp4");
    assert_string_equal(OF("photo.jpg", "%PDF-1.7"), "application/pdf");
    char dicom[132] = {0};
    for (int i = 0; i < 4; i++) dicom[128 + i] = "DICM"[i];
    assert_string_equal(media_type_of_content("x", dicom, 132), "application/dicom");
    assert_string_equal(media_type_of_content("x", dicom, 131), "application/octet-stream");
}

static void names_that_lie(void **state) {
    (void)state;
    assert_string_equal(OF("photo.jpg", "<html>"), "application/octet-stream");
    assert_string_equal(OF("photo.png", ""), "application/octet-stream");
    assert_string_equal(OF("paper.pdf", "MZ"), "application/octet-stream");
    assert_string_equal(OF("film.mp4", "abc"), "application/octet-stream");
    /* These begin with anything. */
    assert_string_equal(OF("table.csv", "a,b"), "text/csv");
    assert_string_equal(OF("interview.mp3", "abc"), "audio/mpeg");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_name),
        cmocka_unit_test(by_content),
        cmocka_unit_test(names_that_lie),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
