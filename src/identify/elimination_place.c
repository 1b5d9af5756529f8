#include <string.h>

#include "identify/elimination_parts.h"

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

const struct program *program_finish(struct elimination *problem, cell_id result,
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
