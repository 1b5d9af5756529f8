/* Declarations: what a line says, that a field more is a line more and nothing else, and that what
 * is wrong is found with its line and the reason. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "schema/column.h"
#include "schema/declared.h"
#include "schema/document.h"
#include "schema/import.h"
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

static const char FACTS[] = "kind thing\n"
                            "about A thing\n"
                            "    of two lines.\n"
                            "# a comment\n"
                            "code @@-#+ or given, like AB-1\n"
                            "signed by field or laboratory\n"
                            "tier restricted to liaison board\n"
                            "table things.tsv\n"
                            "\n";

static void the_facts_of_a_kind(void **state) {
    (void)state;
    const char *text = arena_format(&arena, "%scode | code | Its code.\n", FACTS);
    const struct schema *schema;
    struct error error = {0};
    assert_true(schema_parse(&arena, "t", text, strlen(text), &schema, &error));
    assert_string_equal(schema->kind, "thing");
    assert_string_equal(schema->about, "A thing of two lines.");
    assert_string_equal(schema->code_pattern, "@@-#+");
    assert_string_equal(schema->code_example, "AB-1");
    assert_true(schema->code_given);
    assert_int_equal(schema->signing, SIGNED_BY_ONE);
    assert_int_equal(schema->signers, 1u << USER_FIELD | 1u << USER_LABORATORY);
    assert_int_equal(schema->tier, TIER_RESTRICTED);
    assert_int_equal(schema->readers, 1u << USER_LIAISON | 1u << USER_BOARD);
    assert_string_equal(schema->table, "things.tsv");
    assert_true(schema->imported);
    assert_int_equal(schema->key.count, 1);
    assert_string_equal(schema->key.word[0], "code");
    assert_int_equal(schema->text_size, strlen(text) - 1); /* without the line feed at its end */
    assert_memory_equal(schema->text, text, schema->text_size);
}

/* An older declaration that names no roles asks for none. */
static void whose_hands_sign(void **state) {
    static const struct {
        const char *words;
        unsigned signers;
    } both[] = {{"both hands", USER_ROLES_ALL},
                {"both hands of field or custodian", 1u << USER_FIELD | 1u << USER_CUSTODIAN}};
    (void)state;
    for (int i = 0; i < 2; i++) {
        const char *text = arena_format(&arena, "kind thing\nabout A thing.\nsigned by %s\ntier team\n"
                                        "table things.tsv\nkey number\nnumber | name | Which.\n",
                                        both[i].words);
        const struct schema *schema;
        struct error error = {0};
        if (!schema_parse(&arena, "t", text, strlen(text), &schema, &error))
            fail_msg("%s", error.text);
        assert_int_equal(schema->signing, SIGNED_BY_HANDS);
        assert_int_equal(schema->signers, both[i].signers);
        assert_int_equal(schema_may_sign(schema, 1u << USER_PRESS), i == 0);
        assert_true(schema_may_sign(schema, 1u << USER_FIELD));
    }
}

static void what_a_field_says(void **state) {
    (void)state;
    const struct schema *schema =
        declare(&arena, "kind | choice one two or other, public, required, column class | Which?\n"
                        "size | integer mm 5..90 | How long\n"
                        "    is it?\n"
                        "to_whom | list of reference to person user | Whose is it?\n"
                        "dna | decimal 0..1, restricted to laboratory | How sure?\n"
                        "tags | list of name 9, columns tag1 tag2 | Which tags?\n"
                        "spots | rows, public | Where?\n"
                        "spots.at | name, required | Which spot?\n"
                        "spots.deep | integer mm | How deep?\n");
    const struct schema_field *field = schema->fields;
    assert_int_equal(schema->field_count, 6);
    assert_int_equal(field->type, FIELD_CHOICE);
    assert_int_equal(field->tier, TIER_PUBLIC);
    assert_true(field->required && field->open);
    assert_string_equal(field->words.word[1], "two");
    assert_string_equal(field->columns.word[0], "class");
    field++;
    assert_string_equal(field->sentence, "How long is it?");
    assert_string_equal(field->unit, "mm");
    assert_int_equal(field->least, 5);
    assert_int_equal(field->most, 90);
    assert_int_equal(field->tier, TIER_TEAM);
    assert_false(field->required);
    field++;
    assert_true(field->list);
    assert_int_equal(field->type, FIELD_REFERENCE);
    assert_int_equal(field->words.count, 2);
    field++;
    assert_int_equal(field->readers, 1u << USER_LABORATORY);
    assert_true(schema_may_read(field, 1u << USER_LABORATORY | 1u << USER_PRESS));
    assert_false(schema_may_read(field, 1u << USER_PRESS));
    field++;
    assert_int_equal(field->columns.count, 2);
    field++;
    assert_int_equal(field->part_count, 2);
    assert_string_equal(field->parts[1].name, "deep");
    assert_int_equal(field->parts[1].tier, TIER_PUBLIC);
    assert_true(schema_part_find(field, "at")->required);
}

