#include "identify/joint.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "identify/joint_parts.h"

static double log_add(double a, double b) {
    double high = fmax(a, b), low = fmin(a, b);
    return low == -INFINITY ? high : high + log1p(exp(low - high));
}

/* ------------------------------------------------------------------ weights */

/* About how the prior's weight changes with one name more, where the sum will lie: as many named
 * as have a naming that is worth more than nobody. */
static void choose_factors(struct problem *problem) {
    const struct prior *prior = problem->prior;
    if (prior->kind == PRIOR_FLAT) return;
    double first = log(prior_name_factor(prior));
    int named[2] = {0, 0};
    for (int f = 0; f < problem->families; f++) {
        double best = 0;
        struct count2 count = {{0, 0}};
        for (size_t n = problem->namings->first[f]; n < problem->namings->first[f + 1]; n++) {
            const struct naming *naming = &problem->namings->naming[n];
            double value = naming->log_ratio + naming->count * first;
            if (value <= best) continue;
            best = value;
            count = problem->named[n];
        }
        for (int class = 0; class < 2; class++) named[class] += count.of[class];
    }
    for (int class = 0; class < 1 + prior->by_sex; class++) {
        double unlisted = prior->total[class] - prior->listed[class];
        double unnamed = prior->individuals[class] - named[class];
        double choices = unlisted - fmax(unnamed, 0) + 1;
        problem->log_factor[class] = -log(fmax(choices, 1));
    }
}

static void weigh(struct problem *problem) {
    const struct namings *namings = problem->namings;
    for (size_t n = 0; n < namings->count; n++) {
        const struct naming *naming = &namings->naming[n];
        for (int i = 0; i < naming->count; i++) {
            int individual = naming->individual[i];
            enum sex sex = problem->casework->individuals->individual[individual].sex;
            problem->named[n].of[prior_class(problem->prior, sex)]++;
        }
    }
    choose_factors(problem);
    for (size_t n = 0; n < namings->count; n++)
        problem->log_weight[n] = namings->naming[n].log_ratio +
                                 problem->named[n].of[0] * problem->log_factor[0] +
                                 problem->named[n].of[1] * problem->log_factor[1];
    double *with = arena_new(problem->arena, double, problem->individuals + 1);
    for (int i = 0; i < problem->individuals; i++) with[i] = -INFINITY;
    for (int f = 0; f < problem->families; f++) {
        double all = 0, best = 0;
        for (size_t n = namings->first[f]; n < namings->first[f + 1]; n++) {
            all = log_add(all, problem->log_weight[n]);
            best = fmax(best, problem->log_weight[n]);
            const struct naming *naming = &namings->naming[n];
            for (int i = 0; i < naming->count; i++) {
                double *sum = &with[naming->individual[i]];
                *sum = log_add(*sum, problem->log_weight[n]);
            }
        }
        problem->log_whole[f] = all;
        problem->log_scale[f] = best;
        /* How much the family wants an individual: with it against without it. */
        for (size_t n = namings->first[f]; n < namings->first[f + 1]; n++) {
            const struct naming *naming = &namings->naming[n];
            for (int i = 0; i < naming->count; i++) {
                int individual = naming->individual[i];
                if (with[individual] == -INFINITY) continue;
                double share = exp(with[individual] - all);
                double without = share < 0.5 ? all + log1p(-share) : -INFINITY;
                if (share >= 0.5) {
                    without = 0;
                    for (size_t k = namings->first[f]; k < namings->first[f + 1]; k++) {
                        const struct naming *other = &namings->naming[k];
                        bool has = false;
                        for (int j = 0; j < other->count; j++)
                            has = has || other->individual[j] == individual;
                        if (!has) without = log_add(without, problem->log_weight[k]);
                    }
                }
                double wants = log_add(0, with[individual] - without);
                double *whole = &problem->log_whole[problem->families + individual];
                *whole = fmax(*whole, wants);
                with[individual] = -INFINITY;
            }
        }
    }
}

