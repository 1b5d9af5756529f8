#include "kin_files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

const char *kin_folder(struct arena *arena) {
    const char *data = getenv("CAIRN_SHARED_DATA"), *source = getenv("CAIRN_SOURCE");
    const char *folder =
        data ? arena_format(arena, "%s/kin", data)
             : arena_format(arena, "%s/../shared/data/kin", source ? source : ".");
    if (access(folder, R_OK) == 0) return folder;
    fprintf(stderr,
            "\n*** SKIPPED: the published pedigree cases are not at %s: nothing was compared with "
            "them; set CAIRN_SHARED_DATA\n\n",
            folder);
    return NULL;
}

struct kin_expected *kin_read_expected(struct arena *arena, const char *folder, const char *file,
                                       int columns, int *out_count) {
    FILE *stream = fopen(arena_format(arena, "%s/%s", folder, file), "r");
    assert_non_null(stream);
    struct kin_expected *list = NULL;
    size_t count = 0, capacity = 0;
    char line[1024];
    assert_non_null(fgets(line, sizeof line, stream));
    while (fgets(line, sizeof line, stream)) {
        list = arena_grow(arena, list, count, &capacity, sizeof *list);
        char *at = strchr(line, '\t');
        assert_non_null(at);
        list[count] = (struct kin_expected){0};
        list[count].name = arena_copy_part(arena, line, (size_t)(at - line));
        for (int i = 0; i < columns; i++) {
            char *end;
            list[count].number[i] = strtod(at + 1, &end);
            assert_true(end > at + 1);
            at = end;
        }
        count++;
    }
    fclose(stream);
    *out_count = (int)count;
    return list;
}

static const char *text_of(json_t *object, const char *key) {
    const char *text = json_string_value(json_object_get(object, key));
    if (!text) fail_msg("%s is not a text", key);
    return text;
}

static double number_of(json_t *object, const char *key) {
    return json_number_value(json_object_get(object, key));
}

/* A matrix over the alleles, with the silent one added when it is not in it. */
static double *read_matrix(struct arena *arena, json_t *rows, int count) {
    double *matrix = arena_new(arena, double, count * count);
    int given = (int)json_array_size(rows);
    assert_true(given == count || given == count - 1);
    for (int i = 0; i < count; i++)
        for (int j = 0; j < count; j++)
            matrix[i * count + j] =
                i < given && j < given
                    ? json_number_value(json_array_get(json_array_get(rows, (size_t)i), (size_t)j))
                    : i == j;
    return matrix;
}

static struct mutation_model read_model(struct arena *arena, json_t *object, int count) {
    struct mutation_model model = {.rate = number_of(object, "rate"),
                                   .rate2 = number_of(object, "rate2"),
                                   .range = number_of(object, "range")};
    assert_true(mutation_kind_find(text_of(object, "model"), &model.kind));
    if (model.kind == MUTATION_CUSTOM)
        model.matrix = read_matrix(arena, json_object_get(object, "matrix"), count);
    return model;
}

static struct marker read_marker(struct arena *arena, json_t *object) {
    json_t *alleles = json_object_get(object, "alleles");
    json_t *silent = json_object_get(object, "silent");
    json_t *mutation = json_object_get(object, "mutation");
    int count = (int)json_array_size(alleles);
    const char **names = arena_new(arena, const char *, count);
    double *frequencies = arena_new(arena, double, count);
    for (int i = 0; i < count; i++) {
        names[i] = json_string_value(json_array_get(alleles, (size_t)i));
        frequencies[i] =
            json_number_value(json_array_get(json_object_get(object, "frequencies"), (size_t)i));
    }
    struct marker marker;
    struct error error = {0};
    bool is_x = strcmp(text_of(object, "chrom"), "X") == 0;
    if (!marker_make(arena, text_of(object, "name"), is_x ? X_CHROMOSOME : AUTOSOME, count, names,
                     frequencies, json_is_number(silent) ? json_number_value(silent) : -1, &marker,
                     &error))
        fail_msg("%s", error.text);
    if (!json_is_object(mutation)) return marker;
    struct mutation_model male =
        read_model(arena, json_object_get(mutation, "male"), marker.allele_count);
    struct mutation_model female =
        read_model(arena, json_object_get(mutation, "female"), marker.allele_count);
    if (!marker_set_mutation(arena, &marker, &male, &female, &error)) fail_msg("%s", error.text);
    return marker;
}

