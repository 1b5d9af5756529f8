#include "identify/likelihood.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "identify/elimination.h"

/* What a person's evidence is to the structure of the elimination; its numbers come at run time. */
enum shape {
    SHAPE_NONE,
    SHAPE_PAIR, /* two different alleles: which is the father's is a switch */
    SHAPE_SAME, /* surely {a, a} (or the one allele of a male on X) */
    SHAPE_ONE   /* an a and something of which only weights are known */
};

/* The structure of a question: questions of one structure share one program. */
struct member {
    int16_t father, mother; /* index among the kept, -1 */
    uint8_t male_on_x;
    uint8_t shape;
    int16_t block[2]; /* theta: which urn block the drawn paternal/maternal allele is in; else -1 */
};

struct structure {
    int16_t members, whom;
    uint8_t x, mutates_male, mutates_female, exact_rows, urn;
    uint8_t states_class;
    struct member member[]; /* `members` of them */
};

struct cached {
    uint64_t hash;
    const struct structure *structure;
    size_t size;
    const struct program *program;
};

struct engine {
    struct arena programs; /* structures and programs */
    struct arena scratch;
    struct cached *cache;
    size_t cached, cache_size;
    struct workspace workspace;
};

enum { MOST_CACHED_BYTES = 256 << 20 };

