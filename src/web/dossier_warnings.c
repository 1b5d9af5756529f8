/* What must not be overlooked in a dossier. */
#include <string.h>

#include "http/page_dossier.h"
#include "web/dossier.h"

enum { WARNINGS_MOST = 10 };

static bool has_text(const json_t *list, const char *text) {
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *own = json_string_value(json_array_get(list, i));
        if (own && !strcmp(own, text)) return true;
    }
    return false;
}

static const char *joined(struct arena *arena, const json_t *list) {
    const char *text = "";
    for (size_t i = 0; i < json_array_size(list); i++)
        text = arena_format(arena, "%s%s%s", text, i ? ", " : "",
                            json_string_value(json_array_get(list, i)));
    return text;
}

static void add_warning(struct dossier *dossier, const char *text) {
    struct page_dossier_warnings *warnings =
        (struct page_dossier_warnings *)dossier->page->warnings;
    if (!warnings)
        dossier->page->warnings = warnings =
            arena_new(dossier->visit->arena, struct page_dossier_warnings, WARNINGS_MOST);
    if (dossier->page->warnings_count < WARNINGS_MOST)
        warnings[dossier->page->warnings_count++].text = text;
}

static void list_warnings(struct dossier *dossier) {
    const struct visit *visit = dossier->visit;
    const json_t *root = dossier->result->root;
    const json_t *alike = json_object_get(root, "indistinguishable");
    const json_t *doubts = json_object_get(root, "doubts");
    for (size_t i = 0; i < json_array_size(alike); i++) {
        const json_t *group = json_array_get(alike, i);
        const json_t *remains = json_object_get(group, "remains");
        const json_t *persons = json_object_get(group, "persons");
        if (!has_text(remains, dossier->codes[0]) && !has_text(persons, dossier->person)) continue;
        const struct message_value values[] = {
            {.name = "remains", .text = joined(visit->arena, remains)},
            {.name = "persons", .text = joined(visit->arena, persons)},
            {.name = NULL}};
        add_warning(dossier, fill(visit,
                                  say(visit->language, "The genotypes cannot tell who of "
                                                       "{remains} is who of {persons}: other "
                                                       "evidence must."),
                                  values));
    }
    for (size_t i = 0; i < json_array_size(doubts); i++) {
        const json_t *pair = json_object_get(json_array_get(doubts, i), "remains");
        if (!has_text(pair, dossier->codes[0])) continue;
        const char *first = json_string_value(json_array_get(pair, 0));
        const char *second = json_string_value(json_array_get(pair, 1));
        if (!first || !second) continue;
        const struct message_value values[] = {
            {.name = "other", .text = strcmp(first, dossier->codes[0]) ? first : second},
            {.name = NULL}};
        add_warning(dossier, fill(visit,
                                  say(visit->language, "It is not clear whether {other} is of "
                                                       "the same person: this must be "
                                                       "settled, or said with any name."),
                                  values));
    }
}

static void say_stale(struct dossier *dossier) {
    const struct visit *visit = dossier->visit;
    if (!dossier->changed) return;
    const struct message_value values[] = {
        {.name = "count", .is_number = true, .number = dossier->changed}, {.name = NULL}};
    dossier->page->stale =
        fill(visit,
             say_many(visit->language,
                      "These numbers are of the record as it was: {count} record that they "
                      "rest on is new or changed since. Nobody is proposed on them before "
                      "identification was run again.",
                      "These numbers are of the record as it was: {count} records that they "
                      "rest on are new or changed since. Nobody is proposed on them before "
                      "identification was run again.",
                      dossier->changed),
             values);
}

void dossier_show_warnings(struct dossier *dossier) {
    say_stale(dossier);
    list_warnings(dossier);
}
