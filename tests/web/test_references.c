/* What is typed into a field that refers to records: a code means the record of a kind that the field
 * may name, and what somebody may not read answers as what is not there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "web/served.h"
#include "web/visitor.h"

static struct served served;
static struct visitor worker, laboratory, field, custodian, examiner;
static const char *body, *person, *sample, *ring, *autopsy;

static const char *add(const char *kind, const char *fields) {
    struct receipt receipt = small_add(&served.small, kind, NULL, fields);
    return arena_copy(served.small.arena, receipt.rec.text);
}

static int begin(void **state) {
    (void)state;
    struct arena *arena = (served_make(&served), served.small.arena);
    body = add("remains", "{'code': 'ABC-0001-B', 'kind': 'body'}");
    add("media", "{'number': 'ABC-0001-B', 'view': 'overview'}");
    person = add("person", "{'id': 'F001-01', 'role': 'missing'}");
    sample = add("sample", arena_format(arena, "{'sample': 'LBX001', 'subject': '%s', 'kind': "
                                               "'bone'}", body));
    ring = add("belonging", arena_format(arena, "{'code': 'ABC-0001-P01', 'class': 'jewellery', "
                                                "'person': '%s'}", person));
    autopsy = add("examination", arena_format(arena, "{'number': 'E-1', 'type': 'autopsy', "
                                                     "'remains': ['%s'], 'samples': ['%s']}",
                                              body, sample));
    served_start(&served);
    visitor_sign_in(&worker, served.port, "Will Worker");
    visitor_sign_in(&laboratory, served.port, "Only laboratory");
    visitor_sign_in(&field, served.port, "Only field");
    visitor_sign_in(&custodian, served.port, "Only custodian");
    visitor_sign_in(&examiner, served.port, "Only examiner");
    return 0;
}

static int end(void **state) {
    (void)state;
    struct visitor *all[] = {&worker, &laboratory, &field, &custodian, &examiner};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) visitor_close(all[i]);
    served_stop(&served);
    served_check(&served);
    served_remove(&served);
    return 0;
}

/* ------------------------------------------------------------------ which record is meant */

/* Somebody called a photograph as the body that it shows. */
static void a_code_is_that_of_the_thing(void **state) {
    (void)state;
    struct sheet *sheet = visitor_fill(&worker, "/records/examination/new", "number", "X-1", "type", "autopsy",
                                       "remains", "ABC-0001-B", NULL);
    const char *rec = arena_copy(served.small.arena, visitor_save(&worker, sheet));
    json_t *fields = served_fields(&served, rec);
    assert_string_equal(
        json_string_value(json_array_get(json_object_get(fields, "remains"), 0)), body);
    json_decref(fields);
    sheet = visitor_fill(&custodian, "/custody/new/custody", "number", "C-1", "items",
                         "ABC-0001-B", NULL);
    assert_int_equal(visitor_send(&custodian, sheet), 422);
    visitor_sees_not(&custodian, "Several things are called that");
    visitor_sees(&custodian, "Say who signs with you");
}

/* ------------------------------------------------------------------ what may not be read */

/* The newest page, with one code in the place of another. */
static const char *page_with(struct visitor *visitor, const char *code, const char *by) {
    struct buffer text = {0};
    sheet_text(reply_body(&visitor->reply), &text);
    char *copy = arena_copy(served.small.arena, buffer_text(&text));
    buffer_close(&text);
    for (char *at = copy; (at = strstr(at, code));) memcpy(at, by, strlen(by));
    return copy;
}

static const char *saved_sample(const char *barcode, const char *subject) {
    struct sheet *sheet = visitor_fill(&laboratory, "/records/sample/new", "sample", barcode,
                                       "subject", subject, "kind", "buccal", NULL);
    return arena_copy(served.small.arena, visitor_save(&laboratory, sheet));
}

static const char *subject_of(const char *rec) {
    json_t *fields = served_fields(&served, rec);
    const char *text = arena_copy(
        served.small.arena, json_string_value(json_object_get(fields, "subject")));
    json_decref(fields);
    return text;
}

/* The tube has the number of somebody of whom the laboratory may not read: it is taken down, and
 * whether somebody has the number nobody learns. */
static void a_code_of_others_is_taken_as_it_is(void **state) {
    (void)state;
    const char *there = saved_sample("LBX002", "f001-01"), *none = saved_sample("LBX003", "F777-01");
    assert_string_equal(subject_of(there), person);
    assert_string_equal(subject_of(none), "waiting:F777-01");
    const char *pages[2][3];
    for (int i = 0; i < 2; i++) {
        const char *rec = i ? none : there, *code = i ? "LBX003" : "LBX002";
        assert_int_equal(visitor_get(&laboratory, "/record/%s", rec), 200);
        visitor_sees(&laboratory, "for other roles");
        visitor_sees_not(&laboratory, "F001-01");
        visitor_sees_not(&laboratory, "F777-01");
        visitor_sees_not(&laboratory, person);
        assert_int_equal(visitor_get(&laboratory, "/record/%s/edit", rec), 200);
        assert_null(strstr(visitor_page(&laboratory), "01-01"));
        assert_null(strstr(visitor_page(&laboratory), "F777"));
        assert_null(strstr(visitor_page(&laboratory), person));
        pages[i][0] = page_with(&laboratory, code, "LBX00x");
        assert_int_equal(visitor_get(&laboratory, "/records/sample/all?as=csv"), 200);
        assert_null(strstr(visitor_page(&laboratory), "F777"));
        assert_null(strstr(visitor_page(&laboratory), person));
    }
    assert_string_equal(pages[0][0], pages[1][0]);
}

