/* What the record says of a handover to a family: each of the ways in which remains are, or are not,
 * those of the person; who has them; and whether they were given before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "case/handover_check.h"
#include "case/small_tables.h"
#include "record/label.h"

#define EXPLAINED "'explanation': 'the family knew the body by its clothing'"

static struct small_record small;
static struct small_tables read;
static struct trial_signer keeper, liaison, board;
static struct receipt body, bone, ring, missing, other, aunt;
static const char *unclear; /* what the last handover was refused for; "" */
static int hour;            /* of the last event */

static void add_user(struct trial_signer *signer, const char *roles) {
    trial_make_signer(&small.trial, signer);
    struct draft draft = trial_new_user(&small.trial, signer, roles, &small.trial.administrator);
    trial_accepted(&small.trial, &draft);
}

static struct receipt add(const char *kind, const char *fields) {
    return small_add(&small, kind, NULL, fields);
}

/* An event of custody, as somebody writes it down; hands by name. */
static void happens(const char *act, const struct receipt *what, const char *rest) {
    hour++;
    add("custody", arena_format(small.arena, "{'number': 'C-%d', 'event': '%s', 'items': ['%s'], "
                                             "'at': %lld%s}", hour, act, what->rec.text,
                                1568000000000000LL + hour * 3600000000LL, rest));
}

static const char *given_to(const struct trial_signer *who) {
    return arena_format(small.arena, ", 'receives_name': '%s'", who->signer.user.text);
}

static int begin(void **state) {
    (void)state;
    small_make(&small);
    add_user(&keeper, "'custodian'");
    add_user(&liaison, "'liaison'");
    add_user(&board, "'board'");
    body = add("remains", "{'code': 'ABC-0001-B', 'kind': 'body'}");
    bone = add("element", arena_format(small.arena, "{'code': 'ABC-0001-E01', 'remains': '%s'}",
                                       body.rec.text));
    ring = add("belonging", "{'code': 'ABC-0001-P01', 'class': 'jewellery'}");
    missing = add("person", "{'id': 'F001-01', 'role': 'missing'}");
    other = add("person", "{'id': 'F002-01', 'role': 'missing'}");
    aunt = add("person", "{'id': 'F001-02', 'role': 'reference'}");
    hour = 0;
    return 0;
}

static int end(void **state) {
    (void)state;
    small_remove(&small);
    return 0;
}

/* Collected, and with the keeper now: a hand that is written by the user's name. */
static void keeper_has(const struct receipt *what) {
    const char *name;
    struct error error = {0};
    small_tables_open(&small, &read);
    assert_true(label_of(small.arena, &read.tables, keeper.signer.user.text, &name, &error));
    small_tables_close(&small, &read);
    happens("collect", what, arena_format(small.arena, ", 'receives_name': '%s'", name));
}

static const char *base64(const struct receipt *receipt) {
    return trial_base64(&small.trial, receipt->leaf.byte, DIGEST_SIZE);
}

static struct receipt decide(const char *kind, const char *fields) {
    struct draft draft = trial_draft(&small.trial, kind, fields, NULL, &board);
    return trial_accepted(&small.trial, &draft);
}

static struct receipt propose(const struct receipt *person) {
    return add("proposal",
               arena_format(small.arena, "{'state': 'established', 'remains': ['%s'], 'person': "
                                         "'%s', 'discrepancies': {'none': 'examined_absent'}}",
                            body.rec.text, person->rec.text));
}

static struct receipt confirm(const struct receipt *proposal) {
    return decide("confirmation", arena_format(small.arena, "{'state': 'established', 'proposal': "
                                                            "'%s', 'discrepancies': 'none'}",
                                               base64(proposal)));
}

static void identify(const struct receipt *person) {
    struct receipt proposal = propose(person);
    confirm(&proposal);
}

/* The handover of one thing, as it is looked at before anybody signs. */
static enum error_code look_at(const char *field, const struct receipt *what,
                               const struct receipt *person, const char *rest,
                               struct handover_said *out_said) {
    struct error error = {0};
    struct custody *custody;
    struct handover_said said;
    char *text = arena_format(small.arena, "{'number': 'H-9', 'person': '%s', '%s': ['%s']%s%s}",
                              person->rec.text, field, what->rec.text, *rest ? ", " : "", rest);
    for (char *at = text; *at; at++)
        if (*at == '\'') *at = '"';
    json_t *fields = json_loads(text, 0, NULL);
    small_tables_open(&small, &read);
    assert_true(custody_read(small.arena, &read.tables, USER_ROLES_ALL, &custody, &error));
    const struct handover_basis basis = {&read.investigation, &read.tables, custody,
                                         USER_ROLES_ALL};
    if (!handover_read(small.arena, &basis, fields, &keeper.signer.user, &liaison.signer.user, &said,
                       &error))
        fail_msg("%s", error.text);
    bool good = handover_check(&said, fields, &error);
    assert_int_equal(good, error.code == ERROR_NONE);
    small_tables_close(&small, &read);
    json_decref(fields);
    unclear = arena_copy(small.arena, error.text);
    if (out_said) *out_said = said;
    return error.code;
}

