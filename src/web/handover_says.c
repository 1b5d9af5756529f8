#include "web/handover_says.h"

#include <math.h>
#include <string.h>

#include "base/encode.h"
#include "case/probability_text.h"
#include "web/chains.h"
#include "web/date_text.h"

enum { LINES_A_THING = 3 };

struct saying {
    const struct visit *visit;
    const struct people *people;
    struct says_line *line;
    size_t count;
};

static void add(struct saying *saying, const struct handover_item *item, const char *text,
                bool warns) {
    saying->line[saying->count++] =
        (struct says_line){.label = item ? item->label : NULL,
                           .address = item ? record_address(saying->visit->arena, item->rec) : NULL,
                           .text = text,
                           .warns = warns};
}

static const char *name_of(const struct saying *saying, const struct decision_step *step) {
    struct identifier user;
    struct error none = {0};
    return identifier_read(step->by, strlen(step->by), IDENTIFIER_USER, &user, &none)
               ? handing_name(saying->people, &user)
               : step->by;
}

/* Who took the last steps of a kind, and when the last of them was. */
static void tell_steps(const struct saying *saying, const struct decision *decision,
                       const char *kind, int most, const char **out_who, const char **out_day) {
    struct arena *arena = saying->visit->arena;
    *out_who = *out_day = "";
    for (int i = decision->step_count - 1; i >= 0 && most > 0; i--) {
        const struct decision_step *step = &decision->step[i];
        if (strcmp(step->kind, kind) != 0) continue;
        most--;
        if (!**out_day) *out_day = date_text(arena, saying->visit->language, step->day);
        *out_who =
            arena_format(arena, "%s%s%s", name_of(saying, step), **out_who ? ", " : "", *out_who);
    }
}

static const char *fill_step(const struct saying *saying, const char *text,
                             const struct decision *decision, const char *kind, int most) {
    const char *who, *day;
    tell_steps(saying, decision, kind, most, &who, &day);
    const struct message_value values[] = {
        {.name = "who", .text = who}, {.name = "day", .text = day}, {.name = NULL}};
    return fill(saying->visit, text, values);
}

static const char *posterior_of(const struct saying *saying, const struct decision *decision) {
    const struct visit *visit = saying->visit;
    const struct schema_field *field = schema_field_find(schema_find("proposal"), "posterior");
    if (isnan(decision->posterior) || !schema_may_read(field, visit->roles)) return NULL;
    const struct message_value values[] = {
        {.name = "posterior", .text = probability_text(visit->arena, decision->posterior)},
        {.name = NULL}};
    return fill(visit, say(visit->language, "Its posterior, as proposed: {posterior}."), values);
}

static void say_confirmed(struct saying *saying, const struct handover_item *item) {
    const struct decision *decision = item->decision;
    const char *posterior = posterior_of(saying, decision);
    const char *text = fill_step(
        saying, say(saying->visit->language, "Confirmed to be this person by {who}, {day}."),
        decision, "confirmation", decision->confirmations);
    add(saying, item,
        posterior ? arena_format(saying->visit->arena, "%s %s", text, posterior) : text, false);
}

static void say_identity(struct saying *saying, const struct handover_item *item) {
    enum language language = saying->visit->language;
    const struct decision *decision = item->decision;
    switch (item->identity) {
    case HANDOVER_NOT_ASKED: return;
    case HANDOVER_CONFIRMED: say_confirmed(saying, item); return;
    case HANDOVER_PROPOSED:
        add(saying, item,
            say(language, "Proposed to be this person, and not confirmed by as many as it takes."),
            true);
        return;
    case HANDOVER_REFUSED:
        add(saying, item,
            fill_step(
                saying,
                say(language, "That it is this person was proposed, and refused by {who}, {day}."),
                decision, "refusal", 1),
            true);
        return;
    case HANDOVER_REVOKED:
        add(saying, item,
            fill_step(
                saying,
                say(language, "That it is this person was confirmed, and revoked by {who}, {day}."),
                decision, "revocation", 1),
            true);
        return;
    case HANDOVER_NEVER:
        add(saying, item, say(language, "Nobody has proposed that it is this person."), true);
        return;
    case HANDOVER_ANOTHER:
        add(saying, item, say(language, "Confirmed to be another person."), true);
        return;
    }
}

static void say_item(struct saying *saying, const struct handover_item *item) {
    const struct visit *visit = saying->visit;
    const char *where =
        item->thing ? chain_where(visit, item->thing) : say(visit->language, "no event names it");
    const struct message_value values[] = {
        {.name = "number", .text = item->given ? item->given : ""},
        {.name = "where", .text = where},
        {.name = NULL}};
    say_identity(saying, item);
    add(saying, item, fill(visit, say(visit->language, "Its chain of custody: {where}."), values),
        !item->held || (item->thing && item->thing->state == CUSTODY_DESTROYED));
    if (item->given)
        add(saying, item,
            fill(visit, say(visit->language, "Handed over already, in {number}."), values), true);
}

struct says_line *handover_says(const struct visit *visit, const struct people *people,
                                const struct handover_said *said, size_t *out_count) {
    struct saying saying = {.visit = visit, .people = people};
    saying.line = arena_new(visit->arena, struct says_line, LINES_A_THING * said->count + 1);
    if (!said->missing)
        add(&saying, NULL,
            say(visit->language,
                "The person is nobody missing: remains are handed over as those of "
                "somebody missing, not of a relative."),
            true);
    for (int i = 0; i < said->count; i++) say_item(&saying, &said->item[i]);
    *out_count = saying.count;
    return saying.line;
}

const char *handover_seen(const struct visit *visit, const struct says_line *lines, size_t count) {
    char text[ENCODE_HEX_LENGTH(DIGEST_SIZE) + 1];
    const char *all = "";
    for (size_t i = 0; i < count; i++)
        all = arena_format(visit->arena, "%s%s\t%s\n", all,
                           lines[i].address ? lines[i].address : "", lines[i].text);
    struct digest digest = digest_of(&visit->worker->investigation.digester, all, strlen(all));
    encode_text(ENCODING_HEX, digest.byte, DIGEST_SIZE, text);
    return arena_copy(visit->arena, text);
}
