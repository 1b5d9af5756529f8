#include "input/kin_case.h"

#include <string.h>

#include "input/kin_json.h"
#include "input/names.h"
#include "input/text.h"

static bool read_sex(const json_t *value, enum sex *out_sex, struct error *error) {
    const char *text = json_string_value(value);
    if (text && strcmp(text, "M") == 0) *out_sex = SEX_MALE;
    else if (text && strcmp(text, "F") == 0) *out_sex = SEX_FEMALE;
    else if (text && strcmp(text, "?") == 0) *out_sex = SEX_UNKNOWN;
    else return error_set(error, ERROR_BAD_INPUT, "\"sex\" must be \"M\", \"F\" or \"?\"");
    return true;
}

static bool read_parent(const json_t *person, const char *which, const struct names *ids,
                        int *out_parent, struct error *error) {
    const json_t *value = json_object_get(person, which);
    if (!value || json_is_null(value)) {
        *out_parent = -1;
        return true;
    }
    if (!json_is_string(value))
        return error_set(error, ERROR_BAD_INPUT, "\"%s\" must be an id or null", which);
    int parent = names_find(ids, json_string_value(value));
    if (parent < 0)
        return error_set(error, ERROR_BAD_INPUT,
                         "the %s \"%.60s\" is not among the persons: add them", which,
                         json_string_value(value));
    *out_parent = parent;
    return true;
}

static bool read_pedigree(struct arena *arena, const json_t *list, struct pedigree *out_pedigree,
                          struct error *error) {
    static const char *const keys[] = {"id", "father", "mother", "sex", NULL};
    if (!kin_check_list(list, "\"persons\"", KIN_PERSONS_MOST, error)) return false;
    int count = (int)json_array_size(list);
    struct pedigree pedigree = {.count = count, .person = arena_new(arena, struct person, count)};
    const char **id = arena_new(arena, const char *, count);
    for (int i = 0; i < count; i++) {
        const json_t *value = json_array_get(list, (size_t)i);
        if (!kin_check_object(value, "it", keys, error) ||
            !kin_read_name(arena, json_object_get(value, "id"), "\"id\"", &id[i], error))
            return error_within(error, "person %d of the list", i + 1);
    }
    struct names ids = names_make(arena, count, id, NAMES_EXACT);
    for (int i = 0; i < count; i++) {
        const json_t *value = json_array_get(list, (size_t)i);
        struct person *person = &pedigree.person[i];
        person->id = id[i];
        if (!read_sex(json_object_get(value, "sex"), &person->sex, error) ||
            !read_parent(value, "father", &ids, &person->father, error) ||
            !read_parent(value, "mother", &ids, &person->mother, error))
            return error_within(error, "person %s", id[i]);
    }
    if (!pedigree_check(&pedigree, NULL, error)) return false;
    *out_pedigree = pedigree;
    return true;
}

static bool read_hypotheses(struct arena *arena, const json_t *list, struct kin_case *kin,
                            struct error *error) {
    static const char *const keys[] = {"name", "persons", NULL};
    if (!kin_check_list(list, "\"hypotheses\"", KIN_HYPOTHESES_MOST, error)) return false;
    int count = (int)json_array_size(list);
    if (count == 0)
        return error_set(error, ERROR_BAD_INPUT, "\"hypotheses\" is empty: give at least one");
    kin->hypothesis_count = count;
    kin->hypothesis = arena_new(arena, struct kin_hypothesis, count);
    const char **name = arena_new(arena, const char *, count);
    for (int i = 0; i < count; i++) {
        const json_t *value = json_array_get(list, (size_t)i);
        if (!kin_check_object(value, "it", keys, error) ||
            !kin_read_name(arena, json_object_get(value, "name"), "\"name\"", &name[i], error))
            return error_within(error, "hypothesis %d of the list", i + 1);
        kin->hypothesis[i].name = name[i];
        if (!read_pedigree(arena, json_object_get(value, "persons"), &kin->hypothesis[i].pedigree,
                           error))
            return error_within(error, "hypothesis %s", name[i]);
    }
    struct names names = names_make(arena, count, name, NAMES_EXACT);
    for (int i = 0; i < count; i++)
        if (names_find(&names, name[i]) != i)
            return error_set(error, ERROR_BAD_INPUT, "hypothesis %s is given twice: rename one",
                             name[i]);
    return true;
}

