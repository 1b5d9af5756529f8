/* What the profiles of an import show: contradictions, donors who are not who they are said to be,
 * staff; and who is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "case/import_check.h"
#include "case/import_world.h"

enum { LOCI = 6, ALLELES = 10, LABORATORY = 1 << USER_LABORATORY, LIAISON = 1 << USER_LIAISON };

static struct import_findings findings;

static void put_frequencies(void) {
    struct buffer table = {0};
    buffer_add_text(&table, "marker\tallele\tfrequency\n");
    for (int i = 0; i < LOCI; i++)
        for (int j = 1; j <= ALLELES; j++) buffer_format(&table, "L%d\t%d\t0.1\n", i, j);
    put_file("frequencies.tsv", buffer_text(&table));
    buffer_close(&table);
}

/* profiles.tsv, of the same two alleles at every locus for each subject: "dad 1 2", … */
static void put_profiles(const char *const *profile) {
    struct buffer table = {0};
    buffer_add_text(&table, "subject\tmarker\tallele1\tallele2\n");
    for (; *profile; profile++) {
        size_t length = strcspn(*profile, " ");
        const char *second = strrchr(*profile, ' ');
        for (int i = 0; i < LOCI; i++)
            buffer_format(&table, "%.*s\tL%d\t%.*s\t%s\n", (int)length, *profile, i,
                          (int)(second - *profile - (long)length - 1), *profile + length + 1,
                          second + 1);
    }
    put_file("profiles.tsv", buffer_text(&table));
    buffer_close(&table);
}

static void put_people(void) {
    put_file("persons.tsv", "family\tid\tfather\tmother\tsex\trole\n"
                            "F1\tson\tdad\tmum\tM\tmissing\nF1\tdad\t\t\tM\treference\n"
                            "F1\tmum\t\t\tF\treference\nF1\tsis\tdad\tmum\tF\treference\n");
    put_file("remains.tsv", "code\tsex\nV1\tM\nV2\t?\n");
    put_file("samples.tsv", "sample\tsubject\tkind\nLB1\tV1\tbone\nLB2\tV1\ttooth\n"
                            "LB3\t\tstaff\nLB4\tV2\tbone\n");
}

static void check(unsigned roles) {
    struct error error = {0};
    struct cancel cancel = {0};
    plan_folder();
    for (int i = 0; i < world_plan.file_count; i++)
        if (world_plan.file[i].refused)
            fail_msg("%s", world_plan.file[i].reading->errors.item[0].text);
    if (!import_check(&world_arena, &world_plan, roles, 2, &cancel, &findings, &error))
        fail_msg("%s", error.text);
}

static void assert_finding(int index, const char *part) {
    assert_true(index < findings.count);
    if (!strstr(findings.finding[index], part))
        fail_msg("\"%s\" is not in: %s", part, findings.finding[index]);
}

static void nothing_to_say(void **state) {
    (void)state;
    put_people();
    check(LABORATORY);
    assert_int_equal(findings.count, 0);
    put_frequencies();
    put_profiles((const char *const[]){"LB1 1 2", "LB2 1 2", "dad 1 2", "mum 3 4", "sis 1 3",
                                       "LB3 9 10", NULL});
    check(LABORATORY);
    assert_true(findings.checked);
    assert_int_equal(findings.count, 0);
}

static void readings_that_contradict_each_other(void **state) {
    (void)state;
    put_people();
    put_frequencies();
    put_profiles((const char *const[]){"LB1 1 2", "LB2 1 3", "LB4 5 6", NULL});
    check(LABORATORY);
    assert_int_equal(findings.count, 1);
    assert_finding(0, "V1: its profiles contradict each other at L0, L1, L2, L3, L4, L5; both are "
                      "kept, and neither is used there: are they of one person?");
    /* Both are in the record, and a reading that comes later is held against both. */
    take_plan();
    assert_int_equal(count_of("profile"), 3);
    put_profiles((const char *const[]){"LB4 5 7", "LB2 1 3", NULL});
    put_file("profiles.tsv", "subject\tmarker\tallele1\tallele2\treplicate\nLB4\tL1\t5\t7\t2\n");
    check(LABORATORY);
    assert_finding(0, "V1: its profiles contradict");
    assert_finding(1, "V2: its profiles contradict each other at L1; both are kept");
}

