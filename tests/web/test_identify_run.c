/* Runs of identification begun on a page: what they leave is what the command leaves, signed by who
 * began them; one that is cancelled, dropped or refused leaves nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/encode.h"
#include "web/identified.h"

static struct identified made;
static struct visitor lab, second, examiner, board;

static int begin(void **state) {
    (void)state;
    identified_make(&made);
    identified_start(&made);
    visitor_sign_in(&lab, made.port, "Lab");
    visitor_sign_in(&second, made.port, "Second lab");
    visitor_sign_in(&examiner, made.port, "Examiner");
    visitor_sign_in(&board, made.port, "Bea");
    return 0;
}

static int end(void **state) {
    (void)state;
    struct visitor *all[] = {&lab, &second, &examiner, &board};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) visitor_close(all[i]);
    identified_remove(&made);
    return 0;
}

static const char *hash_of(const char *bytes, size_t size) {
    struct digester digester = {0};
    struct error error = {0};
    char text[ENCODE_HEX_LENGTH(DIGEST_SIZE) + 1];
    assert_true(digest_open(&digester, &error));
    struct digest digest = digest_of(&digester, bytes, size);
    digest_close(&digester);
    encode_text(ENCODING_HEX, digest.byte, DIGEST_SIZE, text);
    return arena_copy(&made.arena, text);
}

/* The bytes of the result are those that the command prints for the same number, have the hash that
 * the entry names, and come out again when the command repeats the comparison. */
static void test_it_is_what_the_command_finds(void **state) {
    (void)state;
    assert_int_equal(visitor_get(&lab, "/identify"), 200);
    visitor_sees(&lab, "No comparison is recorded yet.");
    const char *rec = identified_compare(&made, &lab, "150");
    const char *said =
        identified_run(&made, 0, "identify", "--dry-run --json --missing-total 150 2>/dev/null");
    assert_int_equal(visitor_get(&lab, "/identify/%s/all?as=json", rec), 200);
    assert_string_equal(visitor_page(&lab), said);
    const char *hash = hash_of(said, strlen(said));
    assert_int_equal(visitor_get(&lab, "/record/%s", rec), 200);
    visitor_sees(&lab, hash);
    visitor_sees(&lab, "Lab");
    const char *repeated =
        identified_run(&made, 0, "identify", arena_format(&made.arena, "--repeat '%s'", rec));
    assert_non_null(strstr(repeated, "every digit of its result is the same"));
}

/* The table as a file has a line for every pair of the result. */
static void test_the_table_has_every_pair(void **state) {
    (void)state;
    assert_int_equal(visitor_get(&lab, "/identify/newest/all?as=json"), 200);
    json_t *found = json_loads(visitor_page(&lab), 0, NULL);
    const json_t *pairs = json_object_get(found, "pairwise");
    assert_int_equal(visitor_get(&lab, "/identify/newest/all?as=csv"), 200);
    size_t lines = 0;
    for (const char *at = visitor_page(&lab); (at = strstr(at, "\r\n")); at += 2) lines++;
    assert_int_equal(lines, json_array_size(pairs) + 1);
    const json_t *first = json_array_get(pairs, 0);
    const char *start = arena_format(&made.arena, "\r\n\"%s\",\"%s\",\"%s\",",
                                     json_string_value(json_object_get(first, "remains")),
                                     json_string_value(json_object_get(first, "person")),
                                     json_string_value(json_object_get(first, "family")));
    assert_non_null(strstr(visitor_page(&lab), start));
    json_decref(found);
}

