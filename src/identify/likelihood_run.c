#include <math.h>

#include "identify/likelihood_parts.h"

/* Alleles that nobody shows can be taken together when they mutate alike (Kemeny and Snell,
 * lumpability): without mutation, and under the equal and the proportional model. */
bool scale_can_lump(const struct work *work) {
    for (int sex = 0; sex < 2; sex++) {
        enum mutation_kind kind = work->question->marker->model[sex].kind;
        bool alike = kind == MUTATION_EQUAL || kind == MUTATION_PROPORTIONAL;
        if (work->structure->mutates[sex] && !alike) return false;
    }
    return true;
}

bool scale_is_alike(const struct work *work) {
    for (int sex = 0; sex < 2; sex++)
        if (work->structure->mutates[sex] &&
            work->question->marker->model[sex].kind != MUTATION_PROPORTIONAL)
            return false;
    return true;
}

/* The states while they are chosen. */
struct choosing {
    int states;
    int *state_of; /* -1: none yet */
    int *sample;   /* of each state: one of its alleles */
};

static void choose_allele(struct choosing *choosing, int allele) {
    if (choosing->state_of[allele] >= 0) return;
    choosing->sample[choosing->states] = allele;
    choosing->state_of[allele] = choosing->states++;
}

static void choose_shown(struct choosing *choosing, const struct evidence *evidence) {
    if (evidence->kind != EVIDENCE_PAIR && evidence->kind != EVIDENCE_ONE) return;
    choose_allele(choosing, evidence->a);
    if (evidence->kind == EVIDENCE_PAIR) choose_allele(choosing, evidence->b);
}

/* The rarest allele without a state that there is at all gets one, if there are others. */
static int choose_lone(struct choosing *choosing, const struct marker *marker) {
    int best = -1, others = 0;
    for (int i = 0; i < marker->allele_count; i++) {
        if (choosing->state_of[i] >= 0 || !(marker->frequency[i] > 0)) continue;
        others++;
        if (best < 0 || marker->frequency[i] < marker->frequency[best]) best = i;
    }
    if (others < 2) return -1;
    choose_allele(choosing, best);
    return choosing->state_of[best];
}

/* All alleles that are left share a state. */
static int choose_rest(struct choosing *choosing, int alleles) {
    int rest = -1;
    for (int i = 0; i < alleles; i++) {
        if (choosing->state_of[i] >= 0) continue;
        if (rest < 0) {
            rest = choosing->states++;
            choosing->sample[rest] = i;
        }
        choosing->state_of[i] = rest;
    }
    return rest;
}

static void choose_states(const struct work *work, enum lump lump, const struct evidence *further,
                          int count, struct choosing *choosing, struct scale *scale) {
    const struct marker *marker = work->question->marker;
    int alleles = marker->allele_count;
    for (int i = 0; i < alleles; i++) choosing->state_of[i] = -1;
    if (lump == LUMP_NOTHING)
        for (int i = 0; i < alleles; i++) choose_allele(choosing, i);
    for (int m = 0; m < work->structure->members; m++) choose_shown(choosing, &work->evidence[m]);
    for (int s = 0; s < work->strangers; s++) choose_shown(choosing, &work->stranger[s].evidence);
    if (lump == LUMP_UNASKED)
        for (int i = 0; i < count; i++) choose_shown(choosing, &further[i]);
    if (marker->has_silent) choose_allele(choosing, alleles - 1);
    if (lump == LUMP_ALIKE) scale->lone = choose_lone(choosing, marker);
    scale->rest = choose_rest(choosing, alleles);
}

