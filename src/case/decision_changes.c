#include "case/decision_changes.h"

#include <math.h>
#include <string.h>

#include "base/decimal.h"
#include "base/json.h"
#include "case/comparison.h"
#include "case/layout.h"
#include "case/probability_text.h"
#include "store/statements.h"

/* ------------------------------------------------------------------ what a run says of it */

static bool names(const struct decision *decision, const char *code) {
    for (int i = 0; i < decision->remains_count; i++)
        if (strcmp(decision->remains[i], code) == 0) return true;
    return false;
}

/* The individual of the first of its remains; *out_one: all others are of it too. */
static int find_individual(const struct identification *run, const struct decision *decision,
                           bool *out_one) {
    int found = -1;
    *out_one = true;
    for (int r = 0; r < run->dataset->remains_count; r++) {
        if (!names(decision, run->dataset->remains[r].code)) continue;
        int individual = run->individuals.of_remains[r];
        *out_one = *out_one && (found < 0 || found == individual);
        if (found < 0) found = individual;
    }
    return found;
}

static void find_further(struct arena *arena, const struct identification *run, int individual,
                         struct decision_change *change) {
    const struct individual *one = &run->individuals.individual[individual];
    change->further = arena_new(arena, const char *, one->count);
    for (int i = 0; i < one->count; i++) {
        const char *code = run->dataset->remains[one->remains[i]].code;
        if (!names(change->decision, code)) change->further[change->further_count++] = code;
    }
}

static int find_missing(const struct identification *run, const char *person) {
    for (int j = 0; j < run->dataset->missing_count; j++)
        if (strcmp(identification_person(run, j), person) == 0) return j;
    return -1;
}

static const char *why_not_compared(struct arena *arena, const struct identification *run,
                                    int individual, int missing,
                                    const struct decision *decision) {
    if (individual < 0) return "the remains are not among those that were compared";
    if (missing < 0)
        return arena_format(arena, "%s is not listed as missing", decision->person);
    const struct dataset *dataset = run->dataset;
    if (dataset->family[dataset->missing[missing].family].left_out)
        return arena_format(arena, "family %s was left out of the run",
                            identification_family(run, missing));
    if (!run->casework.informative[missing])
        return arena_format(arena, "nobody akin to %s is typed", decision->person);
    return "their sexes differ, where they are certain";
}

static void judge(struct arena *arena, const struct identification *run, double threshold,
                  struct decision_change *change) {
    bool one;
    int individual = find_individual(run, change->decision, &one);
    int missing = find_missing(run, change->decision->person);
    double left_out = isnan(run->joint.bound) ? 0 : run->joint.bound;
    change->best = -1;
    if (individual >= 0)
        for (size_t p = run->pairwise.first_of_individual[individual];
             p < run->pairwise.first_of_individual[individual + 1]; p++) {
            int other = run->pairwise.pairing[p].missing;
            if (other == missing) {
                change->compared = true;
                change->posterior = run->posterior[p] * (1 - left_out);
            }
            if (run->posterior[p] <= change->best_posterior) continue;
            change->best_posterior = run->posterior[p];
            change->best = other;
        }
    if (change->best == missing) change->best = -1;
    if (!change->compared)
        change->why_not = why_not_compared(arena, run, individual, missing, change->decision);
    else if (!one) change->why_not = "its remains are not taken as one person any more";
    if (individual >= 0) find_further(arena, run, individual, change);
    change->holds = change->compared && one && run->prior.kind == PRIOR_INCIDENT &&
                    change->posterior >= threshold;
}

/* ------------------------------------------------------------------ what is new since */

/* How many entries the record had when the decision's comparison was run; 0 when that cannot be
 * told. */
static bool find_size(struct arena *arena, const struct investigation *investigation,
                      const char *comparison, uint64_t *out_size, struct error *error) {
    struct comparison found;
    struct error failed = {0};
    *out_size = 0;
    if (!comparison) return true;
    if (comparison_read(arena, investigation, comparison, &found, &failed))
        *out_size = found.basis.log_size;
    return failed.code == ERROR_NONE || failed.code == ERROR_NOT_FOUND ||
           error_set(error, failed.code, "%s", failed.text);
}

static bool count_changed(const struct tables *tables, const uint64_t *size,
                          struct decision_changes *changes, struct error *error) {
    struct query *query;
    bool row = false, good;
    if (!query_open(tables->store, &HEADS_ALL, &query, error)) return false;
    while ((good = query_step(query, &row, error)) && row) {
        int kind = record_rows_kind(query_text(query, 2));
        for (int i = 0; kind >= 0 && i < changes->count; i++)
            changes->change[i].changed[kind] += query_int(query, 0) >= (int64_t)size[i];
    }
    query_close(query);
    return good;
}

