#include <fenv.h>
#include <math.h>
#include <string.h>

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

/* Whether nobody in the pedigree is a relative of `whom`, so that with theta its alleles are two
 * more draws from the urn. */
static bool is_apart(const struct question *question, int whom) {
    const struct pedigree *pedigree = question->pedigree;
    const struct person *person = &pedigree->person[whom];
    bool apart = question->evidence[whom].kind == EVIDENCE_NONE && person->father < 0 &&
                 person->mother < 0;
    for (int i = 0; i < pedigree->count && apart; i++)
        apart = pedigree->person[i].father != whom && pedigree->person[i].mother != whom;
    return apart;
}

/* A question being answered. */
struct asked {
    struct work work;
    enum lump lump;
    struct scale scale;
    int apart; /* alleles of whom, where they are draws from the urn and nothing else */
};

/* Which alleles the run may take together. */
static enum lump lump_for(const struct work *work, int whom, bool apart) {
    if (!scale_can_lump(work)) return LUMP_NOTHING;
    if (whom < 0 || apart) return LUMP_UNSEEN;
    if (!work->structure->urn) return LUMP_NOTHING;
    return scale_is_alike(work) ? LUMP_ALIKE : LUMP_UNASKED;
}

static void prepare(const struct question *question, int whom, const struct evidence *further,
                    int count, double most_work, struct arena *arena, struct asked *asked) {
    struct work *work = &asked->work;
    work->question = question;
    work->most_work = most_work;
    bool apart = question->theta > 0 && whom >= 0 && is_apart(question, whom);
    structure_make(work, apart ? -1 : whom, arena);
    asked->lump = lump_for(work, whom, apart);
    scale_make(work, asked->lump, further, count, arena, &asked->scale);
    work->structure->states_class = states_class_of(asked->scale.states);
    if (apart) asked->apart = person_is_male_on_x(question, whom) ? 1 : 2;
}

/* One pass; `*out_sure` as table_read says. */
static bool answer_pass(struct engine *engine, struct asked *asked, bool wide,
                        const struct evidence *further, int count, double *out_log, bool *out_sure,
                        struct error *error) {
    struct work *work = &asked->work;
    struct arena *arena = &engine->scratch;
    struct scale scale = asked->scale; /* what it is read with */
    struct table table;
    double log_weight = 0;
    if (!work->structure->urn) {
        struct program_input input;
        input_fill(work, &scale, scale.prior, arena, &input);
        if (!table_run(engine, work->structure, &input, wide, &table, error)) return false;
    } else {
        if (!urn_run(engine, work, &scale, asked->apart, wide, arena, &table, &log_weight, error))
            return false;
        if (table.dimensions > 0 && (asked->lump == LUMP_UNSEEN || asked->lump == LUMP_ALIKE))
            table_spread(work->question, arena, &scale, &table);
    }
    *out_sure = table_read(&table, &scale, least_sure(work), further, count, out_log);
    log_weight += structure_log_constant(work);
    for (int e = 0; e < count; e++) out_log[e] += log_weight;
    return true;
}

/* `most_work`: with theta, the multiplications it may take. */
static bool answer_question(struct engine *engine, const struct question *question, int whom,
                            const struct evidence *further, int count, double most_work,
                            double *out_log, struct error *error) {
    for (int i = 0; i < question->pedigree->count; i++)
        if (question->evidence[i].kind == EVIDENCE_IMPOSSIBLE) {
            for (int e = 0; e < count; e++) out_log[e] = -INFINITY;
            return true;
        }
    struct arena_mark mark = arena_mark(&engine->scratch);
    struct asked asked = {0};
    prepare(question, whom, further, count, most_work, &engine->scratch, &asked);
    bool done = true, sure = false;
    /* First as if nothing could underflow. Where numbers are small and the machine has noted an
     * underflow, now or before, again with that note cleared; and if so then in wide numbers. */
    for (int pass = 0; done && !sure && pass < 3; pass++) {
        done = answer_pass(engine, &asked, pass == 2, further, count, out_log, &sure, error);
        if (sure || !fetestexcept(FE_UNDERFLOW | FE_OVERFLOW)) break;
        feclearexcept(FE_UNDERFLOW | FE_OVERFLOW);
    }
    arena_release(&engine->scratch, mark);
    return done;
}

bool likelihood_of(struct engine *engine, const struct question *question, double *out_log,
                   struct error *error) {
    static const struct evidence nothing = {.kind = EVIDENCE_NONE};
    return answer_question(engine, question, -1, &nothing, 1, LIKELIHOOD_MOST_URN_WORK, out_log,
                           error);
}

/* Every evidence by itself: then only its alleles are kinds of their own, and not all that are
 * asked about. */
static bool answer_one_by_one(struct engine *engine, const struct question *question, int whom,
                              const struct evidence *further, int count, double *out_log,
                              struct error *error) {
    static const struct evidence nothing = {.kind = EVIDENCE_NONE};
    struct arena_mark mark = arena_mark(&engine->scratch);
    int persons = question->pedigree->count;
    struct evidence *evidence = arena_new(&engine->scratch, struct evidence, persons);
    memcpy(evidence, question->evidence, (size_t)persons * sizeof *evidence);
    struct question one = *question;
    one.evidence = evidence;
    bool done = true;
    for (int e = 0; e < count && done; e++) {
        evidence[whom] = evidence_both(question->evidence[whom], further[e]);
        done = answer_question(engine, &one, -1, &nothing, 1, LIKELIHOOD_MOST_URN_WORK / count,
                               &out_log[e], error);
    }
    arena_release(&engine->scratch, mark);
    return done;
}

bool likelihood_with(struct engine *engine, const struct question *question, int whom,
                     const struct evidence *further, int count, double *out_log,
                     struct error *error) {
    struct error own = {0};
    if (answer_question(engine, question, whom, further, count, LIKELIHOOD_MOST_URN_WORK, out_log,
                        &own))
        return true;
    if (question->theta > 0 && own.code == ERROR_TOO_COSTLY)
        return answer_one_by_one(engine, question, whom, further, count, out_log, error);
    return error_set(error, own.code, "%s", own.text);
}
