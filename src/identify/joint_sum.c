#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "identify/joint_parts.h"

/* Small parts are summed whole: up to so many vertices, as long as there are no more states than
 * SMALL_STATES. In others so many states of a step are kept, and none that adds no noticeable
 * share. */
enum { SMALL_PART = 40, SMALL_STATES = 1 << 16, MOST_STATES = 4000 };
#define STATE_TOLERANCE 1e-15
#define COUNT_TOLERANCE 1e-17

/* ------------------------------------------------------------------ states */

static size_t slot_of(const struct step *step, open_set state) {
    uint64_t hash = ((uint64_t)state ^ (uint64_t)(state >> 64) * 0xd6e8feb86659fd93u) *
                    0x9e3779b97f4a7c15u;
    return (size_t)(hash >> 20) & (step->slots - 1);
}

static long find_state(const struct step *step, open_set state) {
    for (size_t at = slot_of(step, state); step->slot[at]; at = (at + 1) & (step->slots - 1))
        if (step->state[step->slot[at] - 1] == state) return (long)step->slot[at] - 1;
    return -1;
}

static void fill_slots(struct step *step, struct arena *arena, size_t slots) {
    step->slots = slots;
    step->slot = arena_new(arena, uint32_t, slots);
    for (size_t i = 0; i < step->states; i++) {
        size_t at = slot_of(step, step->state[i]);
        while (step->slot[at]) at = (at + 1) & (slots - 1);
        step->slot[at] = (uint32_t)i + 1;
    }
}

static size_t add_state(struct step *step, struct arena *arena, open_set state) {
    long found = find_state(step, state);
    if (found >= 0) return (size_t)found;
    if (step->states * 2 >= step->slots) {
        open_set *wider = arena_new(arena, open_set, step->slots);
        memcpy(wider, step->state, step->states * sizeof *wider);
        step->state = wider;
        fill_slots(step, arena, step->slots * 2);
    }
    step->state[step->states++] = state;
    size_t at = slot_of(step, state);
    while (step->slot[at]) at = (at + 1) & (step->slots - 1);
    step->slot[at] = (uint32_t)step->states;
    return step->states - 1;
}

/* A taken vertex only closes; a free one chooses. */
static bool leads_to(const struct step *step, open_set state, const struct choice *choice,
                     open_set *out_state) {
    if (state & step->own) {
        *out_state = state & ~step->own;
        return choice == &step->choice[0];
    }
    *out_state = state | choice->takes;
    return (state & choice->takes) == 0;
}

long step_next(const struct step *step, size_t state, const struct choice *choice,
               const struct step *after) {
    open_set next;
    return leads_to(step, step->state[state], choice, &next) ? find_state(after, next) : -1;
}

/* What taking a choice in a state weighs: a vertex that is taken already has been weighed. */
static double weight_in(const struct step *step, size_t state, const struct choice *choice) {
    return step->state[state] & step->own ? 1 : choice->weight;
}

const struct step *part_end(const struct part *part) { return &part->step[part->steps]; }

static size_t numbers_of(const struct step *step) {
    return (size_t)step->size[0] * (size_t)step->size[1];
}

/* At most what a state can come to, in terms of its sum. */
static double prospect(const struct step *step, open_set state) {
    double factor = 1;
    for (int half = 0; half < 2; half++)
        for (uint64_t bits = (uint64_t)(state >> 64 * half); bits; bits &= bits - 1)
            factor *= step->bit_factor[64 * half + __builtin_ctzll(bits)];
    return factor;
}

/* ------------------------------------------------------------------ sums */

/* Adds a row of sums, moved by what is named, to another row. */
static void move_row(const struct step *step, const struct step *after, struct count2 named,
                     const double *from, double *to, double weight) {
    for (int a = 0; a < step->size[0]; a++) {
        int x = step->low[0] + a + named.of[0] - after->low[0];
        if (x < 0 || x >= after->size[0]) continue;
        for (int b = 0; b < step->size[1]; b++) {
            int y = step->low[1] + b + named.of[1] - after->low[1];
            if (y < 0 || y >= after->size[1]) continue;
            to[x * after->size[1] + y] += weight * from[a * step->size[1] + b];
        }
    }
}

