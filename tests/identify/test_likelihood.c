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

/* What one further observation on a person adds is the same as having it among the evidence. */
static void test_further_evidence_is_evidence(void **state) {
    (void)state;
    struct engine *engine = engine_open();
    struct arena arena;
    arena_open(&arena, 0);
    for (uint64_t seed = 1; seed <= CASES / 4; seed++) {
        struct arena_mark mark = arena_mark(&arena);
        struct random_case random = random_case_make(&arena, seed);
        struct evidence *evidence = evidence_in(&arena, &random);
        int whom = (int)(seed % (uint64_t)random.pedigree.count);
        struct evidence further = evidence[whom];
        evidence[whom] = (struct evidence){.kind = EVIDENCE_NONE};
        struct question question = {.marker = &random.marker,
                                    .pedigree = &random.pedigree,
                                    .evidence = evidence,
                                    .theta = random.theta};
        struct error error = {0};
        double log_found[2];
        struct evidence list[2] = {{.kind = EVIDENCE_NONE}, further};
        assert_true(likelihood_with(engine, &question, whom, list, 2, log_found, &error));
        double expected = brute_likelihood(&random.marker, &random.pedigree, random.genotype,
                                           random.dropout, random.theta);
        assert_close(log_found[1], expected, 1e-11, &arena, &random, seed);
        random.genotype[whom] = (struct genotype){ALLELE_UNTYPED, ALLELE_UNTYPED};
        expected = brute_likelihood(&random.marker, &random.pedigree, random.genotype,
                                    random.dropout, random.theta);
        assert_close(log_found[0], expected, 1e-11, &arena, &random, seed);
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
