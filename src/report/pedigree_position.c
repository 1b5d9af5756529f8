/* Coordinates: x by least squares, row by row; y by what stands in each row and how many bars lie
 * below it; and the parts side by side. */
#include <math.h>
#include <string.h>

#include "report/pedigree_layout_parts.h"

/* Pixels. */
enum {
    GAP = 16,          /* between the rooms of two places */
    PARTNERS_GAP = 26, /* the same with a line between them, from which another leads down */
    STUB_GAP = 4,      /* from the room of a parent to the end of its line without a partner */
    PART_GAP = 40,
    ABOVE_BARS = 10,
    BETWEEN_BARS = 9,
    BELOW_BARS = 16,
    LEAST_WIDTH = 960, /* parts stand side by side up to here, or up to the width of the widest */
    SWEEPS = 400
};

/* Chains of one level, as isotonic regression wants them. */
struct block {
    double sum, weight; /* of where its members want to be, less what they need to their left */
    int first, count;
};

struct positioning {
    struct pedigree_work *work;
    double *offset; /* of each place from the first one of its chain */
    double *needed; /* of each chain: what those to its left in the level need */
    struct block *block;
};

static double x_of(const struct positioning *positioning, int place) {
    return positioning->work->chain[positioning->work->chain_of[place]].x +
           positioning->offset[place];
}

static double line_x(const struct positioning *positioning, const struct pedigree_family *family) {
    const struct pedigree_place *place = positioning->work->layout->place;
    int left = family->left, right = family->right;
    if (place[left].person < 0) return x_of(positioning, left);
    if (place[right].person < 0) return x_of(positioning, right);
    return (x_of(positioning, left) + place[left].half + x_of(positioning, right) -
            place[right].half) /
           2;
}

static void measure_chains(struct positioning *positioning) {
    const struct pedigree_work *work = positioning->work;
    const struct pedigree_place *place = work->layout->place;
    for (int c = 0; c < work->chains; c++) {
        const struct chain *chain = &work->chain[c];
        for (int i = 1; i < chain->count; i++) {
            int before = chain->place[i - 1], at = chain->place[i];
            bool stub = place[before].person < 0 || place[at].person < 0;
            positioning->offset[at] = positioning->offset[before] + place[before].half +
                                      (stub ? STUB_GAP : PARTNERS_GAP) + place[at].half;
        }
    }
}

/* Their places side by side, without more room than they need. */
static void pack_level(struct positioning *positioning, const struct level *level) {
    struct pedigree_work *work = positioning->work;
    const struct pedigree_place *place = work->layout->place;
    double needed = 0;
    for (int c = 0; c < level->chains; c++) {
        struct chain *chain = &work->chain[level->chain[c]];
        int last = chain->place[chain->count - 1];
        needed += place[chain->place[0]].half;
        chain->x = positioning->needed[level->chain[c]] = needed;
        needed += positioning->offset[last] + place[last].half + GAP;
    }
}

/* Where the chain would have its first place if it stood alone: the mean over all lines to its
 * parents and from its families to their children. Returns how many these are. */
static int wish_of(const struct positioning *positioning, const struct chain *chain, double *out) {
    const struct pedigree_work *work = positioning->work;
    double sum = 0;
    int count = 0;
    for (int i = 0; i < chain->count; i++) {
        const struct pedigree_place *place = &work->layout->place[chain->place[i]];
        int above = place->person < 0 || place->repeat ? -1 : work->family_of[place->person];
        if (above >= 0) {
            sum += line_x(positioning, &work->layout->family[above]) -
                   positioning->offset[chain->place[i]];
            count++;
        }
        if (i + 1 == chain->count) break;
        int f = pedigree_family_between(work, chain->place[i], chain->place[i + 1]);
        const struct pedigree_family *family = &work->layout->family[f];
        double from_first = line_x(positioning, family) - chain->x;
        for (int c = 0; c < family->children; c++, count++)
            sum += x_of(positioning, family->child[c]) - from_first;
    }
    *out = count ? sum / count : chain->x;
    return count;
}

/* Moves the chains of a level to where the sum of squares of all their lines is least, in their
 * order and with the room that they need. Returns the largest way that one moved. */
static double settle_level(struct positioning *positioning, const struct level *level) {
    struct pedigree_work *work = positioning->work;
    struct block *block = positioning->block;
    int blocks = 0;
    for (int c = 0; c < level->chains; c++) {
        double wish;
        int lines = wish_of(positioning, &work->chain[level->chain[c]], &wish);
        double weight = lines ? lines : 1e-6;
        block[blocks++] =
            (struct block){weight * (wish - positioning->needed[level->chain[c]]), weight, c, 1};
        while (blocks > 1 && block[blocks - 2].sum / block[blocks - 2].weight >
                                 block[blocks - 1].sum / block[blocks - 1].weight) {
            block[blocks - 2].sum += block[blocks - 1].sum;
            block[blocks - 2].weight += block[blocks - 1].weight;
            block[blocks - 2].count += block[blocks - 1].count;
            blocks--;
        }
    }
    double most = 0;
    for (int b = 0; b < blocks; b++)
        for (int c = block[b].first; c < block[b].first + block[b].count; c++) {
            struct chain *chain = &work->chain[level->chain[c]];
            double x = block[b].sum / block[b].weight + positioning->needed[level->chain[c]];
            if (fabs(x - chain->x) > most) most = fabs(x - chain->x);
            chain->x = x;
        }
    return most;
}

