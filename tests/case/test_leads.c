/* Leads from documents, held against an investigation of which the truth is known: whose document
 * it is, and which documents are of nobody who is listed. The table has the owner only where the
 * list of the missing has one; nothing of it is read to find leads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "case/example_records.h"
#include "case/leads.h"

enum { SEEDS = 2 };

static struct example_records worlds[SEEDS];

/* What of documents and persons is left to go by. */
struct view {
    const char *name;
    const char *without[4]; /* fields of documents that are taken away */
    const char *names;      /* of persons the script of the names that are left; NULL: all */
    bool no_dates;          /* of persons */
};

static int open_worlds(void **state) {
    (void)state;
    for (int i = 0; i < SEEDS; i++) records_open(&worlds[i], (uint64_t)i + 1, EXAMPLE_REMAINS);
    return 0;
}

static int close_worlds(void **state) {
    (void)state;
    for (int i = 0; i < SEEDS; i++) records_close(&worlds[i]);
    return 0;
}

struct figures {
    int listed, first, among; /* documents of listed people; owner first; owner among the leads */
    int unlisted, refused;    /* documents of nobody listed; without any lead */
    int wrong_first;          /* leads whose first is somebody else */
};

static json_t *seen_document(const json_t *document, const struct view *view) {
    json_t *copy = json_deep_copy(document);
    for (int i = 0; i < 4 && view->without[i]; i++) json_object_del(copy, view->without[i]);
    json_object_del(copy, "person");
    return copy;
}

static json_t *seen_person(const json_t *person, const struct view *view) {
    json_t *copy = json_deep_copy(person);
    json_t *names = json_object_get(copy, "names");
    for (size_t i = json_array_size(names); view->names && i-- > 0;) {
        json_t *name = json_object_get(json_array_get(names, i), "name");
        const char *script = json_string_value(json_object_get(name, "script"));
        if (script && strcmp(script, view->names) != 0) json_array_remove(names, i);
    }
    if (view->no_dates) json_object_del(copy, "born");
    return copy;
}

static int read_persons(struct arena *arena, const struct given_names *given,
                        const struct example_records *world, const struct view *view,
                        struct leads_person **out) {
    const char *key;
    json_t *record;
    int count = 0;
    *out = arena_new(arena, struct leads_person, json_object_size(records_of(world, "person")));
    json_object_foreach(records_of(world, "person"), key, record) {
        json_t *seen = seen_person(record, view);
        count += leads_person_read(arena, given, NULL, seen, &(*out)[count]);
        json_decref(seen);
    }
    return count;
}

static void look_at(struct arena *arena, const struct given_names *given, const json_t *record,
                    const struct view *view, const struct leads_list *list,
                    struct figures *figures) {
    const struct leads_person *person = list->person;
    const char *owner = record_text(record, "person");
    json_t *seen = seen_document(record, view);
    struct leads_document document;
    struct leads leads;
    leads_document_read(arena, given, NULL, seen, &document);
    json_decref(seen);
    if (!document.name_count) return; /* a ticket without a zone, of which only that is seen */
    leads_find(arena, list, &document, &leads);
    bool found = false, first = leads.count && !strcmp(person[leads.lead[0].person].id, owner);
    for (int i = 0; i < leads.count; i++)
        found = found || !strcmp(person[leads.lead[i].person].id, owner);
    if (*owner) {
        figures->listed++;
        figures->first += first;
        figures->among += found;
    } else {
        figures->unlisted++;
        figures->refused += leads.count == 0;
    }
    figures->wrong_first += leads.count && !first;
}

static struct figures figures_of(const struct view *view) {
    struct figures figures = {0};
    for (int i = 0; i < SEEDS; i++) {
        struct arena arena;
        struct leads_person *person;
        const char *key;
        json_t *record;
        arena_open(&arena, 0);
        struct given_names given = given_names_make(&arena);
        int persons = read_persons(&arena, &given, &worlds[i], view, &person);
        struct leads_list list = leads_list_make(&arena, person, persons);
        json_object_foreach(records_of(&worlds[i], "document"), key, record)
            look_at(&arena, &given, record, view, &list, &figures);
        arena_close(&arena);
    }
    print_message("%s: owner first %d, among the leads %d, of %d; of nobody listed %d of %d "
                  "without a lead; %d first leads are somebody else\n",
                  view->name, figures.first, figures.among, figures.listed, figures.refused,
                  figures.unlisted, figures.wrong_first);
    return figures;
}

/* Every owner who is listed comes first, and nobody is found for a document of nobody. */
static void check_all_right(const struct view *view) {
    struct figures figures = figures_of(view);
    assert_true(figures.listed > 60 && figures.unlisted > 5);
    assert_int_equal(figures.first, figures.listed);
    assert_int_equal(figures.refused, figures.unlisted);
    assert_int_equal(figures.wrong_first, 0);
}

static void documents_as_they_were_recorded(void **state) {
    (void)state;
    check_all_right(&(struct view){"all that is recorded", {NULL}, NULL, false});
}

/* Latin letters of passports against Cyrillic ones of families: another script and no page. */
static void zones_against_names_in_cyrillic(void **state) {
    (void)state;
    check_all_right(&(struct view){"zones, families in Cyrillic",
                                   {"name_native", "name_latin", "born", "sex"}, "Cyrl", false});
}

/* Spellings of three kinds, also by ear, and no Cyrillic of the family. */
static void pages_against_names_in_latin(void **state) {
    (void)state;
    check_all_right(&(struct view){"pages, families in Latin",
                                   {"name_latin", "mrz"}, "Latn", false});
}

