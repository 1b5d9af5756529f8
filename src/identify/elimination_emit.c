#include <string.h>

#include "identify/elimination_parts.h"

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

/* The variable of the inner loop: one that is contiguous wherever it occurs, by preference not the
 * summed one: then a row is scaled and added, which needs no particular order of summation. */
static int choose_inner(const struct view *a, const struct view *b, int summed,
                        const int *variable, int count) {
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < count; i++) {
            int v = variable[i];
            if ((v == summed) != (pass == 1)) continue;
            bool a_fits = stride_of(a, v) <= 0 || a->can_flip;
            bool b_fits = stride_of(b, v) <= 0 || b->can_flip;
            if (a_fits && b_fits) return v;
        }
    return count ? variable[count - 1] : -1;
}

/* Emits c = a op b over the union of their variables, summing `summed` out (-1: none). The result
 * is in the given order, or (NULL) in one that suits the loops. */
static cell_id emit(struct elimination *problem, enum operation operation, cell_id first,
                    cell_id second, int summed, const int *order, int order_count) {
    struct cell made = {.kind = CELL_TABLE};
    bool new;
    if (!order && first > second) {
        cell_id swap = first;
        first = second;
        second = swap;
    }
    cell_id id = cell_once(problem, order ? MAKE_ARRANGED : (int)operation, first + 1, second + 1,
                           summed, made, &new);
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
    int inner;
    if (order && order_count) {
        count = order_count;
        for (int i = 0; i < count; i++) variable[i] = order[i];
        inner = variable[count - 1];
    } else {
        inner = choose_inner(&a, &b, summed, variable, count);
    }
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

cell_id emit_product(struct elimination *problem, cell_id a, cell_id b) {
    if (a == ONE) return b;
    if (b == ONE) return a;
    return emit(problem, OPERATION_MULTIPLY, a, b, -1, NULL, 0);
}

cell_id emit_sum(struct elimination *problem, cell_id a, cell_id b) {
    return emit(problem, OPERATION_ADD, a, b, -1, NULL, 0);
}

cell_id emit_contraction(struct elimination *problem, cell_id a, cell_id b, int variable) {
    return emit(problem, OPERATION_CONTRACT, a, b, variable, NULL, 0);
}

cell_id emit_arranged(struct elimination *problem, cell_id id, const int *order, int count) {
    return emit(problem, OPERATION_MULTIPLY, id, ONE, -1, order, count);
}

/* The new cell `made` is a copy of the view without the variable `gone`: with it held at an index
 * (SLICE), or equal to `kept` (DIAGONAL). */
static cell_id emit_without(struct elimination *problem, cell_id made, enum operation operation,
                            const struct view *view, int gone, int kept, int index) {
    struct instruction *instruction = add_instruction(problem);
    struct cell result = {.kind = CELL_TABLE, .operand = instruction->c};
    instruction->operation = (uint8_t)operation;
    instruction->a = view->operand;
    instruction->first = index;
    instruction->second_stride_a = stride_of(view, gone);
    for (int i = 0; i < view->dimensions; i++) {
        if (view->variable[i] == gone) continue;
        instruction->stride_a[result.dimensions] = stride_of(view, view->variable[i]);
        if (view->variable[i] == kept) instruction->second = result.dimensions;
        result.variable[result.dimensions++] = view->variable[i];
    }
    for (int i = 0; i < result.dimensions; i++)
        instruction->stride_c[i] = (int8_t)(result.dimensions - 1 - i);
    instruction->dimensions = (uint8_t)result.dimensions;
    problem->work[instruction->dimensions] += 1;
    problem->cell[made] = result;
    return made;
}

cell_id emit_slice(struct elimination *problem, cell_id id, int variable, int index) {
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
    if (cell.kind == CELL_TABLE) {
        struct view view = view_of(problem, id);
        return emit_without(problem, made, OPERATION_SLICE, &view, variable, -1, index);
    }
    struct instruction *instruction = add_instruction(problem);
    struct cell result = {.kind = CELL_TABLE, .operand = instruction->c};
    instruction->first = index;
    if (cell.kind == CELL_POINT) {
        instruction->operation = OPERATION_EQUAL;
        instruction->second = cell.index;
    } else {
        bool row = cell.variable[0] == variable;
        instruction->operation = OPERATION_ROW;
        instruction->a = (row ? INPUT_MATRIX : INPUT_TRANSPOSE) - cell.operand;
        result.variable[result.dimensions++] = cell.variable[row ? 1 : 0];
        instruction->dimensions = 1;
    }
    problem->work[instruction->dimensions] += 1;
    problem->cell[made] = result;
    return made;
}

cell_id emit_renamed(struct elimination *problem, cell_id id, int from, int to) {
    struct cell cell = problem->cell[id];
    if (cell.kind == CELL_POINT) return elimination_point(problem, cell.index, to);
    if (cell.kind == CELL_UNIT) {
        int other = cell.variable[cell.variable[0] == from ? 1 : 0];
        return other == to ? ONE : elimination_unit_matrix(problem, to, other);
    }
    bool new;
    if (!cell_has_variable(&cell, to)) {
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
    return emit_without(problem, made, OPERATION_DIAGONAL, &view, from, to, 0);
}
