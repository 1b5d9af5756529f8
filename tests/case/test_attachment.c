/* Files of the vault are handed over as they came, or not at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "case/attachment.h"
#include "record/small_record.h"

static struct small_record small;
static struct investigation investigation;
static uint64_t leaf;

static int begin(void **state) {
    struct error error = {0};
    (void)state;
    small_make(&small);
    leaf = small_add_file(&small, "media", "{'number': 'P-1', 'file': '1'}", "some bytes").index;
    small_close(&small);
    if (!investigation_open(small.arena, small.path, INVESTIGATION_READ, &investigation, &error))
        fail_msg("%s", error.text);
    return 0;
}

static int end(void **state) {
    (void)state;
    investigation_close(&investigation);
    small_remove(&small);
    return 0;
}

static bool take(void *data, const void *bytes, size_t size, struct error *error) {
    (void)error;
    buffer_add(data, bytes, size);
    return true;
}

static enum error_code find(size_t number, struct attachment *attachment) {
    struct error error = {0};
    bool good = attachment_find(small.arena, &investigation, leaf, number, attachment, &error);
    assert_int_equal(good, error.code == ERROR_NONE);
    return error.code;
}

static void as_it_came(void **state) {
    (void)state;
    struct attachment attachment;
    struct buffer bytes = {0};
    struct error error = {0};
    assert_int_equal(find(1, &attachment), ERROR_NONE);
    assert_string_equal(attachment.name, "photograph.jpg");
    assert_string_equal(attachment.media_type, "image/jpeg");
    assert_int_equal(attachment.length, 10);
    assert_true(attachment_read(&attachment, take, &bytes, &error));
    assert_string_equal(buffer_text(&bytes), "some bytes");
    buffer_close(&bytes);
}

static void of_no_such_number(void **state) {
    (void)state;
    struct attachment attachment;
    assert_int_equal(find(0, &attachment), ERROR_NOT_FOUND);
    assert_int_equal(find(2, &attachment), ERROR_NOT_FOUND);
    leaf = 9999;
    assert_int_equal(find(1, &attachment), ERROR_NOT_FOUND);
}

static void altered(void **state) {
    (void)state;
    static const char *const OTHERS[] = {"some bites", "some byte", "some bytes!", ""};
    struct attachment attachment;
    struct buffer bytes = {0};
    assert_int_equal(find(1, &attachment), ERROR_NONE);
    for (int i = 0; i < 4; i++) {
        struct error error = {0};
        assert_true(files_write(attachment.path, OTHERS[i], strlen(OTHERS[i]), &error));
        assert_false(attachment_read(&attachment, take, &bytes, &error));
        assert_int_equal(error.code, ERROR_CORRUPT);
    }
    struct error error = {0};
    assert_true(files_remove(attachment.path, &error));
    assert_false(attachment_read(&attachment, take, &bytes, &error));
    assert_int_equal(error.code, ERROR_CORRUPT);
    buffer_close(&bytes);
}

static void erased(void **state) {
    (void)state;
    struct attachment attachment;
    small_sql(&small, "delete from vault_file");
    assert_int_equal(find(1, &attachment), ERROR_NOT_FOUND);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(as_it_came, begin, end),
        cmocka_unit_test_setup_teardown(of_no_such_number, begin, end),
        cmocka_unit_test_setup_teardown(altered, begin, end),
        cmocka_unit_test_setup_teardown(erased, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
