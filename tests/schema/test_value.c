/* Values of every type: what people may write, what becomes of it, and what is refused with which
 * words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "schema/declared.h"
#include "schema/value.h"

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

/* What the text becomes in a field of that type, as JSON; "" for nothing. */
static void assert_becomes(const char *type, const char *text, const char *json) {
    json_t *value = NULL;
    struct error error = {0};
    if (!value_read(&arena, declare_field(&arena, type), text, &value, &error))
        fail_msg("%s: %s", type, error.text);
    char *dumped =
        value ? json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY | JSON_SORT_KEYS) : NULL;
    assert_string_equal(dumped ? dumped : "", json);
    free(dumped);
    json_decref(value);
}

static void assert_refused(const char *type, const char *text, const char *part) {
    json_t *value = NULL;
    struct error error = {0};
    if (value_read(&arena, declare_field(&arena, type), text, &value, &error))
        fail_msg("%s: \"%s\" was taken", type, text);
    assert_null(value);
    if (strncmp(error.text, "it: ", 4) != 0) fail_msg("not named: %s", error.text);
    if (!strstr(error.text, part)) fail_msg("\"%s\" is not in: %s", part, error.text);
}

static void one_value_of_each_type(void **state) {
    (void)state;
    assert_becomes("name", " Ring, gold ", "\"Ring, gold\"");
    assert_becomes("text", "two\nlines\n", "\"two\\nlines\"");
    assert_becomes("text in script", "Юрій", "{\"script\":\"Cyrl\",\"text\":\"Юрій\"}");
    assert_becomes("text in script", "Latn: 12-B", "{\"script\":\"Latn\",\"text\":\"12-B\"}");
    assert_becomes("text in script", "ul. 5: x", "{\"script\":\"Latn\",\"text\":\"ul. 5: x\"}");
    assert_becomes("integer mm", "172.5 cm", "1725");
    assert_becomes("decimal", "0,0015", "\"0.0015\"");
    assert_becomes("yes or no", "Yes", "true");
    assert_becomes("yes or no", "0", "false");
    assert_becomes("date", "2022-09-XX", "\"2022-09-XX\"");
    assert_becomes("instant", "2022-09-16T11:30:00+03:00", "1663317000000000");
    assert_becomes("choice body body_part", "Body part", "\"body_part\"");
    assert_becomes("choice M F", "m", "\"M\"");
    assert_becomes("choice rope or other", "fishing line", "\"fishing line\"");
    assert_becomes("choice rope or other", "ROPE", "\"rope\"");
    assert_becomes("reference to remains", "V1", "\"V1\"");
    assert_becomes("geometry", "POINT (1 2)", "{\"point\":[1000000,2000000]}");
    assert_becomes("media", "photographs/IMG 1.jpg", "\"photographs/IMG 1.jpg\"");
    assert_becomes("hex 2", "00ff", "\"00ff\"");
    assert_becomes("base64 2", "AP8=", "\"AP8=\"");
}

static void nothing_and_the_five_reasons_for_it(void **state) {
    (void)state;
    static const char *const types[] = {"name",
                                        "text",
                                        "text in script",
                                        "integer mm",
                                        "decimal",
                                        "yes or no",
                                        "date",
                                        "instant",
                                        "choice a b",
                                        "choice a b or other",
                                        "reference to remains",
                                        "geometry",
                                        "media",
                                        "hex 2",
                                        "base64 2",
                                        "list of name",
                                        "list of date"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        assert_becomes(types[i], "", "");
        assert_becomes(types[i], "  ", "");
        assert_becomes(types[i], "not_recorded", "{\"none\":\"not_recorded\"}");
        assert_becomes(types[i], "not_examined", "{\"none\":\"not_examined\"}");
        assert_becomes(types[i], "Examined absent", "{\"none\":\"examined_absent\"}");
        assert_becomes(types[i], "UNKNOWN", "{\"none\":\"unknown\"}");
        assert_becomes(types[i], "withheld", "{\"none\":\"withheld\"}");
    }
    assert_becomes("choice M F", "?", "{\"none\":\"unknown\"}");
    assert_becomes("date", "?", "{\"none\":\"unknown\"}");
    assert_becomes("name", "?", "\"?\"");
    assert_becomes("decimal", "NA", "");
    assert_becomes("name", "na", "");
    assert_becomes("text", "NA", "\"NA\"");
    assert_becomes("reference to person", "0", "");
    assert_becomes("integer count", "0", "0");
}

