#include "identify/mutation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    enum mutation_kind kind;
} kinds[] = {
    {"none", MUTATION_NONE},         {"trivial", MUTATION_NONE},
    {"equal", MUTATION_EQUAL},       {"proportional", MUTATION_PROPORTIONAL},
    {"stepwise", MUTATION_STEPWISE}, {"onestep", MUTATION_ONESTEP},
    {"dawid", MUTATION_DAWID},       {"custom", MUTATION_CUSTOM},
};

enum { KIND_COUNT = sizeof kinds / sizeof kinds[0], WHOLE_DIGITS = 6 };

bool mutation_kind_find(const char *name, enum mutation_kind *out_kind) {
    for (int i = 0; i < KIND_COUNT; i++) {
        if (strcmp(kinds[i].name, name) != 0) continue;
        *out_kind = kinds[i].kind;
        return true;
    }
    return false;
}

const char *mutation_kind_name(enum mutation_kind kind) {
    int i = 0;
    while (i + 1 < KIND_COUNT && kinds[i].kind != kind) i++;
    return kinds[i].name;
}

/* What a model is built from: `count` alleles without the silent one, their frequencies among
 * themselves, and rows of `width` entries to be filled. */
struct build {
    const struct mutation_model *model;
    int count, width;
    const char *const *allele;
    double *frequency;
    double *matrix;
};

static double *row_of(const struct build *build, int i) {
    return build->matrix + (size_t)i * (size_t)build->width;
}

/* An allele that is a number of repeats: "9.3" has whole 9 and part "3". Compared as text and
 * whole numbers, so that 10.3 - 9.3 is 1 and not 1 + 2^-52. */
struct repeats {
    const char *text, *part;
    int whole, index;
};

static bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

static bool read_repeats(const char *text, struct repeats *out_repeats) {
    struct repeats repeats = {.text = text};
    const char *at = text;
    for (; is_digit(*at); at++) {
        if (at - text >= WHOLE_DIGITS) return false;
        repeats.whole = repeats.whole * 10 + (*at - '0');
    }
    if (at == text) return false;
    if (*at == '.') {
        if (!is_digit(*++at)) return false;
        repeats.part = at;
        while (is_digit(*at)) at++;
    } else {
        repeats.part = at;
    }
    if (*at) return false;
    *out_repeats = repeats;
    return true;
}

/* The order of the parts as numbers: .3 and .30 are the same. */
static int compare_parts(const char *first, const char *second) {
    while (*first || *second) {
        char digit = *first ? *first++ : '0', other = *second ? *second++ : '0';
        if (digit != other) return digit < other ? -1 : 1;
    }
    return 0;
}

static int compare_repeats(const void *first, const void *second) {
    const struct repeats *one = first, *other = second;
    if (one->whole != other->whole) return one->whole < other->whole ? -1 : 1;
    return compare_parts(one->part, other->part);
}

/* The alleles as numbers, from the lowest to the highest. */
static bool make_ladder(struct arena *arena, const struct build *build,
                        struct repeats **out_ladder, struct error *error) {
    const char *name = mutation_kind_name(build->model->kind);
    struct repeats *ladder = arena_new(arena, struct repeats, build->count);
    for (int i = 0; i < build->count; i++) {
        if (!read_repeats(build->allele[i], &ladder[i]))
            return error_set(error, ERROR_BAD_INPUT,
                             "allele %s is not a number of repeats (as 9 or 9.3), which the model "
                             "%s needs; rename the allele or choose another model",
                             build->allele[i], name);
        ladder[i].index = i;
    }
    qsort(ladder, (size_t)build->count, sizeof *ladder, compare_repeats);
    for (int i = 1; i < build->count; i++)
        if (compare_repeats(&ladder[i - 1], &ladder[i]) == 0)
            return error_set(error, ERROR_BAD_INPUT,
                             "alleles %s and %s are the same number, which the model %s cannot "
                             "tell apart; make them one allele",
                             ladder[i - 1].text, ladder[i].text, name);
    *out_ladder = ladder;
    return true;
}

/* Puts on the diagonal what the row leaves. */
static bool fill_diagonal(const struct build *build, struct error *error) {
    for (int i = 0; i < build->count; i++) {
        double *row = row_of(build, i), sum = 0;
        for (int j = 0; j < build->count; j++)
            if (j != i) sum += row[j];
        if (!(sum <= 1 + 1e-12))
            return error_set(error, ERROR_BAD_INPUT,
                             "the model %s at rate %g makes allele %s (frequency %g) mutate with a "
                             "chance of %g, above 1; lower the rate or choose another model",
                             mutation_kind_name(build->model->kind), build->model->rate,
                             build->allele[i], build->frequency[i], sum);
        row[i] = sum < 1 ? 1 - sum : 0;
    }
    return true;
}

