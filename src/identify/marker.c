#include "identify/marker.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static const char silent_name[] = "silent";

/* Sums of printed decimals miss 1 by a little more than what was dropped in print. */
static bool sums_to_one(double sum) { return fabs(sum - 1) <= 1e-6 + 1e-12; }

static bool is_frequency(double value) { return value >= 0 && value <= 1; }

static bool fits(const char *marker, size_t count, struct error *error) {
    if (count <= MARKER_ALLELE_LIMIT) return true;
    return error_set(error, ERROR_TOO_LARGE,
                     "marker %s has %zu alleles, the limit is %d; bin the rare ones", marker, count,
                     MARKER_ALLELE_LIMIT);
}

/* Every name is there once; `names` are all of a marker. */
static bool check_names(const char *marker, int count, const char *const *names,
                        struct error *error) {
    for (int i = 0; i < count; i++) {
        if (!names[i][0])
            return error_set(error, ERROR_BAD_INPUT,
                             "marker %s: allele %d has no name; give every allele its name", marker,
                             i + 1);
        for (int j = 0; j < i; j++)
            if (strcmp(names[i], names[j]) == 0)
                return error_set(error, ERROR_BAD_INPUT,
                                 "marker %s: allele %s is given twice; keep one of the two", marker,
                                 names[i]);
    }
    return true;
}

bool marker_make(struct arena *arena, const char *name, enum chromosome chromosome, int count,
                 const char *const *alleles, const double *frequencies, double silent,
                 struct marker *out_marker, struct error *error) {
    bool has_silent = !(silent < 0);
    if (!name[0]) return error_set(error, ERROR_BAD_INPUT, "a marker has no name; give it one");
    if (count < 1)
        return error_set(error, ERROR_BAD_INPUT,
                         "marker %s has no allele with a frequency; add its frequencies or leave "
                         "the marker out",
                         name);
    if (!fits(name, (size_t)count + has_silent, error)) return false;

    struct arena_mark mark = arena_mark(arena);
    int whole = count + has_silent;
    const char **names = arena_new(arena, const char *, whole);
    double *values = arena_new(arena, double, whole);
    for (int i = 0; i < count; i++) {
        names[i] = arena_copy(arena, alleles[i]);
        values[i] = frequencies[i];
    }
    if (has_silent) {
        names[count] = silent_name;
        values[count] = silent;
    }
    bool good = check_names(name, whole, names, error);
    double sum = 0;
    for (int i = 0; i < whole && good; i++) {
        sum += values[i];
        if (!is_frequency(values[i]))
            good = error_set(error, ERROR_BAD_INPUT,
                             "marker %s: the frequency %g of allele %s is not between 0 and 1",
                             name, values[i], names[i]);
    }
    if (good && !sums_to_one(sum))
        good = error_set(error, ERROR_BAD_INPUT,
                         "marker %s: its frequencies sum to %.9g, not to 1 within 0.000001; "
                         "correct the table, they are not rescaled",
                         name, sum);
    if (!good) {
        arena_release(arena, mark);
        return false;
    }
    *out_marker = (struct marker){.name = arena_copy(arena, name),
                                  .chromosome = chromosome,
                                  .allele_count = whole,
                                  .allele = names,
                                  .frequency = values,
                                  .has_silent = has_silent};
    return true;
}

bool marker_add_unseen(struct arena *arena, struct marker *marker, int count,
                       const char *const *alleles, double frequency, struct error *error) {
    assert(!marker->transmission[MALE_PARENT] && !marker->transmission[FEMALE_PARENT]);
    if (count == 0) return true;
    double left = 1 - count * frequency;
    if (!(frequency > 0 && left > 0))
        return error_set(error, ERROR_BAD_INPUT,
                         "marker %s: %d alleles without a frequency cannot get %g each; it must be "
                         "above 0, and all together below 1",
                         marker->name, count, frequency);
    int before = marker->allele_count, whole = before + count;
    if (!fits(marker->name, (size_t)before + (size_t)count, error)) return false;

    struct arena_mark mark = arena_mark(arena);
    const char **names = arena_new(arena, const char *, whole);
    double *values = arena_new(arena, double, whole);
    int seen = before - marker->has_silent;
    for (int i = 0; i < before; i++) {
        int to = i < seen ? i : i + count; /* the silent allele stays the last */
        names[to] = marker->allele[i];
        values[to] = marker->frequency[i] * left;
    }
    for (int i = 0; i < count; i++) {
        names[seen + i] = arena_copy(arena, alleles[i]);
        values[seen + i] = frequency;
    }
    if (!check_names(marker->name, whole, names, error)) {
        arena_release(arena, mark);
        return false;
    }
    marker->allele_count = whole;
    marker->allele = names;
    marker->frequency = values;
    return true;
}

bool marker_set_mutation(struct arena *arena, struct marker *marker,
                         const struct mutation_model *male, const struct mutation_model *female,
                         struct error *error) {
    const struct mutation_model *model[2] = {[MALE_PARENT] = male, [FEMALE_PARENT] = female};
    double *matrix[2];
    struct arena_mark mark = arena_mark(arena);
    for (int i = 0; i < 2; i++) {
        if (mutation_matrix(arena, model[i], marker->allele_count, marker->allele,
                            marker->frequency, marker->has_silent, &matrix[i], error))
            continue;
        arena_release(arena, mark);
        return error_within(error, "marker %s, mutation of the %s", marker->name,
                            i == MALE_PARENT ? "father" : "mother");
    }
    for (int i = 0; i < 2; i++) {
        marker->model[i] = *model[i];
        marker->transmission[i] = matrix[i];
        marker->transposed[i] =
            matrix[i] ? mutation_transposed(arena, matrix[i], marker->allele_count) : NULL;
    }
    return true;
}

bool marker_mutates(const struct marker *marker) {
    return marker->transmission[MALE_PARENT] || marker->transmission[FEMALE_PARENT];
}

int marker_find_allele(const struct marker *marker, const char *name) {
    for (int i = 0; i < marker->allele_count; i++)
        if (strcmp(marker->allele[i], name) == 0) return i;
    return -1;
}

static unsigned char lower(char letter) {
    return (unsigned char)(letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter);
}

/* Not strcasecmp: what is the same name must not hang on the locale. */
static bool same_without_case(const char *first, const char *second) {
    while (*first && lower(*first) == lower(*second)) first++, second++;
    return lower(*first) == lower(*second);
}

int panel_find(const struct panel *panel, const char *name) {
    for (int i = 0; i < panel->count; i++)
        if (same_without_case(panel->marker[i].name, name)) return i;
    return -1;
}
