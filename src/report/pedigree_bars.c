/* Lines between two rows. Those that lead down keep clear of labels and of the lines to children of
 * others; bars that would touch lie at different heights. */
#include <math.h>
#include <stdlib.h>

#include "report/pedigree_layout_parts.h"

/* Pixels: between a line and a label, a line and another one, the ends of two bars. */
enum { CLEAR_OF_LABELS = 5, CLEAR_OF_LINES = 4, CLEAR_OF_BARS = 8 };

struct bar {
    int family;
    double from, to;
};

/* How far from the nearest line to a child of another family. */
static double distance_to_others(const struct pedigree_work *work, const struct level *level,
                                 int family, double x) {
    const struct pedigree_layout *layout = work->layout;
    double least = INFINITY;
    for (int i = 0; i + 1 < level->places; i++) {
        int f = pedigree_family_between(work, level->place[i], level->place[i + 1]);
        if (f < 0 || f == family) continue;
        for (int c = 0; c < layout->family[f].children; c++) {
            double distance = fabs(layout->place[layout->family[f].child[c]].x - x);
            if (distance < least) least = distance;
        }
    }
    return least;
}

/* In the middle between the labels of the parents, or over a child that is near to that, or a
 * little to the side. */
static void choose_line(const struct pedigree_work *work, const struct level *level, int index) {
    struct pedigree_layout *layout = work->layout;
    struct pedigree_family *family = &layout->family[index];
    const struct pedigree_place *left = &layout->place[family->left];
    const struct pedigree_place *right = &layout->place[family->right];
    double from = left->x + (left->person < 0 ? -left->half : left->half + CLEAR_OF_LABELS);
    double to = right->x - (right->person < 0 ? -right->half : right->half + CLEAR_OF_LABELS);
    double middle = left->person < 0 ? left->x : right->person < 0 ? right->x : (from + to) / 2;
    if (left->person < 0) to = left->x + left->half;
    if (right->person < 0) from = right->x - right->half;
    family->x = floor(middle + 0.5);
    for (int c = 0; c < family->children; c++) {
        double x = layout->place[family->child[c]].x;
        if (x >= from && x <= to) {
            family->x = x;
            return;
        }
    }
    for (int way = 0; way <= 8; way++)
        for (int side = -1; side <= 1; side += 2) {
            double x = floor(middle + 0.5) + side * way;
            if (x < from || x > to) continue;
            if (distance_to_others(work, level, index, x) < CLEAR_OF_LINES) continue;
            family->x = x;
            return;
        }
}

static struct bar bar_of(const struct pedigree_layout *layout, int index) {
    const struct pedigree_family *family = &layout->family[index];
    struct bar bar = {index, family->x, family->x};
    for (int c = 0; c < family->children; c++) {
        double x = layout->place[family->child[c]].x;
        if (x < bar.from) bar.from = x;
        if (x > bar.to) bar.to = x;
    }
    return bar;
}

static int compare_bars(const void *first, const void *second) {
    const struct bar *one = first, *other = second;
    if (one->from != other->from) return one->from < other->from ? -1 : 1;
    return one->family - other->family;
}

int pedigree_bars(const struct pedigree_work *work, const struct level *level, int *track) {
    struct arena_mark mark = arena_mark(work->arena);
    struct bar *bar = arena_new(work->arena, struct bar, level->places);
    double *end = arena_new(work->arena, double, level->places); /* of each track */
    int bars = 0, tracks = 0;
    for (int i = 0; i + 1 < level->places; i++) {
        int f = pedigree_family_between(work, level->place[i], level->place[i + 1]);
        if (f < 0) continue;
        choose_line(work, level, f);
        bar[bars++] = bar_of(work->layout, f);
    }
    if (bars) qsort(bar, (size_t)bars, sizeof *bar, compare_bars);
    for (int b = 0; b < bars; b++) {
        int t = 0;
        while (t < tracks && bar[b].from < end[t] + CLEAR_OF_BARS) t++;
        if (t == tracks) tracks++;
        end[t] = bar[b].to;
        track[bar[b].family] = t;
    }
    arena_release(work->arena, mark);
    return tracks;
}
