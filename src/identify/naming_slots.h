/* The places of one family that can be named: in which order they are searched, who may fill them,
 * and how much at most. Used by the search of namings only. */
#ifndef CAIRN_IDENTIFY_NAMING_SLOTS_H
#define CAIRN_IDENTIFY_NAMING_SLOTS_H

#include "identify/naming_search.h"

/* A person that can be named: a place to fill. Places are filled in the order in which the
 * references say most, and only bounded from above where nothing below them is known. */
struct slot {
    int missing, person;
    int candidates, *candidate;
    bool bounded;        /* no descendant is typed or filled before it */
    int parent_slot[2];  /* places of father and mother among the slots, -1 */
    int twin, first;     /* the last slot before it that it can be exchanged with, -1; the first
                            such slot, or itself */
    const struct naming_sums *sums; /* what candidates of its sex come to; NULL without bounds */
    double typed;        /* what they come to with a typed parent; INFINITY: none is typed */
};

struct slots {
    const struct casework *casework;
    const struct prior *prior;
    const struct naming_bounds *bounds; /* NULL: nothing is bounded */
    int family, count;
    struct slot slot[NAMING_MOST_MISSING];
    /* Brothers of whom nothing else is known: whoever is named which of them, the ratio is the
     * same. Sets of slots, a bit for each. */
    int groups;
    unsigned group[NAMING_MOST_MISSING];
};

/* Makes the slots of a family for its missing persons `number` (indices among all missing). All in
 * the arena. */
void naming_slots_make(struct arena *arena, const struct casework *casework,
                       const struct pairwise *pairwise, const struct prior *prior,
                       const struct naming_bounds *bounds, int family, const int *number,
                       int missing, struct slots *out_slots);

/* Among all ways to name as many slots of each group as `pattern` does: in how many the same
 * individuals are named, whichever of its group's slots they are in. */
double naming_slots_arrangements(const struct slots *slots, unsigned pattern);

/* An upper bound of the sum over candidates of their ratio in slot `s`, given the individuals
 * `named` (-1: nobody) in the slots before `next`, if later just the slots in `pattern` are named.
 * Only with bounds. */
double naming_slot_bound(const struct slots *slots, int s, const int *named, int next,
                         unsigned pattern);

#endif
