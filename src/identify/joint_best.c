#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "identify/joint_parts.h"

static double score_of(const struct choice *choice, const double *score) {
    return choice->naming >= 0 ? score[choice->naming] : 0;
}

void part_find_best(const struct part *part, const double *score, struct arena *arena,
                    struct part_best *out_best) {
    int steps = part->steps;
    double **to = arena_new(arena, double *, steps + 1);
    double **from = arena_new(arena, double *, steps + 1);
    for (int s = 0; s <= steps; s++) {
        to[s] = arena_new(arena, double, part->step[s].states);
        from[s] = arena_new(arena, double, part->step[s].states);
        for (size_t i = 0; i < part->step[s].states; i++)
            to[s][i] = from[s][i] = -INFINITY;
    }
    to[0][0] = 0;
    from[steps][0] = 0;
    for (int s = 0; s < steps; s++) {
        const struct step *step = &part->step[s];
        for (size_t i = 0; i < step->states; i++)
            for (int c = 0; c < step->choices; c++) {
                long next = step_next(step, i, &step->choice[c], step + 1);
                if (next < 0) continue;
                double value = to[s][i] + score_of(&step->choice[c], score);
                if (value > to[s + 1][next]) to[s + 1][next] = value;
            }
    }
    for (int s = steps - 1; s >= 0; s--) {
        const struct step *step = &part->step[s];
        for (size_t i = 0; i < step->states; i++)
            for (int c = 0; c < step->choices; c++) {
                long next = step_next(step, i, &step->choice[c], step + 1);
                if (next < 0) continue;
                double value = from[s + 1][next] + score_of(&step->choice[c], score);
                if (value > from[s][i]) from[s][i] = value;
            }
    }
    *out_best = (struct part_best){to, from};
}

/* ------------------------------------------------------------------ the best assignments */

/* A partial assignment: everything up to a step of a part is decided. Since the best completion is
 * known exactly, taking the most promising first meets whole assignments best first (A*). */
struct node {
    double score, promise;
    int32_t part, step, depth, before, naming;
    uint32_t state;
    struct count2 named;
};

struct queue {
    struct node *node;
    size_t nodes, room;
    uint32_t *heap;
    size_t held;
};

enum { MOST_NODES = 4000000, MOST_WHOLE = 20000, MOST_EQUALS = 1000 };

/* Of the order in which assignments are met: rounding, and the preference for the nearer end. */
#define SLACK 1e-5

/* The most promising first; among equals (exchangeable brothers make very many) the one that is
 * nearer to the end, so that whole assignments are reached at all. The preference is larger than
 * rounding and smaller than any difference that is shown. */
#define PREFERENCE 1e-10

static bool before(const struct queue *queue, uint32_t a, uint32_t b) {
    const struct node *one = &queue->node[a], *other = &queue->node[b];
    double left = one->promise + one->depth * PREFERENCE;
    double right = other->promise + other->depth * PREFERENCE;
    return left != right ? left > right : a > b;
}

static void push(struct queue *queue, struct node node) {
    size_t room = queue->room; /* of both */
    queue->node = memory_grow(queue->node, queue->nodes, &room, sizeof *queue->node);
    queue->heap = memory_grow(queue->heap, queue->nodes, &queue->room, sizeof *queue->heap);
    queue->node[queue->nodes] = node;
    size_t at = queue->held++;
    queue->heap[at] = (uint32_t)queue->nodes++;
    while (at > 0 && before(queue, queue->heap[at], queue->heap[(at - 1) / 2])) {
        uint32_t swap = queue->heap[at];
        queue->heap[at] = queue->heap[(at - 1) / 2];
        queue->heap[(at - 1) / 2] = swap;
        at = (at - 1) / 2;
    }
}

