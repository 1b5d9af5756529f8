/* Leads from documents, held against an investigation of which the truth is known: whose document it
 * is, and which documents are of nobody who is listed. The table has the owner only where the list
 * of the missing has one; nothing of it is read to find leads. */
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

enum { SEEDS = 6 };

/* What of documents and persons is left to go by. */
struct view {
    const char *name;
    const char *without[4];  /* fields of documents that are taken away */
    const char *names;       /* of persons the script of the names that are left; NULL: all */
    bool no_dates;           /* of persons */
};

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
                    const struct view *view, const struct leads_person *person, int persons,
                    struct figures *figures) {
    const char *owner = record_text(record, "person");
    json_t *seen = seen_document(record, view);
    struct leads_document document;
    struct leads leads;
    leads_document_read(arena, given, NULL, seen, &document);
    json_decref(seen);
    if (!document.name_count) return; /* a ticket without a zone, of which only that is seen */
    leads_find(arena, &document, person, persons, &leads);
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

static struct figures figures_of(const struct view *view, int remains) {
    struct figures figures = {0};
    for (int seed = 1; seed <= SEEDS; seed++) {
        struct arena arena;
        struct example_records world;
        struct leads_person *person;
        const char *key;
        json_t *record;
        arena_open(&arena, 0);
        records_open(&world, (uint64_t)seed, remains);
        struct given_names given = given_names_make(&arena);
        int persons = read_persons(&arena, &given, &world, view, &person);
        json_object_foreach(records_of(&world, "document"), key, record)
            look_at(&arena, &given, record, view, person, persons, &figures);
        records_close(&world);
        arena_close(&arena);
    }
    print_message("%-40s owner first %d, among the leads %d of %d; of nobody listed: %d of %d have "
                  "no lead; %d first leads are wrong\n",
                  view->name, figures.first, figures.among, figures.listed, figures.refused,
                  figures.unlisted, figures.wrong_first);
    return figures;
}

static void explore(void **state) {
    (void)state;
    static const struct view views[] = {
        {"all", {NULL}, NULL, false},
        {"zone", {"name_native", "name_latin", "born", "sex"}, NULL, false},
        {"zone, persons Cyrillic", {"name_native", "name_latin", "born", "sex"}, "Cyrl", false},
        {"zone, persons Latin", {"name_native", "name_latin", "born", "sex"}, "Latn", false},
        {"native, persons Latin", {"name_latin", "mrz"}, "Latn", false},
        {"native, persons Latin, no dates", {"name_latin", "mrz"}, "Latn", true},
        {"zone, persons Cyrillic, no dates", {"name_native", "name_latin", "born"}, "Cyrl", true},
    };
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) figures_of(&views[i], EXAMPLE_REMAINS);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(explore),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
