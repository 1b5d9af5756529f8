/* Figures of a small record of which everything is known: what is counted, of how many, and which
 * list is behind it; what is forked, revoked, linked and not human; and what roles may see. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "case/counts_text.h"
#include "case/small_tables.h"
#include "record/hand_entry.h"

static struct small_record small;
static struct small_tables read;
static struct trial_signer board;
static struct receipt grave, other_grave, first_body, second_body, part, leg;
static struct count_individuals individuals;
static struct counts *counts;

static const char *with(const char *format, const char *one, const char *other) {
    return arena_format(small.arena, format, one, other);
}

static struct receipt add(const char *kind, const char *fields) {
    return small_add(&small, kind, NULL, fields);
}

static void add_board(void) {
    trial_make_signer(&small.trial, &board);
    struct draft draft =
        trial_new_user(&small.trial, &board, "'board'", &small.trial.administrator);
    trial_accepted(&small.trial, &draft);
}

static struct receipt decide(const char *kind, const char *fields) {
    struct draft draft = trial_draft(&small.trial, kind, fields, NULL, &board);
    return trial_accepted(&small.trial, &draft);
}

static struct receipt propose(const char *remains, const char *person) {
    return add("proposal", with("{'state': 'established', 'remains': %s, 'person': '%s', "
                                "'discrepancies': {'none': 'examined_absent'}}", remains, person));
}

static struct receipt confirm(const struct receipt *proposal) {
    return decide("confirmation",
                  with("{'state': 'established', 'proposal': '%s', 'discrepancies': 'none'}%s",
                       trial_base64(&small.trial, proposal->leaf.byte, DIGEST_SIZE), ""));
}

/* Five numbers: two bodies, of which one is whole; a part that is linked to the first with
 * certainty; a leg of somebody; bones of a dog. */
static void add_remains(void) {
    grave = add("grave", "{'code': 'ABC-G001', 'kind': 'cut'}");
    other_grave = add("grave", "{'code': 'ABC-G002', 'kind': 'cut'}");
    first_body = add("remains",
                     with("{'code': 'ABC-0001-B', 'kind': 'body', 'complete': true, 'grave': '%s', "
                          "'sex': 'M', 'arms': 'behind_back', 'restraint': [{'site': 'wrists'}, "
                          "{'site': 'eyes'}]}%s", grave.rec.text, ""));
    second_body = add("remains",
                      with("{'code': 'ABC-0002-B', 'kind': 'body', 'complete': false, 'grave': "
                           "'%s', 'arms': 'indeterminate', 'restraint': {'none': "
                           "'examined_absent'}}%s", grave.rec.text, ""));
    part = add("remains", with("{'code': 'ABC-0003-P', 'kind': 'body_part', 'grave': '%s', "
                               "'arms': {'none': 'withheld'}, 'restraint': {'none': "
                               "'not_examined'}, 'same_person': [{'remains': '%s', 'by': 'fit', "
                               "'strength': 'certain'}]}", other_grave.rec.text,
                               first_body.rec.text));
    leg = add("remains", with("{'code': 'ABC-0004-P', 'kind': 'body_part', 'arms': {'none': "
                              "'not_recorded'}, 'same_person': [{'remains': '%s', 'by': 'fit', "
                              "'strength': 'probable'}]}%s", first_body.rec.text, ""));
    add("remains", "{'code': 'ABC-0005-P', 'kind': 'non_human', 'arms': 'behind_back'}");
}

static void add_examined(void) {
    add("examination", with("{'number': 'X-1', 'remains': ['%s', '%s'], 'type': 'autopsy', "
                            "'sex_estimate': 'probable_male', 'age_low': 15, 'age_high': 25}",
                            first_body.rec.text, second_body.rec.text));
    add("examination", with("{'number': 'X-2', 'remains': ['%s'], 'type': 'anthropology', "
                            "'sex_estimate': 'female', 'age_low': 30, 'age_high': 44}%s",
                            part.rec.text, ""));
    add("examination", with("{'number': 'X-3', 'remains': ['%s'], 'type': 'odontology', 'age_low': "
                            "50, 'age_high': {'none': 'unknown'}}%s",
                            leg.rec.text, ""));
    add("finding", with("{'number': 'F-1', 'remains': '%s', 'class': 'trauma', 'mechanism': "
                        "'projectile', 'timing': 'perimortem'}%s", first_body.rec.text, ""));
    add("finding", with("{'number': 'F-2', 'remains': '%s', 'class': 'trauma', 'mechanism': "
                        "'blunt', 'timing': 'possible_perimortem'}%s", second_body.rec.text, ""));
    add("finding", with("{'number': 'F-3', 'remains': '%s', 'class': 'restraint', "
                        "'restraint_site': 'ankles', 'timing': 'perimortem'}%s",
                        leg.rec.text, ""));
    add("finding", with("{'number': 'F-4', 'remains': '%s', 'class': 'restraint', "
                        "'restraint_site': 'wrists', 'timing': 'postmortem'}%s",
                        second_body.rec.text, ""));
}

