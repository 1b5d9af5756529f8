/* Which remains are taken as one individual, and which pairs are left in doubt. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "brute.h"
#include "hand_dataset.h"
#include "identify/individuals.h"
#include "random_dataset.h"

/* Eight alleles; 5 and 4 are rare. */
static const double frequencies[] = {0.2, 0.2, 0.2, 0.2, 0.05, 0.05, 0.05, 0.05};

static struct individuals found;

static void find(bool group, double threshold) {
    struct error error = {0};
    if (!individuals_find(&hand.arena, &hand.dataset, group, threshold, 1, NULL, &found, &error))
        fail_msg("%s", error.text);
}

/* Two alike profiles: the ratio is 1 / P(genotype) at each locus; 2 * 0.05 * 0.05 = 1/200. */
static void alike_by_hand(void **state) {
    (void)state;
    hand_markers(&hand, 3, AUTOSOME, 8, frequencies, 0);
    hand_remains(&hand, "A", SEX_UNKNOWN, 0, "45");
    hand_remains(&hand, "B", SEX_MALE, 0, "67");
    hand_remains(&hand, "C", SEX_MALE, 0, "45");
    find(true, 200 * 200 * 200 * 0.999);
    assert_int_equal(found.count, 2);
    assert_int_equal(found.of_remains[0], 0);
    assert_int_equal(found.of_remains[1], 1);
    assert_int_equal(found.of_remains[2], 0);
    assert_int_equal(found.individual[0].count, 2);
    assert_int_equal(found.individual[0].remains[0], 0);
    assert_int_equal(found.individual[0].remains[1], 2);
    assert_int_equal(found.individual[0].sex, SEX_MALE); /* what one of them says */
    assert_int_equal(found.individual[0].loci, 3);
    assert_int_equal(found.doubts, 0);
    find(true, 200 * 200 * 200 * 1.001);
    assert_int_equal(found.count, 3);
    assert_int_equal(found.doubts, 1);
    assert_int_equal(found.doubt[0].first, 0);
    assert_int_equal(found.doubt[0].second, 2);
    assert_true(fabs(found.doubt[0].log10_same - 3 * log10(200)) < 1e-12);
    /* Full siblings, both 45: with 1/4 two alleles in common, with 1/2 one, with 1/4 none. */
    double p = 0.05, both = 2 * p * p, one = p * p * (p + p);
    double siblings = both / 4 + one / 2 + both * both / 4;
    assert_true(fabs(found.doubt[0].log10_siblings - 3 * log10(siblings / both / both)) < 1e-12);
}

static void ungrouped_each_stands_for_itself(void **state) {
    (void)state;
    hand_markers(&hand, 20, AUTOSOME, 8, frequencies, 0);
    hand_remains(&hand, "A", SEX_MALE, 0, "45");
    hand_remains(&hand, "B", SEX_MALE, 0, "45");
    hand_remains(&hand, "C", SEX_MALE, 0, NULL);
    find(false, INDIVIDUALS_THRESHOLD);
    assert_int_equal(found.count, 3);
    assert_int_equal(found.doubts, 0);
    for (int i = 0; i < 3; i++) assert_int_equal(found.of_remains[i], i);
    assert_int_equal(found.individual[2].loci, 0);
    find(true, INDIVIDUALS_THRESHOLD);
    assert_int_equal(found.count, 2);
    assert_int_equal(found.of_remains[2], 1);
}

static void complete_bodies_and_sexes_stay_apart(void **state) {
    (void)state;
    hand_markers(&hand, 20, AUTOSOME, 8, frequencies, 0);
    hand_remains(&hand, "A", SEX_MALE, 0, "45");
    hand_remains(&hand, "B", SEX_MALE, 0, "45");
    hand_remains(&hand, "C", SEX_FEMALE, 0, "45");
    hand.dataset.remains[0].complete_body = hand.dataset.remains[1].complete_body = true;
    find(true, INDIVIDUALS_THRESHOLD);
    assert_int_equal(found.count, 3);
    /* A part joins one of the bodies, and not through it the other. */
    hand_remains(&hand, "D", SEX_UNKNOWN, 0, "45");
    find(true, INDIVIDUALS_THRESHOLD);
    assert_int_equal(found.count, 3);
    assert_int_not_equal(found.of_remains[0], found.of_remains[1]);
    assert_int_not_equal(found.of_remains[0], found.of_remains[2]);
    assert_int_not_equal(found.of_remains[1], found.of_remains[2]);
}

