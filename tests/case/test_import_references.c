/* What tables refer to: codes become identifiers wherever their records stand, and what is not there
 * yet waits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/files.h"
#include "case/import_world.h"
#include "schema/value.h"

static void across_files_in_any_order(void **state) {
    (void)state;
    /* By name, graves come before sites, and profiles before samples. */
    put_file("sites.tsv", "code\tname\nABC\tForest\n");
    put_file("graves.tsv", "code\tsite\tlinked\nABC-G001\tabc\tABC-G002|dna\nABC-G002\tABC\t\n");
    put_file("profiles.tsv", "subject\tmarker\tallele1\tallele2\nLB1\tTH01\t6\t7\n");
    put_file("samples.tsv", "sample\tsubject\nLB1\tABC-0001-B\n");
    put_file("remains.tsv", "code\tgrave\tlies_over\nABC-0001-B\tABC-G001\tABC-0002-B\n"
                            "ABC-0002-B\tABC-G001\t\n");
    plan_folder();
    assert_int_equal(world_plan.wait_count, 0);
    take_plan();
    assert_string_equal(field_of("grave", "ABC-G001", "site"), reference_to("site", "ABC"));
    assert_string_equal(field_of("grave", "ABC-G001", "linked"),
                        arena_format(&world_arena, "[{\"by\":\"dna\",\"grave\":%s}]",
                                     reference_to("grave", "ABC-G002")));
    assert_string_equal(field_of("remains", "ABC-0001-B", "lies_over"),
                        arena_format(&world_arena, "[%s]", reference_to("remains", "ABC-0002-B")));
    assert_string_equal(field_of("sample", "LB1", "subject"),
                        reference_to("remains", "ABC-0001-B"));
    /* Each batch rests on those before it. */
    static const char *const order[] = {"sites", "graves", "remains", "samples", "profiles"};
    assert_int_equal(world_plan.batch_count, 5);
    for (int i = 0; i < 5; i++) {
        const char *path = world_plan.file[world_plan.batch[i].file[0]].path;
        if (!strstr(path, order[i])) fail_msg("batch %d is %s", i, path);
    }
}

static void circles_go_together(void **state) {
    (void)state;
    put_file("persons.tsv", "family\tid\tfather\tmother\tsex\trole\n"
                            "F1\tchild\tdad\tmum\tM\tmissing\nF1\tdad\t0\t0\tM\treference\n"
                            "F1\tmum\t\t\tF\tother\n");
    put_file("remains.tsv", "code\tphotographs\nABC-0001-B\tIMG1\n");
    put_file("media.tsv", "number\tview\tsubjects\nIMG1\tclose\tABC-0001-B\n");
    plan_folder();
    assert_int_equal(world_plan.wait_count, 0);
    assert_int_equal(world_plan.batch_count, 2);
    assert_int_equal(world_plan.batch[0].count + world_plan.batch[1].count, 3);
    take_plan();
    assert_string_equal(field_of("person", "child", "mother"), reference_to("person", "mum"));
    assert_string_equal(field_of("media", "IMG1", "subjects"),
                        arena_format(&world_arena, "[%s]", reference_to("remains", "ABC-0001-B")));
    plan_folder();
    assert_lines("remains.tsv", 0, 1, 0, 0);
    assert_lines("persons.tsv", 0, 3, 0, 0);
}

static void assert_wait(int index, int line, const char *field, const char *code) {
    assert_true(index < world_plan.wait_count);
    const struct import_wait *wait = &world_plan.wait[index];
    assert_string_equal(wait->code, code);
    assert_string_equal(wait->field->name, field);
    assert_int_equal(world_plan.record[wait->record].line, line);
}

