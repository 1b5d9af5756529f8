/* Whatever is typed into the forms, and whoever sends which request how: it is refused and nothing is
 * recorded, or it is recorded as it was typed and shown as text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <gumbo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "web/filled.h"
#include "web/served.h"
#include "web/visit.h"
#include "web/visitor.h"

enum { KINDS_MOST = 64, MEGABYTE = 1 << 20, SLOW = 30 };

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

/* ------------------------------------------------------------------ what a browser makes of it */

static void expect_no_element(const GumboNode *node, const char *where) {
    if (node->type != GUMBO_NODE_ELEMENT && node->type != GUMBO_NODE_DOCUMENT) return;
    const GumboVector *children = node->type == GUMBO_NODE_DOCUMENT
                                      ? &node->v.document.children
                                      : &node->v.element.children;
    if (node->type == GUMBO_NODE_ELEMENT) {
        const GumboElement *element = &node->v.element;
        if (element->tag == GUMBO_TAG_UNKNOWN && element->original_tag.length > 4 &&
            !strncmp(element->original_tag.data, "<zqx", 4))
            fail_msg("%s: markup that was typed is markup", where);
        for (unsigned i = 0; i < element->attributes.length; i++) {
            const GumboAttribute *attribute = element->attributes.data[i];
            if (!strncmp(attribute->name, "on", 2) || strstr(attribute->name, "zqx"))
                fail_msg("%s: the attribute %s was typed", where, attribute->name);
            if ((!strcmp(attribute->name, "href") || !strcmp(attribute->name, "src")) &&
                !strncmp(attribute->value, "javascript:", 11))
                fail_msg("%s: an address that was typed runs", where);
        }
    }
    for (unsigned i = 0; i < children->length; i++) expect_no_element(children->data[i], where);
}

static void expect_text_only(const struct visitor *person, const char *where) {
    GumboOutput *output = gumbo_parse(visitor_page(person));
    expect_no_element(output->document, where);
    gumbo_destroy_output(&kGumboDefaultOptions, output);
}

static void look(struct visitor *person, const char *format, const char *what) {
    const char *path = arena_format(&person->arena, format, what);
    int status = visitor_get(person, "%s", path);
    if (status != 200) fail_msg("%s: %d", path, status);
    expect_text_only(person, path);
}

/* ------------------------------------------------------------------ what is typed */

static const struct {
    const char *text;
    bool may_be_refused; /* it is none that anybody means to write */
} TYPED[] = {
    {"<zqx onzqx=1>\"><zqx>'><zqx a=</textarea></title></select><script>zqx()</script>", false},
    {"javascript:zqx() {{csrf}} ${zqx} %s%n &lt;zqx&gt; &#60;zqx&#62;", false},
    {"'); DROP TABLE entries; -- \" OR 1=1 /* \\' ; x", false},
    {"\xe2\x80\xae" "txet \xd7\xa2\xd7\x91\xd7\xa8\xd7\x99\xd7\xaa \xd8\xb9\xd8\xb1\xd8\xa8\xd9\x8a",
     true},
    {"Z\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85\xcc\x86\xcc\x87\xcc\x88 a\xcc\xa4\xcc\xa5 "
     "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9", false},
    {"one\x01two\x1b[31mthree\x7f\xc2\x85" "four", true},
};
enum { TYPED_COUNT = sizeof TYPED / sizeof *TYPED };

/* As much of the text as the field takes (bytes), in whole characters. */
static const char *cut(struct arena *arena, const char *text, int64_t most) {
    size_t size = strlen(text);
    if (most <= 0 || size <= (size_t)most) return text;
    size = (size_t)most;
    while (((unsigned char)text[size] & 0xc0) == 0x80) size--;
    return arena_copy_part(arena, text, size);
}

static bool is_key(const struct schema *schema, const struct schema_field *field) {
    for (int i = 0; i < schema->key.count; i++)
        if (!strcmp(schema->key.word[i], field->name)) return true;
    return false;
}

