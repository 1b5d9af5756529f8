#include "input/kin_json.h"

#include <string.h>

#include "input/names.h"

static bool read_matrix(struct arena *arena, const json_t *list, const char *what,
                        const struct marker *marker, const double **out_matrix,
                        struct error *error) {
    int full = marker->allele_count, named = full - marker->has_silent;
    if (!kin_check_list(list, what, MARKER_ALLELE_LIMIT, error)) return false;
    int count = (int)json_array_size(list);
    if (count != named && count != full)
        return error_set(error, ERROR_BAD_INPUT, "%s has %d rows for %d alleles", what, count,
                         named);
    double *matrix = arena_new(arena, double, (size_t)full *full);
    if (count < full) matrix[(size_t)full * full - 1] = 1;
    for (int i = 0; i < count; i++) {
        const json_t *row = json_array_get(list, (size_t)i);
        if (!kin_check_list(row, what, MARKER_ALLELE_LIMIT, error)) return false;
        if (json_array_size(row) != (size_t)count)
            return error_set(error, ERROR_BAD_INPUT, "%s: row %d has %zu numbers, not %d", what,
                             i + 1, json_array_size(row), count);
        for (int j = 0; j < count; j++)
            if (!kin_read_number(json_array_get(row, (size_t)j), what, 0, 1,
                                 &matrix[(size_t)i * full + j], error))
                return false;
    }
    *out_matrix = matrix;
    return true;
}

/* A parameter of a model: null and absent are the same. */
static bool read_parameter(const json_t *model, const char *name, bool needed, double most,
                           double *out_number, struct error *error) {
    const json_t *value = json_object_get(model, name);
    if (value && !json_is_null(value))
        return kin_read_number(value, name, 0, most, out_number, error);
    if (!needed) return true;
    return error_set(error, ERROR_BAD_INPUT, "the model needs a \"%s\"", name);
}

static bool read_model(struct arena *arena, const json_t *value, const char *sex,
                       const struct marker *marker, struct mutation_model *out_model,
                       struct error *error) {
    static const char *const keys[] = {"model", "rate", "rate2", "range", "matrix", NULL};
    struct mutation_model model = {0};
    if (!value || json_is_null(value)) {
        *out_model = model;
        return true;
    }
    const char *name;
    if (!kin_check_object(value, "the model", keys, error) ||
        !kin_read_name(arena, json_object_get(value, "model"), "\"model\"", &name, error))
        return error_within(error, "mutation, %s", sex);
    if (!mutation_kind_find(name, &model.kind)) {
        error_set(
            error, ERROR_BAD_INPUT,
            "\"%s\" is no model: write equal, proportional, stepwise, onestep, dawid, custom or "
            "trivial",
            name);
        return error_within(error, "mutation, %s", sex);
    }
    bool custom = model.kind == MUTATION_CUSTOM, stepwise = model.kind == MUTATION_STEPWISE;
    bool rated = !custom && model.kind != MUTATION_NONE;
    bool good = read_parameter(value, "rate", rated, 1, &model.rate, error) &&
                read_parameter(value, "rate2", stepwise, 1, &model.rate2, error) &&
                read_parameter(value, "range", stepwise || model.kind == MUTATION_DAWID, 1,
                               &model.range, error);
    const json_t *matrix = json_object_get(value, "matrix");
    if (good && custom)
        good = read_matrix(arena, matrix, "\"matrix\"", marker, &model.matrix, error);
    else if (good && matrix && !json_is_null(matrix))
        good = error_set(error, ERROR_BAD_INPUT, "a matrix goes with the model custom only");
    if (!good) return error_within(error, "mutation, %s", sex);
    *out_model = model;
    return true;
}

/* Reads the model of each sex; none where there is no mutation. */
static bool read_mutation(struct arena *arena, const json_t *mutation, const struct marker *marker,
                          struct mutation_model model[2], struct error *error) {
    static const char *const keys[] = {"male", "female", NULL};
    if (!mutation || json_is_null(mutation)) return true;
    if (!kin_check_object(mutation, "\"mutation\"", keys, error)) return false;
    const json_t *male = json_object_get(mutation, "male");
    const json_t *female = json_object_get(mutation, "female");
    if (!male || !female)
        return error_set(error, ERROR_BAD_INPUT,
                         "\"mutation\" needs \"male\" and \"female\": write null for none");
    return read_model(arena, male, "male", marker, &model[MALE_PARENT], error) &&
           read_model(arena, female, "female", marker, &model[FEMALE_PARENT], error);
}

/* What a marker is made of. */
struct marker_parts {
    enum chromosome chromosome;
    int count;
    const char **allele;
    double *frequency;
    double silent; /* negative: none */
};

