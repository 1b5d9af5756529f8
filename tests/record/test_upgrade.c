/* A declaration grows by a field while there are entries: old and new ones are each read by the text
 * that they were written under, whichever of them the program knows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "record/find.h"
#include "record/history.h"
#include "record/replay_compare.h"
#include "record/small_record.h"
#include "record/verify.h"
#include "schema/schema_parse.h"

static struct small_record small;

static int begin(void **state) {
    (void)state;
    small_make(&small);
    return 0;
}

static int end(void **state) {
    (void)state;
    small_remove(&small);
    return 0;
}

static void take(bool done, const struct error *error) {
    if (!done) fail_msg("%s", error->text);
}

/* The declaration of sites with one line more, or one less; entered into the record. */
static const struct schema *declare(const char *text) {
    const struct schema *schema;
    struct error error = {0};
    take(schema_parse(small.arena, "site.schema", text, strlen(text), &schema, &error), &error);
    struct draft draft = trial_draft(&small.trial, "schema", "{'text':'x'}", NULL,
                                     &small.trial.administrator);
    json_object_set_new((json_t *)draft.fields, "text", json_string(text));
    trial_accepted(&small.trial, &draft);
    return schema;
}

static const struct schema *declare_more(void) {
    return declare(arena_format(small.arena, "%s\nrope | integer mm 0..5000 | How long is it?",
                                schema_find("site")->text));
}

/* As it was before datums were asked for. */
static const struct schema *declare_less(void) {
    const char *text = schema_find("site")->text, *line = strstr(text, "\ndatum |");
    assert_non_null(line);
    const char *rest = strstr(line + 1, "\nadmin_area |");
    assert_non_null(rest);
    return declare(arena_format(small.arena, "%.*s%s", (int)(line - text), text, rest));
}

static struct receipt add(const struct schema *schema, const char *fields,
                          const struct identifier *rec) {
    struct draft draft = trial_draft(&small.trial, "site", fields, rec, &small.trial.worker);
    draft.schema = schema;
    return trial_accepted(&small.trial, &draft);
}

struct opened {
    struct investigation investigation;
    struct authority authority;
    struct history history;
};

static void open_history(struct opened *opened, const struct identifier *rec) {
    struct error error = {0};
    if (small.open) small_close(&small);
    opened->authority = trial_authority(&small.trial);
    take(investigation_open(small.arena, small.path, INVESTIGATION_READ, &opened->investigation,
                            &error) &&
         store_begin(opened->investigation.store, STORE_READ, &error) &&
         history_read(small.arena, opened->investigation.store, &opened->authority, rec,
                      &opened->history, &error), &error);
}

static void close_history(struct opened *opened) {
    history_close(&opened->history);
    investigation_close(&opened->investigation);
}

static void assert_whole(void) {
    struct verify_result result;
    struct error error = {0};
    take(verify_run(small.arena, small.path,
                    &(struct verify_plan){.level = VERIFY_TABLES, .threads = 2}, &result, &error),
         &error);
    if (!result.ok) fail_msg("%s", result.problem[0].what);
    assert_int_equal(result.unopened, 0);
}

static void test_each_revision_is_read_by_its_own_text(void **state) {
    (void)state;
    struct opened opened;
    const struct schema *now = schema_find("site"), *more = declare_more();
    struct receipt first = add(now, "{'code':'ABC','name':'Wood'}", NULL);
    add(more, "{'code':'ABC','name':'Wood','rope':1200}", &first.rec);
    add(now, "{'code':'ABC','name':'Forest'}", &first.rec);
    open_history(&opened, &first.rec);
    const struct history_revision *revision = opened.history.revision;
    assert_int_equal(opened.history.count, 3);
    assert_null(schema_field_find(revision[0].schema, "rope"));
    assert_non_null(schema_field_find(revision[1].schema, "rope"));
    assert_null(schema_field_find(revision[2].schema, "rope"));
    assert_int_equal(json_integer_value(json_object_get(revision[1].fields, "rope")), 1200);
    assert_null(json_object_get(revision[2].fields, "rope"));
    /* That it is sealed shows in the entry itself. */
    assert_int_equal(revision[1].line.entry.sd_count, revision[0].line.entry.sd_count + 1);
    assert_int_equal(revision[1].changed_count, 1);
    assert_string_equal(revision[1].changed[0]->name, "rope");
    close_history(&opened);
    assert_whole();
}

/* What a program of today makes of a record that was begun with one of before. */
static void test_an_older_entry_has_the_fields_that_it_had(void **state) {
    (void)state;
    struct opened opened;
    const struct schema *less = declare_less();
    struct receipt old = add(less, "{'code':'ABC','name':'Wood','location_method':'rtk'}", NULL);
    struct receipt new = add(schema_find("site"), "{'code':'DEF','name':'Quarry','datum':'D1'}",
                             NULL);
    open_history(&opened, &old.rec);
    const struct history_revision *revision = opened.history.revision;
    assert_int_equal(opened.history.count, 1);
    assert_null(schema_field_find(revision->schema, "datum"));
    assert_int_equal(revision->unopened, 0);
    assert_string_equal(json_string_value(json_object_get(revision->fields, "location_method")),
                        "rtk");
    assert_int_equal(revision->line.entry.sd_count,
                     small_entry(&small, (int64_t)new.index).sd_count - 1);
    close_history(&opened);
    assert_whole();
}