/* ------------------------------------------------------------------ kept and cut */

/* Of how little consequence a naming is: its weight against what its family, or an individual in
 * it, has better to do. `out_vertex`: which of them, where its cut is weighed. */
static double consequence(const struct problem *problem, size_t n, int *out_vertex) {
    const struct naming *naming = &problem->namings->naming[n];
    int vertex = naming->family;
    for (int i = 0; i < naming->count; i++) {
        int other = problem->families + naming->individual[i];
        if (problem->log_whole[other] > problem->log_whole[vertex]) vertex = other;
    }
    *out_vertex = vertex;
    return exp(problem->log_weight[n] - problem->log_whole[vertex]);
}

static void choose_kept(struct problem *problem) {
    for (size_t n = 0; n < problem->namings->count; n++) {
        int vertex;
        double limit = problem->threshold[problem->namings->naming[n].family];
        problem->kept[n] = limit <= 0 || consequence(problem, n, &vertex) >= limit;
    }
}

static int find_root(int *root, int i) {
    while (root[i] != i) i = root[i] = root[root[i]];
    return i;
}

/* Numbers the parts by their first vertex. */
static void find_parts(struct problem *problem) {
    int *root = problem->part;
    for (int v = 0; v < problem->vertices; v++) root[v] = v;
    for (size_t n = 0; n < problem->namings->count; n++) {
        const struct naming *naming = &problem->namings->naming[n];
        for (int i = 0; problem->kept[n] && i < naming->count; i++) {
            int a = find_root(root, naming->family);
            int b = find_root(root, problem->families + naming->individual[i]);
            if (a < b) root[b] = a;
            else root[a] = b;
        }
    }
    for (int v = 0; v < problem->vertices; v++) root[v] = find_root(root, v);
    problem->parts = 0;
    for (int v = 0; v < problem->vertices; v++)
        root[v] = root[v] == v ? problem->parts++ : root[root[v]];
}

static void add_cut(struct arena *arena, struct cut **cuts, int *count, struct count2 named,
                    double log_weight) {
    for (int c = 0; c < *count; c++) {
        struct cut *cut = &(*cuts)[c];
        if (cut->named.of[0] != named.of[0] || cut->named.of[1] != named.of[1]) continue;
        cut->log_weight = log_add(cut->log_weight, log_weight);
        return;
    }
    struct cut *wider = arena_new(arena, struct cut, *count + 1);
    if (*count) memcpy(wider, *cuts, (size_t)*count * sizeof *wider);
    wider[(*count)++] = (struct cut){named, log_weight};
    *cuts = wider;
}

/* What is cut, vertex by vertex; returns how many namings. */
static size_t collect_cuts(const struct problem *problem, struct cut **cut, int *cuts,
                           bool *out_anything) {
    size_t count = 0;
    *out_anything = false;
    for (size_t n = 0; n < problem->namings->count; n++) {
        if (problem->kept[n]) continue;
        int vertex;
        consequence(problem, n, &vertex);
        add_cut(problem->arena, &cut[vertex], &cuts[vertex], problem->named[n],
                problem->log_weight[n]);
        count++;
    }
    for (int f = 0; f < problem->families; f++) {
        const struct left_out *left = &problem->namings->left[f];
        for (int k = 0; k <= left->most; k++) {
            if (!(left->sum[k] > 0)) continue;
            *out_anything = true;
            /* Left-out namings are known by their number of names only: each way to split it
             * between the classes is counted. */
            for (int b = 0; b <= (problem->prior->by_sex ? k : 0); b++) {
                struct count2 named = {{k - b, b}};
                add_cut(problem->arena, &cut[f], &cuts[f], named,
                        log(left->sum[k]) + (k - b) * problem->log_factor[0] +
                            b * problem->log_factor[1]);
            }
        }
    }
    *out_anything = *out_anything || count;
    return count;
}

