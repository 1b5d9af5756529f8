#include "report/pedigree_words.h"

#include "base/holes.h"

const struct pedigree_words PEDIGREE_WORDS = {
    .male = "male",
    .female = "female",
    .sex_unknown = "sex not known",
    .child_of_both = "child of {father} and {mother}",
    .child_of_one = "child of {parent}",
    .typed = "typed",
    .missing = "missing",
    .dead = "dead",
    .identified = "identified: {remains}",
    .identified_sign = "identified",
    .related_sign = "related partners",
    .repeat_sign = "*1 the same person again",
};

static const char *parents_of(struct arena *arena, const struct pedigree_person *person, int index,
                              const struct pedigree_words *words) {
    int father = person[index].father, mother = person[index].mother;
    if (father >= 0 && mother >= 0)
        return holes_fill(
            arena, words->child_of_both,
            (const struct hole[]){{"father", person[father].id}, {"mother", person[mother].id}}, 2);
    if (father < 0 && mother < 0) return NULL;
    return holes_fill(arena, words->child_of_one,
                      &(const struct hole){"parent", person[father < 0 ? mother : father].id}, 1);
}

const char *pedigree_sentence(struct arena *arena, const struct pedigree_person *person, int index,
                              const struct pedigree_words *words) {
    const struct pedigree_person *of = &person[index];
    const char *const sexes[] = {
        [SEX_UNKNOWN] = words->sex_unknown, [SEX_MALE] = words->male, [SEX_FEMALE] = words->female};
    const char *parts[] = {
        parents_of(arena, person, index, words),
        of->dead ? words->dead : NULL,
        of->typed ? words->typed : NULL,
        of->missing && !of->remains ? words->missing : NULL,
        of->remains
            ? holes_fill(arena, words->identified, &(const struct hole){"remains", of->remains}, 1)
            : NULL,
    };
    const char *out = arena_format(arena, "%s: %s", of->id, sexes[of->sex]);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i]) out = arena_format(arena, "%s; %s", out, parts[i]);
    return out;
}