/* Two of the one left thigh, in zones that do not touch; one of the other; and ribs, of which there
 * are many. */
static void add_bones(void) {
    static const char *const bones[] = {
        "'bone': 'Femur', 'side': 'left', 'completeness': 'under_25', 'zones': 3",
        "'bone': 'femur', 'side': 'left', 'completeness': '25_to_75', 'zones': 12",
        "'bone': 'femur', 'side': 'left', 'completeness': 'over_75'",
        "'bone': 'femur', 'side': 'right', 'completeness': 'over_75'",
        "'bone': 'femur', 'side': 'left', 'completeness': 'under_25'",
        "'bone': 'rib', 'side': 'left', 'completeness': 'over_75'",
        "'bone': 'rib', 'side': 'left', 'completeness': 'over_75'",
        "'bone': 'rib', 'side': 'left', 'completeness': 'over_75'",
        "'tooth': '11', 'completeness': 'over_75'"};
    for (int i = 0; i < (int)(sizeof bones / sizeof *bones); i++)
        add("element", arena_format(small.arena, "{'code': 'ABC-%04d-E0%d', 'remains': '%s', %s}",
                                    i == 2 ? 4 : 3, i + 1, i == 2 ? leg.rec.text : part.rec.text,
                                    bones[i]));
}

/* Of three missing: one is identified, one was and is no longer though given back, one is a
 * duplicate. */
static void add_persons(void) {
    static const char *const statuses[] = {"missing", "missing", "duplicate"};
    struct receipt person[3];
    for (int i = 0; i < 3; i++)
        person[i] = add("person", arena_format(small.arena, "{'id': 'F001-0%d', 'role': 'missing', "
                                               "'status': '%s'}", i + 1, statuses[i]));
    struct receipt proposal =
        propose(with("['%s', '%s']", first_body.rec.text, part.rec.text), person[0].rec.text);
    confirm(&proposal);
    proposal = propose(with("['%s']%s", second_body.rec.text, ""), person[1].rec.text);
    struct receipt confirmation = confirm(&proposal);
    decide("revocation", with("{'state': 'revoked', 'confirmation': '%s', 'reasons': 'mistaken'}%s",
                              trial_base64(&small.trial, confirmation.leaf.byte, DIGEST_SIZE), ""));
    struct trial_signer keeper;
    trial_make_signer(&small.trial, &keeper);
    struct draft draft =
        trial_new_user(&small.trial, &keeper, "'custodian'", &small.trial.administrator);
    trial_accepted(&small.trial, &draft);
    draft = trial_draft(&small.trial, "handover",
                        with("{'number': 'H-1', 'person': '%s', 'remains': ['%s']}",
                             person[1].rec.text, second_body.rec.text),
                        NULL, &small.trial.worker);
    struct draft_signer both[] = {small.trial.worker.signer, keeper.signer};
    draft.signers = both;
    draft.signer_count = 2;
    trial_accepted(&small.trial, &draft);
}

/* A second newest revision of the leg that nothing sealed can be read of. The first has a link that
 * this one has not. */
static void fork_leg(void) {
    struct receipt revised = small_add(
        &small, "remains", &leg.rec,
        with("{'code': 'ABC-0004-P', 'kind': 'body_part', 'arms': 'front', 'restraint': {'none': "
             "'examined_absent'}, 'same_person': [{'remains': '%s', 'by': 'fit', 'strength': "
             "'certain'}], 'reason': 'seen again'}%s", second_body.rec.text, ""));
    small_close(&small);
    struct entry entry = small_entry(&small, (int64_t)revised.index);
    entry.day[3] = '0';
    small_forge(&small, entry, HAND_ORIGIN, &small.trial.worker.signer, 1);
}