/* The states after a step and their sums, nothing dropped yet. */
static void advance(const struct step *step, struct step *after, struct arena *arena) {
    int most[2] = {0, 0};
    for (int c = 0; c < step->choices; c++)
        for (int class = 0; class < 2; class++)
            if (step->choice[c].named.of[class] > most[class])
                most[class] = step->choice[c].named.of[class];
    for (int class = 0; class < 2; class++) {
        after->low[class] = step->low[class];
        after->size[class] = step->size[class] + most[class];
    }
    after->state = arena_new(arena, open_set, 16);
    fill_slots(after, arena, 32);
    for (size_t i = 0; i < step->states; i++)
        for (int c = 0; c < step->choices; c++) {
            open_set next;
            if (leads_to(step, step->state[i], &step->choice[c], &next))
                add_state(after, arena, next);
        }
    after->forward = arena_new(arena, double, after->states * numbers_of(after));
    for (size_t i = 0; i < step->states; i++)
        for (int c = 0; c < step->choices; c++) {
            long next = step_next(step, i, &step->choice[c], after);
            if (next < 0) continue;
            move_row(step, after, step->choice[c].named, step->forward + i * numbers_of(step),
                     after->forward + (size_t)next * numbers_of(after),
                     weight_in(step, i, &step->choice[c]));
        }
}

struct worth {
    double mass;
    open_set state;
    size_t index;
};

static int by_worth(const void *left, const void *right) {
    const struct worth *a = left, *b = right;
    if (a->mass != b->mass) return a->mass < b->mass ? 1 : -1;
    return a->state < b->state ? -1 : a->state > b->state;
}

static int by_index(const void *left, const void *right) {
    const struct worth *a = left, *b = right;
    return a->index < b->index ? -1 : a->index > b->index;
}

/* Drops what can only come to a trifle, unless all is wanted `whole`: states, and numbers of names
 * at either end. Returns what it can come to at most, and the share that is of what all states
 * can. */
static double thin_out(struct step *step, bool whole, struct arena *scratch, struct arena *keep,
                       double *out_share) {
    size_t numbers = numbers_of(step);
    struct worth *worth = arena_new(scratch, struct worth, step->states + 1);
    double *by_count = arena_new(scratch, double, numbers);
    double all = 0, dropped = 0;
    for (size_t i = 0; i < step->states; i++) {
        double factor = prospect(step, step->state[i]);
        worth[i] = (struct worth){0, step->state[i], i};
        for (size_t n = 0; n < numbers; n++) {
            double value = step->forward[i * numbers + n] * factor;
            worth[i].mass += value;
            by_count[n] += value;
        }
        all += worth[i].mass;
    }
    size_t kept = 0;
    for (size_t i = 0; i < step->states; i++) {
        if (whole || worth[i].mass > STATE_TOLERANCE * all) worth[kept++] = worth[i];
        else dropped += worth[i].mass;
    }
    if (!whole && kept > MOST_STATES) {
        qsort(worth, kept, sizeof *worth, by_worth);
        for (; kept > MOST_STATES; kept--) dropped += worth[kept - 1].mass;
        qsort(worth, kept, sizeof *worth, by_index);
    }
    /* The rectangle of counts that matters. */
    int from[2] = {0, 0}, to[2] = {step->size[0], step->size[1]};
    for (int class = 0; class < 2; class++)
        for (int end = 0; end < 2; end++)
            while (!whole && to[class] - from[class] > 1) {
                int line = end ? to[class] - 1 : from[class];
                double mass = 0;
                for (int other = 0; other < step->size[!class]; other++)
                    mass += by_count[class == 0 ? line * step->size[1] + other
                                                : other * step->size[1] + line];
                if (mass > COUNT_TOLERANCE * all) break;
                dropped += mass;
                if (end) to[class]--;
                else from[class]++;
            }
    struct step thin = *step;
    for (int class = 0; class < 2; class++) {
        thin.low[class] = step->low[class] + from[class];
        thin.size[class] = to[class] - from[class];
    }
    thin.states = kept;
    thin.state = arena_new(keep, open_set, kept + 1);
    thin.forward = arena_new(keep, double, kept * numbers_of(&thin) + 1);
    for (size_t i = 0; i < kept; i++) {
        thin.state[i] = worth[i].state;
        for (int a = 0; a < thin.size[0]; a++)
            memcpy(thin.forward + i * numbers_of(&thin) + (size_t)(a * thin.size[1]),
                   step->forward + worth[i].index * numbers +
                       (size_t)((a + from[0]) * step->size[1] + from[1]),
                   (size_t)thin.size[1] * sizeof(double));
    }
    size_t slots = 16;
    while (slots < kept * 2 + 2) slots *= 2;
    fill_slots(&thin, keep, slots);
    *step = thin;
    *out_share = dropped / all;
    return dropped > 0 ? exp(log(dropped) + step->log_rest) : 0;
}