static void refused_with_the_value_and_what_is_allowed(void **state) {
    (void)state;
    assert_refused("choice M F", "X", "\"X\" is not one of M, F; if there is no value, say why");
    assert_refused("integer mm 0..2500", "2600", "2600 is not between 0 and 2500 mm");
    assert_refused("integer count 1..3", "0", "0 is not between 1 and 3");
    assert_refused("integer mm", "-1", "-1 is not between 0 and");
    assert_refused("integer mm", "tall", "\"tall\" is no whole number of mm");
    assert_refused("decimal 0..1", "1.01", "1.01 is not between 0 and 1");
    assert_refused("yes or no", "maybe", "\"maybe\" is neither yes nor no");
    assert_refused("date", "16.9.2022", "\"16.9.2022\" is no date: write 2022-09-16");
    assert_refused("instant", "2022-09-16", "offset from UTC");
    assert_refused("name", "two\nlines", "has a line break: write it on one line");
    assert_refused("name 5", "123456", "has more than 5 bytes");
    assert_refused("text", "a\x01z", "\"a?z\" has a control character");
    assert_refused("text", "a\xc2\x9bz", "has a control character");
    assert_refused("name", "\xff", "not UTF-8");
    assert_refused("text in script", "Ивaнов", "letters of two scripts");
    assert_refused("text in script", "12", "which script is \"12\" written in?");
    assert_refused("reference to remains", "ABC-0001-B:X", "the check character");
    assert_refused("hex 2", "00FF", "hexadecimal");
    assert_refused("hex 2", "00", "2 bytes in hexadecimal");
    assert_refused("base64 2", "AP9=", "bits that stand for nothing");
    assert_refused("geometry to 100000", "POINT (1.01 2)", "multiples of 0.100000 degrees");
}

static void lists(void **state) {
    (void)state;
    assert_becomes("list of name", "a; b;c", "[\"a\",\"b\",\"c\"]");
    assert_becomes("list of name", "a", "[\"a\"]");
    assert_becomes("list of name", "a\\;b;c\\\\;C:\\x", "[\"a;b\",\"c\\\\\",\"C:\\\\x\"]");
    assert_becomes("list of choice wrists ankles", "Wrists; ANKLES", "[\"wrists\",\"ankles\"]");
    assert_becomes("list of integer mm", "1 cm; 5", "[10,5]");
    assert_refused("list of name", "a;;b", "nothing between two \";\"");
    assert_refused("list of name", "a;", "nothing between two \";\"");
    assert_refused("list of name", "a;unknown", "\"unknown\" as a text");
    assert_refused("list of choice a b", "a;c", "element 2: \"c\" is not one of a, b");
}

static const char ROWS[] = "it | rows | What?\n"
                           "it.site | choice wrists ankles, required | Where?\n"
                           "it.material | name | Of what?\n"
                           "it.knots | list of name | Which?\n";

static const struct schema_field *rows_field(void) { return declare(&arena, ROWS)->fields; }

