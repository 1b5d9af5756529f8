#include <string.h>
#include <strings.h>

#include "case/dataset_parts.h"
#include "case/linkage.h"
#include "input/allele.h"

/* The lines of frequencies.tsv for one marker. */
struct group {
    struct place place;
    const char *name;
    const struct mutation_row *mutation; /* NULL: none */
    int count, *row;
};

static bool has_likelihood(struct builder *builder, const struct group *group) {
    const char *why = NULL;
    if (strcmp(group->name, AMELOGENIN) == 0) why = "amelogenin tells the sex only";
    else if (group->mutation ? group->mutation->left_out : marker_is_on_y(group->name))
        why = "Y and mitochondrial markers have no likelihood here";
    if (why)
        reading_note(builder->reading, group->place, "marker %s: %s; not used", group->name, why);
    return !why;
}

/* Raises what is below the minimum to it and scales the others, until none is below. */
static void raise_frequencies(double *frequency, int count, double silent, double minimum) {
    for (bool again = true; again;) {
        double raised = silent > 0 ? silent : 0, others = 0;
        for (int i = 0; i < count; i++)
            if (frequency[i] <= minimum) raised += minimum;
            else others += frequency[i];
        if (others <= 0 || raised >= 1) return;
        again = false;
        for (int i = 0; i < count; i++) {
            if (frequency[i] <= minimum) {
                frequency[i] = minimum;
                continue;
            }
            frequency[i] *= (1 - raised) / others;
            if (frequency[i] < minimum) again = true;
        }
    }
}

static bool is_given_twice(struct builder *builder, const struct group *group,
                           const char *const *allele, const int *row) {
    struct names names = names_make(builder->arena, group->count, allele, NAMES_EXACT);
    bool twice = false;
    for (int i = 0; i < group->count; i++) {
        if (!allele[i]) continue;
        int first = names_find(&names, allele[i]);
        if (first == i) continue;
        reading_error(builder->reading, builder->rows->frequencies.row[row[i]].place,
                      "marker %s: allele %s is given twice, first in line %d: keep one",
                      group->name, allele[i],
                      builder->rows->frequencies.row[row[first]].place.line);
        twice = true;
    }
    return twice;
}

static void build_marker(struct builder *builder, const struct group *group) {
    const char **allele = arena_new(builder->arena, const char *, group->count);
    double *frequency = arena_new(builder->arena, double, group->count);
    double silent = -1, sum = 0;
    int count = 0, *row = arena_new(builder->arena, int, group->count);
    for (int i = 0; i < group->count; i++) {
        const struct frequency_row *line = &builder->rows->frequencies.row[group->row[i]];
        sum += line->frequency;
        if (strcmp(line->allele, SILENT_ALLELE) == 0 && silent >= 0)
            reading_error(builder->reading, line->place,
                          "marker %s: the silent allele is given twice: keep one", group->name);
        else if (strcmp(line->allele, SILENT_ALLELE) == 0) silent = line->frequency;
        else {
            allele[count] = line->allele;
            frequency[count] = line->frequency;
            row[count++] = group->row[i];
        }
    }
    if (is_given_twice(builder, group, allele, row)) return;
    if (builder->options.minimum_frequency > 0 && count <= MARKER_ALLELE_LIMIT && sum > 1 - 1e-6 &&
        sum < 1 + 1e-6)
        raise_frequencies(frequency, count, silent, builder->options.minimum_frequency);
    bool on_x =
        group->mutation ? group->mutation->chromosome == X_CHROMOSOME : marker_is_on_x(group->name);
    if (on_x && !group->mutation)
        reading_note(builder->reading, group->place,
                     "marker %s: taken to be on X for its name; mutation.tsv can say so",
                     group->name);
    struct panel *panel = &builder->dataset->panel;
    struct error error = {0};
    if (marker_make(builder->arena, group->name, on_x ? X_CHROMOSOME : AUTOSOME, count, allele,
                    frequency, silent, &panel->marker[panel->count], &error))
        panel->count++;
    else reading_error(builder->reading, group->place, "%s", error.text);
}

