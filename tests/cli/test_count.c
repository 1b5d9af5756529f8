/* cairn count on the example: every figure against a count of its tables by hand, and what is said
 * of what was not examined. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "base/files.h"
#include "base/folder.h"
#include "case/example_records.h"
#include "cli/program.h"

enum { SEED = 1, REMAINS = 100 };

static struct arena arena;
static char *folder;
static struct example_records records;

static const char *run(int code, const char *command, const char *rest) {
    struct answer answer = cairn_run(
        arena_format(&arena, "%s '%s/site.cairn' %s < /dev/null", command, folder, rest));
    if (answer.code != code)
        fail_msg("cairn %s %s: code %d: %s%s", command, rest, answer.code,
                 buffer_text(&answer.out), buffer_text(&answer.err));
    const char *said = arena_copy(&arena, buffer_text(code > 1 ? &answer.err : &answer.out));
    answer_close(&answer);
    return said;
}

static json_t *run_json(const char *rest) {
    json_t *said = json_loads(run(0, "count", arena_format(&arena, "%s --json", rest)), 0, NULL);
    assert_non_null(said);
    return said;
}

static void expect(int code, const char *rest, const char *words) {
    const char *said = run(code, "count", rest);
    if (!strstr(said, words)) fail_msg("\"%s\" is not in: %s", words, said);
}

static int begin(void **state) {
    struct error error = {0};
    (void)state;
    arena_open(&arena, 0);
    folder = folder_make(&arena);
    const char *pass = files_join(&arena, folder, "pass");
    assert_true(files_write(pass, "a horse of battery\n", 19, &error));
    run(0, "init", arena_format(&arena, "--key-cost 8 --passphrase-file '%s'", pass));
    struct answer answer = cairn_run(arena_format(
        &arena, "example '%s/tables' --seed %d --remains %d", folder, SEED, REMAINS));
    assert_int_equal(answer.code, 0);
    answer_close(&answer);
    const char *paths = "";
    static const char *const tables[] = {"remains", "sites", "graves", "elements", "examinations",
                                         "findings", "documents", "persons", "samples"};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        paths = arena_format(&arena, "%s '%s/tables/%s.tsv'", paths, folder, tables[i]);
    run(0, "import", arena_format(&arena, "%s --passphrase-file '%s'", paths, pass));
    records_open(&records, SEED, REMAINS);
    return 0;
}

static int end(void **state) {
    (void)state;
    records_close(&records);
    folder_remove(folder);
    arena_close(&arena);
    return 0;
}

/* ------------------------------------------------------------------ by hand */

static bool is(const json_t *record, const char *field, const char *word) {
    return !strcmp(record_text(record, field), word);
}

/* "yes", "no", or why there is neither. */
typedef const char *answering(const char *code, const json_t *remains, const char *word);

static bool has_site(const json_t *remains, const char *word) {
    size_t i;
    json_t *row, *rows = json_object_get(remains, "restraint");
    if (!json_is_array(rows)) return false;
    json_array_foreach(rows, i, row) if (is(row, "site", word)) return true;
    return false;
}

static bool has_finding(const char *code, const char *class, const char *field, const char *word,
                        const char *timing) {
    const char *key;
    json_t *finding;
    json_object_foreach(records_of(&records, "finding"), key, finding) if (
        is(finding, "remains", code) && is(finding, "class", class) && is(finding, field, word) &&
        (timing ? is(finding, "timing", timing)
                : !is(finding, "timing", "postmortem"))) return true;
    return false;
}

static const json_t *examination_of(const char *code) {
    const char *key;
    json_t *examination;
    json_object_foreach(records_of(&records, "examination"), key, examination) if (
        !strcmp(json_string_value(json_array_get(json_object_get(examination, "remains"), 0)),
                code)) return examination;
    return NULL;
}

static const char *restrained(const char *code, const json_t *remains, const char *word) {
    const json_t *said = json_object_get(remains, "restraint");
    if (has_site(remains, word) || has_finding(code, "restraint", "restraint_site", word, NULL))
        return "yes";
    if (json_is_array(said)) return "no";
    const char *why = json_string_value(json_object_get(said, "none"));
    return !why ? "silent" : !strcmp(why, "examined_absent") ? "no" : why;
}

static const char *injured(const char *code, const json_t *remains, const char *word) {
    (void)remains;
    if (has_finding(code, "trauma", "mechanism", word, "perimortem")) return "yes";
    return examination_of(code) ? "no" : "not_examined";
}

static const char *lying(const char *code, const json_t *remains, const char *word) {
    (void)code;
    if (!*record_text(remains, "position")) return "silent";
    return is(remains, "position", word) ? "yes" : "no";
}

