/* Custody on pages: who has what, the chain of a thing with its gaps, and a handover that two people
 * sign one after the other: in the record only when both have, and then once. */
#define _GNU_SOURCE /* memmem */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sqlite3.h>
#include <string.h>

#include "base/files.h"
#include "web/served.h"
#include "web/visit.h"
#include "web/visitor.h"

static struct served served;
static struct visitor worker, custodian, examiner, liaison, press;
static const char *body, *other, *lost, *person, *sample;

static const char *add(const char *kind, const char *fields) {
    struct receipt receipt = small_add(&served.small, kind, NULL, fields);
    return arena_copy(served.small.arena, receipt.rec.text);
}

/* Collected by the worker. */
static void collect(const char *number, const char *rec) {
    struct trial *trial = &served.small.trial;
    struct draft draft = trial_draft(
        trial, "custody",
        arena_format(served.small.arena,
                     "{'number': '%s', 'event': 'collect', 'items': ['%s'], 'at': "
                     "1568000000000000, 'receives': '%s', 'seal_after': 'S-1', 'place': 'Camp'}",
                     number, rec, trial->worker.signer.user.text),
        NULL, &trial->worker);
    trial_accepted(trial, &draft);
}

static int begin(void **state) {
    (void)state;
    served_make(&served);
    body = add("remains", "{'code': 'ABC-0001-B', 'kind': 'body'}");
    other = add("remains", "{'code': 'ABC-0002-B', 'kind': 'body'}");
    lost = add("remains", "{'code': 'ABC-0003-B', 'kind': 'body'}");
    person = add("person", "{'id': 'F001-01', 'role': 'missing'}");
    sample = add("sample", arena_format(served.small.arena,
                                        "{'sample': 'LBX001', 'subject': '%s', 'kind': 'bone'}",
                                        other));
    collect("C-1", body);
    collect("C-2", other);
    collect("C-S1", sample);
    served_start(&served);
    visitor_sign_in(&worker, served.port, "Will Worker");
    visitor_sign_in(&custodian, served.port, "Only custodian");
    visitor_sign_in(&examiner, served.port, "Only examiner");
    visitor_sign_in(&liaison, served.port, "Only liaison");
    visitor_sign_in(&press, served.port, "Only press");
    return 0;
}

static int end(void **state) {
    (void)state;
    visitor_close(&worker);
    visitor_close(&custodian);
    visitor_close(&examiner);
    visitor_close(&liaison);
    visitor_close(&press);
    served_stop(&served);
    served_check(&served); /* every signature and disclosure holds */
    served_remove(&served);
    return 0;
}

/* ------------------------------------------------------------------ ways to do it */

/* The user of that name, as the form lists them. */
static const char *user_of(struct visitor *visitor, const char *name) {
    const char *page = visitor_page(visitor),
               *end_of = strstr(page, arena_format(&visitor->arena, ">%s</option>", name));
    if (!end_of) fail_msg("%s is not to be chosen", name);
    const char *at = end_of;
    while (strncmp(at, "value=\"", 7) != 0) at--;
    return arena_copy_part(&visitor->arena, at + 7, strcspn(at + 7, "\" "));
}

static struct sheet *transfer(struct visitor *from, const char *to, const char *number,
                              const char *items) {
    struct sheet *sheet =
        visitor_fill(from, "/custody/new/custody", "number", number, "items", items, NULL);
    sheet_set(sheet, "record.with", user_of(from, to));
    sheet_set(sheet, "record.passphrase", TRIAL_PASSPHRASE);
    return sheet;
}

/* Offers it; where it waits. */
static const char *offered(struct visitor *from, const char *to, const char *number,
                           const char *items) {
    int status = visitor_send(from, transfer(from, to, number, items));
    if (status != 303) fail_msg("%d: %s", status, visitor_page(from));
    return arena_copy(served.small.arena, from->location);
}

