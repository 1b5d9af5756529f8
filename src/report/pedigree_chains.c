/* Places: one for each person, and more where partners cannot all stand beside it. */
#include <limits.h>
#include <string.h>

#include "report/pedigree_layout_parts.h"

struct making {
    struct pedigree_work *work;
    const struct pedigree_room *room;
    int *set;      /* of each place: another one of its chain; itself at the head */
    int *other;    /* of each place: the next one of the same person, -1: none */
    int *partners; /* of each person: families that it is a parent of */
};

static int head_of(const struct making *making, int place) {
    while (making->set[place] != place) place = making->set[place];
    return place;
}

static int add_place(struct making *making, int person, int row, bool repeat) {
    struct pedigree_work *work = making->work;
    struct pedigree_layout *layout = work->layout;
    int index = layout->places++;
    layout->place[index] =
        (struct pedigree_place){.person = person,
                                .repeat = repeat,
                                .half = person < 0 ? PEDIGREE_STUB : making->room[person].half};
    work->row_of[index] = row;
    work->beside[index][0] = work->beside[index][1] = -1;
    making->set[index] = index;
    making->other[index] = -1;
    if (repeat) {
        making->other[index] = making->other[person];
        making->other[person] = index;
    }
    return index;
}

/* The next place of a person in a row with room for a line to a neighbour, after `place` (-1: the
 * first one); -1 when there is none. */
static int next_free(const struct making *making, int person, int row, int place) {
    for (place = place < 0 ? person : making->other[place]; place >= 0;
         place = making->other[place])
        if (making->work->row_of[place] == row && making->work->beside[place][1] < 0) break;
    return place;
}

/* What it costs to take a place, -1: a new one. */
static int cost_of(const struct making *making, int place) {
    enum { FIRST = 0, REPEAT = 2, NEW = 20 };
    if (place < 0) return NEW;
    return making->work->layout->place[place].repeat ? REPEAT : FIRST;
}

/* The cheapest pair of places for two parents that keeps chains without circles. Rather repeated is
 * who has more partners. */
static void choose_places(const struct making *making, const int *person, int row, int *out) {
    int least = INT_MAX;
    bool more = making->partners[person[0]] >= making->partners[person[1]];
    for (int first = true, a = -1; first || a >= 0; first = false) {
        a = next_free(making, person[0], row, a);
        for (int b = next_free(making, person[1], row, -1);;
             b = next_free(making, person[1], row, b)) {
            bool circle = a >= 0 && b >= 0 && head_of(making, a) == head_of(making, b);
            int cost = cost_of(making, a) + cost_of(making, b) + ((a < 0) != more);
            if (!circle && cost < least) {
                least = cost;
                out[0] = a;
                out[1] = b;
            }
            if (b < 0) break;
        }
    }
}

static void join_places(struct making *making, int family, int one, int other) {
    int ends[2] = {one, other};
    for (int i = 0; i < 2; i++) {
        int *beside = making->work->beside[ends[i]];
        beside[beside[0] < 0 ? 0 : 1] = family;
    }
    making->set[head_of(making, one)] = head_of(making, other);
    making->work->layout->family[family].left = one;
    making->work->layout->family[family].right = other;
}

static void place_family(struct making *making, int index) {
    const struct pedigree_family *family = &making->work->layout->family[index];
    int row = making->work->family_row[index], place[2];
    if (family->father < 0 || family->mother < 0) {
        int person = family->father < 0 ? family->mother : family->father;
        place[0] = next_free(making, person, row, -1);
        if (place[0] < 0) place[0] = add_place(making, person, row, true);
        place[1] = add_place(making, -1, row, false);
    } else {
        const int person[2] = {family->father, family->mother};
        choose_places(making, person, row, place);
        for (int i = 0; i < 2; i++)
            if (place[i] < 0) place[i] = add_place(making, person[i], row, true);
    }
    join_places(making, index, place[0], place[1]);
}

/* First those which hold two families together, last those of one parent. */
static int rank_of(const struct pedigree_work *work, const struct pedigree_family *family) {
    if (family->father < 0 || family->mother < 0) return 2;
    return work->family_of[family->father] >= 0 && work->family_of[family->mother] >= 0 ? 0 : 1;
}

static int neighbour(const struct pedigree_work *work, int place, int side) {
    int family = work->beside[place][side];
    if (family < 0) return -1;
    const struct pedigree_family *of = &work->layout->family[family];
    return of->left == place ? of->right : of->left;
}

int pedigree_family_between(const struct pedigree_work *work, int left, int right) {
    for (int side = 0; side < 2; side++)
        if (neighbour(work, left, side) == right) return work->beside[left][side];
    return -1;
}

/* From one of its ends to the other; a father before the mother. */
static void list_chain(struct pedigree_work *work, int end, int part) {
    struct chain *chain = &work->chain[work->chains];
    *chain = (struct chain){.row = work->row_of[end], .part = part};
    chain->place = arena_new(work->arena, int, work->layout->places);
    int mothers_first = 0;
    for (int at = end, from = -1; at >= 0;) {
        work->chain_of[at] = work->chains;
        chain->place[chain->count++] = at;
        int next = neighbour(work, at, 0);
        if (next == from || next < 0) next = neighbour(work, at, 1);
        if (next == from) next = -1;
        if (next >= 0 && work->layout->place[next].person >= 0)
            mothers_first +=
                work->layout->place[next].person ==
                        work->layout->family[pedigree_family_between(work, at, next)].father
                    ? 1
                    : -1;
        from = at;
        at = next;
    }
    for (int i = 0; mothers_first > 0 && i < chain->count / 2; i++) {
        int other = chain->place[chain->count - 1 - i];
        chain->place[chain->count - 1 - i] = chain->place[i];
        chain->place[i] = other;
    }
    work->chains++;
}

static void list_chains(struct pedigree_work *work) {
    const struct pedigree_layout *layout = work->layout;
    work->chain = arena_new(work->arena, struct chain, layout->places);
    work->chain_of = arena_new(work->arena, int, layout->places);
    memset(work->chain_of, -1, (size_t)layout->places * sizeof *work->chain_of);
    for (int i = 0; i < layout->places; i++) {
        if (work->chain_of[i] >= 0 || work->beside[i][1] >= 0) continue;
        int person = layout->place[i].person;
        if (person < 0) person = layout->place[neighbour(work, i, 0)].person;
        list_chain(work, i, work->part_of[person]);
    }
}

void pedigree_make_chains(struct pedigree_work *work, const int *row,
                          const struct pedigree_room *room) {
    struct pedigree_layout *layout = work->layout;
    int persons = work->pedigree->count, most = persons + 2 * layout->families;
    struct making making = {.work = work, .room = room};
    layout->place = arena_new(work->arena, struct pedigree_place, most);
    work->row_of = arena_new(work->arena, int, most);
    work->beside = arena_take(work->arena, (size_t)most, sizeof *work->beside);
    making.set = arena_new(work->arena, int, most);
    making.other = arena_new(work->arena, int, most);
    making.partners = arena_new(work->arena, int, persons);
    for (int i = 0; i < persons; i++) add_place(&making, i, row[i], false);
    for (int f = 0; f < layout->families; f++) {
        if (layout->family[f].father >= 0) making.partners[layout->family[f].father]++;
        if (layout->family[f].mother >= 0) making.partners[layout->family[f].mother]++;
    }
    for (int rank = 0; rank < 3; rank++)
        for (int f = 0; f < layout->families; f++)
            if (rank_of(work, &layout->family[f]) == rank) place_family(&making, f);
    list_chains(work);
}
