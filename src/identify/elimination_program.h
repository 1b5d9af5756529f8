/* The compiled form of an elimination: shared by the compiler and the interpreter, nobody else. */
#ifndef CAIRN_IDENTIFY_ELIMINATION_PROGRAM_H
#define CAIRN_IDENTIFY_ELIMINATION_PROGRAM_H

#include <stdint.h>

#include "identify/elimination.h"

enum { MOST_DIMENSIONS = 12 };

enum operation {
    OPERATION_MULTIPLY, /* c = a * b, over the union of their variables */
    OPERATION_CONTRACT, /* c = sum over one variable of a * b */
    OPERATION_ADD,      /* c = a + b */
    OPERATION_ROW,      /* c is the row `first` of input matrix a, without copying */
    OPERATION_SLICE,    /* c is a with one variable held at index `first` */
    OPERATION_DIAGONAL, /* c is a with two variables made equal */
    OPERATION_POINT,    /* c is 1 at index `first`, 0 elsewhere */
    OPERATION_EQUAL     /* c is 1 where indices `first` and `second` are equal, else 0 */
};

/* Loops run over `dimensions` variables of K states each. Stride e stands for K^e, -1 for 0.
 * The last loop is the inner one; `summed` is the position of the summed variable (-1: none): the
 * last, or the one before the last. */
struct instruction {
    uint8_t operation, dimensions;
    int8_t summed;
    int8_t stride_a[MOST_DIMENSIONS], stride_b[MOST_DIMENSIONS], stride_c[MOST_DIMENSIONS];
    int8_t second_stride_a; /* DIAGONAL: of the second variable; SLICE: of the held one */
    int32_t a, b, c;        /* operands */
    int32_t first, second;  /* indices */
};

/* Operands are numbered: the two constants, the unit matrix, the vectors, the matrices, their
 * transposes, then the results of instructions. */
enum { OPERAND_ONE, OPERAND_TWO, OPERAND_UNIT, OPERAND_INPUTS };

struct program {
    int vectors, matrices;
    int operands;
    int instructions;
    const struct instruction *instruction;
    const int32_t *place;       /* for each operand: which room of its size class it lies in */
    const int8_t *dimensions;   /* for each operand */
    int32_t rooms[MOST_DIMENSIONS + 1]; /* rooms needed for tables of so many variables */
    int32_t result;
    double work[MOST_DIMENSIONS + 2]; /* multiplications over so many loops */
    bool uses_unit;
};

#endif
