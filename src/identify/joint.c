#include "identify/joint.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "identify/joint_parts.h"

static double log_add(double a, double b) {
    double high = fmax(a, b), low = fmin(a, b);
    return low == -INFINITY ? high : high + log1p(exp(low - high));
}

/* Where everything cannot be kept: the first consequence to be cut at, and what may be dropped from
 * a sum in any case, as a share of it. */
#define FIRST_THRESHOLD 1e-10
#define TRIFLE 1e-12
/* From here on rather more is dropped from the sums, even so much that nothing is proved, than that
 * namings are cut which people would want to see. */
#define LAST_THRESHOLD 1e-4

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

static void add_claim(struct claim *claim, int family, double log_wanted) {
    if (log_wanted > claim->log_first) {
        claim->log_second = claim->log_first;
        claim->log_first = log_wanted;
        claim->family = family;
    } else {
        claim->log_second = fmax(claim->log_second, log_wanted);
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
                add_claim(&problem->claim[individual], f, log_add(0, with[individual] - without));
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
    double most = problem->log_whole[naming->family];
    *out_vertex = naming->family;
    for (int i = 0; i < naming->count; i++) {
        /* What its own family wants it for does not speak against its own family's naming. */
        const struct claim *claim = &problem->claim[naming->individual[i]];
        double wanted = claim->family == naming->family ? claim->log_second : claim->log_first;
        if (wanted <= most) continue;
        most = wanted;
        *out_vertex = problem->families + naming->individual[i];
    }
    return exp(problem->log_weight[n] - most);
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

/* Sums by the numbers named, counted from `low`. */
struct table {
    int low[2], size[2];
    double *value;
};

struct whole {
    struct table *before; /* [part]: of the parts before it, scaled */
    struct table *after;  /* [part]: what counts up to it weigh with all that follow, scaled */
    double log_weight;    /* ln of the sum of everything */
    double slack;         /* how much more the best prior weight would make of it */
};

static struct table table_make(struct arena *arena, const int low[2], const int size[2]) {
    struct table table = {{low[0], low[1]}, {size[0], size[1]}, NULL};
    table.value = arena_new(arena, double, (size_t)size[0] * (size_t)size[1]);
    return table;
}

static double *table_at(const struct table *table, int a, int b) {
    return &table->value[(a - table->low[0]) * table->size[1] + b - table->low[1]];
}

static struct table table_of(const struct step *step) {
    return (struct table){
        {step->low[0], step->low[1]}, {step->size[0], step->size[1]}, step->forward};
}

/* Calls for all counts of the table: for (a, b) in it. */
#define EACH_COUNT(table, a, b)                                                                    \
    for (int a = (table)->low[0]; a < (table)->low[0] + (table)->size[0]; a++)                     \
        for (int b = (table)->low[1]; b < (table)->low[1] + (table)->size[1]; b++)

/* Drops counts at the ends that add nothing that a double could hold beside the rest. */
static void table_trim(struct table *table, struct arena *arena) {
    double most = 0;
    EACH_COUNT(table, a, b) most = fmax(most, *table_at(table, a, b));
    int low[2] = {1 << 30, 1 << 30}, high[2] = {-1, -1};
    EACH_COUNT(table, a, b) {
        if (*table_at(table, a, b) < most * 1e-200) continue;
        int at[2] = {a, b};
        for (int class = 0; class < 2; class++) {
            if (at[class] < low[class]) low[class] = at[class];
            if (at[class] > high[class]) high[class] = at[class];
        }
    }
    if (high[0] < 0) return;
    int size[2] = {high[0] - low[0] + 1, high[1] - low[1] + 1};
    struct table trimmed = table_make(arena, low, size);
    EACH_COUNT(&trimmed, a, b) *table_at(&trimmed, a, b) = *table_at(table, a, b) / most;
    *table = trimmed;
}

static struct table table_product(const struct table *one, const struct table *other,
                                  struct arena *arena) {
    int low[2], size[2];
    for (int class = 0; class < 2; class++) {
        low[class] = one->low[class] + other->low[class];
        size[class] = one->size[class] + other->size[class] - 1;
    }
    struct table product = table_make(arena, low, size);
    EACH_COUNT(other, a, b) {
        double value = *table_at(other, a, b);
        if (value == 0) continue;
        EACH_COUNT(one, i, j) *table_at(&product, a + i, b + j) += value * *table_at(one, i, j);
    }
    return product;
}

/* Sums `weight` over counts moved by those of `other`: what the counts of `like` weigh with it. */
static struct table table_weigh(const struct table *like, const struct table *other,
                                const struct table *weight, struct arena *arena) {
    struct table result = table_make(arena, like->low, like->size);
    EACH_COUNT(&result, i, j) {
        double sum = 0;
        EACH_COUNT(other, a, b) {
            int x = i + a, y = j + b;
            if (x < weight->low[0] || x >= weight->low[0] + weight->size[0] ||
                y < weight->low[1] || y >= weight->low[1] + weight->size[1])
                continue;
            sum += *table_at(other, a, b) * *table_at(weight, x, y);
        }
        *table_at(&result, i, j) = sum;
    }
    return result;
}

/* Scales so that the sum against `against` is 1; returns ln of what was divided by. */
static double table_scale(struct table *table, const struct table *against) {
    double sum = 0;
    EACH_COUNT(table, a, b) sum += *table_at(table, a, b) * *table_at(against, a, b);
    if (!(sum > 0)) return -INFINITY;
    EACH_COUNT(table, a, b) *table_at(table, a, b) /= sum;
    return log(sum);
}

static bool combine(const struct problem *problem, const struct part *part, struct arena *arena,
                    struct whole *out) {
    int parts = problem->parts;
    struct whole whole = {arena_new(arena, struct table, parts + 1),
                          arena_new(arena, struct table, parts + 1), 0, 0};
    double log_all = 0;
    const int none[2] = {0, 0}, one[2] = {1, 1};
    whole.before[0] = table_make(arena, none, one);
    whole.before[0].value[0] = 1;
    for (int p = 0; p < parts; p++) {
        struct table own = table_of(part_end(&part[p]));
        struct table *to = &whole.before[p + 1];
        *to = table_product(&whole.before[p], &own, arena);
        double most = 0;
        EACH_COUNT(to, a, b) most = fmax(most, *table_at(to, a, b));
        table_trim(to, arena);
        log_all += part[p].log_scale + log(most);
    }
    struct table *last = &whole.before[parts], *weight = &whole.after[parts];
    *weight = table_make(arena, last->low, last->size);
    double most = -INFINITY, plain = 0;
    EACH_COUNT(weight, a, b) {
        int named[2] = {a, b};
        double value = prior_log_weight(problem->prior, named) - a * problem->log_factor[0] -
                       b * problem->log_factor[1];
        *table_at(weight, a, b) = value;
        most = fmax(most, value);
        plain += *table_at(last, a, b);
    }
    if (most == -INFINITY) return false;
    EACH_COUNT(weight, a, b) *table_at(weight, a, b) = exp(*table_at(weight, a, b) - most);
    double log_sum = table_scale(weight, last);
    if (log_sum == -INFINITY) return false;
    whole.log_weight = log_sum + log_all + most;
    whole.slack = exp(log(plain) - log_sum);
    for (int p = parts - 1; p >= 0; p--) {
        struct table own = table_of(part_end(&part[p]));
        whole.after[p] = table_weigh(&whole.before[p], &own, &whole.after[p + 1], arena);
        table_scale(&whole.after[p], &whole.before[p]);
    }
    *out = whole;
    return true;
}

/* Sets the shares of all choices of part `p`. */
static void share_out(const struct whole *whole, struct part *part, int p, struct arena *arena) {
    struct table own = table_of(part_end(part));
    struct table weight = table_weigh(&own, &whole->before[p], &whole->after[p + 1], arena);
    table_scale(&weight, &own);
    part_backward(part, weight.value);
}

/* At most the share of all that was dropped inside the parts. */
static double dropped_share(const struct problem *problem, const struct part *part,
                            const struct whole *whole) {
    double share = 0;
    for (int p = 0; p < problem->parts; p++) {
        struct table own = table_of(part_end(&part[p]));
        double all = 0;
        EACH_COUNT(&own, a, b) all += *table_at(&own, a, b);
        share += part[p].left_out / all;
    }
    return share * whole->slack;
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

/* How much of a part is cut, about. */
static double cut_share(const struct problem *problem, const int *vertex, int vertices) {
    double share = 0;
    for (int v = 0; v < vertices; v++) {
        int family = vertex[v], at;
        if (family >= problem->families) continue;
        for (size_t n = problem->namings->first[family]; n < problem->namings->first[family + 1];
             n++)
            if (!problem->kept[n]) share += consequence(problem, n, &at);
    }
    return share;
}

static double largest_threshold(const struct problem *problem, const int *vertex, int vertices) {
    double largest = 0;
    for (int v = 0; v < vertices; v++)
        if (vertex[v] < problem->families)
            largest = fmax(largest, problem->threshold[vertex[v]]);
    return largest;
}

/* Cuts the problem into parts that can be summed: as much as possible is kept; where a part would
 * take too long, or more would have to be dropped on the way than is cut already, what is of least
 * consequence in it is cut. */
static bool plan_parts(struct problem *problem, struct arena *arena, struct plan *out_plan,
                       const struct cancel *cancel, struct error *error) {
    for (;;) {
        if (cancel_requested(cancel))
            return error_set(error, ERROR_CANCELLED, "stopped before the end");
        choose_kept(problem);
        find_parts(problem);
        struct arena_mark mark = arena_mark(arena);
        struct plan plan;
        list_vertices(problem, arena, &plan);
        bool all = true;
        for (int p = 0; p < problem->parts; p++) {
            double most = fmax(TRIFLE, cut_share(problem, plan.vertex[p], plan.vertices[p]));
            if (largest_threshold(problem, plan.vertex[p], plan.vertices[p]) >= LAST_THRESHOLD)
                most = INFINITY;
            if (part_plan(problem, plan.vertex[p], plan.vertices[p], NULL, NULL, false, arena,
                          &plan.part[p]) &&
                part_forward(&plan.part[p], most, arena))
                continue;
            all = false;
            for (int v = 0; v < plan.vertices[p]; v++) {
                int vertex = plan.vertex[p][v];
                if (vertex >= problem->families) continue;
                double *threshold = &problem->threshold[vertex];
                *threshold = *threshold > 0 ? *threshold * 10 : FIRST_THRESHOLD;
            }
        }
        if (all) {
            *out_plan = plan;
            return true;
        }
        arena_release(arena, mark);
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
    if (count) qsort(joint->pair, count, sizeof *joint->pair, by_pair);
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
            joint->nobody[step->vertex - problem->families] = step->free_share;
        for (int c = 0; c < step->choices; c++) {
            if (step->choice[c].naming < 0) continue;
            const struct naming *naming = &problem->namings->naming[step->choice[c].naming];
            for (int i = 0; i < naming->count; i++)
                find_pair(joint, naming->individual[i], naming->missing[i])->posterior +=
                    step->choice[c].share;
        }
    }
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
        struct arena_mark mark = arena_mark(arena);
        find_best_with(problem, &plan->part[p], ratio, arena, best_naming, best_nothing);
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

/* At most the share of everything that is left out: what takes a cut in the problem with all cuts
 * put back, without what they take at their other ends, and what was dropped on the way. */
static double find_bound(struct problem *problem, const struct plan *plan, struct cut **cut,
                         const int *cuts, struct arena *arena) {
    struct part *part = arena_new(arena, struct part, problem->parts + 1);
    for (int p = 0; p < problem->parts; p++) {
        if (!part_plan(problem, plan->vertex[p], plan->vertices[p], cut, cuts, true, arena,
                       &part[p]))
            return NAN;
        if (!part_forward(&part[p], INFINITY, arena)) return NAN;
    }
    struct whole whole;
    if (!combine(problem, part, arena, &whole)) return NAN;
    double share = 0;
    for (int p = 0; p < problem->parts; p++) {
        share_out(&whole, &part[p], p, arena);
        for (int s = 0; s < part[p].steps; s++)
            for (int c = 0; c < part[p].step[s].choices; c++)
                if (part[p].step[s].choice[c].is_cut) share += part[p].step[s].choice[c].share;
    }
    double dropped = dropped_share(problem, part, &whole);
    /* Shares of what is there are turned into shares of everything; the last factor is for
     * rounding. */
    return share < 1 ? (share / (1 - share) + dropped) * (1 + 1e-9) : NAN;
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
    problem.log_whole = arena_new(arena, double, problem.families + 1);
    problem.claim = arena_new(arena, struct claim, problem.individuals + 1);
    for (int i = 0; i < problem.individuals; i++) problem.claim[i].family = -1;
    problem.log_scale = arena_new(arena, double, problem.families + 1);
    problem.threshold = arena_new(arena, double, problem.families + 1);
    problem.part = arena_new(arena, int, problem.vertices + 1);
    problem.place = arena_new(arena, int, problem.vertices + 1);
    weigh(&problem);
    struct plan plan = {0};
    if (!plan_parts(&problem, arena, &plan, cancel, error)) return false;

    struct whole whole;
    if (!combine(&problem, plan.part, arena, &whole))
        return error_set(error, ERROR_BAD_INPUT,
                         "no assignment has any weight under this prior: too few people are "
                         "missing for the individuals that fit nobody; check missing_total");
    struct joint joint = {.parts = problem.parts};
    joint.nobody = arena_new(arena, double, problem.individuals + 1);
    list_pairs(&problem, arena, &joint);
    for (int p = 0; p < problem.parts; p++) {
        share_out(&whole, &plan.part[p], p, arena);
        add_posteriors(&problem, &plan.part[p], &joint);
        joint.states += plan.part[p].states;
    }
    set_glr(&problem, &plan, arena, &joint);
    struct cut **cut = arena_new(arena, struct cut *, problem.vertices + 1);
    int *cuts = arena_new(arena, int, problem.vertices + 1);
    bool anything;
    joint.cut = collect_cuts(&problem, cut, cuts, &anything);
    joint.kept = namings->count - joint.cut;
    joint.bound = dropped_share(&problem, plan.part, &whole) +
                  (anything ? find_bound(&problem, &plan, cut, cuts, arena) : 0);
    if (!(joint.bound <= 1)) joint.bound = NAN;
    if (!joint_find_best(&problem, plan.part, whole.log_weight, arena, cancel, &joint, error))
        return false;
    *out_joint = joint;
    return true;
}
