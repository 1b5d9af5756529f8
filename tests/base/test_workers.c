/* Every index once, whatever the number of threads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdatomic.h>

#include "base/workers.h"

enum { COUNT = 5000, THREADS_MOST = 8 };

struct tally {
    atomic_int seen[COUNT];
    atomic_int inside[THREADS_MOST]; /* calls running with this worker */
    atomic_bool wrong;
    int threads;
    struct cancel *cancel;
    size_t cancel_at;
};

static void count_index(void *data, size_t index, int worker) {
    struct tally *tally = data;
    if (index >= COUNT || worker < 0 || worker >= tally->threads) {
        tally->wrong = true;
        return;
    }
    if (atomic_fetch_add(&tally->inside[worker], 1) != 0) tally->wrong = true;
    atomic_fetch_add(&tally->seen[index], 1);
    if (tally->cancel && index == tally->cancel_at) cancel_request(tally->cancel);
    atomic_fetch_sub(&tally->inside[worker], 1);
}

static void test_every_index_exactly_once(void **state) {
    (void)state;
    for (int threads = 1; threads <= THREADS_MOST; threads++) {
        struct tally tally = {.threads = threads};
        struct error error = {0};
        assert_true(workers_run(threads, COUNT, count_index, &tally, NULL, &error));
        for (int i = 0; i < COUNT; i++) assert_int_equal(tally.seen[i], 1);
        assert_false(tally.wrong);
    }
}

static void test_nothing_to_do_is_done(void **state) {
    (void)state;
    struct tally tally = {.threads = 4};
    struct error error = {0};
    assert_true(workers_run(4, 0, count_index, &tally, NULL, &error));
    assert_int_equal(tally.seen[0], 0);
}

static void test_one_thread_goes_in_order_in_the_caller(void **state) {
    (void)state;
    struct cancel cancel = {0};
    struct tally tally = {.threads = 1, .cancel = &cancel, .cancel_at = 17};
    struct error error = {0};
    assert_false(workers_run(1, COUNT, count_index, &tally, &cancel, &error));
    assert_int_equal(error.code, ERROR_CANCELLED);
    for (int i = 0; i < COUNT; i++) assert_int_equal(tally.seen[i], i <= 17);
}

static void test_cancelling_begins_nothing_more(void **state) {
    (void)state;
    struct cancel cancel = {0};
    cancel_request(&cancel);
    struct tally tally = {.threads = 4};
    struct error error = {0};
    assert_false(workers_run(4, COUNT, count_index, &tally, &cancel, &error));
    assert_int_equal(error.code, ERROR_CANCELLED);
    for (int i = 0; i < COUNT; i++) assert_int_equal(tally.seen[i], 0);
}

static void test_cancelled_by_the_last_index_is_still_done(void **state) {
    (void)state;
    struct cancel cancel = {0};
    struct tally tally = {.threads = 1, .cancel = &cancel, .cancel_at = COUNT - 1};
    struct error error = {0};
    assert_true(workers_run(1, COUNT, count_index, &tally, &cancel, &error));
    assert_int_equal(tally.seen[COUNT - 1], 1);
}

static void test_there_is_at_least_one_core(void **state) {
    (void)state;
    assert_in_range(workers_default(), 1, WORKERS_MOST);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_index_exactly_once),
        cmocka_unit_test(test_nothing_to_do_is_done),
        cmocka_unit_test(test_one_thread_goes_in_order_in_the_caller),
        cmocka_unit_test(test_cancelling_begins_nothing_more),
        cmocka_unit_test(test_cancelled_by_the_last_index_is_still_done),
        cmocka_unit_test(test_there_is_at_least_one_core),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
