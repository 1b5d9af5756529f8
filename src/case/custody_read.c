/* From the tables to events and things. */
#include <string.h>

#include "case/custody_parts.h"
#include "record/head.h"
#include "record/identifier.h"
#include "record/label.h"
#include "store/statements.h"

struct reading_custody {
    struct arena *arena;
    const struct tables *tables;
    unsigned roles;
    struct custody *custody;
    struct rec_map thing_of, event_of, user_of;
    const char **user; /* names */
    size_t user_count, user_room, event_room, thing_room;
    const char **previous; /* of each event: what it says */
    size_t previous_room;
    struct error *error;
};

static bool each(struct reading_custody *reading, const struct statement *statement,
                 bool (*take)(struct reading_custody *reading, struct query *query, bool forked)) {
    struct query *query;
    bool row = false, good;
    if (!query_open(reading->tables->store, statement, &query, reading->error)) return false;
    while ((good = query_step(query, &row, reading->error)) && row)
        if (!take(reading, query, query_int(query, 1) > 1)) {
            good = false;
            break;
        }
    query_close(query);
    return good;
}

/* In the arena, or NULL. */
static const char *text_at(struct reading_custody *reading, struct query *query, int column) {
    return query_is_null(query, column) ? NULL
                                        : arena_copy(reading->arena, query_text(query, column));
}

/* ------------------------------------------------------------------ things */

static int add_thing(struct reading_custody *reading, const char *rec, const char *kind,
                     const char *label) {
    struct custody *custody = reading->custody;
    int known = rec_map_find(&reading->thing_of, rec);
    if (known >= 0) return known;
    custody->thing = arena_grow(reading->arena, custody->thing, (size_t)custody->thing_count,
                                &reading->thing_room, sizeof *custody->thing);
    struct custody_thing *thing = &custody->thing[custody->thing_count];
    *thing = (struct custody_thing){.rec = arena_copy(reading->arena, rec), .kind = kind};
    const struct schema *schema = schema_find(kind);
    const struct schema_field *code = schema ? schema_code_field(schema) : NULL;
    bool shown = label && (!code || schema_may_read(code, reading->roles));
    thing->label = shown ? arena_copy(reading->arena, label) : thing->rec;
    rec_map_put(reading->arena, &reading->thing_of, thing->rec, custody->thing_count);
    return custody->thing_count++;
}

static int take_thing(struct reading_custody *reading, struct query *query, const char *kind) {
    return add_thing(reading, query_text(query, 0), kind,
                     query_is_null(query, 2) ? NULL : query_text(query, 2));
}

static bool take_remains(struct reading_custody *reading, struct query *query, bool forked) {
    (void)forked;
    take_thing(reading, query, "remains");
    return true;
}

static bool take_belonging(struct reading_custody *reading, struct query *query, bool forked) {
    (void)forked;
    take_thing(reading, query, "belonging");
    return true;
}

static bool take_document(struct reading_custody *reading, struct query *query, bool forked) {
    (void)forked;
    take_thing(reading, query, "document");
    return true;
}

static bool take_sample(struct reading_custody *reading, struct query *query, bool forked) {
    (void)forked;
    int thing = take_thing(reading, query, "sample");
    const struct schema_field *subject = schema_field_find(schema_find("sample"), "subject");
    if (schema_may_read(subject, reading->roles))
        reading->custody->thing[thing].parent = text_at(reading, query, 3);
    return true;
}

/* Bones and photographs are things only where an event names them. What is not in the record yet
 * waits, and is of no kind. */
static bool find_thing(struct reading_custody *reading, const char *rec, int *out_thing) {
    struct head head;
    const char *label;
    *out_thing = rec_map_find(&reading->thing_of, rec);
    if (*out_thing >= 0) return true;
    if (!head_find(reading->arena, reading->tables, rec, &head, reading->error) ||
        !label_of(reading->arena, reading->tables, rec, &label, reading->error))
        return false;
    *out_thing = add_thing(reading, rec, head.table ? head.table->schema->kind : "not recorded",
                           label);
    return true;
}

/* ------------------------------------------------------------------ events */

static bool take_user(struct reading_custody *reading, struct query *query, bool forked) {
    char *user = arena_copy(reading->arena, query_text(query, 0));
    (void)forked;
    *user = IDENTIFIER_USER;
    reading->user = arena_grow(reading->arena, reading->user, reading->user_count,
                               &reading->user_room, sizeof *reading->user);
    const char *name = text_at(reading, query, 2);
    rec_map_put(reading->arena, &reading->user_of, user, (int)reading->user_count);
    reading->user[reading->user_count++] = name ? name : user;
    return true;
}

/* A user signs; somebody of another organisation is written down. */
static struct custody_hand hand_at(struct reading_custody *reading, struct query *query,
                                   int column) {
    const char *user = text_at(reading, query, column);
    if (!user) return (struct custody_hand){NULL, text_at(reading, query, column + 1)};
    int known = rec_map_find(&reading->user_of, user);
    return (struct custody_hand){user, known < 0 ? user : reading->user[known]};
}

static enum custody_act act_at(struct query *query, int column) {
    for (int i = 0; i < CUSTODY_ACTS && !query_is_null(query, column); i++)
        if (!strcmp(custody_act_name((enum custody_act)i), query_text(query, column)))
            return (enum custody_act)i;
    return CUSTODY_EXAMINE; /* required, so only of what a newer program wrote */
}

