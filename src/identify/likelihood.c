#include <math.h>

#include "identify/likelihood_parts.h"

bool likelihood_covers(const struct marker *marker, const struct pedigree *pedigree) {
    if (marker->chromosome != X_CHROMOSOME) return true;
    for (int i = 0; i < pedigree->count; i++)
        if (pedigree->person[i].sex == SEX_UNKNOWN) return false;
    return true;
}

/* ln; by way of double, which is faster, where that has the range. */
static double log_wide(long double value) {
    if (!(value > 0)) return -INFINITY;
    return value > 1e-290L ? log((double)value) : (double)logl(value);
}

static bool answer_question(struct engine *engine, const struct question *question, int whom,
                            const struct evidence *further, int count, double *out_log,
                            struct error *error) {
    for (int i = 0; i < question->pedigree->count; i++)
        if (question->evidence[i].kind == EVIDENCE_IMPOSSIBLE) {
            for (int e = 0; e < count; e++) out_log[e] = -INFINITY;
            return true;
        }
    struct arena *arena = &engine->scratch;
    struct arena_mark mark = arena_mark(arena);
    struct work work = {.question = question};
    structure_make(&work, whom, arena);
    struct scale scale = {0};
    scale_make(&work, whom < 0 && scale_can_lump(&work), arena, &scale);
    work.structure->states_class = states_class_of(scale.states);
    double log_constant = structure_log_constant(&work);
    struct answer answer = {.count = count, .further = further};
    answer.sum = arena_take(arena, (size_t)count + 1, sizeof *answer.sum);
    bool done;
    if (work.structure->urn) {
        done = answer_add_urn(engine, &work, &scale, arena, &answer, error);
    } else {
        struct program_input input;
        input_fill(&work, &scale, arena, &input);
        done = answer_add(engine, &work, &scale, &input, 1, &answer, error);
    }
    for (int e = 0; done && e < count; e++)
        out_log[e] = log_wide(answer.sum[e]) + log_constant;
    arena_release(arena, mark);
    return done;
}

bool likelihood_of(struct engine *engine, const struct question *question, double *out_log,
                   struct error *error) {
    static const struct evidence nothing = {.kind = EVIDENCE_NONE};
    return answer_question(engine, question, -1, &nothing, 1, out_log, error);
}

bool likelihood_with(struct engine *engine, const struct question *question, int whom,
                     const struct evidence *further, int count, double *out_log,
                     struct error *error) {
    return answer_question(engine, question, whom, further, count, out_log, error);
}
