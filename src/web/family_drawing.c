/* A family's pedigree as a drawing, and in words. */
#include <string.h>

#include "case/decisions.h"
#include "report/drawing_svg.h"
#include "report/pedigree_drawing.h"
#include "report/pedigree_words.h"
#include "web/family_page.h"

static struct pedigree_words words_of(enum language language) {
    return (struct pedigree_words){
        .male = say(language, "male"),
        .female = say(language, "female"),
        .sex_unknown = say(language, "sex not known"),
        .child_of_both = say(language, "child of {father} and {mother}"),
        .child_of_one = say(language, "child of {parent}"),
        .typed = say(language, "typed"),
        .missing = say(language, "missing"),
        .dead = say(language, "dead"),
        .identified = say(language, "identified: {remains}"),
        .identified_sign = say(language, "identified"),
        .related_sign = say(language, "related partners"),
        .repeat_sign = say(language, "*1 the same person again")};
}

bool family_decisions(const struct visit *visit, const struct family_record *family,
                      struct decisions *out_decisions, struct error *error) {
    const char **rec = arena_new(visit->arena, const char *, family->count);
    for (int i = 0; i < family->count; i++) rec[i] = family->member[i].rec;
    return decisions_read_about(visit->arena, visit->investigation, visit->tables, rec,
                                family->count, out_decisions, error);
}

const char *family_named(const struct visit *visit, const struct decisions *decisions,
                         const char *person_rec) {
    for (int i = 0; i < decisions->count; i++)
        if (decisions->decision[i].state == DECISION_CONFIRMED &&
            decision_is_of_person(&decisions->decision[i], person_rec))
            return decision_remains(visit->arena, &decisions->decision[i]);
    return "";
}

static struct pedigree_person person_of(const struct visit *visit,
                                        const struct family_member *member, bool typed,
                                        const struct decisions *decisions) {
    const char *named = family_named(visit, decisions, member->rec);
    return (struct pedigree_person){
        .id = member->id,
        .line = {*member->name ? member->name : NULL, *member->born ? member->born : NULL},
        .sex = member->sex,
        .father = member->father,
        .mother = member->mother,
        .dead = member->dead || *named,
        .missing = member->missing && !*named,
        .typed = typed,
        .remains = *named ? named : NULL,
        .link = record_address(visit->arena, member->rec)};
}

void family_draw(const struct visit *visit, const struct family_record *family, const bool *typed,
                 const struct decisions *decisions, struct html_safe *out_drawing,
                 const char ***out_sentence, const char **out_undrawn) {
    struct arena *arena = visit->arena;
    struct pedigree_words words = words_of(visit->language);
    struct pedigree_person *person = arena_new(arena, struct pedigree_person, family->count);
    struct drawing drawing;
    struct error undrawn = {0};
    for (int i = 0; i < family->count; i++)
        person[i] = person_of(visit, &family->member[i], typed && typed[i], decisions);
    *out_sentence = arena_new(arena, const char *, family->count);
    for (int i = 0; i < family->count; i++)
        (*out_sentence)[i] = pedigree_sentence(arena, person, i, &words);
    if (!pedigree_draw(arena, person, family->count, say(visit->language, "Pedigree"),
                       say(visit->language, "The same stands in words below."), &words, &drawing,
                       &undrawn)) {
        *out_undrawn = arena_copy(arena, undrawn.text);
        return;
    }
    struct buffer svg = {0};
    drawing_svg(&drawing, &svg);
    size_t size = svg.size;
    *out_drawing = html_trust(arena_copy(arena, buffer_text(&svg)), size);
    buffer_close(&svg);
}
