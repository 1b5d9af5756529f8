/* Inside of joint.c: the problem cut into parts, and the sums over a part. */
#ifndef CAIRN_IDENTIFY_JOINT_PARTS_H
#define CAIRN_IDENTIFY_JOINT_PARTS_H

#include <stdint.h>

#include "identify/joint.h"

/* Names are counted in one class, or in two when the prior is by sex. */
struct count2 {
    int of[2];
};

/* What is cut at one vertex: namings that are weighed there as if they took nothing else. */
struct cut {
    struct count2 named;
    double log_weight;
};

/* Vertices are the families, then the individuals. */
struct problem {
    const struct casework *casework;
    const struct namings *namings;
    const struct prior *prior;
    struct arena *arena;
    int families, individuals, vertices;
    double log_factor[2];  /* of one name more, about, in each class */
    double *log_weight;    /* of each naming: ln ratio and name factors */
    struct count2 *named;  /* of each naming */
    double *log_whole;     /* of each family: ln (1 + its weights); of each individual: ln (1 + how
                              much its own family wants it) */
    double *log_scale;     /* of each family: its best weight, at least ln 1; divides all its own */
    bool *kept;            /* of each naming */
    double *threshold;     /* of each family: namings of less consequence are cut */
    int *part;             /* of each vertex */
    int parts;
    int *place;            /* scratch: of each vertex, its place among those of one part */
};

/* The choice of one step: nothing, one kept naming, or what was cut there. */
struct choice2 {
    int naming;            /* -1: nothing or a cut */
    struct count2 named;
    double weight;         /* scaled */
    uint64_t needs, sets;  /* open vertices that must be free, and that are taken by it */
    bool is_cut;
};

struct step {
    int vertex;
    uint64_t own;          /* the vertex's own bit, 0 when it never was open before */
    int choices;
    struct choice2 *choice; /* the first is nothing */
    /* States before the step. */
    size_t states;
    uint64_t *state;
    int size[2];           /* counts run below these */
    double *forward, *backward;
    uint32_t *slot;        /* hash of states; slots entries, 1-based */
    size_t slots;
};

/* One part: its steps, with an end state after the last. */
struct part {
    int steps;
    struct step *step;     /* steps + 1: the last holds the end */
    double log_scale;
    size_t states;
};

/* Plans a part: the order of its vertices and the states of every step; `relaxed`: with the
 * cuts. False when that would take more states than allowed. */
bool part_plan(const struct problem *problem, const int *vertex, int vertices,
               struct cut *const *cut, const int *cuts, bool relaxed, struct arena *arena,
               struct part *out_part);

/* What taking a choice in a state weighs: a vertex that is taken already has been weighed. */
double step_weight(const struct step *step, size_t state, const struct choice2 *choice);

/* The best assignments of a part in terms of `score` of each naming (nothing scores 0): the best
 * way to each state and from each state on, for every step. */
struct part_best {
    double **to, **from; /* [step][state] */
};
void part_find_best(const struct part *part, const double *score, struct arena *arena,
                    struct part_best *out_best);

/* The JOINT_BEST best assignments of all parts together by log_weight and the prior. */
bool joint_find_best(const struct problem *problem, struct part *part, double log_weight_of_all,
                     struct arena *arena, const struct cancel *cancel, struct joint *joint,
                     struct error *error);

/* The sums of the part by number of names, size[0] * size[1] of them, scaled by log_scale. */
const double *part_forward(struct part *part, struct arena *arena);

/* The backward sums from the weights of the end state. */
void part_backward(struct part *part, const double *end_weight, struct arena *arena);

/* The state that a choice leads to, or -1. */
long step_next(const struct step *step, size_t state, const struct choice2 *choice,
               const struct step *after);

#endif
