/* Tables are what the log says, however they came to be: at once, bit by bit, again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/faults.h"
#include "record/hand_entry.h"
#include "record/label.h"
#include "record/log.h"
#include "record/replay.h"
#include "record/replay_compare.h"
#include "record/small_record.h"
#include "record/tables_dump.h"
#include "store/sqlite_fault.h"

static const struct replay REPLAY = {.threads = 2};

static void take(bool done, const struct error *error) {
    if (!done) fail_msg("%s", error->text);
}

struct scene {
    struct small_record small;
    struct investigation investigation;
    struct tables tables;
    const char *expected; /* their dump */
    const char *file;     /* theirs, and its bytes when it lacked the last entries */
    char *older;
    size_t older_size;
};

/* A filled record that is closed, and its tables. */
static int begin(void **state) {
    struct scene *scene = test_malloc(sizeof *scene);
    *scene = (struct scene){0};
    small_make(&scene->small);
    small_fill(&scene->small);
    small_close(&scene->small);
    *state = scene;
    return 0;
}

static int end(void **state) {
    struct scene *scene = *state;
    small_remove(&scene->small);
    test_free(scene);
    return 0;
}

static void open_tables(struct scene *scene) {
    struct error error = {0};
    struct arena *arena = scene->small.arena;
    take(investigation_open(arena, scene->small.path, INVESTIGATION_READ, &scene->investigation,
                            &error), &error);
    take(replay_open(arena, &scene->investigation, &REPLAY, &scene->tables, &error), &error);
    take(store_begin(scene->tables.store, STORE_READ, &error), &error);
}

static void close_tables(struct scene *scene) {
    tables_close(&scene->tables);
    investigation_close(&scene->investigation);
}

/* The dump of the tables, in the arena. */
static const char *dump_of(struct scene *scene) {
    struct buffer out = {0};
    struct error error = {0};
    struct tables_dump dump = tables_dump(scene->small.arena, &scene->tables);
    for (size_t before = 1; out.size != before || before == 0;) {
        before = out.size;
        take(tables_dump_line(&dump, &out, &error), &error);
        if (out.size == before) break;
    }
    const char *text = arena_copy(scene->small.arena, buffer_text(&out));
    buffer_close(&out);
    return text;
}

/* One value of the newest revision at an index; NULL: none. */
static const char *value_at(struct scene *scene, const char *kind, uint64_t index,
                            const char *column) {
    struct error error = {0};
    struct query *query;
    bool row;
    const struct table *table = tables_find(&scene->tables, kind);
    take(query_open(scene->tables.store, &table->row, &query, &error), &error);
    query_bind_int(query, 1, (int64_t)index);
    take(query_step(query, &row, &error), &error);
    if (!row) fail_msg("%s has no row of entry %d", table->name, (int)index);
    int at = 0;
    while (strcmp(table_column_name(table, at), column) != 0) at++;
    bool number = at == TABLE_REV || at == TABLE_HEADS || at == TABLE_LEAF_INDEX ||
                  (at >= TABLE_COLUMNS &&
                   !strcmp(table->column[at - TABLE_COLUMNS].sql_type, "bigint"));
    const char *text = query_is_null(query, at) ? NULL
                       : number ? arena_format(scene->small.arena, "%lld",
                                               (long long)query_int(query, at))
                                : arena_copy(scene->small.arena, query_text(query, at));
    query_close(query);
    return text;
}

static size_t count_rows(struct scene *scene, const char *kind) {
    struct error error = {0};
    struct query *query;
    bool row;
    size_t count = 0;
    take(query_open(scene->tables.store, &tables_find(&scene->tables, kind)->rows, &query, &error),
         &error);
    for (;; count++) {
        take(query_step(query, &row, &error), &error);
        if (!row) break;
    }
    query_close(query);
    return count;
}

/* ------------------------------------------------------------------ what they hold */

static void test_a_row_is_the_newest_revision(void **state) {
    struct scene *scene = *state;
    open_tables(scene);
    uint64_t last = scene->investigation.tree.size - 3; /* a person and a photograph follow */
    assert_int_equal(count_rows(scene, "remains"), 1);
    assert_string_equal(value_at(scene, "remains", last, "code"), "ABC-0001-B");
    assert_string_equal(value_at(scene, "remains", last, "status"), "examined");
    assert_string_equal(value_at(scene, "remains", last, "marker"), "cross 71");
    assert_string_equal(value_at(scene, "remains", last, "stature"), "1720");
    assert_string_equal(value_at(scene, "remains", last, "rev"), "3");
    assert_string_equal(value_at(scene, "remains", last, "heads"), "1");
    assert_string_equal(value_at(scene, "remains", last, "by"), scene->small.trial.root.worker.text);
    assert_null(value_at(scene, "remains", last, "sex"));
    /* 16 September 2022 is day 19251 since 1970. */
    assert_string_equal(value_at(scene, "remains", last, "found_first"), "19251");
    assert_int_equal(count_rows(scene, "site"), 3);
    assert_int_equal(count_rows(scene, "schema"), schema_count);
    close_tables(scene);
}

