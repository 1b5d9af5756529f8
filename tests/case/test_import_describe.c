/* What pictures say of themselves, in the fields that media.tsv has no column for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/files.h"
#include "case/import_text.h"
#include "case/import_world.h"
#include "input/made_exif.h"
#include "input/made_picture.h"
#include "input/picture_apart.h"

static const struct child_work *const WORKS[] = {&picture_work};
static struct children *children;

#define END                                                                                        \
    {                                                                                              \
        MADE_FIRST, 0, MADE_ASCII, NULL, 0, { 0 }                                                  \
    }

static void put_picture(const char *name, const char *model, const char *taken, const char *zone) {
    struct made_field fields[] = {MADE_TEXT(MADE_FIRST, 0x0110, model),
                                  MADE_TEXT(MADE_EXIF, 0x9003, taken),
                                  MADE_TEXT(MADE_EXIF, 0x9011, zone), END};
    struct made_exif exif = exif_make(fields, 0);
    struct buffer bytes = {0};
    struct error error = {0};
    jpeg_make(
        &(struct made_jpeg){.width = 40, .height = 30, .exif = exif.bytes, .exif_size = exif.size},
        &bytes);
    assert_true(
        files_write(files_join(&world_arena, world_folder, name), bytes.bytes, bytes.size, &error));
    buffer_close(&bytes);
}

static const char *note_of(const char *name, int index) {
    const struct messages *notes = &file_of(name)->reading->notes;
    return index < notes->count ? notes->item[index].text : "";
}

static const char *said(void) {
    struct buffer out = {0};
    struct import_findings findings = {0};
    struct import_report report = {
        .plan = &world_plan, .findings = &findings, .investigation = "x.cairn"};
    import_text(&world_arena, &report, &out);
    const char *copy = arena_copy(&world_arena, buffer_text(&out));
    buffer_close(&out);
    return copy;
}

static void what_the_table_does_not_say(void **state) {
    (void)state;
    put_picture("1.jpg", "Model A", "2022:09:16 11:30:07", "+03:00");
    put_picture("2.jpg", "Model B", "2022:09:16 11:30:07", "");
    put_file("media.tsv",
             "number\tfile\tview\nIMG1\t1.jpg\tclose\nIMG2\t2.jpg\tmid\nIMG3\t\tmid\n");
    plan_folder();
    assert_lines("media.tsv", 3, 0, 0, 0);
    assert_non_null(strstr(
        said(), "  of 2 pictures, what the table has no column for is from the picture itself"));
    assert_int_equal(file_of("media.tsv")->reading->notes.count, 1);
    assert_int_equal(file_of("media.tsv")->reading->notes.item[0].place.line, 3);
    assert_non_null(strstr(note_of("media.tsv", 0), "names no time zone"));
    take_plan();
    assert_string_equal(field_of("media", "IMG1", "taken"), "1663317007000000");
    assert_string_equal(field_of("media", "IMG1", "camera"), "\"Model A\"");
    assert_string_equal(field_of("media", "IMG1", "media_type"), "\"image/jpeg\"");
    assert_int_equal(strlen(field_of("media", "IMG1", "sha256")), 66);
    assert_string_equal(field_of("media", "IMG1", "number"), "\"IMG1\"");
    assert_string_equal(field_of("media", "IMG2", "taken"), "");
    assert_string_equal(field_of("media", "IMG2", "camera"), "\"Model B\"");
    /* Again: nothing. */
    plan_folder();
    assert_lines("media.tsv", 0, 3, 0, 0);
    assert_int_equal(file_of("media.tsv")->reading->notes.count, 0);
    assert_null(strstr(said(), "from the picture itself"));
}

static void what_the_table_says_counts(void **state) {
    (void)state;
    put_picture("1.jpg", "Model A", "2022:09:16 11:30:07", "+03:00");
    put_file("media.tsv", "number\tfile\ttaken\tcamera\nIMG1\t1.jpg\t\tAnother\n");
    plan_folder();
    take_plan();
    /* An empty cell says that there is no value. */
    assert_string_equal(field_of("media", "IMG1", "taken"), "");
    assert_string_equal(field_of("media", "IMG1", "camera"), "\"Another\"");
    plan_folder();
    assert_lines("media.tsv", 0, 1, 0, 0);
}

