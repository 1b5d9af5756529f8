/* The order in the rows of each part: as few crossings between rows as are found. */
#include <stdlib.h>
#include <string.h>

#include "report/pedigree_layout_parts.h"

/* Sweeps through all rows, and rounds of exchanges of neighbours. More changed nothing any more in
 * pedigrees of 500 persons. */
enum { SWEEPS = 12, ROUNDS = 24 };

/* What counts: crossings before length before habit (fathers left, siblings as they are listed). */
enum { CROSSING = 100000, LENGTH = 20, MOTHER_LEFT = 8, SIBLINGS_TURNED = 1 };

struct ordering {
    struct pedigree_work *work;
    int levels;
    struct level *level;
    int *tree;   /* of counts of positions (Fenwick 1994) */
    double *key; /* of each chain */
    int *kept;   /* the chains of the best order so far, row by row, with their directions … */
    bool *kept_turned;
    bool *turned; /* of each chain, against how it was made */
};

/* ------------------------------------------------------------------ positions */

static void renumber(const struct pedigree_work *work, struct level *level) {
    level->places = 0;
    for (int c = 0; c < level->chains; c++) {
        const struct chain *chain = &work->chain[level->chain[c]];
        for (int i = 0; i < chain->count; i++) {
            work->position[chain->place[i]] = level->places;
            level->place[level->places++] = chain->place[i];
        }
    }
}

static void turn(struct ordering *ordering, int index) {
    struct chain *chain = &ordering->work->chain[index];
    for (int i = 0; i < chain->count / 2; i++) {
        int other = chain->place[chain->count - 1 - i];
        chain->place[chain->count - 1 - i] = chain->place[i];
        chain->place[i] = other;
    }
    ordering->turned[index] = !ordering->turned[index];
}

/* Where a place is a child: its family, -1: nowhere. */
static int family_above(const struct pedigree_work *work, int place) {
    const struct pedigree_place *of = &work->layout->place[place];
    return of->person < 0 || of->repeat ? -1 : work->family_of[of->person];
}

/* ------------------------------------------------------------------ what an order costs */

static int count_before(const int *tree, int position) {
    int sum = 0;
    for (int i = position; i > 0; i -= i & -i) sum += tree[i - 1];
    return sum;
}

static void count_one(int *tree, int size, int position) {
    for (int i = position + 1; i <= size; i += i & -i) tree[i - 1]++;
}

/* Crossings and lengths between a level and the one below, and how far its families and children
 * keep to habit. */
static long cost_below(struct ordering *ordering, int index) {
    struct pedigree_work *work = ordering->work;
    if (index < 0 || index + 1 >= ordering->levels) return 0;
    const struct level *level = &ordering->level[index], *below = &ordering->level[index + 1];
    long cost = 0;
    int counted = 0;
    memset(ordering->tree, 0, (size_t)below->places * sizeof *ordering->tree);
    for (int i = 0; i + 1 < level->places; i++) {
        int f = pedigree_family_between(work, level->place[i], level->place[i + 1]);
        if (f < 0) continue;
        const struct pedigree_family *family = &work->layout->family[f];
        int from = twice_position(work, f) - level->places;
        for (int c = 0; c < family->children; c++) {
            int to = work->position[family->child[c]];
            cost += (long)CROSSING * (counted - count_before(ordering->tree, to));
            cost += LENGTH * labs(2L * to - below->places - from);
            if (c && to < work->position[family->child[c - 1]]) cost += SIBLINGS_TURNED;
        }
        for (int c = 0; c < family->children; c++, counted++)
            count_one(ordering->tree, below->places, work->position[family->child[c]]);
        if (work->layout->place[level->place[i]].person == family->mother) cost += MOTHER_LEFT;
    }
    return cost;
}

static long cost_around(struct ordering *ordering, int index) {
    return cost_below(ordering, index - 1) + cost_below(ordering, index);
}

/* ------------------------------------------------------------------ sweeps */

/* The mean of what the chain's places are drawn to, and whether reversing it brings them there in
 * better order. */