static void fill_equal(const struct build *build) {
    for (int i = 0; i < build->count; i++)
        for (int j = 0; j < build->count; j++)
            row_of(build, i)[j] = build->model->rate / (build->count - 1);
}

/* alpha makes the expected rate the rate. */
static bool fill_proportional(const struct build *build, struct error *error) {
    double change = 0;
    for (int i = 0; i < build->count; i++)
        change += build->frequency[i] * (1 - build->frequency[i]);
    if (!(change > 0))
        return error_set(error, ERROR_BAD_INPUT,
                         "the model proportional needs two alleles with a frequency above 0; "
                         "choose another model");
    double alpha = build->model->rate / change;
    for (int i = 0; i < build->count; i++)
        for (int j = 0; j < build->count; j++)
            row_of(build, i)[j] = alpha * build->frequency[j];
    return true;
}

/* Within a group the shares are powers of `range` relative to the nearest allele (the farthest when
 * range is above 1), so that they neither all vanish nor overflow. */
static void fill_stepwise(const struct build *build, const struct repeats *ladder) {
    double range = build->model->range;
    for (int i = 0; i < build->count; i++) {
        double *row = row_of(build, ladder[i].index), sum = 0;
        int outside = 0, from = -1;
        for (int j = 0; j < build->count; j++) {
            if (strcmp(ladder[j].part, ladder[i].part) != 0) {
                outside++;
                continue;
            }
            int distance = abs(ladder[j].whole - ladder[i].whole);
            if (j != i && (from < 0 || (range > 1 ? distance > from : distance < from)))
                from = distance;
        }
        for (int j = 0; j < build->count; j++) {
            if (j == i || strcmp(ladder[j].part, ladder[i].part) != 0) continue;
            sum += row[ladder[j].index] = pow(range, abs(ladder[j].whole - ladder[i].whole) - from);
        }
        for (int j = 0; j < build->count; j++) {
            double *entry = &row[ladder[j].index];
            if (strcmp(ladder[j].part, ladder[i].part) != 0) *entry = build->model->rate2 / outside;
            else if (j != i) *entry *= build->model->rate / sum;
        }
    }
}

static bool one_step_apart(const struct repeats *first, const struct repeats *second) {
    return abs(first->whole - second->whole) == 1 && compare_parts(first->part, second->part) == 0;
}

static void fill_onestep(const struct build *build, const struct repeats *ladder) {
    for (int i = 0; i < build->count; i++) {
        int neighbours = 0;
        for (int j = 0; j < build->count; j++) neighbours += one_step_apart(&ladder[i], &ladder[j]);
        for (int j = 0; j < build->count; j++)
            if (one_step_apart(&ladder[i], &ladder[j]))
                row_of(build, ladder[i].index)[ladder[j].index] = build->model->rate / neighbours;
    }
}

/* r (1-R) R^d / (2R (K-a) p) with a = (1-R^K) / (1-R). R (K-a) / (1-R) is the sum of (K-d) R^d over
 * d = 1 … K-1 and is made as that sum: near R = 1 nothing cancels. */
static void fill_dawid(const struct build *build, const struct repeats *ladder) {
    double range = build->model->range, sum = 0, power = 1;
    for (int d = 1; d < build->count; d++, power *= range) sum += (build->count - d) * power;
    for (int i = 0; i < build->count; i++) {
        int from = ladder[i].index;
        double scale = build->model->rate / (2 * sum * build->frequency[from]);
        for (int j = 0; j < build->count; j++)
            if (j != i) row_of(build, from)[ladder[j].index] = scale * pow(range, abs(i - j) - 1);
    }
}

static bool fill_custom(const struct build *build, struct error *error) {
    for (int i = 0; i < build->width; i++) {
        double *row = row_of(build, i), sum = 0;
        for (int j = 0; j < build->width; j++) {
            row[j] = build->model->matrix[(size_t)i * (size_t)build->width + (size_t)j];
            sum += row[j];
            if (!(row[j] >= 0 && row[j] <= 1))
                return error_set(error, ERROR_BAD_INPUT,
                                 "the mutation matrix has %g for allele %s becoming %s, which is "
                                 "not between 0 and 1",
                                 row[j], build->allele[i], build->allele[j]);
        }
        if (fabs(sum - 1) > 1e-6 + 1e-12)
            return error_set(error, ERROR_BAD_INPUT,
                             "the row of allele %s in the mutation matrix sums to %.9g, not to 1 "
                             "within 0.000001",
                             build->allele[i], sum);
    }
    return true;
}

