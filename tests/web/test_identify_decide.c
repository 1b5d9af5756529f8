/* Decisions on pages, from a proposal to a revocation: who signs, with the passphrase again, what
 * the rules refuse, and that the command and the pages see the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "record/trial.h"
#include "web/identified.h"

#define NOT_IT "It is not the passphrase"

static struct identified made;
static struct visitor lab, second, examiner, bea, bob, both;
static const char *rec;
static json_t *found;

static int begin(void **state) {
    (void)state;
    identified_make(&made);
    identified_start(&made);
    visitor_sign_in(&lab, made.port, "Lab");
    visitor_sign_in(&second, made.port, "Second lab");
    visitor_sign_in(&examiner, made.port, "Examiner");
    visitor_sign_in(&bea, made.port, "Bea");
    visitor_sign_in(&bob, made.port, "Bob");
    visitor_sign_in(&both, made.port, "Both");
    rec = identified_compare(&made, &lab, "150");
    found = identified_json(&made, 0, "identify", "--dry-run --missing-total 150");
    return 0;
}

static int end(void **state) {
    (void)state;
    struct visitor *all[] = {&lab, &second, &examiner, &bea, &bob, &both};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) visitor_close(all[i]);
    json_decref(found);
    identified_remove(&made);
    return 0;
}

static const char *sure(int rank) { return identified_pair(&made, found, rank, 0.99999, 1); }

static const char *address(const char *pair, const char *verb) {
    return arena_format(&made.arena, "/identify/%s/%s%s%s", rec, pair, *verb ? "/" : "", verb);
}

/* Sends the form of a decision with two fields and the passphrase; the status. */
static int decide(struct visitor *visitor, const char *pair, const char *verb, const char *name,
                  const char *text, const char *other, const char *other_text,
                  const char *passphrase) {
    struct sheet *sheet = visitor_fill(visitor, address(pair, verb), name, text,
                                       "record.passphrase", passphrase, NULL);
    if (other) sheet_set(sheet, other, other_text);
    return visitor_send(visitor, sheet);
}

static int propose(struct visitor *visitor, const char *pair) {
    return decide(visitor, pair, "propose", "discrepancies", "None was found.", NULL, NULL,
                  TRIAL_PASSPHRASE);
}

static int confirm(struct visitor *visitor, const char *pair) {
    return decide(visitor, pair, "confirm", "discrepancies", "We agree.", NULL, NULL,
                  TRIAL_PASSPHRASE);
}

static void expect_done(struct visitor *visitor, int status, const char *pair) {
    if (status != 303) fail_msg("%d: %s", status, visitor_page(visitor));
    const char *there = arena_format(&made.arena, "%s?signed=", address(pair, ""));
    assert_memory_equal(visitor->location, there, strlen(there));
    assert_int_equal(visitor_get(visitor, "%s", visitor->location), 200);
    visitor_sees(visitor, "Signed and recorded: entry");
}

/* What `cairn decide` says has become of a pair. */
static const char *state_of(const char *pair) {
    json_t *all = identified_json(&made, 0, "decide", "");
    const json_t *list = json_object_get(all, "decisions");
    const char *state = "";
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *one = json_array_get(list, i);
        const char *own =
            arena_format(&made.arena, "%s/%s",
                         json_string_value(json_array_get(json_object_get(one, "remains"), 0)),
                         json_string_value(json_object_get(one, "person")));
        if (!strcmp(own, pair))
            state = arena_copy(&made.arena, json_string_value(json_object_get(one, "state")));
    }
    json_decref(all);
    return state;
}

/* ------------------------------------------------------------------ the whole way */

