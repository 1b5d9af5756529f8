#include <math.h>
#include <string.h>

#include "identify/elimination_parts.h"

static int union_size(struct elimination *problem, const cell_id *cells, int count) {
    int size = 0, stamp = ++problem->stamp;
    for (int i = 0; i < count; i++) {
        const struct cell *cell = &problem->cell[cells[i]];
        for (int j = 0; j < cell->dimensions; j++)
            if (problem->mark[cell->variable[j]] != stamp) {
                problem->mark[cell->variable[j]] = stamp;
                size++;
            }
    }
    return size <= MOST_DIMENSIONS ? size : MOST_DIMENSIONS + 1;
}

/* What eliminating would cost: multiplications now, and four times the size of what is left, which
 * is what the steps after it have to work through. */
struct price {
    double work, measure;
};

/* Prices of factors with many settings are taken from a sample of them. */
enum { PRICED_SETTINGS = 32 };

static size_t priced_settings(size_t settings) {
    return settings < PRICED_SETTINGS ? settings : PRICED_SETTINGS;
}

static size_t priced_setting(size_t i, size_t settings) {
    return settings <= PRICED_SETTINGS ? i : i * 0x9e3779b1u >> 3 & (settings - 1);
}

static struct price price_variable(struct elimination *problem, const struct bucket *bucket,
                                   int variable) {
    struct price price = {0, 0};
    cell_id cells[MOST_CELLS];
    size_t settings = (size_t)1 << bucket->switches, priced = priced_settings(settings);
    for (size_t i = 0; i < priced; i++) {
        int count = bucket_gather(problem, bucket, priced_setting(i, settings), variable, cells);
        bool cheap = false;
        for (int j = 0; j < count; j++) {
            enum cell_kind kind = problem->cell[cells[j]].kind;
            cheap = cheap || kind == CELL_POINT || kind == CELL_UNIT;
        }
        int size = union_size(problem, cells, count);
        double left = problem->power[size > 0 ? size - 1 : 0];
        /* Products are shared between settings, so that many tables cost little more than two. */
        double work = cheap ? count : left * problem->states * (count > 2 ? 2 : 1);
        if (size > MOST_DIMENSIONS || count == MOST_CELLS) work = INFINITY;
        price.work += work;
        price.measure += work + 4 * (cheap ? 1 : left);
    }
    double scale = (double)settings / (double)priced;
    return (struct price){price.work * scale, price.measure * scale};
}

static struct price price_switch(struct elimination *problem, const struct bucket *bucket) {
    struct price price = {0, 0};
    cell_id first[MOST_CELLS], second[MOST_CELLS], common[MOST_CELLS];
    size_t half = (size_t)1 << (bucket->switches - 1), priced = priced_settings(half);
    for (size_t i = 0; i < priced; i++) {
        size_t s = priced_setting(i, half);
        int n1 = bucket_gather(problem, bucket, s, -1, first);
        int n2 = bucket_gather(problem, bucket, s | half, -1, second);
        cells_split_common(first, &n1, second, &n2, common);
        double parts = problem->power[union_size(problem, first, n1)] +
                       problem->power[union_size(problem, second, n2)];
        int size = MOST_DIMENSIONS + 1;
        if (n1 + n2 < MOST_CELLS) {
            memcpy(first + n1, second, (size_t)n2 * sizeof *second);
            size = union_size(problem, first, n1 + n2);
        }
        double left = problem->power[size];
        double work = (n1 + n2 ? left : 0) + (n1 + n2 > 2 ? parts : 0);
        if (size > MOST_DIMENSIONS) work = INFINITY;
        price.work += work;
        price.measure += work + 4 * (n1 + n2 ? left : 0);
    }
    double scale = (double)half / (double)priced;
    return (struct price){price.work * scale, price.measure * scale};
}

/* ------------------------------------------------------------------ the order */

struct candidate {
    bool done, known;
    struct price price;
};

/* Prices stay valid until a factor with the variable changes: those that share a variable or a
 * switch with the bucket are priced again. */
static void forget_prices(struct elimination *problem, const struct bucket *bucket,
                          struct candidate *variables, struct candidate *switches) {
    for (int f = 0; f < bucket->factors; f++) {
        const struct factor *factor = bucket->factor[f];
        for (size_t s = 0; s < (size_t)1 << factor->switches; s++)
            for (int i = 0; i < factor->setting[s].count; i++) {
                const struct cell *cell = &problem->cell[factor->setting[s].cell[i]];
                for (int d = 0; d < cell->dimensions; d++)
                    variables[cell->variable[d]].known = false;
            }
    }
    for (int j = 0; j < bucket->switches; j++) switches[bucket->switch_[j]].known = false;
}