/* A is like C, C like D, D like B, but A and B contradict each other: whoever is put together, no
 * individual holds a contradiction (dvir's mergePM puts D in two groups). */
static void chain_of_likenesses_ends_at_a_contradiction(void **state) {
    (void)state;
    hand_markers(&hand, 12, AUTOSOME, 8, frequencies, 0);
    hand_remains(&hand, "A", SEX_MALE, 0, "45 45 45 45 45 45 45 45 -- -- -- 01");
    hand_remains(&hand, "B", SEX_MALE, 0, "-- -- -- 45 45 45 45 45 45 45 45 23");
    hand_remains(&hand, "C", SEX_MALE, 0, "45 45 45 45 45 45 45 -- -- -- -- --");
    hand_remains(&hand, "D", SEX_MALE, 0, "-- -- -- 45 45 45 45 45 45 45 -- --");
    find(true, 1e4);
    assert_int_not_equal(found.of_remains[0], found.of_remains[1]);
    assert_int_equal(found.count, 2);
    for (int i = 0; i < found.count; i++)
        for (int m = 0; m < 12; m++)
            assert_int_not_equal(found.individual[i].evidence[m].kind, EVIDENCE_IMPOSSIBLE);
    /* And in any order of the files. */
    struct remains first = hand.dataset.remains[0];
    hand.dataset.remains[0] = hand.dataset.remains[3];
    hand.dataset.remains[3] = first;
    find(true, 1e4);
    assert_int_equal(found.count, 2);
    assert_int_not_equal(found.of_remains[3], found.of_remains[1]);
}

/* A lost allele: one peak in a bone against two in another. Without drop-out the two cannot be one
 * person; with it the pair is d(1-d) 2pq over what the population gives each. */
static void drop_out_joins_one_peak_with_two(void **state) {
    (void)state;
    hand_markers(&hand, 6, AUTOSOME, 8, frequencies, 0);
    hand_remains(&hand, "A", SEX_MALE, 0, "45 45 45 45 45 44");
    hand_remains(&hand, "B", SEX_MALE, 0, "45");
    find(true, INDIVIDUALS_THRESHOLD);
    assert_int_equal(found.count, 2);
    assert_int_equal(found.doubts, 0);
    double d = 0.1;
    hand.dataset.remains[0].profile->dropout = d;
    find(true, INDIVIDUALS_THRESHOLD);
    assert_int_equal(found.count, 1);
    /* Its genotype is known to be 45 at every locus. */
    for (int m = 0; m < 6; m++) {
        assert_int_equal(found.individual[0].evidence[m].kind, EVIDENCE_PAIR);
        assert_int_equal(found.individual[0].evidence[m].a, 4);
        assert_int_equal(found.individual[0].evidence[m].b, 5);
    }
    find(true, 1e30);
    double p = 0.05, peak = p * p * (1 - d * d) + 2 * p * (1 - p) * d * (1 - d);
    double expected = 5 * log10(200) + log10(d * (1 - d) / peak);
    assert_int_equal(found.doubts, 1);
    assert_true(fabs(found.doubt[0].log10_same - expected) < 1e-12);
}

/* Two that fit one person with four lost alleles fit two brothers better. */
static void brothers_are_a_doubt(void **state) {
    (void)state;
    hand_markers(&hand, 10, AUTOSOME, 8, frequencies, 0);
    hand_remains(&hand, "A", SEX_MALE, 0.001, "45 45 45 45 45 45 44 44 44 44");
    hand_remains(&hand, "B", SEX_MALE, 0.001, "45");
    find(true, INDIVIDUALS_THRESHOLD);
    assert_int_equal(found.count, 2);
    assert_int_equal(found.doubts, 1);
    assert_true(found.doubt[0].log10_same >= 6);
    assert_true(found.doubt[0].log10_siblings > found.doubt[0].log10_same);
}

/* The ratio of one person against two: the sum over true genotypes of what each gives both
 * profiles. Sexes are known. */
