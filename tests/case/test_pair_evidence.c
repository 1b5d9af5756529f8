/* What stands beside the genotypes: sex, age, stature and documents of remains and person, held
 * against each other line by line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "case/pair_evidence.h"
#include "case/small_tables.h"

static struct small_record small;
static struct small_tables tables;
static const char *body, *bare, *man, *woman, *unknown;

static const char *add(const char *kind, const char *fields) {
    return arena_copy(small.arena, small_add(&small, kind, NULL, fields).rec.text);
}

static const char *with(const char *format, const char *one, const char *other) {
    return arena_format(small.arena, format, one, other);
}

static int begin(void **state) {
    (void)state;
    small_make(&small);
    body = add("remains", "{'code': 'ABC-0001-B', 'kind': 'body', 'sex': 'M', 'status': 'lifted'}");
    bare = add("remains", "{'code': 'ABC-0002-B', 'kind': 'body', 'status': 'lifted'}");
    man = add("person", "{'family': 'F1', 'id': 'F1-01', 'sex': 'M', 'role': 'missing', 'born': "
                        "'1980-05-02', 'last_seen_on': '2022-03', 'height': 1780}");
    woman = add("person", "{'family': 'F2', 'id': 'F2-01', 'sex': 'F', 'role': 'missing', 'born': "
                          "'1995', 'last_seen_on': '2022-03-08', 'height': 1600}");
    unknown = add("person", "{'family': 'F3', 'id': 'F3-01', 'role': 'missing'}");
    add("examination", with("{'number': 'E1', 'remains': ['%s'], 'type': 'anthropology', "
                            "'sex_estimate': 'probable_male', 'age_low': 35, 'age_high': 50, "
                            "'stature_low': 1650, 'stature_high': 1750%s}",
                            body, ""));
    add("examination", with("{'number': 'E2', 'remains': ['%s', '%s'], 'type': 'autopsy', "
                            "'sex_estimate': 'indeterminate', 'age_low': 20}",
                            body, bare));
    add("document", with("{'code': 'ABC-0001-D01', 'class': 'passport', 'remains': '%s', 'person': "
                         "'%s'}",
                         body, man));
    add("document",
        with("{'code': 'ABC-0001-D02', 'class': 'letter', 'remains': '%s'%s}", body, ""));
    small_tables_open(&small, &tables);
    return 0;
}

static int end(void **state) {
    (void)state;
    small_tables_close(&small, &tables);
    small_remove(&small);
    return 0;
}

static struct pair_evidence read(const char *remains, const char *person) {
    struct pair_evidence evidence;
    struct error error = {0};
    if (!pair_evidence_read(small.arena, &tables.tables, &remains, 1, person, &evidence, &error))
        fail_msg("%s", error.text);
    return evidence;
}

static void expect(const struct pair_line *line, enum pair_line_kind kind, enum pair_says says) {
    assert_int_equal(line->kind, kind);
    assert_int_equal(line->says, says);
}

static void test_who_fits(void **state) {
    (void)state;
    struct pair_evidence evidence = read(body, man);
    assert_int_equal(evidence.count, 6);
    expect(&evidence.line[0], LINE_SEX, SAYS_SUPPORTS);
    assert_string_equal(evidence.line[0].rec, body);
    expect(&evidence.line[1], LINE_SEX, SAYS_SUPPORTS);
    expect(&evidence.line[2], LINE_AGE, SAYS_SUPPORTS);
    /* Born on 2 May 1980, last seen in March 2022: 41. */
    assert_int_equal(evidence.line[2].person_least, 41);
    assert_int_equal(evidence.line[2].person_most, 41);
    assert_int_equal(evidence.line[2].remains_least, 35);
    assert_int_equal(evidence.line[2].remains_most, 50);
    /* 1,780 mm against 1,650 to 1,750: 30 too much says nothing. */
    expect(&evidence.line[3], LINE_STATURE, SAYS_NEUTRAL);
    expect(&evidence.line[4], LINE_DOCUMENT, SAYS_SUPPORTS);
    assert_string_equal(evidence.line[4].remains, "ABC-0001-D01");
    assert_string_equal(evidence.line[4].person, "F1-01");
    expect(&evidence.line[5], LINE_DOCUMENT, SAYS_NEUTRAL);
}

static void test_who_does_not(void **state) {
    (void)state;
    struct pair_evidence evidence = read(body, woman);
    assert_int_equal(evidence.count, 6);
    expect(&evidence.line[0], LINE_SEX, SAYS_CONTRADICTS);
    expect(&evidence.line[1], LINE_SEX, SAYS_CONTRADICTS);
    /* Some day of 1995 to 8 March 2022: 26 or 27, eight years from 35. */
    expect(&evidence.line[2], LINE_AGE, SAYS_CONTRADICTS);
    assert_int_equal(evidence.line[2].person_least, 26);
    assert_int_equal(evidence.line[2].person_most, 27);
    /* 1,600 against 1,650: 50 is still within what families remember. */
    expect(&evidence.line[3], LINE_STATURE, SAYS_NEUTRAL);
    expect(&evidence.line[4], LINE_DOCUMENT, SAYS_CONTRADICTS);
}

/* Where nothing is known of the person, or of the remains, nothing is said. */
static void test_what_is_not_known_says_nothing(void **state) {
    (void)state;
    struct pair_evidence evidence = read(body, unknown);
    assert_int_equal(evidence.count, 6);
    for (int i = 0; i < 4; i++) assert_int_equal(evidence.line[i].says, SAYS_NEUTRAL);
    assert_int_equal(evidence.line[2].person_least, -1);
    assert_int_equal(read(bare, man).count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_who_fits),
        cmocka_unit_test(test_who_does_not),
        cmocka_unit_test(test_what_is_not_known_says_nothing),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
