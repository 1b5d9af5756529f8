/* The chain of one thing, and its gaps. */
#include <string.h>

#include "case/custody_parts.h"
#include "schema/instant.h"

void custody_add_fault(struct custody_walk *walk, enum custody_fault_kind kind, int event,
                       const char *text) {
    walk->fault = arena_grow(walk->arena, walk->fault, (size_t)walk->fault_count, &walk->room,
                             sizeof *walk->fault);
    walk->fault[walk->fault_count++] = (struct custody_fault){kind, event, text};
}

bool custody_names(const struct custody_event *event, int thing) {
    for (int i = 0; i < event->thing_count; i++)
        if (event->thing[i] == thing) return true;
    return false;
}

static bool begins_with(const char *text, const char *name) {
    size_t length = strlen(name);
    return length && !strncmp(text, name, length) && (!text[length] || text[length] == ',');
}

bool custody_same_hand(const struct custody_hand *one, const struct custody_hand *other) {
    if (one->user && other->user) return strcmp(one->user, other->user) == 0;
    if (!one->name || !other->name) return false;
    if (schema_same_word(one->name, other->name)) return true;
    return (one->user && begins_with(other->name, one->name)) ||
           (other->user && begins_with(one->name, other->name));
}

/* ------------------------------------------------------------------ one step */

static const char *number_of(const struct custody_event *event) {
    return event->number ? event->number : event->rec;
}

/* Do things of this kind come from the ground, so that somebody must have collected them? */
static bool is_collected(const struct custody_thing *thing) {
    return !strcmp(thing->kind, "remains") || !strcmp(thing->kind, "belonging") ||
           !strcmp(thing->kind, "document");
}

static bool moves(const struct custody_event *event) {
    return event->act == CUSTODY_TRANSFER || event->act == CUSTODY_RECEIVE ||
           event->act == CUSTODY_RETURN;
}

static void check_beginning(struct custody_walk *walk, const struct custody_event *event,
                            int place) {
    if (walk->last || event->act == CUSTODY_COLLECT || !is_collected(walk->thing)) return;
    custody_add_fault(walk, CUSTODY_BEGINS, place,
                      arena_format(walk->arena, "%s: the chain begins with this event (%s); who "
                                   "collected it is not recorded", number_of(event),
                                   custody_act_name(event->act)));
}

static void check_hands(struct custody_walk *walk, const struct custody_event *event, int place) {
    const char *number = number_of(event);
    const char *holder = walk->holder.name;
    if (!walk->last) return;
    if (event->gives.name && holder && !custody_same_hand(&event->gives, &walk->holder))
        custody_add_fault(walk, CUSTODY_HANDS, place,
                          arena_format(walk->arena, "%s: given by %s, and %s left it with %s",
                                       number, event->gives.name, number_of(walk->last), holder));
    else if (event->act == CUSTODY_COLLECT && holder)
        custody_add_fault(walk, CUSTODY_HANDS, place,
                          arena_format(walk->arena, "%s: collected once more, and %s left it with "
                                       "%s", number, number_of(walk->last), holder));
    else if (moves(event) && !event->gives.name)
        custody_add_fault(walk, CUSTODY_NOBODY, place,
                          arena_format(walk->arena, "%s: who gives it is not said", number));
    if (moves(event) && !event->receives.name)
        custody_add_fault(walk, CUSTODY_NOBODY, place,
                          arena_format(walk->arena, "%s: who receives it is not said", number));
}

/* An event that names many things names the one before of one of them. */
static void check_previous(struct custody_walk *walk, const struct custody_event *event,
                           int place) {
    const struct custody *custody = walk->custody;
    if (event->previous < 0) return;
    const struct custody_event *before = &custody->event[event->previous];
    if (before->at != INT64_MIN && event->at != INT64_MIN && before->at > event->at)
        custody_add_fault(walk, CUSTODY_TIMES, place,
                          arena_format(walk->arena, "%s: earlier than %s, which it follows",
                                       number_of(event), number_of(before)));
    else if (walk->last && before != walk->last &&
             custody_names(before, (int)(walk->thing - custody->thing)))
        custody_add_fault(walk, CUSTODY_SKIPS, place,
                          arena_format(walk->arena, "%s: follows %s, and %s came after that",
                                       number_of(event), number_of(before),
                                       number_of(walk->last)));
}

/* A seal is on a container, and things change containers: its number is held against the last one
 * where the event says that it follows that one. */
static void check_seals(struct custody_walk *walk, const struct custody_event *event, int place) {
    bool follows =
        event->previous >= 0 && &walk->custody->event[event->previous] == walk->last;
    if (event->seal_intact == 0)
        custody_add_fault(walk, CUSTODY_SEALS, place,
                          arena_format(walk->arena, "%s: the seal was not whole, or had another "
                                       "number", number_of(event)));
    else if (follows && event->seal_before && walk->seal &&
             strcmp(event->seal_before, walk->seal) != 0)
        custody_add_fault(walk, CUSTODY_SEALS, place,
                          arena_format(walk->arena, "%s: the seal was %s, and the one put on last "
                                       "is %s", number_of(event), event->seal_before, walk->seal));
}

static void check_place(struct custody_walk *walk, const struct custody_event *event, int place) {
    const struct custody_event *last = walk->last;
    char at[INSTANT_TEXT];
    if (!last || last->at == INT64_MIN || last->at != event->at || !last->place || !event->place ||
        schema_same_word(last->place, event->place))
        return;
    instant_write(event->at, at);
    custody_add_fault(walk, CUSTODY_PLACES, place,
                      arena_format(walk->arena, "%s: at %s in %s, and by %s in %s at the same time",
                                   number_of(event), at, event->place, number_of(last),
                                   last->place));
}