/* What is not a code of theirs is a slip. */
static void a_slip_is_told(void **state) {
    (void)state;
    struct sheet *sheet = visitor_fill(&laboratory, "/records/sample/new", "sample", "LBX009",
                                       "subject", "ABC-0002-B", "kind", "bone", NULL);
    assert_int_equal(visitor_send(&laboratory, sheet), 422);
    visitor_sees(&laboratory, "Nothing that you may look at is called that");
}

static const char *refused_item(struct visitor *visitor, const char *kind, const char *name,
                                const char *code, const char *as) {
    struct sheet *sheet =
        visitor_fill(visitor, arena_format(served.small.arena, "/custody/new/%s", kind), "number",
                     "C-2", name, code, NULL);
    assert_int_equal(visitor_send(visitor, sheet), 422);
    visitor_sees(visitor, "Nothing that you may look at is called that");
    return page_with(visitor, code, as);
}

/* What is handed over is there: so a code that may not be read is none; but a tube has its own on it,
 * and whoever holds it reads that. */
static void two_hands_take_no_code_of_others_but_of_things(void **state) {
    (void)state;
    struct sheet *sheet = visitor_fill(&custodian, "/custody/new/custody", "number", "C-2", "items",
                                       "LBX001", NULL);
    assert_int_equal(visitor_send(&custodian, sheet), 422); /* the rest is missing */
    visitor_sees_not(&custodian, "Nothing that you may look at is called that");
    (void)refused_item(&custodian, "custody", "items", "LBX999", "LBX999");
    assert_string_equal(refused_item(&custodian, "handover", "person", "F001-01", "F777-01"),
                        refused_item(&custodian, "handover", "person", "F777-01", "F777-01"));
}

/* ------------------------------------------------------------------ what the form does not show */

/* The values of a field as "A B". */
static const char *values_of(const char *rec, const char *name) {
    json_t *fields = served_fields(&served, rec), *value = json_object_get(fields, name);
    const char *text = json_string_value(value) ? json_string_value(value) : "";
    text = arena_copy(served.small.arena, text);
    for (size_t i = 0; i < json_array_size(value); i++)
        text = arena_format(served.small.arena, "%s%s%s", text, i ? " " : "",
                            json_string_value(json_array_get(value, i)));
    json_decref(fields);
    return text;
}

static struct sheet *edited(struct visitor *visitor, const char *rec) {
    return visitor_fill(visitor, arena_format(served.small.arena, "/record/%s/edit", rec), "reason",
                        "it was missing", NULL);
}

static void what_is_for_others_stays(void **state) {
    (void)state;
    struct sheet *sheet = edited(&field, ring);
    assert_string_equal(sheet_get(sheet, "person"), "");
    visitor_sees(&field, "It also names what is for other roles; that stays.");
    sheet_set(sheet, "notes", "gold");
    visitor_save(&field, sheet);
    assert_string_equal(values_of(ring, "person"), person);
    assert_string_equal(values_of(ring, "notes"), "gold");
    /* Another in its place is another. */
    sheet = edited(&field, ring);
    sheet_set(sheet, "person", "F002-02");
    visitor_save(&field, sheet);
    assert_string_equal(values_of(ring, "person"), "waiting:F002-02");
}

static void others_are_added_to_what_is_for_others(void **state) {
    (void)state;
    struct sheet *sheet = edited(&examiner, autopsy);
    assert_string_equal(sheet_get(sheet, "samples"), "");
    assert_string_equal(sheet_get(sheet, "remains"), "ABC-0001-B");
    sheet_set(sheet, "samples", "LBX777");
    visitor_save(&examiner, sheet);
    assert_string_equal(values_of(autopsy, "samples"),
                        arena_format(served.small.arena, "waiting:LBX777 %s", sample));
    /* Who reads it may take it away. */
    sheet = edited(&worker, autopsy);
    sheet_set(sheet, "samples", "LBX001");
    visitor_save(&worker, sheet);
    assert_string_equal(values_of(autopsy, "samples"), sample);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_is_that_of_the_thing),
        cmocka_unit_test(a_code_of_others_is_taken_as_it_is),
        cmocka_unit_test(a_slip_is_told),
        cmocka_unit_test(two_hands_take_no_code_of_others_but_of_things),
        cmocka_unit_test(what_is_for_others_stays),
        cmocka_unit_test(others_are_added_to_what_is_for_others),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
