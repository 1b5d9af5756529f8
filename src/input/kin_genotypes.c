#include <string.h>

#include "input/kin_json.h"
#include "input/names.h"

/* Finds the sex of a person, who must be in every hypothesis: one that leaves a typed person out
 * would be compared on less evidence. `who` says why it matters. */
static bool find_sex(const struct kin_case *kin, const char *id, const char *who, enum sex *out_sex,
                     struct error *error) {
    enum sex sex = SEX_UNKNOWN;
    for (int i = 0; i < kin->hypothesis_count; i++) {
        const struct kin_hypothesis *hypothesis = &kin->hypothesis[i];
        int index = pedigree_find(&hypothesis->pedigree, id);
        if (index < 0)
            return error_set(error, ERROR_BAD_INPUT,
                             "%s %s is not in hypothesis %s: add them there, without parents if "
                             "they are unrelated",
                             who, id, hypothesis->name);
        enum sex there = hypothesis->pedigree.person[index].sex;
        if (there != SEX_UNKNOWN) sex = there;
    }
    *out_sex = sex;
    return true;
}

static bool read_allele(const json_t *value, const struct marker *marker, int *out_allele,
                        struct error *error) {
    if (json_is_null(value)) {
        *out_allele = ALLELE_UNKNOWN;
        return true;
    }
    if (!json_is_string(value))
        return error_set(error, ERROR_BAD_INPUT, "an allele must be text in quotes, or null");
    int allele = marker_find_allele(marker, json_string_value(value));
    if (marker->has_silent && allele == marker->allele_count - 1)
        return error_set(error, ERROR_BAD_INPUT, "a silent allele cannot be seen: write null");
    if (allele < 0)
        return error_set(error, ERROR_BAD_INPUT,
                         "allele \"%.40s\" is not in the marker's list, which is to be complete: "
                         "add it with its frequency",
                         json_string_value(value));
    *out_allele = allele;
    return true;
}

static bool read_genotype(const json_t *list, const struct marker *marker, enum sex sex,
                          struct genotype *out_genotype, struct error *error) {
    if (!kin_check_list(list, "a genotype", 2, error)) return false;
    size_t count = json_array_size(list);
    if (count == 0) return true;
    bool hemizygous = marker->chromosome == X_CHROMOSOME && sex == SEX_MALE;
    int a, b;
    if (!read_allele(json_array_get(list, 0), marker, &a, error)) return false;
    if (count == 1) {
        if (!hemizygous)
            return error_set(error, ERROR_BAD_INPUT,
                             "one allele: write [\"a\", \"a\"] for one peak, [\"a\", null] if the "
                             "other is unknown");
        b = a;
    } else if (!read_allele(json_array_get(list, 1), marker, &b, error)) {
        return false;
    }
    if (a == ALLELE_UNKNOWN) {
        a = b;
        b = ALLELE_UNKNOWN;
    }
    if (a == ALLELE_UNKNOWN) return true;
    if (hemizygous && b != a && b != ALLELE_UNKNOWN)
        return error_set(error, ERROR_BAD_INPUT, "two different alleles in a male on X");
    *out_genotype = (struct genotype){.a = a, .b = b};
    return true;
}

static bool read_profile(struct arena *arena, const json_t *object, const struct kin_case *kin,
                         const struct names *markers, const char *id, struct profile *out_profile,
                         struct error *error) {
    enum sex sex = SEX_UNKNOWN;
    if (!json_is_object(object))
        return error_set(error, ERROR_BAD_INPUT, "the genotypes of %s must be an object {...}", id);
    if (!find_sex(kin, id, "typed person", &sex, error)) return false;
    struct profile profile = {.subject = id};
    profile.genotype = arena_new(arena, struct genotype, kin->panel.count);
    for (int i = 0; i < kin->panel.count; i++)
        profile.genotype[i] = (struct genotype){.a = ALLELE_UNTYPED, .b = ALLELE_UNTYPED};
    bool *seen = arena_new(arena, bool, kin->panel.count);
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)object, key, value) {
        int marker = names_find(markers, key);
        if (marker < 0 || seen[marker])
            return error_set(error, ERROR_BAD_INPUT,
                             marker < 0 ? "person %s: marker \"%.60s\" is not among the markers"
                                        : "person %s: marker \"%.60s\" is given twice",
                             id, key);
        seen[marker] = true;
        if (!read_genotype(value, &kin->panel.marker[marker], sex, &profile.genotype[marker],
                           error))
            return error_within(error, "person %s, marker %s", id, kin->panel.marker[marker].name);
    }
    *out_profile = profile;
    return true;
}

bool kin_read_genotypes(struct arena *arena, const json_t *object, struct kin_case *kin,
                        struct error *error) {
    if (!object || !json_is_object(object))
        return error_set(error, ERROR_BAD_INPUT, "\"genotypes\" must be an object {...}");
    size_t persons = json_object_size(object);
    if (persons > KIN_PERSONS_MOST ||
        persons * (size_t)kin->panel.count > (size_t)KIN_GENOTYPES_MOST)
        return error_set(error, ERROR_TOO_LARGE, "%zu typed persons are too many", persons);
    const char **name = arena_new(arena, const char *, kin->panel.count);
    for (int i = 0; i < kin->panel.count; i++) name[i] = kin->panel.marker[i].name;
    struct names markers = names_make(arena, kin->panel.count, name, NAMES_ANY_CASE);
    kin->person = arena_new(arena, const char *, persons);
    kin->profile = arena_new(arena, struct profile, persons);
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)object, key, value) {
        if (!kin_check_name(key, strlen(key), "the id of a typed person", error)) return false;
        const char *id = arena_copy(arena, key);
        if (!read_profile(arena, value, kin, &markers, id, &kin->profile[kin->person_count], error))
            return false;
        kin->person[kin->person_count++] = id;
    }
    return true;
}

/* Whether any hypothesis has a person of this id. */
static bool is_anywhere(const struct kin_case *kin, const char *id) {
    for (int h = 0; h < kin->hypothesis_count; h++) {
        const struct pedigree *pedigree = &kin->hypothesis[h].pedigree;
        for (int p = 0; p < pedigree->count; p++)
            if (strcmp(pedigree->person[p].id, id) == 0) return true;
    }
    return false;
}

bool kin_read_dropouts(struct arena *arena, const json_t *object, struct kin_case *kin,
                       struct error *error) {
    if (!object || json_is_null(object)) return true;
    if (!json_is_object(object))
        return error_set(error, ERROR_BAD_INPUT, "\"dropout\" must be an object {...}");
    struct names persons = names_make(arena, kin->person_count, kin->person, NAMES_EXACT);
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)object, key, value) {
        int person = names_find(&persons, key);
        if (person < 0 && !is_anywhere(kin, key))
            return error_set(error, ERROR_BAD_INPUT,
                             "\"dropout\": person \"%.60s\" is in no hypothesis: take them out",
                             key);
        double dropout;
        if (!kin_read_number(value, "the drop-out", 0, DROPOUT_MOST, &dropout, error))
            return error_within(error, "person %.60s", key);
        if (person >= 0) kin->profile[person].dropout = dropout;
    }
    return true;
}
