/* cairn replay: the tables are what the record says, whenever and however often they are made. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "cli/program.h"
#include "record/replay.h"
#include "record/small_record.h"

static struct small_record small;

static int begin(void **state) {
    (void)state;
    small_make(&small);
    small_fill(&small);
    small_close(&small);
    return 0;
}

static int end(void **state) {
    (void)state;
    small_remove(&small);
    return 0;
}

/* Runs it with a dump, which is returned. */
static char *dump(const char *name) {
    struct error error = {0};
    char *path = files_join(small.arena, small.trial.folder, name), *bytes;
    size_t size;
    struct answer answer = cairn_run(arena_format(small.arena, "replay %s --dump %s < /dev/null",
                                                  small.path, path));
    if (answer.code != 0) fail_msg("code %d: %s", answer.code, buffer_text(&answer.err));
    assert_string_equal(buffer_text(&answer.out),
                        "The tables are the same as those made afresh.\n");
    answer_close(&answer);
    if (!files_read(small.arena, path, 1 << 24, &bytes, &size, &error)) fail_msg("%s", error.text);
    return bytes;
}

static void test_twice_gives_the_same_dump(void **state) {
    (void)state;
    struct error error = {0};
    char *first = dump("one"), *second = dump("two");
    assert_string_equal(first, second);
    assert_non_null(strstr(first, "table remains: leaf_index rec rev "));
    /* And when the tables are gone, as after the power was. */
    assert_true(replay_forget(small.arena, small.path, &error));
    assert_string_equal(dump("three"), first);
}

/* Who is killed between a commit and the tables leaves a log that is longer than they are. */
static void test_tables_catch_up_when_they_are_opened(void **state) {
    (void)state;
    struct error error = {0};
    char *before = dump("one");
    small_open(&small);
    small_add(&small, "site", NULL, "{'code': 'JKL', 'name': 'Added later'}");
    small_close(&small); /* nothing has looked at the tables since */
    struct answer answer =
        cairn_run(arena_format(small.arena, "show %s JKL < /dev/null", small.path));
    assert_int_equal(answer.code, 0);
    assert_non_null(strstr(buffer_text(&answer.out), "Added later"));
    answer_close(&answer);
    char *after = dump("two");
    assert_string_not_equal(after, before);
    assert_true(replay_forget(small.arena, small.path, &error));
    assert_string_equal(dump("three"), after);
}

static void test_a_dump_goes_nowhere_else(void **state) {
    (void)state;
    struct answer answer = cairn_run(arena_format(
        small.arena, "replay %s --dump %s/no/folder < /dev/null", small.path, small.trial.folder));
    assert_int_equal(answer.code, 3);
    assert_non_null(strstr(buffer_text(&answer.err), "no/folder"));
    answer_close(&answer);
    answer = cairn_run("replay /nowhere.cairn < /dev/null");
    assert_int_equal(answer.code, 3);
    answer_close(&answer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_twice_gives_the_same_dump, begin, end),
        cmocka_unit_test_setup_teardown(test_tables_catch_up_when_they_are_opened, begin, end),
        cmocka_unit_test_setup_teardown(test_a_dump_goes_nowhere_else, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
