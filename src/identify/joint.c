#include <math.h>

#include "identify/joint_parts.h"
#include "identify/union_find.h"

/* Where everything cannot be kept: the first consequence to be cut at, and what may be dropped from
 * a sum in any case, as a share of it. */
#define FIRST_THRESHOLD 1e-10
#define TRIFLE 1e-12
/* From here on rather more is dropped from the sums, even so much that nothing is proved, than that
 * namings are cut which people would want to see. */
#define LAST_THRESHOLD 1e-4

/* Numbers the parts by their first vertex. */
static void find_parts(struct problem *problem) {
    int *root = problem->part;
    for (int v = 0; v < problem->vertices; v++) root[v] = v;
    for (size_t n = 0; n < problem->namings->count; n++) {
        const struct naming *naming = &problem->namings->naming[n];
        for (int i = 0; problem->kept[n] && i < naming->count; i++)
            union_find_join(root, naming->family, problem->families + naming->individual[i]);
    }
    for (int v = 0; v < problem->vertices; v++) root[v] = union_find_root(root, v);
    problem->parts = 0;
    for (int v = 0; v < problem->vertices; v++)
        root[v] = root[v] == v ? problem->parts++ : root[root[v]];
}

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
        joint_choose_kept(problem);
        find_parts(problem);
        struct arena_mark mark = arena_mark(arena);
        struct plan plan;
        list_vertices(problem, arena, &plan);
        bool all = true;
        for (int p = 0; p < problem->parts; p++) {
            double most = fmax(TRIFLE, joint_cut_share(problem, plan.vertex[p], plan.vertices[p]));
            if (largest_threshold(problem, plan.vertex[p], plan.vertices[p]) >= LAST_THRESHOLD)
                most = INFINITY;
            if (part_plan(problem, plan.vertex[p], plan.vertices[p], NULL, arena, &plan.part[p]) &&
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

/* At most the share of everything that is left out: what takes a cut in the problem with all cuts
 * put back, without what they take at their other ends, and what was dropped on the way. */
static double find_bound(struct problem *problem, const struct plan *plan,
                         const struct cuts *cuts, struct arena *arena) {
    struct part *part = arena_new(arena, struct part, problem->parts + 1);
    for (int p = 0; p < problem->parts; p++) {
        if (!part_plan(problem, plan->vertex[p], plan->vertices[p], cuts, arena, &part[p]))
            return NAN;
        if (!part_forward(&part[p], INFINITY, arena)) return NAN;
    }
    struct whole whole;
    if (!whole_combine(problem, part, arena, &whole)) return NAN;
    double share = 0;
    for (int p = 0; p < problem->parts; p++) {
        whole_share_out(&whole, &part[p], p, arena);
        for (int s = 0; s < part[p].steps; s++)
            for (int c = 0; c < part[p].step[s].choices; c++)
                if (part[p].step[s].choice[c].is_cut) share += part[p].step[s].choice[c].share;
    }
    double dropped = whole_dropped_share(problem, part, &whole);
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
    joint_weigh(&problem);
    struct plan plan = {0};
    if (!plan_parts(&problem, arena, &plan, cancel, error)) return false;

    struct whole whole;
    if (!whole_combine(&problem, plan.part, arena, &whole))
        return error_set(error, ERROR_BAD_INPUT,
                         "no assignment has any weight under this prior: too few people are "
                         "missing for the individuals that fit nobody; check missing_total");
    struct joint joint = {.parts = problem.parts};
    joint.nobody = arena_new(arena, double, problem.individuals + 1);
    joint_list_pairs(&problem, arena, &joint);
    for (int p = 0; p < problem.parts; p++) {
        whole_share_out(&whole, &plan.part[p], p, arena);
        joint_add_posteriors(&problem, &plan.part[p], &joint);
        joint.states += plan.part[p].states;
    }
    joint_set_glr(&problem, plan.part, arena, &joint);
    struct cuts *cuts = arena_new(arena, struct cuts, problem.vertices + 1);
    bool anything, proved;
    joint.cut = joint_collect_cuts(&problem, cuts, &anything, &proved);
    joint.kept = namings->count - joint.cut;
    joint.bound = whole_dropped_share(&problem, plan.part, &whole) +
                  (anything ? find_bound(&problem, &plan, cuts, arena) : 0);
    if (!proved || !(joint.bound <= 1)) joint.bound = NAN;
    if (!joint_find_best(&problem, plan.part, whole.log_weight, arena, cancel, &joint, error))
        return false;
    *out_joint = joint;
    return true;
}