static enum error_code of_body(const char *rest) {
    return look_at("remains", &body, &missing, rest, NULL);
}

static void refused_with(enum error_code code, enum error_code expected, const char *words) {
    if (code != expected || !strstr(unclear, words))
        fail_msg("%d, %s; not %d, %s", code, unclear, expected, words);
}

/* ------------------------------------------------------------------ whose it is */

static void what_is_confirmed_needs_no_words(void **state) {
    struct handover_said said;
    (void)state;
    keeper_has(&body);
    identify(&missing);
    assert_int_equal(look_at("remains", &body, &missing, "", &said), ERROR_NONE);
    assert_false(handover_asks(&said));
    assert_int_equal(said.item[0].identity, HANDOVER_CONFIRMED);
    const struct decision *decision = said.item[0].decision;
    assert_int_equal(decision->step_count, 1);
    assert_string_equal(decision->step[0].by, board.signer.user.text);
    /* A bone is whose its remains are. */
    assert_int_equal(look_at("remains", &bone, &missing, "", &said), ERROR_NONE);
    assert_int_equal(said.item[0].identity, HANDOVER_CONFIRMED);
}

/* In each state but that one an explanation is asked for, and enough; a full stop is none. */
static void what_is_not_confirmed_is_explained(void **state) {
    struct receipt proposal = {0}, confirmation;
    static const enum handover_identity identities[] = {HANDOVER_NEVER, HANDOVER_PROPOSED,
                                                        HANDOVER_REVOKED, HANDOVER_REFUSED};
    (void)state;
    keeper_has(&body);
    for (int i = 0; i < 4; i++) {
        struct handover_said said;
        if (i == 1 || i == 3) proposal = propose(&missing);
        if (i == 2) {
            confirmation = confirm(&proposal);
            decide("revocation",
                   arena_format(small.arena, "{'state': 'revoked', 'confirmation': '%s', "
                                             "'reasons': 'mistaken'}", base64(&confirmation)));
        }
        if (i == 3)
            decide("refusal", arena_format(small.arena, "{'state': 'open', 'proposal': '%s', "
                                                        "'reasons': 'too little'}",
                                           base64(&proposal)));
        refused_with(look_at("remains", &body, &missing, "", &said), ERROR_BAD_INPUT,
                     "no confirmed identification");
        assert_int_equal(said.item[0].identity, identities[i]);
        assert_true(handover_asks(&said));
        refused_with(of_body("'explanation': '.'"), ERROR_BAD_INPUT, "no confirmed identification");
        assert_int_equal(of_body(EXPLAINED), ERROR_NONE);
        assert_int_equal(look_at("remains", &bone, &missing, "", NULL), ERROR_BAD_INPUT);
    }
}

static void what_is_somebody_else_is_not_given(void **state) {
    struct handover_said said;
    (void)state;
    keeper_has(&body);
    identify(&other);
    refused_with(of_body(EXPLAINED), ERROR_CONFLICT, "somebody else");
    /* A proposal for this one changes nothing as long as that one is confirmed. */
    propose(&missing);
    refused_with(look_at("remains", &body, &missing, EXPLAINED, &said), ERROR_CONFLICT,
                 "somebody else");
    assert_int_equal(said.item[0].identity, HANDOVER_ANOTHER);
}

static void only_somebody_missing_is_given_back(void **state) {
    (void)state;
    keeper_has(&body);
    refused_with(look_at("remains", &body, &aunt, EXPLAINED, NULL), ERROR_CONFLICT,
                 "nobody missing");
}

static void belongings_need_no_identification(void **state) {
    struct handover_said said;
    (void)state;
    keeper_has(&ring);
    assert_int_equal(look_at("belongings", &ring, &missing, "", &said), ERROR_NONE);
    assert_int_equal(said.item[0].identity, HANDOVER_NOT_ASKED);
}