static void read_counts(const struct count_individuals *of) {
    struct error error = {0};
    if (!counts_read(small.arena, &read.investigation, &read.tables, of, &counts, &error))
        fail_msg("%s", error.text);
}

static int begin(void **state) {
    (void)state;
    small_make(&small);
    add_board();
    add("site", "{'code': 'ABC', 'name': 'Forest edge'}");
    add_remains();
    add_examined();
    add_bones();
    add_persons();
    add("profile", with("{'subject': '%s', 'kit': 'one'}%s", first_body.rec.text, ""));
    add("profile", with("{'subject': '%s', 'kit': 'one'}%s", second_body.rec.text, ""));
    struct receipt sample = add("sample", with("{'sample': 'LB1', 'subject': '%s'}%s",
                                               part.rec.text, ""));
    add("profile", with("{'subject': '%s', 'kit': 'one'}%s", sample.rec.text, ""));
    add("document", with("{'code': 'ABC-0001-D01', 'class': 'military_ticket', 'remains': '%s', "
                         "'found_where': 'in_pocket'}%s", first_body.rec.text, ""));
    add("document", with("{'code': 'ABC-0002-D01', 'class': 'passport', 'remains': '%s', "
                         "'found_where': 'beside'}%s", second_body.rec.text, ""));
    fork_leg();
    small_tables_open(&small, &read);
    read_counts(NULL);
    return 0;
}

static int end(void **state) {
    (void)state;
    small_tables_close(&small, &read);
    small_remove(&small);
    return 0;
}

/* ------------------------------------------------------------------ what a figure says */

static struct count_table tally(const char *figure, enum count_dimension dimension) {
    struct count_table table;
    struct error error = {0};
    const struct count_figure *found = count_figure_find(figure);
    assert_non_null(found);
    if (!counts_tally(small.arena, counts, found, dimension, COUNT_ALL_ROLES, &table, &error))
        fail_msg("%s: %s", figure, error.text);
    return table;
}

static const char *answers(const struct count_row *row) {
    const char *text = "";
    for (int i = 0; i < COUNT_ANSWERS; i++)
        if (row->answer[i])
            text = arena_format(small.arena, "%s%s%d %s", text, *text ? ", " : "", row->answer[i],
                                count_answer_name((enum count_answer)i));
    return text;
}

static void says(const char *figure, const char *wanted) {
    struct count_table table = tally(figure, COUNT_BY_NOTHING);
    if (strcmp(answers(&table.all), wanted) != 0)
        fail_msg("%s: %s, not %s", figure, answers(&table.all), wanted);
}

static const char *listed(const char *figure, enum count_dimension dimension, const char *group,
                          enum count_answer answer) {
    struct count_item *items;
    struct error error = {0};
    const char *text = "";
    int count;
    if (!counts_list(small.arena, counts, count_figure_find(figure), dimension, group, answer,
                     COUNT_ALL_ROLES, &items, &count, &error))
        fail_msg("%s: %s", figure, error.text);
    for (int i = 0; i < count; i++)
        text = arena_format(small.arena, "%s%s%s", text, i ? " " : "", items[i].label);
    return text;
}

static void what_was_not_examined_is_in_no_share(void **state) {
    (void)state;
    says("hands_bound", "1 yes, 1 no, 1 not_examined, 1 disputed");
    says("arms_behind_back", "1 yes, 1 uncertain, 1 withheld, 1 disputed");
    says("complete", "1 yes, 1 no, 2 silent");
    struct count_table table = tally("hands_bound", COUNT_BY_NOTHING);
    assert_int_equal(table.all.examined, 2);
    assert_string_equal(count_row_text(small.arena, table.figure, &table.all),
                        "1 of 2 examined, 50.0 % (9.5 to 90.5 %); 1 not examined, 1 revisions "
                        "differ");
}

static void what_is_not_human_is_nowhere(void **state) {
    (void)state;
    says("remains", "4 yes");
    says("non_human", "1 yes, 4 no");
    says("bodies", "2 yes, 2 no");
    says("body_parts", "2 yes, 2 no");
    assert_string_equal(listed("arms_behind_back", COUNT_BY_NOTHING, NULL, COUNT_YES),
                        "ABC-0001-B");
}

/* A furrow at the ankles counts though nobody looked in the ground; one made after death does
 * not. */