static uint32_t pop(struct queue *queue) {
    uint32_t top = queue->heap[0];
    queue->heap[0] = queue->heap[--queue->held];
    for (size_t at = 0;;) {
        size_t child = 2 * at + 1;
        if (child >= queue->held) break;
        if (child + 1 < queue->held && before(queue, queue->heap[child + 1], queue->heap[child]))
            child++;
        if (!before(queue, queue->heap[child], queue->heap[at])) break;
        uint32_t swap = queue->heap[at];
        queue->heap[at] = queue->heap[child];
        queue->heap[child] = swap;
        at = child;
    }
    return top;
}

/* What the prior's weight adds to the name factors that the scores hold already. */
static double correction(const struct problem *problem, struct count2 named) {
    return prior_log_weight(problem->prior, named.of) - named.of[0] * problem->log_factor[0] -
           named.of[1] * problem->log_factor[1];
}

static double most_correction(const struct problem *problem) {
    double most = -INFINITY;
    int limit[2] = {problem->prior->individuals[0], problem->prior->individuals[1]};
    for (int a = 0; a <= limit[0]; a++)
        for (int b = 0; b <= limit[1]; b++)
            most = fmax(most, correction(problem, (struct count2){{a, b}}));
    return most;
}

/* Goes on over the steps that leave no choice, to the next part where one ends. Returns whether
 * everything is decided. */
static bool settle(const struct problem *problem, const struct part *part, struct node *node) {
    for (; node->part < problem->parts; node->part++, node->step = 0, node->state = 0) {
        for (; node->step < part[node->part].steps; node->step++, node->depth++) {
            const struct step *step = &part[node->part].step[node->step];
            if (step->choices > 1 && !(step->state[node->state] & step->own)) return false;
            node->state = (uint32_t)step_next(step, node->state, &step->choice[0], step + 1);
        }
    }
    return true;
}

static struct assignment read_assignment(const struct problem *problem, const struct queue *queue,
                                         uint32_t at, struct arena *arena) {
    const struct namings *namings = problem->namings;
    struct assignment assignment = {.missing = arena_new(arena, int, problem->individuals + 1)};
    struct arena_mark mark = arena_mark(arena);
    int32_t *chosen = arena_new(arena, int32_t, problem->families + 1);
    for (int i = 0; i < problem->individuals; i++) assignment.missing[i] = -1;
    for (int f = 0; f < problem->families; f++) chosen[f] = -1;
    for (int32_t n = (int32_t)at; n >= 0; n = queue->node[n].before)
        if (queue->node[n].naming >= 0)
            chosen[namings->naming[queue->node[n].naming].family] = queue->node[n].naming;
    /* In the order of the families, so that equal assignments get the same last digit. */
    for (int f = 0; f < problem->families; f++) {
        if (chosen[f] < 0) continue;
        const struct naming *naming = &namings->naming[chosen[f]];
        assignment.log_ratio += naming->log_ratio;
        for (int i = 0; i < naming->count; i++)
            assignment.missing[naming->individual[i]] = naming->missing[i];
    }
    arena_release(arena, mark);
    return assignment;
}

struct ranked {
    double value;
    uint32_t node;
    struct assignment assignment; /* of those that may be among the best */
    int individuals;
};

static int by_names(const void *left, const void *right) {
    const struct ranked *a = left, *b = right;
    for (int i = 0; i < a->individuals; i++) {
        unsigned x = (unsigned)a->assignment.missing[i], y = (unsigned)b->assignment.missing[i];
        if (x != y) return x < y ? -1 : 1; /* nobody, -1, comes last */
    }
    return 0;
}

static int by_value(const void *left, const void *right) {
    const struct ranked *a = left, *b = right;
    if (a->value != b->value) return a->value < b->value ? 1 : -1;
    return a->node < b->node ? -1 : a->node > b->node;
}

/* Best first; those that differ by rounding only in the order of the files. Returns how many are
 * left: enough for the best and their equals. */
