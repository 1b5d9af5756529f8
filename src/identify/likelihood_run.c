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

void scale_make(const struct work *work, bool lump, struct arena *arena, struct scale *scale) {
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
        if (!work->structure->mutates[sex]) continue;
        if (!lump) {
            scale->matrix[sex] = marker->transmission[sex];
            scale->transpose[sex] = marker->transposed[sex];
            continue;
        }
        const double *from = marker->transmission[sex];
        double *matrix = arena_new(arena, double, n * n);
        for (int s = 0; s < n; s++)
            for (int j = 0; j < count; j++)
                matrix[s * n + scale->state_of[j]] += from[sample[s] * count + j];
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

void input_fill(const struct work *work, const struct scale *scale, struct arena *arena,
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
    static REAL NAME(const REAL *table, size_t size, const struct scale *scale,                    \
                     const struct evidence *evidence) {                                            \
        int n = scale->states;                                                                     \
        REAL sum = OF(0);                                                                          \
        if (evidence->kind == EVIDENCE_NONE) {                                                     \
            for (size_t i = 0; i < size; i++) sum = PLUS(sum, table[i]);                           \
            return sum;                                                                            \
        }                                                                                          \
        if (evidence->kind == EVIDENCE_IMPOSSIBLE) return sum;                                     \
        int a = scale->state_of[evidence->a], silent = scale->silent;                              \
        if (size == (size_t)n)                                                                     \
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
    for (int i = 0; i < count; i++) {
        if (table->wide) {
            out_log[i] = wide_log(read_wide(table->wide, table->size, scale, &evidence[i]));
            continue;
        }
        double value = read_double(table->narrow, table->size, scale, &evidence[i]);
        out_log[i] = log(value);
        sure = sure && value >= least && value < 0x1p900;
    }
    return sure;
}

bool table_run(struct engine *engine, const struct structure *structure,
               const struct program_input *input, bool wide, struct table *out_table,
               struct error *error) {
    const struct program *program;
    if (!engine_program(engine, structure, &program, error)) return false;
    int queries = structure_queries(structure);
    *out_table = (struct table){.size = 1};
    for (int i = 0; i < queries; i++) out_table->size *= (size_t)input->states;
    if (wide) out_table->wide = program_run_wide(program, input, &engine->workspace);
    else out_table->narrow = program_run(program, input, &engine->workspace);
    return true;
}