static void what_is_not_there_waits_until_it_comes(void **state) {
    (void)state;
    put_file("remains.tsv", "code\tgrave\tlies_over\nABC-0001-B\tABC-G001\tABC-0009-B\n");
    plan_folder();
    assert_lines("remains.tsv", 1, 0, 0, 0);
    assert_int_equal(world_plan.wait_count, 2);
    assert_wait(0, 2, "grave", "ABC-G001");
    assert_wait(1, 2, "lies_over", "ABC-0009-B");
    take_plan();
    assert_string_equal(field_of("remains", "ABC-0001-B", "grave"), "\"waiting:ABC-G001\"");
    /* The same table again: nothing has come, so nothing changes. */
    plan_folder();
    assert_lines("remains.tsv", 0, 1, 0, 0);
    assert_int_equal(world_plan.wait_count, 2);
    /* What comes without the table that named it completes it nevertheless. */
    put_file("later/graves.tsv", "code\nABC-G001\n");
    struct error error = {0};
    assert_true(plan_path(files_join(&world_arena, world_folder, "later"), &error));
    assert_int_equal(world_plan.record_count, 2);
    assert_int_equal(world_plan.record[1].fate, IMPORT_COMPLETED);
    assert_int_equal(world_plan.revised, 0);
    take_plan();
    assert_string_equal(field_of("remains", "ABC-0001-B", "grave"),
                        reference_to("grave", "ABC-G001"));
    assert_string_equal(field_of("remains", "ABC-0001-B", "lies_over"),
                        "[\"waiting:ABC-0009-B\"]");
    /* With the table that named it, it is that line which is completed. */
    put_file("remains.tsv", "code\tgrave\tlies_over\nABC-0001-B\tABC-G001\tABC-0009-B\n"
                            "ABC-0009-B\tABC-G001\t\n");
    plan_folder();
    assert_lines("remains.tsv", 2, 0, 0, 0);
    struct import_count count = import_count(&world_plan, file_of("remains.tsv"));
    assert_int_equal(count.records[IMPORT_COMPLETED], 1);
    assert_int_equal(world_plan.wait_count, 0);
    assert_int_equal(world_plan.revised, 0);
    take_plan();
    plan_folder();
    assert_lines("remains.tsv", 0, 2, 0, 0);
}

static void a_profile_before_its_sample_stays_one_record(void **state) {
    (void)state;
    put_file("profiles.tsv", "subject\tmarker\tallele1\tallele2\nLB1\tTH01\t6\t7\n");
    plan_folder();
    take_plan();
    put_file("samples.tsv", "sample\tsubject\nLB1\tV1\n");
    plan_folder();
    assert_lines("profiles.tsv", 1, 0, 0, 0);
    take_plan();
    assert_int_equal(count_of("profile"), 1);
    plan_folder();
    assert_lines("profiles.tsv", 0, 1, 0, 0);
    assert_lines("samples.tsv", 0, 1, 0, 0);
}

static void what_is_public_cannot_wait(void **state) {
    (void)state;
    put_file("statements.tsv", "number\tspeaker\tact\ttext\tsource\n"
                               "1\tA ministry\tdenial\tNo.\tS1\n2\tB\tdenial\tNo.\t\n");
    plan_folder();
    assert_lines("statements.tsv", 0, 0, 2, 0);
    assert_int_equal(count_of("statement"), 0);
    assert_error("statements.tsv", 0, 2, 25, "there is no source S1, and a public field cannot");
    put_file("sources.tsv", "number\tkind\nS1\tnewspaper\n");
    plan_folder();
    assert_lines("statements.tsv", 2, 0, 0, 0);
    /* What is refused is not there for others either. */
    put_file("sources.tsv", "number\tkind\nS1\tnewspaper\nS1\tpost\n");
    plan_folder();
    assert_lines("sources.tsv", 0, 0, 2, 0);
    assert_lines("statements.tsv", 0, 0, 2, 0);
}

static void a_code_of_two_kinds_is_nobodys(void **state) {
    (void)state;
    put_file("remains.tsv", "code\nV1\n");
    put_file("persons.tsv", "id\trole\nV1\tmissing\n");
    put_file("samples.tsv", "sample\tsubject\nLB1\tV1\n");
    plan_folder();
    assert_lines("samples.tsv", 0, 0, 1, 0);
    assert_error("samples.tsv", 0, 2, 5, "V1 is both a remains and a person");
}

