/* Families on pages: drawn, changed without ever becoming impossible, consents withdrawn one by one,
 * and what they wish to be told where it matters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "web/served.h"
#include "web/visitor.h"

static struct served served;
static struct visitor worker, board, liaison, field;
static const char *father, *child, *sister, *part, *consent, *other_consent;

static const char *add(const char *kind, const char *fields) {
    struct receipt receipt = small_add(&served.small, kind, NULL, fields);
    return arena_copy(served.small.arena, receipt.rec.text);
}

static const char *about(const char *text, const char *rec) {
    return arena_format(served.small.arena, text, rec);
}

/* The board confirms, with its own key. */
static void confirm(const struct receipt *proposal) {
    struct trial *trial = &served.small.trial;
    struct authority authority = trial_authority(trial);
    for (size_t i = 0; i < authority.user_count; i++) {
        struct trial_signer signer;
        if (authority.user[i]->roles != 1U << USER_BOARD) continue;
        trial_unseal(trial, &authority.user[i]->id, &signer);
        struct draft draft = trial_draft(
            trial, "confirmation",
            about("{'state': 'established', 'proposal': '%s', 'discrepancies': 'none'}",
                  trial_base64(trial, proposal->leaf.byte, DIGEST_SIZE)),
            NULL, &signer);
        trial_accepted(trial, &draft);
        return;
    }
    fail_msg("there is no board");
}

static void add_family(void) {
    father = add("person", "{'family': 'F001', 'id': 'F001-01', 'sex': 'M', 'role': 'reference', "
                           "'names': [{'name': {'script': 'Cyrl', 'text': 'Ольвар Лохвиний'}}], "
                           "'notify': 'never', 'notify_how': 'with the priest'}");
    child = add("person", about("{'family': 'F001', 'id': 'F001-02', 'sex': 'M', 'role': 'missing', "
                                "'father': '%s', 'names': [{'name': {'script': 'Cyrl', 'text': "
                                "'Твердан Лохвиний'}}]}", father));
    sister = add("person", about("{'family': 'F001', 'id': 'F001-03', 'sex': 'F', 'role': 'other', "
                                 "'status': 'alive', 'father': '%s'}", father));
    consent = add("consent", about("{'person': '%s', 'scope': 'identify', 'decision': 'given', "
                                   "'decided_on': '2022-10-01'}", father));
    other_consent = add("consent", about("{'person': '%s', 'scope': 'share', 'recipient': "
                                         "'A laboratory', 'decision': 'given'}", father));
    add("consent", about("{'person': '%s', 'scope': 'court', 'decision': 'given', "
                         "'expires': '2021'}", father));
    add("sample", about("{'sample': 'LB1', 'subject': '%s', 'kind': 'buccal'}", father));
}

static int begin(void **state) {
    struct receipt proposal;
    (void)state;
    served_make(&served);
    add_family();
    part = add("remains", "{'code': 'ABC-0001-P', 'kind': 'body_part'}");
    proposal = small_add(&served.small, "proposal", NULL,
                         arena_format(served.small.arena,
                                      "{'state': 'established', 'remains': ['%s'], "
                                      "'person': '%s', 'discrepancies': 'none'}", part, child));
    confirm(&proposal);
    served_start(&served);
    visitor_sign_in(&worker, served.port, "Will Worker");
    visitor_sign_in(&board, served.port, "Only board");
    visitor_sign_in(&liaison, served.port, "Only liaison");
    visitor_sign_in(&field, served.port, "Only field");
    return 0;
}

static int end(void **state) {
    (void)state;
    visitor_close(&worker);
    visitor_close(&board);
    visitor_close(&liaison);
    visitor_close(&field);
    served_stop(&served);
    served_check(&served);
    served_remove(&served);
    return 0;
}

/* What a record says in a field, "" when nothing; of a reference the identifier. */
static const char *field_of(const char *rec, const char *name) {
    json_t *fields = served_fields(&served, rec);
    const char *text = json_string_value(json_object_get(fields, name));
    text = arena_copy(served.small.arena, text ? text : "");
    json_decref(fields);
    return text;
}

/* ------------------------------------------------------------------ what is shown */

static void listed(void **state) {
    (void)state;
    assert_int_equal(visitor_get(&liaison, "/families"), 200);
    visitor_sees(&liaison, "1 family");
    visitor_sees(&liaison, "F0013112");
    assert_int_equal(visitor_get(&board, "/families?page=77"), 200);
    visitor_sees(&board, "Typed");
}