static bool stands(const struct decision *decision) {
    return decision->state == DECISION_PROPOSED || decision->state == DECISION_CONFIRMED;
}

/* Does it rest on its posterior? One that was below the threshold even then rests on what else is
 * said in it. */
static bool is_judged(const struct decisions *decisions, const struct decision *decision) {
    double threshold = isnan(decision->threshold) ? decisions->threshold : decision->threshold;
    return stands(decision) && decision->posterior >= threshold;
}

bool decision_changes_make(struct arena *arena, const struct investigation *investigation,
                           const struct tables *tables, const struct decisions *decisions,
                           const struct identification *run, struct decision_changes *out_changes,
                           struct error *error) {
    struct decision_changes changes = {.run = run, .threshold = decisions->threshold};
    const char *last = NULL;
    uint64_t last_size = 0;
    changes.change = arena_new(arena, struct decision_change, decisions->count);
    uint64_t *size = arena_new(arena, uint64_t, decisions->count);
    for (int i = 0; i < decisions->count; i++) {
        const struct decision *decision = &decisions->decision[i];
        if (!is_judged(decisions, decision)) {
            changes.apart += stands(decision);
            continue;
        }
        struct decision_change *change = &changes.change[changes.count];
        change->decision = decision;
        judge(arena, run, changes.threshold, change);
        changes.fallen += !change->holds;
        changes.grown += change->further_count > 0;
        bool again = last && decision->comparison && strcmp(last, decision->comparison) == 0;
        if (!again && !find_size(arena, investigation, decision->comparison, &last_size, error))
            return false;
        last = decision->comparison;
        size[changes.count++] = last_size;
    }
    if (!count_changed(tables, size, &changes, error)) return false;
    *out_changes = changes;
    return true;
}

/* ------------------------------------------------------------------ for people */

static const char *changed_text(struct arena *arena, const struct decision_change *change) {
    const char *text = "";
    for (int kind = 0; kind < RECORD_ROWS_KINDS; kind++)
        if (change->changed[kind])
            text = arena_format(arena, "%s%s%d of %s", text, *text ? ", " : "",
                                change->changed[kind], RECORD_ROWS_KIND[kind]);
    return text;
}

static double total_of(const struct identification *run) {
    return run->prior.kind == PRIOR_FLAT ? NAN : run->prior.total[0] + run->prior.total[1];
}

static const char *reasons_text(struct arena *arena, const struct decision_changes *changes,
                                const struct decision_change *change) {
    const char *text = change->why_not ? change->why_not : "";
    const char *changed = changed_text(arena, change);
    double total = total_of(changes->run);
    if (change->decision->missing_total >= 0 && (double)change->decision->missing_total != total)
        text = arena_format(arena, "%s%sN was %lld", text, *text ? "; " : "",
                            (long long)change->decision->missing_total);
    if (*changed)
        text = arena_format(arena, "%s%snew or changed since: %s", text, *text ? "; " : "",
                            changed);
    if (change->best >= 0 && change->best_posterior >= 0.01)
        text = arena_format(arena, "%s%snow the most probable: %s, %s", text, *text ? "; " : "",
                            identification_person(changes->run, change->best),
                            probability_text(arena, change->best_posterior));
    return text;
}

static void write_fallen(struct arena *arena, const struct decision_changes *changes,
                         struct buffer *out) {
    buffer_add_text(out, "\n  remains        person     then        now         state      entry\n");
    for (int i = 0; i < changes->count; i++) {
        const struct decision_change *change = &changes->change[i];
        const struct decision *decision = change->decision;
        if (change->holds) continue;
        buffer_add_text(out, "  ");
        layout_cell(out, decision->remains_count ? decision->remains[0] : "(erased)", 15);
        layout_cell(out, decision->person, 11);
        layout_cell(out, probability_text(arena, decision->posterior), 12);
        layout_cell(out, change->compared ? probability_text(arena, change->posterior) : "-", 12);
        layout_cell(out, decision_state_name(decision->state), 11);
        layout_cell(out, arena_format(arena, "%lld", (long long)decision->proposal.index), 8);
        layout_end_line(out);
        const char *reasons = reasons_text(arena, changes, change);
        if (*reasons) layout_wrap(out, "      ", "      ", reasons);
    }
}

