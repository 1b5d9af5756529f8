/* What a camera says of a picture: read where it is sound, and left out with a word where it is
 * not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "input/exif.h"
#include "input/made_exif.h"
#include "schema/instant.h"

static const struct made_field WHOLE[] = {
    MADE_TEXT(MADE_FIRST, 0x010f, "Canon"),
    MADE_TEXT(MADE_FIRST, 0x0110, "Canon EOS 80D"),
    MADE_WHOLE(MADE_FIRST, 0x0112, 6),
    MADE_TEXT(MADE_FIRST, 0x0132, "2023:01:05 10:00:00"),
    MADE_TEXT(MADE_EXIF, 0x9003, "2022:09:16 11:30:07"),
    MADE_TEXT(MADE_EXIF, 0x9010, "+01:00"),
    MADE_TEXT(MADE_EXIF, 0x9011, "+03:00"),
    MADE_TEXT(MADE_EXIF, 0x9291, "25 "),
    MADE_WHOLE(MADE_EXIF, 0xa002, 6000),
    {MADE_EXIF, 0xa003, MADE_LONG, NULL, 1, {4000}},
    MADE_TEXT(MADE_EXIF, 0xa431, "032021001234"),
    MADE_TEXT(MADE_GPS, 1, "N"),
    MADE_RATIOS(MADE_GPS, 2, 3, 50, 1, 7, 1, 24444, 1000),
    MADE_TEXT(MADE_GPS, 3, "E"),
    MADE_RATIOS(MADE_GPS, 4, 3, 36, 1, 7407, 1000, 0, 1),
    MADE_RATIOS(MADE_GPS, 7, 3, 8, 1, 29, 1, 4500, 100),
    MADE_TEXT(MADE_GPS, 9, "A"),
    MADE_TEXT(MADE_GPS, 18, "WGS-84"),
    MADE_TEXT(MADE_GPS, 29, "2022:09:16"),
    MADE_RATIOS(MADE_GPS, 31, 1, 48551, 10000),
    {MADE_FIRST, 0, MADE_ASCII, NULL, 0, {0}},
};

enum { FIELDS = sizeof WHOLE / sizeof *WHOLE };

static struct exif read_fields(const struct made_field *fields) {
    struct made_exif made = exif_make(fields, 0);
    return exif_read(made.bytes, made.size);
}

/* The whole one with another field in place of the one of its tag; type 0: without it. */
static struct exif read_with(struct made_field field) {
    struct made_field fields[FIELDS];
    int count = 0;
    for (int i = 0; i < FIELDS; i++) {
        if (WHOLE[i].tag != field.tag || WHOLE[i].ifd != field.ifd) fields[count++] = WHOLE[i];
        else if (field.type) fields[count++] = field;
    }
    return read_fields(fields);
}

static struct exif read_without(enum made_ifd ifd, int tag) {
    return read_with((struct made_field){ifd, tag, 0, NULL, 0, {0}});
}

static int64_t instant(const char *text) {
    struct error error = {0};
    int64_t microseconds;
    if (!instant_read(text, &microseconds, &error)) fail_msg("%s", error.text);
    return microseconds;
}

static void assert_whole(const struct exif *exif) {
    assert_string_equal(exif->fault, "");
    assert_string_equal(exif->make, "Canon");
    assert_string_equal(exif->model, "Canon EOS 80D");
    assert_string_equal(exif->serial, "032021001234");
    assert_int_equal(exif->orientation, 6);
    assert_int_equal(exif->width, 6000);
    assert_int_equal(exif->height, 4000);
    assert_int_equal(exif->taken, instant("2022-09-16T11:30:07.25Z"));
    assert_int_equal(exif->zone, 180);
    assert_int_equal(exif->latitude, 50123457);  /* 50 + 7/60 + 24.444/3600 */
    assert_int_equal(exif->longitude, 36123450); /* 36 + 7.407/60 */
    assert_int_equal(exif->accuracy, 4856);
    assert_int_equal(exif->gps_time, instant("2022-09-16T08:29:45Z"));
    assert_int_equal(exif->camera_error, 22); /* 08:30:07.25 by the camera, 08:29:45 by satellite */
}

