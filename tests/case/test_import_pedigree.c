/* Families that cannot be are refused at the line of whom it concerns, with what the record knows of
 * them already. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "case/import_world.h"

#define HEADER "family\tid\tfather\tmother\tsex\trole\n"

static void within_one_file(void **state) {
    (void)state;
    put_file("persons.tsv", HEADER "F1\ta\tb\t0\tM\tmissing\nF1\tb\ta\t0\tM\tother\n"
                                   "F2\tc\td\td\tM\tmissing\nF2\td\t0\t0\tM\tother\n"
                                   "F3\te\tf\t0\tM\tmissing\nF3\tf\t0\t0\tF\tother\n"
                                   "F4\tg\th\t0\tM\tmissing\nF5\th\t0\t0\tM\tother\n"
                                   "F6\ti\t0\t0\tM\tmissing\n");
    plan_folder();
    assert_lines("persons.tsv", 0, 0, 9, 0);
    assert_int_equal(file_of("persons.tsv")->reading->errors.count, 4);
    assert_error("persons.tsv", 0, 3, 0, "person b is their own ancestor");
    assert_error("persons.tsv", 1, 4, 0, "person c has the same person as father and as mother");
    assert_error("persons.tsv", 2, 6, 0, "person f is the father of e, but female");
    assert_error("persons.tsv", 3, 8, 6, "the father of g, h, is of family F5 and not of family F4");
}

static void with_what_the_record_knows(void **state) {
    (void)state;
    put_file("persons.tsv", HEADER "F1\tchild\tdad\t0\tM\tmissing\nF1\tdad\t0\t0\tM\tother\n");
    plan_folder();
    take_plan();
    /* Above the two, somebody who is the child's child. */
    put_file("persons.tsv", HEADER "F1\tson\tchild\t0\tM\tother\n");
    plan_folder();
    assert_lines("persons.tsv", 1, 0, 0, 0);
    take_plan();
    put_file("persons.tsv", HEADER "F1\tdad\tson\t0\tM\tother\n");
    plan_folder();
    assert_error("persons.tsv", 0, 2, 0, "is their own ancestor");
    put_file("persons.tsv", HEADER "F1\tdad\t0\t0\tF\tother\n");
    plan_folder();
    assert_error("persons.tsv", 0, 2, 0, "person dad is the father of child, but female");
    /* What does not touch a family is not held against it. */
    put_file("persons.tsv", HEADER "F2\tx\t0\t0\tF\tother\n");
    plan_folder();
    assert_lines("persons.tsv", 1, 0, 0, 0);
}

static void a_parent_who_comes_later(void **state) {
    (void)state;
    put_file("persons.tsv", HEADER "F1\tchild\tdad\t0\tM\tmissing\n");
    plan_folder();
    assert_lines("persons.tsv", 1, 0, 0, 0);
    assert_int_equal(world_plan.wait_count, 1);
    take_plan();
    put_file("persons.tsv", HEADER "F1\tdad\t0\t0\tF\tother\n");
    plan_folder();
    assert_error("persons.tsv", 0, 2, 0, "person dad is the father of child, but female");
    /* A child who waits in another family is one that no table names. */
    put_file("persons.tsv", HEADER "F2\tdad\t0\t0\tM\tother\n");
    plan_folder();
    assert_error("persons.tsv", 0, 2, 1, "the father of child, dad, is of family F2 and not of "
                                         "family F1");
    put_file("persons.tsv", HEADER "F1\tdad\t0\t0\tM\tother\n");
    plan_folder();
    take_plan();
    assert_string_equal(field_of("person", "child", "father"), reference_to("person", "dad"));
}

static void a_parent_who_is_put_into_another_family(void **state) {
    (void)state;
    put_file("persons.tsv", HEADER "F1\tchild\tdad\t0\tM\tmissing\nF1\tdad\t0\t0\tM\tother\n");
    plan_folder();
    take_plan();
    put_file("persons.tsv", HEADER "F2\tdad\t0\t0\tM\tother\n");
    plan_folder();
    assert_error("persons.tsv", 0, 2, 1, "the father of child, dad, is of family F2");
    /* The whole family may move. */
    put_file("persons.tsv", HEADER "F2\tdad\t0\t0\tM\tother\nF2\tchild\tdad\t0\tM\tmissing\n");
    plan_folder();
    assert_lines("persons.tsv", 2, 0, 0, 0);
}

static void a_parent_whom_another_family_has(void **state) {
    (void)state;
    put_file("persons.tsv", HEADER "F1\tdad\t0\t0\tM\tother\n");
    plan_folder();
    take_plan();
    put_file("persons.tsv", HEADER "F2\tchild\tdad\t0\tM\tmissing\n");
    plan_folder();
    assert_error("persons.tsv", 0, 2, 10, "the father of child, dad, is of family F1 and not of "
                                         "family F2");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(within_one_file, begin_world, end_world),
        cmocka_unit_test_setup_teardown(with_what_the_record_knows, begin_world, end_world),
        cmocka_unit_test_setup_teardown(a_parent_who_comes_later, begin_world, end_world),
        cmocka_unit_test_setup_teardown(a_parent_who_is_put_into_another_family, begin_world,
                                        end_world),
        cmocka_unit_test_setup_teardown(a_parent_whom_another_family_has, begin_world, end_world),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
