#include "case/custody_text.h"

#include <string.h>

#include "base/csv.h"
#include "case/layout.h"
#include "schema/instant.h"

/* In the arena; NULL when it is not said. */
static const char *time_text(struct arena *arena, int64_t at) {
    char text[INSTANT_TEXT];
    if (at == INT64_MIN) return NULL;
    instant_write(at, text);
    return arena_copy(arena, text);
}

static const char *or_empty(const char *text) { return text ? text : ""; }

const char *custody_where_text(struct arena *arena, const struct custody_thing *thing) {
    const char *since = time_text(arena, thing->since);
    const char *text = !thing->event_count              ? "no event names it"
                       : thing->state == CUSTODY_UNKNOWN ? "nobody is known to have it"
                                                         : NULL;
    if (!text)
        text = arena_format(arena, "%s%s%s", custody_state_name(thing->state),
                            !thing->holder.name                ? ""
                            : thing->state == CUSTODY_HELD     ? " by "
                            : thing->state == CUSTODY_RETURNED ? " to "
                                                               : ", last had by ",
                            or_empty(thing->holder.name));
    return arena_format(arena, "%s%s%s%s%s%s%s", text, since ? " since " : "", or_empty(since),
                        thing->place ? ", " : "", or_empty(thing->place),
                        thing->seal ? ", seal " : "", or_empty(thing->seal));
}

/* ------------------------------------------------------------------ for people */

static const char *event_text(struct arena *arena, const struct custody_event *event) {
    const char *text = custody_act_name(event->act);
    if (event->gives.name) text = arena_format(arena, "%s from %s", text, event->gives.name);
    if (event->receives.name) text = arena_format(arena, "%s to %s", text, event->receives.name);
    if (event->place) text = arena_format(arena, "%s; %s", text, event->place);
    if (event->purpose) text = arena_format(arena, "%s; for %s", text, event->purpose);
    if (event->seal_before)
        text = arena_format(arena, "%s; seal %s%s", text, event->seal_before,
                            event->seal_intact == 1   ? ", whole"
                            : event->seal_intact == 0 ? ", not whole"
                                                      : "");
    if (event->seal_after) text = arena_format(arena, "%s; sealed %s", text, event->seal_after);
    return text;
}

static const char *heading_of(struct arena *arena, const struct custody_event *event) {
    const char *at = time_text(arena, event->at);
    return arena_format(arena, "%s  %s", at ? at : "(no time)         ",
                        event->number ? event->number : event->rec);
}

static void write_fault(const struct custody_fault *fault, struct buffer *out) {
    layout_wrap(out, fault->kind == CUSTODY_EXPLAINED ? "    break: " : "    gap: ", "      ",
                fault->text);
}

void custody_write_chain(struct arena *arena, const struct custody *custody,
                         const struct custody_thing *thing, struct buffer *out) {
    layout_wrap(out, arena_format(arena, "%s %s: ", thing->kind, thing->label), "  ",
                custody_where_text(arena, thing));
    buffer_add_text(out, "\n");
    for (int i = 0; i < thing->event_count; i++) {
        const struct custody_event *event = &custody->event[thing->event[i]];
        buffer_format(out, "  %s\n", heading_of(arena, event));
        layout_wrap(out, "    ", "    ", event_text(arena, event));
        for (int f = 0; f < thing->fault_count; f++)
            if (thing->fault[f].event == thing->event[i]) write_fault(&thing->fault[f], out);
    }
    for (int f = 0; f < thing->fault_count; f++)
        if (thing->fault[f].event < 0) write_fault(&thing->fault[f], out);
    buffer_format(out, "\n%d event%s, %d gap%s\n", thing->event_count,
                  thing->event_count == 1 ? "" : "s", thing->gap_count,
                  thing->gap_count == 1 ? "" : "s");
}

/* Who has how many now. */
struct holding {
    const struct custody_hand *holder;
    enum custody_state state;
    const char *kind;
    int count;
};

static bool is_same_holding(const struct holding *one, const struct custody_thing *thing) {
    const char *name = or_empty(one->holder->name), *other = or_empty(thing->holder.name);
    return one->state == thing->state && !strcmp(one->kind, thing->kind) && !strcmp(name, other);
}

