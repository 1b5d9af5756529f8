#include <math.h>

#include "identify/joint_parts.h"

static struct table table_make(struct arena *arena, const int low[2], const int size[2]) {
    struct table table = {{low[0], low[1]}, {size[0], size[1]}, NULL};
    table.value = arena_new(arena, double, (size_t)size[0] * (size_t)size[1]);
    return table;
}

static double *table_at(const struct table *table, int a, int b) {
    return &table->value[(a - table->low[0]) * table->size[1] + b - table->low[1]];
}

static struct table table_of(const struct step *step) {
    return (struct table){
        {step->low[0], step->low[1]}, {step->size[0], step->size[1]}, step->forward};
}

/* Loops over all counts (a, b) of the table. */
#define EACH_COUNT(table, a, b)                                                                    \
    for (int a = (table)->low[0]; a < (table)->low[0] + (table)->size[0]; a++)                     \
        for (int b = (table)->low[1]; b < (table)->low[1] + (table)->size[1]; b++)

/* Drops counts at the ends that add nothing that a double could hold beside the rest. */
static void table_trim(struct table *table, struct arena *arena) {
    double most = 0;
    EACH_COUNT(table, a, b) most = fmax(most, *table_at(table, a, b));
    int low[2] = {1 << 30, 1 << 30}, high[2] = {-1, -1};
    EACH_COUNT(table, a, b) {
        if (*table_at(table, a, b) < most * 1e-200) continue;
        int at[2] = {a, b};
        for (int class = 0; class < 2; class++) {
            if (at[class] < low[class]) low[class] = at[class];
            if (at[class] > high[class]) high[class] = at[class];
        }
    }
    if (high[0] < 0) return;
    int size[2] = {high[0] - low[0] + 1, high[1] - low[1] + 1};
    struct table trimmed = table_make(arena, low, size);
    EACH_COUNT(&trimmed, a, b) *table_at(&trimmed, a, b) = *table_at(table, a, b) / most;
    *table = trimmed;
}

static struct table table_product(const struct table *one, const struct table *other,
                                  struct arena *arena) {
    int low[2], size[2];
    for (int class = 0; class < 2; class++) {
        low[class] = one->low[class] + other->low[class];
        size[class] = one->size[class] + other->size[class] - 1;
    }
    struct table product = table_make(arena, low, size);
    EACH_COUNT(other, a, b) {
        double value = *table_at(other, a, b);
        if (value == 0) continue;
        EACH_COUNT(one, i, j) *table_at(&product, a + i, b + j) += value * *table_at(one, i, j);
    }
    return product;
}

/* Sums `weight` over counts moved by those of `other`: what the counts of `like` weigh with it. */
static struct table table_weigh(const struct table *like, const struct table *other,
                                const struct table *weight, struct arena *arena) {
    struct table result = table_make(arena, like->low, like->size);
    EACH_COUNT(&result, i, j) {
        double sum = 0;
        EACH_COUNT(other, a, b) {
            int x = i + a, y = j + b;
            if (x < weight->low[0] || x >= weight->low[0] + weight->size[0] ||
                y < weight->low[1] || y >= weight->low[1] + weight->size[1])
                continue;
            sum += *table_at(other, a, b) * *table_at(weight, x, y);
        }
        *table_at(&result, i, j) = sum;
    }
    return result;
}

/* Scales so that the sum against `against` is 1; returns ln of what was divided by. */
static double table_scale(struct table *table, const struct table *against) {
    double sum = 0;
    EACH_COUNT(table, a, b) sum += *table_at(table, a, b) * *table_at(against, a, b);
    if (!(sum > 0)) return -INFINITY;
    EACH_COUNT(table, a, b) *table_at(table, a, b) /= sum;
    return log(sum);
}

bool whole_combine(const struct problem *problem, const struct part *part, struct arena *arena,
                   struct whole *out_whole) {
    int parts = problem->parts;
    struct whole whole = {arena_new(arena, struct table, parts + 1),
                          arena_new(arena, struct table, parts + 1), 0, 0};
    double log_all = 0;
    const int none[2] = {0, 0}, one[2] = {1, 1};
    whole.before[0] = table_make(arena, none, one);
    whole.before[0].value[0] = 1;
    for (int p = 0; p < parts; p++) {
        struct table own = table_of(part_end(&part[p]));
        struct table *to = &whole.before[p + 1];
        *to = table_product(&whole.before[p], &own, arena);
        double most = 0;
        EACH_COUNT(to, a, b) most = fmax(most, *table_at(to, a, b));
        table_trim(to, arena);
        log_all += part[p].log_scale + log(most);
    }
    struct table *last = &whole.before[parts], *weight = &whole.after[parts];
    *weight = table_make(arena, last->low, last->size);
    double most = -INFINITY, plain = 0;
    EACH_COUNT(weight, a, b) {
        int named[2] = {a, b};
        double value = prior_log_weight(problem->prior, named) - a * problem->log_factor[0] -
                       b * problem->log_factor[1];
        *table_at(weight, a, b) = value;
        most = fmax(most, value);
        plain += *table_at(last, a, b);
    }
    if (most == -INFINITY) return false;
    EACH_COUNT(weight, a, b) *table_at(weight, a, b) = exp(*table_at(weight, a, b) - most);
    double log_sum = table_scale(weight, last);
    if (log_sum == -INFINITY) return false;
    whole.log_weight = log_sum + log_all + most;
    whole.slack = exp(log(plain) - log_sum);
    for (int p = parts - 1; p >= 0; p--) {
        struct table own = table_of(part_end(&part[p]));
        whole.after[p] = table_weigh(&whole.before[p], &own, &whole.after[p + 1], arena);
        table_scale(&whole.after[p], &whole.before[p]);
    }
    *out_whole = whole;
    return true;
}

void whole_share_out(const struct whole *whole, struct part *part, int p, struct arena *arena) {
    struct table own = table_of(part_end(part));
    struct table weight = table_weigh(&own, &whole->before[p], &whole->after[p + 1], arena);
    table_scale(&weight, &own);
    part_backward(part, weight.value);
}

double whole_dropped_share(const struct problem *problem, const struct part *part,
                           const struct whole *whole) {
    double share = 0;
    for (int p = 0; p < problem->parts; p++) {
        struct table own = table_of(part_end(&part[p]));
        double all = 0;
        EACH_COUNT(&own, a, b) all += *table_at(&own, a, b);
        share += part[p].left_out / all;
    }
    return share * whole->slack;
}
