/* Pedigrees that are large or knotted: those with a truth of their own get it, all of them end,
 * with a likelihood or with a refusal that gives an estimate. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "identify/likelihood.h"
#include "identify/simulate.h"

enum { MOST = 1000, ALLELES = 3 };

static const double frequencies[ALLELES] = {0.2, 0.3, 0.5};

/* A pedigree that is being written down, and what was seen in it. */
struct large {
    struct arena arena;
    struct marker marker;
    struct pedigree pedigree;
    struct evidence *evidence;
};

static void begin(struct large *large, int alleles, const double *frequency, double rate) {
    static char name[MOST][8];
    const char *names[MOST];
    for (int i = 0; i < alleles; i++) {
        snprintf(name[i], sizeof name[i], "%d", 5 + i);
        names[i] = name[i];
    }
    *large = (struct large){0};
    arena_open(&large->arena, 0);
    struct mutation_model model = {.kind = MUTATION_EQUAL, .rate = rate};
    struct error error = {0};
    assert_true(marker_make(&large->arena, "SYNTHETIC", AUTOSOME, alleles, names, frequency, -1,
                            &large->marker, &error));
    if (rate > 0)
        assert_true(marker_set_mutation(&large->arena, &large->marker, &model, &model, &error));
    large->pedigree.person = arena_new(&large->arena, struct person, MOST);
    large->evidence = arena_new(&large->arena, struct evidence, MOST);
}

static int add(struct large *large, int father, int mother, enum sex sex) {
    int number = large->pedigree.count++;
    assert_true(number < MOST);
    large->pedigree.person[number] = (struct person){"SYNTHETIC", father, mother, sex};
    return number;
}

static void see(struct large *large, int person, int a, int b) {
    large->evidence[person] =
        evidence_of(&large->marker, (struct genotype){a, b}, 0, large->pedigree.person[person].sex);
}

/* ln L, or NAN where it is refused. */
static double solve(struct large *large) {
    struct engine *engine = engine_open();
    struct question question = {&large->marker, &large->pedigree, large->evidence, 0, false};
    struct error error = {0};
    double found = 1;
    if (!likelihood_of(engine, &question, &found, &error)) {
        assert_int_equal(error.code, ERROR_TOO_COSTLY);
        assert_non_null(strpbrk(error.text, "0123456789"));
        assert_null(strstr(error.text, "inf"));
        found = NAN;
    }
    assert_true(isnan(found) || found <= 1e-9); /* no likelihood is above 1 */
    engine_close(engine);
    return found;
}

static void assert_near(double found, double expected) {
    if (!(fabs(found - expected) <= 1e-10 * fabs(expected)))
        fail_msg("ln L %.17g instead of %.17g", found, expected);
}

/* P(child sees a, b | parents' alleles), without mutation or with the matrix. */
static double child_chance(const struct marker *marker, const int father[2], const int mother[2],
                           int a, int b) {
    const double *male = marker->transmission[0], *female = marker->transmission[1];
    int n = marker->allele_count;
    double sum = 0;
    for (int i = 0; i < 4; i++) {
        int x = father[i & 1], y = mother[i >> 1];
        double xa = male ? male[x * n + a] : x == a, yb = female ? female[y * n + b] : y == b;
        double xb = male ? male[x * n + b] : x == b, ya = female ? female[y * n + a] : y == a;
        sum += 0.25 * (xa * yb + (a != b ? xb * ya : 0));
    }
    return sum;
}

/* Many children of two untyped parents: the sum over the parents' four alleles. With so many
 * mutations the likelihood is far below the range of a double, of 240 below 1e-4932. */
