/* Figures on pages: each with what it is of, broken down, compared, and every number with the list
 * behind it, which is just as long. Who may not read what a figure rests on sees nothing of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "case/counts.h"
#include "web/served.h"
#include "web/visitor.h"

static struct served served;
static struct visitor field, laboratory, press;

static const char *add(const char *kind, const char *fields) {
    struct receipt receipt = small_add(&served.small, kind, NULL, fields);
    return arena_copy(served.small.arena, receipt.rec.text);
}

/* Two graves. In the first three bodies, of which two were bound and of one nobody looked; in the
 * other one that was not. And a dog's bones, which are in no figure but their own. */
static void add_remains(void) {
    const char *grave = add("grave", "{'code': 'ABC-G001', 'kind': 'cut'}");
    const char *other = add("grave", "{'code': 'ABC-G002', 'kind': 'cut'}");
    static const char *const restraints[] = {"[{'site': 'wrists'}]", "[{'site': 'wrists'}]",
                                             "{'none': 'not_examined'}",
                                             "{'none': 'examined_absent'}"};
    for (int i = 0; i < 4; i++)
        add("remains", arena_format(served.small.arena,
                                    "{'code': 'ABC-000%d-B', 'kind': 'body', 'grave': '%s', "
                                    "'restraint': %s}",
                                    i + 1, i < 3 ? grave : other, restraints[i]));
    add("remains", "{'code': 'ABC-0005-P', 'kind': 'non_human'}");
}

static int begin(void **state) {
    (void)state;
    served_make(&served);
    add_remains();
    add("person", "{'id': 'F001-01', 'role': 'missing', 'status': 'missing'}");
    served_start(&served);
    visitor_sign_in(&field, served.port, "Only field");
    visitor_sign_in(&laboratory, served.port, "Only laboratory");
    visitor_sign_in(&press, served.port, "Only press");
    return 0;
}

static int end(void **state) {
    (void)state;
    visitor_close(&field);
    visitor_close(&laboratory);
    visitor_close(&press);
    served_stop(&served);
    served_check(&served);
    served_remove(&served);
    return 0;
}

/* ------------------------------------------------------------------ what is shown */

static void each_says_what_it_is_of(void **state) {
    (void)state;
    assert_int_equal(visitor_get(&field, "/figures"), 200);
    visitor_sees(&field, "remains lifted remains 4 bodies remains 4 body parts");
    visitor_sees(&field, "hands bound remains 2 of 3 examined 66.7\u00a0% (20.8 to 93.9\u00a0%) · "
                         "1 not examined");
    visitor_sees(&field, "not human remains 1 of 5");
    visitor_sees(&field, "no individuals are counted: remains are not people");
    assert_int_equal(visitor_get(&field, "/figures/hands_bound"), 200);
    visitor_sees(&field, "A ligature at the wrists");
    visitor_sees(&field, "2 of 3 examined");
    assert_int_equal(visitor_get(&field, "/"), 200);
    assert_non_null(strstr(visitor_page(&field), "href=\"/figures\""));
}

static void broken_down_by_grave(void **state) {
    (void)state;
    assert_int_equal(visitor_get(&field, "/figures/hands_bound?by=grave"), 200);
    visitor_sees(&field, "ABC-G0012 of 2 examined100.0\u00a0%34.2 to 100.0\u00a0%");
    visitor_sees(&field, "ABC-G0020 of 1 examined0.0\u00a0%");
    for (int i = 1; i < COUNT_DIMENSIONS; i++)
        assert_int_equal(visitor_get(&field, "/figures/hands_bound?by=%s",
                                     count_dimension_name((enum count_dimension)i)),
                         200);
}

/* Newcombe's interval of the difference (his method 10), worked out by hand from Wilson's of each:
 * 1 - sqrt((1 - 0.342)^2 + 0.793^2). */
static void two_groups_compared(void **state) {
    (void)state;
    assert_int_equal(
        visitor_get(&field, "/figures/hands_bound?by=grave&in=ABC-G001&against=ABC-G002"), 200);
    visitor_sees(&field, "The difference of the shares is +100.0 percentage points; "
                         "interval (95 %) -3.1 to +100.0");
    assert_int_equal(visitor_get(&field, "/figures/examined?by=grave&in=nowhere&against=ABC-G002"),
                     400);
    visitor_sees(&field, "in=nowhere");
}

static void the_list_behind_a_number(void **state) {
    (void)state;
    assert_int_equal(visitor_get(&field, "/figures/hands_bound/yes"), 200);
    visitor_sees(&field, "ABC-0001-B");
    visitor_sees(&field, "ABC-0002-B");
    visitor_sees_not(&field, "ABC-0003-B");
    assert_int_equal(visitor_get(&field, "/figures/hands_bound/examined"), 200);
    visitor_sees(&field, "ABC-0004-B");
    visitor_sees_not(&field, "ABC-0003-B");
    assert_int_equal(visitor_get(&field, "/figures/hands_bound/not_examined?by=grave&in=ABC-G001"),
                     200);
    visitor_sees(&field, "ABC-0003-B");
    visitor_sees(&field, "not examined, ABC-G001");
    visitor_sees_not(&field, "ABC-0001-B");
}

