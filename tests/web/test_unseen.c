/* Whoever follows every link of every page, list, file and figure never comes upon the identifier or
 * the code of a record that is for other roles. The demonstration is gone through by each of its
 * users; which records are for whom is asked of the declarations, and what they are called of the
 * administrator's lists. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/folder.h"
#include "cli/demo_users.h"
#include "cli/program.h"
#include "record/trial.h"
#include "web/visit.h"
#include "web/visitor.h"

enum {
    ROUTES_MOST = 128,
    OF_ROUTE = 12,   /* pages of one route that a user looks at, */
    OF_RECORDS = 60,  /* and records, … */
    OF_PAGE = 3,      /* … so many that one page leads to, */
    OF_FIGURES = 150, /* and lists of figures */
    FAULTS_TOLD = 20
};

static struct arena arena;
static char *folder, *path;
static struct web_options options;
static struct web *web;
static int port;
static bool reached[ROUTES_MOST];

/* A word that leads to a record: its identifier, or its code. */
struct clue {
    const char *word;
    const struct schema *schema;
    bool identifier;
};
static struct clue *names;
static size_t name_count, name_room;

/* ------------------------------------------------------------------ the demonstration */

static void drop_line(void *data, const char *line) { (void)data, (void)line; }

static bool is_code(const char *text) {
    return *text && text[strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")] == 0 &&
           text[strcspn(text, "0123456789")];
}

static void add_name(const char *word, const struct schema *schema, bool identifier) {
    names = arena_grow(&arena, names, name_count, &name_room, sizeof *names);
    names[name_count++] = (struct clue){arena_copy(&arena, word), schema, identifier};
}

static int by_word(const void *left, const void *right) {
    return strcmp(((const struct clue *)left)->word, ((const struct clue *)right)->word);
}

static void read_names(struct visitor *registry) {
    for (int i = 0; i < schema_count; i++) {
        const struct schema *schema = &schema_list[i];
        if (schema->tier != TIER_RESTRICTED) continue;
        assert_int_equal(visitor_get(registry, "/records/%s/all?as=json", schema->kind), 200);
        json_t *list = json_loads(reply_body(&registry->reply), 0, NULL);
        assert_non_null(list);
        for (size_t j = 0; j < json_array_size(list); j++) {
            const json_t *record = json_array_get(list, j);
            const char *label = json_string_value(json_object_get(record, "label"));
            add_name(json_string_value(json_object_get(record, "rec")), schema, true);
            if (schema_code_field(schema) && is_code(label)) add_name(label, schema, false);
        }
        json_decref(list);
    }
    qsort(names, name_count, sizeof *names, by_word);
    assert_true(name_count > 200);
}

static int begin(void **state) {
    (void)state;
    struct error error = {0};
    struct visitor registry;
    arena_open(&arena, 0);
    folder = folder_make(&arena);
    const char *made = files_join(&arena, folder, "demo");
    struct answer answer = cairn_run(
        arena_format(&arena, "demo --remains 40 --no-serve --keep '%s' < /dev/null", made));
    if (answer.code) fail_msg("%s", buffer_text(&answer.err));
    answer_close(&answer);
    path = files_join(&arena, made, "example.cairn");
    options = (struct web_options){.path = path,
                                   .requests = {.per_second = -1},
                                   .workers = 4,
                                   .one_factor = true,
                                   .log = drop_line};
    if (!web_start(&arena, &options, &web, &error)) fail_msg("%s", error.text);
    port = atoi(strrchr(web_url(web), ':') + 1);
    visitor_sign_in_by(&registry, port, DEMO_ADMINISTRATOR, DEMO_PASSPHRASE);
    read_names(&registry);
    visitor_close(&registry);
    return 0;
}

static int end(void **state) {
    (void)state;
    web_stop(web);
    trial_check(&arena, path);
    folder_remove(folder);
    arena_close(&arena);
    return 0;
}

/* ------------------------------------------------------------------ addresses */

static bool fits(const char *pattern, const char *address) {
    for (;;) {
        size_t wanted = strcspn(pattern + 1, "/"), is = strcspn(address + 1, "/?");
        bool any = pattern[1] == ':';
        if (!any && (wanted != is || strncmp(pattern, address, is + 1) != 0)) return false;
        pattern += wanted + 1;
        address += is + 1;
        if (*pattern != '/' || *address != '/') return !*pattern && *address != '/';
    }
}

/* The page at an address; -1: there is none. */
static int route_of(const char *address) {
    for (int i = 0; web_pages[i].show; i++)
        if (web_pages[i].route.method == METHOD_GET && fits(web_pages[i].route.path, address))
            return i;
    return -1;
}

static bool is_bytes(const char *address) { return !strncmp(address, "/media/r-", 9); }

struct walk {
    struct visitor visitor;
    const char *name;
    unsigned roles;
    const char **address;
    size_t count, room;
    int of_route[ROUTES_MOST];
    json_t *known;
    const struct schema *of; /* the kind that the page is of; or NULL */
    int faults;
};

static void add(struct walk *walk, const char *address) {
    int route = route_of(address);
    if (route < 0 || is_bytes(address) || json_object_get(walk->known, address)) return;
    assert_true(route < ROUTES_MOST);
    bool figures = !strncmp(address, "/figures", 8), file = strstr(address, "as=");
    bool record = !strncmp(address, "/record/", 8);
    if (!file && walk->of_route[route]++ >= (figures ? OF_FIGURES : record ? OF_RECORDS : OF_ROUTE))
        return;
    json_object_set_new(walk->known, address, json_true());
    walk->address = arena_grow(&arena, walk->address, walk->count, &walk->room,
                               sizeof *walk->address);
    walk->address[walk->count++] = arena_copy(&arena, address);
}

/* All that the page leads to. */
static void add_links(struct walk *walk) {
    int records = 0;
    for (const char *at = visitor_page(&walk->visitor); (at = strstr(at, " href=\"/"));) {
        at += strlen(" href=\"");
        char *address = arena_copy_part(&walk->visitor.arena, at, strcspn(at, "\"#")), *to;
        for (char *amp = address; (amp = strstr(amp, "&amp;")); amp++) {
            to = amp + 1;
            memmove(to, amp + 5, strlen(amp + 5) + 1);
        }
        if (strncmp(address, "/record/", 8) != 0 || records++ < OF_PAGE) add(walk, address);
    }
}

/* ------------------------------------------------------------------ what somebody may come upon */

/* Who may read what a proposal weighs reads whom it names. Who hands something over, or takes it, has
 * to name it: by its identifier. Entries have identifiers and nothing that is sealed, and
 * declarations invented codes. */
static bool may_come_upon(const struct walk *walk, const struct clue *name, const char *address) {
    const struct schema_field *weighed =
        schema_field_find(schema_find("proposal"), "hypothesis_1");
    if (schema_may_look(name->schema, walk->roles) || walk->of == schema_find("schema")) return true;
    if (!strncmp(address, "/entry/", 7)) return name->identifier;
    if (!strcmp(name->schema->kind, "person") && !name->identifier &&
        schema_may_read(weighed, walk->roles))
        return !strncmp(address, "/identify", 9) || walk->of == schema_find("proposal");
    return walk->of == schema_find("custody") && name->identifier &&
           (!strcmp(name->schema->kind, "sample") || !strcmp(name->schema->kind, "document"));
}

static const struct schema *kind_of(const char *address, const char *page) {
    const char *at = !strncmp(address, "/records/", 9) ? address : strstr(page, "class=\"path\"");
    if (!strncmp(address, "/custody", 8)) return schema_find("custody");
    at = at ? strstr(at, "/records/") : NULL;
    return at ? schema_find(arena_copy_part(&arena, at + 9, strcspn(at + 9, "/?\"#"))) : NULL;
}

static void tell(struct walk *walk, const struct clue *name, const char *address,
                 const char *at) {
    if (walk->faults++ < FAULTS_TOLD)
        print_message("# %s reads of the %s %s at %s: %.160s\n", walk->name, name->schema->kind,
                      name->word, address, at);
}

static void expect_nothing_unseen(struct walk *walk, const char *address) {
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
    const char *page = visitor_page(&walk->visitor);
    walk->of = kind_of(address, page);
    for (const char *at = page; *at;) {
        size_t length = strspn(at, letters);
        if (length < 3 || length > 60) {
            at += length + !length;
            continue;
        }
        char word[64];
        snprintf(word, sizeof word, "%.*s", (int)length, at);
        const struct clue wanted = {.word = word};
        const struct clue *name = bsearch(&wanted, names, name_count, sizeof *names, by_word);
        if (name && !may_come_upon(walk, name, address))
            tell(walk, name, address, at - page > 60 ? at - 60 : page);
        at += length;
    }
}

static unsigned roles_of(const char *text) {
    unsigned roles = 0;
    while (*text) {
        enum user_role role;
        size_t length = strcspn(text, ",");
        assert_true(user_role_find(arena_copy_part(&arena, text, length), &role));
        roles |= 1U << role;
        text += length + (text[length] == ',');
    }
    return roles;
}

static void look(struct walk *walk, const char *address) {
    int status = visitor_get(&walk->visitor, "%s", address);
    expect_nothing_unseen(walk, address);
    if (status == 200 || status == 303) reached[route_of(address)] = true;
    if (status == 200) {
        add_links(walk);
        if (!strncmp(address, "/record/", 8) && !strchr(address + 8, '/'))
            add(walk, arena_format(&arena, "%s/edit", address));
    } else if (status != 303 && status != 403 && status != 404) {
        fail_msg("%s at %s: %d", walk->name, address, status);
    }
}

/* The lists of all kinds, whether a page leads there or not. */
static void add_lists(struct walk *walk) {
    for (int i = 0; i < schema_count; i++)
        for (int as = 0; as < 3; as++)
            add(walk, arena_format(&arena, "/records/%s%s", schema_list[i].kind,
                                   as == 0   ? ""
                                   : as == 1 ? "/all?as=csv"
                                             : "/all?as=json"));
    add(walk, "/find?q=Elderwood");
}

/* How much they came upon. */
static int walk_as(const struct demo_user *user) {
    struct walk walk = {
        .name = user->name, .roles = roles_of(user->roles), .known = json_object()};
    visitor_sign_in_by(&walk.visitor, port, user->name, DEMO_PASSPHRASE);
    add(&walk, "/");
    add_lists(&walk);
    for (size_t i = 0; i < walk.count; i++) look(&walk, walk.address[i]);
    visitor_close(&walk.visitor);
    json_decref(walk.known);
    return walk.faults;
}

/* Of nobody who is signed in, or of what the demonstration has none of: pictures, and what goes on. */
static bool is_elsewhere(const char *route) {
    static const char *const begins[] = {"/sign-in", "/second-factor", "/media/:", "/identify/run",
                                         "/custody/waiting"};
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (!strncmp(route, begins[i], strlen(begins[i]))) return true;
    return false;
}

static void test_nobody_comes_upon_what_is_for_others(void **state) {
    (void)state;
    int faults = 0;
    for (const struct demo_user *user = DEMO_USERS; user->name; user++) faults += walk_as(user);
    assert_int_equal(faults, 0);
    for (int i = 0; web_pages[i].show; i++)
        if (web_pages[i].route.method == METHOD_GET && !reached[i] &&
            !is_elsewhere(web_pages[i].route.path))
            fail_msg("nobody came to %s", web_pages[i].route.path);
}

/* ------------------------------------------------------------------ guessing */

/* A code that may not be read is led to as one that was never given. */
static void test_a_code_that_is_for_others_answers_as_none(void **state) {
    (void)state;
    struct visitor press;
    visitor_sign_in_by(&press, port, DEMO_PRESS, DEMO_PASSPHRASE);
    size_t tried = 0;
    for (size_t i = 0; i < name_count && tried < 20; i++) {
        if (names[i].identifier || strcmp(names[i].schema->kind, "person") != 0) continue;
        tried++;
        int status = visitor_get(&press, "/code/%s", names[i].word);
        char *location = arena_copy(&arena, press.location);
        char *at = strstr(location, names[i].word);
        assert_int_equal(visitor_get(&press, "/code/%s", "F999-99"), status);
        if (at) memcpy(at, "F999-99", 7);
        assert_string_equal(location, press.location);
    }
    assert_true(tried > 10);
    visitor_close(&press);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nobody_comes_upon_what_is_for_others),
        cmocka_unit_test(test_a_code_that_is_for_others_answers_as_none),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
