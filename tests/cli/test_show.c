/* cairn show as people and programs use it: one record with its history, all of a kind, as text,
 * JSON and CSV. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <string.h>

#include "cli/program.h"
#include "input/table.h"
#include "record/small_record.h"
#include "schema/schema_parse.h"

static struct small_record small;

static int begin(void **state) {
    (void)state;
    small_make(&small);
    small_fill(&small);
    return 0;
}

static int end(void **state) {
    (void)state;
    small_remove(&small);
    return 0;
}

/* Its answer is closed by the next. */
static struct answer *show(const char *rest) {
    static struct answer answer;
    answer_close(&answer);
    if (small.open) small_close(&small);
    answer = cairn_run(arena_format(small.arena, "show %s %s < /dev/null", small.path, rest));
    return &answer;
}

static const char *shown(const char *rest) {
    struct answer *answer = show(rest);
    if (answer->code != 0)
        fail_msg("show %s: code %d, %s%s", rest, answer->code, buffer_text(&answer->out),
                 buffer_text(&answer->err));
    return arena_copy(small.arena, buffer_text(&answer->out));
}

static json_t *as_json(const char *rest) {
    json_error_t problem;
    json_t *value = json_loads(shown(arena_format(small.arena, "%s --json", rest)), 0, &problem);
    if (!value) fail_msg("%s", problem.text);
    return value;
}

static void assert_says(const char *text, const char *part) {
    if (!strstr(text, part)) fail_msg("\"%s\" is not in: %s", part, text);
}

static const char *text_at(const json_t *value, const char *name) {
    const char *text = json_string_value(json_object_get(value, name));
    return text ? text : "(none)";
}

/* ------------------------------------------------------------------ one record */

static void test_a_record_says_what_it_is_and_who_changed_what_when_and_why(void **state) {
    (void)state;
    const char *text = shown("ABC-0001-B");
    assert_says(text, "remains ABC-0001-B (r-");
    assert_says(text, "Revision 3, entry ");
    assert_says(text, "  stature         1720\n");
    assert_says(text, "  marker          cross 71\n");
    assert_null(strstr(text, "sex ")); /* nothing is said of it */
    assert_says(text, " by Will Worker, entry ");
    assert_says(text, "    reason          measured on the table\n"
                      "    status          lifted -> examined\n"
                      "    stature         (nothing) -> 1720\n");
    assert_says(text, "    marker          cross 17 -> cross 71\n");
    assert_says(text, ", holds\n");
}

/* By its code however it is typed, its identifier, the place of an entry. */
static void test_it_is_found_by_whatever_names_it(void **state) {
    (void)state;
    json_t *list = as_json("ABC-0001-B"), *record = json_array_get(list, 0);
    const char *rec = arena_copy(small.arena, text_at(record, "rec"));
    int index = (int)json_integer_value(json_object_get(record, "index"));
    json_decref(list);
    assert_says(shown("abc-0001-b"), "remains ABC-0001-B (r-");
    assert_says(shown(rec), "remains ABC-0001-B (r-");
    assert_says(shown(arena_format(small.arena, "'#%d'", index)), "Revision 3, entry ");
    const char *earlier = shown(arena_format(small.arena, "%d", index - 1));
    assert_says(earlier, "Revision 2, entry ");
    assert_says(earlier, "(an earlier one)");
    assert_says(earlier, "  marker          cross 17\n");
    assert_says(shown(small.trial.root.worker.text), "user Will Worker (r-");
}

static const char *rec_of(const char *code) {
    json_t *list = as_json(code);
    const char *rec = arena_copy(small.arena, text_at(json_array_get(list, 0), "rec"));
    json_decref(list);
    return rec;
}

/* What a list names a record by finds it, whatever the kind: a code, a number, or what else tells
 * records of that kind apart, with what they refer to. */
static void test_what_a_list_prints_is_found(void **state) {
    static const char *const KINDS[] = {"site",  "remains", "person", "consent",    "sample",
                                        "media", "finding", "parameters", "user"};
    (void)state;
    const char *person = rec_of("F012-03"), *body = rec_of("ABC-0001-B");
    small_open(&small);
    small_add(&small, "consent", NULL,
              arena_format(small.arena,
                           "{'person': '%s', 'scope': 'identify', "
                           "'decision': 'given'}",
                           person));
    small_add(&small, "sample", NULL, "{'sample': 'LB000123', 'kind': 'ladder'}");
    small_add(&small, "finding", NULL,
              arena_format(small.arena, "{'number': 'X-1-1', 'class': 'trauma', 'remains': '%s'}",
                           body));
    small_add(&small, "parameters", NULL, "{'name': 'theta', 'value': '0.01'}");
    assert_says(shown("consent"), "F012-03 identify");
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++) {
        json_t *list = as_json(KINDS[i]);
        assert_true(json_array_size(list) > 0);
        for (size_t k = 0; k < json_array_size(list); k++) {
            const json_t *one = json_array_get(list, k);
            const char *label = text_at(one, "label");
            assert_says(
                shown(arena_format(small.arena, "'%s'", label)),
                arena_format(small.arena, "%s %s (%s)", KINDS[i], label, text_at(one, "rec")));
        }
        json_decref(list);
    }
}