struct pull {
    double sum;
    int count, wrong; /* pairs of places in the wrong order, less those in the right one */
    double last;
};

static void add_pull(struct pull *pull, double to) {
    if (pull->count) pull->wrong += to < pull->last ? 1 : to > pull->last ? -1 : 0;
    pull->last = to;
    pull->sum += to;
    pull->count++;
}

static struct pull pull_of(const struct pedigree_work *work, const struct chain *chain, bool up) {
    struct pull pull = {0};
    for (int i = 0; i < chain->count; i++) {
        if (!up) {
            int f = family_above(work, chain->place[i]);
            if (f >= 0) add_pull(&pull, twice_position(work, f) / 2.0);
        } else if (i + 1 < chain->count) {
            const struct pedigree_family *family =
                &work->layout
                     ->family[pedigree_family_between(work, chain->place[i], chain->place[i + 1])];
            double sum = 0;
            for (int c = 0; c < family->children; c++) sum += work->position[family->child[c]];
            add_pull(&pull, sum / family->children);
        }
    }
    return pull;
}

/* Stable, so that siblings stay as they are listed. */
static void sort_chains(const struct ordering *ordering, struct level *level) {
    for (int i = 1; i < level->chains; i++) {
        int chain = level->chain[i], at = i;
        for (; at && ordering->key[level->chain[at - 1]] > ordering->key[chain]; at--)
            level->chain[at] = level->chain[at - 1];
        level->chain[at] = chain;
    }
}

/* Chains that nothing draws anywhere stay beside the one that was to their left. */
static void sweep_level(struct ordering *ordering, struct level *level, bool up) {
    double last = -1;
    for (int c = 0; c < level->chains; c++) {
        int index = level->chain[c];
        struct pull pull = pull_of(ordering->work, &ordering->work->chain[index], up);
        if (pull.wrong > 0) turn(ordering, index);
        ordering->key[index] = pull.count ? pull.sum / pull.count : last;
        last = ordering->key[index];
    }
    sort_chains(ordering, level);
    renumber(ordering->work, level);
}

/* ------------------------------------------------------------------ exchanges */

static void exchange(struct level *level, int at) {
    int chain = level->chain[at];
    level->chain[at] = level->chain[at + 1];
    level->chain[at + 1] = chain;
}

/* Tries to exchange each chain with its neighbour and to reverse it: whether that was of use. */
static bool improve_level(struct ordering *ordering, int index) {
    struct pedigree_work *work = ordering->work;
    struct level *level = &ordering->level[index];
    bool better = false;
    long cost = cost_around(ordering, index);
    for (int c = 0; c < level->chains; c++)
        for (int way = 0; way < 2; way++) {
            if (way == 0 && c + 1 == level->chains) continue;
            if (way == 1 && work->chain[level->chain[c]].count == 1) continue;
            if (way == 0) exchange(level, c);
            else turn(ordering, level->chain[c]);
            renumber(work, level);
            long now = cost_around(ordering, index);
            if (now < cost) {
                cost = now;
                better = true;
                continue;
            }
            if (way == 0) exchange(level, c);
            else turn(ordering, level->chain[c]);
            renumber(work, level);
        }
    return better;
}

static void improve(struct ordering *ordering) {
    bool better = true;
    for (int round = 0; better && round < ROUNDS; round++) {
        better = false;
        for (int l = 0; l < ordering->levels; l++)
            if (improve_level(ordering, l)) better = true;
    }
}

/* ------------------------------------------------------------------ the best of all */

static long cost_of_all(struct ordering *ordering) {
    long cost = 0;
    for (int l = 0; l < ordering->levels; l++) cost += cost_below(ordering, l);
    return cost;
}

static void keep(struct ordering *ordering) {
    int *kept = ordering->kept;
    for (int l = 0; l < ordering->levels; l++)
        for (int c = 0; c < ordering->level[l].chains; c++) {
            *kept++ = ordering->level[l].chain[c];
            ordering->kept_turned[ordering->level[l].chain[c]] =
                ordering->turned[ordering->level[l].chain[c]];
        }
}