/* ------------------------------------------------------------------ who has it */

static void who_signs_has_it(void **state) {
    (void)state;
    identify(&missing);
    refused_with(of_body(""), ERROR_BAD_INPUT, "nobody who signs has ABC-0001-B");
    keeper_has(&body);
    assert_int_equal(of_body(""), ERROR_NONE);
    happens("transfer", &body, ", 'receives_name': 'A. Driver, transport'");
    refused_with(of_body(""), ERROR_BAD_INPUT, "nobody who signs has ABC-0001-B");
    assert_int_equal(of_body(EXPLAINED), ERROR_NONE);
}

static void what_was_destroyed_is_not_given(void **state) {
    (void)state;
    identify(&missing);
    keeper_has(&body);
    happens("destroy", &body, ", 'authority': 'Order 7'");
    refused_with(of_body(EXPLAINED), ERROR_CONFLICT, "was destroyed");
    refused_with(look_at("remains", &bone, &missing, EXPLAINED, NULL), ERROR_CONFLICT,
                 "was destroyed");
}

/* ------------------------------------------------------------------ given before */

static void hand_over(const char *number, const struct receipt *what) {
    hour++;
    struct draft draft = trial_draft(
        &small.trial, "handover",
        arena_format(small.arena, "{'number': '%s', 'person': '%s', 'remains': ['%s'], 'at': %lld}",
                     number, missing.rec.text, what->rec.text,
                     1568000000000000LL + hour * 3600000000LL),
        NULL, &keeper);
    struct draft_signer both[] = {keeper.signer, liaison.signer};
    draft.signers = both;
    draft.signer_count = 2;
    trial_accepted(&small.trial, &draft);
}

static void nothing_is_given_twice(void **state) {
    (void)state;
    identify(&missing);
    keeper_has(&body);
    hand_over("H-1", &body);
    refused_with(of_body(EXPLAINED), ERROR_CONFLICT, "handed over already, in H-1");
    refused_with(look_at("remains", &bone, &missing, EXPLAINED, NULL), ERROR_CONFLICT, "in H-1");
    /* What passes between hands here does not come from the family. */
    happens("transfer", &body, given_to(&keeper));
    refused_with(of_body(EXPLAINED), ERROR_CONFLICT, "in H-1");
    happens("return", &body, ", 'receives_name': 'the family'");
    refused_with(of_body(EXPLAINED), ERROR_CONFLICT, "in H-1");
    happens("break", &body, arena_format(small.arena, "%s, 'explanation': 'the family brought it "
                                         "back'", given_to(&keeper)));
    assert_int_equal(of_body(EXPLAINED), ERROR_NONE);
    /* And so once more. */
    hand_over("H-2", &body);
    refused_with(of_body(EXPLAINED), ERROR_CONFLICT, "in H-2");
}

/* Its bone was given and the rest was not; and the other way round. */
static void a_bone_is_not_the_rest(void **state) {
    (void)state;
    identify(&missing);
    keeper_has(&body);
    hand_over("H-1", &bone);
    assert_int_equal(of_body(""), ERROR_NONE);
    refused_with(look_at("remains", &bone, &missing, EXPLAINED, NULL), ERROR_CONFLICT, "in H-1");
}

/* The return may be recorded before the form of the handover is. */
static void a_return_that_came_first_is_no_handover(void **state) {
    const char *name;
    struct error error = {0};
    (void)state;
    identify(&missing);
    keeper_has(&body);
    small_tables_open(&small, &read);
    assert_true(label_of(small.arena, &read.tables, keeper.signer.user.text, &name, &error));
    small_tables_close(&small, &read);
    happens("return", &body, arena_format(small.arena, ", 'gives_name': '%s', 'receives_name': 'the "
                                                       "family'", name));
    assert_int_equal(of_body(""), ERROR_NONE);
    hand_over("H-1", &body);
    refused_with(of_body(EXPLAINED), ERROR_CONFLICT, "in H-1");
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(what_is_confirmed_needs_no_words),
        CASE(what_is_not_confirmed_is_explained),
        CASE(what_is_somebody_else_is_not_given),
        CASE(only_somebody_missing_is_given_back),
        CASE(belongings_need_no_identification),
        CASE(who_signs_has_it),
        CASE(what_was_destroyed_is_not_given),
        CASE(nothing_is_given_twice),
        CASE(a_bone_is_not_the_rest),
        CASE(a_return_that_came_first_is_no_handover),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
