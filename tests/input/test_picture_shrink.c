/* Each pixel of a small picture is the mean of what it covers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/seeded.h"
#include "input/picture_parts.h"

/* The part of [from, from + 1) that lies within [at, at + 1) of a scale by which `whole` becomes
 * `small`. */
static double covered(int from, int at, int whole, int small) {
    double begin = (double)at * whole / small, end = (double)(at + 1) * whole / small;
    if (begin < from) begin = from;
    if (end > from + 1) end = from + 1;
    return end > begin ? end - begin : 0;
}

static uint32_t below(struct seeded *seeded, uint32_t most) {
    uint32_t drawn;
    random_fill(&seeded->random, &drawn, sizeof drawn);
    return drawn % most;
}

static void a_pixel_is_the_mean_of_what_it_covers(void **state) {
    (void)state;
    struct seeded seeded = seeded_from(7);
    for (int trial = 0; trial < 60; trial++) {
        int width = 1 + (int)below(&seeded, 40), height = 1 + (int)below(&seeded, 40);
        struct shrink shrink = {.side = 1 + (int)below(&seeded, 40)};
        uint8_t *pixel = malloc((size_t)(width * height * 3));
        for (int i = 0; i < width * height * 3; i++) pixel[i] = (uint8_t)below(&seeded, 256);
        shrink_begin(&shrink, width, height);
        for (int y = 0; y < height; y++) shrink_row(&shrink, pixel + y * width * 3);
        assert_int_equal(shrink.rows, shrink.height);
        for (int y = 0; y < shrink.height; y++)
            for (int x = 0; x < shrink.width * 3; x++) {
                double sum = 0, area = 0;
                for (int j = 0; j < height; j++)
                    for (int i = 0; i < width; i++) {
                        double part = covered(i, x / 3, width, shrink.width) *
                                      covered(j, y, height, shrink.height);
                        sum += part * pixel[(j * width + i) * 3 + x % 3];
                        area += part;
                    }
                double got = shrink.pixel[y * shrink.width * 3 + x];
                assert_true(got - sum / area <= 0.5000001 && sum / area - got <= 0.5000001);
            }
        shrink_end(&shrink);
        free(pixel);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pixel_is_the_mean_of_what_it_covers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