enum { COLUMN_INDEX = 2, COLUMN_NUMBER, COLUMN_EVENT, COLUMN_ITEMS, COLUMN_AT, COLUMN_PLACE,
       COLUMN_GIVES, COLUMN_RECEIVES = COLUMN_GIVES + 2, COLUMN_PREVIOUS = COLUMN_RECEIVES + 2,
       COLUMN_PURPOSE, COLUMN_SEAL_BEFORE, COLUMN_SEAL_INTACT, COLUMN_SEAL_AFTER,
       COLUMN_EXPLANATION };

static bool take_items(struct reading_custody *reading, const char *text,
                       struct custody_event *event) {
    json_t *items = text ? json_loads(text, 0, NULL) : NULL;
    size_t count = json_array_size(items);
    bool good = true;
    event->thing = arena_new(reading->arena, int, count);
    for (size_t i = 0; i < count && good; i++) {
        const char *item = json_string_value(json_array_get(items, i));
        int thing;
        if (!item) continue;
        good = find_thing(reading, item, &thing);
        if (good && !custody_names(event, thing)) event->thing[event->thing_count++] = thing;
    }
    json_decref(items);
    return good;
}

static bool take_event(struct reading_custody *reading, struct query *query, bool forked) {
    struct custody *custody = reading->custody;
    if (forked && rec_map_find(&reading->event_of, query_text(query, 0)) >= 0) return true;
    struct custody_event event = {
        .rec = text_at(reading, query, 0),
        .number = text_at(reading, query, COLUMN_NUMBER),
        .index = query_int(query, COLUMN_INDEX),
        .act = act_at(query, COLUMN_EVENT),
        .at = query_is_null(query, COLUMN_AT) ? INT64_MIN : query_int(query, COLUMN_AT),
        .gives = hand_at(reading, query, COLUMN_GIVES),
        .receives = hand_at(reading, query, COLUMN_RECEIVES),
        .place = text_at(reading, query, COLUMN_PLACE),
        .purpose = text_at(reading, query, COLUMN_PURPOSE),
        .seal_before = text_at(reading, query, COLUMN_SEAL_BEFORE),
        .seal_after = text_at(reading, query, COLUMN_SEAL_AFTER),
        .explanation = text_at(reading, query, COLUMN_EXPLANATION),
        .seal_intact = query_is_null(query, COLUMN_SEAL_INTACT)
                           ? -1
                           : query_int(query, COLUMN_SEAL_INTACT) != 0,
        .previous = -1,
        .forked = forked};
    const char *previous = text_at(reading, query, COLUMN_PREVIOUS);
    const char *items =
        query_is_null(query, COLUMN_ITEMS) ? NULL : query_text(query, COLUMN_ITEMS);
    if (!take_items(reading, items, &event)) return false;
    custody->event = arena_grow(reading->arena, custody->event, (size_t)custody->event_count,
                                &reading->event_room, sizeof *custody->event);
    reading->previous = arena_grow(reading->arena, reading->previous, (size_t)custody->event_count,
                                   &reading->previous_room, sizeof *reading->previous);
    rec_map_put(reading->arena, &reading->event_of, event.rec, custody->event_count);
    reading->previous[custody->event_count] = previous;
    custody->event[custody->event_count++] = event;
    return true;
}

/* ------------------------------------------------------------------ all of it */

static bool take_handover(struct reading_custody *reading, struct query *query, bool forked) {
    const char *number = text_at(reading, query, 2);
    (void)forked;
    for (int column = 3; column <= 4; column++) {
        json_t *list = query_is_null(query, column)
                           ? NULL
                           : json_loads(query_text(query, column), 0, NULL);
        for (size_t i = 0; i < json_array_size(list); i++) {
            int thing = rec_map_find(&reading->thing_of,
                                     json_string_value(json_array_get(list, i)));
            if (thing >= 0)
                reading->custody->thing[thing].handover = number ? number : "(no number)";
        }
        json_decref(list);
    }
    return true;
}

bool custody_read(struct arena *arena, const struct tables *tables, unsigned roles,
                  struct custody **out_custody, struct error *error) {
    struct custody *custody = arena_new(arena, struct custody, 1);
    struct reading_custody reading = {.arena = arena,
                                      .tables = tables,
                                      .roles = roles,
                                      .custody = custody,
                                      .error = error};
    if (!tables_size(tables, &custody->log_size, error) || !each(&reading, &CUSTODY_USERS_ALL, take_user) ||
        !each(&reading, &CUSTODY_REMAINS_ALL, take_remains) ||
        !each(&reading, &CUSTODY_BELONGINGS_ALL, take_belonging) ||
        !each(&reading, &CUSTODY_DOCUMENTS_ALL, take_document) ||
        !each(&reading, &CUSTODY_SAMPLES_ALL, take_sample) ||
        !each(&reading, &CUSTODY_EVENTS_ALL, take_event) ||
        !each(&reading, &CUSTODY_HANDOVERS_ALL, take_handover))
        return false;
    custody_order(arena, custody, reading.previous, &reading.event_of);
    custody_follow(arena, custody);
    *out_custody = custody;
    return true;
}
