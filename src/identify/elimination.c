#include "identify/elimination.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "identify/elimination_program.h"

/* Settings of the switches of one factor: at most 2^16. */
enum { MOST_SWITCHES = 16, ONE = -1 };

enum cell_kind { CELL_TABLE, CELL_MATRIX, CELL_UNIT, CELL_POINT };

struct cell {
    enum cell_kind kind;
    int8_t dimensions;
    int16_t variable[MOST_DIMENSIONS]; /* in the order of memory, the last contiguous */
    int32_t operand;                   /* TABLE; MATRIX: number of the matrix */
    int32_t index;                     /* POINT */
};

struct list {
    int count;
    cell_id *cell;
};

struct factor {
    int switches;
    int16_t switch_[MOST_SWITCHES];
    struct list *setting; /* 2^switches products of cells */
};

/* What has been made already, so that it is made once: the key is the operation and what it took. */
struct made {
    int64_t key[2];
    cell_id cell;
};

struct elimination {
    struct arena *arena;
    int variables, switches, states;
    bool *stated; /* for each switch: whether a factor was stated with it */
    struct cell *cell;
    size_t cells, cell_room;
    struct factor **factor;
    size_t factors, factor_room;
    struct instruction *instruction;
    size_t instructions, instruction_room;
    struct made *made;
    size_t made_count, made_size;
    int vectors, matrices, operands;
    double work[MOST_DIMENSIONS + 2];
    double power[MOST_DIMENSIONS + 2]; /* of states; beyond: infinite */
    bool uses_unit, too_wide;
    int *mark; /* for each variable: the last union that it was counted in */
    int stamp;
};

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

/* The cell remembered under (operation, a, b, c), or a new one from `cell` with `*out_new` set. */
static cell_id cell_once(struct elimination *problem, int operation, int64_t a, int64_t b,
                         int64_t c, struct cell cell, bool *out_new) {
    int64_t key0 = (int64_t)(operation + 1) << 56 ^ a << 28 ^ b;
    struct made *made = find_made(problem, key0, c);
    *out_new = made->key[0] == 0;
    if (*out_new) {
        made->key[0] = key0;
        made->key[1] = c;
        problem->made_count++;
        made->cell = (cell_id)problem->cells; /* add_cell does not touch the table */
        return add_cell(problem, cell);
    }
    return made->cell;
}

enum { MAKE_VECTOR = 32, MAKE_MATRIX, MAKE_UNIT, MAKE_POINT, MAKE_RENAMED };

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

static bool has_variable(const struct cell *cell, int variable) {
    for (int i = 0; i < cell->dimensions; i++)
        if (cell->variable[i] == variable) return true;
    return false;
}

/* ------------------------------------------------------------------ factors */

static struct factor *add_factor(struct elimination *problem, int switches) {
    struct factor *factor = arena_new(problem->arena, struct factor, 1);
    factor->switches = switches;
    factor->setting = arena_new(problem->arena, struct list, (size_t)1 << switches);
    problem->factor = arena_grow(problem->arena, problem->factor, problem->factors,
                                 &problem->factor_room, sizeof *problem->factor);
    problem->factor[problem->factors++] = factor;
    return factor;
}

static void list_set(struct elimination *problem, struct list *list, const cell_id *cells,
                     int count) {
    list->count = count;
    list->cell = count ? arena_new(problem->arena, cell_id, count) : NULL;
    for (int i = 0; i < count; i++) list->cell[i] = cells[i];
}

void elimination_add(struct elimination *problem, cell_id table) {
    struct factor *factor = add_factor(problem, 0);
    list_set(problem, &factor->setting[0], &table, 1);
}

void elimination_add_switched(struct elimination *problem, int switch_, cell_id off, cell_id on) {
    struct factor *factor = add_factor(problem, 1);
    factor->switch_[0] = (int16_t)switch_;
    problem->stated[switch_] = true;
    list_set(problem, &factor->setting[0], &off, 1);
    list_set(problem, &factor->setting[1], &on, 1);
}

/* ------------------------------------------------------------------ instructions */

