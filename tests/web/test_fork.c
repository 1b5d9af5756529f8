/* A record that two have changed without knowing of each other: both versions are shown, and a change
 * that settles it loses nothing that its author may not even read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "record/hand_entry.h"
#include "web/served.h"
#include "web/visitor.h"

static struct served served;
static struct visitor field, worker;

static void copy_file(const char *from, const char *to) {
    struct error error = {0};
    char *bytes;
    size_t size;
    if (!files_read(served.small.arena, from, 1 << 28, &bytes, &size, &error) ||
        !files_write(to, bytes, size, &error))
        fail_msg("%s", error.text);
}

/* Two revisions after `rec`, which know nothing of each other. The second is made in a copy of the
 * record, and put with its disclosures behind the first. */
static void fork_remains(const struct identifier *rec, const char *one, const char *other) {
    struct small_record *small = &served.small;
    const char *database = files_join(small->arena, small->path, "record.db");
    const char *before = files_join(small->arena, small->trial.folder, "before.db");
    const char *elsewhere = files_join(small->arena, small->trial.folder, "elsewhere.db");
    small_close(small);
    copy_file(database, before);
    small_open(small);
    struct receipt second = small_add(small, "remains", rec, other);
    small_close(small);
    struct entry entry = small_entry(small, (int64_t)second.index);
    copy_file(database, elsewhere);
    copy_file(before, database);
    small_open(small);
    small_add(small, "remains", rec, one);
    small_close(small);
    int64_t index = small_forge(small, entry, HAND_ORIGIN, &small->trial.worker.signer, 1);
    small_sql(small, arena_format(small->arena,
                                  "attach '%s' as elsewhere; "
                                  "insert into vault select %lld, disclosures "
                                  "from elsewhere.vault where leaf_index = %lld",
                                  elsewhere, (long long)index, (long long)second.index));
    small_open(small);
}

static const char *add_forked(const char *code, const char *one, const char *other) {
    struct arena *arena = served.small.arena;
    const char *form = "{'code': '%s', 'kind': 'body', %s}";
    struct receipt first = small_add(&served.small, "remains", NULL,
                                     arena_format(arena, form, code, "'marker': 'first'"));
    fork_remains(&first.rec, arena_format(arena, form, code, one),
                 arena_format(arena, form, code, other));
    return arena_copy(arena, first.rec.text);
}

static const char *plain, *hidden, *apart;

static int begin(void **state) {
    (void)state;
    served_make(&served);
    plain = add_forked("ABC-0001-B", "'marker': 'cross 1'", "'marker': 'cross 7'");
    hidden = add_forked("ABC-0002-B", "'marker': 'a'", "'marker': 'b', 'dropout': '0.25'");
    apart = add_forked("ABC-0003-B", "'dropout': '0.31'", "'dropout': '0.47'");
    served_start(&served);
    visitor_sign_in(&field, served.port, "Only field");
    visitor_sign_in(&worker, served.port, "Will Worker");
    return 0;
}

static int end(void **state) {
    (void)state;
    visitor_close(&field);
    visitor_close(&worker);
    served_stop(&served);
    served_check(&served);
    served_remove(&served);
    return 0;
}

static void expect_field(const char *rec, const char *name, const char *value) {
    json_t *fields = served_fields(&served, rec);
    assert_string_equal(json_string_value(json_object_get(fields, name)), value);
    json_decref(fields);
}

static struct sheet *settle(struct visitor *visitor, const char *rec) {
    return visitor_fill(visitor, arena_format(&visitor->arena, "/record/%s/edit", rec), "marker",
                        "cross 1", "reason", "looked at the cross", NULL);
}

static void test_both_are_shown_and_a_change_settles_it(void **state) {
    (void)state;
    assert_int_equal(visitor_get(&field, "/record/%s", plain), 200);
    visitor_sees(&field, "Two people changed this record at the same time");
    visitor_sees(&field, "cross 1");
    visitor_sees(&field, "cross 7");
    assert_int_equal(visitor_get(&field, "/records/remains"), 200);
    visitor_sees(&field, "2 versions");
    visitor_save(&field, settle(&field, plain));
    assert_int_equal(visitor_get(&field, "/record/%s", plain), 200);
    visitor_sees_not(&field, "Two people changed this record");
    expect_field(plain, "marker", "cross 1");
}

static void test_what_only_one_of_them_says_to_others_stays(void **state) {
    (void)state;
    assert_int_equal(visitor_get(&field, "/record/%s", hidden), 200);
    visitor_sees_not(&field, "0.25");
    visitor_save(&field, settle(&field, hidden));
    expect_field(hidden, "dropout", "0.25");
}

static void test_what_differs_for_others_they_settle(void **state) {
    (void)state;
    uint64_t size = served_size(&served);
    assert_int_equal(visitor_send(&field, settle(&field, apart)), 422);
    visitor_sees(&field, "It takes one of them to settle it: administrator, laboratory, board.");
    visitor_sees_not(&field, "0.31");
    visitor_sees_not(&field, "0.47");
    assert_int_equal(served_size(&served), size);
    struct sheet *sheet = settle(&worker, apart);
    sheet_set(sheet, "dropout", "0.4");
    visitor_save(&worker, sheet);
    expect_field(apart, "dropout", "0.4");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_both_are_shown_and_a_change_settles_it),
        cmocka_unit_test(test_what_only_one_of_them_says_to_others_stays),
        cmocka_unit_test(test_what_differs_for_others_they_settle),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