static void drawn(void **state) {
    (void)state;
    assert_int_equal(visitor_get(&liaison, "/families/F001"), 200);
    assert_non_null(strstr(visitor_page(&liaison), "<svg"));
    visitor_sees(&liaison, "F001-02: male; child of F001-01; dead; identified: ABC-0001-P");
    visitor_sees(&liaison, "Ольвар Лохвиний");
    visitor_sees(&liaison, "2 consents in force");
    visitor_sees(&liaison, "has run out");
    /* Whose DNA was read is not the liaison's to know. */
    visitor_sees_not(&liaison, "LB1");
    visitor_sees(&liaison, "nobody is marked as typed here");
    assert_int_equal(visitor_get(&board, "/families/F001"), 200);
    visitor_sees(&board, "LB1F001-01buccalnot yet");
    assert_int_equal(visitor_get(&board, "/families/F999"), 404);
}

static void for_nobody_else(void **state) {
    (void)state;
    assert_int_equal(visitor_get(&field, "/families"), 403);
    assert_int_equal(visitor_get(&field, "/families/F001"), 403);
    assert_int_equal(visitor_get(&field, "/families/F001/parents/%s", child), 403);
    assert_int_equal(visitor_get(&field, "/families/new"), 403);
    /* The board reads and does not write. */
    assert_int_equal(visitor_get(&board, "/families/F001"), 200);
    visitor_sees_not(&board, "Add a relative");
    visitor_sees_not(&board, "Withdraw");
    assert_int_equal(visitor_get(&board, "/families/F001/parents/%s", child), 403);
}

static void wishes_where_they_matter(void **state) {
    (void)state;
    assert_int_equal(visitor_get(&liaison, "/families/F001"), 200);
    visitor_sees(&liaison, "Do not tell them of parts. with the priest");
    assert_int_equal(visitor_get(&liaison, "/record/%s", part), 200);
    visitor_sees(&liaison, "Parts of somebody who is identified: F001-02");
    visitor_sees(&liaison, "Do not tell them of parts. with the priest");
    assert_int_equal(visitor_get(&field, "/record/%s", part), 200);
    visitor_sees(&field, "ask the family liaison before anybody tells them");
    visitor_sees_not(&field, "priest");
}

/* ------------------------------------------------------------------ a new relative */

static struct sheet *relative_sheet(const char *relation, const char *of, const char *name) {
    assert_int_equal(visitor_get(&liaison, "/families/F001"), 200);
    struct sheet *sheet = visitor_sheet(&liaison, "/families/F001/relative");
    sheet_set(sheet, "relation", relation);
    sheet_set(sheet, "of", of);
    sheet_set(sheet, "name", name);
    sheet_set(sheet, "role", "other");
    return sheet;
}

static void a_mother(void **state) {
    (void)state;
    uint64_t before = served_size(&served);
    assert_int_equal(visitor_send(&liaison, relative_sheet("mother", child, "Росміла")), 303);
    assert_int_equal(served_size(&served), before + 2);
    assert_int_equal(visitor_get(&liaison, "%s", liaison.location), 200);
    visitor_sees(&liaison, "Saved and signed");
    visitor_sees(&liaison, "F001-04РосмілаFother");
    visitor_sees(&liaison, "F001-02: male; child of F001-01 and F001-04");
    /* What else was known of the child is kept. */
    assert_string_equal(field_of(child, "role"), "missing");
    assert_string_equal(field_of(child, "father"), father);
    /* Nobody has two mothers. */
    assert_int_equal(visitor_send(&liaison, relative_sheet("mother", child, "Юлвена")), 422);
    visitor_sees(&liaison, "F001-02 has a mother already");
    assert_int_equal(served_size(&served), before + 2);
}

/* A brother needs parents, who are added with him. */
static void a_brother(void **state) {
    (void)state;
    uint64_t before = served_size(&served);
    assert_int_equal(visitor_send(&liaison, relative_sheet("sibling", father, "Ємвар")), 303);
    assert_int_equal(served_size(&served), before + 4);
    assert_int_equal(visitor_get(&liaison, "/families/F001"), 200);
    visitor_sees(&liaison, "F001-05: sex not known; child of F001-06 and F001-07");
    visitor_sees(&liaison, "F001-01: male; child of F001-06 and F001-07");
}