static void test_who_has_the_same_number_is_named(void **state) {
    (void)state;
    small_add(&small, "frequencies", NULL, "{'marker': 'TH01'}");
    small_add(&small, "mutation", NULL, "{'marker': 'TH01', 'chrom': 'A'}");
    struct answer *answer = show("TH01");
    assert_int_equal(answer->code, 3);
    const char *said = buffer_text(&answer->err);
    assert_says(said, "several records are called TH01: frequencies r-");
    assert_says(said, ", mutation r-");
    assert_says(said, "say which as KIND:CODE, like frequencies:TH01, or by its identifier");
    assert_says(shown("frequencies:TH01"), "frequencies TH01 (r-");
    assert_says(shown("mutation:TH01"), "mutation TH01 (r-");
    assert_says(shown("remains:abc-0001-b"), "remains ABC-0001-B (r-");
    assert_int_equal(show("site:TH01")->code, 1);
    small_open(&small);
    small_add(&small, "mutation", NULL, "{'marker': 'TH01', 'chrom': 'A'}");
    answer = show("mutation:TH01");
    assert_int_equal(answer->code, 3);
    assert_says(buffer_text(&answer->err), "; say which by its identifier");
}

static void test_a_program_reads_the_same(void **state) {
    (void)state;
    json_t *list = as_json("ABC-0001-B"), *record = json_array_get(list, 0);
    assert_int_equal(json_array_size(list), 1);
    assert_string_equal(text_at(record, "kind"), "remains");
    assert_string_equal(text_at(record, "label"), "ABC-0001-B");
    const json_t *fields = json_object_get(record, "fields");
    assert_int_equal(json_integer_value(json_object_get(fields, "stature")), 1720);
    const json_t *history = json_object_get(record, "history");
    assert_int_equal(json_array_size(history), 3);
    const json_t *last = json_array_get(history, 2);
    assert_string_equal(text_at(last, "by_name"), "Will Worker");
    assert_string_equal(text_at(last, "reason"), "the digits were exchanged");
    const json_t *change = json_array_get(json_object_get(last, "changed"), 0);
    assert_string_equal(text_at(change, "field"), "marker");
    assert_string_equal(text_at(change, "from"), "cross 17");
    assert_string_equal(text_at(change, "to"), "cross 71");
    json_decref(list);
}

static void test_text_of_several_lines_keeps_them(void **state) {
    (void)state;
    const char *text = shown("'#1'"); /* the declaration of declarations */
    assert_says(text, "  text            kind schema\n                  about ");
}

static void test_what_cannot_be_opened_is_counted(void **state) {
    (void)state;
    json_t *list = as_json("ABC-0001-B");
    int index = (int)json_integer_value(json_object_get(json_array_get(list, 0), "index"));
    json_decref(list);
    small_sql(&small, arena_format(small.arena, "delete from vault where leaf_index = %d", index));
    const char *text = shown(arena_format(small.arena, "'#%d'", index));
    assert_says(text, " sealed fields or files cannot be opened\n");
    assert_says(text, "  status          examined\n"); /* what is public stays */
}

static void test_what_is_not_there(void **state) {
    (void)state;
    struct answer *answer = show("ABC-0999-B");
    assert_int_equal(answer->code, 1);
    assert_says(buffer_text(&answer->out),
                "There is no code, record, entry or kind \"ABC-0999-B\".");
    assert_says(buffer_text(&answer->out), "next: cairn find ");
    answer = show("ABC-0999-B --json");
    assert_int_equal(answer->code, 1);
    assert_string_equal(buffer_text(&answer->out), "[]\n");
    assert_int_equal(show("999999")->code, 1);
    assert_int_equal(show("'#99999999999999999999999'")->code, 1);
    assert_int_equal(show("'\033[31m'")->code, 1);
    assert_null(strchr(buffer_text(&show("'\033[31m'")->out), '\033'));
    answer = show("ABC-0001-B --json --csv");
    assert_int_equal(answer->code, 2);
    answer = show("");
    assert_int_equal(answer->code, 2);
}

/* ------------------------------------------------------------------ all of a kind */