static const char *further_text(struct arena *arena, const struct decision_change *change) {
    const char *text = "";
    for (int i = 0; i < change->further_count; i++)
        text = arena_format(arena, "%s%s%s", text, i ? ", " : "", change->further[i]);
    return text;
}

static void write_grown(struct arena *arena, const struct decision_changes *changes,
                        struct buffer *out) {
    buffer_add_text(out, "\nFurther remains of the same person, which no decision names yet\n\n");
    for (int i = 0; i < changes->count; i++) {
        const struct decision_change *change = &changes->change[i];
        if (!change->further_count) continue;
        layout_wrap(out, "  ", "      ",
                    arena_format(arena, "%s as %s: %s", change->decision->remains[0],
                                 change->decision->person, further_text(arena, change)));
    }
}

void decision_changes_text(struct arena *arena, const struct decision_changes *changes,
                           struct buffer *out) {
    const struct identification *run = changes->run;
    int holding = changes->count - changes->fallen;
    const char *total = run->prior.kind == PRIOR_FLAT
                            ? "the flat prior, under which none holds"
                            : arena_format(arena, "N = %.0f", total_of(run));
    layout_wrap(out, "", "",
                arena_format(arena, "%d decision%s that rest on a posterior, held against the record "
                                    "as it is now, with %s, theta %s and a threshold of %s: %d hold, "
                                    "%d %s.", changes->count, changes->count == 1 ? "" : "s", total,
                             decimal_of(run->dataset->theta).text,
                             decimal_of(changes->threshold).text, holding, changes->fallen,
                             changes->fallen == 1 ? "does not" : "do not"));
    if (changes->apart)
        buffer_format(out, "%d more rest on other evidence, and are not judged here.\n",
                      changes->apart);
    if (isnan(run->joint.bound))
        layout_wrap(out, "", "", "What the sum left out is not bounded by proof: take the posteriors "
                    "as provisional.");
    if (changes->fallen) write_fallen(arena, changes, out);
    if (changes->grown) write_grown(arena, changes, out);
}

/* ------------------------------------------------------------------ for programs */

static void write_change(struct json *json, const struct decision_changes *changes,
                         const struct decision_change *change) {
    const struct decision *decision = change->decision;
    json_open_object_flat(json);
    json_name(json, "remains");
    json_open_list(json);
    for (int i = 0; i < decision->remains_count; i++) json_text(json, decision->remains[i]);
    json_close_list(json);
    json_member_text(json, "person", decision->person);
    json_member_text(json, "state", decision_state_name(decision->state));
    json_member_whole(json, "entry", decision->proposal.index);
    json_member_number(json, "posterior_then", decision->posterior);
    json_member_number(json, "posterior_now", change->compared ? change->posterior : NAN);
    json_member_truth(json, "holds", change->holds);
    json_member_text(json, "why_not", change->why_not);
    json_name(json, "further");
    json_open_list(json);
    for (int i = 0; i < change->further_count; i++) json_text(json, change->further[i]);
    json_close_list(json);
    json_name(json, "best");
    if (change->best < 0) json_none(json);
    else {
        json_open_object(json);
        json_member_text(json, "person", identification_person(changes->run, change->best));
        json_member_number(json, "p", change->best_posterior);
        json_close_object(json);
    }
    json_name(json, "missing_total_then");
    if (decision->missing_total < 0) json_none(json);
    else json_whole(json, decision->missing_total);
    json_name(json, "changed");
    json_open_object(json);
    for (int kind = 0; kind < RECORD_ROWS_KINDS; kind++)
        if (change->changed[kind])
            json_member_whole(json, RECORD_ROWS_KIND[kind], change->changed[kind]);
    json_close_object(json);
    json_close_object(json);
}

void decision_changes_json(const struct decision_changes *changes, struct buffer *out) {
    struct json json = json_to(out);
    json_open_object(&json);
    json_member_number(&json, "threshold", changes->threshold);
    json_member_number(&json, "missing_total", total_of(changes->run));
    json_member_number(&json, "theta", changes->run->dataset->theta);
    json_member_number(&json, "bound", changes->run->joint.bound);
    json_member_whole(&json, "fallen", changes->fallen);
    json_name(&json, "decisions");
    json_open_list(&json);
    for (int i = 0; i < changes->count; i++) write_change(&json, changes, &changes->change[i]);
    json_close_list(&json);
    json_close_object(&json);
}
