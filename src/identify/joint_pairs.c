#include <math.h>
#include <stdlib.h>

#include "identify/joint_parts.h"

static int by_pair(const void *left, const void *right) {
    const struct pair_result *a = left, *b = right;
    if (a->individual != b->individual) return a->individual - b->individual;
    return a->missing - b->missing;
}

void joint_list_pairs(const struct problem *problem, struct arena *arena, struct joint *joint) {
    size_t room = 0;
    for (size_t n = 0; n < problem->namings->count; n++)
        if (problem->kept[n]) room += (size_t)problem->namings->naming[n].count;
    joint->pair = arena_new(arena, struct pair_result, room + 1);
    size_t count = 0;
    for (size_t n = 0; n < problem->namings->count; n++) {
        const struct naming *naming = &problem->namings->naming[n];
        for (int i = 0; problem->kept[n] && i < naming->count; i++)
            joint->pair[count++] = (struct pair_result){.individual = naming->individual[i],
                                                        .missing = naming->missing[i]};
    }
    if (count) qsort(joint->pair, count, sizeof *joint->pair, by_pair);
    for (size_t i = 0; i < count; i++)
        if (!joint->pairs || by_pair(&joint->pair[joint->pairs - 1], &joint->pair[i]))
            joint->pair[joint->pairs++] = joint->pair[i];
}

struct pair_result *joint_find_pair(const struct joint *joint, int individual, int missing) {
    struct pair_result key = {.individual = individual, .missing = missing};
    return bsearch(&key, joint->pair, joint->pairs, sizeof key, by_pair);
}

void joint_add_posteriors(const struct problem *problem, const struct part *part,
                          struct joint *joint) {
    for (int s = 0; s < part->steps; s++) {
        const struct step *step = &part->step[s];
        if (step->vertex >= problem->families)
            joint->nobody[step->vertex - problem->families] = step->free_share;
        for (int c = 0; c < step->choices; c++) {
            if (step->choice[c].naming < 0) continue;
            const struct naming *naming = &problem->namings->naming[step->choice[c].naming];
            for (int i = 0; i < naming->count; i++)
                joint_find_pair(joint, naming->individual[i], naming->missing[i])->posterior +=
                    step->choice[c].share;
        }
    }
}

double joint_lower_posteriors(const struct problem *problem, struct arena *arena,
                              struct joint *joint) {
    const struct namings *namings = problem->namings;
    double *share = arena_new(arena, double, namings->count + 1);
    double *of_individual = arena_new(arena, double, problem->individuals + 1);
    double all = 0;
    for (size_t n = 0; n < namings->count; n++) {
        int vertex;
        if (problem->kept[n]) continue;
        all += share[n] = joint_consequence(problem, n, &vertex);
        for (int i = 0; i < namings->naming[n].count; i++)
            of_individual[namings->naming[n].individual[i]] += share[n];
    }
    for (size_t k = 0; k < joint->pairs; k++) {
        struct pair_result *pair = &joint->pair[k];
        int f = problem->casework->dataset->missing[pair->missing].family;
        double against = of_individual[pair->individual];
        for (size_t n = namings->first[f]; n < namings->first[f + 1]; n++) {
            const struct naming *naming = &namings->naming[n];
            bool counted = false, same = false;
            for (int i = 0; share[n] > 0 && i < naming->count; i++) {
                if (naming->individual[i] != pair->individual) continue;
                counted = true;
                same = naming->missing[i] == pair->missing;
            }
            if (counted) against -= share[n];
            if (!same) against += share[n];
        }
        pair->posterior /= 1 + fmax(against, 0); /* sums round */
    }
    for (int i = 0; i < problem->individuals; i++) joint->nobody[i] /= 1 + of_individual[i];
    return all;
}

/* The best log ratio of the part with each naming, and with each family naming nobody. */
static void find_best_with(const struct problem *problem, const struct part *part,
                           const double *ratio, struct arena *arena, double *best_naming,
                           double *best_nothing) {
    struct part_best best;
    part_find_best(part, ratio, arena, &best);
    for (int s = 0; s < part->steps; s++) {
        const struct step *step = &part->step[s];
        bool is_family = step->vertex < problem->families;
        for (size_t i = 0; i < step->states; i++)
            for (int c = 0; c < step->choices; c++) {
                const struct choice *choice = &step->choice[c];
                long next = step_next(step, i, choice, step + 1);
                if (next < 0) continue;
                double value = best.to[s][i] + best.from[s + 1][next];
                if (choice->naming >= 0) {
                    value += ratio[choice->naming];
                    if (value > best_naming[choice->naming]) best_naming[choice->naming] = value;
                } else if (is_family && !(step->state[i] & step->own) &&
                           value > best_nothing[step->vertex]) {
                    best_nothing[step->vertex] = value;
                }
            }
    }
}

void joint_set_glr(const struct problem *problem, const struct part *part, struct arena *arena,
                   struct joint *joint) {
    const struct namings *namings = problem->namings;
    double *ratio = arena_new(arena, double, namings->count + 1);
    double *best_naming = arena_new(arena, double, namings->count + 1);
    double *best_nothing = arena_new(arena, double, problem->families + 1);
    for (size_t n = 0; n < namings->count; n++) {
        ratio[n] = namings->naming[n].log_ratio;
        best_naming[n] = -INFINITY;
    }
    for (int f = 0; f < problem->families; f++) best_nothing[f] = -INFINITY;
    for (int p = 0; p < problem->parts; p++) {
        struct arena_mark mark = arena_mark(arena);
        find_best_with(problem, &part[p], ratio, arena, best_naming, best_nothing);
        arena_release(arena, mark);
    }
    for (size_t k = 0; k < joint->pairs; k++) {
        struct pair_result *pair = &joint->pair[k];
        int f = problem->casework->dataset->missing[pair->missing].family;
        double with = -INFINITY, without = best_nothing[f];
        for (size_t n = namings->first[f]; n < namings->first[f + 1]; n++) {
            const struct naming *naming = &namings->naming[n];
            bool has = false;
            for (int i = 0; i < naming->count; i++)
                has = has || (naming->individual[i] == pair->individual &&
                              naming->missing[i] == pair->missing);
            if (has) with = fmax(with, best_naming[n]);
            else without = fmax(without, best_naming[n]);
        }
        pair->log_glr = with - without;
    }
}
