/* Who was given what: figures of returns and identifications, and the lists behind them, held
 * against the same asked of the plan of a made record, thing by thing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "case/counts.h"
#include "case/small_tables.h"

enum { PERSONS = 10, REMAINS = 9, DECISIONS = 14, HANDOVERS = 16 };

/* What the record is made of. */
struct plan {
    bool missing[PERSONS], withdrawn[PERSONS];
    int named[DECISIONS], person[DECISIONS];
    bool confirmed[DECISIONS], revoked[DECISIONS];
    int handed[HANDOVERS], family[HANDOVERS];
    bool bone[HANDOVERS]; /* one of their bones, and not they */
};

static struct small_record small;
static struct small_tables read;
static struct trial_signer board, keeper;
static struct receipt person[PERSONS], remains[REMAINS], bone[REMAINS];
static struct plan plan;
static struct counts *counts;
static uint32_t seed = 7;

static int draw(int below) {
    seed = seed * 1664525U + 1013904223U;
    return (int)(seed >> 16) % below;
}

static const char *base64(const struct receipt *receipt) {
    return trial_base64(&small.trial, receipt->leaf.byte, DIGEST_SIZE);
}

static void make_user(struct trial_signer *signer, const char *roles) {
    trial_make_signer(&small.trial, signer);
    struct draft draft = trial_new_user(&small.trial, signer, roles, &small.trial.administrator);
    trial_accepted(&small.trial, &draft);
}

/* Nothing but the plan decides: nobody asks here whether it is right to do so. */
static void make_plan(void) {
    for (int i = 0; i < PERSONS; i++) {
        plan.missing[i] = draw(4) > 0;
        plan.withdrawn[i] = draw(4) == 0;
    }
    for (int i = 0; i < DECISIONS; i++) {
        plan.named[i] = draw(REMAINS);
        plan.person[i] = draw(PERSONS);
        plan.confirmed[i] = draw(3) > 0;
        plan.revoked[i] = plan.confirmed[i] && draw(3) == 0;
    }
    for (int i = 0; i < HANDOVERS; i++) {
        int like = draw(DECISIONS);
        plan.handed[i] = i % 2 ? plan.named[like] : draw(REMAINS);
        plan.family[i] = i % 2 ? plan.person[like] : draw(PERSONS / 2);
        plan.bone[i] = draw(4) == 0;
    }
}

static void decide(int i) {
    struct receipt proposal = small_add(
        &small, "proposal", NULL,
        arena_format(small.arena, "{'state': 'established', 'remains': ['%s'], 'person': '%s', "
                                  "'discrepancies': {'none': 'examined_absent'}}",
                     remains[plan.named[i]].rec.text, person[plan.person[i]].rec.text));
    if (!plan.confirmed[i]) return;
    struct draft draft = trial_draft(
        &small.trial, "confirmation",
        arena_format(small.arena, "{'state': 'established', 'proposal': '%s', 'discrepancies': "
                                  "'none'}", base64(&proposal)),
        NULL, &board);
    struct receipt confirmation = trial_accepted(&small.trial, &draft);
    if (!plan.revoked[i]) return;
    draft = trial_draft(&small.trial, "revocation",
                        arena_format(small.arena, "{'state': 'revoked', 'confirmation': '%s', "
                                                  "'reasons': 'mistaken'}", base64(&confirmation)),
                        NULL, &board);
    trial_accepted(&small.trial, &draft);
}

static void hand_over(int i) {
    const struct receipt *what = plan.bone[i] ? &bone[plan.handed[i]] : &remains[plan.handed[i]];
    struct draft draft = trial_draft(
        &small.trial, "handover",
        arena_format(small.arena, "{'number': 'H-%d', 'person': '%s', 'remains': ['%s']}", i,
                     person[plan.family[i]].rec.text, what->rec.text),
        NULL, &small.trial.worker);
    struct draft_signer both[] = {small.trial.worker.signer, keeper.signer};
    draft.signers = both;
    draft.signer_count = 2;
    trial_accepted(&small.trial, &draft);
}

static int begin(void **state) {
    struct error error = {0};
    (void)state;
    small_make(&small);
    make_user(&board, "'board'");
    make_user(&keeper, "'custodian'");
    make_plan();
    for (int i = 0; i < PERSONS; i++)
        person[i] = small_add(&small, "person", NULL,
                              arena_format(small.arena, "{'id': 'F001-%02d', 'role': '%s', "
                                                        "'status': '%s'}", i + 1,
                                           plan.missing[i] ? "missing" : "reference",
                                           plan.withdrawn[i] ? "withdrawn" : "missing"));
    for (int i = 0; i < REMAINS; i++) {
        remains[i] = small_add(&small, "remains", NULL,
                               arena_format(small.arena, "{'code': 'ABC-%04d-B', 'kind': 'body'}",
                                            i + 1));
        bone[i] = small_add(&small, "element", NULL,
                            arena_format(small.arena, "{'code': 'ABC-%04d-E01', 'remains': '%s'}",
                                         i + 1, remains[i].rec.text));
    }
    for (int i = 0; i < DECISIONS; i++) decide(i);
    for (int i = 0; i < HANDOVERS; i++) hand_over(i);
    small_tables_open(&small, &read);
    if (!counts_read(small.arena, &read.investigation, &read.tables, NULL, &counts, &error))
        fail_msg("%s", error.text);
    return 0;
}

