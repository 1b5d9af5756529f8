/* local.db: what is in it can be read with its owner's key, under its name, and in no other way. */
#define _GNU_SOURCE /* memmem */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/folder.h"
#include "base/files.h"
#include "web/own.h"

static struct arena arena;
static struct random source;
static char *folder;
static struct own own;
static struct secret anna_key, boris_key;
static struct identifier anna, boris;

static void must(bool done, const struct error *error) {
    if (!done) fail_msg("%s", error->text);
}

static void make_key(struct secret *key) {
    struct error error = {0};
    must(secret_open(key, 64, &error), &error);
    random_fill(&source, key->bytes, key->size);
}

static int begin(void **state) {
    struct error error = {0};
    (void)state;
    arena_open(&arena, 0);
    must(random_open(&source, &error), &error);
    folder = folder_make(&arena);
    make_key(&anna_key);
    make_key(&boris_key);
    anna = identifier_make(&source, IDENTIFIER_USER);
    boris = identifier_make(&source, IDENTIFIER_USER);
    must(own_open(&arena, folder, &source, &own, &error), &error);
    return 0;
}

static int end(void **state) {
    (void)state;
    own_close(&own);
    secret_close(&anna_key);
    secret_close(&boris_key);
    folder_remove(folder);
    arena_close(&arena);
    return 0;
}

static void put(const struct identifier *user, const struct secret *key, const char *name,
                const char *text) {
    struct error error = {0};
    must(own_put(&own, user, key, name, text, text ? strlen(text) : 0, &error), &error);
}

static const char *get(const struct identifier *user, const struct secret *key, const char *name) {
    struct error error = {0};
    char *bytes;
    size_t size;
    must(own_get(&arena, &own, user, key, name, &bytes, &size, &error), &error);
    if (bytes) assert_int_equal(strlen(bytes), size);
    return bytes;
}

/* Around the program. */
static void run_sql(const char *sql) {
    sqlite3 *database;
    char *wrong = NULL;
    assert_int_equal(sqlite3_open(files_join(&arena, folder, "local.db"), &database), SQLITE_OK);
    if (sqlite3_exec(database, sql, NULL, NULL, &wrong) != SQLITE_OK) fail_msg("%s", wrong);
    sqlite3_close(database);
}

static void test_what_is_kept_is_there(void **state) {
    (void)state;
    assert_null(get(&anna, &anna_key, "draft"));
    put(&anna, &anna_key, "draft", "one");
    assert_string_equal(get(&anna, &anna_key, "draft"), "one");
    put(&anna, &anna_key, "draft", "another");
    put(&anna, &anna_key, "empty", "");
    assert_string_equal(get(&anna, &anna_key, "draft"), "another");
    assert_string_equal(get(&anna, &anna_key, "empty"), "");
    put(&anna, &anna_key, "draft", NULL);
    assert_null(get(&anna, &anna_key, "draft"));
    put(&anna, &anna_key, "draft", NULL);
}

static void test_it_is_there_after_opening_again(void **state) {
    struct error error = {0};
    (void)state;
    put(&anna, &anna_key, "kept", "still here");
    own_close(&own);
    must(own_open(&arena, folder, &source, &own, &error), &error);
    assert_string_equal(get(&anna, &anna_key, "kept"), "still here");
}

static void test_another_key_opens_nothing(void **state) {
    (void)state;
    put(&anna, &anna_key, "secret", "hers");
    assert_null(get(&anna, &boris_key, "secret"));
    assert_null(get(&boris, &boris_key, "secret"));
    assert_null(get(&boris, &anna_key, "secret"));
    assert_string_equal(get(&anna, &anna_key, "secret"), "hers");
}

