#include "identify/naming_slots.h"

#include <math.h>

double naming_slot_bound(const struct slots *slots, int s, const int *named, int next,
                         unsigned pattern) {
    const struct slot *slot = &slots->slot[s];
    double bound = slot->sums->any;
    if (!slot->bounded) return bound;
    bound = fmin(bound, slot->typed);
    for (int sex = 0; sex < 2; sex++) {
        int parent = slot->parent_slot[sex];
        if (parent < 0) continue;
        if (parent < next && named[parent] >= 0)
            bound = fmin(bound, slot->sums->with[sex][named[parent]]);
        else if (parent >= next && pattern >> parent & 1)
            bound = fmin(bound, slot->sums->best[sex]);
    }
    return bound;
}

static const struct pedigree *pedigree_in(const struct slots *slots) {
    return &slots->casework->dataset->family[slots->family].pedigree;
}

static bool is_typed(const struct slots *slots, int person) {
    for (int m = 0; m < slots->casework->dataset->panel.count; m++)
        if (slots->casework->reference[slots->family][m][person].kind != EVIDENCE_NONE)
            return true;
    return false;
}

/* Of each person: whether it is `ancestor` or descends from it. */
static bool *mark_descendants(const struct pedigree *pedigree, int ancestor, struct arena *arena) {
    bool *descends = arena_new(arena, bool, pedigree->count + 1);
    descends[ancestor] = true;
    for (bool more = true; more;) {
        more = false;
        for (int i = 0; i < pedigree->count; i++) {
            const struct person *person = &pedigree->person[i];
            if (descends[i]) continue;
            descends[i] = (person->father >= 0 && descends[person->father]) ||
                          (person->mother >= 0 && descends[person->mother]);
            more = more || descends[i];
        }
    }
    return descends;
}

static bool has_typed_descendant(const struct slots *slots, int person, const bool *descends) {
    for (int i = 0; i < pedigree_in(slots)->count; i++)
        if (i != person && descends[i] && is_typed(slots, i)) return true;
    return false;
}

/* Those come first who cannot be bounded, because somebody below them is typed; then, nobody before
 * an ancestor. Among equals, those of whom the references alone say most. */
static void order_slots(struct slots *slots, const struct pairwise *pairwise, const int *number,
                        struct arena *arena) {
    const struct dataset *dataset = slots->casework->dataset;
    bool placed[NAMING_MOST_MISSING] = {false}, first[NAMING_MOST_MISSING];
    bool *descends[NAMING_MOST_MISSING];
    for (int s = 0; s < slots->count; s++) {
        int person = dataset->missing[number[s]].person;
        descends[s] = mark_descendants(pedigree_in(slots), person, arena);
        first[s] = has_typed_descendant(slots, person, descends[s]);
    }
    const double *best = pairwise->log_best;
    for (int at = 0; at < slots->count; at++) {
        int next = -1;
        for (int s = 0; s < slots->count; s++) {
            if (placed[s]) continue;
            int person = dataset->missing[number[s]].person;
            bool waits = false;
            for (int e = 0; e < slots->count && !first[s]; e++)
                waits = waits || (!placed[e] && e != s && (first[e] || descends[e][person]));
            if (!waits && (next < 0 || best[number[s]] > best[number[next]])) next = s;
        }
        placed[next] = true;
        slots->slot[at] = (struct slot){.missing = number[next],
                                        .person = dataset->missing[number[next]].person};
    }
}

static void relate_slots(struct slots *slots, struct arena *arena) {
    const struct pedigree *pedigree = pedigree_in(slots);
    for (int s = 0; s < slots->count; s++) {
        struct slot *slot = &slots->slot[s];
        const bool *descends = mark_descendants(pedigree, slot->person, arena);
        /* A direct reference of the person itself bounds nothing here. */
        slot->bounded = !is_typed(slots, slot->person) &&
                        !has_typed_descendant(slots, slot->person, descends);
        for (int e = 0; e < s; e++)
            if (descends[slots->slot[e].person]) slot->bounded = false;
        const struct person *person = &pedigree->person[slot->person];
        int parent[2] = {person->father, person->mother};
        for (int sex = 0; sex < 2; sex++) {
            slot->parent_slot[sex] = -1;
            for (int e = 0; e < slots->count; e++)
                if (parent[sex] >= 0 && slots->slot[e].person == parent[sex])
                    slot->parent_slot[sex] = e;
        }
    }
}

