/* Forms with files, in pieces of any size. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/multipart.h"

static struct arena arena;
static struct buffer seen;

static bool take_field(void *data, const char *name, const char *value, size_t size,
                       struct error *error) {
    (void)data, (void)error;
    buffer_format(&seen, "%s=%.*s;", name, (int)size, value);
    return true;
}

static bool begin_file(void *data, const char *name, const char *file_name, const char *type,
                       struct error *error) {
    (void)data, (void)error;
    buffer_format(&seen, "%s(%s,%s):", name, file_name, type);
    return true;
}

static bool add_file(void *data, const void *bytes, size_t size, struct error *error) {
    (void)data, (void)error;
    buffer_add(&seen, bytes, size);
    return true;
}

static bool end_file(void *data, struct error *error) {
    (void)data, (void)error;
    buffer_add_text(&seen, ";");
    return true;
}

static enum error_code read_in_pieces(const char *type, const char *bytes, size_t size,
                                      size_t piece) {
    const struct multipart_taker taker = {NULL, 1000, take_field, begin_file, add_file, end_file};
    struct multipart *multipart = NULL;
    struct error error = {0};
    buffer_close(&seen);
    arena_open(&arena, 0);
    bool good = multipart_open(&arena, type, &taker, &multipart, &error);
    for (size_t at = 0; good && at < size; at += piece)
        good = multipart_add(multipart, bytes + at, size - at < piece ? size - at : piece, &error);
    good = good && multipart_end(multipart, &error);
    multipart_close(multipart);
    arena_close(&arena);
    assert_int_equal(good, error.code == ERROR_NONE);
    return error.code;
}

#define TYPE "multipart/form-data; boundary=XX"

/* The same, however it is cut. */
static void check(const char *bytes, const char *expected) {
    for (size_t piece = 1; piece <= strlen(bytes); piece++) {
        assert_int_equal(read_in_pieces(TYPE, bytes, strlen(bytes), piece), ERROR_NONE);
        assert_string_equal(buffer_text(&seen), expected);
    }
}

static void check_refused(const char *bytes, enum error_code code) {
    for (size_t piece = 1; piece <= strlen(bytes); piece++)
        assert_int_equal(read_in_pieces(TYPE, bytes, strlen(bytes), piece), code);
}

#define PART(header, body) "--XX\r\nContent-Disposition: form-data; " header "\r\n\r\n" body "\r\n"

static void test_fields_and_files(void **state) {
    (void)state;
    check(PART("name=\"a\"", "1") PART("name=\"b\"", "") "--XX--\r\n", "a=1;b=;");
    check(PART("name=\"f\"; filename=\"C:\\x\\y.jpg\"\r\nContent-Type: image/jpeg",
               "\r\n--X\r\n--XY\r") PART("name=a", "1") "--XX--",
          "f(y.jpg,image/jpeg):\r\n--X\r\n--XY\r;a=1;");
    check(PART("name=\"f\"; filename=\"\"", "") "--XX--\r\n",
          "f(,application/octet-stream):;");
    check("preamble\r\n" PART("name=\"a\"", "1") "--XX--\r\nepilogue --XX", "a=1;");
    check("--XX  \r\ncontent-DISPOSITION:form-data;NAME=\"a\"\r\nX: y\r\n\r\n1\r\n--XX--", "a=1;");
    check(PART("name=\"../a\"; filename=\"../../etc/passwd\"", "x") "--XX--",
          "../a(passwd,application/octet-stream):x;");
    check("--XX--", "");
    buffer_close(&seen);
}

static void test_what_is_no_form(void **state) {
    (void)state;
    check_refused("", ERROR_BAD_INPUT);
    check_refused("nothing", ERROR_BAD_INPUT);
    check_refused(PART("name=\"a\"", "1"), ERROR_BAD_INPUT);
    check_refused(PART("name=\"a\"", "1") "--XX", ERROR_BAD_INPUT);
    check_refused("--XXY\r\n\r\n", ERROR_BAD_INPUT);
    check_refused("--XX\r\n\r\n1\r\n--XX--", ERROR_BAD_INPUT);
    check_refused("--XX\r\nContent-Type: text/plain\r\n\r\n1\r\n--XX--", ERROR_BAD_INPUT);
    check_refused(PART("filename=\"a\"", "1") "--XX--", ERROR_BAD_INPUT);
    check_refused(PART("name=\"a", "1") "--XX--", ERROR_BAD_INPUT);
    check_refused(PART("name=\"a\"\r\nContent-Disposition: form-data; name=\"b\"", "1") "--XX--",
                  ERROR_BAD_INPUT);
    check_refused(PART("name=\"a\"\r\nContent-Transfer-Encoding: base64", "1") "--XX--",
                  ERROR_BAD_INPUT);
    buffer_close(&seen);
}

static void test_boundaries(void **state) {
    (void)state;
    static const char *const BAD[] = {
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"\"",
        "multipart/form-data; boundary=\"a\nb\"",
        "multipart/form-data; boundary="
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    };
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        assert_int_equal(read_in_pieces(BAD[i], "", 0, 1), ERROR_BAD_INPUT);
    const char *bytes = "--a\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\nv\r\n--a--";
    assert_int_equal(
        read_in_pieces("multipart/form-data; boundary=\"a\"; x=y", bytes, strlen(bytes), 7),
        ERROR_NONE);
    assert_string_equal(buffer_text(&seen), "n=v;");
    buffer_close(&seen);
}

static void test_limits(void **state) {
    (void)state;
    char *bytes = calloc(1, 400000);
    char *at = bytes + sprintf(bytes, "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n");
    memset(at, 'x', 1001);
    strcpy(at + 1001, "\r\n--XX--");
    assert_int_equal(read_in_pieces(TYPE, bytes, strlen(bytes), 64), ERROR_TOO_LARGE);
    strcpy(at + 1000, "\r\n--XX--");
    assert_int_equal(read_in_pieces(TYPE, bytes, strlen(bytes), 64), ERROR_NONE);
    at = bytes + sprintf(bytes, "--XX\r\nX: ");
    memset(at, 'x', 5000);
    assert_int_equal(read_in_pieces(TYPE, bytes, strlen(bytes), 64), ERROR_TOO_LARGE);
    at = bytes;
    for (int i = 0; i <= MULTIPART_PARTS_MOST; i++)
        at += sprintf(at, "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n");
    strcpy(at, "--XX--");
    assert_int_equal(read_in_pieces(TYPE, bytes, strlen(bytes), 4096), ERROR_TOO_LARGE);
    assert_int_equal(read_in_pieces(TYPE,
                                    "--XX\r\nContent-Disposition: form-data; name=\"a\0b\"\r\n\r\n",
                                    53, 9),
                     ERROR_BAD_INPUT);
    free(bytes);
    buffer_close(&seen);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields_and_files),
        cmocka_unit_test(test_what_is_no_form),
        cmocka_unit_test(test_boundaries),
        cmocka_unit_test(test_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