/* Without dates people of one name cannot be told apart; still nobody is lost. */
static void names_alone(void **state) {
    (void)state;
    struct figures figures = figures_of(
        &(struct view){"zones, families in Cyrillic, no dates", {"name_native", "name_latin"},
                       "Cyrl", true});
    assert_int_equal(figures.among, figures.listed);
    assert_true(figures.first * 100 >= figures.listed * 90);
    assert_true(figures.refused * 100 >= figures.unlisted * 80);
}

/* ------------------------------------------------------------------ reasons */

static const char PERSON[] =
    "{'id': 'F012-03', 'role': 'missing', 'sex': 'M', 'born': '1974-08-12', 'names': ["
    "{'name': {'script': 'Cyrl', 'text': 'Юрвін Олександрович Гаврилюк'}, 'kind': 'full'},"
    "{'name': {'script': 'Cyrl', 'text': 'Щигольв'}, 'kind': 'maiden'}], 'papers': 'ВЕ 123456'}";

static struct lead lead_of(struct arena *arena, const char *document, const char *person) {
    struct given_names given = given_names_make(arena);
    json_t *fields = json_loads(document, JSON_DECODE_ANY, NULL);
    char *text = arena_copy(arena, person);
    for (char *at = text; *at; at++)
        if (*at == '\'') *at = '"';
    json_t *known = json_loads(text, 0, NULL);
    struct leads_person *one = arena_new(arena, struct leads_person, 1);
    struct leads_document read;
    struct leads leads;
    assert_true(known && leads_person_read(arena, &given, NULL, known, one));
    leads_document_read(arena, &given, NULL, fields, &read);
    json_decref(fields);
    json_decref(known);
    struct leads_list list = leads_list_make(arena, one, 1);
    leads_find(arena, &list, &read, &leads);
    return leads.count ? leads.lead[0] : leads.nearest;
}

/* A document of which these are the names in Latin letters, the date of birth and the sex. */
static void expect(const char *latin, const char *born, const char *sex, bool candidate,
                   const char *what, const char *why) {
    struct arena arena;
    arena_open(&arena, 0);
    json_t *fields = json_pack("{s:{s:s}, s:s, s:s, s:s}", "name_latin", "text", latin, "born",
                               born, "sex", sex, "document_number", "BE 654321");
    char *text = json_dumps(fields, 0);
    struct lead lead = lead_of(&arena, text, PERSON);
    bool found = false;
    for (int i = 0; i < lead.reason_count; i++)
        found = found || (!strcmp(lead.reason[i].what, what) && strstr(lead.reason[i].why, why));
    if (!found || (lead.score >= LEADS_LEAST) != candidate)
        fail_msg("%s, %s: %.1f, %s: %s", latin, born, lead.score, what, why);
    free(text);
    json_decref(fields);
    arena_close(&arena);
}

static void each_lead_says_why(void **state) {
    (void)state;
    expect("Havryliuk Yurvin", "1974-08-12", "M", true, "family name",
           "in the spelling \"KMU 2010\"");
    expect("Gavriliuk Iurvin", "1974-08-12", "M", true, "family name", "\"ICAO, Russian\"");
    expect("Havryliuk Yurvin", "1974-12-08", "M", true, "born", "day and month are exchanged");
    expect("Havryliuk Yurvin", "1974-08-13", "M", true, "born", "one digit is another");
    expect("Havryliuk Yurvin", "1974-08", "M", true, "born", "fits, to the month");
    expect("Havryliuk Yurvin", "1951-03-30", "M", false, "born", "another date");
    expect("Havryliuk Yurvin", "1974-08-12", "F", true, "sex",
           "F on the document, M of the person");
    expect("Gavryljuk Yurwin", "1974-08-12", "M", true, "family name", "sounds like");
    expect("Havrilyak Yurvin", "1974-08-12", "M", true, "family name", "is near to");
}

static void a_maiden_name_is_a_name(void **state) {
    (void)state;
    struct arena arena;
    arena_open(&arena, 0);
    struct lead lead = lead_of(&arena,
                               "{\"mrz\": \"P<UTOSHCHYHOLV<<YURVIN<<<<<<<<<<<<<<<<<<<<<<"
                               " L898902C36UTO7408122M1204159ZE184226B<<<<<10\"}",
                               PERSON);
    assert_true(lead.score >= LEADS_LEAST);
    assert_string_equal(lead.reason[0].what, "family name");
    assert_non_null(strstr(lead.reason[0].why, "(maiden name)"));
    arena_close(&arena);
}

static void the_number_among_the_papers_is_a_lead(void **state) {
    (void)state;
    struct arena arena;
    arena_open(&arena, 0);
    struct lead lead = lead_of(&arena, "{\"document_number\": \"ВЕ123456\", \"name_native\": "
                                       "{\"text\": \"Гаврилюк\"}}", PERSON);
    bool found = false;
    for (int i = 0; i < lead.reason_count; i++)
        found = found || !strcmp(lead.reason[i].what, "number");
    assert_true(found && lead.score >= LEADS_LEAST);
    arena_close(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_as_they_were_recorded),
        cmocka_unit_test(zones_against_names_in_cyrillic),
        cmocka_unit_test(pages_against_names_in_latin),
        cmocka_unit_test(names_alone),
        cmocka_unit_test(each_lead_says_why),
        cmocka_unit_test(a_maiden_name_is_a_name),
        cmocka_unit_test(the_number_among_the_papers_is_a_lead),
    };
    return cmocka_run_group_tests(tests, open_worlds, close_worlds);
}
