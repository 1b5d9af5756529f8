#include "case/handover_check.h"

#include <string.h>

#include "case/custody_parts.h"
#include "case/happened.h"
#include "record/label.h"
#include "store/statements.h"

struct handing_back {
    struct arena *arena;
    const struct handover_basis *basis;
    const char *person;
    struct custody_hand hand[2]; /* of those who sign */
    struct decisions decisions;
    struct handover_said *said;
    const char **remains; /* of each item: identifier of itself, or of what it is a bone of */
    struct error *error;
};

/* ------------------------------------------------------------------ reading */

/* The first column that a statement finds for an identifier, in the arena; NULL: none. */
static bool find_text(struct handing_back *back, const struct statement *statement, const char *rec,
                      const char **out_text) {
    struct query *query;
    bool row;
    *out_text = NULL;
    if (!query_open(back->basis->tables->store, statement, &query, back->error)) return false;
    query_bind_text(query, 1, rec);
    bool done = query_step(query, &row, back->error);
    if (done && row && !query_is_null(query, 0))
        *out_text = arena_copy(back->arena, query_text(query, 0));
    query_close(query);
    return done;
}

static bool add_item(struct handing_back *back, const char *rec, bool is_remains) {
    struct handover_item *item = &back->said->item[back->said->count];
    const struct custody *custody = back->basis->custody;
    const char *of = NULL;
    *item = (struct handover_item){.rec = arena_copy(back->arena, rec)};
    if (is_remains && !find_text(back, &HANDOVER_ELEMENT_REMAINS, rec, &of)) return false;
    item->thing = custody_find(custody, rec);
    if (of && (!item->thing || !item->thing->event_count)) item->thing = custody_find(custody, of);
    back->remains[back->said->count++] = is_remains ? of ? of : item->rec : NULL;
    return label_for(back->arena, back->basis->tables, back->basis->roles, rec, &item->label,
                     back->error);
}

static bool add_items(struct handing_back *back, const json_t *fields) {
    const json_t *remains = json_object_get(fields, "remains");
    const json_t *belongings = json_object_get(fields, "belongings");
    size_t count = json_array_size(remains), others = json_array_size(belongings);
    back->said->item = arena_new(back->arena, struct handover_item, count + others);
    back->remains = arena_new(back->arena, const char *, count + others);
    for (size_t i = 0; i < count + others; i++) {
        const json_t *one =
            i < count ? json_array_get(remains, i) : json_array_get(belongings, i - count);
        const char *rec = json_string_value(one);
        if (rec && !add_item(back, rec, i < count)) return false;
    }
    return true;
}

static bool read_decisions(struct handing_back *back) {
    const char **about = arena_new(back->arena, const char *, back->said->count + 1);
    int count = 0;
    about[count++] = back->person;
    for (int i = 0; i < back->said->count; i++)
        if (back->remains[i]) about[count++] = back->remains[i];
    return decisions_read_about(back->arena, back->basis->investigation, back->basis->tables, about,
                                count, &back->decisions, back->error);
}

static bool read_hand(struct handing_back *back, const struct identifier *user,
                      struct custody_hand *out_hand) {
    out_hand->user = user->text;
    return label_of(back->arena, back->basis->tables, user->text, &out_hand->name, back->error);
}

/* ------------------------------------------------------------------ whose it is */

static enum handover_identity identity_of(enum decision_state state) {
    static const enum handover_identity identity[DECISION_STATES] = {
        [DECISION_PROPOSED] = HANDOVER_PROPOSED,
        [DECISION_CONFIRMED] = HANDOVER_CONFIRMED,
        [DECISION_REFUSED] = HANDOVER_REFUSED,
        [DECISION_REVOKED] = HANDOVER_REVOKED};
    return identity[state];
}

/* What is confirmed counts before what is not, and of those the newest. */
static void tell_identity(struct handing_back *back, struct handover_item *item,
                          const char *remains) {
    item->identity = HANDOVER_NEVER;
    for (int i = 0; i < back->decisions.count; i++) {
        const struct decision *decision = &back->decisions.decision[i];
        bool theirs = decision_is_of_person(decision, back->person);
        bool confirmed = decision->state == DECISION_CONFIRMED;
        if (!decision_is_of_remains(decision, &remains, 1) || (!theirs && !confirmed)) continue;
        if (!confirmed && item->decision && item->decision->state == DECISION_CONFIRMED) continue;
        if (confirmed && theirs && item->identity == HANDOVER_ANOTHER) continue;
        item->decision = decision;
        item->identity = theirs ? identity_of(decision->state) : HANDOVER_ANOTHER;
    }
}

/* ------------------------------------------------------------------ who has it */

static bool has_hand_in(const struct handing_back *back, const struct custody_hand *hand) {
    return custody_same_hand(hand, &back->hand[0]) || custody_same_hand(hand, &back->hand[1]);
}

/* A return that was recorded first has the hands of those who sign, and ends with the family. */
static void tell_holder(const struct handing_back *back, struct handover_item *item) {
    const struct custody_thing *thing = item->thing;
    if (!thing || !thing->event_count) return;
    const struct custody_event *last =
        &back->basis->custody->event[thing->event[thing->event_count - 1]];
    item->held = has_hand_in(back, &thing->holder) ||
                 (thing->state == CUSTODY_RETURNED && has_hand_in(back, &last->gives));
}

/* ------------------------------------------------------------------ given before */