static struct instruction *add_instruction(struct elimination *problem) {
    problem->instruction =
        arena_grow(problem->arena, problem->instruction, problem->instructions,
                   &problem->instruction_room, sizeof *problem->instruction);
    struct instruction *instruction = &problem->instruction[problem->instructions++];
    *instruction = (struct instruction){.summed = -1, .b = OPERAND_ONE, .c = problem->operands++};
    memset(instruction->stride_a, -1, sizeof instruction->stride_a);
    memset(instruction->stride_b, -1, sizeof instruction->stride_b);
    memset(instruction->stride_c, -1, sizeof instruction->stride_c);
    return instruction;
}

/* While stating, results are numbered from 0; inputs are negative: -1-v vector v, then far below
 * the constants and matrices. Renumbered when the program is finished. */
enum {
    INPUT_CONSTANT = -1000000,
    INPUT_MATRIX = -2000000,
    INPUT_TRANSPOSE = -3000000
};

/* A cell as an operand: its number and the variables in the order of memory. */
struct view {
    int32_t operand;
    int dimensions;
    int16_t variable[MOST_DIMENSIONS];
    int32_t flipped; /* the operand with its two variables exchanged, where there is one */
    bool can_flip;
};

static struct view view_of(struct elimination *problem, cell_id id) {
    struct view view = {.operand = INPUT_CONSTANT - OPERAND_ONE};
    if (id == ONE) return view;
    const struct cell *cell = &problem->cell[id];
    view.dimensions = cell->dimensions;
    memcpy(view.variable, cell->variable, sizeof view.variable);
    switch (cell->kind) {
    case CELL_TABLE: view.operand = cell->operand; break;
    case CELL_MATRIX:
        view.operand = INPUT_MATRIX - cell->operand;
        view.flipped = INPUT_TRANSPOSE - cell->operand;
        view.can_flip = true;
        break;
    case CELL_UNIT:
        view.operand = view.flipped = INPUT_CONSTANT - OPERAND_UNIT;
        view.can_flip = true;
        problem->uses_unit = true;
        break;
    case CELL_POINT: {
        struct instruction *instruction = add_instruction(problem);
        instruction->operation = OPERATION_POINT;
        instruction->dimensions = 1;
        instruction->first = cell->index;
        view.operand = instruction->c;
        break;
    }
    }
    return view;
}

static int position_of(const struct view *view, int variable) {
    for (int i = 0; i < view->dimensions; i++)
        if (view->variable[i] == variable) return i;
    return -1;
}

/* The exponent of the stride of `variable`: 0 for the last, -1 when the view does not have it. */
static int8_t stride_of(const struct view *view, int variable) {
    int position = position_of(view, variable);
    return (int8_t)(position < 0 ? -1 : view->dimensions - 1 - position);
}

static void flip_for(struct view *view, int inner) {
    if (!view->can_flip || view->variable[0] != inner || view->variable[1] == inner) return;
    int16_t first = view->variable[0];
    view->variable[0] = view->variable[1];
    view->variable[1] = first;
    int32_t operand = view->operand;
    view->operand = view->flipped;
    view->flipped = operand;
}

/* Emits c = a op b over the union of their variables, summing `summed` out (-1: none). The inner
 * loop is a variable that is contiguous wherever it occurs, by preference not the summed one: then
 * a row is scaled and added, which needs no particular order of summation. */
