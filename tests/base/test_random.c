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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_system_never_gives_the_same_twice),
        cmocka_unit_test(test_exactly_so_many_bytes_are_filled),
        cmocka_unit_test(test_a_source_with_a_seed_repeats_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