static const char *child(const char *code, const json_t *remains, const char *word) {
    const json_t *examination = examination_of(code);
    const json_t *low = json_object_get(examination, "age_low");
    const json_t *high = json_object_get(examination, "age_high");
    (void)remains, (void)word;
    if (!json_is_integer(low) && !json_is_integer(high))
        return is(low, "none", "unknown") ? "uncertain" : "silent";
    if (json_is_integer(high) && json_integer_value(high) < 18) return "yes";
    return json_is_integer(low) && json_integer_value(low) >= 18 ? "no" : "uncertain";
}

static const char *of_sex(const char *code, const json_t *remains, const char *word) {
    const char *certain = record_text(remains, "sex");
    (void)code;
    if (*certain == 'M' || *certain == 'F') return *certain == *word ? "yes" : "no";
    const char *estimate = record_text(examination_of(code), "sex_estimate");
    if (!strcmp(estimate, "male") || !strcmp(estimate, "female"))
        return (*estimate == 'm') == (*word == 'M') ? "yes" : "no";
    return *estimate || json_is_object(json_object_get(remains, "sex")) ? "uncertain" : "silent";
}

static const char *of_kind(const char *code, const json_t *remains, const char *word) {
    (void)code;
    return is(remains, "kind", word) ? "yes" : "no";
}

static const struct {
    const char *figure, *word;
    answering *answer;
} FIGURES[] = {
    {"hands_bound", "wrists", restrained}, {"ankles_bound", "ankles", restrained},
    {"blindfolded", "eyes", restrained},   {"neck_bound", "neck", restrained},
    {"shot", "projectile", injured},       {"blast", "blast", injured},
    {"blunt", "blunt", injured},           {"sharp", "sharp", injured},
    {"prone", "prone", lying},             {"under_18", "", child},
    {"male", "M", of_sex},                 {"female", "F", of_sex},
    {"bodies", "body", of_kind},           {"body_parts", "body_part", of_kind},
};

/* {answer: how many}, of the remains of a grave (NULL: of all). */
static json_t *count_by_hand(size_t figure, const char *grave) {
    json_t *count = json_object(), *remains;
    const char *code;
    json_object_foreach(records_of(&records, "remains"), code, remains) {
        if (grave && !is(remains, "grave", grave)) continue;
        const char *answer = FIGURES[figure].answer(code, remains, FIGURES[figure].word);
        json_int_t before = json_integer_value(json_object_get(count, answer));
        json_object_set_new(count, answer, json_integer(before + 1));
    }
    return count;
}

static const json_t *figure_of(const json_t *said, const char *name) {
    size_t i;
    json_t *figure;
    json_array_foreach(json_object_get(said, "figures"), i, figure) if (is(figure, "figure", name))
        return figure;
    fail_msg("there is no figure %s", name);
    return NULL;
}

static void assert_row(const json_t *row, json_t *by_hand, const char *name) {
    static const char *const answers[] = {"yes", "no", "uncertain", "not_examined", "not_recorded",
                                          "silent", "withheld", "disputed"};
    json_int_t examined = json_integer_value(json_object_get(by_hand, "yes")) +
                          json_integer_value(json_object_get(by_hand, "no"));
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        json_int_t said = json_integer_value(json_object_get(row, answers[i]));
        json_int_t wanted = json_integer_value(json_object_get(by_hand, answers[i]));
        if (said != wanted)
            fail_msg("%s, %s, %s: %lld, and not %lld", name, record_text(row, "group"), answers[i],
                     (long long)said, (long long)wanted);
    }
    assert_int_equal(json_integer_value(json_object_get(row, "examined")), examined);
    json_decref(by_hand);
}

/* ------------------------------------------------------------------ the tests */

static void figures_are_what_the_tables_have(void **state) {
    (void)state;
    json_t *said = run_json("");
    for (size_t i = 0; i < sizeof FIGURES / sizeof *FIGURES; i++)
        assert_row(json_object_get(figure_of(said, FIGURES[i].figure), "all"),
                   count_by_hand(i, NULL), FIGURES[i].figure);
    const json_t *bones = json_object_get(figure_of(said, "elements"), "all");
    assert_int_equal(json_integer_value(json_object_get(bones, "yes")),
                     json_object_size(records_of(&records, "element")));
    json_decref(said);
}

static void so_is_each_grave(void **state) {
    (void)state;
    json_t *said = run_json("--by grave");
    for (size_t i = 0; i < sizeof FIGURES / sizeof *FIGURES; i++) {
        const json_t *groups = json_object_get(figure_of(said, FIGURES[i].figure), "groups");
        assert_true(json_array_size(groups) > 10);
        for (size_t g = 0; g < json_array_size(groups); g++) {
            const json_t *row = json_array_get(groups, g);
            assert_row(row, count_by_hand(i, record_text(row, "group")), FIGURES[i].figure);
        }
    }
    json_decref(said);
}

/* MNI over everything inventoried: the most frequent of bones of one name and side that are whole;
 * the example's have one left and one right of each. */
