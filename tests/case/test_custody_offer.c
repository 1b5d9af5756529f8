/* A handover in two steps: who gives signs, who receives signs the same, and it is in the record.
 * What was altered, what is another's, and what no longer fits is refused, and nothing is
 * appended. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "case/offer.h"
#include "case/small_tables.h"
#include "record/authority_load.h"

enum { NOW = 1568010000 /* seconds since 1970: somewhat after what the tests hand over */ };

static struct small_record small;
static struct small_tables read;
static struct trial_signer ann, ben, cleo;
static struct receipt body, other_body, waiting_body;
static struct offer_desk desk;
static struct authority authority;
static bool open_desk;

static void add_user(struct trial_signer *signer, const char *roles) {
    trial_make_signer(&small.trial, signer);
    struct draft draft =
        trial_new_user(&small.trial, signer, roles, &small.trial.administrator);
    trial_accepted(&small.trial, &draft);
}

static struct receipt collect(const char *number, const struct receipt *what) {
    struct draft draft = trial_draft(
        &small.trial, "custody",
        arena_format(small.arena, "{'number': '%s', 'event': 'collect', 'items': ['%s'], 'at': "
                     "1568000000000000, 'receives': '%s', 'seal_after': 'S-1'}",
                     number, what->rec.text, ann.signer.user.text),
        NULL, &ann);
    return trial_accepted(&small.trial, &draft);
}

static int begin(void **state) {
    (void)state;
    small_make(&small);
    add_user(&ann, "'field'");
    add_user(&ben, "'custodian'");
    add_user(&cleo, "'examiner'");
    body = small_add(&small, "remains", NULL, "{'code': 'ABC-0001-B'}");
    other_body = small_add(&small, "remains", NULL, "{'code': 'ABC-0002-B'}");
    waiting_body = small_add(&small, "remains", NULL, "{'code': 'ABC-0003-B'}");
    collect("C-1", &body);
    collect("C-2", &other_body);
    open_desk = false;
    return 0;
}

static void leave_desk(void) {
    if (open_desk) small_tables_close(&small, &read);
    open_desk = false;
}

static int end(void **state) {
    (void)state;
    leave_desk();
    small_remove(&small);
    return 0;
}

/* As the record is now. */
static void go_to_desk(void) {
    struct error error = {0};
    struct custody *custody;
    leave_desk();
    small_tables_open(&small, &read);
    open_desk = true;
    authority = authority_none(small.arena);
    if (!authority_load(small.arena, &read.investigation.digester, read.investigation.store,
                        &authority, &error) ||
        !custody_read(small.arena, &read.tables, 1U << USER_CUSTODIAN, &custody, &error))
        fail_msg("%s", error.text);
    desk = (struct offer_desk){&read.investigation, &authority, &read.tables, custody,
                                 &read.investigation.digester, NOW, 1U << USER_CUSTODIAN};
}

static json_t *fields_of(const char *number, const char *event, const struct receipt *what,
                         const char *rest) {
    char *text = arena_format(small.arena, "{'number': '%s', 'event': '%s', 'items': ['%s'], 'at': "
                              "1568009000000000%s%s}", number, event, what->rec.text,
                              *rest ? ", " : "", rest);
    for (char *at = text; *at; at++)
        if (*at == '\'') *at = '"';
    json_t *fields = json_loads(text, 0, NULL);
    assert_non_null(fields);
    return fields;
}

struct bytes {
    char *bytes;
    size_t size;
};

static bool offer(json_t *fields, const struct trial_signer *gives,
                  const struct trial_signer *receives, struct bytes *out, struct error *error) {
    bool done = offer_make(small.arena, &desk, &small.trial.random, schema_find("custody"), fields,
                           &gives->signer, &receives->signer.user, &out->bytes, &out->size, error);
    json_decref(fields);
    return done;
}

static struct bytes offered(json_t *fields) {
    struct bytes bytes;
    struct error error = {0};
    if (!offer(fields, &ann, &ben, &bytes, &error)) fail_msg("%s", error.text);
    return bytes;
}

static void refused(json_t *fields, const struct trial_signer *gives,
                    const struct trial_signer *receives, enum error_code code, const char *words) {
    struct bytes bytes = {NULL, 0};
    struct error error = {0};
    if (offer(fields, gives, receives, &bytes, &error)) fail_msg("it was offered: %s", words);
    if (error.code != code || !strstr(error.text, words))
        fail_msg("%d, %s; not %d, %s", error.code, error.text, code, words);
    assert_null(bytes.bytes);
}

