#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "identify/likelihood_parts.h"

struct cached {
    uint64_t hash;
    const struct structure *structure;
    size_t size;
    const struct program *program;
};

enum { MOST_CACHED_BYTES = 256 << 20 };

struct engine *engine_open(void) {
    struct engine *engine = memory_take(1, sizeof *engine);
    arena_open(&engine->programs, 0);
    arena_open(&engine->scratch, 0);
    return engine;
}

static void drop_programs(struct engine *engine) {
    arena_close(&engine->programs);
    free(engine->cache);
    engine->cache = NULL;
    engine->cached = engine->cache_size = 0;
}

void engine_close(struct engine *engine) {
    if (!engine) return;
    drop_programs(engine);
    arena_close(&engine->scratch);
    workspace_close(&engine->workspace);
    free(engine);
}

static int states_of_class(int states_class) { return 1 << states_class; }

uint8_t states_class_of(int states) {
    uint8_t states_class = 1;
    while (states_of_class(states_class) < states) states_class++;
    return states_class;
}

struct statement {
    struct elimination *problem;
    const struct structure *structure;
    int16_t (*variable)[2]; /* of each member's two alleles */
    int switches, vectors;
};

static int count_switches(const struct structure *structure) {
    return 3 * structure->members; /* two transmissions and the order of a pair */
}

static void state_transmission(struct statement *statement, int child, int side) {
    const struct structure *structure = statement->structure;
    int parent = member_parent(&structure->member[child], side);
    const struct member *from = &structure->member[parent];
    int to = statement->variable[child][side];
    bool mutates = structure->mutates[side] && !(structure->late && child == structure->whom);
    cell_id cell[2];
    for (int i = 0; i < 2; i++) {
        int variable = statement->variable[parent][from->male_on_x ? 1 : i];
        cell[i] = mutates ? elimination_matrix(statement->problem, side, variable, to)
                          : elimination_unit_matrix(statement->problem, variable, to);
    }
    if (structure->member[child].switched[side])
        elimination_add_switched(statement->problem, statement->switches++, cell[0], cell[1]);
    else
        elimination_add(statement->problem, cell[0]);
}

/* Cells are made one by one, in a stated order: it is the order in which equals are multiplied. */
static void state_evidence(struct statement *statement, int m) {
    const struct member *member = &statement->structure->member[m];
    struct elimination *problem = statement->problem;
    int paternal = statement->variable[m][0], maternal = statement->variable[m][1];
    int a = index_a(m), b = index_b(m), with_a = 0, without_a = 0;
    bool one = member->shape == SHAPE_ONE, founder = member_is_founder(member);
    if (member->shape == SHAPE_NONE) return;
    if (one) {
        with_a = statement->vectors++;
        without_a = statement->vectors++;
    }
    if (member->shape == SHAPE_SAME || member->shape == SHAPE_ORDERED || founder) {
        if (!member->male_on_x) elimination_add(problem, elimination_point(problem, a, paternal));
        int last = member->shape == SHAPE_SAME ? a : b;
        elimination_add(problem, one ? elimination_vector(problem, with_a, maternal)
                                     : elimination_point(problem, last, maternal));
        return;
    }
    cell_id a_paternal, other_paternal, a_maternal, other_maternal;
    other_paternal = one ? elimination_vector(problem, without_a, paternal)
                         : elimination_point(problem, b, paternal);
    a_paternal = elimination_point(problem, a, paternal);
    a_maternal = elimination_point(problem, a, maternal);
    other_maternal = one ? elimination_vector(problem, with_a, maternal)
                         : elimination_point(problem, b, maternal);
    int order = statement->switches++;
    elimination_add_switched(problem, order, a_paternal, other_paternal);
    elimination_add_switched(problem, order, other_maternal, a_maternal);
}

static bool is_tied(const struct member *whom) {
    return whom->block[0] >= 0 && whom->block[0] == whom->block[1];
}

int structure_queries(const struct structure *structure) {
    if (structure->whom < 0) return (structure->asked[0] >= 0) + (structure->asked[1] >= 0);
    const struct member *whom = &structure->member[structure->whom];
    return whom->male_on_x || is_tied(whom) ? 1 : 2;
}

