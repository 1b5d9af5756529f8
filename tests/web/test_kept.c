/* What is worked out of all tables is made once for all who want it, and anew when the log has
 * grown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "case/small_tables.h"
#include "web/visit.h"

static struct small_record small;
static struct small_tables tables;
static struct visit visit;
static struct kept_now now;
static int made;

static int begin(void **state) {
    (void)state;
    small_make(&small);
    small_tables_open(&small, &tables);
    visit.tables = &tables.tables;
    return pthread_mutex_init(&now.mutex, NULL);
}

static int end(void **state) {
    (void)state;
    kept_close(&now);
    small_tables_close(&small, &tables);
    small_remove(&small);
    return 0;
}

static bool make(struct arena *arena, const struct visit *of, void **out_thing,
                 struct error *error) {
    (void)of, (void)error;
    *out_thing = arena_format(arena, "made %d", ++made);
    return true;
}

static bool make_nothing(struct arena *arena, const struct visit *of, void **out_thing,
                         struct error *error) {
    (void)of, (void)out_thing;
    (void)arena_format(arena, "half");
    return error_set(error, ERROR_CORRUPT, "it cannot be made");
}

static struct kept *hold(unsigned key) {
    struct error error = {0};
    struct kept *kept;
    if (!kept_hold(&now, &visit, key, make, &kept, &error)) fail_msg("%s", error.text);
    return kept;
}

static const char *seen(unsigned key) {
    struct kept *kept = hold(key);
    const char *text = arena_copy(small.arena, kept->thing);
    kept_release(&now, kept);
    return text;
}

static void grow(void) {
    small_tables_close(&small, &tables);
    small_add(&small, "remains", NULL,
              arena_format(small.arena, "{'code': 'ABC-%04d-B', 'kind': 'body'}", made));
    small_tables_open(&small, &tables);
}

static void made_once(void **state) {
    (void)state;
    const char *first = seen(1);
    assert_string_equal(seen(1), first);
    assert_string_not_equal(seen(2), first); /* another for other readers */
    assert_string_equal(seen(1), first);
}

/* Who holds the old one goes on with it. */
static void made_anew_when_the_log_has_grown(void **state) {
    (void)state;
    struct kept *old = hold(1);
    const char *before = arena_copy(small.arena, old->thing);
    grow();
    assert_string_not_equal(seen(1), before);
    assert_string_equal(old->thing, before);
    kept_release(&now, old);
    kept_release(&now, NULL);
}

/* Nobody keeps what could not be made, and the next one tries again. */
static void what_fails_is_not_kept(void **state) {
    (void)state;
    struct error error = {0};
    struct kept *kept = NULL;
    assert_false(kept_hold(&now, &visit, 77, make_nothing, &kept, &error));
    assert_int_equal(error.code, ERROR_CORRUPT);
    assert_null(kept);
    assert_non_null(seen(77));
}

/* More readers than there is room for: the oldest makes room, and those who hold it lose nothing. */
static void not_more_than_there_is_room_for(void **state) {
    (void)state;
    struct kept *held = hold(100);
    const char *text = arena_copy(small.arena, held->thing);
    for (unsigned key = 101; key < 101 + 2 * KEPT_MOST; key++) seen(key);
    assert_string_equal(held->thing, text);
    assert_string_not_equal(seen(100), text);
    kept_release(&now, held);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(made_once),
        cmocka_unit_test(made_anew_when_the_log_has_grown),
        cmocka_unit_test(what_fails_is_not_kept),
        cmocka_unit_test(not_more_than_there_is_room_for),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
