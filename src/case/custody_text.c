#include "case/custody_text.h"

#include <string.h>

#include "case/custody_parts.h"
#include "case/layout.h"

static const char *or_empty(const char *text) { return text ? text : ""; }

const char *custody_where_text(struct arena *arena, const struct custody_thing *thing) {
    const char *since = custody_time_text(arena, thing->since);
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
    const char *at = custody_time_text(arena, event->at);
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