static void files_of_media(void **state) {
    (void)state;
    put_file("media.tsv", "number\tview\tfile\nIMG1\tclose\tphotographs/1.jpg\n"
                          "IMG2\tmid\tphotographs/2.jpg\n");
    put_file("photographs/1.jpg", "\xff\xd8\xff picture 1");
    plan_folder();
    assert_lines("media.tsv", 2, 0, 0, 0);
    assert_int_equal(world_plan.wait_count, 1);
    assert_wait(0, 3, "file", "photographs/2.jpg");
    assert_int_equal(world_plan.record[0].media_count, 1);
    assert_string_equal(world_plan.record[0].media[0].media_type, "image/jpeg");
    assert_int_equal(world_plan.skipped_count, 0); /* a picture that is attached is none of them */
    take_plan();
    assert_string_equal(field_of("media", "IMG1", "file"), "\"1\"");
    assert_string_equal(field_of("media", "IMG2", "file"), "\"waiting:photographs/2.jpg\"");
    plan_folder();
    assert_lines("media.tsv", 0, 2, 0, 0);
    /* The file comes. */
    put_file("photographs/2.jpg", "picture 2");
    plan_folder();
    assert_lines("media.tsv", 1, 1, 0, 0);
    assert_int_equal(world_plan.revised, 0);
    take_plan();
    assert_string_equal(field_of("media", "IMG2", "file"), "\"1\"");
    /* The record keeps a file that lies here no more, and a field that the table does not have. */
    struct error error = {0};
    assert_true(files_remove(files_join(&world_arena, world_folder, "photographs/1.jpg"), &error));
    plan_folder();
    assert_lines("media.tsv", 0, 2, 0, 0);
    put_file("media.tsv", "number\tview\nIMG1\tmid\nIMG2\tmid\n");
    plan_folder();
    assert_lines("media.tsv", 1, 1, 0, 0);
    assert_int_equal(world_plan.record[0].media_count, 1);
    assert_string_equal(world_plan.record[0].media[0].path, "the vault");
    take_plan();
    assert_string_equal(field_of("media", "IMG1", "file"), "\"1\"");
    /* Another picture under the same name is a change. */
    put_file("media.tsv", "number\tfile\nIMG2\tphotographs/2.jpg\n");
    put_file("photographs/2.jpg", "another picture");
    plan_folder();
    assert_int_equal(world_plan.revised, 1);
}

static void paths_that_lead_elsewhere(void **state) {
    (void)state;
    put_file("photograph.jpg", "picture");
    put_file("media.tsv", "number\tview\tfile\nIMG1\tclose\t/etc/hostname\nIMG2\tmid\t../x\n"
                          "IMG3\tmid\ta/../../x\nIMG4\tmid\t..x/y\n");
    plan_folder();
    assert_int_equal(file_of("media.tsv")->reading->errors.count, 3);
    assert_error("media.tsv", 0, 2, 12, "does not lie below the table's folder");
    /* Links are followed within the folder only, and a pipe or folder is no picture. */
    const char *link = files_join(&world_arena, world_folder, "link.jpg");
    assert_int_equal(symlink("/etc/hostname", link), 0);
    put_file("pictures/1.jpg", "picture");
    assert_int_equal(symlink("pictures/1.jpg", files_join(&world_arena, world_folder, "in.jpg")),
                     0);
    assert_int_equal(symlink("/etc", files_join(&world_arena, world_folder, "outside")), 0);
    put_file("media.tsv", "number\tfile\nIMG1\tlink.jpg\nIMG2\toutside/hostname\nIMG3\tpictures\n"
                          "IMG4\tin.jpg\n");
    plan_folder();
    assert_int_equal(file_of("media.tsv")->reading->errors.count, 3);
    assert_error("media.tsv", 0, 2, 6, "is a link to a file outside the table's folder");
    assert_error("media.tsv", 1, 3, 6, "is a link to a file outside the table's folder");
    assert_error("media.tsv", 2, 4, 6, "is a folder or a pipe");
    put_file("media.tsv",
             "number\tview\tfile\tsha256\nIMG1\tclose\tphotograph.jpg\t"
             "0000000000000000000000000000000000000000000000000000000000000000\n");
    plan_folder();
    assert_error("media.tsv", 0, 2, 12, "is not the one whose SHA-256 stands in the table");
}

static void a_record_in_two_states_is_left_to_people(void **state) {
    (void)state;
    put_file("remains.tsv", "code\tsex\nABC-0001-B\tM\n");
    plan_folder();
    take_plan();
    fork_record("remains", "ABC-0001-B");
    plan_folder();
    assert_error("remains.tsv", 0, 2, 0, "two newest revisions");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(across_files_in_any_order, begin_world, end_world),
        cmocka_unit_test_setup_teardown(circles_go_together, begin_world, end_world),
        cmocka_unit_test_setup_teardown(what_is_not_there_waits_until_it_comes, begin_world,
                                        end_world),
        cmocka_unit_test_setup_teardown(a_profile_before_its_sample_stays_one_record, begin_world,
                                        end_world),
        cmocka_unit_test_setup_teardown(what_is_public_cannot_wait, begin_world, end_world),
        cmocka_unit_test_setup_teardown(a_code_of_two_kinds_is_nobodys, begin_world, end_world),
        cmocka_unit_test_setup_teardown(files_of_media, begin_world, end_world),
        cmocka_unit_test_setup_teardown(paths_that_lead_elsewhere, begin_world, end_world),
        cmocka_unit_test_setup_teardown(a_record_in_two_states_is_left_to_people, begin_world,
                                        end_world),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
