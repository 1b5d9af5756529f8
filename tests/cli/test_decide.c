/* cairn decide and identify --changes, from the first proposal to a revocation. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/files.h"
#include "base/folder.h"
#include "cli/program.h"
#include "record/trial.h"

/* An invented investigation in which nothing is decided yet, and what its comparison found. */
static struct arena arena;
static char *folder;
static json_t *found;

/* Runs the command in the folder, with everybody's passphrase at hand, and gives what it says: on
 * stdout when it ends with 0 or 1, else on stderr. The text is in the arena. */
static const char *run(int code, const char *command, const char *rest) {
    struct answer answer = cairn_run(
        arena_format(&arena, "%s '%s/site.cairn' %s --passphrase-file '%s/all' < /dev/null",
                     command, folder, rest, folder));
    if (answer.code != code)
        fail_msg("cairn %s %s: code %d: %s%s", command, rest, answer.code,
                 buffer_text(&answer.out), buffer_text(&answer.err));
    const char *said = arena_copy(&arena, buffer_text(code > 1 ? &answer.err : &answer.out));
    answer_close(&answer);
    return said;
}

static void expect(int code, const char *words, const char *command, const char *rest) {
    const char *said = run(code, command, rest);
    if (!strstr(said, words)) fail_msg("\"%s\" is not in: %s", words, said);
}

static json_t *run_json(int code, const char *command, const char *rest) {
    json_t *said = json_loads(run(code, command, arena_format(&arena, "%s --json", rest)), 0, NULL);
    assert_non_null(said);
    return said;
}

static void put(const char *name, const char *text) {
    struct error error = {0};
    if (!files_write(files_join(&arena, folder, name), text, strlen(text), &error))
        fail_msg("%s", error.text);
}

static void add_user(const char *name, const char *roles) {
    run(0, "user",
        arena_format(&arena, "add '%s' --roles %s --new-passphrase-file '%s/all' --key-cost 8", name,
                     roles, folder));
}

static int enter(void **state) {
    (void)state;
    arena_open(&arena, 0);
    folder = folder_make(&arena);
    put("all", "a horse of battery\n");
    run(0, "init", "--key-cost 8 --confirmations 2");
    struct answer answer = cairn_run(arena_format(&arena, "example '%s/tables' --remains 60", folder));
    assert_int_equal(answer.code, 0);
    answer_close(&answer);
    run(0, "import",
        arena_format(&arena, "'%s/tables/remains.tsv' '%s/tables/persons.tsv' '%s/tables/samples.tsv' "
                             "'%s/tables/profiles.tsv' '%s/tables/frequencies.tsv' "
                             "'%s/tables/mutation.tsv' '%s/tables/parameters.tsv' "
                             "'%s/tables/sites.tsv' '%s/tables/graves.tsv' '%s/tables/elements.tsv'",
                     folder, folder, folder, folder, folder, folder, folder, folder, folder,
                     folder));
    add_user("Board", "board");
    add_user("Second", "board");
    add_user("Third", "board,laboratory");
    found = run_json(0, "identify", "--as worker");
    return 0;
}

static int leave(void **state) {
    (void)state;
    trial_check(&arena, files_join(&arena, folder, "site.cairn"));
    json_decref(found);
    folder_remove(folder);
    arena_close(&arena);
    return 0;
}

static const json_t *individual_of(const char *code) {
    const json_t *list = json_object_get(found, "individuals");
    for (size_t i = 0; i < json_array_size(list); i++)
        if (strcmp(json_string_value(json_array_get(json_array_get(list, i), 0)), code) == 0)
            return json_array_get(list, i);
    fail_msg("no individual %s", code);
    return NULL;
}

/* The pair number `skip` of the posterior list with p from least to most, whose individual has one
 * number or several. */
static const char *pair(int skip, double least, double most, bool several) {
    const json_t *list = json_object_get(found, "posterior");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *line = json_array_get(list, i);
        const char *remains = json_string_value(json_object_get(line, "remains"));
        double p = json_number_value(json_object_get(line, "p"));
        if (p < least || p > most || (json_array_size(individual_of(remains)) > 1) != several ||
            skip-- > 0)
            continue;
        return arena_format(&arena, "%s %s", remains,
                            json_string_value(json_object_get(line, "person")));
    }
    fail_msg("no such pair");
    return NULL;
}

