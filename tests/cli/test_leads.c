/* cairn leads on a small investigation: who is found, what is said when nobody is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <jansson.h>

#include "base/files.h"
#include "base/folder.h"
#include "cli/program.h"
#include "record/trial.h"

static struct arena arena;
static const char *folder, *investigation;

static void put(const char *name, const char *text) {
    struct error error = {0};
    if (!files_write(files_join(&arena, folder, name), text, strlen(text), &error))
        fail_msg("%s", error.text);
}

static struct answer run(const char *command, const char *rest) {
    return cairn_run(arena_format(&arena, "%s %s %s < /dev/null", command, investigation, rest));
}

static void say(struct answer *answer, int code, const char *const *words) {
    if (answer->code != code)
        fail_msg("exit code %d: %s%s", answer->code, buffer_text(&answer->out),
                 buffer_text(&answer->err));
    for (; words && *words; words++)
        if (!strstr(buffer_text(&answer->out), *words))
            fail_msg("\"%s\" is not in:\n%s", *words, buffer_text(&answer->out));
    answer_close(answer);
}

static int begin(void **state) {
    struct trial_plan plan;
    struct investigation_root root;
    struct random random;
    struct error error = {0};
    (void)state;
    arena_open(&arena, 0);
    folder = folder_make(&arena);
    investigation = files_join(&arena, folder, "site.cairn");
    put("passphrase", TRIAL_PASSPHRASE "\n");
    trial_plan_open(&plan, investigation);
    assert_true(random_open(&random, &error));
    if (!investigation_create(&arena, &random, &plan.plan, &root, &error))
        fail_msg("%s", error.text);
    trial_plan_close(&plan);
    put("persons.tsv",
        "family\tid\tfather\tmother\tsex\trole\tnames\tborn\n"
        "F001\tF001-01\t0\t0\tM\tmissing\tЮрвін Олександрович Гаврилюк|full||family\t1974-08-12\n"
        "F001\tF001-02\t0\t0\tF\treference\tЮлвена Гаврилюк|full||family\t1976\n"
        "F002\tF002-01\t0\t0\tF\tmissing\tМарвена Іванівна Щигольв|full||family\t1980-01-02\n");
    put("documents.tsv",
        "code\tclass\tmrz\tname_latin\tborn\n"
        "ELD-0001-D01\tpassport\tP<UTOGAVRILIUK<<IURVIN<<<<<<<<<<<<<<<<<<<<<< "
        "L898902C36UTO7408122M1204159ZE184226B<<<<<10\t\t\n"
        "ELD-0002-D01\tbank_card\t\tLatn:Oleh Welmor\t1961-03-04\n");
    struct answer answer =
        run("import", arena_format(&arena, "%s/persons.tsv %s/documents.tsv --passphrase-file "
                                           "%s/passphrase", folder, folder, folder));
    say(&answer, 0, NULL);
    return 0;
}

static int end(void **state) {
    (void)state;
    folder_remove(folder);
    arena_close(&arena);
    return 0;
}

static void all_documents(void **state) {
    (void)state;
    struct answer answer = run("leads", "");
    say(&answer, 0, (const char *const[]){
        "ELD-0001-D01, passport: GAVRILIUK IURVIN",
        "F001-01, Юрвін Олександрович Гаврилюк:",
        "+ family name: GAVRILIUK is Гаврилюк in the spelling \"ICAO, Russian\"",
        "+ born: the same day, 1974-08-12",
        "ELD-0002-D01, bank_card: Oleh Welmor\n  It names nobody who is listed as missing",
        "1 of 2 documents lead to somebody among 2 missing", "A document is a lead, never", NULL});
}

static void one_document(void **state) {
    (void)state;
    struct answer answer = run("leads", "ELD-0002-D01");
    say(&answer, 1, (const char *const[]){"names nobody who is listed", "0 of 1", NULL});
    answer = run("leads", "ELD-0009-D01");
    assert_non_null(strstr(buffer_text(&answer.err), "there is no document \"ELD-0009-D01\""));
    answer_close(&answer);
}

static void programs_get_all_of_it(void **state) {
    (void)state;
    struct answer answer = run("leads", "ELD-0001-D01 --json");
    json_t *list = json_loads(buffer_text(&answer.out), 0, NULL);
    assert_int_equal(json_array_size(list), 1);
    json_t *document = json_array_get(list, 0);
    json_t *lead = json_array_get(json_object_get(document, "candidates"), 0);
    assert_string_equal(json_string_value(json_object_get(lead, "person")), "F001-01");
    assert_true(json_number_value(json_object_get(lead, "score")) >= 50);
    assert_true(json_is_null(json_object_get(lead, "confirmed_as")));
    assert_true(json_array_size(json_object_get(lead, "reasons")) >= 4);
    assert_true(json_is_null(json_object_get(document, "hypothesis")));
    json_decref(list);
    say(&answer, 0, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_documents),
        cmocka_unit_test(one_document),
        cmocka_unit_test(programs_get_all_of_it),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
