/* cairn find as somebody who speaks with families uses it: with a name from a passport, from the
 * press or by ear, a number, a word. All names are invented. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <string.h>

#include "cli/program.h"
#include "record/small_record.h"

static struct small_record small;

static void add_person(const char *id, const char *script, const char *name, const char *more) {
    json_t *fields = json_pack("{s:s, s:s, s:[{s:{s:s, s:s}, s:s}]}", "id", id, "role", "missing",
                               "names", "name", "script", script, "text", name, "kind", "full");
    if (*more) json_object_set_new(fields, "notes", json_string(more));
    struct draft draft = trial_draft(&small.trial, "person", "{}", NULL, &small.trial.worker);
    json_object_update((json_t *)draft.fields, fields);
    json_decref(fields);
    trial_accepted(&small.trial, &draft);
}

static int begin(void **state) {
    (void)state;
    small_make(&small);
    small_fill(&small);
    add_person("F901-01", "Cyrl", "Юрій О'Гонь", "");
    add_person("F902-01", "Cyrl", "Юрий Кузьмёнков", "=1+1, and \"more\"");
    add_person("F903-01", "Latn", "Iuliia Shchedra", "");
    add_person("F904-01", "Cyrl", "Наталія Знам’янська", "");
    add_person("F905-01", "Cyrl", "Зоряна Ілюшина", "");
    small_close(&small);
    return 0;
}

static int end(void **state) {
    (void)state;
    small_remove(&small);
    return 0;
}

static struct answer *find(const char *rest) {
    static struct answer answer;
    answer_close(&answer);
    answer = cairn_run(arena_format(small.arena, "find %s %s < /dev/null", small.path, rest));
    return &answer;
}

/* Of the persons, just these. */
static void assert_found(const char *words, const char *persons) {
    struct answer *answer = find(arena_format(small.arena, "%s --json", words));
    const char *found = "";
    size_t i;
    json_t *list = json_loads(buffer_text(&answer->out), 0, NULL), *hit;
    if (!list) fail_msg("%s: %s", words, buffer_text(&answer->err));
    assert_int_equal(answer->code, json_array_size(list) == 0);
    json_array_foreach(list, i, hit) {
        if (strcmp(json_string_value(json_object_get(hit, "kind")), "person") != 0) continue;
        const char *code = json_string_value(json_object_get(hit, "code"));
        found = arena_format(small.arena, "%s%s%s", found, *found ? " " : "", code);
    }
    if (strcmp(found, persons) != 0) fail_msg("%s finds \"%s\"", words, found);
    json_decref(list);
}

static void test_a_name_is_found_however_it_is_written(void **state) {
    (void)state;
    static const struct {
        const char *words[8], *persons;
    } CASES[] = {
        {{"Юрій", "Юрий", "Yurii", "Iurii", "yuriy", "JURIJ", "Iouri", "Yury"}, "F901-01 F902-01"},
        {{"\"О'Гонь\"", "О’Гонь", "OHon", "\"O'Hon\"", "огонь"}, "F901-01"},
        {{"Кузьменков", "Кузьмёнков", "Кузменков", "kuzmenkov", "Kuz"}, "F902-01"},
        {{"Юлія", "Юлия", "Iuliia", "Yuliia", "Julia"}, "F903-01"},
        {{"Щедра", "Shchedra", "щедра", "Szczedra"}, "F903-01"},
        {{"Знамянська", "\"Знам'янська\"", "Znamianska", "Znamyanska"}, "F904-01"},
        {{"Ілюшина", "Илюшина", "Iliushyna", "Ilyushina"}, "F905-01"},
        {{"Вигадана", "Vyhadana", "Vygadana", "Ганна", "Hanna"}, "F012-03"},
        {{"Петренко", "Petrenko", "Zzz"}, ""},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        for (int j = 0; j < 8 && CASES[i].words[j]; j++)
            assert_found(CASES[i].words[j], CASES[i].persons);
}

static void test_every_word_has_to_stand_there(void **state) {
    (void)state;
    assert_found("Yurii Kuzmenkov", "F902-01");
    assert_found("'Yurii Kuzmenkov'", "F902-01"); /* and in this order */
    assert_found("Kuzmenkov Yurii", "F902-01");
    assert_found("'Kuzmenkov Yurii'", "");
    assert_found("Yurii Shchedra", "");
}

static void test_codes_and_parts_of_words(void **state) {
    (void)state;
    assert_found("f901-01", "F901-01");
    assert_found("F90", "F901-01 F902-01 F903-01 F904-01 F905-01");
    struct answer *answer = find("0001-b");
    assert_int_equal(answer->code, 0);
    assert_non_null(strstr(buffer_text(&answer->out), "remains ABC-0001-B, entry "));
    answer = find("'містом'");
    assert_non_null(strstr(buffer_text(&answer->out), "site DEF, entry "));
    /* What an earlier revision said is not looked through. */
    assert_int_equal(find("'cross 17'")->code, 1);
    assert_int_equal(find("'cross 71'")->code, 0);
}

/* Identifiers hold every few letters somewhere; nobody means those. */
static void test_identifiers_are_found_only_as_such(void **state) {
    (void)state;
    const char *worker = small.trial.root.worker.text;
    assert_int_equal(find(arena_format(small.arena, "%.8s", worker + 8))->code, 1);
    json_t *list = json_loads(buffer_text(&find("F901-01 --json")->out), 0, NULL);
    assert_non_null(json_object_get(json_array_get(list, 0), "rec"));
    json_decref(list);
}

static void test_what_was_found_is_shown(void **state) {
    (void)state;
    struct answer *answer = find("Kuzmenkov");
    assert_string_equal(strstr(buffer_text(&answer->out), "  names"),
                        "  names            Cyrl:Юрий Кузьмёнков|full\n");
    answer = find("nothing-like-it");
    assert_int_equal(answer->code, 1);
    assert_string_equal(buffer_text(&answer->out), "Nothing was found.\n");
    answer = find("'=1+1' --csv");
    assert_memory_equal(buffer_text(&answer->out), "kind,code,rec,index,field,text\r\n", 32);
    assert_non_null(strstr(buffer_text(&answer->out),
                           ",notes,\"'=1+1, and \"\"more\"\"\"\r\n"));
    assert_int_equal(find("")->code, 2);
    assert_int_equal(find("a --json --csv")->code, 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_name_is_found_however_it_is_written, begin, end),
        cmocka_unit_test_setup_teardown(test_every_word_has_to_stand_there, begin, end),
        cmocka_unit_test_setup_teardown(test_codes_and_parts_of_words, begin, end),
        cmocka_unit_test_setup_teardown(test_identifiers_are_found_only_as_such, begin, end),
        cmocka_unit_test_setup_teardown(test_what_was_found_is_shown, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
