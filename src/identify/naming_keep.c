#include "identify/naming_search_parts.h"

/* Keeps a naming: `named` says whom each slot is named, -1 nobody. */
static void keep_naming(struct search *search, const int *named, double log_ratio) {
    struct naming_search_result *result = search->result;
    int count = 0;
    for (int s = 0; s < search->slots.count; s++) count += named[s] >= 0;
    result->found = arena_grow(&result->arena, result->found, result->count, &search->room,
                               sizeof *result->found);
    struct naming *naming = &result->found[result->count++];
    *naming = (struct naming){.family = search->family, .log_ratio = log_ratio};
    naming->individual = arena_new(&result->arena, int, count);
    naming->missing = arena_new(&result->arena, int, count);
    for (int s = 0; s < search->slots.count; s++) {
        if (named[s] < 0) continue;
        int at = naming->count++;
        for (; at > 0 && naming->missing[at - 1] > search->slots.slot[s].missing; at--) {
            naming->missing[at] = naming->missing[at - 1];
            naming->individual[at] = naming->individual[at - 1];
        }
        naming->missing[at] = search->slots.slot[s].missing;
        naming->individual[at] = named[s];
    }
}

/* Keeps what was found with those exchanged who can be: from slot `s` on, `named` is filled with
 * whom its group has left over. */
static void keep_arrangements(struct search *search, int s, int *named, unsigned placed,
                              double log_ratio) {
    const struct slots *slots = &search->slots;
    if (s == slots->count) {
        keep_naming(search, named, log_ratio);
        return;
    }
    unsigned group = 0, own = 1u << s;
    for (int g = 0; g < slots->groups; g++)
        if (slots->group[g] & own) group = slots->group[g];
    bool nobody = false; /* nobody has been tried here */
    for (int e = 0; e < slots->count; e++) {
        if (!(group >> e & 1) || placed >> e & 1 || (search->named[e] < 0 && nobody)) continue;
        nobody = nobody || search->named[e] < 0;
        named[s] = search->named[e];
        keep_arrangements(search, s + 1, named, placed | 1u << e, log_ratio);
    }
}

void naming_keep(struct search *search, double log_ratio) {
    int named[NAMING_MOST_MISSING] = {0};
    keep_arrangements(search, 0, named, 0, log_ratio);
}
