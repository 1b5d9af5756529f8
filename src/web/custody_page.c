/* Custody: what waits for a signature, who has what now, and where chains have gaps. */
#include <string.h>

#include "http/page_custody.h"
#include "web/chains.h"
#include "web/handing.h"
#include "web/things.h"

/* ------------------------------------------------------------------ what waits */

struct seen {
    const char *name;
    bool stale;
};

/* "transfer C-17": an offer as both see it in a list. */
static bool look_at(const struct visit *visit, const struct offer_desk *desk,
                    const struct offer_line *line, struct seen *out, struct error *error) {
    struct offer_line read;
    struct offered offered;
    struct error fault = {0};
    char *bytes;
    size_t size;
    if (!offers_read(visit->arena, &visit->web->own, line->rec.text, &visit->person->user,
                     &visit->person->private_key, &read, &bytes, &size, error) ||
        !offer_read(visit->arena, desk, bytes, size, &line->second, &offered, error))
        return false;
    const json_t *fields = offered.half.fields;
    const char *event = json_string_value(json_object_get(fields, "event"));
    const char *number = json_string_value(json_object_get(fields, offered.schema->key.word[0]));
    out->name = arena_format(visit->arena, "%s %s",
                             event ? choice_named(visit, "custody", "event", event)
                                   : kind_text(visit, offered.schema),
                             number ? number : "");
    out->stale = !offer_check(visit->arena, desk, &offered, &fault);
    offer_close(&offered);
    return !out->stale || handing_is_refusal(fault.code) ||
           error_set(error, fault.code, "%s", fault.text);
}

/* What can be read no more, as with a key that was lost, is shown by its identifier: it can be
 * neither signed nor taken for something else. */
static bool see(const struct visit *visit, const struct offer_desk *desk,
                const struct offer_line *line, struct seen *out, struct error *error) {
    struct error fault = {0};
    if (look_at(visit, desk, line, out, &fault)) return true;
    *out = (struct seen){.name = arena_copy(visit->arena, line->rec.text), .stale = true};
    return handing_is_refusal(fault.code) || fault.code == ERROR_NOT_FOUND ||
           error_set(error, fault.code, "%s", fault.text);
}

static bool show_offers(const struct visit *visit, const struct people *people,
                        const struct offer_line *lines, int count, struct page_custody *page,
                        struct error *error) {
    struct page_custody_waiting *waiting =
        arena_new(visit->arena, struct page_custody_waiting, count);
    struct page_custody_begun *begun = arena_new(visit->arena, struct page_custody_begun, count);
    struct offer_desk desk;
    page->waiting = waiting;
    page->begun = begun;
    if (count && !handing_desk(visit, people, &desk, error)) return false;
    for (int i = 0; i < count; i++) {
        const struct offer_line *line = &lines[i];
        bool first = identifier_equal(&line->first, &visit->person->user);
        const char *address = handing_address(visit, &line->rec);
        struct seen seen;
        if (line->refused && !first) continue;
        if (!see(visit, &desk, line, &seen, error)) return false;
        const char *who =
            arena_copy(visit->arena, handing_name(people, first ? &line->second : &line->first));
        if (first)
            begun[page->begun_count++] =
                (struct page_custody_begun){.address = address,
                                            .name = seen.name,
                                            .who = who,
                                            .refused = line->refused,
                                            .stale = seen.stale && !line->refused};
        else
            waiting[page->waiting_count++] = (struct page_custody_waiting){
                .address = address, .name = seen.name, .who = who, .stale = seen.stale};
    }
    return true;
}

static bool show_waiting_offers(const struct visit *visit, struct page_custody *page,
                                struct error *error) {
    struct offer_line *lines;
    int count;
    if (!offers_of(visit->arena, &visit->web->own, &visit->person->user, &lines, &count, error))
        return false;
    struct people *people = people_hold(&visit->web->people);
    bool done = show_offers(visit, people, lines, count, page, error);
    people_release(&visit->web->people, people);
    return done;
}

static void show_forms(const struct visit *visit, struct page_custody *page) {
    static const char *const kinds[] = {"custody", "handover"};
    const char *const names[] = {say(visit->language, "Hand over"),
                                 say(visit->language, "Give back to a family")};
    struct page_custody_forms *forms = arena_new(visit->arena, struct page_custody_forms, 2);
    for (int i = 0; i < 2; i++)
        if (offer_may_begin(schema_find(kinds[i]), visit->roles))
            forms[page->forms_count++] = (struct page_custody_forms){
                .address = arena_format(visit->arena, "/custody/new/%s", kinds[i]),
                .name = names[i]};
    page->forms = forms;
}

