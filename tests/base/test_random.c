/* Random bytes: there are as many as asked for, and they differ. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/random.h"
#include "base/seeded.h"

static void test_the_system_never_gives_the_same_twice(void **state) {
    (void)state;
    struct error error = {0};
    struct random random;
    assert_true(random_open(&random, &error));
    uint8_t one[32], other[32];
    random_fill(&random, one, sizeof one);
    random_fill(&random, other, sizeof other);
    assert_memory_not_equal(one, other, sizeof one);
}

static void test_exactly_so_many_bytes_are_filled(void **state) {
    (void)state;
    struct error error = {0};
    struct random random;
    assert_true(random_open(&random, &error));
    for (size_t size = 0; size < 40; size++) {
        uint8_t bytes[64], filled[64] = {0};
        for (int turn = 0; turn < 8; turn++) {
            memset(bytes, 0, sizeof bytes);
            random_fill(&random, bytes + 8, size);
            for (size_t i = 0; i < sizeof bytes; i++) filled[i] |= bytes[i];
        }
        /* That a byte was 0 eight times is as likely as 1 in 2^64. */
        for (size_t i = 0; i < sizeof filled; i++)
            assert_int_equal(filled[i] != 0, i >= 8 && i < 8 + size);
    }
}

static void test_a_source_with_a_seed_repeats_itself(void **state) {
    (void)state;
    struct seeded one = seeded_from(7), same = seeded_from(7), other = seeded_from(8);
    uint8_t bytes[3][32];
    random_fill(&one.random, bytes[0], 32);
    random_fill(&same.random, bytes[1], 32);
    random_fill(&other.random, bytes[2], 32);
    assert_memory_equal(bytes[0], bytes[1], 32);
    assert_memory_not_equal(bytes[0], bytes[2], 32);
}

static size_t drawn;

/* Counts up, and how much was asked for. */
static void count_up(struct random *random, void *out, size_t size) {
    (void)random;
    for (size_t i = 0; i < size; i++) ((uint8_t *)out)[i] = (uint8_t)(drawn++ % 251 + 1);
}

static void test_what_is_drawn_ahead_is_handed_out_once(void **state) {
    (void)state;
    enum { PIECE = 32, PIECES = RANDOM_AHEAD / PIECE };
    struct random source = {count_up};
    struct random_ahead ahead;
    uint8_t piece[PIECE], more[RANDOM_AHEAD + 1] = {0};
    int times[252] = {0}, wanted[252] = {0};
    drawn = 0;
    random_ahead_open(&ahead, &source);
    for (int i = 0; i < PIECES; i++) {
        random_fill(&ahead.random, piece, sizeof piece);
        for (int j = 0; j < PIECE; j++) times[piece[j]]++;
    }
    for (int i = 0; i < RANDOM_AHEAD; i++) wanted[i % 251 + 1]++;
    assert_int_equal(drawn, RANDOM_AHEAD);
    assert_memory_equal(times, wanted, sizeof times);
    for (size_t i = 0; i < sizeof ahead.byte; i++) assert_int_equal(ahead.byte[i], 0);
    random_fill(&ahead.random, piece, sizeof piece);
    assert_int_equal(drawn, 2 * RANDOM_AHEAD);
    random_fill(&ahead.random, more, sizeof more);
    assert_int_equal(drawn, 3 * RANDOM_AHEAD + 1);
    assert_int_not_equal(more[RANDOM_AHEAD], 0);
    random_ahead_close(&ahead);
    for (size_t i = 0; i < sizeof ahead.byte; i++) assert_int_equal(ahead.byte[i], 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_system_never_gives_the_same_twice),
        cmocka_unit_test(test_exactly_so_many_bytes_are_filled),
        cmocka_unit_test(test_a_source_with_a_seed_repeats_itself),
        cmocka_unit_test(test_what_is_drawn_ahead_is_handed_out_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