static void a_donor_who_is_somebody_elses(void **state) {
    (void)state;
    put_people();
    put_frequencies();
    put_profiles((const char *const[]){"dad 1 2", "mum 3 4", "sis 5 6", NULL});
    check(LABORATORY);
    assert_int_equal(findings.count, 1);
    assert_finding(0, "sis of family F1: genotypes do not fit the relation that is declared; "
                      "likelihood ratio 0 at 6 loci");
    take_plan();
    /* The profiles are in the record; the pedigree that comes now is what does not fit. */
    put_profiles((const char *const[]){"V1 1 2", NULL});
    put_file("persons.tsv", "family\tid\tfather\tmother\tsex\trole\n"
                            "F1\tsis\t\tmum\tF\treference\n");
    check(LABORATORY);
    assert_int_equal(findings.count, 2);
    assert_finding(0, "sis of family F1");
    assert_finding(1, "mum of family F1");
}

static void somebody_of_the_staff(void **state) {
    (void)state;
    put_people();
    put_frequencies();
    put_profiles((const char *const[]){"LB1 9 10", "LB3 9 10", "LB4 9 9", "dad 9 10", NULL});
    check(LABORATORY);
    assert_int_equal(findings.count, 2);
    /* 1 / (2 x 0.1 x 0.1) at each of six loci */
    assert_finding(0, "V1: the profile is that of staff sample LB3; likelihood ratio 1.56e+10 at 6 "
                      "loci");
    assert_finding(1, "dad: the profile is that of staff sample LB3");
}

static void staff_who_are_typed_later(void **state) {
    (void)state;
    put_people();
    put_frequencies();
    put_profiles((const char *const[]){"LB1 9 10", "LB4 9 9", NULL});
    check(LABORATORY);
    assert_int_equal(findings.count, 0);
    take_plan();
    put_profiles((const char *const[]){"LB3 9 10", NULL});
    check(LABORATORY);
    assert_int_equal(findings.count, 1);
    assert_finding(0, "V1: the profile is that of staff sample LB3");
}

static void only_who_may_read_profiles_is_told(void **state) {
    (void)state;
    put_people();
    put_frequencies();
    put_profiles((const char *const[]){"dad 1 2", "mum 3 4", "sis 5 6", NULL});
    check(LIAISON);
    assert_true(findings.hidden);
    assert_int_equal(findings.count, 0);
    assert_null(findings.finding);
    /* And just so when there is nothing to tell. */
    put_profiles((const char *const[]){"dad 1 2", "mum 3 4", "sis 1 3", NULL});
    check(LIAISON);
    assert_true(findings.hidden);
}

static void what_cannot_be_compared_is_said(void **state) {
    (void)state;
    put_people();
    put_frequencies();
    put_file("profiles.tsv", "subject\tmarker\tallele1\tallele2\nLB1\tL0\tx\t7\nLB1\tL1\t5\t6\n");
    check(LABORATORY);
    assert_int_equal(findings.count, 1);
    assert_finding(0, "profiles.tsv: L0 of LB1: \"x\" is not in the frequency table");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_to_say, begin_world, end_world),
        cmocka_unit_test_setup_teardown(readings_that_contradict_each_other, begin_world,
                                        end_world),
        cmocka_unit_test_setup_teardown(a_donor_who_is_somebody_elses, begin_world, end_world),
        cmocka_unit_test_setup_teardown(somebody_of_the_staff, begin_world, end_world),
        cmocka_unit_test_setup_teardown(staff_who_are_typed_later, begin_world, end_world),
        cmocka_unit_test_setup_teardown(only_who_may_read_profiles_is_told, begin_world,
                                        end_world),
        cmocka_unit_test_setup_teardown(what_cannot_be_compared_is_said, begin_world, end_world),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
