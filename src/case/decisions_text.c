#include "case/decisions_text.h"

#include <math.h>
#include <string.h>

#include "base/decimal.h"
#include "base/json.h"
#include "case/layout.h"
#include "case/probability_text.h"

const char *decisions_user(const struct user_list *users, const char *id) {
    for (size_t i = 0; i < users->count; i++)
        if (strcmp(users->line[i].user->id.text, id) == 0 && *users->line[i].name)
            return users->line[i].name;
    return id;
}

/* ------------------------------------------------------------------ for people */

static const struct decision_step *last_step(const struct decision *decision) {
    return decision->step_count ? &decision->step[decision->step_count - 1]
                                : &decision->proposal;
}

static const char *state_text(struct arena *arena, const struct decisions *decisions,
                              const struct decision *decision) {
    const char *state = decision_state_name(decision->state);
    if (decision->forked) return arena_format(arena, "%s, forked", state);
    if (decision->state == DECISION_PROPOSED && decision->confirmations)
        return arena_format(arena, "%d of %d", decision->confirmations, decisions->needed);
    return state;
}

static void write_line(struct arena *arena, const struct decisions *decisions,
                       const struct user_list *users, const struct decision *decision,
                       struct buffer *out) {
    const struct decision_step *step = last_step(decision);
    buffer_add_text(out, "  ");
    layout_cell(out, decision->remains_count ? decision->remains[0] : "(erased)", 15);
    layout_cell(out, decision->person, 11);
    layout_cell(out, isnan(decision->posterior) ? "-"
                                                : probability_text(arena, decision->posterior), 12);
    layout_cell(out, state_text(arena, decisions, decision), 11);
    layout_cell(out, arena_format(arena, "%lld", (long long)step->index), 8);
    layout_cell(out, decisions_user(users, step->by), 18);
    layout_end_line(out);
    for (int i = 1; i < decision->remains_count; i++)
        buffer_format(out, "    + %s\n", decision->remains[i]);
}

void decisions_text(struct arena *arena, const struct decisions *decisions,
                    const struct user_list *users, struct buffer *out) {
    int count[DECISION_STATES] = {0};
    for (int i = 0; i < decisions->count; i++) count[decisions->decision[i].state]++;
    for (int state = 0; state < DECISION_STATES; state++)
        buffer_format(out, "%s%d %s", state ? ", " : "", count[state],
                      decision_state_name((enum decision_state)state));
    buffer_format(out, "; threshold %s, confirmed by %d beside who proposes\n",
                  decimal_of(decisions->threshold).text, decisions->needed);
    if (decisions->count) {
        buffer_add_text(out, "\n  remains        person     posterior   state      entry   by\n");
        for (int i = 0; i < decisions->count; i++)
            write_line(arena, decisions, users, &decisions->decision[i], out);
    }
    for (int i = 0; i < decisions->stray_count; i++)
        layout_wrap(out, i ? "  - " : "\nNot counted:\n  - ", "    ", decisions->stray[i]);
}

/* ------------------------------------------------------------------ for programs */

static void write_step(struct json *json, const struct user_list *users,
                       const struct decision_step *step) {
    json_open_object_flat(json);
    json_member_text(json, "kind", step->kind);
    json_member_whole(json, "entry", step->index);
    json_member_text(json, "leaf", step->leaf);
    json_member_text(json, "by", step->by);
    json_member_text(json, "name", decisions_user(users, step->by));
    json_member_text(json, "day", step->day);
    json_member_text(json, "reasons", step->reasons);
    json_close_object(json);
}

static void write_decision(struct json *json, const struct user_list *users,
                           const struct decision *decision) {
    json_open_object(json);
    json_name(json, "remains");
    json_open_list_flat(json);
    for (int i = 0; i < decision->remains_count; i++) json_text(json, decision->remains[i]);
    json_close_list(json);
    json_member_text(json, "person", decision->person);
    json_member_text(json, "state", decision_state_name(decision->state));
    json_member_number(json, "posterior", decision->posterior);
    json_member_number(json, "log10_lr", decision->log10_lr);
    json_member_number(json, "threshold", decision->threshold);
    json_name(json, "missing_total");
    if (decision->missing_total < 0) json_none(json);
    else json_whole(json, decision->missing_total);
    json_member_text(json, "comparison", decision->comparison);
    json_member_truth(json, "forked", decision->forked);
    json_name(json, "steps");
    json_open_list(json);
    write_step(json, users, &decision->proposal);
    for (int i = 0; i < decision->step_count; i++) write_step(json, users, &decision->step[i]);
    json_close_list(json);
    json_close_object(json);
}

void decisions_json(const struct decisions *decisions, const struct user_list *users,
                    struct buffer *out) {
    struct json json = json_to(out);
    json_open_object(&json);
    json_member_number(&json, "threshold", decisions->threshold);
    json_member_whole(&json, "confirmations_needed", decisions->needed);
    json_name(&json, "decisions");
    json_open_list(&json);
    for (int i = 0; i < decisions->count; i++)
        write_decision(&json, users, &decisions->decision[i]);
    json_close_list(&json);
    json_name(&json, "stray");
    json_open_list(&json);
    for (int i = 0; i < decisions->stray_count; i++) json_text(&json, decisions->stray[i]);
    json_close_list(&json);
    json_close_object(&json);
}