/* ------------------------------------------------------------------ where everything is */

enum { KINDS = 5 };

static const char *const KIND[KINDS] = {"remains", "belonging", "document", "sample", NULL};

static int column_of(const struct custody_thing *thing) {
    int column = 0;
    while (KIND[column] && strcmp(thing->kind, KIND[column]) != 0) column++;
    return column;
}

struct place_of_things {
    const struct custody_thing *first;
    long long count[KINDS];
};

static void show_place(const struct visit *visit, const struct place_of_things *place,
                       const bool *shown, struct page_custody_places *out) {
    struct page_custody_places_counts *counts =
        arena_new(visit->arena, struct page_custody_places_counts, KINDS);
    const char *address = things_address(visit, place->first, NULL);
    *out = (struct page_custody_places){
        .where = chain_where(visit, place->first), .address = address, .counts = counts};
    for (int k = 0; k < KINDS; k++)
        if (shown[k])
            counts[out->counts_count++] = (struct page_custody_places_counts){
                .count = place->count[k],
                .address = !place->count[k] ? NULL
                           : KIND[k]        ? things_address(visit, place->first, KIND[k])
                                            : address};
}

static void show_places(const struct visit *visit, const struct custody *custody,
                        struct page_custody *page) {
    struct place_of_things *place = NULL;
    size_t room = 0;
    int count = 0;
    bool shown[KINDS] = {false};
    for (int i = 0; i < custody->thing_count; i++) {
        const struct custody_thing *thing = &custody->thing[i];
        int at = 0;
        while (at < count && !things_same_place(place[at].first, thing)) at++;
        if (at == count) {
            place = arena_grow(visit->arena, place, (size_t)count, &room, sizeof *place);
            place[count++] = (struct place_of_things){.first = thing};
        }
        place[at].count[column_of(thing)]++;
        shown[column_of(thing)] = true;
    }
    struct page_custody_places *places = arena_new(visit->arena, struct page_custody_places, count);
    struct page_custody_kinds *kinds = arena_new(visit->arena, struct page_custody_kinds, KINDS);
    for (int k = 0; k < KINDS; k++)
        if (shown[k])
            kinds[page->kinds_count++].name =
                KIND[k] ? kinds_text(visit, schema_find(KIND[k])) : say(visit->language, "Others");
    for (int i = 0; i < count; i++) show_place(visit, &place[i], shown, &places[i]);
    page->kinds = kinds;
    page->places = places;
    page->places_count = (size_t)count;
}

/* ------------------------------------------------------------------ gaps */

static void show_gaps(const struct visit *visit, const struct custody *custody,
                      struct page_custody *page) {
    struct page_custody_faults *faults =
        arena_new(visit->arena, struct page_custody_faults, CUSTODY_FAULTS);
    long long count[CUSTODY_FAULTS] = {0};
    for (int i = 0; i < custody->thing_count; i++) {
        const struct custody_thing *thing = &custody->thing[i];
        page->gaps += thing->gap_count;
        page->things += thing->gap_count > 0;
        for (int f = 0; f < thing->fault_count; f++) count[thing->fault[f].kind]++;
    }
    for (int kind = 0; kind < CUSTODY_FAULTS; kind++)
        if (count[kind])
            faults[page->faults_count++] = (struct page_custody_faults){
                .name =
                    say_word(visit->language, custody_fault_words((enum custody_fault_kind)kind)),
                .count = count[kind],
                .address = arena_format(visit->arena, "/custody/things?gap=%s",
                                        custody_fault_name((enum custody_fault_kind)kind))};
    page->faults = faults;
}

bool show_custody(struct visit *visit, struct error *error) {
    struct page_custody page = {0};
    const struct custody *custody;
    struct kept *kept;
    if (!show_waiting_offers(visit, &page, error) || !chains_hold(visit, &kept, &custody, error))
        return false;
    show_forms(visit, &page);
    show_places(visit, custody, &page);
    show_gaps(visit, custody, &page);
    page.frame = visit_frame(visit, say(visit->language, "Custody"), "/custody");
    page_custody(visit_page(visit), &page);
    kept_release(&visit->web->custody, kept);
    return true;
}