static const char *sure(int skip) { return pair(skip, 0.99999, 1, false); }

static double posterior_of(const char *who) {
    const json_t *list = json_object_get(found, "posterior");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *line = json_array_get(list, i);
        if (strcmp(who, arena_format(&arena, "%s %s",
                                     json_string_value(json_object_get(line, "remains")),
                                     json_string_value(json_object_get(line, "person")))) == 0)
            return json_number_value(json_object_get(line, "p"));
    }
    fail_msg("%s is not there", who);
    return 0;
}

/* Of some that no test above has touched: the least sure, the one after it, … */
static const char *weak(int rank) {
    enum { FIRST = 10, COUNT = 14 };
    const char *sorted[COUNT];
    for (int i = 0; i < COUNT; i++) {
        const char *who = sure(FIRST + i);
        int at = i;
        for (; at > 0 && posterior_of(sorted[at - 1]) > posterior_of(who); at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = who;
    }
    return sorted[rank];
}

/* "propose ELD-0001-B F001-01 discrepancies=none", signed by somebody. */
static const char *words(const char *verb, const char *who, const char *as) {
    return arena_format(&arena, "%s %s discrepancies=none --as %s", verb, who, as);
}

static void propose(const char *who) { run(0, "decide", words("propose", who, "worker")); }

static void confirm_twice(const char *who) {
    run(0, "decide", words("confirm", who, "board"));
    run(0, "decide", words("confirm", who, "second"));
}

/* The newest decision that names these remains, as JSON; new. */
static json_t *decision_of(const char *who) {
    json_t *all = run_json(0, "decide", ""), *last = NULL;
    const json_t *list = json_object_get(all, "decisions");
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *decision = json_array_get(list, i);
        const char *remains =
            json_string_value(json_array_get(json_object_get(decision, "remains"), 0));
        if (strncmp(who, remains, strlen(remains)) == 0) last = decision;
    }
    if (!last) fail_msg("%s is not decided", who);
    json_incref(last);
    json_decref(all);
    return last;
}

static void expect_state(const char *who, const char *state) {
    json_t *decision = decision_of(who);
    assert_string_equal(json_string_value(json_object_get(decision, "state")), state);
    json_decref(decision);
}

/* ------------------------------------------------------------------ proposing */

static void test_a_proposal_has_the_numbers_of_the_comparison(void **state) {
    (void)state;
    const char *who = sure(0);
    propose(who);
    json_t *decision = decision_of(who);
    const json_t *list = json_object_get(found, "pairwise"), *line = NULL;
    for (size_t i = 0; i < json_array_size(list); i++) {
        line = json_array_get(list, i);
        if (strcmp(who, arena_format(&arena, "%s %s",
                                     json_string_value(json_object_get(line, "remains")),
                                     json_string_value(json_object_get(line, "person")))) == 0)
            break;
    }
    assert_true(json_number_value(json_object_get(decision, "log10_lr")) ==
                json_number_value(json_object_get(line, "log10_lr")));
    assert_true(json_number_value(json_object_get(decision, "posterior")) >= 0.99999);
    assert_int_equal(json_integer_value(json_object_get(decision, "missing_total")),
                     json_integer_value(json_object_get(json_object_get(found, "prior"),
                                                        "missing_total")));
    json_decref(decision);
    expect_state(who, "proposed");
    expect(0, "nothing that it rests on has changed", "decide", "");
}

static void test_all_remains_of_one_person_are_proposed_together(void **state) {
    (void)state;
    const char *who = pair(0, 0.9999, 1, true);
    propose(who);
    json_t *decision = decision_of(who);
    const char *code = arena_copy_part(&arena, who, strcspn(who, " "));
    assert_true(json_equal(json_object_get(decision, "remains"), individual_of(code)));
    json_decref(decision);
}

static void test_what_a_proposal_has_to_say(void **state) {
    (void)state;
    const char *who = sure(1);
    expect(2, "say discrepancies=TEXT", "decide",
           arena_format(&arena, "propose %s --as worker", who));
    expect(2, "is nothing that you can say", "decide",
           arena_format(&arena, "propose %s posterior2=1 discrepancies=none", who));
    expect(2, "is nothing that you can say", "decide",
           arena_format(&arena, "propose %s person=F001-01 discrepancies=none", who));
    expect(2, "which remains and which person", "decide", "propose ELD-0001-B");
    expect(2, "nothing that can be done", "decide", words("claim", who, "worker"));
    expect(3, "there are no remains", "decide", words("propose", "ELD-9999-B F001-01", "worker"));
    expect(3, "there is no person", "decide",
           words("propose", "ELD-0001-B F999-99", "worker"));
    expect(4, "has no role that may sign this", "decide",
           words("propose", who, "administrator"));
}