static double log_same(const struct dataset *dataset, int a, int b) {
    double sum = 0;
    for (int m = 0; m < dataset->panel.count; m++) {
        const struct marker *marker = &dataset->panel.marker[m];
        double alone[2], both = 0;
        bool typed = true;
        enum sex sex = dataset->remains[a].sex;
        struct person person = {"", -1, -1, sex};
        struct pedigree single = {1, &person};
        for (int k = 0; k < 2; k++) {
            const struct profile *profile = dataset->remains[k ? b : a].profile;
            typed = typed && profile && profile->genotype[m].a != ALLELE_UNTYPED;
            if (typed)
                alone[k] =
                    brute_likelihood(marker, &single, &profile->genotype[m], &profile->dropout, 0);
        }
        if (!typed) continue;
        /* P(seen by a | x y) P(seen by b | x y): as if only x and y were alleles. */
        int alleles = marker->allele_count;
        bool one = marker->chromosome == X_CHROMOSOME && sex == SEX_MALE;
        for (int x = 0; x < alleles; x++)
            for (int y = x; y < (one ? x + 1 : alleles); y++) {
                double chance = marker->frequency[x] * (one ? 1 : marker->frequency[y]);
                double whole = x == y ? chance : 2 * chance;
                double certain[MARKER_ALLELE_LIMIT] = {0};
                struct marker fixed = *marker;
                fixed.frequency = certain;
                certain[x] = certain[y] = x == y ? 1 : 0.5;
                double only = x == y ? 1 : 0.5; /* chance of x y among x and y alone */
                for (int k = 0; k < 2; k++) {
                    const struct profile *profile = dataset->remains[k ? b : a].profile;
                    struct genotype seen = profile->genotype[m];
                    double likely = brute_likelihood(&fixed, &single, &seen, &profile->dropout, 0);
                    if (x != y) { /* take away what x x and y y gave */
                        for (int z = 0; z < 2; z++) {
                            double same[MARKER_ALLELE_LIMIT] = {0};
                            same[z ? y : x] = 1;
                            fixed.frequency = same;
                            likely -= 0.25 * brute_likelihood(&fixed, &single, &seen,
                                                              &profile->dropout, 0);
                        }
                        fixed.frequency = certain;
                    }
                    whole *= likely / only;
                }
                both += whole;
            }
        sum += log(both) - log(alone[0]) - log(alone[1]);
    }
    return sum;
}

static void same_person_by_enumeration(void **state) {
    (void)state;
    struct random_shape shape = {{1, 1}, {1, 2}, {4, 6}, {6, 9}, 2, true, false};
    int compared = 0;
    for (uint64_t seed = 1; seed <= 120; seed++) {
        struct arena_mark mark = arena_mark(&hand.arena);
        hand.dataset = random_dataset_make(&hand.arena, seed, &shape);
        /* A threshold that nothing reaches: all that is alike stays a doubt. */
        find(true, 1e300);
        for (int a = 0; a < hand.dataset.remains_count; a++)
            for (int b = a + 1; b < hand.dataset.remains_count; b++) {
                double expected = hand.dataset.remains[a].sex == hand.dataset.remains[b].sex
                                      ? log_same(&hand.dataset, a, b) / M_LN10
                                      : -INFINITY;
                const struct doubt *doubt = NULL;
                for (int d = 0; d < found.doubts; d++)
                    if ((found.doubt[d].first == a && found.doubt[d].second == b) ||
                        (found.doubt[d].first == b && found.doubt[d].second == a))
                        doubt = &found.doubt[d];
                if (fabs(expected - 2) < 1e-9) continue;
                assert_int_equal(doubt != NULL, expected > 2);
                if (!doubt) continue;
                compared++;
                if (fabs(doubt->log10_same - expected) > 1e-9)
                    fail_msg("seed %llu: %d %d: %.17g instead of %.17g", (unsigned long long)seed,
                             a, b, doubt->log10_same, expected);
            }
        arena_release(&hand.arena, mark);
    }
    assert_true(compared > 50);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, hand_begin, hand_end)
    const struct CMUnitTest tests[] = {
        TEST(alike_by_hand),
        TEST(ungrouped_each_stands_for_itself),
        TEST(complete_bodies_and_sexes_stay_apart),
        TEST(chain_of_likenesses_ends_at_a_contradiction),
        TEST(drop_out_joins_one_peak_with_two),
        TEST(brothers_are_a_doubt),
        TEST(same_person_by_enumeration),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
