#include "case/custody_rules.h"

#include <string.h>

#include "case/happened.h"

static const char *text_of(const json_t *fields, const char *name) {
    const char *text = json_string_value(json_object_get(fields, name));
    return text ? text : "";
}

static bool has_item(const json_t *fields, const char *rec) {
    size_t i;
    json_t *item;
    json_array_foreach(json_object_get(fields, "items"), i, item) {
        const char *text = json_string_value(item);
        if (text && !strcmp(text, rec)) return true;
    }
    return false;
}

void custody_rules_complete(const struct custody *custody, json_t *fields) {
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

static bool check_number(const struct custody *custody, const json_t *fields,
                         struct error *error) {
    const char *number = text_of(fields, "number");
    for (int i = 0; i < custody->event_count; i++) {
        const struct custody_event *event = &custody->event[i];
        if (event->number && !strcmp(event->number, number))
            return error_set(error, ERROR_CONFLICT, "the number %s is that of another event, in "
                             "entry %lld", number, (long long)event->index);
    }
    return true;
}

/* What has happened to its items meanwhile, it does not know of. */
static bool check_since(const struct custody *custody, const json_t *fields, uint64_t since,
                        struct error *error) {
    for (int i = 0; i < custody->event_count; i++) {
        const struct custody_event *event = &custody->event[i];
        if ((uint64_t)event->index < since) continue;
        for (int t = 0; t < event->thing_count; t++) {
            const struct custody_thing *thing = &custody->thing[event->thing[t]];
            if (has_item(fields, thing->rec))
                return error_set(error, ERROR_CONFLICT, "%s was in %s since this was signed: it "
                                 "has to be offered again", thing->label,
                                 event->number ? event->number : event->rec);
        }
    }
    return true;
}

/* What cannot be undone, and what nobody saw, has its words with it. */
static bool check_words(const json_t *fields, struct error *error) {
    const char *event = text_of(fields, "event");
    if (!strcmp(event, "break") && !happened_in_words(fields, "explanation"))
        return error_set(error, ERROR_BAD_INPUT, "a break says in its explanation, in words of at "
                         "least %d letters, what is not known, from when to when, and what was done "
                         "about it", HAPPENED_LETTERS);
    if (!strcmp(event, "destroy") && !*text_of(fields, "authority"))
        return error_set(error, ERROR_BAD_INPUT, "nothing is destroyed without an order: say in "
                         "authority under which order or case");
    return true;
}

/* A gap is recorded as what it is, or not at all. */
bool custody_rules_check(struct arena *arena, const struct tables *tables,
                         const struct custody *custody, const json_t *fields,
                         uint64_t since, int64_t now, struct error *error) {
    struct custody_fault *faults;
    int count;
    if (!happened_check(fields, now, error) || !check_words(fields, error) ||
        !check_number(custody, fields, error) || !check_since(custody, fields, since, error) ||
        !custody_foresee(arena, tables, custody, fields, &faults, &count, error))
        return false;
    if (count == 0) return true;
    error_set(error, ERROR_CONFLICT, "%s", faults[0].text);
    if (count > 1) error_advise(error, "and %d more", count - 1);
    return error_advise(error, "what happened all the same is recorded as a break, with its "
                               "explanation");
}
