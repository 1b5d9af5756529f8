/* Inside of joint.h: the problem cut into parts, the sums over a part, and the parts together.
 * Shared by the files of the joint run, nobody else. joint_weigh.c weighs the namings and says
 * which are cut; joint_order.c and joint_plan.c lay out the steps of a part, and joint_sum.c sums
 * over them; joint_whole.c puts the parts together; joint_pairs.c and joint_best.c read what was
 * asked for; joint.c leads. */
#ifndef CAIRN_IDENTIFY_JOINT_PARTS_H
#define CAIRN_IDENTIFY_JOINT_PARTS_H

#include <stdint.h>

#include "identify/joint.h"

/* Names are counted in one class, or in two when the prior is by sex. */
struct count2 {
    int of[2];
};

/* Namings that are cut, weighed at one vertex as if they took nothing else; all that name as many
 * are one cut. */
struct cut {
    struct count2 named;
    double log_weight;
};

struct cuts {
    int count;
    struct cut *cut;
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
    int parts;
    int *place, *ordered;  /* scratch: one for each vertex */
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

/* ------------------------------------------------------------------ joint_weigh.c */

/* Fills in the weights of a problem: what it holds of each naming, family and individual, but for
 * what is kept and the parts. */
void joint_weigh(struct problem *problem);

/* Of how little consequence a naming is: its weight against what its family, or an individual in
 * it, has better to do. `out_vertex`: which of them, where its cut is weighed. */
double joint_consequence(const struct problem *problem, size_t n, int *out_vertex);

/* Chooses which of a family's namings are kept, by its threshold. */
void joint_choose_kept(struct problem *problem, int family);

/* What is cut, vertex by vertex, into `cuts` (one for each vertex, empty before); returns how many
 * namings. `*out_anything`: whether anything is left out at all, here or in the lists;
 * `*out_proved`: whether all of that is bounded. */
size_t joint_collect_cuts(const struct problem *problem, struct cuts *cuts, bool *out_anything,
                          bool *out_proved);

/* How much of a part is cut, about. */
double joint_cut_share(const struct problem *problem, const int *vertex, int vertices);

/* ------------------------------------------------------------------ joint_plan.c */

/* Plans a part: the order of its vertices, what can be chosen at each step; with the
 * cuts of each vertex of the problem, unless `cuts` is NULL. False when more vertices would be open
 * at once than there are bits. */
bool part_plan(const struct problem *problem, const int *vertex, int vertices,
               const struct cuts *cuts, struct arena *arena, struct part *out_part);

/* ------------------------------------------------------------------ joint_sum.c */

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

/* ------------------------------------------------------------------ joint_whole.c */

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

/* Puts the sums of all parts together. False when nothing has any weight under the prior. */
bool whole_combine(const struct problem *problem, const struct part *part, struct arena *arena,
                   struct whole *out_whole);

/* Sets the shares of all choices of part `p`. */
void whole_share_out(const struct whole *whole, struct part *part, int p, struct arena *arena);

/* At most the share of all that was dropped inside the parts. */
double whole_dropped_share(const struct problem *problem, const struct part *part,
                           const struct whole *whole);

/* ------------------------------------------------------------------ joint_pairs.c */

/* Sets joint->pair to every pair with a kept naming, nothing known of it yet. */
void joint_list_pairs(const struct problem *problem, struct arena *arena, struct joint *joint);

/* Adds the shares of a part to the posteriors of its pairs, and sets those of nobody. */
void joint_add_posteriors(const struct problem *problem, const struct part *part,
                          struct joint *joint);

/* Lowers all posteriors by what was cut against them, each cut taken as of its consequence: for
 * results that no bound is proved of, so that a pair is not named for rivals that were left out.
 * Returns ln of how much more everything weighs with what was cut, about. */
double joint_lower_posteriors(const struct problem *problem, struct arena *arena,
                              struct joint *joint);

/* Sets log_glr of every pair; `part` are all parts. */
void joint_set_glr(const struct problem *problem, const struct part *part, struct arena *arena,
                   struct joint *joint);

/* ------------------------------------------------------------------ joint_best.c */

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
