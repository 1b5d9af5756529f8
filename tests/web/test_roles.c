/* Nobody gets a field that is for others: not in a list, a filter, an order, a file, a search, a
 * record, its history, a form or an entry. The record has, of every kind that has a form, one record
 * with a word of its own in each field of text; who may read what is asked of the declarations. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "web/filled.h"
#include "web/served.h"
#include "web/visitor.h"

enum { KINDS_MOST = 64 };

static struct served served;
static struct visitor visitor[SERVED_USERS];
static const char *record[KINDS_MOST]; /* as schema_list; NULL: of this kind there is none */

static void make_record(const struct schema *schema) {
    int user = filled_user(schema);
    size_t at = (size_t)(schema - schema_list);
    if (user < 0 || record[at]) return;
    struct sheet *sheet = visitor_fill(
        &visitor[user], arena_format(served.small.arena, "/records/%s/new", schema->kind), NULL);
    filled_put(sheet, schema, filled_code(schema));
    filled_refer(sheet, schema);
    record[at] = arena_copy(served.small.arena, visitor_save(&visitor[user], sheet));
    /* And a second revision, so that there is a history. */
    sheet = visitor_fill(&visitor[user],
                         arena_format(served.small.arena, "/record/%s/edit", record[at]), NULL);
    const struct schema_field *notes = schema_field_find(schema, "notes");
    if (notes) sheet_set(sheet, "notes", arena_format(served.small.arena, "%s again",
                                                      filled_word(served.small.arena, schema, notes)));
    const struct schema_field *reason = schema_field_find(schema, "reason");
    sheet_set(sheet, "reason", filled_word(served.small.arena, schema, reason));
    visitor_save(&visitor[user], sheet);
}

static int begin(void **state) {
    (void)state;
    served_make(&served);
    served_start(&served);
    assert_true(schema_count <= KINDS_MOST);
    for (int i = 0; i < SERVED_USERS; i++)
        visitor_sign_in(&visitor[i], served.port, served_name(i));
    for (const char *const *kind = FILLED_FIRST; *kind; kind++) make_record(schema_find(*kind));
    for (int i = 0; i < schema_count; i++) make_record(&schema_list[i]);
    return 0;
}

static int end(void **state) {
    (void)state;
    for (int i = 0; i < SERVED_USERS; i++) visitor_close(&visitor[i]);
    served_stop(&served);
    served_check(&served);
    served_remove(&served);
    return 0;
}

/* ------------------------------------------------------------------ what somebody may know */

static bool may_look_at(const struct schema *schema, unsigned roles) {
    return schema->tier != TIER_RESTRICTED || (schema->readers & roles);
}

static bool may_know(const struct schema *schema, const struct schema_field *field,
                     unsigned roles) {
    return may_look_at(schema, roles) &&
           (field->tier != TIER_RESTRICTED || (field->readers & roles));
}

/* May the words that begin so be anything that they may know? */
static bool is_known(int user, const char *found, size_t length) {
    for (int i = 0; i < schema_count; i++) {
        const struct schema *schema = &schema_list[i];
        for (int j = 0; record[i] && j < schema->field_count; j++) {
            const struct schema_field *field = &schema->fields[j];
            for (int k = 0; k <= field->part_count; k++) {
                const struct schema_field *part = k ? &field->parts[k - 1] : field;
                const char *word = filled_word(&visitor[user].arena, schema, part);
                if (filled_is_text(part) && strlen(word) <= length &&
                    !memcmp(word, found, strlen(word)) && may_know(schema, field, served_roles(user)))
                    return true;
            }
        }
    }
    return false;
}

/* Is it what the person has just typed, in the box that it was typed into? */
static bool is_asked(const char *page, const char *found, size_t length, const char *where) {
    static const char box[] = "value=\"";
    const char *asked = strstr(where, "q=");
    return asked && !strncmp(asked + 2, found, length) && !asked[2 + length] &&
           found - page >= 7 && !memcmp(found - 7, box, 7);
}

/* Nothing in the answer that is for others, whatever page it is. */
static void expect_nothing_for_others(int user, const char *where) {
    const char *page = buffer_text(&visitor[user].reply.all), *at = page;
    for (; (at = strstr(at, "zqzqzq")); at++) {
        size_t length = strspn(at, "abcdefghijklmnopqrstuvwxyz");
        if (!is_known(user, at, length) && !is_asked(page, at, length, where))
            fail_msg("%s reads %.*s at %s", served_name(user), (int)length, at, where);
    }
    arena_release(&visitor[user].arena, (struct arena_mark){0});
}