static void test_from_proposal_to_revocation(void **state) {
    (void)state;
    const char *pair = sure(0);
    assert_int_equal(visitor_get(&lab, "%s", address(pair, "")), 200);
    visitor_sees(&lab, "it could be proposed");
    expect_done(&lab, propose(&lab, pair), pair);
    visitor_sees(&lab, "Proposed (");
    visitor_sees(&lab, "None was found.");
    assert_string_equal(state_of(pair), "proposed");
    assert_int_equal(visitor_get(&bea, "/identify"), 200);
    visitor_sees(&bea, "Waiting for the board");
    visitor_sees(&bea, "0 of 2");
    expect_done(&bea, confirm(&bea, pair), pair);
    assert_string_equal(state_of(pair), "proposed");
    /* Nobody confirms twice. */
    assert_int_equal(visitor_get(&bea, "%s", address(pair, "confirm")), 403);
    visitor_sees(&bea, "You have confirmed it already");
    expect_done(&bob, confirm(&bob, pair), pair);
    assert_string_equal(state_of(pair), "confirmed");
    assert_int_equal(visitor_get(&lab, "%s", address(pair, "propose")), 403);
    visitor_sees(&lab, "It is confirmed already.");
    expect_done(&bea,
                decide(&bea, pair, "revoke", "reasons", "A sample was exchanged.", NULL, NULL,
                       TRIAL_PASSPHRASE),
                pair);
    assert_string_equal(state_of(pair), "revoked");
    visitor_sees(&bea, "A sample was exchanged.");
    assert_int_equal(visitor_get(&bea, "/identify/decisions?state=revoked"), 200);
    visitor_sees(&bea, "1 decision");
}

static void test_a_refusal(void **state) {
    (void)state;
    const char *pair = sure(1);
    expect_done(&lab, propose(&lab, pair), pair);
    /* Both fields are needed: what was typed stays. */
    assert_int_equal(decide(&bea, pair, "refuse", "reasons", "More teeth are needed.", "state", "",
                            TRIAL_PASSPHRASE),
                     422);
    visitor_sees(&bea, "More teeth are needed.");
    assert_string_equal(state_of(pair), "proposed");
    expect_done(&bea,
                decide(&bea, pair, "refuse", "reasons", "More teeth are needed.", "state", "open",
                       TRIAL_PASSPHRASE),
                pair);
    assert_string_equal(state_of(pair), "refused");
}

/* ------------------------------------------------------------------ who signs */

static void test_nothing_is_signed_without_the_passphrase(void **state) {
    (void)state;
    const char *pair = sure(2);
    long long size = identified_size(&made);
    assert_int_equal(decide(&lab, pair, "propose", "discrepancies", "None.", NULL, NULL, ""), 422);
    assert_int_equal(
        decide(&lab, pair, "propose", "discrepancies", "None at all.", NULL, NULL, NOT_IT), 422);
    visitor_sees(&lab, "nothing was signed");
    assert_null(strstr(visitor_page(&lab), NOT_IT));
    assert_string_equal(sheet_get(visitor_sheet(&lab, address(pair, "propose")), "discrepancies"),
                        "None at all.");
    /* What has to be said is asked for before the passphrase is tried. */
    assert_int_equal(
        decide(&lab, pair, "propose", "discrepancies", "", NULL, NULL, TRIAL_PASSPHRASE), 422);
    visitor_sees(&lab, "This is needed.");
    assert_int_equal(identified_size(&made), size);
}

/* Ten slips are one too many for now; what is right does not count. */
static void test_guessing_comes_to_an_end(void **state) {
    (void)state;
    const char *pair = sure(10);
    expect_done(&lab, propose(&lab, pair), pair);
    for (int i = 0; i < 10; i++)
        assert_int_equal(
            decide(&bob, pair, "confirm", "discrepancies", "We agree.", NULL, NULL, NOT_IT), 422);
    assert_int_equal(confirm(&bob, pair), 422);
    visitor_sees(&bob, "This was tried too often");
    assert_string_equal(state_of(pair), "proposed");
}