static bool compile(struct engine *engine, const struct structure *structure,
                    const struct program **out_program, struct error *error) {
    struct arena *arena = &engine->scratch;
    struct arena_mark mark = arena_mark(arena);
    int members = structure->members;
    struct statement statement = {.structure = structure, .vectors = 1};
    statement.problem = elimination_state(arena, 2 * members, count_switches(structure),
                                          states_of_class(structure->states_class));
    statement.variable = arena_take(arena, (size_t)members + 1, sizeof *statement.variable);
    int16_t *block_variable = arena_new(arena, int16_t, 2 * members + 1);
    memset(block_variable, -1, (size_t)(2 * members + 1) * sizeof *block_variable);
    for (int m = 0; m < members; m++)
        for (int side = 0; side < 2; side++) {
            int16_t variable = (int16_t)(2 * m + side);
            int block = structure->member[m].block[side];
            bool fresh = block < 0 || block_variable[block] < 0;
            if (block >= 0 && fresh) block_variable[block] = variable;
            statement.variable[m][side] = block >= 0 ? block_variable[block] : variable;
            /* With an urn, known draws are weighed outside; unknown ones once for each block. */
            bool weighed = !structure->urn || (block >= 0 && fresh);
            if (weighed && member_draws(&structure->member[m], side))
                elimination_add(statement.problem,
                                elimination_vector(statement.problem, 0, variable));
        }
    for (int m = 0; m < members; m++) {
        const struct member *member = &structure->member[m];
        for (int side = 0; side < 2; side++)
            if (member_parent(member, side) >= 0) state_transmission(&statement, m, side);
        state_evidence(&statement, m);
    }
    int query[2], queries = structure_queries(structure);
    for (int i = 0; i < queries; i++)
        query[i] = structure->whom >= 0 ? statement.variable[structure->whom][2 - queries + i]
                                        : block_variable[structure->asked[i]];
    bool done = elimination_compile(statement.problem, query, queries, LIKELIHOOD_MOST_WORK,
                                    &engine->programs, out_program, error);
    arena_release(arena, mark);
    return done;
}

static uint64_t hash_of(const void *bytes, size_t size) {
    const unsigned char *at = bytes;
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    for (size_t i = 0; i < size; i++) hash = (hash ^ at[i]) * 1099511628211u;
    return hash ? hash : 1;
}

bool engine_program(struct engine *engine, const struct structure *structure,
                    const struct program **out_program, struct error *error) {
    size_t size = sizeof *structure + (size_t)structure->members * sizeof(struct member);
    uint64_t hash = hash_of(structure, size);
    if (engine->programs.held > MOST_CACHED_BYTES) drop_programs(engine);
    if (engine->cached * 2 >= engine->cache_size) {
        size_t wider = engine->cache_size ? engine->cache_size * 2 : 1024;
        struct cached *cache = memory_take(wider, sizeof *cache);
        for (size_t i = 0; i < engine->cache_size; i++) {
            if (!engine->cache[i].hash) continue;
            size_t at = engine->cache[i].hash & (wider - 1);
            while (cache[at].hash) at = (at + 1) & (wider - 1);
            cache[at] = engine->cache[i];
        }
        free(engine->cache);
        engine->cache = cache;
        engine->cache_size = wider;
    }
    size_t at = hash & (engine->cache_size - 1);
    for (; engine->cache[at].hash; at = (at + 1) & (engine->cache_size - 1)) {
        const struct cached *cached = &engine->cache[at];
        if (cached->hash == hash && cached->size == size &&
            memcmp(cached->structure, structure, size) == 0) {
            *out_program = cached->program;
            return true;
        }
    }
    if (!compile(engine, structure, out_program, error)) return false;
    struct structure *copy = arena_take(&engine->programs, 1, size);
    memcpy(copy, structure, size);
    engine->cache[at] = (struct cached){hash, copy, size, *out_program};
    engine->cached++;
    return true;
}
