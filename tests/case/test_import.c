/* From tables to what is appended: lines and records, what the same file does a second time and what
 * a changed one does, what is refused and where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/files.h"
#include "case/import_world.h"

static const char REMAINS[] = "code\tsex\tgrave\tcross\tfound\n"
                              "ABC-0001-B\tM\tABC-G001\t12\t2022-09-16\n"
                              "ABC-0002-P\t?\tABC-G001\t\t2022-09\n";

static const char PROFILES[] = "subject\tmarker\tallele1\tallele2\n"
                               "ABC-0001-B\tTH01\t6\t9.3\n"
                               "ABC-0001-B\tvWA\t17\t17\n"
                               "ABC-0002-P\tTH01\t7\t\n"
                               "ABC-0001-B\tFGA\t21\t24\n";

static void every_line_is_counted(void **state) {
    (void)state;
    put_file("remains.tsv", REMAINS);
    put_file("profiles.tsv", PROFILES);
    plan_folder();
    assert_lines("remains.tsv", 2, 0, 0, 0);
    assert_lines("profiles.tsv", 4, 0, 0, 0);
    assert_int_equal(world_plan.revised, 0);
    take_plan();
    assert_int_equal(count_of("remains"), 2);
    /* One profile is one record, wherever its lines stand. */
    assert_int_equal(count_of("profile"), 2);
    assert_string_equal(field_of("remains", "ABC-0002-P", "found"), "\"2022-09\"");
    assert_string_equal(field_of("remains", "ABC-0002-P", "sex"), "{\"none\":\"unknown\"}");
    const char *subject = reference_to("remains", "ABC-0001-B");
    const char *key = arena_format(&world_arena, "%.28s\t\t", subject + 1);
    assert_string_equal(field_of("profile", key, "subject"), subject);
    assert_string_equal(field_of("profile", key, "loci"),
                        "[{\"alleles\":[\"6\",\"9.3\"],\"marker\":\"TH01\"},"
                        "{\"alleles\":[\"17\",\"17\"],\"marker\":\"vWA\"},"
                        "{\"alleles\":[\"21\",\"24\"],\"marker\":\"FGA\"}]");
}

static void the_same_again_changes_nothing(void **state) {
    (void)state;
    put_file("remains.tsv", REMAINS);
    put_file("profiles.tsv", PROFILES);
    plan_folder();
    take_plan();
    plan_folder();
    assert_lines("remains.tsv", 0, 2, 0, 0);
    assert_lines("profiles.tsv", 0, 4, 0, 0);
    /* Nor do other spellings of the same, other columns left out, and another order. */
    put_file("remains.tsv", "found;CODE\n2022-09;abc-0002-p\n2022-09-16;ABC-0001-B\n");
    plan_folder();
    assert_lines("remains.tsv", 0, 2, 0, 0);
    assert_int_equal(world_plan.revised, 0);
}

static void a_changed_line_revises_its_record(void **state) {
    (void)state;
    put_file("remains.tsv", REMAINS);
    put_file("profiles.tsv", PROFILES);
    plan_folder();
    take_plan();
    put_file("remains.tsv", "code\tsex\tcross\nABC-0001-B\tM\t\nABC-0002-P\t?\t\n"
                            "ABC-0003-B\tF\t14\n");
    plan_folder();
    assert_lines("remains.tsv", 2, 1, 0, 0);
    assert_int_equal(world_plan.revised, 1);
    struct import_count count = import_count(&world_plan, file_of("remains.tsv"));
    assert_int_equal(count.records[IMPORT_NEW], 1);
    assert_int_equal(count.records[IMPORT_REVISED], 1);
    take_plan();
    /* An emptied cell takes the value away; a column that is not there leaves it. */
    assert_string_equal(field_of("remains", "ABC-0001-B", "marker"), "");
    assert_string_equal(field_of("remains", "ABC-0001-B", "found"), "\"2022-09-16\"");
    assert_int_equal(count_of("remains"), 3);
    /* A profile is revised as a whole, and its subject stays who it is. */
    put_file("profiles.tsv", "subject\tmarker\tallele1\tallele2\nABC-0001-B\tTH01\t6\t9\n");
    plan_folder();
    assert_lines("profiles.tsv", 1, 0, 0, 0);
    take_plan();
    assert_int_equal(count_of("profile"), 2);
}

