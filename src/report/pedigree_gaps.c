/* Who is repeated joins two groups of one part without a line between them, and nothing draws such
 * groups together. They are moved to the left, up to what stands there. */
#include <math.h>

#include "report/pedigree_layout_parts.h"

static int head_of(const int *set, int chain) {
    while (set[chain] != chain) chain = set[chain];
    return chain;
}

/* Another chain of its group for each chain, itself at the head: they are joined by lines. */
static int *find_groups(const struct pedigree_work *work) {
    const struct pedigree_layout *layout = work->layout;
    int *set = arena_new(work->arena, int, work->chains);
    for (int c = 0; c < work->chains; c++) set[c] = c;
    for (int f = 0; f < layout->families; f++) {
        const struct pedigree_family *family = &layout->family[f];
        for (int c = 0; c < family->children; c++)
            set[head_of(set, work->chain_of[family->child[c]])] =
                head_of(set, work->chain_of[family->left]);
    }
    for (int c = 0; c < work->chains; c++) set[c] = head_of(set, c);
    return set;
}

/* How far the group can go to the left; INFINITY when nothing stands there. */
static double room_left(const struct pedigree_work *work, int part, const int *group, int of,
                        const double *needed) {
    double least = INFINITY;
    for (int l = 0; l < work->levels[part]; l++) {
        const struct level *level = &work->level[part][l];
        for (int c = 1; c < level->chains; c++) {
            int before = level->chain[c - 1], at = level->chain[c];
            if (group[at] != of || group[before] == of) continue;
            double room =
                (work->chain[at].x - needed[at]) - (work->chain[before].x - needed[before]);
            if (room < least) least = room;
        }
    }
    return least;
}

void pedigree_close_gaps(struct pedigree_work *work, int part, const double *needed) {
    struct arena_mark mark = arena_mark(work->arena);
    const int *group = find_groups(work);
    /* What one leaves is room for those to its right. */
    enum { ROUNDS = 8 };
    for (int round = 0; round < ROUNDS; round++)
        for (int g = 0; g < work->chains; g++) {
            if (group[g] != g || work->chain[g].part != part) continue;
            double room = room_left(work, part, group, g, needed);
            if (room <= 0 || isinf(room)) continue;
            for (int c = 0; c < work->chains; c++)
                if (group[c] == g) work->chain[c].x -= room;
        }
    arena_release(work->arena, mark);
}
