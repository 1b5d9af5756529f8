/* The high-water mark: an older copy of a record, and one with a history of its own, are not written
 * in on a device that has seen more. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/folder.h"
#include "record/log.h"
#include "record/mark.h"
#include "record/trial.h"
#include "record/verify.h"

#define SITE "{'code':'ABC','name':'Wood','kind':'primary_grave'}"

struct device {
    struct trial trial;
    char *state; /* XDG_STATE_HOME */
};

static int enter(void **state) {
    static struct device device;
    device = (struct device){.state = NULL};
    struct arena arena;
    arena_open(&arena, 0);
    device.state = strdup(folder_make(&arena));
    arena_close(&arena);
    setenv("XDG_STATE_HOME", device.state, 1);
    trial_open(&device.trial);
    *state = &device;
    return 0;
}

static int leave(void **state) {
    struct device *device = *state;
    setenv("XDG_STATE_HOME", device->state, 1);
    trial_close(&device->trial);
    folder_remove(device->state);
    free(device->state);
    setenv("XDG_STATE_HOME", "/dev/null", 1);
    return 0;
}

static void must(bool done, const struct error *error) {
    if (!done) fail_msg("%s", error->text);
}

/* Copies the investigation's database as it is; nobody has it open. */
static void copy(struct device *device, const char *from, const char *to) {
    struct trial *trial = &device->trial;
    struct error error = {0};
    char *bytes;
    size_t size;
    must(files_make_folder(to, &error) &&
             files_make_folder(files_join(&trial->arena, to, "files"), &error) &&
             files_read(&trial->arena, files_join(&trial->arena, from, "record.db"), 1 << 26, &bytes,
                        &size, &error) &&
             files_write(files_join(&trial->arena, to, "record.db"), bytes, size, &error),
         &error);
}

static char *copy_named(struct device *device, const char *name) {
    char *path = files_join(&device->trial.arena, device->trial.folder, name);
    trial_release(&device->trial);
    copy(device, device->trial.path, path);
    trial_reopen(&device->trial);
    return path;
}

static void append_site(struct trial *trial) {
    struct draft draft = trial_draft(trial, "site", SITE, NULL, &trial->worker);
    (void)trial_accepted(trial, &draft);
}

static struct mark mark_of(struct device *device) {
    struct error error = {0};
    struct mark mark;
    must(mark_open(&device->trial.arena, device->trial.investigation.origin, &mark, &error), &error);
    return mark;
}

/* Opens a copy and appends to it. */
static bool write_in(struct device *device, const char *path, struct error *error) {
    struct trial *trial = &device->trial;
    struct investigation investigation;
    struct appender *appender = NULL;
    struct receipt receipt;
    struct draft draft = trial_draft(trial, "site", SITE, NULL, &trial->worker);
    struct append_batch batch = {.drafts = &draft, .count = 1};
    if (!investigation_open(&trial->arena, path, INVESTIGATION_APPEND, &investigation, error))
        return false;
    bool done = append_open(&trial->arena, &investigation, &trial->random, &appender, error) &&
                append_batch(appender, &batch, &receipt, NULL, error);
    append_close(appender);
    investigation_close(&investigation);
    return done;
}

static struct verify_result verify(struct device *device, const char *path) {
    struct error error = {0};
    struct verify_result result;
    struct verify_plan plan = {.level = VERIFY_RECORD, .threads = 2};
    must(verify_run(&device->trial.arena, path, &plan, &result, &error), &error);
    return result;
}

/* ------------------------------------------------------------------ */

static void test_the_mark_follows_what_is_appended(void **state) {
    struct device *device = *state;
    uint64_t before = device->trial.investigation.tree.size;
    append_site(&device->trial);
    append_site(&device->trial);
    trial_release(&device->trial);
    struct mark mark = mark_of(device);
    assert_true(mark.found);
    assert_int_equal(mark.tree.size, before + 2);
    struct verify_result result = verify(device, device->trial.path);
    assert_true(result.ok);
    assert_int_equal(result.past_count, 1);
    assert_int_equal(result.past[0].size, before + 2);
    assert_memory_equal(result.past[0].root.byte, result.root.byte, DIGEST_SIZE);
    trial_reopen(&device->trial);
}