/* Can the persons of two slots be exchanged without anything else changing? Full siblings can, of
 * the same sex, untyped and without descendants. */
static bool are_twins(const struct slots *slots, const struct slot *one, const struct slot *other) {
    const struct pedigree *pedigree = pedigree_in(slots);
    const struct person *a = &pedigree->person[one->person], *b = &pedigree->person[other->person];
    if (a->father < 0 || a->father != b->father || a->mother != b->mother || a->sex != b->sex)
        return false;
    for (int i = 0; i < pedigree->count; i++) {
        const struct person *child = &pedigree->person[i];
        if (child->father == one->person || child->father == other->person ||
            child->mother == one->person || child->mother == other->person)
            return false;
    }
    return !is_typed(slots, one->person) && !is_typed(slots, other->person);
}

static void find_twins(struct slots *slots) {
    for (int s = 0; s < slots->count; s++) {
        struct slot *slot = &slots->slot[s];
        slot->twin = -1;
        slot->first = s;
        for (int e = 0; e < s; e++)
            if (are_twins(slots, &slots->slot[e], slot)) slot->twin = e;
        if (slot->twin >= 0) slot->first = slots->slot[slot->twin].first;
        int g = 0;
        while (g < slots->groups && !(slot->twin >= 0 && slots->group[g] >> slot->twin & 1)) g++;
        if (g == slots->groups) slots->groups++;
        slots->group[g] |= 1u << s;
    }
}

double naming_slots_arrangements(const struct slots *slots, unsigned pattern) {
    double arrangements = 1;
    for (int g = 0; g < slots->groups; g++) {
        int free = __builtin_popcount(slots->group[g]);
        for (int named = __builtin_popcount(slots->group[g] & pattern); named > 0; named--)
            arrangements *= free--;
    }
    return arrangements;
}

/* What the candidates come to with this typed person as a parent. */
static double sum_with_typed(const struct slots *slots, const struct slot *slot, int sex,
                             int person, struct arena *arena) {
    const struct casework *casework = slots->casework;
    int markers = casework->dataset->panel.count;
    struct arena_mark mark = arena_mark(arena);
    double **log_most = arena_new(arena, double *, markers + 1);
    for (int m = 0; m < markers; m++) {
        log_most[m] = arena_new(arena, double, casework->catalogue[m].count);
        for (int e = 0; e < casework->catalogue[m].count; e++)
            log_most[m][e] = naming_bound_reference(
                slots->bounds, sex, &casework->reference[slots->family][m][person], m, e);
    }
    double sum = 0;
    for (int c = 0; c < slot->candidates; c++) {
        double log_sum = 0;
        for (int m = 0; m < markers; m++)
            log_sum += log_most[m][casework->entry[slot->candidate[c]][m]];
        sum += exp(log_sum);
    }
    arena_release(arena, mark);
    return sum;
}

static void fill_slot(struct slots *slots, struct slot *slot, struct arena *arena) {
    const struct casework *casework = slots->casework;
    const struct person *person = &pedigree_in(slots)->person[slot->person];
    int individuals = casework->individuals->count;
    slot->candidate = arena_new(arena, int, individuals + 1);
    for (int i = 0; i < individuals; i++)
        if (prior_includes(slots->prior, casework, i) &&
            pairing_possible(casework, i, slot->missing))
            slot->candidate[slot->candidates++] = i;
    slot->typed = INFINITY;
    if (!slots->bounds) return;
    slot->sums = &slots->bounds->sums[person->sex];
    int parent[2] = {person->father, person->mother};
    for (int sex = 0; sex < 2; sex++)
        if (parent[sex] >= 0 && is_typed(slots, parent[sex]))
            slot->typed =
                fmin(slot->typed, sum_with_typed(slots, slot, sex, parent[sex], arena));
}

void naming_slots_make(struct arena *arena, const struct casework *casework,
                       const struct pairwise *pairwise, const struct prior *prior,
                       const struct naming_bounds *bounds, int family, const int *number,
                       int missing, struct slots *out_slots) {
    *out_slots = (struct slots){.casework = casework,
                                .prior = prior,
                                .bounds = bounds,
                                .family = family,
                                .count = missing};
    order_slots(out_slots, pairwise, number, arena);
    relate_slots(out_slots, arena);
    find_twins(out_slots);
    for (int s = 0; s < missing; s++) fill_slot(out_slots, &out_slots->slot[s], arena);
}