/* Whole pixels: what is needed is whole, so rounding the rest keeps the order. */
static void round_level(const struct positioning *positioning, const struct level *level) {
    for (int c = 0; c < level->chains; c++) {
        struct chain *chain = &positioning->work->chain[level->chain[c]];
        double needed = positioning->needed[level->chain[c]];
        chain->x = needed + floor(chain->x - needed + 0.5);
    }
}

static void settle_part(struct positioning *positioning, int part) {
    struct pedigree_work *work = positioning->work;
    int levels = work->levels[part];
    for (int l = 0; l < levels; l++) pack_level(positioning, &work->level[part][l]);
    double moved = 1;
    for (int s = 0; s < SWEEPS && moved > 0.05; s++) {
        moved = 0;
        for (int l = 0; l < levels; l++) {
            double way = settle_level(positioning, &work->level[part][s % 2 ? levels - 1 - l : l]);
            if (way > moved) moved = way;
        }
    }
    pedigree_close_gaps(work, part, positioning->needed);
    for (int l = 0; l < levels; l++) round_level(positioning, &work->level[part][l]);
}

/* Gives their x to the places of a part, from 0 on, and returns its width. */
static double place_part(struct positioning *positioning, int part) {
    const struct pedigree_work *work = positioning->work;
    double least = INFINITY, most = -INFINITY;
    for (int pass = 0; pass < 2; pass++)
        for (int l = 0; l < work->levels[part]; l++) {
            const struct level *level = &work->level[part][l];
            for (int i = 0; i < level->places; i++) {
                struct pedigree_place *place = &work->layout->place[level->place[i]];
                place->x = x_of(positioning, level->place[i]) - (pass ? least : 0);
                if (pass) continue;
                if (place->x - place->half < least) least = place->x - place->half;
                if (place->x + place->half > most) most = place->x + place->half;
            }
        }
    return most - least;
}

/* Gives their y to the places of a part, and its x and bar to each family. Returns the height. */
static double stack_part(const struct pedigree_work *work, int part,
                         const struct pedigree_room *room, int *track) {
    struct pedigree_layout *layout = work->layout;
    double y = 0;
    for (int l = 0; l < work->levels[part]; l++) {
        const struct level *level = &work->level[part][l];
        double label = 0;
        y += PEDIGREE_RADIUS;
        for (int i = 0; i < level->places; i++) {
            struct pedigree_place *place = &layout->place[level->place[i]];
            place->y = y;
            if (place->person >= 0 && room[place->person].height > label)
                label = room[place->person].height;
        }
        y += PEDIGREE_RADIUS + PEDIGREE_LABEL_GAP + label;
        if (l + 1 == work->levels[part]) break;
        int bars = pedigree_bars(work, level, track);
        for (int i = 0; i + 1 < level->places; i++) {
            int f = pedigree_family_between(work, level->place[i], level->place[i + 1]);
            if (f >= 0) layout->family[f].bar = y + ABOVE_BARS + track[f] * BETWEEN_BARS;
        }
        y += ABOVE_BARS + (bars - 1) * BETWEEN_BARS + BELOW_BARS;
    }
    return y;
}

static void move_part(const struct pedigree_work *work, int part, double x, double y) {
    struct pedigree_layout *layout = work->layout;
    for (int l = 0; l < work->levels[part]; l++) {
        const struct level *level = &work->level[part][l];
        for (int i = 0; i < level->places; i++) {
            layout->place[level->place[i]].x += x;
            layout->place[level->place[i]].y += y;
        }
    }
    for (int f = 0; f < layout->families; f++) {
        if (work->part_of[layout->family[f].child[0]] != part) continue;
        layout->family[f].x += x;
        layout->family[f].bar += y;
    }
}

/* Side by side, and where the line is full on the next one. */
static void arrange_parts(const struct pedigree_work *work, const double *width,
                          const double *height) {
    struct pedigree_layout *layout = work->layout;
    double most = LEAST_WIDTH, x = 0, y = 0, tallest = 0;
    for (int p = 0; p < work->parts; p++)
        if (width[p] > most) most = width[p];
    for (int p = 0; p < work->parts; p++) {
        if (x > 0 && x + width[p] > most) {
            x = 0;
            y += tallest + PART_GAP;
            tallest = 0;
        }
        move_part(work, p, x, y);
        x += width[p];
        if (x > layout->width) layout->width = x;
        x += PART_GAP;
        if (height[p] > tallest) tallest = height[p];
        if (y + tallest > layout->height) layout->height = y + tallest;
    }
}

void pedigree_position(struct pedigree_work *work, const struct pedigree_room *room) {
    struct pedigree_layout *layout = work->layout;
    struct positioning positioning = {
        .work = work,
        .offset = arena_new(work->arena, double, layout->places),
        .needed = arena_new(work->arena, double, work->chains),
        .block = arena_new(work->arena, struct block, work->chains),
    };
    double *width = arena_new(work->arena, double, work->parts);
    double *height = arena_new(work->arena, double, work->parts);
    int *track = arena_new(work->arena, int, layout->families);
    measure_chains(&positioning);
    for (int p = 0; p < work->parts; p++) {
        settle_part(&positioning, p);
        width[p] = place_part(&positioning, p);
        height[p] = stack_part(work, p, room, track);
    }
    arrange_parts(work, width, height);
}