/* ------------------------------------------------------------------ the parts together */

/* Sums over parts by the numbers named: a rectangle of counts. */
struct table {
    int size[2];
    double *value;
};

struct whole {
    struct table *before; /* [part]: of the parts before it, scaled */
    struct table *after;  /* [part]: what counts up to it weigh with all that follow */
    double log_weight;    /* ln of the sum of everything */
};

static void scale_down(struct table *table, double *log_scale) {
    size_t count = (size_t)table->size[0] * (size_t)table->size[1];
    double most = 0;
    for (size_t i = 0; i < count; i++) most = fmax(most, table->value[i]);
    if (!(most > 0)) return;
    for (size_t i = 0; i < count; i++) table->value[i] /= most;
    *log_scale += log(most);
}

static bool combine(const struct problem *problem, const struct part *part,
                    const double *const *sums, struct arena *arena, struct whole *out) {
    int parts = problem->parts;
    struct whole whole = {arena_new(arena, struct table, parts + 1),
                          arena_new(arena, struct table, parts + 1), 0};
    double log_before = 0;
    whole.before[0] = (struct table){{1, 1}, arena_new(arena, double, 1)};
    whole.before[0].value[0] = 1;
    for (int p = 0; p < parts; p++) {
        const struct step *end = &part[p].step[part[p].steps];
        const struct table *from = &whole.before[p];
        struct table *to = &whole.before[p + 1];
        for (int class = 0; class < 2; class++)
            to->size[class] = from->size[class] + end->size[class] - 1;
        to->value = arena_new(arena, double, (size_t)to->size[0] * (size_t)to->size[1]);
        for (int a = 0; a < end->size[0]; a++)
            for (int b = 0; b < end->size[1]; b++) {
                double value = sums[p][a * end->size[1] + b];
                if (value == 0) continue;
                for (int i = 0; i < from->size[0]; i++)
                    for (int j = 0; j < from->size[1]; j++)
                        to->value[(i + a) * to->size[1] + j + b] +=
                            value * from->value[i * from->size[1] + j];
            }
        log_before += part[p].log_scale;
        scale_down(to, &log_before);
    }
    struct table *last = &whole.after[parts];
    *last = whole.before[parts];
    size_t count = (size_t)last->size[0] * (size_t)last->size[1];
    last->value = arena_new(arena, double, count);
    double most = -INFINITY;
    for (int a = 0; a < last->size[0]; a++)
        for (int b = 0; b < last->size[1]; b++) {
            int named[2] = {a, b};
            double value = prior_log_weight(problem->prior, named) - a * problem->log_factor[0] -
                           b * problem->log_factor[1];
            last->value[a * last->size[1] + b] = value;
            most = fmax(most, value);
        }
    if (most == -INFINITY) return false;
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        last->value[i] = exp(last->value[i] - most);
        sum += last->value[i] * whole.before[parts].value[i];
    }
    if (!(sum > 0)) return false;
    whole.log_weight = log(sum) + log_before + most;
    for (size_t i = 0; i < count; i++) last->value[i] /= sum;
    for (int p = parts - 1; p >= 0; p--) {
        const struct step *end = &part[p].step[part[p].steps];
        const struct table *from = &whole.after[p + 1];
        struct table *to = &whole.after[p];
        *to = whole.before[p];
        to->value = arena_new(arena, double, (size_t)to->size[0] * (size_t)to->size[1]);
        double unit = 0; /* keeps the numbers near 1; undone by the table before */
        for (int a = 0; a < end->size[0]; a++)
            for (int b = 0; b < end->size[1]; b++)
                for (int i = 0; i < to->size[0]; i++)
                    for (int j = 0; j < to->size[1]; j++)
                        to->value[i * to->size[1] + j] +=
                            sums[p][a * end->size[1] + b] *
                            from->value[(i + a) * from->size[1] + j + b];
        for (int i = 0; i < to->size[0] * to->size[1]; i++)
            unit += to->value[i] * whole.before[p].value[i];
        for (int i = 0; unit > 0 && i < to->size[0] * to->size[1]; i++) to->value[i] /= unit;
    }
    *out = whole;
    return true;
}