static void check_ended(struct custody_walk *walk, const struct custody_event *event, int place) {
    if (walk->state != CUSTODY_RETURNED && walk->state != CUSTODY_DESTROYED) return;
    custody_add_fault(walk, CUSTODY_ENDED, place,
                      arena_format(walk->arena, "%s: by %s it was %s", number_of(event),
                                   number_of(walk->last), custody_state_name(walk->state)));
}

/* What is not known is said by a break, and that is all that can be asked of it. */
static void check_break(struct custody_walk *walk, const struct custody_event *event, int place) {
    if (event->explanation)
        custody_add_fault(walk, CUSTODY_EXPLAINED, place,
                          arena_format(walk->arena, "%s: %s", number_of(event),
                                       event->explanation));
    else
        custody_add_fault(walk, CUSTODY_UNEXPLAINED, place,
                          arena_format(walk->arena, "%s: a break that says nothing of what is not "
                                       "known", number_of(event)));
}

static void move_on(struct custody_walk *walk, const struct custody_event *event) {
    if (event->receives.name) walk->holder = event->receives;
    else if (moves(event) || event->act == CUSTODY_BREAK) walk->holder = (struct custody_hand){0};
    else if (!walk->holder.name && event->gives.name) walk->holder = event->gives;
    walk->state = event->act == CUSTODY_RETURN    ? CUSTODY_RETURNED
                  : event->act == CUSTODY_DESTROY ? CUSTODY_DESTROYED
                  : walk->holder.name             ? CUSTODY_HELD
                                                  : CUSTODY_UNKNOWN;
    if (event->place) walk->place = event->place;
    if (event->seal_after) walk->seal = event->seal_after;
    else if (event->act == CUSTODY_OPEN) walk->seal = NULL;
    else if (event->seal_before) walk->seal = event->seal_before;
    walk->last = event;
    walk->steps++;
}

void custody_walk_on(struct custody_walk *walk, const struct custody_event *event, int place) {
    if (event->act == CUSTODY_BREAK) check_break(walk, event, place);
    else {
        check_ended(walk, event, place);
        check_beginning(walk, event, place);
        check_hands(walk, event, place);
        check_previous(walk, event, place);
        check_seals(walk, event, place);
        check_place(walk, event, place);
    }
    if (event->forked)
        custody_add_fault(walk, CUSTODY_FORKED, place,
                          arena_format(walk->arena, "%s has several newest revisions: this is one "
                                       "of them", number_of(event)));
    move_on(walk, event);
}

/* ------------------------------------------------------------------ all of it */

/* Everything that is evidence has a chain; ladders and controls, which are of nobody, need none. */
static bool needs_chain(const struct custody_thing *thing) {
    return is_collected(thing) || (!strcmp(thing->kind, "sample") && thing->parent);
}

/* A sample comes into being in an event that names what it was taken from. */
static void check_taken(struct custody_walk *walk, const struct rec_map *things) {
    const struct custody_thing *sample = walk->thing;
    const struct custody *custody = walk->custody;
    int parent = rec_map_find(things, sample->parent);
    if (parent < 0 || !custody->thing[parent].event_count || !sample->event_count) return;
    for (int i = 0; i < sample->event_count; i++) {
        const struct custody_event *event = &custody->event[sample->event[i]];
        if (event->act == CUSTODY_SAMPLE && custody_names(event, parent)) return;
    }
    custody_add_fault(walk, CUSTODY_NOT_TAKEN, -1,
                      arena_format(walk->arena, "no event says when it was taken from %s",
                                   custody->thing[parent].label));
}

static void check_whole(struct custody_walk *walk, const struct rec_map *things) {
    const struct custody_thing *thing = walk->thing;
    if (!thing->event_count && needs_chain(thing))
        custody_add_fault(walk, CUSTODY_NEVER, -1, "no event of custody names it");
    check_taken(walk, things);
    if (thing->handover && walk->state != CUSTODY_RETURNED)
        custody_add_fault(walk, CUSTODY_GIVEN_BACK, -1,
                          arena_format(walk->arena, "handover %s gives it back to a family, and no "
                                       "return is recorded", thing->handover));
}

void custody_follow(struct arena *arena, struct custody *custody) {
    struct rec_map things = {0};
    for (int i = 0; i < custody->thing_count; i++)
        rec_map_put(arena, &things, custody->thing[i].rec, i);
    for (int i = 0; i < custody->thing_count; i++) {
        struct custody_thing *thing = &custody->thing[i];
        struct custody_walk walk = {.arena = arena, .custody = custody, .thing = thing,
                                    .state = CUSTODY_UNKNOWN};
        for (int e = 0; e < thing->event_count; e++)
            custody_walk_on(&walk, &custody->event[thing->event[e]], thing->event[e]);
        check_whole(&walk, &things);
        thing->fault = walk.fault;
        thing->fault_count = walk.fault_count;
        for (int f = 0; f < walk.fault_count; f++)
            thing->gap_count += walk.fault[f].kind != CUSTODY_EXPLAINED;
        thing->state = walk.state;
        thing->holder = walk.holder;
        thing->place = walk.place;
        thing->seal = walk.seal;
        thing->since = walk.last ? walk.last->at : INT64_MIN;
    }
}