static void what_somebody_corrected_stays(void **state) {
    (void)state;
    put_picture("1.jpg", "Model A", "2022:09:16 11:30:07", "+03:00");
    put_file("media.tsv", "number\tfile\nIMG1\t1.jpg\n");
    plan_folder();
    take_plan();
    put_file("media.tsv", "number\ttaken\tcamera\nIMG1\t2022-09-16T07:00Z\t\n");
    plan_folder();
    take_plan();
    put_file("media.tsv", "number\tfile\nIMG1\t1.jpg\n");
    plan_folder();
    assert_lines("media.tsv", 0, 1, 0, 0);
    assert_string_equal(field_of("media", "IMG1", "taken"), "1663311600000000");
    assert_string_equal(field_of("media", "IMG1", "camera"), "");
}

static void files_that_come_later(void **state) {
    (void)state;
    put_file("media.tsv", "number\tfile\nIMG1\t1.jpg\n");
    plan_folder();
    take_plan();
    put_picture("1.jpg", "Model A", "2022:09:16 11:30:07", "+03:00");
    plan_folder();
    assert_lines("media.tsv", 1, 0, 0, 0);
    assert_int_equal(world_plan.record[0].fate, IMPORT_COMPLETED);
    take_plan();
    assert_string_equal(field_of("media", "IMG1", "camera"), "\"Model A\"");
    plan_folder();
    assert_lines("media.tsv", 0, 1, 0, 0);
}

static void another_than_was_announced(void **state) {
    (void)state;
    put_file("media.tsv", "number\tfile\tsha256\nIMG1\t1.jpg\t"
                          "0000000000000000000000000000000000000000000000000000000000000000\n");
    plan_folder();
    take_plan();
    put_picture("1.jpg", "Model A", "2022:09:16 11:30:07", "+03:00");
    put_file("media.tsv", "number\tfile\nIMG1\t1.jpg\n");
    plan_folder();
    assert_error("media.tsv", 0, 2, 6, "is not the one whose SHA-256 the record has");
}

static void one_in_place_of_another(void **state) {
    (void)state;
    put_picture("1.jpg", "Model A", "2022:09:16 11:30:07", "+03:00");
    put_file("media.tsv", "number\tfile\nIMG1\t1.jpg\n");
    plan_folder();
    take_plan();
    const char *before = field_of("media", "IMG1", "sha256");
    put_picture("1.jpg", "Model B", "2022:09:17 11:30:07", "+03:00");
    plan_folder();
    assert_int_equal(world_plan.revised, 1);
    assert_string_equal(world_plan.record[0].changed, "file");
    take_plan();
    /* The bytes are others; what was said of the picture is for people to change. */
    assert_string_not_equal(field_of("media", "IMG1", "sha256"), before);
    assert_string_equal(field_of("media", "IMG1", "camera"), "\"Model A\"");
}

static void broken_pictures_are_kept(void **state) {
    (void)state;
    put_file("1.jpg", "\xff\xd8\xff and nothing of a picture");
    put_file("media.tsv", "number\tfile\nIMG1\t1.jpg\n");
    plan_folder();
    assert_lines("media.tsv", 1, 0, 0, 0);
    assert_non_null(strstr(note_of("media.tsv", 0), "the JPEG"));
}

static int begin(void **state) {
    int done = begin_world(state);
    world_request.children = children;
    return done;
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
        cmocka_unit_test_setup_teardown(what_the_table_does_not_say, begin, end_world),
        cmocka_unit_test_setup_teardown(what_the_table_says_counts, begin, end_world),
        cmocka_unit_test_setup_teardown(what_somebody_corrected_stays, begin, end_world),
        cmocka_unit_test_setup_teardown(files_that_come_later, begin, end_world),
        cmocka_unit_test_setup_teardown(another_than_was_announced, begin, end_world),
        cmocka_unit_test_setup_teardown(one_in_place_of_another, begin, end_world),
        cmocka_unit_test_setup_teardown(broken_pictures_are_kept, begin, end_world),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