static int list_holdings(struct arena *arena, const struct custody *custody,
                         struct holding **out_list) {
    struct holding *list = NULL;
    size_t room = 0;
    int count = 0;
    for (int i = 0; i < custody->thing_count; i++) {
        const struct custody_thing *thing = &custody->thing[i];
        int at = 0;
        if (!thing->event_count) continue;
        while (at < count && !is_same_holding(&list[at], thing)) at++;
        if (at == count) {
            list = arena_grow(arena, list, (size_t)count, &room, sizeof *list);
            list[count++] = (struct holding){&thing->holder, thing->state, thing->kind, 0};
        }
        list[at].count++;
    }
    *out_list = list;
    return count;
}

void custody_write_overview(struct arena *arena, const struct custody *custody,
                            struct buffer *out) {
    struct holding *list;
    int count = list_holdings(arena, custody, &list), gaps = 0, explained = 0, things = 0;
    buffer_add_text(out, count ? "Where everything is now\n" : "There is no event of custody.\n");
    for (int i = 0; i < count; i++)
        layout_wrap(out, "  ", "      ",
                    arena_format(arena, "%d of the kind %s: %s%s%s", list[i].count, list[i].kind,
                                 list[i].state == CUSTODY_UNKNOWN
                                     ? "nobody is known to have it"
                                     : custody_state_name(list[i].state),
                                 list[i].holder->name ? ", " : "",
                                 or_empty(list[i].holder->name)));
    for (int i = 0; i < custody->thing_count; i++) {
        const struct custody_thing *thing = &custody->thing[i];
        if (!thing->fault_count) continue;
        if (!things++) buffer_add_text(out, "\nGaps and breaks\n");
        buffer_format(out, "  %s %s\n", thing->kind, thing->label);
        for (int f = 0; f < thing->fault_count; f++) write_fault(&thing->fault[f], out);
        gaps += thing->gap_count;
        explained += thing->fault_count - thing->gap_count;
    }
    buffer_format(out, "\n%d event%s, %d thing%s; %d gap%s, and %d explained\n",
                  custody->event_count, custody->event_count == 1 ? "" : "s",
                  custody->thing_count, custody->thing_count == 1 ? "" : "s", gaps,
                  gaps == 1 ? "" : "s", explained);
}

/* ------------------------------------------------------------------ for spreadsheets */

static void add_names(const char *const *names, int count, struct buffer *out) {
    for (int i = 0; i < count; i++) csv_cell(out, i == 0, names[i]);
    csv_end(out);
}

static const char *faults_text(struct arena *arena, const struct custody_thing *thing, int event) {
    const char *text = "";
    for (int f = 0; f < thing->fault_count; f++)
        if (event < 0 || thing->fault[f].event == event)
            text = arena_format(arena, "%s%s%s", text, *text ? "; " : "", thing->fault[f].text);
    return text;
}

void custody_write_csv(struct arena *arena, const struct custody *custody, bool gaps_only,
                       struct buffer *out) {
    static const char *const names[] = {"kind",  "label", "rec",  "state",  "holder", "place",
                                        "since", "seal",  "events", "gaps", "what"};
    add_names(names, sizeof names / sizeof *names, out);
    for (int i = 0; i < custody->thing_count; i++) {
        const struct custody_thing *thing = &custody->thing[i];
        if (gaps_only && !thing->fault_count) continue;
        csv_cell(out, true, thing->kind);
        csv_cell(out, false, thing->label);
        csv_cell(out, false, thing->rec);
        csv_cell(out, false, custody_state_name(thing->state));
        csv_cell(out, false, or_empty(thing->holder.name));
        csv_cell(out, false, or_empty(thing->place));
        csv_cell(out, false, or_empty(time_text(arena, thing->since)));
        csv_cell(out, false, or_empty(thing->seal));
        csv_cell(out, false, arena_format(arena, "%d", thing->event_count));
        csv_cell(out, false, arena_format(arena, "%d", thing->gap_count));
        csv_cell(out, false, faults_text(arena, thing, -1));
        csv_end(out);
    }
}