static void all_that_there_is(void **state) {
    (void)state;
    for (int big_endian = 0; big_endian < 2; big_endian++) {
        struct made_exif made = exif_make(WHOLE, big_endian);
        struct exif exif = exif_read(made.bytes, made.size);
        assert_whole(&exif);
        /* As it stands in a JPEG. */
        uint8_t headed[sizeof made.bytes + 6] = "Exif\0";
        memcpy(headed + 6, made.bytes, made.size);
        exif = exif_read(headed, made.size + 6);
        assert_whole(&exif);
    }
}

static void nothing_at_all(void **state) {
    (void)state;
    static const struct made_field NOTHING[] = {MADE_WHOLE(MADE_FIRST, 0x0103, 1),
                                                {MADE_FIRST, 0, MADE_ASCII, NULL, 0, {0}}};
    struct exif exif = read_fields(NOTHING), none = exif_none();
    /* Above all not the time of today, which the library would put there. */
    assert_int_equal(exif.taken, EXIF_NONE);
    assert_memory_equal(&exif, &none, sizeof exif);
}

static void a_clock_without_its_zone(void **state) {
    (void)state;
    struct exif exif = read_without(MADE_EXIF, 0x9011);
    /* The other zone is of another time. */
    assert_int_equal(exif.taken, instant("2022-09-16T11:30:07.25Z"));
    assert_int_equal(exif.zone, EXIF_NONE);
    assert_int_equal(exif.camera_error, EXIF_NONE);
    assert_int_equal(exif_camera_error(&exif, 180), 22);
    assert_int_equal(exif_camera_error(&exif, 120), 3622);
    assert_int_equal(exif_camera_error(&exif, EXIF_NONE), EXIF_NONE);
    assert_string_equal(exif.fault, "");
    exif = read_with((struct made_field)MADE_TEXT(MADE_EXIF, 0x9011, "   :  "));
    assert_int_equal(exif.zone, EXIF_NONE);
    assert_string_equal(exif.fault, "");
    exif = read_with((struct made_field)MADE_TEXT(MADE_EXIF, 0x9011, "+00:00"));
    assert_int_equal(exif.zone, 0);
    exif = read_with((struct made_field)MADE_TEXT(MADE_EXIF, 0x9011, "-03:30"));
    assert_int_equal(exif.zone, -210);
    exif = read_with((struct made_field)MADE_TEXT(MADE_EXIF, 0x9011, "Kyiv"));
    assert_int_equal(exif.zone, EXIF_NONE);
    assert_string_equal(exif.fault, "its zone is none: \"Kyiv\"");
}

static void a_file_that_was_never_changed(void **state) {
    (void)state;
    static const struct made_field FIELDS_OF_IT[] = {
        MADE_TEXT(MADE_FIRST, 0x0132, "2022:09:16 11:30:07"),
        MADE_TEXT(MADE_EXIF, 0x9003, "2022:09:16 11:30:07"),
        MADE_TEXT(MADE_EXIF, 0x9010, "+02:00"),
        {MADE_FIRST, 0, MADE_ASCII, NULL, 0, {0}}};
    struct exif exif = read_fields(FIELDS_OF_IT);
    assert_int_equal(exif.zone, 120);
}

static void times_that_are_none(void **state) {
    (void)state;
    static const char *const UNKNOWN[] = {"    :  :     :  :  ", "0000:00:00 00:00:00", "", " "};
    static const char *const WRONG[] = {
        "2022:13:16 11:30:07", "2022:09:31 11:30:07", "2022:09:16 24:30:07",  "2022-09-16 11:30:07",
        "yesterday",           "2022:09:16",          "2022:09:16 11:30:07Z", "2022:09:16T11:30:0"};
    for (size_t i = 0; i < sizeof UNKNOWN / sizeof *UNKNOWN; i++) {
        struct exif exif = read_with((struct made_field)MADE_TEXT(MADE_EXIF, 0x9003, UNKNOWN[i]));
        assert_int_equal(exif.taken, EXIF_NONE);
        assert_int_equal(exif.zone, EXIF_NONE);
        assert_string_equal(exif.fault, "");
    }
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        struct exif exif = read_with((struct made_field)MADE_TEXT(MADE_EXIF, 0x9003, WRONG[i]));
        assert_int_equal(exif.taken, EXIF_NONE);
        assert_int_equal(exif.camera_error, EXIF_NONE);
        assert_non_null(strstr(exif.fault, "when it was taken is no time"));
        assert_string_equal(exif.model, "Canon EOS 80D");
    }
}

