#include <fenv.h>
#include <math.h>

#include "identify/likelihood_parts.h"

bool likelihood_covers(const struct marker *marker, const struct pedigree *pedigree) {
    if (marker->chromosome != X_CHROMOSOME) return true;
    for (int i = 0; i < pedigree->count; i++)
        if (pedigree->person[i].sex == SEX_UNKNOWN) return false;
    return true;
}

/* Sums that the rounding of numbers below the range of doubles cannot have touched are at least
 * this: 2^-1074 is lost at a time, and a sum over a switch doubles it at most. */
static double least_sure(const struct work *work) {
    return ldexp(0x1p-1000, 3 * work->structure->members);
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
    struct urn urn;
    bool done = !work.structure->urn || urn_open(&work, &scale, arena, &urn, error);
    struct program_input input;
    input_fill(&work, &scale, arena, &input);
    double least = least_sure(&work), log_constant = structure_log_constant(&work);
    /* First as if nothing could underflow. Where numbers are small and the machine has noted an
     * underflow, now or before, again with that note cleared; and if so then in wide numbers. */
    for (int pass = 0; done && pass < 3; pass++) {
        struct table table;
        bool wide = pass == 2;
        done = work.structure->urn
                   ? urn_run(engine, &work, &urn, &input, wide, arena, &table, error)
                   : table_run(engine, work.structure, &input, wide, &table, error);
        if (!done || table_read(&table, &scale, least, further, count, out_log)) break;
        if (!fetestexcept(FE_UNDERFLOW | FE_OVERFLOW)) break;
        feclearexcept(FE_UNDERFLOW | FE_OVERFLOW);
    }
    for (int e = 0; done && e < count; e++) out_log[e] += log_constant;
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