/* Loci of one linkage group on X are not multiplied: the others leave the panel. */
static void settle_linkage(struct builder *builder) {
    struct panel *panel = &builder->dataset->panel;
    struct place nowhere = {0};
    const char *warning[LINKAGE_SENTENCES];
    int warnings = linkage_warnings(builder->arena, panel, warning), kept = 0;
    for (int i = 0; i < warnings; i++) reading_note(builder->reading, nowhere, "%s", warning[i]);
    bool *counted = arena_new(builder->arena, bool, panel->count);
    linkage_choose(panel, counted);
    for (int m = 0; m < panel->count; m++)
        if (counted[m]) panel->marker[kept++] = panel->marker[m];
    panel->count = kept;
}

/* Finds the line of mutation.tsv of each group, and reports lines that no marker uses. */
static void find_mutation(struct builder *builder, struct group *group, int groups) {
    int count = builder->rows->mutation.count;
    const char **name = COLUMN_OF(builder, mutation, mutation_row, marker);
    struct names names = names_make(builder->arena, count, name, NAMES_ANY_CASE);
    bool *used = arena_new(builder->arena, bool, count);
    for (int i = 0; i < groups; i++) {
        int row = names_find(&names, group[i].name);
        if (row < 0) continue;
        used[row] = true;
        group[i].mutation = &builder->rows->mutation.row[row];
    }
    for (int i = 0; i < count; i++) {
        const struct mutation_row *row = &builder->rows->mutation.row[i];
        if (names_find(&names, row->marker) != i)
            reading_error(builder->reading, row->place, "marker %s is given twice: keep one",
                          row->marker);
        else if (!used[i])
            reading_note(builder->reading, row->place, "marker %s has no frequencies; not used",
                         row->marker);
    }
}

void build_panel(struct builder *builder) {
    int count = builder->rows->frequencies.count;
    struct place nowhere = {0};
    if (count == 0) {
        reading_error(builder->reading, nowhere, "no allele frequencies: add frequencies.tsv");
        return;
    }
    const char **name = COLUMN_OF(builder, frequencies, frequency_row, marker);
    struct names names = names_make(builder->arena, count, name, NAMES_ANY_CASE);
    int *group_of = arena_new(builder->arena, int, count), groups = 0;
    for (int i = 0; i < count; i++) {
        int first = names_find(&names, name[i]);
        group_of[i] = first == i ? groups++ : group_of[first];
    }
    if (groups > DATASET_MARKERS_MOST) {
        reading_error(builder->reading, nowhere, "%d markers, more than %d: leave some out", groups,
                      DATASET_MARKERS_MOST);
        return;
    }
    struct group *group = arena_new(builder->arena, struct group, groups);
    for (int i = 0; i < count; i++) group[group_of[i]].count++;
    for (int i = 0; i < groups; i++) {
        group[i].row = arena_new(builder->arena, int, group[i].count);
        group[i].count = 0;
    }
    for (int i = 0; i < count; i++) {
        struct group *of = &group[group_of[i]];
        if (of->count == 0) {
            of->name = name[i];
            of->place = builder->rows->frequencies.row[i].place;
        }
        of->row[of->count++] = i;
    }
    find_mutation(builder, group, groups);
    builder->dataset->panel.marker = arena_new(builder->arena, struct marker, groups);
    for (int i = 0; i < groups; i++)
        if (has_likelihood(builder, &group[i])) build_marker(builder, &group[i]);
    settle_linkage(builder);
}

void build_matrices(struct builder *builder) {
    static const struct mutation_model none = {.kind = MUTATION_NONE};
    struct panel *panel = &builder->dataset->panel;
    const char **name = COLUMN_OF(builder, mutation, mutation_row, marker);
    struct names names =
        names_make(builder->arena, builder->rows->mutation.count, name, NAMES_ANY_CASE);
    double size = 0;
    for (int i = 0; i < panel->count; i++) {
        int row = names_find(&names, panel->marker[i].name);
        const struct mutation_row *mutation = row < 0 ? NULL : &builder->rows->mutation.row[row];
        struct error error = {0};
        struct place nowhere = {0};
        if (mutation) size += (double)panel->marker[i].allele_count * panel->marker[i].allele_count;
        if (size > DATASET_MATRICES_MOST) {
            reading_error(builder->reading, mutation->place,
                          "too many alleles for mutation matrices: bin the rare ones");
            return;
        }
        if (!marker_set_mutation(builder->arena, &panel->marker[i],
                                 mutation ? &mutation->model[MALE_PARENT] : &none,
                                 mutation ? &mutation->model[FEMALE_PARENT] : &none, &error))
            reading_error(builder->reading, mutation ? mutation->place : nowhere, "%s", error.text);
    }
}
