/* The end of an agent: whenever it should, with nothing left. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <string.h>

#include "base/clock.h"
#include "cli/held.h"
#include "cli/runtime.h"

static struct held held;

static int enter(void **state) {
    (void)state;
    held_open(&held);
    return 0;
}

static int leave(void **state) {
    (void)state;
    held_close(&held);
    return 0;
}

static void expect_gone(pid_t process) {
    runtime_wait_end(process, HELD_SOON);
    assert_int_equal(runtime_sockets(&held.arena, held.runtime), 0);
    held_expect_none(&held, &held.worker);
}

static void test_it_ends_when_it_is_asked_to(void **state) {
    (void)state;
    pid_t one = held_start(&held, &held.worker, HELD_LONG);
    pid_t two = held_start(&held, &held.other, HELD_LONG);
    assert_int_equal(runtime_sockets(&held.arena, held.runtime), 2);
    held_expect_end(&held, &held.worker, 1);
    runtime_wait_end(one, HELD_SOON);
    held_expect_none(&held, &held.worker);
    held_find(&held, &held.other);
    held_expect_end(&held, &held.worker, 0);
    held_start(&held, &held.worker, HELD_LONG);
    held_expect_end(&held, NULL, 2);
    expect_gone(two);
    held_expect_end(&held, NULL, 0);
}

static void test_it_ends_at_its_time(void **state) {
    (void)state;
    double began = clock_seconds();
    pid_t process = held_start(&held, &held.worker, 1);
    struct agent_found found = held_find(&held, &held.worker);
    expect_gone(process);
    assert_true(clock_seconds() - began >= 1);
    struct error error = {0};
    assert_false(held_sign(&held, &found, HELD_MESSAGE, sizeof HELD_MESSAGE - 1, &error));
    assert_int_equal(error.code, ERROR_DENIED);
    assert_non_null(strstr(error.text, "unlock again"));
}

static void test_it_ends_at_a_signal(void **state) {
    (void)state;
    static const int SIGNALS[] = {SIGTERM, SIGINT, SIGHUP};
    for (int i = 0; i < 3; i++) {
        pid_t process = held_start(&held, &held.worker, HELD_LONG);
        assert_int_equal(kill(process, SIGNALS[i]), 0);
        expect_gone(process);
    }
}

static void test_it_ends_with_the_folder(void **state) {
    (void)state;
    pid_t process = held_start(&held, &held.worker, HELD_LONG);
    struct error error = {0};
    char *away = files_join(&held.arena, held.runtime, "away.cairn");
    assert_true(files_rename(held.investigation, away, &error));
    expect_gone(process);
    assert_true(files_rename(away, held.investigation, &error));
}

static void test_it_ends_when_nobody_can_find_it(void **state) {
    (void)state;
    pid_t process = held_start(&held, &held.worker, HELD_LONG);
    files_undo(held_find(&held, &held.worker).path);
    expect_gone(process);
}

static void test_what_a_killed_one_left_is_cleared(void **state) {
    (void)state;
    struct error error = {0};
    struct agent_plan plan = held_plan(&held, &held.worker, HELD_LONG);
    pid_t process = held_start(&held, &held.worker, HELD_LONG);
    kill(process, SIGKILL);
    runtime_wait_end(process, HELD_SOON);
    assert_int_equal(runtime_sockets(&held.arena, held.runtime), 1);
    held_expect_none(&held, &held.worker);
    assert_false(agent_start(&held.arena, &plan, &process, &error));
    assert_int_equal(error.code, ERROR_CONFLICT);
    held_expect_end(&held, &held.worker, 0);
    process = held_start(&held, &held.worker, HELD_LONG);
    held_find(&held, &held.worker);
    held_expect_end(&held, NULL, 1);
    expect_gone(process);
}

static void test_a_second_one_leaves_the_first(void **state) {
    (void)state;
    struct error error = {0};
    struct agent_plan plan = held_plan(&held, &held.worker, HELD_LONG);
    pid_t process;
    held_start(&held, &held.worker, HELD_LONG);
    assert_false(agent_start(&held.arena, &plan, &process, &error));
    assert_int_equal(error.code, ERROR_CONFLICT);
    held_find(&held, &held.worker);
    held_expect_end(&held, NULL, 1);
}

#define IN_PLACE(name) cmocka_unit_test_setup_teardown(name, enter, leave)

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_PLACE(test_it_ends_when_it_is_asked_to),
        IN_PLACE(test_it_ends_at_its_time),
        IN_PLACE(test_it_ends_at_a_signal),
        IN_PLACE(test_it_ends_with_the_folder),
        IN_PLACE(test_it_ends_when_nobody_can_find_it),
        IN_PLACE(test_what_a_killed_one_left_is_cleared),
        IN_PLACE(test_a_second_one_leaves_the_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