/* Reads it as whom it was offered to, so that what was altered is seen. */
static bool look_at(struct bytes bytes, struct offered *out_offered, struct error *error) {
    if (!offer_read(small.arena, &desk, bytes.bytes, bytes.size, &ben.signer.user, out_offered,
                    error))
        return false;
    if (offer_check(small.arena, &desk, out_offered, error)) return true;
    offer_close(out_offered);
    return false;
}

/* Reads and accepts it; the record is let go of for that, as no two may append. */
static bool accept(struct bytes bytes, const struct trial_signer *receives,
                   struct receipt *out_receipt, struct error *error) {
    struct offered read_offer;
    struct draft_signer both[2];
    struct draft draft;
    if (!look_at(bytes, &read_offer, error)) return false;
    leave_desk();
    struct append_batch batch = {.drafts = &draft, .count = 1};
    bool done = offer_draft(&read_offer, &receives->signer, both, &draft, error) &&
                append_batch(small.trial.appender, &batch, out_receipt, NULL, error);
    offer_close(&read_offer);
    go_to_desk();
    return done;
}

static void not_accepted(struct bytes bytes, const struct trial_signer *receives,
                         enum error_code code, const char *words) {
    struct error error = {0};
    struct receipt receipt;
    int before = desk.custody->event_count;
    if (accept(bytes, receives, &receipt, &error)) fail_msg("it was accepted: %s", words);
    if (error.code != code || !strstr(error.text, words))
        fail_msg("%d, %s; not %d, %s", error.code, error.text, code, words);
    assert_int_equal(desk.custody->event_count, before);
}

/* ------------------------------------------------------------------ both sign */

static void both_sign_and_it_is_in_the_record(void **state) {
    (void)state;
    struct error error = {0};
    struct receipt receipt;
    go_to_desk();
    struct bytes bytes = offered(fields_of("C-3", "transfer", &body,
                                           "'seal_before': 'S-1', 'seal_intact': true"));
    assert_int_equal(desk.custody->event_count, 2); /* it is nowhere yet */
    if (!accept(bytes, &ben, &receipt, &error)) fail_msg("%s", error.text);
    const struct custody_thing *thing = custody_find(desk.custody, "ABC-0001-B");
    assert_string_equal(thing->holder.user, ben.signer.user.text);
    assert_int_equal(thing->gap_count, 0);
    const struct custody_event *event = &desk.custody->event[thing->event[1]];
    assert_string_equal(event->gives.user, ann.signer.user.text);
    assert_int_equal(event->previous, thing->event[0]);
    assert_int_equal(event->index, receipt.index);
    leave_desk();
    struct entry entry = small_entry(&small, (int64_t)receipt.index);
    assert_int_equal(entry.sig_count, 2);
    assert_string_equal(entry.by.text, ann.signer.user.text);
    small_close(&small);
    trial_check(small.arena, small.path); /* every signature and disclosure holds */
    small_open(&small);
}

/* It was signed once, and goes in once. */
static void it_goes_in_once(void **state) {
    (void)state;
    struct error error = {0};
    struct receipt receipt;
    go_to_desk();
    struct bytes bytes = offered(fields_of("C-3", "transfer", &body, ""));
    if (!accept(bytes, &ben, &receipt, &error)) fail_msg("%s", error.text);
    not_accepted(bytes, &ben, ERROR_CONFLICT, "the number C-3 is that of another event");
}

static void every_altered_byte_is_noticed(void **state) {
    (void)state;
    go_to_desk();
    struct bytes bytes = offered(fields_of("C-3", "transfer", &body, ""));
    char *size = strstr(bytes.bytes, "\"size\":");
    for (size_t i = 0; i < bytes.size; i++) {
        struct bytes altered = {arena_copy_part(small.arena, bytes.bytes, bytes.size), bytes.size};
        struct offered read_offer;
        struct error error = {0};
        altered.bytes[i] = (char)(altered.bytes[i] == '1' ? '2' : '1');
        /* How long the log was is nobody's signature: whoever alters it hides nothing, since the
         * chain is looked at again. */
        if (size && bytes.bytes + i >= size) continue;
        if (look_at(altered, &read_offer, &error))
            fail_msg("byte %zu of %zu", i, bytes.size);
        assert_true(error.code != ERROR_NONE && error.text[0]);
    }
    for (size_t i = 0; i < bytes.size; i += 97) {
        struct offered read_offer;
        struct error error = {0};
        assert_false(look_at((struct bytes){bytes.bytes, i}, &read_offer, &error));
    }
}

/* ------------------------------------------------------------------ who may */

