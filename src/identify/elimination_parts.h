/* Inside of elimination.h: a problem while it is stated and compiled. Shared by the files of the
 * compiler, nobody else. They work in this order: elimination.c states cells and factors;
 * elimination_order.c chooses what to eliminate next; elimination_bucket.c does so, making cells of
 * cells; elimination_emit.c writes the instruction for each; elimination_place.c finishes. */
#ifndef CAIRN_IDENTIFY_ELIMINATION_PARTS_H
#define CAIRN_IDENTIFY_ELIMINATION_PARTS_H

#include "identify/elimination_program.h"

/* Switches of one factor, which has 2^switches settings; cells multiplied in one step. */
enum { MOST_SWITCHES = 16, MOST_CELLS = 1024 };

/* The cell that is 1: never stored. */
enum { ONE = -1 };

enum cell_kind { CELL_TABLE, CELL_MATRIX, CELL_UNIT, CELL_POINT };

struct cell {
    enum cell_kind kind;
    int8_t dimensions;
    int16_t variable[MOST_DIMENSIONS]; /* in the order of memory, the last contiguous */
    int32_t operand;                   /* TABLE; MATRIX: number of the matrix */
    int32_t index;                     /* POINT */
};

/* Until the program is finished, results are numbered from 0 and inputs are negative: vector v is
 * -1 - v, and from each of these downwards the constants, the matrices and their transposes. */
enum {
    INPUT_CONSTANT = -1000000,
    INPUT_MATRIX = -2000000,
    INPUT_TRANSPOSE = -3000000
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

/* What has been made already, so that it is made once: the key is the way and what it took. */
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

/* ------------------------------------------------------------------ elimination.c */

/* Ways to make a cell, beside those of enum operation. */
enum {
    MAKE_ARRANGED = 30,
    MAKE_TWO,
    MAKE_VECTOR,
    MAKE_MATRIX,
    MAKE_UNIT,
    MAKE_POINT,
    MAKE_RENAMED
};

/* The cell remembered under (way, a, b, c), or a new one from `cell` with `*out_new` set. */
cell_id cell_once(struct elimination *problem, int way, int64_t a, int64_t b, int64_t c,
                  struct cell cell, bool *out_new);

/* The cell that is 2: a switch that nothing depends on. */
cell_id cell_two(struct elimination *problem);

bool cell_has_variable(const struct cell *cell, int variable);

/* A new factor of the problem, its settings empty. */
struct factor *factor_add(struct elimination *problem, int switches);

/* Sets a list to a copy of `cells`. */
void list_set(struct elimination *problem, struct list *list, const cell_id *cells, int count);

/* ------------------------------------------------------------------ elimination_emit.c */

/* Each makes a cell and emits the instruction for it, unless it was made before. A result of too
 * many dimensions sets problem->too_wide. */
cell_id emit_product(struct elimination *problem, cell_id a, cell_id b);
cell_id emit_sum(struct elimination *problem, cell_id a, cell_id b);

/* The sum over `variable` of a * b. */
cell_id emit_contraction(struct elimination *problem, cell_id a, cell_id b, int variable);

/* The same table with `variable` held at the index. */
cell_id emit_slice(struct elimination *problem, cell_id id, int variable, int index);

/* The same table with one variable called otherwise; its diagonal where it has both. */
cell_id emit_renamed(struct elimination *problem, cell_id id, int from, int to);

/* The same table with its variables, all of them, in this order in memory. */
cell_id emit_arranged(struct elimination *problem, cell_id id, const int *order, int count);

/* ------------------------------------------------------------------ elimination_bucket.c */

enum { MOST_FACTORS = 256 };

bool factor_has_variable(const struct elimination *problem, const struct factor *factor,
                         int variable);
bool factor_has_switch(const struct factor *factor, int switch_);

/* The factors that a step concerns, and the union of their switches. */
struct bucket {
    int factors;
    struct factor *factor[MOST_FACTORS];
    int switches;
    int16_t switch_[MOST_SWITCHES];
    uint8_t shift[MOST_FACTORS][MOST_SWITCHES]; /* of each factor's switches in the union */
    bool too_wide;
};

/* Collects the factors with a variable (or, at -1, with a switch). The switch itself comes last in
 * the union. */
void bucket_fill(const struct elimination *problem, int variable, int switch_,
                 struct bucket *bucket);

/* The cells of one setting, once each: those with the variable, or (-1) all. Room for MOST_CELLS;
 * returns how many. */
int bucket_gather(const struct elimination *problem, const struct bucket *bucket, size_t setting,
                  int variable, cell_id *cells);

/* Takes what both lists have out of both. Leaves the common cells in `common`, returns how many. */
int cells_split_common(cell_id *first, int *first_count, cell_id *second, int *second_count,
                       cell_id *common);

/* The product of the cells, which are sorted on the way. */
cell_id cells_multiply(struct elimination *problem, cell_id *cells, int count);

/* Replaces the bucket's factors by their sum over the variable, or over the switch. */
void bucket_eliminate_variable(struct elimination *problem, const struct bucket *bucket,
                               int variable);
void bucket_eliminate_switch(struct elimination *problem, const struct bucket *bucket);

/* ------------------------------------------------------------------ elimination_place.c */

/* The finished program, in `keep`. */
const struct program *program_finish(struct elimination *problem, cell_id result,
                                     struct arena *keep);

#endif