static void sibships(void **state) {
    (void)state;
    static const int sizes[] = {1, 10, 60, 100, 240};
    for (int s = 0; s < 5; s++)
        for (int mutates = 0; mutates < 2; mutates++) {
            struct large large;
            begin(&large, ALLELES, frequencies, mutates ? 1e-12 : 0);
            int father = add(&large, -1, -1, SEX_MALE), mother = add(&large, -1, -1, SEX_FEMALE);
            int child_a[MOST], child_b[MOST];
            for (int c = 0; c < sizes[s]; c++) {
                /* Without mutation they are children of 0 1 and 1 2. */
                child_a[c] = mutates ? c * 7 % 3 : c & 1;
                child_b[c] = mutates ? c * 5 % 2 : 1 + (c * 3 / 4 & 1);
                see(&large, add(&large, father, mother, SEX_MALE), child_a[c], child_b[c]);
            }
            double most = -INFINITY, log_of[81];
            for (int i = 0; i < 81; i++) {
                int of_father[2] = {i % 3, i / 3 % 3}, of_mother[2] = {i / 9 % 3, i / 27};
                log_of[i] = log(frequencies[of_father[0]] * frequencies[of_father[1]] *
                                frequencies[of_mother[0]] * frequencies[of_mother[1]]);
                for (int c = 0; c < sizes[s]; c++)
                    log_of[i] += log(
                        child_chance(&large.marker, of_father, of_mother, child_a[c], child_b[c]));
                most = fmax(most, log_of[i]);
            }
            double sum = 0;
            for (int i = 0; i < 81; i++) sum += exp(log_of[i] - most);
            assert_true(most > -INFINITY);
            assert_near(solve(&large), most + log(sum));
            arena_close(&large.arena);
        }
}

/* One child after the other for 300 generations, each with one parent in the pedigree: the allele
 * handed down is one of two. Every tenth is typed. */
static void long_chain(void **state) {
    (void)state;
    struct large large;
    begin(&large, ALLELES, frequencies, 0.01);
    const double *matrix = large.marker.transmission[0];
    /* chance[x][y]: of what was seen so far, and this person's ordered alleles. */
    double chance[3][3], next[3][3], log_scale = 0;
    int last = -1;
    for (int g = 0; g < 300; g++) {
        last = add(&large, last, -1, SEX_MALE);
        for (int x = 0; x < 3; x++)
            for (int y = 0; y < 3; y++) {
                next[x][y] = 0;
                for (int i = 0; i < 9 && g; i++)
                    next[x][y] += chance[i / 3][i % 3] * 0.5 *
                                  (matrix[i / 3 * 3 + x] + matrix[i % 3 * 3 + x]) * frequencies[y];
                if (!g) next[x][y] = frequencies[x] * frequencies[y];
            }
        double all = 0;
        int a = g / 10 % 3, b = g / 30 % 3;
        bool typed = g % 10 == 0;
        for (int x = 0; x < 3; x++)
            for (int y = 0; y < 3; y++) {
                if (typed && !((x == a && y == b) || (x == b && y == a))) next[x][y] = 0;
                all += next[x][y];
            }
        for (int i = 0; i < 9; i++) chance[i / 3][i % 3] = next[i / 3][i % 3] / all;
        log_scale += log(all);
        if (typed) see(&large, last, a, b);
    }
    assert_near(solve(&large), log_scale);
    arena_close(&large.arena);
}

/* Alleles so rare that a few typed strangers are beyond 1e-308: ln L is the sum of theirs. */
static void rare_alleles(void **state) {
    (void)state;
    static const double rare[] = {1e-20, 1e-20, 1 - 2e-20};
    struct large large;
    begin(&large, 3, rare, 0);
    static const int strangers[] = {40, 900};
    for (int s = 0; s < 2; s++) {
        while (large.pedigree.count < strangers[s])
            see(&large, add(&large, -1, -1, SEX_FEMALE), 0, 1);
        assert_near(solve(&large), strangers[s] * (log(2) + 2 * log(1e-20)));
    }
    arena_close(&large.arena);
}

/* From parent to child 0 0, 1 1, 2 2 and round again, the other parent unknown: what was handed on
 * has mutated, with 5e-13. After every other child an untyped person stands between. */
static void mutations_in_series(void **state) {
    (void)state;
    struct large large;
    begin(&large, ALLELES, frequencies, 1e-12);
    const double *matrix = large.marker.transmission[0];
    int last = add(&large, -1, -1, SEX_MALE), from = 0;
    see(&large, last, 0, 0);
    double expected = 2 * log(frequencies[0]);
    for (int g = 1; g < 900; g++) {
        last = add(&large, last, -1, SEX_MALE);
        int to = (from + 1) % 3;
        double chance = matrix[from * 3 + to];
        if (g % 2) {
            chance = 0;
            for (int x = 0; x < 3; x++)
                chance += 0.5 * (matrix[from * 3 + x] + frequencies[x]) * matrix[x * 3 + to];
            last = add(&large, last, -1, SEX_MALE);
            g++;
        }
        see(&large, last, to, to);
        expected += log(chance) + log(frequencies[to]);
        from = to;
    }
    assert_near(solve(&large), expected);
    arena_close(&large.arena);
}