static void look(int user, int expected, const char *format, ...) {
    char path[600];
    va_list values;
    va_start(values, format);
    vsnprintf(path, sizeof path, format, values);
    va_end(values);
    int status = visitor_get(&visitor[user], "%s", path);
    if (status != expected)
        fail_msg("%s at %s: %d, not %d", served_name(user), path, status, expected);
    expect_nothing_for_others(user, path);
}

static void test_records_of_every_kind_were_made(void **state) {
    (void)state;
    for (int i = 0; i < schema_count; i++)
        if (filled_user(&schema_list[i]) >= 0) assert_non_null(record[i]);
}

static void test_lists_and_files(void **state) {
    (void)state;
    for (int user = 2; user < SERVED_USERS; user++) {
        for (int i = 0; i < schema_count; i++) {
            const struct schema *schema = &schema_list[i];
            int status = may_look_at(schema, served_roles(user)) ? 200 : 403;
            look(user, status, "/records/%s", schema->kind);
            look(user, status, "/records/%s/all?as=csv", schema->kind);
            look(user, status, "/records/%s/all?as=json", schema->kind);
        }
        look(user, 200, "/records");
        look(user, 200, "/");
    }
}

/* A column that is for others cannot be asked after, whatever stands in it: neither the order nor
 * the number of records says anything. */
static void test_filters_and_orders(void **state) {
    (void)state;
    for (int user = 2; user < SERVED_USERS; user++)
        for (int i = 0; i < schema_count; i++) {
            const struct schema *schema = &schema_list[i];
            if (!may_look_at(schema, served_roles(user))) continue;
            for (int j = 0; j < schema->field_count; j++) {
                const struct schema_field *field = &schema->fields[j];
                if (may_know(schema, field, served_roles(user))) continue;
                look(user, 400, "/records/%s?sort=%s", schema->kind, field->name);
                look(user, 400, "/records/%s?field=%s&value=", schema->kind, field->name);
                look(user, 400, "/records/%s?field=%s&value=0.5", schema->kind, field->name);
            }
        }
}

static void test_records_and_their_forms(void **state) {
    (void)state;
    for (int user = 2; user < SERVED_USERS; user++)
        for (int i = 0; i < schema_count; i++) {
            const struct schema *schema = &schema_list[i];
            if (!record[i]) continue;
            bool reads = may_look_at(schema, served_roles(user));
            bool writes = reads && (schema->signers & served_roles(user));
            look(user, reads ? 200 : 403, "/record/%s", record[i]);
            look(user, writes ? 200 : 403, "/record/%s/edit", record[i]);
            look(user, writes ? 200 : 403, "/records/%s/new", schema->kind);
            if (!*filled_code(schema)) continue;
            look(user, 303, "/code/%s", filled_code(schema));
            assert_true(reads == !strncmp(visitor[user].location, "/record/", 8));
        }
}

/* What somebody may read they find; what they may not read is found by nobody. */
static void expect_find(int user, const struct schema *schema, const struct schema_field *field) {
    char link[80];
    const char *rec = record[schema - schema_list];
    snprintf(link, sizeof link, "href=\"/record/%s\"", rec);
    look(user, 200, "/find?q=%s", filled_word(&visitor[user].arena, schema, field));
    bool found = strstr(visitor_page(&visitor[user]), link);
    if (found != may_know(schema, field, served_roles(user)))
        fail_msg("%s %s %s of %s", served_name(user), found ? "finds" : "does not find",
                 field->name, schema->kind);
}

static void test_find(void **state) {
    (void)state;
    for (int i = 0; i < schema_count; i++) {
        const struct schema *schema = &schema_list[i];
        int sought = 0;
        for (int j = 0; record[i] && j < schema->field_count; j++) {
            const struct schema_field *field = &schema->fields[j];
            /* All that is for few, and of what is for the team the first. */
            if (!filled_is_text(field) || field->list || !strcmp(field->name, "notes") ||
                (field->tier != TIER_RESTRICTED && sought++ > 0))
                continue;
            for (int user = 2; user < SERVED_USERS; user++) expect_find(user, schema, field);
        }
    }
}

/* Entries are for everybody: what is sealed is not in them. */
static void test_entries(void **state) {
    (void)state;
    uint64_t size = served_size(&served);
    for (uint64_t i = 0; i < size; i++) look(9, 200, "/entry/%llu", (unsigned long long)i);
    look(9, 404, "/entry/%llu", (unsigned long long)size);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_records_of_every_kind_were_made),
        cmocka_unit_test(test_lists_and_files),
        cmocka_unit_test(test_filters_and_orders),
        cmocka_unit_test(test_records_and_their_forms),
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_entries),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
