#include <math.h>
#include <string.h>

#include "base/progress.h"
#include "identify/joint_parts.h"
#include "identify/union_find.h"

/* Where everything cannot be kept: the first consequence to be cut at, and what may be dropped from
 * a sum in any case, as a share of it. */
#define FIRST_THRESHOLD 1e-10
#define TRIFLE 1e-12
/* From here on rather more is dropped from the sums, even so much that nothing is proved, than that
 * namings are cut which people would want to see. */
#define LAST_THRESHOLD 1e-4

/* Orders the vertices of a range so that those which share kept namings stand together, by the
 * first of each group. Sets `end` to where the groups end, the last group's first; returns how many
 * there are. */
static int split(const struct problem *problem, int *vertex, int begin, int past, int *root,
                 int *end) {
    const struct namings *namings = problem->namings;
    for (int at = begin; at < past; at++) root[vertex[at]] = vertex[at];
    for (int at = begin; at < past; at++) {
        int family = vertex[at];
        if (family >= problem->families) continue;
        for (size_t n = namings->first[family]; n < namings->first[family + 1]; n++)
            for (int i = 0; problem->kept[n] && i < namings->naming[n].count; i++)
                union_find_join(root, family,
                                problem->families + namings->naming[n].individual[i]);
    }
    /* The range is in ascending order, and a root is the least of its group: each group is filled
     * behind its root. */
    int *size = problem->place, groups = 0, start = begin;
    for (int at = begin; at < past; at++) size[vertex[at]] = 0;
    for (int at = begin; at < past; at++) size[union_find_root(root, vertex[at])]++;
    for (int at = begin; at < past; at++) {
        int own = vertex[at];
        if (root[own] != own) continue;
        start += size[own];
        end[groups++] = start;
        size[own] = start - size[own];
    }
    int *ordered = problem->ordered;
    for (int at = begin; at < past; at++) ordered[size[union_find_root(root, vertex[at])]++] =
        vertex[at];
    memcpy(vertex + begin, ordered + begin, (size_t)(past - begin) * sizeof *vertex);
    for (int i = 0, j = groups - 1; i < j; i++, j--) {
        int swap = end[i];
        end[i] = end[j];
        end[j] = swap;
    }
    return groups;
}

/* The parts: vertices that concern each other stand side by side. */
struct plan {
    int *vertex;
    int *first; /* of each part, and the end: its vertices */
    struct part *part;
};

static double largest_threshold(const struct problem *problem, const int *vertex, int vertices) {
    double largest = 0;
    for (int v = 0; v < vertices; v++)
        if (vertex[v] < problem->families)
            largest = fmax(largest, problem->threshold[vertex[v]]);
    return largest;
}

/* Sums over a part. False when that would take too long, or more would have to be dropped on the
 * way than is cut already. */
static bool try_part(const struct problem *problem, const int *vertex, int vertices,
                     struct arena *arena, struct part *out_part) {
    double most = fmax(TRIFLE, joint_cut_share(problem, vertex, vertices));
    if (largest_threshold(problem, vertex, vertices) >= LAST_THRESHOLD) most = INFINITY;
    return part_plan(problem, vertex, vertices, NULL, arena, out_part) &&
           part_forward(out_part, most, arena);
}

/* Cuts the problem into parts that can be summed: as much as possible is kept; where a part cannot
 * be, what is of least consequence in it is cut, and what is left of it tried again. */
static bool plan_parts(struct problem *problem, struct arena *arena, struct plan *out_plan,
                       const struct cancel *cancel, struct progress *progress,
                       struct error *error) {
    int vertices = problem->vertices;
    struct plan plan = {.vertex = arena_new(arena, int, vertices + 1),
                        .first = arena_new(arena, int, vertices + 2),
                        .part = arena_new(arena, struct part, vertices + 1)};
    int *root = arena_new(arena, int, vertices + 1);
    int *end = arena_new(arena, int, vertices + 1); /* of groups still to be summed, a stack */
    for (int v = 0; v < vertices; v++) plan.vertex[v] = v;
    for (int f = 0; f < problem->families; f++) joint_choose_kept(problem, f);
    int parts = 0, groups = split(problem, plan.vertex, 0, vertices, root, end);
    while (groups > 0) {
        if (cancel_requested(cancel))
            return error_set(error, ERROR_CANCELLED, "stopped before the end");
        int begin = plan.first[parts], past = end[groups - 1];
        struct arena_mark mark = arena_mark(arena);
        if (try_part(problem, plan.vertex + begin, past - begin, arena, &plan.part[parts])) {
            plan.first[++parts] = past;
            progress_step(progress, (size_t)(past - begin));
            groups--;
            continue;
        }
        arena_release(arena, mark);
        for (int at = begin; at < past; at++) {
            int family = plan.vertex[at];
            if (family >= problem->families) continue;
            double *threshold = &problem->threshold[family];
            *threshold = *threshold > 0 ? *threshold * 10 : FIRST_THRESHOLD;
            joint_choose_kept(problem, family);
        }
        groups += split(problem, plan.vertex, begin, past, root, end + groups - 1) - 1;
    }
    problem->parts = parts;
    *out_plan = plan;
    return true;
}

/* At most the share of everything that is left out: what takes a cut in the problem with all cuts
 * put back, without what they take at their other ends, and what was dropped on the way. */
static double find_bound(struct problem *problem, const struct plan *plan,
                         const struct cuts *cuts, struct arena *arena) {
    struct part *part = arena_new(arena, struct part, problem->parts + 1);
    for (int p = 0; p < problem->parts; p++) {
        const int *vertex = plan->vertex + plan->first[p];
        if (!part_plan(problem, vertex, plan->first[p + 1] - plan->first[p], cuts, arena, &part[p]))
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
                 const struct cancel *cancel, struct progress *progress, struct joint *out_joint,
                 struct error *error) {
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
    problem.ordered = arena_new(arena, int, problem.vertices + 1);
    problem.place = arena_new(arena, int, problem.vertices + 1);
    joint_weigh(&problem);
    struct plan plan = {0};
    if (!plan_parts(&problem, arena, &plan, cancel, progress, error)) return false;

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
    double log_more = isnan(joint.bound) ? joint_lower_posteriors(&problem, arena, &joint) : 0;
    if (!joint_find_best(&problem, plan.part, whole.log_weight + log_more, arena, cancel, &joint,
                         error))
        return false;
    *out_joint = joint;
    return true;
}
