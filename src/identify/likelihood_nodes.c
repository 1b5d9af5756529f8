#include <float.h>
#include <math.h>

#include "identify/likelihood_parts.h"

/* Draws from the urn are what draws from a population of random frequencies q are, q distributed as
 * Dirichlet with parameters weight / theta (de Finetti; Balding and Nichols 1995). So the
 * likelihood is the mean over q of the likelihood at frequencies q, which is a polynomial in q, in
 * each of its frequencies of no higher a degree than there are draws to sum over. By breaking a
 * stick, q = v1, (1 - v1) v2, (1 - v1) (1 - v2) v3, … with v from beta distributions of their own,
 * and the mean over each v is a Gauss quadrature, which is exact and has no negative weights. */

/* For polynomials up to degree 2 count - 1. */
static int node_count(const struct urn *urn) { return (urn->unknown + urn->apart) / 2 + 1; }

double nodes_runs(const struct urn *urn, int states) {
    int possible = 0;
    for (int s = 0; s < states; s++) possible += urn->weight[s] > 0;
    return possible > 1 ? pow(node_count(urn), possible - 1) : 1;
}

/* ------------------------------------------------------------------ Gauss for beta distributions */

/* The orthogonal polynomials of the beta distribution with parameters a, b on [0, 1] by their chain
 * sequence (Dette and Studden, The Theory of Canonical Moments, 1997, 1.3): chain[1], chain[2], …,
 * of the canonical moments (a + k) / (a + b + 2k), k / (a + b + 2k - 1). All are positive, so that
 * nothing cancels: nodes near 0 keep all their digits. */
static void fill_chain(double a, double b, int count, double *chain) {
    double before = 0;
    for (int i = 1; i < 2 * count; i++) {
        int k = i / 2;
        double moment = i % 2 ? (a + k) / (a + b + 2 * k) : k / (a + b + 2 * k - 1);
        chain[i] = (1 - before) * moment;
        before = moment;
    }
}

/* How many nodes lie below x: negative pivots of the Jacobi matrix - x, by differences of its
 * factors (the stationary transform of Fernando and Parlett, 1994). */
static int nodes_below(const double *chain, int count, double x) {
    int below = 0;
    double rest = -x;
    for (int k = 0; k < count; k++) {
        double pivot = chain[2 * k + 1] + rest;
        if (pivot == 0) pivot = -DBL_MIN;
        below += pivot < 0;
        if (k + 1 < count) rest = chain[2 * k + 2] / pivot * rest - x;
    }
    return below;
}

static double find_node(const double *chain, int count, int number) {
    double low = 0, high = 1;
    while (high - low > 2 * DBL_EPSILON * high) {
        double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high) break;
        if (nodes_below(chain, count, middle) > number) high = middle;
        else low = middle;
    }
    return low + (high - low) / 2;
}

/* 1 / the sum of the squares of the orthonormal polynomials at the node. */
static double node_weight(const double *chain, int count, double x) {
    double before = 0, now = 1, sum = 1, root = 0;
    for (int k = 0; k + 1 < count; k++) {
        double middle = chain[2 * k + 1] + (k ? chain[2 * k] : 0);
        double next_root = sqrt(chain[2 * k + 1] * chain[2 * k + 2]);
        double next = ((x - middle) * now - root * before) / next_root;
        before = now;
        now = next;
        root = next_root;
        sum += now * now;
    }
    return 1 / sum;
}

struct nodes {
    double *at, *weight;
};

static struct nodes beta_nodes(double a, double b, int count, struct arena *arena) {
    struct nodes nodes = {arena_new(arena, double, count), arena_new(arena, double, count)};
    double *chain = arena_new(arena, double, 2 * count);
    fill_chain(a, b, count, chain);
    for (int i = 0; i < count; i++) {
        nodes.at[i] = find_node(chain, count, i);
        nodes.weight[i] = node_weight(chain, count, nodes.at[i]);
    }
    return nodes;
}

/* ------------------------------------------------------------------ the sum over all nodes */

struct stick {
    const struct urn_sum *job;
    const struct program *program;
    int count, pieces;
    int *state; /* of each piece: the rarest first, so that what is left of the stick is exact */
    struct nodes *nodes;
};

static void add_node(const struct stick *stick, double weight) {
    const struct urn_sum *job = stick->job;
    const struct urn *urn = job->urn;
    struct workspace *workspace = &job->engine->workspace;
    struct table table = {0}, whole = {.dimensions = job->dimensions};
    if (job->wide) table.wide = program_run_wide(stick->program, job->input, workspace);
    else table.narrow = program_run(stick->program, job->input, workspace);
    const double *q = job->prior;
    size_t n = (size_t)job->states;
    for (size_t i = 0; i < table_size(&whole, job->states); i++) {
        double drawn = weight;
        if (urn->apart) drawn *= q[i % n];
        if (urn->apart == 2) drawn *= q[i / n];
        struct wide number = table_number(&table, urn->apart ? 0 : i);
        job->sum[i] = wide_plus(job->sum[i], wide_times(wide_of(drawn), number));
    }
}

static void add_nodes(const struct stick *stick, int piece, double left, double weight) {
    double *q = stick->job->prior;
    if (piece + 1 == stick->pieces) {
        q[stick->state[piece]] = left;
        add_node(stick, weight);
        return;
    }
    const struct nodes *nodes = &stick->nodes[piece];
    for (int i = 0; i < stick->count; i++) {
        q[stick->state[piece]] = left * nodes->at[i];
        add_nodes(stick, piece + 1, left * (1 - nodes->at[i]), weight * nodes->weight[i]);
    }
}

void nodes_sum(const struct urn_sum *job, const struct program *program, double weight,
               struct arena *arena) {
    const struct urn *urn = job->urn;
    int states = job->states;
    struct stick stick = {.job = job, .program = program, .count = node_count(urn)};
    stick.state = arena_new(arena, int, states);
    stick.nodes = arena_new(arena, struct nodes, states);
    double left = 0;
    for (int s = 0; s < states; s++) {
        job->prior[s] = 0;
        if (urn->weight[s] == 0) continue;
        int at = stick.pieces++;
        for (; at > 0 && urn->weight[stick.state[at - 1]] > urn->weight[s]; at--)
            stick.state[at] = stick.state[at - 1];
        stick.state[at] = s;
    }
    for (int p = stick.pieces - 1; p >= 0; p--) {
        double own = urn->weight[stick.state[p]] / urn->theta;
        if (left > 0) stick.nodes[p] = beta_nodes(own, left, stick.count, arena);
        left += own;
    }
    for (int j = 0; j < urn->unknown + urn->apart; j++) weight *= (left + j) * urn->theta;
    add_nodes(&stick, 0, 1, weight);
}
