#include "case/provenance.h"

#include <string.h>

#include "input/names.h"

static const char *add_file(struct arena *arena, const char *list, const char *file) {
    size_t length = strlen(file), whole = strlen(list);
    bool known = whole >= length && strcmp(list + whole - length, file) == 0;
    if (known) return list;
    return *list ? arena_format(arena, "%s, %s", list, file) : arena_copy(arena, file);
}

static void list_files(struct arena *arena, const struct rows *rows, struct provenance *out) {
    out->frequency_files = out->mutation_files = "";
    for (int i = 0; i < rows->frequencies.count; i++)
        out->frequency_files =
            add_file(arena, out->frequency_files, rows->frequencies.row[i].place.file);
    for (int i = 0; i < rows->mutation.count; i++)
        out->mutation_files =
            add_file(arena, out->mutation_files, rows->mutation.row[i].place.file);
    out->frequency_lines = rows->frequencies.count;
}

/* What the marker has beyond the lines of the table was added. */
static void count_unseen(struct arena *arena, const struct rows *rows, const struct panel *panel,
                         struct provenance *out) {
    const char **name = arena_new(arena, const char *, panel->count);
    out->unseen = arena_new(arena, int, panel->count);
    for (int m = 0; m < panel->count; m++) {
        name[m] = panel->marker[m].name;
        out->unseen[m] = panel->marker[m].allele_count;
    }
    struct names names = names_make(arena, panel->count, name, NAMES_ANY_CASE);
    for (int i = 0; i < rows->frequencies.count; i++) {
        int m = names_find(&names, rows->frequencies.row[i].marker);
        if (m >= 0) out->unseen[m]--;
    }
}

bool provenance_unseen(const struct provenance *provenance, const struct panel *panel, int marker,
                       int allele) {
    const struct marker *locus = &panel->marker[marker];
    int seen = locus->allele_count - locus->has_silent - provenance->unseen[marker];
    return allele >= seen && allele < locus->allele_count - locus->has_silent;
}

static void add_others(struct arena *arena, const char *subject, struct place place, int count,
                       const struct other_cell *cell, struct provenance *out, size_t *capacity) {
    for (int i = 0; i < count; i++) {
        out->other =
            arena_grow(arena, out->other, (size_t)out->others, capacity, sizeof *out->other);
        out->other[out->others++] =
            (struct other_evidence){subject, cell[i].name, cell[i].value, place.file, place.line};
    }
}

void provenance_add_others(struct arena *arena, const struct rows *rows,
                           const struct explanation *explanation, struct provenance *out) {
    const struct identification *run = explanation->run;
    const struct individual *individual = &run->individuals.individual[explanation->individual];
    const char *family = identification_family(run, explanation->missing);
    const char *person = identification_person(run, explanation->missing);
    size_t capacity = 0;
    for (int r = 0; r < individual->count; r++) {
        const char *code = run->dataset->remains[individual->remains[r]].code;
        for (int i = 0; i < rows->remains.count; i++) {
            const struct remains_row *row = &rows->remains.row[i];
            if (strcmp(row->code, code) == 0)
                add_others(arena, code, row->place, row->others, row->other, out, &capacity);
        }
    }
    for (int i = 0; i < rows->persons.count; i++) {
        const struct person_row *row = &rows->persons.row[i];
        if (strcmp(row->id, person) == 0 && strcmp(row->family, family) == 0)
            add_others(arena, person, row->place, row->others, row->other, out, &capacity);
    }
}

struct provenance provenance_make(struct arena *arena, const struct rows *rows,
                                  const struct build_options *options, const struct panel *panel) {
    struct provenance out = {.dropout = options->dropout,
                             .unseen_frequency = options->unseen_frequency,
                             .minimum_frequency = options->minimum_frequency};
    list_files(arena, rows, &out);
    count_unseen(arena, rows, panel, &out);
    return out;
}