static struct sheet *button(struct visitor *visitor, const char *waiting, const char *what) {
    assert_int_equal(visitor_get(visitor, "%s", waiting), 200);
    struct sheet *sheet =
        visitor_sheet(visitor, arena_format(&visitor->arena, "%s/%s", waiting, what));
    if (!strcmp(what, "sign")) sheet_set(sheet, "passphrase", TRIAL_PASSPHRASE);
    return sheet;
}

static void has_no_button(struct visitor *visitor, const char *waiting, const char *what) {
    assert_int_equal(visitor_get(visitor, "%s", waiting), 200);
    assert_null(strstr(visitor_page(visitor),
                       arena_format(&visitor->arena, "action=\"%s/%s\"", waiting, what)));
}

static void is_at(const char *rec, const char *words) {
    assert_int_equal(visitor_get(&press, "/custody/of/%s", rec), 200);
    visitor_sees(&press, words);
}

/* ------------------------------------------------------------------ what is shown */

static void what_is_where(void **state) {
    (void)state;
    assert_int_equal(visitor_get(&press, "/custody"), 200);
    visitor_sees(&press, "held by Will Worker");
    visitor_sees(&press, "no event names it");
    visitor_sees(&press, "1 gap in 1 thing");
    visitor_sees(&press, "no custody at all");
    assert_int_equal(visitor_get(&press, "/custody/things?gap=never"), 200);
    visitor_sees(&press, "ABC-0003-B");
    visitor_sees_not(&press, "ABC-0001-B");
    assert_int_equal(visitor_get(&press, "/custody/things?as=csv"), 200);
    visitor_sees(&press, "remains,ABC-0001-B,");
    assert_int_equal(visitor_get(&press, "/custody/things?as=json"), 200);
    json_t *list = json_loads(strstr(visitor_page(&press), "["), 0, NULL);
    assert_int_equal(json_array_size(list), 4);
    json_decref(list);
}

/* Which bone a barcode stands for is for the laboratory: no page, file or chain says it to others. */
static void barcodes_are_for_who_may_read_them(void **state) {
    (void)state;
    struct visitor *may_not[] = {&press, &liaison, &custodian, &examiner};
    const char *pages[] = {"/records/custody", "/records/custody/all?as=csv",
                           "/records/custody/all?as=json", "/custody/things?as=csv"};
    for (size_t i = 0; i < sizeof may_not / sizeof *may_not; i++) {
        for (size_t p = 0; p < sizeof pages / sizeof *pages; p++) {
            assert_int_equal(visitor_get(may_not[i], "%s", pages[p]), 200);
            visitor_sees_not(may_not[i], "LBX001");
        }
        assert_int_equal(visitor_get(may_not[i], "/custody/of/%s", sample), 200);
        visitor_sees_not(may_not[i], "LBX001");
        visitor_sees_not(may_not[i], "Taken from");
        visitor_sees_not(may_not[i], "ABC-0002-B");
    }
    assert_int_equal(visitor_get(&worker, "/records/custody/all?as=csv"), 200);
    visitor_sees(&worker, "LBX001");
    assert_int_equal(visitor_get(&worker, "/custody/of/%s", sample), 200);
    visitor_sees(&worker, "Taken from");
}

static void the_chain_of_one(void **state) {
    (void)state;
    is_at(body, "held by Will Worker");
    visitor_sees(&press, "collect");
    visitor_sees(&press, "C-1");
    visitor_sees(&press, "Camp");
    is_at(lost, "no custody at all");
    assert_int_equal(visitor_get(&press, "/custody/of/r-aaaaaaaaaaaaaaaaaaaaaaaaaa"), 404);
    assert_int_equal(visitor_get(&press, "/custody/of/ABC-0001-B"), 404);
    assert_int_equal(visitor_get(&press, "/record/%s", body), 200);
    visitor_sees(&press, "Its chain of custody");
}

/* ------------------------------------------------------------------ two sign */

