/* The rule for persons on a record: what a change would make of their families, and which families
 * have to stand still meanwhile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "case/person_rule.h"
#include "record/replay.h"
#include "record/small_record.h"

static struct small_record small;
static struct investigation investigation;
static struct tables tables;
static const char *father, *child, *aunt, *stranger;

static void must(bool done, const struct error *error) {
    if (!done) fail_msg("%s", error->text);
}

static const char *add(const char *fields) {
    struct receipt receipt = small_add(&small, "person", NULL, fields);
    return arena_copy(small.arena, receipt.rec.text);
}

static int begin(void **state) {
    struct error error = {0};
    struct replay replay = {.threads = 1};
    (void)state;
    small_make(&small);
    father = add("{'family': 'F1', 'id': 'F1-01', 'sex': 'M', 'role': 'other'}");
    child = add(arena_format(small.arena, "{'family': 'F1', 'id': 'F1-02', 'father': '%s', "
                                          "'role': 'missing'}", father));
    aunt = add("{'family': 'F1', 'id': 'F1-03', 'sex': 'F', 'role': 'reference'}");
    stranger = add("{'family': 'F2', 'id': 'F2-01', 'sex': 'M', 'role': 'other'}");
    small_close(&small);
    must(investigation_open(small.arena, small.path, INVESTIGATION_READ, &investigation, &error) &&
             replay_open(small.arena, &investigation, &replay, &tables, &error) &&
             store_begin(tables.store, STORE_READ, &error),
         &error);
    return 0;
}

static int end(void **state) {
    (void)state;
    store_rollback(tables.store);
    tables_close(&tables);
    investigation_close(&investigation);
    small_remove(&small);
    return 0;
}

/* JSON with ' for ". */
static json_t *fields_of(const char *text) {
    char *copy = arena_copy(small.arena, text);
    for (char *at = copy; *at; at++)
        if (*at == '\'') *at = '"';
    json_t *fields = json_loads(copy, 0, NULL);
    assert_non_null(fields);
    return fields;
}

/* What is said of the change; NULL: it is possible. */
static const char *fault_of(const char *rec, const char *text, const char **out_field) {
    struct error error = {0};
    struct person_fault fault;
    json_t *fields = fields_of(text);
    struct person_change change = {rec, fields};
    must(person_rule_check(small.arena, &tables, &change, 1, &fault, &error), &error);
    json_decref(fields);
    if (out_field) *out_field = fault.place < 0 ? NULL : fault.field;
    return fault.place < 0 ? NULL : fault.text;
}

static const char *format(const char *text, const char *rec) {
    return arena_format(small.arena, text, rec);
}

static void what_can_be(void **state) {
    (void)state;
    assert_null(fault_of(child, format("{'family': 'F1', 'id': 'F1-02', 'father': '%s', "
                                       "'role': 'missing'}", father), NULL));
    assert_null(fault_of("", format("{'family': 'F1', 'id': 'F1-04', 'father': '%s', "
                                    "'role': 'missing'}", father), NULL));
    assert_null(fault_of("", "{'family': 'F3', 'id': 'F3-01', 'role': 'missing'}", NULL));
    assert_null(fault_of("", "{'id': 'X', 'role': 'missing'}", NULL));
    /* Somebody for whom the record waits is nobody yet. */
    assert_null(fault_of(child, "{'family': 'F1', 'id': 'F1-02', 'father': 'waiting:F1-09', "
                                "'role': 'missing'}", NULL));
}

static void what_cannot_be(void **state) {
    const char *field;
    (void)state;
    /* Above the father stands his own child. */
    assert_non_null(strstr(fault_of(father, format("{'family': 'F1', 'id': 'F1-01', 'sex': 'M', "
                                                   "'father': '%s', 'role': 'other'}", child),
                                    NULL),
                           "is their own ancestor"));
    assert_non_null(strstr(fault_of(father, "{'family': 'F1', 'id': 'F1-01', 'sex': 'F', "
                                            "'role': 'other'}", NULL),
                           "is the father of F1-02, but female"));
    assert_non_null(strstr(fault_of("", format("{'family': 'F1', 'id': 'F1-04', 'father': '%s', "
                                               "'role': 'missing'}", aunt), NULL),
                           "is the father of F1-04, but female"));
    assert_non_null(
        strstr(fault_of("", arena_format(small.arena,
                                         "{'family': 'F1', 'id': 'F1-04', 'father': '%s', "
                                         "'mother': '%s', 'role': 'missing'}", father, father),
                        NULL),
               "the same person as father and as mother"));
    assert_non_null(strstr(fault_of("", format("{'family': 'F1', 'id': 'F1-04', 'father': '%s', "
                                               "'role': 'missing'}", stranger), &field),
                           "the father of F1-04, F2-01, is of family F2 and not of family F1"));
    assert_string_equal(field, "father");
    /* Who leaves a family may have children there. */
    assert_non_null(strstr(fault_of(father, "{'family': 'F2', 'id': 'F1-01', 'sex': 'M', "
                                            "'role': 'other'}", &field),
                           "the father of F1-02, F1-01, is of family F2"));
    assert_string_equal(field, "family");
}

/* Two changes that are possible alone, and impossible together. */
static void together(void **state) {
    struct error error = {0};
    struct person_fault fault;
    (void)state;
    json_t *one = fields_of(format("{'family': 'F1', 'id': 'F1-02', 'mother': '%s', "
                                   "'role': 'missing'}", aunt));
    json_t *other = fields_of(format("{'family': 'F1', 'id': 'F1-03', 'mother': '%s', "
                                     "'role': 'reference'}", child));
    struct person_change change[] = {{child, one}, {aunt, other}};
    for (int i = 0; i < 2; i++) {
        must(person_rule_check(small.arena, &tables, &change[i], 1, &fault, &error), &error);
        assert_int_equal(fault.place, -1);
    }
    must(person_rule_check(small.arena, &tables, change, 2, &fault, &error), &error);
    assert_int_not_equal(fault.place, -1);
    if (!strstr(fault.text, "is their own ancestor")) fail_msg("%s", fault.text);
    json_decref(one);
    json_decref(other);
}

static void families_that_stand_still(void **state) {
    struct error error = {0};
    const char **family;
    size_t count;
    (void)state;
    json_t *fields = fields_of("{'family': 'F2', 'id': 'F1-03', 'sex': 'F', 'role': 'reference'}");
    struct person_change change = {aunt, fields};
    must(person_rule_families(small.arena, &tables, &change, 1, &family, &count, &error), &error);
    assert_int_equal(count, 2);
    assert_true(!strcmp(family[0], "F1") || !strcmp(family[1], "F1"));
    assert_true(!strcmp(family[0], "F2") || !strcmp(family[1], "F2"));
    json_decref(fields);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_can_be),
        cmocka_unit_test(what_cannot_be),
        cmocka_unit_test(together),
        cmocka_unit_test(families_that_stand_still),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
