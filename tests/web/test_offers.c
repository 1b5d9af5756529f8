/* What waits for a second signature lies sealed in local.db: both can read it and nobody else, it is
 * found by those whom it is between, ended without being opened, and there are not too many. */
#define _GNU_SOURCE /* memmem */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/files.h"
#include "base/folder.h"
#include "web/offers.h"

enum { ANNA, BORIS, CLARA, USERS };

static const char TEXT[] = "ABC-0001-B goes to Boris";

static struct arena arena;
static struct random source;
static char *folder;
static struct own own;
static struct secret private_key[USERS];
static struct authority_user user[USERS];
static struct authority authority;

static void must(bool done, const struct error *error) {
    if (!done) fail_msg("%s", error->text);
}

static void make_user(int who) {
    struct error error = {0};
    user[who] = (struct authority_user){.state = USER_ACTIVE, .key_count = 1};
    user[who].key[0].active = true;
    must(sign_make_keys(&source, &private_key[who], &user[who].key[0].key, &error), &error);
}

static int begin(void **state) {
    static const struct authority_user *sorted[] = {&user[ANNA], &user[BORIS], &user[CLARA]};
    struct error error = {0};
    (void)state;
    arena_open(&arena, 0);
    must(random_open(&source, &error), &error);
    folder = folder_make(&arena);
    for (int i = 0; i < USERS; i++) {
        make_user(i);
        do user[i].id = identifier_make(&source, IDENTIFIER_USER);
        while (i && strcmp(user[i - 1].id.text, user[i].id.text) > 0);
    }
    authority = (struct authority){.user = sorted, .user_count = USERS};
    must(own_open(&arena, folder, &source, &own, &error), &error);
    return 0;
}

static int end(void **state) {
    (void)state;
    own_close(&own);
    for (int i = 0; i < USERS; i++) secret_close(&private_key[i]);
    folder_remove(folder);
    arena_close(&arena);
    return 0;
}

static struct offer_line put(int first, int second) {
    struct error error = {0};
    struct offer_line line = {.rec = identifier_make(&source, IDENTIFIER_RECORD),
                              .first = user[first].id,
                              .second = user[second].id};
    must(offers_put(&own, &authority, &line, TEXT, sizeof TEXT, &error), &error);
    return line;
}

static void remove_it(const struct offer_line *line) {
    struct error error = {0};
    must(offers_remove(&own, &line->rec, &error), &error);
}

/* Its text, or NULL with what stands against it. */
static const char *read_as(int who, const struct offer_line *line, struct error *error) {
    struct offer_line found;
    char *bytes;
    size_t size;
    if (!offers_read(&arena, &own, line->rec.text, &user[who].id, &private_key[who], &found, &bytes,
                     &size, error))
        return NULL;
    assert_int_equal(size, sizeof TEXT);
    assert_string_equal(found.rec.text, line->rec.text);
    return bytes;
}

static int count_of(int who) {
    struct error error = {0};
    struct offer_line *lines;
    int count;
    must(offers_of(&arena, &own, &user[who].id, &lines, &count, &error), &error);
    return count;
}

/* ------------------------------------------------------------------ whose it is */

static void both_read_it(void **state) {
    (void)state;
    struct offer_line line = put(ANNA, BORIS);
    struct error error = {0};
    assert_string_equal(read_as(ANNA, &line, &error), TEXT);
    assert_string_equal(read_as(BORIS, &line, &error), TEXT);
    assert_null(read_as(CLARA, &line, &error));
    assert_int_equal(error.code, ERROR_DENIED);
    assert_int_equal(count_of(ANNA), 1);
    assert_int_equal(count_of(BORIS), 1);
    assert_int_equal(count_of(CLARA), 0);
    remove_it(&line);
    assert_null(read_as(ANNA, &line, &error));
    assert_int_equal(count_of(ANNA), 0);
}

static void it_lies_sealed(void **state) {
    (void)state;
    struct offer_line line = put(ANNA, BORIS);
    struct error error = {0};
    char *bytes;
    size_t size;
    own_close(&own);
    must(files_read(&arena, files_join(&arena, folder, "local.db"), 1 << 24, &bytes, &size, &error),
         &error);
    assert_null(memmem(bytes, size, "ABC-0001-B", 10));
    assert_non_null(memmem(bytes, size, line.rec.text, strlen(line.rec.text)));
    must(own_open(&arena, folder, &source, &own, &error), &error);
    assert_string_equal(read_as(BORIS, &line, &error), TEXT);
    remove_it(&line);
}

/* ------------------------------------------------------------------ a key that was replaced */

/* Whom it is between is known without opening it, and so it can be ended. */
static void one_that_cannot_be_opened_is_found(void **state) {
    (void)state;
    struct offer_line line = put(ANNA, BORIS), found;
    struct error error = {0};
    secret_close(&private_key[BORIS]);
    struct identifier id = user[BORIS].id;
    make_user(BORIS);
    user[BORIS].id = id;
    assert_null(read_as(BORIS, &line, &error));
    assert_int_equal(error.code, ERROR_DENIED);
    must(offers_find(&own, line.rec.text, &user[BORIS].id, &found, &error), &error);
    assert_string_equal(found.first.text, user[ANNA].id.text);
    assert_false(found.refused);
    must(offers_refuse(&own, &line.rec, &error), &error);
    must(offers_find(&own, line.rec.text, &user[ANNA].id, &found, &error), &error);
    assert_true(found.refused);
    error = (struct error){0};
    assert_false(offers_find(&own, line.rec.text, &user[CLARA].id, &found, &error));
    assert_int_equal(error.code, ERROR_DENIED);
    remove_it(&line);
    error = (struct error){0};
    assert_false(offers_find(&own, line.rec.text, &user[ANNA].id, &found, &error));
    assert_int_equal(error.code, ERROR_NOT_FOUND);
}

/* ------------------------------------------------------------------ how many */

/* Those that one is to sign are not counted as theirs. */
static void not_too_many(void **state) {
    (void)state;
    struct offer_line line[OFFERS_MOST], more = {.first = user[ANNA].id, .second = user[BORIS].id};
    struct offer_line theirs = put(BORIS, ANNA);
    struct error error = {0};
    for (int i = 0; i < OFFERS_MOST; i++) line[i] = put(ANNA, CLARA);
    more.rec = identifier_make(&source, IDENTIFIER_RECORD);
    assert_false(offers_put(&own, &authority, &more, TEXT, sizeof TEXT, &error));
    assert_int_equal(error.code, ERROR_CONFLICT);
    assert_non_null(strstr(error.text, "200 of yours wait"));
    remove_it(&line[0]);
    line[0] = put(ANNA, BORIS);
    for (int i = 0; i < OFFERS_MOST; i++) remove_it(&line[i]);
    remove_it(&theirs);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_read_it),
        cmocka_unit_test(it_lies_sealed),
        cmocka_unit_test(one_that_cannot_be_opened_is_found),
        cmocka_unit_test(not_too_many),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
