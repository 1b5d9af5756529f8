/* Statements: parameters by name, values as they were, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/folder.h"
#include "store/query.h"
#include "store/sqlite_fault.h"

static const struct statement
    MAKE = {"make", "create table thing (id integer primary key, r real, t text, b blob) strict;"
                    "create table owned (id integer not null references thing (id)) strict;",
            0, true},
    /* $2 stands before $1: who numbers by place gets it wrong. */
    ADD = {"add", "insert into thing (r, t, b, id) values ($2, $3, $4, $1)", 4, false},
    READ = {"read", "select id, r, t, b from thing where id = $1", 1, false},
    ALL = {"all", "select id from thing order by id", 0, false},
    ABOVE = {"above", "select id from thing where id > $1 order by id", 1, false},
    OWN = {"own", "insert into owned (id) values ($1)", 1, false},
    DROP = {"drop", "delete from thing where id = $1", 1, false},
    QUOTED = {"quoted", "select \"nosuch\" from thing", 0, false},
    WORDS = {"words", "select 'word', x'00', cast(1 as real), null, 5", 0, false},
    ZERO_BYTE = {"zero_byte", "select char(65, 0, 66)", 0, false};

struct place {
    struct arena arena;
    char *folder, *path;
    struct store *store;
    struct error error;
};

static int enter(void **state) {
    static struct place place;
    place = (struct place){0};
    arena_open(&place.arena, 0);
    place.folder = folder_make(&place.arena);
    place.path = arena_format(&place.arena, "%s/things", place.folder);
    *state = &place;
    return !(store_create(&place.arena, place.path, STORE_ON_DISK, &place.store, &place.error) &&
             store_begin(place.store, STORE_APPEND, &place.error) &&
             store_run_script(place.store, &MAKE, &place.error));
}

static int leave(void **state) {
    struct place *place = *state;
    store_close(place->store);
    folder_remove(place->folder);
    arena_close(&place->arena);
    return 0;
}

static struct query *ask(struct place *place, const struct statement *statement) {
    struct query *query;
    if (!query_open(place->store, statement, &query, &place->error))
        fail_msg("%s", place->error.text);
    return query;
}

static bool step(struct place *place, struct query *query) {
    bool row = false;
    if (!query_step(query, &row, &place->error)) fail_msg("%s", place->error.text);
    return row;
}

static struct query *fill(struct place *place, int64_t id) {
    struct query *query = ask(place, &ADD);
    query_bind_int(query, 1, id);
    query_bind_real(query, 2, 0.5);
    query_bind_text(query, 3, "text");
    query_bind_blob(query, 4, "\0\377", 2);
    return query;
}

static void add(struct place *place, int64_t id) {
    if (!query_run(fill(place, id), &place->error)) fail_msg("%s", place->error.text);
}

static void expect_failure(struct place *place, bool done, enum error_code code,
                           const char *words) {
    assert_false(done);
    assert_int_equal(place->error.code, code);
    if (!strstr(place->error.text, words)) fail_msg("%s", place->error.text);
    place->error = (struct error){0};
}

static void test_values_come_back_as_they_were(void **state) {
    struct place *place = *state;
    add(place, INT64_MIN);
    struct query *query = ask(place, &READ);
    query_bind_int(query, 1, INT64_MIN);
    assert_true(step(place, query));
    size_t size;
    assert_true(query_int(query, 0) == INT64_MIN);
    assert_true(query_real(query, 1) == 0.5);
    assert_string_equal(query_text(query, 2), "text");
    assert_memory_equal(query_blob(query, 3, &size), "\0\377", 2);
    assert_int_equal(size, 2);
    assert_false(step(place, query));
    query_close(query);
}

static void test_nothing_and_empty_are_different(void **state) {
    struct place *place = *state;
    struct query *query = ask(place, &ADD);
    query_bind_int(query, 1, 1);
    query_bind_null(query, 2);
    query_bind_text(query, 3, "");
    query_bind_blob(query, 4, NULL, 0);
    assert_true(query_run(query, &place->error));
    query = ask(place, &READ);
    query_bind_int(query, 1, 1);
    assert_true(step(place, query));
    size_t size = 7;
    assert_true(query_is_null(query, 1));
    assert_false(query_is_null(query, 2));
    assert_false(query_is_null(query, 3));
    assert_string_equal(query_text(query, 2), "");
    assert_non_null(query_blob(query, 3, &size));
    assert_int_equal(size, 0);
    query_close(query);
}

