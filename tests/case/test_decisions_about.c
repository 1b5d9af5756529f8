/* The decisions on some records, read alone, are those that are found among all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "case/decisions.h"
#include "record/replay.h"
#include "record/small_record.h"

enum { PERSONS = 6 };

static struct small_record small;
static struct trial_signer board;
static struct investigation investigation;
static struct tables tables;
static const char *person[PERSONS], *remains[PERSONS];

static void must(bool done, const struct error *error) {
    if (!done) fail_msg("%s", error->text);
}

static const char *format(const char *text, const char *one, const char *other) {
    return arena_format(small.arena, text, one, other);
}

static const char *leaf_of(const struct receipt *receipt) {
    return trial_base64(&small.trial, receipt->leaf.byte, DIGEST_SIZE);
}

static struct receipt propose(int i, const struct receipt *before) {
    return small_add(&small, "proposal", before ? &before->rec : NULL,
                     format("{'state': 'probable', 'remains': ['%s'], 'person': '%s', "
                            "'discrepancies': 'none'}", remains[i], person[i]));
}

static struct receipt answer(const char *kind, const char *state, const char *field,
                             const struct receipt *to) {
    struct draft draft = trial_draft(
        &small.trial, kind,
        arena_format(small.arena, "{'state': '%s', '%s': '%s', '%s': 'none'}", state, field,
                     leaf_of(to), strcmp(kind, "confirmation") ? "reasons" : "discrepancies"),
        NULL, &board);
    return trial_accepted(&small.trial, &draft);
}

/* Open, confirmed, refused, revoked, confirmed and then proposed again, and one that is nothing. */
static void fill(void) {
    for (int i = 0; i < PERSONS; i++) {
        struct receipt receipt =
            small_add(&small, "person", NULL,
                      arena_format(small.arena, "{'id': 'F1-%02d', 'role': 'missing'}", i + 1));
        person[i] = arena_copy(small.arena, receipt.rec.text);
        receipt = small_add(&small, "remains", NULL,
                            arena_format(small.arena, "{'code': 'ABC-%04d-B', 'kind': 'body'}",
                                         i + 1));
        remains[i] = arena_copy(small.arena, receipt.rec.text);
    }
    struct receipt proposal[PERSONS];
    for (int i = 0; i < PERSONS - 1; i++) proposal[i] = propose(i, NULL);
    answer("confirmation", "established", "proposal", &proposal[1]);
    answer("refusal", "open", "proposal", &proposal[2]);
    struct receipt confirmed = answer("confirmation", "established", "proposal", &proposal[3]);
    answer("revocation", "revoked", "confirmation", &confirmed);
    answer("confirmation", "established", "proposal", &proposal[4]);
    propose(4, &proposal[4]);
}

static int begin(void **state) {
    struct error error = {0};
    struct replay replay = {.threads = 1};
    struct receipt receipt;
    (void)state;
    small_make(&small);
    trial_make_signer(&small.trial, &board);
    struct draft draft =
        trial_new_user(&small.trial, &board, "'board'", &small.trial.administrator);
    receipt = trial_accepted(&small.trial, &draft);
    (void)receipt;
    fill();
    small_close(&small);
    must(investigation_open(small.arena, small.path, INVESTIGATION_READ, &investigation, &error) &&
             replay_open(small.arena, &investigation, &replay, &tables, &error) &&
             store_begin(tables.store, STORE_READ, &error) &&
             store_begin(investigation.store, STORE_READ, &error),
         &error);
    return 0;
}

static int end(void **state) {
    (void)state;
    store_rollback(investigation.store);
    store_rollback(tables.store);
    tables_close(&tables);
    investigation_close(&investigation);
    small_remove(&small);
    return 0;
}

static struct decisions about(const char *const *rec, int count) {
    struct decisions decisions;
    struct error error = {0};
    must(decisions_read_about(small.arena, &investigation, &tables, rec, count, &decisions, &error),
         &error);
    return decisions;
}

static void same(const struct decision *one, const struct decision *other) {
    assert_int_equal(one->state, other->state);
    assert_string_equal(one->proposal.leaf, other->proposal.leaf);
    assert_string_equal(one->person_rec, other->person_rec);
    assert_int_equal(one->step_count, other->step_count);
    assert_int_equal(one->confirmations, other->confirmations);
    for (int i = 0; i < one->step_count; i++)
        assert_string_equal(one->step[i].leaf, other->step[i].leaf);
}

static void by_person_and_by_remains(void **state) {
    static const enum decision_state expected[] = {DECISION_PROPOSED, DECISION_CONFIRMED,
                                                   DECISION_REFUSED, DECISION_REVOKED,
                                                   DECISION_PROPOSED};
    struct decisions all;
    struct error error = {0};
    (void)state;
    must(decisions_read(small.arena, &investigation, &tables, &all, &error), &error);
    assert_int_equal(all.count, PERSONS - 1);
    for (int i = 0; i < all.count; i++) {
        const struct decision *decision = &all.decision[i];
        assert_int_equal(decision->state, expected[i]);
        struct decisions by_person = about(&person[i], 1), by_remains = about(&remains[i], 1);
        assert_int_equal(by_person.count, 1);
        assert_int_equal(by_remains.count, 1);
        same(&by_person.decision[0], decision);
        same(&by_remains.decision[0], decision);
    }
    assert_int_equal(about(&person[PERSONS - 1], 1).count, 0);
}

/* A decision that names several of those asked about is one. */
static void several(void **state) {
    const char *rec[] = {person[0], remains[0], person[1]};
    (void)state;
    assert_int_equal(about(rec, 3).count, 2);
    assert_int_equal(about(rec, 0).count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_person_and_by_remains),
        cmocka_unit_test(several),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