static void test_below_the_threshold_dna_is_not_enough(void **state) {
    (void)state;
    const char *who = pair(0, 0, 0.9, false);
    expect(4, "the threshold 0.9995", "decide", words("propose", who, "worker"));
    expect(4, "the threshold 0.9995", "decide",
           arena_format(&arena, "propose %s discrepancies=none 'lines=document|supports|X|a passport' "
                                "--as worker", who));
    expect(4, "the threshold 0.9995", "decide",
           arena_format(&arena, "propose %s discrepancies=none 'lines=dna|supports|X|sure' --as "
                                "worker", who));
    run(0, "decide", arena_format(&arena, "propose %s discrepancies=none "
                                          "'lines=dental|supports|X|chart 12' --as worker", who));
    expect_state(who, "proposed");
}

static void test_an_open_proposal_is_changed_only_with_a_reason(void **state) {
    (void)state;
    const char *who = sure(2);
    propose(who);
    expect(3, "reason=TEXT", "decide", words("propose", who, "worker"));
    run(0, "decide", words("confirm", who, "board"));
    run(0, "decide",
        arena_format(&arena, "propose %s discrepancies=more reason=forgotten --as worker", who));
    expect_state(who, "proposed");
    expect(0, "not the newest", "decide", ""); /* what was confirmed was the earlier one */
    confirm_twice(who);
    expect_state(who, "confirmed");
}

/* ------------------------------------------------------------------ deciding */

static void test_as_many_confirm_as_the_investigation_asks(void **state) {
    (void)state;
    const char *who = sure(3);
    expect(3, "nobody has proposed it", "decide", words("confirm", who, "board"));
    propose(who);
    expect(4, "has no role", "decide", words("confirm", who, "worker"));
    run(0, "decide", words("confirm", who, "board"));
    expect_state(who, "proposed");
    expect(0, "1 of 2", "decide", "");
    expect(4, "the same person has confirmed", "decide", words("confirm", who, "board"));
    run(0, "decide", words("confirm", who, "second"));
    expect_state(who, "confirmed");
    expect(3, "it is confirmed, not proposed", "decide", words("confirm", who, "third"));
}

static void test_who_proposes_does_not_decide(void **state) {
    (void)state;
    const char *who = sure(4);
    run(0, "decide", words("propose", who, "third"));
    expect(4, "cannot decide on it too", "decide", words("confirm", who, "third"));
    expect(4, "cannot decide on it too", "decide",
           arena_format(&arena, "refuse %s state=open reasons=x --as third", who));
}

static void test_nobody_is_named_against_what_is_confirmed(void **state) {
    (void)state;
    const char *one = sure(5), *other = sure(6);
    propose(one);
    confirm_twice(one);
    const char *crossed = arena_format(&arena, "%.*s%s", (int)strcspn(other, " "), other,
                                       strchr(one, ' '));
    const char *dental = arena_format(&arena, "propose %s discrepancies=none "
                                              "'lines=dental|supports|X|chart' --as worker",
                                      crossed);
    expect(4, "has to be revoked first", "decide", dental);
    expect(2, "say reasons=TEXT", "decide",
           arena_format(&arena, "revoke %s --as board", one));
    run(0, "decide", arena_format(&arena, "revoke %s reasons=mistake --as board", one));
    expect_state(one, "revoked");
    run(0, "decide", dental);
}

static void test_what_was_refused_may_be_proposed_anew(void **state) {
    (void)state;
    const char *who = sure(7);
    propose(who);
    expect(2, "state=TEXT", "decide",
           arena_format(&arena, "refuse %s reasons=unclear --as board", who));
    run(0, "decide", arena_format(&arena, "refuse %s state=open reasons=unclear --as board", who));
    expect_state(who, "refused");
    expect(3, "it is refused, not proposed", "decide", words("confirm", who, "board"));
    propose(who);
    confirm_twice(who);
    expect_state(who, "confirmed");
}

/* ------------------------------------------------------------------ many at once */