static void both_sign(void **state) {
    (void)state;
    uint64_t before = served_size(&served);
    const char *waiting = offered(&worker, "Only custodian", "C-3", "ABC-0001-B");
    assert_int_equal(served_size(&served), before);
    assert_int_equal(visitor_get(&worker, "%s", waiting), 200);
    visitor_sees(&worker, "It is not in the record before Only custodian signs it too");
    has_no_button(&worker, waiting, "sign");
    is_at(body, "held by Will Worker");

    assert_int_equal(visitor_get(&custodian, "/"), 200);
    visitor_sees(&custodian, "1 handover waits for your signature");
    assert_int_equal(visitor_get(&custodian, "/custody"), 200);
    visitor_sees(&custodian, "transfer C-3");
    struct sheet *sheet = button(&custodian, waiting, "sign");
    visitor_sees(&custodian, "ABC-0001-B");
    visitor_sees(&custodian, "Will Worker");
    assert_int_equal(visitor_send(&custodian, sheet), 303);
    const char *record = arena_copy(served.small.arena, custodian.location);
    assert_int_equal(served_size(&served), before + 1);

    /* Sent again, it is led to the same place, and nothing more happens. */
    assert_int_equal(visitor_send(&custodian, sheet), 303);
    assert_string_equal(custodian.location, record);
    assert_int_equal(served_size(&served), before + 1);
    assert_int_equal(visitor_get(&custodian, "%s", record), 200);
    visitor_sees(&custodian, "Saved and signed");
    assert_int_equal(visitor_get(&custodian, "%s", waiting), 404);
    assert_int_equal(visitor_get(&custodian, "/"), 200);
    visitor_sees_not(&custodian, "waits for your signature");
    is_at(body, "held by Only custodian");
}

static void the_wrong_passphrase(void **state) {
    (void)state;
    uint64_t before = served_size(&served);
    struct sheet *sheet = transfer(&worker, "Only custodian", "C-4", "ABC-0002-B");
    sheet_set(sheet, "record.passphrase", "a guess");
    assert_int_equal(visitor_send(&worker, sheet), 422);
    visitor_sees(&worker, "The passphrase is not right");
    /* What was typed is still there, but for the passphrase. */
    sheet = visitor_sheet(&worker, "/custody/new/custody");
    assert_string_equal(sheet_get(sheet, "number"), "C-4");
    assert_string_equal(sheet_get(sheet, "record.passphrase"), "");
    assert_int_equal(visitor_get(&custodian, "/"), 200);
    visitor_sees_not(&custodian, "waits for your signature");

    const char *waiting = offered(&worker, "Only custodian", "C-4", "ABC-0002-B");
    sheet = button(&custodian, waiting, "sign");
    sheet_set(sheet, "passphrase", "a guess");
    assert_int_equal(visitor_send(&custodian, sheet), 422);
    visitor_sees(&custodian, "The passphrase is not right");
    assert_int_equal(served_size(&served), before);
    assert_int_equal(visitor_send(&worker, button(&worker, waiting, "withdraw")), 303);
}

static void nobody_else_signs(void **state) {
    (void)state;
    uint64_t before = served_size(&served);
    const char *waiting = offered(&worker, "Only custodian", "C-5", "ABC-0002-B");
    static const char *const verbs[] = {"sign", "refuse", "withdraw"};
    assert_int_equal(visitor_get(&examiner, "%s", waiting), 403);
    for (int i = 0; i < 3; i++) {
        /* A third one sends what the custodian would. */
        assert_int_equal(visitor_get(&examiner, "/account"), 200);
        struct sheet *own = visitor_sheet(&examiner, NULL);
        own->action = arena_format(&examiner.arena, "%s/%s", waiting, verbs[i]);
        sheet_set(own, "passphrase", TRIAL_PASSPHRASE);
        assert_int_equal(visitor_send(&examiner, own), 403);
    }
    /* Who gave does not sign for both. */
    assert_int_equal(visitor_get(&worker, "/account"), 200);
    struct sheet *own = visitor_sheet(&worker, NULL);
    own->action = arena_format(&worker.arena, "%s/sign", waiting);
    sheet_set(own, "passphrase", TRIAL_PASSPHRASE);
    assert_int_equal(visitor_send(&worker, own), 403);
    /* And who receives cannot take it back. */
    struct sheet *sheet = button(&custodian, waiting, "sign");
    sheet->action = arena_format(&custodian.arena, "%s/withdraw", waiting);
    assert_int_equal(visitor_send(&custodian, sheet), 403);
    assert_int_equal(served_size(&served), before);
    assert_int_equal(visitor_send(&worker, button(&worker, waiting, "withdraw")), 303);
}

