#include "case/decision_parts.h"

#include <math.h>
#include <string.h>

#include "base/decimal.h"
#include "case/probability_text.h"
#include "record/label.h"
#include "schema/quote.h"

/* ------------------------------------------------------------------ names */

bool decision_add_remains(struct arena *arena, const struct tables *tables, const char *code,
                          struct decision_names *names, struct error *error) {
    const char *rec, *label;
    if (!label_find(arena, tables, "remains", code, &rec, error)) return false;
    if (!rec)
        return error_set(error, ERROR_NOT_FOUND, "there are no remains %s", quote(code).text);
    for (int i = 0; i < names->count; i++)
        if (strcmp(names->remains_rec[i], rec) == 0) return true;
    if (names->count == DECISION_REMAINS_MOST)
        return error_set(error, ERROR_TOO_LARGE, "more than %d remains in one decision",
                         DECISION_REMAINS_MOST);
    if (!label_of(arena, tables, rec, &label, error)) return false;
    names->remains[names->count] = label;
    names->remains_rec[names->count] = rec;
    names->remains_text = names->count
                              ? arena_format(arena, "%s + %s", names->remains_text, label)
                              : label;
    names->count++;
    return true;
}

static bool find_names(struct arena *arena, const struct decision_basis *basis,
                       const struct decision_request *request, struct decision_names *names,
                       struct error *error) {
    for (const char *at = request->remains; *(at += strspn(at, "+; "));) {
        size_t length = strcspn(at, "+; ");
        if (!decision_add_remains(arena, basis->tables, arena_copy_part(arena, at, length), names,
                                  error))
            return false;
        at += length;
    }
    if (names->count == 0) return error_set(error, ERROR_BAD_INPUT, "it does not say which remains");
    if (!label_find(arena, basis->tables, "person", request->person, &names->person_rec, error))
        return false;
    if (!names->person_rec)
        return error_set(error, ERROR_NOT_FOUND, "there is no person %s",
                         quote(request->person).text);
    return label_of(arena, basis->tables, names->person_rec, &names->person, error);
}

/* ------------------------------------------------------------------ what is decided on */

static bool is_about(const struct decision *decision, const struct decision_names *names) {
    return decision_is_of_person(decision, names->person_rec) &&
           decision_is_of_remains(decision, names->remains_rec, names->count);
}

/* What has become of it, when there is nothing of the state that was asked for. */
static bool refuse_missing(const struct decision_basis *basis, const struct decision_names *names,
                           enum decision_state state, struct error *error) {
    const struct decisions *decisions = basis->decisions;
    const struct decision *last = NULL;
    for (int i = 0; i < decisions->count; i++)
        if (is_about(&decisions->decision[i], names)) last = &decisions->decision[i];
    if (!last)
        return error_set(error, ERROR_NOT_FOUND, "nobody has proposed it: cairn decide DIR propose %s "
                         "%s", names->remains[0], names->person);
    return error_set(error, ERROR_CONFLICT, "it is %s, not %s: see entry %lld",
                     decision_state_name(last->state), decision_state_name(state),
                     (long long)(last->step_count ? last->step[last->step_count - 1].index
                                                  : last->proposal.index));
}

static bool find_decision(const struct decision_basis *basis, const struct decision_names *names,
                          enum decision_state state, const struct decision **out_decision,
                          struct error *error) {
    const struct decisions *decisions = basis->decisions;
    const struct decision *found = NULL;
    for (int i = 0; i < decisions->count; i++) {
        const struct decision *decision = &decisions->decision[i];
        if (decision->state != state || !is_about(decision, names)) continue;
        if (found)
            return error_set(error, ERROR_CONFLICT, "several are %s: entries %lld and %lld; name "
                             "remains that only one of them names", decision_state_name(state),
                             (long long)found->proposal.index,
                             (long long)decision->proposal.index);
        found = decision;
    }
    if (!found) return refuse_missing(basis, names, state, error);
    if (found->forked)
        return error_set(error, ERROR_CONFLICT, "the proposal in entry %lld has several newest "
                         "revisions: propose again, which settles it",
                         (long long)found->proposal.index);
    *out_decision = found;
    return true;
}

/* ------------------------------------------------------------------ confirming */

static bool check_people(const struct decision_basis *basis, const struct decision *decision,
                         struct error *error) {
    if (strcmp(decision->proposal.by, basis->by) == 0)
        return error_set(error, ERROR_DENIED, "who has proposed it cannot decide on it too: "
                         "somebody else of the board has to");
    return true;
}

static bool check_twice(const struct decision_basis *basis, const struct decision *decision,
                        struct error *error) {
    for (int s = 0; s < decision->step_count; s++)
        if (strcmp(decision->step[s].kind, "confirmation") == 0 &&
            strcmp(decision->step[s].by, basis->by) == 0)
            return error_set(error, ERROR_DENIED, "entry %lld: the same person has confirmed it "
                             "already; it takes %d different ones",
                             (long long)decision->step[s].index, basis->decisions->needed);
    return true;
}