static int end(void **state) {
    (void)state;
    small_tables_close(&small, &read);
    small_remove(&small);
    return 0;
}

/* ------------------------------------------------------------------ the same, from the plan */

static bool is_theirs(int p, int r) {
    for (int i = 0; i < DECISIONS; i++)
        if (plan.confirmed[i] && !plan.revoked[i] && plan.person[i] == p && plan.named[i] == r)
            return true;
    return false;
}

static bool was_handed(int p, int r) {
    for (int i = 0; i < HANDOVERS; i++)
        if (plan.family[i] == p && plan.handed[i] == r) return true;
    return false;
}

static bool any(int p, bool (*asked)(int p, int r)) {
    for (int r = 0; r < REMAINS; r++)
        if (asked(p, r)) return true;
    return false;
}

static bool is_not_theirs(int p, int r) { return was_handed(p, r) && !is_theirs(p, r); }

static bool is_of(const char *figure, int p) {
    return !strcmp(figure, "returned_not_identified")
               ? any(p, was_handed)
               : (plan.missing[p] && !plan.withdrawn[p]) || any(p, is_theirs);
}

/* ------------------------------------------------------------------ */

static int place_of(const char *code) { return (code[6] - '0') * 10 + code[7] - '0' - 1; }

static int person_of(const char *rec) {
    for (int i = 0; i < PERSONS; i++)
        if (!strcmp(person[i].rec.text, rec)) return i;
    fail_msg("%s is no person", rec);
    return -1;
}

/* Each of those listed is in the list by right, with the remains by right; and nobody is left out. */
static void holds(const char *name, bool (*asked)(int p, int r)) {
    const struct count_figure *figure = count_figure_find(name);
    int listed = 0, expected = 0;
    for (int p = 0; p < PERSONS; p++) expected += is_of(name, p);
    for (int yes = 0; yes < 2; yes++) {
        struct error error = {0};
        struct count_item *items;
        int count;
        assert_true(counts_list(small.arena, counts, figure, COUNT_BY_NOTHING, NULL,
                                yes ? COUNT_YES : COUNT_NO, (1U << USER_ROLES) - 1, &items, &count,
                                &error));
        listed += count;
        for (int i = 0; i < count; i++) {
            int p = person_of(items[i].rec), own = 0;
            assert_true(is_of(name, p));
            assert_int_equal(any(p, asked), yes);
            for (int r = 0; r < REMAINS; r++) own += asked(p, r);
            assert_int_equal(items[i].remains_count, own);
            for (int r = 0; r < items[i].remains_count; r++)
                assert_true(asked(p, place_of(items[i].remains[r])));
        }
    }
    assert_int_equal(listed, expected);
    assert_true(listed > 0);
}

static void what_is_identified_is_theirs_by_decision(void **state) {
    (void)state;
    holds("identified", is_theirs);
}

static void what_is_returned_was_handed_over(void **state) {
    (void)state;
    holds("returned", was_handed);
}

/* Also somebody identified who was given another. */
static void what_is_not_theirs_is_told(void **state) {
    int mixed = 0;
    (void)state;
    holds("returned_not_identified", is_not_theirs);
    for (int p = 0; p < PERSONS; p++) mixed += any(p, is_not_theirs) && any(p, is_theirs);
    assert_true(mixed > 0);
}

/* The unit of remains has figures of its own; a bone gives no body back. */
static void remains_are_counted_by_themselves(void **state) {
    static const char *const names[] = {"remains_named", "remains_returned"};
    (void)state;
    for (int n = 0; n < 2; n++) {
        struct error error = {0};
        struct count_table table;
        int expected = 0;
        for (int r = 0; r < REMAINS; r++) {
            bool yes = false;
            for (int p = 0; p < PERSONS && n == 0; p++) yes = yes || is_theirs(p, r);
            for (int i = 0; i < HANDOVERS && n == 1; i++)
                yes = yes || (plan.handed[i] == r && !plan.bone[i]);
            expected += yes;
        }
        assert_true(counts_tally(small.arena, counts, count_figure_find(names[n]), COUNT_BY_NOTHING,
                                 (1U << USER_ROLES) - 1, &table, &error));
        assert_int_equal(table.all.answer[COUNT_YES], expected);
        assert_int_equal(table.all.answer[COUNT_NO], REMAINS - expected);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_identified_is_theirs_by_decision),
        cmocka_unit_test(what_is_returned_was_handed_over),
        cmocka_unit_test(what_is_not_theirs_is_told),
        cmocka_unit_test(remains_are_counted_by_themselves),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
