#include <float.h>
#include <math.h>
#include <string.h>

#include "identify/likelihood_parts.h"

/* Theta: one urn over all founder alleles (Balding and Nichols 1994): the next is an a with
 * probability (b theta + (1 - theta) p_a) / (1 + (j - 2) theta), b the copies of a before it, j its
 * number. Draws can be made in any order; alleles that are known come first. */

/* A drawn allele that is known for certain, or -1. A founder's two alleles can be exchanged, so a
 * founder of whom one allele is known has it on the father's side. */
static int known_draw(const struct work *work, int m, int side) {
    const struct member *member = &work->structure->member[m];
    const struct evidence *evidence = &work->evidence[m];
    bool founder = member_is_founder(member);
    if (member->shape == SHAPE_SAME) return evidence->a;
    if (member->shape == SHAPE_ORDERED || (member->shape == SHAPE_PAIR && founder))
        return side == 0 ? evidence->a : evidence->b;
    return member->shape == SHAPE_ONE && founder && side == 0 ? evidence->a : -1;
}

/* Whether anything depends on the member's allele on this side. */
static bool is_used(const struct structure *structure, int m, int side) {
    const struct member *member = &structure->member[m];
    if (m == structure->whom || member->shape != SHAPE_NONE) return true;
    for (int c = 0; c < structure->members; c++)
        for (int from = 0; from < 2; from++) {
            const struct member *child = &structure->member[c];
            if (member_parent(child, from) != m) continue;
            /* Without a switch it is the paternal one that was handed on. */
            if (child->switched[from] || member->male_on_x || side == 0) return true;
        }
    return false;
}

/* ------------------------------------------------------------------ cases */

/* The other allele of a stranger with an a: {a, other} weighs what it does for any other, and {a,
 * a} and {a, silent} so much more. */
enum other { OTHER_ANY, OTHER_SAME, OTHER_SILENT, OTHERS };

static double other_weight(const struct evidence *evidence, enum other other) {
    switch (other) {
    case OTHER_SAME: return evidence->whole - 2 * evidence->other;
    case OTHER_SILENT: return 2 * (evidence->silent - evidence->other);
    default: return 2 * evidence->other;
    }
}

/* What is not known but one of few things, of which each in turn makes a draw known: of a member
 * whose order counts, the order; of a stranger, the other allele. */
struct choice {
    struct evidence *ordered; /* NULL: a stranger's */
    int ways, at;
    enum other other[OTHERS];
};

struct cases {
    int count;
    struct choice *choice;
    double all; /* how many cases there are */
};

static void cases_make(const struct work *work, const struct scale *scale, struct arena *arena,
                       struct cases *cases) {
    const struct structure *structure = work->structure;
    cases->choice = arena_new(arena, struct choice, structure->members + work->strangers + 1);
    for (int s = 0; s < work->strangers; s++) {
        struct choice *choice = &cases->choice[cases->count++];
        const struct stranger *stranger = &work->stranger[s];
        if (stranger->evidence.kind == EVIDENCE_PAIR || stranger->male_on_x) choice->ways = 1;
        else
            for (enum other other = 0; other < OTHERS; other++)
                if (other_weight(&stranger->evidence, other) > 0 &&
                    (other != OTHER_SILENT || scale->silent >= 0))
                    choice->other[choice->ways++] = other;
    }
    for (int m = 0; m < structure->members; m++)
        if (structure->member[m].shape == SHAPE_ORDERED)
            cases->choice[cases->count++] =
                (struct choice){.ordered = &work->evidence[m], .ways = 2};
    cases->all = 1;
    for (int i = 0; i < cases->count; i++) cases->all *= cases->choice[i].ways;
}

/* Goes on to the next case; from the last to the first, with false. */
static bool cases_next(struct cases *cases) {
    for (int i = 0; i < cases->count; i++) {
        struct choice *choice = &cases->choice[i];
        if (choice->ordered) {
            int a = choice->ordered->a;
            choice->ordered->a = choice->ordered->b;
            choice->ordered->b = a;
        }
        if (++choice->at < choice->ways) return true;
        choice->at = 0;
    }
    return false;
}

/* ------------------------------------------------------------------ known draws */

static void draw(struct urn *urn, int state) {
    urn->log_weight += log(urn->weight[state]);
    urn->weight[state] += urn->theta;
    urn->drawn++;
}

static void draw_stranger(const struct stranger *stranger, enum other other,
                          const struct scale *scale, struct urn *urn) {
    const struct evidence *evidence = &stranger->evidence;
    int a = scale->state_of[evidence->a];
    draw(urn, a);
    if (stranger->male_on_x) {
        urn->log_weight += log(evidence->whole);
    } else if (evidence->kind == EVIDENCE_PAIR) {
        urn->log_weight += log(2 * evidence->whole);
        draw(urn, scale->state_of[evidence->b]);
    } else {
        urn->log_weight += log(other_weight(evidence, other));
        if (other != OTHER_ANY) draw(urn, other == OTHER_SAME ? a : scale->silent);
    }
}