static bool read_reference(const json_t *value, struct kin_case *kin, struct error *error) {
    kin->reference = kin->hypothesis_count - 1;
    if (!value || json_is_null(value)) return true;
    const char *name = json_string_value(value);
    for (int i = 0; name && i < kin->hypothesis_count; i++) {
        if (strcmp(kin->hypothesis[i].name, name) != 0) continue;
        kin->reference = i;
        return true;
    }
    return error_set(error, ERROR_BAD_INPUT, "\"reference\" must be the name of a hypothesis");
}

/* The same person has one sex in all hypotheses. */
static bool check_sexes(struct arena *arena, const struct kin_case *kin, struct error *error) {
    int total = 0;
    for (int i = 0; i < kin->hypothesis_count; i++) total += kin->hypothesis[i].pedigree.count;
    const struct person **all = arena_new(arena, const struct person *, total);
    const char **id = arena_new(arena, const char *, total);
    int count = 0;
    for (int i = 0; i < kin->hypothesis_count; i++) {
        const struct pedigree *pedigree = &kin->hypothesis[i].pedigree;
        for (int j = 0; j < pedigree->count; j++, count++) {
            all[count] = &pedigree->person[j];
            id[count] = pedigree->person[j].id;
        }
    }
    struct names names = names_make(arena, count, id, NAMES_EXACT);
    enum sex sex = SEX_UNKNOWN;
    for (int i = 0; i < names.count; i++) {
        const struct name_entry *entry = &names.entry[i];
        if (i == 0 || strcmp(entry[-1].name, entry->name) != 0) sex = SEX_UNKNOWN;
        enum sex here = all[entry->value]->sex;
        if (here != SEX_UNKNOWN && sex != SEX_UNKNOWN && here != sex)
            return error_set(error, ERROR_BAD_INPUT,
                             "person %s is male in one hypothesis and female in another",
                             entry->name);
        if (here != SEX_UNKNOWN) sex = here;
    }
    return true;
}

static bool read_case(struct arena *arena, const json_t *root, struct kin_case *kin,
                      struct error *error) {
    static const char *const keys[] = {"theta",      "markers",   "genotypes", "dropout",
                                       "hypotheses", "reference", NULL};
    if (!kin_check_object(root, "the case", keys, error)) return false;
    const json_t *theta = json_object_get(root, "theta");
    if (theta && !json_is_null(theta) &&
        !kin_read_number(theta, "\"theta\"", 0, THETA_MOST, &kin->theta, error))
        return false;
    return kin_read_panel(arena, json_object_get(root, "markers"), &kin->panel, error) &&
           read_hypotheses(arena, json_object_get(root, "hypotheses"), kin, error) &&
           check_sexes(arena, kin, error) &&
           read_reference(json_object_get(root, "reference"), kin, error) &&
           kin_read_genotypes(arena, json_object_get(root, "genotypes"), kin, error) &&
           kin_read_dropouts(arena, json_object_get(root, "dropout"), kin, error);
}

bool kin_case_read(struct arena *arena, const void *bytes, size_t size, struct kin_case *out_case,
                   struct error *error) {
    if (size > KIN_BYTES_MOST)
        return error_set(error, ERROR_TOO_LARGE, "larger than %d MiB", KIN_BYTES_MOST >> 20);
    struct reading *reading = arena_new(arena, struct reading, 1);
    reading->arena = arena;
    char *text;
    size_t length;
    if (!text_decode(arena, NULL, bytes, size, reading, &text, &length)) {
        const struct reading_message *message = &reading->errors.item[0];
        return error_set(error, ERROR_BAD_INPUT, "line %d, column %d: %s", message->place.line,
                         message->place.column, message->text);
    }
    json_error_t why;
    json_t *root = json_loadb(text, length, JSON_REJECT_DUPLICATES, &why);
    if (!root) {
        bool nul = json_error_code(&why) == json_error_null_character;
        return error_set(error, ERROR_BAD_INPUT, "line %d, column %d: %s%s", why.line, why.column,
                         nul ? "\\u0000 stands for no character" : "not JSON: ",
                         nul ? "" : why.text);
    }
    struct kin_case kin = {0};
    bool good = read_case(arena, root, &kin, error);
    json_decref(root);
    if (!good) return false;
    *out_case = kin;
    return true;
}