static bool has_column(const struct schema *schema, const char *name) {
    int count;
    struct column *columns = column_list(&arena, schema, &count);
    for (int i = 0; i < count; i++)
        if (strcmp(columns[i].name, name) == 0) return true;
    return false;
}

static bool has_import_column(const struct schema *schema, const char *name) {
    int count;
    struct import_column *columns = import_columns(&arena, schema, &count);
    return import_column_find(columns, count, name) != NULL;
}

static bool is_documented(const struct schema *schema, const char *name) {
    struct buffer page = {0};
    document_write(schema, 1, &page);
    bool found = strstr(buffer_text(&page), arena_format(&arena, "| `%s` |", name));
    buffer_close(&page);
    return found;
}

/* The promise of the room: adding a field is adding a line. */
static void a_field_more_is_a_line_more(void **state) {
    (void)state;
    const struct schema *old = schema_find("remains"), *new;
    const char *text = arena_format(
        &arena, "%s\nrope_length | integer mm 0..5000 | How long is the rope?\n", old->text);
    struct error error = {0};
    assert_true(schema_parse(&arena, "remains.schema", text, strlen(text), &new, &error));
    assert_int_equal(new->field_count, old->field_count + 1);

    assert_false(has_column(old, "rope_length"));
    assert_true(has_column(new, "rope_length"));
    assert_true(has_column(new, "rope_length_none"));
    assert_false(has_import_column(old, "Rope Length"));
    assert_true(has_import_column(new, "Rope Length"));
    assert_false(is_documented(old, "rope_length"));
    assert_true(is_documented(new, "rope_length"));

    const struct schema_field *field = schema_field_find(new, "rope_length");
    json_t *value = NULL;
    assert_true(value_read(&arena, field, "1.2 m", &value, &error));
    assert_int_equal(json_integer_value(value), 1200);
    json_t *record = json_pack("{s:s,s:O}", "code", "ABC-0001-B", "rope_length", value);
    assert_true(value_check_record(new, record, VALUE_OF_ENTRY, &error));
    /* An entry written under the older text is still read by that: it knows no rope. */
    assert_false(value_check_record(old, record, VALUE_OF_ENTRY, &error));
    assert_non_null(strstr(error.text, "\"rope_length\" is not a field"));
    json_decref(value);
    json_decref(record);
}

/* Declarations that are wrong in one place, each with what is said about it. */
static const struct {
    const char *text, *fault;
} FAULTS[] = {
    {"", "t:1: no line \"kind …\""},
    {"kind thing\nkind thing\n", "t:2: \"kind\" twice"},
    {"kind Thing\n", "t:1: \"Thing\" is no name"},
    {"kind\n", "t:1: nothing after \"kind\""},
    {"colour red\n", "t:1: \"colour red\" begins neither"},
    {"kind thing\n\n\na | name | What?\n", "t:4: no line \"about …\""},
    {"signed by king\n", "t:1: \"king\" is no role"},
    {"signed field\n", "t:1: write \"signed by ROLES\""},
    {"signed by field or\n", "t:1: \"or\" where"},
    {"signed by field and field\n", "t:1: field twice"},
    {"signed by both hands at once\n", "t:1: write \"both hands of ROLES\""},
    {"signed by both hands of field and press\n", "t:1: \"and\" where \"or\""},
    {"tier secret\n", "t:1: \"secret\" is no tier"},
    {"tier restricted to \n", "t:1: \"restricted to\" is no tier"},
    {"table things.csv\n", "t:1: \"things.csv\" is no NAME.tsv"},
    {"table order.tsv\n", "t:1: \"order\" cannot be a name"},
    {"table things.tsv, each line\n", "t:1: \"each line\" is neither"},
    {"code @@\n", "t:1: no example"},
    {"code @@, like A1\n", "t:1: the example does not fit"},
    {"code a+, like a\n", "t:1: \"a+\" is no code pattern"},
    {"kind thi\rng\n", "t:1: control character 0x0d"},
    {"kind a\n\tb\n", "t:2: control character 0x09"},
    {"kind \xff\n", "t:1: not UTF-8 (byte 0xff)"},
};