static cell_id emit(struct elimination *problem, enum operation operation, cell_id first,
                    cell_id second, int summed, const int *order, int order_count) {
    struct cell made = {.kind = CELL_TABLE};
    bool new;
    if (!order && first > second) {
        cell_id swap = first;
        first = second;
        second = swap;
    }
    cell_id id = cell_once(problem, order ? 30 : (int)operation, first + 1, second + 1, summed,
                           made, &new);
    if (!new) return id;
    struct view a = view_of(problem, first), b = view_of(problem, second);
    int variable[2 * MOST_DIMENSIONS], count = 0;
    for (int i = 0; i < a.dimensions; i++) variable[count++] = a.variable[i];
    for (int i = 0; i < b.dimensions; i++)
        if (position_of(&a, b.variable[i]) < 0) variable[count++] = b.variable[i];
    if (count > MOST_DIMENSIONS) {
        problem->too_wide = true;
        return id;
    }
    int inner = -1;
    if (order) {
        count = order_count;
        for (int i = 0; i < count; i++) variable[i] = order[i];
        inner = count ? variable[count - 1] : -1;
    }
    for (int pass = 0; pass < 2 && inner < 0; pass++)
        for (int i = 0; i < count && inner < 0; i++) {
            int v = variable[i];
            if ((v == summed) != (pass == 1)) continue;
            bool a_fits = stride_of(&a, v) <= 0 || a.can_flip;
            bool b_fits = stride_of(&b, v) <= 0 || b.can_flip;
            if (a_fits && b_fits) inner = v;
        }
    if (inner < 0 && count) inner = variable[count - 1];
    flip_for(&a, inner);
    flip_for(&b, inner);

    struct instruction *instruction = add_instruction(problem);
    instruction->operation = (uint8_t)operation;
    instruction->a = a.operand;
    instruction->b = b.operand;
    /* Loops: the outer variables in their order, then the summed one, then the inner one. */
    int loop[MOST_DIMENSIONS], loops = 0;
    for (int i = 0; i < count; i++)
        if (variable[i] != summed && variable[i] != inner) loop[loops++] = variable[i];
    if (summed >= 0 && summed != inner) loop[loops++] = summed;
    if (inner >= 0) loop[loops++] = inner;
    int kept = 0;
    for (int i = 0; i < loops; i++)
        if (loop[i] != summed) made.variable[kept++] = (int16_t)loop[i];
    made.dimensions = (int8_t)kept;
    made.operand = instruction->c;
    struct view c = {.dimensions = kept};
    memcpy(c.variable, made.variable, sizeof c.variable);
    instruction->dimensions = (uint8_t)loops;
    for (int i = 0; i < loops; i++) {
        instruction->stride_a[i] = stride_of(&a, loop[i]);
        instruction->stride_b[i] = stride_of(&b, loop[i]);
        instruction->stride_c[i] = stride_of(&c, loop[i]);
        if (loop[i] == summed) instruction->summed = (int8_t)i;
    }
    problem->work[loops] += 1;
    problem->cell[id] = made;
    return id;
}

static cell_id multiply(struct elimination *problem, cell_id a, cell_id b) {
    if (a == ONE) return b;
    if (b == ONE) return a;
    return emit(problem, OPERATION_MULTIPLY, a, b, -1, NULL, 0);
}

/* A table cell with `variable` held at the index. */
static cell_id slice(struct elimination *problem, cell_id id, int variable, int index) {
    struct cell cell = problem->cell[id];
    if (cell.kind == CELL_UNIT) {
        if (cell.variable[0] == cell.variable[1]) return ONE;
        int other = cell.variable[cell.variable[0] == variable ? 1 : 0];
        return elimination_point(problem, index, other);
    }
    if (cell.kind == CELL_POINT && cell.index == index) return ONE;
    bool new;
    cell_id made = cell_once(problem, OPERATION_SLICE, id, variable, index,
                             (struct cell){.kind = CELL_TABLE}, &new);
    if (!new) return made;
    struct instruction *instruction = add_instruction(problem);
    struct cell result = {.kind = CELL_TABLE, .operand = instruction->c};
    instruction->first = index;
    if (cell.kind == CELL_POINT) {
        instruction->operation = OPERATION_EQUAL;
        instruction->second = cell.index;
    } else if (cell.kind == CELL_MATRIX) {
        bool row = cell.variable[0] == variable;
        instruction->operation = OPERATION_ROW;
        instruction->a = (row ? INPUT_MATRIX : INPUT_TRANSPOSE) - cell.operand;
        result.variable[result.dimensions++] = cell.variable[row ? 1 : 0];
        instruction->dimensions = 1;
    } else {
        instruction->operation = OPERATION_SLICE;
        instruction->a = cell.operand;
        for (int i = 0; i < cell.dimensions; i++) {
            int8_t stride = (int8_t)(cell.dimensions - 1 - i);
            if (cell.variable[i] == variable) {
                instruction->second_stride_a = stride;
                continue;
            }
            instruction->stride_a[result.dimensions] = stride;
            result.variable[result.dimensions++] = cell.variable[i];
        }
        for (int i = 0; i < result.dimensions; i++)
            instruction->stride_c[i] = (int8_t)(result.dimensions - 1 - i);
        instruction->dimensions = (uint8_t)result.dimensions;
    }
    problem->work[instruction->dimensions] += 1;
    problem->cell[made] = result;
    return made;
}