/* What the numbers named in one part weigh, with all the other parts; the sum over the part's own
 * sums is 1. */
static double *end_weight(const struct whole *whole, const struct part *part, int number,
                          const double *sums, struct arena *arena) {
    const struct step *end = &part->step[part->steps];
    const struct table *before = &whole->before[number], *after = &whole->after[number + 1];
    double *weight = arena_new(arena, double, (size_t)end->size[0] * (size_t)end->size[1]);
    double all = 0;
    for (int a = 0; a < end->size[0]; a++)
        for (int b = 0; b < end->size[1]; b++) {
            double sum = 0;
            for (int i = 0; i < before->size[0]; i++)
                for (int j = 0; j < before->size[1]; j++)
                    sum += before->value[i * before->size[1] + j] *
                           after->value[(i + a) * after->size[1] + j + b];
            weight[a * end->size[1] + b] = sum;
            all += sum * sums[a * end->size[1] + b];
        }
    for (int i = 0; all > 0 && i < end->size[0] * end->size[1]; i++) weight[i] /= all;
    return weight;
}

/* The share of all that takes a choice at a step. */
static double share_of(const struct step *step, const struct choice2 *choice, bool taken_too) {
    const struct step *after = step + 1;
    size_t numbers = (size_t)step->size[0] * (size_t)step->size[1];
    size_t numbers_after = (size_t)after->size[0] * (size_t)after->size[1];
    double share = 0;
    for (size_t i = 0; i < step->states; i++) {
        if (!taken_too && step->state[i] & step->own) continue;
        long next = step_next(step, i, choice, after);
        if (next < 0) continue;
        double sum = 0;
        for (int a = 0; a < step->size[0]; a++)
            for (int b = 0; b < step->size[1]; b++)
                sum += step->forward[i * numbers + (size_t)(a * step->size[1] + b)] *
                       after->backward[(size_t)next * numbers_after +
                                       (size_t)((a + choice->named.of[0]) * after->size[1] + b +
                                                choice->named.of[1])];
        share += sum * step_weight(step, i, choice);
    }
    return share;
}

/* ------------------------------------------------------------------ planning */

struct plan {
    int **vertex;  /* of each part */
    int *vertices;
    struct part *part;
};

static void list_vertices(const struct problem *problem, struct arena *arena, struct plan *plan) {
    plan->vertices = arena_new(arena, int, problem->parts + 1);
    plan->vertex = arena_new(arena, int *, problem->parts + 1);
    plan->part = arena_new(arena, struct part, problem->parts + 1);
    for (int v = 0; v < problem->vertices; v++) plan->vertices[problem->part[v]]++;
    for (int p = 0; p < problem->parts; p++) {
        plan->vertex[p] = arena_new(arena, int, plan->vertices[p]);
        plan->vertices[p] = 0;
    }
    for (int v = 0; v < problem->vertices; v++)
        plan->vertex[problem->part[v]][plan->vertices[problem->part[v]]++] = v;
}

/* Cuts the problem into parts that can be summed exactly: as much as possible is kept; where a part
 * would take too long, what is of least consequence in it is cut. */
static bool plan_parts(struct problem *problem, struct arena *arena, struct plan *out_plan,
                       const struct cancel *cancel, struct error *error) {
    for (;;) {
        if (cancel_requested(cancel))
            return error_set(error, ERROR_CANCELLED, "stopped before the end");
        choose_kept(problem);
        find_parts(problem);
        struct plan plan;
        list_vertices(problem, arena, &plan);
        bool all = true;
        for (int p = 0; p < problem->parts; p++) {
            if (part_plan(problem, plan.vertex[p], plan.vertices[p], NULL, NULL, false, arena,
                          &plan.part[p]))
                continue;
            all = false;
            for (int v = 0; v < plan.vertices[p]; v++) {
                int vertex = plan.vertex[p][v];
                if (vertex >= problem->families) continue;
                double *threshold = &problem->threshold[vertex];
                *threshold = *threshold > 0 ? *threshold * 10 : 1e-15;
            }
        }
        if (all) {
            *out_plan = plan;
            return true;
        }
    }
}

