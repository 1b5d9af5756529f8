#include "case/explanation_alone.h"

#include <string.h>

/* The remains of these codes, and where the first of them stands among those that were taken. */
static bool take_remains(struct arena *arena, const struct dataset *dataset,
                         const char *const *code, int count, struct dataset *own, int *out_first,
                         struct error *error) {
    struct remains *taken = arena_new(arena, struct remains, count);
    own->remains_count = 0;
    *out_first = -1;
    for (int r = 0; r < dataset->remains_count && own->remains_count < count; r++)
        for (int i = 0; i < count; i++) {
            if (strcmp(dataset->remains[r].code, code[i]) != 0) continue;
            if (i == 0) *out_first = own->remains_count;
            taken[own->remains_count++] = dataset->remains[r];
            break;
        }
    own->remains = taken;
    return *out_first >= 0 || error_set(error, ERROR_NOT_FOUND,
                                        "there are no remains %.80s that "
                                        "could be compared",
                                        count ? code[0] : "");
}

static int family_of(const struct dataset *dataset, const char *person) {
    for (int j = 0; j < dataset->missing_count; j++) {
        const struct missing *who = &dataset->missing[j];
        if (strcmp(dataset->family[who->family].pedigree.person[who->person].id, person) == 0)
            return who->family;
    }
    return -1;
}

/* The person's family, and its missing. */
static bool take_family(struct arena *arena, const struct dataset *dataset, const char *person,
                        struct dataset *own, int *out_missing, struct error *error) {
    int family = family_of(dataset, person);
    if (family < 0)
        return error_set(error, ERROR_NOT_FOUND, "%.80s is not listed as missing", person);
    own->family = arena_new(arena, struct family, 1);
    own->family[0] = dataset->family[family];
    own->family_count = 1;
    own->missing = arena_new(arena, struct missing, dataset->missing_count);
    own->missing_count = 0;
    for (int j = 0; j < dataset->missing_count; j++) {
        struct missing who = dataset->missing[j];
        if (who.family != family) continue;
        who.family = 0;
        if (strcmp(own->family[0].pedigree.person[who.person].id, person) == 0)
            *out_missing = own->missing_count;
        own->missing[own->missing_count++] = who;
    }
    return true;
}

bool explanation_alone(struct arena *arena, const struct dataset *dataset,
                       const struct identify_options *options, const char *const *code, int count,
                       const char *person, struct identification *out_run,
                       struct explanation *out_explanation, struct error *error) {
    struct dataset *own = arena_new(arena, struct dataset, 1);
    int first = 0, missing = 0;
    double threshold =
        options->group_threshold > 0 ? options->group_threshold : INDIVIDUALS_THRESHOLD;
    *own = *dataset;
    *out_run = (struct identification){.options = *options, .dataset = own};
    if (!take_remains(arena, dataset, code, count, own, &first, error) ||
        !take_family(arena, dataset, person, own, &missing, error) ||
        !individuals_find(arena, own, options->group, threshold, 1, options->cancel,
                          &out_run->individuals, error) ||
        !casework_prepare(arena, own, &out_run->individuals, 1, options->cancel, &out_run->casework,
                          error))
        return false;
    const struct error *refused = &out_run->casework.refusal[0].why;
    if (refused->code != ERROR_NONE) return error_set(error, refused->code, "%s", refused->text);
    return explanation_make(arena, out_run, out_run->individuals.of_remains[first], missing,
                            out_explanation, error);
}