/* The same table with one variable called otherwise; its diagonal where it has both. */
static cell_id rename_variable(struct elimination *problem, cell_id id, int from, int to) {
    struct cell cell = problem->cell[id];
    if (cell.kind == CELL_POINT) return elimination_point(problem, cell.index, to);
    if (cell.kind == CELL_UNIT) {
        int other = cell.variable[cell.variable[0] == from ? 1 : 0];
        return other == to ? ONE : elimination_unit_matrix(problem, to, other);
    }
    bool new;
    if (!has_variable(&cell, to)) {
        for (int i = 0; i < cell.dimensions; i++)
            if (cell.variable[i] == from) cell.variable[i] = (int16_t)to;
        if (cell.kind == CELL_MATRIX)
            return elimination_matrix(problem, cell.operand, cell.variable[0], cell.variable[1]);
        return cell_once(problem, MAKE_RENAMED, id, from, to, cell, &new);
    }
    cell_id made = cell_once(problem, OPERATION_DIAGONAL, id, from, to,
                             (struct cell){.kind = CELL_TABLE}, &new);
    if (!new) return made;
    struct view view = view_of(problem, id);
    struct instruction *instruction = add_instruction(problem);
    instruction->operation = OPERATION_DIAGONAL;
    instruction->a = view.operand;
    struct cell result = {.kind = CELL_TABLE, .operand = instruction->c};
    instruction->second_stride_a = stride_of(&view, from);
    for (int i = 0; i < view.dimensions; i++) {
        if (view.variable[i] == from) continue;
        instruction->stride_a[result.dimensions] = stride_of(&view, view.variable[i]);
        if (view.variable[i] == to) instruction->second = result.dimensions;
        result.variable[result.dimensions++] = view.variable[i];
    }
    for (int i = 0; i < result.dimensions; i++)
        instruction->stride_c[i] = (int8_t)(result.dimensions - 1 - i);
    instruction->dimensions = (uint8_t)result.dimensions;
    problem->work[instruction->dimensions] += 1;
    problem->cell[made] = result;
    return made;
}

/* ------------------------------------------------------------------ summing out */

static void append(cell_id *cells, int *count, cell_id id) {
    if (id != ONE) cells[(*count)++] = id;
}

/* Small tables first, so that few large ones are made; ties by number, which is the order in which
 * they were stated and the same everywhere. */
static void sort_by_size(const struct elimination *problem, cell_id *cells, int count) {
    for (int i = 1; i < count; i++)
        for (int j = i; j > 0; j--) {
            int a = problem->cell[cells[j - 1]].dimensions, b = problem->cell[cells[j]].dimensions;
            if (a < b || (a == b && cells[j - 1] <= cells[j])) break;
            cell_id swap = cells[j];
            cells[j] = cells[j - 1];
            cells[j - 1] = swap;
        }
}

/* Sums the product of `cells`, all of which have `variable`, over it. Leaves the resulting product
 * in `cells` and returns how many there are. */