/* Follows every link of a page to a list: where it leads there are as many as it says. */
static void follow(struct visitor *visitor, const char *path) {
    struct arena arena;
    arena_open(&arena, 0);
    assert_int_equal(visitor_get(visitor, "%s", path), 200);
    const char *page = arena_copy(&arena, visitor_page(visitor)), *at = page;
    const char *link = "<a href=\"/figures/";
    while ((at = strstr(at, link))) {
        at += strlen("<a href=\"");
        char *address = arena_copy_part(&arena, at, strcspn(at, "\""));
        const char *text = strchr(at, '>') + 1;
        if (!strchr(address + strlen("/figures/"), '/') || *text < '0' || *text > '9') continue;
        for (char *amp = address; (amp = strstr(amp, "&amp;"));)
            memmove(amp + 1, amp + 5, strlen(amp + 5) + 1);
        assert_int_equal(
            visitor_get(visitor, "%s%cas=json", address, strchr(address, '?') ? '&' : '?'), 200);
        json_t *list = json_loads(strstr(visitor_page(visitor), "["), 0, NULL);
        assert_non_null(list);
        if (json_array_size(list) != strtoul(text, NULL, 10))
            fail_msg("%zu at %s, not %.20s", json_array_size(list), address, text);
        json_decref(list);
        assert_int_equal(visitor_get(visitor, "%s", address), 200);
    }
    arena_close(&arena);
}

static void every_number_leads_to_as_many(void **state) {
    (void)state;
    follow(&laboratory, "/figures");
    for (int i = 0; i < count_figure_count; i++) {
        if (count_figures[i].unit == COUNT_PERSONS ||
            !count_figure_may_read(&count_figures[i], 1U << USER_LABORATORY))
            continue;
        follow(&laboratory,
               arena_format(served.small.arena, "/figures/%s?by=grave", count_figures[i].name));
    }
}

/* ------------------------------------------------------------------ files */

static void files(void **state) {
    (void)state;
    assert_int_equal(visitor_get(&field, "/figures?as=csv"), 200);
    visitor_sees(&field, "hands_bound,remains,nothing,all,2,1,0,1,0,0,0,0,3,");
    assert_int_equal(visitor_get(&field, "/figures?as=json"), 200);
    json_t *list = json_loads(strstr(visitor_page(&field), "["), 0, NULL);
    assert_true(json_array_size(list) > 10);
    json_decref(list);
    assert_int_equal(visitor_get(&field, "/figures/hands_bound?by=grave&as=csv"), 200);
    visitor_sees(&field, "hands_bound,remains,grave,ABC-G001,2,0,0,1,0,0,0,0,2,");
    assert_int_equal(visitor_get(&field, "/figures/hands_bound/yes?as=csv"), 200);
    visitor_sees(&field, ",ABC-0002-B,");
}

/* ------------------------------------------------------------------ what is refused */

static void what_there_is_not(void **state) {
    (void)state;
    assert_int_equal(visitor_get(&field, "/figures/nothing"), 404);
    assert_int_equal(visitor_get(&field, "/figures/hands_bound/maybe"), 404);
    assert_int_equal(visitor_get(&field, "/figures/hands_bound?by=colour"), 400);
    assert_int_equal(visitor_get(&field, "/figures/hands_bound/yes?by=grave&in=ABC-G009"), 400);
    assert_int_equal(visitor_get(&laboratory, "/figures/reported_missing?by=grave"), 400);
}

/* For each role: it sees a figure where it may read what that rests on, and else nothing of it. */
static void only_what_one_may_read(void **state) {
    (void)state;
    struct visitor *const visitors[] = {&field, &laboratory, &press};
    static const enum user_role roles[] = {USER_FIELD, USER_LABORATORY, USER_PRESS};
    for (int v = 0; v < 3; v++)
        for (int i = 0; i < count_figure_count; i++) {
            const struct count_figure *figure = &count_figures[i];
            int status = count_figure_may_read(figure, 1U << roles[v]) ? 200 : 403;
            assert_int_equal(visitor_get(visitors[v], "/figures/%s", figure->name), status);
            assert_int_equal(visitor_get(visitors[v], "/figures/%s/yes", figure->name), status);
            assert_int_equal(visitor_get(visitors[v], "/figures/%s?as=csv", figure->name), status);
        }
    assert_int_equal(visitor_get(&field, "/figures"), 200);
    visitor_sees(&field, "for other roles");
}

/* ------------------------------------------------------------------ what changes */

/* Counts are kept while the log has not grown, and no longer. */
static void new_remains_are_counted_at_once(void **state) {
    (void)state;
    assert_int_equal(visitor_get(&field, "/figures/remains"), 200);
    visitor_sees(&field, "4");
    visitor_save(&field, visitor_fill(&field, "/records/remains/new", "code", "ABC-0006-B", "kind",
                                      "body", NULL));
    assert_int_equal(visitor_get(&laboratory, "/figures?as=csv"), 200);
    visitor_sees(&laboratory, "remains,remains,nothing,all,5,");
    assert_int_equal(visitor_get(&field, "/figures/remains/yes"), 200);
    visitor_sees(&field, "ABC-0006-B");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_says_what_it_is_of),
        cmocka_unit_test(broken_down_by_grave),
        cmocka_unit_test(two_groups_compared),
        cmocka_unit_test(the_list_behind_a_number),
        cmocka_unit_test(every_number_leads_to_as_many),
        cmocka_unit_test(files),
        cmocka_unit_test(what_there_is_not),
        cmocka_unit_test(only_what_one_may_read),
        cmocka_unit_test(new_remains_are_counted_at_once),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
