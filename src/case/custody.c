#include "case/custody_parts.h"

#include <string.h>

#include "base/says.h"
#include "record/label.h"
#include "schema/code.h"
#include "schema/instant.h"

static const char *const ACTS[CUSTODY_ACTS] = {"collect", "seal",   "transfer", "receive",
                                               "open",    "examine", "sample",  "store",
                                               "return",  "destroy", "break"};
static const char *const STATES[] = {"held", "returned", "destroyed", "unknown"};
static const char *const KINDS[CUSTODY_FAULTS][2] = {
    {"never", SAYS("no custody at all")},
    {"begins", SAYS("not from its beginning")},
    {"hands", SAYS("given by somebody who did not have it")},
    {"nobody", SAYS("a hand is not said")},
    {"skips", SAYS("follows another than the last event")},
    {"seals", SAYS("seal broken, or another")},
    {"times", SAYS("earlier than what it follows")},
    {"places", SAYS("at one time in two places")},
    {"ended", SAYS("after it was returned or destroyed")},
    {"unexplained", SAYS("a break without explanation")},
    {"explained", SAYS("a break, explained")},
    {"forked", SAYS("newest revisions differ")},
    {"not_taken", SAYS("when it was taken is not said")},
    {"given_back", SAYS("given back without a return")}};

const char *custody_act_name(enum custody_act act) { return ACTS[act]; }
const char *custody_state_name(enum custody_state state) { return STATES[state]; }
const char *custody_fault_name(enum custody_fault_kind kind) { return KINDS[kind][0]; }
const char *custody_fault_words(enum custody_fault_kind kind) { return KINDS[kind][1]; }

const char *custody_time_text(struct arena *arena, int64_t at) {
    char text[INSTANT_TEXT];
    if (at == INT64_MIN) return NULL;
    instant_write(at, text);
    return arena_copy(arena, text);
}

static const struct custody_thing *find_exactly(const struct custody *custody, const char *name) {
    for (int i = 0; name && i < custody->thing_count; i++)
        if (!strcmp(custody->thing[i].rec, name) || !strcmp(custody->thing[i].label, name))
            return &custody->thing[i];
    return NULL;
}

static bool is_code_of(const struct custody_thing *thing, const char *name) {
    const struct schema *schema = schema_find(thing->kind);
    char code[SCHEMA_CODE_MOST + 1];
    struct error ignored = {0};
    return schema && schema_code_field(schema) &&
           code_read(schema->code_pattern, schema->code_given, name, code, &ignored) &&
           !strcmp(thing->label, code);
}

const struct custody_thing *custody_find(const struct custody *custody, const char *name) {
    const struct custody_thing *exactly = find_exactly(custody, name);
    if (exactly) return exactly;
    for (int i = 0; i < custody->thing_count; i++)
        if (is_code_of(&custody->thing[i], name)) return &custody->thing[i];
    return NULL;
}

/* ------------------------------------------------------------------ what is not recorded yet */

static const char *text_of(const json_t *fields, const char *name) {
    return json_string_value(json_object_get(fields, name));
}

static bool hand_of(struct arena *arena, const struct tables *tables, const json_t *fields,
                    const char *user, const char *name, struct custody_hand *out_hand,
                    struct error *error) {
    const char *id = text_of(fields, user);
    *out_hand = (struct custody_hand){NULL, text_of(fields, name)};
    if (!id) return true;
    out_hand->user = id;
    return label_of(arena, tables, id, &out_hand->name, error);
}

static bool event_of(struct arena *arena, const struct tables *tables,
                     const struct custody *custody, const json_t *fields,
                     struct custody_event *out_event, struct error *error) {
    const char *act = text_of(fields, "event"), *previous = text_of(fields, "previous");
    const json_t *at = json_object_get(fields, "at"), *whole = json_object_get(fields,
                                                                                "seal_intact");
    struct custody_event event = {.rec = "",
                                  .number = text_of(fields, "number"),
                                  .act = CUSTODY_EXAMINE,
                                  .at = json_is_integer(at) ? json_integer_value(at) : INT64_MIN,
                                  .place = text_of(fields, "place"),
                                  .seal_before = text_of(fields, "seal_before"),
                                  .seal_after = text_of(fields, "seal_after"),
                                  .explanation = text_of(fields, "explanation"),
                                  .seal_intact = json_is_boolean(whole) ? json_is_true(whole) : -1,
                                  .previous = -1};
    for (int i = 0; act && i < CUSTODY_ACTS; i++)
        if (!strcmp(ACTS[i], act)) event.act = (enum custody_act)i;
    for (int i = 0; previous && i < custody->event_count; i++)
        if (!strcmp(custody->event[i].rec, previous)) event.previous = i;
    *out_event = event;
    return hand_of(arena, tables, fields, "gives", "gives_name", &out_event->gives, error) &&
           hand_of(arena, tables, fields, "receives", "receives_name", &out_event->receives,
                   error);
}

/* It comes after all that is recorded, or says itself that it does not. */
static void foresee_one(struct custody_walk *walk, const struct custody_event *event) {
    const struct custody_thing *thing = walk->thing;
    for (int i = 0; i < thing->event_count; i++)
        custody_walk_on(walk, &walk->custody->event[thing->event[i]], thing->event[i]);
    const struct custody_event *last = walk->last;
    walk->fault_count = 0;
    if (last && event->act != CUSTODY_BREAK && event->at != INT64_MIN && last->at > event->at)
        custody_add_fault(walk, CUSTODY_TIMES, -1,
                          arena_format(walk->arena, "earlier than %s, the last event",
                                       last->number ? last->number : last->rec));
    custody_walk_on(walk, event, -1);
}

bool custody_foresee(struct arena *arena, const struct tables *tables,
                     const struct custody *custody, const json_t *fields,
                     struct custody_fault **out_faults, int *out_count, struct error *error) {
    struct custody_event event;
    struct custody_fault *faults = NULL;
    size_t room = 0, i;
    int count = 0;
    json_t *item;
    if (!event_of(arena, tables, custody, fields, &event, error)) return false;
    json_array_foreach(json_object_get(fields, "items"), i, item) {
        const struct custody_thing *thing = find_exactly(custody, json_string_value(item));
        struct custody_walk walk = {.arena = arena, .custody = custody, .thing = thing,
                                    .state = CUSTODY_UNKNOWN};
        if (!thing) continue; /* a bone or photograph that no event names yet */
        foresee_one(&walk, &event);
        for (int f = 0; f < walk.fault_count; f++) {
            if (walk.fault[f].kind == CUSTODY_EXPLAINED) continue;
            faults = arena_grow(arena, faults, (size_t)count, &room, sizeof *faults);
            faults[count] = walk.fault[f];
            faults[count++].text =
                arena_format(arena, "%s: %s", thing->label, walk.fault[f].text);
        }
    }
    *out_faults = faults;
    *out_count = count;
    return true;
}