static int sum_out(struct elimination *problem, cell_id *cells, int count, int variable) {
    for (int i = 0; i < count; i++) {
        const struct cell *cell = &problem->cell[cells[i]];
        if (cell->kind != CELL_POINT) continue;
        int index = cell->index, left = 0;
        cell_id point = cells[i];
        for (int j = 0; j < count; j++)
            if (cells[j] != point)
                append(cells, &left, slice(problem, cells[j], variable, index));
        return left;
    }
    for (int i = 0; i < count; i++) {
        const struct cell *cell = &problem->cell[cells[i]];
        if (cell->kind != CELL_UNIT) continue;
        int other = cell->variable[cell->variable[0] == variable ? 1 : 0], left = 0;
        cell_id unit = cells[i];
        for (int j = 0; j < count; j++)
            if (cells[j] != unit)
                append(cells, &left, rename_variable(problem, cells[j], variable, other));
        return left;
    }
    if (count == 1 && problem->cell[cells[0]].kind == CELL_MATRIX &&
        problem->cell[cells[0]].variable[1] == variable)
        return 0; /* a parent's allele is handed on as some allele */
    sort_by_size(problem, cells, count);
    cell_id product = count > 1 ? cells[0] : ONE;
    for (int i = 1; i + 1 < count; i++) product = multiply(problem, product, cells[i]);
    cells[0] = emit(problem, OPERATION_CONTRACT, product, cells[count - 1], variable, NULL, 0);
    return 1;
}

static cell_id multiply_all(struct elimination *problem, cell_id *cells, int count) {
    sort_by_size(problem, cells, count);
    cell_id product = ONE;
    for (int i = 0; i < count; i++) product = multiply(problem, product, cells[i]);
    return product;
}

/* The factors that a step concerns, and the union of their switches. */
struct bucket {
    int factors;
    struct factor *factor[256];
    int switches;
    int16_t switch_[MOST_SWITCHES];
    uint8_t shift[256][MOST_SWITCHES]; /* of each factor's switches in the union */
    bool too_wide;
};

static bool factor_has_variable(const struct elimination *problem, const struct factor *factor,
                                int variable) {
    for (size_t s = 0; s < (size_t)1 << factor->switches; s++)
        for (int i = 0; i < factor->setting[s].count; i++)
            if (has_variable(&problem->cell[factor->setting[s].cell[i]], variable)) return true;
    return false;
}

static bool factor_has_switch(const struct factor *factor, int switch_) {
    for (int i = 0; i < factor->switches; i++)
        if (factor->switch_[i] == switch_) return true;
    return false;
}

/* Collects the factors with a variable (or, at -1, with a switch). The switch itself comes last in
 * the union. */
static void fill_bucket(const struct elimination *problem, int variable, int switch_,
                        struct bucket *bucket) {
    bucket->factors = bucket->switches = 0;
    bucket->too_wide = false;
    for (size_t f = 0; f < problem->factors; f++) {
        struct factor *factor = problem->factor[f];
        if (variable >= 0 ? !factor_has_variable(problem, factor, variable)
                          : !factor_has_switch(factor, switch_))
            continue;
        if (bucket->factors == 256) {
            bucket->too_wide = true;
            return;
        }
        bucket->factor[bucket->factors++] = factor;
        for (int i = 0; i < factor->switches; i++) {
            int j = 0;
            while (j < bucket->switches && bucket->switch_[j] != factor->switch_[i]) j++;
            if (j < bucket->switches || factor->switch_[i] == switch_) continue;
            if (bucket->switches == MOST_SWITCHES - 1) {
                bucket->too_wide = true;
                return;
            }
            bucket->switch_[bucket->switches++] = factor->switch_[i];
        }
    }
    if (variable < 0) bucket->switch_[bucket->switches++] = (int16_t)switch_;
    for (int f = 0; f < bucket->factors; f++)
        for (int i = 0; i < bucket->factor[f]->switches; i++)
            for (int j = 0; j < bucket->switches; j++)
                if (bucket->switch_[j] == bucket->factor[f]->switch_[i])
                    bucket->shift[f][i] = (uint8_t)j;
}

static const struct list *setting_of(const struct bucket *bucket, int f, size_t setting) {
    const struct factor *factor = bucket->factor[f];
    size_t own = 0;
    for (int i = 0; i < factor->switches; i++)
        own |= (setting >> bucket->shift[f][i] & 1) << i;
    return &factor->setting[own];
}

enum { MOST_CELLS = 1024 };

/* The cells of one setting, once each: those with the variable, or all. */
static int gather(const struct elimination *problem, const struct bucket *bucket, size_t setting,
                  int variable, cell_id *cells) {
    int count = 0;
    for (int f = 0; f < bucket->factors; f++) {
        const struct list *list = setting_of(bucket, f, setting);
        for (int i = 0; i < list->count; i++) {
            if (variable >= 0 && !has_variable(&problem->cell[list->cell[i]], variable)) continue;
            if (count < MOST_CELLS) cells[count++] = list->cell[i];
        }
    }
    return count;
}

