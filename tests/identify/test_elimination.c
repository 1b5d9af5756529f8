/* Sums by elimination against the same sums by nested loops; what is too large is refused; products
 * beyond the range of a double keep their logarithm. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "identify/elimination.h"
#include "identify/simulate.h"

enum { MOST_VARIABLES = 6, MOST_SWITCHES = 4, MOST_STATES = 4, INPUTS = 3, MOST_FACTORS = 24 };

enum table_kind { VECTOR, MATRIX, UNIT, POINT };

/* A table of a statement, kept to be looked at by the loops. */
struct table {
    enum table_kind kind;
    int input, first, second; /* which vector, matrix or index; its variables */
};

struct factor {
    int switch_; /* -1: always */
    struct table off, on;
};

/* A random sum, and the numbers that it is over. */
struct sum {
    int variables, switches, states, factors, queries;
    struct factor factor[MOST_FACTORS];
    int query[MOST_VARIABLES];
    double vector[INPUTS][MOST_STATES];
    double matrix[INPUTS][MOST_STATES * MOST_STATES];
    double transpose[INPUTS][MOST_STATES * MOST_STATES];
    int index[INPUTS];
};

static int below(struct simulate_random *random, int limit) {
    return (int)simulate_below(random, (uint32_t)limit);
}

/* Where a variable comes from: frequencies, or an earlier variable. */
static struct table make_source(struct simulate_random *random, int variable) {
    int input = below(random, INPUTS), from = variable ? below(random, variable) : 0;
    if (!variable || simulate_chance(random, 0.3))
        return (struct table){VECTOR, input, variable, variable};
    return (struct table){simulate_chance(random, 0.5) ? MATRIX : UNIT, input, from, variable};
}

/* What is known of a variable. */
static struct table make_weight(struct simulate_random *random, int variables) {
    int variable = below(random, variables);
    return (struct table){simulate_chance(random, 0.5) ? VECTOR : POINT, below(random, INPUTS),
                          variable, variable};
}

/* A sum as a pedigree makes them: every variable has a source, always or by a switch; what hangs on
 * switches is used more than once; rows of matrices sum to 1. */
static struct sum make_sum(struct simulate_random *random) {
    struct sum sum = {.variables = 1 + below(random, MOST_VARIABLES),
                      .switches = below(random, MOST_SWITCHES + 1),
                      .states = 2 + below(random, MOST_STATES - 1)};
    for (int v = 0; v < sum.variables; v++) {
        int chosen =
            sum.switches && simulate_chance(random, 0.5) ? below(random, sum.switches) : -1;
        sum.factor[sum.factors++] =
            (struct factor){chosen, make_source(random, v), make_source(random, v)};
    }
    for (int more = below(random, 6); more > 0; more--) {
        int chosen =
            sum.switches && simulate_chance(random, 0.7) ? below(random, sum.switches) : -1;
        sum.factor[sum.factors++] = (struct factor){chosen, make_weight(random, sum.variables),
                                                    make_weight(random, sum.variables)};
    }
    for (int s = 0; s < sum.switches; s++) /* every switch stands somewhere */
        sum.factor[sum.factors++] = (struct factor){s, make_weight(random, sum.variables),
                                                    make_weight(random, sum.variables)};
    for (int v = 0; v < sum.variables && sum.queries < 2; v++)
        if (simulate_chance(random, 0.3)) sum.query[sum.queries++] = v;
    if (sum.queries == 2 && simulate_chance(random, 0.5)) {
        int first = sum.query[0];
        sum.query[0] = sum.query[1];
        sum.query[1] = first;
    }
    for (int i = 0; i < INPUTS; i++) {
        sum.index[i] = below(random, sum.states);
        for (int a = 0; a < sum.states; a++) {
            double row = 0;
            sum.vector[i][a] = below(random, 1000) / 1000.0;
            for (int b = 0; b < sum.states; b++)
                row += sum.matrix[i][a * sum.states + b] = 1 + below(random, 1000);
            for (int b = 0; b < sum.states; b++)
                sum.transpose[i][b * sum.states + a] = sum.matrix[i][a * sum.states + b] /= row;
        }
    }
    return sum;
}

static double value_of(const struct sum *sum, const struct table *table, const int *state) {
    int a = state[table->first], b = state[table->second];
    switch (table->kind) {
    case VECTOR: return sum->vector[table->input][a];
    case MATRIX: return sum->matrix[table->input][a * sum->states + b];
    case UNIT: return a == b;
    case POINT: break;
    }
    return a == sum->index[table->input];
}

/* Every setting of every variable and switch. */
static void add_all(const struct sum *sum, double *result) {
    int all = 1;
    for (int v = 0; v < sum->variables; v++) all *= sum->states;
    for (int setting = 0; setting < all << sum->switches; setting++) {
        int state[MOST_VARIABLES], rest = setting >> sum->switches, at = 0;
        for (int v = 0; v < sum->variables; v++, rest /= sum->states) state[v] = rest % sum->states;
        double product = 1;
        for (int f = 0; f < sum->factors; f++) {
            const struct factor *factor = &sum->factor[f];
            bool on = factor->switch_ >= 0 && setting >> factor->switch_ & 1;
            product *= value_of(sum, on ? &factor->on : &factor->off, state);
        }
        for (int q = 0; q < sum->queries; q++) at = at * sum->states + state[sum->query[q]];
        result[at] += product;
    }
}

