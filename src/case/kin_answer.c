#include "case/kin_answer.h"

#include <math.h>

#include "case/linkage.h"
#include "identify/likelihood.h"
#include "input/names.h"

/* Where the typed persons stand in a hypothesis's pedigree. */
static int *find_typed(struct arena *arena, const struct kin_case *kin,
                       const struct pedigree *pedigree) {
    const char **id = arena_new(arena, const char *, pedigree->count);
    for (int i = 0; i < pedigree->count; i++) id[i] = pedigree->person[i].id;
    struct names ids = names_make(arena, pedigree->count, id, NAMES_EXACT);
    int *typed = arena_new(arena, int, kin->person_count);
    for (int i = 0; i < kin->person_count; i++) typed[i] = names_find(&ids, kin->person[i]);
    return typed;
}

static struct kin_numbers new_numbers(struct arena *arena, int count) {
    return (struct kin_numbers){.log_likelihood = arena_new(arena, double, count),
                                .log10_ratio = arena_new(arena, double, count)};
}

static bool is_covered(const struct kin_case *kin, const struct marker *marker) {
    for (int h = 0; h < kin->hypothesis_count; h++)
        if (!likelihood_covers(marker, &kin->hypothesis[h].pedigree)) return false;
    return true;
}

static bool compute(struct arena *arena, struct engine *engine, const struct kin_case *kin, int h,
                    const struct cancel *cancel, struct kin_answer *answer, struct error *error) {
    const struct pedigree *pedigree = &kin->hypothesis[h].pedigree;
    struct arena_mark mark = arena_mark(arena);
    const int *typed = find_typed(arena, kin, pedigree);
    struct evidence *evidence = arena_new(arena, struct evidence, pedigree->count);
    bool done = true;
    for (int m = 0; m < kin->panel.count && done; m++) {
        const struct marker *marker = &kin->panel.marker[m];
        if (!answer->of_marker[m].log_likelihood) continue;
        for (int i = 0; i < kin->person_count; i++)
            evidence[typed[i]] = evidence_of(marker, kin->profile[i].genotype[m],
                                             kin->profile[i].dropout,
                                             pedigree->person[typed[i]].sex);
        struct question question = {.marker = marker,
                                    .pedigree = pedigree,
                                    .evidence = evidence,
                                    .theta = kin->theta};
        double *log = &answer->of_marker[m].log_likelihood[h];
        done = !cancel_requested(cancel)
                   ? likelihood_of(engine, &question, log, error)
                   : error_set(error, ERROR_CANCELLED, "interrupted");
        if (!done)
            error_within(error, "hypothesis %s, marker %s", kin->hypothesis[h].name, marker->name);
        if (!done && error->code == ERROR_TOO_COSTLY)
            error_advise(error,
                         "leave out persons through whom no typed persons are related, or ask "
                         "about fewer at once%s",
                         kin->theta > 0 ? ", or take theta 0" : "");
        if (answer->counted[m]) answer->whole.log_likelihood[h] += *log;
    }
    arena_release(arena, mark);
    return done;
}

static void divide(struct kin_numbers *numbers, int count, int reference) {
    for (int h = 0; h < count; h++)
        numbers->log10_ratio[h] =
            (numbers->log_likelihood[h] - numbers->log_likelihood[reference]) / M_LN10;
}

bool kin_answer_make(struct arena *arena, const struct kin_case *kin, const struct cancel *cancel,
                     struct kin_answer *out_answer, struct error *error) {
    int count = kin->hypothesis_count;
    struct kin_answer answer = {.whole = new_numbers(arena, count)};
    answer.of_marker = arena_new(arena, struct kin_numbers, kin->panel.count);
    for (int m = 0; m < kin->panel.count; m++) {
        if (is_covered(kin, &kin->panel.marker[m]))
            answer.of_marker[m] = new_numbers(arena, count);
        else answer.left_out++;
    }
    answer.counted = arena_new(arena, bool, kin->panel.count);
    linkage_choose(&kin->panel, answer.counted);
    for (int m = 0; m < kin->panel.count; m++)
        answer.counted[m] = answer.counted[m] && answer.of_marker[m].log_likelihood;
    struct engine *engine = engine_open();
    bool done = true;
    for (int h = 0; h < count && done; h++)
        done = compute(arena, engine, kin, h, cancel, &answer, error);
    engine_close(engine);
    if (!done) return false;
    divide(&answer.whole, count, kin->reference);
    for (int m = 0; m < kin->panel.count; m++)
        if (answer.of_marker[m].log_likelihood)
            divide(&answer.of_marker[m], count, kin->reference);
    *out_answer = answer;
    return true;
}