/* Takes what both lists have out of both. Leaves the common cells in `common`. */
static int split_common(cell_id *first, int *first_count, cell_id *second, int *second_count,
                        cell_id *common) {
    int shared = 0, kept = 0;
    for (int i = 0; i < *first_count; i++) {
        int j = 0;
        while (j < *second_count && second[j] != first[i]) j++;
        if (j < *second_count) {
            common[shared++] = first[i];
            second[j] = second[--*second_count];
        } else {
            first[kept++] = first[i];
        }
    }
    *first_count = kept;
    return shared;
}

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
        int count = gather(problem, bucket, priced_setting(i, settings), variable, cells);
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
        int n1 = gather(problem, bucket, s, -1, first);
        int n2 = gather(problem, bucket, s | half, -1, second);
        split_common(first, &n1, second, &n2, common);
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

static void remove_factor(struct elimination *problem, const struct factor *gone) {
    size_t kept = 0;
    for (size_t f = 0; f < problem->factors; f++)
        if (problem->factor[f] != gone) problem->factor[kept++] = problem->factor[f];
    problem->factors = kept;
}

static bool lists_same(const struct list *a, const struct list *b) {
    if (a->count != b->count) return false;
    for (int i = 0; i < a->count; i++)
        if (a->cell[i] != b->cell[i]) return false;
    return true;
}

/* Drops switches that a factor does not depend on, and the factor itself when it says nothing. */
static void reduce_factor(struct elimination *problem, struct factor *factor) {
    for (int i = 0; i < factor->switches; i++) {
        size_t settings = (size_t)1 << factor->switches, bit = (size_t)1 << i;
        bool matters = false;
        for (size_t s = 0; s < settings && !matters; s++)
            if (!(s & bit)) matters = !lists_same(&factor->setting[s], &factor->setting[s | bit]);
        if (matters) continue;
        for (size_t s = 0; s < settings / 2; s++)
            factor->setting[s] = factor->setting[(s & (bit - 1)) | (s & ~(bit - 1)) << 1];
        factor->switches--;
        memmove(&factor->switch_[i], &factor->switch_[i + 1],
                (size_t)(factor->switches - i) * sizeof factor->switch_[0]);
        i--;
    }
    if (factor->switches == 0 && factor->setting[0].count == 0) remove_factor(problem, factor);
}

static void eliminate_variable(struct elimination *problem, struct bucket *bucket, int variable) {
    struct factor *made = add_factor(problem, bucket->switches);
    memcpy(made->switch_, bucket->switch_, sizeof made->switch_);
    cell_id cells[MOST_CELLS];
    for (size_t s = 0; s < (size_t)1 << bucket->switches; s++) {
        int count = gather(problem, bucket, s, variable, cells);
        count = sum_out(problem, cells, count, variable);
        list_set(problem, &made->setting[s], cells, count);
    }
    for (int f = 0; f < bucket->factors; f++) {
        struct factor *factor = bucket->factor[f];
        for (size_t s = 0; s < (size_t)1 << factor->switches; s++) {
            struct list *list = &factor->setting[s];
            int kept = 0;
            for (int i = 0; i < list->count; i++)
                if (!has_variable(&problem->cell[list->cell[i]], variable))
                    list->cell[kept++] = list->cell[i];
            list->count = kept;
        }
        reduce_factor(problem, factor);
    }
    reduce_factor(problem, made);
}

static cell_id constant_two(struct elimination *problem) {
    bool new;
    return cell_once(problem, 31, 0, 0, 0,
                     (struct cell){.kind = CELL_TABLE, .operand = INPUT_CONSTANT - OPERAND_TWO},
                     &new);
}

