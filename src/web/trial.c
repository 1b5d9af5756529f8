#include "web/trial.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* A trial in the making. */
struct trying {
    struct arena scratch; /* gone afterwards */
    const struct run *run;
    struct trial *trial;
    struct decisions decisions;
    double *posterior[TRIAL_TOTALS_MOST]; /* of each pair; NULL: refused */
    const struct decision **decision;     /* of each pair: what was decided; or NULL */
    struct error *error;
};

static const char *codes_of(struct arena *arena, const struct identification *run, int individual) {
    const struct individual *one = &run->individuals.individual[individual];
    const char *text = "";
    for (int i = 0; i < one->count; i++)
        text = arena_format(arena, "%s%s%s", text, i ? " + " : "",
                            run->dataset->remains[one->remains[i]].code);
    return text;
}

/* ------------------------------------------------------------------ the numbers */

static bool weigh(struct trying *trying, int at) {
    const struct identification *run = &trying->run->found;
    struct trial *trial = trying->trial;
    struct arena arena;
    struct identification again;
    struct error why = {0};
    arena_open(&arena, 0);
    bool done = identification_reweigh(&arena, run, trial->totals.total[at], &again, &why);
    if (done) {
        double left_out = isnan(again.joint.bound) ? 0 : again.joint.bound;
        double *sure = arena_new(&trying->scratch, double, run->pairwise.count + 1);
        for (size_t p = 0; p < run->pairwise.count; p++)
            sure[p] = again.posterior[p] * (1 - left_out);
        trying->posterior[at] = sure;
    } else if (why.code == ERROR_CANCELLED) {
        error_set(trying->error, why.code, "%s", why.text);
    } else {
        trial->refused[at] = arena_copy(&trial->arena, why.text);
    }
    arena_close(&arena);
    return trying->error->code == ERROR_NONE;
}

/* ------------------------------------------------------------------ who is shown */

static bool is_open(const struct decision *decision) {
    return decision->state == DECISION_PROPOSED || decision->state == DECISION_CONFIRMED;
}

static bool is_of(const struct decision *decision, const struct identification *run,
                  int individual) {
    const struct individual *one = &run->individuals.individual[individual];
    for (int i = 0; i < one->count; i++)
        for (int r = 0; r < decision->remains_count; r++)
            if (!strcmp(decision->remains[r], run->dataset->remains[one->remains[i]].code))
                return true;
    return false;
}

static void find_decisions(struct trying *trying) {
    const struct identification *run = &trying->run->found;
    trying->decision =
        arena_new(&trying->scratch, const struct decision *, run->pairwise.count + 1);
    for (int d = 0; d < trying->decisions.count; d++) {
        const struct decision *decision = &trying->decisions.decision[d];
        for (int i = 0; is_open(decision) && i < run->individuals.count; i++) {
            if (!is_of(decision, run, i)) continue;
            for (size_t p = run->pairwise.first_of_individual[i];
                 p < run->pairwise.first_of_individual[i + 1]; p++)
                if (!strcmp(identification_person(run, run->pairwise.pairing[p].missing),
                            decision->person))
                    trying->decision[p] = decision;
        }
    }
}

static void list_rows(struct trying *trying) {
    const struct identification *run = &trying->run->found;
    struct trial *trial = trying->trial;
    size_t capacity = 0;
    for (size_t p = 0; p < run->pairwise.count; p++) {
        const struct pairing *pairing = &run->pairwise.pairing[p];
        bool shown = trying->decision[p];
        struct trial_row row = {.log10_lr = pairing->log_ratio / M_LN10};
        for (int t = 0; t < trial->totals.count; t++) {
            row.posterior[t] = trying->posterior[t] ? trying->posterior[t][p] : NAN;
            bool named = row.posterior[t] >= trial->threshold;
            trial->named[t] += named;
            shown = shown || named;
        }
        if (!shown) continue;
        row.remains = codes_of(&trial->arena, run, pairing->individual);
        row.code = arena_copy(&trial->arena, identification_code(run, pairing->individual));
        row.person = arena_copy(&trial->arena, identification_person(run, pairing->missing));
        if (trying->decision[p]) row.state = decision_state_name(trying->decision[p]->state);
        trial->row = arena_grow(&trial->arena, trial->row, (size_t)trial->count, &capacity,
                                sizeof *trial->row);
        trial->row[trial->count++] = row;
    }
}

/* ------------------------------------------------------------------ decisions of today */

static void add_change(struct trial *trial, const struct identification *run,
                       const struct decision_change *change) {
    struct arena *arena = &trial->arena;
    const struct decision *decision = change->decision;
    struct trial_change *own = &trial->change[trial->changes++];
    const char *further = "";
    for (int i = 0; i < change->further_count; i++)
        further = arena_format(arena, "%s%s%s", further, i ? ", " : "", change->further[i]);
    *own = (struct trial_change){
        .remains = decision_remains(arena, decision),
        .code = decision->remains_count ? arena_copy(arena, decision->remains[0]) : "",
        .person = arena_copy(arena, decision->person),
        .state = decision_state_name(decision->state),
        .why_not = change->why_not ? arena_copy(arena, change->why_not) : NULL,
        .further = *further ? further : NULL,
        .best = change->best < 0 ? NULL
                                 : arena_copy(arena, identification_person(run, change->best)),
        .before = decision->posterior,
        .now = change->compared ? change->posterior : NAN,
        .best_posterior = change->best_posterior,
        .holds = change->holds};
}

static bool hold_decisions(struct trying *trying, const struct investigation *investigation,
                           const struct tables *tables) {
    const struct identification *run = &trying->run->found;
    struct trial *trial = trying->trial;
    struct decision_changes changes;
    if (!decision_changes_make(&trying->scratch, investigation, tables, &trying->decisions, run,
                               &changes, trying->error))
        return false;
    trial->base = run->prior.kind == PRIOR_FLAT ? NAN
                                                : run->prior.total[0] + run->prior.total[1];
    trial->threshold = changes.threshold;
    trial->fallen = changes.fallen;
    trial->grown = changes.grown;
    trial->decided = changes.count;
    trial->change = arena_new(&trial->arena, struct trial_change, changes.count);
    for (int i = 0; i < changes.count; i++)
        if (!changes.change[i].holds || changes.change[i].further_count)
            add_change(trial, run, &changes.change[i]);
    return true;
}

bool trial_make(const struct run *run, const struct trial_totals *totals,
                const struct investigation *investigation, const struct tables *tables,
                struct trial **out_trial, struct error *error) {
    struct trial *trial = memory_take(1, sizeof *trial);
    struct trying trying = {.run = run, .trial = trial, .error = error};
    arena_open(&trial->arena, 0);
    arena_open(&trying.scratch, 0);
    trial->totals = *totals;
    trial->log_size = run->basis.log_size;
    bool done = decisions_read(&trying.scratch, investigation, tables, &trying.decisions, error) &&
                hold_decisions(&trying, investigation, tables);
    for (int t = 0; t < totals->count && done; t++) done = weigh(&trying, t);
    if (done) {
        find_decisions(&trying);
        list_rows(&trying);
        *out_trial = trial;
    } else {
        what_if_close(trial);
    }
    arena_close(&trying.scratch);
    return done;
}

void what_if_close(struct trial *trial) {
    if (!trial) return;
    arena_close(&trial->arena);
    free(trial);
}
