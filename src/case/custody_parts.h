/* Between custody.c and its parts. */
#ifndef CAIRN_CASE_CUSTODY_PARTS_H
#define CAIRN_CASE_CUSTODY_PARTS_H

#include "case/custody.h"
#include "case/rec_map.h"

/* Following the chain of one thing, event by event. */
struct custody_walk {
    struct arena *arena;
    const struct custody *custody;
    const struct custody_thing *thing;
    int steps;
    const struct custody_event *last; /* NULL: none yet */
    struct custody_hand holder;       /* of no name: not known */
    enum custody_state state;
    const char *place, *seal;
    struct custody_fault *fault; /* NULL: not wanted */
    int fault_count;
    size_t room;
};

/* Goes on to an event; `place` is where it stands among the events (-1: it is none of them yet). */
void custody_walk_on(struct custody_walk *walk, const struct custody_event *event, int place);

/* Adds a fault to what was found. */
void custody_add_fault(struct custody_walk *walk, enum custody_fault_kind kind, int event,
                       const char *text);

/* custody_order.c: puts events and things into their order, and lists the events of each thing.
 * `previous` is what each event follows, by its identifier (NULL: nothing); `event_of` says where
 * events stand before that. */
void custody_order(struct arena *arena, struct custody *custody, const char *const *previous,
                   const struct rec_map *event_of);

/* custody_chain.c: follows the chains of all things. */
void custody_follow(struct arena *arena, struct custody *custody);

/* In the arena; NULL when it is not said. */
const char *custody_time_text(struct arena *arena, int64_t at);

/* Does the event name the thing? */
bool custody_names(const struct custody_event *event, int thing);

/* Are both the same person, as far as that is said? Somebody of the record may be written by name,
 * with organisation and function behind a comma. */
bool custody_same_hand(const struct custody_hand *one, const struct custody_hand *other);

#endif
