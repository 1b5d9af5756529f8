/* Individuals: those of the comparison that have a profile, joined where links between remains are
 * certain or a decision names them together. */
#include "case/counts_parts.h"
#include "case/rec_map.h"
#include "identify/union_find.h"

struct joining {
    struct arena *arena;
    struct counts *counts;
    int *root;     /* of each remains */
    bool *counted; /* of each set, by its root */
};

/* Codes are what a result names remains by. */
static struct rec_map places_by_code(struct arena *arena, const struct counts *counts) {
    struct rec_map places = {0};
    for (int i = 0; i < counts->remains_count; i++)
        rec_map_put(arena, &places, counts->remains[i].code, i);
    return places;
}

/* An individual of the comparison becomes one set; without any profile it may be anybody, and is
 * none that can be told from the others. */
static void join_compared(struct joining *joining, const struct rec_map *places,
                          const char *const *codes) {
    struct counts *counts = joining->counts;
    int first = -1;
    bool has_profile = false;
    for (; *codes; codes++) {
        int one = rec_map_find(places, *codes);
        if (one < 0) {
            counts->strays++;
            continue;
        }
        has_profile = has_profile || counts->remains[one].has_profile;
        if (first >= 0) union_find_join(joining->root, first, one);
        else first = one;
    }
    if (first >= 0 && has_profile) joining->counted[first] = true;
}

/* The sets that are counted; how many remains are in none of them. */
static int list_sets(struct joining *joining, struct counted_individual **out_list,
                     int *out_count) {
    struct counts *counts = joining->counts;
    struct counted_individual *list;
    int outside = 0;
    int *of = arena_new(joining->arena, int, counts->remains_count), count = 0;
    int *size = arena_new(joining->arena, int, counts->remains_count);
    for (int i = 0; i < counts->remains_count; i++)
        if (joining->counted[i]) joining->counted[union_find_root(joining->root, i)] = true;
    for (int i = 0; i < counts->remains_count; i++) {
        int root = union_find_root(joining->root, i);
        of[i] = -1;
        if (!joining->counted[root]) outside++;
        else if (root == i) of[i] = count++;
        else of[i] = of[root];
        if (of[i] >= 0) size[of[i]]++;
    }
    list = arena_new(joining->arena, struct counted_individual, count);
    for (int i = 0; i < count; i++) list[i].remains = arena_new(joining->arena, int, size[i]);
    for (int i = 0; i < counts->remains_count; i++) {
        if (of[i] < 0) continue;
        struct counted_individual *one = &list[of[i]];
        one->remains[one->remains_count++] = i;
        one->named = one->named || counts->remains[i].named;
        one->label = one->label ? arena_format(joining->arena, "%s + %s", one->label,
                                               counts->remains[i].code)
                                : counts->remains[i].code;
    }
    *out_list = list;
    *out_count = count;
    return outside;
}

void counts_join(struct arena *arena, struct counts *counts, const int (*join)[2],
                 int join_count) {
    const struct count_individuals *individuals = counts->individuals;
    struct joining joining = {.arena = arena,
                              .counts = counts,
                              .root = arena_new(arena, int, counts->remains_count),
                              .counted = arena_new(arena, bool, counts->remains_count)};
    if (!individuals || !individuals->kept) return;
    for (int i = 0; i < counts->remains_count; i++) joining.root[i] = i;
    struct rec_map places = places_by_code(arena, counts);
    for (int i = 0; i < individuals->count; i++)
        join_compared(&joining, &places, individuals->code[i]);
    (void)list_sets(&joining, &counts->distinct, &counts->distinct_count);
    for (int i = 0; i < join_count; i++) union_find_join(joining.root, join[i][0], join[i][1]);
    for (int i = 0; i < counts->remains_count; i++)
        joining.counted[i] = joining.counted[i] || counts->remains[i].named;
    counts->without_profile =
        list_sets(&joining, &counts->individual, &counts->individual_count);
}
