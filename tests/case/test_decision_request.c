/* What people want to decide: words, and the lines of a table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "case/decision_request.h"

static struct arena arena;

static int begin(void **state) {
    (void)state;
    arena_open(&arena, 0);
    return 0;
}

static int end(void **state) {
    (void)state;
    arena_close(&arena);
    return 0;
}

/* ------------------------------------------------------------------ words */

static const char *field_text(enum decision_verb verb, const char *word, const char *name) {
    json_t *fields = json_object();
    struct error error = {0};
    if (!decision_request_word(&arena, verb, word, fields, &error)) fail_msg("%s", error.text);
    char *dumped = json_dumps(json_object_get(fields, name), JSON_ENCODE_ANY | JSON_COMPACT);
    const char *text = arena_copy(&arena, dumped ? dumped : "nothing");
    free(dumped);
    json_decref(fields);
    return text;
}

static void expect_refused(enum decision_verb verb, const char *word, enum error_code code,
                           const char *words) {
    json_t *fields = json_pack("{s:s}", "notes", "said before");
    struct error error = {0};
    assert_false(decision_request_word(&arena, verb, word, fields, &error));
    assert_int_equal(error.code, code);
    if (!strstr(error.text, words)) fail_msg("\"%s\" is not in: %s", words, error.text);
    assert_int_equal(json_object_size(fields), 1);
    json_decref(fields);
}

static void test_a_word_is_a_field_of_the_kind(void **state) {
    (void)state;
    assert_string_equal(field_text(DECISION_PROPOSE, "discrepancies=a=b, c", "discrepancies"),
                        "\"a=b, c\"");
    assert_string_equal(field_text(DECISION_CONFIRM, "members=A. Test; B. Test", "members"),
                        "[\"A. Test\",\"B. Test\"]");
    assert_string_equal(field_text(DECISION_CONFIRM, "session=2022-09", "session"), "\"2022-09\"");
    assert_string_equal(field_text(DECISION_PROPOSE, "lines=dental | supports | A | chart", "lines"),
                        "[{\"line\":\"dental\",\"says\":\"supports\",\"by\":\"A\",\"note\":\"chart\"}]");
    assert_string_equal(field_text(DECISION_REFUSE, "state=excluded", "state"), "\"excluded\"");
    assert_string_equal(field_text(DECISION_PROPOSE, "notes=", "notes"), "nothing");
}

static void test_what_cannot_be_said(void **state) {
    (void)state;
    expect_refused(DECISION_PROPOSE, "discrepancies", ERROR_USAGE, "FIELD=TEXT");
    expect_refused(DECISION_PROPOSE, "person=F001-01", ERROR_USAGE, "discrepancies");
    expect_refused(DECISION_PROPOSE, "comparison=r-1", ERROR_USAGE, "nothing that you can say");
    expect_refused(DECISION_CONFIRM, "proposal=x", ERROR_USAGE, "nothing that you can say");
    expect_refused(DECISION_REVOKE, "confirmation=x", ERROR_USAGE, "nothing that you can say");
    expect_refused(DECISION_PROPOSE, "notes=again", ERROR_USAGE, "said twice");
    expect_refused(DECISION_REFUSE, "state=maybe", ERROR_BAD_INPUT, "state");
    expect_refused(DECISION_CONFIRM, "session=soon", ERROR_BAD_INPUT, "session");
    expect_refused(DECISION_PROPOSE, "=", ERROR_USAGE, "nothing that you can say");
}

static void test_what_is_missing(void **state) {
    (void)state;
    static const struct {
        enum decision_verb verb;
        const char *first;
    } cases[] = {{DECISION_PROPOSE, "discrepancies"},
                 {DECISION_CONFIRM, "discrepancies"},
                 {DECISION_REFUSE, "state"},
                 {DECISION_REVOKE, "reasons"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct decision_request request = {.fields = json_object()};
        const struct schema_field *field = decision_request_missing(cases[i].verb, &request);
        assert_non_null(field);
        assert_string_equal(field->name, cases[i].first);
        json_object_set_new(request.fields, "state", json_string("open"));
        json_object_set_new(request.fields, "reasons", json_string("x"));
        json_object_set_new(request.fields, "discrepancies", json_string("x"));
        assert_null(decision_request_missing(cases[i].verb, &request));
        json_decref(request.fields);
    }
}

/* ------------------------------------------------------------------ tables */

struct taken {
    bool good;
    struct reading reading;
    struct decision_request *request;
    int count;
};

static struct taken take(enum decision_verb verb, const char *text) {
    struct taken taken = {.reading = {.arena = &arena}};
    taken.good = decision_requests_read(&arena, verb, "decisions.tsv", text, strlen(text),
                                        &taken.reading, &taken.request, &taken.count);
    return taken;
}

static void test_a_line_is_a_decision(void **state) {
    (void)state;
    struct taken taken = take(DECISION_CONFIRM, "person\tremains\tdiscrepancies\tdissent\n"
                                                "F001-01\tABC-0001-B+ABC-0002-B\tnone\t\n"
                                                "F002-01\tABC-0003-B\tnone\tone of us\n");
    assert_true(taken.good);
    assert_int_equal(taken.count, 2);
    assert_string_equal(taken.request[0].remains, "ABC-0001-B+ABC-0002-B");
    assert_string_equal(taken.request[0].person, "F001-01");
    assert_int_equal(json_object_size(taken.request[0].fields), 1); /* an empty cell says nothing */
    assert_int_equal(taken.request[1].place.line, 3);
    assert_string_equal(
        json_string_value(json_object_get(taken.request[1].fields, "dissent")), "one of us");
    decision_requests_close(taken.request, taken.count);
}

static void test_wrong_tables_say_where(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int line, column;
        const char *words;
    } cases[] = {
        {"remains\tdiscrepancies\nABC-0001-B\tx\n", 1, 0, "person"},
        {"remains\tperson\tposterior2\nABC-0001-B\tF001-01\t1\n", 1, 16, "posterior2"},
        {"remains\tperson\tproposal\nABC-0001-B\tF001-01\t1\n", 1, 16, "proposal"},
        {"remains\tperson\tsession\nABC-0001-B\tF001-01\tsoon\n", 2, 20, "session"},
        {"", 0, 0, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct taken taken = take(DECISION_CONFIRM, cases[i].text);
        assert_false(taken.good);
        assert_true(taken.reading.errors.count > 0);
        const struct reading_message *message = &taken.reading.errors.item[0];
        if (!strstr(message->text, cases[i].words) ||
            (cases[i].line && message->place.line != cases[i].line) ||
            (cases[i].column && message->place.column != cases[i].column))
            fail_msg("case %zu: %d:%d: %s", i, message->place.line, message->place.column,
                     message->text);
        decision_requests_close(taken.request, taken.count);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_word_is_a_field_of_the_kind),
        cmocka_unit_test(test_what_cannot_be_said),
        cmocka_unit_test(test_what_is_missing),
        cmocka_unit_test(test_a_line_is_a_decision),
        cmocka_unit_test(test_wrong_tables_say_where),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