static void a_table_may_say_why_it_changes_a_record(void **state) {
    (void)state;
    put_file("remains.tsv", REMAINS);
    plan_folder();
    take_plan();
    put_file("remains.tsv", "code\tsex\treason\nABC-0001-B\tF\tpelvis examined\n"
                            "ABC-0002-P\t?\tnothing changed\n");
    plan_folder();
    assert_lines("remains.tsv", 1, 1, 0, 0);
    assert_int_equal(world_plan.revised, 0);
    take_plan();
    assert_string_equal(field_of("remains", "ABC-0001-B", "reason"), "\"pelvis examined\"");
    /* A reason is of one revision, and no difference of the next. */
    plan_folder();
    assert_lines("remains.tsv", 0, 2, 0, 0);
}

static void parts_without_a_column_stay(void **state) {
    (void)state;
    put_file("profiles.tsv", "subject\tmarker\tallele1\tallele2\theight1\theight2\n"
                             "V1\tTH01\t6\t7\t900\t880\n");
    plan_folder();
    take_plan();
    put_file("profiles.tsv", "subject\tmarker\tallele1\tallele2\nV1\tTH01\t6\t7\n");
    plan_folder();
    assert_lines("profiles.tsv", 0, 1, 0, 0);
}

static void nothing_of_a_file_with_a_wrong_line_is_taken(void **state) {
    (void)state;
    put_file("remains.tsv", "code\tsex\tdropout\nABC-0001-B\tM\t0\nABC-0002-P\tX\t0\n"
                            "ABC-0003-B\tF\t2\nABC-0004-B\nABC-0001-B\tF\t0\n");
    put_file("graves.tsv", "code\nABC-G001\n");
    plan_folder();
    assert_lines("remains.tsv", 0, 0, 5, 0);
    assert_error("remains.tsv", 0, 3, 12, "\"X\" is not one of M, F");
    assert_error("remains.tsv", 1, 4, 14, "2 is not between 0 and 1");
    assert_error("remains.tsv", 2, 5, 0, "1 cells");
    assert_error("remains.tsv", 3, 6, 0, "ABC-0001-B is given twice, first in line 2");
    assert_lines("graves.tsv", 1, 0, 0, 0);
    take_plan();
    assert_int_equal(count_of("remains"), 0);
    assert_int_equal(count_of("grave"), 1);
}

static void what_a_table_must_have(void **state) {
    (void)state;
    put_file("remains.tsv", "sex\tshoes\nM\t42\n");
    put_file("persons.tsv", "id\trole\nF1\t\nF2\tmissing\n");
    put_file("consents.tsv", "person\tscope\nF1\tidentify\nF1\tshare\nF1\tidentify\n");
    put_file("sites.tsv", "");
    plan_folder();
    assert_error("remains.tsv", 0, 1, 0, "no column \"code\": name it in the first line; found: sex, shoes");
    assert_error("persons.tsv", 0, 2, 0, "role: is missing");
    assert_error("sites.tsv", 0, 0, 0, "nothing in it");
    assert_error("consents.tsv", 0, 1, 0, "no column \"decision\"");
}

static void a_column_that_is_not_taken_is_said(void **state) {
    (void)state;
    put_file("remains.tsv", "code\tshoes\nABC-0001-B\t42\n");
    plan_folder();
    assert_lines("remains.tsv", 1, 0, 0, 0);
    const struct messages *notes = &file_of("remains.tsv")->reading->notes;
    assert_int_equal(notes->count, 1);
    assert_int_equal(notes->item[0].place.column, 6);
    assert_non_null(strstr(notes->item[0].text, "the column \"shoes\" is nothing"));
}

static void columns_that_are_missing_or_misspelt(void **state) {
    (void)state;
    put_file("persons.tsv", "family\tid\tfathr\nF1\ta\tb\nF1\tb\t\n");
    plan_folder();
    assert_lines("persons.tsv", 0, 0, 2, 0); /* its lines are counted all the same */
    assert_error("persons.tsv", 0, 1, 0, "no column \"role\"");
    put_file("persons.tsv", "family\tid\trole\tfathr\nF1\ta\tmissing\tb\n");
    plan_folder();
    assert_non_null(strstr(file_of("persons.tsv")->reading->notes.item[0].text,
                           "(did you mean \"father\"?)"));
    /* A line without what it must have is named beside one that is wrong. */
    put_file("persons.tsv", "family\tid\trole\nF1\ta\tgone\nF1\tb\t\n");
    plan_folder();
    assert_int_equal(file_of("persons.tsv")->reading->errors.count, 2);
}

