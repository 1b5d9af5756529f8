/* Who has had what, from the ground until now: the chain of each thing, made of the events of
 * custody that name it, and where that chain has gaps. A gap is shown and never mended: what closes
 * one is a `break`, an event that says what is not known. */
#ifndef CAIRN_CASE_CUSTODY_H
#define CAIRN_CASE_CUSTODY_H

#include <jansson.h>

#include "record/tables.h"

enum custody_act { /* in the order of their words in schema/custody.schema */
    CUSTODY_COLLECT,
    CUSTODY_SEAL,
    CUSTODY_TRANSFER,
    CUSTODY_RECEIVE,
    CUSTODY_OPEN,
    CUSTODY_EXAMINE,
    CUSTODY_SAMPLE,
    CUSTODY_STORE,
    CUSTODY_RETURN,
    CUSTODY_DESTROY,
    CUSTODY_BREAK
};

enum { CUSTODY_ACTS = CUSTODY_BREAK + 1 };

/* One of the two hands of an event: a user, or somebody of another organisation. */
struct custody_hand {
    const char *user; /* identifier, or NULL */
    const char *name; /* the user's, else as it was written; NULL: not said */
};

struct custody_event {
    const char *rec, *number;
    int64_t index;
    enum custody_act act;
    int64_t at; /* microseconds since 1970 in UTC; INT64_MIN: not said */
    struct custody_hand gives, receives;
    const char *place, *purpose, *seal_before, *seal_after, *explanation; /* NULL: not said */
    int seal_intact; /* 1, 0; -1: not said */
    int previous;    /* place among the events; -1: none is said, or it is not there */
    bool forked;     /* this is the first of several newest revisions */
    int *thing, thing_count; /* places among the things */
};

/* What is wrong with a chain. */
enum custody_fault_kind {
    CUSTODY_NEVER,       /* it was found or taken, and no event names it */
    CUSTODY_BEGINS,      /* the first event does not say where it came from */
    CUSTODY_HANDS,       /* who gives is not who had it */
    CUSTODY_NOBODY,      /* it goes on, and nobody is said to give or receive it */
    CUSTODY_SKIPS,       /* the event before that is named is not the last one */
    CUSTODY_SEALS,       /* the seal was not whole, or its number is not the one put on last */
    CUSTODY_TIMES,       /* earlier than the event before that it names */
    CUSTODY_PLACES,      /* at one time in two places */
    CUSTODY_ENDED,       /* something happens after it was returned or destroyed */
    CUSTODY_UNEXPLAINED, /* a break without explanation */
    CUSTODY_EXPLAINED,   /* a break with one */
    CUSTODY_FORKED,      /* an event has several newest revisions */
    CUSTODY_NOT_TAKEN,   /* a sample: the event in which it was taken does not name what it is of */
    CUSTODY_GIVEN_BACK   /* a handover to a family names it, and no return does */
};

enum { CUSTODY_FAULTS = CUSTODY_GIVEN_BACK + 1 };

struct custody_fault {
    enum custody_fault_kind kind;
    int event;        /* place among the events; -1: of the whole chain */
    const char *text; /* one sentence, with numbers and names */
};

enum custody_state { CUSTODY_HELD, CUSTODY_RETURNED, CUSTODY_DESTROYED, CUSTODY_UNKNOWN };

struct custody_thing {
    const char *rec, *kind;
    const char *label; /* its code; its identifier where the roles may not read that */
    int *event, event_count; /* places among the events, in their order */
    struct custody_fault *fault;
    int fault_count, gap_count; /* gaps: all but those that are explained */
    enum custody_state state;
    struct custody_hand holder; /* who has it now, or had it last; of no name: not known */
    const char *place, *seal;   /* NULL: not said */
    int64_t since;              /* when the last event was, INT64_MIN: not said */
    const char *parent;         /* of a sample: identifier of what it was taken from, or NULL */
    const char *handover;       /* number of the handover to a family that names it, or NULL */
};

struct custody {
    struct custody_event *event; /* in the order in which they happened; those without a time where
                                    they stand in the record */
    int event_count;
    struct custody_thing *thing; /* remains, objects, documents and samples, and whatever else an
                                    event names; by kind and code. Bones are with their remains
                                    unless an event names them. */
    int thing_count;
    int64_t log_size; /* of the tables that it was read from */
};

/* Reads all of it, in a STORE_READ transaction of the tables; in the arena. `roles` (bits) decide
 * whether codes are shown of kinds whose codes are restricted (samples, documents). */
MUST_CHECK bool custody_read(struct arena *arena, const struct tables *tables, unsigned roles,
                             struct custody **out_custody, struct error *error);

/* The thing of a code (as it may have been typed) or identifier; NULL: there is none. */
const struct custody_thing *custody_find(const struct custody *custody, const char *name);

/* "collect"; "given by somebody who did not have it"; "held". */
const char *custody_act_name(enum custody_act act);
const char *custody_fault_name(enum custody_fault_kind kind);
const char *custody_fault_words(enum custody_fault_kind kind);
const char *custody_state_name(enum custody_state state);

/* What an event with these fields (VALUE_OF_ENTRY) would leave as gaps in the chains of its items,
 * were it recorded now; in the arena. Those of a `break` are explained by it, and none. */
MUST_CHECK bool custody_foresee(struct arena *arena, const struct tables *tables,
                                const struct custody *custody, const json_t *fields,
                                struct custody_fault **out_faults, int *out_count,
                                struct error *error);

#endif