static void taken_back(void **state) {
    (void)state;
    uint64_t before = served_size(&served);
    const char *waiting = offered(&worker, "Only custodian", "C-6", "ABC-0002-B");
    struct sheet *sheet = button(&custodian, waiting, "sign");
    assert_int_equal(visitor_send(&worker, button(&worker, waiting, "withdraw")), 303);
    assert_int_equal(visitor_send(&custodian, sheet), 404);
    assert_int_equal(visitor_get(&custodian, "/custody"), 200);
    visitor_sees_not(&custodian, "C-6");
    assert_int_equal(served_size(&served), before);
}

static void refused(void **state) {
    (void)state;
    uint64_t before = served_size(&served);
    const char *waiting = offered(&worker, "Only custodian", "C-7", "ABC-0002-B");
    struct sheet *sheet = button(&custodian, waiting, "sign");
    assert_int_equal(visitor_send(&custodian, button(&custodian, waiting, "refuse")), 303);
    assert_int_equal(visitor_send(&custodian, sheet), 409);
    assert_int_equal(visitor_get(&custodian, "/custody"), 200);
    visitor_sees_not(&custodian, "C-7");
    assert_int_equal(visitor_get(&worker, "%s", waiting), 200);
    visitor_sees(&worker, "Only custodian has refused to sign it");
    assert_int_equal(visitor_get(&worker, "/custody"), 200);
    visitor_sees(&worker, "transfer C-7");
    visitor_sees(&worker, "refused");
    assert_int_equal(visitor_send(&worker, button(&worker, waiting, "withdraw")), 303);
    assert_int_equal(visitor_get(&worker, "/custody"), 200);
    visitor_sees_not(&worker, "C-7");
    assert_int_equal(served_size(&served), before);
}

/* The same thing was offered to two, and one of them was faster. */
/* Around the program: as when it was sealed to a key that was replaced since. */
static void spoil_letters(void) {
    sqlite3 *database;
    char *wrong = NULL;
    const char *path = files_join(served.small.arena, served.small.path, "local.db");
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    sqlite3_busy_timeout(database, 5000);
    if (sqlite3_exec(database, "update offer set letter = zeroblob(300)", NULL, NULL, &wrong))
        fail_msg("%s", wrong);
    sqlite3_close(database);
}

static void what_cannot_be_opened_is_ended(void **state) {
    (void)state;
    uint64_t before = served_size(&served);
    const char *waiting = offered(&worker, "Only custodian", "C-71", "ABC-0002-B");
    struct sheet *sheet = button(&custodian, waiting, "sign");
    spoil_letters();
    assert_int_equal(visitor_send(&custodian, sheet), 409);
    has_no_button(&custodian, waiting, "sign");
    visitor_sees(&custodian, "It cannot be opened any more");
    assert_int_equal(visitor_send(&custodian, button(&custodian, waiting, "refuse")), 303);
    assert_int_equal(visitor_send(&worker, button(&worker, waiting, "withdraw")), 303);
    assert_int_equal(visitor_get(&worker, "%s", waiting), 404);
    assert_int_equal(served_size(&served), before);
}

