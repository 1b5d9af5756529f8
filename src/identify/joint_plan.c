#include <math.h>

#include "identify/joint_planner.h"

static const struct cuts *cuts_at(const struct planner *planner, int vertex) {
    static const struct cuts none = {0, NULL};
    return planner->cuts ? &planner->cuts[vertex] : &none;
}

static bool open_bit(struct planner *planner, int place) {
    if (planner->vertex[place].bit >= 0) return true;
    if (planner->bits == (open_set)-1) return false;
    int bit = 0;
    while (planner->bits >> bit & 1) bit++;
    planner->bits |= (open_set)1 << bit;
    planner->vertex[place].bit = bit;
    planner->of_bit[bit] = place;
    return true;
}

static open_set bit_of(const struct planner *planner, int vertex) {
    int bit = planner->vertex[planner->place[vertex]].bit;
    return bit < 0 ? 0 : (open_set)1 << bit;
}

/* Makes the step that closes a vertex: every naming of it that was not weighed before. */
static bool make_step(struct planner *planner, int place, struct step *step) {
    const struct problem *problem = planner->problem;
    const struct plan_vertex *own = &planner->vertex[place];
    int vertex = own->vertex;
    double scale = vertex < problem->families ? problem->log_scale[vertex] : 0;
    step->vertex = vertex;
    const struct cuts *cuts = cuts_at(planner, vertex);
    step->choice = arena_new(planner->arena, struct choice, cuts->count + own->namings + 1);
    step->choice[step->choices++] = (struct choice){.naming = -1, .weight = exp(-scale)};
    for (int c = 0; c < cuts->count; c++) {
        const struct cut *cut = &cuts->cut[c];
        double weight = exp(cut->log_weight - scale);
        step->choice[step->choices++] = (struct choice){
            .naming = -1, .named = cut->named, .weight = weight, .is_cut = true};
    }
    for (int k = 0; k < own->namings; k++) {
        if (planner->done[own->naming[k]]) continue;
        planner->done[own->naming[k]] = true;
        size_t n = planner->naming[own->naming[k]];
        const struct naming *naming = &problem->namings->naming[n];
        struct choice *choice = &step->choice[step->choices++];
        *choice = (struct choice){.naming = (int)n,
                                  .named = problem->named[n],
                                  .weight = planner->weight[own->naming[k]]};
        for (int i = -1; i < naming->count; i++) {
            int other = i < 0 ? naming->family : planner_individual(problem, naming->individual[i]);
            if (other == vertex) continue;
            if (!open_bit(planner, planner->place[other])) return false;
            choice->takes |= bit_of(planner, other);
        }
    }
    step->own = bit_of(planner, vertex);
    if (step->own) planner->bits &= ~step->own;
    planner->vertex[place].bit = -1;
    planner->vertex[place].closed = true;
    return true;
}

static bool names(const struct planner *planner, size_t k, int place) {
    for (int i = 0; i < planner_names(planner, (int)k); i++)
        if (planner_vertex(planner, (int)k, i) == place) return true;
    return false;
}

/* Lowers without[place] of the individuals whom a family names, to the share that it comes to
 * without them. Its namings are start … end-1 of the planner's, `all` in sum. */
static void judge_family(const struct planner *planner, size_t start, size_t end, double all) {
    const struct problem *problem = planner->problem;
    double *with = planner->with, *without = planner->without;
    for (int pass = 0; pass < 2; pass++)
        for (size_t k = start; k < end; k++) {
            if (planner->done[k]) continue;
            const struct naming *naming = &problem->namings->naming[planner->naming[k]];
            for (int i = 0; i < naming->count; i++) {
                int place = planner->place[planner_individual(problem, naming->individual[i])];
                if (pass == 0) {
                    with[place] += planner->weight[k];
                    continue;
                }
                if (with[place] == 0) continue;
                double left = all - with[place];
                if (left < 0.5 * all) { /* added up anew: the difference has no digits left */
                    left = exp(-problem->log_scale[naming->family]);
                    for (size_t o = start; o < end; o++)
                        if (!planner->done[o] && !names(planner, o, place))
                            left += planner->weight[o];
                }
                without[place] = fmin(without[place], left / all);
                with[place] = 0;
            }
        }
}

/* What the families that are not closed yet can add at most to a state after this step, by what is
 * open and taken. A taken family adds nothing more; a taken individual is missed most by one
 * family, which has to do without it. */
