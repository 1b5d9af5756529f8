#include "web/dossier.h"

#include <string.h>

#include "case/pair_evidence.h"
#include "http/page_dossier.h"
#include "record/label.h"

/* ------------------------------------------------------------------ what the address names */

/* Who may not read comparisons has the newest and none alike. */
static bool open_comparison(struct dossier *dossier, const char *name, struct error *error) {
    struct visit *visit = dossier->visit;
    struct comparison_line *line;
    int count;
    bool newest = !strcmp(name, "newest");
    if (!strcmp(name, "none") || (newest && !reads_comparisons(visit))) return true;
    if (!check_reads_comparisons(visit, error) || !comparison_lines(visit, &line, &count, error))
        return false;
    if (newest && !count) return true;
    if (!results_hold(visit->web->results, &visit->worker->investigation,
                      newest ? line[0].rec : name, &dossier->held, error))
        return false;
    dossier->result = &dossier->held->result;
    for (int i = 0; i < count; i++)
        if (line[i].index == (long long)dossier->held->comparison.line.index)
            dossier->line = line[i];
    if (!dossier->line.rec) return error_set(error, ERROR_NOT_FOUND, "there is no such comparison");
    return comparison_changes_since(visit->tables, dossier->held->comparison.basis.log_size,
                                    &dossier->changed, error);
}

static bool find_rec(const struct visit *visit, const char *kind, const char *text,
                     const char **out_rec, struct error *error) {
    struct error fault = {0};
    *out_rec = NULL;
    if (!label_find(visit->arena, visit->tables, kind, text, out_rec, &fault) &&
        fault.code != ERROR_BAD_INPUT)
        return error_set(error, fault.code, "%s", fault.text);
    return *out_rec || error_set(error, ERROR_NOT_FOUND, "%s",
                                 say(visit->language, "There is nothing of that name."));
}

static bool find_remains(struct dossier *dossier, struct error *error) {
    struct visit *visit = dossier->visit;
    const struct comparison_individual *one =
        dossier->result ? comparison_result_individual(dossier->result, dossier->code) : NULL;
    int count = one ? one->count : 1;
    dossier->codes = arena_new(visit->arena, const char *, count);
    dossier->remains_rec = arena_new(visit->arena, const char *, count);
    for (int i = 0; i < count; i++) {
        dossier->codes[i] = one ? one->code[i] : dossier->code;
        if (!find_rec(visit, "remains", dossier->codes[i], &dossier->remains_rec[i], error))
            return false;
        dossier->count++;
    }
    return find_rec(visit, "person", dossier->person, &dossier->person_rec, error);
}

bool dossier_open(struct visit *visit, struct dossier *out_dossier, struct error *error) {
    struct dossier *dossier = out_dossier;
    *dossier = (struct dossier){.visit = visit,
                                .page = arena_new(visit->arena, struct page_dossier, 1),
                                .code = request_parameter(visit->request, "remains"),
                                .person = request_parameter(visit->request, "person")};
    if (!check_identifies(visit, error) ||
        !open_comparison(dossier, request_parameter(visit->request, "comparison"), error) ||
        !find_remains(dossier, error) ||
        !decisions_read(visit->arena, visit->investigation, visit->tables, &dossier->decisions,
                        error))
        return false;
    if (dossier->result)
        dossier->pair = comparison_result_pair(dossier->result, dossier->code, dossier->person);
    dossier->address =
        dossier_address(visit->arena, dossier->line.rec, dossier->code, dossier->person);
    return true;
}

void dossier_close(struct dossier *dossier) {
    results_release(dossier->visit->web->results, dossier->held);
}

/* ------------------------------------------------------------------ what may be decided */

bool dossier_is_about(const struct dossier *dossier, const struct decision *decision) {
    return decision_is_of_person(decision, dossier->person_rec) &&
           decision_is_of_remains(decision, dossier->remains_rec, dossier->count);
}

static const struct decision *find_state(const struct dossier *dossier, enum decision_state state) {
    for (int i = dossier->decisions.count - 1; i >= 0; i--) {
        const struct decision *decision = &dossier->decisions.decision[i];
        if (decision->state == state && dossier_is_about(dossier, decision)) return decision;
    }
    return NULL;
}

static bool has_confirmed(const struct decision *decision, const char *user) {
    for (int s = 0; s < decision->step_count; s++)
        if (!strcmp(decision->step[s].kind, "confirmation") && !strcmp(decision->step[s].by, user))
            return true;
    return false;
}

