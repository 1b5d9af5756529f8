/* Handovers that are imported are held against the record as those on pages are, where it has what
 * they name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/files.h"
#include "base/folder.h"
#include "case/import_handover.h"
#include "case/import_record.h"
#include "case/small_tables.h"

static struct small_record small;
static struct small_tables read;
static struct trial_signer keeper;
static char *folder;

static int begin(void **state) {
    (void)state;
    small_make(&small);
    trial_make_signer(&small.trial, &keeper);
    struct draft draft =
        trial_new_user(&small.trial, &keeper, "'custodian'", &small.trial.administrator);
    trial_accepted(&small.trial, &draft);
    small_add(&small, "remains", NULL, "{'code': 'ABC-0001-B', 'kind': 'body'}");
    small_add(&small, "person", NULL, "{'id': 'F001-01', 'role': 'missing'}");
    small_add(&small, "person", NULL, "{'id': 'F001-02', 'role': 'reference'}");
    folder = folder_make(small.arena);
    return 0;
}

static int end(void **state) {
    (void)state;
    folder_remove(folder);
    small_remove(&small);
    return 0;
}

/* Imports one line, and says what is wrong with it; "": it is taken. */
static const char *import(const char *line) {
    struct error error = {0};
    struct import_plan plan;
    struct cancel cancel = {0};
    const char *path = files_join(small.arena, folder, "handovers.tsv"), *said = "";
    char *text = arena_format(small.arena, "number\tperson\tremains\texplanation\n%s\n", line);
    for (char *at = text; *at; at++)
        if (*at == '|') *at = '\t';
    assert_true(files_write(path, text, strlen(text), &error));
    small_tables_open(&small, &read);
    struct import_handover handover = {.arena = small.arena,
                                       .investigation = &read.investigation,
                                       .tables = &read.tables,
                                       .first = &small.trial.worker.signer.user,
                                       .second = &keeper.signer.user,
                                       .roles = USER_ROLES_ALL};
    struct import_request request = {.path_count = 1,
                                     .path = &path,
                                     .roles = 1U << USER_LIAISON,
                                     .other = 1U << USER_CUSTODIAN,
                                     .random = &small.trial.random,
                                     .cancel = &cancel,
                                     .rule = import_handover_rule,
                                     .rule_data = &handover};
    struct import_known known =
        import_record_known(small.arena, &read.investigation, &read.tables);
    if (!import_plan_make(small.arena, &request, &known, &plan, &error)) fail_msg("%s", error.text);
    if (plan.file[0].refused)
        said = arena_copy(small.arena, plan.file[0].reading->errors.item[0].text);
    import_plan_close(&plan);
    small_tables_close(&small, &read);
    return said;
}

static void what_the_record_knows_is_held_against_it(void **state) {
    (void)state;
    assert_non_null(strstr(import("H-1|F001-01|ABC-0001-B|"), "no confirmed identification"));
    assert_non_null(strstr(import("H-1|F001-01|ABC-0001-B|."), "no confirmed identification"));
    assert_non_null(strstr(import("H-1|F001-02|ABC-0001-B|known to the family"), "nobody missing"));
    assert_string_equal(import("H-1|F001-01|ABC-0001-B|known to the family"), "");
}

/* The book of others comes before its remains do. */
static void what_it_does_not_know_is_taken(void **state) {
    (void)state;
    assert_string_equal(import("H-1|F001-01|ABC-0077-B|"), "");
    assert_string_equal(import("H-1|F077-01|ABC-0001-B|"), "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_the_record_knows_is_held_against_it, begin, end),
        cmocka_unit_test_setup_teardown(what_it_does_not_know_is_taken, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