static bool check_rate(const char *name, double rate, struct error *error) {
    if (rate >= 0 && rate <= 1) return true;
    return error_set(error, ERROR_BAD_INPUT, "the mutation %s %g is not between 0 and 1", name,
                     rate);
}

static bool check_model(const struct mutation_model *model, struct error *error) {
    if (model->kind == MUTATION_CUSTOM) {
        if (model->matrix) return true;
        return error_set(error, ERROR_BAD_INPUT, "the model custom has no matrix; give one");
    }
    if (!check_rate("rate", model->rate, error)) return false;
    if (model->kind == MUTATION_STEPWISE) {
        if (!check_rate("rate2", model->rate2, error)) return false;
        if (model->rate + model->rate2 > 1)
            return error_set(error, ERROR_BAD_INPUT,
                             "the mutation rates %g and %g are together above 1", model->rate,
                             model->rate2);
        if (!(model->range > 0 && isfinite(model->range)))
            return error_set(error, ERROR_BAD_INPUT,
                             "the range %g of the model stepwise is not above 0", model->range);
    }
    if (model->kind == MUTATION_DAWID && !(model->range > 0 && model->range < 1))
        return error_set(error, ERROR_BAD_INPUT,
                         "the range %g of the model dawid is not above 0 and below 1",
                         model->range);
    return true;
}

static bool fill(struct arena *scratch, const struct build *build, struct error *error) {
    const struct mutation_model *model = build->model;
    if (model->kind == MUTATION_CUSTOM) return fill_custom(build, error);
    struct repeats *ladder = NULL;
    bool numeric = model->kind == MUTATION_STEPWISE || model->kind == MUTATION_ONESTEP ||
                   model->kind == MUTATION_DAWID;
    if (numeric && !make_ladder(scratch, build, &ladder, error)) return false;
    bool mutates = model->rate > 0 || (model->kind == MUTATION_STEPWISE && model->rate2 > 0);
    if (build->count > 1 && mutates) {
        switch (model->kind) {
        case MUTATION_NONE:
        case MUTATION_CUSTOM: break;
        case MUTATION_EQUAL: fill_equal(build); break;
        case MUTATION_PROPORTIONAL:
            if (!fill_proportional(build, error)) return false;
            break;
        case MUTATION_STEPWISE: fill_stepwise(build, ladder); break;
        case MUTATION_ONESTEP: fill_onestep(build, ladder); break;
        case MUTATION_DAWID: fill_dawid(build, ladder); break;
        }
    }
    if (build->count < build->width) row_of(build, build->count)[build->count] = 1;
    return fill_diagonal(build, error);
}

static bool is_identity(const double *matrix, int count) {
    for (int i = 0; i < count; i++)
        for (int j = 0; j < count; j++)
            if (matrix[(size_t)i * (size_t)count + (size_t)j] != (i == j ? 1 : 0)) return false;
    return true;
}

bool mutation_matrix(struct arena *arena, const struct mutation_model *model, int count,
                     const char *const *alleles, const double *frequencies, bool has_silent,
                     double **out_matrix, struct error *error) {
    if (model->kind == MUTATION_NONE) {
        *out_matrix = NULL;
        return true;
    }
    if (!check_model(model, error)) return false;
    struct arena_mark mark = arena_mark(arena);
    double *matrix = arena_new(arena, double, (size_t)count * (size_t)count);
    struct arena scratch;
    arena_open(&scratch, 0);
    struct build build = {.model = model,
                          .count = count - has_silent,
                          .width = count,
                          .allele = alleles,
                          .frequency = arena_new(&scratch, double, count),
                          .matrix = matrix};
    double seen = has_silent ? 1 - frequencies[count - 1] : 1;
    for (int i = 0; i < build.count; i++)
        build.frequency[i] = seen > 0 ? frequencies[i] / seen : 0;
    bool good = fill(&scratch, &build, error);
    arena_close(&scratch);
    bool identity = good && is_identity(matrix, count);
    if (!good || identity) arena_release(arena, mark);
    if (good) *out_matrix = identity ? NULL : matrix;
    return good;
}

double *mutation_transposed(struct arena *arena, const double *matrix, int count) {
    double *transposed = arena_new(arena, double, count * count);
    for (int i = 0; i < count; i++)
        for (int j = 0; j < count; j++) transposed[j * count + i] = matrix[i * count + j];
    return transposed;
}