static void the_error_of_a_clock(void **state) {
    (void)state;
    struct exif exif =
        read_with((struct made_field)MADE_TEXT(MADE_EXIF, 0x9003, "2022:09:16 11:29:40"));
    assert_int_equal(exif.camera_error, -5); /* 40.25 against 45 */
    exif = read_without(MADE_GPS, 29);
    assert_int_equal(exif.gps_time, EXIF_NONE);
    assert_int_equal(exif.camera_error, EXIF_NONE);
    exif = read_without(MADE_GPS, 7);
    assert_int_equal(exif.gps_time, EXIF_NONE);
    /* A clock that was never set says nothing of how fast it runs. */
    exif = read_with((struct made_field)MADE_TEXT(MADE_EXIF, 0x9003, "2015:01:01 00:00:00"));
    assert_int_equal(exif.camera_error, EXIF_NONE);
    assert_int_not_equal(exif.taken, EXIF_NONE);
    exif = read_with((struct made_field)MADE_RATIOS(MADE_GPS, 7, 3, 25, 1, 0, 1, 0, 1));
    assert_int_equal(exif.gps_time, EXIF_NONE);
    assert_string_equal(exif.fault, "the satellites' time is none");
}

static void assert_nowhere(struct exif exif, const char *fault) {
    assert_int_equal(exif.latitude, EXIF_NONE);
    assert_int_equal(exif.longitude, EXIF_NONE);
    assert_int_equal(exif.accuracy, EXIF_NONE);
    assert_string_equal(exif.model, "Canon EOS 80D");
    if (!strstr(exif.fault, fault)) fail_msg("\"%s\" is not in \"%s\"", fault, exif.fault);
}

static void places_that_are_none(void **state) {
    (void)state;
    struct exif exif = read_with((struct made_field)MADE_TEXT(MADE_GPS, 1, "S"));
    assert_int_equal(exif.latitude, -50123457);
    exif = read_with((struct made_field)MADE_TEXT(MADE_GPS, 3, "W"));
    assert_int_equal(exif.longitude, -36123450);
    exif = read_without(MADE_GPS, 31);
    assert_int_equal(exif.accuracy, EXIF_NONE);
    assert_int_equal(exif.latitude, 50123457);
    static const char NONE[] = "its position is none on the earth";
    assert_nowhere(read_without(MADE_GPS, 1), NONE);
    assert_nowhere(read_without(MADE_GPS, 4), NONE);
    assert_nowhere(read_with((struct made_field)MADE_TEXT(MADE_GPS, 3, "N")), NONE);
    assert_nowhere(read_with((struct made_field)MADE_RATIOS(MADE_GPS, 2, 3, 91, 1, 0, 1, 0, 1)),
                   NONE);
    assert_nowhere(read_with((struct made_field)MADE_RATIOS(MADE_GPS, 2, 3, 90, 1, 0, 1, 1, 1)),
                   NONE);
    assert_nowhere(read_with((struct made_field)MADE_RATIOS(MADE_GPS, 2, 3, 50, 1, 60, 1, 0, 1)),
                   NONE);
    assert_nowhere(read_with((struct made_field)MADE_RATIOS(MADE_GPS, 2, 3, 50, 0, 1, 1, 0, 1)),
                   NONE);
    assert_nowhere(read_with((struct made_field)MADE_RATIOS(MADE_GPS, 2, 1, 50, 1)), NONE);
    assert_nowhere(read_with((struct made_field)MADE_TEXT(MADE_GPS, 9, "V")), "no satellites");
    assert_nowhere(read_with((struct made_field)MADE_TEXT(MADE_GPS, 18, "TOKYO")), "WGS 84");
    assert_nowhere(read_with((struct made_field)MADE_RATIOS(MADE_GPS, 31, 1, 15000, 1)), "15 km");
    static const struct made_field NULL_ISLAND[] = {
        MADE_TEXT(MADE_FIRST, 0x0110, "Canon EOS 80D"), MADE_TEXT(MADE_GPS, 1, "N"),
        MADE_RATIOS(MADE_GPS, 2, 3, 0, 1, 0, 1, 0, 1),  MADE_TEXT(MADE_GPS, 3, "E"),
        MADE_RATIOS(MADE_GPS, 4, 3, 0, 1, 0, 1, 0, 1),  {MADE_FIRST, 0, MADE_ASCII, NULL, 0, {0}}};
    assert_nowhere(read_fields(NULL_ISLAND), "0° N 0° E");
}

