/* Donors against what is declared of them, and profiles against each other: ratios worked out by
 * hand, with ten alleles of frequency 0.1 at every locus. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <math.h>

#include "base/buffer.h"
#include "case/dataset_build.h"
#include "case/donor_check.h"
#include "input/plain.h"
#include "input/reading.h"

enum { LOCI = 4, ALLELES = 10 };

static struct dataset dataset;
static struct donor_doubts doubts;

static void read_table(enum table_kind kind, const char *text) {
    if (!plain_read(&arena, kind, "table", text, strlen(text), &rows, &reading))
        fail_msg("%s", reading.errors.item[0].text);
}

/* A profile of the same two alleles at the first `loci` loci. */
static void add_profile(struct buffer *out, const char *subject, int loci, const char *alleles) {
    for (int i = 0; i < loci; i++) buffer_format(out, "%s\tL%d\t%s\n", subject, i, alleles);
}

static void build(const char *persons, const struct buffer *profiles) {
    struct buffer frequencies = {0}, table = {0};
    struct build_options options = build_options_none();
    buffer_add_text(&frequencies, "marker\tallele\tfrequency\n");
    for (int i = 0; i < LOCI; i++)
        for (int j = 1; j <= ALLELES; j++) buffer_format(&frequencies, "L%d\t%d\t0.1\n", i, j);
    buffer_format(&table, "subject\tmarker\tallele1\tallele2\n%s", buffer_text(profiles));
    read_table(TABLE_FREQUENCIES, buffer_text(&frequencies));
    read_table(TABLE_PERSONS, persons);
    read_table(TABLE_PROFILES, buffer_text(&table));
    if (!dataset_build(&arena, &rows, &options, &reading, &dataset))
        fail_msg("%s", reading.errors.item[0].text);
    buffer_close(&frequencies);
    buffer_close(&table);
}

static void check(int threads) {
    struct error error = {0};
    bool *wanted = arena_new(&arena, bool, dataset.family_count);
    memset(wanted, true, (size_t)dataset.family_count);
    assert_true(donor_check(&arena, &dataset, wanted, threads, NULL, &doubts, &error));
}

#define PERSONS "family\tid\tfather\tmother\tsex\trole\n"
#define SIBLINGS                                                                                   \
    "F1\tdad\t0\t0\tM\tother\nF1\tmum\t0\t0\tF\tother\nF1\ta\tdad\tmum\tM\treference\n"            \
    "F1\tb\tdad\tmum\tF\treference\nF1\tc\tdad\tmum\tM\tmissing\n"

/* Siblings share nothing with probability 1/4, and then their genotypes say nothing of each other:
 * a ratio of 1/4 at each locus where they have no allele in common. */
static void siblings_who_share_nothing(void **state) {
    (void)state;
    struct buffer profiles = {0};
    add_profile(&profiles, "a", 4, "1\t2");
    add_profile(&profiles, "b", 4, "3\t4");
    build(PERSONS SIBLINGS, &profiles);
    check(1);
    assert_int_equal(doubts.count, 2);
    for (int i = 0; i < 2; i++) {
        assert_string_equal(dataset.family[0].pedigree.person[doubts.doubt[i].person].id,
                            i ? "b" : "a");
        assert_int_equal(doubts.doubt[i].loci, 4);
        assert_true(fabs(doubts.doubt[i].log10_ratio - 4 * log10(0.25)) < 1e-9);
    }
    buffer_close(&profiles);
}

/* 1/64 is above the limit: such siblings are not rare enough to be doubted. */
static void too_little_to_doubt(void **state) {
    (void)state;
    struct buffer profiles = {0};
    add_profile(&profiles, "a", 3, "1\t2");
    add_profile(&profiles, "b", 4, "3\t4");
    build(PERSONS SIBLINGS, &profiles);
    check(1);
    assert_int_equal(doubts.count, 0);
    buffer_close(&profiles);
}

static void a_father_who_is_none(void **state) {
    (void)state;
    struct buffer profiles = {0};
    add_profile(&profiles, "dad", 1, "1\t2");
    add_profile(&profiles, "a", 4, "3\t4");
    add_profile(&profiles, "f", 4, "1\t2");
    add_profile(&profiles, "g", 4, "2\t3");
    build(PERSONS SIBLINGS "F2\tf\t0\t0\tM\treference\nF2\tg\tf\t0\tM\tmissing\n", &profiles);
    check(2);
    assert_int_equal(doubts.count, 2);
    assert_true(isinf(doubts.doubt[0].log10_ratio));
    assert_int_equal(doubts.doubt[0].family, 0);
    assert_int_equal(doubts.doubt[1].family, 0);
    buffer_close(&profiles);
}

/* With both parents and both children typed, the child of somebody else stands out. */
static void the_one_who_does_not_belong(void **state) {
    (void)state;
    struct buffer profiles = {0};
    add_profile(&profiles, "dad", 4, "1\t2");
    add_profile(&profiles, "mum", 4, "3\t4");
    add_profile(&profiles, "a", 4, "1\t3");
    add_profile(&profiles, "b", 4, "5\t6");
    build(PERSONS SIBLINGS, &profiles);
    check(1);
    /* Without b the others fit; without any of the others b still does not. */
    assert_int_equal(doubts.count, 1);
    assert_string_equal(dataset.family[0].pedigree.person[doubts.doubt[0].person].id, "b");
    assert_int_equal(doubts.unchecked, 0);
    buffer_close(&profiles);
}

/* The genotype's frequency is the chance that somebody else has it: 2 x 0.1 x 0.1 and 0.1 x 0.1. */
static void two_profiles_of_one_person(void **state) {
    (void)state;
    struct buffer profiles = {0};
    int loci;
    add_profile(&profiles, "dad", 4, "1\t2");
    add_profile(&profiles, "a", 3, "2\t1");
    add_profile(&profiles, "b", 2, "7\t7");
    add_profile(&profiles, "c", 1, "7\t");
    build(PERSONS SIBLINGS, &profiles);
    struct profile **profile = dataset.family[0].profile;
    double same = donor_same(&dataset.panel, profile[0], SEX_MALE, profile[2], SEX_MALE, &loci);
    assert_true(fabs(same - 3 * log10(50)) < 1e-9);
    assert_int_equal(loci, 3);
    same = donor_same(&dataset.panel, profile[3], SEX_FEMALE, profile[3], SEX_FEMALE, &loci);
    assert_true(fabs(same - 2 * log10(100)) < 1e-9);
    /* One 7 is seen in a share of 1 - 0.9 x 0.9 of all. */
    same = donor_same(&dataset.panel, profile[3], SEX_FEMALE, profile[4], SEX_MALE, &loci);
    assert_true(fabs(same - log10(1 / 0.19)) < 1e-9);
    assert_int_equal(loci, 1);
    same = donor_same(&dataset.panel, profile[0], SEX_MALE, profile[3], SEX_FEMALE, &loci);
    assert_true(isinf(same) && same < 0);
    buffer_close(&profiles);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(siblings_who_share_nothing, begin_reading, end_reading),
        cmocka_unit_test_setup_teardown(too_little_to_doubt, begin_reading, end_reading),
        cmocka_unit_test_setup_teardown(a_father_who_is_none, begin_reading, end_reading),
        cmocka_unit_test_setup_teardown(the_one_who_does_not_belong, begin_reading, end_reading),
        cmocka_unit_test_setup_teardown(two_profiles_of_one_person, begin_reading, end_reading),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
