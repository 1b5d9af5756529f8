#include "case/decisions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/encode.h"
#include "case/rec_map.h"
#include "record/label.h"
#include "record/log.h"
#include "store/statements.h"

struct reading_decisions {
    struct arena *arena;
    const struct investigation *investigation;
    const struct tables *tables;
    struct decisions *decisions;
    size_t capacity, stray_capacity;
    struct rec_map by_rec;          /* decisions, by the records of their proposals … */
    struct rec_map by_proposal;     /* … by the leaf hashes of these, */
    struct rec_map by_confirmation; /* and of their confirmations */
    struct error *error;
};

static const char *text_of(struct arena *arena, const json_t *fields, const char *name) {
    const char *text = json_string_value(json_object_get(fields, name));
    return text ? arena_copy(arena, text) : NULL;
}

/* Decimals are texts, so that they keep their digits. */
static double number_of(const json_t *fields, const char *name) {
    const char *text = json_string_value(json_object_get(fields, name));
    return text ? strtod(text, NULL) : NAN;
}

static struct decision_step step_of(struct arena *arena, const char *kind, struct query *query,
                                    const json_t *fields) {
    const char *reasons = text_of(arena, fields, "reasons");
    if (!reasons) reasons = text_of(arena, fields, "discrepancies");
    return (struct decision_step){.kind = kind,
                                  .index = query_int(query, TABLE_LEAF_INDEX),
                                  .leaf = arena_copy(arena, query_text(query, TABLE_LEAF_HASH)),
                                  .rec = arena_copy(arena, query_text(query, TABLE_REC)),
                                  .by = arena_copy(arena, query_text(query, TABLE_BY)),
                                  .day = arena_copy(arena, query_text(query, TABLE_DAY)),
                                  .reasons = reasons ? reasons : ""};
}

typedef bool take_step(struct reading_decisions *reading, const struct decision_step *step,
                       bool forked, const json_t *fields);

/* Calls take for every row that the query gives, and closes it. */
static bool take_rows(struct reading_decisions *reading, const struct table *table,
                      struct query *query, take_step *take) {
    bool row = false, good;
    while ((good = query_step(query, &row, reading->error)) && row) {
        json_t *fields = json_object();
        good = tables_fields(table, query, fields, reading->error);
        struct decision_step step = step_of(reading->arena, table->schema->kind, query, fields);
        good = good && take(reading, &step, query_int(query, TABLE_HEADS) > 1, fields);
        json_decref(fields);
        if (!good) break;
    }
    query_close(query);
    return good;
}

/* Calls take for every newest revision of a kind. */
static bool each(struct reading_decisions *reading, const char *kind, take_step *take) {
    const struct table *table = tables_find(reading->tables, kind);
    struct query *query;
    if (!table) return true;
    return query_open(reading->tables->store, &table->rows, &query, reading->error) &&
           take_rows(reading, table, query, take);
}

/* ------------------------------------------------------------------ proposals */

static bool take_remains(struct reading_decisions *reading, const json_t *list,
                         struct decision *decision) {
    size_t count = json_array_size(list);
    decision->remains = arena_new(reading->arena, const char *, count);
    decision->remains_rec = arena_new(reading->arena, const char *, count);
    for (size_t i = 0; i < count; i++) {
        const char *rec = json_string_value(json_array_get(list, i));
        if (!rec) continue;
        rec = arena_copy(reading->arena, rec);
        decision->remains_rec[decision->remains_count] = rec;
        if (!label_of(reading->arena, reading->tables, rec,
                      &decision->remains[decision->remains_count], reading->error))
            return false;
        decision->remains_count++;
    }
    return true;
}

static struct decision *find_by(const struct reading_decisions *reading,
                                const struct rec_map *map, const char *name) {
    int place = rec_map_find(map, name);
    return place < 0 ? NULL : &reading->decisions->decision[place];
}