static void type_into_texts(struct sheet *sheet, const struct schema *schema, const char *text) {
    for (int i = 0; i < schema->field_count; i++) {
        const struct schema_field *field = &schema->fields[i];
        if (filled_is_text(field) && !field->list && !is_key(schema, field))
            sheet_set(sheet, field->name, cut(sheet->arena, text, field->most));
    }
}

/* What was typed stands in the record as it was typed. */
static void expect_stored(const struct schema *schema, const char *rec, const char *text) {
    struct arena arena;
    arena_open(&arena, 0);
    json_t *fields = served_fields(&served, rec);
    const json_t *notes = json_object_get(fields, "notes");
    const struct schema_field *field = schema_field_find(schema, "notes");
    if (field && field->type == FIELD_TEXT)
        assert_string_equal(json_string_value(notes), cut(&arena, text, field->most));
    json_decref(fields);
    arena_close(&arena);
}

static void type(const struct schema *schema, size_t t) {
    int user = filled_user(schema);
    const char *rec = record[schema - schema_list];
    struct visitor *person = &visitor[user];
    const char *address = arena_format(&person->arena, "/record/%s/edit", rec);
    struct sheet *sheet = visitor_fill(person, address, "reason", "typed", NULL);
    uint64_t before = served_size(&served);
    type_into_texts(sheet, schema, TYPED[t].text);
    sheet_set(sheet, "reason", "typed");
    int status = visitor_send(person, sheet);
    if (status != 303) {
        expect_text_only(person, address);
        assert_int_equal(served_size(&served), before);
        if (!TYPED[t].may_be_refused || status >= 500)
            fail_msg("%s, text %zu: %d %s", schema->kind, t, status, visitor_page(person));
        return;
    }
    /* Sent again, it is one entry. */
    visitor_send(person, sheet);
    assert_int_equal(served_size(&served), before + 1);
    expect_stored(schema, rec, TYPED[t].text);
    look(person, "/record/%s", rec);
    look(person, "/record/%s/edit", rec);
    look(person, "/records/%s", schema->kind);
}

static void test_texts_are_text(void **state) {
    (void)state;
    for (int i = 0; i < schema_count; i++)
        for (size_t t = 0; record[i] && t < TYPED_COUNT; t++) type(&schema_list[i], t);
}

/* In every control of the form at once, dates and numbers and choices too. */
static void test_every_control(void **state) {
    (void)state;
    for (int i = 0; i < schema_count; i++) {
        const struct schema *schema = &schema_list[i];
        for (size_t t = 0; record[i] && t < TYPED_COUNT; t++) {
            struct visitor *person = &visitor[filled_user(schema)];
            const char *address = arena_format(&person->arena, "/records/%s/new", schema->kind);
            struct sheet *sheet = visitor_fill(person, address, NULL);
            uint64_t before = served_size(&served);
            for (int j = 0; j < sheet->count; j++)
                if (strcmp(sheet->value[j].name, "csrf") && strcmp(sheet->value[j].name, "once"))
                    sheet->value[j].value = TYPED[t].text;
            int status = visitor_send(person, sheet);
            if (status < 400 ? status != 200 : status >= 500)
                fail_msg("%s, text %zu: %d", schema->kind, t, status);
            expect_text_only(person, address);
            assert_int_equal(served_size(&served), before);
        }
    }
}

/* It goes no further than the limit of a body, and who sent it goes on working. */
static void test_a_megabyte(void **state) {
    (void)state;
    char *text = arena_take(served.small.arena, MEGABYTE + 1, 1);
    memset(text, 'a', MEGABYTE);
    text[MEGABYTE] = 0;
    for (int i = 0; i < schema_count; i++) {
        if (!record[i]) continue;
        struct visitor *person = &visitor[filled_user(&schema_list[i])];
        struct sheet *sheet = visitor_fill(
            person, arena_format(&person->arena, "/record/%s/edit", record[i]), NULL);
        uint64_t before = served_size(&served);
        sheet_set(sheet, "reason", text);
        int status = visitor_send(person, sheet);
        if (status != 413 && status != 0) fail_msg("%s: %d", schema_list[i].kind, status);
        assert_int_equal(served_size(&served), before);
        look(person, "/record/%s", record[i]);
    }
}