static void eliminate_switch(struct elimination *problem, struct bucket *bucket) {
    struct factor *made = add_factor(problem, bucket->switches - 1);
    memcpy(made->switch_, bucket->switch_, sizeof made->switch_);
    cell_id first[MOST_CELLS], second[MOST_CELLS], common[MOST_CELLS + 1];
    size_t half = (size_t)1 << (bucket->switches - 1);
    for (size_t s = 0; s < half; s++) {
        int n1 = gather(problem, bucket, s, -1, first);
        int n2 = gather(problem, bucket, s | half, -1, second);
        int shared = split_common(first, &n1, second, &n2, common);
        cell_id sum;
        if (n1 + n2 == 0) { /* both settings weigh the same */
            sum = constant_two(problem);
        } else {
            sum = emit(problem, OPERATION_ADD, multiply_all(problem, first, n1),
                       multiply_all(problem, second, n2), -1, NULL, 0);
        }
        common[shared++] = sum;
        list_set(problem, &made->setting[s], common, shared);
    }
    for (int f = 0; f < bucket->factors; f++) remove_factor(problem, bucket->factor[f]);
    reduce_factor(problem, made);
}

/* ------------------------------------------------------------------ the finished program */

static int32_t final_operand(const struct elimination *problem, int32_t operand) {
    if (operand >= 0)
        return operand + OPERAND_INPUTS + problem->vectors + 2 * problem->matrices;
    if (operand <= INPUT_TRANSPOSE)
        return OPERAND_INPUTS + problem->vectors + problem->matrices +
               (INPUT_TRANSPOSE - operand);
    if (operand <= INPUT_MATRIX)
        return OPERAND_INPUTS + problem->vectors + (INPUT_MATRIX - operand);
    if (operand <= INPUT_CONSTANT) return INPUT_CONSTANT - operand;
    return OPERAND_INPUTS + (-1 - operand);
}

/* Gives every result a room of its size, and rooms back after the last use. */
static void place_results(struct elimination *problem, struct arena *keep,
                          struct program *program) {
    int operands = program->operands;
    int32_t *place = arena_new(keep, int32_t, operands);
    int8_t *dimensions = arena_new(keep, int8_t, operands);
    int *last_use = arena_new(problem->arena, int, operands);
    int32_t *free_room[MOST_DIMENSIONS + 1];
    int free_count[MOST_DIMENSIONS + 1] = {0};
    for (int i = 0; i <= MOST_DIMENSIONS; i++)
        free_room[i] = arena_new(problem->arena, int32_t, program->instructions + 1);
    for (int i = 0; i < program->instructions; i++) {
        const struct instruction *instruction = &program->instruction[i];
        last_use[instruction->a] = last_use[instruction->b] = i;
    }
    last_use[program->result] = program->instructions;
    int first_result = OPERAND_INPUTS + program->vectors + 2 * program->matrices;
    for (int i = 0; i < program->instructions; i++) {
        const struct instruction *instruction = &program->instruction[i];
        int size = 0;
        for (int d = 0; d < instruction->dimensions; d++) size += d != instruction->summed;
        dimensions[instruction->c] = (int8_t)size;
        if (instruction->operation != OPERATION_ROW)
            place[instruction->c] = free_count[size] ? free_room[size][--free_count[size]]
                                                     : program->rooms[size]++;
        else
            place[instruction->c] = -1;
        int32_t used[3] = {instruction->a, instruction->b, instruction->c};
        for (int u = 0; u < 3; u++) {
            if (used[u] < first_result || place[used[u]] < 0) continue;
            bool again = (u == 1 && used[0] == used[1]);
            bool dead = u == 2 ? last_use[used[u]] == 0 : last_use[used[u]] == i;
            if (dead && !again)
                free_room[dimensions[used[u]]][free_count[dimensions[used[u]]]++] = place[used[u]];
        }
    }
    program->place = place;
    program->dimensions = dimensions;
}