static void test_every_parameter_is_asked_for(void **state) {
    struct place *place = *state;
    struct query *query = fill(place, 1);
    query_close(query);
    query = ask(place, &ADD); /* what was bound before is gone */
    query_bind_int(query, 1, 1);
    query_bind_null(query, 2);
    query_bind_null(query, 4);
    expect_failure(place, query_run(query, &place->error), ERROR_INTERNAL, "$3 was not bound");
    query = ask(place, &READ);
    query_bind_int(query, 1, 1);
    query_bind_int(query, 2, 1);
    expect_failure(place, query_run(query, &place->error), ERROR_INTERNAL, "read");
}

static void test_after_the_last_row_there_is_none(void **state) {
    struct place *place = *state;
    struct query *query = fill(place, 1);
    assert_false(step(place, query));
    assert_false(step(place, query)); /* and it is not added again */
    query_close(query);
    query = ask(place, &ALL);
    assert_true(step(place, query));
    for (int i = 0; i < 3; i++) assert_false(step(place, query));
    query_close(query);
}

static void test_one_statement_is_asked_twice_at_the_same_time(void **state) {
    struct place *place = *state;
    for (int i = 1; i <= 4; i++) add(place, i);
    int pairs = 0;
    struct query *outer = ask(place, &ABOVE);
    query_bind_int(outer, 1, 0);
    while (step(place, outer)) {
        struct query *inner = ask(place, &ABOVE);
        query_bind_int(inner, 1, query_int(outer, 0));
        for (; step(place, inner); pairs++) assert_true(query_int(inner, 0) > query_int(outer, 0));
        query_close(inner);
    }
    query_close(outer);
    assert_int_equal(pairs, 4 * 3 / 2);
}

static void test_changes_are_counted(void **state) {
    struct place *place = *state;
    add(place, 1);
    assert_int_equal(store_changes(place->store), 1);
    for (int there = 1; there >= 0; there--) {
        struct query *query = ask(place, &DROP);
        query_bind_int(query, 1, 1);
        assert_true(query_run(query, &place->error));
        assert_int_equal(store_changes(place->store), there);
    }
}

static void test_a_row_twice_is_a_conflict(void **state) {
    struct place *place = *state;
    add(place, 1);
    expect_failure(place, query_run(fill(place, 1), &place->error), ERROR_CONFLICT, "thing.id");
    struct query *query;
    expect_failure(place, query_open(place->store, &ALL, &query, &place->error), ERROR_INTERNAL,
                   "has failed");
    expect_failure(place, store_commit(place->store, &place->error), ERROR_INTERNAL, "has failed");
    assert_null(store_broken(place->store));
}

static void test_what_is_owned_has_an_owner(void **state) {
    struct place *place = *state;
    struct query *query = ask(place, &OWN);
    query_bind_int(query, 1, 77);
    expect_failure(place, query_run(query, &place->error), ERROR_CONFLICT, "FOREIGN KEY");
}

static void test_a_column_takes_only_its_type(void **state) {
    struct place *place = *state;
    struct query *query = fill(place, 1);
    query_bind_int(query, 4, 5);
    expect_failure(place, query_run(query, &place->error), ERROR_CONFLICT, "thing.b");
}

static void test_a_value_too_large_is_refused(void **state) {
    struct place *place = *state;
    struct query *query = fill(place, 1);
    static const char bytes[STORE_VALUE_MOST + 1];
    query_bind_blob(query, 4, bytes, sizeof bytes);
    expect_failure(place, query_run(query, &place->error), ERROR_TOO_LARGE, "add");
}

static void test_a_name_in_double_quotes_is_no_text(void **state) {
    struct place *place = *state;
    struct query *query;
    expect_failure(place, query_open(place->store, &QUOTED, &query, &place->error), ERROR_CORRUPT,
                   "nosuch");
}