static void rows(void **state) {
    (void)state;
    static const struct {
        const char *text, *json, *written;
    } cases[] = {
        {"wrists", "[{\"site\":\"wrists\"}]", "wrists"},
        {"Wrists|cable tie;ankles||reef,granny",
         "[{\"material\":\"cable tie\",\"site\":\"wrists\"},"
         "{\"knots\":[\"reef\",\"granny\"],\"site\":\"ankles\"}]",
         "wrists|cable tie; ankles||reef,granny"},
        {"wrists|rope\\, blue\\; wet|a\\,b",
         "[{\"knots\":[\"a,b\"],\"material\":\"rope, blue; wet\",\"site\":\"wrists\"}]",
         "wrists|rope, blue\\; wet|a\\,b"},
        {"unknown|", "[{\"site\":{\"none\":\"unknown\"}}]", "unknown|"},
        {"unknown", "{\"none\":\"unknown\"}", "unknown"},
        {"wrists|not examined", "[{\"material\":{\"none\":\"not_examined\"},\"site\":\"wrists\"}]",
         "wrists|not_examined"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_t *value = NULL;
        struct error error = {0};
        struct buffer out = {0};
        if (!value_read(&arena, rows_field(), cases[i].text, &value, &error))
            fail_msg("%s", error.text);
        char *dumped = json_dumps(value, JSON_COMPACT | JSON_SORT_KEYS);
        assert_string_equal(dumped, cases[i].json);
        free(dumped);
        value_write(rows_field(), value, &out);
        assert_string_equal(buffer_text(&out), cases[i].written);
        buffer_close(&out);
        json_decref(value);
    }
    static const char *const bad[][2] = {
        {"|rope", "site: is missing: fill it in"},
        {"wrists|a|b|c", "a row has 3 parts"},
        {"neck", "site: \"neck\" is not one of wrists, ankles"},
        {"wrists;;ankles", "element 2: a row with nothing in it"},
        {"wrists||a,,b", "knots: nothing between two \",\""},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        json_t *value = NULL;
        struct error error = {0};
        assert_false(value_read(&arena, rows_field(), bad[i][0], &value, &error));
        if (!strstr(error.text, bad[i][1])) fail_msg("\"%s\" is not in: %s", bad[i][1], error.text);
    }
}

static bool check_json(const char *type, const char *json, enum value_form form) {
    json_t *value = json_loads(json, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    struct error error = {0};
    assert_non_null(value);
    bool good = value_check(declare_field(&arena, type), value, form, &error);
    assert_int_equal(good, error.code == ERROR_NONE);
    json_decref(value);
    return good;
}

/* Entries are signed by programs that are not ours, too: every value has one form, and what could
 * stand for it otherwise is refused. */
static void what_an_entry_may_not_hold(void **state) {
    (void)state;
    static const char *const bad[][2] = {
        {"name", "5"},
        {"name", "\"\""},
        {"name", "\" a\""},
        {"name", "\"a\\u0000b\""},
        {"name", "\"unknown\""},
        {"name", "\"NA\""},
        {"name", "[\"a\"]"},
        {"name", "{\"none\":\"Unknown\"}"},
        {"name", "{\"none\":\"lost\"}"},
        {"name", "{\"none\":\"unknown\",\"why\":1}"},
        {"text", "\"a\\u0007\""},
        {"text in script", "\"a\""},
        {"text in script", "{\"script\":\"latn\",\"text\":\"a\"}"},
        {"text in script", "{\"script\":\"Latn\",\"text\":\"a\",\"x\":1}"},
        {"text in script", "{\"script\":\"Latn\",\"text\":\"a\\nb\"}"},
        {"integer mm", "1.0"},
        {"integer mm", "\"1\""},
        {"integer mm", "9007199254740992"},
        {"decimal", "0.5"},
        {"decimal", "\".5\""},
        {"yes or no", "1"},
        {"yes or no", "\"yes\""},
        {"date", "\"2022-13\""},
        {"date", "20220916"},
        {"instant", "\"2022-09-16T08:30:00Z\""},
        {"choice a b", "\"A\""},
        {"choice a b", "\"c\""},
        {"choice a b or other", "\"B\""},
        {"choice a b or other", "\"?\""},
        {"reference to remains", "\"ABC-0001-B\""},
        {"reference to remains", "\"u-aaaaaaaaaaaaaaaaaaaaaaaaaa\""},
        {"reference to user", "\"r-aaaaaaaaaaaaaaaaaaaaaaaaaa\""},
        {"reference to remains", "\"waiting:\""},
        {"reference to remains", "\"waiting:a:b\""},
        {"reference to remains", "\"waiting:NA\""},
        {"reference to remains, public", "\"waiting:ABC-0001-B\""},
        {"media", "\"photograph.jpg\""},
        {"media", "\"waiting:\""},
        {"media, public", "\"waiting:photograph.jpg\""},
        {"media", "\"01\""},
        {"media", "1"},
        {"geometry", "{\"point\":[1.5,2]}"},
        {"hex 2", "\"00FF\""},
        {"list of name", "\"a\""},
        {"list of name", "[]"},
        {"list of name", "[\"a\",null]"},
        {"list of name", "[{\"none\":\"unknown\"}]"},
        {"list of name", "[[\"a\"]]"},
        {"name, required", "null"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (check_json(bad[i][0], bad[i][1], VALUE_OF_ENTRY))
            fail_msg("%s: %s was taken", bad[i][0], bad[i][1]);
}

static void what_an_entry_holds(void **state) {
    (void)state;
    static const char *const good[][2] = {
        {"name", "\"a\""},
        {"name", "null"},
        {"name, required", "{\"none\":\"withheld\"}"},
        {"text", "\"a\\n\\tb\""},
        {"integer mm -5..5", "-5"},
        {"instant", "-9007199254740991"},
        {"yes or no", "false"},
        {"reference to remains", "\"r-aaaaaaaaaaaaaaaaaaaaaaaaaa\""},
        {"reference to user", "\"u-aaaaaaaaaaaaaaaaaaaaaaaaaa\""},
        {"reference to any", "\"r-aaaaaaaaaaaaaaaaaaaaaaaaaa\""},
        {"reference to user person", "\"r-aaaaaaaaaaaaaaaaaaaaaaaaaa\""},
        {"list of reference to remains", "[\"r-aaaaaaaaaaaaaaaaaaaaaaaaaa\"]"},
        {"media", "\"12\""},
        {"reference to remains", "\"waiting:ABC-0001-B\""},
        {"list of reference to remains",
         "[\"waiting:ABC-0001-B\",\"r-aaaaaaaaaaaaaaaaaaaaaaaaaa\"]"},
        {"media", "\"waiting:photographs/1.jpg\""},
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!check_json(good[i][0], good[i][1], VALUE_OF_ENTRY))
            fail_msg("%s: %s was refused", good[i][0], good[i][1]);
}

static void what_waits_is_written_as_it_was_read(void **state) {
    (void)state;
    static const char *const cases[][3] = {
        {"reference to grave", "\"waiting:ABC-G001\"", "ABC-G001"},
        {"list of reference to grave", "[\"waiting:A\",\"waiting:B\"]", "A; B"},
        {"media", "\"waiting:a;b.jpg\"", "a;b.jpg"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_t *value = json_loads(cases[i][1], JSON_DECODE_ANY, NULL);
        struct buffer out = {0};
        value_write(declare_field(&arena, cases[i][0]), value, &out);
        assert_string_equal(buffer_text(&out), cases[i][2]);
        buffer_close(&out);
        json_decref(value);
    }
    assert_null(value_waiting("ABC-G001"));
    assert_string_equal(value_waiting("waiting:ABC-G001"), "ABC-G001");
}

static void too_many_elements(void **state) {
    (void)state;
    json_t *list = json_array();
    struct error good = {0}, error = {0};
    const struct schema_field *field = declare_field(&arena, "list of name");
    for (int i = 0; i < SCHEMA_LIST_MOST; i++) json_array_append_new(list, json_string("a"));
    assert_true(value_check(field, list, VALUE_OF_ENTRY, &good));
    json_array_append_new(list, json_string("a"));
    assert_false(value_check(field, list, VALUE_OF_ENTRY, &error));
    assert_int_equal(error.code, ERROR_TOO_LARGE);
    json_decref(list);
}

static void a_whole_record(void **state) {
    (void)state;
    const struct schema *schema = declare(&arena, "a | name, required | What?\nb | date | When?\n");
    static const struct {
        const char *json, *fault;
    } cases[] = {
        {"{\"a\":\"x\",\"b\":null}", NULL},
        {"{\"a\":\"x\"}", NULL},
        {"{\"b\":\"2022\"}", "thing: a: is missing: fill it in, or say why not"},
        {"{\"a\":\"x\",\"c\":1}", "thing: \"c\" is not a field"},
        {"{\"a\":\"x\",\"b\":\"today\"}", "thing: b: \"today\" is no date"},
        {"[]", "not a record"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_t *record = json_loads(cases[i].json, 0, NULL);
        struct error error = {0};
        bool good = value_check_record(schema, record, VALUE_OF_ENTRY, &error);
        assert_int_equal(good, !cases[i].fault);
        if (!good && !strstr(error.text, cases[i].fault)) fail_msg("%s", error.text);
        json_decref(record);
    }
}

struct seen {
    int count;
    const char *last;
};

static bool see(void *data, const struct schema_field *field, const char *text,
                const char **out_text, struct error *error) {
    struct seen *seen = data;
    seen->count++;
    seen->last = field->name;
    if (strcmp(text, "lost") == 0)
        return error_set(error, ERROR_NOT_FOUND, "there is no \"%s\"", text);
    if (strcmp(text, "ABC-0001-B") == 0) *out_text = "r-aaaaaaaaaaaaaaaaaaaaaaaaaa";
    return true;
}

static void references_are_found_wherever_they_stand(void **state) {
    (void)state;
    const struct schema *schema =
        declare(&arena, "one | reference to remains | Which?\n"
                        "many | list of reference to remains | Which?\n"
                        "links | rows | Which?\n"
                        "links.other | reference to remains | Which?\n"
                        "links.more | list of reference to remains | Which?\n"
                        "links.picture | media | Which?\n"
                        "links.word | name | Which?\n");
    struct seen seen = {0};
    struct error error = {0}, lost = {0};
    static const char *const texts[] = {"ABC-0001-B", "V1; ABC-0001-B",
                                        "ABC-0001-B|V2,ABC-0001-B|p.jpg|ABC-0001-B; unknown|V3"};
    static const char *const after[] = {
        "\"r-aaaaaaaaaaaaaaaaaaaaaaaaaa\"", "[\"V1\",\"r-aaaaaaaaaaaaaaaaaaaaaaaaaa\"]",
        "[{\"more\":[\"V2\",\"r-aaaaaaaaaaaaaaaaaaaaaaaaaa\"],\"other\":"
        "\"r-aaaaaaaaaaaaaaaaaaaaaaaaaa\",\"picture\":\"p.jpg\",\"word\":\"ABC-0001-B\"},"
        "{\"more\":[\"V3\"],\"other\":{\"none\":\"unknown\"}}]"};
    static const int counts[] = {1, 2, 5};
    for (int i = 0; i < 3; i++) {
        json_t *value = NULL;
        assert_true(value_read(&arena, &schema->fields[i], texts[i], &value, &error));
        seen.count = 0;
        assert_true(value_walk(&schema->fields[i], value, see, &seen, &error));
        assert_int_equal(seen.count, counts[i]);
        char *dumped = json_dumps(value, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
        assert_string_equal(dumped, after[i]);
        free(dumped);
        json_decref(value);
    }
    json_t *value = json_string("lost");
    assert_false(value_walk(&schema->fields[0], value, see, &seen, &lost));
    assert_non_null(strstr(lost.text, "there is no \"lost\""));
    json_decref(value);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(one_value_of_each_type, begin, end),
        cmocka_unit_test_setup_teardown(nothing_and_the_five_reasons_for_it, begin, end),
        cmocka_unit_test_setup_teardown(refused_with_the_value_and_what_is_allowed, begin, end),
        cmocka_unit_test_setup_teardown(lists, begin, end),
        cmocka_unit_test_setup_teardown(rows, begin, end),
        cmocka_unit_test_setup_teardown(what_an_entry_may_not_hold, begin, end),
        cmocka_unit_test_setup_teardown(what_an_entry_holds, begin, end),
        cmocka_unit_test_setup_teardown(what_waits_is_written_as_it_was_read, begin, end),
        cmocka_unit_test_setup_teardown(too_many_elements, begin, end),
        cmocka_unit_test_setup_teardown(a_whole_record, begin, end),
        cmocka_unit_test_setup_teardown(references_are_found_wherever_they_stand, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