static void test_who_proposes_does_not_decide(void **state) {
    (void)state;
    const char *pair = sure(3);
    expect_done(&both, propose(&both, pair), pair);
    assert_int_equal(visitor_get(&both, "%s", address(pair, "")), 200);
    visitor_sees(&both, "You proposed it yourself");
    assert_int_equal(visitor_get(&both, "%s", address(pair, "confirm")), 403);
    assert_int_equal(visitor_get(&both, "%s", address(pair, "refuse")), 403);
    /* Not even with the form of somebody who may. */
    struct sheet *form = visitor_fill(&bea, address(pair, "confirm"), "discrepancies", "We agree.",
                                      "record.passphrase", TRIAL_PASSPHRASE, NULL);
    assert_int_equal(visitor_get(&both, "%s", address(pair, "propose")), 200);
    struct sheet *own = visitor_sheet(&both, address(pair, "propose"));
    sheet_set(form, "csrf", sheet_get(own, "csrf"));
    sheet_set(form, "once", sheet_get(own, "once"));
    assert_int_equal(visitor_send(&both, form), 403);
    assert_string_equal(state_of(pair), "proposed");
    /* The laboratory does not confirm, the board does not propose. */
    assert_int_equal(visitor_get(&second, "%s", address(pair, "confirm")), 403);
    assert_int_equal(visitor_get(&bea, "%s", address(sure(4), "propose")), 403);
    assert_int_equal(visitor_get(&bea, "%s", address(pair, "revoke")), 403);
    assert_int_equal(visitor_get(&bea, "%s", address(pair, "bless")), 404);
}

/* ------------------------------------------------------------------ what the rules refuse */

static void test_below_the_threshold_other_evidence_is_needed(void **state) {
    (void)state;
    const char *pair = identified_pair(&made, found, 0, 0.01, 0.9);
    long long size = identified_size(&made);
    assert_int_equal(visitor_get(&lab, "%s", address(pair, "")), 200);
    visitor_sees(&lab, "the genotypes alone name nobody");
    assert_int_equal(propose(&lab, pair), 422);
    visitor_sees(&lab, "and the threshold 0.9995");
    assert_int_equal(identified_size(&made), size);
    /* Documents are never enough; teeth are. An examiner says so, who may not read comparisons. */
    const char *own = arena_format(&made.arena, "/identify/none/%s", pair);
    struct sheet *sheet =
        visitor_fill(&examiner, arena_format(&made.arena, "%s/propose", own), "discrepancies",
                     "None.", "lines.0.line", "documents", "lines.0.says", "supports",
                     "record.passphrase", TRIAL_PASSPHRASE, NULL);
    assert_int_equal(visitor_send(&examiner, sheet), 422);
    assert_int_equal(identified_size(&made), size);
    sheet =
        visitor_fill(&examiner, arena_format(&made.arena, "%s/propose", own), "discrepancies",
                     "None.", "lines.0.line", "dental", "lines.0.says", "supports", "lines.0.note",
                     "Four fillings agree.", "record.passphrase", TRIAL_PASSPHRASE, NULL);
    if (visitor_send(&examiner, sheet) != 303) fail_msg("%s", visitor_page(&examiner));
    assert_string_equal(state_of(pair), "proposed");
}

/* Against what is confirmed nobody is named. */
static void test_nobody_is_named_twice(void **state) {
    (void)state;
    const char *pair = sure(5), *other = sure(6);
    expect_done(&lab, propose(&lab, pair), pair);
    expect_done(&bea, confirm(&bea, pair), pair);
    expect_done(&bob, confirm(&bob, pair), pair);
    const char *crossed =
        arena_format(&made.arena, "%.*s%s", (int)strcspn(other, "/"), other, strchr(pair, '/'));
    struct sheet *sheet =
        visitor_fill(&second, arena_format(&made.arena, "/identify/%s/%s/propose", rec, crossed),
                     "discrepancies", "None.", "lines.0.line", "dental", "lines.0.says", "supports",
                     "record.passphrase", TRIAL_PASSPHRASE, NULL);
    long long size = identified_size(&made);
    assert_int_equal(visitor_send(&second, sheet), 422);
    visitor_sees(&second, "is confirmed as");
    assert_int_equal(identified_size(&made), size);
    assert_int_equal(visitor_get(&second, "/identify/%s/%s", rec, crossed), 200);
    visitor_sees(&second, "is confirmed.");
}

