/* Giving back to a family on pages: both who sign read first what the record says of it, and what the
 * record says against it is not signed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "web/served.h"
#include "web/visitor.h"

static struct served served;
static struct visitor worker, custodian, liaison;
static struct trial_signer board;
static struct receipt named, unnamed, person, aunt, paper;

static struct receipt add(const char *kind, const char *fields) {
    return small_add(&served.small, kind, NULL, fields);
}

static const char *leaf(const struct receipt *receipt) {
    return trial_base64(&served.small.trial, receipt->leaf.byte, DIGEST_SIZE);
}

static struct receipt decide(const char *kind, const char *fields) {
    struct draft draft = trial_draft(&served.small.trial, kind, fields, NULL, &board);
    return trial_accepted(&served.small.trial, &draft);
}

static void collect(const char *number, const struct receipt *what) {
    add("custody", arena_format(served.small.arena,
                                "{'number': '%s', 'event': 'collect', 'items': ['%s'], 'at': "
                                "1568000000000000, 'receives_name': 'Only custodian'}",
                                number, what->rec.text));
}

static void add_record(void) {
    struct trial *trial = &served.small.trial;
    struct authority authority = trial_authority(trial);
    for (size_t i = 0; i < authority.user_count; i++)
        if (authority.user[i]->roles == 1U << USER_BOARD)
            trial_unseal(trial, &authority.user[i]->id, &board);
    named = add("remains", "{'code': 'ABC-0001-B', 'kind': 'body'}");
    unnamed = add("remains", "{'code': 'ABC-0002-B', 'kind': 'body'}");
    person = add("person", "{'id': 'F001-01', 'role': 'missing'}");
    aunt = add("person", "{'id': 'F001-02', 'role': 'reference'}");
    paper = add("media", "{'number': 'M-77', 'view': 'scan'}");
    collect("C-1", &named);
    collect("C-2", &unnamed);
    struct receipt proposal = add(
        "proposal",
        arena_format(served.small.arena,
                     "{'state': 'established', 'remains': ['%s'], 'person': '%s', 'posterior': "
                     "'0.99987', 'discrepancies': {'none': 'examined_absent'}}",
                     named.rec.text, person.rec.text));
    decide("confirmation",
                          arena_format(served.small.arena, "{'state': 'established', 'proposal': "
                                                           "'%s', 'discrepancies': 'none'}",
                                       leaf(&proposal)));
}

static int begin(void **state) {
    (void)state;
    served_make(&served);
    add_record();
    served_start(&served);
    visitor_sign_in(&worker, served.port, "Will Worker");
    visitor_sign_in(&custodian, served.port, "Only custodian");
    visitor_sign_in(&liaison, served.port, "Only liaison");
    return 0;
}

static int end(void **state) {
    (void)state;
    visitor_close(&worker);
    visitor_close(&custodian);
    visitor_close(&liaison);
    served_stop(&served);
    served_check(&served);
    served_remove(&served);
    return 0;
}

/* ------------------------------------------------------------------ ways to do it */

static const char *user_of(struct visitor *visitor, const char *name) {
    const char *page = visitor_page(visitor),
               *at = strstr(page, arena_format(&visitor->arena, ">%s</option>", name));
    if (!at) fail_msg("%s is not to be chosen", name);
    while (strncmp(at, "value=\"", 7) != 0) at--;
    return arena_copy_part(&visitor->arena, at + 7, strcspn(at + 7, "\" "));
}

static struct sheet *handover(struct visitor *from, const char *number, const char *remains,
                              const char *of) {
    struct sheet *sheet = visitor_fill(from, "/custody/new/handover", "number", number, "person", of,
                                       "remains", remains, NULL);
    sheet_set(sheet, "record.with", user_of(from, "Only custodian"));
    sheet_set(sheet, "record.passphrase", TRIAL_PASSPHRASE);
    return sheet;
}

/* As the page that came back has it. */
static struct sheet *again(struct visitor *from) {
    struct sheet *sheet = visitor_sheet(from, "/custody/new/handover");
    assert_string_equal(sheet_get(sheet, "record.passphrase"), "");
    sheet_set(sheet, "record.passphrase", TRIAL_PASSPHRASE);
    return sheet;
}

static void nothing_waits(void) {
    assert_int_equal(visitor_get(&custodian, "/"), 200);
    visitor_sees_not(&custodian, "waits for your signature");
}

static void take_back(struct visitor *from, const char *waiting) {
    assert_int_equal(visitor_get(from, "%s", waiting), 200);
    struct sheet *sheet =
        visitor_sheet(from, arena_format(&from->arena, "%s/withdraw", waiting));
    assert_int_equal(visitor_send(from, sheet), 303);
}

/* ------------------------------------------------------------------ what is shown */

