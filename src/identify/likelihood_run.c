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

static void transpose_into(double *to, const double *from, int n) {
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) to[j * n + i] = from[i * n + j];
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

bool answer_add(struct engine *engine, const struct work *work, const struct scale *scale,
                const struct program_input *input, long double weight, struct answer *answer,
                struct error *error) {
    const struct program *program;
    const struct structure *structure = work->structure;
    if (!engine_program(engine, structure, &program, error)) return false;
    const struct member *whom = structure->whom < 0 ? NULL : &structure->member[structure->whom];
    bool single = !whom || whom->male_on_x;
    bool tied = !single && whom->block[0] >= 0 && whom->block[0] == whom->block[1];
    struct scale reading = *scale;
    if (!whom) reading.states = 1; /* the table is one number */
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