static void it_takes_two_people_and_two_keys(void **state) {
    (void)state;
    go_to_desk();
    refused(fields_of("C-3", "transfer", &body, ""), &ann, &ann, ERROR_DENIED, "both give and");
    struct trial_signer nobody = ben;
    nobody.signer.user = identifier_make(&small.trial.random, IDENTIFIER_USER);
    refused(fields_of("C-3", "transfer", &body, ""), &ann, &nobody, ERROR_DENIED, "nobody who may");
    struct bytes bytes = offered(fields_of("C-3", "transfer", &body, ""));
    not_accepted(bytes, &cleo, ERROR_DENIED, "it was offered to");
    struct trial_signer one_key = ann; /* Ann's key under Ben's name */
    one_key.signer.user = ben.signer.user;
    not_accepted(bytes, &one_key, ERROR_DENIED, "one key cannot sign for both");
    one_key = cleo;
    one_key.signer.user = ben.signer.user;
    not_accepted(bytes, &one_key, ERROR_DENIED, "is not one of");
}

static void whoever_was_revoked_meanwhile_signs_no_more(void **state) {
    (void)state;
    go_to_desk();
    struct bytes bytes = offered(fields_of("C-3", "transfer", &body, ""));
    leave_desk();
    struct draft draft = trial_changed_user(&small.trial, &ann, "'field'", "suspended",
                                            &small.trial.administrator);
    trial_accepted(&small.trial, &draft);
    go_to_desk();
    not_accepted(bytes, &ben, ERROR_DENIED, "may not sign any more");
}

static void somebody_else_cannot_sign_for_the_giver(void **state) {
    (void)state;
    go_to_desk();
    struct trial_signer as_ann = cleo;
    as_ann.signer.user = ann.signer.user;
    struct bytes bytes;
    struct error error = {0};
    assert_true(offer(fields_of("C-3", "transfer", &body, ""), &as_ann, &ben, &bytes, &error));
    not_accepted(bytes, &ben, ERROR_DENIED, "does not hold with a key that is taken now");
}

/* Who handles nothing has no hand in it. */
static void only_who_handles_things_gives_and_receives(void **state) {
    struct trial_signer press, board;
    (void)state;
    add_user(&press, "'press'");
    add_user(&board, "'board'");
    go_to_desk();
    refused(fields_of("C-3", "transfer", &body, ""), &ann, &press, ERROR_DENIED, "handle things");
    refused(fields_of("C-3", "transfer", &body, ""), &board, &ann, ERROR_DENIED, "handle things");
    refused(fields_of("C-3", "break", &body, "'explanation': 'nobody knows where it was'"), &press,
            &board, ERROR_DENIED, "handle things");
}

/* ------------------------------------------------------------------ what fits the chain */

/* It would be earlier than nothing that comes after it, until that moment. */
static void what_has_not_happened_yet_is_refused(void **state) {
    static const char *const late[] = {"1568010600000001", "1568096400000000", "4102444800000000"};
    (void)state;
    go_to_desk();
    for (int i = 0; i < 3; i++) {
        json_t *fields = fields_of("C-3", "transfer", &body, "");
        json_object_set_new(fields, "at", json_integer(strtoll(late[i], NULL, 10)));
        refused(fields, &ann, &ben, ERROR_BAD_INPUT, "is in the future");
    }
    /* A clock may be some minutes fast. */
    json_t *fields = fields_of("C-3", "transfer", &body, "");
    json_object_set_new(fields, "at", json_integer(1568010600000000));
    struct bytes bytes = offered(fields);
    desk.now -= 3600; /* of who receives: by their clock it has not happened */
    not_accepted(bytes, &ben, ERROR_BAD_INPUT, "is in the future");
}

static void nothing_is_destroyed_without_an_order(void **state) {
    struct error error = {0};
    struct receipt receipt;
    (void)state;
    go_to_desk();
    refused(fields_of("C-3", "destroy", &body, ""), &ann, &ben, ERROR_BAD_INPUT,
            "without an order");
    struct bytes bytes = offered(fields_of("C-3", "destroy", &body, "'authority': 'Order 7'"));
    if (!accept(bytes, &ben, &receipt, &error)) fail_msg("%s", error.text);
    assert_int_equal(custody_find(desk.custody, "ABC-0001-B")->state, CUSTODY_DESTROYED);
}