static bool check_conflict(struct arena *arena, const struct decision_basis *basis,
                           const char *const *remains_rec, int count, const char *person_rec,
                           struct error *error) {
    const struct decision *other =
        decisions_conflict(basis->decisions, remains_rec, count, person_rec);
    if (!other) return true;
    return error_set(error, ERROR_DENIED, "%s is confirmed as %s (proposed in entry %lld): where "
                     "that is wrong it has to be revoked first; where these are further parts of "
                     "the same person, name them together",
                     decision_remains(arena, other), other->person,
                     (long long)other->proposal.index);
}

/* A comparison after the proposal, which says less. */
static bool check_newer(struct arena *arena, const struct decision_basis *basis,
                        const struct decision *decision, const json_t *fields,
                        struct error *error) {
    const struct comparison_result *result = basis->result;
    double sure = 0;
    if (!result->comparison || isnan(decision->posterior) ||
        (int64_t)result->comparison->line.index < decision->proposal.index ||
        json_object_get(fields, "reasons"))
        return true;
    const struct comparison_pair *pair =
        comparison_result_pair(result, decision->remains[0], decision->person);
    if (pair) sure = comparison_result_sure(result, pair);
    if (result->incident && sure >= basis->decisions->threshold) return true;
    return error_set(error, ERROR_DENIED, "comparison %llu, which is newer than the proposal, gives "
                     "a posterior of %s, and %s is the threshold: propose it anew, or say with "
                     "reasons=TEXT why it is confirmed all the same",
                     (unsigned long long)result->comparison->line.index,
                     probability_text(arena, sure),
                     decimal_of(basis->decisions->threshold).text);
}

static bool answer(struct arena *arena, const struct decision_basis *basis,
                   enum decision_verb verb, const struct decision_names *names, json_t *fields,
                   struct error *error) {
    const struct decision *decision;
    if (!find_decision(basis, names, DECISION_PROPOSED, &decision, error) ||
        !check_people(basis, decision, error))
        return false;
    json_object_set_new(fields, "proposal", json_string(decision->proposal.leaf));
    return verb == DECISION_REFUSE ||
           (check_twice(basis, decision, error) &&
            check_conflict(arena, basis, decision->remains_rec, decision->remains_count,
                           decision->person_rec, error) &&
            check_newer(arena, basis, decision, fields, error));
}

/* The confirmation that made it one is what falls. */
static bool revoke(const struct decision_basis *basis, const struct decision_names *names,
                   json_t *fields, struct error *error) {
    const struct decision *decision;
    if (!find_decision(basis, names, DECISION_CONFIRMED, &decision, error)) return false;
    for (int s = 0; s < decision->step_count; s++)
        if (strcmp(decision->step[s].kind, "confirmation") == 0)
            json_object_set_new(fields, "confirmation", json_string(decision->step[s].leaf));
    return true;
}

/* A choice of one word says itself. */
static void put_only_choices(const struct schema *schema, json_t *fields) {
    for (int i = 0; i < schema->field_count; i++) {
        const struct schema_field *field = &schema->fields[i];
        if (field->type == FIELD_CHOICE && field->required && field->words.count == 1 &&
            !json_object_get(fields, field->name))
            json_object_set_new(fields, field->name, json_string(field->words.word[0]));
    }
}

/* An open proposal of the same is revised, with the reason said, and needs confirming anew. */
static bool find_open(const struct decision_basis *basis, const struct decision_names *names,
                      const json_t *fields, const char **out_rec, struct error *error) {
    for (int i = 0; i < basis->decisions->count; i++) {
        const struct decision *decision = &basis->decisions->decision[i];
        if (!is_about(decision, names)) continue;
        if (decision->state == DECISION_CONFIRMED &&
            decision->remains_count >= names->count)
            return error_set(error, ERROR_CONFLICT, "that is confirmed already: see entry %lld",
                             (long long)decision->step[decision->step_count - 1].index);
        if (decision->state != DECISION_PROPOSED) continue;
        if (!json_object_get(fields, "reason"))
            return error_set(error, ERROR_CONFLICT, "entry %lld proposes it already; to change that "
                             "proposal say why: reason=TEXT",
                             (long long)decision->proposal.index);
        *out_rec = decision->proposal.rec;
    }
    return true;
}

bool decision_make(struct arena *arena, const struct decision_basis *basis,
                   enum decision_verb verb, const struct decision_request *request,
                   const char **out_rec, struct error *error) {
    struct decision_names names = {.remains_text = ""};
    const char *rec = NULL;
    bool done = find_names(arena, basis, request, &names, error);
    if (done && verb == DECISION_PROPOSE)
        done = decision_propose(arena, basis, &names, request->fields, error) &&
               find_open(basis, &names, request->fields, &rec, error) &&
               check_conflict(arena, basis, names.remains_rec, names.count, names.person_rec,
                              error);
    else if (done && verb == DECISION_REVOKE)
        done = revoke(basis, &names, request->fields, error);
    else if (done)
        done = answer(arena, basis, verb, &names, request->fields, error);
    if (!done)
        return names.count ? error_within(error, "%s as %s", names.remains_text, request->person)
                           : false;
    put_only_choices(schema_find(decision_verb_kind(verb)), request->fields);
    *out_rec = rec;
    return true;
}