/* ------------------------------------------------------------------ results */

static int by_pair(const void *left, const void *right) {
    const struct pair_result *a = left, *b = right;
    if (a->individual != b->individual) return a->individual - b->individual;
    return a->missing - b->missing;
}

static void list_pairs(const struct problem *problem, struct arena *arena, struct joint *joint) {
    size_t room = 0;
    for (size_t n = 0; n < problem->namings->count; n++)
        if (problem->kept[n]) room += (size_t)problem->namings->naming[n].count;
    joint->pair = arena_new(arena, struct pair_result, room + 1);
    size_t count = 0;
    for (size_t n = 0; n < problem->namings->count; n++) {
        const struct naming *naming = &problem->namings->naming[n];
        for (int i = 0; problem->kept[n] && i < naming->count; i++)
            joint->pair[count++] = (struct pair_result){
                .individual = naming->individual[i], .missing = naming->missing[i]};
    }
    qsort(joint->pair, count, sizeof *joint->pair, by_pair);
    for (size_t i = 0; i < count; i++)
        if (!joint->pairs || by_pair(&joint->pair[joint->pairs - 1], &joint->pair[i]))
            joint->pair[joint->pairs++] = joint->pair[i];
}

static struct pair_result *find_pair(struct joint *joint, int individual, int missing) {
    struct pair_result key = {.individual = individual, .missing = missing};
    return bsearch(&key, joint->pair, joint->pairs, sizeof key, by_pair);
}

static void add_posteriors(const struct problem *problem, const struct part *part,
                           struct joint *joint) {
    for (int s = 0; s < part->steps; s++) {
        const struct step *step = &part->step[s];
        if (step->vertex >= problem->families)
            joint->nobody[step->vertex - problem->families] =
                share_of(step, &step->choice[0], false);
        for (int c = 0; c < step->choices; c++) {
            if (step->choice[c].naming < 0) continue;
            const struct naming *naming = &problem->namings->naming[step->choice[c].naming];
            double share = share_of(step, &step->choice[c], false);
            for (int i = 0; i < naming->count; i++)
                find_pair(joint, naming->individual[i], naming->missing[i])->posterior += share;
        }
    }
}

/* An individual closed before its families is unnamed when nothing took it and nothing is chosen;
 * one closed after them is free then: both are the same state, so `nobody` is what is left. */