static void assert_fault(const char *text, size_t size, const char *fault) {
    const struct schema *schema = NULL;
    struct error error = {0};
    if (schema_parse(&arena, "t", text, size, &schema, &error)) fail_msg("taken: %s", text);
    assert_null(schema);
    if (strncmp(error.text, fault, strlen(fault)) != 0)
        fail_msg("\"%s\" does not begin: %s", fault, error.text);
}

static void faults_of_the_facts(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof FAULTS / sizeof *FAULTS; i++)
        assert_fault(FAULTS[i].text, strlen(FAULTS[i].text), FAULTS[i].fault);
    assert_fault("kind a\0b\n", 9, "t:1: control character 0x00");
}

/* Lines that are wrong as the ninth of a declaration. */
static const struct {
    const char *line, *fault;
} FIELD_FAULTS[] = {
    {"it | name", "9: a field is \"name | type | sentence\""},
    {"it | name | What? | Where?", "9: a field is \"name | type | sentence\""},
    {"It | name | What?", "9: \"It\" is no name"},
    {"1t | name | What?", "9: \"1t\" is no name"},
    {"it_ | name | What?", "9: \"it_\" is no name"},
    {"select | name | What?", "9: \"select\" cannot be a name"},
    {"found_none | name | What?", "9: \"found_none\" cannot be a name"},
    {"first | name | What?", "9: the field first twice"},
    {"it | name | What", "9: no sentence"},
    {"it | name |", "9: no sentence"},
    {"it | string | What?", "9: \"string\" is no type"},
    {"it | names | What?", "9: \"names\" is no type"},
    {"it | name 0 | What?", "9: \"0\" is no number of bytes from 1 to 200"},
    {"it | name 201 | What?", "9: \"201\" is no number of bytes"},
    {"it | integer | What?", "9: \"\" is no unit"},
    {"it | integer ell | What?", "9: \"ell\" is no unit"},
    {"it | integer mm 9..1 | What?", "9: \"9..1\" is no range"},
    {"it | decimal 0..x | What?", "9: \"0..x\" is no range"},
    {"it | yes | What?", "9: write \"yes or no\""},
    {"it | date exact | What?", "9: \"exact\" after the type date"},
    {"it | choice | What?", "9: a choice of nothing"},
    {"it | choice a unknown | What?", "9: \"unknown\" cannot be a choice"},
    {"it | choice a NA | What?", "9: \"NA\" cannot be a choice"},
    {"it | choice a_b A-B | What?", "9: the choice \"A-B\" twice"},
    {"it | reference person | What?", "9: write \"reference to KIND …\""},
    {"it | geometry at 5 | What?", "9: write \"geometry to MICRODEGREES\""},
    {"it | hex | What?", "9: how many bytes?"},
    {"it | list of rows | What?", "9: no list can be of rows"},
    {"it | list of code | What?", "9: no list can be of code"},
    {"it | code | What?", "9: a field of type code, but no line \"code …\""},
    {"it | name, secret | What?", "9: \"secret\" is no tier"},
    {"it | name, restricted to king | What?", "9: \"king\" is no role"},
    {"it | name, column | What?", "9: write \"column NAME\""},
    {"it | name, columns a b | What?", "9: only a list has several columns"},
    {"it | list of name, columns a A | What?", "9: \"A\" is no name"},
    {"it | list of name, columns a a | What?", "9: the column \"a\" twice"},
    {"it | name, column first | What?", "9: first and it have the same column"},
    {"it.part | name | What?", "9: it.part does not follow a rows field"},
    {"first.part | name | What?", "9: first.part does not follow a rows field"},
    {"it | rows | What?", "9: it has rows, but not two lines"},
    {"it | rows | What?\nit.a | name, public | What?",
     "10: \"public\": a part is of its field's tier"},
    {"it | rows | What?\nit.a | name, column b | What?\nit.c | date | When?",
     "10: it.a has no column of its own"},
    {"it | rows | What?\nit.a | rows | What?", "10: a part has neither rows nor"},
    {"it | rows | What?\nit.a | name | What?\nit.a | name | What?", "11: it.a twice"},
    {"kind other", "9: \"kind\" must stand before the fields"},
};