/* Both stand in one table, and what the older one does not have is null. */
static void test_both_stand_in_one_table(void **state) {
    (void)state;
    struct error error = {0};
    struct investigation investigation;
    struct replay_comparison comparison;
    struct replay replay = {.threads = 2};
    const char *dump = files_join(small.arena, small.trial.folder, "dump");
    add(declare_less(), "{'code':'ABC','name':'Wood','location_method':'rtk'}", NULL);
    add(declare_more(), "{'code':'DEF','name':'Quarry','datum':'D1','rope':7}", NULL);
    small_close(&small);
    take(investigation_open(small.arena, small.path, INVESTIGATION_READ, &investigation, &error) &&
         replay_compare(small.arena, &investigation, &replay, dump, &comparison, &error), &error);
    investigation_close(&investigation);
    assert_true(comparison.same);
    char *text;
    size_t size;
    take(files_read(small.arena, dump, 1 << 24, &text, &size, &error), &error);
    const char *sites = strstr(text, "table sites:");
    assert_non_null(sites);
    assert_non_null(strstr(sites, "\tABC\t"));
    assert_non_null(strstr(sites, "\trtk\t"));
    assert_non_null(strstr(sites, "\tDEF\t"));
    assert_non_null(strstr(sites, "\tD1\t"));
}

static void test_a_required_field_that_is_new_is_not_missed_in_an_old_entry(void **state) {
    (void)state;
    const struct schema *strict = declare(
        arena_format(small.arena, "%s\nrope | integer mm 0..5000, required | How long is it?",
                     schema_find("site")->text));
    add(schema_find("site"), "{'code':'ABC','name':'Wood'}", NULL);
    struct draft draft = trial_draft(&small.trial, "site", "{'code':'DEF','name':'Quarry'}", NULL,
                                     &small.trial.worker);
    draft.schema = strict;
    trial_refused(&small.trial, &draft, "rope");
    small_close(&small);
    assert_whole();
}

/* The parts of a small table may have come to be something else. */
static void test_what_does_not_fit_any_more_is_found_all_the_same(void **state) {
    static const char *const WORDS[] = {"Вигадко"};
    (void)state;
    struct error error = {0};
    const struct schema *person = schema_find("person"), *other;
    const char *at = strstr(person->text, "\nnames.scheme | name 40 |");
    assert_non_null(at);
    const char *text = arena_format(small.arena, "%.*s\nnames.scheme | text in script |%s",
                                    (int)(at - person->text), person->text,
                                    at + strlen("\nnames.scheme | name 40 |"));
    take(schema_parse(small.arena, "person", text, strlen(text), &other, &error), &error);
    struct draft draft = trial_draft(&small.trial, "schema", "{'text':'x'}", NULL,
                                     &small.trial.administrator);
    json_object_set_new((json_t *)draft.fields, "text", json_string(text));
    trial_accepted(&small.trial, &draft);
    draft = trial_draft(&small.trial, "person",
                        "{'id':'F1-01','role':'missing','names':[{'name':{'script':'Latn','text':"
                        "'Vyhadko Syn'},'scheme':{'script':'Latn','text':'by ear'}}]}", NULL,
                        &small.trial.worker);
    draft.schema = other;
    trial_accepted(&small.trial, &draft);
    small_close(&small);
    struct investigation investigation;
    struct tables tables;
    struct find_hit *hits;
    size_t count;
    bool more;
    struct find find = {.words = WORDS, .word_count = 1, .roles = FIND_ALL_ROLES};
    take(investigation_open(small.arena, small.path, INVESTIGATION_READ, &investigation, &error) &&
         replay_open(small.arena, &investigation, &(struct replay){.threads = 1}, &tables, &error) &&
         find_catch_up(&tables, NULL, &error) && store_begin(tables.store, STORE_READ, &error) &&
         find_words(small.arena, &tables, &find, &hits, &count, &more, &error), &error);
    assert_int_equal(count, 1);
    assert_non_null(strstr(hits[0].text[0], "by ear"));
    tables_close(&tables);
    investigation_close(&investigation);
}

#define test_in_record(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void) {
    const struct CMUnitTest tests[] = {
        test_in_record(test_each_revision_is_read_by_its_own_text),
        test_in_record(test_an_older_entry_has_the_fields_that_it_had),
        test_in_record(test_both_stand_in_one_table),
        test_in_record(test_what_does_not_fit_any_more_is_found_all_the_same),
        test_in_record(test_a_required_field_that_is_new_is_not_missed_in_an_old_entry),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