/* Two brothers marry two sisters: their children are double cousins, each of whom with 1/16 shares
 * both alleles, with 6/16 one and with 9/16 none. */
static void double_cousins(void **state) {
    (void)state;
    struct large large;
    begin(&large, ALLELES, frequencies, 0);
    int a = add(&large, -1, -1, SEX_MALE), b = add(&large, -1, -1, SEX_FEMALE);
    int c = add(&large, -1, -1, SEX_MALE), d = add(&large, -1, -1, SEX_FEMALE);
    int brother[2], sister[2];
    for (int i = 0; i < 2; i++) {
        brother[i] = add(&large, a, b, SEX_MALE);
        sister[i] = add(&large, c, d, SEX_FEMALE);
    }
    for (int i = 0; i < 2; i++) see(&large, add(&large, brother[i], sister[i], SEX_MALE), 0, 1);
    double p = 0.2, q = 0.3, both = 2 * p * q;
    double expected = both / 16 + 6.0 / 16 * p * q * (p + q) + 9.0 / 16 * both * both;
    assert_near(solve(&large), log(expected));
    arena_close(&large.arena);
}

/* Generation after generation of `width` couples whose children marry across: loops everywhere. */
static void knotted(int width, int generations, int alleles, int typed_every) {
    double even[MOST];
    for (int i = 0; i < alleles; i++) even[i] = 1.0 / alleles;
    struct large large;
    begin(&large, alleles, even, 0.005);
    int previous[2][64];
    for (int i = 0; i < width; i++) {
        previous[0][i] = add(&large, -1, -1, SEX_MALE);
        previous[1][i] = add(&large, -1, -1, SEX_FEMALE);
    }
    for (int g = 1; g < generations; g++) {
        int next[2][64];
        for (int i = 0; i < width; i++) {
            next[0][i] = add(&large, previous[0][i], previous[1][i], SEX_MALE);
            next[1][i] =
                add(&large, previous[0][(i + g) % width], previous[1][(i + 1) % width], SEX_FEMALE);
        }
        memcpy(previous, next, sizeof previous);
    }
    for (int i = 0; i < large.pedigree.count; i++)
        if (i % typed_every == 0) see(&large, i, i % alleles, i * 7 % alleles);
    solve(&large);
    arena_close(&large.arena);
}

static void knots_end(void **state) {
    (void)state;
    knotted(2, 40, 5, 3);
    knotted(3, 10, 20, 2);
    knotted(5, 10, 20, 7);
    knotted(12, 20, 30, 50);
    knotted(30, 15, 30, 1000);
    knotted(50, 10, 100, 4);
}

/* 300 persons, of whom chance says who whose parents are. */
static void random_pedigrees_end(void **state) {
    (void)state;
    double even[20];
    for (int i = 0; i < 20; i++) even[i] = 0.05;
    struct simulate_random random;
    simulate_seed(&random, 1);
    for (int round = 0; round < 12; round++) {
        struct large large;
        begin(&large, 20, even, round % 2 ? 0.002 : 0);
        for (int i = 0; i < 300; i++) {
            int parent[2] = {-1, -1};
            for (int sex = 0; sex < 2 && i > 10; sex++) {
                int from = i > 60 ? i - 60 : 0;
                int pick = from + (int)simulate_below(&random, (uint32_t)(i - from));
                enum sex own = sex ? SEX_FEMALE : SEX_MALE;
                if (large.pedigree.person[pick].sex == own && !simulate_chance(&random, 0.3))
                    parent[sex] = pick;
            }
            add(&large, parent[0], parent[1],
                simulate_chance(&random, 0.5) ? SEX_MALE : SEX_FEMALE);
        }
        for (int i = 0; i < 300; i += 2 + round % 3)
            if (round % 2) see(&large, i, i % 20, i * 3 % 20);
        solve(&large);
        arena_close(&large.arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sibships),     cmocka_unit_test(long_chain),
        cmocka_unit_test(rare_alleles), cmocka_unit_test(mutations_in_series),
        cmocka_unit_test(double_cousins), cmocka_unit_test(knots_end),
        cmocka_unit_test(random_pedigrees_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
