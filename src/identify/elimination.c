#include <math.h>

#include "identify/elimination_parts.h"

struct elimination *elimination_state(struct arena *arena, int variables, int switches,
                                      int states) {
    struct elimination *problem = arena_new(arena, struct elimination, 1);
    problem->arena = arena;
    problem->variables = variables;
    problem->switches = switches;
    problem->states = states;
    problem->stated = arena_new(arena, bool, switches + 1);
    problem->mark = arena_new(arena, int, variables + 1);
    for (int i = 0; i <= MOST_DIMENSIONS; i++) problem->power[i] = pow(states, i);
    problem->power[MOST_DIMENSIONS + 1] = INFINITY;
    return problem;
}

/* ------------------------------------------------------------------ cells, each made once */

static uint64_t mix(uint64_t x) {
    x ^= x >> 31;
    x *= 0x9e3779b97f4a7c15u;
    x ^= x >> 29;
    return x;
}

static struct made *find_made(struct elimination *problem, int64_t key0, int64_t key1) {
    if (problem->made_count * 2 >= problem->made_size) {
        struct made *old = problem->made;
        size_t old_size = problem->made_size;
        problem->made_size = old_size ? old_size * 2 : 256;
        problem->made = arena_new(problem->arena, struct made, problem->made_size);
        problem->made_count = 0;
        for (size_t i = 0; i < old_size; i++)
            if (old[i].key[0]) {
                *find_made(problem, old[i].key[0], old[i].key[1]) = old[i];
                problem->made_count++;
            }
    }
    size_t mask = problem->made_size - 1;
    for (size_t at = mix((uint64_t)key0 * 31 + mix((uint64_t)key1)) & mask;; at = (at + 1) & mask) {
        struct made *made = &problem->made[at];
        if (!made->key[0] || (made->key[0] == key0 && made->key[1] == key1)) return made;
    }
}

static cell_id add_cell(struct elimination *problem, struct cell cell) {
    problem->cell = arena_grow(problem->arena, problem->cell, problem->cells, &problem->cell_room,
                               sizeof *problem->cell);
    problem->cell[problem->cells] = cell;
    return (cell_id)problem->cells++;
}

cell_id cell_once(struct elimination *problem, int way, int64_t a, int64_t b, int64_t c,
                  struct cell cell, bool *out_new) {
    int64_t key0 = (int64_t)(way + 1) << 56 ^ a << 28 ^ b;
    struct made *made = find_made(problem, key0, c);
    *out_new = made->key[0] == 0;
    if (!*out_new) return made->cell;
    problem->made_count++;
    *made = (struct made){{key0, c}, add_cell(problem, cell)};
    return made->cell;
}

cell_id elimination_vector(struct elimination *problem, int vector, int variable) {
    bool new;
    if (vector >= problem->vectors) problem->vectors = vector + 1;
    return cell_once(problem, MAKE_VECTOR, vector, variable, 0,
                     (struct cell){.kind = CELL_TABLE,
                                   .dimensions = 1,
                                   .variable = {(int16_t)variable},
                                   .operand = -1 - vector},
                     &new);
}

cell_id elimination_matrix(struct elimination *problem, int matrix, int from, int to) {
    bool new;
    if (matrix >= problem->matrices) problem->matrices = matrix + 1;
    return cell_once(problem, MAKE_MATRIX, matrix, from, to,
                     (struct cell){.kind = CELL_MATRIX,
                                   .dimensions = 2,
                                   .variable = {(int16_t)from, (int16_t)to},
                                   .operand = matrix},
                     &new);
}

cell_id elimination_unit_matrix(struct elimination *problem, int from, int to) {
    bool new;
    int low = from < to ? from : to, high = from < to ? to : from;
    return cell_once(problem, MAKE_UNIT, low, high, 0,
                     (struct cell){.kind = CELL_UNIT,
                                   .dimensions = 2,
                                   .variable = {(int16_t)low, (int16_t)high}},
                     &new);
}

cell_id elimination_point(struct elimination *problem, int index, int variable) {
    bool new;
    return cell_once(problem, MAKE_POINT, index, variable, 0,
                     (struct cell){.kind = CELL_POINT,
                                   .dimensions = 1,
                                   .variable = {(int16_t)variable},
                                   .index = index},
                     &new);
}

bool cell_has_variable(const struct cell *cell, int variable) {
    for (int i = 0; i < cell->dimensions; i++)
        if (cell->variable[i] == variable) return true;
    return false;
}

cell_id cell_two(struct elimination *problem) {
    bool new;
    return cell_once(problem, MAKE_TWO, 0, 0, 0,
                     (struct cell){.kind = CELL_TABLE, .operand = INPUT_CONSTANT - OPERAND_TWO},
                     &new);
}

/* ------------------------------------------------------------------ factors */

struct factor *factor_add(struct elimination *problem, int switches) {
    struct factor *factor = arena_new(problem->arena, struct factor, 1);
    factor->switches = switches;
    factor->setting = arena_new(problem->arena, struct list, (size_t)1 << switches);
    problem->factor = arena_grow(problem->arena, problem->factor, problem->factors,
                                 &problem->factor_room, sizeof *problem->factor);
    problem->factor[problem->factors++] = factor;
    return factor;
}

void list_set(struct elimination *problem, struct list *list, const cell_id *cells, int count) {
    list->count = count;
    list->cell = count ? arena_new(problem->arena, cell_id, count) : NULL;
    for (int i = 0; i < count; i++) list->cell[i] = cells[i];
}

void elimination_add(struct elimination *problem, cell_id table) {
    struct factor *factor = factor_add(problem, 0);
    list_set(problem, &factor->setting[0], &table, 1);
}

void elimination_add_switched(struct elimination *problem, int switch_, cell_id off, cell_id on) {
    struct factor *factor = factor_add(problem, 1);
    factor->switch_[0] = (int16_t)switch_;
    problem->stated[switch_] = true;
    list_set(problem, &factor->setting[0], &off, 1);
    list_set(problem, &factor->setting[1], &on, 1);
}