static bool take_proposal(struct reading_decisions *reading, const struct decision_step *step,
                          bool forked, const json_t *fields) {
    struct arena *arena = reading->arena;
    struct decisions *decisions = reading->decisions;
    if (forked && find_by(reading, &reading->by_rec, step->rec)) return true;
    const json_t *total = json_object_get(fields, "missing_total");
    const char *person = text_of(arena, fields, "person");
    struct decision decision = {
        .proposal = *step,
        .forked = forked,
        .person_rec = person ? person : "",
        .person = "(erased)",
        .posterior = number_of(fields, "posterior"),
        .log10_lr = number_of(fields, "log10_lr"),
        .threshold = number_of(fields, "threshold"),
        .missing_total = json_is_integer(total) ? json_integer_value(total) : -1,
        .comparison = text_of(arena, fields, "comparison")};
    if (person && !label_of(arena, reading->tables, person, &decision.person, reading->error))
        return false;
    if (!take_remains(reading, json_object_get(fields, "remains"), &decision)) return false;
    decisions->decision = arena_grow(arena, decisions->decision, (size_t)decisions->count,
                                     &reading->capacity, sizeof *decisions->decision);
    rec_map_put(arena, &reading->by_rec, step->rec, decisions->count);
    rec_map_put(arena, &reading->by_proposal, step->leaf, decisions->count);
    decisions->decision[decisions->count++] = decision;
    return true;
}

/* ------------------------------------------------------------------ what came after */

static void add_stray(struct reading_decisions *reading, const struct decision_step *step,
                      const char *what) {
    struct decisions *decisions = reading->decisions;
    decisions->stray = arena_grow(reading->arena, decisions->stray, (size_t)decisions->stray_count,
                                  &reading->stray_capacity, sizeof *decisions->stray);
    decisions->stray[decisions->stray_count++] =
        arena_format(reading->arena, "entry %lld, a %s, %s", (long long)step->index, step->kind,
                     what);
}

/* The entry that a field names by its leaf hash; *out_line.index is UINT64_MAX when there is
 * none. */
static bool find_named(struct reading_decisions *reading, const json_t *fields, const char *name,
                       struct log_line *out_line) {
    const char *text = json_string_value(json_object_get(fields, name));
    struct digest leaf;
    struct error ignored = {0};
    uint64_t index;
    bool found;
    *out_line = (struct log_line){.index = UINT64_MAX};
    if (!text ||
        !encode_bytes(ENCODING_BASE64, text, strlen(text), leaf.byte, DIGEST_SIZE, &ignored))
        return true;
    struct store *log = reading->investigation->store;
    return log_find(log, &leaf, INT64_MAX, &found, &index, reading->error) &&
           (!found || log_read(reading->arena, log, index, out_line, reading->error));
}

static bool add_step(struct reading_decisions *reading, struct decision *decision,
                     const struct decision_step *step) {
    if (decision->step_count == DECISION_STEPS_MOST) {
        add_stray(reading, step, "is one too many for its proposal");
        return true;
    }
    int at = decision->step_count++;
    for (; at > 0 && decision->step[at - 1].index > step->index; at--)
        decision->step[at] = decision->step[at - 1];
    decision->step[at] = *step;
    return true;
}

/* A confirmation or refusal is of the revision that it names: one that was revised since is open
 * again. */
static bool take_answer(struct reading_decisions *reading, const struct decision_step *step,
                        bool forked, const json_t *fields) {
    struct log_line proposal;
    const char *named = json_string_value(json_object_get(fields, "proposal"));
    struct decision *decision = find_by(reading, &reading->by_proposal, named);
    (void)forked;
    if (decision) {
        if (!strcmp(step->kind, "confirmation"))
            rec_map_put(reading->arena, &reading->by_confirmation, step->leaf,
                        (int)(decision - reading->decisions->decision));
        return add_step(reading, decision, step);
    }
    if (!find_named(reading, fields, "proposal", &proposal)) return false;
    bool known = proposal.index != UINT64_MAX &&
                 find_by(reading, &reading->by_rec, proposal.entry.rec.text);
    add_stray(reading, step, known ? "is of a revision of its proposal that is not the newest"
                                   : "names a proposal that is not there");
    return true;
}

