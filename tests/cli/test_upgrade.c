/* cairn upgrade: records whose declarations are not this program's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/files.h"
#include "cli/program.h"
#include "record/smallest_record.h"

static struct trial trial;
static const char *passphrases;

static void write_passphrases(void) {
    struct error error = {0};
    passphrases = files_join(&trial.arena, trial.folder, "passphrases");
    if (!files_write(passphrases, TRIAL_PASSPHRASE "\n", sizeof TRIAL_PASSPHRASE, &error))
        fail_msg("%s", error.text);
}

static int enter(void **state) {
    (void)state;
    trial_open(&trial);
    write_passphrases();
    return 0;
}

static int leave(void **state) {
    (void)state;
    trial_close(&trial);
    return 0;
}

/* While nobody else has the folder. */
static void expect(int code, const char *words, const char *arguments) {
    trial_release(&trial);
    struct answer answer = cairn_run(arena_format(
        &trial.arena, "%s --passphrase-file '%s' < /dev/null", arguments, passphrases));
    const char *said = buffer_text(code > 1 ? &answer.err : &answer.out);
    if (answer.code != code || !strstr(said, words))
        fail_msg("cairn %s: code %d, \"%s\"", arguments, answer.code, said);
    answer_close(&answer);
    trial_reopen(&trial);
}

static const char *with_path(const char *format) {
    return arena_format(&trial.arena, "%s '%s'", format, trial.path);
}

static void test_a_record_of_this_program_has_its_declarations(void **state) {
    (void)state;
    uint64_t size = trial_authority(&trial).size;
    expect(0, "already", with_path("upgrade"));
    assert_int_equal(trial_authority(&trial).size, size);
}

/* Somebody with a newer program has declared sites anew: this one must not write under what they
 * have left. */
static void test_a_program_older_than_the_record_enters_nothing(void **state) {
    (void)state;
    struct draft draft = trial_draft(&trial, "schema", "{'text':'x'}", NULL, &trial.administrator);
    const char *text = arena_format(&trial.arena, "%s\nrope | integer mm 0..5000 | How long is it?",
                                    schema_find("site")->text);
    json_object_set_new((json_t *)draft.fields, "text", json_string(text));
    trial_accepted(&trial, &draft);
    uint64_t size = trial_authority(&trial).size;
    const char *table = files_join(&trial.arena, trial.folder, "sites.tsv");
    struct error error = {0};
    assert_true(files_write(table, "code\n", 5, &error));
    expect(3, "older than the record", with_path("upgrade"));
    expect(3, "older than the record",
           arena_format(&trial.arena, "import '%s' '%s'", trial.path, table));
    expect(3, "older than the record",
           arena_format(&trial.arena, "decide '%s' propose ABC-0001-B F001-01 discrepancies=none",
                        trial.path));
    assert_int_equal(trial_authority(&trial).size, size);
}

static int enter_before_checkpoints(void **state) {
    (void)state;
    smallest_make_before_checkpoints(&trial);
    write_passphrases();
    trial_reopen(&trial);
    return 0;
}

static void expect_whole(void) {
    trial_release(&trial);
    struct answer answer = cairn_run(with_path("verify"));
    if (answer.code != 0) fail_msg("%s%s", buffer_text(&answer.out), buffer_text(&answer.err));
    answer_close(&answer);
    trial_reopen(&trial);
}

/* It is whole before and after, and can be published only after. */
static void test_a_record_from_before_checkpoints_gets_a_key(void **state) {
    (void)state;
    const char *out = arena_format(&trial.arena, "publish '%s' '%s/out'", trial.path, trial.folder);
    uint64_t size = trial_authority(&trial).size;
    expect_whole();
    expect(3, "cairn upgrade", out);
    expect(0, "a key for checkpoints", with_path("upgrade --dry-run"));
    assert_int_equal(trial_authority(&trial).size, size);
    expect(0, "has the declarations", with_path("upgrade"));
    expect(0, "already", with_path("upgrade"));
    expect_whole();
    expect(0, "the checkpoint of", out);
    expect_whole();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_record_of_this_program_has_its_declarations, enter,
                                        leave),
        cmocka_unit_test_setup_teardown(test_a_program_older_than_the_record_enters_nothing, enter,
                                        leave),
        cmocka_unit_test_setup_teardown(test_a_record_from_before_checkpoints_gets_a_key,
                                        enter_before_checkpoints, leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
