#include <limits.h>

#include "identify/joint_planner.h"

/* Choosing the order: which vertices are open, and how many more would be by closing each next. */
struct ordering {
    const struct planner *planner;
    bool *open, *closed, *done; /* of each vertex; of each naming */
    int *opened;                /* of each vertex; UNKNOWN: to be counted anew */
    unsigned *seen, look;       /* of each vertex: the look at which it was met last */
    int open_count;
};

enum { UNKNOWN = INT_MAX, NOT_NOW = INT_MAX - 1 };

/* How many more vertices would be open after closing this one. An individual can only be closed
 * when all that is left of its namings name nobody else. */
static int count_opened(struct ordering *ordering, int place) {
    const struct planner *planner = ordering->planner;
    const struct plan_vertex *own = &planner->vertex[place];
    bool is_family = own->vertex < planner->problem->families;
    int opened = 0;
    ordering->look++;
    for (int n = 0; n < own->namings; n++) {
        int k = own->naming[n];
        if (ordering->done[k]) continue;
        if (!is_family && planner_names(planner, k) > 1) return NOT_NOW;
        for (int i = -1; i < planner_names(planner, k); i++) {
            int at = planner_vertex(planner, k, i);
            if (at == place || ordering->open[at] || ordering->seen[at] == ordering->look) continue;
            ordering->seen[at] = ordering->look;
            opened++;
        }
    }
    return opened - ordering->open[place];
}

/* What closing its neighbours would open has to be counted anew. */
static void unsettle(struct ordering *ordering, int place) {
    const struct plan_vertex *own = &ordering->planner->vertex[place];
    for (int n = 0; n < own->namings; n++)
        for (int i = -1; i < planner_names(ordering->planner, own->naming[n]); i++)
            ordering->opened[planner_vertex(ordering->planner, own->naming[n], i)] = UNKNOWN;
    ordering->opened[place] = UNKNOWN;
}

static void close_vertex(struct ordering *ordering, int place) {
    const struct plan_vertex *own = &ordering->planner->vertex[place];
    for (int n = 0; n < own->namings; n++) {
        int k = own->naming[n];
        if (ordering->done[k]) continue;
        ordering->done[k] = true;
        for (int i = -1; i < planner_names(ordering->planner, k); i++) {
            int at = planner_vertex(ordering->planner, k, i);
            if (at == place || ordering->open[at]) continue;
            ordering->open[at] = true;
            ordering->open_count++;
            unsettle(ordering, at);
        }
    }
    ordering->open_count -= ordering->open[place];
    ordering->open[place] = false;
    ordering->closed[place] = true;
    unsettle(ordering, place);
}

bool planner_choose_order(const struct planner *planner, int *out_order) {
    struct arena_mark mark = arena_mark(planner->arena);
    int vertices = planner->vertices;
    struct ordering ordering = {.planner = planner,
                                .open = arena_new(planner->arena, bool, vertices + 1),
                                .closed = arena_new(planner->arena, bool, vertices + 1),
                                .done = arena_new(planner->arena, bool, planner->namings + 1),
                                .opened = arena_new(planner->arena, int, vertices + 1),
                                .seen = arena_new(planner->arena, unsigned, vertices + 1)};
    for (int v = 0; v < vertices; v++) ordering.opened[v] = UNKNOWN;
    for (int s = 0; s < vertices && ordering.open_count <= MOST_OPEN; s++) {
        int best = -1;
        for (int v = 0; v < vertices; v++) {
            if (ordering.closed[v]) continue;
            if (ordering.opened[v] == UNKNOWN) ordering.opened[v] = count_opened(&ordering, v);
            if (best < 0 || ordering.opened[v] < ordering.opened[best]) best = v;
        }
        close_vertex(&ordering, out_order[s] = best);
    }
    arena_release(planner->arena, mark);
    return ordering.open_count <= MOST_OPEN;
}
