/* How often something may be done. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/seeded.h"
#include "http/rate.h"

struct hand_clock {
    struct clock clock; /* first */
    double now;
};

static double seconds(struct clock *clock) { return ((struct hand_clock *)clock)->now; }

static struct hand_clock hand = {{.seconds = seconds}, 1000};
static const struct rate_limit LIMIT = {.burst = 5, .per_second = 0.5};

static struct rate *make(size_t slots) {
    static struct seeded seeded;
    seeded = seeded_from(1);
    return rate_make(slots, &hand.clock, &seeded.random);
}

static void test_a_burst_and_then_so_many_a_second(void **state) {
    (void)state;
    struct rate *rate = make(100);
    for (int i = 0; i < 5; i++) assert_true(rate_take(rate, LIMIT, "a") == 0);
    double wait = rate_take(rate, LIMIT, "a");
    assert_true(wait > 1.99 && wait < 2.01);
    assert_true(rate_take(rate, LIMIT, "b") == 0);
    hand.now += 1.9;
    assert_true(rate_take(rate, LIMIT, "a") > 0);
    hand.now += 0.2;
    assert_true(rate_take(rate, LIMIT, "a") == 0);
    assert_true(rate_take(rate, LIMIT, "a") > 0);
    hand.now += 1000;
    for (int i = 0; i < 5; i++) assert_true(rate_take(rate, LIMIT, "a") == 0);
    assert_true(rate_take(rate, LIMIT, "a") > 0);
    rate_close(rate);
}

/* Over any time never more than burst + rate * time, whatever the pattern. */
static void test_never_more_than_allowed(void **state) {
    (void)state;
    struct rate *rate = make(100);
    int taken = 0;
    double start = hand.now;
    for (int i = 0; i < 2000; i++) {
        hand.now += (double)(i % 13) / 20;
        taken += rate_take(rate, LIMIT, "a") == 0;
        double most = LIMIT.burst + LIMIT.per_second * (hand.now - start);
        assert_true(taken <= most + 1e-6);
        assert_true(taken >= (i < 100 ? 0 : most - LIMIT.burst - 2));
    }
    rate_close(rate);
}

static void test_a_flood_of_keys_does_not_free_the_one_held_back(void **state) {
    (void)state;
    struct rate *rate = make(64);
    char key[32];
    for (int i = 0; i < 6; i++) rate_take(rate, LIMIT, "attacker");
    for (int i = 0; i < 5000; i++) {
        snprintf(key, sizeof key, "other %d", i);
        assert_true(rate_take(rate, LIMIT, key) == 0);
        assert_true(rate_take(rate, LIMIT, "attacker") > 0);
    }
    rate_close(rate);
}

/* What is given back can be taken again, and no more than that. */
static void test_what_was_no_guess_does_not_count(void **state) {
    (void)state;
    struct rate *rate = make(100);
    for (int i = 0; i < 100; i++) {
        assert_true(rate_take(rate, LIMIT, "a") == 0);
        rate_give_back(rate, LIMIT, "a");
    }
    int taken = 0;
    while (taken < 100 && rate_take(rate, LIMIT, "a") == 0) taken++;
    assert_int_equal(taken, (int)LIMIT.burst);
    rate_give_back(rate, LIMIT, "a");
    assert_true(rate_take(rate, LIMIT, "a") == 0);
    assert_true(rate_take(rate, LIMIT, "a") > 0);
    rate_close(rate);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_burst_and_then_so_many_a_second),
        cmocka_unit_test(test_never_more_than_allowed),
        cmocka_unit_test(test_what_was_no_guess_does_not_count),
        cmocka_unit_test(test_a_flood_of_keys_does_not_free_the_one_held_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
