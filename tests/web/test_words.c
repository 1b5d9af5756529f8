/* Declarations and values as pages say them, in both languages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "web/pages.h"

static struct arena arena;

static struct visit reader(enum language language) {
    return (struct visit){.arena = &arena, .language = language};
}

static const struct schema_field *field_of(const char *kind, const char *name) {
    const struct schema_field *field = schema_field_find(schema_find(kind), name);
    assert_non_null(field);
    return field;
}

static void kinds_and_fields_are_called_by_their_meaning(void **state) {
    (void)state;
    struct visit english = reader(LANGUAGE_EN), ukrainian = reader(LANGUAGE_UK);
    assert_string_equal(kind_text(&ukrainian, schema_find("remains")), "Рештки");
    assert_string_equal(kinds_text(&ukrainian, schema_find("grave")), "Могили");
    assert_string_equal(kinds_text(&english, schema_find("grave")), "Graves");
    assert_string_equal(field_text(&english, field_of("document", "state")), "State");
    assert_string_equal(field_text(&ukrainian, field_of("document", "state")), "Держава");
    assert_string_equal(field_text(&ukrainian, field_of("user", "state")), "Стан");
    assert_string_equal(field_sentence(&ukrainian, field_of("remains", "found")),
                        "День, коли це піднято.");
    assert_string_equal(choice_of(&ukrainian, field_of("consent", "decision"), "withdrawn"),
                        "відкликано");
    assert_string_equal(choice_of(&ukrainian, field_of("publication", "state"), "withdrawn"),
                        "знято з оприлюднення");
    assert_string_equal(choice_text(&ukrainian, "examined_absent"), "досліджено, немає");
    assert_string_equal(roles_text(&ukrainian, 1U << USER_FIELD | 1U << USER_PRESS),
                        "польова група, прес-служба");
}

/* Every word of every declaration is shown in Ukrainian: none of them in Latin letters alone, but
 * for what is written so everywhere. */
static bool is_latin_everywhere(const char *text) {
    static const char *const SAME[] = {"IMEI", "ICCID", "SHA-256", "Log10 LR", "GNSS", "RTK",
                                       "MPS", "SNP", "X", "A", "Y", "MT", "RFU"};
    for (size_t i = 0; i < sizeof SAME / sizeof *SAME; i++)
        if (!strcmp(SAME[i], text)) return true;
    return false;
}