bool part_forward(struct part *part, double most, struct arena *arena) {
    struct step *first = &part->step[0];
    first->size[0] = first->size[1] = 1;
    first->states = 1;
    first->state = arena_new(arena, open_set, 1);
    first->forward = arena_new(arena, double, 1);
    first->forward[0] = 1;
    fill_slots(first, arena, 4);
    struct arena scratch;
    arena_open(&scratch, 0);
    double dropped = 0;
    for (int s = 0; s < part->steps && dropped <= most; s++) {
        struct arena_mark mark = arena_mark(&scratch);
        double share;
        advance(&part->step[s], &part->step[s + 1], &scratch);
        bool whole = part->steps <= SMALL_PART && part->step[s + 1].states <= SMALL_STATES;
        part->left_out += thin_out(&part->step[s + 1], whole, &scratch, arena, &share);
        part->states += part->step[s + 1].states;
        dropped += share;
        arena_release(&scratch, mark);
    }
    arena_close(&scratch);
    return dropped <= most;
}

void part_backward(struct part *part, const double *end_weight) {
    const struct step *end = part_end(part);
    struct arena arena;
    arena_open(&arena, 0);
    size_t most = 1;
    for (int s = 0; s <= part->steps; s++) {
        size_t numbers = part->step[s].states * numbers_of(&part->step[s]);
        if (numbers > most) most = numbers;
    }
    double *later = arena_new(&arena, double, most), *now = arena_new(&arena, double, most);
    memcpy(later, end_weight, numbers_of(end) * sizeof *later);
    for (int s = part->steps - 1; s >= 0; s--) {
        struct step *step = &part->step[s];
        const struct step *after = step + 1;
        size_t numbers = numbers_of(step);
        memset(now, 0, step->states * numbers * sizeof *now);
        for (size_t i = 0; i < step->states; i++)
            for (int c = 0; c < step->choices; c++) {
                struct choice *choice = &step->choice[c];
                long next = step_next(step, i, choice, after);
                if (next < 0) continue;
                double weight = weight_in(step, i, choice), share = 0;
                const double *from = later + (size_t)next * numbers_of(after);
                const double *forward = step->forward + i * numbers;
                for (int a = 0; a < step->size[0]; a++) {
                    int x = step->low[0] + a + choice->named.of[0] - after->low[0];
                    if (x < 0 || x >= after->size[0]) continue;
                    for (int b = 0; b < step->size[1]; b++) {
                        int y = step->low[1] + b + choice->named.of[1] - after->low[1];
                        if (y < 0 || y >= after->size[1]) continue;
                        double value = weight * from[x * after->size[1] + y];
                        now[i * numbers + (size_t)(a * step->size[1] + b)] += value;
                        share += forward[a * step->size[1] + b] * value;
                    }
                }
                choice->share += share;
                if (c == 0 && !(step->state[i] & step->own)) step->free_share += share;
            }
        double *swap = later;
        later = now;
        now = swap;
    }
    arena_close(&arena);
}
