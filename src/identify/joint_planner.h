/* A part while its steps are planned: shared by joint_order.c and joint_plan.c. */
#ifndef CAIRN_IDENTIFY_JOINT_PLANNER_H
#define CAIRN_IDENTIFY_JOINT_PLANNER_H

#include "identify/joint_parts.h"

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
    const int *place;        /* of each vertex of the problem: its place here */
    size_t *naming;          /* kept namings of this part */
    size_t namings;
    double *weight;          /* of each of them, in the scale of its family */
    bool *done;              /* of each of them: weighed at an earlier step */
    open_set bits;           /* in use */
    int *of_bit;             /* the vertex place that has a bit */
    const struct cuts *cuts; /* of each vertex of the problem, or NULL */
    /* Scratch of judging, for each vertex here: what may come of it; what a family comes to with it
     * (zero between families); the least share that a family comes to without it. */
    double *whole, *with, *without;
};

/* The vertex of the problem that an individual is. */
static inline int planner_individual(const struct problem *problem, int individual) {
    return problem->families + individual;
}

/* How many the planner's naming `k` names, and its vertices: its family (i = -1), then those. */
static inline int planner_names(const struct planner *planner, int k) {
    return planner->problem->namings->naming[planner->naming[k]].count;
}

static inline int planner_vertex(const struct planner *planner, int k, int i) {
    const struct naming *naming = &planner->problem->namings->naming[planner->naming[k]];
    return planner->place[i < 0 ? naming->family
                                : planner_individual(planner->problem, naming->individual[i])];
}

/* ------------------------------------------------------------------ joint_order.c */

/* Which vertex is closed at each step: always one that opens least. Needs the planner's vertices
 * and namings. False when more would be open at once than there are bits. */
bool planner_choose_order(const struct planner *planner, int *out_order);

#endif