void scale_make(const struct work *work, enum lump lump, const struct evidence *further, int count,
                struct arena *arena, struct scale *scale) {
    const struct marker *marker = work->question->marker;
    int alleles = marker->allele_count;
    struct choosing choosing = {.state_of = arena_new(arena, int, alleles),
                                .sample = arena_new(arena, int, alleles + 1)};
    *scale = (struct scale){.lone = -1, .silent = -1};
    choose_states(work, lump, further, count, &choosing, scale);
    int n = scale->states = choosing.states;
    scale->state_of = choosing.state_of;
    if (marker->has_silent) scale->silent = scale->state_of[alleles - 1];
    scale->prior = arena_new(arena, double, n);
    for (int i = 0; i < alleles; i++) scale->prior[scale->state_of[i]] += marker->frequency[i];
    for (int sex = 0; sex < 2; sex++) {
        if (!work->structure->mutates[sex]) continue;
        if (lump == LUMP_NOTHING) {
            scale->matrix[sex] = marker->transmission[sex];
            scale->transpose[sex] = marker->transposed[sex];
            continue;
        }
        const double *from = marker->transmission[sex];
        double *matrix = arena_new(arena, double, n * n);
        for (int s = 0; s < n; s++)
            for (int j = 0; j < alleles; j++)
                matrix[s * n + scale->state_of[j]] += from[choosing.sample[s] * alleles + j];
        scale->matrix[sex] = matrix;
        scale->transpose[sex] = mutation_transposed(arena, matrix, n);
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

void input_fill(const struct work *work, const struct scale *scale, const double *prior,
                struct arena *arena, struct program_input *input) {
    const struct structure *structure = work->structure;
    int members = structure->members, vectors = 1;
    int *index = arena_new(arena, int, 2 * members + 1);
    const double **vector = arena_take(arena, (size_t)members * 2 + 1, sizeof *vector);
    const double **matrix = arena_take(arena, 2, sizeof *matrix);
    const double **transpose = arena_take(arena, 2, sizeof *transpose);
    vector[0] = prior;
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
        fill_vectors(evidence, member_is_founder(&structure->member[m]), scale, with_a, without_a);
        vector[vectors++] = with_a;
        vector[vectors++] = without_a;
    }
    *input = (struct program_input){.states = scale->states,
                                    .vector = vector,
                                    .matrix = matrix,
                                    .transpose = transpose,
                                    .index = index};
}

/* ------------------------------------------------------------------ reading the result */

/* The probability of evidence on a person with the table of ordered genotypes (states x states), of
 * single alleles for a male on X, or of nobody, one number. */
#define DEFINE_READ(NAME, REAL, OF, TIMES, PLUS)                                                   \
    static REAL NAME(const REAL *table, int dimensions, size_t size, const struct scale *scale,    \
                     const struct evidence *evidence) {                                            \
        int n = scale->states;                                                                     \
        REAL sum = OF(0);                                                                          \
        if (evidence->kind == EVIDENCE_NONE) {                                                     \
            for (size_t i = 0; i < size; i++) sum = PLUS(sum, table[i]);                           \
            return sum;                                                                            \
        }                                                                                          \
        if (evidence->kind == EVIDENCE_IMPOSSIBLE) return sum;                                     \
        int a = scale->state_of[evidence->a], silent = scale->silent;                              \
        if (dimensions == 1)                                                                       \
            return evidence->kind == EVIDENCE_ONE ? TIMES(table[a], OF(evidence->whole)) : sum;    \
        if (evidence->kind == EVIDENCE_PAIR) {                                                     \
            int b = scale->state_of[evidence->b];                                                  \
            return TIMES(PLUS(table[a * n + b], table[b * n + a]), OF(evidence->whole));           \
        }                                                                                          \
        if (evidence->other != 0)                                                                  \
            for (int x = 0; x < n; x++)                                                            \
                if (x != a && x != silent)                                                         \
                    sum = PLUS(sum, PLUS(table[a * n + x], table[x * n + a]));                     \
        sum = TIMES(sum, OF(evidence->other));                                                     \
        sum = PLUS(sum, TIMES(table[a * n + a], OF(evidence->whole)));                             \
        if (silent >= 0)                                                                           \
            sum = PLUS(sum, TIMES(PLUS(table[a * n + silent], table[silent * n + a]),              \
                                  OF(evidence->silent)));                                          \
        return sum;                                                                                \
    }
#define SAME(x) ((double)(x))
#define PRODUCT(a, b) ((a) * (b))
#define SUM(a, b) ((a) + (b))
DEFINE_READ(read_double, double, SAME, PRODUCT, SUM)
DEFINE_READ(read_wide, struct wide, wide_of, wide_times, wide_plus)

bool table_read(const struct table *table, const struct scale *scale, double least,
                const struct evidence *evidence, int count, double *out_log) {
    bool sure = true;
    size_t size = table_size(table, scale->states);
    for (int i = 0; i < count; i++) {
        double value;
        if (table->wide) {
            struct wide wide = read_wide(table->wide, table->dimensions, size, scale, &evidence[i]);
            out_log[i] = wide_log(wide);
            value = wide.power ? 0 : wide.part;
        } else {
            value = read_double(table->narrow, table->dimensions, size, scale, &evidence[i]);
            out_log[i] = value > 0 ? log(value) : -INFINITY;
        }
        sure = sure && value >= least && value < 0x1p900;
    }
    return sure;
}

bool table_run(struct engine *engine, const struct structure *structure,
               const struct program_input *input, bool wide, struct table *out_table,
               struct error *error) {
    const struct program *program;
    if (!engine_program(engine, structure, &program, error)) return false;
    *out_table = (struct table){.dimensions = structure_queries(structure)};
    if (wide) out_table->wide = program_run_wide(program, input, &engine->workspace);
    else out_table->narrow = program_run(program, input, &engine->workspace);
    return true;
}