static void test_what_is_sought(void **state) {
    (void)state;
    static const char *const places[] = {"/find?q=%s", "/names?name=%s", "/records/remains?sort=%s",
                                         "/records/remains?field=status&value=%s", "/code/%s",
                                         "/records/%s", "/record/%s", "/families/%s", "/entry/%s",
                                         "/identify/%s", "/identify/decisions?state=%s"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        for (size_t t = 0; t < TYPED_COUNT; t++) {
            char coded[1000] = "", *to = coded;
            for (const char *at = TYPED[t].text; *at; at++)
                to += sprintf(to, "%%%02X", (unsigned char)*at);
            const char *path = arena_format(&visitor[1].arena, places[i], coded);
            int status = visitor_get(&visitor[1], "%s", path);
            if (status == 0 || status >= 500) fail_msg("%s: %d", path, status);
            expect_text_only(&visitor[1], path);
        }
}

/* ------------------------------------------------------------------ how it is sent */

/* The address with what is there in the place of its parameters. */
static const char *fill_path(struct arena *arena, const char *path) {
    struct buffer filled = {0};
    const char *remains = record[schema_find("remains") - schema_list];
    const char *values[][2] = {{"kind", "remains"}, {"rec", remains},       {"family", "F901"},
                               {"index", "0"},      {"code", "ABC-0001-B"}, {"comparison", "none"},
                               {"person", "F901-01"}, {"remains", "ABC-0001-B"}, {"verb", "propose"},
                               {"figure", "hands_bound"}, {"answer", "yes"}};
    while (*path) {
        if (*path != ':') {
            buffer_add(&filled, path++, 1);
            continue;
        }
        size_t length = strcspn(++path, "/"), i = 0;
        while (strlen(values[i][0]) != length || strncmp(values[i][0], path, length)) {
            if (++i == sizeof values / sizeof *values)
                fail_msg("what stands for :%.*s is not known here", (int)length, path);
        }
        buffer_add_text(&filled, values[i][1]);
        path += length;
    }
    const char *copy = arena_copy(arena, buffer_text(&filled));
    buffer_close(&filled);
    return copy;
}

static struct reply ask(const struct route *route, const char *cookie, const char *body) {
    struct arena arena;
    arena_open(&arena, 0);
    const char *path = fill_path(&arena, route->path);
    struct reply reply =
        route->method == METHOD_GET
            ? client_ask(served.port, "GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n", path, cookie)
            : client_ask(served.port,
                         "POST %s HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n%s"
                         "Content-Type: application/x-www-form-urlencoded\r\n"
                         "Content-Length: %zu\r\n\r\n%s",
                         path, cookie, strlen(body), body);
    arena_close(&arena);
    return reply;
}

/* Without a session, or with one that is none any more, nothing but the door is there. */
static void test_nobody_and_stale_sessions(void **state) {
    (void)state;
    struct visitor *gone = &visitor[0];
    visitor_get(gone, "/account");
    char *stale = arena_format(served.small.arena, "Cookie: cairn=%s; cairn-form=%s\r\n",
                               gone->session, gone->form);
    visitor_send(gone, visitor_sheet(gone, "/sign-out"));
    const char *const cookies[] = {"", stale, "Cookie: cairn=AAAA\r\n"};
    uint64_t before = served_size(&served);
    for (const struct web_page *page = web_pages; page->route.path; page++)
        for (size_t i = 0; page->route.roles && i < sizeof cookies / sizeof *cookies; i++) {
            struct reply reply = ask(&page->route, cookies[i], "a=b");
            const char *location = reply_header(&reply, "Location");
            bool refused = reply.status == 403 || reply.status == 401 ||
                           (reply.status == 303 && location && !strncmp(location, "/sign-in", 8));
            if (!refused)
                fail_msg("%s, cookie %zu: %d %s", page->route.path, i, reply.status,
                         reply_body(&reply));
            reply_close(&reply);
        }
    assert_int_equal(served_size(&served), before);
}

/* Whoever may do it all the same cannot do it without the token of a form. */
static void test_no_token(void **state) {
    (void)state;
    uint64_t before = served_size(&served);
    for (const struct web_page *page = web_pages; page->route.path; page++) {
        if (page->route.method != METHOD_POST) continue;
        for (int user = 0; user < SERVED_USERS; user++) {
            const char *cookie = arena_format(&visitor[user].arena,
                                              "Cookie: cairn=%s; cairn-form=%s\r\n",
                                              visitor[user].session, visitor[user].form);
            struct reply reply = ask(&page->route, cookie, "csrf=AAAA&once=AAAA&record.kind=remains");
            if (reply.status != 403)
                fail_msg("%s by %s: %d", page->route.path, served_name(user), reply.status);
            reply_close(&reply);
        }
    }
    assert_int_equal(served_size(&served), before);
}

/* Those who only look after custody, with a token of their own, change nothing of others' anywhere. */
static void test_the_wrong_role(void **state) {
    (void)state;
    struct visitor *custodian = &visitor[SERVED_USERS - 1];
    assert_string_equal(served_name(SERVED_USERS - 1), "Only custodian");
    uint64_t before = served_size(&served);
    for (const struct web_page *page = web_pages; page->route.path; page++) {
        const char *path = page->route.path;
        if (page->route.method != METHOD_POST || !strcmp(path, "/sign-out") ||
            !strcmp(path, "/sign-in"))
            continue;
        assert_int_equal(visitor_get(custodian, "/account"), 200);
        struct sheet *sheet = visitor_sheet(custodian, "/sign-out");
        sheet->action = fill_path(&custodian->arena, path);
        int status = visitor_send(custodian, sheet);
        if (status == 0 || status >= 500) fail_msg("%s: %d", path, status);
    }
    assert_int_equal(served_size(&served), before);
    assert_int_equal(visitor_get(custodian, "/"), 200);
}

/* Forms of which the end never comes: nothing is recorded, and others are served meanwhile. */
static void test_half_sent(void **state) {
    (void)state;
    int open[SLOW];
    struct visitor *worker = &visitor[1];
    const char *rec = record[schema_find("remains") - schema_list];
    struct sheet *sheet =
        visitor_fill(worker, arena_format(&worker->arena, "/record/%s/edit", rec), "notes",
                     "half of it", "reason", "half sent", NULL);
    struct buffer body = {0};
    sheet_write(sheet, &body);
    uint64_t before = served_size(&served);
    for (int i = 0; i < SLOW; i++) {
        open[i] = client_connect(served.port);
        client_say(open[i],
                   "POST %s HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
                   "Content-Type: application/x-www-form-urlencoded\r\n"
                   "Cookie: cairn=%s; cairn-form=%s\r\nContent-Length: %zu\r\n\r\n",
                   sheet->action, worker->session, worker->form, body.size);
        client_send(open[i], buffer_text(&body), body.size - 1 - (size_t)i);
    }
    look(worker, "/record/%s", rec);
    visitor_sees_not(worker, "half of it");
    for (int i = 0; i < SLOW; i++) close(open[i]);
    look(worker, "/record/%s", rec);
    assert_int_equal(served_size(&served), before);
    /* The whole of it is taken all the same. */
    assert_int_equal(visitor_send(worker, sheet), 303);
    assert_int_equal(served_size(&served), before + 1);
    buffer_close(&body);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts_are_text),
        cmocka_unit_test(test_every_control),
        cmocka_unit_test(test_a_megabyte),
        cmocka_unit_test(test_what_is_sought),
        cmocka_unit_test(test_no_token),
        cmocka_unit_test(test_the_wrong_role),
        cmocka_unit_test(test_half_sent),
        cmocka_unit_test(test_nobody_and_stale_sessions), /* ends a session of those above */
    };
    return cmocka_run_group_tests(tests, begin, end);
}
