/* Names that are claimed: whoever has one is alone with it, and nobody waits for ever. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "web/claims.h"

enum { THREADS = 16, ROUNDS = 200, NAMES = 5 };

static struct claims claims;
static atomic_int inside[NAMES]; /* threads that have the name */
static atomic_int together;      /* times that two had one */

static int begin(void **state) {
    (void)state;
    claims_open(&claims);
    return 0;
}

static void enter(int name) {
    if (atomic_fetch_add(&inside[name], 1) != 0) atomic_fetch_add(&together, 1);
}

static void leave(int name) { atomic_fetch_sub(&inside[name], 1); }

/* Takes two of the names in whatever order. */
static void *take_two(void *data) {
    unsigned state = (unsigned)(uintptr_t)data * 2654435761U + 1;
    static const char *const names[NAMES] = {"a", "b", "c", "d", "e"};
    for (int i = 0; i < ROUNDS; i++) {
        state = state * 1664525U + 1013904223U;
        int one = (int)(state >> 8) % NAMES, other = (one + 1 + (int)(state >> 20) % 3) % NAMES;
        if (one < 0) one = -one;
        if (other < 0) other = -other;
        if (one == other) other = (other + 1) % NAMES;
        const char *wanted[] = {names[one], names[other]};
        claims_take(&claims, wanted, 2);
        enter(one), enter(other);
        if (i % 50 == 0) usleep(100);
        leave(one), leave(other);
        claims_give_back(&claims, wanted, 2);
    }
    return NULL;
}

static void test_nobody_has_a_name_together_with_another(void **state) {
    (void)state;
    pthread_t thread[THREADS];
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, take_two, (void *)(uintptr_t)i), 0);
    for (int i = 0; i < THREADS; i++) pthread_join(thread[i], NULL);
    assert_int_equal(atomic_load(&together), 0);
    assert_int_equal(claims.count, 0);
}

static atomic_bool had;

static void *take_one(void *data) {
    const char *name = data;
    claims_take(&claims, &name, 1);
    atomic_store(&had, true);
    claims_give_back(&claims, &name, 1);
    return NULL;
}

static void test_who_comes_second_waits(void **state) {
    (void)state;
    pthread_t thread;
    const char *name = "remains ABC-0001-B";
    atomic_store(&had, false);
    claims_take(&claims, &name, 1);
    pthread_create(&thread, NULL, take_one, (void *)"remains ABC-0001-B");
    usleep(50000);
    assert_false(atomic_load(&had));
    claims_give_back(&claims, &name, 1);
    pthread_join(thread, NULL);
    assert_true(atomic_load(&had));
}

static void test_other_names_do_not_wait(void **state) {
    (void)state;
    pthread_t thread;
    const char *name = "remains ABC-0001-B";
    claims_take(&claims, &name, 1);
    pthread_create(&thread, NULL, take_one, (void *)"remains ABC-0002-B");
    pthread_join(thread, NULL);
    claims_give_back(&claims, &name, 1);
}

/* What differs only behind what is kept waits in vain, and is given back all the same. */
static void test_long_names(void **state) {
    (void)state;
    char one[CLAIM_MOST + 50], other[CLAIM_MOST + 50];
    pthread_t thread;
    memset(one, 'n', sizeof one);
    one[sizeof one - 1] = 0;
    memcpy(other, one, sizeof one);
    other[sizeof other - 2] = 'm';
    const char *name = one;
    atomic_store(&had, false);
    claims_take(&claims, &name, 1);
    pthread_create(&thread, NULL, take_one, other);
    usleep(50000);
    assert_false(atomic_load(&had));
    claims_give_back(&claims, &name, 1);
    pthread_join(thread, NULL);
    assert_int_equal(claims.count, 0);
}

static void test_when_there_are_too_many_they_wait(void **state) {
    (void)state;
    char text[CLAIMS_MOST][20];
    const char *names[CLAIMS_MOST];
    pthread_t thread;
    for (int i = 0; i < CLAIMS_MOST; i++) {
        snprintf(text[i], sizeof text[i], "%d", i);
        names[i] = text[i];
    }
    atomic_store(&had, false);
    claims_take(&claims, names, CLAIMS_MOST);
    pthread_create(&thread, NULL, take_one, (void *)"one more");
    usleep(50000);
    assert_false(atomic_load(&had));
    claims_give_back(&claims, names, 1);
    pthread_join(thread, NULL);
    claims_give_back(&claims, names + 1, CLAIMS_MOST - 1);
    assert_int_equal(claims.count, 0);
}

static void test_none_is_none(void **state) {
    (void)state;
    claims_take(&claims, NULL, 0);
    claims_give_back(&claims, NULL, 0);
    assert_int_equal(claims.count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nobody_has_a_name_together_with_another),
        cmocka_unit_test(test_who_comes_second_waits),
        cmocka_unit_test(test_other_names_do_not_wait),
        cmocka_unit_test(test_long_names),
        cmocka_unit_test(test_when_there_are_too_many_they_wait),
        cmocka_unit_test(test_none_is_none),
    };
    return cmocka_run_group_tests(tests, begin, NULL);
}