static void test_reading_changes_nothing(void **state) {
    struct place *place = *state;
    struct query *query;
    add(place, 1);
    assert_true(store_commit(place->store, &place->error));
    expect_failure(place, query_open(place->store, &ALL, &query, &place->error), ERROR_INTERNAL,
                   "no transaction");
    assert_true(store_begin(place->store, STORE_READ, &place->error));
    expect_failure(place, query_open(place->store, &DROP, &query, &place->error), ERROR_INTERNAL,
                   "only reads");
    expect_failure(place, store_run_script(place->store, &MAKE, &place->error), ERROR_INTERNAL,
                   "make");
    assert_true(store_commit(place->store, &place->error));
}

static void test_queries_end_with_their_transaction(void **state) {
    struct place *place = *state;
    bool row;
    add(place, 1);
    struct query *query = ask(place, &ALL);
    assert_true(step(place, query));
    assert_true(store_commit(place->store, &place->error));
    expect_failure(place, query_step(query, &row, &place->error), ERROR_INTERNAL, "transaction");
    assert_true(store_begin(place->store, STORE_READ, &place->error));
    expect_failure(place, query_step(query, &row, &place->error), ERROR_INTERNAL, "closed");
}

/* A file that was meddled with: what our tables cannot hold ends the connection. */
static void expect_broken(struct place *place, const char *words) {
    assert_non_null(store_broken(place->store));
    struct query *query;
    expect_failure(place, query_open(place->store, &ALL, &query, &place->error), ERROR_CORRUPT,
                   words);
    store_rollback(place->store);
    expect_failure(place, store_begin(place->store, STORE_READ, &place->error), ERROR_CORRUPT,
                   words);
}

static void test_a_column_of_another_type_is_damage(void **state) {
    struct place *place = *state;
    struct query *query = ask(place, &WORDS);
    assert_true(step(place, query));
    size_t size = 7;
    assert_string_equal(query_text(query, 0), "word");
    assert_true(query_real(query, 2) == 1);
    assert_int_equal(query_int(query, 4), 5);
    assert_null(store_broken(place->store));
    assert_int_equal(query_int(query, 0), 0);
    assert_non_null(query_blob(query, 3, &size));
    assert_int_equal(size, 0);
    expect_broken(place, "words: column 0");
}

static void test_a_zero_byte_in_a_text_is_damage(void **state) {
    struct place *place = *state;
    struct query *query = ask(place, &ZERO_BYTE);
    assert_true(step(place, query));
    assert_string_equal(query_text(query, 0), "");
    expect_broken(place, "zero_byte: column 0");
}

/* Such as those that a list is sorted by: their texts are gone once they are closed. */
static void test_statements_for_once_leave_no_trace(void **state) {
    struct place *place = *state;
    add(place, 1);
    for (int i = 0; i < 1000; i++) {
        char text[64];
        snprintf(text, sizeof text, "select id + %d from thing", i);
        struct statement sum = {"sum", text, 0, false};
        struct query *query;
        if (!query_open_once(place->store, &sum, &query, &place->error))
            fail_msg("%s", place->error.text);
        assert_true(step(place, query));
        assert_int_equal(query_int(query, 0), i + 1);
        query_close(query);
        memset(text, 'x', sizeof text - 1);
    }
    add(place, 2);
}

#define test_in_place(name) cmocka_unit_test_setup_teardown(name, enter, leave)

int main(void) {
    sqlite_fault_install();
    const struct CMUnitTest tests[] = {
        test_in_place(test_values_come_back_as_they_were),
        test_in_place(test_nothing_and_empty_are_different),
        test_in_place(test_every_parameter_is_asked_for),
        test_in_place(test_after_the_last_row_there_is_none),
        test_in_place(test_one_statement_is_asked_twice_at_the_same_time),
        test_in_place(test_changes_are_counted),
        test_in_place(test_a_row_twice_is_a_conflict),
        test_in_place(test_what_is_owned_has_an_owner),
        test_in_place(test_a_column_takes_only_its_type),
        test_in_place(test_a_value_too_large_is_refused),
        test_in_place(test_a_name_in_double_quotes_is_no_text),
        test_in_place(test_reading_changes_nothing),
        test_in_place(test_queries_end_with_their_transaction),
        test_in_place(test_a_column_of_another_type_is_damage),
        test_in_place(test_a_zero_byte_in_a_text_is_damage),
        test_in_place(test_statements_for_once_leave_no_trace),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