static void faults_of_fields(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof FIELD_FAULTS / sizeof *FIELD_FAULTS; i++) {
        const char *text = arena_format(&arena,
                                        "kind thing\nabout A thing.\nsigned by field\ntier team\n"
                                        "table things.tsv, export only\n\n"
                                        "first | name | What\n    first?\n%s\n",
                                        FIELD_FAULTS[i].line);
        assert_fault(text, strlen(text), arena_format(&arena, "t:%s", FIELD_FAULTS[i].fault));
    }
}

static void faults_of_tables(void **state) {
    (void)state;
    static const char facts[] = "kind thing\nabout A thing.\nsigned by field\ntier team\n";
    const struct {
        const char *text, *fault;
    } cases[] = {
        {"table t.tsv\na | name | What?\n", "the table needs \"key FIELD …\""},
        {"table t.tsv\nkey b\na | name | What?\n", "the key \"b\" is no field with a single value"},
        {"table t.tsv\nkey a\na | list of name | What?\n", "the key \"a\" is no field"},
        {"table t.tsv, each line one of a\nkey a\na | name | What?\n", "the lines of the table"},
        {"table t.tsv, each line one of r\nkey a\na | name | What?\nr | rows | What?\n"
         "r.a | name | What?\nr.b | name | What?\n",
         "a and a have the same column \"a\""},
        {"table t.tsv, each line one of r\nkey k\nk | name | What?\n"
         "l | list of name, columns l1 l2 | What?\nr | rows | What?\nr.a | name | What?\n"
         "r.b | name | What?\n",
         "t:8: l cannot have several columns: only parts of r"},
        {"table t.tsv\nkey a\n", "no fields"},
        {"table t.tsv\ncode @, like A\nkey a\na | name | What?\n",
         "a line \"code …\", but no field"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *text = arena_format(&arena, "%s%s", facts, cases[i].text);
        const struct schema *schema;
        struct error error = {0};
        assert_false(schema_parse(&arena, "t", text, strlen(text), &schema, &error));
        if (!strstr(error.text, cases[i].fault))
            fail_msg("\"%s\" is not in: %s", cases[i].fault, error.text);
    }
}

static void limits(void **state) {
    (void)state;
    char *text = arena_take(&arena, SCHEMA_TEXT_MOST + 1, 1);
    memset(text, '\n', SCHEMA_TEXT_MOST + 1);
    assert_fault(text, SCHEMA_TEXT_MOST + 1, "t:1: more than 32768 bytes");
    struct buffer many = {0};
    buffer_add_text(&many, "kind a\nabout A.\nsigned by field\ntier team\n"
                           "table a.tsv, export only\n");
    for (int i = 0; i <= SCHEMA_FIELDS_MOST; i++) buffer_format(&many, "f%d | date | When?\n", i);
    assert_fault(many.bytes, many.size, "t:106: more than 100 fields");
    buffer_close(&many);
    const char *parts = arena_format(&arena, "%s", "");
    for (int i = 0; i <= SCHEMA_PARTS_MOST; i++)
        parts = arena_format(&arena, "%srs.p%d | date | When?\n", parts, i);
    const char *rows = arena_format(&arena,
                                    "kind a\nabout A.\nsigned by field\ntier team\n"
                                    "table a.tsv, export only\nrs | rows | What?\n%s",
                                    parts);
    assert_fault(rows, strlen(rows), "t:23: more than 16 parts");
}

static void declarations_have_to_fit_each_other(void **state) {
    (void)state;
    struct schema list[2] = {*declare(&arena, "a | reference to thing | Which?\n"),
                             *declare(&arena, "a | reference to stone | Which?\n")};
    struct error single = {0}, same = {0}, missing = {0};
    assert_true(schema_check_all(list, 1, &single));
    assert_false(schema_check_all(list, 2, &same));
    assert_non_null(strstr(same.text, "declare the same kind or table"));
    assert_false(schema_check_all(list + 1, 1, &missing));
    assert_non_null(strstr(missing.text, "thing.schema:6: a refers to the kind \"stone\""));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_facts_of_a_kind, begin, end),
        cmocka_unit_test_setup_teardown(whose_hands_sign, begin, end),
        cmocka_unit_test_setup_teardown(what_a_field_says, begin, end),
        cmocka_unit_test_setup_teardown(a_field_more_is_a_line_more, begin, end),
        cmocka_unit_test_setup_teardown(faults_of_the_facts, begin, end),
        cmocka_unit_test_setup_teardown(faults_of_fields, begin, end),
        cmocka_unit_test_setup_teardown(faults_of_tables, begin, end),
        cmocka_unit_test_setup_teardown(limits, begin, end),
        cmocka_unit_test_setup_teardown(declarations_have_to_fit_each_other, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