/* What eliminating number `i` would cost. One that nothing depends on any more is done with. */
static void price_candidate(struct elimination *problem, bool is_switch, int i,
                            struct bucket *bucket, struct candidate *candidate) {
    bucket_fill(problem, is_switch ? -1 : i, is_switch ? i : -1, bucket);
    candidate->known = true;
    if (bucket->too_wide) {
        candidate->price = (struct price){INFINITY, INFINITY};
    } else if (bucket->factors == 0) {
        candidate->done = true;
        if (is_switch && problem->stated[i]) elimination_add(problem, cell_two(problem));
    } else {
        candidate->price =
            is_switch ? price_switch(problem, bucket) : price_variable(problem, bucket, i);
    }
}

/* The cheapest that is left, NULL when all is done. Greedy: the first among equals. */
static struct candidate *choose_next(struct elimination *problem, struct candidate *variables,
                                     struct candidate *switches, struct bucket *bucket) {
    struct candidate *best = NULL;
    for (int pass = 0; pass < 2; pass++) {
        struct candidate *list = pass ? switches : variables;
        int count = pass ? problem->switches : problem->variables;
        for (int i = 0; i < count; i++) {
            struct candidate *candidate = &list[i];
            if (!candidate->done && !candidate->known)
                price_candidate(problem, pass == 1, i, bucket, candidate);
            if (candidate->done) continue;
            if (!best || candidate->price.measure < best->price.measure) best = candidate;
        }
    }
    return best;
}

/* What is tied together at a place that is too wide to be worked on. */
static bool refuse_knot(struct elimination *problem, bool is_switch, int number,
                        struct error *error) {
    int tables = 0, switches = 0, alleles = 0, stamp = ++problem->stamp;
    bool *has = arena_new(problem->arena, bool, problem->switches + 1);
    for (size_t f = 0; f < problem->factors; f++) {
        const struct factor *factor = problem->factor[f];
        if (!(is_switch ? factor_has_switch(factor, number)
                        : factor_has_variable(problem, factor, number)))
            continue;
        tables++;
        for (int i = 0; i < factor->switches; i++) {
            switches += !has[factor->switch_[i]];
            has[factor->switch_[i]] = true;
        }
        for (size_t s = 0; s < (size_t)1 << factor->switches; s++)
            for (int i = 0; i < factor->setting[s].count; i++) {
                const struct cell *cell = &problem->cell[factor->setting[s].cell[i]];
                for (int d = 0; d < cell->dimensions; d++) {
                    alleles += problem->mark[cell->variable[d]] != stamp;
                    problem->mark[cell->variable[d]] = stamp;
                }
            }
    }
    return error_set(error, ERROR_TOO_COSTLY,
                     "the pedigree is too entangled for an exact likelihood: where it is least so, "
                     "%d alleles hang together in %d tables, with %d choices of which was handed "
                     "on; up to %d alleles, %d tables and %d choices can be summed over",
                     alleles, tables, switches, MOST_DIMENSIONS, MOST_FACTORS, MOST_SWITCHES - 1);
}

bool elimination_compile(struct elimination *problem, const int *query, int query_count,
                         double most_work, struct arena *keep, const struct program **out_program,
                         struct error *error) {
    struct candidate *variables =
        arena_new(problem->arena, struct candidate, problem->variables + 1);
    struct candidate *switches = arena_new(problem->arena, struct candidate, problem->switches + 1);
    struct bucket *bucket = arena_new(problem->arena, struct bucket, 1);
    for (int i = 0; i < query_count; i++) variables[query[i]].done = true;
    double spent = 0;
    struct candidate *best;
    while ((best = choose_next(problem, variables, switches, bucket))) {
        spent += best->price.work;
        bool is_switch = best >= switches && best < switches + problem->switches;
        int number = (int)(is_switch ? best - switches : best - variables);
        if (spent == INFINITY) return refuse_knot(problem, is_switch, number, error);
        if (!(spent <= most_work))
            return error_set(error, ERROR_TOO_COSTLY,
                             "the exact likelihood would take about %.1e multiplications a locus, "
                             "more than the limit of %.0e",
                             spent, most_work);
        best->done = true;
        bucket_fill(problem, is_switch ? -1 : number, is_switch ? number : -1, bucket);
        forget_prices(problem, bucket, variables, switches);
        if (is_switch) bucket_eliminate_switch(problem, bucket);
        else bucket_eliminate_variable(problem, bucket, number);
    }
    int count = 0;
    for (size_t f = 0; f < problem->factors; f++) count += problem->factor[f]->setting[0].count;
    cell_id *cells = arena_new(problem->arena, cell_id, count + 1);
    count = 0;
    for (size_t f = 0; f < problem->factors; f++)
        for (int i = 0; i < problem->factor[f]->setting[0].count; i++)
            cells[count++] = problem->factor[f]->setting[0].cell[i];
    cell_id product = cells_multiply(problem, cells, count);
    product = emit_arranged(problem, product, query, query_count);
    if (problem->too_wide)
        return error_set(error, ERROR_TOO_COSTLY,
                         "the pedigree is too entangled for an exact likelihood: more than %d "
                         "alleles hang together",
                         MOST_DIMENSIONS);
    *out_program = program_finish(problem, product, keep);
    return true;
}
