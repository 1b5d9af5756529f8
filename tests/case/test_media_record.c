/* A file that somebody brings becomes the values of a record, and what cannot be known stays
 * empty. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/encode.h"
#include "base/files.h"
#include "base/folder.h"
#include "case/media_record.h"
#include "input/made_exif.h"
#include "input/made_picture.h"
#include "schema/value.h"

static const struct child_work *const WORKS[] = {&picture_work};
static struct children *children;
static struct arena arena;

#define END                                                                                        \
    {                                                                                              \
        MADE_FIRST, 0, MADE_ASCII, NULL, 0, { 0 }                                                  \
    }

static const struct made_field WHOLE[] = {
    MADE_TEXT(MADE_FIRST, 0x010f, "Canon"),
    MADE_TEXT(MADE_FIRST, 0x0110, "Canon EOS 80D"),
    MADE_TEXT(MADE_EXIF, 0x9003, "2022:09:16 11:30:07"),
    MADE_TEXT(MADE_EXIF, 0x9011, "+03:00"),
    MADE_TEXT(MADE_EXIF, 0xa431, "032021"),
    MADE_PLACE,
    MADE_RATIOS(MADE_GPS, 7, 3, 8, 1, 29, 1, 45, 1),
    MADE_TEXT(MADE_GPS, 29, "2022:09:16"),
    MADE_RATIOS(MADE_GPS, 31, 1, 5, 1),
    END,
};

static const struct made_field WITHOUT_ZONE[] = {
    MADE_CAMERA,
    MADE_RATIOS(MADE_GPS, 7, 3, 8, 1, 29, 1, 45, 1),
    MADE_TEXT(MADE_GPS, 29, "2022:09:16"),
    END,
};

static void make_jpeg(const struct made_field *fields, struct buffer *out) {
    struct made_exif exif = exif_make(fields, 0);
    jpeg_make(&(struct made_jpeg){.width = 400,
                                  .height = 300,
                                  .colours = MADE_YCC,
                                  .exif = exif.bytes,
                                  .exif_size = exif.size},
              out);
}

/* Of an upload with these bytes; the values must be those of a record. */
static struct media_found describe(const char *name, const struct buffer *bytes, int64_t zone,
                                   int side, struct buffer *small) {
    struct media_found found;
    struct digester digester;
    struct spool *spool;
    struct error error = {0};
    assert_true(digest_open(&digester, &error));
    assert_true(spool_open("/tmp", &spool, &error));
    assert_true(spool_add(spool, buffer_text(bytes), bytes->size, &error));
    struct media_file file = {name, media_source_of_spool(spool),
                              digest_of(&digester, buffer_text(bytes), bytes->size), NULL, zone};
    if (!media_describe(&arena, children, &file, side, &found, small, &error) ||
        !value_check_record(schema_find("media"), found.fields, VALUE_OF_ENTRY, &error))
        fail_msg("%s", error.text);
    spool_close(spool);
    digest_close(&digester);
    return found;
}

static void assert_fields(const struct media_found *found, const char *wanted) {
    char *text = arena_copy(&arena, wanted);
    for (char *at = text; *at; at++)
        if (*at == '\'') *at = '"';
    json_t *fields = json_loads(text, 0, NULL);
    assert_non_null(fields);
    json_object_del(found->fields, "sha256");
    if (!json_equal(fields, found->fields)) fail_msg("%s", json_dumps(found->fields, 0));
    json_decref(fields);
    json_decref(found->fields);
}

static void all_that_a_camera_says(void **state) {
    (void)state;
    struct buffer bytes = {0}, small = {0};
    make_jpeg(WHOLE, &bytes);
    struct media_found found = describe("DCIM/100\\IMG_0001.JPG", &bytes, 60, 320, &small);
    struct seen_jpeg seen = jpeg_see(&small);
    assert_int_equal(seen.width, 320);
    assert_int_equal(found.fault.code, ERROR_NONE);
    assert_null(found.remark);
    assert_string_equal(json_string_value(json_object_get(found.fields, "media_type")),
                        "image/jpeg");
    /* 08:30:07 UTC; its own zone counts. */
    assert_fields(
        &found,
        arena_format(
            &arena,
            "{'number': 'IMG_0001', 'file': '1', 'length': %zu, 'media_type': 'image/jpeg', "
            "'taken': 1663317007000000, 'camera': 'Canon EOS 80D 032021', 'camera_error': 22, "
            "'place': {'point': [36123450, 50123457]}, 'place_accuracy': 5000}",
            bytes.size));
    free(seen.pixel);
    buffer_close(&bytes);
    buffer_close(&small);
}