static size_t rank(const struct problem *problem, const struct queue *queue, struct ranked *ranked,
                   size_t count, struct arena *arena) {
    if (!count) return 0;
    qsort(ranked, count, sizeof *ranked, by_value);
    if (count > MOST_EQUALS) count = MOST_EQUALS;
    for (size_t i = 0; i < count; i++) {
        ranked[i].assignment = read_assignment(problem, queue, ranked[i].node, arena);
        ranked[i].individuals = problem->individuals;
    }
    for (size_t i = 0; i < count;) {
        size_t end = i + 1;
        while (end < count && ranked[end - 1].value - ranked[end].value < 1e-9) end++;
        qsort(ranked + i, end - i, sizeof *ranked, by_names);
        i = end;
    }
    return count;
}

bool joint_find_best(const struct problem *problem, struct part *part, double log_weight_of_all,
                     struct arena *arena, const struct cancel *cancel, struct joint *joint,
                     struct error *error) {
    int parts = problem->parts;
    struct part_best *best = arena_new(arena, struct part_best, parts + 1);
    double *rest = arena_new(arena, double, parts + 2);
    for (int p = parts - 1; p >= 0; p--) {
        part_find_best(&part[p], problem->log_weight, arena, &best[p]);
        rest[p] = rest[p + 1] + best[p].from[0][0];
    }
    struct queue queue = {0};
    size_t room = 0, whole = 0;
    struct ranked *ranked = NULL;
    double most = most_correction(problem), *value = NULL;
    size_t value_room = 0, values = 0;
    double limit = -INFINITY; /* of the JOINT_BEST-th best so far */
    push(&queue, (struct node){.promise = rest[0], .before = -1, .naming = -1});
    while (queue.held && queue.nodes < MOST_NODES && whole < MOST_WHOLE &&
           !cancel_requested(cancel)) {
        uint32_t at = pop(&queue);
        struct node node = queue.node[at];
        if (node.promise + most < limit - SLACK) break;
        if (settle(problem, part, &node)) {
            double exact = node.score + correction(problem, node.named);
            if (exact == -INFINITY) continue;
            ranked = arena_grow(arena, ranked, whole, &room, sizeof *ranked);
            ranked[whole++] = (struct ranked){.value = exact, .node = at};
            value = arena_grow(arena, value, values, &value_room, sizeof *value);
            size_t to = values++;
            for (; to > 0 && value[to - 1] < exact; to--) value[to] = value[to - 1];
            value[to] = exact;
            if (values > JOINT_BEST) values = JOINT_BEST;
            if (values == JOINT_BEST) limit = value[JOINT_BEST - 1];
            continue;
        }
        const struct step *step = &part[node.part].step[node.step];
        for (int c = 0; c < step->choices; c++) {
            const struct choice *choice = &step->choice[c];
            long next = step_next(step, node.state, choice, step + 1);
            if (next < 0) continue;
            double score = node.score + score_of(choice, problem->log_weight);
            double promise =
                score + best[node.part].from[node.step + 1][next] + rest[node.part + 1];
            if (promise == -INFINITY || promise + most < limit - SLACK) continue;
            push(&queue, (struct node){.score = score,
                                       .promise = promise,
                                       .part = node.part,
                                       .step = node.step + 1,
                                       .depth = node.depth + 1,
                                       .before = (int32_t)at,
                                       .naming = choice->naming,
                                       .state = (uint32_t)next,
                                       .named = {{node.named.of[0] + choice->named.of[0],
                                                  node.named.of[1] + choice->named.of[1]}}});
        }
    }
    bool stopped = cancel_requested(cancel);
    if (!stopped) whole = rank(problem, &queue, ranked, whole, arena);
    free(queue.node);
    free(queue.heap);
    if (stopped) return error_set(error, ERROR_CANCELLED, "stopped before the end");
    joint->best_count = whole < JOINT_BEST ? (int)whole : JOINT_BEST;
    joint->best = arena_new(arena, struct assignment, joint->best_count + 1);
    for (int i = 0; i < joint->best_count; i++) {
        joint->best[i] = ranked[i].assignment;
        /* Both sums were rounded, each on its own way: what is nearly all may come out above. */
        joint->best[i].posterior = fmin(exp(ranked[i].value - log_weight_of_all), 1);
    }
    return true;
}