static const struct program *finish(struct elimination *problem, cell_id result,
                                    struct arena *keep) {
    struct program *program = arena_new(keep, struct program, 1);
    program->vectors = problem->vectors;
    program->matrices = problem->matrices;
    program->instructions = (int)problem->instructions;
    program->operands = OPERAND_INPUTS + problem->vectors + 2 * problem->matrices +
                        problem->operands;
    struct instruction *instruction =
        arena_new(keep, struct instruction, problem->instructions + 1);
    for (size_t i = 0; i < problem->instructions; i++) {
        instruction[i] = problem->instruction[i];
        instruction[i].c = final_operand(problem, instruction[i].c);
        bool has_a = instruction[i].operation != OPERATION_POINT &&
                     instruction[i].operation != OPERATION_EQUAL;
        bool has_b = instruction[i].operation <= OPERATION_ADD;
        instruction[i].a = has_a ? final_operand(problem, instruction[i].a) : OPERAND_ONE;
        instruction[i].b = has_b ? final_operand(problem, instruction[i].b) : OPERAND_ONE;
    }
    program->instruction = instruction;
    program->result = final_operand(problem, problem->cell[result].operand);
    program->uses_unit = problem->uses_unit;
    memcpy(program->work, problem->work, sizeof program->work);
    place_results(problem, keep, program);
    return program;
}

double program_work(const struct program *program, int states) {
    double work = 0, size = 1;
    for (int i = 0; i <= MOST_DIMENSIONS + 1; i++, size *= states)
        work += program->work[i] * size;
    return work;
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

bool elimination_compile(struct elimination *problem, const int *query, int query_count,
                         double most_work, struct arena *keep, const struct program **out_program,
                         struct error *error) {
    struct candidate *variables =
        arena_new(problem->arena, struct candidate, problem->variables + 1);
    struct candidate *switches = arena_new(problem->arena, struct candidate, problem->switches + 1);
    struct bucket *bucket = arena_new(problem->arena, struct bucket, 1);
    for (int i = 0; i < query_count; i++) variables[query[i]].done = true;
    double spent = 0;
    for (;;) {
        struct candidate *best = NULL;
        for (int pass = 0; pass < 2; pass++) {
            struct candidate *list = pass ? switches : variables;
            int count = pass ? problem->switches : problem->variables;
            for (int i = 0; i < count; i++) {
                struct candidate *candidate = &list[i];
                if (candidate->done) continue;
                if (!candidate->known) {
                    fill_bucket(problem, pass ? -1 : i, pass ? i : -1, bucket);
                    candidate->known = true;
                    if (bucket->too_wide) {
                        candidate->price = (struct price){INFINITY, INFINITY};
                    } else if (bucket->factors == 0) { /* nothing depends on it any more */
                        candidate->done = true;
                        if (pass && problem->stated[i])
                            elimination_add(problem, constant_two(problem));
                        continue;
                    } else {
                        candidate->price = pass ? price_switch(problem, bucket)
                                                : price_variable(problem, bucket, i);
                    }
                }
                if (!best || candidate->price.measure < best->price.measure) best = candidate;
            }
        }
        if (!best) break;
        spent += best->price.work;
        if (!(spent <= most_work))
            return error_set(error, ERROR_TOO_LARGE,
                             "the exact likelihood would take about %.1e multiplications a locus, "
                             "more than the limit of %.0e",
                             spent, most_work);
        bool is_switch = best >= switches && best < switches + problem->switches;
        int number = (int)(is_switch ? best - switches : best - variables);
        best->done = true;
        fill_bucket(problem, is_switch ? -1 : number, is_switch ? number : -1, bucket);
        forget_prices(problem, bucket, variables, switches);
        if (is_switch) eliminate_switch(problem, bucket);
        else eliminate_variable(problem, bucket, number);
    }
    cell_id cells[MOST_CELLS];
    int count = 0;
    for (size_t f = 0; f < problem->factors; f++)
        for (int i = 0; i < problem->factor[f]->setting[0].count; i++)
            if (count < MOST_CELLS) cells[count++] = problem->factor[f]->setting[0].cell[i];
    cell_id product = multiply_all(problem, cells, count);
    product = emit(problem, OPERATION_MULTIPLY, product, ONE, -1, query, query_count);
    if (problem->too_wide || count == MOST_CELLS)
        return error_set(error, ERROR_TOO_LARGE,
                         "the pedigree is too entangled for an exact likelihood");
    *out_program = finish(problem, product, keep);
    return true;
}