void custody_write_chain_csv(struct arena *arena, const struct custody *custody,
                             const struct custody_thing *thing, struct buffer *out) {
    static const char *const names[] = {"number",      "event",       "at",         "place",
                                        "gives",       "receives",    "purpose",    "seal_before",
                                        "seal_intact", "seal_after", "explanation", "what"};
    add_names(names, sizeof names / sizeof *names, out);
    for (int i = 0; i < thing->event_count; i++) {
        const struct custody_event *event = &custody->event[thing->event[i]];
        csv_cell(out, true, or_empty(event->number));
        csv_cell(out, false, custody_act_name(event->act));
        csv_cell(out, false, or_empty(time_text(arena, event->at)));
        csv_cell(out, false, or_empty(event->place));
        csv_cell(out, false, or_empty(event->gives.name));
        csv_cell(out, false, or_empty(event->receives.name));
        csv_cell(out, false, or_empty(event->purpose));
        csv_cell(out, false, or_empty(event->seal_before));
        csv_cell(out, false, event->seal_intact < 0 ? "" : event->seal_intact ? "yes" : "no");
        csv_cell(out, false, or_empty(event->seal_after));
        csv_cell(out, false, or_empty(event->explanation));
        csv_cell(out, false, faults_text(arena, thing, thing->event[i]));
        csv_end(out);
    }
}

/* ------------------------------------------------------------------ for programs */

static void member_time(struct json *json, const char *name, int64_t at) {
    char text[INSTANT_TEXT];
    if (at != INT64_MIN) instant_write(at, text);
    json_member_text(json, name, at == INT64_MIN ? NULL : text);
}

static void write_event(struct json *json, const struct custody *custody,
                        const struct custody_event *event) {
    json_open_object(json);
    json_member_text(json, "number", event->number);
    json_member_text(json, "rec", event->rec);
    json_member_whole(json, "index", event->index);
    json_member_text(json, "event", custody_act_name(event->act));
    member_time(json, "at", event->at);
    json_member_text(json, "place", event->place);
    json_member_text(json, "gives", event->gives.name);
    json_member_text(json, "gives_user", event->gives.user);
    json_member_text(json, "receives", event->receives.name);
    json_member_text(json, "receives_user", event->receives.user);
    json_member_text(json, "purpose", event->purpose);
    json_member_text(json, "seal_before", event->seal_before);
    json_name(json, "seal_intact");
    if (event->seal_intact < 0) json_none(json);
    else json_truth(json, event->seal_intact);
    json_member_text(json, "seal_after", event->seal_after);
    json_member_text(json, "explanation", event->explanation);
    json_member_text(json, "previous",
                     event->previous < 0 ? NULL : custody->event[event->previous].rec);
    json_name(json, "items");
    json_open_list_flat(json);
    for (int i = 0; i < event->thing_count; i++)
        json_text(json, custody->thing[event->thing[i]].label);
    json_close_list(json);
    json_close_object(json);
}

void custody_write_json(struct json *json, const struct custody *custody,
                        const struct custody_thing *thing) {
    json_open_object(json);
    json_member_text(json, "kind", thing->kind);
    json_member_text(json, "label", thing->label);
    json_member_text(json, "rec", thing->rec);
    json_member_text(json, "state", custody_state_name(thing->state));
    json_member_text(json, "holder", thing->holder.name);
    json_member_text(json, "holder_user", thing->holder.user);
    json_member_text(json, "place", thing->place);
    member_time(json, "since", thing->since);
    json_member_text(json, "seal", thing->seal);
    json_name(json, "events");
    json_open_list(json);
    for (int i = 0; i < thing->event_count; i++)
        write_event(json, custody, &custody->event[thing->event[i]]);
    json_close_list(json);
    json_name(json, "faults");
    json_open_list(json);
    for (int f = 0; f < thing->fault_count; f++) {
        const struct custody_fault *fault = &thing->fault[f];
        json_open_object_flat(json);
        json_member_text(json, "kind", custody_fault_name(fault->kind));
        json_member_text(json, "event",
                         fault->event < 0 ? NULL : custody->event[fault->event].rec);
        json_member_text(json, "text", fault->text);
        json_member_truth(json, "explained", fault->kind == CUSTODY_EXPLAINED);
        json_close_object(json);
    }
    json_close_list(json);
    json_close_object(json);
}