static void a_link_out_of_the_folder_is_no_table_of_it(void **state) {
    (void)state;
    put_file("elsewhere/remains.tsv", REMAINS);
    put_file("tables/graves.tsv", "code\nABC-G001\n");
    const char *tables = files_join(&world_arena, world_folder, "tables");
    assert_int_equal(symlink("../elsewhere/remains.tsv",
                             files_join(&world_arena, tables, "remains.tsv")), 0);
    assert_int_equal(symlink("graves.tsv", files_join(&world_arena, tables, "graves.csv")), 0);
    struct error error = {0};
    assert_true(plan_path(tables, &error));
    assert_lines("tables/graves.csv", 1, 0, 0, 0);
    assert_lines("tables/graves.tsv", 0, 1, 0, 0); /* the same file once more */
    assert_error("tables/remains.tsv", 0, 0, 0, "a link to a file outside the folder");
}

static void what_is_no_table_is_skipped_and_listed(void **state) {
    struct error error = {0};
    (void)state;
    put_file("remains.tsv", REMAINS);
    put_file("truth.tsv", "remains\tperson\n");
    put_file("expected/remains.tsv", "nothing\n");
    put_file("users.tsv", "name\nx\n");
    put_file("notes.txt", "notes\n");
    put_file("lab/remains.csv", "code,sex\nABC-0009-B,F\n");
    plan_folder();
    assert_int_equal(world_plan.file_count, 2);
    assert_lines("lab/remains.csv", 1, 0, 0, 0);
    assert_int_equal(world_plan.skipped_count, 4);
    assert_true(plan_path(files_join(&world_arena, world_folder, "remains.tsv"), &error));
    assert_int_equal(world_plan.file_count, 1);
    /* One that is named by itself may have any name, if its columns say what it is. */
    put_file("of today.tsv", PROFILES);
    assert_true(plan_path(files_join(&world_arena, world_folder, "of today.tsv"), &error));
    assert_string_equal(world_plan.file[0].schema->kind, "profile");
    assert_false(plan_path(files_join(&world_arena, world_folder, "notes.txt"), &error));
    assert_int_equal(error.code, ERROR_BAD_INPUT);
    assert_non_null(strstr(error.text, "not a table that can be imported"));
    error = (struct error){0};
    assert_false(plan_path(files_join(&world_arena, world_folder, "nowhere"), &error));
    assert_int_equal(error.code, ERROR_NOT_FOUND);
}

static void roles_say_what_may_be_imported(void **state) {
    (void)state;
    put_file("remains.tsv", REMAINS);
    put_file("profiles.tsv", PROFILES);
    put_file("handovers.tsv", "number\tperson\tremains\n1\tF1\tABC-0001-B\n");
    world_request.roles = 1 << USER_FIELD;
    plan_folder();
    assert_lines("remains.tsv", 2, 0, 0, 0);
    assert_true(file_of("profiles.tsv")->denied);
    assert_error("profiles.tsv", 0, 0, 0, "a profile is signed by somebody with the role laboratory");
    assert_error("handovers.tsv", 0, 0, 0, "signed by two people, one with each of the roles");
    /* Each of the two brings one role, in either order; one person with both is not two. */
    world_request.roles = 1 << USER_LIAISON;
    world_request.other = 1 << USER_CUSTODIAN;
    plan_folder();
    assert_lines("handovers.tsv", 1, 0, 0, 0);
    world_request.roles = 1 << USER_CUSTODIAN | 1 << USER_LIAISON;
    world_request.other = 0;
    plan_folder();
    assert_true(file_of("handovers.tsv")->denied);
    world_request.other = 1 << USER_FIELD;
    plan_folder();
    assert_true(file_of("handovers.tsv")->denied);
}

/* Nothing can follow it before that moment; where nobody asks what time it is, nobody knows. */
static void what_has_not_happened_yet_is_refused(void **state) {
    (void)state;
    put_file("custody.tsv", "number\tevent\titems\tat\treceives_name\n"
                            "C-1\tcollect\tABC-0001-B\t2019-09-09T04:10:00Z\tA. Finder\n"
                            "C-2\tcollect\tABC-0002-B\t2019-09-09T04:10:01Z\tA. Finder\n");
    world_request.now = 1568001600; /* 2019-09-09T04:00:00Z: a clock may be ten minutes fast */
    plan_folder();
    assert_lines("custody.tsv", 0, 0, 2, 0);
    assert_error("custody.tsv", 0, 3, 24, "2019-09-09T04:10:01Z is in the future");
    world_request.now++;
    plan_folder();
    assert_lines("custody.tsv", 2, 0, 0, 0);
    world_request.now = 0;
    plan_folder();
    assert_lines("custody.tsv", 2, 0, 0, 0);
}

