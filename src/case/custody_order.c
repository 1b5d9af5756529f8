/* The order of events and things. */
#include <stdlib.h>
#include <string.h>

#include "case/custody_parts.h"

struct order {
    int64_t at;
    int event;
};

static int by_time(const void *left, const void *right) {
    const struct order *one = left, *other = right;
    if (one->at != other->at) return one->at < other->at ? -1 : 1;
    return one->event - other->event;
}

/* One without a time stands behind the one that it follows, else behind the one that was recorded
 * before it. */
static void sort_events(struct arena *arena, struct custody *custody,
                        const char *const *previous, const struct rec_map *event_of) {
    int count = custody->event_count;
    struct order *order = arena_new(arena, struct order, count);
    struct custody_event *sorted = arena_new(arena, struct custody_event, count);
    int *place = arena_new(arena, int, count);
    for (int i = 0; i < count; i++) {
        int before = rec_map_find(event_of, previous[i]);
        if (before < 0 || before >= i) before = i - 1;
        int64_t at = custody->event[i].at;
        order[i] = (struct order){at == INT64_MIN && before >= 0 ? order[before].at : at, i};
    }
    if (count) qsort(order, (size_t)count, sizeof *order, by_time);
    for (int i = 0; i < count; i++) place[order[i].event] = i;
    for (int i = 0; i < count; i++) {
        int before = rec_map_find(event_of, previous[order[i].event]);
        sorted[i] = custody->event[order[i].event];
        sorted[i].previous = before < 0 ? -1 : place[before];
    }
    custody->event = sorted;
}

static void list_events(struct arena *arena, struct custody *custody) {
    for (int i = 0; i < custody->event_count; i++)
        for (int t = 0; t < custody->event[i].thing_count; t++)
            custody->thing[custody->event[i].thing[t]].event_count++;
    for (int i = 0; i < custody->thing_count; i++) {
        struct custody_thing *thing = &custody->thing[i];
        thing->event = arena_new(arena, int, thing->event_count);
        thing->event_count = 0;
    }
    for (int i = 0; i < custody->event_count; i++)
        for (int t = 0; t < custody->event[i].thing_count; t++) {
            struct custody_thing *thing = &custody->thing[custody->event[i].thing[t]];
            thing->event[thing->event_count++] = i;
        }
}

/* Remains, objects, documents, samples, the others; each by code. */
static int kind_place(const char *kind) {
    static const char *const kinds[] = {"remains", "belonging", "document", "sample", "element"};
    int place = 0;
    while (place < 5 && strcmp(kinds[place], kind) != 0) place++;
    return place;
}

static int by_label(const void *left, const void *right) {
    const struct custody_thing *const *one = left, *const *other = right;
    int difference = kind_place((*one)->kind) - kind_place((*other)->kind);
    return difference ? difference : strcmp((*one)->label, (*other)->label);
}

/* Events name things by their places. */
static void sort_things(struct arena *arena, struct custody *custody) {
    int count = custody->thing_count;
    struct custody_thing **order = arena_new(arena, struct custody_thing *, count);
    struct custody_thing *sorted = arena_new(arena, struct custody_thing, count);
    int *place = arena_new(arena, int, count);
    for (int i = 0; i < count; i++) order[i] = &custody->thing[i];
    if (count) qsort(order, (size_t)count, sizeof *order, by_label);
    for (int i = 0; i < count; i++) {
        place[order[i] - custody->thing] = i;
        sorted[i] = *order[i];
    }
    for (int i = 0; i < custody->event_count; i++)
        for (int t = 0; t < custody->event[i].thing_count; t++)
            custody->event[i].thing[t] = place[custody->event[i].thing[t]];
    custody->thing = sorted;
}

void custody_order(struct arena *arena, struct custody *custody, const char *const *previous,
                   const struct rec_map *event_of) {
    sort_events(arena, custody, previous, event_of);
    sort_things(arena, custody);
    list_events(arena, custody);
}