/* What is signed is what the page showed. */
static void what_was_shown_is_signed(void **state) {
    (void)state;
    uint64_t before = served_size(&served);
    const char *waiting = offered(&worker, "Only custodian", "C-72", "ABC-0002-B");
    struct sheet *sheet = button(&custodian, waiting, "sign");
    assert_int_equal(strlen(sheet_get(sheet, "bytes")), 64);
    sheet_set(sheet, "bytes", arena_format(&custodian.arena, "%064d", 7));
    assert_int_equal(visitor_send(&custodian, sheet), 409);
    visitor_sees(&custodian, "It is not what the page showed you");
    sheet = button(&custodian, waiting, "sign");
    sheet_set(sheet, "bytes", NULL);
    assert_int_equal(visitor_send(&custodian, sheet), 409);
    assert_int_equal(served_size(&served), before);
    assert_int_equal(visitor_send(&worker, button(&worker, waiting, "withdraw")), 303);
}

/* The same cannot be offered twice, but again when it was refused. */
static void not_offered_twice(void **state) {
    (void)state;
    const char *waiting = offered(&worker, "Only custodian", "C-73", "ABC-0002-B");
    assert_int_equal(
        visitor_send(&worker, transfer(&worker, "Only custodian", "C-73", "ABC-0002-B")), 422);
    visitor_sees(&worker, "C-73 waits to be signed already");
    assert_int_equal(visitor_send(&custodian, button(&custodian, waiting, "refuse")), 303);
    const char *again = offered(&worker, "Only custodian", "C-73", "ABC-0002-B");
    assert_int_equal(visitor_send(&worker, button(&worker, waiting, "withdraw")), 303);
    assert_int_equal(visitor_send(&worker, button(&worker, again, "withdraw")), 303);
}

static void the_record_went_on(void **state) {
    (void)state;
    uint64_t before = served_size(&served);
    const char *first = offered(&worker, "Only custodian", "C-8", "ABC-0002-B");
    const char *second = offered(&worker, "Only examiner", "C-9", "ABC-0002-B");
    struct sheet *late = button(&examiner, second, "sign");
    assert_int_equal(visitor_send(&custodian, button(&custodian, first, "sign")), 303);
    assert_int_equal(served_size(&served), before + 1);
    assert_int_equal(visitor_send(&examiner, late), 409);
    has_no_button(&examiner, second, "sign");
    visitor_sees(&examiner, "It no longer fits the record");
    visitor_sees(&examiner, "ABC-0002-B was in C-8 since this was signed");
    assert_int_equal(visitor_get(&examiner, "/custody"), 200);
    visitor_sees(&examiner, "cannot be signed any more");
    assert_int_equal(served_size(&served), before + 1);
    is_at(other, "held by Only custodian");
    assert_int_equal(visitor_send(&worker, button(&worker, second, "withdraw")), 303);
}

/* ------------------------------------------------------------------ what does not fit */

static void what_is_not_right(void **state) {
    (void)state;
    uint64_t before = served_size(&served);
    /* It is with the custodian now. */
    assert_int_equal(
        visitor_send(&worker, transfer(&worker, "Only custodian", "C-11", "ABC-0001-B")), 422);
    visitor_sees(&worker, "It does not fit what the record says");
    assert_int_equal(
        visitor_send(&custodian, transfer(&custodian, "Only examiner", "C-1", "ABC-0001-B")), 422);
    visitor_sees(&custodian, "C-1 is that of another");
    assert_int_equal(
        visitor_send(&custodian, transfer(&custodian, "Only examiner", "C-12", "ABC-0099-B")), 422);
    visitor_sees(&custodian, "Nothing that you may look at is called that");
    assert_int_equal(
        visitor_send(&custodian, transfer(&custodian, "Only examiner", "", "ABC-0001-B")), 422);
    struct sheet *sheet = transfer(&custodian, "Only examiner", "C-12", "ABC-0001-B");
    sheet_set(sheet, "record.with", "");
    assert_int_equal(visitor_send(&custodian, sheet), 422);
    visitor_sees(&custodian, "Say who signs with you");
    assert_int_equal(visitor_get(&examiner, "/custody"), 200);
    visitor_sees_not(&examiner, "C-12");
    assert_int_equal(served_size(&served), before);
}