static void test_what_is_asked_for_wrongly_is_said(void **state) {
    (void)state;
    static const char *const wrong[][2] = {{"missing_total", ""},   {"missing_total", "many"},
                                           {"missing_total", "-3"}, {"missing_total", "M=3,F=x"},
                                           {"theta", "2"},          {"theta", "x"},
                                           {"dropout", "1"},        {"dropout", "-0.1"},
                                           {"theta", "nan"}};
    long long size = identified_size(&made);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct sheet *sheet = visitor_fill(&lab, "/identify", wrong[i][0], wrong[i][1], NULL);
        assert_int_equal(visitor_send(&lab, sheet), 422);
        assert_non_null(strstr(visitor_page(&lab), "role=\"alert\""));
        assert_string_equal(sheet_get(visitor_sheet(&lab, "/identify"), wrong[i][0]), wrong[i][1]);
    }
    /* Fewer than lie there: the engine refuses, and says why. */
    struct sheet *sheet = visitor_fill(&lab, "/identify", "missing_total", "5", NULL);
    assert_int_equal(visitor_send(&lab, sheet), 303);
    identified_wait(&lab);
    visitor_sees(&lab, "It failed, and nothing was recorded: missing_total: N = 5 is less than");
    assert_int_equal(identified_size(&made), size);
}

static void test_who_may(void **state) {
    (void)state;
    struct sheet *sheet = visitor_fill(&lab, "/identify", NULL);
    long long size = identified_size(&made);
    assert_int_equal(visitor_get(&examiner, "/identify"), 200);
    visitor_sees_not(&examiner, "The newest comparison");
    visitor_sees_not(&examiner, "Start the run");
    assert_int_equal(visitor_get(&examiner, "/identify/newest"), 403);
    assert_int_equal(visitor_get(&examiner, "/identify/run"), 403);
    assert_int_equal(visitor_get(&examiner, "/identify/what-if"), 403);
    assert_int_equal(visitor_get(&examiner, "/identify/newest/all?as=csv"), 403);
    assert_int_equal(visitor_get(&board, "/identify"), 200);
    visitor_sees(&board, "The newest comparison");
    visitor_sees_not(&board, "Start the run");
    /* With a token of their own the form of somebody else does nothing either. */
    assert_int_equal(visitor_get(&board, "/account"), 200);
    struct sheet *own = visitor_sheet(&board, NULL);
    for (int i = 0; i < own->count; i++)
        if (own->value[i].name[0] == '_' || strstr(own->value[i].name, "csrf") ||
            strstr(own->value[i].name, "once"))
            sheet_set(sheet, own->value[i].name, own->value[i].value);
    assert_int_equal(visitor_send(&board, sheet), 403);
    assert_int_equal(identified_size(&made), size);
}

/* Tries until it was in time: a run takes a moment only. Whatever came of it, an entry is there or
 * none. */
static void expect_nothing_after(struct visitor *visitor, const char *words,
                                 void (*stop)(struct visitor *visitor)) {
    for (int i = 0; i < 40; i++) {
        long long size = identified_size(&made);
        struct sheet *sheet = visitor_fill(visitor, "/identify", "missing_total", "200", NULL);
        assert_int_equal(visitor_send(visitor, sheet), 303);
        stop(visitor);
        identified_wait(&second);
        bool stopped = strstr(visitor_page(&second), words);
        assert_int_equal(identified_size(&made), size + !stopped);
        if (stopped) return;
    }
    fail_msg("no run could be stopped in time");
}

static void cancel(struct visitor *visitor) {
    (void)visitor;
    assert_int_equal(visitor_get(&second, "/identify/run"), 200);
    struct sheet sheet;
    if (!sheet_read(&second.arena, visitor_page(&second), "/identify/run/cancel", &sheet)) return;
    assert_int_equal(visitor_send(&second, &sheet), 303);
}

static void test_it_can_be_cancelled(void **state) {
    (void)state;
    expect_nothing_after(&lab, "It was cancelled.", cancel);
}

static void sign_out(struct visitor *visitor) {
    assert_int_equal(visitor_get(visitor, "/"), 200);
    assert_int_equal(visitor_send(visitor, visitor_sheet(visitor, "/sign-out")), 303);
    visitor_close(visitor);
    visitor_sign_in(visitor, made.port, "Lab");
}

/* The key that would sign is gone with the session, also when another one of the same person was
 * begun. */
static void test_it_is_dropped_with_its_session(void **state) {
    (void)state;
    expect_nothing_after(&lab, "It was dropped", sign_out);
}