static void the_floor_is_the_most_frequent_bone(void **state) {
    (void)state;
    json_t *count = json_object(), *bone, *number;
    const char *key;
    int most = 0;
    json_object_foreach(records_of(&records, "element"), key, bone) {
        if (!is(bone, "completeness", "over_75")) continue;
        static const char *const several[] = {"rib", "vertebra", "phalanx", "metacarpal",
                                              "metatarsal", "tarsal", "carpal"};
        bool skipped = false;
        for (size_t i = 0; i < sizeof several / sizeof *several; i++)
            skipped = skipped || strstr(record_text(bone, "bone"), several[i]);
        if (skipped) continue;
        const char *name =
            arena_format(&arena, "%s %s", record_text(bone, "side"), record_text(bone, "bone"));
        json_object_set_new(count, name,
                            json_integer(json_integer_value(json_object_get(count, name)) + 1));
    }
    json_object_foreach(count, key, number) if (json_integer_value(number) > most) most =
        (int)json_integer_value(number);
    json_decref(count);
    json_t *said = run_json("mni");
    assert_int_equal(
        json_integer_value(json_object_get(json_object_get(figure_of(said, "mni"), "all"), "yes")),
        most);
    assert_true(most > 0);
    json_decref(said);
}

static void a_list_is_behind_every_number(void **state) {
    (void)state;
    json_t *said = run_json("hands_bound --list yes");
    for (size_t i = 0; i < json_array_size(said); i++) {
        const char *code = record_text(json_array_get(said, i), "label");
        assert_string_equal(
            restrained(code, json_object_get(records_of(&records, "remains"), code), "wrists"),
            "yes");
    }
    json_t *by_hand = count_by_hand(0, NULL);
    assert_int_equal(json_array_size(said), json_integer_value(json_object_get(by_hand, "yes")));
    json_decref(by_hand);
    json_decref(said);
    expect(0, "remains --by grave --in ELD-G001 --list yes --csv", "rec,label,remains\r\nr-");
    expect(1, "gagged --list disputed", "0: gagged, revisions differ");
}

static void people_read_what_was_not_examined(void **state) {
    (void)state;
    const char *said = run(0, "count", "");
    assert_non_null(strstr(said, "Remains: numbers given, which are not people\n  remains lifted"));
    assert_non_null(strstr(said, " not examined"));
    assert_non_null(strstr(said, "Wilson's"));
    assert_non_null(strstr(said, "There is no comparison in the record"));
    for (const char *line = said; *line; line += strcspn(line, "\n") + 1)
        assert_in_range(strcspn(line, "\n"), 0, 79);
    expect(0, "hands_bound --csv",
           "figure,unit,by,group,yes,no,uncertain,not_examined,not_recorded,silent,withheld,"
           "disputed,examined,share,low,high,method\r\nhands_bound,remains,nothing,all,");
}

static void two_groups_are_compared(void **state) {
    (void)state;
    json_t *said = run_json("hands_bound --by sex --in male --against female");
    json_t *rows = run_json("hands_bound --by sex");
    double share[2] = {NAN, NAN};
    const json_t *groups = json_object_get(figure_of(rows, "hands_bound"), "groups");
    for (size_t i = 0; i < json_array_size(groups); i++)
        for (int s = 0; s < 2; s++)
            if (is(json_array_get(groups, i), "group", s ? "female" : "male"))
                share[s] = json_number_value(
                    json_object_get(json_array_get(groups, i), "share"));
    double difference = json_number_value(json_object_get(said, "difference"));
    assert_true(fabs(difference - (share[0] - share[1])) < 1e-12);
    json_decref(rows);
    json_decref(said);
    expect(0, "hands_bound --by sex --in male --against female --csv",
           "figure,by,in,against,difference,low,high\r\nhands_bound,sex,male,female,");
    expect(0, "prone --by sex --in male --against female", "percentage points, of all");
}

static void what_makes_no_sense_is_said(void **state) {
    (void)state;
    expect(2, "dead", "there is no figure dead");
    expect(2, "--by colour", "--by is grave, site, sex, age or papers");
    expect(2, "--list yes", "are of one FIGURE");
    expect(2, "bodies --list maybe", "--list is yes, no");
    expect(2, "bodies --in ELD-G001", "--in is a group of --by");
    expect(2, "bodies --json --csv", "either --json or --csv");
    expect(2, "bodies --against ELD-G001", "--against stands with --in");
    expect(3, "identified --by grave", "persons cannot be broken down");
    expect(3, "bodies --by grave --in ELD-G999", "by grave there is no ELD-G999");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_what_the_tables_have),
        cmocka_unit_test(so_is_each_grave),
        cmocka_unit_test(the_floor_is_the_most_frequent_bone),
        cmocka_unit_test(a_list_is_behind_every_number),
        cmocka_unit_test(people_read_what_was_not_examined),
        cmocka_unit_test(two_groups_are_compared),
        cmocka_unit_test(what_makes_no_sense_is_said),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