/* It happened: so it is recorded as what it is, and shown for ever. */
static void a_break_is_explained(void **state) {
    (void)state;
    assert_int_equal(visitor_get(&worker, "/custody/of/%s", lost), 200);
    visitor_sees(&worker, "Record a break");
    struct sheet *sheet = transfer(&worker, "Only custodian", "C-13", "ABC-0003-B");
    sheet_set(sheet, "event", "break");
    assert_int_equal(visitor_send(&worker, sheet), 422);
    sheet = transfer(&worker, "Only custodian", "C-13", "ABC-0003-B");
    sheet_set(sheet, "event", "break");
    sheet_set(sheet, "explanation", "found in the corridor");
    assert_int_equal(visitor_send(&worker, sheet), 303);
    const char *waiting = arena_copy(served.small.arena, worker.location);
    assert_int_equal(visitor_send(&custodian, button(&custodian, waiting, "sign")), 303);
    is_at(lost, "found in the corridor");
    assert_int_equal(visitor_get(&press, "/custody"), 200);
    visitor_sees(&press, "a break, explained");
    visitor_sees(&press, "No chain has a gap that is not explained");
}

/* ------------------------------------------------------------------ back to a family */

static void who_handles_nothing_has_no_hand_in_it(void **state) {
    (void)state;
    assert_int_equal(visitor_get(&press, "/custody"), 200);
    visitor_sees_not(&press, "Hand over");
    assert_int_equal(visitor_get(&press, "/custody/new/custody"), 403);
    assert_int_equal(visitor_get(&worker, "/custody/new/custody"), 200);
    const char *none[] = {"Only press", "Only board", "Only administrator"};
    const char *some[] = {"Only field", "Only laboratory", "Only examiner", "Only liaison",
                          "Only custodian"};
    for (int i = 0; i < 3; i++)
        assert_null(strstr(visitor_page(&worker), arena_format(&worker.arena, ">%s</option>", none[i])));
    for (int i = 0; i < 5; i++) user_of(&worker, some[i]);
    /* Sent all the same. */
    uint64_t before = served_size(&served);
    static const char *const events[] = {"transfer", "break", "destroy"};
    for (int i = 0; i < 3; i++) {
        assert_int_equal(visitor_get(&press, "/account"), 200);
        struct sheet *sheet = visitor_sheet(&press, NULL);
        sheet->action = "/custody/new/custody";
        sheet_set(sheet, "event", events[i]);
        assert_int_equal(visitor_send(&press, sheet), 403);
    }
    assert_int_equal(served_size(&served), before);
}

static void what_has_not_happened_yet(void **state) {
    (void)state;
    uint64_t before = served_size(&served);
    struct sheet *sheet = transfer(&worker, "Only custodian", "C-40", "LBX001");
    sheet_set(sheet, "at", "2090-01-01 00:00Z");
    assert_int_equal(visitor_send(&worker, sheet), 422);
    visitor_sees(&worker, "is in the future");
    sheet = transfer(&worker, "Only custodian", "C-40", "LBX001");
    sheet_set(sheet, "event", "destroy");
    assert_int_equal(visitor_send(&worker, sheet), 422);
    visitor_sees(&worker, "nothing is destroyed without an order");
    assert_int_equal(served_size(&served), before);
}

/* They read all chains, and wait where slow pages do. */
static void what_reads_all_chains_is_slow(void **state) {
    int count = 0;
    (void)state;
    for (const struct web_page *page = web_pages; page->route.path; page++) {
        if (strncmp(page->route.path, "/custody", 8) != 0) continue;
        assert_true(page->route.flags & ROUTE_SLOW);
        count++;
    }
    assert_true(count >= 9);
}