static void test_there_is_one_at_a_time(void **state) {
    (void)state;
    for (int i = 0; i < 40; i++) {
        struct sheet *sheet = visitor_fill(&lab, "/identify", "missing_total", "250", NULL);
        struct sheet *other = visitor_fill(&second, "/identify", "missing_total", "260", NULL);
        assert_int_equal(visitor_send(&lab, sheet), 303);
        int status = visitor_send(&second, other);
        bool refused = status == 409;
        if (refused) visitor_sees(&second, "a run is still going");
        else assert_int_equal(status, 303);
        identified_wait(&lab);
        if (refused) return;
    }
    fail_msg("two runs never met");
}

/* Stopping the server ends what is going, and the record stays whole (identified_remove). */
static void test_it_ends_with_the_server(void **state) {
    (void)state;
    struct sheet *sheet = visitor_fill(&lab, "/identify", "missing_total", "300", NULL);
    assert_int_equal(visitor_send(&lab, sheet), 303);
    identified_stop(&made);
    identified_start(&made);
    visitor_close(&lab);
    visitor_sign_in(&lab, made.port, "Lab");
    assert_int_equal(visitor_get(&lab, "/identify/run"), 200);
    visitor_sees(&lab, "No run was begun since the server was started.");
}

/* ------------------------------------------------------------------ other numbers */

/* How many the command says could be proposed with that number. */
static int names_with(const char *total) {
    json_t *found = identified_json(
        &made, 0, "identify", arena_format(&made.arena, "--dry-run --missing-total %s", total));
    const json_t *list = json_object_get(found, "posterior");
    double bound = json_number_value(json_object_get(found, "bound"));
    int count = 0;
    for (size_t i = 0; i < json_array_size(list); i++)
        count += json_number_value(json_object_get(json_array_get(list, i), "p")) * (1 - bound) >=
                 0.9995;
    json_decref(found);
    return count;
}

static void test_other_numbers_are_tried(void **state) {
    (void)state;
    static const char *const totals[] = {"150", "2000", "100000"};
    (void)identified_compare(&made, &lab, "150");
    long long size = identified_size(&made);
    struct sheet *sheet =
        visitor_fill(&lab, "/identify/what-if", "totals", "100000, 150 2000 5", NULL);
    assert_int_equal(visitor_send(&lab, sheet), 303);
    identified_wait(&lab);
    visitor_sees(&lab, "It is done. Nothing was recorded.");
    assert_int_equal(identified_size(&made), size);
    assert_int_equal(visitor_get(&lab, "/identify/what-if?show=all"), 200);
    visitor_sees(&lab, "N = 5: ");
    for (int t = 0; t < 3; t++) {
        char number[LANGUAGE_NUMBER];
        language_number(LANGUAGE_EN, atoi(totals[t]), number);
        visitor_sees(&lab, arena_format(&made.arena, "%d names at the threshold with N = %s",
                                        names_with(totals[t]), number));
    }
    assert_int_equal(visitor_get(&board, "/identify/what-if"), 200);
}

static void test_numbers_that_are_none_are_refused(void **state) {
    (void)state;
    static const char *const wrong[] = {"",
                                        " ",
                                        "x",
                                        "12x",
                                        "0",
                                        "-4",
                                        "1.5",
                                        "1e99",
                                        "nan",
                                        "1 2 3 4 5 6 7 8 9",
                                        "99999999999999999999"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct sheet *sheet = visitor_fill(&lab, "/identify/what-if", "totals", wrong[i], NULL);
        if (visitor_send(&lab, sheet) != 422) fail_msg("\"%s\" was taken", wrong[i]);
        visitor_sees(&lab, "Write one to eight numbers of people");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_it_is_what_the_command_finds),
        cmocka_unit_test(test_the_table_has_every_pair),
        cmocka_unit_test(test_what_is_asked_for_wrongly_is_said),
        cmocka_unit_test(test_who_may),
        cmocka_unit_test(test_it_can_be_cancelled),
        cmocka_unit_test(test_it_is_dropped_with_its_session),
        cmocka_unit_test(test_there_is_one_at_a_time),
        cmocka_unit_test(test_other_numbers_are_tried),
        cmocka_unit_test(test_numbers_that_are_none_are_refused),
        cmocka_unit_test(test_it_ends_with_the_server),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
