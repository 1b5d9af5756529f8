#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "identify/joint_parts.h"

enum { MOST_STATES = 1 << 17, MOST_OPEN = 64, MOST_NUMBERS = 1 << 23 };

/* What is known of a vertex while the steps are planned. */
struct plan_vertex {
    int vertex;
    int namings; /* its kept namings, places in planner->naming */
    int *naming;
    bool closed;
    int bit; /* among the open ones, -1 */
};

struct planner {
    const struct problem *problem;
    struct arena *arena;
    struct plan_vertex *vertex;
    int vertices;
    const int *place; /* of each vertex of the problem: its place here */
    bool *seen;       /* scratch, one for each vertex here */
    size_t *naming;   /* kept namings of this part */
    size_t namings;
    bool *done;       /* of each of them */
    uint64_t bits;    /* in use */
};

static int individual_vertex(const struct problem *problem, int individual) {
    return problem->families + individual;
}

/* How many vertices would be opened by closing this one now; an individual can only be closed when
 * all that is left of its namings name nobody else. */
static int opened_by(const struct planner *planner, int place, bool *out_possible) {
    const struct problem *problem = planner->problem;
    const struct plan_vertex *own = &planner->vertex[place];
    bool is_family = own->vertex < problem->families;
    int opened = 0;
    *out_possible = true;
    memset(planner->seen, 0, (size_t)planner->vertices * sizeof *planner->seen);
    for (int k = 0; k < own->namings; k++) {
        if (planner->done[own->naming[k]]) continue;
        const struct naming *naming =
            &problem->namings->naming[planner->naming[own->naming[k]]];
        if (!is_family && naming->count > 1) *out_possible = false;
        for (int i = -1; i < naming->count; i++) {
            int other = i < 0 ? naming->family : individual_vertex(problem, naming->individual[i]);
            int at = planner->place[other];
            if (other == own->vertex || planner->vertex[at].bit >= 0 || planner->seen[at]) continue;
            planner->seen[at] = true;
            opened++;
        }
    }
    return opened - (own->bit >= 0);
}

static bool open_bit(struct planner *planner, int place) {
    if (planner->vertex[place].bit >= 0) return true;
    if (planner->bits == UINT64_MAX) return false;
    int bit = 0;
    while (planner->bits >> bit & 1) bit++;
    planner->bits |= (uint64_t)1 << bit;
    planner->vertex[place].bit = bit;
    return true;
}

static uint64_t bit_of(const struct planner *planner, int vertex) {
    int bit = planner->vertex[planner->place[vertex]].bit;
    return bit < 0 ? 0 : (uint64_t)1 << bit;
}

/* Makes the step that closes a vertex: every naming of it that was not weighed before. */
static bool make_step(struct planner *planner, int place, const struct cut *cut, int cuts,
                      struct step *step) {
    const struct problem *problem = planner->problem;
    int vertex = planner->vertex[place].vertex;
    bool is_family = vertex < problem->families;
    double scale = is_family ? problem->log_scale[vertex] : 0;
    step->vertex = vertex;
    const struct plan_vertex *own = &planner->vertex[place];
    step->choice =
        arena_new(planner->arena, struct choice2, (size_t)cuts + (size_t)own->namings + 1);
    step->choice[step->choices++] = (struct choice2){.naming = -1, .weight = exp(-scale)};
    for (int c = 0; c < cuts; c++)
        step->choice[step->choices++] = (struct choice2){.naming = -1,
                                                         .named = cut[c].named,
                                                         .weight = exp(cut[c].log_weight - scale),
                                                         .is_cut = true};
    for (int k = 0; k < own->namings; k++) {
        if (planner->done[own->naming[k]]) continue;
        planner->done[own->naming[k]] = true;
        size_t n = planner->naming[own->naming[k]];
        const struct naming *naming = &problem->namings->naming[n];
        struct choice2 *choice = &step->choice[step->choices++];
        double log_weight = problem->log_weight[n] - problem->log_scale[naming->family];
        *choice = (struct choice2){
            .naming = (int)n, .named = problem->named[n], .weight = exp(log_weight)};
        for (int i = -1; i < naming->count; i++) {
            int other = i < 0 ? naming->family : individual_vertex(problem, naming->individual[i]);
            if (other == vertex) continue;
            if (!open_bit(planner, planner->place[other])) return false;
            choice->sets |= bit_of(planner, other);
        }
        choice->needs = choice->sets;
    }
    step->own = bit_of(planner, vertex);
    if (step->own) planner->bits &= ~step->own;
    planner->vertex[place].bit = -1;
    planner->vertex[place].closed = true;
    return true;
}