static void a_child(void **state) {
    (void)state;
    struct sheet *sheet = relative_sheet("child", father, "Жарена");
    sheet_set(sheet, "other", sister);
    sheet_set(sheet, "born", "2008~");
    assert_int_equal(visitor_send(&liaison, sheet), 303);
    assert_int_equal(visitor_get(&liaison, "/families/F001"), 200);
    visitor_sees(&liaison, "child of F001-01 and F001-03");
}

static void what_is_not_right(void **state) {
    (void)state;
    uint64_t before = served_size(&served);
    struct sheet *sheet = relative_sheet("child", father, "Жарена");
    sheet_set(sheet, "other", child); /* two men */
    assert_int_equal(visitor_send(&liaison, sheet), 422);
    visitor_sees(&liaison, "is the mother of");
    sheet = relative_sheet("father", father, "Жарена");
    sheet_set(sheet, "sex", "F");
    assert_int_equal(visitor_send(&liaison, sheet), 422);
    sheet = relative_sheet("child", father, "Жарена");
    sheet_set(sheet, "born", "in spring");
    assert_int_equal(visitor_send(&liaison, sheet), 422);
    /* What was typed is not lost. */
    assert_string_equal(sheet_get(visitor_sheet(&liaison, "/families/F001/relative"), "born"),
                        "in spring");
    sheet = relative_sheet("neighbour", father, "Жарена");
    assert_int_equal(visitor_send(&liaison, sheet), 422);
    sheet = relative_sheet("child", part, "Жарена");
    assert_int_equal(visitor_send(&liaison, sheet), 400);
    assert_int_equal(served_size(&served), before);
}

/* ------------------------------------------------------------------ parents */

static struct sheet *parents_sheet(struct visitor *visitor, const char *of) {
    return visitor_fill(visitor, arena_format(&visitor->arena, "/families/F001/parents/%s", of),
                        "reason", "as the family says", NULL);
}

static void links(void **state) {
    (void)state;
    struct sheet *sheet = parents_sheet(&liaison, sister);
    sheet_set(sheet, "mother", "F001-04");
    assert_int_equal(visitor_send(&liaison, sheet), 303);
    assert_string_not_equal(field_of(sister, "mother"), "");
    assert_string_equal(field_of(sister, "status"), "alive");
    sheet = parents_sheet(&liaison, sister);
    assert_string_equal(sheet_get(sheet, "mother"), "F001-04");
    sheet_set(sheet, "mother", "");
    assert_int_equal(visitor_send(&liaison, sheet), 303);
    assert_string_equal(field_of(sister, "mother"), "");
}

static void nobody_is_their_own_ancestor(void **state) {
    (void)state;
    uint64_t before = served_size(&served);
    struct sheet *sheet = parents_sheet(&liaison, father);
    sheet_set(sheet, "father", "F001-02");
    assert_int_equal(visitor_send(&liaison, sheet), 422);
    visitor_sees(&liaison, "Nothing was saved");
    visitor_sees(&liaison, "is their own ancestor");
    /* And not by the ordinary form either. */
    sheet = visitor_fill(&worker, arena_format(&worker.arena, "/record/%s/edit", father), "father",
                         "F001-02", "reason", "a slip", NULL);
    assert_int_equal(visitor_send(&worker, sheet), 422);
    visitor_sees(&worker, "is their own ancestor");
    sheet = visitor_fill(&worker, arena_format(&worker.arena, "/record/%s/edit", father), "sex",
                         "F", "reason", "a slip", NULL);
    assert_int_equal(visitor_send(&worker, sheet), 422);
    visitor_sees(&worker, "but female");
    assert_int_equal(served_size(&served), before);
}

/* ------------------------------------------------------------------ two at once */

struct sending {
    struct visitor *visitor;
    const struct sheet *sheet;
    int status;
};

static void *send_it(void *data) {
    struct sending *sending = data;
    sending->status = visitor_send(sending->visitor, sending->sheet);
    return NULL;
}