static void test_nothing_stands_there_to_be_read(void **state) {
    struct error error = {0};
    char *bytes;
    size_t size;
    (void)state;
    put(&anna, &anna_key, "words", "Elderwood by the river");
    own_close(&own);
    must(files_read(&arena, files_join(&arena, folder, "local.db"), 1 << 24, &bytes, &size, &error),
         &error);
    assert_null(memmem(bytes, size, "Elderwood", 9));
    must(own_open(&arena, folder, &source, &own, &error), &error);
}

static void test_an_altered_box_is_none(void **state) {
    (void)state;
    put(&anna, &anna_key, "box", "whole");
    run_sql("update own set box = cast(substr(box, 1, length(box) - 1) || case substr(box, -1) when x'00' then x'01' else x'00' end as blob) "
            "where name = 'box'");
    const char *got = get(&anna, &anna_key, "box");
    run_sql("update own set box = x'' where name = 'box'");
    assert_null(got);
    assert_null(get(&anna, &anna_key, "box"));
}

static void test_names_and_owners_cannot_be_exchanged(void **state) {
    (void)state;
    put(&anna, &anna_key, "totp", "first");
    put(&anna, &anna_key, "totp being set up", "second");
    run_sql("create temp table swap as select * from own; "
            "update own set box = (select box from swap where swap.name = 'totp being set up') "
            "where name = 'totp'");
    assert_null(get(&anna, &anna_key, "totp"));
    assert_string_equal(get(&anna, &anna_key, "totp being set up"), "second");
    put(&boris, &anna_key, "moved", "his name, her key");
    run_sql(arena_format(&arena, "update own set user_id = '%s' where name = 'moved'", anna.text));
    assert_null(get(&anna, &anna_key, "moved"));
}

static void test_the_same_thing_is_never_the_same_box(void **state) {
    (void)state;
    put(&anna, &anna_key, "one", "equal");
    put(&anna, &anna_key, "two", "equal");
    run_sql("create temp table boxes (box unique); "
            "insert into boxes select box from own where name in ('one', 'two')");
}

static void test_what_is_too_large_is_refused_and_the_old_stays(void **state) {
    struct error error = {0};
    char *large = arena_take(&arena, OWN_MOST + 1, 1), *bytes;
    size_t size;
    (void)state;
    memset(large, 'x', OWN_MOST + 1);
    put(&anna, &anna_key, "large", "small");
    assert_false(own_put(&own, &anna, &anna_key, "large", large, OWN_MOST + 1, &error));
    assert_int_equal(error.code, ERROR_TOO_LARGE);
    assert_string_equal(get(&anna, &anna_key, "large"), "small");
    error = (struct error){0};
    must(own_put(&own, &anna, &anna_key, "large", large, OWN_MOST, &error), &error);
    must(own_get(&arena, &own, &anna, &anna_key, "large", &bytes, &size, &error), &error);
    assert_int_equal(size, OWN_MOST);
    assert_memory_equal(bytes, large, OWN_MOST);
}

static void test_bytes_are_kept_as_they_are(void **state) {
    struct error error = {0};
    static const char zeroes[5] = {1, 0, 2, 0, 0};
    char *bytes;
    size_t size;
    (void)state;
    must(own_put(&own, &anna, &anna_key, "zeroes", zeroes, sizeof zeroes, &error), &error);
    must(own_get(&arena, &own, &anna, &anna_key, "zeroes", &bytes, &size, &error), &error);
    assert_int_equal(size, sizeof zeroes);
    assert_memory_equal(bytes, zeroes, size);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_kept_is_there),
        cmocka_unit_test(test_it_is_there_after_opening_again),
        cmocka_unit_test(test_another_key_opens_nothing),
        cmocka_unit_test(test_nothing_stands_there_to_be_read),
        cmocka_unit_test(test_an_altered_box_is_none),
        cmocka_unit_test(test_names_and_owners_cannot_be_exchanged),
        cmocka_unit_test(test_the_same_thing_is_never_the_same_box),
        cmocka_unit_test(test_what_is_too_large_is_refused_and_the_old_stays),
        cmocka_unit_test(test_bytes_are_kept_as_they_are),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
