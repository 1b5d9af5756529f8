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

/* How much the family that wants an individual most has to do with it, against without: ln (1 + the
 * ratio); and the most that any other family wants it. */
struct claim {
    int family;
    double log_first, log_second;
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
    double *log_whole;     /* of each family: ln (1 + its weights) */
    struct claim *claim;   /* of each individual: which family wants it most, and the next */
    double *log_scale;     /* of each family: its best weight, at least ln 1; divides all its own */
    bool *kept;            /* of each naming */
    double *threshold;     /* of each family: namings of less consequence are cut */
    int *part;             /* of each vertex */
    int parts;
    int *place;            /* scratch: of each vertex, its place among those of one part */
};

/* Sets of open vertices, a bit for each. */
enum { MOST_OPEN = 128 };
__extension__ typedef unsigned __int128 open_set;

/* What can be chosen at a step: nothing, one kept naming, or what was cut there. */
struct choice {
    int naming;        /* -1: nothing or a cut */
    struct count2 named;
    double weight;     /* scaled */
    open_set takes;    /* open vertices that must be free, and are taken by it */
    bool is_cut;
    double share;      /* of the whole sum; set by part_backward */
};

/* The sums of the states before a step, by number of names: `size` counts from `low` on. */
struct step {
    int vertex;
    open_set own;      /* the vertex's own bit, 0 when it never was open before */
    int choices;
    struct choice *choice; /* the first is nothing */
    double free_share; /* share in which the vertex is left free; set by part_backward */
    size_t states;
    open_set *state;
    int low[2], size[2];
    double *forward;
    uint32_t *slot;    /* hash of states, 1-based */
    size_t slots;
    /* What may still come, to judge a state by. */
    double log_rest;   /* ln of at most what the families not closed yet can add */
    double bit_factor[MOST_OPEN]; /* what is left of that when an open vertex is taken */
};

/* One part: its steps, with an end state after the last. */
struct part {
    int steps;
    struct step *step; /* steps + 1: the last holds the end */
    double log_scale;
    size_t states;
    double left_out;   /* of states that were dropped: at most this, in the scale of the sums */
};

/* Plans a part: the order of its vertices, what can be chosen at each step. `relaxed`: with the
 * cuts. False when more vertices would be open at once than there are bits. */
bool part_plan(const struct problem *problem, const int *vertex, int vertices,
               struct cut *const *cut, const int *cuts, bool relaxed, struct arena *arena,
               struct part *out_part);

/* The sums of all states. States, and numbers of names, that can only come to a trifle are dropped
 * and bounded in left_out. Gives up, and returns false, when more than about the share `most` of
 * the whole would be dropped. */
bool part_forward(struct part *part, double most, struct arena *arena);

/* The sums of the end, size[0] * size[1] of them from low on. */
const struct step *part_end(const struct part *part);

/* The shares of all choices, from the weights of the end. */
void part_backward(struct part *part, const double *end_weight);

/* The state that a choice leads to, or -1: not possible, or dropped. */
long step_next(const struct step *step, size_t state, const struct choice *choice,
               const struct step *after);

/* The best assignments of a part in terms of `score` of each naming (nothing scores 0): the best
 * way to each state and from each state on, for every step. */
struct part_best {
    double **to, **from; /* [step][state] */
};
void part_find_best(const struct part *part, const double *score, struct arena *arena,
                    struct part_best *out_best);

/* The JOINT_BEST best assignments of all parts together by log_weight and the prior. */
MUST_CHECK bool joint_find_best(const struct problem *problem, struct part *part,
                                double log_weight_of_all, struct arena *arena,
                                const struct cancel *cancel, struct joint *joint,
                                struct error *error);

#endif