/* A full stop explains nothing, in whatever script. */
static void a_break_is_explained_in_words(void **state) {
    static const char *const none[] = {".", "- - - - - - - - - -", "1234567890123", "no idea"};
    (void)state;
    go_to_desk();
    for (int i = 0; i < 4; i++)
        refused(fields_of("C-3", "break", &body,
                          arena_format(small.arena, "'explanation': '%s'", none[i])),
                &cleo, &ben, ERROR_BAD_INPUT, "in words of at least 10 letters");
    offered(fields_of("C-3", "break", &body, "'explanation': 'знайдено в коридорі'"));
}

static void what_was_handed_over_meanwhile_is_refused(void **state) {
    (void)state;
    struct error error = {0};
    struct receipt receipt;
    go_to_desk();
    struct bytes first = offered(fields_of("C-3", "transfer", &body, ""));
    struct bytes second = offered(fields_of("C-4", "transfer", &body, ""));
    struct bytes other = offered(fields_of("C-5", "transfer", &other_body, ""));
    if (!accept(first, &ben, &receipt, &error)) fail_msg("%s", error.text);
    not_accepted(second, &ben, ERROR_CONFLICT, "ABC-0001-B was in C-3 since this was signed");
    if (!accept(other, &ben, &receipt, &error)) fail_msg("%s", error.text);
}

static void nobody_gives_what_another_has(void **state) {
    (void)state;
    go_to_desk();
    refused(fields_of("C-3", "transfer", &body, ""), &cleo, &ben, ERROR_CONFLICT,
            "is recorded as a break, with its explanation");
    refused(fields_of("C-3", "transfer", &waiting_body, ""), &ann, &ben, ERROR_CONFLICT,
            "who collected it is not recorded");
    refused(fields_of("C-3", "transfer", &body, "'seal_intact': false"), &ann, &ben,
            ERROR_CONFLICT, "the seal was not whole");
    refused(fields_of("C-3", "transfer", &body, "'seal_before': 'S-9'"), &ann, &ben,
            ERROR_CONFLICT, "the seal was S-9, and the one put on last is S-1");
    refused(fields_of("C-1", "transfer", &body, ""), &ann, &ben, ERROR_CONFLICT, "the number C-1");
    refused(fields_of("C-3", "break", &body, ""), &cleo, &ben, ERROR_BAD_INPUT,
            "what is not known");
    refused(fields_of("C-3", "explode", &body, ""), &ann, &ben, ERROR_BAD_INPUT, "event");
    struct receipt gone = body;
    gone.rec = identifier_make(&small.trial.random, IDENTIFIER_RECORD);
    refused(fields_of("C-3", "transfer", &gone, ""), &ann, &ben, ERROR_BAD_INPUT,
            "is not in the record");
}

/* It happened: so it is recorded, and shown as what it is. */
static void a_break_with_explanation_is_signed_by_both(void **state) {
    (void)state;
    struct error error = {0};
    struct receipt receipt;
    struct bytes bytes;
    go_to_desk();
    if (!offer(fields_of("C-3", "break", &body, "'explanation': 'found in the corridor'"), &cleo,
               &ben, &bytes, &error) ||
        !accept(bytes, &ben, &receipt, &error))
        fail_msg("%s", error.text);
    const struct custody_thing *thing = custody_find(desk.custody, "ABC-0001-B");
    assert_int_equal(thing->gap_count, 0);
    assert_int_equal(thing->fault_count, 1);
    assert_int_equal(thing->fault[0].kind, CUSTODY_EXPLAINED);
    assert_string_equal(thing->holder.user, ben.signer.user.text);
}

static void another_investigation_takes_nothing_of_this_one(void **state) {
    (void)state;
    go_to_desk();
    struct bytes bytes = offered(fields_of("C-3", "transfer", &body, ""));
    read.investigation.origin = "example.org/other";
    struct offered read_offer;
    struct error error = {0};
    assert_false(look_at(bytes, &read_offer, &error));
    assert_int_equal(error.code, ERROR_DENIED);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(both_sign_and_it_is_in_the_record),
        CASE(it_goes_in_once),
        CASE(every_altered_byte_is_noticed),
        CASE(it_takes_two_people_and_two_keys),
        CASE(whoever_was_revoked_meanwhile_signs_no_more),
        CASE(somebody_else_cannot_sign_for_the_giver),
        CASE(only_who_handles_things_gives_and_receives),
        CASE(what_has_not_happened_yet_is_refused),
        CASE(nothing_is_destroyed_without_an_order),
        CASE(a_break_is_explained_in_words),
        CASE(what_was_handed_over_meanwhile_is_refused),
        CASE(nobody_gives_what_another_has),
        CASE(a_break_with_explanation_is_signed_by_both),
        CASE(another_investigation_takes_nothing_of_this_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
