/* cairn custody on the example: every chain against its table, which has one gap, and that one is
 * explained. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/files.h"
#include "base/folder.h"
#include "case/example_records.h"
#include "cli/program.h"
#include "schema/instant.h"

enum { SEED = 2, REMAINS = 60 };

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
    json_t *said = json_loads(run(0, "custody", arena_format(&arena, "%s --json", rest)), 0, NULL);
    assert_non_null(said);
    return said;
}

static void expect(int code, const char *rest, const char *words) {
    const char *said = run(code, "custody", rest);
    if (!strstr(said, words)) fail_msg("\"%s\" is not in: %s", words, said);
}

static const char *pass_file(void) { return files_join(&arena, folder, "pass"); }

static void import(const char *paths) {
    run(0, "import", arena_format(&arena, "%s --passphrase-file '%s'", paths, pass_file()));
}

static int begin(void **state) {
    struct error error = {0};
    (void)state;
    arena_open(&arena, 0);
    folder = folder_make(&arena);
    assert_true(files_write(pass_file(), "a horse of battery\n", 19, &error));
    run(0, "init", arena_format(&arena, "--key-cost 8 --passphrase-file '%s'", pass_file()));
    struct answer answer = cairn_run(arena_format(
        &arena, "example '%s/tables' --seed %d --remains %d", folder, SEED, REMAINS));
    assert_int_equal(answer.code, 0);
    answer_close(&answer);
    static const char *const tables[] = {"remains",   "sites",   "graves",  "belongings",
                                         "documents", "persons", "samples", "custody"};
    const char *paths = "";
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        paths = arena_format(&arena, "%s '%s/tables/%s.tsv'", paths, folder, tables[i]);
    import(paths);
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

static bool names(const json_t *event, const char *code) {
    size_t i;
    json_t *item;
    json_array_foreach(json_object_get(event, "items"), i, item) if (
        !strcmp(json_string_value(item), code)) return true;
    return false;
}

static json_int_t time_of(const json_t *event) {
    return json_integer_value(json_object_get(event, "at"));
}

/* Of every thing: as many events as the table has, the last of them by its clock, and who received
 * it then. */
static void chains_are_what_the_table_has(void **state) {
    (void)state;
    json_t *said = run_json(""), *thing, *event;
    size_t i, things = 0;
    const char *number;
    json_array_foreach(said, i, thing) {
        const json_t *last = NULL;
        size_t count = 0;
        json_object_foreach(records_of(&records, "custody"), number, event) {
            if (!names(event, record_text(thing, "label"))) continue;
            count++;
            if (!last || time_of(event) > time_of(last)) last = event;
        }
        assert_int_equal(json_array_size(json_object_get(thing, "events")), count);
        if (!last) continue;
        things++;
        char at[INSTANT_TEXT];
        instant_write(time_of(last), at);
        assert_string_equal(record_text(thing, "since"), at);
        assert_string_equal(record_text(thing, "holder"), record_text(last, "receives_name"));
        assert_string_equal(record_text(thing, "place"), record_text(last, "place"));
    }
    assert_true(things >= json_object_size(records_of(&records, "remains")) +
                              json_object_size(records_of(&records, "belonging")));
    json_decref(said);
}

static void the_one_gap_is_explained(void **state) {
    (void)state;
    json_t *said = run_json("--gaps"), *thing, *fault;
    size_t i, f;
    int remains = 0;
    json_array_foreach(said, i, thing) {
        remains += !strcmp(record_text(thing, "kind"), "remains");
        json_array_foreach(json_object_get(thing, "faults"), f, fault) {
            assert_string_equal(record_text(fault, "kind"), "explained");
            assert_true(json_is_true(json_object_get(fault, "explained")));
        }
    }
    assert_int_equal(remains, 1);
    json_decref(said);
    expect(0, "", "Where everything is now\n  60 of the kind remains: held, S. Ulgost");
    expect(0, "", "0 gaps, and ");
}

static void a_chain_is_shown_from_the_ground_on(void **state) {
    (void)state;
    const char *said = run(0, "custody", "eld-0001-b");
    assert_non_null(strstr(said, "remains ELD-0001-B: held by S. Ulgost"));
    const char *collect = strstr(said, "collect to "), *store = strstr(said, "store from ");
    assert_true(collect && store && collect < store);
    for (const char *line = said; *line; line += strcspn(line, "\n") + 1)
        assert_in_range(strcspn(line, "\n"), 0, 79);
    expect(0, "ELD-0001-B --csv", "number,event,at,place,gives,receives,purpose,");
    expect(0, "--csv", "kind,label,rec,state,holder,place,since,seal,events,gaps,what\r\n");
    expect(3, "ELD-9999-B", "there is nothing ELD-9999-B in custody");
    expect(2, "--json --csv", "either --json or --csv");
}

/* Last, since it changes the record. */
static void a_gap_is_found_and_told(void **state) {
    struct error error = {0};
    (void)state;
    static const char table[] = "number\tevent\titems\tat\tgives_name\treceives_name\n"
                                "C-X\ttransfer\tELD-0001-B\t2021-01-01T10:00:00Z\tA stranger\t"
                                "B. Other\n";
    const char *path = files_join(&arena, folder, "tables/custody.tsv");
    assert_true(files_write(path, table, strlen(table), &error));
    import(arena_format(&arena, "'%s'", path));
    expect(1, "ELD-0001-B", "gap: C-X: given by A stranger, and C-00001-");
    expect(1, "", "; 1 gap, and ");
    expect(1, "ELD-0001-B --csv", "given by A stranger");
    expect(0, "ELD-0002-B", "0 gaps");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chains_are_what_the_table_has),
        cmocka_unit_test(the_one_gap_is_explained),
        cmocka_unit_test(a_chain_is_shown_from_the_ground_on),
        cmocka_unit_test(a_gap_is_found_and_told),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