static struct pedigree read_pedigree(struct arena *arena, json_t *persons) {
    struct pedigree pedigree = {.count = (int)json_array_size(persons)};
    pedigree.person = arena_new(arena, struct person, pedigree.count);
    for (int i = 0; i < pedigree.count; i++) {
        json_t *object = json_array_get(persons, (size_t)i);
        const char *sex = json_string_value(json_object_get(object, "sex"));
        pedigree.person[i] = (struct person){.id = arena_copy(arena, text_of(object, "id")),
                                             .sex = !sex            ? SEX_UNKNOWN
                                                    : sex[0] == 'M' ? SEX_MALE
                                                                    : SEX_FEMALE};
    }
    for (int i = 0; i < pedigree.count; i++) {
        json_t *object = json_array_get(persons, (size_t)i);
        const char *father = json_string_value(json_object_get(object, "father"));
        const char *mother = json_string_value(json_object_get(object, "mother"));
        pedigree.person[i].father = father ? pedigree_find(&pedigree, father) : -1;
        pedigree.person[i].mother = mother ? pedigree_find(&pedigree, mother) : -1;
        assert_true(!father || pedigree.person[i].father >= 0);
        assert_true(!mother || pedigree.person[i].mother >= 0);
    }
    struct error error = {0};
    if (!pedigree_check(&pedigree, NULL, &error)) fail_msg("%s", error.text);
    return pedigree;
}

/* ["a", "b"]; ["a", null]; ["a"] of a male on X; nothing. */
static struct genotype read_genotype(const struct marker *marker, json_t *pair) {
    struct genotype seen = {ALLELE_UNTYPED, ALLELE_UNTYPED};
    if (!json_array_size(pair)) return seen;
    const char *first = json_string_value(json_array_get(pair, 0));
    json_t *second = json_array_get(pair, json_array_size(pair) - 1);
    seen.a = marker_find_allele(marker, first);
    seen.b = json_is_null(second) ? ALLELE_UNKNOWN
                                  : marker_find_allele(marker, json_string_value(second));
    assert_true(seen.a >= 0 && seen.b != -1);
    return seen;
}

static struct kin_hypothesis read_hypothesis(struct arena *arena, json_t *root, json_t *object,
                                             const struct panel *panel) {
    struct kin_hypothesis hypothesis = {
        .name = arena_copy(arena, text_of(object, "name")),
        .pedigree = read_pedigree(arena, json_object_get(object, "persons"))};
    int count = hypothesis.pedigree.count;
    hypothesis.genotype = arena_new(arena, struct genotype, count * panel->count);
    hypothesis.dropout = arena_new(arena, double, count);
    for (int i = 0; i < count; i++) {
        const char *id = hypothesis.pedigree.person[i].id;
        json_t *profile = json_object_get(json_object_get(root, "genotypes"), id);
        hypothesis.dropout[i] = number_of(json_object_get(root, "dropout"), id);
        for (int m = 0; m < panel->count; m++)
            hypothesis.genotype[m * count + i] = read_genotype(
                &panel->marker[m], json_object_get(profile, panel->marker[m].name));
    }
    return hypothesis;
}

struct kin_case kin_read_case(struct arena *arena, const char *folder, const char *name) {
    json_error_t wrong;
    json_t *root = json_load_file(arena_format(arena, "%s/%s.json", folder, name), 0, &wrong);
    if (!root) fail_msg("%s.json: line %d: %s", name, wrong.line, wrong.text);
    json_t *markers = json_object_get(root, "markers");
    json_t *hypotheses = json_object_get(root, "hypotheses");
    struct kin_case kin = {.name = name,
                           .theta = number_of(root, "theta"),
                           .panel.count = (int)json_array_size(markers),
                           .hypothesis_count = (int)json_array_size(hypotheses)};
    kin.panel.marker = arena_new(arena, struct marker, kin.panel.count);
    for (int i = 0; i < kin.panel.count; i++)
        kin.panel.marker[i] = read_marker(arena, json_array_get(markers, (size_t)i));
    kin.hypothesis = arena_new(arena, struct kin_hypothesis, kin.hypothesis_count);
    kin.reference = kin.hypothesis_count - 1;
    const char *reference = json_string_value(json_object_get(root, "reference"));
    for (int i = 0; i < kin.hypothesis_count; i++) {
        json_t *object = json_array_get(hypotheses, (size_t)i);
        kin.hypothesis[i] = read_hypothesis(arena, root, object, &kin.panel);
        if (reference && strcmp(kin.hypothesis[i].name, reference) == 0) kin.reference = i;
    }
    json_decref(root);
    return kin;
}
