#include "case/custody_offer.h"

#include <string.h>

#include "schema/quote.h"
#include "schema/value.h"
#include "store/query.h"
#include "store/statements.h"

static const char *text_of(const json_t *fields, const char *name) {
    const char *text = json_string_value(json_object_get(fields, name));
    return text ? text : "";
}

/* ------------------------------------------------------------------ may it be? */

static bool check_people(const struct custody_desk *desk, const struct identifier *gives,
                         const struct identifier *receives, struct error *error) {
    const struct authority_user *user = authority_user(desk->authority, receives);
    if (identifier_equal(gives, receives))
        return error_set(error, ERROR_DENIED, "one person cannot both give and receive");
    return (user && user->state == USER_ACTIVE) ||
           error_set(error, ERROR_DENIED, "%s, who is to receive, is nobody who may sign",
                     receives->text);
}

static bool check_number(const struct custody_desk *desk, const json_t *fields,
                         struct error *error) {
    const char *number = text_of(fields, "number");
    for (int i = 0; i < desk->custody->event_count; i++) {
        const struct custody_event *event = &desk->custody->event[i];
        if (event->number && !strcmp(event->number, number))
            return error_set(error, ERROR_CONFLICT, "the number %s is that of another event, in "
                             "entry %lld", number, (long long)event->index);
    }
    return true;
}

static bool is_there(const struct custody_desk *desk, const char *rec, bool *out_there,
                     struct error *error) {
    struct query *query;
    if (!query_open(desk->tables->store, &HEADS_OF_RECORD, &query, error)) return false;
    query_bind_text(query, 1, rec);
    bool good = query_step(query, out_there, error);
    query_close(query);
    return good;
}

/* Things that are handed over have been entered: their numbers stand for them. */
static bool check_items(const struct custody_desk *desk, const json_t *fields,
                        struct error *error) {
    size_t i;
    json_t *item;
    json_array_foreach(json_object_get(fields, "items"), i, item) {
        const char *rec = json_string_value(item);
        bool there = false;
        if (rec && !is_there(desk, rec, &there, error)) return false;
        if (!there)
            return error_set(error, ERROR_BAD_INPUT, "items: %s is not in the record",
                             quote(rec ? rec : "one of them").text);
    }
    return true;
}

/* A gap is recorded as what it is, or not at all. */
static bool check_chain(struct arena *arena, const struct custody_desk *desk,
                        const json_t *fields, struct error *error) {
    struct custody_fault *faults;
    int count;
    if (!custody_foresee(arena, desk->tables, desk->custody, fields, &faults, &count, error))
        return false;
    if (count == 0) return true;
    if (faults[0].kind == CUSTODY_UNEXPLAINED)
        return error_set(error, ERROR_BAD_INPUT, "a break says in its explanation what is not "
                         "known, from when to when, and what was done about it");
    error_set(error, ERROR_CONFLICT, "%s", faults[0].text);
    if (count > 1) error_advise(error, "and %d more", count - 1);
    return error_advise(error, "what happened all the same is recorded as a break, with its "
                               "explanation");
}

/* ------------------------------------------------------------------ the first hand */

/* The event that was the last of each of the items, if it is the same of all. */
static void put_previous(const struct custody *custody, json_t *fields) {
    int previous = -1;
    size_t i;
    json_t *item;
    if (json_object_get(fields, "previous")) return;
    json_array_foreach(json_object_get(fields, "items"), i, item) {
        const char *rec = json_string_value(item);
        const struct custody_thing *thing = rec ? custody_find(custody, rec) : NULL;
        int last = thing && thing->event_count ? thing->event[thing->event_count - 1] : -1;
        if (last < 0 || (i > 0 && last != previous)) return;
        previous = last;
    }
    if (previous >= 0)
        json_object_set_new(fields, "previous", json_string(custody->event[previous].rec));
}