static void findings_count_by_their_timing(void **state) {
    (void)state;
    says("ankles_bound", "1 yes, 2 no, 1 not_examined");
    says("restrained", "2 yes, 1 no, 1 not_examined");
    says("blindfolded", "1 yes, 1 no, 1 not_examined, 1 disputed");
    says("injured", "1 yes, 2 no, 1 not_examined");
    says("injured_possibly", "1 yes, 2 no, 1 not_examined");
    says("shot", "1 yes, 2 no, 1 not_examined");
    says("blunt", "3 no, 1 not_examined"); /* possibly so is not so */
    says("examined", "3 yes, 1 no");      /* teeth alone are not all of it */
}

static void ranges_across_a_boundary_are_not_split(void **state) {
    (void)state;
    says("under_18", "2 no, 2 uncertain");
    struct count_table table = tally("remains", COUNT_BY_AGE);
    assert_int_equal(table.row_count, 3);
    assert_string_equal(table.row[0].group, "across 18");
    assert_int_equal(table.row[0].answer[COUNT_YES], 2);
    assert_string_equal(table.row[1].group, "18 to 44");
    assert_string_equal(table.row[2].group, "45 and over"); /* 50, and no end */
}

/* What the laboratory says stands before an estimate; what is probable is a group of its own. */
static void sex_is_certain_or_apart(void **state) {
    (void)state;
    says("male", "1 yes, 1 no, 1 uncertain, 1 silent");
    assert_string_equal(listed("remains", COUNT_BY_SEX, "male", COUNT_YES), "ABC-0001-B");
    assert_string_equal(listed("remains", COUNT_BY_SEX, "probably male", COUNT_YES), "ABC-0002-B");
    assert_string_equal(listed("remains", COUNT_BY_SEX, "female", COUNT_YES), "ABC-0003-P");
}

static void graves_add_up(void **state) {
    (void)state;
    struct count_table table = tally("remains", COUNT_BY_GRAVE);
    assert_int_equal(table.row_count, 3);
    assert_string_equal(table.row[0].group, "ABC-G001");
    assert_string_equal(table.row[0].rec, grave.rec.text);
    assert_int_equal(table.row[0].answer[COUNT_YES], 2);
    assert_int_equal(table.row[1].answer[COUNT_YES], 1);
    assert_string_equal(table.row[2].group, "no grave said");
    assert_null(table.row[2].rec);
}

static void papers_are_those_on_the_body(void **state) {
    (void)state;
    says("documents", "2 yes, 2 silent");
    struct count_table table = tally("remains", COUNT_BY_PAPERS);
    assert_string_equal(table.row[0].group, "military ticket on the body");
    assert_int_equal(table.row[0].answer[COUNT_YES], 1);
    assert_string_equal(table.row[1].group, "no document recorded there");
    assert_int_equal(table.row[1].answer[COUNT_YES], 3);
    table = tally("documents", COUNT_BY_NOTHING);
    assert_true(isnan(table.all.interval.low));
    assert_string_equal(count_row_text(small.arena, table.figure, &table.all),
                        "2; of the others nothing is said");
}

/* Of all, chance has no part in it; where none was examined, there is no share. */
static void intervals_stand_where_some_were_not_examined(void **state) {
    (void)state;
    assert_true(isnan(tally("bodies", COUNT_BY_NOTHING).all.interval.low));
    struct count_table table = tally("hands_bound", COUNT_BY_GRAVE);
    assert_true(isnan(table.row[0].interval.low)); /* both were */
    assert_int_equal(table.row[1].examined, 0);
    assert_true(isnan(table.row[1].interval.low));
    assert_string_equal(count_row_text(small.arena, table.figure, &table.row[1]),
                        "0 of 0 examined; 1 not examined");
    double difference;
    assert_true(isnan(count_row_difference(&table, &table.row[0], &table.row[1], &difference).low));
    assert_true(isnan(difference));
}

/* ------------------------------------------------------------------ bones */

static void a_floor_counts_no_bone_twice(void **state) {
    (void)state;
    says("elements", "9 yes");
    struct count_table table = tally("mni", COUNT_BY_NOTHING);
    assert_int_equal(table.all.answer[COUNT_YES], 2);
    assert_non_null(strstr(count_row_text(small.arena, table.figure, &table.all),
                           "(left femur, zone 1)"));
    assert_string_equal(listed("mni", COUNT_BY_NOTHING, NULL, COUNT_YES),
                        "ABC-0003-E01 ABC-0004-E03");
    table = tally("mni", COUNT_BY_GRAVE);
    assert_int_equal(table.row_count, 2);
    assert_string_equal(table.row[0].group, "ABC-G002");
    assert_int_equal(table.row[0].answer[COUNT_YES], 1);
    assert_string_equal(table.row[0].method.bone, "femur");
    assert_string_equal(table.row[0].method.side, "left");
    assert_int_equal(table.row[0].method.zone, 1);
    assert_int_equal(table.row[1].method.zone, 0);
}