static void both_read_who_confirmed_it(void **state) {
    (void)state;
    assert_int_equal(visitor_send(&worker, handover(&worker, "H-1", "ABC-0001-B", "F001-01")), 422);
    visitor_sees(&worker, "What the record says");
    visitor_sees(&worker, "Confirmed to be this person by");
    visitor_sees(&worker, "0.999870");
    visitor_sees(&worker, "held by Only custodian");
    nothing_waits(); /* nobody signs what they were not shown */
    assert_int_equal(visitor_send(&worker, again(&worker)), 303);
    const char *waiting = arena_copy(served.small.arena, worker.location);
    assert_int_equal(visitor_get(&custodian, "%s", waiting), 200);
    visitor_sees(&custodian, "What the record says");
    visitor_sees(&custodian, "Confirmed to be this person by");
    visitor_sees_not(&custodian, "0.99987"); /* for who may read it */
    take_back(&worker, waiting);
}

static void what_was_seen_is_what_is_signed(void **state) {
    (void)state;
    assert_int_equal(visitor_send(&liaison, handover(&liaison, "H-1", "ABC-0001-B", "F001-01")),
                     422);
    struct sheet *sheet = again(&liaison);
    sheet_set(sheet, "remains", "ABC-0002-B"); /* others than were shown */
    sheet_set(sheet, "explanation", "recognised by the family at once");
    assert_int_equal(visitor_send(&liaison, sheet), 422);
    visitor_sees(&liaison, "Nobody has proposed that it is this person");
    nothing_waits();
}

/* ------------------------------------------------------------------ what is asked and refused */

static void the_unidentified_are_explained(void **state) {
    (void)state;
    assert_int_equal(visitor_send(&liaison, handover(&liaison, "H-2", "ABC-0002-B", "F001-01")),
                     422);
    visitor_sees(&liaison, "Nobody has proposed that it is this person");
    visitor_sees(&liaison, "Say in words why it is handed over all the same");
    assert_int_equal(visitor_send(&liaison, again(&liaison)), 422);
    struct sheet *sheet = again(&liaison);
    sheet_set(sheet, "explanation", "because");
    assert_int_equal(visitor_send(&liaison, sheet), 422);
    nothing_waits();
    sheet = again(&liaison);
    sheet_set(sheet, "explanation", "recognised by the family at once");
    sheet_set(sheet, "paper", "M-77");
    assert_int_equal(visitor_send(&liaison, sheet), 303);
    const char *waiting = arena_copy(served.small.arena, liaison.location);
    assert_int_equal(visitor_get(&custodian, "%s", waiting), 200);
    visitor_sees(&custodian, "Nobody has proposed that it is this person");
    visitor_sees(&custodian, "recognised by the family at once");
    visitor_sees(&custodian, "M-77");
    take_back(&liaison, waiting);
}

static void a_relative_is_given_back_to_nobody(void **state) {
    (void)state;
    struct sheet *sheet = handover(&liaison, "H-3", "ABC-0001-B", "F001-02");
    sheet_set(sheet, "explanation", "recognised by the family at once");
    assert_int_equal(visitor_send(&liaison, sheet), 422);
    visitor_sees(&liaison, "The person is nobody missing");
    assert_int_equal(visitor_send(&liaison, again(&liaison)), 422);
    nothing_waits();
}

static const char *offered(const char *number) {
    assert_int_equal(visitor_send(&liaison, handover(&liaison, number, "ABC-0001-B", "F001-01")),
                     422);
    assert_int_equal(visitor_send(&liaison, again(&liaison)), 303);
    return arena_copy(served.small.arena, liaison.location);
}

/* Two are offered; one is signed, and the other can be no more. */
static void nothing_is_given_twice(void **state) {
    (void)state;
    const char *first = offered("H-4"), *second = offered("H-5");
    assert_int_equal(visitor_get(&custodian, "%s", first), 200);
    struct sheet *sheet =
        visitor_sheet(&custodian, arena_format(&custodian.arena, "%s/sign", first));
    sheet_set(sheet, "passphrase", TRIAL_PASSPHRASE);
    assert_int_equal(visitor_send(&custodian, sheet), 303);
    assert_int_equal(visitor_get(&custodian, "%s", second), 200);
    visitor_sees(&custodian, "Handed over already, in H-4");
    visitor_sees(&custodian, "It no longer fits the record");
    assert_null(strstr(visitor_page(&custodian), "/sign\""));
    sheet = handover(&liaison, "H-6", "ABC-0001-B", "F001-01");
    sheet_set(sheet, "explanation", "recognised by the family at once");
    assert_int_equal(visitor_send(&liaison, sheet), 422);
    visitor_sees(&liaison, "Handed over already, in H-4");
    assert_int_equal(visitor_send(&liaison, again(&liaison)), 422);
    take_back(&liaison, second);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_read_who_confirmed_it),
        cmocka_unit_test(what_was_seen_is_what_is_signed),
        cmocka_unit_test(the_unidentified_are_explained),
        cmocka_unit_test(a_relative_is_given_back_to_nobody),
        cmocka_unit_test(nothing_is_given_twice),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