static void assert_ukrainian(const char *text, const char *where) {
    for (const char *at = text; *at; at++)
        if ((unsigned char)*at >= 0xd0) return;
    if (strpbrk(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") &&
        !is_latin_everywhere(text))
        fail_msg("%s: \"%s\" is not Ukrainian", where, text);
}

static void assert_fields_ukrainian(const struct visit *visit, const struct schema_field *fields,
                                    int count) {
    for (int i = 0; i < count; i++) {
        const struct schema_field *field = &fields[i];
        assert_ukrainian(field_text(visit, field), field->name);
        assert_ukrainian(field_sentence(visit, field), field->name);
        for (int j = 0; field->type == FIELD_CHOICE && j < field->words.count; j++)
            assert_ukrainian(choice_of(visit, field, field->words.word[j]), field->name);
        assert_fields_ukrainian(visit, field->parts, field->part_count);
    }
}

static void everything_declared_is_said_in_ukrainian(void **state) {
    (void)state;
    struct visit ukrainian = reader(LANGUAGE_UK);
    for (int i = 0; i < schema_count; i++) {
        const struct schema *schema = &schema_list[i];
        assert_ukrainian(kind_text(&ukrainian, schema), schema->kind);
        assert_ukrainian(kinds_text(&ukrainian, schema), schema->kind);
        assert_ukrainian(say_word(LANGUAGE_UK, schema->about), schema->kind);
        assert_fields_ukrainian(&ukrainian, schema->fields, schema->field_count);
    }
    assert_ukrainian(roles_text(&ukrainian, ALL_ROLES), "roles");
}

static json_t *json(const char *text) {
    json_error_t fault;
    json_t *value = json_loads(text, JSON_DECODE_ANY, &fault);
    if (!value) fail_msg("%s: %s", text, fault.text);
    return value;
}

static const char *line_of(enum language language, const struct schema_field *field,
                           const char *text) {
    struct visit visit = reader(language);
    struct error error = {0};
    const char *line;
    json_t *value = json(text);
    assert_true(shown_line(&visit, field, value, &line, &error));
    json_decref(value);
    return line;
}

static struct shown shown_of(enum language language, const struct schema_field *field,
                             const char *text) {
    struct visit visit = reader(language);
    struct error error = {0};
    struct shown *shown;
    size_t count;
    json_t *value = json(text);
    assert_true(shown_value(&visit, field, value, &shown, &count, &error));
    json_decref(value);
    assert_int_equal(count, 1);
    return *shown;
}

static void values_are_shown_as_people_read_them(void **state) {
    (void)state;
    const struct schema_field *found = field_of("remains", "found");
    const struct schema_field *lifted = field_of("remains", "lifted_at");
    assert_string_equal(shown_of(LANGUAGE_EN, found, "\"2022-09-16\"").text, "16 September 2022");
    assert_string_equal(line_of(LANGUAGE_EN, found, "\"2022-09-16\""), "2022-09-16");
    assert_string_equal(shown_of(LANGUAGE_UK, lifted, "1663317000000000").text,
                        "16 вересня 2022, 08:30 UTC");
    assert_string_equal(line_of(LANGUAGE_UK, lifted, "1663317000000000"), "2022-09-16 08:30 UTC");
    assert_string_equal(shown_of(LANGUAGE_UK, field_of("remains", "stature"), "1724").text,
                        "1724\u00a0мм");
    assert_string_equal(shown_of(LANGUAGE_UK, field_of("remains", "dropout"), "\"0.05\"").text,
                        "0,05");
    assert_string_equal(shown_of(LANGUAGE_UK, field_of("remains", "complete"), "true").text, "так");
    struct shown none = shown_of(LANGUAGE_UK, found, "{\"none\":\"not_examined\"}");
    assert_string_equal(none.text, "не досліджено");
    assert_true(none.none);
}

static void a_text_in_a_script_says_which(void **state) {
    (void)state;
    struct shown name = shown_of(LANGUAGE_EN, field_of("document", "name_native"),
                                 "{\"script\":\"Cyrl\",\"text\":\"Юрій\"}");
    assert_string_equal(name.text, "Юрій");
    assert_string_equal(name.language, "und-Cyrl");
}

static void lists_and_rows_are_one_line(void **state) {
    (void)state;
    assert_string_equal(line_of(LANGUAGE_UK, field_of("site", "hazards"),
                                "[\"water\",\"structural\"]"),
                        "вода, небезпека обвалу");
    assert_string_equal(
        line_of(LANGUAGE_EN, field_of("person", "names"),
                "[{\"name\":{\"script\":\"Latn\",\"text\":\"Iolkanenko\"},\"kind\":\"family\"},"
                "{\"name\":{\"script\":\"Cyrl\",\"text\":\"Юрій\"},\"source\":\"passport\"}]"),
        "Iolkanenko, family; Юрій, passport");
    assert_string_equal(line_of(LANGUAGE_UK, field_of("remains", "restraint"),
                                "{\"none\":\"examined_absent\"}"),
                        "досліджено, немає");
}

static int open_arena(void **state) {
    (void)state;
    arena_open(&arena, 0);
    return 0;
}

static int close_arena(void **state) {
    (void)state;
    arena_close(&arena);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_and_fields_are_called_by_their_meaning),
        cmocka_unit_test(everything_declared_is_said_in_ukrainian),
        cmocka_unit_test(values_are_shown_as_people_read_them),
        cmocka_unit_test(a_text_in_a_script_says_which),
        cmocka_unit_test(lists_and_rows_are_one_line),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