static const char *table(const char *rows) {
    put("decisions.tsv", arena_format(&arena, "remains\tperson\tdiscrepancies\n%s", rows));
    return arena_format(&arena, "propose --from '%s/decisions.tsv' --as worker", folder);
}

static const char *row(const char *who) {
    return arena_format(&arena, "%.*s\t%s\tnone\n", (int)strcspn(who, " "), who,
                        strchr(who, ' ') + 1);
}

static void test_a_table_is_taken_whole_or_not_at_all(void **state) {
    (void)state;
    const char *one = sure(8), *other = sure(9);
    json_t *before = run_json(0, "decide", "");
    expect(3, "decisions.tsv:3", "decide",
           table(arena_format(&arena, "%sELD-9999-B\tF001-01\tnone\n", row(one))));
    expect(3, "is missing", "decide",
           table(arena_format(&arena, "%sELD-0001-B\tF001-01\t\n", row(one))));
    expect(3, "named in line 2 too", "decide",
           table(arena_format(&arena, "%s%s", row(one), row(one))));
    run(0, "decide", arena_format(&arena, "%s --dry-run", table(row(one))));
    json_t *after = run_json(0, "decide", "");
    assert_true(json_equal(before, after));
    run(0, "decide", table(arena_format(&arena, "%s%s", row(one), row(other))));
    expect_state(one, "proposed");
    expect_state(other, "proposed");
    json_decref(before);
    json_decref(after);
}

/* ------------------------------------------------------------------ what changes later */

static int fallen(int code, const char *options) {
    json_t *said = run_json(code, "identify", arena_format(&arena, "--changes %s", options));
    int count = (int)json_integer_value(json_object_get(said, "fallen"));
    json_decref(said);
    return count;
}

static void test_what_no_longer_holds_is_listed(void **state) {
    (void)state;
    propose(weak(0));
    assert_int_equal(fallen(0, ""), 0);
    assert_true(fallen(1, "--missing-total 1000000000") > 0);
    expect(1, "N was ", "identify", "--changes --missing-total 1000000000");
    expect(2, "two questions", "identify", "--changes --repeat 3");
}

/* The number of the missing becomes another one in the record itself. */
static void test_a_record_that_has_changed_is_compared_anew_first(void **state) {
    (void)state;
    const char *who = weak(1), *next = weak(2);
    propose(who);
    put("parameters.tsv", "name\tvalue\nmissing_total\t1000000000\n");
    run(0, "import", arena_format(&arena, "'%s/parameters.tsv' --reason counted --as worker",
                                  folder));
    expect(0, "it is stale: of what it rests on, 1 record is new", "decide", "");
    expect(3, "run cairn identify again", "decide", words("propose", next, "worker"));
    json_t *said = run_json(1, "identify", "--changes");
    const json_t *list = json_object_get(said, "decisions");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *changed = json_object_get(json_array_get(list, i), "changed");
        assert_int_equal(json_integer_value(json_object_get(changed, "parameters")), 1);
    }
    json_decref(said);
    run(0, "identify", "--as worker --json");
    expect(4, "newer than the proposal", "decide", words("confirm", who, "board"));
    run(0, "decide",
        arena_format(&arena, "confirm %s discrepancies=none reasons=teeth --as board", who));
    expect(4, "the threshold 0.9995", "decide", words("propose", next, "worker"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_proposal_has_the_numbers_of_the_comparison),
        cmocka_unit_test(test_all_remains_of_one_person_are_proposed_together),
        cmocka_unit_test(test_what_a_proposal_has_to_say),
        cmocka_unit_test(test_below_the_threshold_dna_is_not_enough),
        cmocka_unit_test(test_an_open_proposal_is_changed_only_with_a_reason),
        cmocka_unit_test(test_as_many_confirm_as_the_investigation_asks),
        cmocka_unit_test(test_who_proposes_does_not_decide),
        cmocka_unit_test(test_nobody_is_named_against_what_is_confirmed),
        cmocka_unit_test(test_what_was_refused_may_be_proposed_anew),
        cmocka_unit_test(test_a_table_is_taken_whole_or_not_at_all),
        cmocka_unit_test(test_what_no_longer_holds_is_listed),
        cmocka_unit_test(test_a_record_that_has_changed_is_compared_anew_first),
    };
    return cmocka_run_group_tests(tests, enter, leave);
}