bool custody_offer(struct arena *arena, const struct custody_desk *desk, struct random *random,
                   json_t *fields, const struct draft_signer *gives,
                   const struct identifier *receives, char **out_bytes, size_t *out_size,
                   struct error *error) {
    const struct schema *schema = schema_find("custody");
    json_t *copy = json_deep_copy(fields);
    if (!copy) return error_set(error, ERROR_INTERNAL, "out of memory");
    json_object_del(copy, "gives_name");
    json_object_del(copy, "receives_name");
    json_object_set_new(copy, "gives", json_string(gives->user.text));
    json_object_set_new(copy, "receives", json_string(receives->text));
    draft_put_recorded(schema, copy);
    put_previous(desk->custody, copy);
    struct draft draft = {.schema = schema,
                          .rec = identifier_make(random, IDENTIFIER_RECORD),
                          .fields = copy,
                          .signers = gives,
                          .signer_count = 1};
    bool done = check_people(desk, &gives->user, receives, error) &&
                check_number(desk, copy, error) && check_items(desk, copy, error) &&
                check_chain(arena, desk, copy, error) &&
                half_signed_make(arena, desk->digester, random, desk->investigation, &draft,
                                 (uint64_t)desk->custody->log_size, out_bytes, out_size, error);
    json_decref(copy);
    return done;
}

/* ------------------------------------------------------------------ the second one */

/* Nothing may have happened to any of the items since. */
static bool check_since(const struct custody_desk *desk, const struct half_signed *half,
                        struct error *error) {
    const struct custody *custody = desk->custody;
    for (int i = 0; i < custody->event_count; i++) {
        const struct custody_event *event = &custody->event[i];
        if ((uint64_t)event->index < half->log_size) continue;
        for (int t = 0; t < event->thing_count; t++) {
            const struct custody_thing *thing = &custody->thing[event->thing[t]];
            const json_t *items = json_object_get(half->fields, "items");
            for (size_t n = 0; n < json_array_size(items); n++)
                if (!strcmp(json_string_value(json_array_get(items, n)), thing->rec))
                    return error_set(error, ERROR_CONFLICT, "%s was in %s since this was signed: "
                                     "it has to be offered again", thing->label,
                                     event->number ? event->number : event->rec);
        }
    }
    return true;
}

static bool read_people(const struct half_signed *half, struct identifier *out_receives,
                        struct error *error) {
    const char *gives = text_of(half->fields, "gives"),
               *receives = text_of(half->fields, "receives");
    if (strcmp(half->entry.kind, "custody") != 0 || strcmp(gives, half->entry.by.text) != 0)
        return error_set(error, ERROR_BAD_INPUT, "this is no handover signed by who gives");
    return identifier_read(receives, strlen(receives), IDENTIFIER_USER, out_receives, error);
}

bool custody_offered_read(struct arena *arena, const struct custody_desk *desk, const void *bytes,
                          size_t size, struct custody_offered *out_offered,
                          struct error *error) {
    struct half_signed half;
    struct identifier receives;
    struct draft_signer gives;
    if (!half_signed_read(arena, desk->digester, bytes, size, &half, error)) return false;
    if (!value_check_record(schema_find("custody"), half.fields, VALUE_OF_ENTRY, error) ||
        !read_people(&half, &receives, error) ||
        !half_signed_signer(arena, &half, desk->investigation->origin, desk->authority, &gives,
                            error) ||
        !check_people(desk, &half.entry.by, &receives, error) ||
        !check_number(desk, half.fields, error) || !check_items(desk, half.fields, error) ||
        !check_since(desk, &half, error) ||
        !check_chain(arena, desk, half.fields, error)) {
        half_signed_close(&half);
        return false;
    }
    *out_offered = (struct custody_offered){half, gives, receives};
    return true;
}

void custody_offered_close(struct custody_offered *offered) { half_signed_close(&offered->half); }

bool custody_accept(const struct custody_offered *offered,
                    const struct draft_signer *receives, struct appender *appender,
                    struct receipt *out_receipt, struct error *error) {
    const struct draft_signer both[] = {offered->gives, *receives};
    if (!identifier_equal(&receives->user, &offered->receives))
        return error_set(error, ERROR_DENIED, "it was offered to %s, and %s signs",
                         offered->receives.text, receives->user.text);
    if (!memcmp(both[0].key.public_key.byte, both[1].key.public_key.byte, SIGN_PUBLIC_SIZE))
        return error_set(error, ERROR_DENIED, "one key cannot sign for both");
    struct draft draft = {.schema = schema_find("custody"),
                          .rec = offered->half.entry.rec,
                          .fields = offered->half.fields,
                          .signers = both,
                          .signer_count = 2,
                          .half = &offered->half};
    struct append_batch batch = {.drafts = &draft, .count = 1};
    return append_batch(appender, &batch, out_receipt, NULL, error);
}
