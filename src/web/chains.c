#include "web/chains.h"

#include <string.h>

#include "web/date_text.h"

static bool make_custody(struct arena *arena, const struct visit *visit, void **out_thing,
                         struct error *error) {
    struct custody *custody;
    if (!custody_read(arena, visit->tables, visit->roles, &custody, error)) return false;
    *out_thing = custody;
    return true;
}

/* Which codes somebody may read: whoever may read the same sees the same chains. */
static unsigned labels_of(unsigned roles) {
    unsigned labels = 0;
    for (int i = 0; i < schema_count; i++) {
        const struct schema_field *code = schema_code_field(&schema_list[i]);
        if (!code || code->tier != TIER_RESTRICTED) continue;
        labels = labels << 1 | (unsigned)schema_may_read(code, roles);
    }
    return labels;
}

bool chains_hold(const struct visit *visit, struct kept **out_kept,
                 const struct custody **out_custody, struct error *error) {
    if (!kept_hold(&visit->web->custody, visit, labels_of(visit->roles), make_custody, out_kept,
                   error))
        return false;
    *out_custody = (*out_kept)->thing;
    return true;
}

const char *chain_where(const struct visit *visit, const struct custody_thing *thing) {
    enum language language = visit->language;
    const char *who = thing->holder.name;
    const struct message_value values[] = {{.name = "who", .text = who ? who : ""}, {.name = NULL}};
    if (!thing->event_count) return say(language, "no event names it");
    switch (thing->state) {
    case CUSTODY_HELD: return fill(visit, say(language, "held by {who}"), values);
    case CUSTODY_RETURNED:
        return who ? fill(visit, say(language, "returned to {who}"), values)
                   : say(language, "returned");
    case CUSTODY_DESTROYED:
        return who ? fill(visit, say(language, "destroyed; {who} had it last"), values)
                   : say(language, "destroyed");
    case CUSTODY_UNKNOWN: break;
    }
    return say(language, "nobody is known to have it");
}

const char *chain_act(const struct visit *visit, enum custody_act act) {
    return choice_named(visit, "custody", "event", custody_act_name(act));
}

const char *chain_kind(const struct visit *visit, const struct custody_thing *thing) {
    const struct schema *schema = schema_find(thing->kind);
    return schema ? kind_text(visit, schema) : thing->kind;
}

const char *chain_time(const struct visit *visit, int64_t at) {
    return at == INT64_MIN ? "" : instant_text_brief(visit->arena, visit->language, at);
}

const char *chain_address(const struct visit *visit, const char *rec) {
    return arena_format(visit->arena, "/custody/of/%s", rec);
}

bool chain_has(const struct schema *schema) {
    static const char *const kinds[] = {"remains", "belonging", "document", "sample"};
    for (int i = 0; i < 4; i++)
        if (!strcmp(schema->kind, kinds[i])) return true;
    return false;
}