static void restore(struct ordering *ordering) {
    const int *kept = ordering->kept;
    for (int l = 0; l < ordering->levels; l++) {
        struct level *level = &ordering->level[l];
        for (int c = 0; c < level->chains; c++) {
            level->chain[c] = *kept++;
            if (ordering->turned[level->chain[c]] != ordering->kept_turned[level->chain[c]])
                turn(ordering, level->chain[c]);
        }
        renumber(ordering->work, level);
    }
}

static void order_part(struct ordering *ordering) {
    for (int l = 0; l < ordering->levels; l++) renumber(ordering->work, &ordering->level[l]);
    improve(ordering);
    keep(ordering);
    long least = cost_of_all(ordering);
    for (int s = 0; s < SWEEPS; s++) {
        if (s % 2 == 0)
            for (int l = 1; l < ordering->levels; l++)
                sweep_level(ordering, &ordering->level[l], false);
        else
            for (int l = ordering->levels - 2; l >= 0; l--)
                sweep_level(ordering, &ordering->level[l], true);
        improve(ordering);
        long cost = cost_of_all(ordering);
        if (cost >= least) continue;
        least = cost;
        keep(ordering);
    }
    restore(ordering);
}

/* ------------------------------------------------------------------ the first order */

/* A chain and then all that hangs from it, so that families stand together from the beginning. */
static void visit(struct pedigree_work *work, bool *visited, int index) {
    if (visited[index]) return;
    visited[index] = true;
    const struct chain *chain = &work->chain[index];
    struct level *level = &work->level[chain->part][chain->row];
    level->chain[level->chains++] = index;
    for (int i = 0; i + 1 < chain->count; i++) {
        const struct pedigree_family *family =
            &work->layout
                 ->family[pedigree_family_between(work, chain->place[i], chain->place[i + 1])];
        for (int c = 0; c < family->children; c++)
            visit(work, visited, work->chain_of[family->child[c]]);
    }
}

static void make_levels(struct pedigree_work *work) {
    work->levels = arena_new(work->arena, int, work->parts);
    work->level = arena_new(work->arena, struct level *, work->parts);
    for (int c = 0; c < work->chains; c++)
        if (work->chain[c].row >= work->levels[work->chain[c].part])
            work->levels[work->chain[c].part] = work->chain[c].row + 1;
    for (int p = 0; p < work->parts; p++)
        work->level[p] = arena_new(work->arena, struct level, work->levels[p]);
    for (int c = 0; c < work->chains; c++) {
        struct level *level = &work->level[work->chain[c].part][work->chain[c].row];
        level->chains++;
        level->places += work->chain[c].count;
    }
    int most = 0;
    for (int p = 0; p < work->parts; p++)
        for (int l = 0; l < work->levels[p]; l++) {
            struct level *level = &work->level[p][l];
            level->chain = arena_new(work->arena, int, level->chains);
            level->place = arena_new(work->arena, int, level->places);
            level->chains = 0;
            if (l > most) most = l;
        }
    bool *visited = arena_new(work->arena, bool, work->chains);
    for (int row = 0; row <= most; row++)
        for (int c = 0; c < work->chains; c++)
            if (work->chain[c].row == row) visit(work, visited, c);
}

void pedigree_order(struct pedigree_work *work) {
    struct ordering ordering = {.work = work};
    make_levels(work);
    work->position = arena_new(work->arena, int, work->layout->places);
    ordering.tree = arena_new(work->arena, int, work->layout->places);
    ordering.key = arena_new(work->arena, double, work->chains);
    ordering.kept = arena_new(work->arena, int, work->chains);
    ordering.kept_turned = arena_new(work->arena, bool, work->chains);
    ordering.turned = arena_new(work->arena, bool, work->chains);
    for (int p = 0; p < work->parts; p++) {
        ordering.levels = work->levels[p];
        ordering.level = work->level[p];
        order_part(&ordering);
    }
}