/* ------------------------------------------------------------------ states */

static size_t slot_of(const struct step *step, uint64_t state) {
    uint64_t hash = state * 0x9e3779b97f4a7c15u;
    return (size_t)(hash >> 20) & (step->slots - 1);
}

static long find_state(const struct step *step, uint64_t state) {
    for (size_t at = slot_of(step, state); step->slot[at]; at = (at + 1) & (step->slots - 1))
        if (step->state[step->slot[at] - 1] == state) return (long)step->slot[at] - 1;
    return -1;
}

static void grow_states(struct step *step, struct arena *arena, size_t room) {
    uint64_t *state = arena_new(arena, uint64_t, room);
    if (step->states) memcpy(state, step->state, step->states * sizeof *state);
    step->state = state;
    step->slots = room * 2;
    step->slot = arena_new(arena, uint32_t, step->slots);
    for (size_t i = 0; i < step->states; i++) {
        size_t at = slot_of(step, state[i]);
        while (step->slot[at]) at = (at + 1) & (step->slots - 1);
        step->slot[at] = (uint32_t)i + 1;
    }
}

static void add_state(struct step *step, struct arena *arena, uint64_t state) {
    if (step->slots && find_state(step, state) >= 0) return;
    if (step->states * 2 >= step->slots) grow_states(step, arena, step->slots ? step->slots : 16);
    step->state[step->states++] = state;
    size_t at = slot_of(step, state);
    while (step->slot[at]) at = (at + 1) & (step->slots - 1);
    step->slot[at] = (uint32_t)step->states;
}

/* A taken vertex only closes; a free one chooses. */
static bool leads_to(const struct step *step, uint64_t state, const struct choice2 *choice,
                     uint64_t *out_state) {
    if (state & step->own) {
        *out_state = state & ~step->own;
        return choice == &step->choice[0];
    }
    *out_state = state | choice->sets;
    return (state & choice->needs) == 0;
}

long step_next(const struct step *step, size_t state, const struct choice2 *choice,
               const struct step *after) {
    uint64_t next;
    return leads_to(step, step->state[state], choice, &next) ? find_state(after, next) : -1;
}

double step_weight(const struct step *step, size_t state, const struct choice2 *choice) {
    return step->state[state] & step->own ? 1 : choice->weight;
}

static bool make_states(struct part *part, struct arena *arena) {
    add_state(&part->step[0], arena, 0);
    part->step[0].size[0] = part->step[0].size[1] = 1;
    size_t numbers = 0;
    for (int s = 0; s < part->steps; s++) {
        struct step *step = &part->step[s], *after = step + 1;
        int most[2] = {0, 0};
        for (int c = 0; c < step->choices; c++)
            for (int class = 0; class < 2; class++)
                if (step->choice[c].named.of[class] > most[class])
                    most[class] = step->choice[c].named.of[class];
        for (int class = 0; class < 2; class++) after->size[class] = step->size[class] + most[class];
        for (size_t i = 0; i < step->states; i++)
            for (int c = 0; c < step->choices; c++) {
                uint64_t next;
                if (leads_to(step, step->state[i], &step->choice[c], &next))
                    add_state(after, arena, next);
            }
        part->states += after->states;
        numbers += after->states * (size_t)after->size[0] * (size_t)after->size[1];
        if (after->states > MOST_STATES || numbers > MOST_NUMBERS) return false;
    }
    return true;
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
                    int other = i < 0 ? vertex : individual_vertex(problem, naming->individual[i]);
                    struct plan_vertex *own = &planner->vertex[planner->place[other]];
                    if (pass) own->naming[own->namings] = (int)planner->namings;
                    own->namings++;
                }
                planner->naming[planner->namings++] = n;
            }
        }
    }
}