/* An open proposal is changed with the reason said, and is confirmed anew. */
static void test_a_changed_proposal_is_open_again(void **state) {
    (void)state;
    const char *pair = sure(7);
    expect_done(&second, propose(&second, pair), pair);
    expect_done(&bea, confirm(&bea, pair), pair);
    assert_int_equal(visitor_get(&second, "%s", address(pair, "")), 200);
    visitor_sees(&second, "Change the proposal");
    assert_int_equal(decide(&second, pair, "propose", "discrepancies", "One locus.", "reason", "",
                            TRIAL_PASSPHRASE),
                     422);
    expect_done(&second,
                decide(&second, pair, "propose", "discrepancies", "One locus.", "reason",
                       "A locus was read again.", TRIAL_PASSPHRASE),
                pair);
    assert_string_equal(state_of(pair), "proposed");
    assert_int_equal(visitor_get(&bea, "%s", address(pair, "confirm")), 200);
    expect_done(&bea, confirm(&bea, pair), pair);
    assert_string_equal(state_of(pair), "proposed");
    expect_done(&bob, confirm(&bob, pair), pair);
    assert_string_equal(state_of(pair), "confirmed");
}

/* A form is no way to a file of the server, nor to the numbers of a proposal. */
static void test_what_the_program_fills_in_cannot_be_said(void **state) {
    (void)state;
    const char *pair = sure(8);
    struct sheet *sheet = visitor_fill(&lab, address(pair, "propose"), "discrepancies", "None.",
                                       "record.passphrase", TRIAL_PASSPHRASE, NULL);
    assert_null(sheet_get(sheet, "posterior"));
    assert_null(sheet_get(sheet, "remains"));
    sheet_add(sheet, "posterior", "0.5");
    sheet_add(sheet, "person", "F001-01");
    sheet_add(sheet, "missing_total", "1");
    expect_done(&lab, visitor_send(&lab, sheet), pair);
    json_t *all = identified_json(&made, 0, "decide", "");
    const json_t *list = json_object_get(all, "decisions");
    const json_t *last = json_array_get(list, json_array_size(list) - 1);
    assert_string_equal(json_string_value(json_object_get(last, "person")), strchr(pair, '/') + 1);
    assert_true(json_number_value(json_object_get(last, "posterior")) > 0.9999);
    assert_int_equal(json_integer_value(json_object_get(last, "missing_total")), 150);
    json_decref(all);
    sheet = visitor_fill(&bea, address(pair, "confirm"), "discrepancies", "We agree.",
                         "record.passphrase", TRIAL_PASSPHRASE, NULL);
    assert_null(sheet_get(sheet, "certificate"));
    sheet_add(sheet, "certificate", "/etc/passwd");
    expect_done(&bea, visitor_send(&bea, sheet), pair);
    const char *said = identified_run(
        &made, 0, "show", arena_format(&made.arena, "'%.*s'", (int)strcspn(pair, "/"), pair));
    assert_null(strstr(said, "passwd"));
}

/* Numbers of a record that has changed since are no basis. */
static void test_what_is_stale_is_no_basis(void **state) {
    (void)state;
    const char *pair = sure(9);
    struct visitor liaison;
    visitor_sign_in(&liaison, made.port, "Liaison");
    struct sheet *sheet = visitor_fill(&liaison, "/records/person/new", "id", "F990-01", "family",
                                       "F990", "role", "missing", NULL);
    (void)visitor_save(&liaison, sheet);
    visitor_close(&liaison);
    long long size = identified_size(&made);
    assert_int_equal(visitor_get(&lab, "%s", address(pair, "")), 200);
    visitor_sees(&lab, "These numbers are of the record as it was: 1 record");
    assert_int_equal(propose(&second, pair), 422);
    visitor_sees(&second, "new or changed since");
    assert_int_equal(identified_size(&made), size);
    rec = identified_compare(&made, &lab, "150");
    expect_done(&second, propose(&second, pair), pair);
    assert_int_equal(visitor_get(&lab, "/identify"), 200);
    visitor_sees(&lab, "What has changed since the comparison before");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_from_proposal_to_revocation),
        cmocka_unit_test(test_a_refusal),
        cmocka_unit_test(test_nothing_is_signed_without_the_passphrase),
        cmocka_unit_test(test_who_proposes_does_not_decide),
        cmocka_unit_test(test_below_the_threshold_other_evidence_is_needed),
        cmocka_unit_test(test_nobody_is_named_twice),
        cmocka_unit_test(test_a_changed_proposal_is_open_again),
        cmocka_unit_test(test_what_the_program_fills_in_cannot_be_said),
        cmocka_unit_test(test_what_is_stale_is_no_basis),
        cmocka_unit_test(test_guessing_comes_to_an_end),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
