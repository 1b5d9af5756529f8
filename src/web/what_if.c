#include "web/what_if.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* One in the making. */
struct trying {
    struct arena scratch; /* gone afterwards */
    const struct run *run;
    struct what_if *what_if;
    struct decisions decisions;
    double *posterior[WHAT_IF_TOTALS_MOST]; /* of each pair; NULL: refused */
    const struct decision **decision;       /* of each pair: what was decided; or NULL */
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
    struct what_if *what_if = trying->what_if;
    struct arena arena;
    struct identification again;
    struct error why = {0};
    arena_open(&arena, 0);
    bool done = identification_reweigh(&arena, run, what_if->totals.total[at], &again, &why);
    if (done) {
        double left_out = isnan(again.joint.bound) ? 0 : again.joint.bound;
        double *sure = arena_new(&trying->scratch, double, run->pairwise.count + 1);
        for (size_t p = 0; p < run->pairwise.count; p++)
            sure[p] = again.posterior[p] * (1 - left_out);
        trying->posterior[at] = sure;
    } else if (why.code == ERROR_CANCELLED) {
        error_set(trying->error, why.code, "%s", why.text);
    } else {
        what_if->refused[at] = arena_copy(&what_if->arena, why.text);
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
    struct what_if *what_if = trying->what_if;
    size_t capacity = 0;
    for (size_t p = 0; p < run->pairwise.count; p++) {
        const struct pairing *pairing = &run->pairwise.pairing[p];
        bool shown = trying->decision[p];
        struct what_if_row row = {.log10_lr = pairing->log_ratio / M_LN10};
        for (int t = 0; t < what_if->totals.count; t++) {
            row.posterior[t] = trying->posterior[t] ? trying->posterior[t][p] : NAN;
            bool named = row.posterior[t] >= what_if->threshold;
            what_if->named[t] += named;
            shown = shown || named;
        }
        if (!shown) continue;
        row.remains = codes_of(&what_if->arena, run, pairing->individual);
        row.code = arena_copy(&what_if->arena, identification_code(run, pairing->individual));
        row.person = arena_copy(&what_if->arena, identification_person(run, pairing->missing));
        if (trying->decision[p]) row.state = decision_state_name(trying->decision[p]->state);
        what_if->row = arena_grow(&what_if->arena, what_if->row, (size_t)what_if->count, &capacity,
                                  sizeof *what_if->row);
        what_if->row[what_if->count++] = row;
    }
}

/* ------------------------------------------------------------------ decisions of today */

static void add_change(struct what_if *what_if, const struct identification *run,
                       const struct decision_change *change) {
    struct arena *arena = &what_if->arena;
    const struct decision *decision = change->decision;
    struct what_if_change *own = &what_if->change[what_if->changes++];
    const char *further = "";
    for (int i = 0; i < change->further_count; i++)
        further = arena_format(arena, "%s%s%s", further, i ? ", " : "", change->further[i]);
    *own = (struct what_if_change){
        .remains = decision_remains(arena, decision),
        .code = decision->remains_count ? arena_copy(arena, decision->remains[0]) : "",
        .person = arena_copy(arena, decision->person),
        .state = decision_state_name(decision->state),
        .why_not = change->why_not ? arena_copy(arena, change->why_not) : NULL,
        .further = *further ? further : NULL,
        .best =
            change->best < 0 ? NULL : arena_copy(arena, identification_person(run, change->best)),
        .before = decision->posterior,
        .now = change->compared ? change->posterior : NAN,
        .best_posterior = change->best_posterior,
        .holds = change->holds};
}

static bool hold_decisions(struct trying *trying, const struct investigation *investigation,
                           const struct tables *tables) {
    const struct identification *run = &trying->run->found;
    struct what_if *what_if = trying->what_if;
    struct decision_changes changes;
    if (!decision_changes_make(&trying->scratch, investigation, tables, &trying->decisions, run,
                               &changes, trying->error))
        return false;
    what_if->base = run->prior.kind == PRIOR_FLAT ? NAN : run->prior.total[0] + run->prior.total[1];
    what_if->threshold = changes.threshold;
    what_if->fallen = changes.fallen;
    what_if->grown = changes.grown;
    what_if->decided = changes.count;
    what_if->change = arena_new(&what_if->arena, struct what_if_change, changes.count);
    for (int i = 0; i < changes.count; i++)
        if (!changes.change[i].holds || changes.change[i].further_count)
            add_change(what_if, run, &changes.change[i]);
    return true;
}

bool what_if_make(const struct run *run, const struct what_if_totals *totals,
                  const struct investigation *investigation, const struct tables *tables,
                  struct what_if **out_trial, struct error *error) {
    struct what_if *what_if = memory_take(1, sizeof *what_if);
    struct trying trying = {.run = run, .what_if = what_if, .error = error};
    arena_open(&what_if->arena, 0);
    arena_open(&trying.scratch, 0);
    what_if->totals = *totals;
    what_if->log_size = run->basis.log_size;
    bool done = decisions_read(&trying.scratch, investigation, tables, &trying.decisions, error) &&
                hold_decisions(&trying, investigation, tables);
    for (int t = 0; t < totals->count && done; t++) done = weigh(&trying, t);
    if (done) {
        find_decisions(&trying);
        list_rows(&trying);
        *out_trial = what_if;
    } else {
        what_if_close(what_if);
    }
    arena_close(&trying.scratch);
    return done;
}

void what_if_close(struct what_if *what_if) {
    if (!what_if) return;
    arena_close(&what_if->arena);
    free(what_if);
}