static struct decision *find_confirmed(const struct decisions *decisions, const char *rec) {
    for (int i = 0; i < decisions->count; i++)
        for (int s = 0; s < decisions->decision[i].step_count; s++)
            if (strcmp(decisions->decision[i].step[s].rec, rec) == 0)
                return &decisions->decision[i];
    return NULL;
}

static bool take_revocation(struct reading_decisions *reading, const struct decision_step *step,
                            bool forked, const json_t *fields) {
    struct log_line confirmation;
    const char *named = json_string_value(json_object_get(fields, "confirmation"));
    struct decision *newest = find_by(reading, &reading->by_confirmation, named);
    (void)forked;
    if (newest) return add_step(reading, newest, step);
    if (!find_named(reading, fields, "confirmation", &confirmation)) return false;
    struct decision *decision =
        confirmation.index == UINT64_MAX
            ? NULL
            : find_confirmed(reading->decisions, confirmation.entry.rec.text);
    if (!decision) add_stray(reading, step, "names a confirmation that is not there");
    else return add_step(reading, decision, step);
    return true;
}

/* ------------------------------------------------------------------ what it comes to */

/* By how many different people it is confirmed, since it was last refused or revoked. */
static void judge(struct decision *decision, int needed) {
    for (int s = 0; s < decision->step_count; s++) {
        const struct decision_step *step = &decision->step[s];
        if (strcmp(step->kind, "confirmation") == 0) {
            bool again = false;
            for (int e = 0; e < s; e++)
                again = again || (strcmp(decision->step[e].kind, step->kind) == 0 &&
                                  strcmp(decision->step[e].by, step->by) == 0);
            decision->confirmations += !again;
            if (decision->state == DECISION_PROPOSED && decision->confirmations >= needed)
                decision->state = DECISION_CONFIRMED;
        } else {
            decision->confirmations = 0;
            decision->state = strcmp(step->kind, "refusal") == 0 ? DECISION_REFUSED
                                                                 : DECISION_REVOKED;
        }
    }
}

static bool take_rules(struct reading_decisions *reading, const struct decision_step *step,
                       bool forked, const json_t *fields) {
    const json_t *needed = json_object_get(fields, "confirmations");
    double threshold = number_of(fields, "threshold");
    (void)step, (void)forked;
    if (json_is_integer(needed)) reading->decisions->needed = (int)json_integer_value(needed);
    if (threshold > 0) reading->decisions->threshold = threshold;
    return true;
}

bool decisions_read(struct arena *arena, const struct investigation *investigation,
                    const struct tables *tables, struct decisions *out_decisions,
                    struct error *error) {
    struct decisions decisions = {.needed = 1, .threshold = DECISION_THRESHOLD};
    struct reading_decisions reading = {.arena = arena,
                                        .investigation = investigation,
                                        .tables = tables,
                                        .decisions = &decisions,
                                        .error = error};
    if (!each(&reading, "investigation", take_rules) ||
        !each(&reading, "proposal", take_proposal) ||
        !each(&reading, "confirmation", take_answer) ||
        !each(&reading, "refusal", take_answer) ||
        !each(&reading, "revocation", take_revocation))
        return false;
    for (int i = 0; i < decisions.count; i++) judge(&decisions.decision[i], decisions.needed);
    *out_decisions = decisions;
    return true;
}

/* ------------------------------------------------------------------ of some records alone */

static bool take_at(struct reading_decisions *reading, const char *kind, int64_t index,
                    take_step *take) {
    const struct table *table = tables_find(reading->tables, kind);
    struct query *query;
    if (!query_open(reading->tables->store, &table->row, &query, reading->error)) return false;
    query_bind_int(query, 1, index);
    return take_rows(reading, table, query, take);
}