static void judge_rest(const struct planner *planner, struct step *after) {
    const struct problem *problem = planner->problem;
    double *whole = planner->whole, *without = planner->without;
    for (int v = 0; v < planner->vertices; v++) {
        const struct plan_vertex *own = &planner->vertex[v];
        bool is_family = own->vertex < problem->families;
        whole[v] = own->closed ? 0 : is_family ? exp(-problem->log_scale[own->vertex]) : 1;
        without[v] = 1;
        const struct cuts *cuts = cuts_at(planner, own->vertex);
        for (int c = 0; !own->closed && c < cuts->count; c++)
            whole[v] += exp(cuts->cut[c].log_weight -
                            (is_family ? problem->log_scale[own->vertex] : 0));
    }
    for (size_t k = 0; k < planner->namings; k++) {
        if (planner->done[k]) continue;
        int family = problem->namings->naming[planner->naming[k]].family;
        whole[planner->place[family]] += planner->weight[k];
    }
    /* What each comes to without an individual; a family's namings stand together. */
    for (size_t k = 0, end; k < planner->namings; k = end) {
        int family = problem->namings->naming[planner->naming[k]].family;
        for (end = k; end < planner->namings &&
                      problem->namings->naming[planner->naming[end]].family == family;)
            end++;
        judge_family(planner, k, end, whole[planner->place[family]]);
    }
    after->log_rest = 0;
    for (int v = 0; v < planner->vertices; v++)
        if (!planner->vertex[v].closed) after->log_rest += log(whole[v]);
    for (int bit = 0; bit < MOST_OPEN; bit++) {
        after->bit_factor[bit] = 1;
        if (!(planner->bits >> bit & 1)) continue;
        int place = planner->of_bit[bit];
        bool is_family = planner->vertex[place].vertex < problem->families;
        after->bit_factor[bit] = (is_family ? 1 : without[place]) / whole[place];
    }
}

static void list_namings(struct planner *planner) {
    const struct problem *problem = planner->problem;
    const struct namings *namings = problem->namings;
    size_t room = 0;
    for (int v = 0; v < planner->vertices; v++) {
        int vertex = planner->vertex[v].vertex;
        if (vertex < problem->families) room += namings->first[vertex + 1] - namings->first[vertex];
    }
    planner->naming = arena_new(planner->arena, size_t, room + 1);
    planner->weight = arena_new(planner->arena, double, room + 1);
    planner->done = arena_new(planner->arena, bool, room + 1);
    for (int pass = 0; pass < 2; pass++) { /* count, then fill */
        planner->namings = 0;
        for (int v = 0; v < planner->vertices; v++) {
            struct plan_vertex *own = &planner->vertex[v];
            if (pass) own->naming = arena_new(planner->arena, int, own->namings + 1);
            own->namings = pass ? 0 : own->namings;
        }
        for (int v = 0; v < planner->vertices; v++) {
            int vertex = planner->vertex[v].vertex;
            if (vertex >= problem->families) continue;
            for (size_t n = namings->first[vertex]; n < namings->first[vertex + 1]; n++) {
                if (!problem->kept[n]) continue;
                const struct naming *naming = &namings->naming[n];
                for (int i = -1; i < naming->count; i++) {
                    int other = i < 0 ? vertex : planner_individual(problem, naming->individual[i]);
                    struct plan_vertex *own = &planner->vertex[planner->place[other]];
                    if (pass) own->naming[own->namings] = (int)planner->namings;
                    own->namings++;
                }
                planner->weight[planner->namings] =
                    exp(problem->log_weight[n] - problem->log_scale[vertex]);
                planner->naming[planner->namings++] = n;
            }
        }
    }
}

bool part_plan(const struct problem *problem, const int *vertex, int vertices,
               const struct cuts *cuts, struct arena *arena, struct part *out_part) {
    struct planner planner = {.problem = problem,
                              .arena = arena,
                              .vertices = vertices,
                              .place = problem->place,
                              .cuts = cuts};
    planner.vertex = arena_new(arena, struct plan_vertex, vertices + 1);
    planner.of_bit = arena_new(arena, int, MOST_OPEN);
    planner.whole = arena_new(arena, double, vertices + 1);
    planner.with = arena_new(arena, double, vertices + 1);
    planner.without = arena_new(arena, double, vertices + 1);
    struct part part = {.steps = vertices};
    part.step = arena_new(arena, struct step, vertices + 1);
    for (int v = 0; v < vertices; v++) {
        planner.vertex[v] = (struct plan_vertex){.vertex = vertex[v], .bit = -1};
        problem->place[vertex[v]] = v;
        if (vertex[v] < problem->families) part.log_scale += problem->log_scale[vertex[v]];
    }
    list_namings(&planner);
    int *order = arena_new(arena, int, vertices + 1);
    if (!planner_choose_order(&planner, order)) return false;
    for (int s = 0; s < vertices; s++) {
        if (!make_step(&planner, order[s], &part.step[s])) return false;
        judge_rest(&planner, &part.step[s + 1]);
    }
    *out_part = part;
    return true;
}