static void test_the_file_is_its_owners_alone_and_in_memory(void **state) {
    struct scene *scene = *state;
    struct stat about;
    open_tables(scene);
    assert_int_equal(stat(scene->tables.path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    close_tables(scene);
}

static void test_a_person_is_called_by_number_and_a_user_by_name(void **state) {
    struct scene *scene = *state;
    struct error error = {0};
    const char *label;
    open_tables(scene);
    struct arena *arena = scene->small.arena;
    const char *worker = scene->small.trial.root.worker.text;
    take(label_of(arena, &scene->tables, worker, &label, &error), &error);
    assert_string_equal(label, "Will Worker");
    struct entry person = small_entry(&scene->small, (int64_t)scene->investigation.tree.size - 2);
    take(label_of(arena, &scene->tables, person.rec.text, &label, &error), &error);
    assert_string_equal(label, "F012-03");
    const char *unknown = "r-aaaaaaaaaaaaaaaaaaaaaaaaaa";
    take(label_of(arena, &scene->tables, unknown, &label, &error), &error);
    assert_string_equal(label, unknown);
    close_tables(scene);
}

/* ------------------------------------------------------------------ how they came to be */

static void test_made_bit_by_bit_they_are_the_same(void **state) {
    struct scene *scene = *state;
    struct error error = {0};
    open_tables(scene);
    const char *first = dump_of(scene);
    close_tables(scene);
    small_open(&scene->small);
    struct receipt site = small_add(&scene->small, "site", NULL,
                                    "{'code': 'JKL', 'name': 'Added later'}");
    small_close(&scene->small);
    open_tables(scene);
    assert_string_equal(value_at(scene, "site", site.index, "name"), "Added later");
    const char *kept = dump_of(scene);
    assert_string_not_equal(first, kept);
    close_tables(scene);
    take(replay_forget(scene->small.arena, scene->small.path, &error), &error);
    open_tables(scene);
    assert_string_equal(dump_of(scene), kept);
    close_tables(scene);
}

static struct replay_comparison compare(struct scene *scene) {
    struct error error = {0};
    struct replay_comparison comparison;
    struct arena *arena = scene->small.arena;
    take(investigation_open(arena, scene->small.path, INVESTIGATION_READ, &scene->investigation,
                            &error), &error);
    take(replay_compare(arena, &scene->investigation, &REPLAY, NULL, &comparison, &error), &error);
    investigation_close(&scene->investigation);
    return comparison;
}

static void test_a_changed_table_is_found_and_made_again(void **state) {
    static const struct statement CHANGE = {
        "change", "update remains set marker = 'cross 99'", 0, false};
    struct scene *scene = *state;
    struct error error = {0};
    struct query *query;
    open_tables(scene);
    store_rollback(scene->tables.store);
    take(store_begin(scene->tables.store, STORE_APPEND, &error) &&
         query_open(scene->tables.store, &CHANGE, &query, &error) && query_run(query, &error) &&
         store_commit(scene->tables.store, &error), &error);
    close_tables(scene);
    struct replay_comparison comparison = compare(scene);
    assert_false(comparison.same);
    assert_non_null(strstr(comparison.kept, "cross 99"));
    assert_non_null(strstr(comparison.fresh, "cross 71"));
    assert_true(compare(scene).same);
}

static void test_tables_of_a_log_that_was_replaced_are_made_again(void **state) {
    struct scene *scene = *state;
    open_tables(scene);
    const char *before = dump_of(scene);
    uint64_t size = scene->investigation.tree.size;
    close_tables(scene);
    /* As if the folder had been restored from a copy made before, and gone on otherwise. */
    char *copy = files_join(scene->small.arena, scene->small.trial.folder, "record.copy");
    char *database = files_join(scene->small.arena, scene->small.path, "record.db");
    struct error error = {0};
    char *bytes;
    size_t length;
    take(files_read(scene->small.arena, database, 1 << 28, &bytes, &length, &error), &error);
    take(files_write(copy, bytes, length, &error), &error);
    small_open(&scene->small);
    small_add(&scene->small, "site", NULL, "{'code': 'JKL', 'name': 'One'}");
    small_close(&scene->small);
    open_tables(scene);
    close_tables(scene);
    take(files_rename(copy, database, &error), &error);
    open_tables(scene);
    assert_int_equal(scene->investigation.tree.size, size);
    assert_string_equal(dump_of(scene), before);
    close_tables(scene);
}

/* ------------------------------------------------------------------ forks and erasures */

/* A second revision that follows the same one as another. */
static uint64_t fork_site(struct scene *scene, const struct receipt *site,
                          const struct receipt *first) {
    struct small_record *small = &scene->small;
    struct entry entry = small_entry(small, (int64_t)first->index);
    assert_int_equal(entry.prev_count, 1);
    assert_true(digest_equal(&entry.prev[0], &site->leaf));
    strcpy(entry.day, "2022-09-17");
    return (uint64_t)small_forge(small, entry, HAND_ORIGIN, &small->trial.worker.signer, 1);
}

static void test_a_fork_has_a_row_for_each_head_until_it_is_settled(void **state) {
    struct scene *scene = *state;
    struct small_record *small = &scene->small;
    small_open(small);
    struct receipt site = small_add(small, "site", NULL, "{'code': 'JKL', 'name': 'One'}");
    struct receipt first = small_add(small, "site", &site.rec, "{'code': 'JKL', 'name': 'Two'}");
    small_close(small);
    uint64_t second = fork_site(scene, &site, &first);
    open_tables(scene);
    assert_int_equal(count_rows(scene, "site"), 5);
    assert_string_equal(value_at(scene, "site", first.index, "heads"), "2");
    assert_string_equal(value_at(scene, "site", second, "heads"), "2");
    /* The forged one has no disclosures: what is public is there. */
    assert_string_equal(value_at(scene, "site", second, "name"), "Two");
    assert_null(value_at(scene, "site", second, "code"));
    close_tables(scene);
    small_open(small);
    struct receipt settled = small_add(small, "site", &site.rec,
                                       "{'code': 'JKL', 'name': 'Three'}");
    small_close(small);
    open_tables(scene);
    assert_int_equal(count_rows(scene, "site"), 4);
    assert_string_equal(value_at(scene, "site", settled.index, "heads"), "1");
    assert_string_equal(value_at(scene, "site", settled.index, "rev"), "3");
    close_tables(scene);
    assert_true(compare(scene).same);
}

static void test_what_is_erased_leaves_the_tables(void **state) {
    struct scene *scene = *state;
    struct small_record *small = &scene->small;
    open_tables(scene);
    uint64_t index = scene->investigation.tree.size - 2;
    assert_non_null(value_at(scene, "person", index, "names"));
    struct entry person = small_entry(small, (int64_t)index);
    close_tables(scene);
    /* As erasing will do it: the disclosures go, and an entry says so. */
    small_sql(small, arena_format(small->arena, "delete from vault where leaf_index = %d",
                                  (int)index));
    small_open(small);
    small_add(small, "erase", NULL,
              arena_format(small->arena, "{'target': '%s', 'fields': ['names'], 'basis': "
                           "'an invented law'}", person.rec.text));
    small_close(small);
    open_tables(scene);
    assert_null(value_at(scene, "person", index, "names"));
    assert_null(strstr(dump_of(scene), "Вигадана\"")); /* as in the JSON of the names */
    close_tables(scene);
    assert_true(compare(scene).same);
}

static void test_an_entry_that_cannot_be_read_is_listed(void **state) {
    struct scene *scene = *state;
    struct small_record *small = &scene->small;
    small_sql(small, "update vault set disclosures = x'7b7d' where leaf_index = "
                     "(select max(leaf_index) - 2 from log)");
    open_tables(scene);
    uint64_t index = scene->investigation.tree.size - 3;
    assert_string_equal(value_at(scene, "remains", index, "status"), "examined");
    assert_null(value_at(scene, "remains", index, "marker"));
    assert_non_null(strstr(dump_of(scene), arena_format(small->arena, "\n%d\tthe disclosures",
                                                        (int)index)));
    close_tables(scene);
}

/* ------------------------------------------------------------------ faults */

enum { BEHIND = 4 /* entries that the tables do not have yet */ };

/* Tables from before the last entries, as bytes. */
static void keep_older(struct scene *scene) {
    struct error error = {0};
    struct arena *arena = scene->small.arena;
    struct replay older = REPLAY;
    take(investigation_open(arena, scene->small.path, INVESTIGATION_READ, &scene->investigation,
                            &error), &error);
    older.until = (int64_t)scene->investigation.tree.size - BEHIND;
    take(replay_open(arena, &scene->investigation, &older, &scene->tables, &error), &error);
    scene->file = arena_copy(arena, scene->tables.path);
    close_tables(scene);
    take(files_read(arena, scene->file, 1 << 26, &scene->older, &scene->older_size, &error),
         &error);
}

static void put_older(void *data) {
    struct scene *scene = data;
    struct error error = {0};
    take(store_remove(scene->file, &error) &&
         files_create(scene->file, scene->older, scene->older_size, &error), &error);
}

static bool catch_up(void *data, struct error *error) {
    struct scene *scene = data;
    struct arena arena;
    struct investigation investigation = {0};
    struct tables tables;
    arena_open(&arena, 0);
    bool done = investigation_open(&arena, scene->small.path, INVESTIGATION_READ, &investigation,
                                   error) &&
                replay_open(&arena, &investigation, &(struct replay){.threads = 1}, &tables, error);
    if (done) tables_close(&tables);
    investigation_close(&investigation);
    arena_close(&arena);
    return done;
}

/* What the fault left is brought up to date. */
static void check_tables(void *data, bool done) {
    struct scene *scene = data;
    (void)done;
    struct arena_mark mark = arena_mark(scene->small.arena);
    open_tables(scene);
    assert_string_equal(dump_of(scene), scene->expected);
    close_tables(scene);
    arena_release(scene->small.arena, mark);
}

static void test_whatever_fails_the_tables_are_right_in_the_end(void **state) {
    struct scene *scene = *state;
    faults_or_skip();
    keep_older(scene);
    open_tables(scene);
    scene->expected = dump_of(scene);
    close_tables(scene);
    faults_run_sparsely(&(struct faults){put_older, catch_up, check_tables, scene}, 97);
}

static bool make_afresh(void *data, struct error *error) {
    struct scene *scene = data;
    struct arena arena;
    struct investigation investigation = {0};
    struct tables tables;
    arena_open(&arena, 0);
    struct replay replay = {.threads = 1, .until = 3};
    bool done = investigation_open(&arena, scene->small.path, INVESTIGATION_READ, &investigation,
                                   error) &&
                replay_afresh(&arena, &investigation, &replay, &tables, error) &&
                replay_discard(&tables, error);
    investigation_close(&investigation);
    arena_close(&arena);
    return done;
}

/* Another can do it at once, whatever was left. */
static void check_afresh(void *data, bool done) {
    struct error error = {0};
    (void)done;
    take(make_afresh(data, &error), &error);
}

static void test_whatever_fails_tables_can_be_made_afresh(void **state) {
    faults_or_skip();
    faults_run_sparsely(&(struct faults){NULL, make_afresh, check_afresh, *state}, 97);
}

int main(void) {
    /* Thousands of runs, of which none needs the disk. */
    if (access("/dev/shm", W_OK) == 0) setenv("TMPDIR", "/dev/shm", 1);
    sqlite_fault_install();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_row_is_the_newest_revision, begin, end),
        cmocka_unit_test_setup_teardown(test_the_file_is_its_owners_alone_and_in_memory, begin,
                                        end),
        cmocka_unit_test_setup_teardown(test_a_person_is_called_by_number_and_a_user_by_name,
                                        begin, end),
        cmocka_unit_test_setup_teardown(test_made_bit_by_bit_they_are_the_same, begin, end),
        cmocka_unit_test_setup_teardown(test_a_changed_table_is_found_and_made_again, begin, end),
        cmocka_unit_test_setup_teardown(test_tables_of_a_log_that_was_replaced_are_made_again,
                                        begin, end),
        cmocka_unit_test_setup_teardown(test_a_fork_has_a_row_for_each_head_until_it_is_settled,
                                        begin, end),
        cmocka_unit_test_setup_teardown(test_what_is_erased_leaves_the_tables, begin, end),
        cmocka_unit_test_setup_teardown(test_an_entry_that_cannot_be_read_is_listed, begin, end),
        cmocka_unit_test_setup_teardown(test_whatever_fails_the_tables_are_right_in_the_end, begin,
                                        end),
        cmocka_unit_test_setup_teardown(test_whatever_fails_tables_can_be_made_afresh, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
