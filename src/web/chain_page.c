/* The chain of one thing, from the ground until now, event by event. */
#include <string.h>

#include "case/custody_text.h"
#include "case/offer.h"
#include "http/page_chain.h"
#include "web/chains.h"

static const char *labelled(const struct visit *visit, const char *text, const char *value) {
    const struct message_value values[] = {{.name = "value", .text = value}, {.name = NULL}};
    return fill(visit, text, values);
}

static const char *seal_text(const struct visit *visit, const struct custody_event *event) {
    const char *text = event->seal_intact == 1   ? say(visit->language, "seal {value}, whole")
                       : event->seal_intact == 0 ? say(visit->language, "seal {value}, not whole")
                                                 : say(visit->language, "seal {value}");
    return labelled(visit, text, event->seal_before);
}

static void show_details(const struct visit *visit, const struct custody_event *event,
                         struct page_chain_events *out) {
    enum language language = visit->language;
    struct page_chain_events_details *details =
        arena_new(visit->arena, struct page_chain_events_details, 5);
    const char *const texts[] = {
        event->place,
        event->purpose ? choice_named(visit, "custody", "purpose", event->purpose) : NULL,
        event->seal_before ? seal_text(visit, event) : NULL,
        event->seal_after ? labelled(visit, say(language, "sealed with {value}"), event->seal_after)
                          : NULL,
        event->thing_count > 1 ? labelled(visit, say(language, "together with others: {value}"),
                                          arena_format(visit->arena, "%d", event->thing_count - 1))
                               : NULL};
    for (int i = 0; i < 5; i++)
        if (texts[i]) details[out->details_count++].text = texts[i];
    for (size_t i = 0; i + 1 < out->details_count; i++) details[i].more = true;
    out->details = details;
}

static void show_event(const struct visit *visit, const struct custody *custody,
                       const struct custody_thing *thing, int at, struct page_chain_events *out) {
    const struct custody_event *event = &custody->event[at];
    bool moves = event->act == CUSTODY_TRANSFER || event->act == CUSTODY_RETURN;
    struct page_chain_events_faults *faults =
        arena_new(visit->arena, struct page_chain_events_faults, thing->fault_count);
    *out = (struct page_chain_events){.act = chain_act(visit, event->act),
                                      .at = chain_time(visit, event->at),
                                      .number = event->number ? event->number : event->rec,
                                      .address = record_address(visit->arena, event->rec),
                                      .hands = event->gives.name || event->receives.name ||
                                               moves,
                                      .gives = event->gives.name,
        .no_giver = moves && !event->gives.name,
                                      .receives = event->receives.name,
                                      .broken = event->act == CUSTODY_BREAK,
                                      .faults = faults};
    show_details(visit, event, out);
    for (int i = 0; i < thing->fault_count; i++) {
        const struct custody_fault *fault = &thing->fault[i];
        if (fault->event != at) continue;
        bool explained = fault->kind == CUSTODY_EXPLAINED;
        faults[out->faults_count++] = (struct page_chain_events_faults){
            .what = say_word(visit->language, custody_fault_words(fault->kind)),
            .text = explained ? event->explanation : fault->text,
            .explained = explained};
        out->broken = true;
    }
}

static void show_chain_of(struct visit *visit, const struct custody *custody,
                          const struct custody_thing *thing) {
    struct page_chain_events *events =
        arena_new(visit->arena, struct page_chain_events, thing->event_count);
    struct page_chain_faults *faults =
        arena_new(visit->arena, struct page_chain_faults, thing->fault_count);
    const struct custody_thing *parent =
        thing->parent ? custody_find(custody, thing->parent) : NULL;
    const char *address = chain_address(visit, thing->rec);
    const char *of = arena_format(visit->arena, "/custody/new/custody?of=%s", thing->rec);
    bool may = offer_may_begin(schema_find("custody"), visit->roles) &&
               thing->state != CUSTODY_RETURNED && thing->state != CUSTODY_DESTROYED;
    bool has = thing->holder.user && !strcmp(thing->holder.user, visit->person->user.text);
    struct page_chain page = {
        .kind = chain_kind(visit, thing),
        .label = thing->label,
        .where = chain_where(visit, thing),
        .since = thing->event_count ? chain_time(visit, thing->since) : "",
        .place = thing->place,
        .seal = thing->seal,
        .hand_over = may && has ? of : NULL,
        .break_off = may && !has ? arena_format(visit->arena, "%s&event=break", of) : NULL,
        .record = record_address(visit->arena, thing->rec),
        .csv = arena_format(visit->arena, "%s?as=csv", address),
        .json = arena_format(visit->arena, "%s?as=json", address),
        .parent = parent ? parent->label : NULL,
        .parent_address = parent ? chain_address(visit, parent->rec) : NULL,
        .events = events,
        .events_count = (size_t)thing->event_count,
        .faults = faults};
    for (int i = 0; i < thing->event_count; i++)
        show_event(visit, custody, thing, thing->event[i], &events[i]);
    for (int i = 0; i < thing->fault_count; i++)
        if (thing->fault[i].event < 0)
            faults[page.faults_count++] = (struct page_chain_faults){
                .what = say_word(visit->language, custody_fault_words(thing->fault[i].kind)),
                .text = thing->fault[i].text};
    page.frame =
        visit_frame(visit, arena_format(visit->arena, "%s %s", page.kind, page.label), "/custody");
    page_chain(visit_page(visit), &page);
}

static void give(struct visit *visit, const struct custody *custody,
                 const struct custody_thing *thing, bool as_json) {
    struct buffer out = {0};
    struct json json = json_to(&out);
    if (as_json) custody_write_json(&json, custody, thing);
    else custody_write_chain_csv(visit->arena, custody, thing, &out);
    respond_file(visit, &out, "chain", as_json);
    buffer_close(&out);
}

/* By identifier alone: a code that somebody may not read is no way to find out that it is there. */
static const struct custody_thing *find(const struct custody *custody, const char *rec) {
    for (int i = 0; i < custody->thing_count; i++)
        if (!strcmp(custody->thing[i].rec, rec)) return &custody->thing[i];
    return NULL;
}

bool show_chain(struct visit *visit, struct error *error) {
    const char *as = request_query(visit->request, "as");
    const struct custody *custody;
    struct kept *kept;
    if (!chains_hold(visit, &kept, &custody, error)) return false;
    const struct custody_thing *thing = find(custody, request_parameter(visit->request, "rec"));
    bool done = thing || error_set(error, ERROR_NOT_FOUND, "%s",
                                   say(visit->language, "There is no such thing in custody."));
    if (done && as) give(visit, custody, thing, !strcmp(as, "json"));
    else if (done) show_chain_of(visit, custody, thing);
    kept_release(&visit->web->custody, kept);
    return done;
}