/* Draws what is known in this case, and notes what is not. */
static void urn_fill(const struct work *work, const struct scale *scale,
                     const struct cases *cases, struct arena *arena, struct urn *urn) {
    const struct structure *structure = work->structure;
    urn->weight = arena_new(arena, double, scale->states);
    urn->member = arena_new(arena, int, 2 * structure->members + 1);
    urn->side = arena_new(arena, int, 2 * structure->members + 1);
    for (int s = 0; s < scale->states; s++) urn->weight[s] = (1 - urn->theta) * scale->prior[s];
    for (int s = 0; s < work->strangers; s++) {
        const struct choice *choice = &cases->choice[s];
        draw_stranger(&work->stranger[s], choice->other[choice->at], scale, urn);
    }
    for (int m = 0; m < structure->members; m++)
        for (int side = 0; side < 2; side++) {
            if (!member_draws(&structure->member[m], side)) continue;
            int known = known_draw(work, m, side);
            if (known >= 0) {
                draw(urn, scale->state_of[known]);
            } else if (is_used(structure, m, side)) {
                urn->member[urn->unknown] = m;
                urn->side[urn->unknown++] = side;
            }
        }
    for (int j = 0; j < urn->drawn + urn->unknown + urn->apart; j++)
        urn->log_weight -= log1p((j - 1) * urn->theta);
}

/* ------------------------------------------------------------------ the sum */

/* What a run costs beside its multiplications, in those: to look at the instructions, and for each
 * partition of its own to compile them, now and then. */
enum { RUNNING = 1000, COMPILING = 20000 };

/* Adds `weight` times the sum over the unknown draws, in the way that takes less. */
static bool add_unknown(const struct urn_sum *job, double weight, double most_work,
                        struct arena *arena, struct error *error) {
    const struct urn *urn = job->urn;
    /* Each unknown draw in a block of its own: this is what a run at a node takes. */
    for (int u = 0; u < urn->unknown; u++)
        job->work->structure->member[urn->member[u]].block[urn->side[u]] = (int16_t)u;
    const struct program *program;
    if (!engine_program(job->engine, job->work->structure, &program, error)) return false;
    double once = program_work(program, job->states) + RUNNING;
    double partitions = partitions_runs(urn) * (once + COMPILING);
    double nodes = nodes_runs(urn, job->states) * once;
    double least = fmin(DBL_MAX, fmin(nodes, partitions));
    if (!(least <= most_work))
        return error_set(error, ERROR_TOO_COSTLY,
                         "theta over %d unknown founder alleles of %d kinds would take about %.1e "
                         "multiplications, more than the limit of %.0e",
                         urn->unknown, job->states, least, most_work);
    if (!(nodes < partitions)) return partitions_sum(job, weight, arena, error);
    nodes_sum(job, program, weight, arena);
    return true;
}

/* What whom inherits from this side mutates: the table's variable, of so many rows before and
 * columns after it, goes through the matrix. */
static void mutate(const double *matrix, size_t rows, int states, size_t columns, struct wide *sum,
                   struct arena *arena) {
    struct arena_mark mark = arena_mark(arena);
    size_t n = (size_t)states;
    struct wide *from = arena_take(arena, n * columns, sizeof *from);
    for (size_t r = 0; r < rows; r++, sum += n * columns) {
        memcpy(from, sum, n * columns * sizeof *from);
        memset(sum, 0, n * columns * sizeof *sum);
        for (size_t x = 0; x < n; x++)
            for (size_t y = 0; y < n; y++) {
                if (matrix[x * n + y] == 0) continue;
                struct wide chance = wide_of(matrix[x * n + y]);
                for (size_t c = 0; c < columns; c++)
                    sum[y * columns + c] =
                        wide_plus(sum[y * columns + c], wide_times(chance, from[x * columns + c]));
            }
    }
    arena_release(arena, mark);
}

static void mutate_late(const struct structure *structure, const struct scale *scale,
                        int dimensions, struct wide *sum, struct arena *arena) {
    size_t n = (size_t)scale->states;
    for (int side = 0; side < 2; side++) {
        if (!structure->mutates[side] ||
            member_parent(&structure->member[structure->whom], side) < 0)
            continue;
        if (dimensions == 1) mutate(scale->matrix[side], 1, scale->states, 1, sum, arena);
        else mutate(scale->matrix[side], side ? n : 1, scale->states, side ? 1 : n, sum, arena);
    }
}

bool urn_run(struct engine *engine, struct work *work, const struct scale *scale, int apart,
             bool wide, struct arena *arena, struct table *out_table, double *out_log_weight,
             struct error *error) {
    const struct structure *structure = work->structure;
    struct table table = {.dimensions = apart};
    if (structure->whom >= 0)
        table.dimensions = structure->member[structure->whom].male_on_x ? 1 : 2;
    struct wide *sum = arena_take(arena, table_size(&table, scale->states), sizeof *sum);
    struct urn_sum job = {.engine = engine,
                          .work = work,
                          .states = scale->states,
                          .dimensions = table.dimensions,
                          .wide = wide,
                          .sum = sum};
    struct cases cases = {0};
    cases_make(work, scale, arena, &cases);
    double log_first = -INFINITY;
    do {
        struct arena_mark mark = arena_mark(arena);
        struct urn urn = {.theta = work->question->theta, .apart = apart};
        struct program_input input;
        urn_fill(work, scale, &cases, arena, &urn);
        job.urn = &urn;
        job.prior = arena_new(arena, double, scale->states);
        job.input = &input;
        input_fill(work, scale, job.prior, arena, &input);
        if (log_first == -INFINITY) log_first = urn.log_weight;
        double weight = urn.log_weight > -INFINITY ? exp(urn.log_weight - log_first) : 0;
        bool done = weight == 0 || add_unknown(&job, weight, work->most_work / cases.all,
                                               arena, error);
        arena_release(arena, mark);
        if (!done) return false;
    } while (cases_next(&cases));
    if (structure->late) mutate_late(structure, scale, table.dimensions, sum, arena);
    table.wide = sum;
    *out_table = table;
    *out_log_weight = log_first > -INFINITY ? log_first : 0;
    return true;
}