static void the_digest_is_that_of_the_bytes(void **state) {
    (void)state;
    struct buffer bytes = {0};
    buffer_add_text(&bytes, "abc");
    struct media_found found = describe("notes.txt", &bytes, EXIF_NONE, 0, NULL);
    /* FIPS 180-2, B.1 */
    assert_string_equal(json_string_value(json_object_get(found.fields, "sha256")),
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_fields(&found,
                  "{'number': 'notes', 'file': '1', 'length': 3, 'media_type': 'text/plain'}");
    buffer_close(&bytes);
}

static void a_clock_without_a_zone(void **state) {
    (void)state;
    struct buffer bytes = {0};
    make_jpeg(WITHOUT_ZONE, &bytes);
    struct media_found found = describe("1.jpg", &bytes, EXIF_NONE, 0, NULL);
    assert_string_equal(found.remark,
                        "its camera's clock showed 2022-09-16T11:30:07 and names no time zone, so "
                        "when it was taken is left empty");
    assert_fields(
        &found,
        arena_format(&arena,
                     "{'number': '1', 'file': '1', 'length': %zu, 'media_type': 'image/jpeg', "
                     "'camera': 'NIKON D750'}",
                     bytes.size));
    /* Somebody says which it is. */
    found = describe("1.jpg", &bytes, 180, 0, NULL);
    assert_null(found.remark);
    assert_fields(
        &found,
        arena_format(&arena,
                     "{'number': '1', 'file': '1', 'length': %zu, 'media_type': 'image/jpeg', "
                     "'camera': 'NIKON D750', 'taken': 1663317007000000, 'camera_error': 22}",
                     bytes.size));
    buffer_close(&bytes);
}

static void pictures_that_cannot_be_drawn(void **state) {
    (void)state;
    struct buffer bytes = {0}, small = {0};
    make_jpeg(WHOLE, &bytes);
    size_t whole = bytes.size;
    bytes.size /= 2;
    struct media_found found = describe("1.jpg", &bytes, EXIF_NONE, 320, &small);
    assert_int_equal(found.fault.code, ERROR_BAD_INPUT);
    assert_string_equal(found.remark, "the JPEG ends too soon: it is not whole");
    assert_int_equal(small.size, 0);
    assert_fields(
        &found,
        arena_format(&arena,
                     "{'number': '1', 'file': '1', 'length': %zu, 'media_type': 'image/jpeg'}",
                     bytes.size));
    /* What stands before its pixels can be read all the same. */
    found = describe("1.jpg", &bytes, EXIF_NONE, 0, NULL);
    assert_int_equal(found.fault.code, ERROR_NONE);
    assert_non_null(json_object_get(found.fields, "taken"));
    json_decref(found.fields);
    bytes.size = whole;
    uint8_t *frame = (uint8_t *)bytes.bytes;
    while (frame[0] != 0xff || frame[1] != 0xc0) frame++;
    memcpy(frame + 5, "\xf0\x00\xf0\x00", 4);
    found = describe("1.jpg", &bytes, EXIF_NONE, 320, &small);
    assert_int_equal(found.fault.code, ERROR_TOO_LARGE);
    json_decref(found.fields);
    buffer_close(&bytes);
    buffer_close(&small);
}

static void names_and_types_that_lie(void **state) {
    (void)state;
    struct buffer bytes = {0}, small = {0};
    buffer_add_text(&bytes, "<script>");
    struct media_found found = describe("../../etc/photo.jpg", &bytes, EXIF_NONE, 320, &small);
    assert_int_equal(found.fault.code, ERROR_NONE);
    assert_int_equal(found.picture.kind, PICTURE_OTHER);
    assert_fields(&found, "{'number': 'photo', 'file': '1', 'length': 8, "
                          "'media_type': 'application/octet-stream'}");
    static const char *const NAMES[][2] = {{".jpg", ".jpg"},
                                           {"a.b.jpg", "a.b"},
                                           {"  x  .jpg", "x"},
                                           {"C:\\Bilder\\Ґ.png", "Ґ"},
                                           {"a\x1b\xff\xe2\x80\xae.jpg", "a???"},
                                           {"x/", "ae7c06b7b25aadcc"},
                                           {"", "ae7c06b7b25aadcc"}};
    bytes.size = 0;
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        buffer_add_text(&bytes, "");
        found = describe(NAMES[i][0], &bytes, EXIF_NONE, 0, NULL);
        const char *number = json_string_value(json_object_get(found.fields, "number"));
        if (i < 5) assert_string_equal(number, NAMES[i][1]);
        else assert_int_equal(strspn(number, "0123456789abcdef"), 16);
        json_decref(found.fields);
    }
    char longer[900];
    memset(longer, 'x', sizeof longer);
    longer[sizeof longer - 1] = 0;
    found = describe(longer, &bytes, EXIF_NONE, 0, NULL);
    json_decref(found.fields);
    buffer_close(&bytes);
    buffer_close(&small);
}

static void a_file_on_the_disk(void **state) {
    (void)state;
    struct buffer bytes = {0};
    struct media_found found;
    struct error error = {0};
    const char *folder = folder_make(&arena), *path = files_join(&arena, folder, "1.png");
    png_make(&(struct made_png){.width = 30, .height = 20}, &bytes);
    assert_true(files_write(path, bytes.bytes, bytes.size, &error));
    struct media_file file = {"1.png", media_source_of_path(path, bytes.size), {{0}}, NULL, EXIF_NONE};
    assert_true(media_describe(&arena, children, &file, 0, &found, NULL, &error));
    assert_int_equal(found.picture.width, 30);
    json_decref(found.fields);
    /* Without children nothing of it is read. */
    assert_true(media_describe(&arena, NULL, &file, 0, &found, NULL, &error));
    assert_int_equal(found.picture.width, 0);
    assert_string_equal(found.media_type, "image/png");
    json_decref(found.fields);
    folder_remove(folder);
    assert_false(media_describe(&arena, children, &file, 0, &found, NULL, &error));
    assert_int_equal(error.code, ERROR_NOT_FOUND);
    buffer_close(&bytes);
}

static int start(void **state) {
    struct error error = {0};
    (void)state;
    arena_open(&arena, 0);
    return children_start(WORKS, 1, &children, &error) ? 0 : -1;
}

static int stop(void **state) {
    (void)state;
    children_stop(children);
    arena_close(&arena);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_that_a_camera_says),
        cmocka_unit_test(the_digest_is_that_of_the_bytes),
        cmocka_unit_test(a_clock_without_a_zone),
        cmocka_unit_test(pictures_that_cannot_be_drawn),
        cmocka_unit_test(names_and_types_that_lie),
        cmocka_unit_test(a_file_on_the_disk),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