static bool take_proposals_of(struct reading_decisions *reading, const char *rec) {
    struct query *query;
    bool row, good;
    if (!query_open(reading->tables->store, &MENTIONS_OF, &query, reading->error)) return false;
    query_bind_text(query, 1, rec);
    while ((good = query_step(query, &row, reading->error)) && row) {
        if (strcmp(query_text(query, 3), "proposal") != 0 ||
            find_by(reading, &reading->by_rec, query_text(query, 2)))
            continue;
        if (!(good = take_at(reading, "proposal", query_int(query, 0), take_proposal))) break;
    }
    query_close(query);
    return good;
}

/* What names an entry by its leaf hash. */
static bool take_following(struct reading_decisions *reading, const char *leaf, const char *kind,
                           const struct statement *statement, take_step *take) {
    struct query *query;
    bool row, good;
    if (!query_open(reading->tables->store, statement, &query, reading->error)) return false;
    query_bind_text(query, 1, leaf);
    while ((good = query_step(query, &row, reading->error)) && row)
        if (!(good = take_at(reading, kind, query_int(query, 0), take))) break;
    query_close(query);
    return good;
}

static bool take_steps_of(struct reading_decisions *reading, int place) {
    struct decision *decision = &reading->decisions->decision[place];
    if (!take_following(reading, decision->proposal.leaf, "confirmation",
                        &CONFIRMATIONS_OF_PROPOSAL, take_answer) ||
        !take_following(reading, decision->proposal.leaf, "refusal", &REFUSALS_OF_PROPOSAL,
                        take_answer))
        return false;
    int answers = decision->step_count;
    for (int i = 0; i < answers; i++) {
        const char *leaf = decision->step[i].leaf;
        if (!strcmp(decision->step[i].kind, "confirmation") &&
            !take_following(reading, leaf, "revocation", &REVOCATIONS_OF_CONFIRMATION,
                            take_revocation))
            return false;
    }
    return true;
}

bool decisions_read_about(struct arena *arena, const struct investigation *investigation,
                          const struct tables *tables, const char *const *rec, int count,
                          struct decisions *out_decisions, struct error *error) {
    struct decisions decisions = {.needed = 1, .threshold = DECISION_THRESHOLD};
    struct reading_decisions reading = {.arena = arena,
                                        .investigation = investigation,
                                        .tables = tables,
                                        .decisions = &decisions,
                                        .error = error};
    for (int i = 0; i < count; i++)
        if (!take_proposals_of(&reading, rec[i])) return false;
    if (decisions.count && !each(&reading, "investigation", take_rules)) return false;
    for (int i = 0; i < decisions.count; i++) {
        if (!take_steps_of(&reading, i)) return false;
        judge(&decisions.decision[i], decisions.needed);
    }
    *out_decisions = decisions;
    return true;
}

const char *decision_state_name(enum decision_state state) {
    static const char *const names[DECISION_STATES] = {"proposed", "confirmed", "refused",
                                                       "revoked"};
    return names[state];
}

const char *decision_remains(struct arena *arena, const struct decision *decision) {
    const char *text = "";
    for (int i = 0; i < decision->remains_count; i++)
        text = arena_format(arena, "%s%s%s", text, i ? " + " : "", decision->remains[i]);
    return *text ? text : "(erased)";
}

bool decision_is_of_person(const struct decision *decision, const char *person_rec) {
    return strcmp(decision->person_rec, person_rec) == 0;
}

bool decision_is_of_remains(const struct decision *decision, const char *const *remains_rec,
                            int count) {
    for (int i = 0; i < decision->remains_count; i++)
        for (int j = 0; j < count; j++)
            if (strcmp(decision->remains_rec[i], remains_rec[j]) == 0) return true;
    return false;
}

const struct decision *decisions_conflict(const struct decisions *decisions,
                                          const char *const *remains_rec, int count,
                                          const char *person_rec) {
    for (int i = 0; i < decisions->count; i++) {
        const struct decision *decision = &decisions->decision[i];
        if (decision->state == DECISION_CONFIRMED &&
            decision_is_of_person(decision, person_rec) !=
                decision_is_of_remains(decision, remains_rec, count))
            return decision;
    }
    return NULL;
}
