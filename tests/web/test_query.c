/* What the query of an address asks for: a filter that there is not is refused and named, so that
 * nobody takes a list of everything for what they asked for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "web/served.h"
#include "web/visitor.h"

static struct served served;
static struct visitor worker, press;
static const char *grave;

static const char *add(const char *kind, const char *fields) {
    struct receipt receipt = small_add(&served.small, kind, NULL, fields);
    return arena_copy(served.small.arena, receipt.rec.text);
}

static int begin(void **state) {
    (void)state;
    served_make(&served);
    grave = add("grave", "{'code': 'ABC-G001', 'kind': 'cut'}");
    add("remains", arena_format(served.small.arena,
                                "{'code': 'ABC-0001-B', 'kind': 'body', 'grave': '%s', 'sex': 'F', "
                                "'stature': 1720, 'found': '2022-09-16', 'complete': true}",
                                grave));
    add("remains", "{'code': 'ABC-0002-P', 'kind': 'body_part', 'sex': 'M', 'stature': "
                   "{'none': 'not_examined'}}");
    served_start(&served);
    visitor_sign_in(&worker, served.port, "Will Worker");
    visitor_sign_in(&press, served.port, "Only press");
    return 0;
}

static int end(void **state) {
    (void)state;
    visitor_close(&worker);
    visitor_close(&press);
    served_stop(&served);
    served_check(&served);
    served_remove(&served);
    return 0;
}

/* Is refused, with these words. */
static void refuses(const char *address, const char *words) {
    int status = visitor_get(&worker, "%s", address);
    if (status != 400) fail_msg("%s: %d", address, status);
    visitor_sees(&worker, words);
}

/* The list has both, one or none of the two remains. */
static void lists(const char *query, bool first, bool second) {
    static const char *const codes[] = {"ABC-0001-B", "ABC-0002-P"};
    const bool there[] = {first, second};
    int status = visitor_get(&worker, "/records/remains?%s", query);
    if (status != 200) fail_msg("%s: %d", query, status);
    for (int i = 0; i < 2; i++) {
        if (there[i]) visitor_sees(&worker, codes[i]);
        else visitor_sees_not(&worker, codes[i]);
    }
    if (!first && !second) visitor_sees(&worker, "There is none.");
}

/* ------------------------------------------------------------------ every page */

static void a_name_that_a_page_does_not_know(void **state) {
    static const char *const paths[] = {
        "/", "/account", "/find", "/documents", "/names", "/media", "/media/new", "/families",
        "/families/F001", "/records", "/records/remains", "/records/remains/all",
        "/records/remains/new", "/record/r-aaaaaaaaaaaaaaaaaaaaaaaaaa", "/entry/0", "/identify",
        "/identify/run", "/identify/what-if", "/identify/decisions", "/identify/newest",
        "/identify/newest/all", "/custody", "/custody/things", "/custody/new/custody", "/figures",
        "/figures/hands_bound", "/figures/hands_bound/yes"};
    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        refuses(arena_format(served.small.arena, "%s?colour=red", paths[i]),
                "The address asks for colour, which this page does not know.");
    refuses("/records/remains?grave=ABC-G001", "sort, way, field, value, page");
}

static void a_form_that_there_is_not(void **state) {
    static const char *const paths[] = {"/records/remains/all", "/custody/things", "/figures",
                                        "/figures/hands_bound", "/figures/hands_bound/yes"};
    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        refuses(arena_format(served.small.arena, "%s?as=xml", paths[i]), "as=xml");
        visitor_sees(&worker, "What can be there: csv, json.");
        refuses(arena_format(served.small.arena, "%s?as=", paths[i]), "csv, json");
    }
}

static void a_page_is_a_number(void **state) {
    (void)state;
    refuses("/records/remains?page=two", "page=two");
    refuses("/families?page=-1", "page=-1");
    lists("page=99", true, true); /* the last there is */
}

/* ------------------------------------------------------------------ values */

static void words_that_there_are_not(void **state) {
    static const char *const queries[][2] = {
        {"/custody/things?gap=nonsense", "gap=nonsense"},
        {"/custody/things?state=lost", "state=lost"},
        {"/custody/things?kind=ghost", "kind=ghost"},
        {"/records/remains?way=sideways", "way=sideways"},
        {"/records/remains?sort=colour", "sort=colour"},
        {"/records/remains?field=colour&value=red", "field=colour"},
        {"/identify/what-if?show=none", "show=none"},
        {"/identify/decisions?state=won", "state=won"},
        {"/figures/hands_bound?by=colour", "by=colour"},
        {"/figures/hands_bound?by=grave&in=ABC-G999", "in=ABC-G999"},
        {"/figures/hands_bound?by=grave&in=ABC-G001&against=ABC-G999", "against=ABC-G999"},
        {"/figures/hands_bound/yes?by=grave&in=ABC-G999", "in=ABC-G999"},
        {"/figures/hands_bound/yes?in=ABC-G001", "in=ABC-G001"}};
    (void)state;
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        refuses(queries[i][0], queries[i][1]);
    refuses("/identify/what-if?show=none", "depends, decided, undecided, all");
    assert_int_equal(visitor_get(&worker, "/custody/things?with=Nobody"), 200);
    visitor_sees(&worker, "There is none.");
}

static void a_list_by_a_value(void **state) {
    (void)state;
    lists("field=sex&value=F", true, false);
    lists("field=kind&value=body_part", false, true);
    lists("field=stature&value=1720", true, false);
    lists("field=stature&value=1721", false, false);
    lists("field=stature&value=(not_examined)", false, true);
    lists("field=found&value=2022-09-16", true, false);
    lists("field=found&value=2022-09-17", false, false);
    lists("field=complete&value=yes", true, false);
    lists("field=grave&value=ABC-G001", true, false);
    lists(arena_format(served.small.arena, "field=grave&value=%s", grave), true, false);
    lists("field=grave&value=", false, true);
}

static void a_value_that_cannot_be(void **state) {
    static const char *const values[] = {
        "field=sex&value=purple", "field=stature&value=tall", "field=stature&value=(lost)",
        "field=found&value=2022-02-31", "field=complete&value=perhaps",
        "field=grave&value=ABC-G999", "value=F"};
    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        refuses(arena_format(served.small.arena, "/records/remains?%s", values[i]), "value=");
}

/* Of what somebody may not read a filter says as little as of what there is not. */
static void what_one_may_not_read_is_not_there(void **state) {
    (void)state;
    assert_int_equal(visitor_get(&press, "/records/belonging?field=person&value=F001-01"), 400);
    assert_int_equal(visitor_get(&press, "/records/belonging?field=nothing&value=F001-01"), 400);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_that_a_page_does_not_know),
        cmocka_unit_test(a_form_that_there_is_not),
        cmocka_unit_test(a_page_is_a_number),
        cmocka_unit_test(words_that_there_are_not),
        cmocka_unit_test(a_list_by_a_value),
        cmocka_unit_test(a_value_that_cannot_be),
        cmocka_unit_test(what_one_may_not_read_is_not_there),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