/* ------------------------------------------------------------------ people */

static void a_revoked_decision_identifies_nobody(void **state) {
    (void)state;
    says("reported_missing", "2 yes");
    says("identified", "1 yes, 1 no");
    says("returned", "1 yes, 1 no");
    says("returned_not_identified", "1 yes");
    says("remains_named", "2 yes, 2 no");
    says("remains_returned", "1 yes, 3 no");
    assert_string_equal(listed("identified", COUNT_BY_NOTHING, NULL, COUNT_YES), "F001-01");
    assert_string_equal(listed("returned_not_identified", COUNT_BY_NOTHING, NULL, COUNT_YES),
                        "F001-02");
    assert_string_equal(listed("remains_named", COUNT_BY_NOTHING, NULL, COUNT_YES),
                        "ABC-0001-B ABC-0003-P");
}

static void assert_note(int at, const char *words) {
    const char *text =
        count_note_text(small.arena, &counts_notes(small.arena, counts)[at]);
    if (!strstr(text, words)) fail_msg("%s; not %s", text, words);
}

static void without_a_comparison_nobody_is_an_individual(void **state) {
    (void)state;
    says("individuals", "");
    assert_note(0, "no comparison");
}

/* The comparison takes three for three; a certain link makes two of them. The leg has no
 * profile. */
static void linked_parts_are_one_individual(void **state) {
    (void)state;
    static const char *const one[] = {"ABC-0001-B", NULL}, *const two[] = {"ABC-0002-B", NULL},
                      *const three[] = {"ABC-0003-P", NULL}, *const four[] = {"ABC-0004-P", NULL},
                      *const gone[] = {"ABC-0009-P", NULL};
    static const char *const *const code[] = {one, two, three, four, gone};
    individuals = (struct count_individuals){
        .comparison = 7, .kept = true, .changes = 2, .count = 5,
        .code = (const char *const **)code};
    read_counts(&individuals);
    says("dna_distinct", "3 yes");
    says("individuals", "2 yes");
    says("individuals_named", "1 yes, 1 no");
    assert_string_equal(listed("individuals", COUNT_BY_NOTHING, NULL, COUNT_YES),
                        "ABC-0001-B + ABC-0003-P ABC-0002-B");
    struct count_table table = tally("individuals", COUNT_BY_GRAVE); /* one lies in both */
    assert_int_equal(table.all.answer[COUNT_YES], 2);
    assert_int_equal(table.row[0].answer[COUNT_YES], 2);
    assert_int_equal(table.row[1].answer[COUNT_YES], 1);
    table = tally("individuals", COUNT_BY_SEX); /* male for sure, and female by the part */
    assert_string_equal(table.row[1].group, "estimates differ");
    assert_note(0, "of comparison 7. Remains that belong to none of them, without profile, certain "
                   "link or decision: 2.");
    assert_note(1, "came in: 2.");
    assert_note(2, "no remains any more: 1.");
    read_counts(NULL);
}

/* ------------------------------------------------------------------ roles */

static bool may(const char *figure, enum count_dimension dimension, unsigned roles) {
    struct count_table table;
    struct count_item *items;
    struct error error = {0}, also = {0};
    const struct count_figure *found = count_figure_find(figure);
    int count;
    bool may = counts_tally(small.arena, counts, found, dimension, roles, &table, &error);
    assert_int_equal(may, counts_list(small.arena, counts, found, dimension, NULL, COUNT_YES, roles,
                                      &items, &count, &also));
    if (!may) assert_int_equal(error.code, ERROR_DENIED);
    return may;
}