struct engine *engine_open(void) {
    struct engine *engine = calloc(1, sizeof *engine);
    if (!engine) abort();
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

bool likelihood_covers(const struct marker *marker, const struct pedigree *pedigree) {
    if (marker->chromosome != X_CHROMOSOME) return true;
    for (int i = 0; i < pedigree->count; i++)
        if (pedigree->person[i].sex == SEX_UNKNOWN) return false;
    return true;
}

/* ------------------------------------------------------------------ from question to structure */

/* A question as it is worked on: only the persons that matter, in the order of the pedigree. */
struct work {
    const struct question *question;
    struct structure *structure;
    int *person;                /* of each member: its index in the pedigree */
    struct evidence *evidence;  /* of each member */
    bool mutates[2];
    double log_weight;          /* of what does not depend on any unknown */
};

static bool is_male_on_x(const struct question *question, int person) {
    return question->marker->chromosome == X_CHROMOSOME &&
           question->pedigree->person[person].sex == SEX_MALE;
}

static enum shape shape_of(const struct evidence *evidence) {
    if (evidence->kind == EVIDENCE_NONE) return SHAPE_NONE;
    if (evidence->kind == EVIDENCE_PAIR) return SHAPE_PAIR;
    return evidence->silent == 0 && evidence->other == 0 ? SHAPE_SAME : SHAPE_ONE;
}

static double frequency_sum(const struct marker *marker) {
    double sum = 0;
    for (int i = 0; i < marker->allele_count; i++) sum += marker->frequency[i];
    return sum;
}

/* Nobody is left out whom the likelihood depends on: only persons of whom nothing is known and
 * from whom nobody that matters descends; they would sum to 1 (a founder's alleles to the sum of
 * the frequencies). Untyped ancestors stay, since mutation need not be stationary. */
static void choose_members(struct work *work, struct arena *arena, int whom) {
    const struct question *question = work->question;
    const struct pedigree *pedigree = question->pedigree;
    int count = pedigree->count;
    int *children = arena_new(arena, int, count + 1);
    int *queue = arena_new(arena, int, count + 1);
    bool *gone = arena_new(arena, bool, count + 1);
    bool custom = question->marker->model[MALE_PARENT].kind == MUTATION_CUSTOM ||
                  question->marker->model[FEMALE_PARENT].kind == MUTATION_CUSTOM;
    for (int i = 0; i < count; i++) {
        const struct person *person = &pedigree->person[i];
        if (person->father >= 0) children[person->father]++;
        if (person->mother >= 0) children[person->mother]++;
    }
    int head = 0, tail = 0;
    for (int i = 0; i < count; i++)
        if (children[i] == 0) queue[tail++] = i;
    double log_sum = log(frequency_sum(question->marker));
    while (head < tail) {
        int i = queue[head++];
        const struct person *person = &pedigree->person[i];
        bool founder = person->father < 0 && person->mother < 0;
        if (question->evidence[i].kind != EVIDENCE_NONE || i == whom || (custom && !founder))
            continue;
        gone[i] = true;
        if (question->theta == 0) {
            if (person->father < 0 && !is_male_on_x(question, i)) work->log_weight += log_sum;
            if (person->mother < 0) work->log_weight += log_sum;
        }
        if (person->father >= 0 && --children[person->father] == 0) queue[tail++] = person->father;
        if (person->mother >= 0 && --children[person->mother] == 0) queue[tail++] = person->mother;
    }
    int kept = 0;
    int *number = arena_new(arena, int, count + 1);
    for (int i = 0; i < count; i++) number[i] = gone[i] ? -1 : kept++;
    work->structure =
        arena_take(arena, 1, sizeof(struct structure) + (size_t)kept * sizeof(struct member));
    work->person = arena_new(arena, int, kept + 1);
    work->evidence = arena_new(arena, struct evidence, kept + 1);
    struct structure *structure = work->structure;
    structure->members = (int16_t)kept;
    structure->whom = (int16_t)(whom < 0 ? -1 : number[whom]);
    for (int i = 0; i < count; i++) {
        if (gone[i]) continue;
        const struct person *person = &pedigree->person[i];
        struct member *member = &structure->member[number[i]];
        member->father = (int16_t)(person->father < 0 ? -1 : number[person->father]);
        member->mother = (int16_t)(person->mother < 0 ? -1 : number[person->mother]);
        member->male_on_x = is_male_on_x(question, i);
        member->shape = (uint8_t)shape_of(&question->evidence[i]);
        member->block[0] = member->block[1] = -1;
        work->person[number[i]] = i;
        work->evidence[number[i]] = question->evidence[i];
    }
}

static bool is_founder(const struct member *member) {
    return member->father < 0 && member->mother < 0;
}

/* Whether the member's paternal (0) or maternal (1) allele exists and comes from no parent in the
 * pedigree, but from the population. */
static bool is_drawn(const struct member *member, int side) {
    if (member->male_on_x && side == 0) return false;
    return side == 0 ? member->father < 0 : member->mother < 0;
}

/* A drawn allele that is known for certain, or -1. A founder's two alleles can be exchanged, so a
 * founder of whom one allele is known has it on the father's side. */
static int known_draw(const struct work *work, int m, int side) {
    const struct member *member = &work->structure->member[m];
    const struct evidence *evidence = &work->evidence[m];
    if (member->shape == SHAPE_SAME) return evidence->a;
    if (!is_founder(member)) return -1;
    if (member->shape == SHAPE_PAIR) return side == 0 ? evidence->a : evidence->b;
    return member->shape == SHAPE_ONE && side == 0 ? evidence->a : -1;
}

/* ------------------------------------------------------------------ from structure to program */

static int states_of_class(int states_class) { return 1 << states_class; }

static int class_of_states(int states) {
    int states_class = 1;
    while (states_of_class(states_class) < states) states_class++;
    return states_class;
}

/* Indices of a member's alleles at run time; vectors: the prior is 0, then two for each ONE. */
static int index_a(int m) { return 2 * m; }
static int index_b(int m) { return 2 * m + 1; }

struct statement {
    struct elimination *problem;
    const struct structure *structure;
    int16_t (*variable)[2]; /* of each member's two alleles */
    bool *first_child_done; /* of each untyped founder */
    int switches, vectors;
};

static int count_switches(const struct structure *structure) {
    return 3 * structure->members; /* two transmissions and the order of a pair */
}

static void state_transmission(struct statement *statement, int parent, int child, int side) {
    const struct structure *structure = statement->structure;
    const struct member *from = &structure->member[parent];
    int to = statement->variable[child][side];
    bool mutates = side == 0 ? structure->mutates_male : structure->mutates_female;
    cell_id cell[2];
    for (int i = 0; i < 2; i++) {
        int variable = statement->variable[parent][from->male_on_x ? 1 : i];
        cell[i] = mutates ? elimination_matrix(statement->problem, side, variable, to)
                          : elimination_unit_matrix(statement->problem, variable, to);
    }
    /* Which of two exchangeable alleles a founder hands to the first child does not matter. */
    bool exchangeable = is_founder(from) && from->shape == SHAPE_NONE &&
                        !statement->first_child_done[parent];
    statement->first_child_done[parent] = true;
    if (from->male_on_x || from->shape == SHAPE_SAME || exchangeable)
        elimination_add(statement->problem, cell[0]);
    else
        elimination_add_switched(statement->problem, statement->switches++, cell[0], cell[1]);
}

static void state_evidence(struct statement *statement, int m) {
    const struct member *member = &statement->structure->member[m];
    struct elimination *problem = statement->problem;
    int paternal = statement->variable[m][0], maternal = statement->variable[m][1];
    int a = index_a(m), b = index_b(m);
    if (member->shape == SHAPE_SAME) {
        if (!member->male_on_x) elimination_add(problem, elimination_point(problem, a, paternal));
        elimination_add(problem, elimination_point(problem, a, maternal));
    } else if (member->shape == SHAPE_PAIR && is_founder(member)) {
        elimination_add(problem, elimination_point(problem, a, paternal));
        elimination_add(problem, elimination_point(problem, b, maternal));
    } else if (member->shape == SHAPE_PAIR) {
        int order = statement->switches++;
        elimination_add_switched(problem, order, elimination_point(problem, a, paternal),
                                 elimination_point(problem, b, paternal));
        elimination_add_switched(problem, order, elimination_point(problem, b, maternal),
                                 elimination_point(problem, a, maternal));
    } else if (member->shape == SHAPE_ONE) {
        int with_a = statement->vectors++, without_a = statement->vectors++;
        if (is_founder(member)) {
            elimination_add(problem, elimination_point(problem, a, paternal));
            elimination_add(problem, elimination_vector(problem, with_a, maternal));
            return;
        }
        int order = statement->switches++;
        elimination_add_switched(problem, order, elimination_point(problem, a, paternal),
                                 elimination_vector(problem, without_a, paternal));
        elimination_add_switched(problem, order, elimination_vector(problem, with_a, maternal),
                                 elimination_point(problem, a, maternal));
    }
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
    statement.first_child_done = arena_new(arena, bool, members + 1);
    int16_t block_variable[LIKELIHOOD_MOST_URN + 1];
    memset(block_variable, -1, sizeof block_variable);
    for (int m = 0; m < members; m++)
        for (int side = 0; side < 2; side++) {
            int16_t variable = (int16_t)(2 * m + side);
            int block = structure->member[m].block[side];
            bool fresh = block < 0 || block_variable[block] < 0;
            if (block >= 0 && fresh) block_variable[block] = variable;
            statement.variable[m][side] = block >= 0 ? block_variable[block] : variable;
            /* With an urn, known draws are weighed outside; unknown ones once for each block. */
            if (is_drawn(&structure->member[m], side) && (structure->urn ? block >= 0 && fresh : 1))
                elimination_add(statement.problem,
                                elimination_vector(statement.problem, 0, variable));
        }
    for (int m = 0; m < members; m++) {
        const struct member *member = &structure->member[m];
        if (member->father >= 0 && !member->male_on_x)
            state_transmission(&statement, member->father, m, 0);
        if (member->mother >= 0) state_transmission(&statement, member->mother, m, 1);
        state_evidence(&statement, m);
    }
    int query[2], query_count = 0;
    if (structure->whom >= 0)
        for (int side = structure->member[structure->whom].male_on_x ? 1 : 0; side < 2; side++)
            query[query_count++] = statement.variable[structure->whom][side];
    bool same = query_count == 2 && query[0] == query[1];
    bool done = elimination_compile(statement.problem, query, same ? 1 : query_count,
                                    LIKELIHOOD_MOST_WORK, &engine->programs, out_program, error);
    arena_release(arena, mark);
    return done;
}

static uint64_t hash_of(const void *bytes, size_t size) {
    const unsigned char *at = bytes;
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    for (size_t i = 0; i < size; i++) hash = (hash ^ at[i]) * 1099511628211u;
    return hash ? hash : 1;
}

static bool find_program(struct engine *engine, const struct structure *structure,
                         const struct program **out_program, struct error *error) {
    size_t size = sizeof *structure + (size_t)structure->members * sizeof(struct member);
    uint64_t hash = hash_of(structure, size);
    if (engine->programs.held > MOST_CACHED_BYTES) drop_programs(engine);
    if (engine->cached * 2 >= engine->cache_size) {
        size_t wider = engine->cache_size ? engine->cache_size * 2 : 1024;
        struct cached *cache = calloc(wider, sizeof *cache);
        if (!cache) abort();
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

/* ------------------------------------------------------------------ the numbers of a run */

/* The marker as the run sees it: all alleles, or those that were seen and one for all others. */
struct scale {
    int states, silent;   /* silent: index, -1 */
    double *prior;        /* states */
    double *matrix[2], *transpose[2];
    int *state_of;        /* allele -> state */
};

/* Alleles that nobody shows can be taken together when they mutate alike (Kemeny and Snell,
 * lumpability): without mutation, and under the equal and the proportional model. */
static bool can_lump(const struct work *work) {
    for (int sex = 0; sex < 2; sex++) {
        enum mutation_kind kind = work->question->marker->model[sex].kind;
        if (work->mutates[sex] && kind != MUTATION_EQUAL && kind != MUTATION_PROPORTIONAL)
            return false;
    }
    return true;
}

static void transpose_into(double *to, const double *from, int n) {
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) to[j * n + i] = from[i * n + j];
}

static void make_scale(const struct work *work, bool lump, struct arena *arena,
                       struct scale *scale) {
    const struct marker *marker = work->question->marker;
    int count = marker->allele_count;
    scale->state_of = arena_new(arena, int, count);
    int *sample = arena_new(arena, int, count + 1); /* of each state: one of its alleles */
    scale->silent = -1;
    if (lump) {
        for (int i = 0; i < count; i++) scale->state_of[i] = -1;
        int states = 0;
        for (int m = 0; m < work->structure->members; m++) {
            const struct evidence *evidence = &work->evidence[m];
            if (evidence->kind == EVIDENCE_NONE) continue;
            int shown[2] = {evidence->a, evidence->kind == EVIDENCE_PAIR ? evidence->b : -1};
            for (int i = 0; i < 2; i++)
                if (shown[i] >= 0 && scale->state_of[shown[i]] < 0) {
                    sample[states] = shown[i];
                    scale->state_of[shown[i]] = states++;
                }
        }
        if (marker->has_silent && scale->state_of[count - 1] < 0) {
            sample[states] = count - 1;
            scale->state_of[count - 1] = states++;
        }
        bool rest = false;
        for (int i = 0; i < count; i++)
            if (scale->state_of[i] < 0) {
                scale->state_of[i] = states;
                sample[states] = i;
                rest = true;
            }
        scale->states = states + rest;
    } else {
        for (int i = 0; i < count; i++) sample[i] = scale->state_of[i] = i;
        scale->states = count;
    }
    if (marker->has_silent) scale->silent = scale->state_of[count - 1];
    int n = scale->states;
    scale->prior = arena_new(arena, double, n);
    for (int i = 0; i < count; i++) scale->prior[scale->state_of[i]] += marker->frequency[i];
    for (int sex = 0; sex < 2; sex++) {
        if (!work->mutates[sex]) continue;
        const double *from = marker->transmission[sex];
        if (n == count && !lump) {
            scale->matrix[sex] = marker->transmission[sex];
        } else {
            scale->matrix[sex] = arena_new(arena, double, n * n);
            for (int s = 0; s < n; s++)
                for (int j = 0; j < count; j++)
                    scale->matrix[sex][s * n + scale->state_of[j]] += from[sample[s] * count + j];
        }
        scale->transpose[sex] = arena_new(arena, double, n * n);
        transpose_into(scale->transpose[sex], scale->matrix[sex], n);
    }
}

/* The weights of a ONE's other allele: `with_a` when the first is a, `without_a` when it stands
 * alone on the other side (a and a is counted once). */
static void fill_vectors(const struct evidence *evidence, bool founder, const struct scale *scale,
                         double *with_a, double *without_a) {
    double twice = founder ? 2 : 1;
    int a = scale->state_of[evidence->a];
    for (int s = 0; s < scale->states; s++)
        with_a[s] = without_a[s] =
            twice * (s == scale->silent ? evidence->silent : evidence->other);
    with_a[a] = evidence->whole;
    without_a[a] = 0;
}

struct run {
    struct program_input input;
    const struct program *program;
};

static void fill_input(const struct work *work, const struct scale *scale, struct arena *arena,
                       struct program_input *input) {
    const struct structure *structure = work->structure;
    int members = structure->members, vectors = 1;
    int *index = arena_new(arena, int, 2 * members + 1);
    const double **vector = arena_take(arena, (size_t)members * 2 + 1, sizeof *vector);
    const double **matrix = arena_take(arena, 2, sizeof *matrix);
    const double **transpose = arena_take(arena, 2, sizeof *transpose);
    vector[0] = scale->prior;
    for (int sex = 0; sex < 2; sex++) {
        matrix[sex] = scale->matrix[sex];
        transpose[sex] = scale->transpose[sex];
    }
    for (int m = 0; m < members; m++) {
        const struct evidence *evidence = &work->evidence[m];
        if (evidence->kind == EVIDENCE_NONE) continue;
        index[index_a(m)] = scale->state_of[evidence->a];
        if (evidence->kind == EVIDENCE_PAIR) index[index_b(m)] = scale->state_of[evidence->b];
        if (structure->member[m].shape != SHAPE_ONE) continue;
        double *with_a = arena_new(arena, double, scale->states);
        double *without_a = arena_new(arena, double, scale->states);
        fill_vectors(evidence, is_founder(&structure->member[m]), scale, with_a, without_a);
        vector[vectors++] = with_a;
        vector[vectors++] = without_a;
    }
    *input = (struct program_input){.states = scale->states,
                                    .vector = vector,
                                    .matrix = matrix,
                                    .transpose = transpose,
                                    .index = index};
}

/* ln of what stands outside the elimination: the halves of the switches of transmission, and the
 * weights of sure genotypes (twice for a founder's two different alleles, which have two orders). */
static double constant_weight(const struct work *work) {
    const struct structure *structure = work->structure;
    double sum = work->log_weight;
    bool *first_done = calloc((size_t)structure->members + 1, sizeof *first_done);
    if (!first_done) abort();
    int halves = 0;
    for (int m = 0; m < structure->members; m++) {
        const struct member *member = &structure->member[m];
        int parent[2] = {member->male_on_x ? -1 : member->father, member->mother};
        for (int side = 0; side < 2; side++) {
            if (parent[side] < 0) continue;
            const struct member *from = &structure->member[parent[side]];
            bool exchangeable = is_founder(from) && from->shape == SHAPE_NONE &&
                                !first_done[parent[side]];
            first_done[parent[side]] = true;
            halves += !(from->male_on_x || from->shape == SHAPE_SAME || exchangeable);
        }
        const struct evidence *evidence = &work->evidence[m];
        if (member->shape == SHAPE_PAIR && is_founder(member)) halves--;
        if ((member->shape == SHAPE_PAIR || member->shape == SHAPE_SAME) && evidence->whole != 1)
            sum += log(evidence->whole);
    }
    free(first_done);
    return sum - halves * M_LN2;
}

/* ------------------------------------------------------------------ reading the result */

/* The probability of evidence on a person with the table of ordered genotypes D (states x states),
 * or of single alleles for a male on X. */
#define DEFINE_READ(NAME, REAL)                                                                    \
    static REAL NAME(const REAL *table, const struct scale *scale, bool single, bool tied,         \
                     const struct evidence *evidence) {                                            \
        int n = scale->states;                                                                     \
        size_t rows = single || tied ? 1 : (size_t)n;                                              \
        REAL sum = 0;                                                                              \
        if (evidence->kind == EVIDENCE_NONE) {                                                     \
            for (size_t i = 0; i < rows * (size_t)n; i++) sum += table[i];                         \
            return sum;                                                                            \
        }                                                                                          \
        if (evidence->kind == EVIDENCE_IMPOSSIBLE) return 0;                                       \
        int a = scale->state_of[evidence->a];                                                      \
        if (single || tied)                                                                        \
            return evidence->kind == EVIDENCE_ONE ? table[a] * (REAL)evidence->whole : 0;          \
        if (evidence->kind == EVIDENCE_PAIR) {                                                     \
            int b = scale->state_of[evidence->b];                                                  \
            return (table[a * n + b] + table[b * n + a]) * (REAL)evidence->whole;                  \
        }                                                                                          \
        if (evidence->other != 0)                                                                  \
            for (int x = 0; x < n; x++)                                                            \
                if (x != a && x != scale->silent) sum += table[a * n + x] + table[x * n + a];      \
        sum *= (REAL)evidence->other;                                                              \
        sum += table[a * n + a] * (REAL)evidence->whole;                                           \
        if (scale->silent >= 0)                                                                    \
            sum += (table[a * n + scale->silent] + table[scale->silent * n + a]) *                 \
                   (REAL)evidence->silent;                                                         \
        return sum;                                                                                \
    }
DEFINE_READ(read_double, double)
DEFINE_READ(read_long, long double)

/* Whether products of this question's numbers can leave the range of a double: from the smallest
 * number there is and how many are multiplied at most. */
static bool may_underflow(const struct work *work, const struct scale *scale) {
    double least = 1;
    int n = scale->states;
    for (int i = 0; i < n; i++)
        if (scale->prior[i] > 0 && scale->prior[i] < least) least = scale->prior[i];
    double factors = 2.0 * work->structure->members;
    for (int sex = 0; sex < 2; sex++)
        for (int i = 0; scale->matrix[sex] && i < n * n; i++)
            if (scale->matrix[sex][i] > 0 && scale->matrix[sex][i] < least)
                least = scale->matrix[sex][i];
    double weights = 0;
    for (int m = 0; m < work->structure->members; m++) {
        const struct evidence *evidence = &work->evidence[m];
        if (evidence->kind != EVIDENCE_ONE) continue;
        double weight[3] = {evidence->whole, evidence->silent, evidence->other}, low = 1;
        for (int i = 0; i < 3; i++)
            if (weight[i] > 0 && weight[i] < low) low = weight[i];
        weights += log(low);
    }
    return factors * log(least) + weights < -640; /* ln 1e-278 */
}

/* One elimination: adds weight * P(evidence, further) to sums, kept as scaled numbers. */
struct answer {
    int count;
    const struct evidence *further;
    long double *sum;
};

static const struct evidence NOTHING = {.kind = EVIDENCE_NONE};

static bool add_run(struct engine *engine, const struct work *work, const struct scale *scale,
                    const struct program_input *input, long double weight, struct answer *answer,
                    struct error *error) {
    const struct program *program;
    const struct structure *structure = work->structure;
    if (!find_program(engine, structure, &program, error)) return false;
    bool single = structure->whom < 0 || structure->member[structure->whom].male_on_x;
    bool tied = structure->whom >= 0 && !single && structure->member[structure->whom].block[0] >= 0 &&
                structure->member[structure->whom].block[0] ==
                    structure->member[structure->whom].block[1];
    struct scale reading = *scale;
    if (structure->whom < 0) reading.states = 1;
    const double *table = program_run(program, input, &engine->workspace);
    bool tiny = false;
    for (int i = 0; i < answer->count; i++) {
        double value = read_double(table, &reading, single, tied, &answer->further[i]);
        tiny = tiny || value < 1e-270;
        answer->sum[i] += weight * (long double)value;
    }
    if (!tiny || !may_underflow(work, scale)) return true;
    for (int i = 0; i < answer->count; i++)
        answer->sum[i] -=
            weight * (long double)read_double(table, &reading, single, tied, &answer->further[i]);
    const long double *wide = program_run_long(program, input, &engine->workspace);
    for (int i = 0; i < answer->count; i++)
        answer->sum[i] += weight * read_long(wide, &reading, single, tied, &answer->further[i]);
    return true;
}

/* ------------------------------------------------------------------ theta */

/* Theta: one urn over all founder alleles (Balding and Nichols 1994): the next is an a with
 * probability (b theta + (1 - theta) p_a) / (1 + (j - 2) theta), b the copies of a before it, j its
 * number. Alleles that are known come first; the unknown ones are then either new draws from the
 * weights b theta + (1 - theta) p or copies of an unknown one before them, each with weight theta:
 * a sum over the partitions of the unknown alleles into blocks of copies, each an elimination of
 * its own in which a block is one variable. */
struct urn {
    int unknown;
    struct member *member[LIKELIHOOD_MOST_URN];
    int side[LIKELIHOOD_MOST_URN];
};

static bool is_used(const struct structure *structure, int m, int side) {
    if (m == structure->whom || structure->member[m].shape == SHAPE_ONE) return true;
    if (structure->member[m].shape == SHAPE_PAIR || structure->member[m].shape == SHAPE_SAME)
        return true;
    int children = 0;
    for (int c = 0; c < structure->members; c++) {
        const struct member *child = &structure->member[c];
        children += (child->father == m && !child->male_on_x) || child->mother == m;
    }
    /* The first child gets the allele on the father's side of an untyped founder. */
    bool swapped = is_founder(&structure->member[m]) && !structure->member[m].male_on_x;
    return swapped ? children > side : children > 0;
}

static bool open_urn(struct work *work, struct scale *scale, struct urn *urn,
                     long double *out_weight, struct error *error) {
    struct structure *structure = work->structure;
    double theta = work->question->theta;
    double *copies = calloc((size_t)scale->states, sizeof *copies);
    if (!copies) abort();
    long double weight = 1;
    int drawn = 0, unknown = 0;
    for (int m = 0; m < structure->members; m++)
        for (int side = 0; side < 2; side++) {
            if (!is_drawn(&structure->member[m], side)) continue;
            int known = known_draw(work, m, side);
            if (known >= 0) {
                int state = scale->state_of[known];
                weight *= (copies[state] * theta + (1 - theta) * scale->prior[state]) /
                          (drawn == 0 ? 1 - theta : 1 + (drawn - 1) * theta);
                copies[state]++;
                drawn++;
            } else if (is_used(structure, m, side)) {
                if (unknown < LIKELIHOOD_MOST_URN) {
                    urn->member[unknown] = &structure->member[m];
                    urn->side[unknown] = side;
                }
                unknown++;
            }
        }
    for (int s = 0; s < scale->states; s++)
        scale->prior[s] = copies[s] * theta + (1 - theta) * scale->prior[s];
    free(copies);
    if (unknown > LIKELIHOOD_MOST_URN)
        return error_set(error, ERROR_TOO_LARGE,
                         "theta over %d unknown founder alleles is more than the %d that are "
                         "summed exactly; use theta 0 or a smaller pedigree",
                         unknown, LIKELIHOOD_MOST_URN);
    for (int j = 0; j < unknown; j++)
        weight /= drawn + j == 0 ? 1 - theta : 1 + (drawn + j - 1) * theta;
    urn->unknown = unknown;
    *out_weight = weight;
    return true;
}

/* All ways to put the unknown draws from number `next` on into blocks. */
static bool sum_partitions(struct engine *engine, const struct work *work,
                           const struct scale *scale, const struct program_input *input,
                           struct urn *urn, int next, int blocks, const int *size,
                           long double weight, struct answer *answer, struct error *error) {
    if (next == urn->unknown)
        return add_run(engine, work, scale, input, weight, answer, error);
    double theta = work->question->theta;
    int wider[LIKELIHOOD_MOST_URN + 1];
    memcpy(wider, size, sizeof wider);
    for (int block = 0; block <= blocks; block++) {
        urn->member[next]->block[urn->side[next]] = (int16_t)block;
        wider[block] = size[block] + 1;
        long double factor = size[block] ? size[block] * (long double)theta : 1;
        if (!sum_partitions(engine, work, scale, input, urn, next + 1,
                            blocks + (block == blocks), wider, weight * factor, answer, error))
            return false;
        wider[block] = size[block];
    }
    return true;
}

/* ------------------------------------------------------------------ the questions */

/* ln; by way of double, which is faster, where that has the range. */
static double log_wide(long double value) {
    if (!(value > 0)) return -INFINITY;
    return value > 1e-290L ? log((double)value) : (double)logl(value);
}

static bool answer_question(struct engine *engine, const struct question *question, int whom,
                            const struct evidence *further, int count, double *out_log,
                            struct error *error) {
    struct arena *arena = &engine->scratch;
    const struct marker *marker = question->marker;
    for (int i = 0; i < question->pedigree->count; i++)
        if (question->evidence[i].kind == EVIDENCE_IMPOSSIBLE) {
            for (int e = 0; e < count; e++) out_log[e] = -INFINITY;
            return true;
        }
    struct arena_mark mark = arena_mark(arena);
    struct work work = {.question = question};
    choose_members(&work, arena, whom);
    struct structure *structure = work.structure;
    for (int sex = 0; sex < 2; sex++)
        work.mutates[sex] = marker->transmission[sex] && !question->without_mutation;
    struct scale scale = {0};
    make_scale(&work, whom < 0 && can_lump(&work), arena, &scale);
    structure->x = marker->chromosome == X_CHROMOSOME;
    structure->mutates_male = work.mutates[MALE_PARENT];
    structure->mutates_female = work.mutates[FEMALE_PARENT];
    structure->urn = question->theta > 0;
    structure->states_class = (uint8_t)class_of_states(scale.states);
    double log_constant = constant_weight(&work);
    struct answer answer = {.count = count, .further = further};
    answer.sum = arena_take(arena, (size_t)count + 1, sizeof *answer.sum);
    struct program_input input;
    bool done;
    if (structure->urn) {
        struct urn urn;
        long double weight = 0;
        int size[LIKELIHOOD_MOST_URN + 1] = {0};
        done = open_urn(&work, &scale, &urn, &weight, error);
        if (done) {
            fill_input(&work, &scale, arena, &input);
            done = sum_partitions(engine, &work, &scale, &input, &urn, 0, 0, size, weight, &answer,
                                  error);
        }
    } else {
        fill_input(&work, &scale, arena, &input);
        done = add_run(engine, &work, &scale, &input, 1, &answer, error);
    }
    for (int e = 0; done && e < count; e++)
        out_log[e] = log_wide(answer.sum[e]) + log_constant;
    arena_release(arena, mark);
    return done;
}

bool likelihood_of(struct engine *engine, const struct question *question, double *out_log,
                   struct error *error) {
    return answer_question(engine, question, -1, &NOTHING, 1, out_log, error);
}

bool likelihood_with(struct engine *engine, const struct question *question, int whom,
                     const struct evidence *further, int count, double *out_log,
                     struct error *error) {
    return answer_question(engine, question, whom, further, count, out_log, error);
}