/* The event by which it came back after the last return; NULL: none. */
static const struct custody_event *coming_back(const struct custody *custody,
                                               const struct custody_thing *thing) {
    const struct custody_event *back = NULL;
    bool returned = false;
    for (int i = 0; thing && i < thing->event_count; i++) {
        const struct custody_event *event = &custody->event[thing->event[i]];
        if (event->act == CUSTODY_RETURN) {
            returned = true;
            back = NULL;
        } else if (returned && !back && event->receives.name) back = event;
    }
    return back;
}

enum { COLUMN_NUMBER = 2, COLUMN_REMAINS, COLUMN_BELONGINGS, COLUMN_INDEX, COLUMN_AT };

static bool is_later(const struct custody_event *event, struct query *query) {
    if (!event) return false;
    if (event->at != INT64_MIN && !query_is_null(query, COLUMN_AT))
        return event->at > query_int(query, COLUMN_AT);
    return event->index > query_int(query, COLUMN_INDEX);
}

static bool names(struct query *query, int column, const char *rec) {
    bool found = false;
    json_t *list = rec && !query_is_null(query, column)
                       ? json_loads(query_text(query, column), 0, NULL)
                       : NULL;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *one = json_string_value(json_array_get(list, i));
        found = found || (one && !strcmp(one, rec));
    }
    json_decref(list);
    return found;
}

static void tell_given(struct handing_back *back, struct query *query) {
    for (int i = 0; i < back->said->count; i++) {
        struct handover_item *item = &back->said->item[i];
        if (!names(query, COLUMN_REMAINS, item->rec) &&
            !names(query, COLUMN_REMAINS, back->remains[i]) &&
            !names(query, COLUMN_BELONGINGS, item->rec))
            continue;
        if (is_later(coming_back(back->basis->custody, item->thing), query)) continue;
        item->given = query_is_null(query, COLUMN_NUMBER)
                          ? "(no number)"
                          : arena_copy(back->arena, query_text(query, COLUMN_NUMBER));
    }
}

static bool read_handovers(struct handing_back *back) {
    struct query *query;
    bool row, good;
    if (!query_open(back->basis->tables->store, &CUSTODY_HANDOVERS_ALL, &query, back->error))
        return false;
    while ((good = query_step(query, &row, back->error)) && row) tell_given(back, query);
    query_close(query);
    return good;
}

/* ------------------------------------------------------------------ all of it */

bool handover_read(struct arena *arena, const struct handover_basis *basis, const json_t *fields,
                   const struct identifier *first, const struct identifier *second,
                   struct handover_said *out_said, struct error *error) {
    const char *person = json_string_value(json_object_get(fields, "person")), *role;
    struct handover_said said = {0};
    struct handing_back back = {.arena = arena, .basis = basis, .said = &said, .error = error};
    back.person = person ? arena_copy(arena, person) : "";
    if (!find_text(&back, &HANDOVER_PERSON_ROLE, back.person, &role) || !add_items(&back, fields) ||
        !read_decisions(&back) || !read_hand(&back, first, &back.hand[0]) ||
        !read_hand(&back, second, &back.hand[1]))
        return false;
    said.missing = role && !strcmp(role, "missing");
    for (int i = 0; i < said.count; i++) {
        if (back.remains[i]) tell_identity(&back, &said.item[i], back.remains[i]);
        tell_holder(&back, &said.item[i]);
    }
    if (!read_handovers(&back)) return false;
    *out_said = said;
    return true;
}

static bool is_unidentified(const struct handover_item *item) {
    return item->identity != HANDOVER_NOT_ASKED && item->identity != HANDOVER_CONFIRMED;
}

bool handover_asks(const struct handover_said *said) {
    for (int i = 0; i < said->count; i++)
        if (is_unidentified(&said->item[i]) || !said->item[i].held) return true;
    return false;
}

static bool check_item(const struct handover_item *item, struct error *error) {
    if (item->given)
        return error_set(error, ERROR_CONFLICT,
                         "%s was handed over already, in %s: where it came "
                         "back, record first who has it since, as a break of its custody",
                         item->label, item->given);
    if (item->thing && item->thing->state == CUSTODY_DESTROYED)
        return error_set(error, ERROR_CONFLICT,
                         "%s was destroyed, by its chain of custody: take it "
                         "out of the handover",
                         item->label);
    if (item->identity == HANDOVER_ANOTHER)
        return error_set(error, ERROR_CONFLICT,
                         "%s is confirmed as %s, somebody else (proposed in "
                         "entry %lld): name that person, or have it revoked first",
                         item->label, item->decision->person_rec,
                         (long long)item->decision->proposal.index);
    return true;
}

static bool ask(const struct handover_item *item, struct error *error) {
    if (is_unidentified(item))
        return error_set(error, ERROR_BAD_INPUT,
                         "no confirmed identification says that %s is that "
                         "person: say in the explanation, in words, why it is handed over all the "
                         "same",
                         item->label);
    return item->held ||
           error_set(error, ERROR_BAD_INPUT,
                     "by its chain of custody nobody who signs has %s: record "
                     "first how it came to them, or say in the explanation, in words, how it is",
                     item->label);
}

bool handover_check(const struct handover_said *said, const json_t *fields, struct error *error) {
    if (!said->missing)
        return error_set(error, ERROR_CONFLICT,
                         "person: it is nobody missing: name the person whose "
                         "remains they are, not a relative");
    for (int i = 0; i < said->count; i++)
        if (!check_item(&said->item[i], error)) return false;
    if (happened_in_words(fields, "explanation")) return true;
    for (int i = 0; i < said->count; i++)
        if (!ask(&said->item[i], error)) return false;
    return true;
}