static bool read_alleles(struct arena *arena, const json_t *value, struct marker_parts *parts,
                         struct error *error) {
    const json_t *names = json_object_get(value, "alleles");
    const json_t *numbers = json_object_get(value, "frequencies");
    if (!kin_check_list(names, "\"alleles\"", MARKER_ALLELE_LIMIT, error) ||
        !kin_check_list(numbers, "\"frequencies\"", MARKER_ALLELE_LIMIT, error))
        return false;
    size_t count = json_array_size(names);
    if (count != json_array_size(numbers))
        return error_set(error, ERROR_BAD_INPUT, "%zu alleles but %zu frequencies", count,
                         json_array_size(numbers));
    parts->count = (int)count;
    parts->allele = arena_new(arena, const char *, count);
    parts->frequency = arena_new(arena, double, count);
    for (size_t i = 0; i < count; i++)
        if (!kin_read_name(arena, json_array_get(names, i), "an allele", &parts->allele[i],
                           error) ||
            !kin_read_number(json_array_get(numbers, i), "a frequency", 0, 1, &parts->frequency[i],
                             error))
            return false;
    return true;
}

static bool read_parts(struct arena *arena, const json_t *value, struct marker_parts *parts,
                       struct error *error) {
    const char *chromosome;
    if (!kin_read_name(arena, json_object_get(value, "chrom"), "\"chrom\"", &chromosome, error))
        return false;
    if (strcmp(chromosome, "X") == 0) parts->chromosome = X_CHROMOSOME;
    else if (strcmp(chromosome, "A") != 0)
        return error_set(error, ERROR_BAD_INPUT, "\"chrom\" is \"%s\": write A or X", chromosome);
    const json_t *silent = json_object_get(value, "silent");
    parts->silent = -1;
    if (silent && !json_is_null(silent) &&
        !kin_read_number(silent, "\"silent\"", 0, 1, &parts->silent, error))
        return false;
    return read_alleles(arena, value, parts, error);
}

/* What identify/ refuses names the marker already. */
static bool read_marker(struct arena *arena, const json_t *value, const char *name,
                        struct marker *out_marker, struct error *error) {
    struct marker_parts parts = {0};
    struct mutation_model model[2] = {{0}, {0}};
    if (!read_parts(arena, value, &parts, error)) return error_within(error, "marker %s", name);
    if (!marker_make(arena, name, parts.chromosome, parts.count, parts.allele, parts.frequency,
                     parts.silent, out_marker, error))
        return false;
    if (!read_mutation(arena, json_object_get(value, "mutation"), out_marker, model, error))
        return error_within(error, "marker %s", name);
    return marker_set_mutation(arena, out_marker, &model[MALE_PARENT], &model[FEMALE_PARENT],
                               error);
}

bool kin_read_panel(struct arena *arena, const json_t *list, struct panel *out_panel,
                    struct error *error) {
    static const char *const keys[] = {"name",   "chrom",    "alleles", "frequencies",
                                       "silent", "mutation", NULL};
    if (!kin_check_list(list, "\"markers\"", KIN_MARKERS_MOST, error)) return false;
    int count = (int)json_array_size(list);
    if (count == 0)
        return error_set(error, ERROR_BAD_INPUT, "\"markers\" is empty: give at least one");
    struct panel panel = {.count = count, .marker = arena_new(arena, struct marker, count)};
    const char **name = arena_new(arena, const char *, count);
    double size = 0;
    for (int i = 0; i < count; i++) {
        const json_t *value = json_array_get(list, (size_t)i);
        if (!kin_check_object(value, "it", keys, error) ||
            !kin_read_name(arena, json_object_get(value, "name"), "\"name\"", &name[i], error))
            return error_within(error, "marker %d of the list", i + 1);
        const json_t *alleles = json_object_get(value, "alleles");
        double count_here = (double)json_array_size(alleles);
        size += json_is_object(json_object_get(value, "mutation")) ? count_here * count_here : 0;
        if (size > KIN_MATRICES_MOST)
            return error_set(error, ERROR_TOO_LARGE,
                             "marker %s: too many alleles for mutation matrices: bin the rare ones",
                             name[i]);
        if (!read_marker(arena, value, name[i], &panel.marker[i], error)) return false;
    }
    struct names names = names_make(arena, count, name, NAMES_ANY_CASE);
    for (int i = 0; i < count; i++)
        if (names_find(&names, name[i]) != i)
            return error_set(error, ERROR_BAD_INPUT, "marker %s is given twice: keep one", name[i]);
    *out_panel = panel;
    return true;
}