static void add_glr(const struct problem *problem, const struct part *part, const double *ratio,
                    struct arena *arena, double *best_naming, double *best_nothing,
                    double *out_best) {
    struct part_best best;
    part_find_best(part, ratio, arena, &best);
    *out_best = best.from[0][0];
    for (int s = 0; s < part->steps; s++) {
        const struct step *step = &part->step[s];
        bool is_family = step->vertex < problem->families;
        for (size_t i = 0; i < step->states; i++)
            for (int c = 0; c < step->choices; c++) {
                const struct choice2 *choice = &step->choice[c];
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

static void set_glr(const struct problem *problem, const struct plan *plan, struct arena *arena,
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
        double best;
        struct arena_mark mark = arena_mark(arena);
        add_glr(problem, &plan->part[p], ratio, arena, best_naming, best_nothing, &best);
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

/* The share of everything that takes a cut, in the problem with all cuts put back without what they
 * take at their other ends: at least the true share. */
static double find_bound(struct problem *problem, const struct plan *plan, struct cut **cut,
                         const int *cuts, struct arena *arena) {
    struct part *part = arena_new(arena, struct part, problem->parts + 1);
    const double **sums = arena_take(arena, (size_t)problem->parts + 1, sizeof *sums);
    for (int p = 0; p < problem->parts; p++) {
        if (!part_plan(problem, plan->vertex[p], plan->vertices[p], cut, cuts, true, arena,
                       &part[p]))
            return NAN;
        sums[p] = part_forward(&part[p], arena);
    }
    struct whole whole;
    if (!combine(problem, part, sums, arena, &whole)) return NAN;
    double bound = 0;
    for (int p = 0; p < problem->parts; p++) {
        double *weight = end_weight(&whole, &part[p], p, sums[p], arena);
        part_backward(&part[p], weight, arena);
        for (int s = 0; s < part[p].steps; s++)
            for (int c = 0; c < part[p].step[s].choices; c++)
                if (part[p].step[s].choice[c].is_cut)
                    bound += share_of(&part[p].step[s], &part[p].step[s].choice[c], false);
    }
    /* Rounding of the sums themselves. */
    return bound <= 1 ? bound * (1 + 1e-9) : NAN;
}

bool joint_solve(struct arena *arena, const struct casework *casework,
                 const struct namings *namings, const struct prior *prior,
                 const struct cancel *cancel, struct joint *out_joint, struct error *error) {
    const struct dataset *dataset = casework->dataset;
    struct problem problem = {.casework = casework,
                              .namings = namings,
                              .prior = prior,
                              .arena = arena,
                              .families = dataset->family_count,
                              .individuals = casework->individuals->count};
    problem.vertices = problem.families + problem.individuals;
    problem.log_weight = arena_new(arena, double, namings->count + 1);
    problem.named = arena_new(arena, struct count2, namings->count + 1);
    problem.kept = arena_new(arena, bool, namings->count + 1);
    problem.log_whole = arena_new(arena, double, problem.vertices + 1);
    problem.log_scale = arena_new(arena, double, problem.families + 1);
    problem.threshold = arena_new(arena, double, problem.families + 1);
    problem.part = arena_new(arena, int, problem.vertices + 1);
    problem.place = arena_new(arena, int, problem.vertices + 1);
    weigh(&problem);
    struct plan plan = {0};
    if (!plan_parts(&problem, arena, &plan, cancel, error)) return false;

    const double **sums = arena_take(arena, (size_t)problem.parts + 1, sizeof *sums);
    for (int p = 0; p < problem.parts; p++) sums[p] = part_forward(&plan.part[p], arena);
    struct whole whole;
    if (!combine(&problem, plan.part, sums, arena, &whole))
        return error_set(error, ERROR_BAD_INPUT,
                         "no assignment has any weight under this prior: too few people are "
                         "missing for the individuals that fit nobody; check missing_total");
    struct joint joint = {.parts = problem.parts};
    joint.nobody = arena_new(arena, double, problem.individuals + 1);
    list_pairs(&problem, arena, &joint);
    for (int p = 0; p < problem.parts; p++) {
        double *weight = end_weight(&whole, &plan.part[p], p, sums[p], arena);
        part_backward(&plan.part[p], weight, arena);
        add_posteriors(&problem, &plan.part[p], &joint);
        joint.states += plan.part[p].states;
    }
    set_glr(&problem, &plan, arena, &joint);
    struct cut **cut = arena_new(arena, struct cut *, problem.vertices + 1);
    int *cuts = arena_new(arena, int, problem.vertices + 1);
    bool anything;
    joint.cut = collect_cuts(&problem, cut, cuts, &anything);
    joint.kept = namings->count - joint.cut;
    joint.bound = anything ? find_bound(&problem, &plan, cut, cuts, arena) : 0;
    if (!joint_find_best(&problem, plan.part, whole.log_weight, arena, cancel, &joint, error))
        return false;
    *out_joint = joint;
    return true;
}