static void test_an_older_copy_is_not_written_in(void **state) {
    struct device *device = *state;
    struct error error = {0};
    char *yesterday = copy_named(device, "yesterday.cairn");
    append_site(&device->trial);
    trial_release(&device->trial);
    uint64_t size = mark_of(device).tree.size;

    assert_false(write_in(device, yesterday, &error));
    assert_int_equal(error.code, ERROR_DENIED);
    assert_non_null(strstr(error.text, "older copy"));
    assert_int_equal(mark_of(device).tree.size, size);
    struct verify_result result = verify(device, yesterday);
    assert_false(result.ok);
    assert_int_equal(result.problem_count, 1);
    assert_int_equal(result.problem[0].index, VERIFY_WHOLE);
    assert_non_null(strstr(result.problem[0].what, "longer before"));
    /* Reading it is everybody's right. */
    struct investigation reading;
    must(investigation_open(&device->trial.arena, yesterday, INVESTIGATION_READ, &reading, &error),
         &error);
    investigation_close(&reading);
    trial_reopen(&device->trial);
}

static void test_a_copy_with_a_history_of_its_own_is_not_written_in(void **state) {
    struct device *device = *state;
    struct error error = {0};
    char *other = copy_named(device, "other.cairn");
    append_site(&device->trial);
    trial_release(&device->trial);
    setenv("XDG_STATE_HOME", "/dev/null", 1); /* another device, which knows nothing */
    must(write_in(device, other, &error), &error);
    must(write_in(device, other, &error), &error);
    struct verify_result result = verify(device, other);
    assert_true(result.ok);
    assert_int_equal(result.past_count, 0);
    assert_non_null(result.unmarked);

    setenv("XDG_STATE_HOME", device->state, 1);
    assert_false(write_in(device, other, &error));
    assert_int_equal(error.code, ERROR_DENIED);
    assert_non_null(strstr(error.text, "history of its own"));
    result = verify(device, other);
    assert_false(result.ok);
    assert_int_equal(result.problem_count, 1);
    assert_non_null(strstr(result.problem[0].what, "are not those of the high-water mark"));
    trial_reopen(&device->trial);
}

/* Power may go between the commit and the mark. */
static void test_a_record_that_is_ahead_of_its_mark_goes_on(void **state) {
    struct device *device = *state;
    struct error error = {0};
    trial_release(&device->trial);
    uint64_t size = mark_of(device).tree.size;
    setenv("XDG_STATE_HOME", "/dev/null", 1);
    for (int i = 0; i < 5; i++) must(write_in(device, device->trial.path, &error), &error);
    setenv("XDG_STATE_HOME", device->state, 1);
    assert_int_equal(mark_of(device).tree.size, size);
    must(write_in(device, device->trial.path, &error), &error);
    assert_int_equal(mark_of(device).tree.size, size + 6);
    trial_reopen(&device->trial);
}

static void test_a_damaged_mark_is_told(void **state) {
    struct device *device = *state;
    struct error error = {0};
    char *bytes;
    size_t size;
    append_site(&device->trial);
    trial_release(&device->trial);
    struct mark mark = mark_of(device);
    must(files_read(&device->trial.arena, mark.path, 8192, &bytes, &size, &error), &error);
    for (size_t i = 0; i < size; i++) {
        error = (struct error){0};
        bytes[i] ^= 1;
        must(files_write(mark.path, bytes, size, &error), &error);
        struct mark again;
        if (mark_open(&device->trial.arena, device->trial.investigation.origin, &again, &error))
            fail_msg("byte %zu was altered unseen", i);
        assert_int_equal(error.code, ERROR_CORRUPT);
        bytes[i] ^= 1;
    }
    bytes[size / 2] ^= 1;
    must(files_write(mark.path, bytes, size, &error), &error);
    assert_false(write_in(device, device->trial.path, &error));
    assert_false(verify(device, device->trial.path).ok);
    must(files_remove(mark.path, &error), &error);
    trial_reopen(&device->trial);
}

static void test_where_there_is_no_place_nothing_is_compared(void **state) {
    struct device *device = *state;
    struct error error = {0};
    struct mark mark;
    setenv("XDG_STATE_HOME", "/dev/null", 1);
    must(mark_open(&device->trial.arena, "example.org/x", &mark, &error), &error);
    assert_null(mark.path);
    assert_non_null(mark.why);
    assert_false(mark.found);
    setenv("XDG_STATE_HOME", device->state, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_the_mark_follows_what_is_appended, enter, leave),
        cmocka_unit_test_setup_teardown(test_an_older_copy_is_not_written_in, enter, leave),
        cmocka_unit_test_setup_teardown(test_a_copy_with_a_history_of_its_own_is_not_written_in,
                                        enter, leave),
        cmocka_unit_test_setup_teardown(test_a_record_that_is_ahead_of_its_mark_goes_on, enter,
                                        leave),
        cmocka_unit_test_setup_teardown(test_a_damaged_mark_is_told, enter, leave),
        cmocka_unit_test_setup_teardown(test_where_there_is_no_place_nothing_is_compared, enter,
                                        leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