static void test_a_kind_is_a_table(void **state) {
    (void)state;
    const char *text = shown("site");
    assert_says(text, "site  name");
    assert_says(text, "ABC   Forest edge");
    assert_says(text, "DEF   Ліс під містом");
    assert_says(text, "3 of the kind site");
    assert_says(shown("sites"), "3 of the kind site"); /* as its table is called */
    assert_says(shown("grave"), "There is no grave in the record.");
    for (const char *line = text; *line; line += strcspn(line, "\n") + 1)
        assert_in_range(strcspn(line, "\n"), 0, 2 * 79); /* bytes of 79 characters */
}

static void test_a_kind_as_json(void **state) {
    (void)state;
    json_t *list = as_json("sites");
    assert_int_equal(json_array_size(list), 3);
    const json_t *second = json_array_get(list, 1);
    assert_string_equal(text_at(second, "label"), "DEF");
    assert_string_equal(text_at(json_object_get(second, "fields"), "name"), "Ліс під містом");
    assert_int_equal(json_integer_value(json_object_get(second, "heads")), 1);
    json_decref(list);
}

/* One cell of CSV, read by the program's own reader of tables, which has tests of its own. */
static const char *cell(const char *csv, const char *column, int line) {
    static struct reading reading;
    struct table table;
    reading = (struct reading){.arena = small.arena};
    assert_true(table_open(small.arena, "shown.csv", csv, strlen(csv), &reading, &table));
    for (int i = 0; i < line; i++) assert_true(table_next(&table));
    for (int i = 0; i < table.columns; i++)
        if (!strcmp(table.name[i].text, column)) return table.row[i].text;
    return NULL;
}

static void test_csv_has_the_columns_of_the_import(void **state) {
    (void)state;
    const char *csv = shown("persons --csv");
    assert_says(csv, "family,id,father,mother,sex,role,");
    assert_string_equal(cell(csv, "id", 1), "F012-03");
    assert_string_equal(cell(csv, "names", 1),
                        "Cyrl:Ганна Вигадана|full; Latn:Hanna Vyhadana|full");
    csv = shown("ABC-0001-B --csv");
    assert_string_equal(cell(csv, "cross", 1), "cross 71");
    csv = shown("graves --csv");
    assert_null(strchr(strchr(csv, '\n') + 1, '\n')); /* the names alone */
}

static void test_nothing_runs_in_a_spreadsheet(void **state) {
    (void)state;
    small_add(&small, "site", NULL, "{'code': 'JKL', 'name': '=1+cmd', 'notes': 'a, b'}");
    const char *csv = shown("JKL --csv");
    assert_says(csv, ",'=1+cmd,");
    assert_says(csv, ",\"a, b\",");
}

/* ------------------------------------------------------------------ other declarations */

/* A field that this program does not know is shown by the declaration in the record. */
static void test_a_field_of_a_newer_declaration_is_shown(void **state) {
    (void)state;
    const struct schema *more;
    struct error error = {0};
    const char *text = arena_format(small.arena, "%s\nrope | integer mm 0..5000 | How long is it?",
                                    schema_find("site")->text);
    assert_true(schema_parse(small.arena, "site", text, strlen(text), &more, &error));
    struct draft draft = trial_draft(&small.trial, "schema", "{'text':'x'}", NULL,
                                     &small.trial.administrator);
    json_object_set_new((json_t *)draft.fields, "text", json_string(text));
    trial_accepted(&small.trial, &draft);
    draft = trial_draft(&small.trial, "site", "{'code':'MNO','name':'New','rope':1200}", NULL,
                        &small.trial.worker);
    draft.schema = more;
    trial_accepted(&small.trial, &draft);
    assert_says(shown("MNO"), "  rope            1200\n");
    assert_null(strstr(shown("ABC"), "rope"));
    json_t *list = as_json("MNO");
    const json_t *fields = json_object_get(json_array_get(list, 0), "fields");
    assert_int_equal(json_integer_value(json_object_get(fields, "rope")), 1200);
    json_decref(list);
    const char *csv = shown("MNO --csv");
    assert_string_equal(cell(csv, "rope", 1), "1200");
    csv = shown("ABC --csv");
    assert_null(cell(csv, "rope", 1));
}

#define test_in_record(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void) {
    const struct CMUnitTest tests[] = {
        test_in_record(test_a_record_says_what_it_is_and_who_changed_what_when_and_why),
        test_in_record(test_it_is_found_by_whatever_names_it),
        test_in_record(test_what_a_list_prints_is_found),
        test_in_record(test_who_has_the_same_number_is_named),
        test_in_record(test_a_program_reads_the_same),
        test_in_record(test_text_of_several_lines_keeps_them),
        test_in_record(test_what_cannot_be_opened_is_counted),
        test_in_record(test_what_is_not_there),
        test_in_record(test_a_kind_is_a_table),
        test_in_record(test_a_kind_as_json),
        test_in_record(test_csv_has_the_columns_of_the_import),
        test_in_record(test_nothing_runs_in_a_spreadsheet),
        test_in_record(test_a_field_of_a_newer_declaration_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