static void a_figure_is_for_those_who_read_what_it_rests_on(void **state) {
    (void)state;
    unsigned field = 1U << USER_FIELD, laboratory = 1U << USER_LABORATORY;
    unsigned liaison = 1U << USER_LIAISON;
    assert_true(may("hands_bound", COUNT_BY_GRAVE, field));
    assert_true(may("hands_bound", COUNT_BY_NOTHING, 1U << USER_PRESS));
    assert_false(may("hands_bound", COUNT_BY_NOTHING, 0));
    assert_true(may("bodies", COUNT_BY_NOTHING, 0)); /* of what is public */
    assert_false(may("hands_bound", COUNT_BY_PAPERS, laboratory));
    assert_true(may("hands_bound", COUNT_BY_PAPERS, field));
    assert_false(may("individuals", COUNT_BY_NOTHING, field));
    assert_true(may("individuals", COUNT_BY_NOTHING, laboratory));
    assert_false(may("reported_missing", COUNT_BY_NOTHING, laboratory));
    assert_true(may("reported_missing", COUNT_BY_NOTHING, liaison));
    for (int i = 0; i < count_figure_count; i++)
        assert_true(count_figure_may_read(&count_figures[i], COUNT_ALL_ROLES));
}

/* Whose list it is does not read how persons are called. */
static void persons_are_named_to_those_who_may_read_it(void **state) {
    (void)state;
    struct count_item *items;
    struct error error = {0};
    int count;
    const struct count_figure *figure = count_figure_find("returned_not_identified");
    assert_true(counts_list(small.arena, counts, figure, COUNT_BY_NOTHING, NULL, COUNT_YES,
                            1U << USER_FIELD, &items, &count, &error));
    assert_int_equal(count, 1);
    assert_null(items[0].label);
    assert_null(items[0].rec);
}

static void what_cannot_be_asked_is_refused(void **state) {
    (void)state;
    struct count_table table;
    struct count_item *items;
    struct error error = {0}, other = {0};
    int count;
    assert_false(counts_tally(small.arena, counts, count_figure_find("identified"), COUNT_BY_GRAVE,
                              COUNT_ALL_ROLES, &table, &error));
    assert_int_equal(error.code, ERROR_BAD_INPUT);
    assert_false(counts_list(small.arena, counts, count_figure_find("remains"), COUNT_BY_GRAVE,
                             "ABC-G009", COUNT_YES, COUNT_ALL_ROLES, &items, &count, &other));
    assert_int_equal(other.code, ERROR_NOT_FOUND);
    assert_null(count_figure_find("dead"));
}

/* Every number is as long as its list, whatever it is broken down by. */
static void lists_are_as_long_as_their_numbers(void **state) {
    (void)state;
    for (int f = 0; f < count_figure_count; f++)
        for (int by = COUNT_BY_NOTHING; by < COUNT_DIMENSIONS; by++) {
            const struct count_figure *figure = &count_figures[f];
            if (figure->unit == COUNT_PERSONS && by) continue;
            struct count_table table = tally(figure->name, (enum count_dimension)by);
            for (int r = -1; r < table.row_count; r++)
                for (int a = 0; a < COUNT_ANSWERS; a++) {
                    const struct count_row *row = r < 0 ? &table.all : &table.row[r];
                    struct count_item *items;
                    struct error error = {0};
                    int count;
                    assert_true(counts_list(small.arena, counts, figure, (enum count_dimension)by,
                                            r < 0 ? NULL : row->group, (enum count_answer)a,
                                            COUNT_ALL_ROLES, &items, &count, &error));
                    assert_int_equal(count, row->answer[a]);
                }
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_not_examined_is_in_no_share),
        cmocka_unit_test(what_is_not_human_is_nowhere),
        cmocka_unit_test(findings_count_by_their_timing),
        cmocka_unit_test(ranges_across_a_boundary_are_not_split),
        cmocka_unit_test(sex_is_certain_or_apart),
        cmocka_unit_test(graves_add_up),
        cmocka_unit_test(papers_are_those_on_the_body),
        cmocka_unit_test(intervals_stand_where_some_were_not_examined),
        cmocka_unit_test(a_floor_counts_no_bone_twice),
        cmocka_unit_test(a_revoked_decision_identifies_nobody),
        cmocka_unit_test(without_a_comparison_nobody_is_an_individual),
        cmocka_unit_test(linked_parts_are_one_individual),
        cmocka_unit_test(a_figure_is_for_those_who_read_what_it_rests_on),
        cmocka_unit_test(persons_are_named_to_those_who_may_read_it),
        cmocka_unit_test(what_cannot_be_asked_is_refused),
        cmocka_unit_test(lists_are_as_long_as_their_numbers),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