/* Each of the two would do, and both together make two people each other's ancestors. */
static void together_impossible(void **state) {
    (void)state;
    for (int i = 0; i < 5; i++) {
        const char *one = arena_format(served.small.arena, "P%d-01", i);
        const char *other = arena_format(served.small.arena, "P%d-02", i);
        const char *family = arena_format(served.small.arena, "P%d", i);
        const char *rec[2];
        for (int j = 0; j < 2; j++)
            rec[j] = arena_copy(
                served.small.arena,
                visitor_save(&worker, visitor_fill(&worker, "/records/person/new", "id",
                                                   j ? other : one, "family", family, "sex", "M",
                                                   "role", "other", NULL)));
        struct sending sending[2] = {{.visitor = &worker}, {.visitor = &liaison}};
        sending[0].sheet =
            visitor_fill(&worker, arena_format(&worker.arena, "/record/%s/edit", rec[0]), "father",
                         other, "reason", "why", NULL);
        sending[1].sheet =
            visitor_fill(&liaison, arena_format(&liaison.arena, "/record/%s/edit", rec[1]),
                         "father", one, "reason", "why", NULL);
        pthread_t thread[2];
        for (int j = 0; j < 2; j++) pthread_create(&thread[j], NULL, send_it, &sending[j]);
        for (int j = 0; j < 2; j++) pthread_join(thread[j], NULL);
        assert_int_equal(sending[0].status + sending[1].status, 303 + 422);
        assert_true(!*field_of(rec[0], "father") != !*field_of(rec[1], "father"));
    }
}

/* Two who add somebody to one family at once both do, under numbers of their own. */
static void numbers_of_their_own(void **state) {
    (void)state;
    struct sending sending[2] = {{.visitor = &worker}, {.visitor = &liaison}};
    for (int j = 0; j < 2; j++) {
        assert_int_equal(visitor_get(sending[j].visitor, "/families/F001"), 200);
        struct sheet *sheet = visitor_sheet(sending[j].visitor, "/families/F001/relative");
        sheet_set(sheet, "relation", "child");
        sheet_set(sheet, "of", child);
        sheet_set(sheet, "name", j ? "Краславна" : "Згурвид");
        sending[j].sheet = sheet;
    }
    pthread_t thread[2];
    for (int j = 0; j < 2; j++) pthread_create(&thread[j], NULL, send_it, &sending[j]);
    for (int j = 0; j < 2; j++) pthread_join(thread[j], NULL);
    assert_int_equal(sending[0].status, 303);
    assert_int_equal(sending[1].status, 303);
    assert_int_equal(visitor_get(&liaison, "/families/F001"), 200);
    visitor_sees(&liaison, "Краславна");
    visitor_sees(&liaison, "Згурвид");
}

/* ------------------------------------------------------------------ consents */

static struct sheet *withdrawal(const char *of) {
    assert_int_equal(visitor_get(&liaison, "/families/F001"), 200);
    return visitor_sheet(&liaison,
                         arena_format(&liaison.arena, "/families/F001/withdraw/%s", of));
}

static void one_by_one(void **state) {
    (void)state;
    uint64_t before = served_size(&served);
    /* Without a reason it is not done, and the form says so. */
    assert_int_equal(visitor_send(&liaison, withdrawal(consent)), 422);
    assert_string_equal(field_of(consent, "decision"), "given");
    struct sheet *sheet = withdrawal(consent), *again = withdrawal(consent);
    sheet_set(sheet, "reason", "said so by telephone");
    sheet_set(sheet, "decided_on", "2023-02-01");
    assert_int_equal(visitor_send(&liaison, sheet), 303);
    assert_int_equal(served_size(&served), before + 1);
    assert_string_equal(field_of(consent, "decision"), "withdrawn");
    assert_string_equal(field_of(consent, "decided_on"), "2023-02-01");
    assert_string_equal(field_of(consent, "reason"), "said so by telephone");
    assert_string_equal(field_of(consent, "scope"), "identify");
    assert_string_equal(field_of(other_consent, "decision"), "given");
    assert_int_equal(visitor_get(&liaison, "/families/F001"), 200);
    visitor_sees(&liaison, "1 consent in force");
    /* Somebody who had the page open before does not write over it. */
    sheet_set(again, "reason", "another reason");
    assert_int_equal(visitor_send(&liaison, again), 422);
    assert_string_equal(field_of(consent, "reason"), "said so by telephone");
    assert_int_equal(served_size(&served), before + 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(listed),
        cmocka_unit_test(drawn),
        cmocka_unit_test(for_nobody_else),
        cmocka_unit_test(wishes_where_they_matter),
        cmocka_unit_test(a_mother),
        cmocka_unit_test(a_brother),
        cmocka_unit_test(a_child),
        cmocka_unit_test(what_is_not_right),
        cmocka_unit_test(links),
        cmocka_unit_test(nobody_is_their_own_ancestor),
        cmocka_unit_test(together_impossible),
        cmocka_unit_test(numbers_of_their_own),
        cmocka_unit_test(one_by_one),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