static void names_are_made_harmless(void **state) {
    (void)state;
    struct exif exif = read_with(
        (struct made_field)MADE_TEXT(MADE_FIRST, 0x0110, "  a\x1b[31m\xffz\xe2\x80\xae Ї  "));
    assert_string_equal(exif.model, "a?[31m?z? Ї");
    char longer[300];
    memset(longer, 'x', 78);
    strcpy(longer + 78, "Їabc"); /* what no longer fits is cut off between characters */
    exif = read_with((struct made_field)MADE_TEXT(MADE_FIRST, 0x0110, longer));
    assert_int_equal(strlen(exif.model), 78);
    assert_true(utf8_is_harmless(exif.model));
}

/* Anything but what is broken is within its bounds. */
static void assert_sound(const struct exif *exif) {
    struct exif again = *exif;
    exif_harmless(&again);
    assert_memory_equal(&again, exif, sizeof again);
    assert_true(utf8_is_harmless(exif->make) && utf8_is_harmless(exif->model) &&
                utf8_is_harmless(exif->serial) && utf8_is_harmless(exif->fault));
}

static struct exif read_exactly(const uint8_t *bytes, size_t size) {
    uint8_t *copy = malloc(size + !size); /* so that reading beyond it is seen */
    memcpy(copy, bytes, size);
    struct exif exif = exif_read(copy, size);
    free(copy);
    return exif;
}

static void what_is_cut_off_is_said(void **state) {
    (void)state;
    struct made_exif made = exif_make(WHOLE, 1);
    for (size_t size = 0; size < made.size; size++) {
        struct exif exif = read_exactly(made.bytes, size);
        assert_sound(&exif);
        if (size < 8) assert_string_equal(exif.fault, "it is no EXIF at all");
    }
    struct exif exif = read_exactly(made.bytes, made.size - 30);
    assert_string_equal(exif.make, "Canon");
    assert_string_not_equal(exif.fault, "");
}

static void every_byte_may_be_wrong(void **state) {
    (void)state;
    struct made_exif made = exif_make(WHOLE, 0);
    for (size_t i = 0; i < made.size; i++)
        for (int bit = 0; bit < 9; bit++) {
            uint8_t kept = made.bytes[i];
            made.bytes[i] = (uint8_t)(bit < 8 ? kept ^ 1 << bit : ~kept);
            struct exif exif = read_exactly(made.bytes, made.size);
            assert_sound(&exif);
            made.bytes[i] = kept;
        }
}

static void what_a_broken_process_says(void **state) {
    (void)state;
    struct exif exif;
    memset(&exif, 0x7f, sizeof exif);
    exif_harmless(&exif);
    assert_sound(&exif);
    assert_int_equal(exif.taken, EXIF_NONE);
    assert_int_equal(exif.orientation, EXIF_NONE);
    assert_int_equal(strlen(exif.make), EXIF_NAME_MOST);
    exif = exif_none();
    exif.longitude = 5;
    exif_harmless(&exif);
    assert_int_equal(exif.longitude, EXIF_NONE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_that_there_is),
        cmocka_unit_test(nothing_at_all),
        cmocka_unit_test(a_clock_without_its_zone),
        cmocka_unit_test(a_file_that_was_never_changed),
        cmocka_unit_test(times_that_are_none),
        cmocka_unit_test(the_error_of_a_clock),
        cmocka_unit_test(places_that_are_none),
        cmocka_unit_test(names_are_made_harmless),
        cmocka_unit_test(what_is_cut_off_is_said),
        cmocka_unit_test(every_byte_may_be_wrong),
        cmocka_unit_test(what_a_broken_process_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
