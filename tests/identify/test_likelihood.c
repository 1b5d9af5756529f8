/* The likelihood engine against the enumeration of every genotype, on thousands of random small
 * pedigrees: loops, half-founders, unconnected parts, silent alleles, drop-out, theta, X, every
 * mutation model. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "brute.h"
#include "identify/likelihood.h"
#include "random_case.h"

enum { CASES = 6000 };

static struct evidence *evidence_in(struct arena *arena, const struct random_case *random) {
    struct evidence *evidence = arena_new(arena, struct evidence, random->pedigree.count);
    for (int i = 0; i < random->pedigree.count; i++)
        evidence[i] = evidence_of(&random->marker, random->genotype[i], random->dropout[i],
                                  random->pedigree.person[i].sex);
    return evidence;
}

static void assert_close(double log_found, double expected, double tolerance, struct arena *arena,
                         const struct random_case *random, uint64_t seed) {
    double found = exp(log_found);
    if (fabs(found - expected) <= tolerance * fabs(expected)) return;
    fail_msg("seed %llu: likelihood %.17g, enumeration %.17g\n%s", (unsigned long long)seed, found,
             expected, random_case_text(arena, random));
}

static void test_agrees_with_enumeration(void **state) {
    (void)state;
    struct engine *engine = engine_open();
    struct arena arena;
    arena_open(&arena, 0);
    int possible = 0;
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        struct arena_mark mark = arena_mark(&arena);
        struct random_case random = random_case_make(&arena, seed);
        struct evidence *evidence = evidence_in(&arena, &random);
        struct question question = {.marker = &random.marker,
                                    .pedigree = &random.pedigree,
                                    .evidence = evidence,
                                    .theta = random.theta};
        double log_found = NAN;
        struct error error = {0};
        if (!likelihood_of(engine, &question, &log_found, &error)) {
            fail_msg("seed %llu: %s", (unsigned long long)seed, error.text);
        }
        double expected = brute_likelihood(&random.marker, &random.pedigree, random.genotype,
                                           random.dropout, random.theta);
        possible += expected > 0;
        assert_close(log_found, expected, 1e-11, &arena, &random, seed);
        arena_release(&arena, mark);
    }
    assert_true(possible > CASES / 4);
    arena_close(&arena);
    engine_close(engine);
}

/* Every genotype that a person may have, and nothing, asked for together. */
static int list_further(const struct random_case *random, int whom, struct genotype *genotype) {
    static const struct genotype untyped = {ALLELE_UNTYPED, ALLELE_UNTYPED};
    const struct marker *marker = &random->marker;
    int visible = marker->allele_count - marker->has_silent, count = 0;
    bool single = marker->chromosome == X_CHROMOSOME &&
                  random->pedigree.person[whom].sex == SEX_MALE;
    genotype[count++] = untyped;
    for (int a = 0; a < visible; a++)
        for (int b = a; b < (single ? a + 1 : visible); b++)
            genotype[count++] = (struct genotype){a, b};
    return count;
}

/* What one further observation on a person adds is the same as having it among the evidence. */
static void test_further_evidence_is_evidence(void **state) {
    (void)state;
    enum { MOST_FURTHER = 16 };
    struct engine *engine = engine_open();
    struct arena arena;
    arena_open(&arena, 0);
    for (uint64_t seed = 1; seed <= CASES / 4; seed++) {
        struct arena_mark mark = arena_mark(&arena);
        struct random_case random = random_case_make(&arena, seed);
        struct evidence *evidence = evidence_in(&arena, &random);
        int whom = (int)(seed % (uint64_t)random.pedigree.count);
        evidence[whom] = (struct evidence){.kind = EVIDENCE_NONE};
        struct genotype genotype[MOST_FURTHER];
        struct evidence further[MOST_FURTHER];
        int count = list_further(&random, whom, genotype);
        for (int i = 0; i < count; i++)
            further[i] = evidence_of(&random.marker, genotype[i], random.dropout[whom],
                                     random.pedigree.person[whom].sex);
        struct question question = {.marker = &random.marker,
                                    .pedigree = &random.pedigree,
                                    .evidence = evidence,
                                    .theta = random.theta};
        struct error error = {0};
        double log_found[MOST_FURTHER];
        assert_true(
            likelihood_with(engine, &question, whom, further, count, log_found, &error));
        for (int i = 0; i < count; i++) {
            random.genotype[whom] = genotype[i];
            double expected = brute_likelihood(&random.marker, &random.pedigree, random.genotype,
                                               random.dropout, random.theta);
            assert_close(log_found[i], expected, 1e-11, &arena, &random, seed);
        }
        arena_release(&arena, mark);
    }
    arena_close(&arena);
    engine_close(engine);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_agrees_with_enumeration),
        cmocka_unit_test(test_further_evidence_is_evidence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