bool part_plan(const struct problem *problem, const int *vertex, int vertices,
               struct cut *const *cut, const int *cuts, bool relaxed, struct arena *arena,
               struct part *out_part) {
    struct planner planner = {
        .problem = problem, .arena = arena, .vertices = vertices, .place = problem->place};
    planner.vertex = arena_new(arena, struct plan_vertex, vertices + 1);
    planner.seen = arena_new(arena, bool, vertices + 1);
    struct part part = {.steps = vertices};
    part.step = arena_new(arena, struct step, vertices + 1);
    for (int v = 0; v < vertices; v++) {
        planner.vertex[v] = (struct plan_vertex){.vertex = vertex[v], .bit = -1};
        problem->place[vertex[v]] = v;
        if (vertex[v] < problem->families) part.log_scale += problem->log_scale[vertex[v]];
    }
    list_namings(&planner);
    for (int s = 0; s < vertices; s++) {
        int best = -1, best_opened = 0;
        for (int v = 0; v < vertices; v++) {
            if (planner.vertex[v].closed) continue;
            bool possible;
            int opened = opened_by(&planner, v, &possible);
            if (possible && (best < 0 || opened < best_opened)) {
                best = v;
                best_opened = opened;
            }
        }
        int at = vertex[best];
        if (!make_step(&planner, best, relaxed ? cut[at] : NULL, relaxed ? cuts[at] : 0,
                       &part.step[s]))
            return false;
    }
    if (!make_states(&part, arena)) return false;
    *out_part = part;
    return true;
}

/* ------------------------------------------------------------------ sums */

static size_t numbers_of(const struct step *step) {
    return (size_t)step->size[0] * (size_t)step->size[1];
}

const double *part_forward(struct part *part, struct arena *arena) {
    part->step[0].forward = arena_new(arena, double, 1);
    part->step[0].forward[0] = 1;
    for (int s = 0; s < part->steps; s++) {
        struct step *step = &part->step[s], *after = step + 1;
        after->forward = arena_new(arena, double, after->states * numbers_of(after));
        for (size_t i = 0; i < step->states; i++)
            for (int c = 0; c < step->choices; c++) {
                const struct choice2 *choice = &step->choice[c];
                long next = step_next(step, i, choice, after);
                if (next < 0) continue;
                double weight = step_weight(step, i, choice);
                const double *from = step->forward + i * numbers_of(step);
                double *to = after->forward + (size_t)next * numbers_of(after);
                for (int a = 0; a < step->size[0]; a++)
                    for (int b = 0; b < step->size[1]; b++)
                        to[(a + choice->named.of[0]) * after->size[1] + b + choice->named.of[1]] +=
                            weight * from[a * step->size[1] + b];
            }
    }
    return part->step[part->steps].forward;
}

void part_backward(struct part *part, const double *end_weight, struct arena *arena) {
    struct step *end = &part->step[part->steps];
    end->backward = arena_new(arena, double, numbers_of(end));
    memcpy(end->backward, end_weight, numbers_of(end) * sizeof *end_weight);
    for (int s = part->steps - 1; s >= 0; s--) {
        struct step *step = &part->step[s];
        const struct step *after = step + 1;
        step->backward = arena_new(arena, double, step->states * numbers_of(step));
        for (size_t i = 0; i < step->states; i++)
            for (int c = 0; c < step->choices; c++) {
                const struct choice2 *choice = &step->choice[c];
                long next = step_next(step, i, choice, after);
                if (next < 0) continue;
                double weight = step_weight(step, i, choice);
                double *to = step->backward + i * numbers_of(step);
                const double *from = after->backward + (size_t)next * numbers_of(after);
                for (int a = 0; a < step->size[0]; a++)
                    for (int b = 0; b < step->size[1]; b++)
                        to[a * step->size[1] + b] +=
                            weight *
                            from[(a + choice->named.of[0]) * after->size[1] + b +
                                 choice->named.of[1]];
            }
    }
}