static void only_custodian_and_liaison_give_back(void **state) {
    (void)state;
    assert_int_equal(visitor_get(&press, "/custody"), 200);
    visitor_sees_not(&press, "Give back to a family");
    assert_int_equal(visitor_get(&press, "/custody/new/handover"), 403);
    assert_int_equal(visitor_get(&press, "/custody/new/publication"), 404);
    assert_int_equal(visitor_get(&press, "/account"), 200);
    struct sheet *sheet = visitor_sheet(&press, NULL);
    sheet->action = "/custody/new/handover";
    assert_int_equal(visitor_send(&press, sheet), 403);

    uint64_t before = served_size(&served);
    sheet = visitor_fill(&liaison, "/custody/new/handover", "number", "H-1", "person", "F001-01",
                         "remains", "ABC-0002-B", NULL);
    assert_null(strstr(visitor_page(&liaison), ">Only press</option>"));
    sheet_set(sheet, "record.with", user_of(&liaison, "Only custodian"));
    assert_int_equal(visitor_send(&liaison, sheet), 422);
    visitor_sees(&liaison, "Nobody has proposed that it is this person");
    sheet = visitor_sheet(&liaison, "/custody/new/handover");
    sheet_set(sheet, "explanation", "recognised by the family, before there were samples");
    sheet_set(sheet, "record.passphrase", TRIAL_PASSPHRASE);
    assert_int_equal(visitor_send(&liaison, sheet), 303);
    const char *waiting = arena_copy(served.small.arena, liaison.location);
    assert_int_equal(visitor_send(&custodian, button(&custodian, waiting, "sign")), 303);
    assert_int_equal(served_size(&served), before + 1);
    /* That nothing says when it was returned is a gap, and shown. */
    is_at(other, "given back without a return");
}

/* ------------------------------------------------------------------ where it waits */

/* For both and for nobody who has the folder; and it is there after the server was ended and begun
 * again. */
static void it_waits_sealed(void **state) {
    (void)state;
    const char *waiting = offered(&custodian, "Only examiner", "C-20-hidden", "ABC-0001-B");
    struct error error = {0};
    char *bytes;
    size_t size;
    served_stop(&served);
    const char *path = files_join(served.small.arena, served.small.path, "local.db");
    assert_true(files_read(served.small.arena, path, 1 << 24, &bytes, &size, &error));
    assert_true(size > 1000);
    assert_null(memmem(bytes, size, "C-20-hidden", 11));
    assert_null(memmem(bytes, size, "disclosures", 11));
    served_start(&served);
    visitor_close(&examiner);
    visitor_close(&press);
    visitor_sign_in(&examiner, served.port, "Only examiner");
    visitor_sign_in(&press, served.port, "Only press");
    assert_int_equal(visitor_send(&examiner, button(&examiner, waiting, "sign")), 303);
    is_at(body, "held by Only examiner");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_where),
        cmocka_unit_test(barcodes_are_for_who_may_read_them),
        cmocka_unit_test(the_chain_of_one),
        cmocka_unit_test(both_sign),
        cmocka_unit_test(the_wrong_passphrase),
        cmocka_unit_test(nobody_else_signs),
        cmocka_unit_test(taken_back),
        cmocka_unit_test(refused),
        cmocka_unit_test(what_cannot_be_opened_is_ended),
        cmocka_unit_test(what_was_shown_is_signed),
        cmocka_unit_test(not_offered_twice),
        cmocka_unit_test(the_record_went_on),
        cmocka_unit_test(what_is_not_right),
        cmocka_unit_test(a_break_is_explained),
        cmocka_unit_test(who_handles_nothing_has_no_hand_in_it),
        cmocka_unit_test(what_has_not_happened_yet),
        cmocka_unit_test(what_reads_all_chains_is_slow),
        cmocka_unit_test(only_custodian_and_liaison_give_back),
        cmocka_unit_test(it_waits_sealed),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
