/* Custody as CSV and JSON. */
#include "base/csv.h"
#include "case/custody_parts.h"
#include "case/custody_text.h"
#include "schema/instant.h"

static const char *or_empty(const char *text) { return text ? text : ""; }

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

void custody_write_csv(struct arena *arena, const struct custody_thing *const *things, int count,
                       struct buffer *out) {
    static const char *const names[] = {"kind",  "label", "rec",  "state",  "holder", "place",
                                        "since", "seal",  "events", "gaps", "what"};
    add_names(names, sizeof names / sizeof *names, out);
    for (int i = 0; i < count; i++) {
        const struct custody_thing *thing = things[i];
        csv_cell(out, true, thing->kind);
        csv_cell(out, false, thing->label);
        csv_cell(out, false, thing->rec);
        csv_cell(out, false, custody_state_name(thing->state));
        csv_cell(out, false, or_empty(thing->holder.name));
        csv_cell(out, false, or_empty(thing->place));
        csv_cell(out, false, or_empty(custody_time_text(arena, thing->since)));
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
        csv_cell(out, false, or_empty(custody_time_text(arena, event->at)));
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