static cell_id state_table(struct elimination *problem, const struct table *table) {
    switch (table->kind) {
    case VECTOR: return elimination_vector(problem, table->input, table->first);
    case MATRIX: return elimination_matrix(problem, table->input, table->first, table->second);
    case UNIT: return elimination_unit_matrix(problem, table->first, table->second);
    case POINT: break;
    }
    return elimination_point(problem, table->input, table->first);
}

static void sums_by_nested_loops(void **state) {
    (void)state;
    struct arena arena;
    arena_open(&arena, 0);
    struct workspace workspace = {0};
    struct simulate_random random;
    simulate_seed(&random, 1);
    for (int round = 0; round < 3000; round++) {
        struct arena_mark mark = arena_mark(&arena);
        struct sum sum = make_sum(&random);
        struct elimination *problem =
            elimination_state(&arena, sum.variables, sum.switches, sum.states);
        for (int f = 0; f < sum.factors; f++) {
            const struct factor *factor = &sum.factor[f];
            cell_id off = state_table(problem, &factor->off);
            if (factor->switch_ < 0) elimination_add(problem, off);
            else
                elimination_add_switched(problem, factor->switch_, off,
                                         state_table(problem, &factor->on));
        }
        const struct program *program;
        struct error error = {0};
        assert_true(
            elimination_compile(problem, sum.query, sum.queries, 1e9, &arena, &program, &error));
        const double *vector[INPUTS], *matrix[INPUTS], *transpose[INPUTS];
        for (int i = 0; i < INPUTS; i++) {
            vector[i] = sum.vector[i];
            matrix[i] = sum.matrix[i];
            transpose[i] = sum.transpose[i];
        }
        struct program_input input = {sum.states, vector, matrix, transpose, sum.index};
        double expected[MOST_STATES * MOST_STATES] = {0};
        add_all(&sum, expected);
        int size = (int)lround(pow(sum.states, sum.queries));
        const double *found = program_run(program, &input, &workspace);
        for (int i = 0; i < size; i++)
            if (fabs(found[i] - expected[i]) > 1e-12 * expected[i])
                fail_msg("round %d: %.17g instead of %.17g", round, found[i], expected[i]);
        const struct wide *wide = program_run_wide(program, &input, &workspace);
        for (int i = 0; i < size; i++)
            if (fabs(exp(wide_log(wide[i])) - expected[i]) > 1e-12 * expected[i])
                fail_msg("round %d: %.17g instead of %.17g", round, exp(wide_log(wide[i])),
                         expected[i]);
        arena_release(&arena, mark);
    }
    workspace_close(&workspace);
    arena_close(&arena);
}

/* 60 variables, each tied to every other: no order helps. */
static void the_impossible_is_refused_with_an_estimate(void **state) {
    (void)state;
    enum { MANY = 60 };
    struct arena arena;
    arena_open(&arena, 0);
    struct elimination *problem = elimination_state(&arena, MANY, 0, 20);
    for (int a = 0; a < MANY; a++)
        for (int b = a + 1; b < MANY; b++)
            elimination_add(problem, elimination_matrix(problem, 0, a, b));
    const struct program *program = NULL;
    struct error error = {0};
    assert_false(elimination_compile(problem, NULL, 0, 1e9, &arena, &program, &error));
    assert_int_equal(error.code, ERROR_TOO_COSTLY);
    assert_null(program);
    assert_non_null(strpbrk(error.text, "0123456789"));
    assert_null(strstr(error.text, "inf"));
    arena_close(&arena);
}

/* (sum p)^250 with every p about 1e-200: 1e-49881, far below the range of any floating point. */
static void without_limits(void **state) {
    (void)state;
    enum { MANY = 250 };
    struct arena arena;
    arena_open(&arena, 0);
    struct elimination *problem = elimination_state(&arena, MANY, 0, 2);
    for (int v = 0; v < MANY; v++) elimination_add(problem, elimination_vector(problem, 0, v));
    const struct program *program;
    struct error error = {0};
    assert_true(elimination_compile(problem, NULL, 0, 1e9, &arena, &program, &error));
    assert_true(program_work(program, 2) > 0);
    static const double tiny[] = {1e-200, 2e-200};
    const double *vector[] = {tiny};
    struct program_input input = {2, vector, NULL, NULL, NULL};
    struct workspace workspace = {0};
    double log_found = wide_log(program_run_wide(program, &input, &workspace)[0]);
    assert_true(fabs(log_found - MANY * log(3e-200)) < 1e-13 * fabs(log_found));
    workspace_close(&workspace);
    arena_close(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_by_nested_loops),
        cmocka_unit_test(the_impossible_is_refused_with_an_estimate),
        cmocka_unit_test(without_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