const char *dossier_refusal(const struct dossier *dossier, enum decision_verb verb,
                            const struct decision **out_decision) {
    const struct visit *visit = dossier->visit;
    enum language language = visit->language;
    const char *user = visit->person->user.text;
    const struct decision *confirmed = find_state(dossier, DECISION_CONFIRMED);
    const struct decision *proposed = find_state(dossier, DECISION_PROPOSED);
    *out_decision = verb == DECISION_REVOKE ? confirmed : proposed;
    if (!schema_may_sign(schema_find(decision_verb_kind(verb)), visit->roles))
        return say(language, "Your roles do not sign that.");
    if (verb == DECISION_REVOKE)
        return confirmed ? NULL : say(language, "Nothing is confirmed that could be revoked.");
    if (verb == DECISION_PROPOSE)
        return confirmed ? say(language, "It is confirmed already.") : NULL;
    if (!proposed) return say(language, "Nothing is proposed that could be decided on.");
    if (!strcmp(proposed->proposal.by, user))
        return say(language, "You proposed it yourself: somebody else of the board decides.");
    if (verb == DECISION_CONFIRM && has_confirmed(proposed, user))
        return say(language, "You have confirmed it already: it takes somebody else.");
    return NULL;
}

/* ------------------------------------------------------------------ other evidence */

static const char *range_shown(const struct visit *visit, int least, int most, bool stature) {
    if (least < 0) return say(visit->language, "not known");
    int unit = stature ? 10 : 1;
    const char *range = least / unit == most / unit
                            ? arena_format(visit->arena, "%d", least / unit)
                            : arena_format(visit->arena, "%d–%d", least / unit, most / unit);
    const struct message_value values[] = {{.name = "range", .text = range}, {.name = NULL}};
    return fill(
        visit, stature ? say(visit->language, "{range} cm") : say(visit->language, "{range} years"),
        values);
}

static const char *sex_shown(const struct visit *visit, const char *sex) {
    return !*sex         ? say(visit->language, "not known")
           : *sex == 'M' ? say(visit->language, "male")
                         : say(visit->language, "female");
}

static const char *says_shown(const struct visit *visit, const struct pair_line *line) {
    enum language language = visit->language;
    if (line->kind == LINE_DOCUMENT)
        return line->says == SAYS_SUPPORTS      ? say(language, "a lead to this person")
               : line->says == SAYS_CONTRADICTS ? say(language, "a lead to somebody else")
                                                : say(language, "not said whose it was");
    return line->says == SAYS_SUPPORTS      ? say(language, "supports")
           : line->says == SAYS_CONTRADICTS ? say(language, "contradicts")
                                            : say(language, "says nothing");
}

static struct page_dossier_lines line_shown(const struct visit *visit,
                                            const struct pair_line *line) {
    enum language language = visit->language;
    const char *const names[LINE_KINDS] = {[LINE_SEX] = say(language, "Sex"),
                                           [LINE_AGE] = say(language, "Age"),
                                           [LINE_STATURE] = say(language, "Stature"),
                                           [LINE_DOCUMENT] =
                                               say(language, "Document found with it")};
    bool stature = line->kind == LINE_STATURE, sex = line->kind == LINE_SEX;
    struct page_dossier_lines shown = {.name = names[line->kind],
                                       .address = record_address(visit->arena, line->rec),
                                       .says = says_shown(visit, line),
                                       .against = line->says == SAYS_CONTRADICTS};
    if (line->kind == LINE_DOCUMENT || sex) {
        shown.remains = sex ? sex_shown(visit, line->remains) : line->remains;
        shown.person = sex ? sex_shown(visit, line->person) : line->person;
    } else {
        shown.remains = range_shown(visit, line->remains_least, line->remains_most, stature);
        shown.person = range_shown(visit, line->person_least, line->person_most, stature);
    }
    return shown;
}

/* May the visitor read what a line rests on? */
static bool may_read_line(const struct visit *visit, const struct pair_line *line) {
    static const char *const fields[LINE_KINDS] = {"sex", "born", "height", "id"};
    return schema_may_read(schema_field_find(schema_find("person"), fields[line->kind]),
                           visit->roles) &&
           (line->kind != LINE_DOCUMENT || schema_may_look(schema_find("document"), visit->roles));
}

bool dossier_show_lines(struct dossier *dossier, struct error *error) {
    const struct visit *visit = dossier->visit;
    struct pair_evidence evidence;
    bool hidden = false;
    if (!pair_evidence_read(visit->arena, visit->tables, dossier->remains_rec, dossier->count,
                            dossier->person_rec, &evidence, error))
        return false;
    struct page_dossier_lines *lines =
        arena_new(visit->arena, struct page_dossier_lines, evidence.count);
    for (int i = 0; i < evidence.count; i++) {
        if (may_read_line(visit, &evidence.line[i]))
            lines[dossier->page->lines_count++] = line_shown(visit, &evidence.line[i]);
        else hidden = true;
    }
    dossier->page->lines = lines;
    if (hidden)
        dossier->page->unseen =
            say(visit->language, "Other evidence is in the record, and for other "
                                 "roles.");
    return true;
}