static void a_record_in_two_files_must_be_the_same(void **state) {
    (void)state;
    put_file("a/remains.tsv", "code\tsex\nABC-0001-B\tM\n");
    put_file("b/remains.tsv", "code\tsex\nABC-0001-B\tM\n");
    put_file("c/remains.tsv", "code\tsex\nABC-0002-B\tM\nABC-0001-B\tF\n");
    plan_folder();
    assert_lines("a/remains.tsv", 1, 0, 0, 0);
    assert_lines("b/remains.tsv", 0, 1, 0, 0);
    assert_lines("c/remains.tsv", 0, 0, 2, 0);
    assert_error("c/remains.tsv", 0, 3, 0, "a/remains.tsv, line 2, with other values");
    take_plan();
    assert_int_equal(count_of("remains"), 1);
}

static void genotype_tables_of_a_sequencer(void **state) {
    (void)state;
    put_file("run 1.txt", "Sample Name\tPanel\tMarker\tAllele 1\tAllele 2\tAllele 3\tHeight 1\n"
                          "V1\tKit\tTH01\t6\t9.3\t\t900\n"
                          "V1\tKit\tvWA-NB\t17\t\t\t\n"
                          "Ladder\tKit\tTH01\t4\t5\t6\t\n"
                          "V1\tKit\tFGA\t21\tOL\t\t\n"
                          "V1\tKit\tD3S1358\t15\t16\t17\t\n");
    plan_folder();
    assert_lines("run 1.txt", 4, 0, 0, 1);
    take_plan();
    assert_string_equal(field_of("profile", "waiting:V1\tKit\t", "loci"),
                        "[{\"alleles\":[\"6\",\"9.3\"],\"heights\":[900],\"marker\":\"TH01\"},"
                        "{\"alleles\":[\"17\",\"17\"],\"marker\":\"vWA\"},"
                        "{\"alleles\":[\"21\"],\"flags\":[\"off_ladder\"],\"marker\":\"FGA\"},"
                        "{\"alleles\":[\"15\",\"16\",\"17\"],\"marker\":\"D3S1358\"}]");
    plan_folder();
    assert_lines("run 1.txt", 0, 4, 0, 1);
    /* Another reading of the same sample is not a correction of the first. */
    put_file("run 2.txt", "Sample Name\tPanel\tMarker\tAllele 1\tAllele 2\nV1\tKit\tTH01\t6\t6\n");
    plan_folder();
    assert_lines("run 1.txt", 0, 4, 0, 1);
    assert_lines("run 2.txt", 1, 0, 0, 0);
    take_plan();
    assert_int_equal(count_of("profile"), 2);
    assert_string_equal(field_of("profile", "waiting:V1\tKit\t2", "replicate"), "\"2\"");
    plan_folder();
    assert_lines("run 2.txt", 0, 1, 0, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_line_is_counted, begin_world, end_world),
        cmocka_unit_test_setup_teardown(the_same_again_changes_nothing, begin_world, end_world),
        cmocka_unit_test_setup_teardown(a_changed_line_revises_its_record, begin_world, end_world),
        cmocka_unit_test_setup_teardown(a_table_may_say_why_it_changes_a_record, begin_world,
                                        end_world),
        cmocka_unit_test_setup_teardown(parts_without_a_column_stay, begin_world, end_world),
        cmocka_unit_test_setup_teardown(nothing_of_a_file_with_a_wrong_line_is_taken, begin_world,
                                        end_world),
        cmocka_unit_test_setup_teardown(what_a_table_must_have, begin_world, end_world),
        cmocka_unit_test_setup_teardown(a_column_that_is_not_taken_is_said, begin_world, end_world),
        cmocka_unit_test_setup_teardown(columns_that_are_missing_or_misspelt, begin_world,
                                        end_world),
        cmocka_unit_test_setup_teardown(a_link_out_of_the_folder_is_no_table_of_it, begin_world,
                                        end_world),
        cmocka_unit_test_setup_teardown(what_is_no_table_is_skipped_and_listed, begin_world,
                                        end_world),
        cmocka_unit_test_setup_teardown(roles_say_what_may_be_imported, begin_world, end_world),
        cmocka_unit_test_setup_teardown(what_has_not_happened_yet_is_refused, begin_world, end_world),
        cmocka_unit_test_setup_teardown(a_record_in_two_files_must_be_the_same, begin_world,
                                        end_world),
        cmocka_unit_test_setup_teardown(genotype_tables_of_a_sequencer, begin_world, end_world),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
